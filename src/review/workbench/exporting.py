"""Exporting: all references with what is known of them, in the formats that other programs take in."""

from pathlib import Path

from review import formats
from review.agreement import OUTCOMES
from review.errors import UsageError
from review.evidence import STAGES, check_choice

__all__ = ["EXPORTS", "UNREAD", "Exporting"]

EXPORTS = {
    "ris": "references.ris", "csv": "references.csv", "xlsx": "references.xlsx", "jsonl": "references.jsonl",
    "bibtex": "references.bib", "csl": "references.json", "endnote": "references.xml",
    "asreview": "references_asreview.csv", "rayyan": "references_rayyan.csv", "eppi": "references_eppi.json",
    "prisma": "prisma_2020.csv", "ro-crate": "ro-crate-metadata.json",
}  # fmt: skip
"""What `export` writes, and the name it has in ``outputs/``."""
WRITERS = {
    "ris": formats.write_ris, "csv": formats.write_csv, "jsonl": formats.write_jsonl,
    "bibtex": formats.write_bibtex, "csl": formats.write_csl, "endnote": formats.write_endnote,
    "asreview": formats.write_asreview, "rayyan": formats.write_rayyan, "eppi": formats.write_eppi,
}  # fmt: skip
UNREAD = "not_screened"
"""The outcome of a reference that nobody has read at a stage."""
DECIDED = ("include", "exclude", "unsure")


class Exporting:
    """What leaves the review as a file; a part of the `Workbench`."""

    def export(self, form, path=None, **chosen):
        """Write references with what is known of them; return how many.

        Parameters
        ----------
        form : str
            One of `EXPORTS`: ``asreview``, ``rayyan`` and ``eppi`` as these programs take references in;
            ``prisma`` writes the counts of the flow as the PRISMA2020 app takes them in, and ``ro-crate``
            describes what lies in the folder of the path.
        path : path, optional
            In ``outputs/`` where not given.
        **chosen
            Which references (see `chosen`); all where none is given.
        """
        if form not in EXPORTS:
            raise UsageError(f"format must be one of {', '.join(EXPORTS)}; got {form!r}")
        path = Path(path or self.project.path("outputs", EXPORTS[form]))
        if form in ("prisma", "ro-crate"):
            if any(chosen.values()):
                raise UsageError(f"{form} describes the whole review; leave the choice of references out")
            self.write_prisma(path) if form == "prisma" else self.write_crate(path.parent)
            return len(self.references())
        frame = self.chosen(**chosen)
        if form == "xlsx":
            kept = {"decisions": self.decisions(), "links": self.links()}
            kept = {name: rows[rows.reference_id.isin(frame.reference_id)] for name, rows in kept.items()}
            formats.write_xlsx({"references": frame} | kept, path)
        else:
            WRITERS[form](frame, path)
        return len(frame)

    def chosen(self, *, reader="", stage="", outcome="", waits_for=""):
        """Return the `overview` of some references.

        Parameters
        ----------
        reader : str
            Those this reader decided at the stage, with the reader's own decision as `decision`.
        stage : str
            Where `reader`, `outcome` and `waits_for` look; for the first two any stage where not given.
        outcome : str
            One of `review.agreement.OUTCOMES`, or ``not_screened``.
        waits_for : str
            A reader: what is left to read, in the order of the queue.
        """
        if reader and not stage:
            raise UsageError(f"of which stage are the decisions of {reader}? name it with --stage")
        frame = self.overview()
        if outcome:
            check_choice("outcome", outcome, (*OUTCOMES, UNREAD))
            found = frame[stage] if stage else frame.outcome
            frame = frame[found.replace("", UNREAD) == outcome]
        if reader:
            frame = self._decided_by(self.project.reader(reader).id, frame, stage)
        if waits_for:
            order = self.queue(self.project.reader(waits_for).id, stage=stage or STAGES[0])
            frame = order[["reference_id"]].merge(frame, on="reference_id")
        return frame.reset_index(drop=True)

    def _decided_by(self, reader, frame, stage):
        """Return the references a reader decided, with what that reader said last."""
        own = self.decisions(stage, reader=reader)
        own = own[own.reader == reader].drop_duplicates("reference_id", keep="last")
        said = own[["reference_id", "decision", "reason", "reader"]]
        left = frame.drop(columns=["decision", "reason"]).merge(said, on="reference_id")
        return left.assign(included=as_label(left.decision))

    def overview(self):
        """Return the references with what was decided, settled flags and links.

        `title_abstract` and `full_text` are the outcomes (`review.agreement.OUTCOMES`, "" where nobody has
        read), each with its reason; `outcome` is that of the last stage that has one. `decision` is it where
        it is settled (else ""), with `reason`; `included` is 1 for include and 0 for exclude.
        """
        frame = self.references()
        for stage in STAGES:
            found = self.outcomes(stage)[["reference_id", "outcome", "reason"]]
            names = {"outcome": stage, "reason": f"{stage}_reason"}
            frame = frame.merge(found.rename(columns=names), on="reference_id", how="left")
        frame = frame.merge(self.flag_labels(), on="reference_id", how="left")
        links = self.links().groupby("reference_id").recommendation_id.agg("; ".join)
        frame["recommendations"] = frame.reference_id.map(links)
        texts = frame.select_dtypes(include=["str", "object"]).columns
        frame[texts] = frame[texts].astype("str").where(frame[texts].notna(), "")
        return with_decision(frame)


def with_decision(frame):
    """Add what the last stage says that says something: `outcome`, `decision`, `reason`, `included`.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"title_abstract": ["exclude", "include", "include"],
    ...     "full_text": ["", "", "waiting"], "title_abstract_reason": "", "full_text_reason": ""})
    >>> with_decision(frame)[["outcome", "decision", "included"]].fillna(-1).to_numpy().tolist()
    [['exclude', 'exclude', 0], ['include', 'include', 1], ['waiting', '', -1]]
    """
    read = frame.full_text != ""
    outcome = frame.full_text.where(read, frame.title_abstract)
    decision = outcome.where(outcome.isin(DECIDED), "")
    reason = frame.full_text_reason.where(read, frame.title_abstract_reason)
    return frame.assign(outcome=outcome, decision=decision, reason=reason, included=as_label(decision))


def as_label(decisions):
    """Return decisions as 1 and 0, missing where neither is said."""
    return decisions.map({"include": 1, "exclude": 0}).astype("Int64")
