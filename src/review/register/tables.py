"""Reference tables: what each column may hold, and reading them with every fault named."""

import csv
from pathlib import Path

import pandas as pd

from review.errors import SourceError, place

__all__ = [
    "RECOMMENDATION_COLUMNS",
    "load",
    "load_glossary",
    "load_guidelines",
    "load_recommendations",
    "load_thresholds",
    "load_totals",
]

YES_NO = ("yes", "no", "unknown")
CONFIDENCES = ("high", "medium", "low")
TYPES = (
    "läkemedel",
    "diagnostik",
    "screening",
    "kirurgi",
    "psykologisk behandling",
    "medicinteknik",
    "omvårdnad",
    "tandvårdsåtgärd",
    "övrigt",
)
REASONS = (
    "risk överväger nytta",
    "ingen effekt",
    "mindre nytta än alternativ",
    "bristande träffsäkerhet",
    "avsaknad av evidens",
    "unknown",
)

# A column's check: a tuple of allowed values, (smallest, largest) for a number, str for free text,
# "required" for text that must be there. Numbers may be empty, which means not known.
RECOMMENDATION_COLUMNS = {
    "recommendation_id": "required",
    "list_name": "required",
    "guideline_area": "required",
    "condition_sv": "required",
    "intervention_sv": "required",
    "condition_en": str,
    "intervention_en": str,
    "synonyms_sv": str,
    "synonyms_en": str,
    "intervention_type": TYPES,
    "reason": REASONS,
    "adherence_2023_percent": [0, 100],
    "health_economic_assessment": YES_NO,
    "cost_ineffective": YES_NO,
    "exceptions": str,
    "guideline_year": [1980, 2100],
    "valid_from": [1980, 2100],
    "valid_to": [1980, 2100],
    "source_url": "required",
    "confidence": CONFIDENCES,
}
GUIDELINE_COLUMNS = {
    "guideline_area": "required",
    "guideline_area_en": "required",
    "icke_gora_printed": [0, 1000],
    "source": "required",
}
TOTAL_COLUMNS = {
    "quantity": "required",
    "group_sv": "required",
    "group_en": "required",
    "value": [0, 100000],
    "unit": ("count", "percent"),
    "denominator": [1, 100000],
    "of_sv": str,
    "of_en": str,
    "note": str,
    "source": "required",
}
GLOSSARY_COLUMNS = {
    "term_sv": str,
    "term_en": str,
    "variants_sv": str,
    "variants_en": str,
    "flag": ("", "low_value_care", "de_implementation"),
    "definition_sv": str,
    "definition_en": str,
    "source": "required",
}
THRESHOLD_COLUMNS = {
    "class_sv": "required",
    "class_en": "required",
    "from_sek_per_qaly": [0, 10**9],
    "below_sek_per_qaly": [0, 10**9],
    "status": ("unconfirmed", "confirmed"),
    "note": str,
    "source": "required",
}


def load(path, columns, *, key=None):
    """Return a reference table, every cell checked.

    Parameters
    ----------
    path : path of a CSV file in UTF-8
    columns : dict
        Column to what it may hold (see `RECOMMENDATION_COLUMNS`).
    key : str, optional
        A column whose values must all differ.

    Returns
    -------
    DataFrame
        Texts with "" for empty; number columns as Float64 with missing values.

    Raises
    ------
    SourceError
        Naming file, row and column of every fault at once (rows counted as a spreadsheet shows them).
    """
    path = Path(path)
    rows = read_rows(path)
    header = rows[0] if rows else []
    missing = [name for name in columns if name not in header]
    if missing:
        raise SourceError(
            f"{place(path, row=1)}: the column {', '.join(missing)} is missing; found {', '.join(header)}"
        )
    extra = [name for name in header if name not in columns]
    if extra:
        raise SourceError(
            f"{place(path, row=1)}: unknown column {', '.join(extra)}; expected {', '.join(columns)}"
        )
    frame = pd.DataFrame(rows[1:], columns=header, dtype="str")[list(columns)]
    faults = [fault for name, rule in columns.items() for fault in check_column(path, frame, name, rule)]
    if key:
        twice = frame.index[frame[key].duplicated()]
        faults += [f"{place(path, row=i + 2, column=key)}: {frame[key][i]!r} is there twice" for i in twice]
    if faults:
        raise SourceError(
            "; ".join(faults[:20]) + (f"; and {len(faults) - 20} more" if len(faults) > 20 else "")
        )
    numbers = [name for name, rule in columns.items() if isinstance(rule, list)]
    for name in numbers:
        frame[name] = pd.to_numeric(frame[name].replace("", None)).astype("Float64")
    return frame


def read_rows(path):
    """Return the cells of a CSV file, or say why they cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file) if any(row)]
    except FileNotFoundError:
        raise SourceError(
            f"{path}: no such file; the folder references/ of the review should hold it"
        ) from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 (byte {error.start}); save it as CSV UTF-8") from None
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise SourceError(
                f"{place(path, row=number)}: {len(row)} cells where the heading has {len(rows[0])}; "
                "put quotation marks around cells that hold a comma"
            )
    return rows


def check_column(path, frame, name, rule):
    """Return a sentence for each cell that breaks its column's rule."""
    faults = []
    for index, value in frame[name].items():
        where = place(path, row=index + 2, column=name)
        if rule == "required" and not value:
            faults.append(f"{where}: must not be empty")
        elif isinstance(rule, tuple) and value not in rule:
            faults.append(f"{where}: must be one of {', '.join(filter(None, rule))}; got {value!r}")
        elif isinstance(rule, list) and value and not in_range(value, *rule):
            faults.append(f"{where}: must be a number from {rule[0]} to {rule[1]}, or empty; got {value!r}")
    return faults


def in_range(value, smallest, largest):
    """Return whether a text is a number in a range."""
    try:
        return smallest <= float(value) <= largest
    except ValueError:
        return False


def load_recommendations(path):
    """Return the register: one row per recommendation, of all lists (see `load`)."""
    return load(path, RECOMMENDATION_COLUMNS, key="recommendation_id")


def load_guidelines(path):
    """Return the national guidelines with their printed number of icke-göra (see `load`)."""
    return load(path, GUIDELINE_COLUMNS, key="guideline_area")


def load_totals(path):
    """Return the numbers the interim report prints (see `load`)."""
    return load(path, TOTAL_COLUMNS)


def load_glossary(path):
    """Return the glossary, Swedish and English (see `load`)."""
    return load(path, GLOSSARY_COLUMNS)


def load_thresholds(path):
    """Return the classes of cost per QALY (see `load`)."""
    return load(path, THRESHOLD_COLUMNS)
