"""The workbench itself: opening a review, where it stands, whether it is sound, and what leaves it."""

import hashlib
import platform
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from review import flow
from review.evidence import STAGES
from review.project import Project
from review.report import Snapshot
from review.store import Store
from review.workbench.boards import Boards
from review.workbench.cards import Cards
from review.workbench.certifying import Certifying
from review.workbench.codes import Codes
from review.workbench.contradicting import Contradicting, in_words
from review.workbench.costs import Costs
from review.workbench.evidence import Evidence
from review.workbench.exporting import Exporting
from review.workbench.flagging import Flagging
from review.workbench.importing import Importing
from review.workbench.pile import Pile
from review.workbench.publishing import Publishing
from review.workbench.recommending import Recommending
from review.workbench.registering import Registering
from review.workbench.scoring import Scoring
from review.workbench.screening import Screening
from review.workbench.spreadsheets import Spreadsheets
from review.workbench.tables import Tables
from review.workbench.taking_back import TakingBack

__all__ = ["Workbench"]

LISTED = ("decisions", "links", "evaluations", "abstractions", "settled", "codes")
"""Spreadsheets of judgements that review.toml may list under [exports], in the order they are taken in."""
PARTS = ("pandas", "scikit-learn", "rispy", "nbconvert", "seaborn", "SQLAlchemy")


