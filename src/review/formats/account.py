"""The account of an import: every line of the file was understood, repaired or not understood."""

from dataclasses import dataclass, field

import pandas as pd

__all__ = ["PROBLEM_COLUMNS", "Account", "Tally"]

PROBLEM_COLUMNS = ("line", "tag", "reason", "text", "kind")
SHOWN = 200  # characters of a repaired line kept in the account; the whole of it is in the record


class Tally:
    """What a reader notes while it goes through a file, line by line."""

    def __init__(self, unit="line"):
        self.unit = unit  # what is counted: line, or row for tables
        self.lines = 0  # of the file, set when it is at its end
        self.starts = 0  # start tags seen, such as TY
        self.records = 0  # handed on; more than starts where a start tag was missing
        self.headers = []  # lines that say something of the whole file, such as "Database: Embase"
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

    Each line is understood, repaired or not understood: together they are all `lines`. Blank lines, line
    ends and numbering between records count as understood. A line may have more than one of `problems`:
    repairs, doubtful values and lines not understood.
    """

    file: str  # its name without folders
    format: str
    encoding: str
    records: int
    starts: int  # start tags (TY, PMID-, PT …; rows); fewer than records where one was missing
    lines: dict  # understood, repaired, not_understood: number of lines (rows for tables)
    problems: pd.DataFrame  # `PROBLEM_COLUMNS`
    fill: dict  # field to the share of records that have it, from 0 to 1
    headers: tuple = ()  # lines of the whole file that stand in no record, such as "Database: Embase"
    unit: str = "line"  # what is counted, or row
    unused: tuple = ()  # columns of a table that fill no field; each record keeps them
    columns: dict = field(default_factory=dict)  # field to the columns that a person named for it

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
