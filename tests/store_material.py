"""What the store's tests share: exports and rows to store, and a way around the store."""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import psycopg
import pytest

from review.records import Record, record_id, to_frame

both = pytest.mark.parametrize(
    "new_address",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)
"""Run a test on SQLite and on PostgreSQL."""


@dataclass
class StandIn:
    """What the store takes of an export that is read as it is stored, without a file."""

    records: pd.DataFrame
    name: str = "export.ris"
    sha256: str = ""
    format: str = "ris"
    encoding: str = "utf-8"
    database: str = "PubMed"
    said: dict = field(default_factory=dict)

    def __post_init__(self):
        self.path = Path("raw") / self.name
        self.sha256 = self.sha256 or f"sha256 of {self.name}"
        self.account = self
        self.shared_database = ""

    def batches(self):
        """Yield the records in two parts, as a file that is read some records at a time."""
        middle = len(self.records) // 2
        yield from (self.records.iloc[:middle], self.records.iloc[middle:])

    def as_dict(self):
        """Return an account of the lines."""
        return self.said or {"records": len(self.records), "lines": {"understood": 4 * len(self.records)}}


def make_export(titles, **changes):
    """Return an export of records with these titles, three lines each; equal titles give equal ids."""
    records = [
        Record(
            record_id([("TI", title)]),
            title=title,
            abstract=f"About {title}. " * 3,
            authors=("Berg, A", "Dahl, B"),
            year=None if number % 5 == 4 else 2000 + number % 20,
            doi=f"10.5555/{number}",
            database=changes.get("database", "PubMed"),
            source_file=changes.get("name", "export.ris"),
            first_line=3 * number + 1,
            last_line=3 * number + 3,
            raw=(("TI", title),),
            origins=(("title", "TI"),),
        )
        for number, title in enumerate(titles)
    ]
    return StandIn(to_frame(records), **changes)


def fill(store, n=3):
    """Import `n` records into a store and return their ids."""
    store.add_import(make_export([f"Title {number}" for number in range(n)]), reader="AB")
    return store.records(["record_id"])["record_id"].to_list()


def include(reference, **changes):
    """Return a decision as a row."""
    return {"reference_id": reference, "stage": "title_abstract", "decision": "include"} | changes


def connect_raw(address):
    """Return a connection that knows nothing of `review.store`, as another program would open it."""
    if address.startswith("postgresql"):
        return psycopg.connect(address)
    return sqlite3.connect(address)
