"""Links to recommendations and the economists' workbook, for the studies that end in the review."""

import io
import re
import zipfile

import openpyxl

from recipe.works import chance

__all__ = ["EVALUATION_COLUMNS", "LINK_COLUMNS", "appraisals", "evaluations", "links", "workbook"]

LINK_COLUMNS = (
    "doi", "pmid", "title", "recommendation_id", "direction", "certainty", "note", "exceptions", "population",
    "reader",
)  # fmt: skip
EVALUATION_COLUMNS = (
    "evaluation_id", "reference_id", "doi", "title", "recommendation_id", "intervention", "comparator",
    "care_in_question", "population", "country", "study_type", "perspective", "time_horizon_years",
    "discount_cost_percent", "discount_effect_percent", "currency", "price_year", "cost_intervention",
    "cost_comparator", "cost_difference", "effect_intervention", "effect_comparator", "effect_difference",
    "effect_unit", "icer_reported", "uncertainty", "funding", "quality_score", "note",
)  # fmt: skip

RED_FLAGS = "Vid varningstecken, till exempel misstänkt fraktur, tumör, infektion eller cauda equina-syndrom."
EXCEPTIONS = {
    "IG05": "Kortvarigt vid svår akut ångest, med planerat slut.",
    "IG08": "Kan övervägas vid mycket hög kärlrisk och låg risk för blödning.",
    "IG14": "Vid låst knä efter en skada.",
    "OL08": "Vid syremättnad under 90 procent.",
    "OL13": "Vid instabil sjukdom eller ändrad behandling.",
    "OL14": RED_FLAGS,
    "OL15": "När sjukhistoria eller undersökning ger skäl till ett visst prov.",
    "OL23": RED_FLAGS,
    "OL25": "Vid behandling med blodförtunnande läkemedel eller neurologiska symtom.",
    "OL28": "Vid låst knä efter en skada.",
    "OL32": "När det finns tecken på depression.",
    "OL34": "Vid behandling med blodförtunnande läkemedel eller neurologiska symtom.",
    "OL37": "Inför urologiskt ingrepp där slemhinnan kan blöda.",
    "OL39": "Vid tecken på bakteriell infektion eller nedsatt immunförsvar.",
    "OL40": "Vid psykos eller fara för patienten eller andra, när annat har prövats.",
    "OL42": "Vid alkoholabstinens.",
    "OL45": "Vid urinstämma eller när urinmängden måste följas varje timme.",
    "OL46": "Vid symtom av anemin eller pågående blödning.",
    "OL50": RED_FLAGS,
    "OL60": "Vid påverkat allmäntillstånd eller rinnande öra.",
    "OL61": "Vid avvikande ultraljud eller ny infektion.",
    "OL67": "Vid hög blödningsrisk, till exempel samtidig antikoagulantia.",
    "OL68": "Vid symtom av anemin eller pågående blödning.",
    "OL69": "Vid pågående arytmi eller bröstsmärta.",
}
# these stand beside real recommendations, so each says what it is
INVENTED = " (påhittat exempel)"
NOTES = {
    "contradicts": "Resultatet går emot rekommendationen.",
    "mixed": "Utfallen pekar åt olika håll.",
    "context": "Ger sammanhang; prövar inte om vården gör nytta.",
}
APPRAISED = 12
"""Evaluations that the economist has gone through with both checklists."""
FIXED_TIME = (2026, 10, 1, 0, 0, 0)


def links(works):
    """Return the rows of links.csv: every included study with each recommendation it speaks to."""
    rows = []
    for work in works:
        for recommendation in work["recommendations"]:
            name, direction = (work["id"], recommendation), work["direction"][recommendation]
            exception = EXCEPTIONS.get(recommendation, "") if direction in ("supports", "mixed") else ""
            exception += INVENTED if exception else ""
            noted = direction in ("contradicts", "mixed") or chance(*name, "note") < 0.5
            said = {
                "recommendation_id": recommendation,
                "direction": direction,
                "certainty": work["certainty"][recommendation],
                "note": NOTES.get(direction, "") if noted else "",
                "exceptions": exception if chance(*name, "exception") < 0.5 else "",
                "population": work.get("population", ""),
                "reader": "anna" if chance(*name, "reader") < 0.5 else "bengt",
            }
            rows.append(work["key"] | said)
    return rows


def evaluations(works):
    """Return the rows of the workbook, ids in the order of the works."""
    found = [(work, number) for work in works for number in range(len(work.get("economics") or ()))]
    rows = []
    for place, (work, number) in enumerate(found, start=1):
        row = dict.fromkeys(EVALUATION_COLUMNS) | work["economics"][number]
        row |= {"evaluation_id": f"E{place:03}", "doi": work["key"]["doi"], "title": work["title"]}
        # what an abstract says nothing about, the reader looked for in vain
        row |= {column: "NR" for column in ("price_year", "funding") if row[column] is None}
        rows.append({column: row[column] for column in EVALUATION_COLUMNS})
    return rows


def appraisals(rows):
    """Return invented answers to both checklists for the first evaluations.

    The keys are evaluation, checklist and item. As many items of CHEC-extended are met as the quality score
    of the evaluation says.
    """
    answers = {}
    for row in rows[:APPRAISED]:
        key = row["evaluation_id"]
        order = sorted(range(1, 21), key=lambda item: chance(key, "CHEC-extended", item))
        for place, item in enumerate(order):
            unmet = "partly" if chance(key, item, "partly") < 0.5 else "no"
            answers[key, "CHEC-extended", item] = "yes" if place < row["quality_score"] else unmet
        for item in range(1, 29):
            drawn = chance(key, "CHEERS 2022", item)
            answers[key, "CHEERS 2022", item] = "yes" if drawn < 0.7 else "partly" if drawn < 0.85 else "no"
    return answers


def workbook(rows):
    """Return an XLSX workbook as bytes that are the same whenever and wherever it is made."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "evaluations"
    page.append(list(EVALUATION_COLUMNS))
    for row in rows:
        page.append([row[column] for column in EVALUATION_COLUMNS])
    page.freeze_panes = "A2"
    add_checklists(book.create_sheet("checklists"), appraisals(rows))
    book.properties.creator = "review"
    made = io.BytesIO()
    book.save(made)
    return without_clock(made.getvalue())


def add_checklists(page, answers):
    """Write a row per item and a column of answers per evaluation."""
    keys = list(dict.fromkeys(key for key, _, _ in answers))
    page.append(["checklist", "item", "name", "source", *keys])
    for checklist, item in sorted({(checklist, item) for _, checklist, item in answers}):
        page.append([checklist, str(item), "", "", *(answers[key, checklist, item] for key in keys)])
    page.freeze_panes = "E2"


def without_clock(data):
    """Return a workbook with one fixed time in its properties and its parts, and nothing compressed."""
    clock = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    fixed = "{}-{:02}-{:02}T00:00:00Z".format(*FIXED_TIME[:3]).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            part = clock.sub(fixed, part) if name == "docProps/core.xml" else part
            new.writestr(zipfile.ZipInfo(name, FIXED_TIME), part)
    return made.getvalue()
