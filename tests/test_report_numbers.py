"""The report's numbers: named, counted once, with their denominators, and each with its rows."""

import re

import pandas as pd
import pytest

from report_material import EVALUATIONS, LINK_COLUMNS, LINKS, decisions, empty_snapshot, snapshot
from review.evidence import DIRECTIONS
from review.report import Number, Report, numbers, render
from review.vocabulary import number, say

SMALL = snapshot()
COUNTED = numbers(SMALL)
LINK = re.compile(r'<a class="n" href="#([^"]+)" data-number="([^"]+)" data-form="([^"]+)">([^<]*)</a>')


def value(name):
    """Return a number of the small review."""
    return COUNTED[name].value


def included():
    """Return the included references, counted by hand: both readers, or the adjudicator, said yes twice."""
    first, last = set(), set()
    made = SMALL.decisions
    for reference, rows in made.groupby("reference_id"):
        screened = rows[rows.stage == "title_abstract"]
        yes = screened[screened.reader == "cia"] if "cia" in set(screened.reader) else screened
        if set(yes.decision) == {"include"}:
            first.add(reference)
        read = rows[rows.stage == "full_text"]
        if len(read) and set(read.decision) == {"include"}:
            last.add(reference)
    return first & last


def test_the_flow_is_counted_from_the_decisions():
    """Records, duplicates, screened and included agree with a count by hand."""
    assert (value("records"), value("duplicates"), value("references")) == (17, 1, 16)
    assert value("included") == len(included()) == len(SMALL.included())
    assert value("screened") == value("excluded") + value("sought")
    assert value("assessed") == value("included") + value("excluded_reports")


def test_flags_of_included_studies_make_a_whole():
    """Only one, only the other, both and neither are all."""
    parts = ("only_low_value_care", "only_de_implementation", "included_both", "included_neither")
    assert sum(value(name) for name in parts) == value("included")
    low = [name for name in included() if int(name[1:]) % 2 == 0]
    assert value("included_low_value_care") == len(low)
    assert value("included_both") == len([name for name in low if int(name[1:]) % 5 == 0])


def test_marked_references_lie_at_or_above_the_threshold():
    """Half is enough."""
    assert value("marked_low_value_care") == sum((place % 10) / 10 >= 0.5 for place in range(16))


def test_links_are_counted_by_direction():
    """Those of included references make a whole; the other is counted apart; of 92 rows one has expired."""
    assert sum(value(name) for name in DIRECTIONS) == value("links") == 5
    assert value("links_left_out") == 1
    assert (value("with_studies"), value("unsupported"), value("opposed")) == (2, 89, 1)
    assert value("linked_studies") + value("unlinked_studies") == value("included")
    assert (value("exceptions_unknown"), COUNTED["exceptions_unknown"].denominator) == (1, 2)


def test_evaluations_are_counted_by_their_reading():
    """Saves, saves with loss and costs are all that can be read."""
    assert (value("evaluations"), value("read"), value("unread")) == (4, 3, 1)
    assert value("saves") + value("saves_with_loss") + value("costs") == value("read")
    assert (value("saves"), value("saves_with_loss"), value("costs")) == (1, 1, 1)
    assert (value("converted"), value("not_converted")) == (3, 1)


def test_printed_numbers_keep_their_printed_denominators():
    """60 of 83 followed up, 24 of 83 assessed, 9 of those 24 not cost-effective, 49 % of 60."""
    printed = {name: (value(name), COUNTED[name].denominator) for name in COUNTED}
    assert printed["adherence_measured"] == (60, 83)
    assert printed["economics_assessed"] == (24, 83)
    assert printed["economics_ineffective"] == (9, 24)
    assert printed["adherence_mean"] == (49, 60)
    assert printed["identified"] == (17, 83)
    assert printed["register_lacks"] == (66, 83)
    assert printed["guidelines_without"] == (9, 21)
    assert printed["share_icke_gora"] == (4, None)


def test_agreement_has_its_interval_and_its_number_of_references():
    """κ and AC1 lie in their intervals and say on how many references they rest."""
    for name in ("kappa", "ac1"):
        found = COUNTED[name]
        assert found.low <= found.value <= found.high
        assert found.denominator == 16


