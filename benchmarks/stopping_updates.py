"""Do the certificates of a living review keep their promise? Simulated histories with imports in between.

    python benchmarks/stopping_updates.py [--runs 400] [--seed 0] [--references 600] [--relevant 60]

A history begins with one pile. Its reader stops at the first yes, or reads on for a while or to the end; then
new references are imported, with as large a share of relevant ones, and reading goes on until the next
yes, through one to five imports. At each import one in fifty of the references turns out to be a duplicate of
another and leaves the pile. The reader takes the new ones as the ranking has them among the old, or first of
all. A certificate is unsafe if fewer were found of all that is in the pile then than the target says. `blind`
is the test that takes every draw as one from the pile of today.
"""

import argparse
from itertools import product

import numpy as np
import pandas as pd
from scipy.stats import beta

from review.stopping import Control, planned_rules
from review.stopping.hypergeometric import fewest_if_missed, level_after, none_drawn
from review.stopping.urns import Reading, urns

KINDS = ("good", "chance_after_burst", "chance")
NEW, IMPORTS, TAKEN = (0.02, 0.1, 0.5), (1, 2, 5), ("among the old", "first")
RULES = ("ranked", "control", "blind")
RECALL, CONFIDENCE, DUPLICATES = 0.95, 0.95, 0.02


def scores(kind, relevant, chance):
    """Return a score per reference: the higher, the earlier it is read."""
    found = chance.standard_normal(len(relevant))
    if kind == "good":
        return found + 2.9 * relevant
    early = relevant & (chance.random(len(relevant)) < 0.8)
    return found + 100 * early if kind == "chance_after_burst" else found


class History:
    """One review: a pile that grows and shrinks, and its reading so far."""

    def __init__(self, kind, rule, share, chance):
        self.kind, self.rule, self.share, self.chance = kind, rule, share, chance
        self.relevant, self.score = np.zeros(0, dtype=bool), np.zeros(0)
        self.number, self.batch = np.zeros(0), np.zeros(0, dtype=int)
        self.low, self.there, self.order, self.passed = np.zeros(0), np.zeros(0, dtype=bool), [], []

    def grow(self, n_total, n_relevant):
        """Import so many references."""
        new = np.arange(n_total) < n_relevant
        self.relevant = np.append(self.relevant, new)
        self.score = np.append(self.score, scores(self.kind, new, self.chance))
        self.number = np.append(self.number, self.chance.random(n_total))
        self.batch = np.append(self.batch, np.full(n_total, len(self.passed)))
        self.there = np.append(self.there, np.ones(n_total, dtype=bool))
        self.low = np.append(self.low, np.full(n_total, np.inf))
        self.passed.append(len(self.order))

    def shrink(self):
        """Let some references turn out to be duplicates."""
        self.there &= self.chance.random(len(self.there)) >= DUPLICATES

    def read_on(self, new_first):
        """Read until the first yes; return the recall, and how many were read for it."""
        before = len(self.order)
        if self.rule == "control":
            chosen = np.flatnonzero(self.there & (self.number <= self.share) & ~self.is_read())
            self.order += chosen[np.argsort(self.number[chosen])].tolist()
        ahead = self.ahead(new_first)
        found, least = int(self.relevant[self.kept()].sum()), 0.5 * self.relevant[self.there].sum()
        # within a gap each irrelevant reference makes a yes likelier: look at its end, then halve
        ends = np.append(np.flatnonzero(self.relevant[ahead]), len(ahead))
        begin = 0
        for n_found, end in enumerate(ends, start=found):
            if n_found >= least and self.yes(ahead[:end]):
                while begin < end:
                    middle = (begin + end) // 2
                    begin, end = (begin, middle) if self.yes(ahead[:middle]) else (middle + 1, end)
                break
            begin = end + 1
        self.take(ahead[:end])
        kept = self.kept()
        return self.relevant[kept].sum() / max(1, self.relevant[self.there].sum()), len(self.order) - before

    def read_more(self):
        """Read a while beyond the yes, or all, or nothing."""
        ahead = self.ahead(False)
        self.take(ahead[: int(self.chance.choice([0, 0.3, 1]) * len(ahead))])

    def take(self, ahead):
        """Read these, in this order."""
        self.order += ahead.tolist()
        if len(ahead):
            self.low = np.minimum(self.low, self.score[ahead].min())

    def is_read(self):
        read = np.zeros(len(self.there), dtype=bool)
        read[self.order] = True
        return read

    def kept(self, more=()):
        """Return what was read and is still in the pile, in its order."""
        order = np.append(np.array(self.order, dtype=int), np.array(more, dtype=int))
        return order[self.there[order]]

    def ahead(self, new_first):
        """Return what is unread in the order in which it will be read."""
        unread = np.flatnonzero(self.there & ~self.is_read())
        first = self.batch[unread] if new_first else np.zeros(len(unread))
        return unread[np.lexsort((-self.score[unread], -first))]

    def yes(self, more):
        """Return whether reading may stop after so many more."""
        order = self.kept(more)
        unread = self.there.copy()
        unread[order] = False
        found = int(self.relevant[order].sum())
        too_many = fewest_if_missed(found, RECALL) - found
        if not found or too_many > unread.sum():
            return bool(found) or not unread.any()
        if self.rule == "control":
            return self.by_control(more, order, unread, too_many)
        came = np.array([len(self.kept()[: self.read_then(n)]) for n in self.passed])
        if self.rule == "blind":
            came = came * 0
        drawn, labels = np.full(len(order), "ranked"), self.relevant[order].astype(int)
        read = Reading(labels, drawn, came[self.batch[order]], came[self.batch[unread]])
        level = level_after(found, read.n_total, RECALL, CONFIDENCE)
        return min(none_drawn(urn.unread, urn.missed, urn.draws) for urn in urns(read, too_many)) <= level

    def read_then(self, n):
        """Return how many of the first n read are still in the pile."""
        return int(self.there[np.array(self.order[:n], dtype=int)].sum())

    def by_control(self, more, order, unread, too_many):
        """Return whether the control set lets reading stop after so many more."""
        limit = self.score[more].min() if len(more) else np.inf
        inside = order[(self.number[order] <= self.share) & self.relevant[order]]
        waiting = inside[self.score[inside] < np.minimum(limit, self.low[inside])]
        batches = max(1, len(set(self.batch[unread])))
        state = Control(self.share, self.share, len(waiting), len(inside))
        return state.tells(too_many, 1 - CONFIDENCE, batches)[0]


