"""Determinants: what helps and hinders the removal of care, and which strategies had which effect."""

import pandas as pd

from review import figures
from review.coding import leaves, tally
from review.display import element, join, text
from review.register import CODE_DIRECTIONS
from review.report.followed import counted_codes
from review.vocabulary import count, say, share

__all__ = ["determinants"]

DIRECTED = ("determinants", "strategies")
DIRECTED_TABLES = tuple(f"t-{name}" for name in DIRECTED)
N_DRAWN = 12
HINDRANCE = "(hinder)"
"""How the codebook's source column says that the interim report names a hindrance."""
N_OPEN = 4
"""Studies named in a cell without a fold."""


def determinants(w):
    """Write the chapter."""
    codes = counted_codes(w.snapshot)
    if codes.empty:
        places = [element("span", "", id=name) for name in DIRECTED_TABLES]
        return w.section(
            "determinants", "determinants",
            element("p", w.say("determinants.none"), *places, id="t-codes", class_="missing"),
        )  # fmt: skip
    counts = named(w, tally(codes, w.snapshot.codebooks))
    return w.section(
        "determinants", "determinants",
        w.p("determinants.lead", coded=w.n("coded"), included=w.n("included")),
        *factors(w, codes, counts), *strategies(w, codes, counts), *others(w, counts), *agreement(w),
    )  # fmt: skip


def named(w, counts):
    """Return a tally with each code's name and heading in the report's language."""
    names = named_codes(w)
    rows = leaves(w.snapshot.codebooks).set_index(["codebook", "code"])
    keys = list(zip(counts.codebook, counts.code, strict=True))
    return counts.assign(
        name=[names[key] for key in keys],
        heading=[names.get((key[0], rows.parent[key]), "") for key in keys],
        source=[rows.source[key] for key in keys],
    )


def given(counts, codebook):
    """Return the codes of a codebook that a study bears, those with most studies first."""
    mine = counts[(counts.codebook == codebook) & (counts.studies > 0)]
    return mine.sort_values("studies", ascending=False, kind="stable").reset_index(drop=True)


def factors(w, codes, counts):
    """Write the factors with their directions, and the figure of those seen most often."""
    mine = given(counts, "determinants")
    parts = [w.heading("determinants.factors")]
    if mine.empty:
        return [*parts, element("p", w.say("determinants.none"), id="t-determinants", class_="missing")]
    drawn = mine.head(N_DRAWN).rename(columns={"name": "factor"})
    picture = figures.directions(
        drawn, name="f-determinants", language=w.language, caption=say("determinants.figure", w.language),
        keys=CODE_DIRECTIONS, words={key: say(f"factor.{key}", w.language) for key in CODE_DIRECTIONS},
        first="factor",
    )  # fmt: skip
    return [
        *parts,
        w.p("determinants.factors.text", studies=w.of("determinant_studies")),
        w.figure(picture),
        directed(w, codes, mine, id="t-determinants", caption="determinants.factors.table", first="factor"),
        w.p("determinants.domains"),
    ]


def strategies(w, codes, counts):
    """Write the strategies that were tried, with their effect and where their names come from."""
    mine = given(counts, "strategies")
    parts = [w.heading("determinants.strategies")]
    if mine.empty:
        return [*parts, element("p", w.say("determinants.none"), id="t-strategies", class_="missing")]
    return [
        *parts,
        w.p("determinants.strategies.text", studies=w.of("strategy_studies"), helped=w.of("strategy_helped")),
        directed(
            w, codes, mine, id="t-strategies", caption="determinants.strategies.table", first="strategy"
        ),
        w.p("determinants.vote"),
        element(
            "details",
            element("summary", w.say("determinants.sources")),
            w.list([join([element("strong", row.name), text(row.source)], ": ") for row in rows_of(mine)]),
        ),
    ]


def rows_of(frame):
    """Return the rows of a frame as named things; `name` is a column here, not the index."""
    return list(frame.itertuples(index=False))


def directed(w, codes, mine, *, id, caption, first):
    """Return the table of a directed codebook: each code by direction, and its studies."""
    frame = pd.DataFrame(
        {
            first: [
                join([text(row.name), element("span", below(w, row), class_="where")], " ")
                for row in rows_of(mine)
            ]
        }
    )
    for key in CODE_DIRECTIONS:
        frame[f"{first}.{key}"] = mine[key]
    frame["count_studies"] = mine.studies
    frame["studies"] = [names_of(w, codes, row) for row in rows_of(mine)]
    return w.table(frame, id=id, caption=caption)


def below(w, row):
    """Return a code's heading, and whether the interim report names it as a hindrance."""
    return (
        join([text(row.heading), w.say("determinants.interim")], "; ")
        if HINDRANCE in row.source
        else row.heading
    )


def names_of(w, codes, row):
    """Return the studies that bear a code, each a link; where they are many, in a fold."""
    bearing = codes[(codes.codebook == row.codebook) & (codes.code == row.code)]
    ids = sorted(set(bearing.reference_id), key=lambda name: w.names.get(name, name))
    named = join([w.study(name) for name in ids], ", ")
    if len(ids) <= N_OPEN:
        return named
    return element("details", element("summary", count(len(ids), "study", w.language)), named)


def others(w, counts):
    """Write the codes of the other codebooks, one table."""
    mine = counts[~counts.codebook.isin(DIRECTED) & (counts.studies > 0)]
    frame = pd.DataFrame(
        {
            "codebook": [w.say(f"codebook.{row.codebook}") for row in rows_of(mine)],
            "code": [text(row.name) for row in rows_of(mine)],
            "count_studies": list(mine.studies),
        }
    )
    return [
        w.heading("determinants.others"),
        w.table(
            frame, id="t-codes", caption="determinants.others.table", empty="determinants.none", narrow=True
        ),
    ]


def agreement(w):
    """Write how far readers agree on each code, in a fold."""
    measured = w.snapshot.coding_agreement
    measured = measured[measured.n_both > 0] if len(measured) else measured
    if measured.empty:
        return []
    names = named_codes(w)
    frame = pd.DataFrame(
        {
            "codebook": [w.say(f"codebook.{row.codebook}") for row in rows_of(measured)],
            "code": [text(names.get((row.codebook, row.code), row.code)) for row in rows_of(measured)],
            "n_both": measured.n_both,
            "with_code": measured.with_code,
            "percent_agreement": [share(value, w.language) for value in measured.percent_agreement],
            "kappa": measured.kappa,
            "ac1": measured.ac1,
        }
    )
    shown = w.table(
        frame, id="t-coding-agreement", caption="determinants.agreement.table", right=["percent_agreement"],
        decimals={"kappa": 2, "ac1": 2},
    )  # fmt: skip
    fold = element("details", element("summary", w.say("determinants.agreement.show")), shown)
    return [w.heading("determinants.agreement"), w.p("determinants.agreement.text"), fold]


def named_codes(w):
    """Return {(codebook, code): its name}."""
    book = w.snapshot.codebooks
    return dict(zip(zip(book.codebook, book.code, strict=True), book[f"name_{w.language}"], strict=True))
