"""Screening: what to read next and why, deciding, settling, and decisions from and to spreadsheets."""

from functools import partial

import numpy as np
import pandas as pd

from review import ranking
from review.errors import UsageError
from review.evidence import FLAGS, STAGES, check_choice
from review.ranking import Ranker, rank
from review.workbench.cached import cached_features, is_cached
from review.workbench.comparing import SAYS
from review.workbench.control import ControlSet
from review.workbench.counting import count_apart
from review.workbench.decisions_in import take_in
from review.workbench.kept import FEATURES
from review.workbench.room import room
from review.workbench.sheets import write_known

__all__ = ["Screening"]

QUEUE_COLUMNS = (
    *("reference_id", "title", "abstract", "readers", "decisions", "reasons", "notes", "low_value_care"),
    "de_implementation",
)


@room
class Screening:
    """Reading and deciding, the most likely relevant first."""

    def __init__(self, project, store, kept, pile, register, decisions, ballots):
        self._project, self._store, self._kept = project, store, kept
        self._pile, self._register, self._decisions, self._ballots = pile, register, decisions, ballots
        self._rankers = {}

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
        waits, again = self._ballots.waits_for(reader, stage), self._ballots.again(reader, stage)
        mine = self._ballots.own(reader, stage)
        mine = mine[~mine.reference_id.isin(again)]
        if stage == "title_abstract":
            order = self._rank_for(reader, mine)
        else:
            passed = self._decisions.outcomes().query("outcome in ('include', 'unsure')").reference_id
            order = pd.DataFrame({"reference_id": passed, "score": np.nan, "drawn": "by_hand"})
        order = order[order.reference_id.isin(waits)]
        order = order.sort_values("reference_id", key=lambda ids: ~ids.isin(again), kind="stable")
        order = order.assign(rank=np.arange(1, len(order) + 1))
        shown = self._pile.references()[["reference_id", "title", "year", "journal"]]
        columns = ["rank", "reference_id", "score", "drawn", "title", "year", "journal"]
        return order.merge(shown, on="reference_id")[columns].head(n)

    def _confirmed_by(self, reader):
        """Return the references a reader has included as full texts."""
        return self._ballots.own(reader, "full_text").query("decision == 'include'").reference_id

    def _rank_for(self, reader, mine):
        """Return the order of what is unread by a reader; first what is of a planned control set."""
        if not self._project.control_share:
            return self._rank(mine, self._confirmed_by(reader))
        return self._control(reader).order(mine)

    def _control(self, reader):
        ranker, final = self._ranker(reader), self._confirmed_by(reader)
        ranked = partial(self._rank, final=final, random_share=0, ranker=ranker)
        scored = partial(self._scores, ranker)
        return ControlSet(self._project, self._pile, self._ballots, reader, ranked=ranked, scored=scored)

    def _scores(self, ranker):
        scores = ranker.decision_function(self.features())
        return pd.Series(scores, self._pile.references().reference_id)

    def come_to(self, reader):
        """Return the relevant references that a reader was given at random and the ranking has come to.

        It has not learned from the others, so that they tell how much it has left (see docs/stopping.md).
        """
        return self._control(reader).blind(self._ballots.own(reader, STAGES[0]))[2]

    def _rank(self, decisions, final=(), **how):
        """Return the order of all references that a set of decisions leaves unread."""
        references = self._pile.references()
        if references.empty:
            return pd.DataFrame(columns=["reference_id", "score", "rank", "drawn"])
        return rank(
            references,
            decisions,
            question=self.seed_text(),
            seed=self._project.seed,
            features=self.features(),
            final=final,
            **{"random_share": self._project.random_share} | how,
        )

    def seed_text(self):
        """Return what the first ranking starts from: question, criteria, the field's terms, the register.

        Which of them is said by `start_from` in review.toml. Terms and register bring up care that has a
        name of its own; once there are decisions they weigh no more than one of them.
        """
        texts = [self._project.seed_text()]
        if "glossary" in self._project.start_from:
            texts += [" ".join(terms) for terms in self._register.flag_terms().values()]
        if "register" in self._project.start_from:
            columns = ["condition_en", "intervention_en", "synonyms_en"]
            texts += list(self._register.recommendations()[columns].agg(" ".join, axis=1))
        return " ".join(texts)

    def features(self):
        """Return the texts of all references as numbers, computed once and kept in ``data/.cache``."""
        return self._kept.get(
            FEATURES, lambda: cached_features(self._pile.references(), self._project.path("data", ".cache"))
        )

    def features_are_ready(self):
        """Return whether the words of all references are counted, so that ranking takes no time."""
        return FEATURES in self._kept

    def count_words_apart(self):
        """Have the texts of all references read as words by another process, where nobody has yet."""
        if not is_cached(self._pile.references(), self._project.path("data", ".cache")):
            count_apart(self._project.folder)

    def why(self, reference_id, reader, *, n=6):
        """Return the words by which a reader's ranking places a reference now.

        Returns
        -------
        DataFrame
            `word`, `weight` (its share of the score), strongest first; at most `n` up and `n` down.
        """
        self._pile.check([reference_id])
        references = self._pile.references()
        mine = self._ballots.own(reader, "title_abstract")
        ranker = self._ranker(reader)
        features = self.features()
        learned = {"features": features, "ranker": ranker, "final": self._confirmed_by(reader)}
        rank(references, mine, seed=ranker.seed, random_share=0, **learned)
        place = np.flatnonzero(references.reference_id.to_numpy() == reference_id)
        return ranker.explain(features.matrix_[place], n)[["word", "weight"]]

    def _ranker(self, reader):
        # kept, so that asking again between two decisions learns nothing anew
        return self._rankers.setdefault(reader, Ranker(question=self.seed_text(), seed=self._project.seed))

    def similar(self, reference_id, reader, *, stage="title_abstract", n=3):
        """Return the references a reader has decided that are most like a reference.

        Only the reader's own, so that nobody else's judgement shows through.

        Returns
        -------
        DataFrame
            See `review.ranking.similar`; and `title`.
        """
        self._pile.check([reference_id])
        references = self._pile.references()
        mine = self._ballots.own(reader, stage)
        found = ranking.similar(references, reference_id, mine, self.features(), n=n)
        return found.merge(references[["reference_id", "title"]], on="reference_id")

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
        self._project.reader(reader, "read and decide")
        about = {"reference_id": reference_id, "stage": stage}
        row = about | {"decision": decision, "reason": reason, "note": note}
        return self._ballots.add(pd.DataFrame([row | {"drawn": "by_hand"} | said | {"reader": reader}]))[0]

    def undo(self, reader, kind="decisions"):
        """Take back a reader's newest judgement of a kind; the row that is withdrawn is returned."""
        self._project.reader(reader)
        return self._store.undo(kind, reader=reader)

    def settle(self, reference_id, decision, *, reader, stage="title_abstract", **said):
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
        self._project.reader(reader, "settle conflicts")
        self._pile.check([reference_id])
        if reference_id not in set(self._decisions.conflicts(stage).reference_id):
            raise UsageError(
                f"{reference_id} is in no open conflict at {stage}; `review conflicts` lists those there are"
            )
        return self.decide(reference_id, decision, reader=reader, stage=stage, **said)

    def conflict_queue(self, stage="title_abstract"):
        """Return what readers disagree on and nobody has settled, one row per reference.

        Returns
        -------
        DataFrame
            `reference_id`, `title`, `abstract`; then tuples in the same order, one place per reader:
            `readers`, `decisions`, `reasons`, `notes`, `low_value_care`, `de_implementation` (True, False
            or None). What is in it all its readers have decided, so that nothing hidden is shown.
        """
        found = self._decisions.conflicts(stage).rename(columns={"note": "notes"})
        names = {"reader": "readers", "decision": "decisions", "reason": "reasons"}
        flags = found[list(FLAGS)].astype("object")
        found[list(FLAGS)] = flags.where(flags.notna(), None)
        side_by_side = found.rename(columns=names).groupby("reference_id", sort=False)
        frame = side_by_side[list(QUEUE_COLUMNS[3:])].agg(tuple).reset_index()
        texts = self._pile.references()[["reference_id", "title", "abstract"]]
        return frame.merge(texts, on="reference_id", how="left")[list(QUEUE_COLUMNS)]

    def import_decisions(
        self, path, *, reader="", stage="", label_column="", every="", reason="", skip_unknown=False,
        doubtful="", preview=False,
    ):  # fmt: skip
        """Import decisions from a spreadsheet or another tool's file; those already stored stay as they are.

        Parameters
        ----------
        path : path of a CSV, TSV or XLSX file, or of an export
            One row per decision; a column says which reference is meant (`matching.KEY_NAMES`), others what
            was decided (`review.formats.SAID_NAMES`). Files of ASReview, Rayyan, Covidence, EPPI-Reviewer,
            Colandr and Abstrackr are read as they are (see `review.formats.read_decided`).
        reader, stage : str
            For files that do not say them.
        label_column : str
            The column that holds the decisions, where its name does not tell.
        every : {"include", "exclude", "unsure"}
            The decision of all entries, where the file is the list of them.
        reason : str
            For full texts that are excluded without a reason of review.toml; what the file says instead
            becomes the note.
        skip_unknown : bool
            Leave out the rows that fit no reference, and store the rest.
        doubtful : {"keep", "replace"}
            What becomes of rows that would change what stands or contradict each other: what stands stays
            and they are left out, or the file counts, and of several rows the last. Rows that fit no
            reference are left out.
        preview : bool
            Store nothing, and ask nothing.

        Returns
        -------
        dict
            `read_as`, `rows`, `new`, `repeated` (by a later row of one reference), `already_stored`, `older`
            (than what stands), `without_label`, `own_outcomes` (that our own export brought there),
            `stored`; frames `changes`, `contradicting`, `skipped` with row, title, before and after;
            `other_reasons` (those that review.toml lacks) with their number of rows and the first.

        Raises
        ------
        Question
            Naming every row that is doubtful, where nobody has said what becomes of those; nothing is stored.
        """
        return take_in(
            self._project, self._pile, self._decisions, self._ballots, path, reader=reader, stage=stage,
            label_column=label_column, every=every, reason=reason, skip_unknown=skip_unknown,
            doubtful=doubtful, preview=preview,
        )  # fmt: skip

    def export_decisions(self, path, *, reader=""):
        """Write all open decisions with the reference's DOI, PMID and title as CSV; return how many.

        With a reader also what they decided themselves (see `Decisions.current`).
        """
        frame, columns = self._decisions.current(reader=reader), ["reader", "stage", *SAYS, "at"]
        return write_known(frame, self._pile.references(), columns, path)
