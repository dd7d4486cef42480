"""What of a record is compared: each field in the form in which two databases would agree."""

import re

import pandas as pd

from review.duplicates.titles import (
    compared,
    compared_title,
    digits_of,
    is_generic,
    letters,
    notice_of,
    part_of,
    without_notice,
)
from review.text import clean_doi, clean_pmid

__all__ = ["traits"]

PREPRINT_DOI = re.compile(
    r"^10\.(?:1101/(?:\d{4}\.\d\d\.\d\d\.)?\d+$|2139|21203|31234|31235|31219|20944|48550|22541|36227"
    r"|26434|64898|55458|1002/essoar"
    r"|5194/(?:egusphere|\w+-20\d\d-\d+$))"
)
"""Some publishers give preprints and articles DOIs with one beginning; what follows it tells them apart."""
PREPRINT_SERVER = re.compile(
    r"\b(?:arxiv|biorxiv|egusphere|medrxiv|chemrxiv|psyarxiv|socarxiv|techrxiv|edarxiv|eartharxiv"
    r"|research square|preprints?|ssrn|social science research network|authorea|essoar)\b"
)
DOI_VERSION = re.compile(r"(?:\.pub\d+|[./]v\d+|\.\d)$")
NOBODY = re.compile(r"\b(?:anonymous|anon|no authors? listed|not available)\b", re.IGNORECASE)
NOT_NAMES = re.compile(r"\bet al\b\.?|\band\b|&")
AUTHOR_CHARS = 400
SMALL_IN_JOURNALS = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "in",
        "on",
        "a",
        "an",
        "de",
        "la",
        "le",
        "et",
        "und",
        "der",
        "die",
        "del",
        "des",
        "y",
        "e",
        "i",
        "og",
        "och",
    ]
)
JOURNAL_TAIL = re.compile(r"\.\s*Conference\s*:|\s[:=]\s|:\s|\s*\.\s+(?=[a-z][^.]*$)")
ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = re.compile(rf"(?<![a-z])(?:{'|'.join(MONTHS)})(?![a-z])", re.IGNORECASE)
"""A spreadsheet turns the pages 2-3 into 2-Mar or 3-Feb; both numbers may then be the first page."""

PAGE = re.compile(r"[a-z]*\d+[a-z]?", re.IGNORECASE)
PAGE_COUNT = re.compile(r"^\s*\d+ ?(?:p|pp|pages|s|sidor)\b\.?\s*$", re.IGNORECASE)

HEADING = re.compile(
    r"^(?:(?:abstract|background|objectives?|introduction|aims?|purpose|importance|context|and|of review"
    r"|of the study)\b ?)+"
)
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
        Texts with "" for unknown, apart from `year` (float, NaN for unknown), `letters` (of the title)
        and the truths `generic` (many publications bear the title), `twice` (another record of the same
        export bears it too) and `preprint`.
    """
    announced = _map(records["title"], compared_title)
    notice = [notice_of(text) for text in announced]
    title = [
        without_notice(text) if kind == "erratum" else text
        for text, kind in zip(announced, notice, strict=True)
    ]
    compact = [text.replace(" ", "") for text in title]
    export = records["source_file"].where(records["source_file"] != "", records["database"])
    columns = {
        "doi": _map(records["doi"], clean_doi),
        "pmid": _map(records["pmid"], clean_pmid),
        "title": title,
        "compact": compact,
        "letters": [letters(text) for text in compact],
        "digits": [digits_of(text) for text in title],
        "part": [part_of(text) for text in title],
        "notice": notice,
        "authors": _map(records["authors"], author_words),
        "journal": _map(records["journal"], journal_words),
        "issns": _map(records["issn"].str.cat(records["isbn"], sep=" "), issns_of),
        "year": pd.to_numeric(records["year"]).astype("float64").tolist(),
        "issue": _map(records["issue"], first_number),
        "pages": _map(records["pages"], first_pages),
        "last": _map(records["pages"], last_page),
        "abstract": _map(records["abstract"], compared_abstract),
        "export": export.tolist(),
    }
    columns["doi_stem"] = [DOI_VERSION.sub("", doi) for doi in columns["doi"]]
    columns["first_author"] = [names.partition(" ")[0] for names in columns["authors"]]
    columns["volume"] = _volumes(records["volume"], columns["year"])
    columns["preprint"] = _preprints(records, columns["doi"])
    # plain objects: the texts are handed one by one to functions that know no frames
    frame = pd.DataFrame({name: pd.Series(values, dtype=_kind(name)) for name, values in columns.items()})
    frame["twice"] = frame.duplicated(["compact", "export"], keep=False)
    frame["twice"] &= (frame["compact"] != "") & (frame["export"] != "")
    frame["generic"] = _standing(frame) | frame["notice"].isin(("erratum", "retraction"))
    frame["generic"] |= frame["title"].map(is_generic).astype(bool)
    return frame


def _kind(name):
    return {"year": "float64", "letters": "int64", "preprint": "bool"}.get(name, "object")


def _map(column, function):
    """Each distinct value is worked on once."""
    values = column.tolist()
    known = {value: function(value) for value in set(values)}
    return [known[value] for value in values]


def _volumes(volumes, years):
    """First numbers; a volume that is the year itself is unknown, as it may be the year's or none."""
    found = zip(_map(volumes, first_number), years, strict=True)
    return ["" if volume and float(volume) == year else volume for volume, year in found]


