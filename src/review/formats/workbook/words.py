"""Words of the economists' workbook: headings, units and what each column means, in two languages."""

from review.evidence import EVALUATION_COLUMNS, EVALUATION_EXPECTED, EVALUATION_REQUIRED

__all__ = ["ANSWERS", "HEADINGS", "HEAD_ROWS", "KNOWN_BY", "NEEDS", "SAID", "VALUES", "WORKBOOK_COLUMNS"]

HEAD_ROWS = 2
"""Rows of headings: in words, and the names by which a column is known."""
KNOWN_BY = ("title", "doi", "evaluation_id", "reference_id")
"""What tells which study and which evaluation a row is; people see the title, programs the ids."""
WORKBOOK_COLUMNS = (*KNOWN_BY, *EVALUATION_COLUMNS[2:])

ANSWERS = ("yes", "partly", "no", "not_applicable")


def _column(name_sv, name_en, unit, width, sv, en):
    return {"name_sv": name_sv, "name_en": name_en, "unit": unit, "width": width, "sv": sv, "en": en}


def _both(sv, en):
    return {"sv": sv, "en": en}


# fmt: off
_FOR_HELP = ("Till hjälp; ändras inte här. På en ny rad: skriv eller kopiera den hit.",
             "For help; not changed here. On a new row: write or copy it here.")
_PER_CENT = ("Skriv 3 för 3 procent; 0 om studien inte diskonterar.",
             "Write 3 for 3 per cent; 0 if the study does not discount.")
