"""Ballots: all that readers decided, whoever may see it; given to rooms that keep it to themselves."""

import pandas as pd

from review import agreement
from review.errors import UsageError
from review.evidence import FLAGS, STAGES, check_choice
from review.workbench.kept import DECIDED, Key

__all__ = ["SAID", "Ballots"]

BY = ("reference_id", "stage", "reader")
SAID = ("decision", "reason", *FLAGS)


class Ballots:
    """Decisions of all readers, hidden ones too: no room of the workbench, so that nobody comes upon them."""

    def __init__(self, project, store, kept, pile):
        self._project, self._store, self._kept, self._pile = project, store, kept, pile

    def every(self, stage=None):
        """Return the decisions that count, whoever may see them."""
        frame = self._kept.get(Key("decisions", DECIDED), self._decisions_now)
        return (frame if stage is None else frame[frame.stage == stage]).reset_index(drop=True)

    def _decisions_now(self):
        frame = self._pile.at_home(self._store.current("decisions"))
        united = agreement.unite(frame, BY, SAID, self._pile.moves())
        last = united.drop_duplicates(list(BY), keep="last")
        return last.drop(columns=["record_id", "contradicts"])

    def add(self, rows):
        """Check decisions against the project and store them, all or none."""
        for reader in rows.reader.unique():
            self._project.reader(reader)
        self._pile.check(rows.reference_id)
        for row in rows.itertuples():
            if row.reason and row.reason not in self._project.reasons:
                raise UsageError(
                    f"reason must be one of {', '.join(self._project.reasons)}; got {row.reason!r}"
                )
            if row.stage == "full_text" and row.decision == "exclude" and not row.reason:
                raise UsageError(
                    f"{row.reference_id}: excluding a full text needs a reason, "
                    f"one of {', '.join(self._project.reasons)}"
                )
        return self._store.append("decisions", rows)

    def own(self, reader, stage):
        """Return the decisions of one reader at a stage that count."""
        frame = self.every(stage)
        return frame[frame.reader == reader].reset_index(drop=True)

    def taken_back(self):
        """Return the decisions that were withdrawn, each with the reference that holds its record."""
        history, moved = self._store.history("decisions"), self._pile.moved()
        gone = history[history.withdrawn]
        return gone.assign(reference_id=[moved.get(name, name) for name in gone.reference_id])

    def standing(self):
        """Return every decision on title and abstract that was not withdrawn, oldest first."""
        history = self._store.history("decisions")
        rows = history[~history.withdrawn & (history.stage == STAGES[0])]
        return self._pile.at_home(rows)

    def said_blind(self, stage):
        """Return what each reader said of each reference before they could see another's decision."""
        history = self._store.history("decisions")
        history = history[history.stage == stage]
        history = self._pile.at_home(history)
        how = self.how(stage)
        return agreement.while_blind(history, adjudicators=how["adjudicators"], observers=how["observers"])

    def drawn_at_random(self, reader):
        """Return the references that a reader was given at random at title and abstract."""
        rows = self.standing()
        return set(rows.reference_id[(rows.reader == reader) & (rows.drawn == "random")])

    def apart(self, stage):
        """Return the decisions that differ because they were made while one reference was two."""
        frame = self._kept.get(Key("apart", DECIDED), self._find_apart)
        return frame[frame.stage == stage].reset_index(drop=True)

    def _find_apart(self):
        frame = self._pile.at_home(self._store.current("decisions"))
        frame = frame[~frame.reader.isin(self._project.observers)]
        judges = self._project.judges
        return agreement.contradictions(frame, SAID, self._pile.moves(), judges)

    def reopened(self, stage):
        """Return the references of which one reader, or an adjudicator and a reader, decided both ways."""
        apart = self.apart(stage)
        if stage == STAGES[0]:
            apart["decision"] = apart.decision.replace("unsure", "include")
        said = apart.groupby("reference_id").decision.nunique()
        return set(said.index[said > 1])

    def again(self, reader, stage):
        """Return the references a reader must decide again, having decided their records apart."""
        apart = self.apart(stage)
        judges = self._project.judges
        if reader not in judges:
            apart = apart[~apart.reference_id.isin(apart.reference_id[apart.reader.isin(judges)])]
        mine = apart.reference_id[apart.reader == reader]
        return set(mine[mine.duplicated()])

    def waiting(self, stage):
        """Return the references that somebody has read and that wait for more readers."""
        key = Key(f"waiting {stage}", DECIDED)
        return self._kept.get(key, lambda: agreement.waiting(self.every(stage), **self.how(stage)))

    def how(self, stage):
        """Return how a stage is read, as `review.agreement` takes it."""
        check_choice("stage", stage, STAGES)
        ids = self.every(stage).reference_id.unique()
        return {
            "stage": stage,
            "readers_per_reference": self._project.readers_needed(stage, ids),
            "adjudicators": self._project.judges,
            "observers": self._project.observers,
        }

    def waits_for(self, reader, stage):
        """Return the references a reader has not decided and that others have not decided often enough.

        What someone who has left had begun waits for all others. An adjudicator or observer may read
        everything.
        """
        done = self.done(reader, stage)
        ids = self._pile.reference_ids().reference_id
        return ids[~ids.isin(done)].reset_index(drop=True)

    def done(self, reader, stage):
        """Return the references that do not wait for a reader."""
        decisions = self.every(stage)
        done = set(decisions.reference_id[decisions.reader == reader])
        if self._project.reader(reader, "read and decide").role in ("reader", "health_economist"):
            done |= set(decisions.reference_id) - self.waiting(stage)
        return done - self.again(reader, stage)

    def side_by_side(self, stage):
        """Return the decisions that count, those that were made apart and differ all of them."""
        decisions, apart = self.every(stage), self.apart(stage)
        return pd.concat([decisions[~decisions["id"].isin(apart["id"])], apart[decisions.columns]])

    def disputed(self, stage):
        """Return every decision on the references readers disagree on, settled or not, side by side."""
        decisions, reopened = self.side_by_side(stage), self.reopened(stage)
        judged = decisions.reader.isin(self.how(stage)["adjudicators"])
        readers = decisions[~judged | decisions.reference_id.isin(reopened)]
        return agreement.conflicts(readers, reopened=reopened, **self.how(stage) | {"adjudicators": ()})
