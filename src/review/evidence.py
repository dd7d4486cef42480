"""Evidence: what people say of a reference, each kind of judgement with its columns and allowed values."""

from dataclasses import dataclass

from review.errors import UsageError

__all__ = ["CARE_ARMS", "CERTAINTIES", "COMPARISON_COLUMNS", "DECISIONS", "DIRECTIONS", "DRAWN",
           "EVALUATION_COLUMNS", "EVALUATION_EXPECTED", "EVALUATION_REQUIRED", "FLAGS", "JUDGEMENT_COLUMNS",
           "KINDS", "MARKS", "STAGES", "VERDICTS", "Kind", "check_choice"]  # fmt: skip

STAGES = ("title_abstract", "full_text")
DECISIONS = ("include", "exclude", "unsure")
FLAGS = ("low_value_care", "de_implementation")
DIRECTIONS = ("supports", "contradicts", "mixed", "context")
CERTAINTIES = ("high", "moderate", "low", "very_low", "not_assessed")
VERDICTS = ("same", "different")
DRAWN = ("ranked", "random", "imported", "by_hand", "second_look")
"""How a reference came before its reader.

Ranked first, drawn at random, decided elsewhere, by hand, or shown again because the first decision
looked doubtful.
"""
CARE_ARMS = ("intervention", "comparator")

JUDGEMENT_COLUMNS = ("id", "reader", "at", "replaces")
"""Every judgement: UUIDv7, who, UTC time as ISO 8601 text, and the id of the row it replaces ("" if none)."""

EVALUATION_COLUMNS = ("evaluation_id", "reference_id", "recommendation_id", "intervention", "comparator",
                      "care_in_question", "population", "country", "study_type", "perspective",
                      "time_horizon_years", "discount_cost_percent", "discount_effect_percent", "currency",
                      "price_year", "cost_intervention", "cost_comparator", "cost_difference",
                      "effect_intervention", "effect_comparator", "effect_difference", "effect_unit",
                      "icer_reported", "uncertainty", "funding", "quality_score", "note")  # fmt: skip
EVALUATION_REQUIRED = ("reference_id", "intervention", "comparator", "care_in_question", "currency")
"""Without these a row is no comparison."""
EVALUATION_EXPECTED = (
    "population", "country", "study_type", "perspective", "time_horizon_years", "discount_cost_percent",
    "discount_effect_percent", "price_year", "cost_difference", "effect_difference", "effect_unit",
    "uncertainty", "funding",
)  # fmt: skip
"""What a study should report: a value, or NR where it does not. Empty means that nobody has looked yet."""
COMPARISON_COLUMNS = EVALUATION_COLUMNS[:6]
"""What tells a second economist which comparison is meant; all else is theirs to find."""

MARKS = {"settled": "settled", "evaluations": "not_reported", "abstractions": "not_reported, abstractions"}
"""Names under which `appraisals` keep what is no answer to a checklist.

Which of two abstractions of a field counts, and for which cells of an evaluation or of a second
abstraction the study says nothing.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of judgement: what it is about and what it says.

    Attributes
    ----------
    name : str
        Also the name of its table.
    about : tuple of str
        The columns that say what is judged; with the reader (where `per_reader`) they are the key
        by which a newer row stands in for an older one.
    says : tuple of str
        The columns that hold the judgement.
    per_reader : bool
        True where each reader has a judgement of their own that counts beside the others'.
    choices : dict
        Column to its allowed values.
    blind : bool
        True where nobody sees another's row before all who are asked have judged, and nobody takes back
        another's row.
    """

    name: str
    about: tuple[str, ...]
    says: tuple[str, ...]
    per_reader: bool = False
    choices: dict = None
    blind: bool = False

    @property
    def columns(self):
        """All columns, in the order they are stored and exported."""
        return (*JUDGEMENT_COLUMNS, *self.about, *self.says)

    @property
    def key(self):
        """The columns that tell which rows speak of the same thing."""
        return (*self.about, "reader") if self.per_reader else self.about


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "decisions",
            ("reference_id", "stage"),
            ("decision", "reason", *FLAGS, "note", "drawn", "rank", "score"),
            per_reader=True,
            choices={"stage": STAGES, "decision": DECISIONS, "drawn": DRAWN},
            blind=True,
        ),
        Kind(
            "links",
            ("reference_id", "recommendation_id"),
            ("direction", "certainty", "note", "exceptions", "population"),
            choices={"direction": DIRECTIONS, "certainty": CERTAINTIES},
        ),
        Kind("codes", ("reference_id", "codebook", "code"), ("direction", "note"), per_reader=True),
        Kind(
            "evaluations", ("evaluation_id",), EVALUATION_COLUMNS[1:], choices={"care_in_question": CARE_ARMS}
        ),
        # the blind copy of a second economist; what both agree on goes to `evaluations`
        Kind(
            "abstractions",
            ("evaluation_id",),
            EVALUATION_COLUMNS[1:],
            per_reader=True,
            choices={"care_in_question": CARE_ARMS},
            blind=True,
        ),
        Kind(
            "appraisals",
            ("evaluation_id", "checklist", "item"),
            ("answer", "note"),
            per_reader=True,
            blind=True,
        ),
        Kind("dismissals", ("reference_id", "recommendation_id"), ("note",)),
        Kind(
            "parked",
            ("reference_id", "stage"),
            ("note",),
            per_reader=True,
            choices={"stage": STAGES},
            blind=True,
        ),
        Kind("memberships", ("record_id",), ("reference_id", "rule", "because_of")),
        Kind("verdicts", ("record_a", "record_b"), ("verdict", "note"), choices={"verdict": VERDICTS}),
    )
}
"""Every kind of judgement, by name. `decisions.<flag>` is True, False or missing (not said).

`appraisals` are answers to a checklist's items, `dismissals` suggested links that a person rejected,
`parked` references a reader has put aside for later.
"""


def check_choice(column, value, allowed):
    """Raise UsageError unless `value` is one of `allowed`.

    Examples
    --------
    >>> check_choice("decision", "includ", DECISIONS)
    Traceback (most recent call last):
    review.errors.UsageError: decision must be one of include, exclude, unsure; got 'includ'
    """
    if value not in allowed:
        raise UsageError(f"{column} must be one of {', '.join(allowed)}; got {value!r}")
