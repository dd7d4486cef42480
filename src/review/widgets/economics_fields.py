"""The fields of the economics form: what each is called, its unit, its choices and how badly it is needed."""

from review.economics import CHOICES, EXPECTED, NOT_REPORTED, NUMBERS, need_of
from review.evidence import EVALUATION_COLUMNS
from review.formats.workbook.words import HEADINGS, SAID
from review.vocabulary import say
from review.widgets.card import known
from review.widgets.marking import plain

__all__ = ["FIELDS", "SECTIONS", "sections"]

FIELDS = EVALUATION_COLUMNS[2:]
SECTIONS = {
    "comparison": ("intervention", "comparator", "care_in_question", "population", "recommendation_id"),
    "study": ("country", "study_type", "perspective", "time_horizon_years", "discount_cost_percent",
              "discount_effect_percent", "funding"),
    "results": ("currency", "price_year", "effect_unit", "cost_intervention", "cost_comparator",
                "cost_difference", "effect_intervention", "effect_comparator", "effect_difference",
                "icer_reported", "uncertainty"),
    "judgement": ("quality_score", "note"),
}  # fmt: skip
"""The fields in the order they are filled in; together all of `FIELDS`."""
LONG = ("population", "uncertainty", "note")
CODED_UNITS = ("choice", "iso3", "iso4217", "year", "ratio", "effect", "money")
"""Units that the help of a field says already, or its column head."""


def sections(recommendations, language):
    """Return the groups of fields as the browser builds them.

    Parameters
    ----------
    recommendations : sequence of (str, str)
        Id and name of what an evaluation may belong to.

    Examples
    --------
    >>> first = sections([("IG14", "Arthroscopy")], "en")[0]
    >>> first["head"], [field["label"] for field in first["fields"]][:2]
    ('What is compared', ['Intervention', 'Comparator'])
    """
    found = []
    for name, columns in SECTIONS.items():
        fields = [shown_field(column, recommendations, language) for column in columns]
        found.append({"name": name, "head": say(f"widget.form.section.{name}", language), "fields": fields})
    return found


def shown_field(column, recommendations, language):
    """Return one field; its words are the workbook's where the form has none of its own."""
    head = HEADINGS[column]
    unit = "%" if head["unit"] == "percent" else SAID.get(head["unit"], {}).get(language, "")
    return {
        "name": column,
        "label": known(f"form.label.{column}", language) or head[f"name_{language}"],
        "unit": "" if head["unit"] in CODED_UNITS else unit,
        "help": known(f"form.help.{column}", language) or head[language],
        "need": need_of(column),
        "kind": kind_of(column),
        "choices": choices(column, recommendations, language),
    }


def kind_of(column):
    """Return how a field is filled in: choice, number, long or text."""
    if column in CHOICES or column == "recommendation_id":
        return "choice"
    return "number" if column in NUMBERS else "long" if column in LONG else "text"


def choices(column, recommendations, language):
    """Return the values a field may have, each with its word; the first is what nobody has said yet."""
    if column not in CHOICES and column != "recommendation_id":
        return []
    first, words = "choose", {value: say(value, language) for value in CHOICES.get(column, ()) if value}
    if column == "recommendation_id":
        first, words = "no_recommendation", dict(recommendations)
    elif column == "care_in_question":
        words = {value: HEADINGS[value][f"name_{language}"] for value in words}
    if column in EXPECTED and "not_reported" not in words:
        words[NOT_REPORTED] = say("not_reported", language)
    named = {"": say(f"widget.form.{first}", language)} | words
    return [{"value": plain(value), "word": plain(word)} for value, word in named.items()]