def _preprints(records, dois):
    """True where DOI, journal or type say that a record is a preprint."""
    servers = _map(records["journal"], lambda name: bool(PREPRINT_SERVER.search(compared(name))))
    kinds = _map(records["type"], lambda kind: "preprint" in kind.casefold())
    return [
        server or kind or bool(PREPRINT_DOI.match(doi))
        for doi, server, kind in zip(dois, servers, kinds, strict=True)
    ]


def _standing(frame):
    """Titles that come back in three or more years, as those of a column do."""
    years = frame.groupby("compact", sort=False)["year"].transform("nunique")
    return (years >= STANDING_YEARS) & (frame["compact"] != "")


def author_words(text):
    """Return the names of authors without initials, in compared letters.

    Examples
    --------
    >>> author_words("Adeli K.Lewis G. F."), author_words("Li, JK; Ou, S and O'Brien, Mary et al.")
    ('adeli lewis', 'li ou o brien mary')
    """
    text = NOT_NAMES.sub(" ", NOBODY.sub(" ", text[:AUTHOR_CHARS]))
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
    >>> journal_words("Knee. Conference: 3rd Knee Days, Oslo")
    'knee'
    """
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text).strip() or text
    text = JOURNAL_TAIL.split(text, maxsplit=1)[0]
    words = compared(text).split()
    return " ".join(word for word in words if word not in SMALL_IN_JOURNALS) or " ".join(words)


def issns_of(text):
    """Return the ISSNs in a text, parted by blanks.

    Examples
    --------
    >>> issns_of("0196-9781 1873516x (Print)")
    '01969781 1873516X'
    """
    return " ".join(sorted({(front + back).upper() for front, back in ISSN.findall(text)}))


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
    >>> [first_pages(text) for text in ("pp. 0123-9", "e535-e547", "230-5, 246-51", "2-Mar", "215 p")]
    ['123', 'e535', '230 246', '2 3', '']
    """
    if not text or PAGE_COUNT.match(text):
        return ""
    starts = [PAGE.search(part) for part in re.split(r"[,;+&]", _without_months(text))]
    return " ".join(dict.fromkeys(_without_zeros(found[0]) for found in starts if found))


def last_page(text):
    """Return the page on which something ends, written out; "" where it begins and ends on one page.

    Examples
    --------
    >>> [last_page(text) for text in ("123-9", "123-129", "123", "123-123")]
    ['129', '129', '', '']
    """
    found = [_without_zeros(page) for page in PAGE.findall(_without_months(text))]
    if len(found) < 2:
        return ""
    first, last = found[0], found[-1]
    last = first[: -len(last)] + last if last.isdigit() and len(last) < len(first) else last
    return "" if last == first else last


def _without_months(text):
    return MONTH.sub(lambda found: f",{MONTHS.index(found[0].casefold()) + 1},", text)


def _without_zeros(page):
    return re.sub(r"^([a-z]*)0+(?=\d)", r"\1", page.casefold())


def compared_abstract(text):
    """Return the beginning of an abstract in compared letters, without its first headings.

    Examples
    --------
    >>> compared_abstract("<b>BACKGROUND:</b> Knee pain is common. " + "It hurts. " * 10)[:23]
    'knee pain is common it '
    """
    if len(text) < 100:
        return ""
    return HEADING.sub("", compared(text[: ABSTRACT_CHARS + 200]))[:ABSTRACT_CHARS]
