"""Words of the economists' workbook: headings, units and what each column means, in two languages."""

from review.evidence import EVALUATION_COLUMNS

__all__ = ["ANSWERS", "HEADINGS", "HEAD_ROWS", "KNOWN_BY", "NEEDS", "SAID", "VALUES", "WORKBOOK_COLUMNS"]

HEAD_ROWS = 2
"""Rows of headings: in words, and the names by which a column is known."""
KNOWN_BY = ("title", "doi", "evaluation_id", "reference_id")
"""What tells which study and which evaluation a row is; people see the title, programs the ids."""
WORKBOOK_COLUMNS = (*KNOWN_BY, *EVALUATION_COLUMNS[2:])

ANSWERS = ("yes", "partly", "no", "not_applicable")

# column: heading and meaning in each language, key of the unit in SAID, width in characters
HEADINGS = {
    "evaluation_id": {
        "name_sv": "Utvärderingens id",
        "name_en": "Evaluation id",
        "unit": "",
        "width": 22,
        "sv": "Sätts av arbetsbordet. Lämna tomt på en ny rad.",
        "en": "Set by the workbench. Leave empty on a new row.",
    },
    "reference_id": {
        "name_sv": "Studiens id",
        "name_en": "Study id",
        "unit": "",
        "width": 22,
        "sv": (
            "Vilken studie raden handlar om. Flera rader per studie går bra: en per jämförelse. På en "
            "ny rad räcker studiens titel eller DOI."
        ),
        "en": (
            "Which study the row is about. Several rows per study are fine: one per comparison. On a "
            "new row the study's title or DOI is enough."
        ),
    },
    "doi": {
        "name_sv": "DOI",
        "name_en": "DOI",
        "unit": "",
        "width": 24,
        "sv": "Till hjälp; ändras inte här. På en ny rad: skriv eller kopiera den hit.",
        "en": "For help; not changed here. On a new row: write or copy it here.",
    },
    "title": {
        "name_sv": "Titel",
        "name_en": "Title",
        "unit": "",
        "width": 50,
        "sv": "Till hjälp; ändras inte här. På en ny rad: skriv eller kopiera den hit.",
        "en": "For help; not changed here. On a new row: write or copy it here.",
    },
    "recommendation_id": {
        "name_sv": "Rekommendationens id",
        "name_en": "Recommendation id",
        "unit": "",
        "width": 16,
        "sv": "Rekommendationen som utvärderingen hör till, till exempel IG03. Tomt: ingen ännu.",
        "en": "The recommendation the evaluation belongs to, such as IG03. Empty: none yet.",
    },
    "intervention": {
        "name_sv": "Intervention",
        "name_en": "Intervention",
        "unit": "",
        "width": 30,
        "sv": "Det ena alternativet. Skillnader räknas som intervention minus jämförelse.",
        "en": "One option. Differences are intervention minus comparator.",
    },
    "comparator": {
        "name_sv": "Jämförelse",
        "name_en": "Comparator",
        "unit": "",
        "width": 30,
        "sv": "Det andra alternativet.",
        "en": "The other option.",
    },
    "care_in_question": {
        "name_sv": "Vården det gäller",
        "name_en": "Care in question",
        "unit": "choice",
        "width": 18,
        "sv": "Vilket av de två som är vården som kan komma att tas bort: intervention eller comparator.",
        "en": "Which of the two is the care that may be withdrawn: intervention or comparator.",
    },
    "population": {
        "name_sv": "Population",
        "name_en": "Population",
        "unit": "",
        "width": 30,
        "sv": "Vilka patienter, med de ord studien har.",
        "en": "Which patients, in the study's words.",
    },
    "country": {
        "name_sv": "Land",
        "name_en": "Country",
        "unit": "iso3",
        "width": 10,
        "sv": "Landet kostnaderna är från, tre bokstäver (SWE, NOR, GBR).",
        "en": "The country the costs are from, three letters (SWE, NOR, GBR).",
    },
    "study_type": {
        "name_sv": "Studietyp",
        "name_en": "Study type",
        "unit": "choice",
        "width": 16,
        "sv": "Ur en prövning, en modell, eller enbart kostnader.",
        "en": "From a trial, a model, or costs alone.",
    },
    "perspective": {
        "name_sv": "Perspektiv",
        "name_en": "Perspective",
        "unit": "choice",
        "width": 16,
        "sv": "Vems kostnader som räknas; vad orden betyder står på bladet values.",
        "en": "Whose costs count; the sheet values says what the words mean.",
    },
    "time_horizon_years": {
        "name_sv": "Tidshorisont",
        "name_en": "Time horizon",
        "unit": "years",
        "width": 14,
        "sv": "Hur lång tid kostnader och effekter följs. Ett år skrivs 1, sex månader 0,5.",
        "en": "How long costs and effects are followed. One year is 1, six months 0.5.",
    },
    "discount_cost_percent": {
        "name_sv": "Diskontering av kostnader",
        "name_en": "Discounting of costs",
        "unit": "percent",
        "width": 14,
        "sv": "Skriv 3 för 3 procent; 0 om studien inte diskonterar.",
        "en": "Write 3 for 3 per cent; 0 if the study does not discount.",
    },
    "discount_effect_percent": {
        "name_sv": "Diskontering av effekter",
        "name_en": "Discounting of effects",
        "unit": "percent",
        "width": 14,
        "sv": "Skriv 3 för 3 procent; 0 om studien inte diskonterar.",
        "en": "Write 3 for 3 per cent; 0 if the study does not discount.",
    },
    "currency": {
        "name_sv": "Valuta",
        "name_en": "Currency",
        "unit": "iso4217",
        "width": 10,
        "sv": "Valutan i studien, tre bokstäver (SEK, EUR, USD). Omräkning görs av arbetsbordet.",
        "en": "The study's currency, three letters (SEK, EUR, USD). The workbench converts.",
    },
    "price_year": {
        "name_sv": "Prisår",
        "name_en": "Price year",
        "unit": "year",
        "width": 10,
        "sv": "Året vars priser kostnaderna är i, inte publiceringsåret. NR om studien inte säger det.",
        "en": "The year whose prices the costs are in, not that of publication. NR: the study is silent.",
    },
    "cost_intervention": {
        "name_sv": "Kostnad, intervention",
        "name_en": "Cost, intervention",
        "unit": "money",
        "width": 16,
        "sv": "Per patient om inte annat sägs i anteckningen.",
        "en": "Per patient unless the note says otherwise.",
    },
    "cost_comparator": {
        "name_sv": "Kostnad, jämförelse",
        "name_en": "Cost, comparator",
        "unit": "money",
        "width": 16,
        "sv": "Per patient om inte annat sägs i anteckningen.",
        "en": "Per patient unless the note says otherwise.",
    },
    "cost_difference": {
        "name_sv": "Kostnadsskillnad",
        "name_en": "Cost difference",
        "unit": "money",
        "width": 16,
        "sv": (
            "Intervention minus jämförelse, som studien anger den. Mindre än noll: interventionen "
            "kostar mindre."
        ),
        "en": (
            "Intervention minus comparator, as the study gives it. Below zero: the intervention costs less."
        ),
    },
    "effect_intervention": {
        "name_sv": "Effekt, intervention",
        "name_en": "Effect, intervention",
        "unit": "effect",
        "width": 16,
        "sv": "I samma enhet som skillnaden.",
        "en": "In the same unit as the difference.",
    },
    "effect_comparator": {
        "name_sv": "Effekt, jämförelse",
        "name_en": "Effect, comparator",
        "unit": "effect",
        "width": 16,
        "sv": "I samma enhet som skillnaden.",
        "en": "In the same unit as the difference.",
    },
    "effect_difference": {
        "name_sv": "Effektskillnad",
        "name_en": "Effect difference",
        "unit": "effect",
        "width": 16,
        "sv": (
            "Intervention minus jämförelse. Över noll ska betyda bättre för patienten; vänd tecknet om "
            "studien räknar skador."
        ),
        "en": (
            "Intervention minus comparator. Above zero must mean better for the patient; turn the sign "
            "if the study counts harms."
        ),
    },
    "effect_unit": {
        "name_sv": "Effektens enhet",
        "name_en": "Unit of effect",
        "unit": "",
        "width": 18,
        "sv": "Vad effekten räknar: QALY, levnadsår, undviken händelse.",
        "en": "What the effect counts: QALY, life year, event avoided.",
    },
    "icer_reported": {
        "name_sv": "ICER enligt studien",
        "name_en": "ICER as reported",
        "unit": "ratio",
        "width": 16,
        "sv": "Kvoten som studien anger den. Tomt där ett alternativ dominerar.",
        "en": "The ratio as the study gives it. Empty where one option dominates.",
    },
    "uncertainty": {
        "name_sv": "Osäkerhet",
        "name_en": "Uncertainty",
        "unit": "",
        "width": 30,
        "sv": (
            "Intervall, sannolikhet att vara kostnadseffektiv, känslighetsanalys, med semikolon mellan. "
            "Intervall i figurerna kräver formen: kostnadsskillnad 95 % KI 340 till 2780; QALY-skillnad "
            "95 % KI -0,061 till 0,033."
        ),
        "en": (
            "Interval, probability of being cost-effective, sensitivity analysis, parted by semicolons. To "
            "be drawn an interval has this form: cost difference 95% CI 340 to 2780; QALY difference 95% "
            "CI -0.061 to 0.033."
        ),
    },
    "funding": {
        "name_sv": "Finansiering",
        "name_en": "Funding",
        "unit": "",
        "width": 20,
        "sv": "Vem som betalade studien.",
        "en": "Who paid for the study.",
    },
    "quality_score": {
        "name_sv": "Kvalitet, CHEC-extended",
        "name_en": "Quality, CHEC-extended",
        "unit": "items",
        "width": 14,
        "sv": "Hur många av de 20 punkterna som är uppfyllda.",
        "en": "How many of the 20 items are met.",
    },
    "note": {
        "name_sv": "Anteckning",
        "name_en": "Note",
        "unit": "",
        "width": 40,
        "sv": "Det som läsaren av siffrorna behöver veta.",
        "en": "What a reader of the numbers needs to know.",
    },
}