FORMS = [
    pytest.param(Number(1234, "count", "t"), "value", "1\u202f234", id="count"),
    pytest.param(Number(9, "count", "t", 24), "of", "38\u00a0% (9 av 24)", id="share"),
    pytest.param(Number(0, "count", "t", 0), "of", "– (0 av 0)", id="share-of-none"),
    pytest.param(Number(49, "percent", "t", 60), "of", "49\u00a0% (av 60)", id="printed"),
    pytest.param(Number(4, "percent", "t"), "of", "4\u00a0%", id="printed-without-denominator"),
    pytest.param(Number(0.5, "share", "t", 3), "value", "50\u00a0%", id="computed-share"),
    pytest.param(Number(0.783, "coefficient", "t", 3, 0.7, 0.85), "value", "0,78 (0,70–0,85)", id="interval"),
    pytest.param(Number(0.783, "coefficient", "t"), "value", "0,78", id="no-interval"),
    pytest.param(Number(None, "count", "t"), "value", "–", id="unknown"),
    pytest.param(Number(None, "percent", "t"), "of", "–", id="unknown-percent"),
]


@pytest.mark.parametrize(("found", "form", "expected"), FORMS)
def test_a_number_is_written_with_what_it_is_part_of(found, form, expected):
    """Shares carry their denominators, what is not known is a dash and never zero."""
    assert found.text("sv", form) == expected


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("made", [snapshot, empty_snapshot], ids=["small", "empty"])
def test_every_number_on_the_page_is_the_computed_one_and_leads_to_its_rows(made, language):
    """Name, text and target of each link are those of the number."""
    one = made()
    page, known = render(one, language=language), numbers(one)
    found = LINK.findall(page)
    assert len(found) > 30 if made is snapshot else found
    for target, name, form, text in found:
        assert text == known[name].text(language, form)
        assert target == known[name].anchor
        assert f'id="{target}"' in page


def differing(before, after):
    """Return the names of the numbers that differ in value or denominator."""
    before, after = numbers(before), numbers(after)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def with_link(place, **changes):
    """Return the small review with one link said otherwise."""
    tied = [dict(zip(LINK_COLUMNS, row, strict=True)) for row in LINKS]
    tied[place] |= changes
    return snapshot(tied=[tuple(row.values()) for row in tied])


CHANGES = [
    pytest.param(
        with_link(3, direction="mixed"),
        {"supports", "mixed", "opposed"},
        id="direction",
    ),
    pytest.param(with_link(0, note="another"), set(), id="note"),
    pytest.param(
        with_link(3, exceptions="sometimes"),
        {"exceptions_known", "exceptions_unknown", "with_exception", "without_exception"},
        id="exception",
    ),
    pytest.param(
        snapshot(costed=[EVALUATIONS[0] | {"effect_difference": -0.01}, *EVALUATIONS[1:]]),
        {"saves", "saves_with_loss", "saves_sure", "saves_open", "saves_unknown"},
        id="effect",
    ),
    pytest.param(
        snapshot(costed=[EVALUATIONS[0] | {"currency": "EUR"}, *EVALUATIONS[1:]]),
        {"converted", "not_converted"},
        id="currency",
    ),
]


@pytest.mark.parametrize(("after", "expected"), CHANGES)
def test_one_changed_row_changes_the_numbers_that_rest_on_it(after, expected):
    """Exactly those, and no other."""
    assert differing(SMALL, after) == expected


def test_one_changed_decision_changes_the_flow_and_what_follows():
    """A full text excluded is no longer included, nor are its links and evaluations evidence."""
    made = decisions(16)
    gone = (made.reference_id == "r06") & (made.stage == "full_text")
    made.loc[gone, ["decision", "reason"]] = ["exclude", "wrong_population"]
    changed = differing(SMALL, snapshot(made=made))
    assert {"included", "excluded_reports", "links", "supports", "evaluations", "unread"} <= changed
    assert not {name for name in changed if name.startswith(("printed", "adherence", "checked", "marked"))}
    assert not {"records", "references", "screened", "kappa"} & changed


def test_unknown_totals_are_not_known_rather_than_zero():
    """Without the printed totals every number that rests on them is missing."""
    found = numbers(snapshot(totals=SMALL.totals.head(0)))
    assert found["printed_icke_gora"].value is None
    assert found["register_lacks"].value is None
    assert found["identified"].denominator is None
    assert isinstance(SMALL.totals, pd.DataFrame)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_one_coefficient_has_one_interval_on_the_page(language):
    """What the text says of AC1 and κ of all readers stands in the table too, and both ways are named."""
    section = Report(snapshot(), language, ["method"]).sections["method"].html
    for name in ("ac1", "kappa"):
        found = COUNTED[name]
        low, high, value = (number(one, language, 2) for one in (found.low, found.high, found.value))
        assert section.count(f"{value} ({low}–{high})") == 2, name
    for answers in ("include_or_not", "with_unsure"):
        assert say(f"answers.{answers}", language) in section
