"""What is in force counts, what is not is named apart; and each row says whose page it rests on."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_material import REFERENCES, project, snapshot
from review.cli import main
from review.project import create
from review.register import ICKE_GORA, SOURCE_KINDS, load_table, with_sources
from review.report import Report, numbers
from review.report.grounds import grounds
from review.report.living import page_of
from review.report.rules import derive
from review.workbench import Workbench

REGISTER = load_table(REFERENCES, "recommendations")
SOURCES = load_table(REFERENCES, "register_sources")
OURS = REGISTER[REGISTER.list_name == ICKE_GORA]
YEAR = 2026
"""The year of the small review's report."""

WAYS = ((0, "IG14", "supports"), (2, "IG14", "contradicts"), (4, "IG03", "supports"), (6, "OL02", "supports"))
BASE = snapshot(tied=[(f"r{n:02d}", name, way, "moderate", "", "", "") for n, name, way in WAYS])


def register_of(n_ours=17, **years):
    """Return a register with some number of icke-göra; `years` give ids their `valid_from` and `valid_to`."""
    more = [OURS.assign(recommendation_id=OURS.recommendation_id + f"x{n}") for n in range(n_ours // 17)]
    ours = pd.concat([OURS, *more]).head(n_ours)
    frame = pd.concat([ours, REGISTER[REGISTER.list_name != ICKE_GORA]], ignore_index=True)
    for name, (begins, ends) in years.items():
        frame.loc[frame.recommendation_id == name, ["valid_from", "valid_to"]] = [begins, ends]
    return frame


def review_of(register=REGISTER, sources=SOURCES, **changes):
    """Return a small review with a register and its sources."""
    tables = BASE.tables | {"register_sources": sources}
    return replace(BASE, recommendations=register, tables=tables, **changes)


def words(html):
    """Return HTML without its tags."""
    return re.sub(r" (?=[,.;:])", "", " ".join(re.sub(r"<[^>]*>", " ", html).split()))


def said(review, *chapters, language="en"):
    """Return chapters of a report as words."""
    made = Report(review, language, chapters).sections.values()
    return words(" ".join(section.html for section in made))


year = st.sampled_from([None, 1999, YEAR - 1, YEAR, YEAR + 1, 2090])


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(year, year), min_size=92, max_size=92), st.sampled_from([17, 85, 100]))
def test_no_share_leaves_its_whole_whatever_has_expired(spans, n_ours):
    """For any register: nothing is below 0 or above 100 %, and only what is in force is counted."""
    register = register_of(n_ours)
    spans = (spans * 2)[: len(register)]
    for name, column in zip(("valid_from", "valid_to"), zip(*spans, strict=True), strict=True):
        register[name] = pd.array(column, dtype="Float64")
    found = numbers(review_of(register))
    holds = [not (begins or 0) > YEAR and (ends or 9999) > YEAR for begins, ends in spans]
    ours = [one and name == ICKE_GORA for one, name in zip(holds, register.list_name, strict=True)]
    counted = (found["register"].value, found["identified"].value)
    assert counted == (sum(holds), sum(ours))
    assert sum(found[name].value for name in ("register", "expired", "coming")) == len(register)
    assert sum(found[f"source_{kind}"].value for kind in SOURCE_KINDS) == sum(holds)
    for name, one in found.items():
        if one.unit != "count" or one.value is None:
            continue
        assert one.value >= 0, name
        if one.denominator is not None and name != "identified":
            assert one.value <= one.denominator, name
        share = re.match(r"(\d+)%", one.text("en", "of"))
        assert share is None or int(share[1]) <= 100, name


@pytest.mark.parametrize("language", ["sv", "en"])
def test_more_than_are_printed_is_said_in_a_sentence(language):
    """85 in force of 83 printed is no share, and how many are missing is not known."""
    review = review_of(register_of(85))
    found = numbers(review)
    assert (found["identified"].value, found["register_lacks"].value) == (85, None)
    assert found["identified"].text(language, "of").startswith("– (85 ")
    fewer = numbers(review_of(register_of(17)))
    assert (fewer["identified"].value, fewer["register_lacks"].value) == (17, 66)
    sentence = {"sv": "85 gällande icke-göra, fler än de 83", "en": "85 icke-göra in force, more than the 83"}
    for chapter in ("findings", "register", "limits"):
        text = said(review, chapter, language=language)
        assert sentence[language] in text, chapter
        assert not re.search(r"85 (av|of) (the )?83|[-−]\s?2\b", text), chapter


