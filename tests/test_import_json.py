"""JSON of databases and tools: every service's fields, every leaf kept, damage said in one sentence."""

import contextlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.errors import SourceError
from review.formats import format_of, read_export
from review.records import raw_pairs

DATA = Path(__file__).parent / "data" / "formats"
OURS = ("record_id", "raw", "origins", "source_file", "first_line", "last_line")
JOURNAL = {"journal": "Journal of Invented Things", "issn": "0000-0019"}
PLACE = JOURNAL | {"volume": "3", "issue": "1", "pages": "5-9"}
SAMPLES = {
    # file: (format, first and last line of the first record, its fields)
    "csl.json": ("csl-json", (2, 50), JOURNAL | {
        "title": "Fewer routine tests before small operations", "abstract": "Fewer tests, p<0.05.",
        "authors": "de Vries, Anna; Pfizer Research and Development; Bunn, P. A., Jr", "year": 2018,
        "volume": "12", "issue": "2", "pages": "101-109", "doi": "10.5555/csl.1", "pmid": "31000001",
        "language": "en", "type": "JOUR", "url": "https://example.org/csl.1", "database_id": "31000001",
        "database": "PubMed",
    }),
    "crossref.json": ("crossref-json", (1, 1), JOURNAL | {
        "title": "Stopping a drug that does not help", "abstract": "Aim To stop.", "year": 2019,
        "authors": "El Masri, Anna; The Example Group and Friends", "volume": "7", "issue": "1",
        "pages": "1-9",
        "doi": "10.5555/cr.1", "keywords": "Public Health, Environmental and Occupational Health",
        "language": "en", "type": "JOUR", "url": "https://doi.org/10.5555/cr.1", "database": "Crossref",
    }),
    "openalex.json": ("openalex-json", (6, 80), PLACE | {
        "title": "Overuse of scans", "abstract": "Scans are many, results are few.", "year": 2018,
        "authors": "Berg, Anna; Dahl, Bo", "doi": "10.5555/oa.1", "pmid": "30000001", "language": "en",
        "keywords": "Overuse; Scans", "type": "JOUR", "url": "https://example.org/oa.1",
        "database_id": "https://openalex.org/W1", "database": "OpenAlex",
    }),
    "europepmc.json": ("europepmc-json", (9, 69), {
        "title": "Vitamins nobody needs.", "abstract": "Aim To count, p<0.001. Result Many.", "year": 2025,
        "authors": "Berg, Anna; The Example Group and Friends; Dahl, BC", "volume": "404", "issue": "1",
        "journal": "Example Medicine (Malmö, Sweden)", "pages": "26-27", "issn": "0000-0019",
        "doi": "10.5555/epmc.1", "pmid": "30000002", "keywords": "Pneumonia, Viral", "language": "eng",
        "type": "JOUR", "url": "https://example.org/epmc.1", "database_id": "30000002",
        "database": "Europe PMC",
    }),
    "clinicaltrials.json": ("clinicaltrials-json", (1, 1), {
        "title": "Stopping statins in old age", "abstract": "Summary of the trial.", "year": 2018,
        "keywords": "Old Age; deprescribing", "type": "GEN", "database_id": "NCT00000001",
        "database": "ClinicalTrials.gov",
    }),
    "semanticscholar.json": ("semanticscholar-json", (1, 1), JOURNAL | {
        "title": "Scans and sense", "authors": "Berg, Anna; Dahl, B.", "year": 2016, "volume": "3",
        "pages": "5-9", "doi": "10.5555/s2.1", "pmid": "30000003", "keywords": "Medicine", "type": "JOUR",
        "url": "https://www.semanticscholar.org/paper/0a1b", "database_id": "0a1b",
        "database": "Semantic Scholar",
    }),
    "lens.jsonl": ("lens-json", (1, 1), JOURNAL | {
        "title": "Knee surgery & sense", "abstract": "On knees. And sense.", "year": 2020, "volume": "6",
        "authors": "Berg, Anna B.; Knee and Hip Group", "issue": "2", "pages": "1-9", "doi": "10.5555/lens.1",
        "pmid": "30000004", "keywords": "knee; overuse", "language": "en", "type": "JOUR",
        "url": "https://example.org/lens.1", "database_id": "000-000-000-000-001", "database": "The Lens",
    }),
    "eppi.json": ("eppi-json", (9, 32), PLACE | {
        "title": "Antibiotics that are too long", "abstract": "Shorter is better.", "year": 2018,
        "authors": "Berg, A; Dahl, B", "doi": "10.5555/eppi.1", "keywords": "antibiotics; duration",
        "url": "https://example.org/eppi.1", "database_id": "101",
    }),
    "pubmed.json": ("pubmed-json", (10, 50), PLACE | {
        "title": "Blood tests in the morning.", "authors": "Berg, A; van Dam, JK", "year": 2018,
        "journal": "Journal of invented things", "doi": "10.5555/pm.1", "pmid": "30000005",
        "language": "eng", "type": "JOUR", "database_id": "30000005", "database": "PubMed",
    }),
    "zotero.json": ("zotero-json", (6, 46), PLACE | {
        "title": "Sedatives at night", "abstract": "On sleep.", "year": 2018, "doi": "10.5555/zot.1",
        "authors": "Dos Santos, Anna; Institute for Sleep and Health", "pmid": "30000006",
        "keywords": "Aged, 80 and over; sleep", "language": "en", "type": "JOUR",
        "url": "https://example.org/zot.1", "database": "PubMed",
    }),
}  # fmt: skip
WORK = {"type": "book", "title": "A"}  # the least a record of CSL-JSON holds


