"""Readers: who reads, how far each has come, and how far they agree."""

import pandas as pd

from review import agreement
from review.errors import UsageError
from review.evidence import STAGES
from review.workbench.room import room

__all__ = ["Readers"]

PROGRESS_COLUMNS = ("reader", "role", "decided", "left_to_read", "of_these_as_second")


@room
class Readers:
    """Who reads, how far each has come, and how far they agree."""

    def __init__(self, project, store, pile, decisions, ballots):
        self._project, self._store = project, store
        self._pile, self._decisions, self._ballots = pile, decisions, ballots

    def progress(self, stage="title_abstract"):
        """Return how far each reader is: counts alone, so that nobody's judgement shows.

        Returns
        -------
        DataFrame
            One row per reader who has not left: `reader`, `role`, `decided`, `left_to_read`, and how many
            `of_these_as_second`, that is of references another has read and that wait for one more.
            On a server with logins what this login cannot see is not among the last.
        """
        decisions = self._ballots.every(stage)
        decided, n = decisions.reader.value_counts(), self._pile.count_references()
        rows = []
        for known in self._project.readers:
            if not known.left and known.role in ("reader", "health_economist"):
                done = self._ballots.done(known.id, stage)
                second = len(self._ballots.waiting(stage) - done)
                read = int(decided.get(known.id, 0)) - len(self._ballots.again(known.id, stage))
                rows.append((known.id, known.role, read, n - len(done), second))
        return pd.DataFrame(rows, columns=list(PROGRESS_COLUMNS))

    def hidden(self):
        """Return how many decisions each reader made that are blind still: (reader, stage) to a number.

        Numbers alone; on a server a login learns its own and none of another's.
        """
        made, shown = (one.groupby(["reader", "stage"]).size() for one in
                       (self._ballots.every(), self._decisions.current()))  # fmt: skip
        left = made.sub(shown, fill_value=0).astype("int64")
        return left[left > 0].to_dict()

    def waiting_for_second(self, stage="title_abstract"):
        """Return how many references somebody has read and another reader must still read."""
        return len(self._ballots.waiting(stage)) + self._store.hidden(stage)

    def set_up(self):
        """Give each reader of review.toml a login on the PostgreSQL server, and close those of who has left.

        Run by the owner of the database, again whenever readers or ways of reading have changed in
        review.toml. See `review.store.blinding`.

        Returns
        -------
        DataFrame
            `reader`, `role`, `login`.
        """
        project = self._project
        roles = {known.id: "" if known.left else known.role for known in project.readers}
        modes = {stage: project.mode(stage) for stage in STAGES}
        shares = {"one_reader": 0.0, "two_readers": 1.0, "one_and_sample": project.checked_share}
        stages = {stage: (2, shares[m], project.seed) for stage, m in modes.items()}
        self._store.set_up_readers(roles, stages, abstractors=project.abstractors)
        logins = ["closed" if known.left else "open" for known in project.readers]
        rows = [(k.id, k.role, login) for k, login in zip(project.readers, logins, strict=True)]
        return pd.DataFrame(rows, columns=["reader", "role", "login"])

    def keys(self):
        """Return who signs what they write, and with which keys.

        Returns
        -------
        DataFrame
            `reader`, `fingerprint` (25 digits, for people to compare), `machine`, and `state`: ``counts``,
            ``is pinned`` (in review.toml), ``waits to be accepted``, or ``counts until`` a time.
        """
        return self._store.keys(self._project.roles())

    def sign_on(self, reader, *, machine="", adopt=False):
        """Sign from now on what is written in a reader's name, with a key of this machine; return `keys`.

        With `adopt` the reader's rows that are there now, and no signature covers, count as theirs too. See
        docs/security.md. Raises UsageError where review.toml gives the review no id.
        """
        self._project.reader(reader, "sign what they write")
        if not self._project.id:
            raise UsageError(
                'a signature names the review: put a line such as id = "knees-2026" under [review] in '
                "review.toml, the same in every copy, then sign"
            )
        self._store.say_of_key("announces", reader=reader, machine=machine, adopt=adopt)
        return self.keys()

    def accept_key(self, fingerprint, *, reader):
        """Say that a further key is its reader's: the reader with an earlier one, or an adjudicator."""
        return self._say_of_key("accepts", reader, key=fingerprint)

    def revoke_key(self, fingerprint, *, reader, since=""):
        """Say that a key counts no more since a time, now where not given; what is here from before stays."""
        return self._say_of_key("revokes", reader, key=fingerprint, since=since)

    def _say_of_key(self, says, reader, **how):
        self._project.reader(reader, "sign what they write")
        self._store.say_of_key(says, reader=reader, readers=self._project.roles(), **how)
        return self.keys()

    def conflicts(self, stage="title_abstract"):
        """Return the references readers disagree on (see `Decisions.conflicts`)."""
        return self._decisions.conflicts(stage)

    def agreement(self, stage="title_abstract", *, n_boot=1000):
        """Return how far readers agree in what they said while blind (see `review.agreement.both_ways`)."""
        decisions = self._ballots.said_blind(stage)
        readers = self._readers_of(decisions)
        return agreement.both_ways(
            decisions, stage=stage, readers=readers, n_boot=n_boot, seed=self._project.seed
        )

    def agreement_over_time(self, stage="title_abstract", *, block=None):
        """Return agreement by month, or by blocks of references (see `review.agreement.over_time`)."""
        decisions = self._ballots.said_blind(stage)
        return agreement.over_time(decisions, stage=stage, readers=self._readers_of(decisions), block=block)

    def _readers_of(self, decisions):
        """Return whose decisions are compared: all but adjudicators, who see the others', and observers."""
        how = self._ballots.how(STAGES[0])
        others = {*how["adjudicators"], *how["observers"]}
        return sorted(set(decisions.reader) - others)
