"""Gap map: what the studies are about, drawn, to be explored, and as questions where there are none."""

import pandas as pd

from review import figures, gaps
from review.display import element, join, text
from review.evidence import CERTAINTIES, DIRECTIONS
from review.report.chapters.living import mark
from review.report.writer import link
from review.vocabulary import number, say, sort_key

__all__ = ["gap_map"]

SHOWN = ("study_design", "determinants", "strategies")
"""Codebooks the map is drawn against, where somebody has put their codes on studies; else directions."""


def gap_map(w, tied, recommendations, guidelines, codes, codebooks):
    """Return a drawing, and every map in a fold of its own; the page's script shows one of them at a time."""
    if tied.empty:
        return [w.heading("gap_map"), element("p", w.say("gap_map.none"), class_="missing", id="f-gap-map")]
    registers = {
        "guideline_area": recommendations,
        "recommendation": recommendations[recommendations.recommendation_id.isin(tied.recommendation_id)],
    }
    columns = [key for key in SHOWN if (codes.codebook == key).any()] or ["direction"]
    found = {}
    for rows in gaps.ROWS:
        down = gaps.down(registers[rows], rows, guidelines)
        down = down.sort_values(f"name_{w.language}", key=lambda names: names.map(sort_key), kind="stable")
        for key in columns:
            axes = {"rows": rows, "columns": key, "guidelines": guidelines}
            cells = gaps.cells(tied, codes, registers[rows], codebooks, **axes)
            found[rows, key] = cells, down, gaps.across(codebooks, key)
    first = drawn(w, found[gaps.ROWS[0], columns[0]], columns[0])
    return [w.heading("gap_map"), w.p("gap_map.lead"), first, explored(w, found, tied)]


def drawn(w, one, columns):
    """Return the drawing of studies by area, with how many of its cells are empty."""
    caption = say("gap_map.figure", w.language, columns=say(f"gap_map.{columns}", w.language))
    return join([w.draw(figures.gap_map, *one, name="f-gap-map", caption=caption), counted(w, one[0])])


def counted(w, cells):
    """Return how many studies bear a code and how many cells are known to be empty."""
    studies = {name: set() for name in (True, False)}
    for one in cells[cells.studies > 0].itertuples():
        studies[one.column == gaps.NOT_CODED] |= {*one.reference_ids.split("; ")}
    said = {
        "coded": len(studies[False]), "linked": len(studies[False] | studies[True]),
        "empty": len(gaps.known_empty(cells)), "all": int((cells.column != gaps.NOT_CODED).sum()),
        "unknown": len(gaps.unknown(cells)),
    }  # fmt: skip
    return w.p("gap_map.empty", **{name: w.plain(n) for name, n in said.items()})


def explored(w, found, links):
    """Return all maps, each in a fold; the page's script shows one at a time and lets a reader choose."""
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
    note = w.p("gap_map.studies_alone", class_="source") if rows == "recommendation" else ""
    return element(
        "details", element("summary", title, id=name), table, note, class_="map", data_map_rows=rows,
        data_map_columns=columns, data_rows_name=heads["row"],
        data_columns_name=w.capital(f"gap_map.{columns}"),
    )  # fmt: skip


def row_name(w, rows, row):
    """Return the name of a row; a recommendation leads to its page."""
    name = getattr(row, f"name_{w.language}")
    if rows == "recommendation":
        return link(name, "recommendation", row.row)
    return text(name)


def cell(w, one, tied):
    """Return one cell: how many studies, which way, how certain, and which they are."""
    if not one.studies:
        unknown = one.waiting and one.column != gaps.NOT_CODED
        return element("span", "?", title=say("gap_map.unknown", w.language)) if unknown else "0"
    names = one.reference_ids.split("; ")
    items = [study(w, name, tied[name]) for name in sorted(names, key=w.names.get)]
    bar = [element("span", "", class_=f"mark {key}", style=f"flex-grow: {n}") for key in DIRECTIONS
           if (n := getattr(one, key))]  # fmt: skip
    return element(
        "details",
        element("summary", element("span", number(one.studies, w.language), class_="count"),
                element("span", *bar, class_="bar"), aria_label=told(w, one)),
        element("ul", *items), class_="cell",
    )  # fmt: skip


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
