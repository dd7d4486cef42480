"""Dominance: evaluations counted in the three-by-three matrix of cost and effect."""

import pandas as pd

from review.economics.measuring import READINGS

__all__ = ["IMPLICATIONS", "dominance_matrix"]

IMPLICATIONS = (
    dict.fromkeys(("dominant", "saves_same_effect", "better_same_cost"), "favours_withdrawal")
    | dict.fromkeys(("saves_with_loss", "no_difference", "costs_for_gain"), "needs_judgement")
    | dict.fromkeys(("dominated", "costs_same_effect", "worse_same_cost"), "speaks_against")
)
"""What a reading implies for withdrawing. The cells are those of the matrix; these three words are ours."""
COSTS = {1: "more", 0: "same", -1: "less"}
EFFECTS = {-1: "worse", 0: "same", 1: "better"}


def dominance_matrix(evaluations):
    """Return how many evaluations fall in each cell of cost and effect of withdrawing.

    Parameters
    ----------
    evaluations : DataFrame
        With `evaluation_id` and `reading`, as `review.economics.measures` returns them.

    Returns
    -------
    DataFrame
        Nine rows, from more cost to less and from worse effect to better: `cost`, `effect`, `reading`,
        `implication`, `n`, `evaluation_ids` (parted by "; "). Evaluations without a reading are in no cell,
        so `n` adds up to those that have one. The cells count point estimates: how sure they are, and how
        good the studies, must be read beside them.

    Source: the dominance ranking matrix of the JBI manual for evidence synthesis (economic evaluations),
    after Nixon J, Khan KS, Kleijnen J. BMJ 2001;322:1596-8.

    Examples
    --------
    >>> frame = pd.DataFrame({"evaluation_id": ["E1", "E2"], "reading": ["dominant", ""]})
    >>> matrix = dominance_matrix(frame)
    >>> matrix[matrix.n > 0].values.tolist()
    [['less', 'better', 'dominant', 'favours_withdrawal', 1, 'E1']]
    """
    rows = []
    for cost, cost_name in COSTS.items():
        for effect, effect_name in EFFECTS.items():
            reading = READINGS[cost, effect]
            inside = evaluations.evaluation_id[evaluations.reading == reading]
            rows.append(
                (cost_name, effect_name, reading, IMPLICATIONS[reading], len(inside), "; ".join(inside))
            )
    columns = ["cost", "effect", "reading", "implication", "n", "evaluation_ids"]
    return pd.DataFrame(rows, columns=columns)