def export_of(tmp_path, content, name="a.json"):
    """Return the export read from a file with this content, a text or what JSON is made of."""
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_export(path)


def first_of(export):
    """Return the fields that the first record of an export has."""
    row = export.records.iloc[0].drop(list(OURS)).to_dict()
    return {field: value for field, value in row.items() if value == value and value not in ("", None)}


@pytest.mark.parametrize("name", SAMPLES)
def test_each_service_is_read_whole(name):
    """Format, lines and every field of the first record are as the service has them, and no field more."""
    form, lines, fields = SAMPLES[name]
    export = read_export(DATA / name)
    assert (format_of(DATA / name), first_of(export)) == (form, fields)
    assert tuple(export.records.loc[0, ["first_line", "last_line"]]) == lines


@pytest.mark.parametrize("name", SAMPLES)
def test_every_line_is_accounted_for(name):
    """The lines of the account add up to those of the file; what is no reference is said with its text."""
    account = read_export(DATA / name).account
    assert sum(account.lines.values()) == len((DATA / name).read_text(encoding="utf-8").splitlines())
    assert all("attachment" in text for text in account.problems["text"])


def leaves(value):
    """Return every number and text in a JSON value."""
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in leaves(part)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


MEMBERS = [
    "author", "authors", "issued", "date-parts", "title", "note", "name", "family", "given", "suffix",
    "value", "type", "data", "items", "abstract_inverted_index", "fullName", "x",
]  # fmt: skip
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**30) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(MEMBERS), one, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    members=st.dictionaries(st.sampled_from(("author", "issued", "DOI", "note", "page", "x")), json_values)
)
def test_whatever_a_member_holds_nothing_of_it_is_lost(tmp_path, members):
    """A number where a text belongs, null, lists in lists: read without a fault, each leaf kept."""
    record = members | WORK
    export = export_of(tmp_path, [record])
    assert export.records["title"].to_list() == ["A"]
    kept = " ".join(value for _, value in raw_pairs(export.records["raw"][0], export.records["abstract"][0]))
    tags = " ".join(tag for tag, _ in raw_pairs(export.records["raw"][0]))
    for leaf in leaves(record):
        for part in re.split(r"[\s\0;,.:]+", leaf):
            assert part in kept or part in tags, leaf


