"""Decisions: what readers said of references, what of it is open, and what it amounts to."""

import pandas as pd

from review import agreement
from review.evidence import STAGES
from review.flags import labelled
from review.workbench.ballots import SAID
from review.workbench.contradicting import JUDGED, as_said
from review.workbench.room import room

__all__ = ["Decisions"]


@room
class Decisions:
    """What several readers decided, blind to each other."""

    def __init__(self, project, pile, ballots):
        self._project, self._pile, self._ballots = project, pile, ballots

    def current(self, stage=None, *, reader=""):
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
        frame = self._ballots.every(stage)
        if self._project.sees_all(reader):
            return frame
        hidden = {(place, each) for each in STAGES for place in self._ballots.waiting(each)}
        keys = zip(frame.reference_id, frame.stage, strict=True)
        is_open = pd.Series([key not in hidden for key in keys], index=frame.index, dtype="bool")
        return frame[is_open | (frame.reader == reader)].reset_index(drop=True)

    def outcomes(self, stage="title_abstract"):
        """Return what the decisions at a stage amount to (see `review.agreement.outcomes`)."""
        decisions, reopened = self._ballots.every(stage), self._ballots.reopened(stage)
        return agreement.outcomes(decisions, reopened=reopened, **self._ballots.how(stage))

    def conflicts(self, stage="title_abstract"):
        """Return the references readers disagree on and nobody settled, side by side.

        Where one reader decided records of a reference differently while it was two, both rows are there.
        """
        decisions, reopened = self._ballots.side_by_side(stage), self._ballots.reopened(stage)
        return agreement.conflicts(decisions, reopened=reopened, **self._ballots.how(stage))

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
        texts = self._pile.references()[["reference_id", "title", "doi"]]
        return frame.merge(texts, on="reference_id")[["reference_id", "title", "doi", "status", "reason"]]

    def included(self):
        """Return the references that are in the review as far as one knows now."""
        passed = self.outcomes("title_abstract").query("outcome in ('include', 'unsure')").reference_id
        dropped = self.outcomes("full_text").query("outcome == 'exclude'").reference_id
        return set(passed) - set(dropped)

    def flags(self):
        """Return the settled flags of each reference: true, false, or missing where nobody has said.

        Where ``[flags] judged`` of review.toml says so, what nobody said of a reference that is included, or
        decided, is false (see `review.flags.labelled`).
        """
        said = labelled(self.outcomes(), self._project.judged, full_text=self.outcomes("full_text"))
        return said.set_index("reference_id").reindex(self._pile.references().reference_id).reset_index()

    def second_looks(self, reader):
        """Return what a reader looked at again: `reference_id`, `title`, `first` and `second` decision."""
        rows = self._ballots.standing()
        rows = rows[rows.reader == reader]
        second = rows[rows.drawn == "second_look"].drop_duplicates("reference_id", keep="last")
        first = rows[rows.drawn != "second_look"].drop_duplicates("reference_id", keep="last")
        both = second.merge(first, on="reference_id", suffixes=("", "_first"))
        both = both.merge(self._pile.references()[["reference_id", "title"]], on="reference_id")
        named = both.rename(columns={"decision": "second", "decision_first": "first"})
        return named[["reference_id", "title", "first", "second"]]

    def contradicting(self, reader=""):
        """Return the decisions that were made apart and differ, as far as `reader` may see them."""
        parts = []
        for stage in STAGES:
            frame = self._ballots.apart(stage)
            hidden = frame.reference_id.isin(self._ballots.waiting(stage)) & (frame.reader != reader)
            shown = frame[~hidden | self._project.sees_all(reader)]
            parts.append(as_said(shown, "decisions", ["reference_id", "stage"], SAID))
        return pd.concat(parts, ignore_index=True)

    def contradicted(self):
        """Return the references with such decisions, hidden ones too."""
        return {each for stage in STAGES for each in self._ballots.apart(stage).reference_id}

    def judged(self, reader=""):
        """Return who decided what: `reference_id`, `reader`, `kind`, `about`, without what is not open."""
        frame = self._ballots.every().assign(kind="decision")
        hidden = ~frame["id"].isin(self.current(reader=reader)["id"])
        frame["about"] = frame.stage + ": " + frame.decision.mask(hidden, "not open yet")
        return frame.assign(reader=frame.reader.mask(hidden, "another reader"))[JUDGED]
