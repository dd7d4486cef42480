"""What can go wrong, each kind with the exit code the command line returns.

::

    ReviewError            2   shown to the user as one sentence, never as a traceback
    ├── UsageError         2   an option, a name or an order of steps that does not fit
    │   └── Question       2   something doubtful that a person must decide; nothing is stored meanwhile
    ├── SourceError        2   a file handed in cannot be read as what it claims to be
    ├── ProjectError       2   review.toml or the folder of a review is not as it must be
    ├── StoreError         2   the database cannot be opened, read or written
    └── CheckFailed        1   a check ran, and its answer is no
"""

__all__ = ["CheckFailed", "ProjectError", "Question", "ReviewError", "SourceError", "StoreError",
           "UsageError", "place"]  # fmt: skip


class ReviewError(Exception):
    """Something a user can mend; the message says where, what was found and what to do."""

    exit_code = 2


class UsageError(ReviewError):
    """An option, a name or an order of steps that does not fit."""


class Question(UsageError):
    """Something doubtful that a person must decide: nothing is stored, each doubt named, one answer decides.

    Parameters
    ----------
    what : str
        What is in doubt, as one sentence that says where.
    doubts : iterable of str
        Each doubt by itself, such as ``row 3, column pages: '2015-05-10' …``.
    answer : str
        What decides it, such as ``say --skip-unknown to import the rest``.

    Examples
    --------
    >>> print(Question("a.csv: 2 rows fit no reference", ["row 3: no DOI", "row 9: no DOI"], "mend them"))
    a.csv: 2 rows fit no reference; nothing is stored
      row 3: no DOI
      row 9: no DOI
    mend them
    """

    SHOWN = 40  # doubts in the sentence a terminal shows; `doubts` holds all of them

    def __init__(self, what, doubts, answer):
        self.what, self.doubts, self.answer = what, tuple(doubts), answer
        rest = len(self.doubts) - self.SHOWN
        more = [f"… and {rest} more; all of them with --json"] if rest > 0 else []
        lines = [f"  {doubt}" for doubt in (*self.doubts[: self.SHOWN], *more)]
        super().__init__("\n".join([f"{what}; nothing is stored", *lines, answer]))

    def as_dict(self):
        """Return the question as plain values, ready for JSON."""
        return {"question": self.what, "doubts": list(self.doubts), "answer": self.answer}


class SourceError(ReviewError):
    """A file handed in cannot be read as what it claims to be."""


class ProjectError(ReviewError):
    """review.toml or the folder of a review is not as it must be."""


class StoreError(ReviewError):
    """The database cannot be opened, read or written."""


class CheckFailed(ReviewError):
    """A check ran, and its answer is no."""

    exit_code = 1


def place(file, *, sheet=None, line=None, row=None, column=None):
    """Return where something is, in the words every message uses.

    Examples
    --------
    >>> place("a.ris", line=12, column="PY")
    'a.ris, line 12, column PY'
    >>> place("costs.xlsx", sheet="evaluations", row=3)
    'costs.xlsx, sheet evaluations, row 3'
    """
    parts = [str(file)]
    for word, value in (("sheet", sheet), ("line", line), ("row", row), ("column", column)):
        if value is not None:
            parts.append(f"{word} {value}")
    return ", ".join(parts)
