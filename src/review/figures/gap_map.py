"""Gap map: how many studies there are of what, which way they point, and where there is none."""

import pandas as pd

from review.evidence import CERTAINTIES, DIRECTIONS
from review.figures.drawing import COLOURS, WIDTH, block, finish, label, line, sheet, wrap
from review.figures.evidence import TONES
from review.vocabulary import number, say

__all__ = ["gap_map"]

NAMES, TALL, HEAD = 132, 24, 106
"""Room for the rows' names, height of a row, and room for the columns' names."""

SURE = CERTAINTIES[:2]


def gap_map(cells, rows, columns, *, name, caption, language):
    """Return a map of cells: a number, a bar of directions, and a ground where the best study is certain.

    Parameters
    ----------
    cells : DataFrame
        See `review.gaps.cells`.
    rows, columns : DataFrame
        `row` or `column` and `name_sv`, `name_en` (see `review.gaps.down` and `review.gaps.across`).
    name, caption, language : str

    Returns
    -------
    Figure
        Its table holds every cell in which there is a study, for those who cannot see the map.
    """
    named = f"name_{language}"
    wide = (WIDTH - NAMES) / max(1, len(columns))
    paper, axes = sheet(HEAD + TALL * len(rows) + 6)
    for place, head in enumerate(columns[named]):
        x = NAMES + (place + 0.5) * wide
        parts = wrap(head, HEAD - 6, size=9.5)[: max(1, int(wide // 10))]
        for n, part in enumerate(parts):
            upwards(axes, x + 10 * (n - (len(parts) - 1) / 2), HEAD - 4, part)
    found = {(one.row, one.column): one for one in cells.itertuples()}
    for place_of_row, row in enumerate(rows.itertuples()):
        top = HEAD + TALL * place_of_row
        line(axes, [0, WIDTH], [top, top], width=0.7)
        words = wrap(getattr(row, named), NAMES - 6, size=10)[:2]
        for n, part in enumerate(words):
            label(axes, 0, top + (15 if len(words) == 1 else 10 + 10 * n), part, size=10)
        for place, column in enumerate(columns.column):
            draw_cell(axes, NAMES + place * wide, top, wide, found[row.row, column], language)
    table = as_table(cells, rows, columns, language)
    said = say("gap_map.alt", language, n=number(int((cells.studies > 0).sum()), language),
               m=number(len(cells), language))  # fmt: skip
    return finish(paper, name=name, caption=caption, alt=f"{caption}. {said}", table=table,
                  source=say("source.own", language))  # fmt: skip


def upwards(axes, x, y, words):
    """Write words upwards, beginning at y."""
    axes.text(
        x, y, words, color=COLOURS["ink"], fontsize=9.5, ha="center", va="bottom", rotation=90,
        parse_math=False,
    )  # fmt: skip


def draw_cell(axes, x, top, wide, cell, language):
    """Draw one cell: nothing but a dot where there is no study."""
    if not cell.studies:
        label(axes, x + wide / 2, top + 15, "·", colour="soft", size=11, align="center")
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


def capital(words):
    """Return words with a capital letter."""
    return words[:1].upper() + words[1:]
