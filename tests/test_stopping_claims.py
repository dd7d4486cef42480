"""Every sentence of a certificate is a claim: where it stands, and the smallest case where it may not."""

import numpy as np
import pandas as pd
import pytest

from review.stopping import (
    Control,
    certificate,
    control_set,
    control_state,
    overlooked_by_both,
    planned_rules,
    reached_by_ranking,
    simulated_rules,
)
from review.stopping.control import chance_if_missed
from review.stopping.hypergeometric import bias_borne, none_drawn
from review.stopping.urns import reading, urns

YES = [1] * 20 + [0] * 64  # the first yes
SET = Control(planned=0.8, done=0.8, waiting=0, read=80)


def order(labels, drawn="ranked"):
    """Return a reading of one kind of draw."""
    return pd.DataFrame({"relevant": labels, "drawn": drawn})


def grown(labels, n_old, n_new, drawn="ranked"):
    """Return a reading of old references, and the pile after new ones were imported."""
    frame = order(labels, drawn).assign(
        reference_id=[f"old{n}" for n in range(len(labels))],
        at=[f"2026-01-01T00:{n // 60:02}:{n % 60:02}" for n in range(len(labels))],
    )
    times = {f"old{n}": "2025-12-01T00:00:00" for n in range(n_old)}
    return frame, pd.Series(times | {f"new{n}": "2026-06-01T00:00:00" for n in range(n_new)})


# sentence, where it stands, the smallest change with which it must not
CLAIMS = [
    ("At 95% confidence, at least 95% of the references that the readers", (YES, 100), ([*YES, 1], 100)),
    ("of the truly relevant ones", (YES, 100), (YES[:-1], 100)),
    ("At the same confidence, at most 1", (YES, 100), (YES[:-1], 100)),
    ("times as likely as an irrelevant one", (YES, 100), (YES[:-1], 100)),
    ("no worse than chance", (YES, 100), (YES, 84)),
    ("It is not shown", (YES[:-1], 100), (YES, 100)),
    ("If none of them is relevant", (YES[:-1], 100), (YES, 100)),
    ("the probability of that would be", (YES, 100), ([1] * 20, 100)),
    ("nothing speaks yet for reading to stop", ([1] * 20, 100), ([1] * 20 + [0], 100)),
    ("So few are unread", ([1] * 20, 21), ([1] * 20, 22)),
    ("None relevant has been found", ([0] * 99, 100), ([0] * 98 + [1], 100)),
    ("none is unread", ([0] * 100, 100), ([0] * 99, 100)),
    ("Nothing has been read yet", ([], 100), ([0], 100)),
    ("By themselves the", (order(YES, "random"), 100), (order(YES), 100)),
    ("No guarantee", (order(YES, "by_hand"), 100), (order(YES), 100)),
]


@pytest.mark.parametrize(("claim", "there", "not_there"), CLAIMS, ids=[claim[0] for claim in CLAIMS])
def test_a_sentence_stands_where_it_holds_and_not_beside(claim, there, not_there):
    """The smallest case in which it would not be so does not carry it."""
    assert claim in " ".join(certificate(*there).reasons)
    assert claim not in " ".join(certificate(*not_there).reasons)


@pytest.mark.parametrize("case", [(claim[1], claim[2]) for claim in CLAIMS], ids=[c[0] for c in CLAIMS])
def test_both_languages_make_the_same_claims(case):
    """As many sentences in Swedish, and no name of a number left in one."""
    for arguments in case:
        swedish, english = (certificate(*arguments, language=language).reasons for language in ("sv", "en"))
        assert len(swedish) == len(english)
        assert "{" not in " ".join((*swedish, *english))


def test_a_yes_without_guarantee_is_no_yes_in_words():
    """Who reads the sentences finds neither the target reached nor a bound."""
    said = certificate(order(YES, "by_hand"), 100)
    assert said.missed_at_most is None
    assert said.recall_at_least is None
    assert "have been found" not in " ".join(said.reasons)


