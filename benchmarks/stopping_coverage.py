"""Does the stopping test keep its promise? Simulated screenings, over orders from good to deceiving.

    python benchmarks/stopping_coverage.py [--runs 10000] [--seed 0]

Each run is a screening whose reader looks at the test after every reference and stops at its first yes.
It has failed if fewer relevant references were found than the target says. `runs` is shared out among sizes,
prevalences, targets and orders. The last order is worse than chance at its end: there the test promises
nothing, and random draws alone count (`certificate(...).recall_at_least_any_order`).
"""

import argparse

import pandas as pd

from review.stopping import ORDERS, simulated_rules

REVIEWS = ((300, 5), (1000, 15), (1000, 50), (3000, 30), (5000, 300), (20000, 600))
TARGETS = (0.95, 0.8)


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=10_000, help="in all (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    options = parser.parse_args(argv)
    each = max(1, round(options.runs / (len(REVIEWS) * len(TARGETS) * len(ORDERS))))
    frames = [
        simulated_rules(n_total, n_relevant, recall=recall, runs=each, seed=options.seed).assign(
            references=n_total, relevant=n_relevant, target=recall
        )
        for n_total, n_relevant in REVIEWS
        for recall in TARGETS
    ]
    found = pd.concat(frames, ignore_index=True)
    columns = ["references", "relevant", "target", "order", "failed", "failed_high", "read", "recall"]
    for rule, mine in found.groupby("rule", sort=False):
        print(f"\n{rule}: {each} runs a row, {int(mine.runs.sum())} in all")
        print(mine[columns].round(3).to_string(index=False))
    fair = found[(found.rule == "hypergeometric") & (found.order != "hidden_tail")]
    by_order = fair.groupby("order", sort=False).agg(failed=("failed", "mean"), read=("read", "mean"))
    print("\nhypergeometric, means by order (promised: at most 0.05 failed)")
    print(by_order.round(4).to_string())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
