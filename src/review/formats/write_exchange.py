"""Exchange: references as ASReview and Rayyan take them in, and counts as the PRISMA2020 app does."""

import pandas as pd

from review.formats.write import write_csv
from review.formats.write_ris import RAYYAN, WORDS, one_line
from review.text import split

__all__ = ["PRISMA_COLUMNS", "without_formulas", "write_asreview", "write_prisma", "write_rayyan"]

ASREVIEW_COLUMNS = ("record_id", "title", "abstract", "authors", "year", "journal", "keywords", "doi", "url")
RAYYAN_COLUMNS = ("key", "title", "authors", "issn", "volume", "issue", "pages", "year", "publisher", "url",
                  "abstract", "notes", "doi", "keywords")  # fmt: skip
PRISMA_COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_asreview(references, path):
    """Write references as a CSV that ASReview LAB takes in, with what is decided so far.

    Parameters
    ----------
    references : pandas.DataFrame
        `review.records.REFERENCE_COLUMNS` and `included` (1, 0, missing where nothing is decided).
    path : str or pathlib.Path

    Notes
    -----
    The column `included` holds 1, 0, or nothing for a reference still to be read.
    """
    frame = references.rename(columns={"reference_id": "record_id"})
    frame = frame.reindex(columns=[*ASREVIEW_COLUMNS, "included"])
    write_csv(without_formulas(frame), path)


def write_rayyan(references, path):
    """Write references as a CSV in Rayyan's columns, with decisions and reasons in its notes.

    Parameters
    ----------
    references : pandas.DataFrame
        `review.records.REFERENCE_COLUMNS`, `included` (1, 0, missing) and `reason`.
    path : str or pathlib.Path
    """
    rows = [rayyan_row(place, row) for place, row in enumerate(references.to_dict("records"), start=1)]
    write_csv(without_formulas(pd.DataFrame(rows, columns=list(RAYYAN_COLUMNS))), path)


def rayyan_row(place, row):
    """Return a reference in Rayyan's columns."""
    cell = {column: one_line(value) for column, value in row.items()}
    found = {name: cell.get(name, "") for name in RAYYAN_COLUMNS}
    decision = WORDS.get(cell.get("included", "").lower(), "")
    notes = []
    if decision:
        notes.append(f'RAYYAN-INCLUSION: {{"review"=>"{RAYYAN[decision]}"}}')
        if decision == "exclude" and cell.get("reason"):
            notes.append("RAYYAN-EXCLUSION-REASONS: " + ",".join(split(cell["reason"])))
    return found | {
        "key": place,
        "authors": " and ".join(split(cell.get("authors", ""))),
        "keywords": ",".join(split(cell.get("keywords", ""))),
        "notes": " | ".join(notes),
    }


def write_prisma(boxes, path):
    """Write the counts of a flow in the columns of the PRISMA2020 app's template.

    Parameters
    ----------
    boxes : pandas.DataFrame
        `PRISMA_COLUMNS` (see `review.figures.prisma_boxes`).
    path : str or pathlib.Path

    Source
    ------
    Haddaway and others (2022), PRISMA2020: an R package and Shiny app, doi:10.1002/cl2.1230.
    """
    with_gaps = boxes[list(PRISMA_COLUMNS)].astype("str")
    write_csv(without_formulas(with_gaps), path)


def without_formulas(frame):
    """Return a frame in which no text is taken for a formula by a spreadsheet: an apostrophe goes before it.

    Halves of surrogate pairs, which no file can hold, become question marks.

    Examples
    --------
    >>> without_formulas(pd.DataFrame({"title": ["=1+1", "1+1"], "n": [-1, 2]})).to_dict("records")
    [{'title': "'=1+1", 'n': -1}, {'title': '1+1', 'n': 2}]
    """
    return frame.map(_as_text)


def _as_text(cell):
    if not isinstance(cell, str):
        return cell
    whole = cell.encode("utf-8", "replace").decode("utf-8")
    return f"'{whole}" if whole.startswith(FORMULA_SIGNS) else whole
