"""Stopping: may screening stop, what would other rules do here, and a certificate to sign."""

import hashlib
import json
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

import pandas as pd

from review import stopping
from review.display import certificate_page
from review.errors import ProjectError
from review.formats import whole_file
from review.workbench.room import room

__all__ = ["Stopping", "reading_order"]

STAGE = "title_abstract"
SIGNED = "signed_certificate.json"
OVERLOOKED_COLUMNS = ("reader_a", "reader_b", "both", "only_a", "only_b", "neither", "recall", "recall_low",
                      "recall_high")  # fmt: skip


@room
class Stopping:
    """When screening of title and abstract may stop."""

    def __init__(self, project, store, pile, decisions, ballots, screening):
        self._project, self._store, self._pile = project, store, pile
        self._decisions, self._ballots, self._screening = decisions, ballots, screening

    def certificate(self, *, recall=None, confidence=None, language="en"):
        """Return the stopping certificate for title and abstract (see `review.stopping.certificate`).

        Parameters
        ----------
        recall, confidence : float, optional
            The target; as in review.toml where not given.
        language : {"en", "sv"}
            Of its sentences.
        """
        return self._judged(self.reading_order(), self._who_counts(), recall, confidence, language=language)

    def of_reader(self, reader):
        """Return the certificate of a reader's own decisions, None where there is nothing to read."""
        if not self._pile.count_references():
            return None
        history = self._store.history("decisions")
        order = self._order(history[(history.reader == reader) & (history.stage == STAGE)])
        return self._judged(order, [reader])

    def _judged(self, order, readers, recall=None, confidence=None, **how):
        """Return what the test that was planned says of a reading by these readers."""
        came = self._pile.came()
        return stopping.certificate(
            order,
            came,
            recall=recall or self._project.recall,
            confidence=confidence or self._project.confidence,
            control=self._control(order, readers, came.index),
            **{"after": self._came_after()} | how,
        )

    def _control(self, order, readers, ids):
        """Return how far the control set has come, None where none is planned."""
        planned = self._project.control_share
        if not planned:
            return None
        passed = {each for reader in readers for each in self._screening.come_to(reader)}
        return stopping.control_state(order, ids, passed, planned=planned, seed=self._project.seed)

    def _who_counts(self):
        readers = self._ballots.every(STAGE).reader
        return sorted(set(readers) - set(self._project.observers))

    def _order(self, history):
        return reading_order(self._pile.at_home(history), self._pile.membership())

    def reading_order(self):
        """Return the references in the order they were first decided at title and abstract.

        Decisions of observers do not count, nor what waits for another reader. A reference is relevant
        where a reader did not exclude it, unless it was settled as excluded.

        Returns
        -------
        DataFrame
            `reference_id`, `relevant` (0 or 1), `drawn`, `at`.
        """
        history = self._store.history("decisions")
        history = history[history.stage == STAGE]
        history = history[~history.reader.isin(self._project.observers)]
        order = self._order(history)
        excluded = set(self._decisions.outcomes().query("outcome == 'exclude'").reference_id)
        order["relevant"] = order.relevant.where(~order.reference_id.isin(excluded), 0)
        order["relevant"] = order.relevant.where(~order.reference_id.isin(self._ballots.reopened(STAGE)), 1)
        # what only one has decided so far must not show, and is not read to the end
        known = set(self._pile.reference_ids().reference_id) - self._ballots.waiting(STAGE)
        return order[order.reference_id.isin(known)].reset_index(drop=True)

    def rules(self, *, runs=200, recall=None, confidence=None):
        """Return what the stopping rules do in simulated reviews of this one's size and prevalence.

        Returns
        -------
        DataFrame
            See `review.stopping.simulated_rules`; empty where nothing relevant was found yet.
        """
        said = self.certificate(recall=recall, confidence=confidence)
        expected = said.n_relevant + (said.estimated_missed or 0)
        if not expected:
            return pd.DataFrame()
        return stopping.simulated_rules(
            said.n_total,
            min(expected, said.n_total),
            recall=said.recall,
            confidence=said.confidence,
            share=self._project.control_share or None,
            runs=runs,
            seed=self._project.seed,
        )

    def plan(self, expected, *, keep=False):
        """Return what to read by each stopping rule, and which to plan for, before screening starts.

        Parameters
        ----------
        expected : int
            Relevant references expected in the pile: by an earlier review, or what a first hundred drawn at
            random say.
        keep : bool
            Write the control set's share into review.toml as `control_share`; from then on the queue begins
            with the set, and the certificate goes by it.

        Returns
        -------
        DataFrame
            See `review.stopping.planned_rules`.

        Raises
        ------
        ProjectError
            If a share is to be kept and review.toml has one: it may not change once the set is being read.
        """
        target = {"recall": self._project.recall, "confidence": self._project.confidence}
        n_total, seed = self._pile.count_references(), self._project.seed
        found = stopping.planned_rules(n_total, expected, seed=seed, **target)
        if keep:
            self._project.keep("stopping", "control_share", found[found.planned].share.item())
        return found

    def state(self):
        """Return which rule is planned, and how many references came after the newest signed certificate.

        Returns
        -------
        dict
            `rule` ("ranked" or "control"), `control_share`; `signed` (when, "" for never), `came_after`.
        """
        share, signed = self._project.control_share, self._signed()
        rule = {"rule": "control" if share else "ranked", "control_share": share}
        return rule | {"signed": signed.get("at", ""), "came_after": self._came_after()}

    def _came_after(self):
        """Return how many references hold no record of the pile that was signed for; None without one."""
        signed = self._signed()
        if not signed:
            return None
        membership = self._pile.membership()
        return membership.nunique() - membership[membership.index.isin(signed["pile"])].nunique()

    def _signed(self):
        """Return when the newest certificate was signed and for which records; nothing where none was."""
        path = self._project.path("data", SIGNED)
        if not path.is_file():
            return {}
        try:
            signed = json.loads(path.read_text(encoding="utf-8"))
            return {"at": str(signed["at"]), "pile": list(signed["pile"])}
        except (ValueError, KeyError, TypeError):
            raise ProjectError(
                f"{path}: expected the newest signed certificate as JSON, found something else; put back "
                "a copy, or delete it: what came after that certificate is then not told"
            ) from None

    def overlooked(self):
        """Estimate what two readers both overlooked, for each pair who read the same on their own.

        Returns
        -------
        DataFrame
            `OVERLOOKED_COLUMNS` (see `review.stopping.overlooked_by_both`).
        """
        decisions = self._ballots.said_blind(STAGE)
        readers = set(self._project.with_role("reader", left=True))
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
                found = stopping.overlooked_by_both(*counts, confidence=self._project.confidence)
                rows.append((a, b, *counts, found.neither, *found.recall))
        return pd.DataFrame(rows, columns=list(OVERLOOKED_COLUMNS))

    def sign(self, path, *, reader, recall=None, confidence=None, runs=200, at=None, language=None):
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
        language = language or self._project.language
        target = {"recall": recall, "confidence": confidence}
        # a new one stands in for what was signed before, and tells of the whole pile
        said = self._judged(self.reading_order(), self._who_counts(), language=language, after=None, **target)
        rules = self.rules(runs=runs, **target)
        moment = (at or datetime.now(UTC)).astimezone(UTC)
        order = self.reading_order().drop(columns="at")
        document = {
            "certificate": said.as_dict(),
            "rules_on_reviews_of_this_size": rules.to_dict("records"),
            "overlooked_by_two_readers": self.overlooked().to_dict("records"),
            "title": self._project.title[language],
            "invented": self._project.invented,
            "reader": self._project.reader(reader).name,
            "at": moment.isoformat(timespec="seconds"),
            "seed": self._project.seed,
            "version": version("review"),
            # the same decisions in the same order give the same sum
            "decisions_sha256": hashlib.sha256(order.to_csv(index=False).encode()).hexdigest(),
        }
        path = Path(path)
        with whole_file(path) as unfinished:
            unfinished.write_text(certificate_page(document, language), encoding="utf-8")
        pile = {"pile": self._pile.record_ids().record_id.to_list()}
        kept = self._project.path("data", SIGNED)
        for place, said in ((path.with_suffix(".json"), document), (kept, document | pile)):
            with whole_file(place, own=place == kept) as unfinished:
                unfinished.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
        return document


def reading_order(history, membership):
    """Return the references of a stage in the order they were first decided.

    A decision may be changed, at once or at a second look. What counts is then the newest; but when, and how
    drawn, a reference came before its reader is told by the first one that stands.

    Parameters
    ----------
    history : DataFrame
        Decisions of one stage with `withdrawn`, as `review.store.Store.history` gives them.
    membership : Series
        Record to the reference that holds it.

    Returns
    -------
    DataFrame
        `reference_id`, `relevant` (1 where somebody's newest decision is not to exclude), `drawn`, `at`.
    """
    rows = history[~history.withdrawn].sort_values(["at", "id"], kind="stable")
    rows = rows.assign(reference_id=rows.reference_id.map(membership).astype("str"))
    newest = rows.drop_duplicates(["reference_id", "reader"], keep="last")
    relevant = set(newest.reference_id[newest.decision != "exclude"])
    first = rows.drop_duplicates("reference_id")
    return pd.DataFrame(
        {
            "reference_id": first.reference_id,
            "relevant": first.reference_id.isin(relevant).astype("int64"),
            "drawn": first.drawn,
            "at": first["at"],
        }
    ).reset_index(drop=True)
