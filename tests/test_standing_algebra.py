"""Standing: what one more study may do to it, over every set of up to four links."""

import itertools

import pandas as pd
import pytest

from review.evidence import CERTAINTIES, DIRECTIONS
from review.standing import judge, weigh

LINKS = tuple(itertools.product(DIRECTIONS, CERTAINTIES))
ASSESSED = tuple(name for name in reversed(CERTAINTIES) if name != "not_assessed")
RANK = {"weakened": 0, "contested": 1, "only_context": 2, "no_evidence": 2, "supported": 3}
"""How firmly a recommendation stands; without any study it is neither supported nor spoken against."""


def stands(links):
    """Return the standing by links as (direction, certainty)."""
    return judge(weigh(pd.DataFrame(list(links), columns=["direction", "certainty"])))[0]


@pytest.fixture(scope="module")
def known():
    """Return the standing of every set of up to four links, in one order each."""
    sets = (
        found for size in range(5) for found in itertools.combinations_with_replacement(LINKS, size)
    )  # fmt: skip
    return {links: stands(links) for links in sets}


def grown(known, size=3):
    """Yield each set of up to three links, one link more, and the standing before and after."""
    for links, before in known.items():
        if len(links) <= size:
            for one in LINKS:
                after = known[tuple(sorted((*links, one), key=LINKS.index))]
                yield links, one, RANK[before], RANK[after]


def test_one_more_study_against_never_strengthens(known):
    """However certain it is, and whatever is there already."""
    assert not [case for case in grown(known) if case[1][0] == "contradicts" and case[3] > case[2]]


def test_one_more_study_for_never_weakens(known):
    """Nor does a study whose certainty nobody has assessed."""
    assert not [case for case in grown(known) if case[1][0] == "supports" and case[3] < case[2]]


def test_one_more_mixed_study_never_strengthens_what_has_evidence(known):
    """Mixed results are partly against; context beside evidence changes nothing."""
    judged = [case for case in grown(known) if {"supports", "contradicts", "mixed"} & {d for d, _ in case[0]}]
    assert not [case for case in judged if case[1][0] == "mixed" and case[3] > case[2]]
    assert not [case for case in judged if case[1][0] == "context" and case[3] != case[2]]


def test_more_certainty_works_one_way(known):
    """A study against assessed as more certain never strengthens, one for never weakens."""
    for links, before in known.items():
        for place, (direction, certainty) in enumerate(links):
            for higher in ASSESSED[ASSESSED.index(certainty) + 1 :] if certainty in ASSESSED else ():
                other = sorted(
                    (*links[:place], (direction, higher), *links[place + 1 :]), key=LINKS.index
                )  # fmt: skip
                step = RANK[known[tuple(other)]] - RANK[before]
                assert direction != "contradicts" or step <= 0, (links, higher)
                assert direction != "supports" or step >= 0, (links, higher)


def test_assessing_settles_within_what_was_open(known):
    """What is not assessed is never firmer, nor weaker, than every certainty it may turn out to have."""
    for links, before in known.items():
        for place, (direction, certainty) in enumerate(links):
            if certainty == "not_assessed":
                ranks = {
                    RANK[known[tuple(sorted((*links[:place], (direction, name), *links[place + 1 :]),
                                            key=LINKS.index))]]
                    for name in ASSESSED
                }  # fmt: skip
                assert min(ranks) <= RANK[before] <= max(ranks), links


def test_the_order_of_links_never_matters(known):
    """Every order of three links, and the same link twice, gives one standing."""
    for links in itertools.combinations_with_replacement(LINKS[::2], 3):
        assert {stands(order) for order in set(itertools.permutations(links))} == {known[links]}
    for links, before in known.items():
        if links and len(links) < 4:
            assert known[tuple(sorted((*links, links[0]), key=LINKS.index))] == before
