"""The desk of the economics form: where its studies come from, and where its comparisons go."""

import datetime
import re

import pandas as pd

from review import economics
from review.errors import UsageError
from review.evidence import EVALUATION_COLUMNS
from review.money import convert
from review.store import new_id
from review.vocabulary import say
from review.workbench.desks import as_rows, published
from review.workbench.silences import cell_text, plain_cells

__all__ = ["EconomicsDesk"]

COSTS = re.compile(r"\b(cost|econom|qaly|budget|spending|expenditure|kostnad|ekonomi|utgift)", re.IGNORECASE)
AMOUNTS = ("withdrawal_cost", "withdrawal_effect", "icer", "saved_per_unit_lost")
AMOUNTS_SEK = ("withdrawal_cost_sek", "icer_sek", "saved_per_unit_lost_sek")

SPREADS = ("withdrawal_cost_spread", "withdrawal_effect_spread")


class EconomicsDesk:
    """What one economist takes out of the included studies (see `review.widgets.EconomicsForm`)."""

    def __init__(
        self, project, store, pile, register, decisions, economics, *, reader, second, language, asked=None
    ):  # fmt: skip
        self._store, self._pile, self._decisions, self._economics = store, pile, decisions, economics
        self._register, self.reader, self.language = register, reader, language
        if asked is not None:
            pile.check([asked])
        self.kind = "abstractions" if second else "evaluations"
        self.asked = asked
        self.levels = register.price_levels()
        self.references = pile.references().set_index("reference_id", drop=False)
        self.to_year = project.price_year
        self.done = []

    def recommendations(self):
        """Return id and name of each recommendation, in the order of the register."""
        return self._register.named(self.language)

    @property
    def undoable(self):
        """Whether something was stored or withdrawn on this form."""
        return bool(self.done)

    def studies(self):
        """Return the included studies; those that have comparisons or name costs come first."""
        references = self.references
        counts = self._rows().reference_id.value_counts()
        wanted = self._decisions.included() | set(counts.index) | {self.asked}
        if self.kind == "abstractions":
            wanted = set(counts.index)
        found = []
        for row in references[references.reference_id.isin(wanted)].itertuples():
            names = bool(COSTS.search(f"{row.title} {row.keywords}"))
            note = say("widget.form.names_costs", self.language) if names else ""
            study = {"reference_id": row.reference_id, "title": row.title, "names_costs": names}
            study |= {"rows": int(counts.get(row.reference_id, 0))}
            found.append(study | {"note": published(row, note)})
        return sorted(found, key=lambda study: (not study["rows"], not study["names_costs"]))

    def study(self, reference_id):
        """Return the row of a reference."""
        return as_rows(self.references.loc[[reference_id]])[0]

    def _rows(self):
        """Return the comparisons this reader may see, NR where a study is silent."""
        if self.kind == "abstractions":
            frame = self._economics.to_abstract(self.reader)
        else:
            frame = self._economics.told(self.reader)
        return self._pile.at_home(frame)

    def rows(self, reference_id):
        """Return the comparisons of a study, in the order they were first stored."""
        frame = self._rows()
        frame = frame[frame.reference_id == reference_id].sort_values("evaluation_id", kind="stable")
        stored = self._stored()
        found = []
        for row in frame.to_dict("records"):
            about = stored.get(row["evaluation_id"], {"id": "", "reader": "", "at": ""})
            values = {column: self._shown(column, row[column]) for column in EVALUATION_COLUMNS[2:]}
            found.append({"evaluation_id": row["evaluation_id"], "values": values} | about)
        return found

    def _stored(self):
        """Return id, reader and time of the row that counts, by evaluation."""
        frame = self._store.current(self.kind)
        if self.kind == "abstractions":
            frame = frame[frame.reader == self.reader]
        return {
            row.evaluation_id: {"id": row.id, "reader": row.reader, "at": row.at}
            for row in frame.itertuples()
        }

    def _shown(self, column, value):
        text = cell_text(value)
        return text.replace(".", ",") if column in economics.NUMBERS and self.language == "sv" else text

    def check(self, values):
        """Return (column, problem) of what cannot be right."""
        faults = economics.check(self._frame(values), this_year=datetime.datetime.now(datetime.UTC).year)
        return list(zip(faults.column, faults.problem, strict=True))

    def _frame(self, values):
        row = {"reference_id": "-"} | values
        return pd.DataFrame([{column: row.get(column, "") for column in EVALUATION_COLUMNS}], dtype="object")

    def result(self, values):
        """Return what the numbers say: differences, ratio, reading, and the way to kronor."""
        told = {name: "" if economics.is_not_reported(text) else text for name, text in values.items()}
        frame = self._frame(told)
        found = economics.convert_evaluations(
            economics.measures(frame), self.levels, to_year=self.to_year
        ).iloc[0]
        year = economics.as_number(frame.price_year[0])
        year = int(year) if year is not None and year.is_integer() else None
        way = convert(
            1.0, frame.country[0], frame.currency[0], year, to_year=self.to_year, levels=self.levels
        )
        numbers = {
            name: None if pd.isna(found[name]) else float(found[name]) for name in (*AMOUNTS, *AMOUNTS_SEK)
        }
        spreads = {name: found[name] for name in ("benefit_unit", "better", *SPREADS)}
        return (
            numbers
            | spreads
            | {
                "reading": found.reading,
                "quadrant": found.quadrant,
                "price_year": year,
                "to_year": self.to_year,
                "steps": [described(step) for step in way.steps],
                "not_converted": way.reason,
            }
        )

    def store(self, values, replaces):
        """Store a comparison and return its id; refuse where another row counts by now."""
        key = values["evaluation_id"]
        before = self._before(values["reference_id"], key)
        if (before["id"] if before else "") != replaces:
            raise UsageError(say("widget.form.elsewhere", self.language))
        key = key or f"E{new_id()}"
        self._write(values | {"evaluation_id": key})
        self.done.append((values["reference_id"], key, before))
        return key

    def _before(self, reference_id, evaluation_id):
        rows = self.rows(reference_id) if evaluation_id else []
        return next((row for row in rows if row["evaluation_id"] == evaluation_id), None)

    def _write(self, values):
        rows = pd.DataFrame([values]).reindex(columns=list(EVALUATION_COLUMNS))
        if self.kind == "abstractions":
            self._economics.abstract(rows, reader=self.reader)
        else:
            self._economics.write("evaluations", plain_cells(rows), self.reader)

    def withdraw(self, reference_id, evaluation_id):
        """Take the row of a comparison back; nothing of it counts then."""
        before = self._before(reference_id, evaluation_id)
        self._erase(evaluation_id, before["id"], "withdrawn on the form")
        self.done.append((reference_id, evaluation_id, before))

    def _erase(self, evaluation_id, identifier, note):
        """Withdraw the row that counts and those it stood in for, so that none of them counts again."""
        while identifier:
            self._store.withdraw(self.kind, identifier, reader=self.reader, note=note)
            identifier = self._stored().get(evaluation_id, {"id": ""})["id"]
        self._economics.forget_silences(self.kind, evaluation_id, self.reader)

    def undo(self):
        """Make the newest comparison what it was before; return its study and id, or None."""
        if not self.done:
            return None
        reference_id, key, before = self.done[-1]
        if before and before["id"]:
            self._write({"evaluation_id": key, "reference_id": reference_id} | before["values"])
        else:
            self._erase(key, self._stored().get(key, {"id": ""})["id"], "undo")
        self.done.pop()
        return reference_id, key


def described(step):
    """Return one step of a conversion as plain values."""
    sources = [", ".join(filter(None, (one.source, one.retrieved_on))) for one in (step.above, step.below)]
    return {
        "kind": step.kind,
        "said": step.said,
        "above": step.above.value,
        "below": step.below.value,
        "factor": step.factor,
        "source": "; ".join(dict.fromkeys(filter(None, sources))),
        "notes": list(dict.fromkeys(filter(None, (step.above.note, step.below.note)))),
    }
