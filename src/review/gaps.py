"""Gaps: where studies are and where none is: recommendations or areas against what studies are about."""

import pandas as pd

from review.evidence import CERTAINTIES, DIRECTIONS, check_choice
from review.text import join
from review.vocabulary import LANGUAGES, say, sort_key, uncapital

__all__ = ["CELL_COLUMNS", "COLUMNS", "NOT_CODED", "QUESTION_COLUMNS", "ROWS", "across", "cells",
           "check_axes", "down", "known_empty", "questions", "unknown"]  # fmt: skip

ROWS = ("guideline_area", "recommendation")
COLUMNS = ("study_design", "determinants", "strategies", "action", "setting", "direction")
"""What a map can be drawn against: a codebook, or which way studies point (which needs no codes)."""

NOT_CODED = "not_coded"
"""The last column of a map against a codebook: studies on which nobody has put a code of it yet."""
CELL_COLUMNS = ("row", "column", "studies", *DIRECTIONS, "certainty", "reference_ids", "waiting")
QUESTION_COLUMNS = (
    "rows", "row", "row_sv", "row_en", "columns", "column", "column_sv", "column_en", "question_sv",
    "question_en",
)  # fmt: skip


def down(recommendations, rows, guidelines=None):
    """Return the rows of a map: `row`, `name_sv`, `name_en`, sorted as Swedish is.

    Parameters
    ----------
    guidelines : DataFrame, optional
        `guideline_area`, `guideline_area_en`: areas that have a row even without a recommendation.

    Examples
    --------
    >>> register = pd.DataFrame({"recommendation_id": ["A"], "guideline_area": ["Stroke"],
    ...     "intervention_sv": ["Syrgas"], "intervention_en": ["Oxygen"],
    ...     "condition_sv": ["Stroke"], "condition_en": [""]})
    >>> down(register, "recommendation").values.tolist()
    [['A', 'Syrgas – Stroke', 'Oxygen – Stroke']]
    """
    if rows == "guideline_area":
        english = {}
        if guidelines is not None:
            english = dict(zip(guidelines.guideline_area, guidelines.guideline_area_en, strict=True))
        areas = sorted({*recommendations.guideline_area, *english}, key=sort_key)
        named = [(area, area, english.get(area) or say(area, "en")) for area in areas]
    else:
        named = [
            (row.recommendation_id, f"{row.intervention_sv} – {row.condition_sv}",
             f"{row.intervention_en or row.intervention_sv} – {row.condition_en or row.condition_sv}")
            for row in recommendations.itertuples()
        ]  # fmt: skip
        named.sort(key=lambda one: (sort_key(one[1]), one[0]))
    return pd.DataFrame(named, columns=["row", "name_sv", "name_en"], dtype="str")


def across(codebooks, columns):
    """Return the columns of a map: `column`, `name_sv`, `name_en`, and `codes` (parted by "; ").

    A codebook with headings has a column per heading, which holds all codes below it, and `NOT_CODED` last.
    """
    if columns == "direction":
        rows = [(key, say(key, "sv"), say(key, "en"), key) for key in DIRECTIONS]
    else:
        book = codebooks[codebooks.codebook == columns]
        rows = [
            (top.code, top.name_sv, top.name_en, join([top.code, *book.code[book.parent == top.code]]))
            for top in book[book.parent == ""].itertuples()
        ]
        rows.append((NOT_CODED, *(say("gap_map.not_coded", language) for language in LANGUAGES), ""))
    return pd.DataFrame(rows, columns=["column", "name_sv", "name_en", "codes"], dtype="str")


def cells(links, codes, recommendations, codebooks, *, rows, columns, guidelines=None):
    """Return every cell of a map, also those without a study.

    A study is in a cell where a link ties it to the row and somebody has put a code of the column on it.
    It is counted once in a cell; where it points different ways within the row, it counts as mixed.

    Parameters
    ----------
    links : DataFrame
        `reference_id`, `recommendation_id`, `direction`, `certainty`: those that count as evidence.
    codes : DataFrame
        `reference_id`, `codebook`, `code`.
    recommendations, codebooks, guidelines : DataFrame
        See `review.register`; without guidelines there is a row only for areas of the register.
    rows : {"guideline_area", "recommendation"}
    columns : str
        One of `COLUMNS`, or another codebook.

    Returns
    -------
    DataFrame
        `CELL_COLUMNS`: studies in all and per direction, the best certainty among them ("" where there is
        none), and the studies (parted by "; "). `waiting` counts the studies of the row on which nobody has
        put a code of the codebook: where there are any, a cell of nothing is not known to be empty.
    """
    heads = across(codebooks, columns)
    about = in_columns(links, codes, heads, columns)
    tied = in_rows(links, recommendations, rows).merge(about, on="reference_id")
    nothing = summed(tied.head(0))
    found = {place: summed(group) for place, group in tied.groupby(["row", "column"], sort=False)}
    names = down(recommendations, rows, guidelines).row
    waiting = {row: one[0] for (row, top), one in found.items() if top == NOT_CODED}
    grid = [(row, top, *found.get((row, top), nothing), waiting.get(row, 0))
            for row in names for top in heads.column]  # fmt: skip
    return pd.DataFrame(grid, columns=list(CELL_COLUMNS))


