"""Pages: what waits for a reader in portions of a screenful, the next one fetched behind."""

from concurrent.futures import ThreadPoolExecutor

__all__ = ["Pages"]


class Pages:
    """References a page at a time; what is left on a page stays where it is.

    Parameters
    ----------
    fetch, news : callable
        As for `review.widgets.reading.Reading`.
    size : int
        References on a page.

    Attributes
    ----------
    said : dict of str to dict
        Reference to this reader's decision, oldest first.
    place : int
        Which page is shown, from 0.
    """

    def __init__(self, fetch, news, *, size):
        self._fetch, self._news, self._size = fetch, news, size
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review-pages")
        self._behind = None
        self.said, self._pages, self._waiting, self.place = {}, [], set(), 0
        self.catch_up()
        self._add(self._fetch_more())
        self._prepare()

    @property
    def rows(self):
        """What is left to decide on the page that is shown."""
        page = self._pages[self.place] if self._pages else []
        return [row for row in page if row["reference_id"] not in self.said]

    @property
    def left(self):
        """How many wait for this reader."""
        return len(self._waiting - self.said.keys())

    @property
    def is_last(self):
        """Whether no reference comes after this page."""
        return self.place + 1 >= len(self._pages) and not self._unseen()

    def catch_up(self):
        """Learn what this reader has decided elsewhere."""
        news = self._news()
        if news is not None:
            self.said = {row["reference_id"]: row for row in news}

    def forward(self):
        """Show the next page that has anything left; stay where there is none."""
        before = self.place
        while self._has_next():
            self.place += 1
            if self.rows:
                self._prepare()
                return
        self.place = before

    def _has_next(self):
        """Return whether there is a page after this one; it is fetched where there may be."""
        if self.place + 1 >= len(self._pages):
            fetched = self._behind.result() if self._behind else self._fetch_more()
            self._behind = None
            self._add(fetched)
        return self.place + 1 < len(self._pages)

    def back(self):
        """Show the page before this one that has anything left; stay where there is none."""
        earlier = range(self.place - 1, -1, -1)
        self.place = next((place for place in earlier if self._left_on(place)), self.place)

    @property
    def is_first(self):
        """Whether nothing is left on the pages before this one."""
        return not any(self._left_on(place) for place in range(self.place))

    def _left_on(self, place):
        return any(row["reference_id"] not in self.said for row in self._pages[place])

    def show_again(self, reference_id):
        """Show the page a reference stands on."""
        holds = (any(row["reference_id"] == reference_id for row in page) for page in self._pages)
        self.place = next((place for place, found in enumerate(holds) if found), self.place)

    def _prepare(self):
        """Fetch what comes after the last page behind, while this one is looked at."""
        if self._behind is None and self.place + 1 >= len(self._pages) and self._unseen():
            self._behind = self._threads.submit(self._fetch_more)

    def _seen(self):
        return {row["reference_id"] for page in self._pages for row in page}

    def _unseen(self):
        return self._waiting - self.said.keys() - self._seen()

    def _fetch_more(self):
        undecided = len(self._seen() - self.said.keys())
        return self._fetch(undecided + 2 * self._size)

    def _add(self, fetched):
        """Add one page of what was not on any."""
        self._waiting = set(fetched["waiting"])
        known = self._seen() | self.said.keys()
        new = [row for row in fetched["rows"] if row["reference_id"] not in known]
        if new:
            self._pages.append(new[: self._size])
