"""Small files in which something once went wrong, each with the value that is right."""

import json
import os
import subprocess
import sys

import pandas as pd
import pytest

from review import duplicates, formats
from review.formats import read_export

CASES = {
    # file: fields of each of its records
    "case-01_ty_in_the_middle.ris": [
        {"title": "Fewer routine chest radiographs after drain removal", "year": 2006, "volume": "49",
         "authors": "Berg, A. J.; Dahl, L. R.", "database": "Scopus"},
        {"title": "Stopping routine urine dipsticks on admission", "year": 2011, "volume": "12",
         "authors": "Ek, B."},
    ],
    "case-02_er_in_abstract.ris": [
        {"abstract": "Patients seen in the ER - where most scans are ordered - were followed. "
         "ER staff ordered fewer.", "authors": "Berg, A", "year": 2015},
        {"title": "Second", "year": 2016},
    ],
    "case-04_carriage_return.xml": [
        {"abstract": "Background: one. Methods: two. Conclusion: three.", "doi": "10.5555/en.1"},
    ],
    "case-07_less_and_greater.ris": [
        {"title": "TSH <lower limit, FT4 >upper limit: who needs a repeat test?",
         "abstract": "Serum levels were <LOD in 30% and >LOD in 70% of samples. Patients with BMI<twenty and "
         "WHR>one were left out. Fewer tests did no harm (p<0.05)."},
    ],
    "case-08_authors_in_braces.bib": [
        {"authors": "Berg, Anna; National Institute for Health and Care Excellence"},
        {"authors": "Pfizer Research and Development; Dahl, Bo"},
    ],
    "case-09_biblatex_names.bib": [
        {"authors": "Lokberg, Gert-Jan; van den Hovdal, Jeroen", "title": "Responsibility for Unneeded Care",
         "year": 2014},
    ],
    "case-10_latex_words.bib": [
        {"title": "Antarctic krill Euphausia superba and over-testing",
         "abstract": "Aged > 65 years; p < 0.05; €5; CO2"},
    ],
    "case-11_pandas_csv.csv": [
        {"authors": "Berg, Anna; Dahl, Bo", "year": 2019, "volume": "12", "issue": "3", "pages": "45-50",
         "pmid": "31234567", "doi": ""},
        {"authors": "Ek, Carl", "year": 2020, "volume": "13", "issue": "", "pages": "101", "pmid": "",
         "doi": ""},
    ],
    "case-15_authors_on_one_line.ris": [
        {"authors": "Adam Berg; Karl Ek; Max Dahl; Jürgen Lind"},
        {"authors": "Smith, A.; Jones, B."},
        {"authors": "Smith, A; Jones, BC; Lee, D-E"},
    ],
    "file-01-bib-two-word-surname.bib": [
        {"authors": "El Masri, Omar A."},
        {"authors": "Berg, Anna; Van de Velde, Karl H."},
        {"authors": "Newman Jr., Jay F.; Dahl, Bo"},
        {"authors": "Garcia Marquez, Gabriel Jose"},
        {"authors": "Sweıg, Stefan; Décoret, Xavier"},
        {"authors": "D'Alba, Rosa", "title": "A•B °C µg 50 % > 3 ×2 ®"},
        {"authors": "Conseil Supérieur de la Santé"},
    ],
    "file-02-same-name-authors.csv": [
        {"authors": "Ji, Y; Ji, Y; Zhang, F"},
        {"authors": "Bunn, PA, Jr; Crowley, J; de la Cruz, M, 3rd"},
    ],
    "file-03-same-name-authors.ris": [{"authors": "Khan, A.; Khan, A.; Fox, M.; Wiggins Michael"}],
    "file-05a-endnote-library-one.ris": [{"pmid": "", "database": "Embase", "pages": "33-41"}],
    "file-05b-endnote-library-two.ris": [{"pmid": "", "pages": "401-409"}],
    "file-06-doi-from-cited-references.ris": [
        {"doi": ""}, {"doi": ""}, {"doi": "10.5555/other.paper.2005"},
    ],
    "file-07-ovid-reprint-tagged.txt": [
        {"title": "An invented trial of stopping routine tests before surgery.", "year": 2018,
         "authors": "Berg, A.; Dahl, B.C.", "journal": "Journal of Invented Surgery", "volume": "12",
         "issue": "3", "pages": "33-41", "doi": "10.5555/ovid.1", "database": "Embase", "pmid": "",
         "abstract": "Background: Invented. Methods: Invented. Results: none."},
        {"title": "A second invented record.", "year": 2019, "authors": "Ek, C."},
    ],
    "file-08-refworks-tagged-with-legend.txt": [
        {"title": "An invented article", "authors": "Berg, Anna", "journal": "Journal of Invented Things",
         "year": 2018, "volume": "3", "issue": "1", "pages": "5-9", "doi": "10.5555/rw.1"},
    ],
    "file-09-refworks-table.tsv": [
        {"title": "An invented article", "authors": "Berg, Anna; Dahl, Bo", "year": 2018, "pages": "5-9",
         "journal": "Journal of Invented Things", "keywords": "overuse; tests", "doi": "10.5555/rw.1"},
    ],
    "file-10-openalex.csv": [
        {"title": "An invented article on overuse", "authors": "Berg, Anna; Dahl, Bo", "year": 2018,
         "journal": "Journal of Invented Things", "volume": "3", "issue": "1", "pages": "5-9",
         "doi": "10.5555/oa.1", "pmid": "30000001", "language": "en"},
    ],
    "file-11-clinicaltrials-gov.csv": [
        {"title": "Invented Trial of Stopping Statins", "abstract": "Invented summary of the trial.",
         "journal": "", "database_id": "NCT00000001", "url": "https://clinicaltrials.gov/study/NCT00000001"},
    ],
    "file-12-ictrp.xml": [
        {"title": "Invented trial", "database_id": "NCT00000001", "journal": "", "year": 2018},
    ],
    "file-13-dimensions.csv": [
        {"title": "An invented article", "authors": "Berg, Anna; Dahl, Bo", "pages": "5-9", "year": 2018,
         "journal": "Journal of Invented Things", "pmid": "30000001", "doi": "10.5555/dim.1"},
    ],
    "file-15-csl.json": [
        {"title": "An invented article", "authors": "Berg, Anna", "year": 2018, "doi": "10.5555/csl.1",
         "journal": "Journal of Invented Things", "abstract": "Invented."},
    ],
    "file-16-eppi.json": [
        {"title": "An invented article", "authors": "Berg, A", "journal": "J Inv", "year": 2018,
         "doi": "10.5555/eppi.1"},
    ],
    "file-17-ebsco.xml": [
        {"title": "An invented article", "authors": "Berg, Anna", "year": 2018, "database": "CINAHL",
         "journal": "Journal of Invented Nursing", "abstract": "Invented."},
    ],
    "file-19-cochrane-citation-export.txt": [
        {"title": "An invented trial of stopping a drug", "journal": "Journal of invented trials",
         "pages": "5-9", "year": 2018, "authors": "Berg, A; Dahl, B"},
        {"title": "An invented registration", "journal": "", "year": 2019},
    ],
    "file-20-proquest.ris": [
        {"pmid": "", "title": "An invented article", "authors": "Berg, Anna; Dahl, Bo", "pages": "5-9"},
    ],
    "file-23-endnote-xml-cr-and-recnumber.xml": [
        {"pmid": "", "abstract": "First line. Second line, with comma.", "year": 2018},
    ],
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", CASES)
def test_a_file_that_once_went_wrong_is_read_right(shared_data, name):
    """As many records as there are, each with its own values and nobody else's."""
    records = read_export(shared_data.parent / "cases" / name).records
    expected = CASES[name]
    assert len(records) == len(expected)
    for said, row in zip(expected, records.to_dict("records"), strict=True):
        assert {field: None if pd.isna(row[field]) else row[field] for field in said} == said


WRITERS = {
    "csv": formats.write_csv, "ris": formats.write_ris, "xml": formats.write_endnote,
    "json": formats.write_csl, "bib": formats.write_bibtex, "xlsx": formats.write_xlsx,
}  # fmt: skip
ROUND = [name for name in CASES if name[:7] in ("case-04", "file-23")]


@pytest.mark.shared
@pytest.mark.parametrize("name", ROUND)
@pytest.mark.parametrize("ending", WRITERS)
def test_a_line_end_in_a_cell_makes_no_row_on_the_way_out(shared_data, tmp_path, name, ending):
    """One record stays one, its abstract whole and without a number that is another's."""
    records = read_export(shared_data.parent / "cases" / name).records
    WRITERS[ending](records.drop(columns=["raw", "origins"]), tmp_path / f"out.{ending}")
    back = read_export(tmp_path / f"out.{ending}").records
    for said, row in zip(CASES[name], back.to_dict("records"), strict=True):
        assert {field: row[field] for field in said} == said
    if ending == "csv":
        assert len(pd.read_csv(tmp_path / "out.csv")) == len(records)


@pytest.mark.shared
def test_editors_comments_of_two_issues_are_two_and_a_page_that_is_none_parts_nothing(shared_data):
    """Records 1 and 2 differ, 3 and 4 differ; 5 = 6, 7 = 8, 9 = 10."""
    table = formats.read_table(shared_data.parent / "cases" / "file-25-editorials.csv")
    records = duplicates.as_records(table)
    found = duplicates.cluster(records, duplicates.find_pairs(records)).set_index("record_id").cluster_id
    groups = found.groupby(found).groups.values()
    assert sorted(sorted(map(str, group)) for group in groups if len(group) > 1) == [
        ["10", "9"], ["5", "6"], ["7", "8"],
    ]  # fmt: skip


@pytest.mark.shared
def test_what_a_spreadsheet_did_is_told_cell_by_cell(shared_data):
    """Pages and issue that were made dates, and formulas without a value, are in the account."""
    account = read_export(shared_data.parent / "cases" / "case-16_excel_dates_and_formulas.xlsx").account
    told = {(row.line, row.tag) for row in account.problems.itertuples()}
    assert {(2, "Pages"), (2, "Issue"), (3, "Title"), (3, "Abstract")} <= told


@pytest.mark.shared
def test_a_pipe_in_another_encoding_gets_whole_output(shared_data):
    """Signs outside cp1252 stop nothing, and JSON is JSON."""
    case = shared_data.parent / "cases" / "case-14_signs_outside_cp1252.ris"
    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "review", "import", "--dry-run", str(case)]
    text = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert text.stdout
    said = subprocess.run([*command, "--json"], env=environment, capture_output=True, check=True)
    assert json.loads(said.stdout)["files"][0]["records"] == 1
