"""The coding card: a study, the codebooks as a tree, and codes put on and taken off by keyboard."""

from functools import partial
from typing import ClassVar

import traitlets

from review.register import CODE_DIRECTIONS
from review.text import split
from review.vocabulary import say
from review.widgets.board_parts import LONGEST_NAME, Board, Studies, option
from review.widgets.card import browser_code, element, escaped, lines
from review.widgets.marking import plain
from review.widgets.references import reference_as_html, shown_reference

__all__ = ["CodingTree"]

SIGNS = {"helps": "+", "hinders": "-", "no_effect": "0", "mixed": "*"}
"""The key for each direction a code may have."""
LONGEST_WORD = 80
"""Characters of a word that speaks for a code."""


class CodingTree(Board):
    """Codes of the codebooks on included studies, one study at a time.

    Parameters
    ----------
    desk : object
        Where studies come from and codes go to. ``studies()`` returns a list of dictionaries
        (`reference_id`, `title`, `note`, `codes`: how many the reader has put), in the order to show them;
        ``study(reference_id)`` returns the row of a reference; ``mine(reference_id)`` returns the reader's
        codes as dictionaries of `codebook`, `code`, `direction` and `note`, oldest first;
        ``suggested(reference_id)`` returns dictionaries of `codebook`, `code` and `words` parted by "; ".
        ``put(reference_id, codebook, code, direction)`` stores a code and ``take_off(reference_id, codebook,
        code)`` takes one off, or raise where they cannot; ``undo()`` undoes the newest of these and returns
        its reference_id, or None; ``undoable`` tells whether there is something to undo.
    codebooks : DataFrame
        See `review.register.load_codebooks`.
    reference_id : str, optional
        The study to begin with; else the first without a code of the reader.
    invented, language, shortcuts
        See `review.widgets.ScreeningCard`.
    """

    _esm = browser_code("card.js", "reference.js", "boards.js", "coding_tree.js")
    _css = browser_code("card.css", "boards.css", "coding_tree.css")

    books = traitlets.List().tag(sync=True)
    studies = traitlets.List().tag(sync=True)

    actions: ClassVar[dict] = {
        "filter": "f", "put": "", "take_off": "", "direct": "", "find": "s", "undo": "z", "previous": "k",
        "next": "j", "open": "",
    }  # fmt: skip
    kinds = ("coding",)

    def __init__(self, desk, *, codebooks, reference_id=None, **look):
        super().__init__(desk, **look)
        self.books = self._tree(codebooks)
        items = [item for book in self.books for item in book["items"]]
        self._items = {item["id"]: item for item in items if not item["heading"]}
        rows = desk.studies()
        self.studies = [option(row["reference_id"], row["title"], row["note"]) for row in rows]
        self._studies = Studies(rows, "codes", reference_id)
        self._signs = [
            {"value": value, "sign": SIGNS[value], "word": self.say(f"coding.{value}")}
            for value in CODE_DIRECTIONS
        ]
        self.deeds = self._studies.deeds(then=lambda: None) | {
            "put": self._put, "take_off": self._take_off, "direct": self._direct,
            "undo": partial(self._undo, self._studies.go),
        }  # fmt: skip
        self.show()

    def _tree(self, codebooks):
        """Return the codebooks as the browser draws them: headings, and the codes below them."""
        books = []
        for name, rows in codebooks.groupby("codebook", sort=False):
            headings = set(rows.parent) - {""}
            items = [self._item(row, row["code"] in headings) for row in rows.to_dict("records")]
            books.append({"name": name, "word": self._book_word(name), "items": items})
        return books

    def _item(self, row, heading):
        return {
            "id": f"{row['codebook']}/{row['code']}",
            "codebook": row["codebook"],
            "code": row["code"],
            "heading": heading,
            "below": bool(row["parent"]),
            "directed": row["directed"] == "yes",
            "name": plain(row[f"name_{self.language}"])[:LONGEST_NAME],
            "definition": plain(row[f"definition_{self.language}"])[: 5 * LONGEST_NAME],
        }

    def _book_word(self, name):
        word = say(f"codebook.{name}", self.language)
        return plain(name).replace("_", " ") if word == f"codebook.{name}" else word

    def look(self):
        """Return the study that is on the card, the reader's codes on it, and those suggested."""
        study = self._studies.now
        if study is None:
            return self.nothing(self.say("coding.nothing")) | {"study": None}
        shown = shown_reference(self._desk.study(study), self.say)
        mine = [self._mine(row) for row in self._desk.mine(study)]
        self._studies.count(len(mine))
        put = {row["id"] for row in mine}
        suggested = [self._suggestion(row) for row in self._desk.suggested(study)]
        place, number = self._studies.place + 1, len(self._studies.rows)
        return {
            "key": study,
            "progress": self.say("coding.progress", place=place, number=number),
            "done": self.say("coding.done", n=sum(bool(one["codes"]) for one in self._studies.rows)),
            "study": shown,
            "heard": shown["heard"],
            "mine": mine,
            "suggested": [row for row in suggested if row["id"] not in put and row["id"] in self._items],
            "directions": self._signs,
            "can": self._studies.can() | {"undo": bool(self._desk.undoable)},
        }

    def _mine(self, row):
        identifier, direction = plain(f"{row['codebook']}/{row['code']}"), plain(row["direction"])
        name = self._items.get(identifier, {"name": plain(row["code"])})["name"]
        told = {"id": identifier, "name": name, "book": self._book_word(row["codebook"])}
        return told | {"direction": direction, "said": direction and self.say(f"coding.{direction}")}

    def _suggestion(self, row):
        words = [plain(word)[:LONGEST_WORD] for word in split(row["words"])]
        return {"id": plain(f"{row['codebook']}/{row['code']}"), "words": words}

    def _code(self, content):
        """Return the code a reader speaks of."""
        item = self._items.get(content.get("code"))
        if item is None:
            raise ValueError(self.say("coding.no_code"))
        return item

    def _stored(self, codebook, code):
        """Return the reader's row with a code on the study, None where there is none."""
        rows = self._desk.mine(self._studies.now)
        return next((row for row in rows if (row["codebook"], row["code"]) == (codebook, code)), None)

    def _put(self, content):
        """Put a code on the study."""
        item = self._code(content)
        if self._stored(item["codebook"], item["code"]) is not None:
            return self.say("coding.is_put", name=item["name"])
        self._desk.put(self._studies.now, item["codebook"], item["code"], "")
        return self.say("coding.put", name=item["name"])

    def _direct(self, content):
        """Say which way a code points; the same once more takes that back."""
        item, direction = self._code(content), content.get("direction")
        row = self._stored(item["codebook"], item["code"])
        if row is None:
            raise ValueError(self.say("coding.put_first"))
        if not item["directed"] or direction not in CODE_DIRECTIONS:
            raise ValueError(self.say("coding.not_directed"))
        direction = "" if row["direction"] == direction else direction
        self._desk.put(self._studies.now, item["codebook"], item["code"], direction, row["note"])
        said = self.say(f"coding.{direction or 'undirected'}")
        return self.say("coding.directed", name=item["name"], direction=said)

    def _take_off(self, content):
        """Take a code off the study; it stays in the history."""
        codebook, _, code = plain(content.get("code")).partition("/")
        row = self._stored(codebook, code)
        if row is None:
            return self.say("coding.nothing_to_take_off")
        self._desk.take_off(self._studies.now, codebook, code)
        return self.say("coding.taken_off", name=self._mine(row)["name"])

    def parts(self, shown):
        """Return the study, the reader's codes and the suggestions as HTML."""
        mine = [" · ".join(filter(None, (row["book"], row["name"], row["said"]))) for row in shown["mine"]]
        others = [
            f"{self._items[row['id']]['name']} ({', '.join(row['words'])})" for row in shown["suggested"]
        ]
        below = reference_as_html(shown["study"])
        for head, texts in (("mine", mine or [self.say("coding.none_put")]), ("suggested", others)):
            below += [element("h4", escaped(self.say(f"coding.{head}"))), element("ul", *lines("li", texts))]
        return below
