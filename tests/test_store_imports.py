"""Imports: each record once, each sighting of it, and nothing half."""

import json

import pandas as pd
import pytest

from review.errors import SourceError, UsageError
from review.formats import read_export
from review.records import RECORD_COLUMNS
from store_material import both, make_export

pytest_plugins = ["store_fixtures"]


@both
def test_records_come_back_as_they_went_in(store):
    """The frame that is read is the frame that was stored, types and all."""
    export = make_export([f"Låg nytta {number}, Ω" for number in range(12)])
    counts = store.add_import(export, reader="AB")
    pd.testing.assert_frame_equal(store.records(), export.records)
    assert (counts["records"], counts["new"], counts["known"]) == (12, 12, 0)


def test_what_formats_reads_is_stored(store, tmp_path):
    """An export as `review.formats` reads it is kept as it is, with its account."""
    path = tmp_path / "small.ris"
    entry = "TY  - JOUR\nTI  - Låg nytta\nAU  - Berg, A\nPY  - 2019\nAN  - 1\nER  - \n"
    path.write_text(entry + entry.replace("Låg", "Hög"), encoding="utf-8")
    export = read_export(path, database="PubMed")
    store.add_import(export, reader="AB")
    pd.testing.assert_frame_equal(store.records(), export.records)
    (described,) = store.imports().to_dict("records")
    assert json.loads(described["account"]) == export.account.as_dict()
    assert (described["file_name"], described["sha256"]) == ("small.ris", export.sha256)


@both
def test_the_same_file_a_second_time_changes_nothing(store):
    """The counts point to the first import, and no row was added."""
    export = make_export(["A", "B"])
    first = store.add_import(export, reader="AB")
    before = store.counts()
    again = store.add_import(export, reader="CD")
    assert again == first | {"new": 0, "known": 2, "already_imported": True}
    assert store.counts() == before


@both
def test_a_record_seen_in_two_files_is_kept_once(store):
    """The record stands where it was first seen; both sightings are kept."""
    one = store.add_import(make_export(["A", "B"], name="one.ris"), reader="AB")
    two = store.add_import(make_export(["C", "B"], name="two.ris", database="Scopus"), reader="AB")
    assert (two["new"], two["known"]) == (1, 1)
    records = store.records(["title", "source_file", "database", "first_line"])
    assert records.to_numpy().tolist() == [
        ["A", "one.ris", "PubMed", 1],
        ["B", "one.ris", "PubMed", 4],
        ["C", "two.ris", "Scopus", 1],
    ]
    sightings = store.sightings()
    assert sightings["import_id"].to_list() == [one["import_id"]] * 2 + [two["import_id"]] * 2
    assert sightings["position"].to_list() == [1, 2, 1, 2]
    assert sightings["database"].to_list() == ["PubMed", "PubMed", "Scopus", "Scopus"]


@both
def test_an_import_is_described(store):
    """What is known of the file and the search is kept, the account as JSON."""
    export = make_export(["A"], name="s.ris", sha256="abc", said={"lines": {"understood": 3}, "é": [1]})
    store.add_import(
        export, reader="AB", at="2026-03-01T10:00:00+01:00", searched_on="2026-02-28", search="low value"
    )
    (row,) = store.imports().to_dict("records")
    assert json.loads(row.pop("account")) == {"lines": {"understood": 3}, "é": [1]}
    assert len(row.pop("import_id")) == 36
    assert row == {
        "file_name": "s.ris",
        "sha256": "abc",
        "format": "ris",
        "encoding": "utf-8",
        "database": "PubMed",
        "searched_on": "2026-02-28",
        "search": "low value",
        "at": "2026-03-01T09:00:00.000000Z",
        "reader": "AB",
        "n_records": 1,
    }


def test_empty_frames_have_their_columns_and_types(store):
    """Before the first import the frames are empty, not missing."""
    records = store.records()
    assert list(records.columns) == list(RECORD_COLUMNS)
    assert {str(kind) for kind in records.dtypes} == {"str", "Int64", "int64"}
    assert len(store.imports()) == len(store.sightings()) == 0


@pytest.mark.parametrize("columns", [["title"], ["last_line", "record_id"], ["year", "source_file"]])
def test_only_the_columns_asked_for_are_read(store, columns):
    """Columns come in the order asked for."""
    store.add_import(make_export(["A", "B"]), reader="AB")
    pd.testing.assert_frame_equal(store.records(columns), store.records()[columns])


def test_an_unknown_column_is_named(store):
    """The message lists what there is."""
    with pytest.raises(UsageError, match="records have no column tittle; they have record_id, title"):
        store.records(["tittle"])


def test_an_export_without_records_is_an_import(store):
    """A search that found nothing is remembered too."""
    assert store.add_import(make_export([]), reader="AB")["records"] == 0
    assert store.imports()["n_records"].to_list() == [0]


UNFIT = {
    "twice": (["A", "B", "A"], "line 7: two entries have the same id"),
    "nul": (["A", "B\0"], "line 4, column title: expected text, found a character .*NUL"),
    "surrogate": (["A", "B\ud83d"], "line 4, column title: expected text, found a character"),
}


@pytest.mark.parametrize(("titles", "message"), UNFIT.values(), ids=UNFIT)
def test_an_export_that_does_not_fit_leaves_nothing(store, titles, message):
    """The message names file and line, and no row of the file is kept."""
    with pytest.raises(SourceError, match=f"export.ris, {message}"):
        store.add_import(make_export(titles), reader="AB")
    assert not any(store.counts().values())


def test_an_import_needs_a_reader(store):
    """Who imported is part of the memory."""
    with pytest.raises(UsageError, match="reader must be a name; got ''"):
        store.add_import(make_export(["A"]), reader="")


@both
def test_where_one_of_several_files_fails_none_is_stored(store):
    """Files are read while they are stored, all or none."""
    good, bad = make_export(["A", "B"], name="good.ris"), make_export(["C", "C\ud83d"], name="bad.ris")
    with pytest.raises(SourceError, match="bad.ris, line 4, column title"):
        store.add_imports([(good, {"searched_on": "", "search": ""}), (bad, {})], reader="AB")
    assert not any(store.counts().values())


@both
def test_records_can_be_asked_for_by_what_stands_in_them(store):
    """One text of several is enough; signs that databases read as placeholders are plain signs."""
    store.add_import(make_export(["A 5% cut", "A label", "B"]), reader="AB")
    assert store.records(["title"], raw_holds=["5% C", "label"]).title.to_list() == ["A 5% cut", "A label"]
    assert store.records(["title"], raw_holds=["A_"]).empty
