"""Economics: what was taken out of studies about costs, who may see it, and what it says in kronor."""

import datetime
from pathlib import Path

import pandas as pd

from review import agreement, economics
from review.economics import NOT_REPORTED
from review.errors import Question, UsageError, place
from review.evidence import COMPARISON_COLUMNS, EVALUATION_COLUMNS
from review.store import new_id
from review.text import fold
from review.workbench.contradicting import JUDGED, as_said
from review.workbench.room import room
from review.workbench.sheets import refuse
from review.workbench.silences import cell_text, content, numeric, plain_cells

__all__ = ["Economics"]

MOST_NAMED = 40
OPEN = "does not tell"
"""In what `review.economics.check` says of a unit that is sound and leaves something open."""
ANSWER = "write the answer into the cell, behind the unit"
AMOUNTS = ["currency", *economics.NUMBERS]
COMPARISON = ["reference_id", "recommendation_id", "care_in_question", "_intervention", "_comparator"]


@room
class Economics:
    """Economic evaluations, taken out of studies once or twice over.

    With ``abstractors = 2`` in review.toml an evaluation is open when two have taken it out, or an
    adjudicator has. Until then only who took it out sees it.
    """

    def __init__(self, project, store, silences, pile, register, decisions):
        self._project, self._store, self._silences = project, store, silences
        self._pile, self._register, self._decisions = pile, register, decisions

    def evaluations(self, *, method="ppp", reader=""):
        """Return the economic evaluations that count and are open, in kronor, read for withdrawal.

        With ``abstractors = 2`` in review.toml one is open when two have taken it out of the study.

        Parameters
        ----------
        reader : str, optional
            Who asks, and also gets what only they have taken out so far; an adjudicator gets all.
        method : {"ppp", "exchange"}
            How money becomes kronor once the deflator has taken it to `price_year` of review.toml: by
            purchasing power parities, or by the plain exchange rate.

        Returns
        -------
        DataFrame
            `EVALUATION_COLUMNS`; what `review.economics.price` adds (amounts in kronor of that year, not
            rounded; effects of a patient in `benefit_unit`); `reader` and `at`, who wrote the row and when.
        """
        frame = self.seen(reader)
        priced = economics.price(
            self._silences.told("evaluations", frame), self._register.price_levels(),
            self._register.thresholds(), to_year=self._project.price_year, method=method,
        )  # fmt: skip
        return priced.assign(reader=frame.reader, at=frame["at"])

    def net_benefits(self, thresholds=(100_000, 500_000, 1_000_000), *, kink=1.0):
        """Return what withdrawing is worth in kronor at each threshold (see `review.economics.net_benefits`).

        Parameters
        ----------
        thresholds : sequence of float
            SEK per QALY.
        kink : float
            How many times a lost QALY counts against a gained one; 1 is the usual straight line.
        """
        return economics.net_benefits(self.evaluations(), thresholds, kink=kink)

    def frontiers(self, *, reader=""):
        """Return studies of more than two options, and what withdrawing leads to along the frontier of each.

        Parameters
        ----------
        reader : str, optional
            As for `evaluations`.

        Returns
        -------
        DataFrame
            See `review.economics.frontiers`; empty where no study compares several with one.
        """
        return economics.frontiers(self.evaluations(reader=reader))

    def comparisons(self):
        """Return which comparisons were taken out of studies that are there (see `Store.comparisons`)."""
        return self._pile.at_home(self._store.comparisons()).drop(columns="record_id")

    def seen(self, reader=""):
        """Return the evaluations that count and are open, and those that `reader` took out first."""
        frame = self._pile.at_home(self._store.current("evaluations"))
        if self._project.sees_all(reader) or self._project.abstractors == 1:
            return frame
        hidden = frame.evaluation_id.isin(self._abstracted_alone())
        mine = frame.evaluation_id.map(self.first_readers()) == reader
        return frame[~hidden | mine].reset_index(drop=True)

    def contradicting(self, reader=""):
        """Return the evaluations of one comparison, taken out of a study that was two, that differ."""
        frame = self.seen(reader)
        alike = {f"_{name}": frame[name].map(fold) for name in ("intervention", "comparator")}
        frame = agreement.unite(frame.assign(**alike), COMPARISON, AMOUNTS, self._pile.moves())
        return as_said(frame.query("contradicts"), "evaluations", COMPARISON, AMOUNTS)

    def contradicted(self):
        """Return the references with such evaluations."""
        return set(self.contradicting().reference_id)

    def judged(self, reader=""):
        """Return who took out what: `reference_id`, `reader`, `kind`, `about`."""
        found = self.comparisons().rename(columns={"first_reader": "reader"})
        return found.assign(kind="economic evaluation", about=found.evaluation_id)[JUDGED]

    def told(self, reader=""):
        """Return the evaluations that `reader` may see as in the workbook, NR where a study is silent."""
        return self._silences.told("evaluations", self.seen(reader))

    def concerned(self):
        """Return the recommendations that an evaluation may concern."""
        return self._register.recommendations()

    def to_begin(self):
        """Return the included studies of which nobody has taken out a comparison, sorted."""
        return sorted(self._decisions.included() - set(self.comparisons().reference_id))

    def first_readers(self):
        """Return who wrote each evaluation first, whoever has settled or mended it since."""
        return self._store.comparisons().set_index("evaluation_id").first_reader

    def _abstracted_alone(self):
        """Return the evaluations of which no second abstraction is there; others' hidden ones too."""
        first = self._store.history("evaluations")
        first = first.loc[~first.withdrawn, ["evaluation_id", "reader"]]
        # where the database hides what the others wrote, it still tells that it is there
        there = self._store.comparisons().rename(columns={"first_reader": "reader"})
        first = pd.concat([there[["evaluation_id", "reader"]], first])
        second = self._store.current("abstractions")
        return agreement.abstracted_alone(first, second, adjudicators=self._project.judges)

    def waiting_for_second(self):
        """Return how many evaluations one has taken out of a study and another must take out still."""
        if self._project.abstractors == 1:
            return 0
        return int(self.comparisons().evaluation_id.isin(self._abstracted_alone()).sum())

    def abstract(self, rows, *, reader):
        """Store a second abstraction of evaluations, blind to the first, and return what changed.

        Parameters
        ----------
        rows : DataFrame, dict or list of dict
            `EVALUATION_COLUMNS` (or some of them) of evaluations that are there already; cells as in the
            workbook, NR where the study does not report it.
        reader : str
            Not the one who wrote the first.

        Returns
        -------
        DataFrame
            `evaluation_id`, `column`, `before` and `after`, of this reader's abstraction alone.

        Raises
        ------
        UsageError
            If an evaluation is not there, or its first abstraction is by the same reader.
        SourceError
            Naming the cells that cannot be right.

        See Also
        --------
        review.workbench.abstraction.Abstraction : where the two do not agree, and which of them counts.
        """
        self._project.reader(reader, "fill in economic evaluations")
        rows = pd.DataFrame([rows] if isinstance(rows, dict) else rows)
        rows = plain_cells(rows.reindex(columns=list(EVALUATION_COLUMNS))).reset_index(drop=True)
        first = self._store.comparisons().set_index("evaluation_id")
        for key in rows.evaluation_id:
            if key not in first.index:
                raise UsageError(f"there is no economic evaluation {key!r} to abstract a second time")
            if first.first_reader[key] == reader:
                raise UsageError(
                    f"{reader} wrote the first abstraction of {key}; a second one is by somebody else"
                )
        for column in COMPARISON_COLUMNS[1:]:
            stored = rows.evaluation_id.map(first[column].astype(object)).map(cell_text)
            rows[column] = rows[column].where(rows[column] != "", stored)
        self.refuse_faults(rows, pd.Series(range(1, len(rows) + 1)), "second abstraction", None)
        return self.write("abstractions", rows, reader)

    def to_abstract(self, reader):
        """Return the evaluations that `reader` may abstract a second time, without the first one's answers.

        Returns
        -------
        DataFrame
            `EVALUATION_COLUMNS`: which comparison is meant, and what this reader has written already.
        """
        self._project.reader(reader, "fill in economic evaluations")
        frame = self.comparisons().query("first_reader != @reader")
        frame = frame.reindex(columns=list(EVALUATION_COLUMNS)).astype(object).reset_index(drop=True)
        own = self._store.current("abstractions")
        own = self._silences.told("abstractions", own[own.reader == reader].reset_index(drop=True))
        own = own.set_index("evaluation_id")
        for position, key in enumerate(frame.evaluation_id):
            if key in own.index:
                for column in EVALUATION_COLUMNS[1:]:
                    frame.at[position, column] = own.at[key, column]
        return frame

    def write(self, kind, rows, reader):
        """Store what is new in rows of evaluations and return one row per changed cell."""
        stored = self._store.current(kind)
        if kind == "abstractions":
            stored = stored[stored.reader == reader]
        old = self._silences.told(kind, stored.reset_index(drop=True)).set_index("evaluation_id")
        changes = []
        for row in rows.to_dict("records"):
            key = row["evaluation_id"]
            for column in EVALUATION_COLUMNS[1:]:
                before = cell_text(old[column][key]) if key in old.index else ""
                after = cell_text(numeric(column, row[column]))
                if before != after:
                    changes.append((key, column, before, after))
        changes = pd.DataFrame(changes, columns=["evaluation_id", "column", "before", "after"], dtype="str")
        fresh = rows[rows.evaluation_id.isin(changes.evaluation_id)].copy()
        silent = fresh.set_index("evaluation_id")[list(EVALUATION_COLUMNS[1:])] == NOT_REPORTED
        for column in EVALUATION_COLUMNS[1:]:
            cells = fresh[column].where(fresh[column] != NOT_REPORTED, "")
            fresh[column] = pd.Series(
                [numeric(column, cell) for cell in cells], index=fresh.index, dtype=object
            )
        if len(fresh):
            self._store.append(kind, fresh, reader=reader)
            self._silences.store(kind, silent, reader)
        return changes

    def forget_silences(self, kind, evaluation_id, reader):
        """Take back all that was said of the cells of an evaluation the study is silent about."""
        nothing = pd.DataFrame(False, index=[evaluation_id], columns=list(EVALUATION_COLUMNS[1:]))
        self._silences.store(kind, nothing, reader)

    def refuse_faults(self, rows, numbers, path, sheet):
        """Raise SourceError naming every cell that cannot be right."""
        faults = economics.check(rows, this_year=datetime.datetime.now(datetime.UTC).year)
        known = set(self.concerned().recommendation_id) | {""}
        strange = rows.index[~rows.recommendation_id.isin(known)]
        twice = rows.index[(rows.evaluation_id != "") & rows.evaluation_id.duplicated()]
        lost = {at: f"there is no recommendation {rows.recommendation_id[at]!r}" for at in strange}
        told = [
            *zip(faults.row, faults.column, faults.problem, strict=True),
            *((at, "recommendation_id", why) for at, why in lost.items()),
            *((at, "evaluation_id", "is there twice; leave it empty on a new row") for at in twice),
            *((at, "evaluation_id", why) for at, why in self._lost_ids(rows)),
        ]
        seen = numbers.to_numpy()
        named = [
            f"{place(Path(path).name, sheet=sheet, row=seen[row], column=column)}: {problem}"
            for row, column, problem in sorted(told, key=lambda fault: seen[fault[0]])
        ]
        if named and all(OPEN in problem for *_, problem in told):
            raise Question(f"{Path(path).name}: units of effect that leave something open", named, ANSWER)
        cells = "1 cell" if len(named) == 1 else f"{len(named)} cells"
        refuse(f"{cells} cannot be right, nothing was imported:", named, MOST_NAMED)

    def with_ids(self, rows):
        """Give new evaluations an id, and those that are stored already the one they have."""
        known = by_content(self._store.current("evaluations"))
        taken = set(rows.evaluation_id)
        ids = []
        for row in rows.itertuples():
            free = [name for name in known.get(content(row), ()) if name not in taken]
            ids.append(row.evaluation_id or (free or [f"E{new_id()}"])[0])
            taken.add(ids[-1])
        return rows.assign(evaluation_id=ids)

    def _lost_ids(self, rows):
        """Yield the rows that are evaluations stored under another id: somebody changed theirs."""
        stored = self._store.current("evaluations")
        names = by_content(stored)
        for row in rows.itertuples():
            name = " or ".join(names.get(content(row), ()))
            if name and row.evaluation_id not in ("", *stored.evaluation_id):
                yield row.Index, f"this row is {name}; write that again, or empty the cell for a new row"


def by_content(stored):
    """Return the ids of evaluations by what they say."""
    found = {}
    for row in stored.itertuples():
        found.setdefault(content(row), []).append(row.evaluation_id)
    return found
