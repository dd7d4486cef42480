"""The economics form: one comparison of one study, checked, converted and read while one types."""

from functools import partial
from typing import ClassVar

import traitlets

from review.economics import EXPECTED, NOT_REPORTED, is_not_reported
from review.widgets.board_parts import Board, Studies, option
from review.widgets.card import browser_code, element, escaped, lines
from review.widgets.economics_fields import FIELDS, sections
from review.widgets.economics_words import fault_said, result_said
from review.widgets.marking import plain
from review.widgets.references import reference_as_html, shown_reference

__all__ = ["EconomicsForm"]

BLANK = {"evaluation_id": "", "id": "", "reader": "", "at": "", "values": {}}
"""A comparison that is not stored yet."""


class EconomicsForm(Board):
    """Economic evaluations of the included studies, one comparison at a time.

    Parameters
    ----------
    desk : object
        Where studies come from and evaluations go to. ``studies()`` returns a list of dictionaries
        (`reference_id`, `title`, `note`, `rows`: how many comparisons are stored), in the order to show
        them; ``study(reference_id)`` returns the row of a reference; ``rows(reference_id)`` returns its
        comparisons as dictionaries of `evaluation_id`, `id` (of the stored row, "" where none is), `reader`,
        `at` and `values` (column to text); ``check(values)`` returns (column, problem) of what cannot be
        right; ``result(values)`` returns what the numbers say (see `economics_words.result_said`);
        ``store(values, replaces)`` stores a comparison and returns its id, or raises where it cannot, or
        where another row than `replaces` counts by now; ``withdraw(reference_id, evaluation_id)`` takes one
        back; ``undo()`` undoes the newest of these and returns its reference_id and evaluation_id, or None;
        ``undoable`` tells whether there is something to undo, `reader` is who reads.
    recommendations : sequence of (str, str)
        Id and name of what an evaluation may belong to.
    reference_id : str, optional
        The study to begin with; else the first without a comparison.
    second : bool
        Whether this is a second reading that does not see the first.
    invented, language, shortcuts
        See `review.widgets.ScreeningCard`.
    """

    _esm = browser_code("card.js", "reference.js", "boards.js", "economics_form.js")
    _css = browser_code("card.css", "boards.css", "economics_form.css")

    form = traitlets.Dict().tag(sync=True)
    live = traitlets.Dict().tag(sync=True)
    studies = traitlets.List().tag(sync=True)

    actions: ClassVar[dict] = {
        "store": "s", "new": "n", "withdraw": "x", "undo": "z", "previous": "k", "next": "j", "pick": "f",
        "fill": "e", "open": "", "row": "",
    }  # fmt: skip
    kinds = ("form",)

    def __init__(self, desk, *, recommendations, reference_id=None, second=False, **look):
        super().__init__(desk, **look)
        self._second = second
        self.form = {"sections": sections(recommendations, self.language), "not_reported": NOT_REPORTED}
        self._studies = Studies(desk.studies(), "rows", reference_id)
        self._rows, self._row = [], 0
        self._read_rows()
        self.deeds = self._studies.deeds(then=self._read_rows) | {
            "store": self._store, "new": self._begin, "withdraw": self._withdraw, "row": self._open_row,
            "undo": partial(self._undo, self._show_undone),
        }  # fmt: skip
        self.show()

    def _read_rows(self, evaluation_id=None):
        """Read the comparisons of the study that is shown, and point at one of them."""
        if self._studies.now is None:
            return
        self._rows = list(self._desk.rows(self._studies.now)) or [dict(BLANK)]
        self._studies.count(sum(bool(row["id"]) for row in self._rows))
        ids = [row["evaluation_id"] for row in self._rows]
        self._row = ids.index(evaluation_id) if evaluation_id in ids else 0
        self.studies = [self._option(study) for study in self._studies.rows]

    def _option(self, study):
        rows = self.say("form.rows", n=study["rows"]) if study["rows"] else ""
        note = " · ".join(filter(None, (plain(study["note"]), rows)))
        return option(study["reference_id"], study["title"], note)

    def look(self):
        """Return the comparison that is on the form, its study, and what its numbers say."""
        study = self._studies.now
        if study is None:
            return self.nothing(self.say("form.nothing")) | {"study": None}
        row, shown = self._rows[self._row], shown_reference(self._desk.study(study), self.say)
        values = {column: plain(row["values"].get(column)) for column in FIELDS}
        place, number = self._studies.place + 1, len(self._studies.rows)
        can = {"undo": bool(self._desk.undoable), "withdraw": bool(row["id"])}
        return {
            "key": " ".join((study, row["evaluation_id"] or f"new{self._row}", row["id"])),
            "progress": self.say("form.progress", place=place, number=number),
            "second": self.say("form.second") if self._second else "",
            "excel": "" if self._second else self.say("form.excel", reader=self._desk.reader),
            "study": shown,
            "heard": shown["heard"],
            "rows": [self._tab(place) for place in range(len(self._rows))],
            "place": self._row,
            "values": values,
            "stored": self._stored_said(row),
            "can": self._studies.can() | can | {"new": all(other["id"] for other in self._rows)},
        } | self._read(values)

    def _tab(self, place):
        row = self._rows[place]
        arms = [plain(row["values"].get(name)) for name in ("intervention", "comparator")]
        name = self.say("form.versus", a=arms[0], b=arms[1]) if any(arms) else self.say("form.new_row")
        return {"name": f"{place + 1}. {name}", "stored": bool(row["id"])}

    def _stored_said(self, row):
        if not row["id"]:
            return self.say("form.not_stored")
        return self.say("form.stored_by", reader=plain(row["reader"]), at=plain(row["at"])[:10])

    def _read(self, values):
        """Return what is wrong with the values, what is filled in, and what the numbers say."""
        faults = [
            {"field": column, "text": fault_said(problem, self.language), "empty": not values.get(column)}
            for column, problem in self._desk.check(values)
        ]
        said = result_said(self._desk.result(values), values, self.language)
        return {"faults": faults, "filled": self._filled(values), "result": said}

    def _filled(self, values):
        given = [column for column in EXPECTED if values.get(column)]
        silent = sum(is_not_reported(values[one]) or values[one] == "not_reported" for one in given)
        return self.say("form.filled", given=len(given) - silent, silent=silent, number=len(EXPECTED))

    def _hear(self, widget, content, buffers):
        """Check what is being typed aside from what is stored: an answer of its own, nothing is kept."""
        if content.get("do") != "check":
            super()._hear(widget, content, buffers)
        elif content.get("key") == self.shown.get("key"):
            try:
                read = self._read(self._values(content))
            except Exception as error:  # the reader must learn of it, whatever it was
                read = {"trouble": self.say("form.unread", why=plain(error))}
            self.live = {"key": content["key"], "number": content.get("number"), **read}

    def _values(self, content):
        given = content.get("values") or {}
        return {column: plain(given.get(column)).strip() for column in FIELDS}

    def _store(self, content):
        """Store the comparison, if nothing in it is wrong."""
        values, row = self._values(content), self._rows[self._row]
        faults = self._desk.check(values)
        if faults:
            raise ValueError(self.say("form.mend", n=len(faults)))
        kept = {"evaluation_id": row["evaluation_id"], "reference_id": self._studies.now} | values
        self._read_rows(self._desk.store(kept, row["id"]))
        return self.say("form.stored", name=self._tab(self._row)["name"])

    def _begin(self, _content):
        """Begin another comparison of the same study."""
        if all(row["id"] for row in self._rows):
            self._rows.append(dict(BLANK))
        self._row = len(self._rows) - 1

    def _withdraw(self, _content):
        """Take a stored comparison back; it stays in the history."""
        name = self._tab(self._row)["name"]
        self._desk.withdraw(self._studies.now, self._rows[self._row]["evaluation_id"])
        self._read_rows()
        return self.say("form.withdrawn", name=name)

    def _show_undone(self, undone):
        reference_id, evaluation_id = undone
        self._studies.go(reference_id)
        self._read_rows(evaluation_id)

    def _open_row(self, content):
        """Go to another comparison of the study."""
        place = int(content["place"])
        if 0 <= place < len(self._rows):
            self._row = place

    def parts(self, shown):
        """Return the comparison on the form as HTML."""
        cells = []
        for field in (field for section in self.form["sections"] for field in section["fields"]):
            value = shown["values"][field["name"]]
            named = {choice["value"]: choice["word"] for choice in field["choices"]}
            if value:
                label = element("th", escaped(field["label"]), scope="row")
                cells.append(element("tr", label, *lines("td", [named.get(value, value)])))
        result = shown["result"]
        said = [result["said"], *(f"{line['name']}: {line['value']}" for line in result["lines"])]
        steps = element("ol", *lines("li", result["chain"]))
        return [*reference_as_html(shown["study"])[:3], element("table", *cells), *lines("p", said), steps]
