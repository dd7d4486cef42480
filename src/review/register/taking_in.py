"""Taking in: somebody's list as rows of the register, every cell that cannot be right named."""

import re
from dataclasses import dataclass

import pandas as pd

from review.register.columns import RECOMMENDATION_COLUMNS, TABLES
from review.register.mapping import guess
from review.register.reconciliation import ICKE_GORA
from review.register.tables import check_rows
from review.text import fold, shipped_words, split

__all__ = ["Taken", "find_heading", "take_in"]

HEADING_WITHIN = 20
"""Rows from the top among which the heading is looked for: lists often begin with a title."""

LISTS = {
    "intervention_type": "intervention_type", "reason": "reason", "priority": "priority",
    "health_economic_assessment": "yes_no", "cost_ineffective": "yes_no",
}  # fmt: skip
WORDS = {
    column: {fold(word): value for value, words in known.items() for word in (value, *split(words))}
    for known_as, known in shipped_words("register/words.toml").items()
    for column in (name for name, there in LISTS.items() if there == known_as)
}
"""Column to the words by which lists say its values."""
UNSAID = ("intervention_type", "reason", "health_economic_assessment", "cost_ineffective")
USUAL = dict.fromkeys(UNSAID, "unknown") | {"confidence": "high"}
YEARS = ("adherence_year", "guideline_year", "valid_from", "valid_to")
FILLED_DOWN = ("guideline_area", "list_name")


@dataclass(frozen=True, slots=True)
class Taken:
    """A list as rows of the register.

    `rows` has `RECOMMENDATION_COLUMNS` as texts, "" where the list says nothing; the index is the row of the
    spreadsheet, and `recommendation_id` is as the list gives it.
    """

    rows: pd.DataFrame
    problems: pd.DataFrame  # `row` and `column` of the spreadsheet, `problem`: what cannot be right
    notes: tuple  # what was done to the list on the way, in words


def find_heading(grid):
    """Return the place of the row of a sheet (rows as lists of str) that looks most like its heading.

    >>> find_heading([["Bilaga 2"], [], ["Riktlinje", "Tillstånd", "Åtgärd"], ["Stroke", "a", "b"]])
    2
    """

    def known(row):
        cells = dict.fromkeys(cell for cell in row if cell.strip())
        return (guess(list(cells)).field != "").sum()

    counted = [known(row) for row in grid[:HEADING_WITHIN]]
    return counted.index(max(counted)) if counted else 0


def take_in(table, mapping, *, areas=(), usual=None):
    """Return a list as rows of the register.

    Parameters
    ----------
    table : DataFrame
        The list as texts; its index is the row as the spreadsheet numbers it.
    mapping : DataFrame
        `column` and `field` (see `review.register.guess`).
    areas : sequence of str
        The national guidelines. A guideline written a little differently becomes one of them; where the
        list is Socialstyrelsen's icke-göra an unknown one is a problem.
    usual : dict of str to str, optional
        What stands where the list says nothing: list name, edition, source …

    Returns
    -------
    Taken
    """
    usual = USUAL | (usual or {})
    used = {field: column for column, field in zip(mapping.column, mapping.field, strict=True) if field}
    rows = pd.DataFrame("", index=table.index, columns=list(RECOMMENDATION_COLUMNS), dtype="str")
    for field, column in used.items():
        rows[field] = table[column].astype("str").str.strip().str.replace(r"\s+", " ", regex=True)
    notes = [*fill_down(rows, used), *use_english(rows), *shares_to_percent(rows)]
    for field, words in WORDS.items():
        if field in used:
            # a word nobody knows stays as it is
            rows[field] = [words.get(fold(value), value) for value in rows[field]]
    for field in YEARS:
        rows[field] = [year_in(value) for value in rows[field]]
    for field in set(usual) - {"adherence_year"}:
        rows[field] = rows[field].where(rows[field] != "", usual[field])
    rows["guideline_area"] = [same_area(value, areas) for value in rows.guideline_area]
    rows.loc[(rows.priority == "") & (rows.list_name == ICKE_GORA), "priority"] = "icke-göra"
    say_what_adherence_is(rows, used, usual)
    return Taken(rows, problems_of(rows, used, areas), tuple(notes))


