"""Mapping: which column of somebody's list is which column of the register."""

import pandas as pd

from review.errors import UsageError
from review.register.columns import RECOMMENDATION_COLUMNS
from review.text import fold, split

__all__ = ["NOT_USED", "guess", "read_mapping"]

NOT_USED = "-"
"""What a user writes for a column that should be left out."""

HEADINGS = {
    "recommendation_id": "id; rekommendations id; rek id; nummer; nr; recommendation id",
    "list_name": "lista; list; listans namn",
    "edition": "utgåva; version; edition",
    "priority": "prioritet; priority; rangordning; typ av rekommendation; rekommendationstyp; prio",
    "guideline_area": "riktlinje; nationell riktlinje; nationella riktlinjer; vårdområde; riktlinjeområde;"
    "område; guideline; guideline area; area; specialitet; specialty; specialty area",
    "condition_sv": "tillstånd; sjukdom; patientgrupp; indikation; hälsotillstånd; diagnos",
    "intervention_sv": "åtgärd; avrådd åtgärd; vårdåtgärd; insats; rekommendation; icke göra; avrådan;"
    "icke göra rekommendation",
    "condition_en": "condition; population; indication; disease",
    "intervention_en": "intervention; recommendation; service; practice; do not; procedure",
    "synonyms_sv": "synonymer; sökord",
    "synonyms_en": "synonyms; search words",
    "intervention_type": "åtgärdstyp; typ av åtgärd; vårdåtgärdstyp; intervention type; type; typ",
    "reason": "orsak; huvudsaklig orsak; skäl; orsak till icke göra; reason; main reason; motivering",
    "adherence_percent": "följsamhet; följsamhet procent; andel utför aldrig; andel som aldrig utför;"
    "utförs aldrig; aldrig; aldrig utförd; adherence; adherence percent; never performed; följsamhet 2023;"
    "regional följsamhet",
    "adherence_year": "följsamhet år; mätår; adherence year; uppföljningsår",
    "adherence_n": "antal svar; antal svarande; n; svarande; respondents",
    "health_economic_assessment": "hälsoekonomisk bedömning; hälsoekonomi; hälsoekonomiskt underlag;"
    "health economic assessment; health economics",
    "cost_ineffective": "kostnadsineffektiv; ej kostnadseffektiv; inte kostnadseffektiv; not cost effective;"
    "cost ineffective",
    "health_economic_result": "hälsoekonomiskt resultat; resultat av hälsoekonomisk bedömning;"
    "health economic result; icer; kostnad per qaly",
    "exceptions": "undantag; när åtgärden kan vara rätt; exceptions; exception",
    "plain_sv": "klarspråk; till patienten; patientinformation; lättläst",
    "plain_en": "plain language; for patients",
    "guideline_year": "riktlinjeår; publicerad; år; guideline year; year; årtal; publiceringsår",
    "valid_from": "gäller från; giltig från; valid from",
    "valid_to": "gäller till; giltig till; upphör; valid to",
    "source_url": "källa; länk; source; url; webbadress",
    "confidence": "tillförlitlighet; confidence; säkerhet",
}
"""Register column to the headings, Swedish and English, by which lists name it."""

FOLDED = {field: tuple(dict.fromkeys(map(fold, split(known)))) for field, known in HEADINGS.items()}


def guess(headings):
    """Guess which register column each heading means.

    A heading that is a known one in full goes before one that only holds it; no register column is
    given twice.

    Parameters
    ----------
    headings : sequence of str

    Returns
    -------
    DataFrame
        `column`, `field` ("" where none fits) and `how`: ``name`` (the register's own), ``heading``
        (a known one), ``part`` (a known one is part of it), ``none``.

    Examples
    --------
    >>> guess(["Tillstånd", "Åtgärd", "Följsamhet 2023, procent", "Anmärkning"]).values.tolist()
    ... # doctest: +NORMALIZE_WHITESPACE
    [['Tillstånd', 'condition_sv', 'heading'], ['Åtgärd', 'intervention_sv', 'heading'],
     ['Följsamhet 2023, procent', 'adherence_percent', 'part'], ['Anmärkning', '', 'none']]
    """
    found, taken = {}, set()
    for how, fits in (("name", _is_name), ("heading", _is_heading), ("part", _holds_heading)):
        for column in headings:
            if column in found:
                continue
            fitting = [(fits(column, field), field) for field in FOLDED if field not in taken]
            best, field = max(fitting, key=lambda one: one[0], default=(0, ""))
            if best:
                found[column] = (field, how)
                taken.add(field)
    rows = [(column, *found.get(column, ("", "none"))) for column in headings]
    return pd.DataFrame(rows, columns=["column", "field", "how"], dtype="str")


def _is_name(column, field):
    return int(column.strip() == field)


def _is_heading(column, field):
    return int(fold(column) in FOLDED[field])


def _holds_heading(column, field):
    """Return the length of the longest known heading whose words stand in this one, 0 for none."""
    words = f" {fold(column)} "
    return max((len(known) for known in FOLDED[field] if f" {known} " in words), default=0)


def read_mapping(guessed, chosen):
    """Return a guess corrected by what a person says.

    Parameters
    ----------
    guessed : DataFrame
        From `guess`.
    chosen : dict of str to str
        Column of the list to register column, or to ``-`` where the column is not to be used.

    Raises
    ------
    UsageError
        If either is unknown, or one register column is chosen twice.

    Examples
    --------
    >>> corrected = read_mapping(guess(["Åtgärd", "Text"]), {"Text": "intervention_sv", "Åtgärd": "-"})
    >>> corrected.values.tolist()
    [['Åtgärd', '', 'by hand'], ['Text', 'intervention_sv', 'by hand']]
    """
    frame = guessed.set_index("column")
    for column, field in chosen.items():
        if column not in frame.index:
            raise UsageError(f"the list has no column {column!r}; it has {', '.join(frame.index)}")
        if field not in (*RECOMMENDATION_COLUMNS, NOT_USED):
            raise UsageError(
                f"the register has no column {field!r}; it has {', '.join(RECOMMENDATION_COLUMNS)}"
            )
        if field != NOT_USED:
            frame.loc[(frame.field == field) & ~frame.index.isin(chosen), ["field", "how"]] = ["", "none"]
    for column, field in chosen.items():
        frame.loc[column, ["field", "how"]] = ["" if field == NOT_USED else field, "by hand"]
    used = frame.field[frame.field != ""]
    if used.duplicated().any():
        twice = used[used.duplicated()].iloc[0]
        columns = ", ".join(used.index[used == twice])
        raise UsageError(f"two columns are mapped to {twice}: {columns}; leave one out with {NOT_USED}")
    return frame.reset_index()
