"""What do the stopping rules read and miss in labelled reviews, in the order in which our ranking reads them?

    python benchmarks/stopping_real.py [--data DIR] [--runs 1000] [--replays 20]

Each review is replayed once from its question; then control sets are drawn at random, `runs` times, and the
planned rule stops along that order. `planned` was told the true number of relevant references, `half` and
`double` half and twice as many. A run is unsafe if fewer than 95 % were found. With `--replays` small reviews
are also read as the queue has it: the control set first, the ranking not told of its relevant ones before it
comes to them, and learned anew after every ten. No rule was fitted to these sets.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from stopping_coverage import RECALL, buscar, planned

from review.ranking import Features, Ranker, rank
from review.simulation import simulate
from review.stopping import fewest_if_missed, planned_rules, reached_by_ranking
from review.stopping.control import chance_if_missed
from review.stopping.simulated import read_ranked

STEP = 10


def order_of(frame, question, seed):
    """Return where the relevant references stand in the order in which the ranking reads them."""
    order = simulate(frame, seed=seed, question=question, prior_rows=[], refresh=0.01).order
    return np.flatnonzero(frame.label_included.to_numpy()[list(order)])[None, :]


def rows_of(name, frame, question, runs, seed):
    """Yield one row per rule for one review."""
    n_total, n_relevant = len(frame), int(frame.label_included.sum())
    places, chance = order_of(frame, question, seed), np.random.default_rng(seed)
    many = np.repeat(places, runs, axis=0)
    stops = {"ranked": read_ranked(places, n_total), "buscar": buscar(places, n_total)}
    for told, n in (("planned", n_relevant), ("half", n_relevant // 2), ("double", 2 * n_relevant)):
        plan = planned_rules(n_total, max(1, min(n, n_total)), seed=seed)
        stops[told] = planned(many, n_total, plan, chance)
    for rule, (read, found) in stops.items():
        yield {
            "review": name, "references": n_total, "relevant": n_relevant, "rule": rule,
            "read": 100 * read.mean() / n_total,
            "unsafe": 100 * (found < RECALL * n_relevant - 1e-9).mean(),
        }  # fmt: skip


def read_as_the_queue_has_it(frame, question, share, seed):
    """Return the share read and whether enough was found, with a control set kept from the ranking."""
    ids = frame.index.astype(str)
    label = pd.Series(frame.label_included.to_numpy(), ids)
    references, features = frame.assign(reference_id=ids), Features().fit(frame)
    ranker = Ranker(question=question, seed=seed)
    in_set = pd.Series(np.random.default_rng(seed).random(len(ids)) <= share, ids)
    read, waiting = set(ids[in_set]), set(ids[in_set & (label == 1)])
    while len(read) < len(ids):
        told = [(each, "include" if label[each] else "exclude") for each in read - waiting]
        queue = rank(references, told, seed=seed, random_share=0, features=features, ranker=ranker)
        unread = [each for each in queue.reference_id if each not in read]
        scores = pd.Series(ranker.decision_function(features), ids)
        reached = waiting & reached_by_ranking(scores, unread)
        waiting -= reached
        found = int(label[list(read)].sum())
        missed = fewest_if_missed(found, RECALL) - found
        if found and chance_if_missed(missed, len(waiting), share) <= 1 - RECALL:
            break
        if not reached:
            read |= set(unread[:STEP])
    return len(read) / len(ids), label[list(read)].sum() >= RECALL * label.sum() - 1e-9


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    beside = Path(__file__).resolve().parents[2] / "shared" / "data" / "screening"
    parser.add_argument("--data", type=Path, default=beside, help="default: %(default)s")
    parser.add_argument("--runs", type=int, default=1000, help="control sets drawn (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("--replays", type=int, default=0, help="of each small review (default: %(default)s)")
    parser.add_argument("--small", type=int, default=600, help="references at most (default: %(default)s)")
    options = parser.parse_args(argv)
    if not (options.data / "index.csv").is_file():
        print(f"{options.data} is not here, so nothing was measured")
        return 0
    rows = []
    for review in pd.read_csv(options.data / "index.csv").itertuples():
        frame = pd.read_csv(options.data / f"{review.name}.csv").reset_index(drop=True)
        rows += rows_of(review.name, frame, review.question, options.runs, options.seed)
        if options.replays and len(frame) <= options.small:
            plan = planned_rules(len(frame), int(frame.label_included.sum()), seed=options.seed)
            share = plan[plan.planned].share.item()
            many = [
                read_as_the_queue_has_it(frame, review.question, share, seed)
                for seed in range(options.replays)
            ]
            read, safe = np.array(many).mean(axis=0)
            said = f"read {100 * read:.1f} %, unsafe {100 * (1 - safe):.1f} %"
            print(f"{review.name}, {options.replays} replays as the queue has it: {said}", flush=True)
    found = pd.DataFrame(rows)
    shown = pd.DataFrame({
        rule: [f"{row.read:.1f} / {row.unsafe:.1f}" for row in mine.itertuples()]
        for rule, mine in found.groupby("rule", sort=False)
    })  # fmt: skip
    first = found.drop_duplicates("review")[["review", "references", "relevant"]].reset_index(drop=True)
    print("\nread / unsafe, percent")
    print(pd.concat([first, shown], axis=1).to_string(index=False))
    print(found.groupby("rule", sort=False)[["read", "unsafe"]].mean().round(1).to_string())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
