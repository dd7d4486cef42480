"""Flagging: how likely each reference carries each flag, taught by the glossary and the readers."""

import pandas as pd

from review.evidence import FLAGS
from review.flags import FlagClassifier
from review.text import split

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
