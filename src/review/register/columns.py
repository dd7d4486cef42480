"""Columns: what each reference table holds, cell by cell, and which tables there are."""

from dataclasses import dataclass

__all__ = ["CODE_DIRECTIONS", "DEMAND_TABLES", "RECOMMENDATION_COLUMNS", "TABLES", "Table"]

YES_NO = ("yes", "no", "unknown")
INVENTED = ("yes", "no")
TYPES = ("läkemedel", "diagnostik", "screening", "kirurgi", "psykologisk behandling", "medicinteknik",
         "omvårdnad", "tandvårdsåtgärd", "övrigt", "unknown")  # fmt: skip
REASONS = ("risk överväger nytta", "ingen effekt", "mindre nytta än alternativ", "bristande träffsäkerhet",
           "avsaknad av evidens", "unknown")  # fmt: skip
PRIORITIES = ("", "icke-göra", "FoU", *map(str, range(1, 11)))
"""How a list grades what it advises: icke-göra is a kind of its own, and priority 10 is not icke-göra.

Empty where the list does not grade.
"""
DEFINITIONS = ("", "Socialstyrelsen", "NPO/NSG", "other")
MEASURES = ("", "never_performed", "other")
STRENGTHS = ("strong", "moderate", "weak", "none", "not_assessed")
CODE_DIRECTIONS = ("helps", "hinders", "mixed", "no_effect")
"""Which way a code of a directed codebook points: towards less of the care, against it, both, or neither."""


@dataclass(frozen=True, slots=True)
class Table:
    """One reference table: a CSV file that people edit in a spreadsheet.

    Attributes
    ----------
    name : str
        Also its file below ``references/``, with ``.csv``.
    about : str
        What one row is.
    key : tuple of str
        Columns that together tell rows apart; empty where rows may repeat.
    columns : dict
        Column to its rule: a tuple of allowed values, [smallest, largest] for a number (empty means not
        known), `str` for free text, "required" for text that must be there, "date" for 2025, 2025-05 or
        2025-05-20.
    ordered : tuple of tuple of str
        Columns whose numbers must not fall from left to right.
    together : tuple of tuple of str
        Where the first is filled in, the second must be.
    """

    name: str
    about: str
    key: tuple[str, ...]
    columns: dict
    ordered: tuple = ()
    together: tuple = ()

    @property
    def points(self):
        """Column to the table whose first key column it names; several names parted by ``;``."""
        return {name: there for name, there in _POINTS.items() if name in self.columns and there != self.name}


