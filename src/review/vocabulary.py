"""The field's words and numbers as Swedish and English readers write them."""

import csv
import math
import unicodedata
from functools import cache
from importlib.resources import files

from review.errors import UsageError

__all__ = ["LANGUAGES", "capital", "count", "date_in_words", "decimals_of", "number", "percent", "say",
           "sort_key", "uncapital"]  # fmt: skip

LANGUAGES = ("sv", "en")
NARROW_SPACE = "\u202f"
HARD_SPACE = "\u00a0"


@cache
def words():
    """Return every word of the interface: key to {"sv": …, "en": …}."""
    text = files("review").joinpath("templates", "words.csv").read_text(encoding="utf-8")
    return {row["key"]: {"sv": row["sv"], "en": row["en"]} for row in csv.DictReader(text.splitlines())}


def say(key, language, **values):
    """Return a word or sentence of the interface.

    Parameters
    ----------
    key : str
        A key of ``templates/words.csv``; a key that is not there comes back as it is, since data
        (a reason of the user's own, a database's name) goes the same way.
    language : {"sv", "en"}
    **values
        What stands for the names in braces.

    Raises
    ------
    UsageError
        If the language is neither Swedish nor English.

    Examples
    --------
    >>> say("low_value_care", "sv"), say("low_value_care", "en")
    ('lågvärdevård', 'low-value care')
    """
    if language not in LANGUAGES:
        raise UsageError(f"language must be sv or en; got {language!r}")
    text = words().get(key, {language: key})[language]
    return text.format(**values) if values else text


def capital(words):
    """Return words with a capital letter, as headings begin; nothing else of them changes."""
    return words[:1].upper() + words[1:]


def uncapital(words):
    """Return words as they stand within a sentence: the first letter small, unless it is an abbreviation's.

    >>> uncapital("Tid saknas"), uncapital("MR före remiss")
    ('tid saknas', 'MR före remiss')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def number(value, language, decimals=0):
    """Return a number with the language's decimal sign and a space or comma between thousands.

    Missing numbers are an en dash, never 0.

    Examples
    --------
    >>> number(-1234567.5, "sv", 1), number(1234.5, "en", 1), number(None, "sv")
    ('−1\\u202f234\\u202f567,5', '1,234.5', '–')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", ""):
        return "–"
    text = f"{float(value):,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    if language == "sv":
        text = text.replace(",", NARROW_SPACE).replace(".", ",")
    return text.replace("-", "−")


def decimals_of(value, most=5):
    """Return how many decimals a number has, so that it can be written with those and no more.

    Examples
    --------
    >>> decimals_of(-0.012), decimals_of(1240.0), decimals_of(1 / 3)
    (3, 0, 5)
    """
    return len(f"{float(value):.{most}f}".rstrip("0").split(".")[1])


def date_in_words(date, language):
    """Return a date as it is written in running text.

    Examples
    --------
    >>> import datetime
    >>> date_in_words(datetime.date(2026, 10, 1), "sv"), date_in_words(None, "en")
    ('1 oktober 2026', 'undated')
    """
    if date is None:
        return say("page.undated", language)
    return f"{date.day} {say(f'month_{date.month}', language)} {date.year}"


def percent(part, whole, language, decimals=0):
    """Return a share with its parts, so that no share stands without its denominator.

    Examples
    --------
    >>> percent(24, 83, "sv").replace("\\u00a0", " "), percent(24, 83, "en")
    ('29 % (24 av 83)', '29% (24 of 83)')
    >>> percent(0, 0, "en")
    '– (0 of 0)'
    >>> percent(85, 83, "en")
    '– (85 of 83)'
    """
    of = "av" if language == "sv" else "of"
    parts = f"({number(part, language)} {of} {number(whole, language)})"
    if not whole or part > whole:
        return f"– {parts}"
    return f"{share(part / whole, language, decimals)} {parts}"


def share(value, language, decimals=0):
    """Return a share of 1 as percent.

    Examples
    --------
    >>> share(0.495, "en", 1)
    '49.5%'
    """
    sign = HARD_SPACE + "%" if language == "sv" else "%"
    return number(100 * value, language, decimals) + sign


def count(n, key, language):
    """Return a number with its noun in the singular or plural.

    Examples
    --------
    >>> count(1, "reference", "en"), count(2, "reference", "en"), count(2, "reference", "sv")
    ('1 reference', '2 references', '2 referenser')
    """
    return f"{number(n, language)} {say(key if n == 1 else f'{key}_plural', language)}"


def sort_key(text):
    """Return what Swedish words are sorted by: å, ä and ö after z, other accents as their letter.

    Examples
    --------
    >>> sorted(["Ätstörningar", "Astma", "Épilepsi", "Åldrande", "Ö", "Z"], key=sort_key)
    ['Astma', 'Épilepsi', 'Z', 'Åldrande', 'Ätstörningar', 'Ö']
    """
    own = {"å": "{a", "ä": "{b", "ö": "{c"}
    text = unicodedata.normalize("NFC", text.casefold())
    letters = (own.get(char) or unicodedata.normalize("NFKD", char)[0] for char in text)
    return "".join(letters)
