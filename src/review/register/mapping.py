"""Mapping: which column of somebody's list is which column of the register."""

import pandas as pd

from review.errors import UsageError
from review.register.columns import RECOMMENDATION_COLUMNS
from review.text import fold, shipped_words, split

__all__ = ["NOT_USED", "guess", "read_mapping"]

NOT_USED = "-"
"""What a user writes for a column that should be left out."""

HEADINGS = {
    field: tuple(dict.fromkeys(map(fold, split(known))))
    for field, known in shipped_words("register/words.toml")["headings"].items()
}
"""Register column to the headings, Swedish and English, by which lists name it."""


def guess(headings):
    """Guess which register column each heading means.

    A heading that is a known one in full goes before one that only holds it; no register column is
    given twice.

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
    for how, fits in FITS.items():
        for column in headings:
            if column in found:
                continue
            fitting = [(fits(column, field), field) for field in HEADINGS if field not in taken]
            best, field = max(fitting, key=lambda one: one[0], default=(0, ""))
            if best:
                found[column] = (field, how)
                taken.add(field)
    rows = [(column, *found.get(column, ("", "none"))) for column in headings]
    return pd.DataFrame(rows, columns=["column", "field", "how"], dtype="str")


def _holds_heading(column, field):
    """Return the length of the longest known heading whose words stand in this one, 0 for none."""
    words = f" {fold(column)} "
    return max((len(known) for known in HEADINGS[field] if f" {known} " in words), default=0)


FITS = {
    "name": lambda column, field: column.strip() == field,
    "heading": lambda column, field: fold(column) in HEADINGS[field],
    "part": _holds_heading,
}
"""How a heading may fit a column of the register, the surest first."""


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