NEEDS = dict.fromkeys(WORKBOOK_COLUMNS, "optional") | {
    "evaluation_id": "given",
    "doi": "given",
    "title": "given",
    **dict.fromkeys(
        ("reference_id", "intervention", "comparator", "care_in_question", "currency"), "required"
    ),
    **dict.fromkeys(
        (
            "population", "country", "study_type", "perspective", "time_horizon_years",
            "discount_cost_percent", "discount_effect_percent", "price_year", "cost_difference",
            "effect_difference", "effect_unit", "uncertainty", "funding",
        ),
        "expected",
    ),
}  # fmt: skip
"""How badly each column is needed: given, required, expected (a value or NR) or optional."""

# column and value to its meaning in each language
VALUES = {
    ("care_in_question", "intervention"): {
        "sv": "Interventionen är vården som kan komma att tas bort.",
        "en": "The intervention is the care that may be withdrawn.",
    },
    ("care_in_question", "comparator"): {
        "sv": "Jämförelsen är vården som kan komma att tas bort; interventionen är att vara utan den.",
        "en": "The comparator is the care that may be withdrawn; the intervention is doing without it.",
    },
    ("study_type", "trial-based"): {
        "sv": "Kostnader och effekter mätta hos patienter i en prövning eller annan studie.",
        "en": "Costs and effects measured in patients of a trial or another study.",
    },
    ("study_type", "model"): {
        "sv": "Kostnader och effekter räknade i en modell (beslutsträd, Markov, simulering).",
        "en": "Costs and effects computed in a model (decision tree, Markov, simulation).",
    },
    ("study_type", "cost analysis"): {
        "sv": "Enbart kostnader; ingen effekt hos patienten är mätt.",
        "en": "Costs alone; no effect on patients is measured.",
    },
    ("perspective", "health_care"): {
        "sv": "Hälso- och sjukvårdens kostnader, vem som än betalar.",
        "en": "Costs of health care, whoever pays.",
    },
    ("perspective", "societal"): {
        "sv": "Alla kostnader, även patienters, närståendes och produktionsbortfall.",
        "en": "All costs, including those of patients and families, and lost production.",
    },
    ("perspective", "payer"): {
        "sv": "Kostnader för den som betalar, till exempel en region, en försäkring eller ett sjukhus.",
        "en": "Costs of one who pays, such as a region, an insurer or a hospital.",
    },
    ("perspective", "patient"): {
        "sv": "Patientens egna kostnader.",
        "en": "The patient's own costs.",
    },
    ("perspective", "not_reported"): {
        "sv": "Studien säger det inte.",
        "en": "The study does not say.",
    },
    ("checklists", "yes"): {"sv": "Punkten är uppfylld.", "en": "The item is met."},
    ("checklists", "partly"): {"sv": "Punkten är delvis uppfylld.", "en": "The item is met in part."},
    ("checklists", "no"): {"sv": "Punkten är inte uppfylld.", "en": "The item is not met."},
    ("checklists", "not_applicable"): {
        "sv": "Punkten gäller inte den här studien; den räknas inte i andelen.",
        "en": "The item does not concern this study; it does not count in the share.",
    },
}