SPANS = [
    pytest.param(None, None, "in_force", id="no-years"),
    pytest.param(YEAR, None, "in_force", id="begins-this-year"),
    pytest.param(None, YEAR + 1, "in_force", id="ends-next-year"),
    pytest.param(None, YEAR, "expired", id="first-year-without-it"),
    pytest.param(2015, 2024, "expired", id="ended-before"),
    pytest.param(YEAR + 1, None, "coming", id="begins-next-year"),
    pytest.param(YEAR + 1, YEAR + 2, "coming", id="begins-and-ends-later"),
]


@pytest.mark.parametrize(("begins", "ends", "force"), SPANS)
def test_a_page_says_first_that_a_row_is_not_in_force(begins, ends, force):
    """With the year, before anything else; a row in force says nothing of it."""
    review = review_of(register_of(IG14=(begins, ends)))
    html, _ = page_of(review, grounds(review, ["IG14"])["IG14"], "en")
    first = {
        "expired": f"No longer in force: expired in {ends}.",
        "coming": f"Not yet in force: begins in {begins}.",
    }
    text = words(html.partition("</h4>")[2])
    assert text.startswith(first.get(force, "In plain words"))
    assert numbers(review)["register"].value == len(REGISTER) - 1 - (force != "in_force")


def test_links_to_what_has_expired_count_nowhere_and_are_shown_apart():
    """They are left out and said to be; the page of the row stands last, under a heading of its own."""
    before, after = (review_of(register_of(**ended)) for ended in ({}, {"IG14": (2012, 2025)}))
    one, other = numbers(before), numbers(after)
    for name, fewer in (("links", 2), ("with_studies", 1), ("opposed", 1), ("linked_studies", 2)):
        assert one[name].value - other[name].value == fewer, name
    assert other["links_left_out"].value == one["links_left_out"].value + 2
    evidence = said(after, "evidence")
    assert evidence.index("Recommendations that are not in force") < evidence.index("expired in 2025")
    assert "IG14" not in evidence[: evidence.index("Recommendations that are not in force")]
    assert re.search(r"2 recommendations are no longer in force .*: IG14, OL01", said(after, "register"))
    assert "IG14" not in said(after, "gaps")


def test_only_what_has_expired_has_studies():
    """The chapter says that no study is tied to what is in force, and still shows the page."""
    review = review_of(register_of(IG14=(2012, 2025), IG03=(2012, 2025), OL02=(2010, 2020)))
    evidence = said(review, "evidence")
    assert "expired in 2020" in evidence
    assert "Studies per recommendation" not in evidence


def test_without_a_date_whatever_has_an_end_has_ended():
    """A review without a date counts no row that somebody has given an end."""
    review = review_of(register_of(IG14=(None, 2090)), project=project(date=None))
    assert numbers(review)["expired"].value == 2


PAGES = [
    pytest.param("primary", True, "the sender’s own page; rechecked 2026-11-30", id="own"),
    pytest.param("retold", True, "retold by Invented Weekly, not the sender’s own page", id="retold"),
    pytest.param("commercial", True, "Invented Weekly, a commercial page", id="commercial"),
    pytest.param("unknown", False, "not known whose page; not rechecked", id="not-opened"),
]


def line(kind, read, address):
    """Return a table of sources with one line, about IG14."""
    cells = dict.fromkeys(SOURCES.columns, "") | {
        "recommendation_id": "IG14", "site": "Invented Weekly", "kind": kind, "address": address,
        "rechecked": "yes" if read else "no", "rechecked_on": "2026-11-30", "what_was_seen": "all of it",
    }  # fmt: skip
    return pd.DataFrame([cells], dtype="str")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("kind", "read", "expected"), PAGES)
def test_a_page_says_whose_page_it_rests_on(kind, read, expected, language):
    """On the recommendation's page and in the register; only the sender's page is called the sender's."""
    address = REGISTER.set_index("recommendation_id").source_url["IG14"]
    review = review_of(sources=line(kind, read, address))
    page = words(page_of(review, grounds(review, ["IG14"])["IG14"], language)[0])
    table = said(review, "appendices", language=language)
    if language == "en":
        assert expected in page
        assert expected in table
    own = {"sv": "avsändarens egen sida", "en": "the sender’s own page"}[language]
    plain = re.sub(r"(inte|not) " + own, "", page)
    assert (own in plain) == (kind == "primary")


