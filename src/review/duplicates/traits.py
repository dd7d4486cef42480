"""What of a record is compared: each field in the form in which two databases would agree."""

import re

import pandas as pd

from review.text import clean_doi, clean_pmid, fold

__all__ = ["compared", "digits_of", "first_pages", "notice_of", "traits"]

GREEK = dict(
    zip(
        "αβγδεκλμµπστωΔΩ",
        "alpha beta gamma delta epsilon kappa lambda mu mu pi sigma tau omega delta omega".split(),
        strict=True,
    )
)
LETTERS = str.maketrans({"ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "ł": "l", "Ł": "l", "đ": "d", "ı": "i"})
"""Letters that have no accent to take off, as databases without them write them."""

COUNTED = "zero one two three four five six seven eight nine ten eleven twelve".split()
NUMBERS = {word: str(number) for number, word in enumerate(COUNTED)}
NUMBERS |= {word: str(n) for n, word in enumerate("ii iii iv v vi vii viii ix x xi xii".split(), start=2) if word not in "vx"}
NUMBERS |= {word: str(n) for n, word in enumerate("first second third fourth fifth sixth".split(), start=1)}
PART = re.compile(r"\b(part|phase|type|stage|class|grade|study|paper|chapter|volume) (i|v|x)\b")
PART_LABEL = re.compile(r"\b(part|pt|chapter|volume|paper|section|deel|teil|partie|del) (\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six)\b")
SINGLE = {"i": "1", "v": "5", "x": "10"}

NOTICES = (
    ("erratum", re.compile(r"^(?:\w+ )?(?:erratum|errata|corrigend(?:um|a)|correction|addendum)\b|\b(?:erratum|corrigendum|correction)$|\bvol \d+ (?:pg|p|page) ")),
    ("retraction", re.compile(r"^(?:notice of )?(?:retraction|expression of concern|editorial expression of concern)\b")),
    ("reply", re.compile(r"^(?:re|in reply|reply|(?:the )?authors?(?: s)? (?:reply|response)|response to|(?:invited )?comment(?:ary)?|comments|letter)\b|\b(?:authors?(?: s)? (?:reply|response)|reply|comments?|letter)$")),
    ("protocol", re.compile(r"\b(?:study|trial|review|research) protocol\b|\bprotocol (?:for|of) an?\b|\bprotocol$|\b(?:rationale and (?:study )?design|design and rationale)\b")),
)
"""Texts about a publication, and plans of one, that bear nearly its title; tried in this order."""

TITLE_NOTE = re.compile(
    r"[.\s]*(?:\[(?:[^\[\]]{2,25}|(?:(?:published )?erratum|corrected|see comments?|comment|summary|republished)[^\[\]]*)\]?\.?\s*)+$", re.I
)
TITLE_MARK = re.compile(r"^\s*[*\[\s]*(?:retracted|withdrawn)(?: article)?\s*[:.\]]\s*", re.I)
ORIGINAL = re.compile(r"\s*<original>.*$", re.I | re.S)
ADDRESS = re.compile(r"^\s*https?://\S*?([^/\s]+?)(?:\.\w{2,5})?/?\s*$")
AMERICAN = {
    "isation": "ization", "isations": "izations", "ised": "ized", "ise": "ize", "ises": "izes", "ising": "izing", "yse": "yze",
    "ysed": "yzed", "ysing": "yzing", "aem": "em", "paed": "ped", "aesth": "esth", "oed": "ed", "oes": "es", "oea": "ea",
    "our": "or", "ours": "ors", "tre": "ter", "tres": "ters", "sulph": "sulf",
}
SPELLING = re.compile(
    r"(?<=\w{3})(?:isations?|ise[ds]?|ising|yse[d]?|ysing|ours?|tres?)\b|aem|paed|aesth|oed|oes|oea|sulph"
)
GENERIC = re.compile(
    r"^(?:the )?(?:editorial|editors? (?:note|comments?|introduction|choice)|introduction|foreword|preface|erratum|corrigendum|"
    r"abstracts?|contents|table of contents|reply|comment|commentary|letters?(?: to the editor)?|book reviews?|news|obituary|"
    r"in memoriam|index|announcements?|correction|response|discussion|in this issue|author index|subject index|front matter|back matter|untitled|no title)\b"
)
PREPRINT_DOI = re.compile(
    r"^10\.(?:1101|2139|21203|31234|31235|31219|20944|48550|22541|36227|26434|64898|55458|1002/essoar|5194/(?:egusphere|\w+-20))"
)
PREPRINT_JOURNAL = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|techrxiv|edarxiv|eartharxiv|research square|preprints?|preprints org|"
    r"ssrn|social science research network|authorea|essoar|osf)\b"
)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = re.compile(rf"(?<![a-z])(?:{'|'.join(MONTHS)})(?![a-z])", re.I)
"""A spreadsheet turns the pages 2-3 into 2-Mar or 3-Feb; both numbers may then be the first page."""

PAGE_COUNT = re.compile(r"^\s*\d+ ?(?:p|pp|pages|s|sidor)\b\.?\s*$", re.I)
PAGE = re.compile(r"[a-z]*\d+[a-z]?", re.I)
ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")
BLANKS = re.compile(r"\s+")
ABSTRACT_HEAD = re.compile(r"^(?:abstract|background|objectives?|introduction|aims?|purpose|importance|context|and|of review|of the study)\b ?")
ABSTRACT_CHARS = 400
STANDING_YEARS = 3


def traits(records):
    """Return the compared forms of records, one row each, in the same order.

    Parameters
    ----------
    records : pandas.DataFrame
        With the columns of records (`as_records`).

    Returns
    -------
    pandas.DataFrame
        Texts with "" for unknown, apart from `year` (float, NaN for unknown) and the truths
        `generic` and `preprint`.
    """
    year = pd.to_numeric(records["year"]).astype("float64").to_numpy()
    title = _map(records["title"], compared_title)
    shown = records["journal"].map(lambda name: name)
    out = {
        "doi": _map(records["doi"], clean_doi),
        "pmid": _map(records["pmid"], clean_pmid),
        "title": title,
        "compact": [text.replace(" ", "") for text in title],
        "digits": [digits_of(text) for text in title],
        "part": [part_of(text) for text in title],
        "notice": [notice_of(text) for text in title],
        "generic": [is_generic(text) for text in title],
        "authors": _map(records["authors"], author_words),
        "journal": _map(shown, journal_words),
        "issns": _map(records["issn"].str.cat(records["isbn"], sep=" "), issns_of),
        "volume": _map(records["volume"], first_number),
        "issue": _map(records["issue"], first_number),
        "pages": _map(records["pages"], first_pages),
        "last": _map(records["pages"], last_page),
        "abstract": _map(records["abstract"], compared_abstract),
        "export": records["source_file"].where(records["source_file"] != "", records["database"]).tolist(),
    }
    frame = pd.DataFrame(out)
    frame["year"] = year
    frame.loc[frame["volume"] == frame["year"].map("{:.0f}".format), "volume"] = ""
    frame["generic"] |= _standing(frame)
    frame["preprint"] = [
        bool(PREPRINT_DOI.match(doi) or PREPRINT_JOURNAL.search(journal) or "preprint" in kind.casefold())
        for doi, journal, kind in zip(frame["doi"], _map(shown, compared), records["type"], strict=True)
    ]
    return frame


def _standing(frame):
    """Titles that come back in three or more years, as those of a column do."""
    years = frame.groupby("compact", sort=False)["year"].transform("nunique")
    return (years >= STANDING_YEARS) & (frame["compact"] != "")


def _map(column, function):
    """Each distinct value is worked on once."""
    values = column.tolist()
    known = {value: function(value) for value in set(values)}
    return [known[value] for value in values]


def compared(text):
    """Return a text in the letters every database can write.

    Examples
    --------
    >>> compared("TNF-α in Sjøgren's syndrome")
    'tnf alpha in sjogren s syndrome'
    """
    if not text.isascii():
        text = text.translate(LETTERS)
        text = "".join(GREEK.get(char, char) for char in text) if not _is_greek(text) else text
    return fold(text)


def _is_greek(text):
    return sum("Ͱ" <= char <= "Ͽ" for char in text) > len(text) / 3


def compared_title(text):
    """Return a title without notes of language or withdrawal, in compared letters and one spelling.

    Examples
    --------
    >>> compared_title("RETRACTED: Randomised trial of knee pain. [Swedish]")
    'randomized trial of knee pain'
    >>> compared_title("https://www.example.org/articles/knee-pain-in-adults.html")
    'knee pain in adults'
    """
    if ADDRESS.match(text):
        text = ADDRESS.match(text)[1].replace("-", " ")
    text = TITLE_MARK.sub("", text)
    text = TITLE_MARK.sub("", text)
    for pattern in (TITLE_NOTE, ORIGINAL):
        shorter = pattern.sub("", text)
        text = shorter if len(shorter) > 10 else text
    return SPELLING.sub(_american, compared(text))


def _american(found):
    return AMERICAN[found[0]]


def digits_of(title):
    """Return all numbers of a compared title in one row of digits, however they were written.

    Examples
    --------
    >>> digits_of("three versus 14 days part ii"), digits_of("3 versus fourteen days part 2")
    ('3142', '32')
    """
    title = PART.sub(lambda found: f"{found[1]} {SINGLE[found[2]]}", title)
    words = (NUMBERS.get(word, word) for word in title.split())
    return "".join(char for word in words for char in word if char.isdigit())


def is_generic(title):
    """Return whether many publications bear this compared title.

    Examples
    --------
    >>> is_generic("editorial comment"), is_generic("response to antibiotics in women with sore throats")
    (True, False)
    """
    return len(title) < 12 or (bool(GENERIC.match(title)) and len(title.split()) <= 5)


def part_of(title):
    """Return which part of a series a compared title says it is, or "".

    Examples
    --------
    >>> part_of("knee pain part ii outcomes"), part_of("knee pain")
    ('2', '')
    """
    found = PART_LABEL.search(title)
    return digits_of(f"{found[1]} {found[2]}") if found else ""


def notice_of(title):
    """Return which kind of text about another text a compared title announces, or "".

    Examples
    --------
    >>> notice_of("erratum knee pain"), notice_of("knee pain reply"), notice_of("knee pain")
    ('erratum', 'reply', '')
    """
    for kind, pattern in NOTICES:
        if pattern.search(title):
            return kind
    return ""


def author_words(text):
    """Return the names of authors without initials, in compared letters.

    Examples
    --------
    >>> author_words("Adeli K.Lewis G. F."), author_words("Li, JK; Ou, S and O'Brien, Mary et al.")
    ('adeli lewis', 'li ou o brien mary')
    """
    text = re.sub(r"\bet al\b\.?|\band\b|&", " ", text[:400])
    loud = text.isupper()
    words = re.split(r"[^\w'’?]+", text)
    kept = (word for word in words if len(word) > 1 and (loud or not (word.isupper() and len(word) < 4)))
    return compared(" ".join(kept))


def journal_words(text):
    """Return a journal's name without place, subtitle and small words, in compared letters.

    Examples
    --------
    >>> journal_words("The Journal of Hepatology : official journal of EASL"), journal_words("BMJ (Online)")
    ('journal hepatology', 'bmj')
    """
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text).strip() or text
    text = re.split(r"\s[:=]\s|:\s|\s*\.\s+(?=[a-z])", text, maxsplit=1)[0]
    words = compared(text).split()
    return " ".join(word for word in words if word not in SMALL) or " ".join(words)


