"""Checking a report: every number is counted again from its HTML, what is tampered with is named."""

import json
import re

import pytest

from report_material import EVALUATIONS, LINK_COLUMNS, LINKS, decisions, empty_snapshot, snapshot
from review.errors import SourceError
from review.report import changes, check, numbers, render
from review.report.roots import RECORD, embedded, read_page

LINKED = re.compile(r'<a class="n"[^>]*data-number="([^"]*)"[^>]*>([^<]*)</a>')
PAGES = {language: render(snapshot(), language=language) for language in ("sv", "en")}


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a page and gives its path."""

    def write(page, name="report.html"):
        path = tmp_path / name
        path.write_text(page, encoding="utf-8")
        return path

    return write


def failed(path):
    """Return the names of the checks that failed."""
    found = check(path)
    return set(found.loc[~found.ok, "check"])


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("made", [snapshot, empty_snapshot], ids=["small", "empty"])
def test_a_report_is_true_to_itself(made, language, written):
    """Every number that is printed is among the checks, and every check holds."""
    page = render(made(), language=language)
    found = check(written(page))
    assert found.ok.all(), found[~found.ok].to_dict("records")
    assert {f"number {name}" for name, _ in LINKED.findall(page)} <= set(found.check)


def other(digit):
    """Return another digit."""
    return str((int(digit) + 1) % 10)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_one_digit_changed_in_any_printed_number_is_named(language, written):
    """Whichever linked number, in whichever of its digits, its name stands among the failures."""
    page, tried = PAGES[language], 0
    for turn, link in enumerate(LINKED.finditer(page)):
        digits = [found.start() for found in re.finditer(r"\d", link[2])]
        if digits and (language == "sv" or turn % 5 == 0):
            place = link.start(2) + digits[turn % len(digits)]
            tampered = page[:place] + other(page[place]) + page[place + 1 :]
            assert f"number {link[1]}" in failed(written(tampered)), link[0]
            tried += 1
    assert tried > (90 if language == "sv" else 15)


def changed_record(page, change):
    """Return a page whose record of numbers was changed."""
    found = RECORD.search(page)
    said = json.loads(found[1])
    change(said)
    return page.replace(found[0], embedded(said))


@pytest.mark.parametrize("field", ["value", "denominator", "low", "high"])
def test_a_changed_record_is_named(field, written):
    """A value, a denominator or an end of an interval that the rows do not give is found."""
    for name, one in read_page(written(PAGES["sv"])).numbers.items():
        if getattr(one, field) is None or (field != "value" and not one.whole and one.rule):
            continue

        def change(said, name=name):
            said["numbers"][name][field] += 1

        assert f"number {name}" in failed(written(changed_record(PAGES["sv"], change)))


def test_rows_taken_out_are_missed(written):
    """A study, a link or a recommendation that is gone from the rows changes the numbers counted from it."""
    expected = {
        "studies": "number included_neither",
        "links": "number supports",
        "register": "number register",
    }
    for table, name in expected.items():
        tampered = changed_record(PAGES["sv"], lambda said, table=table: said["rows"][table].pop(1))
        gone = failed(written(tampered))
        assert name in gone or any(one.startswith("number") for one in gone)


def test_a_table_without_its_rows_is_said_to_be_missing(written):
    """What cannot be counted again is no sound number."""
    found = check(written(changed_record(PAGES["sv"], lambda said: said["rows"].pop("links"))))
    details = found[~found.ok].set_index("check").detail
    assert "its rows are not on the page" in details["number supports"]


TAMPERED = [
    pytest.param(r'(<tr id="t-flow-excluded">.*?<td class="number">)\d', r"\g<1>9", "#t-flow", id="cell"),
    pytest.param(r"(<text [^>]*>)16(?=</text>)", r"\g<1>9", "#f-flow", id="word-of-a-figure"),
    pytest.param(r'(id="f-flags".*?<path [^>]*d=")[^"]*', r"\1M0 0h99v9z", "#f-flags", id="bar"),
    pytest.param(r"<desc([^>]*)>[^<]*", r"<desc\1>nothing", "#f-flow", id="words-for-a-figure"),
    pytest.param(r"(Gruppnivå är) ", r"\1 9", "#findings", id="sentence"),
    pytest.param(
        r'(id="t-evidence".*?<tbody>)(<tr>.*?</tr>)(<tr>.*?</tr>)', r"\1\3\2", "#t-evidence", id="order"
    ),
    pytest.param(r'(id="t-evidence".*?<tbody>)<tr>.*?</tr>', r"\1", "#t-evidence", id="row-taken-out"),
    pytest.param(r'(id="t-studies-[^>]*><table.*?<tbody>)<tr>.*?</tr>', r"\1", "#t-studies-IG14", id="study"),
    pytest.param(r'href="#study-r\d+', 'href="#study-other', "#evidence", id="link-to-a-study"),
    pytest.param(r'href="https://[^"]*"', 'href="https://example.org/"', "#evidence", id="source"),
    pytest.param(r"<h1>.*?</h1>", "<h1>9</h1>", "header", id="title"),
    pytest.param(r'(<nav .*?<a href="#)findings', r"\1limits", "nav", id="contents"),
    pytest.param(r"</style>", "#limits { display: none }</style>", "head", id="style"),
    pytest.param(r'<section id="limits"', '<section hidden id="limits"', "#limits", id="hidden"),
    pytest.param(r'<section id="limits".*?</section>', "", "#limits", id="chapter-taken-out"),
    pytest.param(
        r'(<section id="limits".*?</section>)(.*</section>)', r"\2\1", "page", id="order-of-chapters"
    ),
    pytest.param(r'(?=<section id="limits")', "<p>9</p>", "page", id="between-chapters"),
    pytest.param(r"(?=</body>)", "<script>9</script>", "page", id="script"),
]


@pytest.mark.parametrize(("pattern", "instead", "expected"), TAMPERED)
def test_what_was_changed_is_found_where_it_stands(pattern, instead, expected, written):
    """Words, bars, order, links, style and scripts are as they were written, or the place is named."""
    tampered, n = re.subn(pattern, instead, PAGES["sv"], count=1, flags=re.S)
    assert n == 1
    assert tampered != PAGES["sv"]
    assert f"{expected} as written" in failed(written(tampered))


def test_what_was_added_is_named(written):
    """A chapter that no report wrote stands among the failures."""
    added = PAGES["sv"].replace("</main>", '<section id="more"><p>9</p></section></main>')
    found = check(written(added)).set_index("check")
    assert not found.ok["nothing was added"]
    assert found.detail["nothing was added"] == "#more"


RECORDED = {
    "order": lambda said: said["rows"]["links"].reverse(),
    "a row": lambda said: said["rows"]["files"][1].__setitem__(0, "other.ris"),
    "a rule": lambda said: said["numbers"]["saves"].update(rule={"count": "evaluations"}),
    "a target": lambda said: said["numbers"]["included"].update(anchor="t-flow"),
    "a number": lambda said: said["numbers"].pop("saves"),
    "a fingerprint": lambda said: said["fingerprints"].pop("#t-evidence"),
}


@pytest.mark.parametrize("name", RECORDED)
def test_a_record_that_was_edited_is_named(name, written):
    """Rows, rules, targets and fingerprints are as they were written, or something fails."""
    expected = {
        "order": "rows links as written", "a row": "rows files as written", "a rule": "number saves",
        "a target": "number included", "a number": "number saves", "a fingerprint": "nothing was added",
    }  # fmt: skip
    assert expected[name] in failed(written(changed_record(PAGES["sv"], RECORDED[name])))


def test_a_share_that_is_no_quotient_is_named(written):
    """Part, whole and percent are held against each other wherever they stand."""
    place = PAGES["sv"].index("72\u00a0% (60 av 83)")
    tampered = PAGES["sv"][:place] + "73\u00a0% (60 av 83)" + PAGES["sv"][place + 15 :]
    assert "shares with part and whole" in failed(written(tampered))


def test_a_number_without_record_is_named(written):
    """A number slipped in under a new name is none of the report's."""
    slipped = (
        '<p><a class="n" data-form="value" data-number="lives_saved" href="#findings">7</a></p></section>'
    )
    assert "number lives_saved" in failed(written(PAGES["sv"].replace("</section>", slipped, 1)))


