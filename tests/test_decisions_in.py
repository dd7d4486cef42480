"""Decisions made elsewhere: read as each tool means them, previewed, and never undoing newer work unasked."""

import json
import shlex
import shutil

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.cli.main import main
from review.errors import Question, ReviewError, UsageError
from review.formats import SAID_NAMES, write_asreview, write_ris, write_xlsx
from review.formats.words import DECIDED, TRUTH, meaning
from review.project import create
from review.workbench import Workbench
from review.workbench.matching import KEY_NAMES

TITLES = [
    "Fewer scans of the knee in primary care",
    "Stopping routine blood tests before surgery",
    "Less imaging for low back pain",
    "Deprescribing in care homes",
    "Antibiotics for colds that pass by themselves",
]
DOIS = [f"10.5555/ex.000{n}" for n in range(len(TITLES))]
READERS = """
[[readers]]
id = "anna"
name = "Anna Berg"
[[readers]]
id = "bo"
name = "Bo"
[[readers]]
id = "karin"
name = "Karin"
role = "adjudicator"
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder of a review with five references and three readers besides the one it begins with."""
    opened = laid_out(tmp_path_factory.mktemp("whole"))
    opened.close()
    return opened.project.folder


@pytest.fixture
def workbench(whole, tmp_path):
    """A copy of that review of the test's own."""
    shutil.copytree(whole, tmp_path / "review")
    with Workbench.open(tmp_path / "review") as opened:
        yield opened


def laid_out(tmp_path):
    """Return the workbench of a new review with `TITLES`, `DOIS` and PMIDs from 31000000."""
    folder = tmp_path / "review"
    create(folder, title="Decisions")
    toml = folder / "review.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + READERS, encoding="utf-8")
    entry = "TY  - JOUR\nTI  - {}\nPY  - 201{}\nDO  - {}\nAN  - 3100000{}\nDB  - PubMed\nER  - \n"
    entries = [
        entry.format(title, n, doi, n) for n, (title, doi) in enumerate(zip(TITLES, DOIS, strict=True))
    ]
    path = folder / "data" / "raw" / "a.ris"
    path.write_text("".join(entries), encoding="utf-8")
    opened = Workbench.open(folder)
    opened.pile.import_files([path])
    opened.duplicates.merge()
    return opened


def file(tmp_path, text, name="list.csv", encoding="utf-8"):
    """Write a file and return its path."""
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def ids(workbench):
    """Return the ids of the references in the order of `TITLES`."""
    return workbench.pile.references().set_index("title").reference_id[TITLES].to_list()


def standing(workbench, *columns):
    """Return what stands: (number of the reference, reader, stage, decision, and other columns)."""
    frame = workbench.decisions.current(reader="karin")
    number = {name: n for n, name in enumerate(ids(workbench))}
    rows = frame.assign(n=frame.reference_id.map(number))[["n", "reader", "stage", "decision", *columns]]
    return sorted(map(tuple, rows.astype(object).where(rows.notna(), None).to_numpy()))


TA, FT = "title_abstract", "full_text"
RAYYAN = (
    "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,"
    "notes,doi,keywords,pubmed_id,pmc_id\n"
)


def rayyan(n, notes, doi=True):
    """Return a row as Rayyan exports it."""
    quoted = notes.replace('"', '""')
    found = DOIS[n] if doi else ""
    return f'rayyan-{n},"{TITLES[n]}",201{n},1,1,J,,1,,1,"Berg, A",,eng,,,"We.","{quoted}",{found},,,\n'


ABSTRACKR = (
    "(internal) id,(source) id,pubmed id,keywords,abstract,title,journal,authors,tags,consensus,labeled_at,"
    "anna,labeled_at,bo,labeled_at,general notes (anna),general notes (bo)\n"
    f'1,0,31000000,"","","{TITLES[0]}","J","B","",x,,1,2020-01-02 10:00:00,-1,2020-01-03 10:00:00,"sure",""\n'
    f'2,0,none,"","","{TITLES[1]}","J","B","",o,,0,2020-01-02 10:01:00,o,,"",""\n'
    "citations that are not yet labeled by anyone\n"
    f'3,0,none,"","","{TITLES[2]}","J","B",""\n'
)
EPPI = {
    "CodeSets": [
        {
            "SetName": "Screen on Title & Abstract",
            "SetId": 1,
            "SetType": {"SetTypeName": "Screening"},
            "Attributes": {
                "AttributesList": [
                    {"AttributeId": 11, "AttributeType": "Include", "AttributeName": "INCLUDE here"},
                    {
                        "AttributeId": 12,
                        "AttributeType": "Selectable (show checkbox)",
                        "AttributeName": "Out",
                        "Attributes": {
                            "AttributesList": [
                                {
                                    "AttributeId": 13,
                                    "AttributeType": "Exclude",
                                    "AttributeName": "Wrong population",
                                }
                            ]
                        },
                    },
                ]
            },
        },
        {"SetName": "Keywords", "SetId": 2, "Attributes": {"AttributesList": [
            {"AttributeId": 21, "AttributeType": "Selectable (show checkbox)", "AttributeName": "Adults"}]}},
    ],
    "References": [
        {"ItemId": 1, "Title": TITLES[0], "Year": "2010", "DOI": DOIS[0], "Codes": [
            {"AttributeId": 11, "AdditionalText": "clear"}, {"AttributeId": 21, "AdditionalText": ""}]},
        {"ItemId": 2, "Title": TITLES[1], "Year": "2011", "DOI": "", "Codes": [
            {"AttributeId": 13, "AdditionalText": ""}]},
        {"ItemId": 3, "Title": TITLES[2], "Year": "2012", "DOI": DOIS[2], "Codes": []},
    ],
}  # fmt: skip
COVIDENCE = "Title,Authors,Abstract,Published Year,Journal,DOI,Ref,Covidence #,Study,Notes,Tags\n"


