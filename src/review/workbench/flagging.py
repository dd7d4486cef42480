"""Flagging: how likely each reference carries each flag, taught by the glossary and the readers."""

import pandas as pd

from review import figures
from review.errors import UsageError
from review.evidence import FLAGS, check_choice
from review.flags import FlagClassifier, precision_recall, reliability
from review.text import split
from review.vocabulary import say

__all__ = ["Flagging"]

FLAG_COLUMNS = ("reference_id", *FLAGS, *(f"{flag}_words" for flag in FLAGS))


class Flagging:
    """The two flags; a part of the `Workbench`."""

    def flags(self):
        """Return for each reference how likely each flag is, and the words that decided.

        Returns
        -------
        DataFrame
            `FLAG_COLUMNS`: probabilities in [0, 1]; words parted by "; ", those that push down with a minus.
        """
        return self._memo("flags", ("records", "memberships", "decisions", "withdrawals"), self._flag)

    def _flag(self):
        references = self.references()
        if references.empty:
            return pd.DataFrame(columns=list(FLAG_COLUMNS))
        model = self.flag_model()
        frame = model.predict_proba(references)[list(FLAGS)].reset_index(drop=True)
        frame.insert(0, "reference_id", references.reference_id.to_numpy())
        words = model.explain(references, 6)
        for flag in FLAGS:
            mine = words[words.flag == flag]
            signed = mine.word.where(mine.weight > 0, "−" + mine.word)
            joined = signed.groupby(mine.row).agg("; ".join)
            frame[f"{flag}_words"] = pd.Series([joined.get(i, "") for i in frame.index], dtype="str")
        return frame

    def flag_model(self):
        """Return the classifier of both flags, taught by the glossary and the decisions so far."""
        labels = self.flag_labels()
        model = FlagClassifier(terms=self.flag_terms(), criteria=self.flag_criteria(), seed=self.project.seed)
        return model.fit(self.references(), labels[list(FLAGS)])

    def flag_quality(self):
        """Return a probability for each flagged reference by a model that has not seen its label.

        Returns
        -------
        DataFrame
            See `review.flags.FlagClassifier.cross_validate`.
        """
        tables = ("records", "memberships", "decisions", "withdrawals")
        return self._memo("flag_quality", tables, self._cross_validate_flags)

    def _cross_validate_flags(self):
        return self.flag_model().cross_validate(
            self.references(), self.flag_labels()[list(FLAGS)], seed=self.project.seed
        )

    def flag_curve(self, *, language=None):
        """Return precision against recall of both flags, to choose the thresholds of review.toml by.

        Returns
        -------
        review.figures.Figure
            With the table behind it, and the thresholds that are set marked.
        """
        return figures.precision_recall(
            precision_recall(self._some_quality()), self.project.thresholds, name="flag-curve",
            caption=say("figure.flag_curve", language or self.project.language),
            language=language or self.project.language,
        )  # fmt: skip

    def flag_reliability(self, *, language=None):
        """Return how often each flag held at the probability it was given, as a figure with its table."""
        return figures.reliability(
            reliability(self._some_quality()), name="flag-reliability",
            caption=say("figure.flag_reliability", language or self.project.language),
            language=language or self.project.language,
        )  # fmt: skip

    def _some_quality(self):
        found = self.flag_quality()
        if found.empty:
            raise UsageError(
                "too few references carry a flag to say how good the flags are; at least "
                "five with and five without are needed: set flags while screening"
            )
        return found

    def uncertain_flags(self, flag, *, n=10):
        """Return the references whose flag the model is least sure of and nobody has said.

        Parameters
        ----------
        flag : {"low_value_care", "de_implementation"}
        n : int

        Returns
        -------
        DataFrame
            `reference_id`, `title`, the probability under the flag's name, and `words`; those nearest to
            the flag's threshold in review.toml first.
        """
        check_choice("flag", flag, FLAGS)
        labels = self.flag_labels().set_index("reference_id")[flag]
        open_ones = set(labels.index[labels.isna()])
        found = self.flags()
        found = found[found.reference_id.isin(open_ones)]
        distance = (found[flag] - self.project.thresholds[flag]).abs()
        chosen = found.loc[distance.sort_values(kind="stable").index[:n]]
        titles = self.references().set_index("reference_id").title
        told = chosen.assign(title=chosen.reference_id.map(titles), words=chosen[f"{flag}_words"])
        return told[["reference_id", "title", flag, "words"]].reset_index(drop=True)

    def flag_labels(self):
        """Return the settled flags of each reference: 1, 0, or missing where nobody said."""
        outcomes = self.outcomes().query("outcome in ('include', 'unsure', 'exclude')")
        said = outcomes.set_index("reference_id")[list(FLAGS)].astype("Float64")
        if self.decisions()[list(FLAGS)].isna().all(axis=None):
            # readers who set no flag at all have not said that none holds
            said[:] = pd.NA
        return said.reindex(self.references().reference_id).reset_index()

    def flag_criteria(self):
        """Return what is known of a flag in prose: low-value care is what recommendations advise against."""
        frame = self.recommendations()
        columns = ["condition_en", "intervention_en", "synonyms_en", "condition_sv", "intervention_sv"]
        return {"low_value_care": list(frame[columns].agg(" ".join, axis=1))}

    def flag_terms(self):
        """Return the glossary's terms for each flag, Swedish and English."""
        glossary = self.glossary()
        terms = {}
        for flag in FLAGS:
            mine = glossary[glossary.flag == flag]
            cells = mine[["term_sv", "term_en", "variants_sv", "variants_en"]].to_numpy().ravel()
            terms[flag] = [term for cell in cells for term in split(cell)]
        return terms
