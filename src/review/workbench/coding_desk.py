"""The desk of the coding card: where studies and suggestions come from, and where codes go."""

from review import coding
from review.workbench.desks import as_rows, published

__all__ = ["CodingDesk"]

SUGGESTED = 2
"""Codes that are suggested per study and codebook."""
KEY = ("codebook", "code")
SAID = (*KEY, "direction", "note")


class CodingDesk:
    """What one reader codes, blind to the others (see `review.widgets.CodingTree`)."""

    def __init__(self, store, pile, register, decisions, codes, *, reader, asked=None):
        self._store, self._codes, self.reader = store, codes, reader
        self._register = register
        if asked is not None:
            pile.check([asked])
        references = pile.references()
        wanted = decisions.included() | set(self._own().reference_id) | {asked}
        references = references[references.reference_id.isin(wanted)].reset_index(drop=True)
        self._references = references.set_index("reference_id", drop=False)
        # suggestions rest on the codebooks and this reader's own codes, so that they tell nothing of others'
        suggested = coding.suggest(references, register.codebooks(), self._own(), n=SUGGESTED)
        self._suggested = dict(tuple(suggested.groupby("reference_id")))
        self._done = []

    def _own(self):
        codes = self._codes.current()
        return codes[codes.reader == self.reader]

    def codebooks(self):
        """Return the codebooks."""
        return self._register.codebooks()

    @property
    def undoable(self):
        """Whether something was put on or taken off on this card."""
        return bool(self._done)

    def studies(self):
        """Return the included studies in the order of the review."""
        counts = self._own().reference_id.value_counts()
        return [
            {"reference_id": row.reference_id, "title": row.title, "note": published(row)}
            | {"codes": int(counts.get(row.reference_id, 0))}
            for row in self._references.itertuples()
        ]

    def study(self, reference_id):
        """Return the row of a reference."""
        return as_rows(self._references.loc[[reference_id]])[0]

    def mine(self, reference_id):
        """Return this reader's codes on a study, oldest first."""
        own = self._own()
        first = self._store.history("codes").drop_duplicates(["reference_id", "reader", *KEY])
        order = {pair: place for place, pair in enumerate(zip(first.codebook, first.code, strict=True))}
        rows = own[own.reference_id == reference_id][list(SAID)].to_dict("records")
        return sorted(rows, key=lambda row: order.get((row["codebook"], row["code"]), 0))

    def suggested(self, reference_id):
        """Return the codes the study's words speak for, the likeliest first."""
        found = self._suggested.get(reference_id)
        if found is None:
            return []
        return found.sort_values("score", ascending=False, kind="stable").to_dict("records")

    def put(self, reference_id, codebook, code, direction, note=""):
        """Put a code on a study, or say anew which way it points."""
        said = {"reader": self.reader, "direction": direction, "note": note}
        made = self._codes.add(reference_id, codebook, code, **said)
        self._done.append((reference_id, "put", made))

    def take_off(self, reference_id, codebook, code):
        """Take a code off, and what it stood in for, so that none of it counts again."""
        own = self._own()
        before = own[(own.reference_id == reference_id) & (own.codebook == codebook) & (own.code == code)]
        self._codes.remove(reference_id, codebook, code, reader=self.reader)
        self._done.append((reference_id, "off", before.iloc[0]))

    def undo(self):
        """Undo the newest of these and return its study, or None."""
        if not self._done:
            return None
        reference_id, kind, what = self._done[-1]
        if kind == "put":
            self._store.withdraw("codes", what, reader=self.reader, note="undo")
        else:
            said = {name: what[name] for name in ("direction", "note")}
            self._codes.add(reference_id, what.codebook, what.code, reader=self.reader, **said)
        self._done.pop()
        return reference_id
