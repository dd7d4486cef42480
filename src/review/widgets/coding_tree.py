"""The coding card: a study, the codebooks as a tree, and codes put on and taken off by keyboard."""

from typing import ClassVar

import traitlets

from review.register import CODE_DIRECTIONS
from review.text import split
from review.vocabulary import say
from review.widgets.board_parts import LONGEST_NAME, Board
from review.widgets.card import browser_code, element, escaped
from review.widgets.marking import plain, words_marked
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

    _esm = browser_code("card.js", "boards.js", "coding_tree.js")
    _css = browser_code("card.css", "boards.css", "coding_tree.css")

    books = traitlets.List().tag(sync=True)
    studies = traitlets.List().tag(sync=True)

    actions: ClassVar[dict] = {
        "filter": "f", "put": "", "take_off": "", "direct": "", "find": "s", "undo": "z", "previous": "k",
        "next": "j", "open": "",
    }  # fmt: skip
    wanted_words = tuple(
        f"coding.{name}"
        for name in (
            "title", "find", "none_fits", "filter", "no_code", "mine", "none_put", "suggested", "tree",
            "text", "keys", "direction", "put_first", "not_directed", "is_put", "nothing_to_take_off",
        )
    )  # fmt: skip

    def __init__(self, desk, *, codebooks, reference_id=None, invented=False, language="sv", shortcuts=None):
        super().__init__(language=language, shortcuts=shortcuts, invented=invented)
        self._desk = desk
        self.books = self._tree(codebooks)
        self._names = {
            item["id"]: item for book in self.books for item in book["items"] if not item["heading"]
        }
        self._studies = desk.studies()
        self.studies = [
            {"id": one["reference_id"]}
            | {"text": plain(one["title"])[:LONGEST_NAME], "note": plain(one["note"])[:LONGEST_NAME]}
            for one in self._studies
        ]
        self._place = self._first(reference_id)
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

    def _first(self, reference_id):
        ids = [one["reference_id"] for one in self._studies]
        if reference_id is not None:
            return ids.index(reference_id)
        return next((place for place, one in enumerate(self._studies) if not one["codes"]), 0)

    def look(self):
        """Return the study that is on the card, the reader's codes on it, and those suggested."""
        if not self._studies:
            can = dict.fromkeys(self.actions, False)
            return {"key": "", "progress": self.say("coding.nothing"), "study": None, "can": can}
        reference_id = self._reference_id()
        study = shown_reference(
            self._desk.study(reference_id), self.say, lambda text: words_marked(text, (), ())
        )
        mine = [self._mine(row) for row in self._desk.mine(reference_id)]
        self._studies[self._place]["codes"] = len(mine)
        put = {row["id"] for row in mine}
        suggested = [self._suggestion(row) for row in self._desk.suggested(reference_id)]
        done = sum(bool(one["codes"]) for one in self._studies)
        number = len(self._studies)
        return {
            "key": reference_id,
            "progress": self.say("coding.progress", place=self._place + 1, number=number),
            "done": self.say("coding.done", n=done),
            "study": study,
            "heard": study["heard"],
            "mine": mine,
            "suggested": [row for row in suggested if row["id"] not in put and row["id"] in self._names],
            "directions": [
                {"value": value, "sign": SIGNS[value], "word": self.say(f"coding.{value}")}
                for value in CODE_DIRECTIONS
            ],
            "can": {
                "undo": bool(self._desk.undoable),
                "previous": self._place > 0,
                "next": self._place + 1 < number,
            },
        }

    def _reference_id(self):
        return self._studies[self._place]["reference_id"]

    def _mine(self, row):
        identifier = plain(f"{row['codebook']}/{row['code']}")
        known = self._names.get(identifier, {"name": plain(row["code"]), "directed": False})
        direction = plain(row["direction"])
        return {
            "id": identifier,
            "name": known["name"],
            "book": self._book_word(row["codebook"]),
            "directed": known["directed"],
            "direction": direction,
            "said": self.say(f"coding.{direction}") if direction else "",
        }

    def _suggestion(self, row):
        words = [plain(word)[:LONGEST_WORD] for word in split(row["words"])]
        return {"id": plain(f"{row['codebook']}/{row['code']}"), "words": words}

    def _code(self, content):
        """Return the code a reader speaks of."""
        item = self._names.get(content.get("code"))
        if item is None:
            raise ValueError(self.say("coding.no_code"))
        return item

    def _is_put(self, item):
        return next((row for row in self._desk.mine(self._reference_id()) if same(row, item)), None)

    def do_put(self, content):
        """Put a code on the study."""
        item = self._code(content)
        if self._is_put(item) is not None:
            return self.say("coding.is_put", name=item["name"])
        self._desk.put(self._reference_id(), item["codebook"], item["code"], "")
        return self.say("coding.put", name=item["name"])

    def do_direct(self, content):
        """Say which way a code points; the same once more takes that back."""
        item, direction = self._code(content), content.get("direction")
        row = self._is_put(item)
        if row is None:
            raise ValueError(self.say("coding.put_first"))
        if not item["directed"] or direction not in CODE_DIRECTIONS:
            raise ValueError(self.say("coding.not_directed"))
        direction = "" if row["direction"] == direction else direction
        self._desk.put(self._reference_id(), item["codebook"], item["code"], direction, row["note"])
        said = self.say(f"coding.{direction}") if direction else self.say("coding.undirected")
        return self.say("coding.directed", name=item["name"], direction=said)

    def do_take_off(self, content):
        """Take a code off the study; it stays in the history."""
        codebook, _, code = plain(content.get("code")).partition("/")
        row = self._is_put({"codebook": codebook, "code": code})
        if row is None:
            return self.say("coding.nothing_to_take_off")
        self._desk.take_off(self._reference_id(), codebook, code)
        return self.say("coding.taken_off", name=self._mine(row)["name"])

    def do_undo(self, _content):
        """Undo what was put on or taken off last on this card, and show its study."""
        undone = self._desk.undo()
        if undone is None:
            return self.say("nothing_to_undo")
        self._place = self._first(undone)
        return self.say("coding.undone")

    def do_previous(self, _content):
        """Go one study back."""
        self._place = max(self._place - 1, 0)

    def do_next(self, _content):
        """Go one study on."""
        self._place = max(min(self._place + 1, len(self._studies) - 1), 0)

    def do_open(self, content):
        """Go to the study that was picked."""
        self._place = self._first(content["study"])

    def read_out(self):
        """Return the study, the reader's codes and the suggestions as HTML."""
        shown = self.shown
        if shown["study"] is None:
            return element("p", escaped(shown["progress"]))
        mine = [" · ".join(filter(None, (row["book"], row["name"], row["said"]))) for row in shown["mine"]]
        mine = [element("li", escaped(text)) for text in mine or [self.say("coding.none_put")]]
        others = [
            f"{self._names[row['id']]['name']} ({', '.join(row['words'])})" for row in shown["suggested"]
        ]
        others = [element("li", escaped(text)) for text in others]
        return element(
            "section",
            element("p", escaped(shown["progress"])),
            *reference_as_html(shown["study"]),
            element("h4", escaped(self.say("coding.mine"))),
            element("ul", *mine),
            element("h4", escaped(self.say("coding.suggested"))),
            element("ul", *others),
            lang=self.language,
        )


def same(row, item):
    """Return whether a stored code is this one."""
    return (row["codebook"], row["code"]) == (item["codebook"], item["code"])