def fill_down(rows, used):
    """Fill cells that spreadsheets leave empty under a merged one, and say so."""
    notes = []
    for field in (name for name in FILLED_DOWN if name in used):
        blank = (rows[field] == "").to_numpy()
        if blank.any() and not blank[0]:
            rows[field] = rows[field].where(rows[field] != "", None).ffill().astype("str")
            notes.append(f"{used[field]}: {blank.sum()} empty cells take the value above them")
    return notes


def use_english(rows):
    """Let English texts stand for Swedish ones that are not there, and say so."""
    notes = []
    for part in ("condition", "intervention"):
        alone = (rows[f"{part}_sv"] == "") & (rows[f"{part}_en"] != "")
        rows.loc[alone, f"{part}_sv"] = rows[f"{part}_en"]
        if alone.any():
            notes.append(f"{part}: {alone.sum()} rows have English text only; it stands for the Swedish too")
    return notes


def shares_to_percent(rows):
    """Read adherence as percent, also where a spreadsheet holds shares of one, and say so."""
    said = rows.adherence_percent.str.replace("%", "").str.replace(",", ".").str.strip()
    dashes = said.isin(["-", "–", "—", "ej mätt", "saknas", "ej uppföljd", "n/a", "na"])
    said = said.where(~dashes, "")
    numbers = pd.to_numeric(said, errors="coerce")
    shares = numbers.notna().any() and numbers.max() <= 1 and (numbers % 1 != 0).any()
    if shares:
        percents = (100 * numbers).round(6).map(lambda value: f"{value:g}", na_action="ignore")
        said = percents.where(numbers.notna(), said).astype("str")
    rows["adherence_percent"] = said.astype("str")
    return ["adherence is given as shares of one; read as percent"] if shares else []


def say_what_adherence_is(rows, used, usual):
    """Give each adherence its year (of its row, its heading or as usual) and what was measured."""
    said = rows.adherence_percent != ""
    in_heading = re.search(r"(?:19|20)\d\d", used.get("adherence_percent", ""))
    year = in_heading[0] if in_heading else usual.get("adherence_year", "")
    rows.loc[said & (rows.adherence_year == ""), "adherence_year"] = year
    rows.loc[said & (rows.adherence_measure == ""), "adherence_measure"] = "never_performed"


def year_in(text):
    """Return the year a cell begins with; other texts come back as they are.

    >>> year_in("2015-06-01"), year_in("2015"), year_in("våren")
    ('2015', '2015', 'våren')
    """
    found = re.match(r"((?:19|20)\d\d)(?:\D|$)", text)
    return found[1] if found else text


def same_area(text, areas):
    """Return the guideline a text means, or the text.

    >>> same_area("Astma & KOL", ["Astma och KOL"]), same_area("vård vid depression", ["Depression"])
    ('Astma och KOL', 'vård vid depression')
    """
    plain = fold(text.replace("&", " och "))
    return next((area for area in areas if fold(area) == plain), text)


def problems_of(rows, used, areas):
    """Return every cell that cannot be right, by its place in the spreadsheet."""
    shown = [
        (row, used.get(field, f"(none is mapped to {field})"), problem)
        for row, field, problem in faults_in(rows, areas)
    ]
    frame = pd.DataFrame(shown, columns=["row", "column", "problem"])
    return frame.sort_values("row", kind="stable").reset_index(drop=True)


def faults_in(rows, areas):
    """Yield (row of the spreadsheet, register column, sentence) for every cell that cannot be right."""
    table = TABLES["recommendations"]
    checked = {name: rule for name, rule in table.columns.items() if name != "recommendation_id"}
    for one in check_rows(rows, checked, ordered=table.ordered, together=table.together).itertuples():
        yield rows.index[one.row], one.column, one.problem
    unknown = (rows.list_name == ICKE_GORA) & ~rows.guideline_area.isin(["", *areas])
    for row, area in rows.guideline_area[unknown].items() if len(areas) else ():
        yield row, "guideline_area", f"no national guideline is called {area!r}; see guidelines.csv"
    given = rows.recommendation_id[rows.recommendation_id != ""]
    for row, name in given[given.duplicated()].items():
        yield row, "recommendation_id", f"{name!r} is there twice"
    texts = rows[["list_name", "guideline_area", "condition_sv", "intervention_sv"]].map(fold)
    for row in rows.index[texts.duplicated() & (texts.intervention_sv != "")]:
        yield row, "intervention_sv", "the same recommendation is there twice"