AUTHORS = {
    # members of the author: name
    "plain": ({"family": "Berg", "given": "Anna"}, "Berg, Anna"),
    "particle that stays": ({"family": "Hövdal", "given": "J", "non-dropping-particle": "van den"},
                            "van den Hövdal, J"),
    "particle that may drop": ({"family": "Klint", "given": "H", "dropping-particle": "af"}, "af Klint, H"),
    "two particles": ({"family": "Martin", "given": "G", "dropping-particle": "de",
                       "non-dropping-particle": "la"}, "de la Martin, G"),
    "suffix": ({"family": "Bunn", "given": "P A", "suffix": "3rd"}, "Bunn, P A, 3rd"),
    "surname of two words": ({"family": "García Márquez", "given": "Gabriela"}, "García Márquez, Gabriela"),
    "one name": ({"family": "Madonna"}, "Madonna"),
    "given name alone": ({"given": "Madonna"}, "Madonna"),
    "group": ({"literal": "Care and Cure Collaborative"}, "Care and Cure Collaborative"),
    "group with a comma": ({"literal": "Ministry of Health, Sweden"}, "Ministry of Health, Sweden"),
    "group of Crossref": ({"name": "The X and Y Group"}, "The X and Y Group"),
    "written out": ({"literal": "Wiggins Michael"}, "Wiggins Michael"),
    "blanks around": ({"family": " Berg ", "given": " Anna "}, "Berg, Anna"),
}  # fmt: skip


@pytest.mark.parametrize(("members", "name"), AUTHORS.values(), ids=AUTHORS)
def test_names_of_csl_are_taken_as_they_are_given(tmp_path, members, name):
    """No part of a name is guessed where the file tells the parts."""
    assert first_of(export_of(tmp_path, [WORK | {"author": [members]}]))["authors"] == name


FIELDS = {
    # members beside type and title: (field, value)
    "year as texts": ({"issued": {"date-parts": [["2018", "03"]]}}, "year", 2018),
    "year of a range": ({"issued": {"date-parts": [[2018, 11], [2019, 1]]}}, "year", 2018),
    "year raw": ({"issued": {"raw": "March 2018"}}, "year", 2018),
    "year literal": ({"issued": {"literal": "Spring 2018"}}, "year", 2018),
    "year as a text": ({"issued": "2018-03-01"}, "year", 2018),
    "year as a float": ({"issued": {"date-parts": [[2018.0]]}}, "year", 2018),
    "year not in a list of its own": ({"issued": {"date-parts": [2018, 3, 1]}}, "year", 2018),
    "year under another name": ({"issued": {"date_parts": [[2018]]}}, "year", 2018),
    "year after month and day": ({"issued": [{"day": "1", "month": "3", "year": "2018"}]}, "year", 2018),
    "no date, then a date of printing": (
        {"issued": {"date-parts": [[None]]}, "published-print": {"date-parts": [[2018]]}},
        "year",
        2018,
    ),
    "no year, but a day of access": ({"accessed": {"date-parts": [[2024]]}, "issued": {}}, "year", None),
    "volume as a number": ({"volume": 12}, "volume", "12"),
    "volume as a float": ({"volume": 12.0}, "volume", "12"),
    "volume null": ({"volume": None}, "volume", None),
    "volume that says null": ({"volume": "null"}, "volume", None),
    "first page": ({"page-first": 5}, "pages", "5"),
    "pages before first page": ({"page": "5–9", "page-first": "5"}, "pages", "5-9"),
    "hyphen of U+2010": ({"page": "5‐9"}, "pages", "5-9"),
    "PMID of its own": ({"PMID": 31000001}, "pmid", "31000001"),
    "PMID as an address": ({"PMID": "https://pubmed.ncbi.nlm.nih.gov/31000001/"}, "pmid", "31000001"),
    "PMID in a note": ({"note": "PMID: 31000001\nPMCID: PMC1"}, "pmid", "31000001"),
    "PMID and others on one line": ({"note": "PMID: 31000001 PMCID: PMC1"}, "pmid", "31000001"),
    "PMID of another paper": ({"note": "Comment on PMID: 31000001 and others"}, "pmid", None),
    "DOI in a note": ({"note": "DOI: 10.5555/n.1"}, "doi", "10.5555/n.1"),
    "DOI of another paper": ({"note": "Erratum for 10.5555/n.1, see there"}, "doi", None),
    "DOI of a cited paper": ({"reference": [{"DOI": "10.5555/cited"}]}, "doi", None),
    "title as a list": ({"title": ["A title", "another"]}, "title", "A title"),
    "keywords parted by commas": (
        {"keyword": "overuse, low-value care"},
        "keywords",
        "overuse; low-value care",
    ),
    "ISSNs": ({"ISSN": ["0000-0019", "0000-0027"]}, "issn", "0000-0019"),
    "a journal": ({"container-title": "J Inv", "collection-title": "Series"}, "journal", "J Inv"),
    "a registration": ({"container-title": "https://example.org/NCT1"}, "journal", None),
    "a member twice": ('"volume": 1, "volume": 2', "volume", "1"),
    "a sign that is none": ({"volume": "3\ud83d"}, "volume", "3\ufffd"),
}


