"""Contradicting: what was said of two references before they became one, and differs."""

import pandas as pd

from review import agreement, economics
from review.evidence import STAGES
from review.text import fold
from review.workbench.agreeing import SAID
from review.workbench.codes import KEY as CODED
from review.workbench.evidence import COMPARED, PAIR

__all__ = ["Contradicting", "in_words"]

CONTRADICTION_COLUMNS = ("reference_id", "title", "kind", "about", "reader", "said", "record_id", "at")
AMOUNTS = ["currency", *economics.NUMBERS]
COMPARISON = ["reference_id", "recommendation_id", "care_in_question", "_intervention", "_comparator"]


class Contradicting:
    """What waits for an answer since records were merged; a part of the `Workbench`."""

    def contradictions(self, *, reader=""):
        """Return what was said of the records of one reference while it was two, and differs.

        It is answered by whoever says it again, of the whole reference, and gone where the merge is undone.

        Parameters
        ----------
        reader : str, optional
            Who asks: decisions that are not open are shown to who made them, and to adjudicators.

        Returns
        -------
        DataFrame
            `CONTRADICTION_COLUMNS`, one row per judgement: `kind` (of `review.evidence.KINDS`), `about`
            (stage, recommendation, code or comparison), `said` (what differs), `record_id` (of which it was).
        """
        frame = self._said_apart(reader)
        # reading all references takes long, and there is seldom anything to name
        titles = self.references().set_index("reference_id").title if len(frame) else {}
        return frame.assign(title=frame.reference_id.map(titles))[list(CONTRADICTION_COLUMNS)].astype("str")

    def _said_apart(self, reader=""):
        parts = [self._apart_at(stage, reader) for stage in STAGES]
        parts.append(told(self._united_links().query("contradicts"), "links", PAIR, COMPARED))
        parts.append(told(self._united_codes().query("contradicts"), "codes", CODED, ["direction"]))
        parts.append(told(self._evaluations_apart(reader), "evaluations", COMPARISON, AMOUNTS))
        return pd.concat(parts, ignore_index=True)

    def _apart_at(self, stage, reader):
        """Return the decisions that were made apart and differ, as far as `reader` may see them."""
        frame = self._apart(stage)
        hidden = frame.reference_id.isin(self._waiting(stage)) & (frame.reader != reader)
        shown = frame[~hidden | self._sees_all(reader)]
        return told(shown, "decisions", ["reference_id", "stage"], SAID)

    def _evaluations_apart(self, reader):
        """Return the evaluations of one comparison, taken out of a study that was two, that differ."""
        frame = self._seen_evaluations(reader)
        alike = {f"_{name}": frame[name].map(fold) for name in ("intervention", "comparator")}
        return agreement.unite(frame.assign(**alike), COMPARISON, AMOUNTS, self._moves()).query("contradicts")

    def _count_contradictions(self):
        """Return how many references hold what contradicts; a number shows nobody's judgement."""
        hidden = [self._apart(stage).reference_id for stage in STAGES]
        return pd.concat([self._said_apart().reference_id, *hidden]).nunique()


def told(rows, kind, key, says):
    """Return contradicting rows in words: what they are about, and that in which those of a key differ."""
    about = [name.removeprefix("_") for name in key if name not in ("reference_id", "reader")]
    texts = rows[list(says)].astype("object").where(rows[list(says)].notna(), "").astype("str")
    differs = texts.groupby([rows[name] for name in key]).transform("nunique") > 1
    said = [
        ", ".join(f"{name} {text[name]}".strip() for name in says if differing[name] and text[name])
        for text, differing in zip(texts.to_dict("records"), differs.to_dict("records"), strict=True)
    ]
    named = [" ".join(filter(None, cells)) for cells in rows[about].astype("str").to_numpy().tolist()]
    return rows.assign(kind=kind, about=named, said=said)


def in_words(frame):
    """Return one line per contradiction, for somebody who must answer it."""
    lines = []
    for _, rows in frame.groupby(["reference_id", "kind", "about"], sort=False):
        first = rows.iloc[0]
        sides = "; ".join(f"{row.reader} said {row.said} of {row.record_id}" for row in rows.itertuples())
        lines.append(f"{first.reference_id} ({first.title}), {first.kind} {first.about}: {sides}")
    return lines
