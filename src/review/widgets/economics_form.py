"""The economics form: one comparison of one study, checked, converted and read while one types."""

from typing import ClassVar

import traitlets

from review.economics import EXPECTED, NOT_REPORTED, is_not_reported
from review.widgets.board_parts import LONGEST_NAME, Board
from review.widgets.card import browser_code, element, escaped
from review.widgets.economics_fields import FIELDS, sections
from review.widgets.economics_words import fault_said, result_said
from review.widgets.marking import plain, words_marked
from review.widgets.references import reference_as_html, shown_reference

__all__ = ["EconomicsForm"]


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

    _esm = browser_code("card.js", "boards.js", "economics_form.js")
    _css = browser_code("card.css", "boards.css", "economics_form.css")

    form = traitlets.Dict().tag(sync=True)
    live = traitlets.Dict().tag(sync=True)
    studies = traitlets.List().tag(sync=True)

    actions: ClassVar[dict] = {
        "store": "s", "new": "n", "withdraw": "x", "undo": "z", "previous": "k", "next": "j", "pick": "f",
        "fill": "e", "open": "", "row": "",
    }  # fmt: skip
    wanted_words = tuple(
        f"form.{name}"
        for name in (
            "title", "find", "none_fits", "abstract", "required", "expected", "nr_hint", "nr", "result",
            "chain", "plane.cost", "plane.effect", "plane.saves", "unsaved", "comparisons", "leave",
            "intervention", "comparator", "difference", "cost", "effect",
        )
    )  # fmt: skip

    def __init__(
        self, desk, *, recommendations, reference_id=None, second=False, invented=False, language="sv",
        shortcuts=None,
    ):  # fmt: skip
        super().__init__(language=language, shortcuts=shortcuts, invented=invented)
        self._desk, self._second = desk, second
        self.form = {"sections": sections(recommendations, language), "not_reported": NOT_REPORTED}
        self._studies = desk.studies()
        self._place = self._first(reference_id)
        self._rows, self._row = [], 0
        self._read_rows()
        self.show()

    def _first(self, reference_id):
        """Return the place of the study to begin with."""
        ids = [study["reference_id"] for study in self._studies]
        if reference_id is not None:
            return ids.index(reference_id)
        waiting = (place for place, study in enumerate(self._studies) if not study["rows"])
        return next(waiting, 0)

    def _read_rows(self, evaluation_id=None):
        """Read the comparisons of the study that is shown, and point at one of them."""
        if not self._studies:
            return
        self._rows = list(self._desk.rows(self._studies[self._place]["reference_id"]))
        self._studies[self._place]["rows"] = sum(bool(row["id"]) for row in self._rows)
        ids = [row["evaluation_id"] for row in self._rows]
        if not self._rows:
            self._rows = [self._blank()]
        self._row = ids.index(evaluation_id) if evaluation_id in ids else 0
        self.studies = [
            {"id": study["reference_id"], "text": plain(study["title"])[:LONGEST_NAME]}
            | {"note": self._study_note(study)[:LONGEST_NAME]}
            for study in self._studies
        ]

    def _blank(self):
        return {"evaluation_id": "", "id": "", "reader": "", "at": "", "values": {}}

    def _study_note(self, study):
        rows = self.say("form.rows", n=study["rows"]) if study["rows"] else ""
        return " · ".join(filter(None, (plain(study["note"]), rows)))

    def look(self):
        """Return the comparison that is on the form, its study, and what its numbers say."""
        if not self._studies:
            can = dict.fromkeys(self.actions, False)
            return {"key": "", "progress": self.say("form.nothing"), "study": None, "can": can}
        study, row = self._studies[self._place], self._rows[self._row]
        values = {column: plain(row["values"].get(column)) for column in FIELDS}
        shown = shown_reference(
            self._desk.study(study["reference_id"]), self.say, lambda text: words_marked(text, (), ())
        )
        return {
            "key": " ".join((study["reference_id"], row["evaluation_id"] or f"new{self._row}", row["id"])),
            "progress": self.say("form.progress", place=self._place + 1, number=len(self._studies)),
            "second": self.say("form.second") if self._second else "",
            "excel": "" if self._second else self.say("form.excel", reader=self._desk.reader),
            "study": shown,
            "heard": shown["heard"],
            "rows": [self._tab(place) for place in range(len(self._rows))],
            "place": self._row,
            "values": values,
            "stored": self._stored_said(row),
            "can": self._can(row),
        } | self._read(values)

    def _can(self, row):
        can = {"undo": bool(self._desk.undoable), "withdraw": bool(row["id"])}
        can |= {"previous": self._place > 0, "next": self._place + 1 < len(self._studies)}
        return can | {"new": all(other["id"] for other in self._rows)}

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
        result = self._desk.result(values)
        return {"faults": faults, "filled": self._filled(values), "result": self._result(result, values)}

    def _filled(self, values):
        given = [column for column in EXPECTED if values.get(column)]
        silent = [
            column for column in given if is_not_reported(values[column]) or values[column] == "not_reported"
        ]
        return self.say(
            "form.filled", given=len(given) - len(silent), silent=len(silent), number=len(EXPECTED)
        )

    def _result(self, result, values):
        """Return the result as sentences and lines, and where its point lies on the plane."""
        return result_said(result, values, self.language)

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

    def do_store(self, content):
        """Store the comparison, if nothing in it is wrong."""
        values = self._values(content)
        faults = self._desk.check(values)
        row = self._rows[self._row]
        if faults:
            raise FaultyError(self.say("form.mend", n=len(faults)))
        study = self._studies[self._place]["reference_id"]
        kept = {"evaluation_id": row["evaluation_id"], "reference_id": study} | values
        evaluation_id = self._desk.store(kept, row["id"])
        self._read_rows(evaluation_id)
        return self.say("form.stored", name=self._tab(self._row)["name"])

    def do_new(self, _content):
        """Begin another comparison of the same study."""
        if all(row["id"] for row in self._rows):
            self._rows.append(self._blank())
        self._row = len(self._rows) - 1

    def do_withdraw(self, _content):
        """Take a stored comparison back; it stays in the history."""
        row = self._rows[self._row]
        name = self._tab(self._row)["name"]
        self._desk.withdraw(self._studies[self._place]["reference_id"], row["evaluation_id"])
        self._read_rows()
        return self.say("form.withdrawn", name=name)

    def do_undo(self, _content):
        """Undo what was stored or withdrawn last on this form."""
        undone = self._desk.undo()
        if undone is None:
            return self.say("nothing_to_undo")
        reference_id, evaluation_id = undone
        self._place = self._first(reference_id)
        self._read_rows(evaluation_id)
        return self.say("form.undone")

    def do_previous(self, _content):
        """Go one study back."""
        self._go(max(self._place - 1, 0))

    def do_next(self, _content):
        """Go one study on."""
        self._go(min(self._place + 1, len(self._studies) - 1))

    def do_open(self, content):
        """Go to the study that was picked."""
        self._go(self._first(content["study"]))

    def do_row(self, content):
        """Go to another comparison of the study."""
        place = int(content["place"])
        if 0 <= place < len(self._rows):
            self._row = place

    def _go(self, place):
        if self._studies:
            self._place = place
            self._read_rows()

    def read_out(self):
        """Return the comparison on the form as HTML."""
        shown = self.shown
        if shown["study"] is None:
            return element("p", escaped(shown["progress"]))
        cells = []
        for section in self.form["sections"]:
            for field in section["fields"]:
                value = shown["values"][field["name"]]
                named = {choice["value"]: choice["word"] for choice in field["choices"]}
                if value:
                    label = element("th", escaped(field["label"]), scope="row")
                    cells.append(element("tr", label, element("td", escaped(named.get(value, value)))))
        result = shown["result"]
        said = [element("p", escaped(result["said"]))]
        said += [element("p", escaped(f"{line['name']}: {line['value']}")) for line in result["lines"]]
        said += [element("ol", *(element("li", escaped(step)) for step in result["chain"]))]
        head = reference_as_html(shown["study"])[:3]
        return element("section", *head, element("table", *cells), *said, lang=self.language)


class FaultyError(ValueError):
    """What is filled in cannot be right; nothing was stored."""