@pytest.mark.parametrize(("members", "field", "value"), FIELDS.values(), ids=FIELDS)
def test_fields_of_csl_in_every_dress(tmp_path, members, field, value):
    """Numbers, texts, lists and null stand where others write something else; what is absent stays absent."""
    own = members if isinstance(members, str) else json.dumps(members)[1:-1]
    shown = own if "title" in members else f'"title": "A", {own}'
    export = export_of(tmp_path, f'[{{"type": "book", {shown}}}]')
    assert first_of(export).get(field) == value


EPPI = {
    "initials": ("Berg A; Dahl B C; ", "Berg, A; Dahl, B C"),
    "initials with full stops": ("Berg A.B.;van Dam J-P;", "Berg, A.B.; van Dam, J-P"),
    "names in full": ("Yan Jun ; El Masri Omar ; ", "Yan Jun; El Masri Omar"),
    "surname alone": ("Berg;", "Berg"),
    "a group": ("Care and Cure Collaborative;", "Care and Cure Collaborative"),
}


@pytest.mark.parametrize(("cell", "authors"), EPPI.values(), ids=EPPI)
def test_names_of_eppi_keep_their_order(tmp_path, cell, authors):
    """The surname comes first there; where nobody can say how long it is, the name stays as written."""
    export = export_of(tmp_path, {"References": [{"ItemId": 1, "Title": "A", "Authors": cell}]})
    assert first_of(export)["authors"] == authors


def test_old_answers_of_clinicaltrials_are_read(tmp_path):
    """Fields came as lists then, in an answer of another shape."""
    study = {
        "Rank": 1,
        "NCTId": ["NCT00000001"],
        "BriefTitle": ["A trial"],
        "Condition": ["Old Age", "Falls"],
    }
    export = export_of(tmp_path, {"StudyFieldsResponse": {"NStudiesFound": 9, "StudyFields": [study]}})
    assert first_of(export) == {
        "title": "A trial",
        "keywords": "Old Age; Falls",
        "database_id": "NCT00000001",
        "database": "ClinicalTrials.gov",
    }
    assert export.account.headers == ("NStudiesFound: 9",)


def test_items_of_zoteros_web_interface_are_read(tmp_path):
    """They stand under "data"; a note among them is said, and is no record."""
    items = [
        {"key": "K1", "library": {"name": "mine"}, "data": {"itemType": "bookSection", "title": "A"}},
        {"key": "K2", "data": {"itemType": "note", "note": "<p>text</p>"}},
    ]
    export = export_of(tmp_path, items)
    assert first_of(export) == {"title": "A", "type": "CHAP"}
    assert export.account.problems["reason"].to_list() == ["no reference but what belongs to one (note)"]


def test_what_stands_around_the_records_names_no_database(tmp_path):
    """The words of a search are no place where it was made; they are kept as headers of the account."""
    answer = {"query": "searched in PubMed and Scopus", "items": [WORK]}
    export = export_of(tmp_path, answer)
    assert (export.database, export.account.headers) == ("", ("query: searched in PubMed and Scopus",))