STALE = [
    pytest.param("https://example.org/new", "example.org", id="another-address"),
    pytest.param("bilaga2.xlsx", "bilaga2.xlsx", id="a-file"),
    pytest.param("10.5555/invented", "10.5555/invented", id="a-doi"),
]


@pytest.mark.parametrize(("now", "shown"), STALE)
def test_a_line_about_another_page_says_nothing_of_the_row(now, shown):
    """After the row's source has changed nobody has read its page."""
    register = REGISTER.copy()
    register.loc[register.recommendation_id == "IG14", "source_url"] = now
    row = with_sources(register, SOURCES).set_index("recommendation_id").loc["IG14"]
    assert (row.kind, row.rechecked_on, row.site) == ("unknown", "", "")
    review = review_of(register)
    page = words(page_of(review, grounds(review, ["IG14"])["IG14"], "en")[0])
    assert f"{shown}, not known whose page" in page
    assert "not rechecked" in page


def test_the_report_counts_whose_pages_the_rows_rest_on():
    """Each kind is a number that is counted from the rows, and a sentence tells how many are retold."""
    review = review_of()
    made = Report(review, "en", ["register"])
    text = words(made.sections["register"].html)
    kept = with_sources(REGISTER[REGISTER.valid_to.isna()], SOURCES)
    told = kept.kind.isin(["retold", "commercial"]) & (kept.list_name == ICKE_GORA)
    assert f"Of 17 icke-göra in force, {told.sum()} rest on a retelling" in text
    for kind in SOURCE_KINDS:
        one = made.numbers[f"source_{kind}"]
        assert one.value == (kept.kind == kind).sum() == derive(one.rule, rows_of(made), {})
    assert f"Not rechecked against their page: {(kept.rechecked_on == '').sum()}." in text


def rows_of(made):
    """Return the tables of rows that go with a chapter."""
    return {name: [dict(zip(table[0], row, strict=True)) for row in table[1:]]
            for name, table in made.sections["register"].roots["rows"].items() if table}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a new review whose report is of 2026."""
    create(tmp_path / "review", title="Pages")
    toml = tmp_path / "review" / "review.toml"
    text = re.sub(r"(?m)^date = .*$", "", toml.read_text(encoding="utf-8"))
    toml.write_text(text.replace("[review]", "[review]\ndate = 2026-12-01", 1), encoding="utf-8")
    return tmp_path / "review"


def test_the_commands_say_it_too(folder, capsys):
    """`register check` counts kinds; `standing ID` begins with whether the row is in force."""
    where = ["--project", str(folder)]
    assert main(["register", "check", *where]) == 0
    told = capsys.readouterr()
    assert re.search(r"91 in force, by their page: \d+ primary, \d+ retold", told.out + told.err)
    assert main(["standing", "OL01", "--json", *where]) == 0
    assert next(iter(json.loads(capsys.readouterr().out).items())) == ("in_force", "expired 2021")
    assert main(["standing", "IG14", "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["in_force"] == "yes"
    with Workbench.open(folder) as workbench:
        assert "OL01" not in set(workbench.standing.priority().recommendation_id)
        assert "OL01" not in set(workbench.standing.gap_map("recommendation", "direction").row)
        assert "OL01" not in set(workbench.tables.without_indicator().recommendation_id)


def test_a_new_review_ships_the_sources_and_checks_them(folder, capsys, tmp_path):
    """They go out to the workbook and back; an id that leads nowhere, or a kind that is none, is named."""
    path, where = tmp_path / "tables.xlsx", ["--project", str(folder)]
    with Workbench.open(folder) as workbench:
        assert len(workbench.tables.table("register_sources")) == len(SOURCES)
        assert workbench.tables.export(path)["register_sources"] == len(SOURCES)
        assert not workbench.tables.import_file(path).changed.any()
    told = folder / "references" / "register_sources.csv"
    told.write_text(told.read_text(encoding="utf-8").replace("IG01,", "IG99,", 1), encoding="utf-8")
    assert main(["tables", "check", *where]) == 1
    assert "'IG99' is not in recommendations.csv" in capsys.readouterr().err
    told.write_text(told.read_text(encoding="utf-8").replace(",primary,", ",theirs,", 1), encoding="utf-8")
    assert main(["tables", "check", *where]) == 1
    assert "must be one of primary, retold" in capsys.readouterr().err
    told.unlink()
    with Workbench.open(folder) as workbench:
        assert set(workbench.register.sources().kind) == {"unknown"}
