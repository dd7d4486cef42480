"""Agreeing: what readers may see of each other, what their decisions add up to, and who settles it."""

import pandas as pd

from review import agreement
from review.errors import UsageError
from review.evidence import FLAGS, STAGES, check_choice

__all__ = ["Agreeing"]

QUEUE_COLUMNS = (
    *("reference_id", "title", "abstract", "readers", "decisions", "reasons", "notes", "low_value_care"),
    "de_implementation",
)
BY = ("reference_id", "stage", "reader")
SAID = ("decision", "reason", *FLAGS)
PROGRESS_COLUMNS = ("reader", "role", "decided", "left_to_read", "of_these_as_second")


class Agreeing:
    """Several readers of one review, blind to each other; a part of the `Workbench`."""

    def decisions(self, stage=None, *, reader=""):
        """Return the decisions that count and are open, each with the reference that now holds its record.

        A decision is open when all readers its reference needs have decided, or an adjudicator has
        settled it. Until then only who made it sees it.

        Parameters
        ----------
        stage : {"title_abstract", "full_text"}, optional
            Both where not given.
        reader : str, optional
            Who asks, and also gets what they decided themselves; an adjudicator gets all.
        """
        frame = self._all_decisions(stage)
        if reader and self.project.reader(reader).role == "adjudicator":
            return frame
        hidden = {(place, each) for each in STAGES for place in self._waiting(each)}
        keys = zip(frame.reference_id, frame.stage, strict=True)
        is_open = pd.Series([key not in hidden for key in keys], index=frame.index, dtype="bool")
        return frame[is_open | (frame.reader == reader)].reset_index(drop=True)

    def _all_decisions(self, stage=None):
        """Return the decisions that count, whoever may see them."""
        tables = ("records", "memberships", "withdrawals", "decisions")
        frame = self._memo("decisions", tables, self._decisions_now)
        return (frame if stage is None else frame[frame.stage == stage]).reset_index(drop=True)

    def _decisions_now(self):
        frame = self._at_home(self.store.current("decisions"))
        united = agreement.unite(frame, BY, SAID, self._moves())
        last = united.drop_duplicates(list(BY), keep="last")
        return last.drop(columns=["record_id", "contradicts"])

    def _apart(self, stage):
        """Return the decisions that differ because they were made while one reference was two."""
        tables = ("records", "memberships", "withdrawals", "decisions")
        frame = self._memo("apart", tables, self._find_apart)
        return frame[frame.stage == stage].reset_index(drop=True)

    def _find_apart(self):
        frame = self._at_home(self.store.current("decisions"))
        frame = frame[~frame.reader.isin(self.project.with_role("observer", left=True))]
        judges = self.project.with_role("adjudicator", left=True)
        return agreement.contradictions(frame, SAID, self._moves(), judges)

    def _reopened(self, stage):
        """Return the references of which one reader, or an adjudicator and a reader, decided both ways."""
        apart = self._apart(stage)
        if stage == STAGES[0]:
            apart["decision"] = apart.decision.replace("unsure", "include")
        said = apart.groupby("reference_id").decision.nunique()
        return set(said.index[said > 1])

    def _again(self, reader, stage):
        """Return the references a reader must decide again, having decided their records apart."""
        apart = self._apart(stage)
        judges = self.project.with_role("adjudicator", left=True)
        if reader not in judges:
            apart = apart[~apart.reference_id.isin(apart.reference_id[apart.reader.isin(judges)])]
        mine = apart.reference_id[apart.reader == reader]
        return set(mine[mine.duplicated()])

    def _waiting(self, stage):
        """Return the references that somebody has read and that wait for more readers."""
        tables = ("records", "memberships", "withdrawals", "decisions")
        return self._memo(
            f"waiting {stage}",
            tables,
            lambda: agreement.waiting(self._all_decisions(stage), **self._how(stage)),
        )

    def _how(self, stage):
        """Return how a stage is read, as `review.agreement` takes it."""
        check_choice("stage", stage, STAGES)
        ids = self._all_decisions(stage).reference_id.unique()
        return {
            "stage": stage,
            "readers_per_reference": self.project.readers_needed(stage, ids),
            "adjudicators": self.project.with_role("adjudicator", left=True),
            "observers": self.project.with_role("observer", left=True),
        }

    def _waits_for(self, reader, stage):
        """Return the references a reader has not decided and that others have not decided often enough.

        What someone who has left had begun waits for all others. An adjudicator or observer may read
        everything.
        """
        done = self._done(reader, stage)
        ids = self._reference_ids().reference_id
        return ids[~ids.isin(done)].reset_index(drop=True)

    def _done(self, reader, stage):
        """Return the references that do not wait for a reader."""
        decisions = self._all_decisions(stage)
        done = set(decisions.reference_id[decisions.reader == reader])
        if self.project.reader(reader, "read and decide").role in ("reader", "health_economist"):
            done |= set(decisions.reference_id) - self._waiting(stage)
        return done - self._again(reader, stage)

    def outcomes(self, stage="title_abstract"):
        """Return what the decisions at a stage amount to (see `review.agreement.outcomes`)."""
        decisions, reopened = self._all_decisions(stage), self._reopened(stage)
        return agreement.outcomes(decisions, reopened=reopened, **self._how(stage))

    def conflicts(self, stage="title_abstract"):
        """Return the references readers disagree on and nobody settled, side by side.

        Where one reader decided records of a reference differently while it was two, both rows are there.
        """
        decisions, reopened = self._side_by_side(stage), self._reopened(stage)
        return agreement.conflicts(decisions, reopened=reopened, **self._how(stage))

    def _side_by_side(self, stage):
        """Return the decisions that count, those that were made apart and differ all of them."""
        decisions, apart = self._all_decisions(stage), self._apart(stage)
        return pd.concat([decisions[~decisions["id"].isin(apart["id"])], apart[decisions.columns]])

    def conflict_queue(self, stage="title_abstract"):
        """Return what readers disagree on and nobody has settled, one row per reference.

        Returns
        -------
        DataFrame
            `reference_id`, `title`, `abstract`; then tuples in the same order, one place per reader:
            `readers`, `decisions`, `reasons`, `notes`, `low_value_care`, `de_implementation` (True, False
            or None). What is in it all its readers have decided, so that nothing hidden is shown.
        """
        found = self.conflicts(stage).rename(columns={"note": "notes"})
        names = {"reader": "readers", "decision": "decisions", "reason": "reasons"}
        flags = found[list(FLAGS)].astype("object")
        found[list(FLAGS)] = flags.where(flags.notna(), None)
        side_by_side = found.rename(columns=names).groupby("reference_id", sort=False)
        frame = side_by_side[list(QUEUE_COLUMNS[3:])].agg(tuple).reset_index()
        texts = self.references()[["reference_id", "title", "abstract"]]
        return frame.merge(texts, on="reference_id", how="left")[list(QUEUE_COLUMNS)]

    def settle_decision(self, reference_id, decision, *, reader, stage="title_abstract", **said):
        """Settle what readers disagree on, as a decision of the adjudicator's own, and return its id.

        Parameters
        ----------
        reader : str
            An adjudicator of review.toml. The readers' decisions stay as they are.
        **said
            As in `decide`: `reason`, `note`, flags.

        Raises
        ------
        UsageError
            If the reader is no adjudicator, or the reference is in no conflict at this stage.
        """
        self.project.reader(reader, "settle conflicts")
        self._check_references([reference_id])
        if reference_id not in set(self.conflicts(stage).reference_id):
            raise UsageError(
                f"{reference_id} is in no open conflict at {stage}; `review conflicts` lists those there are"
            )
        return self.decide(reference_id, decision, reader=reader, stage=stage, **said)

    def full_texts(self):
        """Return every report sought in full text, and what has become of it.

        Returns
        -------
        DataFrame
            `reference_id`, `title`, `doi`, `status` (``not_read``, ``waiting`` for its second reader,
            ``conflict``, ``not_retrieved``, ``exclude``, ``unsure``, ``include``), `reason`. The numbers of
            each status are those of `flow`.
        """
        passed = self.outcomes().query("outcome in ('include', 'unsure')")[["reference_id"]]
        read = self.outcomes("full_text")[["reference_id", "outcome", "reason"]]
        frame = passed.merge(read, on="reference_id", how="left")
        frame["status"] = frame.outcome.fillna("not_read")
        frame["reason"] = frame.reason.fillna("")
        frame.loc[(frame.status == "exclude") & (frame.reason == "not_retrieved"), "status"] = "not_retrieved"
        texts = self.references()[["reference_id", "title", "doi"]]
        return frame.merge(texts, on="reference_id")[["reference_id", "title", "doi", "status", "reason"]]

    def progress(self, stage="title_abstract"):
        """Return how far each reader is: counts alone, so that nobody's judgement shows.

        Returns
        -------
        DataFrame
            One row per reader who has not left: `reader`, `role`, `decided`, `left_to_read`, and how many
            `of_these_as_second`, that is of references another has read and that wait for one more.
            On a server with logins what this login cannot see is not among the last.
        """
        decisions = self._all_decisions(stage)
        decided, n = decisions.reader.value_counts(), self._count_references()
        rows = []
        for known in self.project.readers:
            if not known.left and known.role in ("reader", "health_economist"):
                done = self._done(known.id, stage)
                second = len(self._waiting(stage) - done)
                read = int(decided.get(known.id, 0)) - len(self._again(known.id, stage))
                rows.append((known.id, known.role, read, n - len(done), second))
        return pd.DataFrame(rows, columns=list(PROGRESS_COLUMNS))

    def waiting_for_second(self, stage="title_abstract"):
        """Return how many references somebody has read and another reader must still read."""
        return len(self._waiting(stage)) + self.store.hidden(stage)

    def set_up_readers(self):
        """Give each reader of review.toml a login on the PostgreSQL server, and close those of who has left.

        Run by the owner of the database, again whenever readers or ways of reading have changed in
        review.toml. See `review.store.blinding`.

        Returns
        -------
        DataFrame
            `reader`, `role`, `login`.
        """
        project = self.project
        roles = {known.id: "" if known.left else known.role for known in project.readers}
        modes = {stage: project.mode(stage) for stage in STAGES}
        shares = {"one_reader": 0.0, "two_readers": 1.0, "one_and_sample": project.checked_share}
        stages = {stage: (2, shares[m], project.seed) for stage, m in modes.items()}
        self.store.set_up_readers(roles, stages, abstractors=project.abstractors)
        logins = ["closed" if known.left else "open" for known in project.readers]
        rows = [(k.id, k.role, login) for k, login in zip(project.readers, logins, strict=True)]
        return pd.DataFrame(rows, columns=["reader", "role", "login"])

    def agreement(self, stage="title_abstract", *, n_boot=1000):
        """Return how far readers agree in what they said while blind (see `review.agreement.agree`)."""
        decisions = self._said_blind(stage)
        readers = self._readers_of(decisions)
        return agreement.agree(decisions, stage=stage, readers=readers, n_boot=n_boot, seed=self.project.seed)

    def agreement_over_time(self, stage="title_abstract", *, block=None):
        """Return agreement by month, or by blocks of references (see `review.agreement.over_time`)."""
        decisions = self._said_blind(stage)
        return agreement.over_time(decisions, stage=stage, readers=self._readers_of(decisions), block=block)

    def _said_blind(self, stage):
        """Return what each reader said of each reference before they could see another's decision."""
        history = self.store.history("decisions")
        history = history[history.stage == stage]
        history = self._at_home(history)
        how = self._how(stage)
        return agreement.while_blind(history, adjudicators=how["adjudicators"], observers=how["observers"])

    def _readers_of(self, decisions):
        """Return whose decisions are compared: all but adjudicators, who see the others', and observers."""
        how = self._how(STAGES[0])
        others = {*how["adjudicators"], *how["observers"]}
        return sorted(set(decisions.reader) - others)
