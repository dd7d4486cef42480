"""The report: the page as it stands, what is made beside it, and references in other programs' formats."""

from pathlib import Path

import pandas as pd

from review import formats, report
from review.agreement import OUTCOMES
from review.errors import UsageError
from review.evidence import STAGES, check_choice
from review.figures import prisma_boxes
from review.workbench.publishing import files_in, write_figures, write_report, write_tables, write_word
from review.workbench.room import room
from review.workbench.snapshot import inputs, software

__all__ = ["EXPORTS", "PARTS", "UNREAD", "Report"]

PARTS = ("figures", "tables", "pdf", "word", "crate")
"""What can be made beside the page, in the order it is made."""
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


@room
class Report:
    """The page, what is made beside it, and references as files for other programs.

    `snapshot` and `flow` are functions: everything the report is computed from, and the numbers of the flow.
    """

    def __init__(self, project, pile, decisions, screening, links, *, snapshot, flow):
        self._project, self._snapshot, self._flow = project, snapshot, flow
        self._pile, self._decisions, self._screening, self._links = pile, decisions, screening, links

    def make(self, language=None, chapters=None):
        """Return the report as it stands (see `review.report.Report`)."""
        return report.Report(self._snapshot(), language, chapters)

    def publish(self, page, *, parts=PARTS, language=None, date=None, chapters=None):
        """Make files beside a report's page, in its folder.

        Parameters
        ----------
        page : path
            The HTML file that `review.report.build` wrote.
        parts : sequence of str
            Some of `PARTS`: ``figures`` (SVG, and PNG where a Chromium is there), ``tables`` (CSV each, one
            workbook, and the counts of the flow for the PRISMA2020 app), ``pdf`` (needs a Chromium),
            ``word`` (needs pandoc and a Chromium), ``crate`` (describes all that is in the folder).
        language, date, chapters
            As the page was made.

        Returns
        -------
        DataFrame
            `part`, `file`, `note`: what was written; where something was not, the note says why.
        """
        unknown = [part for part in parts if part not in PARTS]
        if unknown:
            raise UsageError(f"unknown part {unknown[0]!r}; there are {', '.join(PARTS)}")
        page, made = Path(page), self.make(language, chapters)
        language = language or self._project.language
        rows = []
        if "figures" in parts:
            rows += write_figures(made.figures, page.parent / "figures")
        if "tables" in parts:
            rows += write_tables(made.tables, page.parent / "tables")
            rows += self.write_prisma(page.parent / "tables" / "prisma_2020.csv", language)
        if "pdf" in parts:
            rows += write_report(page, date or self._project.date)
        if "word" in parts:
            rows += write_word(page, made.figures, language)
        if "crate" in parts:
            rows += self.write_crate(page.parent, language=language, date=date)
        frame = pd.DataFrame(rows, columns=["part", "file", "note"])
        return frame.assign(file=[str(path) for path in frame.file]).astype("str")

    def write_prisma(self, path, language=None):
        """Write the counts of the flow as the PRISMA2020 app takes them in."""
        language = language or self._project.language
        formats.write_prisma(prisma_boxes(self._flow(), language, self._project.previous), path)
        return [("tables", path, "")]

    def write_crate(self, folder=None, *, language=None, date=None):
        """Describe the report and the files beside it as an RO-Crate (see `review.formats.write_crate`)."""
        folder = Path(folder or self._project.path("outputs"))
        language = language or self._project.language
        imports, others = self._pile.imports(), inputs(self._project)
        digests = [*zip(imports.file_name, imports.sha256, strict=True)]
        digests += [*zip(others.file, others.sha256, strict=True)]
        people = [(reader.id, reader.named(language)) for reader in self._project.readers]
        written = formats.write_crate(
            folder, files_in(folder), name=self._project.title[language],
            description=self._project.question.get(language, ""), date=date or self._project.date,
            language=language, people=people, software=software(), inputs=digests,
        )  # fmt: skip
        return [("crate", written, "")]

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
        path = Path(path or self._project.path("outputs", EXPORTS[form]))
        if form in ("prisma", "ro-crate"):
            if any(chosen.values()):
                raise UsageError(f"{form} describes the whole review; leave the choice of references out")
            self.write_prisma(path) if form == "prisma" else self.write_crate(path.parent)
            return self._pile.count_references()
        frame = self.chosen(**chosen)
        if form == "xlsx":
            kept = {"decisions": self._decisions.current(), "links": self._links.current()}
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
            frame = self._decided_by(self._project.reader(reader).id, frame, stage)
        if waits_for:
            order = self._screening.queue(self._project.reader(waits_for).id, stage=stage or STAGES[0])
            frame = order[["reference_id"]].merge(frame, on="reference_id")
        return frame.reset_index(drop=True)

    def _decided_by(self, reader, frame, stage):
        """Return the references a reader decided, with what that reader said last."""
        own = self._decisions.current(stage, reader=reader)
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
        frame = self._pile.references()
        for stage in STAGES:
            found = self._decisions.outcomes(stage)[["reference_id", "outcome", "reason"]]
            names = {"outcome": stage, "reason": f"{stage}_reason"}
            frame = frame.merge(found.rename(columns=names), on="reference_id", how="left")
        frame = frame.merge(self._decisions.flags(), on="reference_id", how="left")
        links = self._links.current().groupby("reference_id").recommendation_id.agg("; ".join)
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