@pytest.mark.parametrize(("recall", "printed"), [(0.955, "95.5%"), (0.999, "99.9%"), (0.95, "95%")])
def test_a_target_is_printed_as_it_is(recall, printed):
    """No target is rounded up into another one."""
    assert f"at least {printed} " in " ".join(certificate([1] * 20 + [0] * 5, 100, recall=recall).reasons)


@pytest.mark.parametrize("n_read", [1, 50, 99])
def test_nothing_found_has_no_share_found(n_read):
    """Neither a recall nor a yes, until all is read."""
    said = certificate(order([0] * n_read, "random"), 100)
    assert (said.reached, said.recall_at_least, said.recall_at_least_any_order) == (False, None, None)
    assert "100" not in " ".join(said.reasons).replace("of 100 references", "")


def test_what_came_later_is_outside_until_drawn_from():
    """All 300 read and 40 imported after: no yes; with the same 340 from the start it would have been one."""
    labels = [1] * 20 + [0] * 280
    said = certificate(*grown(labels, 300, 40))
    assert not said.reached
    assert said.n_since_relevant == 0 or said.n_later == 40
    assert certificate(labels, 340).reached


def test_once_the_later_ones_are_read_the_earlier_draws_count_again():
    """What is read in full cannot be missed: the gap among the old ones stands."""
    frame, pile = grown([1] * 20 + [0] * 65, 100, 5)
    new = [f"new{n}" for n in range(5)]
    more = pd.DataFrame({"relevant": [1, 0, 0, 0, 0], "drawn": "ranked", "reference_id": new})
    more["at"] = "2026-07-01T00:00:00"
    assert not certificate(pd.concat([frame, more[:3]]), pile).reached
    assert certificate(pd.concat([frame, more]), pile).reached


def test_a_late_duplicate_leaves_reading_and_pile():
    """What was read and is no longer in the pile counts neither as read nor as there."""
    frame, pile = grown(YES, 100, 0)
    said = certificate(frame, pile.drop(["old0", "old30", "old99"]))
    assert (said.n_total, said.n_read, said.n_relevant) == (97, 82, 19)


def test_random_draws_before_an_import_say_nothing_of_it():
    """Their bound holds for the pile they were drawn from, and counts those drawn since."""
    said = certificate(*grown([1] * 20 + [0] * 65, 100, 50, drawn="random"))
    assert (said.n_random, said.recall_at_least_any_order) == (0, None)


def test_imports_without_reading_between_are_one():
    """Two files imported one after the other are one pile for whoever reads then."""
    frame, pile = grown([1] * 5 + [0] * 5, 20, 0)
    pile.iloc[10:] = "2025-12-02T00:00:00"
    assert reading(frame, pile).moments.tolist() == [0]
    assert len(urns(reading(frame, pile), 1)) == 1


def test_a_yes_tells_what_came_after_the_newest_signature():
    """It is counted in words, and where nothing came nothing is said."""
    said = " ".join(certificate(YES, 100, after=40).reasons)
    assert "40 references have come since the newest certificate was signed" in said
    assert "have come since" not in " ".join(certificate(YES, 100, after=0).reasons)


def test_the_bias_borne_is_where_the_yes_falls():
    """At that bias the p-value is the level; the yes that has just come has nothing to spare."""
    bias = bias_borne(1000, 16, 400, 0.0125)
    assert none_drawn(1000, 16, 400, bias) == pytest.approx(0.0125)
    assert bias_borne(1000, 16, 100, 0.0125) == 1
    assert certificate(YES, 100).bias > 0.9


def test_fewer_than_the_target_can_never_leave_a_yes_standing_after_one_more():
    """A relevant reference just found takes the yes away."""
    assert certificate([1] * 20 + [0] * 400 + [1], 1000).bias is None


def test_the_control_set_is_the_same_each_time_and_grows():
    """A larger set begins with the smaller; new references change nothing among the old."""
    ids = [f"r{n}" for n in range(500)]
    small = control_set(ids, 0.1, seed=1)
    assert control_set(ids, 0.3, seed=1)[: len(small)] == small
    assert [one for one in control_set([*ids, "x", "y"], 0.1, seed=1) if one in ids] == small
    assert control_set(ids, 0.1, seed=2) != small


