"""Snapshot: everything a report is computed from, taken at one moment."""

from dataclasses import dataclass, field

import pandas as pd

from review.displacement import estimate
from review.flow import Flow
from review.project import Project
from review.register import DEMAND_TABLES, empty
from review.report.derived import included

__all__ = ["Snapshot"]

CODE_COLUMNS = ("reference_id", "codebook", "code", "direction", "note", "reader")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a review holds at one moment; a report is a pure function of it.

    `imports` has a row per imported file: `file_name`, `sha256`, `format`, `encoding`, `database`,
    `searched_on`, `search`, `n_records`, `not_understood` (lines). `merges` has `record_id`, `reference_id`,
    `rule` and `because_of`: a row per record merged into another's reference. `flags` has `reference_id`, and
    for each flag its probability under the flag's name and the words that decided under ``<flag>_words``.
    """

    project: Project
    imports: pd.DataFrame
    references: pd.DataFrame  # `REFERENCE_COLUMNS`
    merges: pd.DataFrame
    decisions: pd.DataFrame  # current ones that nobody needs to be blind to, both stages
    screening: pd.DataFrame  # outcomes per reference (see `review.agreement.outcomes`)
    full_text: pd.DataFrame  # the same at the second stage
    agreement: pd.DataFrame  # between readers at the first stage (see `review.agreement.agree`)
    flags: pd.DataFrame
    flow: Flow
    recommendations: pd.DataFrame  # this and the next four: the reference tables (see `review.register`)
    guidelines: pd.DataFrame
    totals: pd.DataFrame
    glossary: pd.DataFrame
    thresholds: pd.DataFrame
    reconciliation: pd.DataFrame  # see `review.register.reconcile`
    links: pd.DataFrame  # current ones, confirmed by people
    evaluations: pd.DataFrame  # current ones, in kronor of the price year (see `review.economics.price`)
    certificate: dict = field(default_factory=dict)  # of stopping; empty where nothing was screened
    versions: dict = field(default_factory=dict)  # software to its version
    inputs: pd.DataFrame = field(default_factory=pd.DataFrame)  # `file`, `sha256`, `bytes` besides exports
    codebooks: pd.DataFrame = field(default_factory=lambda: empty("codebooks"))
    # codes that people put on references (see `review.coding`), and how far readers agree on each of them
    codes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CODE_COLUMNS), dtype="str"))
    coding_agreement: pd.DataFrame = field(default_factory=pd.DataFrame)
    # the tables of the demands by name (see `review.register.DEMAND_TABLES`)
    tables: dict = field(default_factory=lambda: {name: empty(name) for name in DEMAND_TABLES})
    displacement: pd.DataFrame = field(default_factory=lambda: estimate(empty("displacement")))
    completeness: pd.DataFrame = field(default_factory=pd.DataFrame)  # of checklists, see `review.economics`
    # how many evaluations have a second abstraction, and how many fields of these differ, settled or open
    abstracted_twice: dict = field(default_factory=dict)
    hidden: dict = field(default_factory=dict)  # (reader, stage) to how many more they made, still blind
    pairs_to_confirm: int | None = 0  # that nobody has judged; None where nobody has looked

    def included(self):
        """Return the references included in the review (see `review.report.derived.included`)."""
        return included(self.references, self.screening, self.full_text)
