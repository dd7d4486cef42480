"""Taking lists into the register: columns guessed, faults named, ids kept, editions kept, totals held."""

import json

import pandas as pd
import pytest

from review import register
from review.cli import main
from review.errors import SourceError, UsageError
from review.formats import write_csv, write_xlsx
from review.project import create, shipped
from review.register import ICKE_GORA, compare, guess, match, merge, new_ids, read_mapping, take_in
from review.vocabulary import sort_key
from review.workbench import Workbench

REFERENCES = shipped("references")
AREAS = list(register.load_guidelines(REFERENCES / "guidelines.csv").guideline_area)
REASONS = {
    "Risk överväger nytta": 33,
    "Den har ingen effekt": 31,
    "Mindre nytta än andra alternativ": 15,
    "Bristande träffsäkerhet": 3,
    "Avsaknad av evidens": 1,
}


def bilaga_2(**changes):
    """Return a made-up list of 83 that fits every printed total: the 17 known ones, and 66 invented."""
    known = register.load_recommendations(REFERENCES / "recommendations.csv")
    known = known[known.list_name == ICKE_GORA]
    rows = []
    for guideline in register.load_guidelines(REFERENCES / "guidelines.csv").itertuples():
        mine = known[known.guideline_area == guideline.guideline_area]
        for n in range(int(guideline.icke_gora_printed)):
            invented = (f"Påhittat tillstånd {n} i {guideline.guideline_area}", f"Påhittad åtgärd {n}")
            texts = (mine.condition_sv.iloc[n], mine.intervention_sv.iloc[n]) if n < len(mine) else invented
            # merged cells come out empty below the first
            rows.append((guideline.guideline_area if n == 0 else "", *texts))
    frame = pd.DataFrame(rows, columns=["Riktlinje", "Tillstånd", "Åtgärd"])
    reasons = changes.get("reasons", REASONS)
    frame["Orsak"] = [reason for reason, n in reasons.items() for _ in range(n)]
    drugs = changes.get("drugs", 42)
    frame["Åtgärdstyp"] = ["Läkemedel"] * drugs + ["Övrigt"] * (83 - drugs)
    frame["Följsamhet 2023 (%)"] = changes.get("adherence", ["95 %", "13"] + ["48,97"] * 58 + ["–"] * 23)
    assessed = changes.get("assessed", 24)
    frame["Hälsoekonomisk bedömning"] = ["Ja"] * assessed + ["Nej"] * (83 - assessed)
    frame["Ej kostnadseffektiv"] = ["Ja"] * 9 + ["Nej"] * 15 + [""] * 59
    return frame


@pytest.fixture
def workbench(tmp_path):
    """Return a new, empty review."""
    create(tmp_path / "review", title="Lists")
    with Workbench.open(tmp_path / "review") as opened:
        yield opened


@pytest.fixture
def bilaga(tmp_path):
    """Return a maker of workbooks that hold a made-up bilaga 2."""

    def make(frame=None, name="bilaga2.xlsx"):
        write_xlsx({"Bilaga 2": bilaga_2() if frame is None else frame}, tmp_path / name)
        return tmp_path / name

    return make


def test_a_whole_bilaga_2_fits_every_printed_total(workbench, bilaga):
    """83 of 83: every number that can be compared fits, with the denominators 83, 60, 24 and 21."""
    seen = workbench.register.import_list(bilaga(), whole=True, year=2024)
    frame = workbench.register.reconcile()
    assert set(frame.verdict) == {"fits", "not in the register"}
    assert set(frame[frame.verdict == "not in the register"].quantity) == {"share_of_all"}
    assert {83, 60, 24, 21} == set(frame.denominator.dropna())
    total = frame[frame.quantity == "recommendations"].iloc[0]
    assert (total.found, total.printed) == (83, 83)
    # what stands beside a printed share is the share it rounds to, of adherence too
    shares = frame[frame.found_percent.notna()]
    assert set(shares.quantity) == {"reason", "intervention_type", "adherence"}
    assert ((shares.found_percent - shares.printed).abs() <= 0.5).all()
    assert seen.summary()["matched"] == {"id": 0, "same": 17, "alike": 0, "new": 66}


MISFITS = [
    pytest.param(
        {"reasons": dict(zip(REASONS, (32, 32, 15, 3, 1), strict=True))},
        {"risk överväger nytta", "ingen effekt"},
        id="reasons",
    ),
    pytest.param({"drugs": 40}, {"läkemedel"}, id="drugs"),
    pytest.param({"assessed": 25}, {"bedömda"}, id="assessed"),
    pytest.param({"adherence": ["94", "13"] + ["48,97"] * 58 + [""] * 23}, {"högst"}, id="highest-adherence"),
    pytest.param(
        {"adherence": ["95", "13"] + ["48,97"] * 59 + [""] * 22}, {"följdes upp 2023"}, id="followed-up"
    ),
]


