"""Lists: what taking somebody's list of recommendations into the register would do."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from review import register
from review.errors import SourceError, UsageError, place
from review.formats import read_table
from review.formats.account import Tally
from review.formats.source import file_head, open_source
from review.formats.tables import delimiter_of, is_workbook, read_rows, read_sheet
from review.workbench.sheets import need, refuse

__all__ = ["ListPreview", "preview", "refuse_problems"]

SURVEY_YEAR = "2023"


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What taking a list into the register would do.

    Attributes
    ----------
    path : Path
    sheet : str
        "" for the first sheet, or a file without sheets.
    mapping : DataFrame
        `column`, `field`, `how`, `example`: which column of the list is taken for which of the register.
    notes : tuple of str
        What was done to the list on the way.
    problems : DataFrame
        `sheet`, `row`, `column`, `problem`; nothing can be imported while there is any.
    matches : DataFrame
        Which rows the register has already (see `review.register.match`).
    not_in_list : DataFrame
        `recommendation_id`, `recommendation`: in force in the register, and not among the rows.
    changes : DataFrame
        See `review.register.compare`.
    after : DataFrame
        The register as it would be.
    reconciliation : DataFrame
        Of that register with the printed totals.
    """

    path: Path
    sheet: str
    mapping: pd.DataFrame
    notes: tuple
    problems: pd.DataFrame
    matches: pd.DataFrame
    not_in_list: pd.DataFrame
    changes: pd.DataFrame
    after: pd.DataFrame
    reconciliation: pd.DataFrame

    def summary(self):
        """Return how many rows would do what, as a dictionary of plain numbers and texts."""
        kinds = self.changes.drop_duplicates(["change", "recommendation_id"]).change.value_counts()
        matched = self.matches.how.value_counts()
        return {
            "file": self.path.name,
            "rows": len(self.matches),
            "problems": len(self.problems),
            "matched": {how: int(matched.get(how, 0)) for how in ("id", "same", "alike", "new")},
            "changes": {kind: int(kinds.get(kind, 0)) for kind in ("added", "changed", "expired")},
            "not_in_list": len(self.not_in_list),
            "notes": list(self.notes),
        }


def preview(
    path, before, guidelines, totals, *, sheet=None, mapping=None, list_name=register.ICKE_GORA, edition="",
    source="", year=None, whole=False,
):  # fmt: skip
    """Return what a list would do to a register `before`, as `Register.preview` says."""
    if whole and year is None:
        raise UsageError("a whole list needs the year of its edition, from which what it lacks is gone")
    table = list_of(path, sheet)
    guessed = register.read_mapping(register.guess(list(table.columns)), mapping_of(mapping))
    usual = {"list_name": list_name, "edition": edition, "source_url": source or path.name}
    if list_name == register.ICKE_GORA:
        usual |= {"adherence_year": SURVEY_YEAR, "definition": "Socialstyrelsen"}
    areas = list(guidelines.guideline_area)
    taken = register.take_in(table, guessed, areas=areas, usual=usual)
    matches = register.match(taken.rows, before)
    texts = register.merge(before, taken.rows, matches, whole=whole, year=year)
    after = texts if len(taken.problems) else register.with_survey(
        register.typed(texts, register.RECOMMENDATION_COLUMNS)
    )  # fmt: skip
    known = before.valid_to.isna() & before.list_name.isin(taken.rows.list_name.unique())
    lost = before[known & ~before.recommendation_id.isin(matches.recommendation_id)]
    lost = lost.assign(recommendation=lost.intervention_sv + " – " + lost.condition_sv)
    return ListPreview(
        path=path,
        sheet=sheet or "",
        mapping=guessed.assign(example=[first_of(table[name]) for name in guessed.column]),
        notes=taken.notes,
        problems=taken.problems.assign(sheet=sheet or "")[["sheet", "row", "column", "problem"]],
        matches=matches,
        not_in_list=lost[["recommendation_id", "recommendation"]].reset_index(drop=True),
        changes=register.compare(before, texts),
        after=after,
        reconciliation=pd.DataFrame()
        if len(taken.problems)
        else register.reconcile(after, guidelines, totals),
    )


def refuse_problems(seen):
    """Raise SourceError naming every cell of a list that cannot be right."""
    file, sheet = seen.path.name, seen.sheet or None
    named = [
        f"{place(file, sheet=sheet, row=one.row, column=one.column)}: {one.problem}"
        for one in seen.problems.itertuples()
    ]
    refuse(f"{len(named)} cells cannot be right, nothing was imported.", named)


def list_of(path, sheet):
    """Return a list as a frame whose index is the row of the spreadsheet."""
    if is_workbook(file_head(path)):
        grid = list(read_sheet(path, sheet))
    elif sheet is not None:
        raise SourceError(f"{path.name}: has no sheets; expected an XLSX workbook with a sheet {sheet!r}")
    else:
        source = open_source(path)
        lines = source.lines(Tally())
        grid = [row for row, _ in read_rows(lines, delimiter_of(source.head), Tally())]
    if not any(cell.strip() for row in grid for cell in row):
        raise SourceError(f"{place(path.name, sheet=sheet)}: the list is empty")
    top = register.find_heading(grid)
    names = [" ".join(cell.split()) for cell in grid[top]]
    double = next((name for name in names if name and names.count(name) > 1), None)
    if double:
        where = place(path.name, sheet=sheet, row=top + 1)
        raise SourceError(f"{where}: two columns are named {double!r}; rename one")
    used = [i for i, name in enumerate(names) if name]
    rows = {
        number: [row[i].strip() if i < len(row) else "" for i in used]
        for number, row in enumerate(grid[top + 1 :], start=top + 2)
    }
    rows = {number: cells for number, cells in rows.items() if any(cells)}
    if not rows:
        # a whole list without a row would end every recommendation there is
        where = place(path.name, sheet=sheet, row=top + 1)
        raise SourceError(
            f"{where}: no row below the heading, found only {' | '.join(filter(None, names))[:80]!r}; "
            "expected one recommendation a row"
        )
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=[names[i] for i in used], dtype="str")


def mapping_of(mapping):
    """Return what a person says of the columns as a dictionary."""
    if mapping is None or isinstance(mapping, dict):
        return mapping or {}
    table = read_table(mapping)
    need(table, ("column", "field"), mapping)
    said = table[table.field != ""]
    return dict(zip(said.column, said.field, strict=True))


def first_of(column):
    """Return the first cell that says something."""
    said = column[column != ""]
    return said.iloc[0] if len(said) else ""