WRONG = [
    pytest.param("<html lang='sv'></html>", "holds no record of its numbers", id="other-page"),
    pytest.param(PAGES["sv"].replace('"numbers":', '"nombres":'), "holds no record", id="broken-record"),
    pytest.param(PAGES["sv"].replace('{"fingerprints"', "{fingerprints"), "holds no record", id="no-json"),
]


@pytest.mark.parametrize(("page", "sentence"), WRONG)
def test_other_files_are_refused(page, sentence, written):
    """A page without its record cannot be checked, and the error says what was expected."""
    with pytest.raises(SourceError, match=sentence):
        check(written(page))


def test_a_missing_file_is_named(tmp_path):
    """The path stands in the error."""
    with pytest.raises(SourceError, match=r"gone\.html: no such file"):
        check(tmp_path / "gone.html")


def with_link(place, **changes):
    """Return the small review with one link said otherwise."""
    tied = [dict(zip(LINK_COLUMNS, row, strict=True)) for row in LINKS]
    tied[place] |= changes
    return snapshot(tied=[tuple(row.values()) for row in tied])


def with_decision(reference_id, stage, **changes):
    """Return the small review with the decisions on one reference at one stage said otherwise."""
    made = decisions(16)
    made.loc[(made.reference_id == reference_id) & (made.stage == stage), list(changes)] = list(
        changes.values()
    )
    return snapshot(made=made)