def test_how_far_the_control_set_has_come():
    """What the ranking brought is passed; of what was drawn, the relevant ones it has not come to wait."""
    ids = [f"r{n}" for n in range(100)]
    chosen = control_set(ids, 0.5, seed=1)
    frame = pd.DataFrame({"reference_id": chosen, "relevant": 1, "drawn": "random"})
    frame.loc[0, "drawn"] = "ranked"
    state = control_state(frame, ids, chosen[1:3], planned=0.4, seed=1)
    assert state.done > 0.5
    assert (state.waiting, state.read) == (len(chosen) - 3, len(chosen) - 1)
    assert control_state(frame[1:], ids, [], planned=0.4, seed=1).done < 0.4


def test_the_ranking_comes_to_what_it_puts_before_all_unread():
    """And to everything where nothing is unread."""
    scores = pd.Series({"a": 3.0, "b": 1.0, "c": 2.0})
    assert reached_by_ranking(scores, ["c"]) == {"a"}
    assert reached_by_ranking(scores, []) == {"a", "b", "c"}


CONTROLS = [
    pytest.param(Control(0.8, 0.8, 0, 80), True, id="all-reached"),
    pytest.param(Control(0.8, 0.79, 0, 79), False, id="not-read-to-its-end"),
    pytest.param(Control(0.8, 0.8, 1, 80), False, id="one-waiting"),
    pytest.param(Control(0.3, 0.3, 0, 30), False, id="too-small"),
    pytest.param(Control(0.3, 0.8, 0, 80), True, id="made-larger"),
    pytest.param(Control(0.3, 0.95, 1, 80), False, id="made-larger-none-may-wait"),
]


@pytest.mark.parametrize(("control", "yes"), CONTROLS)
def test_the_control_set_lets_stop_only_when_read_large_enough_and_reached(control, yes):
    """Two may be missed of 40: eight in ten must have been in the set, and none waiting."""
    said = certificate(order([1] * 20 + [0] * 65, "random"), 100, control=control)
    assert (said.rule, said.reached) == ("control", yes)
    assert ("whatever the ranking is" in " ".join(said.reasons)) == yes


def test_more_imports_with_unread_ones_need_a_larger_control_set():
    """Each may have been stopped in at its best moment."""
    assert chance_if_missed(16, 0, 0.2, batches=2) == pytest.approx(chance_if_missed(16, 1, 0.2))
    assert Control(0.18, 0.18, 0, 9).tells(16, 0.05)[0]
    assert not Control(0.18, 0.18, 0, 9).tells(16, 0.05, batches=2)[0]


def test_the_control_set_keeps_its_promise_where_the_ranking_hides():
    """Of 400 screenings whose last tenth hides at the end, 5 % stop too early or less (and 3 sd)."""
    found = simulated_rules(1000, 100, share=0.45, orders=["hidden_tail"], runs=400, seed=3).set_index("rule")
    assert found.failed["control"] <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)
    assert found.failed["hypergeometric"] == 1


def test_the_plan_is_what_reads_least():
    """A small control set where the pile holds many relevant ones, nearly all of it where it holds a few."""
    shares = {n: planned_rules(300 * n, 6 * n, runs=50).query("planned").share.item() for n in (1, 10, 50)}
    assert 0.94 < shares[1] < 0.96
    assert shares[1] > shares[10] > shares[50]
    assert planned_rules(3000, 300, runs=50).planned.sum() == 1


@pytest.mark.parametrize("sees", [(0.5, 0.5), (0.98, 0.98), (0.5, 0.95), (0.99, 0.7)])
@pytest.mark.parametrize("n_relevant", [5, 20, 150])
def test_the_interval_of_the_overlap_covers(sees, n_relevant):
    """Readers who err independently, from poor to sharp: 95 % of 300 intervals hold or more (and 3 sd)."""
    chance = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        a, b = (chance.random(n_relevant) < each for each in sees)
        found = overlooked_by_both(int((a & b).sum()), int((a & ~b).sum()), int((b & ~a).sum()))
        held += found.total_low <= n_relevant <= found.total_high
    assert held / 300 >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / 300)
