"""Columns: what each reference table holds, cell by cell, and which tables there are."""

from dataclasses import dataclass

from review.text import shipped_words

__all__ = ["CODE_DIRECTIONS", "DEMAND_TABLES", "RECOMMENDATION_COLUMNS", "SHEET_PARTS", "SOURCE_KINDS",
           "TABLES", "Table"]  # fmt: skip

CODE_DIRECTIONS = ("helps", "hinders", "mixed", "no_effect")
"""Which way a code of a directed codebook points: towards less of the care, against it, both, or neither."""


@dataclass(frozen=True, slots=True)
class Table:
    """One reference table: a CSV file that people edit in a spreadsheet.

    A column's rule is a tuple of allowed values, [smallest, largest] for a number (empty means not known),
    `str` for free text, "required" for text that must be there, or "date" for 2025, 2025-05 or 2025-05-20.
    """

    name: str  # also its file below references/, with .csv
    about: str  # what one row is
    key: tuple[str, ...]  # columns that together tell rows apart; empty where rows may repeat
    columns: dict  # column to its rule
    ordered: tuple = ()  # groups of columns whose numbers must not fall from left to right
    together: tuple = ()  # pairs of columns: where the first is filled in, the second must be

    @property
    def points(self):
        """Column to the table whose first key column it names; several names parted by ``;``."""
        return {name: there for name, there in _POINTS.items() if name in self.columns and there != self.name}


_POINTS = {
    "recommendation_id": "recommendations", "recommendation_ids": "recommendations",
    "document_id": "documents", "code": "codebooks",
}  # fmt: skip


def rule_of(said):
    """Return the rule of a column, from what ``columns.toml`` says of it."""
    if isinstance(said, list):
        return tuple(said) if isinstance(said[0], str) else said
    return str if said == "text" else said


def tables_in(shipped):
    """Yield name and `Table` of each section of ``columns.toml``."""
    for name, said in shipped.items():
        columns = {column: rule_of(one) for column, one in said["columns"].items()}
        how = {part: tuple(map(tuple, said.get(part, ()))) for part in ("ordered", "together")}
        yield name, Table(name, said["about"], tuple(said.get("key", ())), columns, **how)


TABLES = dict(tables_in(shipped_words("register/columns.toml")))
"""Every reference table that people edit, by name."""

SHEET_PARTS = TABLES["sheets"].columns["part"]
"""The parts of a support sheet that people write; measure and cost come from tables of their own."""
SOURCE_KINDS = TABLES["register_sources"].columns["kind"]
"""Whose page a recommendation rests on: its sender's own, that of somebody who retells it, a company's."""
RECOMMENDATION_COLUMNS = TABLES["recommendations"].columns
DEMAND_TABLES = (*(name for name, table in TABLES.items() if "invented" in table.columns), "register_sources")
"""The tables that answer the demands, and the register's own sources; where one is missing it has no rows."""
