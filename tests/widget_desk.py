"""A desk without a database: what cards are given in tests that need no review."""

import threading

import pandas as pd

from review.errors import StoreError

__all__ = ["Queue", "press"]


class Queue:
    """References r0, r1, … in order, and what was decided on them."""

    def __init__(self, n=12, **texts):
        self.ids = [f"r{i}" for i in range(n)]
        self.texts, self.stored, self.fetched, self.changed = texts, [], 0, True
        self.broken = self.broken_fetch = False
        self.aside, self.own, self.certificate = [], None, None
        self.order = lambda ids: ids
        self.gate = threading.Event()
        self.gate.set()
        self.slow = threading.Event()
        self.slow.set()
        self.opening = False

    def row(self, name):
        """Return what a card shows of a reference."""
        told = {
            "title": f"Title {name}",
            "abstract": "AIM: Overuse. METHODS: In mice.",
            "keywords": "knee; pain",
        }
        told |= {"authors": "Berg, A", "journal": "J", "year": 2019, "doi": "10.1136/x", "pmid": "1"}
        return {"reference_id": name, **told, "language": "English", "databases": "PubMed", **self.texts}

    def fetch(self, n):
        """Return the next references."""
        self.gate.wait(5)
        if self.broken_fetch:
            raise StoreError("the server is away")
        self.fetched += 1
        said = {row["reference_id"] for row in self.stored}
        waiting = [name for name in self.ids if name not in said]
        ranked = {"score": 0.5, "drawn": self.texts.get("drawn", "ranked")}
        rows = [
            self.row(name) | ranked | {"rank": place} for place, name in enumerate(self.order(waiting)[:n], 1)
        ]
        return {"rows": rows, "waiting": waiting, "opening": self.fetched == 1 and self.opening}

    def news(self):
        """Return all decisions where others changed them."""
        changed, self.changed = self.changed, False
        return self.current() if changed else None

    def current(self):
        """Return the newest decision of each reference, in order."""
        newest = {}
        for row in self.stored:
            newest.pop(row["reference_id"], None)
            newest[row["reference_id"]] = row
        return list(newest.values())

    def lookup(self, name):
        """Return one reference."""
        return self.row(name)

    def explain(self, name):
        """Return two words."""
        self.slow.wait(5)
        return pd.DataFrame({"word": ["keyword: knee", "mice"], "weight": [0.2, -0.1]})

    def decide(self, row):
        """Store a decision."""
        if self.broken:
            raise StoreError("the disk is full")
        self.stored.append(dict(row))
        self.stored[-1]["id"] = str(len(self.stored))
        return str(len(self.stored))

    def undo(self, identifier):
        """Take the newest back."""
        assert identifier == self.stored[-1]["id"]
        taken = self.stored.pop()["reference_id"]
        return next((row for row in self.current() if row["reference_id"] == taken), None)

    def decide_all(self, rows):
        """Store several decisions, all or none."""
        if self.broken:
            raise StoreError("the disk is full")
        return [self.decide(row) for row in rows]

    def park(self, name):
        """Put aside."""
        if self.broken:
            raise StoreError("the disk is full")
        self.aside.append(name)

    def unpark(self, name):
        """Take up again."""
        self.aside.remove(name)

    def parked(self):
        """Return what is put aside."""
        return [self.row(name) for name in self.aside]

    def keep_words(self, words):
        """Keep a reader's own words."""
        self.own = words
        return {"for": ["overuse"], "against": ["mice"]} | (words or {}) | {"own": words is not None}

    def similar(self, name):
        """Return one decided reference."""
        return [{"title": "Like it", "decision": "exclude", "similarity": 0.415, "words": "knee; pain"}]

    def standing(self):
        """Return a certificate."""
        return self.certificate


def press(card, name, key=None, **more):
    """Do what the browser does when the reader presses a key."""
    key = card.shown["key"] if key is None else key
    card._handle_custom_msg({"do": name, "key": key, **more}, [])
