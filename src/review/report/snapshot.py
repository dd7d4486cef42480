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

    Attributes
    ----------
    project : Project
    imports : DataFrame
        One row per imported file: `file_name`, `sha256`, `format`, `encoding`, `database`,
        `searched_on`, `search`, `n_records`, `not_understood` (lines).
    references : DataFrame
        `REFERENCE_COLUMNS`.
    merges : DataFrame
        `record_id`, `reference_id`, `rule`, `because_of`: one row per record merged into another's reference.
    pairs_to_confirm : int or None
        Pairs that may be duplicates and that nobody has judged; None where nobody has looked.
    decisions : DataFrame
        Current decisions of all readers, both stages.
    screening, full_text : DataFrame
        Outcomes per reference at each stage (see `review.agreement.outcomes`).
    agreement : DataFrame
        Agreement between readers at the first stage (see `review.agreement.agree`).
    flags : DataFrame
        `reference_id`; for each flag its probability under the flag's name and the words that decided
        under ``<flag>_words``.
    flow : Flow
    recommendations, guidelines, totals, glossary, thresholds : DataFrame
        The reference tables (see `review.register`).
    reconciliation : DataFrame
        See `review.register.reconcile`.
    links : DataFrame
        Current links, confirmed by people.
    evaluations : DataFrame
        Current economic evaluations with their measures, in kronor of the review's price year and with the
        classes of cost per QALY (see `review.economics.convert_evaluations` and `add_cost_classes`).
    certificate : dict
        The stopping certificate as numbers and sentences; empty where nothing was screened.
    versions : dict of str to str
        Software and its version.
    inputs : DataFrame
        `file`, `sha256`, `bytes`: every file the report rests on besides the exports.
    completeness : DataFrame
        How far each reader has come with each checklist of an evaluation (see
        `review.economics.completeness`).
    abstracted_twice : dict
        How many evaluations have a second abstraction (`evaluations`), and how many fields of these differ
        and are `settled` or `open`.
    codebooks, codes : DataFrame
        The codebooks, and the codes people put on references (see `review.coding`).
    coding_agreement : DataFrame
        How far readers agree on each code, where two have coded the same references.
    tables : dict of str to DataFrame
        The tables of the demands by name (see `review.register.DEMAND_TABLES`).
    displacement : DataFrame
        What care that could be left out costs (see `review.displacement.estimate`).
    """

    project: Project
    imports: pd.DataFrame
    references: pd.DataFrame
    merges: pd.DataFrame
    decisions: pd.DataFrame
    screening: pd.DataFrame
    full_text: pd.DataFrame
    agreement: pd.DataFrame
    flags: pd.DataFrame
    flow: Flow
    recommendations: pd.DataFrame
    guidelines: pd.DataFrame
    totals: pd.DataFrame
    glossary: pd.DataFrame
    thresholds: pd.DataFrame
    reconciliation: pd.DataFrame
    links: pd.DataFrame
    evaluations: pd.DataFrame
    certificate: dict = field(default_factory=dict)
    versions: dict = field(default_factory=dict)
    inputs: pd.DataFrame = field(default_factory=pd.DataFrame)
    codebooks: pd.DataFrame = field(default_factory=lambda: empty("codebooks"))
    codes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CODE_COLUMNS), dtype="str"))
    coding_agreement: pd.DataFrame = field(default_factory=pd.DataFrame)
    tables: dict = field(default_factory=lambda: {name: empty(name) for name in DEMAND_TABLES})
    displacement: pd.DataFrame = field(default_factory=lambda: estimate(empty("displacement")))
    completeness: pd.DataFrame = field(default_factory=pd.DataFrame)
    abstracted_twice: dict = field(default_factory=dict)
    pairs_to_confirm: int | None = 0

    def included(self):
        """Return the references included in the review (see `review.report.derived.included`)."""
        return included(self.references, self.screening, self.full_text)
