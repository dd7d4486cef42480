"""The workbench's answers about recommendations: suggested, rejected, linked, standing, and written down."""

import json
import shutil

import pandas as pd
import pytest

from review.cli import main
from review.errors import UsageError
from review.gaps import known_empty
from review.project import shipped
from review.project.layout import copy_sample
from review.report.chapters.living import living
from review.report.grounds import grounds
from review.report.living import Speaker
from review.workbench import Workbench


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of the sample review, run from its raw exports."""
    folder = tmp_path_factory.mktemp("sample") / "review"
    copy_sample(folder)
    with Workbench.open(folder) as workbench:
        workbench.import_sample()
    return folder


@pytest.fixture(scope="module")
def sample(folder):
    """Return its workbench; tests that judge work on a copy."""
    with Workbench.open(folder) as workbench:
        yield workbench


@pytest.fixture
def copy(folder, tmp_path):
    """Return a copy of the sample to judge in."""
    shutil.copytree(folder, tmp_path / "copy")
    with Workbench.open(tmp_path / "copy") as workbench:
        yield workbench


def ask(capsys, folder, *arguments):
    """Run a command and return its JSON."""
    assert main([*arguments, "--json", "--project", str(folder)]) == 0
    return json.loads(capsys.readouterr().out)


def test_most_links_of_the_sample_are_among_the_first_five_suggested(folder, tmp_path):
    """From title and abstract, before anybody has linked anything."""
    shutil.copytree(folder, tmp_path / "blank")
    with Workbench.open(tmp_path / "blank") as workbench:
        links = workbench.links.current()
        for row in links.itertuples():
            workbench.store.withdraw("links", row.id, reader="anna")
        found = workbench.links.suggest(n=5)
    wanted = set(zip(links.reference_id, links.recommendation_id, strict=True))
    made = set(zip(found.reference_id, found.recommendation_id, strict=True))
    assert len(wanted & made) >= 0.9 * len(wanted)


def test_what_is_linked_is_not_suggested(sample):
    """Nor is anything asked twice."""
    found, links = sample.links.suggest(n=5), sample.links.current()
    assert not set(zip(found.reference_id, found.recommendation_id, strict=True)) & set(
        zip(links.reference_id, links.recommendation_id, strict=True)
    )


def test_a_rejected_suggestion_never_comes_back(copy):
    """Not from the reference, not from the recommendation, not after a restart."""
    first = copy.links.suggest(n=1).iloc[0]
    pair = (first.reference_id, first.recommendation_id)
    copy.links.dismiss(*pair, reader="anna", note="another joint")
    with Workbench.open(copy.project.folder) as again:
        for found in (again.links.suggest(n=50), again.links.suggest(n=500, recommendation_id=pair[1])):
            assert pair not in set(zip(found.reference_id, found.recommendation_id, strict=True))
        kept = again.links.dismissals()
    assert kept[["reference_id", "recommendation_id", "note"]].iloc[-1].tolist() == [*pair, "another joint"]


def test_a_rejection_can_be_taken_back(copy):
    """Withdrawing it brings the suggestion again."""
    first = copy.links.suggest(n=1).iloc[0]
    pair = (first.reference_id, first.recommendation_id)
    made = copy.links.dismiss(*pair, reader="anna")
    copy.store.withdraw("dismissals", made, reader="anna")
    found = copy.links.suggest(n=1)
    assert pair in set(zip(found.reference_id, found.recommendation_id, strict=True))


def test_rejecting_something_unknown_is_refused(sample):
    """Neither references nor recommendations nor readers are made up."""
    name = sample.pile.references().reference_id.iloc[0]
    with pytest.raises(UsageError, match="unknown recommendation 'IG99'"):
        sample.links.dismiss(name, "IG99", reader="anna")
    with pytest.raises(UsageError, match="nobody"):
        sample.links.dismiss(name, "IG14", reader="nobody")


def test_a_review_may_have_terms_of_its_own(copy):
    """A table in references/ replaces the one that ships; without one that one is used."""
    path = copy.project.path("references", "terms.csv")
    ours = "term_sv,term_en,variants_sv,variants_en,kind,broader,source\nknä,knee,,,condition,,own\n"
    path.write_text(ours, encoding="utf-8")
    assert list(copy.register.terms().term_en) == ["knee"]
    path.unlink()
    assert len(copy.register.terms()) > 500


def test_links_go_out_to_a_spreadsheet_and_come_back(copy, tmp_path):
    """Unedited nothing is stored again; an edited cell is a new row; a column that is left out stays."""
    path, short = tmp_path / "links.csv", tmp_path / "short.csv"
    assert copy.links.export(path) == len(copy.links.current())
    assert copy.links.import_file(path)["stored"] == 0
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    knee = table.index[(table.recommendation_id == "IG14") & (table.population != "")]
    table.loc[knee[0], "population"] = 'Vuxna med låst knä, "akut"; 1 = ja'
    table.to_csv(path, index=False)
    assert copy.links.import_file(path)["stored"] == 1
    said = copy.links.current().set_index(["reference_id", "recommendation_id"]).population
    assert said[table.reference_id[knee[0]], "IG14"] == 'Vuxna med låst knä, "akut"; 1 = ja'
    table.drop(columns="population").to_csv(short, index=False)
    assert copy.links.import_file(short)["stored"] == 0
    assert (copy.links.current().population != "").sum() == (table.population != "").sum()


def test_knee_arthroscopy_goes_from_suggestion_to_its_page(copy):
    """Suggested, confirmed, counted in the standing, written on the page."""
    before = copy.standing.page("IG14")
    left = copy.links.current().query("recommendation_id == 'IG14'").iloc[0]
    copy.store.withdraw("links", left.id, reader="anna")
    found = copy.links.suggest(recommendation_id="IG14", n=5)
    assert left.reference_id in set(found.reference_id)
    assert len(copy.standing.page("IG14").studies) == len(before.studies) - 1
    copy.links.add(left.reference_id, "IG14", "contradicts", reader="anna", certainty="high")
    after = copy.standing.page("IG14")
    assert (before.standing, after.standing) == ("supported", "contested")
    title = copy.pile.references().set_index("reference_id").title[left.reference_id]
    assert title in set(after.studies.title)


def test_the_page_says_the_same_in_short(sample):
    """A sentence for the terminal, a page for the notebook, in both languages."""
    page = sample.standing.page("IG14", language="en")
    assert repr(page).startswith("<IG14 Arthroscopic knee surgery: Knee osteoarthritis")
    assert f"{len(page.studies)} studies" in repr(page)
    assert "known adherence" in page.missing
    assert 'lang="en"' in page._repr_html_()
    assert "Det här saknas" in sample.standing.page("IG14")._repr_html_()


def test_every_recommendation_has_a_page(sample):
    """Also those nobody has tied a study to."""
    snapshot = sample.standing._evidence()
    known = grounds(snapshot, list(snapshot.recommendations.recommendation_id))
    assert len(known) == len(snapshot.recommendations)
    w = Speaker(snapshot, "sv")
    for one in known.values():
        assert "Det här saknas" in "".join(living(w, one))
        assert (one.standing.standing == "no_evidence") == one.links.empty


def test_a_page_of_an_unknown_recommendation_is_refused(sample):
    """With where to look."""
    with pytest.raises(UsageError, match="unknown recommendation 'X'"):
        sample.standing.page("X")


def test_standings_are_of_the_whole_register_and_priority_of_what_is_in_force(sample):
    """One row each, and what is not known stays unknown; nobody begins with what has expired."""
    standings, priority = sample.standing.standings(), sample.standing.priority()
    assert list(standings.recommendation_id) == list(sample.register.recommendations().recommendation_id)
    assert set(priority.recommendation_id) == set(sample.register.in_force().recommendation_id)
    assert set(standings.recommendation_id) - set(priority.recommendation_id) == {"OL01"}
    assert set(priority.low_adherence) == {"unknown"}


def test_an_orphan_link_fails_verify_by_name(copy):
    """A recommendation that leaves the register leaves its links behind."""
    assert copy.verify()["ok"].all()
    path = copy.project.path("references", "recommendations.csv")
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(row for row in rows if not row.startswith("IG14,")), encoding="utf-8")
    checks = copy.verify().set_index("check")
    assert not checks.ok["links name known recommendations"]
    assert checks.detail["links name known recommendations"] == "IG14"
    assert main(["verify", "--project", str(copy.project.folder)]) == 1


def test_an_evaluation_of_a_recommendation_that_left_fails_verify_too(copy):
    """Costs without a recommendation are orphans as well."""
    path = copy.project.path("references", "recommendations.csv")
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(row for row in rows if not row.startswith("IG14,")), encoding="utf-8")
    checks = copy.verify().set_index("check")
    assert checks.detail["economic evaluations name known recommendations"] == "IG14"


def test_overlaps_name_the_lists(sample):
    """Groups of the real register, each row with its list."""
    found = sample.standing.overlaps()
    knee = found[found.recommendation_id.isin(["IG14", "OL04", "OL28"])]
    assert knee.group.nunique() == 1
    assert knee.list_name.nunique() == 3


def test_research_questions_are_written_for_a_spreadsheet(sample, tmp_path):
    """One row per cell known to be empty, read back as it was."""
    path = tmp_path / "questions.csv"
    made = sample.standing.research_questions(path, rows="guideline_area", columns="strategies")
    back = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    pd.testing.assert_frame_equal(back, made.astype("str"), check_dtype=False)
    cells = sample.standing.gap_map("guideline_area", "strategies")
    assert len(made) == len(known_empty(cells))


def test_the_commands_say_what_the_workbench_says(folder, sample, capsys, tmp_path):
    """standing, overlap and gaps, as JSON."""
    one = ask(capsys, folder, "standing", "IG14")
    assert one["standing"] == sample.standing.page("IG14").standing
    assert len(ask(capsys, folder, "standing")) == len(sample.register.recommendations())
    assert ask(capsys, folder, "standing", "--priority")[0]["reasons"] >= 1
    assert {row["group"] for row in ask(capsys, folder, "overlap")} >= {1, 2}
    cells = ask(capsys, folder, "gaps", "--columns", "determinants")
    assert all(row["studies"] for row in cells)
    path = tmp_path / "q.csv"
    told = ask(capsys, folder, "gaps", "--questions", str(path))
    assert told["questions"] == len(pd.read_csv(path))


def test_a_suggestion_is_dismissed_on_the_command_line(copy, capsys):
    """By its two names; the same as in the workbench."""
    first = copy.links.suggest(n=1).iloc[0]
    pair = (first.reference_id, first.recommendation_id)
    ask(capsys, copy.project.folder, "link", "dismiss", *pair, "--reader", "anna")
    found = copy.links.suggest(n=50)
    assert pair not in set(zip(found.reference_id, found.recommendation_id, strict=True))


def test_terms_ship_with_a_new_review():
    """`review init` copies them with the other tables."""
    assert shipped("references", "terms.csv").is_file()