SAID = {
    "choice": {"sv": "välj i listan", "en": "choose from the list"},
    "iso3": {"sv": "ISO 3166, tre bokstäver", "en": "ISO 3166, three letters"},
    "iso4217": {"sv": "ISO 4217", "en": "ISO 4217"},
    "years": {"sv": "år", "en": "years"},
    "year": {"sv": "år", "en": "year"},
    "percent": {"sv": "procent", "en": "per cent"},
    "money": {"sv": "studiens valuta", "en": "the study's currency"},
    "effect": {"sv": "i effektens enhet", "en": "in the unit of effect"},
    "ratio": {"sv": "studiens valuta per enhet", "en": "the study's currency per unit"},
    "items": {"sv": "0–20", "en": "0–20"},
    "choose": {"sv": "Välj ett värde i listan", "en": "Choose a value from the list"},
    "column": {"sv": "kolumn", "en": "column"},
    "name": {"sv": "rubrik", "en": "heading"},
    "unit": {"sv": "enhet", "en": "unit"},
    "meaning": {"sv": "betydelse", "en": "meaning"},
    "need": {"sv": "behövs", "en": "needed"},
    "value": {"sv": "värde", "en": "value"},
    "measure": {"sv": "åtgärd", "en": "measure"},
    "condition": {"sv": "tillstånd", "en": "condition"},
    "given": {"sv": "fylls i av arbetsbordet", "en": "filled in by the workbench"},
    "required": {"sv": "måste fyllas i", "en": "required"},
    "expected": {"sv": "värde eller NR", "en": "a value or NR"},
    "optional": {"sv": "frivilligt", "en": "optional"},
    "silent": {
        "sv": "Studien rapporterar det inte. Tomt betyder att ingen har tittat efter ännu.",
        "en": "The study does not report it. Empty means that nobody has looked yet.",
    },
}