def covidence(*rows):
    """Return a list as Covidence exports it, of (number, notes)."""
    lines = [f'"{TITLES[n]}",Berg,,201{n},J,{DOIS[n]},{n},#{n},Berg 201{n},"{notes}",\n' for n, notes in rows]
    return COVIDENCE + "".join(lines)


TOOLS = [
    pytest.param(
        "articles.csv",
        RAYYAN
        + rayyan(0, 'RAYYAN-INCLUSION: {"Anna Berg"=>"Included", "Bo"=>"Excluded"} | '
                    "RAYYAN-EXCLUSION-REASONS: wrong population")
        + rayyan(1, 'RAYYAN-INCLUSION: {"Anna Berg"=>"Maybe"}', doi=False)
        + rayyan(2, "Nothing said"),
        {},
        [
            (0, "anna", TA, "include", ""),
            (0, "bo", TA, "exclude", "wrong_population"),
            (1, "anna", TA, "unsure", ""),
        ],
        id="rayyan-two-readers-maybe-reasons",
    ),
    pytest.param(
        "articles.csv",
        RAYYAN
        + rayyan(
            0,
            'RAYYAN-LABELS: ML | RAYYAN-INCLUSION: {"anna"=>"Excluded"} | '
            'USER-NOTES: {"anna"=>["no, \\"x\\""]}',
        )
        + rayyan(1, 'RAYYAN-INCLUSION: {"Bo"=>"Undecided"}'),
        {},
        [(0, "anna", TA, "exclude", "")],
        id="rayyan-labels-and-own-notes",
    ),
    pytest.param(
        "rayyan.csv",
        "title,doi,RAYYAN-INCLUSION\n" + f'x,{DOIS[3]},"{{""Bo""=>""Included""}}"\n',
        {},
        [(3, "bo", TA, "include", "")],
        id="rayyan-a-column-of-its-own",
    ),
    pytest.param(
        "asreview1.csv",
        f"record_id,title,included,asreview_ranking,exported_notes_1\n0,{TITLES[0]},1,1,good\n1,{TITLES[1]},0,2,\n"
        f"2,{TITLES[2]},,3,\n3,{TITLES[3]},-1,4,\n",
        {"reader": "anna"},
        [(0, "anna", TA, "include", ""), (1, "anna", TA, "exclude", "")],
        id="asreview-1-with-its-own-columns",
    ),
    pytest.param(
        "asreview2.csv",
        "title,doi,included,asreview_label,asreview_time,asreview_note,asreview_prior\n"
        f"x,{DOIS[0]},,1,2025-09-07 11:00:00.5,keep,0\ny,{DOIS[1]},,0.0,1757242800.25,,0\nz,{DOIS[2]},,,,,\n"
        f"u,{DOIS[3]},1,-1,,,\n",
        {"reader": "anna"},
        [(0, "anna", TA, "include", ""), (1, "anna", TA, "exclude", "")],
        id="asreview-2-and-3",
    ),
    pytest.param(
        "minus.csv",
        f"doi,label_included\n{DOIS[0]},1\n{DOIS[1]},0\n{DOIS[2]},-1\n",
        {"reader": "anna", "label_column": "label_included"},
        [(0, "anna", TA, "include", ""), (1, "anna", TA, "exclude", "")],
        id="asreview-minus-one-is-no-label",
    ),
    pytest.param(
        "asreview.ris",
        f"TY  - JOUR\nTI  - {TITLES[0]}\nN1  - ASReview_relevant\nER  - \n"
        f"TY  - JOUR\nTI  - other title\nDO  - {DOIS[1]}\nN1  - ASReview_irrelevant\nER  - \n"
        f"TY  - JOUR\nTI  - {TITLES[2]}\nN1  - ASReview_not_seen\nER  - \n",
        {"reader": "bo"},
        [(0, "bo", TA, "include", ""), (1, "bo", TA, "exclude", "")],
        id="asreview-ris",
    ),
    pytest.param(
        "zotero.csv",
        f'"Key","Title","Notes"\n"AB","{TITLES[0]}","<p>ASReview_relevant</p>"\n"CD","{TITLES[1]}",""\n',
        {"reader": "bo"},
        [(0, "bo", TA, "include", "")],
        id="asreview-notes-in-zoteros-table",
    ),
    pytest.param(
        "labels_1.csv",
        ABSTRACKR,
        {},
        [(0, "anna", TA, "include", ""), (0, "bo", TA, "exclude", ""), (1, "anna", TA, "unsure", "")],
        id="abstrackr-minus-one-excludes",
    ),
    pytest.param(
        "colandr.csv",
        "study_id,citation_screening_status,fulltext_screening_status,citation_title,citation_pub_year,"
        f"fulltext_exclude_reasons\n1,included,excluded,{TITLES[0]},2010,Wrong population\n"
        f"2,excluded,,{TITLES[1]},2011,\n3,not_screened,,{TITLES[2]},2012,\n4,conflict,,{TITLES[3]},2013,\n",
        {"reader": "anna"},
        [
            (0, "anna", FT, "exclude", "wrong_population"),
            (0, "anna", TA, "include", ""),
            (1, "anna", TA, "exclude", ""),
        ],
        id="colandr-both-stages",
    ),
    pytest.param(
        "eppi.json",
        json.dumps(EPPI),
        {"reader": "anna"},
        [(0, "anna", TA, "include", ""), (1, "anna", TA, "exclude", "wrong_population")],
        id="eppi-json-codes",
    ),
    pytest.param(
        "review_12345_irrelevant_csv_20260101000000.csv",
        covidence((0, ""), (1, "Bo: out of scope")),
        {"reader": "anna"},
        [(0, "anna", TA, "exclude", ""), (1, "anna", TA, "exclude", "")],
        id="covidence-irrelevant",
    ),
    pytest.param(
        "review_12345_excluded_csv_20260101000000.csv",
        covidence((2, "Exclusion reason: Wrong study design; Bo (2026-01-01): no")),
        {"reader": "anna"},
        [(2, "anna", FT, "exclude", "wrong_study_design"), (2, "anna", TA, "include", "")],
        id="covidence-excluded-with-reason",
    ),
    pytest.param(
        "review_12345_included_csv_20260101000000.csv",
        covidence((3, "")),
        {"reader": "anna"},
        [(3, "anna", FT, "include", ""), (3, "anna", TA, "include", "")],
        id="covidence-included",
    ),
    pytest.param(
        "some.csv",
        covidence((4, "")),
        {"reader": "anna", "every": "exclude"},
        [(4, "anna", TA, "exclude", "")],
        id="a-list-of-one-decision",
    ),
    pytest.param(
        "included.ris",
        f"TY  - JOUR\nTI  - {TITLES[4]}\nER  - \n",
        {"reader": "anna", "every": "include"},
        [(4, "anna", TA, "include", "")],
        id="a-list-of-one-decision-as-ris",
    ),
    pytest.param(
        "distiller.csv",
        "Refid,Title,User,Level,Is it about low-value care?\n"
        f"1,{TITLES[0]},Bo,Title/Abstract,Yes\n2,{TITLES[1]},Bo,Title/Abstract,No\n3,{TITLES[2]},Bo,1,\n"
        f"4,{TITLES[3]},Anna Berg,Title/Abstract,Can't tell\n",
        {"label_column": "Is it about low-value care?"},
        [(0, "bo", TA, "include", ""), (1, "bo", TA, "exclude", ""), (3, "anna", TA, "unsure", "")],
        id="distillersr-a-question",
    ),
    pytest.param(
        "svenska.csv",
        f"Titel;Beslut;Granskare;Steg;Skäl\n{TITLES[0]};Inkludera;anna;titel och abstrakt;\n"
        f"{TITLES[0]};Exkludera;ANNA;fulltext;wrong population\n{TITLES[1]};Kanske;Bo;;\n",
        {},
        [
            (0, "anna", FT, "exclude", "wrong_population"),
            (0, "anna", TA, "include", ""),
            (1, "bo", TA, "unsure", ""),
        ],
        id="swedish-columns-and-words",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "options", "expected"), TOOLS)
