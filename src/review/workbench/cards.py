"""Cards: the widgets of a review, each tied to what it shows and stores."""

import pandas as pd

from review import duplicates
from review.evidence import FLAGS, STAGES, check_choice
from review.ranking import Ranker, rank
from review.widgets import PairCard, ScreeningCard

__all__ = ["Cards"]

SHOWN = (
    "title",
    "abstract",
    "keywords",
    "authors",
    "journal",
    "year",
    "doi",
    "pmid",
    "language",
    "databases",
)
SAID = ("reference_id", "id", "decision", "reason", "note", *FLAGS, "drawn", "rank", "score")
VERDICT_COLUMNS = ("verdict", "verdict_by", "verdict_id", "mine")


class Cards:
    """Judging by keyboard in a notebook; a part of the `Workbench`."""

    def confirm_pairs(self, reader, *, language=None, shortcuts=None):
        """Return a card on which a reader judges the pairs that no rule is sure of.

        Each verdict is stored before the next pair shows; pairs judged earlier can be seen again.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        language : {"sv", "en"}, optional
            Of the card; as in review.toml where not given.
        shortcuts : dict of str to str, optional
            Other keys than those shown on the card, such as ``{"same": "y"}``.

        Returns
        -------
        review.widgets.PairCard
        """
        self.project.reader(reader)
        records = self.records().set_index("record_id", drop=False)

        def judge(record_a, record_b, verdict):
            self.judge_pair(record_a, record_b, verdict, reader=reader)
            return self._verdict(record_a, record_b, reader)

        def undo(verdict_id):
            taken = self.store.current("verdicts").set_index("id").loc[verdict_id]
            self.store.withdraw("verdicts", verdict_id, reader=reader, note="undo")
            self.deduplicate()
            return self._verdict(taken.record_a, taken.record_b, reader)

        return PairCard(
            self._asked_pairs(records, reader),
            explain=lambda a, b: duplicates.explain_pair(records.loc[a], records.loc[b]),
            judge=judge,
            undo=undo,
            language=language or self.project.language,
            shortcuts=shortcuts,
        )

    def _asked_pairs(self, records, reader):
        """Return every pair that rules asked about, with its sources and what was said of it."""
        asked = self.pairs().query("verdict == 'ask'").drop(columns="verdict").reset_index(drop=True)
        sentences = {rule.name: rule.sentence.rstrip(".") for rule in duplicates.RULES}
        sources = records.database + " · " + records.source_file + " : " + records.first_line.astype("str")
        asked["because"] = asked.rule.map(sentences).fillna("").astype("str")
        for side in ("a", "b"):
            asked[f"source_{side}"] = asked[f"record_{side}"].map(sources)
        said = self._verdicts(reader)
        found = [
            said.get(frozenset(pair), NOTHING_SAID) for pair in asked[["record_a", "record_b"]].to_numpy()
        ]
        return asked.join(pd.DataFrame(found, columns=list(VERDICT_COLUMNS), index=asked.index))

    def _verdicts(self, reader):
        """Return what was said of each pair of records, whichever way round it is given."""
        current = self.store.current("verdicts")
        return {
            frozenset((row.record_a, row.record_b)): {"verdict": row.verdict, "verdict_by": row.reader}
            | {"verdict_id": row.id, "mine": row.reader == reader}
            for row in current.itertuples()
        }

    def _verdict(self, record_a, record_b, reader):
        return self._verdicts(reader).get(frozenset((record_a, record_b)), NOTHING_SAID)

    def screen(self, reader, *, stage="title_abstract", batch=10, language=None, shortcuts=None):
        """Return a card on which a reader screens the queue, one reference at a time.

        Each decision is stored before the next reference shows. The queue is ranked anew behind after
        every `batch` decisions; what is being read stays where it is.

        Parameters
        ----------
        reader : str
            A reader of review.toml; decisions of an observer are kept but never count.
        stage : {"title_abstract", "full_text"}
        batch : int
            References between two rankings.
        language : {"sv", "en"}, optional
            Of the card; as in review.toml where not given.
        shortcuts : dict of str to str, optional
            Other keys than those shown on the card, such as ``{"exclude": "x"}``.

        Returns
        -------
        review.widgets.ScreeningCard
        """
        self.project.reader(reader)
        check_choice("stage", stage, STAGES)
        language = language or self.project.language
        return ScreeningCard(
            _Desk(self, reader, stage),
            criteria={kind: self.project.criteria[kind][language] for kind in ("include", "exclude")},
            highlight=self.project.highlight,
            reasons=self.project.reasons,
            stage=stage,
            batch=batch,
            language=language,
            shortcuts=shortcuts,
        )

    def why_ranked(self, reference_id, reader, *, n=6):
        """Return the words by which a reader's ranking places a reference now.

        Returns
        -------
        DataFrame
            `word`, `weight` (its share of the score), strongest first; at most `n` up and `n` down.
        """
        self._check_references([reference_id])
        references = self.references()
        mine = self.decisions("title_abstract").query("reader == @reader")
        ranker = Ranker(question=self.seed_text(), seed=self.project.seed)
        rank(references, mine, seed=ranker.seed, random_share=0, features=self._features(), ranker=ranker)
        return ranker.explain(references[references.reference_id == reference_id], n)[["word", "weight"]]


