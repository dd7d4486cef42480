"""Gap map: what the studies are about, drawn, to be explored, and as questions where there are none."""

import pandas as pd

from review import figures, gaps
from review.display import element, join, text
from review.evidence import CERTAINTIES, DIRECTIONS
from review.report import derived
from review.report.chapters.living import PLUSES, mark
from review.vocabulary import number, say, sort_key

__all__ = ["gap_map"]

SHOWN = ("study_design", "determinants", "strategies")
"""Codebooks the map is drawn against, where somebody has put their codes on studies; else directions."""


def gap_map(w):
    """Return a drawing, and every map in a fold of its own; the page's script shows one of them at a time."""
    links = derived.counted_links(w.snapshot)
    if links.empty:
        return [w.heading("gap_map"), element("p", w.say("gap_map.none"), class_="missing", id="f-gap-map")]
    columns = [key for key in SHOWN if (w.snapshot.codes.codebook == key).any()] or ["direction"]
    found = {(row, key): cells_of(w, links, row, key) for row in gaps.ROWS for key in columns}
    return [
        w.heading("gap_map"),
        w.p("gap_map.lead"),
        drawn(w, found[gaps.ROWS[0], columns[0]], columns[0]),
        explored(w, found),
    ]


def cells_of(w, links, rows, columns):
    """Return the cells of one map with its rows and columns."""
    snapshot = w.snapshot
    register = snapshot.recommendations
    if rows == "recommendation":
        register = register[register.recommendation_id.isin(links.recommendation_id)]
    axes = {"rows": rows, "columns": columns, "guidelines": snapshot.guidelines}
    cells = gaps.cells(links, snapshot.codes, register, snapshot.codebooks, **axes)
    down = gaps.down(register, rows, snapshot.guidelines)
    order = sorted(down.index, key=lambda place: sort_key(down[f"name_{w.language}"][place]))
    return cells, down.loc[order].reset_index(drop=True), gaps.across(snapshot.codebooks, columns)


def drawn(w, one, columns):
    """Return the drawing of studies by area, with how many of its cells are empty."""
    caption = say("gap_map.figure", w.language, columns=say(f"gap_map.{columns}", w.language))
    figure = figures.gap_map(*one, name="f-gap-map", caption=caption, language=w.language)
    cells = one[0]
    empty = w.p("gap_map.empty", empty=w.plain(int((cells.studies == 0).sum())), all=w.plain(len(cells)))
    return join([w.figure(figure), empty])


def explored(w, found):
    """Return all maps, each in a fold; the page's script shows one at a time and lets a reader choose."""
    links = derived.counted_links(w.snapshot)
    tied = dict(iter(links.groupby("reference_id")))
    maps = [one_map(w, rows, columns, *one, tied) for (rows, columns), one in found.items()]
    words = {
        f"data_{key.replace('.', '_')}": say(f"gap_map.{key}", w.language)
        for key in ("rows", "columns", "only", "only.all", "only.certain", "only.opposed")
    }
    return element(
        "div", w.p("gap_map.legend", class_="source"), *maps, class_="gapmap", id="gap-map", **words
    )


def one_map(w, rows, columns, cells, down, across, tied):
    """Return one map as a table in a fold."""
    name = f"gap-map-{rows.replace('_', '-')}-{columns.replace('_', '-')}"
    named = f"name_{w.language}"
    title = say("gap_map.table", w.language, rows=w.capital(f"gap_map.{rows}"),
                columns=say(f"gap_map.{columns}", w.language))  # fmt: skip
    by_place = {(one.row, one.column): one for one in cells.itertuples()}
    frame = pd.DataFrame({"row": [row_name(w, rows, row) for row in down.itertuples()]})
    for head in across.itertuples():
        frame[head.column] = [cell(w, by_place[row, head.column], tied) for row in down.row]
    heads = {"row": w.capital(f"gap_map.{rows}")} | dict(zip(across.column, across[named], strict=True))
    table = w.bare_table(frame, id=f"{name}-table", labelled_by=name, headings=heads)
    note = element("p", w.say("gap_map.studies_alone"), class_="source") if rows == "recommendation" else ""
    return element(
        "details", element("summary", title, id=name), table, note, class_="map", data_map_rows=rows,
        data_map_columns=columns, data_rows_name=w.capital(f"gap_map.{rows}"),
        data_columns_name=w.capital(f"gap_map.{columns}"),
    )  # fmt: skip


def row_name(w, rows, row):
    """Return the name of a row; a recommendation leads to its page."""
    name = getattr(row, f"name_{w.language}")
    if rows == "recommendation":
        return element("a", name, href=f"#{derived.anchor('recommendation', row.row)}")
    return text(name)


def cell(w, one, tied):
    """Return one cell: how many studies, which way, how certain, and which they are."""
    if not one.studies:
        return "0"
    names = one.reference_ids.split("; ")
    items = [study(w, name, tied[name]) for name in sorted(names, key=w.names.get)]
    bar = [element("span", "", class_=f"mark {key}", style=f"flex-grow: {n}") for key in DIRECTIONS
           if (n := getattr(one, key))]  # fmt: skip
    return element(
        "details",
        element("summary", element("span", number(one.studies, w.language), class_="count"),
                element("span", *bar, class_="bar"), grade(one.certainty), aria_label=told(w, one)),
        element("ul", *items), class_="cell",
    )  # fmt: skip


def grade(certainty):
    """Return the best certainty as plus signs in circles, nothing where none is assessed."""
    signs = PLUSES.get(certainty, 0)
    return element("span", "⊕" * signs + "◯" * (4 - signs), class_="grade") if signs else ""


def told(w, one):
    """Return what a cell shows, in words."""
    counts = {key: getattr(one, key) for key in DIRECTIONS}
    counted = [f"{number(n, w.language)} {say(key, w.language)}" for key, n in counts.items() if n]
    best = f"{say('gap_map.best', w.language)}: {say(one.certainty, w.language)}"
    return f"{number(one.studies, w.language)}: {', '.join(counted)}; {best}"


def study(w, name, links):
    """Return one study with its direction and certainty; the map shows the best of several links."""
    pointing = [key for key in DIRECTIONS if (links.direction == key).any()]
    best = min(links.certainty, key=CERTAINTIES.index)
    said = ", ".join([*(say(key, w.language) for key in pointing), say(best, w.language)])
    told = {"data_directions": " ".join(pointing), "data_certainty": best}
    return element("li", mark(pointing[0]), w.study(name), f" ({said})", **told)