def test_each_tools_file_is_read_as_the_tool_means_it(workbench, tmp_path, name, text, options, expected):
    """Who decided what at which stage, and why; what has no label is counted; again changes nothing."""
    path = file(tmp_path, text, name)
    done = workbench.screening.import_decisions(path, **options)
    assert standing(workbench, "reason") == expected
    assert done["stored"] == len(expected)
    again = workbench.screening.import_decisions(path, **options)
    assert (again["stored"], again["already_stored"] + again["older"]) == (0, len(expected))


WORDS = {
    "include": "1 1.0 1,0 TRUE true SANT Sant Wahr sand ja JA J j yes Y y x X Inkludera inkluderad INCLUDE "
    "Included relevant Inkluder eingeschlossen",
    "exclude": "0 0.0 0,0 FALSE FALSKT falskt Falsch falsk nej Nej N n no NO Exkludera exkluderad Exclude "
    "EXCLUDED irrelevant Ekskluder ausgeschlossen",
    "unsure": "maybe Maybe Kanske osäker unsure UNCLEAR Tveksam måske vielleicht ?",
}


@pytest.mark.parametrize(("word", "means"), [(w, m) for m, words in WORDS.items() for w in words.split()])
def test_words_of_five_languages_decide_in_any_letters(word, means):
    """Also as a spreadsheet writes them that took them for truth values or numbers."""
    assert meaning(word, DECIDED) == means