SMALL = frozenset("the of and for in on a an de la le et und der die del des y e i og och".split())


def issns_of(text):
    """Return the ISSNs in a text, parted by blanks.

    Examples
    --------
    >>> issns_of("0196-9781 1873516x (Print)")
    '01969781 1873516X'
    """
    return " ".join(sorted({(a + b).upper() for a, b in ISSN.findall(text)}))


def first_number(text):
    """Return the first number in a text without leading zeros.

    Examples
    --------
    >>> first_number("Suppl. 03"), first_number("B")
    ('3', '')
    """
    found = re.search(r"\d+", text)
    return found[0].lstrip("0") if found else ""


def first_pages(text):
    """Return the pages or article numbers on which something begins, parted by blanks.

    Examples
    --------
    >>> [first_pages(text) for text in ("pp. 0123-9", "e535-e547", "S12--S15", "230-5, 246-51", "2-Mar", "215 p")]
    ['123', 'e535', 's12', '230 246', '2 3', '']
    """
    text = "" if PAGE_COUNT.match(text) else _without_months(text)
    starts = [PAGE.search(part) for part in re.split(r"[,;+&]", text) if text]
    return " ".join(dict.fromkeys(_without_zeros(found[0]) for found in starts if found))


def last_page(text):
    """Return the page on which something ends as it is written, "" where only one page is given.

    Examples
    --------
    >>> last_page("123-9"), last_page("123")
    ('9', '')
    """
    found = PAGE.findall(_without_months(text))
    return _without_zeros(found[-1]) if len(found) > 1 else ""


def _without_months(text):
    return MONTH.sub(lambda found: f",{MONTHS.index(found[0].casefold()) + 1},", text) if text else ""


def _without_zeros(page):
    return re.sub(r"^([a-z]*)0+(?=\d)", r"\1", page.casefold())


def compared_abstract(text):
    """Return the beginning of an abstract in compared letters, without its first heading."""
    if len(text) < 100:
        return ""
    text = compared(text[: ABSTRACT_CHARS + 200])
    shorter = ABSTRACT_HEAD.sub("", text)
    while shorter != text:
        text, shorter = shorter, ABSTRACT_HEAD.sub("", shorter)
    return text[:ABSTRACT_CHARS]