SHAPES = {
    "a list": (json.dumps([WORK, WORK]), 2),
    "one record alone": (json.dumps(WORK), 1),
    "a list inside": (json.dumps({"items": [WORK, WORK]}), 2),
    "lines": (f"{json.dumps(WORK)}\n\n{json.dumps(WORK)}\n", 2),
    "one text behind the other": (f"{json.dumps(WORK, indent=1)}\n{json.dumps(WORK, indent=1)}\n", 2),
    "pages saved as a list": (json.dumps([{"items": [WORK]}, {"items": [WORK, WORK]}]), 3),
    "pages of Crossref saved as a list": (json.dumps([{"message": {"items": [WORK]}}] * 2), 2),
    "pages saved as lines": (f"{json.dumps({'items': [WORK]})}\n{json.dumps({'items': [WORK]})}", 2),
    "blank lines above": (f"\n\n{json.dumps([WORK])}", 1),
    "an answer without records": (json.dumps({"items": [], "issued": "x"}), 0),
}


@pytest.mark.parametrize(("text", "n"), SHAPES.values(), ids=SHAPES)
def test_records_are_found_in_whatever_holds_them(tmp_path, text, n):
    """Lists, answers, lines and pages of answers all give the same records."""
    export = export_of(tmp_path, text)
    assert export.records["title"].to_list() == ["A"] * n
    assert export.account.starts == n


LINE = json.dumps(WORK)
CUT = {
    "cut at the end": (f"{LINE}\n{LINE}\n{LINE[:20]}", 2, 3),
    "damaged in the middle": (f"{LINE}\n{LINE[:-1]}\n{LINE}", 2, 2),
    "damaged at the beginning": (f"{LINE[:9]}\n{LINE}\n{LINE}", 2, 1),
    "a line of words": (f"{LINE}\nend of file\n{LINE}", 2, 2),
    "a number": (f"{LINE}\n5\n{LINE}", 2, None),
}


@pytest.mark.parametrize(("text", "n", "line"), CUT.values(), ids=CUT)
def test_of_damaged_lines_the_whole_ones_are_read(tmp_path, text, n, line):
    """What is no whole line of JSON is in the account with its number and its text."""
    export = export_of(tmp_path, text, "a.jsonl")
    assert len(export.records) == n
    problems = export.account.problems
    assert problems["line"].to_list() == ([line] if line else [])
    assert problems["kind"].to_list() == (["not_understood"] if line else [])


REFUSED = {
    "a list that ends too early": (
        '[\n{"type": "book",\n"title": "A"},\n',
        r"line 3: the JSON is damaged or cut",
    ),
    "a comma missing": (
        '[{"type": "book"},\n{"title": "A"}\n{"title": "B"}]',
        r"line 2: the JSON is damaged",
    ),
    "a text never closed": ('[{"type": "book", "title": "A}]', r"line 1: the JSON is damaged or cut"),
    "other JSON": (
        '{"colour": "red", "size": 3}',
        r"line 1: .*another kind \(its first names: colour, size\); expected",
    ),
    "an empty list": ("[]", r"line 1: .*another kind \(its first names: none\)"),
    "no title anywhere": (
        '[{"type": "book", "Titel": "A"}]',
        r"line 1: expected a title under 'title', found in no record; there are type, Titel",
    ),
    "too deep": (f'[{{"type": "book", "x": {"[" * 5000}{"]" * 5000}}}]', r"line 1: .*nested too deeply"),
    "deep objects": ('{"type":"book","x":' + '{"a":' * 600 + "1" + "}" * 601, r"line 1: .*nested too deeply"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, text, message):
    """The file and the line come first, then what is wrong and what to do."""
    with pytest.raises(SourceError, match=rf"^a\.json, {message}"):
        export_of(tmp_path, text)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(SAMPLES)), data=st.data())
def test_a_damaged_file_gives_records_or_one_sentence(tmp_path, name, data):
    """Cut anywhere or with a sign put in anywhere, no file of any service ends in anything else."""
    text = (DATA / name).read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.sampled_from(["", '"', "{", "]", ",", "\\", "\n", "5", "null"]))
    rest = text[at + 1 :] if put or data.draw(st.booleans()) else ""
    (tmp_path / name).write_text(text[:at] + put + rest, encoding="utf-8")
    with contextlib.suppress(SourceError):  # anything else would be a traceback to whoever imports
        assert sum(read_export(tmp_path / name).account.lines.values()) > 0
