"""Export files of literature databases: in with an account of every line, and out again."""

from review.formats.account import PROBLEM_COLUMNS, Account
from review.formats.export import Export, read_export
from review.formats.tables import read_table
from review.formats.write import read_jsonl, write_csv, write_jsonl, write_ris, write_xlsx

__all__ = [
    "PROBLEM_COLUMNS",
    "Account",
    "Export",
    "read_export",
    "read_jsonl",
    "read_table",
    "write_csv",
    "write_jsonl",
    "write_ris",
    "write_xlsx",
]