FLAG_WORDS = {
    True: "SANT Sant TRUE true 1 1.0 ja J YES x sand wahr",
    False: "FALSKT falskt FALSE 0 0,0 Nej n no Falsch falsk",
    "": " NaN NA null",
}


@pytest.mark.parametrize(
    ("word", "means"), [(w, m) for m, words in FLAG_WORDS.items() for w in words.split(" ")]
)
def test_flags_are_read_in_any_letters(word, means):
    """SANT and FALSKT are what a Swedish spreadsheet makes of true and false."""
    assert meaning(word, TRUTH) is means or meaning(word, TRUTH) == means == ""


def test_flags_of_a_spreadsheet_are_stored(workbench, tmp_path):
    """In columns of either language; an empty cell says nothing."""
    text = (
        f"doi;decision;Low-value care;utmönstring\n{DOIS[0]};include;SANT;FALSKT\n{DOIS[1]};exclude;falskt;\n"
    )
    workbench.screening.import_decisions(file(tmp_path, text), reader="anna")
    said = [row[4:] for row in standing(workbench, "low_value_care", "de_implementation")]
    assert said == [(True, False), (False, None)]


UNKNOWN = [
    pytest.param("decision", "inklude", "expected one of include, exclude, unsure", id="decision"),
    pytest.param("decision", "2", "expected one of include, exclude, unsure", id="decision-number"),
    pytest.param("decision", "-1", "no label in ASReview and excludes in Abstrackr", id="minus-one"),
    pytest.param("decision", "#VALUE!", "expected one of", id="a-formula-that-failed"),
    pytest.param("low_value_care", "perhaps", "expected one of yes, no", id="flag"),
    pytest.param("de_implementation", "2", "expected one of yes, no", id="flag-number"),
    pytest.param("stage", "third round", "expected one of title_abstract, full_text", id="stage"),
    pytest.param("at", "last week", "expected a time", id="at"),
    pytest.param("at", "2999-01-01", "expected a time that has been", id="at-to-come"),
    pytest.param("at", "03/01/2026", "expected a time", id="at-either-day-or-month"),
    pytest.param("drawn", "by lot", "expected one of ranked", id="drawn"),
]


@pytest.mark.parametrize(("column", "word", "said"), UNKNOWN)
def test_an_unknown_word_is_refused_with_row_and_column(workbench, tmp_path, column, word, said):
    """No row is stored, also none of those that are understood; blank rows count as rows."""
    cells = {"doi": DOIS[1], "decision": "include"} | {column: word}
    blank = "," * (len(cells) - 1)
    good = ",".join([DOIS[0], "include", *[""] * (len(cells) - 2)])
    text = "\n".join([",".join(cells), good, blank, ",".join(cells.values())]) + "\n"
    with pytest.raises(UsageError, match=f"row 4, column {column}: .*{said}.*; got '{word}'") as caught:
        workbench.screening.import_decisions(file(tmp_path, text), reader="anna")
    assert "nothing was imported" in str(caught.value)
    assert standing(workbench) == []


