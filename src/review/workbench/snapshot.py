"""Snapshots: what the report and the pages of recommendations are computed from, put together from rooms."""

import hashlib
import platform
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from review.report import Snapshot

__all__ = ["evidence", "inputs", "snapshot", "software"]

PARTS = ("pandas", "scikit-learn", "rispy", "nbconvert", "seaborn", "SQLAlchemy")
UNASKED = ("imports", "merges", "decisions", "agreement", "flags", "flow", "guidelines", "totals", "glossary",
           "reconciliation")  # fmt: skip


def evidence(project, *, pile, decisions, register, tables, links, codes, economics):
    """Return a snapshot with what recommendations rest on, and nothing that takes long to compute."""
    return Snapshot(
        project=project,
        references=pile.references(),
        screening=decisions.outcomes("title_abstract"),
        full_text=decisions.outcomes("full_text"),
        recommendations=register.recommendations(),
        thresholds=register.thresholds(),
        links=links.current(),
        evaluations=economics.evaluations(),
        codebooks=register.codebooks(),
        codes=codes.current(),
        tables=tables.demands(),
        displacement=tables.displacement(),
        **dict.fromkeys(UNASKED),
    )


def snapshot(
    project, evidence, flow, *, pile, duplicates, decisions, register, readers, stopping, flags, codes,
    checklists, abstraction,
):  # fmt: skip
    """Return everything the report is computed from (see `review.report.Snapshot`).

    `evidence` and `flow` are functions that give what recommendations rest on and the numbers of the flow.
    """
    there = pile.count_references() > 0
    return replace(
        evidence(),
        imports=pile.imports(),
        merges=duplicates.merges(),
        decisions=decisions.current(),
        agreement=readers.agreement(),
        hidden=readers.hidden(),
        flags=flags.scores(),
        flow=flow(),
        guidelines=register.guidelines(),
        totals=register.totals(),
        glossary=register.glossary(),
        reconciliation=register.reconcile(),
        completeness=checklists.completeness(),
        abstracted_twice=abstraction.twice(),
        coding_agreement=codes.agreement(),
        certificate=stopping.certificate().as_dict() if there else {},
        versions=software(),
        inputs=inputs(project),
        pairs_to_confirm=duplicates.count_to_confirm() if there else 0,
    )


def software():
    """Return the software a review runs on and its versions."""
    return {"review": version("review"), "Python": platform.python_version()} | {p: version(p) for p in PARTS}


def inputs(project):
    """Return the files a review rests on besides the exports: `file`, `sha256`, `bytes`."""
    paths = sorted(project.path("references").glob("*.csv"))
    listed = [project.path(path) for name, path in project.exports.items() if name != "folder"]
    rows = [describe(path, project.folder) for path in [*paths, *listed] if Path(path).is_file()]
    return pd.DataFrame(rows, columns=["file", "sha256", "bytes"])


def describe(path, folder):
    """Return a file's name below the review's folder, its SHA-256 and its size in bytes."""
    data = path.read_bytes()
    return path.relative_to(folder).as_posix(), hashlib.sha256(data).hexdigest(), len(data)
