"""Flags: how likely each reference carries each flag, taught by the glossary and the readers."""

import pandas as pd

from review import figures
from review.corpus import Scorer, score_corpus
from review.errors import UsageError
from review.evidence import FLAGS
from review.flags import FlagClassifier, evaluate_probabilities, precision_recall, reliability, taught
from review.formats import partitions_in, read_in_parts
from review.ranking import Features, Ranker
from review.ranking.queue import labels_of
from review.vocabulary import say
from review.workbench.kept import DECIDED, Key
from review.workbench.room import room

__all__ = ["Flags"]

FLAG_COLUMNS = ("reference_id", *FLAGS, *(f"{flag}_words" for flag in FLAGS))


@room
class Flags:
    """The two flags, of the pile and of what is too large to import."""

    def __init__(self, project, kept, pile, register, decisions, screening):
        self._project, self._kept, self._pile = project, kept, pile
        self._register, self._decisions, self._screening = register, decisions, screening

    def scores(self):
        """Return for each reference how likely each flag is, and the words that decided.

        Returns
        -------
        DataFrame
            `FLAG_COLUMNS`: probabilities in [0, 1]; words parted by "; ", those that push down with a minus.
        """
        return self._kept.get(Key("flags", DECIDED), self._flag)

    def _flag(self):
        references = self._pile.references()
        if references.empty:
            return pd.DataFrame(columns=list(FLAG_COLUMNS))
        model = self.model()
        frame = model.predict_proba(references)[list(FLAGS)].reset_index(drop=True)
        frame.insert(0, "reference_id", references.reference_id.to_numpy())
        words = model.explain(references, 6)
        for flag in FLAGS:
            mine = words[words.flag == flag]
            signed = mine.word.where(mine.weight > 0, "−" + mine.word)
            joined = signed.groupby(mine.row).agg("; ".join)
            frame[f"{flag}_words"] = pd.Series([joined.get(i, "") for i in frame.index], dtype="str")
        return frame

    def likeliest(self, flag, n=None):
        """Return the references that most likely carry a flag, with their titles; all where `n` is None."""
        frame = self.scores().sort_values(flag, ascending=False, kind="stable").head(n)
        frame.insert(1, "title", frame.reference_id.map(self._pile.titles()))
        return frame

    def model(self):
        """Return the classifier of both flags, taught by the glossary and the decisions so far."""
        labels = self._decisions.flags()
        model = FlagClassifier(
            terms=self._register.flag_terms(),
            criteria=self._register.flag_criteria(),
            seed=self._project.seed,
        )
        return model.fit(self._pile.references(), labels[list(FLAGS)])

    def quality(self):
        """Return a probability for each flagged reference by a model that has not seen its label.

        Returns
        -------
        DataFrame
            See `review.flags.FlagClassifier.cross_validate`.
        """
        return self._kept.get(Key("flag quality", DECIDED), self._cross_validate)

    def _cross_validate(self):
        return self.model().cross_validate(
            self._pile.references(), self._decisions.flags()[list(FLAGS)], seed=self._project.seed
        )

    def measures(self, *, threshold=0.5):
        """Return how good the flags are on labels they had not seen (see `evaluate_probabilities`)."""
        return evaluate_probabilities(self.quality(), threshold=threshold, judged=self._project.judged)

    def taught(self):
        """Return what each flag was taught by.

        Returns
        -------
        DataFrame
            `flag`; `yes` and `no`, how many labels; `judged`, where a *no* comes from (``[flags] judged`` of
            review.toml); `trust`, the share in [0, 1] that labels have in a probability, the rest being that
            of glossary and criteria; `stays`, why labels teach nothing yet, "" where they do.
        """
        return taught(self._decisions.flags(), self._project.judged)

    def curve(self, *, language=None):
        """Return precision against recall of both flags, to choose the thresholds of review.toml by.

        Returns
        -------
        review.figures.Figure
            With the table behind it, and the thresholds that are set marked.
        """
        found = precision_recall(self._some_quality(), judged=self._project.judged)
        return figures.precision_recall(
            found, self._project.thresholds, name="flag-curve",
            caption=say("figure.flag_curve", language or self._project.language),
            language=language or self._project.language,
        )  # fmt: skip

    def reliability(self, *, language=None):
        """Return how often each flag held at the probability it was given, as a figure with its table."""
        return figures.reliability(
            reliability(self._some_quality(), judged=self._project.judged), name="flag-reliability",
            caption=say("figure.flag_reliability", language or self._project.language),
            language=language or self._project.language,
        )  # fmt: skip

    def _some_quality(self):
        found = self.quality()
        if found.empty:
            raise UsageError(
                "too few references carry a flag to say how good the flags are; at least "
                "five with and five without are needed: set flags while screening"
            )
        return found

    def score_corpus(self, paths, out, *, n=20, by=FLAGS[0], n_jobs=1, scheduler="", progress=iter):
        """Score every reference of a corpus that is too large to import: the ranking and both flags.

        Nothing is stored in the review. The models are those of the review: its question, glossary,
        register, and what its readers have settled. Words are those of the review's references; where it
        has none yet, those of the first rows of the corpus.

        Parameters
        ----------
        paths : iterable of path
            Parquet, CSV and TSV files, or folders of them.
        out : path
            Folder for the scores, one CSV file per file.
        n, by, n_jobs, scheduler, progress
            See `review.corpus.score_corpus`.

        Returns
        -------
        (DataFrame, DataFrame)
            What became of each file, and the likeliest references.
        """
        paths = list(paths)
        return score_corpus(
            paths, out, self.scorer(paths), n=n, by=by, thresholds=self._project.thresholds,
            n_jobs=n_jobs, scheduler=scheduler, progress=progress,
        )  # fmt: skip

    def scorer(self, paths=()):
        """Return what the review has learned, ready to score texts it does not hold.

        Parameters
        ----------
        paths : iterable of path
            Of the corpus whose first rows tell the words where the review has no references.
        """
        ranker = Ranker(question=self._screening.seed_text(), seed=self._project.seed)
        if not self._pile.references().empty:
            settled = self._decisions.outcomes("title_abstract").rename(columns={"outcome": "decision"})
            settled = settled[settled.decision.isin(["include", "unsure", "exclude"])]
            ids = self._pile.references().reference_id
            final = self._decisions.outcomes("full_text").query("outcome == 'include'").reference_id
            ranker.fit(self._screening.features(), labels_of(ids, settled)[0], ids.isin(final))
            return Scorer(ranker.alone(), self.model())
        file = next(iter(partitions_in(paths).values()), None)
        texts = next(read_in_parts(file), None) if file is not None else None
        texts = self._pile.references() if texts is None else texts
        flags = FlagClassifier(
            terms=self._register.flag_terms(),
            criteria=self._register.flag_criteria(),
            seed=self._project.seed,
        )
        return Scorer(ranker.fit(Features().fit(texts)).alone(), flags.fit(texts))