REFUSED = [
    pytest.param(
        "a.csv", "doi,beslut,decision\nx,1,0\n", {}, "beslut both say the decision", id="two-columns"
    ),
    pytest.param(
        "a.csv", "doi,decision,decision\nx,1,0\n", {}, "two columns are named 'decision'", id="one-name"
    ),
    pytest.param(
        "a.csv", "doi,included\n10.5555/ex.0000,1\n", {}, "say so with --label-column included", id="included"
    ),
    pytest.param(
        "a.csv", "doi,Take it?\n10.5555/ex.0000,yes\n", {}, "--label-column 'Take it?'", id="by-its-words"
    ),
    pytest.param(
        "a.csv", "doi,decision\n10.5555/ex.0000,1\n", {}, "who decided; give the reader", id="no-reader"
    ),
    pytest.param(
        "a.csv", "doi,decision,reader\n10.5555/ex.0000,1,Cy\n", {}, "unknown reader 'Cy'", id="reader"
    ),
    pytest.param("a.csv", covidence((0, "")), {"reader": "anna"}, "keep that name", id="covidence-renamed"),
    pytest.param(
        "a.csv", "article_id,key,value,user_email\n1,included,1,x\n", {}, "articles.csv", id="rayyans-log"
    ),
    pytest.param("a.json", '{"CodeSets": 1}', {}, "no whole JSON of EPPI-Reviewer", id="json"),
    pytest.param("a.json", '{"CodeSets": [', {}, "no whole JSON of EPPI-Reviewer", id="broken-json"),
    pytest.param(
        "a.csv", "decision,reader\n1,anna\n", {}, "no column tells which reference", id="no-reference"
    ),
]


@pytest.mark.parametrize(("name", "text", "options", "said"), REFUSED)
def test_what_cannot_be_told_is_refused_with_what_to_do(workbench, tmp_path, name, text, options, said):
    """The message names what is missing, and the option or the file that helps."""
    with pytest.raises(ReviewError, match=said.replace("?", r"\?")):
        workbench.screening.import_decisions(file(tmp_path, text, name), **options)
    assert standing(workbench) == []


def test_an_older_list_does_not_undo_newer_work(workbench, tmp_path):
    """What would change is asked about row by row; keep keeps it, replace takes the file's word."""
    path = file(tmp_path, f"doi,decision\n{DOIS[0]},include\n{DOIS[1]},exclude\n{DOIS[2]},exclude\n")
    workbench.screening.import_decisions(path, reader="anna")
    workbench.screening.decide(ids(workbench)[1], "include", reader="anna", note="read again")
    with pytest.raises(Question) as asked:
        workbench.screening.import_decisions(path, reader="anna")
    (doubt,) = asked.value.doubts
    assert (
        doubt
        == f"row 3 ({TITLES[1]}), anna, title_abstract: include, note: read again → exclude, note: read again"
    )
    assert "--doubtful" in asked.value.answer
    assert workbench.screening.import_decisions(path, reader="anna", doubtful="keep")["stored"] == 0
    assert standing(workbench)[1] == (1, "anna", TA, "include")
    assert workbench.screening.import_decisions(path, reader="anna", doubtful="replace")["stored"] == 1
    assert standing(workbench)[1] == (1, "anna", TA, "exclude")


def test_a_decision_taken_back_does_not_return_unasked(workbench, tmp_path):
    """Undo is newer work too."""
    path = file(tmp_path, f"doi,decision\n{DOIS[0]},include\n")
    workbench.screening.import_decisions(path, reader="anna")
    workbench.screening.undo("anna")
    with pytest.raises(Question, match="taken back → include"):
        workbench.screening.import_decisions(path, reader="anna")
    assert standing(workbench) == []


def test_a_row_with_an_earlier_time_than_what_stands_is_no_newer_work(workbench, tmp_path):
    """It is counted as older and not asked about; one with a later time is asked about."""
    workbench.screening.decide(ids(workbench)[0], "include", reader="anna")
    text = "doi,decision,at\n{},exclude,{}\n"
    done = workbench.screening.import_decisions(
        file(tmp_path, text.format(DOIS[0], "2020-01-01T10:00:00Z")), reader="anna"
    )
    assert (done["older"], done["stored"]) == (1, 0)
    later = pd.Timestamp.now("UTC") + pd.Timedelta(hours=1)
    with pytest.raises(Question, match="1 decisions would change"):
        workbench.screening.import_decisions(
            file(tmp_path, text.format(DOIS[0], later.isoformat())), reader="anna"
        )
    assert standing(workbench) == [(0, "anna", TA, "include")]


def test_rows_with_times_of_their_own_are_a_history(workbench, tmp_path):
    """All are stored, the last by time counts wherever it stands, and a second import changes nothing."""
    rows = f"doi,decision,at\n{DOIS[0]},include,2026-02-01\n{DOIS[0]},exclude,2026-01-01\n"
    path = file(tmp_path, rows)
    assert workbench.screening.import_decisions(path, reader="anna")["stored"] == 2
    assert standing(workbench) == [(0, "anna", TA, "include")]
    assert workbench.screening.import_decisions(path, reader="anna")["stored"] == 0


