"""Exchange: references as ASReview and Rayyan take them in, and counts as the PRISMA2020 app does."""

import pandas as pd

from review.formats.write import write_csv
from review.formats.write_ris import labels_of, rows_of
from review.text import split

__all__ = ["PRISMA_COLUMNS", "write_asreview", "write_prisma", "write_rayyan"]

ASREVIEW_COLUMNS = ("record_id", "title", "abstract", "authors", "year", "journal", "keywords", "doi", "pmid",
                    "url")  # fmt: skip
RAYYAN_COLUMNS = (
    "key", "title", "year", "month", "day", "journal", "issn", "volume", "issue", "pages", "authors", "url",
    "language", "publisher", "location", "abstract", "notes", "doi", "keywords", "pubmed_id", "pmc_id",
)  # fmt: skip
PRISMA_COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")


def write_asreview(references, path):
    """Write references as a CSV that ASReview LAB takes in, with what is decided so far.

    They have `review.records.REFERENCE_COLUMNS` and `included`: 1, 0, missing for one still to be read.
    """
    frame = references.rename(columns={"reference_id": "record_id"})
    write_csv(frame.reindex(columns=[*ASREVIEW_COLUMNS, "included"]), path)


def write_rayyan(references, path):
    """Write references as a CSV in Rayyan's columns, with decisions and reasons in its notes.

    They have `review.records.REFERENCE_COLUMNS`, `included` (1, 0, missing) and `reason`.
    """
    rows = [rayyan_row(place, cell) for place, cell in enumerate(rows_of(references), start=1)]
    write_csv(pd.DataFrame(rows, columns=list(RAYYAN_COLUMNS)), path)


def rayyan_row(place, cell):
    """Return a reference in Rayyan's columns."""
    found = {name: cell.get(name, "") for name in RAYYAN_COLUMNS}
    names = split(cell.get("authors"))
    plain = all("," in name and " and " not in name for name in names)  # no group is among them
    authors = (" and " if plain else "; ").join(names)
    # the word of ASReview has no place there
    notes = " | ".join(note for note in labels_of(cell)[1] if note.startswith("RAYYAN"))
    return found | {"key": place, "authors": authors, "pubmed_id": cell.get("pmid", ""), "notes": notes}


def write_prisma(boxes, path):
    """Write the counts of a flow (`review.figures.prisma_boxes`) as the PRISMA2020 app's template has them.

    Source
    ------
    Haddaway and others (2022), PRISMA2020: an R package and Shiny app, doi:10.1002/cl2.1230.
    """
    write_csv(boxes[list(PRISMA_COLUMNS)].astype("str"), path)
