"""Cells: what spreadsheets and data frames did to single values of a table, found before they are read."""

import re

from review.formats.identifiers import doi_in, pmid_in
from review.text import parse_year

__all__ = ["LONGEST", "MARKS", "MISSING", "SHORT", "UNSTORED", "Odd", "kinds_of", "look"]

LONGEST = 32_767
"""Characters that a cell of Excel can hold; what was longer is cut there without a word."""
SHORT = LONGEST // 2 - 1  # shorter texts are never cut
MARKS = frozenset("=#")  # first signs of a cell in any column that is looked at
MISSING = frozenset(("nan", "nat", "null", "none", "<na>", "n/a"))
KINDS = {
    "number": {"volume", "issue", "start", "end", "article"},
    "id": {"pmid", "issn", "isbn", "database_id"},
    "pages": {"start", "end"},
}
"""Kind of a column to the fields that are of it."""

# nearly all, and quick
_SOUND = re.compile(r"(?:19|20)\d\d|\d+[-–]\d+|10\.\d{4,9}/[a-z0-9._/-]*[0-9]").fullmatch
_FLOAT = r"\d+[.,](?:00?|0{4,})"  # 1,000 may be a thousand
_FLOATS = re.compile(rf"{_FLOAT}(?:\s?[-–]\s?{_FLOAT})?").fullmatch
_DECIMALS = re.compile(r"[.,]0+(?!\d)")
_POWER = re.compile(r"(\d)(?:[.,](\d+))?[eE](\+?)(\d{1,3})").fullmatch
_MONTH = (
    r"(?:jan|feb|m[aä]r|mrz|apr|ma[jiy]|jun|jul|aug|sept?|o[kc]t|nov|de[csz]|janv|févr|avr|juin|juil|août|déc"
    r"|januar[iy]?|februar[iy]?|mars|marts|march|märz|april|juni|june|juli|july|august|augusti|september"
    r"|o[kc]tober|november|de[csz]ember)\.?"
)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?|\d{1,2}:\d\d:\d\d"
    r"|\d{1,2}([/.])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d/\d{1,2}/\d{1,2}"
    rf"|\d{{1,2}}(?:-|\. ?){_MONTH}(?:[- ]?\d\d(?:\d\d)?)?|{_MONTH}[-.]\d{{1,4}}",
    re.IGNORECASE,
).fullmatch
_BLANK_DATE = re.compile(rf"\d{{1,2}} {_MONTH}(?: \d{{2,4}})?|{_MONTH} \d{{1,4}}", re.IGNORECASE).fullmatch
_YEAR_AS_DATE = re.compile(r"190[45]-\d\d-\d\d(?:[T ].*)?").fullmatch
_ERROR = re.compile(r"#(?:[A-ZÅÄÖÆØÜ0-9_/]+[!?]|N/A|N/D|NV|I/T|SAKNAS|GETTING_DATA|#+)").fullmatch
_TRUTH = frozenset(("true", "false", "sant", "falskt", "sand", "falsk", "wahr", "falsch", "usann"))
_AS_TEXT = re.compile(r'="([^"]*)"').fullmatch

UNSTORED = "a formula without a stored result; open the file in Excel, save it and import it again"


class Odd(str):
    """The text of a cell that cannot be read as it stands; `why` says so.

    >>> Odd("=B3", UNSTORED).why[:9], Odd("=B3", UNSTORED)
    ('a formula', '=B3')
    """

    __slots__ = ("why",)

    def __new__(cls, text, why):
        """Return the text with what is odd about it."""
        odd = super().__new__(cls, text)
        odd.why = why
        return odd


def kinds_of(fields, column):
    """Return what a column must hold: some of "number", "pages", "id", "year", "pmid" and "doi".

    >>> fields = {"start": ("Pages",), "pmid": ("PMID", "URL")}
    >>> sorted(kinds_of(fields, "Pages")), sorted(kinds_of(fields, "URL")), kinds_of(fields, "Title")
    (['number', 'pages'], ['id'], frozenset())
    """
    held = {field for field, tags in fields.items() if column in tags}
    kinds = {kind for kind, fields_of in KINDS.items() if held & fields_of}
    if "year" in held and "citation" not in held:
        kinds.add("date" if "dat" in column.lower() else "year")
    return frozenset(kinds | {name for name in ("pmid", "doi") if name in held and name in column.lower()})


def look(cell, kinds):
    """Return what to read in place of a cell, "repaired" or "doubtful", and why; None where it is sound.

    A doubtful value is never guessed: nothing is read, or, of a text that was cut, what there is of it. What
    the column must hold is told by `kinds_of`.

    >>> look("12.0", {"number"}), look("12.0", ()), look("45-50", {"number"})
    (('12', 'repaired', 'a whole number written with decimals'), None, None)
    >>> look("10-maj", {"number"})[:2], look("3.12E+07", {"id"})[:2], look("3.1234567E7", {"id"})[:2]
    (('', 'doubtful'), ('', 'doubtful'), ('31234567', 'repaired'))
    """
    if isinstance(cell, Odd):
        return "", "doubtful", cell.why
    text = cell.strip()
    if _SOUND(text):
        return None
    if text[:1] in MARKS and _ERROR(text):
        return "", "doubtful", "an error of the spreadsheet in place of the value"
    if found := text[:1] in MARKS and _AS_TEXT(text):
        return found[1], "repaired", 'a text that was written ="…" so that Excel keeps its signs'
    if len(cell) > SHORT and is_cut(cell):
        return text, "doubtful", f"{LONGEST} characters, all that a cell of Excel holds; the rest may be cut"
    if not kinds or text.casefold() in MISSING or not any(map(str.isalnum, text)):
        return None
    return of_number(text, kinds) or of_identifier(text, kinds)


def is_cut(cell):
    """Return whether a text is exactly as long as a cell of Excel can be, in its own way of counting."""
    ways = len(cell), len(cell) + cell.count("\n"), len(cell.encode("utf-16-le")) // 2
    return len(cell) <= LONGEST and LONGEST in ways


def of_number(text, kinds):
    """Return the same as `look` for a cell that must hold a number, a page or a year."""
    if _FLOATS(text):
        return _DECIMALS.sub("", text), "repaired", "a whole number written with decimals"
    power = _POWER(text)
    if power and (power[2] or power[3]):  # 345e1 is a page of its own
        return of_power(power[1], power[2] or "", int(power[4]))
    if "year" in kinds and _YEAR_AS_DATE(text):
        return "", "doubtful", "a day of 1904 or 1905, as Excel shows a year that it takes for a date"
    if "number" in kinds and (_DATE(text) or ("pages" in kinds and _BLANK_DATE(text))):
        return "", "doubtful", "a date or time, most likely made by Excel; what it was cannot be told"
    if "number" in kinds and text.casefold() in _TRUTH:
        return "", "doubtful", "true or false in place of a number"
    return None


def of_power(first, decimals, power):
    """Return the same for a number written with a power of ten: whole, or short of its last digits."""
    if len(decimals.rstrip("0")) <= power <= len(decimals):
        return (first + decimals)[: power + 1], "repaired", "a whole number written with a power of ten"
    return "", "doubtful", "a number in short form; its last digits are lost"


def of_identifier(text, kinds):
    """Return the same for a cell in which none is found of what its column is for."""
    if "year" in kinds and parse_year(text) is None:
        return text, "doubtful", "no year in it"
    if "pmid" in kinds and not pmid_in("PMID", text, {}):
        return text, "doubtful", "no PubMed number in it"
    if "doi" in kinds and not doi_in("DOI", text):
        return text, "doubtful", "no DOI in it"
    return None
