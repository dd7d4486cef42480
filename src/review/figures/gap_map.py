"""Gap map: how many studies there are of what, which way they point, and where there is none."""

import pandas as pd

from review.evidence import CERTAINTIES, DIRECTIONS
from review.figures.drawing import WIDTH, block, finish, label, labels, line, sheet, wrap
from review.figures.evidence import TONES
from review.gaps import NOT_CODED
from review.vocabulary import capital, number, say

__all__ = ["gap_map"]

NAMES, TALL, HEAD = 132, 24, 106
"""Room for the rows' names, height of a row, and room for the columns' names."""

SURE = CERTAINTIES[:2]


def gap_map(cells, rows, columns, *, name, caption, language):
    """Return a map of cells: a number, a bar of directions, and a ground where the best study is certain.

    Its table holds every cell in which there is a study, for those who cannot see the map.

    Parameters
    ----------
    cells : DataFrame
        See `review.gaps.cells`.
    rows, columns : DataFrame
        `row` or `column` and `name_sv`, `name_en` (see `review.gaps.down` and `review.gaps.across`).
    """
    named = f"name_{language}"
    wide = (WIDTH - NAMES) / max(1, len(columns))
    paper, axes = sheet(HEAD + TALL * len(rows) + 6)
    for place, head in enumerate(columns[named]):
        x = NAMES + (place + 0.5) * wide
        parts = wrap(head, HEAD - 6, size=9.5)[: max(1, int(wide // 10))]
        for n, part in enumerate(parts):
            left = x + 10 * (n - (len(parts) - 1) / 2)
            label(axes, left, HEAD - 4, part, size=9.5, align="center", upwards="bottom")
    found = {(one.row, one.column): one for one in cells.itertuples()}
    for place_of_row, row in enumerate(rows.itertuples()):
        top = HEAD + TALL * place_of_row
        line(axes, [0, WIDTH], [top, top], width=0.7)
        words = wrap(getattr(row, named), NAMES - 6, size=10)[:2]
        labels(axes, 0, top + (15 if len(words) == 1 else 10), words, step=10, size=10)
        for place, column in enumerate(columns.column):
            draw_cell(axes, NAMES + place * wide, top, wide, found[row.row, column], language)
    table = as_table(cells, rows, columns, language)
    n, m = (number(int(value), language) for value in ((cells.studies > 0).sum(), len(cells)))
    alt = f"{caption}. {say('gap_map.alt', language, n=n, m=m)}"
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=say("source.own", language))


def draw_cell(axes, x, top, wide, cell, language):
    """Draw one cell: a dot where there is no study, a question mark where one of the row waits for a code."""
    if not cell.studies:
        shown = "?" if cell.waiting and cell.column != NOT_CODED else "·"
        label(axes, x + wide / 2, top + 15, shown, colour="soft", size=11, align="center")
        return
    if cell.certainty in SURE:
        block(axes, x + 1, top + 1, wide - 2, TALL - 2, colour="ground")
    shown = number(cell.studies, language)
    label(axes, x + wide / 2, top + 12.5, shown, weight="bold", size=10.5, align="center")
    left, whole = x + 3, wide - 6
    for key in DIRECTIONS:
        part = whole * getattr(cell, key) / cell.studies
        if part:
            block(axes, left, top + 16.5, part, 4, colour=TONES[key])
            left += part


def as_table(cells, rows, columns, language):
    """Return the cells with studies as a table in words."""
    named = f"name_{language}"
    by_row, by_column = rows.set_index("row")[named], columns.set_index("column")[named]
    shown = cells[cells.studies > 0]
    frame = pd.DataFrame(
        {
            "row": shown.row.map(by_row),
            "column": shown.column.map(by_column),
            "studies": shown.studies,
            **{key: shown[key] for key in DIRECTIONS},
            "certainty": [say(key, language) for key in shown.certainty],
        }
    )
    heads = {"row": "gap_map.row", "column": "gap_map.column", "studies": "gap_map.n"}
    return frame.rename(columns={key: capital(say(heads.get(key, key), language)) for key in frame})
