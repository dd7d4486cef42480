"""Every value of every real export, held against a second reader that shares no code with the first."""

from collections import Counter

import pytest

from independent_values import entries_of, wrong_values
from review.errors import ReviewError
from review.formats import read_export

TOLD = 0.0002
"""Share of values in which the second reader is known to be wrong: it knows no words for *nothing*."""


@pytest.mark.shared
def test_every_value_of_the_real_exports_is_the_one_in_the_file(shared_data):
    """Titles, people, years, numbers and abstracts are where a plain reading of the file finds them."""
    compared, wrong = Counter(), []
    for path in sorted((shared_data / "exports").rglob("*")):
        if not path.is_file() or path.name == "index.csv":
            continue
        try:
            export = read_export(path)
        except ReviewError:
            continue
        if export.format == "xlsx" or export.encoding not in ("ascii", "utf-8", "utf-8-sig"):
            continue
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        entries = entries_of(text, export.format)
        if entries is None or len(entries) != len(export.records):
            continue
        for entry, row in zip(entries, export.records.to_dict("records"), strict=True):
            compared[export.format] += len(entry)
            wrong += [(path.name, *fault) for fault in wrong_values(entry, row)]
    assert min(compared[form] for form in ("ris", "medline", "wos", "csv", "pubmed-xml", "endnote-xml")) > 30
    assert sum(compared.values()) > 100_000
    assert len(wrong) <= TOLD * sum(compared.values()), wrong[:20]


ENTRY = {"title": ["A title"], "authors": ["Berg, Anna", "Berg, Anna"], "year": ["2019 May"]}
READ = {"title": "A title", "authors": "Berg, Anna; Berg, Anna", "year": 2019}


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "A titel"), ("authors", "Berg, Anna"), ("year", 2018), ("year", None), ("title", "")],
)
def test_the_second_reader_sees_a_wrong_value(field, value):
    """It can fail: a word, a person or a year that is another is told."""
    assert not list(wrong_values(ENTRY, READ))
    assert [fault[0] for fault in wrong_values(ENTRY, READ | {field: value})] == [field]