def test_a_file_says_nothing_about_what_it_has_no_column_for(workbench, tmp_path):
    """Flags, note and reason stay as they stand where the same decision comes again from elsewhere."""
    workbench.screening.decide(
        ids(workbench)[0], "exclude", reader="anna", reason="wrong_population", note="x", low_value_care=True
    )
    done = workbench.screening.import_decisions(file(tmp_path, f"doi,decision\n{DOIS[0]},0\n"), reader="anna")
    assert (done["stored"], done["already_stored"]) == (0, 1)


def test_a_preview_shows_each_kind_and_stores_nothing(workbench, tmp_path):
    """New, same, changes with before and after, contradictions, unmatched and unlabelled rows."""
    workbench.screening.decide(ids(workbench)[0], "include", reader="anna")
    workbench.screening.decide(ids(workbench)[1], "include", reader="anna")
    rows = [
        (DOIS[0], 1),
        (DOIS[1], 0),
        (DOIS[2], 1),
        (DOIS[3], 0),
        (DOIS[3], 1),
        ("10.5555/no", 1),
        (DOIS[4], ""),
    ]
    path = file(tmp_path, "doi,decision\n" + "".join(f"{doi},{said}\n" for doi, said in rows))
    seen = workbench.screening.import_decisions(path, reader="anna", preview=True)
    numbers = {name: seen[name] for name in ("stored", "new", "already_stored", "without_label")}
    assert numbers == {"stored": 0, "new": 1, "already_stored": 1, "without_label": 1}
    assert seen["changes"][["row", "before", "after"]].to_numpy().tolist() == [[3, "include", "exclude"]]
    assert seen["contradicting"].row.to_list() == [5, 6]
    assert seen["skipped"].row.to_list() == [7]
    assert len(standing(workbench)) == 2
    with pytest.raises(Question) as asked:
        workbench.screening.import_decisions(path, reader="anna")
    assert len(asked.value.doubts) == 4
    done = workbench.screening.import_decisions(path, reader="anna", doubtful="keep")
    assert done["stored"] == 1
    assert standing(workbench) == [
        (0, "anna", TA, "include"),
        (1, "anna", TA, "include"),
        (2, "anna", TA, "include"),
    ]


def test_the_whole_file_is_taken_or_nothing(workbench, tmp_path, monkeypatch):
    """A fault that only the database finds leaves nothing of the file behind."""
    path = tmp_path / "list.xlsx"
    write_xlsx(pd.DataFrame({"doi": DOIS[:2], "decision": ["1", "1"], "note": ["fine", "odd"]}), path)
    monkeypatch.setattr("review.store.values.unfit_character", lambda text: text == "odd")
    with pytest.raises(UsageError, match="holds a character"):
        workbench.screening.import_decisions(path, reader="anna")
    assert standing(workbench) == []


def test_reasons_nobody_knows_are_asked_about_and_kept(workbench, tmp_path):
    """One that is misspelt is named with its rows and kept as a note; a full text needs one of ours."""
    path = file(
        tmp_path, f"doi,decision,stage,reason\n{DOIS[0]},0,ta,wrong populaton\n{DOIS[1]},0,ft,not enough\n"
    )
    with pytest.raises(Question, match="'wrong populaton': 1 rows, the first is row 2") as asked:
        workbench.screening.import_decisions(path, reader="anna")
    assert "--reason note" in asked.value.answer
    with pytest.raises(Question, match=r"1 full texts are excluded without a reason[^-]*row 3"):
        workbench.screening.import_decisions(path, reader="anna", reason="note")
    assert standing(workbench) == []
    workbench.screening.import_decisions(path, reader="anna", reason="no_relevant_outcome")
    assert standing(workbench, "reason", "note") == [
        (0, "anna", TA, "exclude", "", "reason: wrong populaton"),
        (1, "anna", FT, "exclude", "no_relevant_outcome", "reason: not enough"),
    ]
    assert (
        workbench.screening.import_decisions(path, reader="anna", reason="no_relevant_outcome")[
            "already_stored"
        ]
        == 2
    )


def test_full_texts_of_what_title_and_abstract_exclude_are_asked_about(workbench, tmp_path):
    """A column of final labels is 0 also where nobody read a full text."""
    workbench.screening.decide(ids(workbench)[0], "exclude", reader="anna")
    workbench.screening.decide(ids(workbench)[1], "include", reader="anna")
    path = file(tmp_path, f"doi,label_included\n{DOIS[0]},0\n{DOIS[1]},1\n")
    options = {"reader": "anna", "stage": FT, "label_column": "label_included", "reason": "abstract_only"}
    with pytest.raises(Question, match="1 full texts belong to references that title and abstract exclude"):
        workbench.screening.import_decisions(path, **options)
    assert workbench.screening.import_decisions(path, doubtful="keep", **options)["stored"] == 1
    assert standing(workbench)[-1] == (1, "anna", TA, "include")
    assert (0, "anna", FT, "exclude") not in standing(workbench)