@pytest.mark.parametrize(("changes", "groups"), MISFITS)
def test_each_mismatch_is_named_and_nothing_else(workbench, bilaga, changes, groups):
    """A list that does not fit is taken in, and the numbers it breaks are named."""
    workbench.register.import_list(bilaga(bilaga_2(**changes)), whole=True, year=2024)
    frame = workbench.register.reconcile()
    assert set(frame[frame.verdict == "differs"].group_sv) == groups


def test_a_missing_guideline_row_and_one_too_many_are_seen(workbench, bilaga):
    """Counts are compared exactly, guideline by guideline."""
    frame = bilaga_2()
    frame["Riktlinje"] = frame.Riktlinje.replace("", None).ffill()
    frame.loc[frame.index[-1], "Riktlinje"] = "Stroke"
    workbench.register.import_list(bilaga(frame), whole=True, year=2024)
    found = workbench.register.reconcile()
    assert set(found[found.verdict == "differs"].group_sv) == {"Stroke", "Tandvård"}


def test_known_recommendations_keep_their_ids_and_what_only_we_know(workbench, bilaga):
    """Ids, English texts, synonyms and exceptions stay; what the list says stands in."""
    before = workbench.register.recommendations().set_index("recommendation_id")
    workbench.register.import_list(bilaga(), whole=True, year=2024, edition="bilaga 2")
    after = workbench.register.recommendations().set_index("recommendation_id")
    assert set(before.index) <= set(after.index)
    assert after.intervention_en["IG14"] == before.intervention_en["IG14"]
    assert after.synonyms_en["IG14"] == before.synonyms_en["IG14"]
    assert (after.edition["IG05"], after.adherence_year["IG05"]) == ("bilaga 2", 2023)
    assert after[after.list_name != ICKE_GORA].equals(before[before.list_name != ICKE_GORA])


def test_a_preview_writes_nothing_and_an_import_keeps_the_edition_before(workbench, bilaga):
    """The register as it was can be read and compared afterwards; the same file again changes nothing."""
    path = workbench.project.path("references", "recommendations.csv")
    untouched = path.read_bytes()
    workbench.register.preview(bilaga())
    assert path.read_bytes() == untouched
    assert workbench.register.editions().empty
    workbench.register.import_list(bilaga())
    assert (
        workbench.project.path("references", "editions", "recommendations-0001.csv").read_bytes() == untouched
    )
    changes = workbench.register.changes("1")
    assert (changes.change == "added").sum() == 66
    assert workbench.register.import_list(bilaga()).changes.empty
    assert len(workbench.register.editions()) == 1


def test_what_a_whole_list_lacks_expires_and_is_never_taken_out(workbench, bilaga):
    """A recommendation that is not in the new edition keeps its row, with the year it went."""
    frame = bilaga_2()
    frame["Riktlinje"] = frame.Riktlinje.replace("", None).ffill()
    shorter = frame[~((frame.Riktlinje == "Tandvård") & (frame["Tillstånd"] == "Periimplantit"))]
    seen = workbench.register.preview(bilaga(shorter))
    assert seen.not_in_list.recommendation_id.to_list() == ["IG17"]
    assert "expired" not in set(seen.changes.change)
    workbench.register.import_list(bilaga(shorter), whole=True, year=2024)
    rows = workbench.register.recommendations().set_index("recommendation_id")
    assert rows.valid_to["IG17"] == 2024
    assert workbench.register.changes("1").iloc[0][["change", "recommendation_id"]].to_list() == [
        "expired",
        "IG17",
    ]
    total = workbench.register.reconcile().set_index("quantity").loc["recommendations"]
    assert (total.found, total.verdict) == (82, "incomplete")
    with pytest.raises(UsageError, match="needs the year of its edition"):
        workbench.register.preview(bilaga(), whole=True)


def test_every_faulty_cell_is_named_by_sheet_row_and_column(workbench, bilaga):
    """Nothing is imported while a cell cannot be right; rows are those of the spreadsheet."""
    frame = bilaga_2()
    frame.loc[2, "Orsak"] = "dyrt"
    frame.loc[3, "Följsamhet 2023 (%)"] = "140"
    frame.loc[4, "Åtgärd"] = ""
    frame.loc[20, "Riktlinje"] = "Hudvård"
    with pytest.raises(SourceError) as caught:
        workbench.register.import_list(bilaga(frame), sheet="Bilaga 2")
    told = str(caught.value)
    assert "bilaga2.xlsx, sheet Bilaga 2, row 4, column Orsak: must be one of risk överväger nytta" in told
    assert "row 5, column Följsamhet 2023 (%): must be a number from 0 to 100" in told
    assert "row 6, column Åtgärd: must not be empty" in told
    assert "row 22, column Riktlinje: no national guideline is called 'Hudvård'" in told
    assert len(workbench.register.recommendations()) == 92


