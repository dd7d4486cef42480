"""References out as RIS, with labels as ASReview, Rayyan, EndNote and Zotero read them."""

import pandas as pd
import rispy

from review.formats.files import whole_file
from review.formats.reftypes import FIELDS, reference_type
from review.formats.words import DECIDED, meaning
from review.text import split

__all__ = ["write_ris"]

ASREVIEW = {"include": "ASReview_relevant", "exclude": "ASReview_irrelevant"}
RAYYAN = {"include": "Included", "exclude": "Excluded", "unsure": "Maybe"}


class Writer(rispy.RisWriter):
    """RIS as rispy writes it, without a number before each entry."""

    def set_header(self, count):
        """Return nothing to stand before an entry."""
        return ""


def write_ris(references, path):
    """Write references or records as RIS in UTF-8.

    Parameters
    ----------
    references : pandas.DataFrame
        With `review.records.REFERENCE_COLUMNS` or `RECORD_COLUMNS`, or some of them. Labels are written
        where there is a column ``included`` (1, 0, missing) or ``decision`` (include, exclude, unsure), with
        ``reason`` and ``reader`` where these are: as notes that ASReview and Rayyan read, and as the label
        that EndNote shows.
    path : str or pathlib.Path

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    entries = [entry_of(cells) for cells in rows_of(references)]
    with whole_file(path) as name, name.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        rispy.dump(entries, file, implementation=Writer)


def entry_of(cells):
    """Return a reference as rispy wants an entry."""
    entry = {"type_of_reference": type_of(cells), "id": id_of(cells)}
    entry |= {key: cells.get(column) for column, key in FIELDS["ris"].items()}
    entry |= {name: split(cells.get(name)) for name in ("authors", "keywords")}
    start, end = first_and_last(cells.get("pages", ""))
    entry |= {"start_page": start, "end_page": end, "urls": [cells["url"]] if cells.get("url") else []}
    entry["name_of_database"] = databases_of(cells)
    label, notes = labels_of(cells)
    entry |= {"label": label, "notes": pmid_note(cells) + notes}
    entry["unknown_tag"] = {"SN": [cells["isbn"]]} if cells.get("isbn") else {}
    return {key: value for key, value in entry.items() if value}


def rows_of(references):
    """Yield each reference as texts on one line."""
    for row in references.to_dict("records"):
        yield {column: one_line(value) for column, value in row.items()}


def type_of(cells):
    """Return the code of RIS for a reference's type."""
    return reference_type([cells.get("type", "")]) or ("JOUR" if cells.get("journal") else "GEN")


def id_of(cells):
    """Return the id a reference has with us."""
    return cells.get("reference_id") or cells.get("record_id") or cells.get("id", "")


def databases_of(cells):
    """Return where a reference was found."""
    return cells.get("databases") or cells.get("database", "")


def pmid_note(cells):
    """Return the PubMed number as the notes it stands in where a format has no place for it."""
    return [f"PMID: {cells['pmid']}"] if cells.get("pmid") else []


def one_line(value):
    """Return a value as text on one line, "" where it is missing."""
    if value is None or value is pd.NA or value != value:
        return ""
    return " ".join(str(value).split())


def first_and_last(pages):
    """Return first and last page.

    >>> first_and_last("123-129"), first_and_last("e1402"), first_and_last("S1-2-S1-9")
    (('123', '129'), ('e1402', ''), ('S1-2-S1-9', ''))
    """
    start, _, end = pages.partition("-")
    return (pages, "") if "-" in end else (start, end)


def decision_of(cell):
    """Return what was decided on a reference: include, exclude, unsure or ""."""
    return meaning(cell.get("decision") or cell.get("included", ""), DECIDED) or ""


def labels_of(cell):
    """Return the label EndNote shows, and the notes ASReview and Rayyan read."""
    if "included" not in cell and "decision" not in cell:
        return "", []
    decision = decision_of(cell)
    notes = [ASREVIEW.get(decision, "ASReview_not_seen")]
    if decision:
        reader = (cell.get("reader") or "review").replace('"', "'")
        reasons = ",".join(split(cell.get("reason") or cell.get("reasons")))
        said = f'RAYYAN-INCLUSION: {{"{reader}"=>"{RAYYAN[decision]}"}}'
        notes.append(f"{said} | RAYYAN-EXCLUSION-REASONS: {reasons}" if reasons else said)
    return decision, notes
