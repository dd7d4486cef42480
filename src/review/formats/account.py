"""The account of an import: every line of the file was understood, repaired or not understood."""

from dataclasses import dataclass, field

import pandas as pd

__all__ = ["PROBLEM_COLUMNS", "Account", "Tally"]

PROBLEM_COLUMNS = ("line", "tag", "reason", "text", "kind")
SHOWN = 200  # characters of a repaired line kept in the account; the whole of it is in the record


class Tally:
    """What a reader notes while it goes through a file, line by line.

    Attributes
    ----------
    lines : int
        Lines of the file (rows for tables), set when the file is at its end.
    starts : int
        Start tags seen, such as TY.
    records : int
        Records handed on; more than `starts` where a start tag was missing.
    headers : list of str
        Lines that say something of the whole file, such as ``Database: Embase``.
    unit : str
        What is counted: ``line`` or ``row``.
    """

    def __init__(self, unit="line"):
        self.unit = unit
        self.lines = 0
        self.starts = 0
        self.records = 0
        self.headers = []
        self.notes = []

    def repaired(self, line, tag, reason, text=""):
        """Note that a line was read after mending it."""
        self.notes.append((line, tag, reason, text[:SHOWN], "repaired"))

    def doubtful(self, line, tag, reason, text=""):
        """Note that a value cannot be what was meant: it is kept in the record, and no field made of it."""
        self.notes.append((line, tag, reason, text[:SHOWN], "doubtful"))

    def not_understood(self, line, tag, reason, text=""):
        """Note that a line is in no record; its text is kept here whole."""
        self.notes.append((line, tag, reason, text, "not_understood"))

    def counts(self):
        """Return how many lines were understood, repaired and not understood; they add up to all lines.

        A line with a doubtful value counts among the repaired ones.
        """
        lost = {note[0] for note in self.notes if note[4] == "not_understood"}
        mended = {note[0] for note in self.notes} - lost
        understood = self.lines - len(mended) - len(lost)
        return {"understood": understood, "repaired": len(mended), "not_understood": len(lost)}

    def problems(self):
        """Return the notes as a frame with `PROBLEM_COLUMNS`, in the order of the file."""
        frame = pd.DataFrame(self.notes, columns=list(PROBLEM_COLUMNS))
        types = {name: "str" for name in PROBLEM_COLUMNS if name != "line"} | {"line": "int64"}
        return frame.astype(types).sort_values("line", kind="stable", ignore_index=True)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of every line of an export.

    Attributes
    ----------
    file, format, encoding : str
        Name of the file without folders, and what it was read as.
    records : int
        Records read.
    starts : int
        Start tags seen (``TY``, ``PMID-``, ``PT`` …; rows for tables). Fewer than `records` where a start
        tag was missing, which `problems` then says.
    lines : dict
        ``understood``, ``repaired``, ``not_understood``: number of lines (rows for tables). Together they
        are all lines of the file. Blank lines, line ends and numbering between records count as understood.
    problems : pandas.DataFrame
        `PROBLEM_COLUMNS`: each repair, each doubtful value and each line not understood. A line may have
        more than one.
    fill : dict
        Field to the share of records that have it, from 0 to 1.
    headers : tuple of str
        Lines that say something of the whole file and stand in no record, such as ``Database: Embase``.
    unit : str
        What `lines` counts: ``line`` or ``row``.
    unused : tuple of str
        Columns of a table that hold something and were read into no field; each record keeps them.
    columns : dict
        Field to the columns that a person named for it.
    """

    file: str
    format: str
    encoding: str
    records: int
    starts: int
    lines: dict
    problems: pd.DataFrame
    fill: dict
    headers: tuple = ()
    unit: str = "line"
    unused: tuple = ()
    columns: dict = field(default_factory=dict)

    def as_dict(self):
        """Return the account as plain values, ready for JSON."""
        return {
            "file": self.file, "format": self.format, "encoding": self.encoding, "records": self.records,
            "lines": dict(self.lines), "headers": list(self.headers), "unused": list(self.unused),
            "columns": {name: list(of) for name, of in self.columns.items()},
            "problems": self.problems[["line", "tag", "reason", "kind", "text"]].to_dict("records"),
        }  # fmt: skip

    def reasons(self):
        """Return how often each reason occurs, as a frame of kind, reason, tag, lines and first_line."""
        groups = self.problems.groupby(["kind", "reason", "tag"], sort=False)["line"]
        return groups.agg(lines="count", first_line="min").reset_index()