def test_a_list_without_a_row_changes_nothing(workbench, tmp_path):
    """A web page or a bare heading is no list: called a whole one it would end every recommendation."""
    for name, text in (("page.csv", "<html><body>hej</body></html>\n"), ("bare.csv", "Rad;Tillstånd\n;\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        before = workbench.register.recommendations()
        with pytest.raises(SourceError, match=f"{name}, row 1: no row below the heading"):
            workbench.register.import_list(tmp_path / name, whole=True, year=2024)
        pd.testing.assert_frame_equal(workbench.register.recommendations(), before)


def test_a_title_above_the_heading_and_shares_of_one_do_no_harm(workbench, tmp_path):
    """Rows are counted from the top of the sheet; 0.49 in a spreadsheet is 49 %."""
    lines = ["Bilaga 2;;;;", ";;;;", "Vårdområde;Tillstånd;Åtgärd;Följsamhet;Anm"]
    lines += ["Astma & KOL;KOL, akut försämring;Teofyllin;0,49;x", "Stroke;Ny;Åtgärd;0,5;"]
    (tmp_path / "list.csv").write_text("\n".join(lines), encoding="cp1252")
    seen = workbench.register.preview(tmp_path / "list.csv")
    assert seen.problems.empty
    assert seen.matches[["row", "recommendation_id"]].values.tolist() == [[4, "IG03"], [5, ""]]
    after = seen.after.set_index("recommendation_id")
    assert (after.adherence_percent["IG03"], after.guideline_area["IG03"]) == (49, "Astma och KOL")
    assert "adherence is given as shares of one; read as percent" in seen.notes


HEADINGS = [
    pytest.param("Nationell riktlinje", "guideline_area", "heading", id="swedish"),
    pytest.param("Guideline", "guideline_area", "heading", id="english"),
    pytest.param("intervention_sv", "intervention_sv", "name", id="own-name"),
    pytest.param("ÅTGÄRD ", "intervention_sv", "heading", id="capitals"),
    pytest.param("Följsamhet 2023 i procent", "adherence_percent", "part", id="part"),
    pytest.param("Handläggare", "", "none", id="unknown"),
]


@pytest.mark.parametrize(("heading", "field", "how"), HEADINGS)
def test_headings_are_guessed_and_the_guess_says_how(heading, field, how):
    """Swedish and English headings, whole or in part."""
    assert guess([heading]).values.tolist() == [[heading, field, how]]


WRONG_MAPPINGS = [
    pytest.param({"Nope": "reason"}, "the list has no column 'Nope'", id="column"),
    pytest.param({"A": "raeson"}, "the register has no column 'raeson'", id="field"),
    pytest.param({"A": "reason", "B": "reason"}, "two columns are mapped to reason: A, B", id="twice"),
]


@pytest.mark.parametrize(("chosen", "message"), WRONG_MAPPINGS)
def test_a_mapping_that_cannot_be_is_refused(chosen, message):
    """The user's word goes before the guess, and is checked."""
    with pytest.raises(UsageError, match=message):
        read_mapping(guess(["A", "B"]), chosen)


def test_a_list_of_another_sender_stands_beside(workbench, tmp_path):
    """An English list gets ids and a list name of its own; its texts serve for both languages."""
    rows = pd.DataFrame(
        {"Area": ["Cardiology"], "Condition": ["Chest pain"], "Recommendation": ["Stress test"], "Why": ["?"]}
    )
    write_csv(rows, tmp_path / "cw.csv")
    mapping = tmp_path / "mapping.csv"
    write_csv(pd.DataFrame({"column": ["Why"], "field": ["-"]}), mapping)
    workbench.register.import_list(
        tmp_path / "cw.csv", list_name="Choosing Wisely X", mapping=mapping, source="here"
    )
    row = workbench.register.recommendations().set_index("list_name").loc["Choosing Wisely X"]
    assert row.recommendation_id == "OL76"
    assert (row.intervention_sv, row.intervention_en, row.priority) == ("Stress test", "Stress test", "")
    assert (row.source_url, row.reason) == ("here", "unknown")


def test_alike_words_are_matched_once_and_shown():
    """The most alike row gets the id; the other one is new."""
    known = pd.DataFrame(
        {"recommendation_id": ["IG01"], "list_name": ["L"], "guideline_area": ["A"],
         "condition_sv": ["Knäartros"], "intervention_sv": ["Artroskopi av knä"]}
    )  # fmt: skip
    table = pd.DataFrame(
        {"Tillstånd": ["Knäartros"] * 2, "Åtgärd": ["Artroskopi av knät", "Artroskopi, knä"]}
    )
    taken = take_in(table, guess(list(table.columns)), usual={"list_name": "L", "guideline_area": "A"})
    found = match(taken.rows, known)
    assert sorted(found.recommendation_id) == ["", "IG01"]
    assert found.text_before[found.recommendation_id == "IG01"].to_list() == ["Artroskopi av knä – Knäartros"]


def test_new_numbers_are_never_used_again():
    """Ids go on after the highest there ever was."""
    known = pd.DataFrame({"recommendation_id": ["IG02", "IG40"]})
    assert new_ids(known, ICKE_GORA, 2) == ["IG41", "IG42"]


def test_changes_come_in_swedish_order():
    """Å, ä and ö after z."""
    known = register.load_recommendations(REFERENCES / "recommendations.csv").head(3)
    names = ["Öron", "Zink", "Ånger", "Ärr"]
    table = pd.DataFrame({"Riktlinje": "Stroke", "Tillstånd": "x", "Åtgärd": names})
    taken = take_in(table, guess(list(table.columns)), areas=AREAS, usual={"list_name": ICKE_GORA})
    texts = merge(known, taken.rows, match(taken.rows, known))
    found = compare(known, texts)
    assert [name.split(" – ")[0] for name in found.recommendation] == ["Zink", "Ånger", "Ärr", "Öron"]
    assert sorted(names, key=sort_key) == ["Zink", "Ånger", "Ärr", "Öron"]


def test_the_register_has_every_column_the_work_needs():
    """Adherence with year, number and measure; priority that keeps icke-göra and 10 apart; plain words."""
    rows = register.load_recommendations(REFERENCES / "recommendations.csv")
    icke_gora = rows[rows.list_name == ICKE_GORA]
    assert set(icke_gora.priority) == {"icke-göra"}
    assert (icke_gora.plain_sv != "").all()
    assert set(rows.priority[rows.list_name != ICKE_GORA]) == {""}
    assert rows.adherence_percent.isna().all()


@pytest.fixture
def folder(tmp_path, capsys):
    """Return the folder of a new review."""
    assert main(["init", str(tmp_path / "cli"), "--title", "Lists"]) == 0
    capsys.readouterr()
    return tmp_path / "cli"


def test_the_command_line_previews_imports_and_compares(folder, bilaga, capsys):
    """Preview, import, check, diff: the way of a user who has got bilaga 2."""
    path, where = str(bilaga()), ["--project", str(folder), "--json"]
    words = ["register", "import", path, "--whole", "--year", "2024"]
    assert main([*words, "--preview", *where]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["written"], told["changes"][0]["change"]) == (83, False, "changed")
    assert main([*words, *where]) == 0
    capsys.readouterr()
    assert main(["register", "check", *where]) == 0
    assert "83 of 83 icke-göra identified" in capsys.readouterr().err
    assert main(["register", "diff", "1", *where]) == 0
    assert {row["change"] for row in json.loads(capsys.readouterr().out)} == {"added", "changed"}


def test_a_mismatch_fails_the_check_by_name(folder, bilaga, capsys):
    """Exit code 1, and the sentence says which number differs."""
    words = ["register", "import", str(bilaga(bilaga_2(drugs=40))), "--project", str(folder)]
    assert main([*words, "--whole", "--year", "2024"]) == 0
    assert "läkemedel" in capsys.readouterr().out
    assert main(["register", "check", "--project", str(folder)]) == 1
    assert (
        "1 numbers differ from the printed ones: läkemedel: printed 51, found 40" in capsys.readouterr().err
    )


BAD_WORDS = [
    pytest.param(["--map", "Åtgärd"], "--map takes COLUMN=FIELD", id="no-sign"),
    pytest.param(["--map", "Åtgärd=-", "--mapping", "m.csv"], "give --mapping or --map, not both", id="both"),
    pytest.param(["--map", "Åtgärd=-"], "(none is mapped to intervention_sv)", id="needed-column-left-out"),
]


@pytest.mark.parametrize(("words", "message"), BAD_WORDS)
def test_a_mapping_that_does_not_do_is_one_sentence(folder, bilaga, capsys, words, message):
    """Exit code 2 and what to do."""
    assert main(["register", "import", str(bilaga()), "--project", str(folder), *words]) == 2
    assert message in capsys.readouterr().err
