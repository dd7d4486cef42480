"""Reading: what a reader has read, reads now and reads next, fetched behind while one reads."""

from concurrent.futures import ThreadPoolExecutor

__all__ = ["Reading"]

AHEAD = 3
"""Batches that one fetch brings."""


class Reading:
    """The order in which one reader meets references.

    References come in batches. When a batch begins, the one after it is computed behind, from the
    decisions so far; it takes over when the batch is read, so that what is being read is never moved
    and nobody waits. Each fetch brings more than a batch: should the next one be late, one reads on.

    Parameters
    ----------
    fetch : callable
        ``fetch(n)`` returns ``{"rows": list of dict, "waiting": ids}``: the next `n` references of the
        queue, each with `reference_id`, and the ids of all that wait for this reader. Where ``"opening"``
        is true, the rows only open the reading, and the order that follows takes over as soon as it is
        there.
    news : callable
        Returns this reader's decisions that count, as a list of dict in the order they were made, where
        they have changed by other hands than this card's since it was asked last (the first time always),
        and None otherwise.
    batch : int
        References between two rankings.
    aside : iterable of dict
        What the reader put aside before.

    Attributes
    ----------
    said : dict of str to dict
        Reference to this reader's decision, oldest first.
    aside : list of dict
        What the reader has put aside; it comes last, or when asked for.
    trouble : Exception or None
        Why no more could be fetched.
    """

    def __init__(self, fetch, news, *, batch=10, aside=()):
        self._fetch, self._news, self._batch = fetch, news, batch
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review-reading")
        self._behind = None
        self._read = 0
        self.trouble = None
        self.said, self.aside, self._rows, self._waiting = {}, list(aside), [], set()
        self.catch_up()
        self._take(self._fetch_more())
        self.settle()

    @property
    def now(self):
        """The reference to read now, None where all is read."""
        return self._rows[0] if self._rows else None

    @property
    def left(self):
        """How many wait for this reader, those put aside among them."""
        return len(self._waiting - self.said.keys())

    @property
    def begun(self):
        """Whether a batch has just begun."""
        return self._read == 0

    def catch_up(self):
        """Learn what this reader has decided elsewhere, in another window or by a spreadsheet."""
        news = self._news()
        if news is not None:
            self.said = {row["reference_id"]: row for row in news}
            self._drop_read()

    def read(self, row):
        """Take note of a decision."""
        self.said.pop(row["reference_id"], None)
        self.said[row["reference_id"]] = row
        self._read += 1
        self.aside = [other for other in self.aside if other["reference_id"] != row["reference_id"]]
        self.settle()

    def unread(self, reference, before):
        """Take note that a decision was taken back; `before` is the one that counts again, or None."""
        self.said.pop(reference["reference_id"])
        if before is None:
            self._waiting.add(reference["reference_id"])
            self._rows.insert(0, reference)
        else:
            self.said[reference["reference_id"]] = before

    def put_aside(self):
        """Leave what is read now for later."""
        self.aside.append(self._rows.pop(0))
        self.settle()

    def bring_back(self):
        """Read now what was put aside first."""
        self._rows.insert(0, self.aside.pop(0))

    def settle(self):
        """Make sure that what is read next is there, and is computed anew when it is time."""
        self.trouble = None
        self._drop_read()
        if self._behind and (not self._rows or (self._read >= self._batch and self._behind.done())):
            behind, self._behind = self._behind, None
            self._take_from(behind.result)
        if not self._rows and self._unseen():
            self._take_from(self._fetch_more)
        if not self._rows and self.aside:
            self._rows, self.aside = self.aside, []
        more = self._unseen() or (self._opening and self._rows)
        if self._behind is None and self.trouble is None and more:
            self._behind = self._threads.submit(self._fetch_more)

    def _fetch_more(self):
        return self._fetch(AHEAD * self._batch + len(self.aside))

    def _unseen(self):
        """Return what waits and is neither here nor aside."""
        return self._waiting - self.said.keys() - {row["reference_id"] for row in (*self._rows, *self.aside)}

    def _take_from(self, fetched):
        """Take a new order if there is one; what went wrong is kept, to be told."""
        try:
            self._take(fetched())
        except Exception as error:  # what was decided is stored all the same
            self.trouble = error

    def _take(self, fetched):
        """Read on in a new order, without what was read or put aside since it was asked for."""
        self._opening = bool(fetched.get("opening"))
        self._read = self._batch if self._opening else 0
        self._waiting = set(fetched["waiting"]) | {row["reference_id"] for row in self.aside}
        aside = {row["reference_id"] for row in self.aside}
        self._rows = [row for row in fetched["rows"] if row["reference_id"] not in aside]
        self._drop_read()

    def _drop_read(self):
        self._rows = [row for row in self._rows if row["reference_id"] not in self.said]
        self.aside = [row for row in self.aside if row["reference_id"] not in self.said]