_PER_PATIENT = "Per patient om inte annat sägs i anteckningen.", "Per patient unless the note says otherwise."
_SAME_UNIT = "I samma enhet som skillnaden.", "In the same unit as the difference."
HEADINGS = {
    "evaluation_id": _column("Utvärderingens id", "Evaluation id", "", 22,
        "Sätts av arbetsbordet. Lämna tomt på en ny rad.", "Set by the workbench. Leave empty on a new row."),
    "reference_id": _column("Studiens id", "Study id", "", 22,
        "Vilken studie raden handlar om. Flera rader per studie går bra: en per jämförelse. På en ny rad "
        "räcker studiens titel eller DOI.",
        "Which study the row is about. Several rows per study are fine: one per comparison. On a new row "
        "the study's title or DOI is enough."),
    "doi": _column("DOI", "DOI", "", 24, *_FOR_HELP),
    "title": _column("Titel", "Title", "", 50, *_FOR_HELP),
    "recommendation_id": _column("Rekommendationens id", "Recommendation id", "", 16,
        "Rekommendationen som utvärderingen hör till, till exempel IG03. Tomt: ingen ännu.",
        "The recommendation the evaluation belongs to, such as IG03. Empty: none yet."),
    "intervention": _column("Intervention", "Intervention", "", 30,
        "Det ena alternativet. Skillnader räknas som intervention minus jämförelse.",
        "One option. Differences are intervention minus comparator."),
    "comparator": _column("Jämförelse", "Comparator", "", 30,
        "Det andra alternativet.", "The other option."),
    "care_in_question": _column("Vården det gäller", "Care in question", "choice", 18,
        "Vilket av de två som är vården som kan komma att tas bort: intervention eller comparator.",
        "Which of the two is the care that may be withdrawn: intervention or comparator."),
    "population": _column("Population", "Population", "", 30,
        "Vilka patienter, med de ord studien har.", "Which patients, in the study's words."),
    "country": _column("Land", "Country", "iso3", 10,
        "Landet kostnaderna är från, tre bokstäver (SWE, NOR, GBR).",
        "The country the costs are from, three letters (SWE, NOR, GBR)."),
    "study_type": _column("Studietyp", "Study type", "choice", 16,
        "Ur en prövning, en modell, eller enbart kostnader.", "From a trial, a model, or costs alone."),
    "perspective": _column("Perspektiv", "Perspective", "choice", 16,
        "Vems kostnader som räknas; vad orden betyder står på bladet values.",
        "Whose costs count; the sheet values says what the words mean."),
    "time_horizon_years": _column("Tidshorisont", "Time horizon", "years", 14,
        "Hur lång tid kostnader och effekter följs. Ett år skrivs 1, sex månader 0,5.",
        "How long costs and effects are followed. One year is 1, six months 0.5."),
    "discount_cost_percent": _column(
        "Diskontering av kostnader", "Discounting of costs", "percent", 14, *_PER_CENT),
    "discount_effect_percent": _column(
        "Diskontering av effekter", "Discounting of effects", "percent", 14, *_PER_CENT),
    "currency": _column("Valuta", "Currency", "iso4217", 10,
        "Valutan i studien, tre bokstäver (SEK, EUR, USD). Omräkning görs av arbetsbordet.",
        "The study's currency, three letters (SEK, EUR, USD). The workbench converts."),
    "price_year": _column("Prisår", "Price year", "year", 10,
        "Året vars priser kostnaderna är i, inte publiceringsåret. NR om studien inte säger det.",
        "The year whose prices the costs are in, not that of publication. NR: the study is silent."),
    "cost_intervention": _column("Kostnad, intervention", "Cost, intervention", "money", 16, *_PER_PATIENT),
    "cost_comparator": _column("Kostnad, jämförelse", "Cost, comparator", "money", 16, *_PER_PATIENT),
    "cost_difference": _column("Kostnadsskillnad", "Cost difference", "money", 16,
        "Intervention minus jämförelse, som studien anger den. Mindre än noll: interventionen kostar "
        "mindre.",
        "Intervention minus comparator, as the study gives it. Below zero: the intervention costs less."),
    "effect_intervention": _column("Effekt, intervention", "Effect, intervention", "effect", 16, *_SAME_UNIT),
    "effect_comparator": _column("Effekt, jämförelse", "Effect, comparator", "effect", 16, *_SAME_UNIT),
    "effect_difference": _column("Effektskillnad", "Effect difference", "effect", 16,
        "Intervention minus jämförelse, som studien anger den. Enheten säger om mer är bättre; vänd inget "
        "tecken.",
        "Intervention minus comparator, as the study gives it. The unit says whether more is better; turn no "
        "sign."),
    "effect_unit": _column("Effektens enhet", "Unit of effect", "", 18,
        "Vad effekten räknar: QALY, förlorade QALY, dödsfall, undvikna fall. Är enheten ovanlig: skriv ”mer "
        "är bättre” eller ”mindre är bättre” efter den. Per 1000 patienter: skriv ”kostnader också” eller "
        "”kostnad per patient”.",
        "What the effect counts: QALY, QALYs lost, deaths, falls avoided. If the unit is unusual write “more "
        "is better” or “less is better” after it. Per 1000 patients: “costs too” or “costs per patient”."),
    "icer_reported": _column("ICER enligt studien", "ICER as reported", "ratio", 16,
        "Kvoten som studien anger den. Tomt där ett alternativ dominerar.",
        "The ratio as the study gives it. Empty where one option dominates."),
    "uncertainty": _column("Osäkerhet", "Uncertainty", "", 30,
        "Intervall, sannolikhet att vara kostnadseffektiv, känslighetsanalys, med semikolon mellan. "
        "Intervall i figurerna kräver formen: kostnadsskillnad 95 % KI 340 till 2780; QALY-skillnad 95 % "
        "KI -0,061 till 0,033. SD, IQR, spann och 90 % skrivs likadant och ritas inte.",
        "Interval, probability of being cost-effective, sensitivity analysis, parted by semicolons. To be "
        "drawn an interval has this form: cost difference 95% CI 340 to 2780; QALY difference 95% CI "
        "-0.061 to 0.033. SD, IQR, range and 90% are written likewise and not drawn."),
    "funding": _column("Finansiering", "Funding", "", 20,
        "Vem som betalade studien.", "Who paid for the study."),
    "quality_score": _column("Kvalitet, CHEC-extended", "Quality, CHEC-extended", "items", 14,
        "Hur många av de 20 punkterna som är uppfyllda.", "How many of the 20 items are met."),
    "note": _column("Anteckning", "Note", "", 40,
        "Det som läsaren av siffrorna behöver veta.", "What a reader of the numbers needs to know."),
}
"""Column to its heading and meaning in each language, the key of its unit in `SAID`, and its width."""
NEEDS = (
    dict.fromkeys(WORKBOOK_COLUMNS, "optional")
    | dict.fromkeys(("evaluation_id", "doi", "title"), "given")
    | dict.fromkeys(EVALUATION_REQUIRED, "required")
    | dict.fromkeys(EVALUATION_EXPECTED, "expected")
)
"""How badly each column is needed: given, required, expected (a value or NR) or optional."""
VALUES = {
    ("care_in_question", "intervention"): _both(
        "Interventionen är vården som kan komma att tas bort.",
        "The intervention is the care that may be withdrawn."),
    ("care_in_question", "comparator"): _both(
        "Jämförelsen är vården som kan komma att tas bort; interventionen är att vara utan den.",
        "The comparator is the care that may be withdrawn; the intervention is doing without it."),
    ("study_type", "trial-based"): _both(
        "Kostnader och effekter mätta hos patienter i en prövning eller annan studie.",
        "Costs and effects measured in patients of a trial or another study."),
    ("study_type", "model"): _both(
        "Kostnader och effekter räknade i en modell (beslutsträd, Markov, simulering).",
        "Costs and effects computed in a model (decision tree, Markov, simulation)."),
    ("study_type", "cost analysis"): _both(
        "Enbart kostnader; ingen effekt hos patienten är mätt.",
        "Costs alone; no effect on patients is measured."),
    ("perspective", "health_care"): _both(
        "Hälso- och sjukvårdens kostnader, vem som än betalar.",
        "Costs of health care, whoever pays."),
    ("perspective", "societal"): _both(
        "Alla kostnader, även patienters, närståendes och produktionsbortfall.",
        "All costs, including those of patients and families, and lost production."),
    ("perspective", "payer"): _both(
        "Kostnader för den som betalar, till exempel en region, en försäkring eller ett sjukhus.",
        "Costs of one who pays, such as a region, an insurer or a hospital."),
    ("perspective", "patient"): _both("Patientens egna kostnader.", "The patient's own costs."),
    ("perspective", "not_reported"): _both("Studien säger det inte.", "The study does not say."),
    ("checklists", "yes"): _both("Punkten är uppfylld.", "The item is met."),
    ("checklists", "partly"): _both("Punkten är delvis uppfylld.", "The item is met in part."),
    ("checklists", "no"): _both("Punkten är inte uppfylld.", "The item is not met."),
    ("checklists", "not_applicable"): _both(
        "Punkten gäller inte den här studien; den räknas inte i andelen.",
        "The item does not concern this study; it does not count in the share."),
}
"""Column and value to its meaning in each language."""
SAID = {
    "choice": _both("välj i listan", "choose from the list"),
    "iso3": _both("ISO 3166, tre bokstäver", "ISO 3166, three letters"),
    "iso4217": _both("ISO 4217", "ISO 4217"),
    "years": _both("år", "years"),
    "year": _both("år", "year"),
    "percent": _both("procent", "per cent"),
    "money": _both("studiens valuta", "the study's currency"),
    "effect": _both("i effektens enhet", "in the unit of effect"),
    "ratio": _both("studiens valuta per enhet", "the study's currency per unit"),
    "items": _both("0–20", "0–20"),
    "choose": _both("Välj ett värde i listan", "Choose a value from the list"),
    "column": _both("kolumn", "column"),
    "name": _both("rubrik", "heading"),
    "unit": _both("enhet", "unit"),
    "meaning": _both("betydelse", "meaning"),
    "need": _both("behövs", "needed"),
    "value": _both("värde", "value"),
    "measure": _both("åtgärd", "measure"),
    "condition": _both("tillstånd", "condition"),
    "given": _both("fylls i av arbetsbordet", "filled in by the workbench"),
    "required": _both("måste fyllas i", "required"),
    "expected": _both("värde eller NR", "a value or NR"),
    "optional": _both("frivilligt", "optional"),
    "silent": _both(
        "Studien rapporterar det inte. Tomt betyder att ingen har tittat efter ännu.",
        "The study does not report it. Empty means that nobody has looked yet."),
}
