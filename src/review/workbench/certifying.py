"""Certifying: may screening stop, what would other rules do here, and a certificate to sign."""

import hashlib
import json
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

import pandas as pd

from review import stopping
from review.display import certificate_page
from review.formats import whole_file
from review.workbench.standing import reading_order

__all__ = ["Certifying"]

OVERLOOKED_COLUMNS = ("reader_a", "reader_b", "both", "only_a", "only_b", "neither", "recall", "recall_low",
                      "recall_high")  # fmt: skip


class Certifying:
    """When screening may stop; a part of the `Workbench`."""

    def stop(self, *, recall=None, confidence=None, language="en"):
        """Return the stopping certificate for title and abstract (see `review.stopping.certificate`).

        Parameters
        ----------
        recall, confidence : float, optional
            The target; as in review.toml where not given.
        language : {"en", "sv"}
            Of its sentences.
        """
        order = self.reading_order()
        return stopping.certificate(
            order[["relevant", "drawn"]],
            len(self.references()),
            recall=recall or self.project.recall,
            confidence=confidence or self.project.confidence,
            language=language,
        )

    def reading_order(self):
        """Return the references in the order they were first decided at title and abstract.

        Decisions of observers do not count, nor what waits for another reader. A reference is relevant
        where a reader did not exclude it, unless it was settled as excluded.

        Returns
        -------
        DataFrame
            `reference_id`, `relevant` (0 or 1), `drawn`.
        """
        history = self.store.history("decisions")
        history = history[history.stage == "title_abstract"]
        history = history[~history.reader.isin(self.project.with_role("observer", left=True))]
        order = reading_order(self._at_home(history), self.membership())
        excluded = set(self.outcomes().query("outcome == 'exclude'").reference_id)
        order["relevant"] = order.relevant.where(~order.reference_id.isin(excluded), 0)
        order["relevant"] = order.relevant.where(
            ~order.reference_id.isin(self._reopened("title_abstract")), 1
        )
        # what only one has decided so far must not show, and is not read to the end
        known = set(self.references().reference_id) - self._waiting("title_abstract")
        return order[order.reference_id.isin(known)].reset_index(drop=True)

    def stopping_rules(self, *, runs=200, recall=None, confidence=None):
        """Return what two stopping rules do in simulated reviews of this one's size and prevalence.

        Returns
        -------
        DataFrame
            See `review.stopping.simulated_rules`; empty where nothing relevant was found yet.
        """
        said = self.stop(recall=recall, confidence=confidence)
        expected = said.n_relevant + (said.estimated_missed or 0)
        if not expected:
            return pd.DataFrame()
        return stopping.simulated_rules(
            said.n_total,
            min(expected, said.n_total),
            recall=said.recall,
            confidence=said.confidence,
            runs=runs,
            seed=self.project.seed,
        )

    def overlooked(self):
        """Estimate what two readers both overlooked, for each pair who read the same on their own.

        Returns
        -------
        DataFrame
            `OVERLOOKED_COLUMNS` (see `review.stopping.overlooked_by_both`).
        """
        decisions = self._said_blind("title_abstract")
        readers = set(self.project.with_role("reader", left=True))
        first = {
            reader: mine.set_index("reference_id").decision != "exclude"
            for reader, mine in decisions[decisions.reader.isin(readers)].groupby("reader")
        }
        rows = []
        for a, b in combinations(sorted(first), 2):
            shared = first[a].index.intersection(first[b].index)
            yes_a, yes_b = first[a][shared], first[b][shared]
            counts = int((yes_a & yes_b).sum()), int((yes_a & ~yes_b).sum()), int((yes_b & ~yes_a).sum())
            if counts[0]:
                found = stopping.overlooked_by_both(*counts, confidence=self.project.confidence)
                rows.append((a, b, *counts, found.neither, *found.recall))
        return pd.DataFrame(rows, columns=list(OVERLOOKED_COLUMNS))

    def sign_stop(self, path, *, reader, recall=None, confidence=None, runs=200, at=None, language=None):
        """Write the stopping certificate as a page to sign and, beside it, as JSON.

        Parameters
        ----------
        path : path of the page, such as ``outputs/stopping.html``
        reader : str
            Who answers for it.
        recall, confidence : float, optional
            The target; as in review.toml where not given.
        runs : int
            Simulated screenings per order.
        at : datetime, optional
            When; by the clock where not given.

        Returns
        -------
        dict
            What the JSON holds.
        """
        language = language or self.project.language
        target = {"recall": recall, "confidence": confidence}
        said = self.stop(language=language, **target)
        rules = self.stopping_rules(runs=runs, **target)
        moment = (at or datetime.now(UTC)).astimezone(UTC)
        order = self.reading_order()
        document = {
            "certificate": said.as_dict(),
            "rules_on_reviews_of_this_size": rules.to_dict("records"),
            "overlooked_by_two_readers": self.overlooked().to_dict("records"),
            "title": self.project.title[language],
            "invented": self.project.invented,
            "reader": self.project.reader(reader).name,
            "at": moment.isoformat(timespec="seconds"),
            "seed": self.project.seed,
            "version": version("review"),
            # the same decisions in the same order give the same sum
            "decisions_sha256": hashlib.sha256(order.to_csv(index=False).encode()).hexdigest(),
        }
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as unfinished:
            unfinished.write_text(certificate_page(document, language), encoding="utf-8")
        with whole_file(path.with_suffix(".json")) as unfinished:
            unfinished.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        return document
