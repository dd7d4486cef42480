"""Tables of publications, whatever their columns are called."""

import pandas as pd
import pytest

from review.duplicates import as_records
from review.errors import UsageError
from review.records import RECORD_COLUMNS, Record, to_frame

NAMES = [
    pytest.param("ID", "x1", "record_id", "x1", id="id"),
    pytest.param("Record ID", "x1", "record_id", "x1", id="record-id"),
    pytest.param("author", "Berg, A", "authors", "Berg, A", id="author"),
    pytest.param("number", "3", "issue", "3", id="number"),
    pytest.param("DOI", "https://doi.org/10.5555/X", "doi", "10.5555/x", id="doi"),
    pytest.param("Journal/Book", "Knee", "journal", "Knee", id="pubmed-journal"),
    pytest.param("Source title", "Knee", "journal", "Knee", id="scopus-journal"),
    pytest.param("Medline PMID", "31000001", "pmid", "31000001", id="embase-pmid"),
    pytest.param("Publication Year", "2019 Mar", "year", 2019, id="year-with-month"),
    pytest.param("source", "Embase", "database", "Embase", id="source"),
    pytest.param("ENTRYTYPE", "article", "type", "article", id="entry-type"),
    pytest.param("rec-number", "x1", "record_id", "x1", id="endnote-number"),
    pytest.param("rec_id", "x1", "record_id", "x1", id="rec-id"),
    pytest.param("container_title", "Knee", "journal", "Knee", id="container-title"),
    pytest.param("A1", "Berg, A", "authors", "Berg, A", id="ris-authors"),
    pytest.param("N2", "Knees hurt.", "abstract", "Knees hurt.", id="ris-abstract"),
    pytest.param("author", "NaN", "authors", "", id="not-a-number"),
    pytest.param("volume", "12.0", "volume", "12", id="volume-as-decimal"),
    pytest.param("year", "2019.0", "year", 2019, id="year-as-decimal"),
]


@pytest.mark.parametrize(("column", "value", "field", "expected"), NAMES)
def test_common_names_are_understood(column, value, field, expected):
    """The columns of databases and reference managers find their field."""
    records = as_records(pd.DataFrame({"title": ["Knee pain"], column: [value]}))
    assert records[field][0] == expected


def test_all_columns_are_there():
    """Missing columns are blank, and the frame is like one from an import."""
    records = as_records(pd.DataFrame({"title": ["Knee pain"]}))
    assert tuple(records.columns) == RECORD_COLUMNS
    assert records.dtypes.equals(to_frame([Record("r1")]).dtypes)
    assert records["abstract"].tolist() == [""]


def test_rows_without_id_are_numbered():
    """A table without ids gets the numbers of its rows."""
    assert as_records(pd.DataFrame({"title": ["A", "B"]}))["record_id"].tolist() == ["row1", "row2"]


def test_numbers_of_a_spreadsheet_become_texts():
    """2019.0 and 3.0 are 2019 and 3, a missing cell is a blank."""
    records = as_records(pd.DataFrame({"title": ["A", "B"], "year": [2019.0, None], "number": [3.0, None]}))
    assert records["issue"].tolist() == ["3", ""]
    assert records["year"].isna().tolist() == [False, True]


def test_first_and_last_page_become_pages():
    """Two columns of pages are one field."""
    table = pd.DataFrame({"title": ["A", "B"], "Page start": ["12", ""], "Page end": ["19", ""]})
    assert as_records(table)["pages"].tolist() == ["12-19", ""]


def test_filled_column_comes_before_a_blank_one():
    """Where two columns hold one field, the first that is not blank counts."""
    table = pd.DataFrame({"title": ["A", "B"], "journal": ["Knee", ""], "booktitle": ["Book", "Book"]})
    assert as_records(table)["journal"].tolist() == ["Knee", "Book"]


def test_frame_of_records_stays_as_it_is():
    """An import is not read twice."""
    records = to_frame([Record("r1", title="A", year=2019), Record("r2")])
    pd.testing.assert_frame_equal(as_records(records), records)


REFUSED = [
    pytest.param(
        {"name": ["x"]}, "expected a column of titles, DOIs or PMIDs, found the columns name", id="no-title"
    ),
    pytest.param(
        {"title": ["A", "B"], "ID": ["x", "x"]}, "row 1, column record_id: .* 'x' in 2 rows", id="same-id"
    ),
    pytest.param(
        {"title": ["A", "B"], "ID": ["x", ""]}, "row 2, column record_id: .* found a blank", id="blank-id"
    ),
]


@pytest.mark.parametrize(("columns", "message"), REFUSED)
def test_tables_that_cannot_be_compared_are_refused(columns, message):
    """One sentence says which row or column is wrong."""
    with pytest.raises(UsageError, match=message):
        as_records(pd.DataFrame(columns))
