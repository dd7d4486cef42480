"""What a second pair of eyes met: values from elsewhere, lost entries, outcomes as decisions."""

import json

import pandas as pd
import pytest

from review.cli.main import main
from review.errors import Question, SourceError, UsageError
from review.formats import read_export
from review.formats.decided import read_decided
from review.formats.latex import from_latex


def record(**fields):
    """Return an entry of RIS."""
    return "".join(f"{tag}  - {value}\n" for tag, value in [("TY", "JOUR"), *fields.items()]) + "ER  - \n\n"


def written(folder, text, name="list.csv"):
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([{"DB": "PubMed"}, {}, {}], ["PubMed", "", ""]),
        ([{}, {}, {}, {"DB": "Embase"}], ["", "", "", "Embase"]),
        ([{"DB": "PubMed"}, {"DB": "PubMed"}, {}], ["PubMed"] * 3),
        ([{"DB": "PubMed"}, {"DB": "Embase"}, {}], ["PubMed", "Embase", ""]),
    ],
    ids=["first only", "last only", "most", "two"],
)
def test_a_database_that_few_entries_name_is_not_that_of_all(tmp_path, entries, expected):
    """One record out of PubMed in a library does not make the flow say that all were found there."""
    text = "".join(record(TI=f"Paper {n}", **more) for n, more in enumerate(entries))
    assert read_export(written(tmp_path, text, "library.ris")).records.database.to_list() == expected


@pytest.mark.parametrize(
    ("fields", "pmid"),
    [
        ({"DB": "Scopus", "C2": "31234567", "PY": "2019"}, "31234567"),
        ({"DB": "Scopus", "C2": "PMC3123456", "PY": "2019"}, ""),
        ({"DB": "Scopus", "C2": "3123456", "PY": "2019"}, ""),
        ({"DB": "Web of Science", "C2": "31234567", "PY": "2019"}, ""),
        ({"C2": "31234567", "PY": "2019"}, ""),
    ],
    ids=["Scopus", "PMC", "too short for its year", "Web of Science", "nobody"],
)
def test_scopus_writes_the_pubmed_number_in_c2(tmp_path, fields, pmid):
    """And nobody else does."""
    export = read_export(written(tmp_path, record(TI="A paper", **fields), "a.ris"))
    assert export.records.pmid.to_list() == [pmid]


@pytest.mark.parametrize("number", ["<{}. >", "<{}>", "{}."])
def test_a_head_of_ovids_is_no_entry(tmp_path, number):
    """Where the database is told once, above the first number, each number still begins an entry."""
    entries = [f"{number.format(n)}\nUI  - 3100000{n}\nTI  - Paper {n}\nYR  - 2019\n" for n in (1, 2, 3)]
    text = "VN  - Ovid Technologies\nDB  - Ovid MEDLINE(R) ALL <1946 to 2023>\n\n" + "\n".join(entries)
    found = read_export(written(tmp_path, text, "ovid.txt")).records
    assert found.title.to_list() == ["Paper 1", "Paper 2", "Paper 3"]
    assert set(found.database) == {"MEDLINE"}


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\ae\ and {\AE}gir", "æ and Ægir"),
        (r"Stra\ss\ 4", "Straß 4"),
        (r"\alpha~blockers", "α blockers"),
        (r"\textmu\,g and \o re", "µ g and øre"),
        (r"\aa{} rets", "å rets"),
    ],
)
def test_a_blank_that_latex_asks_for_stays(latex, text):
    """A word for a sign takes the plain blank after it, and only that."""
    assert from_latex(latex) == text


def test_the_book_of_a_chapter_is_read_from_refworks_tables(tmp_path):
    """Its title stands in a column of its own."""
    text = "Reference Type\tAuthors, Primary\tTitle Primary\tPeriodical Full\tTitle Secondary\tPub Year\n"
    text += "Book, Section\tEk,Carl\tA chapter\t\tThe book\t2001\n"
    text += "Journal Article\tEk,Carl\tA paper\tThe journal\t\t2002\n"
    assert read_export(written(tmp_path, text, "a.tsv")).records.journal.to_list() == [
        "The book",
        "The journal",
    ]


