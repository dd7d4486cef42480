"""How many of the overlapping recommendations are found, and how many of those proposed do overlap.

`tests/data/overlap_pairs.csv` labels pairs of the shipped register: `yes` (the same measure for the same
people, or one within the other), `no` (alike in words, not the same) and `open` (people may differ; not
counted). Every other pair of the register is different. Measured with the texts of both languages, with
those of one, and across: each pair once with one side's Swedish and the other's English texts.

The limits were set on these very pairs. With --left-out every recommendation is judged by limits that were
set without it and without those it is labelled with: what to expect of a list nobody has looked at.
"""

import argparse
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from review.overlap import EACH, LEAST, find
from review.project import shipped
from review.register import load_recommendations

PAIRS = Path(__file__).resolve().parents[1] / "tests" / "data" / "overlap_pairs.csv"
GRID = list(product(np.arange(0.4, 0.86, 0.05).round(2), np.arange(0.2, 0.66, 0.05).round(2)))
"""Limits that are tried: for the score, and for each part."""


def main():
    """Print precision and recall for each choice of texts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--least", type=float, default=LEAST, help="default: %(default)s")
    parser.add_argument("--each", type=float, default=EACH, help="default: %(default)s")
    parser.add_argument("--wrong", action="store_true", help="also show what is missed or false")
    parser.add_argument("--left-out", action="store_true", help="with limits set without what they judge")
    options = parser.parse_args()
    register = load_recommendations(shipped("references", "recommendations.csv"))
    labels = pd.read_csv(PAIRS, dtype="str", keep_default_na=False)
    named = register.set_index("recommendation_id")
    rows = []
    for name, frame in texts(register).items():
        across = "across" in name
        yes, open_ = (labelled(labels, label) for label in ("yes", "open"))
        if options.left_out:
            found = proposed_left_out(scored(find(frame, least=0, each=0), across), labels, yes, open_)
        else:
            found = set(scored(find(frame, least=options.least, each=options.each), across))
        counted = found - open_
        right = len(counted & yes)
        rows.append((name, len(yes), len(counted), right / max(len(counted), 1), right / len(yes)))
        if options.wrong:
            for what, wrong in (("missed", yes - found), ("false", counted - yes)):
                for a, b in sorted(map(sorted, wrong)):
                    said = [f"{i} {named.intervention_sv[i]} | {named.condition_sv[i]}" for i in (a, b)]
                    print(f"{name}: {what}: {' <> '.join(said)}")
    print(
        pd.DataFrame(rows, columns=["texts", "same", "proposed", "precision", "recall"])
        .round(3)
        .to_string(index=False)
    )


def texts(register):
    """Return the register with the texts of each language, and across: every row once in each."""
    swedish, english = without(register, "en"), without(register, "sv")
    return {
        "both languages": register,
        "Swedish alone": swedish,
        "English alone": english,
        "across languages": pd.concat([marked(swedish, "sv"), marked(english, "en")], ignore_index=True),
    }


def without(register, language):
    """Return the register without the texts of one language."""
    return register.assign(**{f"{name}_{language}": "" for name in ("intervention", "condition")})


def marked(register, language):
    """Return the register with a language in each id."""
    return register.assign(recommendation_id=register.recommendation_id + "." + language)


def scored(found, across):
    """Return {pair: [(score, the less alike part)]}; across languages only of one row in each."""
    made = {}
    for row in found.itertuples():
        a, b = row.recommendation_a.split("."), row.recommendation_b.split(".")
        if a[0] != b[0] and (not across or a[1] != b[1]):
            told = (row.score, min(row.measure, row.condition))
            made.setdefault(frozenset((a[0], b[0])), []).append(told)
    return made


def within(told, limits, pairs):
    """Return the pairs that reach both limits."""
    least, each = limits
    return {pair for pair in pairs if any(score >= least and part >= each for score, part in told[pair])}


def proposed_left_out(told, labels, yes, open_):
    """Return the pairs proposed where each family is judged by limits set without it."""
    found = set()
    for family in families(labels, {name for pair in told for name in pair}):
        known = {pair for pair in told if not pair & family} - open_
        right = {pair for pair in yes if not pair & family}
        found |= within(told, best_limits(told, known, right), {pair for pair in told if pair & family})
    return found


def best_limits(told, known, right):
    """Return the limits with the highest F1; of equals, the middle."""
    f1 = []
    for limits in GRID:
        proposed = within(told, limits, known)
        f1.append(2 * len(proposed & right) / max(len(proposed) + len(right), 1))
    return np.median([limits for limits, value in zip(GRID, f1, strict=True) if value == max(f1)], axis=0)


def families(labels, names):
    """Return the recommendations in sets: labelled as a pair, in whatever way, means the same set."""
    made = [{name} for name in sorted(names)]
    for pair in zip(labels.recommendation_a, labels.recommendation_b, strict=True):
        joined = set().union(*(one for one in made if one & set(pair)))
        made = [one for one in made if not one & joined] + [joined]
    return made


def labelled(labels, label):
    """Return the pairs with a label."""
    mine = labels[labels.same == label]
    return {frozenset(pair) for pair in zip(mine.recommendation_a, mine.recommendation_b, strict=True)}


if __name__ == "__main__":
    main()