class Workbench(
    Importing,
    Pile,
    Contradicting,
    TakingBack,
    Certifying,
    Screening,
    Spreadsheets,
    Flagging,
    Scoring,
    Evidence,
    Recommending,
    Cards,
    Costs,
    Boards,
    Exporting,
    Publishing,
    Codes,
    Registering,
    Tables,
):
    """A review: its project, its memory, and each step of the work as one method.

    Every method that decides something stores it before it returns; every other method is computed
    from what is stored, so that a restarted notebook finds everything as it was left.

    Attributes
    ----------
    project : review.project.Project
    store : review.store.Store
    """

    def __init__(self, project, store):
        self.project = project
        self.store = store
        self._kept, self._rankers = {}, {}

    @classmethod
    def open(cls, folder="."):
        """Open the review of a folder, or of the nearest folder above it that has a review.toml."""
        project = Project.open(folder)
        return cls(project, Store.open(project.database(), backup=project.path("data", "backup")))

    def close(self):
        """Close the database."""
        self.store.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _memo(self, name, tables, compute):
        """Return what `compute` gives, computed anew only when one of the tables has grown."""
        stamp = self._stamp(tables)
        if self._kept.get(name, (None, None))[0] != stamp:
            self._kept[name] = (stamp, compute())
        kept = self._kept[name][1]
        return kept.copy() if isinstance(kept, (pd.DataFrame, pd.Series)) else kept

    def _is_kept(self, name, tables):
        """Return whether `_memo` has this at hand and no table has grown since."""
        return self._kept.get(name, (None,))[0] == self._stamp(tables)

    def _stamp(self, tables):
        """Return how many rows some tables have; which records there are hangs on the imports that stand."""
        tables = (*tables, "imports", "taken back")
        counts = self.store.counts(tables)
        return tuple(counts[table] for table in tables)

    def flow(self):
        """Return the numbers of the PRISMA 2020 flow diagram (see `review.flow`)."""
        return flow.prisma(
            self.searched(),
            self._record_ids(),
            self._reference_ids(),
            self.outcomes("title_abstract"),
            self.outcomes("full_text"),
            {each for stage in STAGES for each in self._reopened(stage)},
        )

    def _count_flow(self, references):
        """Return `flow` from counts: what nobody has judged is counted, not read."""
        screening, full_text = self.outcomes("title_abstract"), self.outcomes("full_text")
        nothing = pd.DataFrame({"database": pd.Series(dtype="str")})
        reopened = {each for stage in STAGES for each in self._reopened(stage)}
        begun = flow.prisma(nothing, nothing, screening, screening, full_text, reopened)
        found = self._count_found()
        return replace(
            begun,
            identified=found,
            duplicates=sum(found.values()) - references,
            references=references,
            not_screened=begun.not_screened + references - len(screening),
        )

    def status(self):
        """Return where the review stands, as a dictionary of plain numbers.

        `contradictions` counts references of which different things were said before they became one.
        `pairs_to_confirm` is None for a large pile in which nobody has looked for duplicates yet.
        """
        references = self._count_references()
        boxes = self._count_flow(references).as_dict()
        readers = self.progress().query("role == 'reader'")
        return {
            "title": self.project.title["en"],
            "database": self.store.name,
            "records": sum(boxes["identified"].values()),
            "references": references,
            "unread_per_reader": {row.reader: references - row.decided for row in readers.itertuples()},
            "waiting_for_second_reader": self.waiting_for_second(),
            "flow": boxes,
            "links": self.count_links(),
            "economic_evaluations": len(self._comparisons()),
            "waiting_for_second_abstraction": self.waiting_for_second_abstraction(),
            "pairs_to_confirm": self.count_pairs_to_confirm() if references else 0,
            "contradictions": self._count_contradictions(),
        }

    def verify(self):
        """Return a frame of checks [check, ok, detail]: database, sums of the flow, links."""
        checks = [self.store.verify()]
        sums = [
            (f"flow: {sentence}", left == right, f"{left} = {right}")
            for sentence, left, right in self.flow().sums()
        ]
        known = set(self.recommendations().recommendation_id)
        orphans = sorted(set(self.links().recommendation_id) - known)
        sums.append(("links name known recommendations", not orphans, ", ".join(orphans)))
        costed = set(self.store.current("evaluations").recommendation_id) - {"", *known}
        check = "economic evaluations name known recommendations"
        sums.append((check, not costed, ", ".join(sorted(costed))))
        unknown = self.unknown_codes()
        sums.append(("codes are in the codebooks", not unknown, ", ".join(unknown)))
        apart = in_words(self.contradictions())
        n_apart = self._count_contradictions()
        answer = f"{n_apart} wait for an answer (see review conflicts --merged): {'; '.join(apart[:3])}"
        sums.append(("what was said before records were merged agrees", not n_apart, answer * (n_apart > 0)))
        loose = self.check_tables().query("problems > 0").first_problem
        sums.append(("tables below references are sound", loose.empty, "; ".join(loose)))
        return pd.concat([*checks, pd.DataFrame(sums, columns=["check", "ok", "detail"])], ignore_index=True)

    def import_sample(self, *, progress=iter):
        """Take in all that review.toml lists under [exports], merge duplicates, and return the status.

        Whatever is there already changes nothing.
        """
        self.import_files(progress=progress)
        self.deduplicate()
        for name in LISTED:
            self.import_listed(name)
        return self.status()

    def import_listed(self, name):
        """Take in the spreadsheet that review.toml lists under [exports] as `name`.

        Parameters
        ----------
        name : {"decisions", "links", "evaluations", "abstractions", "settled", "codes"}
            The evaluations are those of the first health economist of review.toml, the abstractions of the
            second.

        Returns
        -------
        dict or DataFrame
            What the import of that kind returns; where review.toml lists none, a dictionary that says so.
        """
        listed = self.project.exports.get(name)
        if not listed:
            return {"nothing imported": f"review.toml lists no {name} under [exports]"}
        path = self.project.path(listed)
        if name in ("evaluations", "abstractions"):
            economists = [*self.project.with_role("health_economist"), "", ""]
            second = name == "abstractions"
            return self.import_evaluations(path, reader=economists[second], second=second)
        imports = {
            "decisions": self.import_decisions,
            "links": self.import_links,
            "settled": self.import_settled,
            "codes": self.import_codes,
        }
        return imports[name](path)

    def snapshot(self):
        """Return everything the report is computed from (see `review.report.Snapshot`)."""
        return Snapshot(
            project=self.project,
            imports=self.imports(),
            references=self.references(),
            merges=self.merges(),
            decisions=self.decisions(),
            screening=self.outcomes("title_abstract"),
            full_text=self.outcomes("full_text"),
            agreement=self.agreement(),
            flags=self.flags(),
            flow=self.flow(),
            recommendations=self.recommendations(),
            guidelines=self.guidelines(),
            totals=self.totals(),
            glossary=self.glossary(),
            thresholds=self.thresholds(),
            reconciliation=self.reconcile(),
            links=self.links(),
            evaluations=self.evaluations(),
            completeness=self.completeness(),
            abstracted_twice=self.abstracted_twice(),
            codebooks=self.codebooks(),
            codes=self.codes(),
            coding_agreement=self.coding_agreement(),
            tables=self.demand_tables(),
            displacement=self.displacement(),
            certificate=self.stop().as_dict() if len(self.references()) else {},
            versions=self.software(),
            inputs=self.inputs(),
            pairs_to_confirm=self.count_pairs_to_confirm() if len(self.references()) else 0,
        )

    def software(self):
        """Return the software this review runs on and its versions."""
        return {"review": version("review"), "Python": platform.python_version()} | {
            p: version(p) for p in PARTS
        }

    def inputs(self):
        """Return the files the review rests on besides the exports: `file`, `sha256`, `rows`."""
        paths = sorted(self.project.path("references").glob("*.csv"))
        listed = [self.project.path(p) for name, p in self.project.exports.items() if name != "folder"]
        rows = [describe(path, self.project.folder) for path in [*paths, *listed] if Path(path).is_file()]
        return pd.DataFrame(rows, columns=["file", "sha256", "bytes"])

    def __repr__(self):
        counts, title = self.store.counts(), self.project.title["en"]
        return f"<Workbench {title!r}: {counts['records']} records, {counts['decisions']} decisions>"


def describe(path, folder):
    """Return a file's name below the review's folder, its SHA-256 and its size in bytes."""
    data = path.read_bytes()
    return path.relative_to(folder).as_posix(), hashlib.sha256(data).hexdigest(), len(data)
