"""Records: one entry each as one database exported it, and the frames they travel in."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields

import pandas as pd

from review.errors import UsageError
from review.text import join

__all__ = ["RECORD_COLUMNS", "RECORD_TYPES", "REFERENCE_COLUMNS", "TEXT_COLUMNS", "Record", "as_texts",
           "raw_pairs", "record_id", "to_frame", "whole_raw"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as one database exported it; never changed after import.

    Attributes
    ----------
    record_id : str
        ``r`` and 16 hexadecimal digits, made from the raw content alone (see `record_id`).
    title, abstract, journal, volume, issue, pages, language, type, url : str
        "" where the export has none. `type` is the RIS type, such as ``JOUR``.
    authors, keywords : tuple of str
        In the order of the export; authors as "Surname, Given".
    year : int or None
        Year of publication, 1500 to 2099.
    doi, pmid, issn, isbn : str
        Normal form (`review.text`), "" where unknown.
    database_id : str
        The number the database itself gives the entry (accession number, PUI, EID …).
    database : str
        Where the search was made, such as ``PubMed``.
    source_file : str
        Name of the export, without folders.
    first_line, last_line : int
        Lines of the entry in the export, counted from 1, both included (rows for tables).
    raw : tuple of (str, str)
        Every tag with its value, in order, as the export has it.
    origins : tuple of (str, str)
        Which tag each field was read from, as (field, tag).
    """

    record_id: str
    title: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    issn: str = ""
    isbn: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    type: str = ""
    url: str = ""
    database_id: str = ""
    database: str = ""
    source_file: str = ""
    first_line: int = 0
    last_line: int = 0
    raw: tuple[tuple[str, str], ...] = ()
    origins: tuple[tuple[str, str], ...] = ()


RECORD_COLUMNS = tuple(field.name for field in fields(Record))
_NUMBERS = {"year": "Int64", "first_line": "int64", "last_line": "int64"}
RECORD_TYPES = dict.fromkeys(RECORD_COLUMNS, "str") | _NUMBERS
TEXT_COLUMNS = ("title", "abstract", "keywords")
_OF_A_RECORD = ("record_id", "database_id", "database", "source_file", "first_line", "last_line", "raw",
                "origins")  # fmt: skip
_OF_BOTH = (name for name in RECORD_COLUMNS if name not in _OF_A_RECORD)
REFERENCE_COLUMNS = ("reference_id", *_OF_BOTH, "databases", "n_records", "record_ids")


def record_id(raw, occurrence=1):
    """Return the id of an entry: the same content always gets the same id.

    Parameters
    ----------
    raw : iterable of (str, str)
        Tags and values in order.
    occurrence : int
        1 for the first entry with this content in a file, 2 for a second one, and so on:
        an export that holds the same entry twice keeps both.

    Examples
    --------
    >>> record_id([("TY", "JOUR"), ("TI", "A title")])
    'rbf3c908eeacc1a3f'
    """
    content = json.dumps([list(pair) for pair in raw], ensure_ascii=False)
    if occurrence > 1:
        content += f"#{occurrence}"
    return "r" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def raw_pairs(raw, abstract=""):
    """Return every tag with its value, in order, as the export has it.

    Parameters
    ----------
    raw : str
        A cell of the column `raw`: JSON pairs of tag and value. A value that is the abstract word for word is
        null there, as it is by far the longest text of a record and nobody needs to keep it twice.
    abstract : str
        The same record's abstract.

    Returns
    -------
    list of (str, str)

    Examples
    --------
    >>> raw_pairs('[["TI", "A scan"], ["AB", null]]', "Nobody needs it.")
    [('TI', 'A scan'), ('AB', 'Nobody needs it.')]
    """
    return [(tag, abstract if value is None else value) for tag, value in json.loads(raw)]


def whole_raw(raw, abstract):
    """Return a cell of the column `raw` with the abstract in its place.

    Examples
    --------
    >>> whole_raw('[["TI", "A scan"], ["AB", null]]', "Nobody needs it.")
    '[["TI", "A scan"], ["AB", "Nobody needs it."]]'
    """
    if ", null]" not in raw:
        return raw
    try:
        return json.dumps(raw_pairs(raw, abstract), ensure_ascii=False)
    except (ValueError, TypeError):  # no pairs: a log may bring anything
        return raw


def to_frame(records):
    """Return records as a frame with `RECORD_COLUMNS`.

    `authors` and `keywords` are one cell each, parted by "; "; `year` is a nullable integer;
    `raw` (see `raw_pairs`) and `origins` are JSON texts. All other columns are texts without missing values.

    Examples
    --------
    >>> to_frame([Record("r1", title="A", authors=("Berg, A", "Dahl, B"))]).authors[0]
    'Berg, A; Dahl, B'
    """
    rows = [asdict(record) for record in records]
    for row in rows:
        row["authors"], row["keywords"] = join(row["authors"]), join(row["keywords"])
        row["raw"] = json.dumps(row["raw"], ensure_ascii=False)
        row["origins"] = json.dumps(dict(row["origins"]), ensure_ascii=False)
    return pd.DataFrame(rows, columns=list(RECORD_COLUMNS)).astype(RECORD_TYPES)


def as_texts(X, plain="title"):
    """Return references as a frame of `TEXT_COLUMNS`, none of them missing.

    Parameters
    ----------
    X : frame with title, abstract, keywords (any may be missing), or sequence of str
    plain : str
        The column in which texts without columns stand.

    Examples
    --------
    >>> as_texts(["A title"]).loc[0].tolist()
    ['A title', '', '']
    """
    if isinstance(X, str):
        raise UsageError("expected a frame or a sequence of texts, got one text")
    if not isinstance(X, pd.DataFrame):
        X = pd.DataFrame({plain: pd.Series(list(X), dtype="object")})
    frame = X.reset_index(drop=True).reindex(columns=list(TEXT_COLUMNS))
    return frame.astype("object").where(frame.notna(), "").astype("str")
