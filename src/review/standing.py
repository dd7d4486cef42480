"""Standing: how a recommendation stands by its studies, and which ones to look at first, by written rules."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from review.evidence import DIRECTIONS

__all__ = ["PRIORITY_COLUMNS", "RULES", "STANDINGS", "STANDING_COLUMNS", "Rule", "Weight", "priority",
           "standing"]  # fmt: skip

STANDINGS = ("supported", "contested", "weakened", "only_context", "no_evidence")
"""From the firmest to none at all."""

LEVELS = {"high": 4, "moderate": 3, "low": 2, "very_low": 1, "not_assessed": 0}
"""Certainty as a level; what nobody has assessed may be any of the four, so it settles nothing."""
FIRM = ("high", "moderate")
ENOUGH = 2
"""Studies that make support strong; one systematic review does as well."""
LEVEL_OF = {"supports": "level_for", "contradicts": "level_against", "mixed": "level_mixed"}

STANDING_COLUMNS = (
    "recommendation_id", "standing", "rule", *DIRECTIONS, "total", "certainty_for", "certainty_against",
    "firm", "reviews",
)  # fmt: skip
PRIORITY_COLUMNS = (
    "recommendation_id", "low_adherence", "strong_evidence", "harm", "reasons", "reasons_at_most", "standing",
)  # fmt: skip
LOW_ADHERENCE = 50
"""Percent answering that the measure is never performed, below which adherence counts as low (a setting of
ours: the printed mean of 2023 is 49)."""

HARM = "risk överväger nytta"


@dataclass(frozen=True, slots=True)
class Weight:
    """The studies of one recommendation, as the rules see them.

    Attributes
    ----------
    supports, contradicts, mixed, context : int
        Studies of each direction.
    level_for, level_against, level_mixed : int or None
        The best level of certainty (see `LEVELS`) among those of a direction; None where there is none.
    unassessed : frozenset of str
        Directions in which the certainty of some study is not assessed.
    """

    supports: int = 0
    contradicts: int = 0
    mixed: int = 0
    context: int = 0
    level_for: int | None = None
    level_against: int | None = None
    level_mixed: int | None = None
    unassessed: frozenset = frozenset()

    def least_for(self):
        """Return the level that the best support has at least, whatever those not assessed turn out to be."""
        return max(self.level_for, 1)

    def most(self, direction):
        """Return the level that the best study of a direction has at most, 0 where there is none."""
        level = getattr(self, LEVEL_OF[direction])
        unknown = direction in self.unassessed or level == LEVELS["not_assessed"]
        return LEVELS["high"] if unknown else level or 0

    def far_above(self, *directions):
        """Return whether the best support is two levels or more above every study of some directions."""
        return self.least_for() >= max(map(self.most, directions)) + 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason for a standing."""

    name: str
    standing: str
    holds: Callable[[Weight], bool]


RULES = (
    Rule("no-study", "no_evidence", lambda w: not w.supports + w.contradicts + w.mixed + w.context),
    Rule("context-alone", "only_context", lambda w: not w.supports + w.contradicts + w.mixed),
    Rule("against-alone", "weakened", lambda w: w.contradicts > 0 and not w.supports),
    Rule("mixed-alone", "contested", lambda w: not w.supports),
    Rule("against-more-certain", "weakened", lambda w: (w.level_against or 0) > w.most("supports")),
    Rule("against-far-less-certain", "supported",
         lambda w: w.contradicts > 0 and w.far_above("contradicts", "mixed")),
    Rule("for-and-against", "contested", lambda w: w.contradicts > 0),
    Rule("mixed-as-certain", "contested", lambda w: w.most("mixed") >= w.least_for()),
    Rule("for", "supported", lambda _: True),
)  # fmt: skip
"""The first rule that holds decides.

Directions say whether a study supports that the measure should *not* be done. The best certainty on each side
is compared: a study against that is more certain than all for weakens; one as certain, or one level less,
makes it contested; one that is two levels or more less certain is named but changes nothing. A certainty that
nobody has assessed may be any: what it could change stays contested. So one more study against, or a more
certain one, never strengthens, and one more study for never weakens.
"""


def judge(weight, rules=RULES):
    """Return the standing and the name of the rule that gave it.

    Examples
    --------
    >>> judge(Weight(supports=3, level_for=4, contradicts=1, level_against=3))
    ('contested', 'for-and-against')
    >>> judge(Weight(supports=3, level_for=4, contradicts=1, level_against=2))
    ('supported', 'against-far-less-certain')
    >>> judge(Weight())
    ('no_evidence', 'no-study')
    """
    return next((rule.standing, rule.name) for rule in rules if rule.holds(weight))