@pytest.mark.parametrize(
    "first",
    ['"Fewer tests, less harm","Berg, A",2019', '"Fewer tests","Berg, A",10.5555/a.1'],
    ids=["year", "DOI"],
)
def test_a_table_without_names_of_columns_is_not_asked_about_by_its_first_reference(tmp_path, first):
    """Who named those as columns would lose the first row without a word."""
    path = written(tmp_path, first + "\n" + first.replace("Fewer", "Other") + "\n")
    with pytest.raises(SourceError, match="row 1: .*names of the columns.*looks like a reference; put a row"):
        read_export(path)


@pytest.mark.parametrize("names", [("TITLE", "AUTHOR NAMES", "DOI"), ("Titel", "Författare", "DOI")])
def test_a_table_that_lies_on_its_side_is_asked_about(tmp_path, names):
    """One row for each field, as Embase offers it, would become records titled "author names"."""
    entry = f'"{names[0]}","Paper"\n"{names[1]}","Berg A.","Ek C."\n"{names[2]}","10.5555/a"\n'
    with pytest.raises(Question, match="names of fields .*one row for each reference, or as RIS"):
        read_export(written(tmp_path, f"{entry}\n{entry}"))


def said(path, **more):
    """Return (row, reader, decision) of what a file says."""
    return list(map(tuple, read_decided(path, **more).said[["row", "reader", "decision"]].to_numpy()))


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", "sep=;;"])
def test_the_line_that_tells_excel_what_parts_cells_is_no_row(tmp_path, line):
    """Swedish Excel needs it in files with commas, and keeps it."""
    path = written(tmp_path, f"{line}\nDOI;Beslut\n10.5555/a;exkludera\n")
    assert said(path) == [(3, "", "exclude")]


ABSTRACKR = "(internal) id,(source) id,pubmed id,title,authors,notes,{},general notes (anna)\n"


@pytest.mark.parametrize(
    ("names", "cells", "expected"),
    [
        (
            *("consensus,anna,bo", ["x,1,-1", "o,0,o"]),
            [(2, "anna", "include"), (2, "bo", "exclude"), (3, "anna", "unsure")],
        ),
        ("anna,consensus", ["1,1", "-1,-1"], [(2, "anna", "include"), (3, "anna", "exclude")]),
        ("consensus,anna", ["o,-1", "o,o"], [(2, "anna", "exclude")]),
    ],
    ids=["two", "consensus last", "one"],
)  # fmt: skip
def test_abstrackr_without_times(tmp_path, names, cells, expected):
    """Its older tables hold a column for each reader and none for the time."""
    rows = [f"{n},0,3100000{n},Paper {n},Berg,,{row},\n" for n, row in enumerate(cells)]
    assert said(written(tmp_path, ABSTRACKR.format(names) + "".join(rows))) == expected


def test_abstrackr_without_readers_is_told(tmp_path):
    """No reader decided: said as of any table without decisions."""
    path = written(tmp_path, ABSTRACKR.format("consensus") + "0,0,31000000,Paper,Berg,,1,\n")
    with pytest.raises(UsageError, match="no column 'decision'"):
        read_decided(path)


@pytest.mark.parametrize("reader", [{}, {"reader": "anna"}], ids=["all", "one"])
def test_our_list_of_references_holds_no_readers_decisions(tmp_path, reader):
    """Its column decision is of both stages: a full text excluded would count on title and abstract."""
    row = {
        "reference_id": "r" + "0" * 16,
        "doi": "10.5555/a",
        "title_abstract": "include",
        "full_text": "exclude",
    }
    row |= {"outcome": "exclude", "decision": "exclude", "reason": "wrong_population", "included": 0} | reader
    path = tmp_path / "references.csv"
    pd.DataFrame([row]).to_csv(path, index=False)
    with pytest.raises(UsageError, match="all readers have come to.*review decisions export"):
        read_decided(path)
    pd.DataFrame([row]).drop(columns="outcome").to_csv(path, index=False)
    assert said(path) == [(2, row.get("reader", ""), "exclude")]


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "", "%PDF-1.7", "Rubrik,Namn\nFewer tests before surgery,Berg A\nLess imaging,Ek C\n"],
    ids=["no names", "empty", "PDF", "asked"],
)
def test_json_is_one_document_also_where_nothing_is_done(tmp_path, capsys, text):
    """A program that reads it learns why; people read the same beside it."""
    path = written(tmp_path, text)
    assert main(["dedupe", "--json", str(path), "--out", str(tmp_path / "clusters.csv")]) == 2
    shown = capsys.readouterr()
    said = json.loads(shown.out)
    assert set(said) in ({"error"}, {"question", "doubts", "answer"})
    assert next(iter(said.values())) in shown.err