def in_rows(links, recommendations, rows):
    """Return one row per study and row of the map: its direction there and its best certainty."""
    row = links.recommendation_id
    if rows == "guideline_area":
        row = row.map(recommendations.set_index("recommendation_id").guideline_area)
    frame = links.assign(row=row)[["reference_id", "row", "direction", "certainty"]]
    return frame[frame.row.notna()].groupby(["reference_id", "row"], sort=False).agg(together).reset_index()


def together(said):
    """Return several links' directions as one, or their best certainty."""
    if said.name == "certainty":
        return min(said, key=CERTAINTIES.index)
    pointing = {direction for direction in said if direction != "context"}
    return "context" if not pointing else pointing.pop() if len(pointing) == 1 else "mixed"


def in_columns(links, codes, heads, columns):
    """Return one row per study and column of the map."""
    if columns == "direction":
        return links[["reference_id"]].drop_duplicates().merge(heads[["column"]], how="cross")
    home = {code: head.column for head in heads.itertuples() for code in head.codes.split("; ")}
    mine = codes[codes.codebook == columns]
    found = mine.assign(column=mine.code.map(home))[["reference_id", "column"]]
    found = found[found.column.notna()].drop_duplicates()
    others = links.loc[~links.reference_id.isin(found.reference_id), ["reference_id"]].drop_duplicates()
    return pd.concat([found, others.assign(column=NOT_CODED)], ignore_index=True)


def known_empty(frame):
    """Return the cells of a map that are empty and stay so: no study, none that waits for a code."""
    return frame[(frame.studies == 0) & (frame.waiting == 0) & (frame.column != NOT_CODED)]


def summed(part):
    """Return the numbers of one cell."""
    if "column" in part and len(part) and set(part.column) <= set(DIRECTIONS):
        part = part[part.direction == part.column]
    counts = [int((part.direction == key).sum()) for key in DIRECTIONS]
    best = min(part.certainty, key=CERTAINTIES.index, default="")
    return len(part), *counts, best, join(sorted(part.reference_id))


def unknown(frame):
    """Return the cells of a map without a study of which nobody knows, since studies of the row wait."""
    return frame[(frame.studies == 0) & (frame.waiting > 0) & (frame.column != NOT_CODED)]


def questions(frame, recommendations, codebooks, *, rows, columns, guidelines=None):
    """Return the empty cells of a map as questions for research.

    Parameters
    ----------
    frame : DataFrame
        See `cells`.

    Returns
    -------
    DataFrame
        `QUESTION_COLUMNS`. A cell is empty where the review has no study for it and none of its row waits
        for a code: whether there is one outside the review is for a search to tell.
    """
    names = down(recommendations, rows, guidelines).set_index("row")
    heads = across(codebooks, columns).set_index("column")
    question = f"question.{rows}.{columns if columns in COLUMNS else 'other'}"
    found = []
    for one in known_empty(frame).itertuples():
        row, head = names.loc[one.row], heads.loc[one.column]
        said = [
            say(question, language, row=row[f"name_{language}"], column=uncapital(head[f"name_{language}"]))
            for language in LANGUAGES
        ]
        found.append(
            (rows, one.row, row.name_sv, row.name_en, columns, one.column, head.name_sv, head.name_en, *said)
        )
    return pd.DataFrame(found, columns=list(QUESTION_COLUMNS), dtype="str")


def check_axes(rows, columns, codebooks):
    """Raise UsageError unless a map can be drawn with these rows and columns.

    Examples
    --------
    >>> check_axes("recommendation", "colour", {"setting"})
    Traceback (most recent call last):
    review.errors.UsageError: columns must be one of direction, setting; got 'colour'
    """
    check_choice("rows", rows, ROWS)
    check_choice("columns", columns, sorted({"direction", *codebooks}))