def standing(links, recommendation_ids, reviews=()):
    """Return how each recommendation stands by its links.

    Parameters
    ----------
    links : DataFrame
        `recommendation_id`, `direction`, `certainty`: those that count as evidence.
    recommendation_ids : sequence of str
    reviews : collection of str
        References that are systematic reviews.

    Returns
    -------
    DataFrame
        `STANDING_COLUMNS`, in the order asked for: `standing` (one of `STANDINGS`), the `rule` that gave
        it, studies per direction, and the best certainty for and against ("" where there is none);
        `firm`, how many studies of moderate certainty or better support it, and how many of these are
        `reviews`.

    Examples
    --------
    >>> links = pd.DataFrame([["IG14", "supports", "high"], ["IG14", "context", "low"]],
    ...                      columns=["recommendation_id", "direction", "certainty"])
    >>> standing(links, ["IG14", "IG03"])[["standing", "certainty_for"]].values.tolist()
    [['supported', 'high'], ['no_evidence', '']]
    """
    groups = dict(iter(links.groupby("recommendation_id")))
    rows = []
    for name in recommendation_ids:
        mine = groups.get(name, links.head(0))
        weight, firm = weigh(mine), mine[(mine.direction == "supports") & mine.certainty.isin(FIRM)]
        rows.append(
            (
                name, *judge(weight), *(getattr(weight, key) for key in DIRECTIONS),
                sum(getattr(weight, key) for key in DIRECTIONS),
                certainty_of(weight.level_for), certainty_of(weight.level_against),
                *firm_studies(firm, reviews),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(STANDING_COLUMNS)).astype({"recommendation_id": "str"})


def firm_studies(firm, reviews):
    """Return how many studies are among some links, and how many of them are systematic reviews."""
    studies = set(firm.reference_id) if "reference_id" in firm else set(firm.index)
    return len(studies), len(studies & set(reviews))


def weigh(links):
    """Return the `Weight` of one recommendation's links."""
    pairs = list(zip(links.direction, links.certainty, strict=True))
    levels = {key: [LEVELS[name] for said, name in pairs if said == key] for key in DIRECTIONS}
    counts = {key: len(found) for key, found in levels.items()}
    best = {name: max(levels[key], default=None) for key, name in LEVEL_OF.items()}
    return Weight(**counts, **best, unassessed=frozenset(key for key in DIRECTIONS if 0 in levels[key]))


def certainty_of(level):
    """Return the name of a level, "" for None."""
    return "" if level is None else next(name for name, value in LEVELS.items() if value == level)


def priority(recommendations, standings):
    """Return which recommendations to look at first: low adherence, strong evidence, harm.

    Parameters
    ----------
    recommendations : DataFrame
        `recommendation_id`, `reason`, and `adherence_percent` with `adherence_measure` (or
        `adherence_2023_percent`): the share answering that the measure is never performed, so high is good.
    standings : DataFrame
        See `standing`.

    Returns
    -------
    DataFrame
        `PRIORITY_COLUMNS`: each of the three is ``yes``, ``no`` or ``unknown``. `reasons` counts those that
        are yes, `reasons_at_most` also those unknown; most reasons first, then most at most.

    Examples
    --------
    >>> rows = pd.DataFrame({"recommendation_id": ["A", "B"], "reason": ["unknown", HARM],
    ...                      "adherence_2023_percent": pd.array([None, 13], dtype="Float64")})
    >>> links = pd.DataFrame(columns=["recommendation_id", "direction", "certainty"])
    >>> priority(rows, standing(links, ["A", "B"])).iloc[:, :6].values.tolist()
    [['B', 'yes', 'unknown', 'yes', 2, 3], ['A', 'unknown', 'unknown', 'unknown', 0, 3]]
    """
    by_id = standings.set_index("recommendation_id")
    rows = []
    for row in recommendations.itertuples():
        one = by_id.loc[row.recommendation_id]
        said = (adherence_is_low(row), evidence_is_strong(one), harms(row))
        rows.append(
            (row.recommendation_id, *said, said.count("yes"), len(said) - said.count("no"), one.standing)
        )
    frame = pd.DataFrame(rows, columns=list(PRIORITY_COLUMNS))
    order = ["reasons", "reasons_at_most", "recommendation_id"]
    return frame.sort_values(order, ascending=[False, False, True], kind="stable").reset_index(drop=True)


def adherence_is_low(row):
    """Return whether adherence is low; a share that measures something else tells nothing."""
    share = getattr(row, "adherence_percent", None)
    if share is None or pd.isna(share) or getattr(row, "adherence_measure", "") == "other":
        share = getattr(row, "adherence_2023_percent", None)
    if share is None or pd.isna(share) or getattr(row, "adherence_measure", "") == "other":
        return "unknown"
    return "yes" if share < LOW_ADHERENCE else "no"


def evidence_is_strong(one):
    """Return whether two studies, or a systematic review, of moderate certainty or better support it."""
    if one.standing in ("no_evidence", "only_context") or one.certainty_for == "not_assessed":
        return "unknown"
    return "yes" if one.standing == "supported" and (one.firm >= ENOUGH or one.reviews) else "no"


def harms(row):
    """Return whether the main reason against the measure is that its risk outweighs its benefit."""
    if row.reason == "unknown" or not row.reason:
        return "unknown"
    return "yes" if row.reason == HARM else "no"
