"""How often the right recommendation is among the first five suggested from a study's title.

The pairs of `tests/data/link_pairs.csv` are titles of real studies, each with the recommendation it
speaks to; `also` names others of the same measure, and either counts. The development half was looked at
while the weights were chosen, the other half was not; no recommendation stands in both.
The fresh titles of `tests/data/link_pairs_fresh.csv` were put together before any of them was tried: 68
first, and 21 more after the terms had grown by what was missed among the 68.
A register with Swedish texts alone is what a list such as bilaga 2 gives.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from review.linking import likeness
from review.project import shipped
from review.register import load_recommendations
from review.text import split

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
PAIRS = (DATA / "link_pairs.csv", DATA / "link_pairs_fresh.csv")
TEXTS = ("intervention", "condition", "synonyms")
COUNTS = ("strict", "same measure")


def main():
    """Print recall at 5 and mean reciprocal rank of both methods on both halves."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--pairs", type=Path, nargs="+", default=PAIRS, help="CSV with half, title and recommendation_id"
    )
    parser.add_argument("--register", type=Path, default=shipped("references", "recommendations.csv"))
    parser.add_argument(
        "--missed", metavar="HALF", help="also show what is missed in this half, such as development"
    )
    options = parser.parse_args()
    tables = [pd.read_csv(path, dtype="str", keep_default_na=False) for path in options.pairs]
    pairs = pd.concat(tables, ignore_index=True).assign(abstract="", keywords="")
    register = load_recommendations(options.register)
    rows = []
    bare = register.assign(synonyms_sv="", synonyms_en="")
    registers = {"both languages": register, "no synonyms": bare, "Swedish alone": swedish(register)}
    for texts, said in registers.items():
        for method, score in (("TF-IDF", tf_idf), ("review.linking", ours)):
            ranks = {count: ranks_of(score(pairs, said), pairs, register, count) for count in COUNTS}
            for half in sorted(pairs.half.unique()):
                mine = (pairs.half == half).to_numpy()
                rows.append((texts, method, half, int(mine.sum()), *measures(ranks, mine)))
            if options.missed and method == "review.linking":
                show_missed(pairs, said, ranks["same measure"], options.missed)
    heads = ["register", "method", "half", "pairs"]
    heads += [f"{measure} ({count})" for count in COUNTS for measure in ("recall@5", "MRR")]
    print(pd.DataFrame(rows, columns=heads).round(3).to_string(index=False))


def swedish(register):
    """Return the register without its English texts and without synonyms."""
    emptied = [f"{name}_en" for name in TEXTS] + ["synonyms_sv"]
    return register.assign(**dict.fromkeys(emptied, ""))


def ours(pairs, register):
    """Return the scores of `review.linking`."""
    return likeness(pairs, register).scores


def tf_idf(pairs, register):
    """Return the cosines of plain TF-IDF over all texts."""
    columns = [f"{name}_{language}" for name in TEXTS for language in ("sv", "en")]
    texts = register[columns].agg(" ".join, axis=1)
    words = TfidfVectorizer(sublinear_tf=True).fit([*texts, *pairs.title])
    return (words.transform(pairs.title) @ words.transform(texts).T).toarray()


def ranks_of(scores, pairs, register, count):
    """Return the rank of each pair's recommendation, of the best of all right ones where those count."""
    names = list(register.recommendation_id)
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, len(names) + 1)[None, :], axis=1)
    wanted = [
        [row.recommendation_id, *(split(row.also) if count != "strict" else ())] for row in pairs.itertuples()
    ]
    return np.array(
        [min(line[names.index(name)] for name in right) for line, right in zip(ranks, wanted, strict=True)]
    )


def measures(ranks, mine):
    """Return recall at 5 and mean reciprocal rank, strict and by measure."""
    return [
        value
        for count in COUNTS
        for value in (np.mean(ranks[count][mine] <= 5), np.mean(1 / ranks[count][mine]))
    ]


def show_missed(pairs, register, ranks, half):
    """Show the titles of a half whose recommendation is not among the first five."""
    scores = likeness(pairs, register)
    for i in np.flatnonzero((ranks > 5) & (pairs.half == half).to_numpy()):
        print(f"{ranks[i]:>3}  {pairs.recommendation_id[i]}  {pairs.title[i]}")
        for j in np.argsort(-scores.scores[i], kind="stable")[:3]:
            words = "; ".join(scores.words(i, j))
            print(f"       {register.recommendation_id[j]} {scores.scores[i, j]:.2f}  {words}")


if __name__ == "__main__":
    main()
