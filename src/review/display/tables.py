"""Tables: a frame as an accessible HTML table with heading, caption and source."""

import pandas as pd

from review.display.html import element
from review.vocabulary import number, say

__all__ = ["data_table", "table"]

LONG, ROW_HEIGHT = 200, 70
"""From how many rows a table is long, and how many pixels a row takes about."""


def table(
    frame, *, id, language, caption, label="", headings=None, decimals=None, row_ids=None, right=(), note="",
    sortable=False, narrow=False,
):  # fmt: skip
    """Return a frame as a captioned table in a group that scrolls by itself where it is too wide.

    Parameters
    ----------
    frame : DataFrame
        One row per row; cells are texts, numbers, booleans or `Html`. The first column heads its row.
    id : str
        Of the table, for links to it; unique on the page.
    language : {"sv", "en"}
    caption : str
    label : str
        Stands before the caption, such as "Table 3".
    headings : dict of str to str, optional
        Column to heading; a column not named is looked up among the words of the interface.
    decimals : dict of str to int, optional
        Column to decimals shown; 0 for columns not named.
    row_ids : sequence of str, optional
        The id of each row, "" for none.
    right : sequence of str
        Columns of texts set like numbers, such as shares.
    note : str or Html
        Stands below: source and remarks.
    sortable : bool
        Whether a reader may sort and search it (needs the page's script; without it nothing is lost).
    narrow : bool
        True for small tables that should not fill the width.

    Returns
    -------
    Html

    Examples
    --------
    >>> small = pd.DataFrame({"database": ["PubMed"], "n": [234]})
    >>> html = table(small, id="t-a", language="en", caption="Records", headings={"n": "Records"})
    >>> '<th scope="row">PubMed</th><td class="number">234</td>' in html
    True
    """
    caption_id = f"{id}-caption"
    named = [element("span", label, class_="label"), " "] if label else []
    body = data_table(
        frame, language=language, headings=headings, decimals=decimals, row_ids=row_ids, right=right,
        labelled_by=caption_id, classes="sortable" if sortable else None,
    )  # fmt: skip
    # the browser leaves a long table unset until a reader comes near; this tall it will be, more or less
    height = f"contain-intrinsic-height: auto {ROW_HEIGHT * len(frame)}px" if len(frame) > LONG else None
    region = element(
        "div", body, class_="scroll long" if height else "scroll", role="group", aria_labelledby=caption_id,
        tabindex="0", style=height,
    )  # fmt: skip
    heading = element("figcaption", *named, caption, id=caption_id)
    below = element("p", note, class_="source") if note else ""
    return element("figure", heading, region, below, id=id, class_="table narrow" if narrow else "table")


def data_table(
    frame, *, language, headings=None, decimals=None, row_ids=None, right=(), labelled_by=None, classes=None
):
    """Return a frame as a bare table, for use inside another element (see `table`)."""
    headings, decimals = headings or {}, decimals or {}
    kinds = {name: "number" if name in right or is_numeric(frame[name]) else None for name in frame.columns}
    head = [
        element("th", headings.get(name, say(name, language)), scope="col", class_=kinds[name])
        for name in frame.columns
    ]
    rows = []
    ids = [""] * len(frame) if row_ids is None else row_ids
    for row_id, row in zip(ids, frame.itertuples(index=False, name=None), strict=True):
        cells = [
            cell(value, "td" if place else "th", kinds[name], decimals.get(name, 0), language)
            for place, (name, value) in enumerate(zip(frame.columns, row, strict=True))
        ]
        rows.append(element("tr", *cells, id=row_id or None))
    parts = element("thead", element("tr", *head)), element("tbody", *rows)
    return element("table", *parts, class_=classes, aria_labelledby=labelled_by)


def cell(value, tag, kind, decimals, language):
    """Return one cell; numbers carry their plain value for sorting."""
    said = {"scope": "row" if tag == "th" else None, "class_": kind}
    if is_missing(value):
        value = "–"
    elif isinstance(value, bool):
        value = say("yes" if value else "no", language)
    elif is_number(value):
        plain, value = f"{float(value):.12g}", number(value, language, decimals)
        said["data_value"] = plain if plain != value else None
    return element(tag, value, **said)


def is_numeric(column):
    """Return whether a column holds numbers, apart from cells without a value."""
    known = [value for value in column if not is_missing(value)]
    return bool(known) and all(is_number(value) for value in known)


def is_number(value):
    """Return whether a cell is a number and no truth value."""
    return not isinstance(value, (bool, str)) and pd.api.types.is_number(value)


def is_missing(value):
    """Return whether a cell holds nothing."""
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)