class _Desk:
    """What one reader reads at one stage and decides on (see `review.widgets.ScreeningCard`)."""

    def __init__(self, workbench, reader, stage):
        self.workbench, self.reader, self.stage = workbench, reader, stage
        self.rows_known = None

    def fetch(self, n):
        """Return the next references of the reader's queue, and the ids of all that wait."""
        queue = self.workbench.queue(self.reader, stage=self.stage)
        texts = self.workbench.references()[["reference_id", *SHOWN]]
        next_ones = queue[["reference_id", "rank", "score", "drawn"]].head(n)
        return {
            "rows": _rows(next_ones.merge(texts, on="reference_id")),
            "waiting": queue.reference_id.to_list(),
        }

    def lookup(self, reference_id):
        """Return what a card shows of one reference."""
        references = self.workbench.references()
        found = references[references.reference_id == reference_id]
        return _rows(found[["reference_id", *SHOWN]])[0]

    def explain(self, reference_id):
        """Return the words by which the reference comes now."""
        return self.workbench.why_ranked(reference_id, self.reader)

    def news(self):
        """Return the reader's decisions in order; None where nothing came from elsewhere since."""
        rows = self._rows_there()
        if rows == self.rows_known:
            return None
        self.rows_known = rows
        return self._said()

    def _said(self):
        frame = self.workbench.decisions(self.stage)
        mine = frame[frame.reader == self.reader].sort_values(["at", "id"], kind="stable")
        return _rows(mine[list(SAID)])

    def _rows_there(self):
        counts = self.workbench.store.counts()
        return counts["decisions"], counts["withdrawals"], counts["memberships"]

    def decide(self, row):
        """Store a decision and return its id."""
        said = {name: value for name, value in row.items() if name not in ("id", "reference_id", "decision")}
        identifier = self.workbench.decide(
            row["reference_id"], row["decision"], reader=self.reader, stage=self.stage, **said
        )
        self._count(decisions=1)
        return identifier

    def undo(self, identifier):
        """Take a decision back and return the one of the same reference that counts again, or None."""
        store = self.workbench.store
        taken = self.workbench.decisions(self.stage).set_index("id").reference_id[identifier]
        store.withdraw("decisions", identifier, reader=self.reader, note="undo")
        self._count(withdrawals=1)
        return next((row for row in self._said() if row["reference_id"] == taken), None)

    def _count(self, *, decisions=0, withdrawals=0):
        """Take note of a row of one's own."""
        known = self.rows_known
        self.rows_known = (known[0] + decisions, known[1] + withdrawals, known[2])


def _rows(frame):
    """Return a frame as dictionaries in which nothing is NaN: what is missing is None."""
    whole = frame.astype("object")
    return whole.where(whole.notna(), None).to_dict("records")


NOTHING_SAID = {"verdict": "", "verdict_by": "", "verdict_id": "", "mine": False}
