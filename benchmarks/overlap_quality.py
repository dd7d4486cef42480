"""How many of the overlapping recommendations are found, and how many of those proposed do overlap.

`tests/data/overlap_pairs.csv` labels pairs of the shipped register: `yes` (the same measure for the same
people, or one within the other), `no` (alike in words, not the same) and `open` (people may differ; not
counted). Every other pair of the register is different. Measured with the texts of both languages, with
those of one, and across: each pair once with one side's Swedish and the other's English texts.
"""

import argparse
from pathlib import Path

import pandas as pd

from review.overlap import EACH, LEAST, find
from review.project import shipped
from review.register import load_recommendations

PAIRS = Path(__file__).resolve().parents[1] / "tests" / "data" / "overlap_pairs.csv"


def main():
    """Print precision and recall for each choice of texts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--least", type=float, default=LEAST, help="default: %(default)s")
    parser.add_argument("--each", type=float, default=EACH, help="default: %(default)s")
    parser.add_argument("--wrong", action="store_true", help="also show what is missed or false")
    options = parser.parse_args()
    register = load_recommendations(shipped("references", "recommendations.csv"))
    labels = pd.read_csv(PAIRS, dtype="str", keep_default_na=False)
    named = register.set_index("recommendation_id")
    rows = []
    for name, frame in texts(register).items():
        found = pairs_in(find(frame, least=options.least, each=options.each), across="across" in name)
        yes, open_ = (labelled(labels, label) for label in ("yes", "open"))
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


def pairs_in(found, *, across):
    """Return proposed pairs; across languages only those of one Swedish and one English row."""
    pairs = zip(found.recommendation_a, found.recommendation_b, strict=True)
    if not across:
        return {frozenset(pair) for pair in pairs}
    parts = [(a.split("."), b.split(".")) for a, b in pairs]
    return {frozenset((a[0], b[0])) for a, b in parts if a[1] != b[1] and a[0] != b[0]}


def labelled(labels, label):
    """Return the pairs with a label."""
    mine = labels[labels.same == label]
    return {frozenset(pair) for pair in zip(mine.recommendation_a, mine.recommendation_b, strict=True)}


if __name__ == "__main__":
    main()
