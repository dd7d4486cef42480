"""Flowing: the numbers of the PRISMA 2020 flow diagram, read or only counted."""

from dataclasses import replace

import pandas as pd

from review import flow
from review.evidence import STAGES

__all__ = ["counted_flow", "whole_flow"]


def whole_flow(pile, decisions, ballots):
    """Return the numbers of the flow (see `review.flow`)."""
    return flow.prisma(
        pile.searched(),
        pile.record_ids(),
        pile.reference_ids(),
        *map(decisions.outcomes, STAGES),
        reopened_anywhere(ballots),
    )


def counted_flow(pile, decisions, ballots):
    """Return the same from counts: what nobody has judged is counted, not read."""
    screening, full_text = map(decisions.outcomes, STAGES)
    nothing = pd.DataFrame({"database": pd.Series(dtype="str")})
    begun = flow.prisma(nothing, nothing, screening, screening, full_text, reopened_anywhere(ballots))
    found, references = pile.count_found(), pile.count_references()
    return replace(
        begun,
        identified=found,
        duplicates=sum(found.values()) - references,
        references=references,
        not_screened=begun.not_screened + references - len(screening),
    )


def reopened_anywhere(ballots):
    """Return the references that were decided both ways, at any stage."""
    return {each for stage in STAGES for each in ballots.reopened(stage)}