def with_evaluation(place, **changes):
    """Return the small review with one economic evaluation said otherwise."""
    rows = list(EVALUATIONS)
    rows[place] = rows[place] | changes
    return snapshot(costed=rows)


CHANGES = [
    pytest.param(
        lambda: with_link(3, direction="mixed"), {"supports", "mixed", "opposed"},
        id="link",
    ),
    pytest.param(lambda: with_link(0, note="another"), set(), id="note-of-a-link"),
    pytest.param(
        lambda: with_link(5, reference_id="r09"),
        {"links", "links_left_out", "supports", "linked_studies", "unlinked_studies", "with_studies",
         "unsupported", "opposed", "contradicts", "mixed", "context", "exceptions_known",
         "exceptions_unknown"},
        id="link-of-an-included-study",
    ),
    pytest.param(
        lambda: with_decision("r03", "title_abstract", reason="wrong_population"), set(), id="reason"
    ),
    pytest.param(
        lambda: with_evaluation(0, effect_difference=-0.01),
        {"saves", "saves_with_loss", "saves_sure", "saves_open", "saves_unknown"}, id="evaluation"
    ),
    pytest.param(
        lambda: with_evaluation(3, effect_difference=0.2),
        {"read", "unread", "saves", "saves_with_loss", "costs"}, id="evaluation-that-can-be-read",
    ),
    pytest.param(
        lambda: snapshot(recommendations=snapshot().recommendations.assign(
            adherence_2023_percent=[40.0, *snapshot().recommendations.adherence_2023_percent[1:]]
        )),
        {"adherence_unknown"}, id="recommendation",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("after", "expected"), CHANGES)
def test_changes_lists_the_numbers_that_rest_on_a_changed_row(after, expected, written):
    """Exactly those; a share is among them when its denominator changed."""
    before, after = snapshot(), after()
    counted, again = numbers(before), numbers(after)
    old, new = written(render(before), "old.html"), written(render(after), "new.html")
    found = changes(old, new)
    assert set(found.number) == expected
    for row in found.itertuples():
        assert row.before == counted[row.number].text("sv", "of")
        assert row.after == again[row.number].text("sv", "of")
        assert row.what != f"number.{row.number}"


def test_nothing_changed_is_nothing(written):
    """A report against itself has no row, whatever its language."""
    old, new = written(PAGES["sv"], "sv.html"), written(PAGES["en"], "en.html")
    assert changes(old, new).empty


def test_a_number_that_came_or_went_has_one_side(written):
    """What only one report holds is shown against nothing."""
    old, new = written(render(empty_snapshot()), "old.html"), written(PAGES["sv"], "new.html")
    found = changes(old, new).set_index("number")
    assert found.before["kappa"] == ""
    assert found.after["kappa"].startswith("0,")
