"""Screening: the queue, decisions, what they amount to, and whether one may stop."""

import numpy as np
import pandas as pd

from review.errors import UsageError
from review.evidence import STAGES, check_choice
from review.ranking import rank
from review.workbench.agreeing import Agreeing
from review.workbench.cached import cached_features, is_cached
from review.workbench.counting import count_apart

__all__ = ["Screening"]


class Screening(Agreeing):
    """Reading and deciding; a part of the `Workbench`."""

    def queue(self, reader, *, stage="title_abstract", n=None):
        """Return what a reader has left to read, the most likely relevant first.

        Ranked from the reader's own decisions and the question in review.toml, so that nobody else's
        judgement shows through; what the reader has included for good, as full text, counts twice. A
        share is drawn at random (`drawn`). What enough others have decided
        waits no more. First of all comes what the reader decided both ways while it was two references.

        Returns
        -------
        DataFrame
            `rank`, `reference_id`, `score`, `drawn`, `title`, `year`, `journal`.
        """
        check_choice("stage", stage, STAGES)
        waits, again = self._waits_for(reader, stage), self._again(reader, stage)
        decisions = self._all_decisions(stage)
        mine = decisions[(decisions.reader == reader) & ~decisions.reference_id.isin(again)]
        if stage == "title_abstract":
            order = self._rank(mine, self._confirmed_by(reader))
        else:
            passed = self.outcomes("title_abstract").query("outcome in ('include', 'unsure')").reference_id
            order = pd.DataFrame({"reference_id": passed, "score": np.nan, "drawn": "by_hand"})
        order = order[order.reference_id.isin(waits)]
        order = order.sort_values("reference_id", key=lambda ids: ~ids.isin(again), kind="stable")
        order = order.assign(rank=np.arange(1, len(order) + 1))
        shown = self.references()[["reference_id", "title", "year", "journal"]]
        columns = ["rank", "reference_id", "score", "drawn", "title", "year", "journal"]
        return order.merge(shown, on="reference_id")[columns].head(n)

    def _confirmed_by(self, reader):
        """Return the references a reader has included as full texts."""
        read = self._all_decisions("full_text")
        return read.reference_id[(read.reader == reader) & (read.decision == "include")]

    def _rank(self, decisions, final=()):
        """Return the order of all references that a set of decisions leaves unread."""
        references = self.references()
        if references.empty:
            return pd.DataFrame(columns=["reference_id", "score", "rank", "drawn"])
        return rank(
            references,
            decisions,
            question=self.seed_text(),
            seed=self.project.seed,
            random_share=self.project.random_share,
            features=self._features(),
            final=final,
        )

    def seed_text(self):
        """Return what the first ranking starts from: question, criteria, the field's terms, the register.

        Which of them is said by `start_from` in review.toml. Terms and register bring up care that has a
        name of its own; once there are decisions they weigh no more than one of them.
        """
        texts = [self.project.seed_text()]
        if "glossary" in self.project.start_from:
            texts += [" ".join(terms) for terms in self.flag_terms().values()]
        if "register" in self.project.start_from:
            columns = ["condition_en", "intervention_en", "synonyms_en"]
            texts += list(self.recommendations()[columns].agg(" ".join, axis=1))
        return " ".join(texts)

    def _features(self):
        """Return the texts of all references as numbers, computed once and kept in ``data/.cache``."""
        return self._memo(
            "features",
            ("records", "memberships", "withdrawals"),
            lambda: cached_features(self.references(), self.project.path("data", ".cache")),
        )

    def count_words_apart(self):
        """Have the texts of all references read as words by another process, where nobody has yet."""
        if not is_cached(self.references(), self.project.path("data", ".cache")):
            count_apart(self.project.folder)

    def decide(self, reference_id, decision, *, reader, stage="title_abstract", reason="", note="", **said):
        """Store one decision and return its id.

        Parameters
        ----------
        reference_id : str
        decision : {"include", "exclude", "unsure"}
        reader : str
            A reader of review.toml.
        stage : {"title_abstract", "full_text"}
        reason : str
            One of the reasons in review.toml; needed to exclude a full text.
        note : str
        **said
            `low_value_care`, `de_implementation` (True, False or None), `drawn`, `rank`, `score`.
        """
        self.project.reader(reader, "read and decide")
        row = {
            "reference_id": reference_id,
            "stage": stage,
            "decision": decision,
            "reason": reason,
            "note": note,
        }
        return self._store_decisions(pd.DataFrame([row | {"drawn": "by_hand"} | said | {"reader": reader}]))[
            0
        ]

    def _store_decisions(self, rows):
        """Check decisions against the project and store them, all or none."""
        for reader in rows.reader.unique():
            self.project.reader(reader)
        self._check_references(rows.reference_id)
        for row in rows.itertuples():
            if row.reason and row.reason not in self.project.reasons:
                raise UsageError(
                    f"reason must be one of {', '.join(self.project.reasons)}; got {row.reason!r}"
                )
            if row.stage == "full_text" and row.decision == "exclude" and not row.reason:
                raise UsageError(
                    f"{row.reference_id}: excluding a full text needs a reason, "
                    f"one of {', '.join(self.project.reasons)}"
                )
        return self.store.append("decisions", rows)

    def undo(self, reader, kind="decisions"):
        """Take back a reader's newest judgement of a kind; the row that is withdrawn is returned."""
        self.project.reader(reader)
        return self.store.undo(kind, reader=reader)
