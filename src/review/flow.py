"""Flow: the numbers of a PRISMA 2020 diagram, derived, adding up, with a reason for each exclusion."""

from collections import Counter
from dataclasses import asdict, dataclass, field

import pandas as pd

__all__ = ["Flow", "prisma"]


@dataclass(frozen=True, slots=True)
class Flow:
    """The boxes of a PRISMA 2020 flow diagram for databases and registers.

    Attributes
    ----------
    identified : dict of str to int
        Database to the number of records its exports held.
    duplicates : int
        Records found to report the same publication as another record.
    references : int
        Publications left to judge.
    not_screened : int
        References no count can be given for yet: nobody, or not everybody, has judged them.
    screening_conflicts : int
        References whose readers disagree and nobody has settled.
    excluded : int
        References excluded on title and abstract.
    sought : int
        Reports sought in full text.
    not_retrieved, not_assessed, full_text_conflicts : int
        Reports that could not be had, that wait for their readers, and that readers disagree on.
    excluded_reports : dict of str to int
        Reason to number of reports excluded in full text.
    included : int
        Studies in the review.
    judged_apart : int
        Of those in conflict: one reader judged them both ways while they were two references.

    Source
    ------
    Page and others, The PRISMA 2020 statement (2021), doi:10.1136/bmj.n71.
    """

    identified: dict = field(default_factory=dict)
    duplicates: int = 0
    references: int = 0
    not_screened: int = 0
    screening_conflicts: int = 0
    excluded: int = 0
    sought: int = 0
    not_retrieved: int = 0
    not_assessed: int = 0
    full_text_conflicts: int = 0
    excluded_reports: dict = field(default_factory=dict)
    included: int = 0
    judged_apart: int = 0

    @property
    def screened(self):
        """References with an outcome on title and abstract."""
        return self.excluded + self.sought

    @property
    def assessed(self):
        """Reports with an outcome in full text, other than *not retrieved*."""
        return self.included + sum(self.excluded_reports.values())

    def sums(self):
        """Return each equation of the diagram as (sentence, left, right)."""
        records = sum(self.identified.values())
        waiting = self.not_screened + self.screening_conflicts
        reports = self.not_retrieved + self.not_assessed + self.full_text_conflicts + self.assessed
        return [
            ("records identified = duplicates + references", records, self.duplicates + self.references),
            ("references = screened + waiting or in conflict", self.references, self.screened + waiting),
            ("reports sought = not retrieved + waiting or in conflict + assessed", self.sought, reports),
        ]

    def adds_up(self):
        """Return whether every equation of the diagram holds."""
        return all(left == right for _, left, right in self.sums())

    def as_dict(self):
        """Return every box by name, for JSON and tables."""
        return asdict(self) | {"screened": self.screened, "assessed": self.assessed}


def prisma(sightings, records, references, screening, full_text, reopened=()):
    """Derive the flow from what was imported and judged.

    Parameters
    ----------
    sightings : DataFrame
        `record_id`, `database`: one row each time an export held a record.
    records : DataFrame
        `record_id`.
    references : DataFrame
        `reference_id`.
    screening, full_text : DataFrame
        Outcomes per reference at the two stages (see `review.agreement.outcomes`): `reference_id`,
        `outcome`, `reason`. A reference without a row waits.
    reopened : collection of str
        References that one reader judged both ways while they were two.

    Returns
    -------
    Flow

    Examples
    --------
    >>> seen = pd.DataFrame({"record_id": ["a", "b", "c"], "database": ["PubMed", "PubMed", "Embase"]})
    >>> papers = pd.DataFrame({"reference_id": ["a", "b"]})
    >>> judged = papers.assign(outcome=["include", "exclude"], reason="")
    >>> flow = prisma(seen, seen, papers, judged, judged.head(1))
    >>> flow.identified, flow.duplicates, flow.excluded, flow.included, flow.adds_up()
    ({'PubMed': 2, 'Embase': 1}, 1, 1, 1, True)
    """
    screened = outcome_of(references, screening)
    sought = references.loc[screened.isin(["include", "unsure"]).to_numpy(), ["reference_id"]]
    read = outcome_of(sought, full_text)
    reasons = sought.merge(full_text, on="reference_id", how="left").reason.fillna("")
    why = Counter(reasons[(read == "exclude").to_numpy()])
    missing = why.pop("not_retrieved", 0)
    first, second = Counter(screened), Counter(read)
    torn = [*references.reference_id[screened == "conflict"], *sought.reference_id[read == "conflict"]]
    return Flow(
        identified=dict(Counter(map(str, sightings.database.replace("", "unknown")))),
        duplicates=len(sightings) - len(references),
        references=len(references),
        not_screened=first["waiting"],
        screening_conflicts=first["conflict"],
        excluded=first["exclude"],
        sought=len(sought),
        not_retrieved=missing,
        not_assessed=second["waiting"] + second["unsure"],
        full_text_conflicts=second["conflict"],
        excluded_reports={str(reason) or "no_reason": n for reason, n in sorted(why.items())},
        included=second["include"],
        judged_apart=sum(name in reopened for name in torn),
    )


def outcome_of(references, outcomes):
    """Return the outcome of each reference in order, "waiting" where there is none."""
    known = dict(zip(outcomes.reference_id, outcomes.outcome, strict=True))
    found = [known.get(reference_id, "waiting") for reference_id in references.reference_id]
    return pd.Series(found, index=references.index, dtype="str")