KEYS = [
    pytest.param("reference_id,decision\n{id},1\n", id="our-id"),
    pytest.param("key,Extra,decision\n1,see {id} there,1\n", id="our-id-in-a-note-of-zotero"),
    pytest.param("title,Label,decision\nanother title,{id},1\n", id="our-id-in-endnotes-label"),
    pytest.param(
        "record_id,title,decision\n17,FEWER SCANS of the knee in Primary Care.,1\n",
        id="title-in-other-letters",
    ),
    pytest.param("DOI,decision\nhttps://doi.org/10.5555/EX.0000,1\n", id="doi-as-address"),
    pytest.param("pubmed_id,decision\n31000000.0,1\n", id="pmid-written-as-a-number"),
    pytest.param(
        "PMID,title,decision\n,Fewer scans of the knee in primary care,1\n", id="title-where-pmid-is-empty"
    ),
    pytest.param("doi,pmid,decision\n10.5555/unknown,31000000,1\n", id="pmid-where-the-doi-is-unknown"),
]


@pytest.mark.parametrize("text", KEYS)
def test_the_reference_is_found_by_what_survived(workbench, tmp_path, text):
    """Our id wherever it stands, then DOI, PMID, title."""
    path = file(tmp_path, text.format(id=ids(workbench)[0]))
    workbench.screening.import_decisions(path, reader="anna")
    assert standing(workbench) == [(0, "anna", TA, "include")]


def test_a_title_that_two_references_have_is_told_apart_by_the_year_or_asked(workbench, tmp_path):
    """A row whose columns speak of two references is asked about too, as where one was sorted alone."""
    more = (
        "TY  - JOUR\nTI  - Deprescribing in care homes\nPY  - 1999\nAU  - Other, Z\nDO  - 10.5555/z\nER  - \n"
    )
    workbench.pile.import_files([file(tmp_path, more, "more.ris")])
    assert len(workbench.pile.references()) == 6
    with pytest.raises(Question, match="several references have this title"):
        workbench.screening.import_decisions(
            file(tmp_path, f"title,decision\n{TITLES[3]},1\n"), reader="anna"
        )
    workbench.screening.import_decisions(
        file(tmp_path, f"title,year,decision\n{TITLES[3]},2013,1\n"), reader="anna"
    )
    assert standing(workbench) == [(3, "anna", TA, "include")]
    sorted_alone = f"title,doi,decision\n{TITLES[0]},{DOIS[1]},1\n"
    with pytest.raises(Question, match="doi and title speak of different references"):
        workbench.screening.import_decisions(file(tmp_path, sorted_alone), reader="anna")


def outcomes(workbench):
    """Return the references as they leave for other tools, the first included by all who read it."""
    return workbench.pile.references().set_index("reference_id").loc[ids(workbench)].reset_index().assign(
        included=pd.array([1, None, None, None, None], dtype="Int64")
    )  # fmt: skip


def test_our_own_outcome_is_no_readers_decision(workbench, tmp_path):
    """Not as it left, not when it is named; what a person added is in a column called decision."""
    path = tmp_path / "out.csv"
    write_asreview(outcomes(workbench), path)
    for label_column in ("", "included"):
        with pytest.raises(
            UsageError, match="the outcome that all readers have come to, no reader's decision"
        ):
            workbench.screening.import_decisions(path, reader="anna", label_column=label_column)


def test_our_table_comes_back_from_asreview_with_what_was_decided_there(workbench, tmp_path):
    """Labels that our export gave it are left out and counted; the references are found by our ids."""
    path = tmp_path / "out.csv"
    write_asreview(outcomes(workbench), path)
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    frame["title"], frame["doi"] = "", ""
    frame["asreview_label"] = ["1", "0", "1", "", ""]
    frame.to_csv(path, index=False)
    done = workbench.screening.import_decisions(path, reader="anna")
    assert (done["stored"], done["own_outcomes"], done["without_label"]) == (2, 1, 2)
    assert [row for row in standing(workbench) if row[1] == "anna"] == [
        (1, "anna", TA, "exclude"), (2, "anna", TA, "include")
    ]  # fmt: skip


def test_our_ris_comes_back_from_asreview_with_what_was_decided_there(workbench, tmp_path):
    """What our own notes say of all readers is left out, also where the file did not leave the house."""
    path = tmp_path / "out.ris"
    write_ris(outcomes(workbench).assign(reader="review"), path)
    with pytest.raises(UsageError, match="no decisions in it"):
        workbench.screening.import_decisions(path, reader="anna")
    assert "review" in path.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("ASReview_not_seen", "ASReview_irrelevant", 1), encoding="utf-8")
    assert workbench.screening.import_decisions(path, reader="anna")["stored"] == 1
    assert [row for row in standing(workbench) if row[1] == "anna"] == [(1, "anna", TA, "exclude")]