def certificates(kind, rule, new, imports, taken, options, seed):
    """Return recall and share read of the first certificate and of those after each import."""
    chance = np.random.default_rng(seed)
    plan = planned_rules(options.references, options.relevant, runs=20)
    share = plan[plan.planned].share.item()
    for _ in range(options.runs):
        history = History(kind, rule, share, chance)
        history.grow(options.references, options.relevant)
        yield False, *history.read_on(False)
        history.read_more()
        for _ in range(imports):
            history.shrink()
            history.grow(round(new * options.references), round(new * options.relevant))
            yield True, *history.read_on(taken == "first")
            history.read_more()


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=400, help="histories in each cell (default: %(default)s)")
    parser.add_argument("--references", type=int, default=600, help="at first (default: %(default)s)")
    parser.add_argument("--relevant", type=int, default=60, help="of them (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    options = parser.parse_args(argv)
    rows = []
    for number, cell in enumerate(product(RULES, KINDS, NEW, IMPORTS, TAKEN)):
        rule, kind, new, imports, taken = cell
        if rule == "control" and taken == "first":
            continue  # the ranking says when a reference of the control set is reached
        said = certificates(kind, rule, new, imports, taken, options, [options.seed, number])
        found = pd.DataFrame(said, columns=["later", "recall", "read"])
        failed = (found.recall < RECALL - 1e-9) & found.later
        many, n = int(failed.sum()), int(found.later.sum())
        low = 100 * beta.ppf(0.025, many, n - many + 1) if many else 0.0
        row = {"rule": rule, "kind": kind, "new": new, "imports": imports, "taken": taken, "certificates": n}
        row |= {"unsafe": 100 * many / n, "low": low}
        row["first"] = 100 * (found.recall[~found.later] < RECALL - 1e-9).mean()
        rows.append(row | {"none_new_read": 100 * (found.read[found.later] == 0).mean()})
        print(pd.DataFrame(rows[-1:]).round(1).to_string(index=False, header=len(rows) == 1), flush=True)
    print("\nunsafe in percent of the certificates after an import")
    print(pd.DataFrame(rows).groupby(["rule", "kind"])[["unsafe", "low"]].agg(["mean", "max"]).round(1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
