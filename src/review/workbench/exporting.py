"""Exporting: all references with what is known of them, in the formats that other programs take in."""

from pathlib import Path

from review import formats
from review.errors import UsageError

__all__ = ["EXPORTS", "Exporting"]

EXPORTS = {
    "ris": "references.ris",
    "csv": "references.csv",
    "xlsx": "references.xlsx",
    "jsonl": "references.jsonl",
    "asreview": "references_asreview.csv",
    "rayyan": "references_rayyan.csv",
    "prisma": "prisma_2020.csv",
    "ro-crate": "ro-crate-metadata.json",
}
"""What `export` writes, and the name it has in ``outputs/``."""


class Exporting:
    """What leaves the review as a file; a part of the `Workbench`."""

    def export(self, form, path=None):
        """Write all references with what is known of them; return how many.

        Parameters
        ----------
        form : str
            One of `EXPORTS`: ``ris``, ``csv``, ``xlsx``, ``jsonl``; ``asreview`` and ``rayyan`` as these
            programs take references in; ``prisma`` writes the counts of the flow as the PRISMA2020 app
            takes them in, and ``ro-crate`` describes what lies in the folder of the path.
        path : path, optional
            In ``outputs/`` where not given.
        """
        if form not in EXPORTS:
            raise UsageError(f"format must be one of {', '.join(EXPORTS)}; got {form!r}")
        path = Path(path or self.project.path("outputs", EXPORTS[form]))
        frame = self.overview()
        match form:
            case "xlsx":
                sheets = {"references": frame, "decisions": self.decisions(), "links": self.links()}
                formats.write_xlsx(sheets, path)
            case "csv":
                formats.write_csv(formats.without_formulas(frame), path)
            case "asreview":
                formats.write_asreview(frame, path)
            case "rayyan":
                formats.write_rayyan(frame.assign(reason=reason_of(frame)), path)
            case "prisma":
                self.write_prisma(path)
            case "ro-crate":
                self.write_crate(path.parent)
            case _:
                {"ris": formats.write_ris, "jsonl": formats.write_jsonl}[form](frame, path)
        return len(frame)

    def overview(self):
        """Return the references with outcome and reason at both stages, settled flags and links."""
        frame = self.references()
        for stage in ("title_abstract", "full_text"):
            found = self.outcomes(stage)[["reference_id", "outcome", "reason"]]
            names = {"outcome": stage, "reason": f"{stage}_reason"}
            frame = frame.merge(found.rename(columns=names), on="reference_id", how="left")
        frame = frame.merge(self.flag_labels(), on="reference_id", how="left")
        links = self.links().groupby("reference_id").recommendation_id.agg("; ".join)
        frame["recommendations"] = frame.reference_id.map(links)
        frame["included"] = frame.full_text.where(frame.full_text != "", frame.title_abstract).map(
            {"include": 1, "exclude": 0}
        ).astype("Int64")  # fmt: skip
        texts = frame.select_dtypes(include=["str", "object"]).columns
        frame[texts] = frame[texts].astype("str").where(frame[texts].notna(), "")
        return frame


def reason_of(frame):
    """Return why each reference was excluded: the reason in full text, else that on title and abstract."""
    return frame.full_text_reason.where(frame.full_text_reason != "", frame.title_abstract_reason)