def test_our_own_list_of_decisions_comes_back_unchanged(workbench, tmp_path):
    """Also notes that a spreadsheet could take for a formula."""
    for n, decision in enumerate(["include", "exclude", "unsure"]):
        workbench.screening.decide(
            ids(workbench)[n], decision, reader="bo", note="=1+1", de_implementation=n == 0
        )
    path = tmp_path / "decisions.csv"
    workbench.screening.export_decisions(path)
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",=1+1", ",'=1+1"), encoding="utf-8")
    done = workbench.screening.import_decisions(path)
    assert (done["stored"], done["already_stored"]) == (0, 3)


DECISION = st.sampled_from(["include", "exclude", "unsure"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    listed=st.lists(st.tuples(st.integers(0, 4), DECISION), max_size=7),
    by_hand=st.lists(st.tuples(st.integers(0, 4), st.one_of(DECISION, st.just("undo"))), max_size=5),
)
def test_no_list_ever_changes_what_stands_unless_told_to(whole, tmp_path_factory, listed, by_hand):
    """Whatever was listed and done since: unasked, an import only adds; told to, it ends as the list ends."""
    tmp_path = tmp_path_factory.mktemp("history")
    shutil.copytree(whole, tmp_path / "review")
    workbench = Workbench.open(tmp_path / "review")
    names = ids(workbench)
    for n, said in by_hand:
        if said != "undo":
            workbench.screening.decide(names[n], said, reader="anna")
        elif standing(workbench):
            workbench.screening.undo("anna")
    before = standing(workbench)
    path = file(tmp_path, "doi,decision\n" + "".join(f"{DOIS[n]},{said}\n" for n, said in listed))
    try:
        workbench.screening.import_decisions(path, reader="anna")
    except Question:
        assert standing(workbench) == before
    assert set(before) <= set(standing(workbench))
    workbench.screening.import_decisions(path, reader="anna", doubtful="keep")
    assert set(before) <= set(standing(workbench))
    workbench.screening.import_decisions(path, reader="anna", doubtful="replace")
    ends = dict(listed)
    assert all((n, "anna", TA, said) in standing(workbench) for n, said in ends.items())
    assert workbench.screening.import_decisions(path, reader="anna")["stored"] == 0
    workbench.close()


def test_what_a_column_may_be_called_stands_in_the_help_and_in_the_folder(tmp_path, capsys):
    """Every name there is, on the command line and on the page that a new review has in its data folder."""
    with pytest.raises(SystemExit):
        main(["decisions", "import", "--help"])
    told = capsys.readouterr().out
    create(tmp_path / "review", title="A")
    page = (tmp_path / "review" / "data" / "README.md").read_text(encoding="utf-8")
    names = [name for known in (KEY_NAMES | SAID_NAMES).values() for name in known]
    assert [name for name in names if name not in told or name not in page] == []


def test_the_command_that_an_import_proposes_works(workbench, tmp_path, capsys):
    """An export that carries decisions is told, with a command that takes them in as it stands."""
    folder = str(workbench.project.folder)
    path = file(tmp_path, RAYYAN + rayyan(0, 'RAYYAN-INCLUSION: {"Bo"=>"Included"}'), "with blank.csv")
    workbench.close()
    assert main(["import", str(path), "--project", folder]) == 0
    said = capsys.readouterr().err
    command = next(line for line in said.split("\n") if "decisions import" in line).split("review ", 1)[1]
    assert main(["dedupe", "--project", folder]) == 0
    assert main([*shlex.split(command), "--project", folder]) == 0
    with Workbench.open(folder) as opened:
        assert standing(opened) == [(0, "bo", TA, "include")]


def test_a_preview_names_reasons_that_will_be_asked_about_and_rows_said_twice(workbench, tmp_path):
    """What the import will ask is seen beforehand; what a file says twice is not stored already."""
    rows = [(DOIS[0], "off topic"), (DOIS[0], "off topic"), (DOIS[1], "off topic"), (DOIS[2], "")]
    text = "doi,decision,reason\n" + "".join(f"{doi},exclude,{reason}\n" for doi, reason in rows)
    seen = workbench.screening.import_decisions(file(tmp_path, text), reader="anna", preview=True)
    assert seen["other_reasons"].to_numpy().tolist() == [["off topic", 3, 2]]
    assert (seen["new"], seen["repeated"], seen["already_stored"]) == (3, 1, 0)