_POINTS = {
    "recommendation_id": "recommendations", "recommendation_ids": "recommendations",
    "document_id": "documents", "code": "codebooks",
}  # fmt: skip
_TABLES = (
    Table("recommendations", "a recommendation not to do something, from any list", ("recommendation_id",), {
        "recommendation_id": "required", "list_name": "required", "edition": str, "priority": PRIORITIES,
        "definition": DEFINITIONS, "guideline_area": "required", "condition_sv": "required",
        "intervention_sv": "required", "condition_en": str, "intervention_en": str, "synonyms_sv": str,
        "synonyms_en": str, "intervention_type": TYPES, "reason": REASONS, "adherence_percent": [0, 100],
        "adherence_year": [1980, 2100], "adherence_n": [1, 100_000], "adherence_measure": MEASURES,
        "health_economic_assessment": YES_NO, "cost_ineffective": YES_NO, "health_economic_result": str,
        "exceptions": str, "plain_sv": str, "plain_en": str, "guideline_year": [1980, 2100],
        "valid_from": [1980, 2100], "valid_to": [1980, 2100], "source_url": "required",
        "confidence": ("high", "medium", "low"),
    }, ordered=(("valid_from", "valid_to"),), together=(("adherence_percent", "adherence_year"),)),
    Table("guidelines", "one of the national guidelines", ("guideline_area",), {
        "guideline_area": "required", "guideline_area_en": "required", "icke_gora_printed": [0, 1000],
        "source": "required",
    }),
    Table("printed_totals", "one number printed in the interim report", (), {
        "quantity": "required", "group_sv": "required", "group_en": "required", "value": [0, 100_000],
        "unit": ("count", "percent"), "denominator": [1, 100_000], "of_sv": str, "of_en": str, "note": str,
        "source": "required",
    }),
    Table("glossary", "a term, Swedish and English", (), {
        "term_sv": str, "term_en": str, "variants_sv": str, "variants_en": str,
        "flag": ("", "low_value_care", "de_implementation"), "definition_sv": str, "definition_en": str,
        "source": "required",
    }),
    Table("thresholds", "a class of cost per QALY", (), {
        "class_sv": "required", "class_en": "required", "from_sek_per_qaly": [0, 10**9],
        "below_sek_per_qaly": [0, 10**9], "status": ("unconfirmed", "confirmed"), "note": str,
        "source": "required",
    }),
    Table("codebooks", "a code that can be put on a study", ("codebook", "code"), {
        "codebook": "required", "version": "required", "code": "required", "parent": str,
        "name_sv": "required", "name_en": "required", "definition_sv": str, "definition_en": str,
        "directed": ("yes", "no"), "source": "required",
    }),
    Table("dialogue", "something said in a dialogue or written by a stakeholder; never a study",
          ("dialogue_id",), {
        "dialogue_id": "required", "date": "date", "actor": "required",
        "actor_kind": ("authority", "profession", "patients", "region", "npo_rpo", "research", "several",
                       "internal"),
        "kind": ("dialogue", "workshop", "interview", "written", "visit", "document"),
        "topic": ("hindrance", "help", "need", "view"), "statement_sv": "required", "statement_en": str,
        "code": str, "recommendation_ids": str, "source": "required", "invented": INVENTED,
    }),
    Table("proposals", "a proposal from a programme area, with its status", ("proposal_id",), {
        "proposal_id": "required", "date": "date", "sender": "required",
        "level": ("NPO", "RPO", "NSG", "NAG", "NPO/NSG", "other"), "area": "required",
        "neighbouring_areas": str, "proposal_sv": "required", "proposal_en": str,
        "action": ("", "remove", "replace", "reduce", "restrict"), "recommendation_ids": str,
        "status": ("received", "in_review", "accepted", "declined", "done"), "status_date": "date",
        "note": str, "source": "required", "invented": INVENTED,
    }),
    Table("indicators", "a measure by which a recommendation is followed up", ("indicator_id",), {
        "indicator_id": "required", "recommendation_id": "required", "name_sv": "required", "name_en": str,
        "numerator_sv": "required", "numerator_en": str, "denominator_sv": "required", "denominator_en": str,
        "data_source": "required", "unit": ("percent", "count", "per_1000", "days"), "target": [0, 10**9],
        "direction": ("lower_is_better", "higher_is_better"), "source": "required", "invented": INVENTED,
    }),
    Table("test_intervals", "a test or check-up that is recommended at an interval", ("test_id",), {
        "test_id": "required", "test_sv": "required", "test_en": str, "population_sv": "required",
        "population_en": str, "recommended_interval_sv": "required", "recommended_interval_en": str,
        "recommended_by": "required", "evidence_for_test": STRENGTHS, "evidence_for_interval": STRENGTHS,
        "proposal": ("not_assessed", "keep", "sparser", "fewer", "stop"), "proposal_sv": str,
        "proposal_en": str, "recommendation_ids": str, "source": "required", "invented": INVENTED,
    }),
    Table("exceptions", "when a measure advised against can still be right", ("exception_id",), {
        "exception_id": "required", "recommendation_id": "required",
        "group": ("palliative_care", "multimorbidity", "subgroup", "person_centred"),
        "when_sv": "required", "when_en": str, "source": "required", "invented": INVENTED,
    }),
    Table("documents", "a guidance document", ("document_id",), {
        "document_id": "required", "title": "required", "owner": "required",
        "kind": ("vårdprogram", "vårdförlopp", "riktlinje", "vårdriktlinje", "patient_information", "other"),
        "date": "date", "url": str, "source": "required", "invented": INVENTED,
    }),
    Table("coverage", "whether a guidance document says what a recommendation says",
          ("recommendation_id", "document_id"), {
        "recommendation_id": "required", "document_id": "required",
        "status": ("mentioned", "not_mentioned", "contradicts"), "place": str, "note": str,
        "checked_on": "date", "checked_by": str, "source": "required", "invented": INVENTED,
    }),
    Table("displacement", "what care that could be left out costs: volume, unit cost, avoidable share",
          ("displacement_id",), {
        "displacement_id": "required", "recommendation_id": "required", "volume": [0, 10**9],
        "volume_low": [0, 10**9], "volume_high": [0, 10**9], "volume_unit_sv": "required",
        "volume_unit_en": str, "volume_source": str, "unit_cost": [0, 10**9], "unit_cost_low": [0, 10**9],
        "unit_cost_high": [0, 10**9], "currency": ("SEK",), "price_year": [1980, 2100], "cost_source": str,
        "avoidable_percent": [0, 100], "avoidable_percent_low": [0, 100], "avoidable_percent_high": [0, 100],
        "avoidable_source": str, "note": str, "invented": INVENTED,
    }, ordered=(("volume_low", "volume", "volume_high"), ("unit_cost_low", "unit_cost", "unit_cost_high"),
                ("avoidable_percent_low", "avoidable_percent", "avoidable_percent_high")),
       together=(("volume", "volume_source"), ("unit_cost", "cost_source"), ("unit_cost", "price_year"),
                 ("avoidable_percent", "avoidable_source"))),
)  # fmt: skip
TABLES = {table.name: table for table in _TABLES}
"""Every reference table that people edit, by name."""

RECOMMENDATION_COLUMNS = TABLES["recommendations"].columns
DEMAND_TABLES = tuple(table.name for table in _TABLES if "invented" in table.columns)
"""The tables that answer the demands of the source documents; where one is missing it has no rows yet."""
