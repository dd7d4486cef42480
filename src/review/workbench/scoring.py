"""Scoring what is too large to import: a corpus on disk, with what this review has learned."""

from review.corpus import Scorer, score_corpus
from review.evidence import FLAGS
from review.flags import FlagClassifier
from review.formats import partitions_in, read_in_parts
from review.ranking import Features, Ranker
from review.ranking.queue import labels_of

__all__ = ["Scoring"]


class Scoring:
    """Ranking and flags of a corpus on disk; a part of the `Workbench`."""

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
            paths, out, self.scorer(paths), n=n, by=by, thresholds=self.project.thresholds,
            n_jobs=n_jobs, scheduler=scheduler, progress=progress,
        )  # fmt: skip

    def scorer(self, paths=()):
        """Return what the review has learned, ready to score texts it does not hold.

        Parameters
        ----------
        paths : iterable of path
            Of the corpus whose first rows tell the words where the review has no references.
        """
        ranker = Ranker(question=self.seed_text(), seed=self.project.seed)
        if not self.references().empty:
            settled = self.outcomes("title_abstract").rename(columns={"outcome": "decision"})
            settled = settled[settled.decision.isin(["include", "unsure", "exclude"])]
            ids = self.references().reference_id
            final = self.outcomes("full_text").query("outcome == 'include'").reference_id
            ranker.fit(self._features(), labels_of(ids, settled)[0], ids.isin(final))
            return Scorer(ranker.alone(), self.flag_model())
        file = next(iter(partitions_in(paths).values()), None)
        texts = next(read_in_parts(file), None) if file is not None else None
        texts = self.references() if texts is None else texts
        flags = FlagClassifier(terms=self.flag_terms(), criteria=self.flag_criteria(), seed=self.project.seed)
        return Scorer(ranker.fit(Features().fit(texts)).alone(), flags.fit(texts))
