"""Determinants: what helps and hinders the removal of care, and which strategies had which effect."""

from review import figures
from review.coding import leaves, tally
from review.display import element, join, text
from review.register import CODE_DIRECTIONS
from review.report.writer import aside, fold
from review.vocabulary import count, say, share

__all__ = ["determinants", "given", "named"]

DIRECTED = ("determinants", "strategies")
N_DRAWN = 12
HINDRANCE = "(hinder)"
"""How the codebook's source column says that the interim report names a hindrance."""
N_OPEN = 4
"""Studies named in a cell without a fold."""


def determinants(w, coded, codebooks, coding_agreement):
    """Write the chapter."""
    if coded.empty:
        places = [element("span", "", id=f"t-{name}") for name in DIRECTED]
        none = element("p", w.say("determinants.none"), *places, id="t-codes", class_="missing")
        return w.section("determinants", "determinants", none)
    counts = named(w, coded, codebooks)
    return w.section(
        "determinants", "determinants",
        w.p("determinants.lead", coded=w.n("coded"), included=w.n("included")),
        *factors(w, coded, counts), *strategies(w, coded, counts), *others(w, counts),
        *agreement(w, coding_agreement, names_in(w, codebooks)),
    )  # fmt: skip


def named(w, coded, codebooks):
    """Return in how many studies each code was seen, with its name and heading in the report's language."""
    names, counts = names_in(w, codebooks), tally(coded, codebooks)
    rows = leaves(codebooks).set_index(["codebook", "code"])
    keys = list(zip(counts.codebook, counts.code, strict=True))
    return counts.assign(
        name=[names[key] for key in keys],
        heading=[names.get((key[0], rows.parent[key]), "") for key in keys],
        source=[rows.source[key] for key in keys],
    )


def names_in(w, codebooks):
    """Return {(codebook, code): its name}."""
    keys = zip(codebooks.codebook, codebooks.code, strict=True)
    return dict(zip(keys, codebooks[f"name_{w.language}"], strict=True))


def given(counts, codebook):
    """Return the codes of a codebook that a study bears, those with most studies first."""
    mine = counts[(counts.codebook == codebook) & (counts.studies > 0)]
    return mine.sort_values("studies", ascending=False, kind="stable").reset_index(drop=True)


def factors(w, coded, counts):
    """Write the factors with their directions, and the figure of those seen most often."""
    mine = given(counts, "determinants")
    heading = w.heading("determinants.factors")
    if mine.empty:
        return [heading, w.missing("determinants.none", id="t-determinants")]
    drawn = mine.head(N_DRAWN).rename(columns={"name": "factor"})
    words = {key: say(f"factor.{key}", w.language) for key in CODE_DIRECTIONS}
    return [
        heading,
        w.p("determinants.factors.text", studies=w.of("determinant_studies")),
        w.draw(figures.directions, drawn, name="f-determinants", caption="determinants.figure",
               keys=CODE_DIRECTIONS, words=words, first="factor"),
        directed(w, coded, mine, id="t-determinants", caption="determinants.factors.table", first="factor"),
        w.p("determinants.domains"),
    ]  # fmt: skip


def strategies(w, coded, counts):
    """Write the strategies that were tried, with their effect and where their names come from."""
    mine = given(counts, "strategies")
    heading = w.heading("determinants.strategies")
    if mine.empty:
        return [heading, w.missing("determinants.none", id="t-strategies")]
    sources = [join([element("strong", row.name), text(row.source)], ": ") for row in rows_of(mine)]
    return [
        heading,
        w.p("determinants.strategies.text", studies=w.of("strategy_studies"), helped=w.of("strategy_helped")),
        directed(
            w, coded, mine, id="t-strategies", caption="determinants.strategies.table", first="strategy"
        ),
        w.p("determinants.vote"),
        fold(w.say("determinants.sources"), w.list(sources)),
    ]


def rows_of(frame):
    """Return the rows of a frame as named things; `name` is a column here, not the index."""
    return list(frame.itertuples(index=False))


def directed(w, coded, mine, *, first, **how):
    """Return the table of a directed codebook: each code by direction, and its studies."""
    names = [join([text(row.name), aside(below(w, row))], " ") for row in rows_of(mine)]
    counted = {f"{first}.{key}": mine[key] for key in CODE_DIRECTIONS}
    studies = [names_of(w, coded, row) for row in rows_of(mine)]
    return w.table({first: names} | counted | {"count_studies": mine.studies, "studies": studies}, **how)


def below(w, row):
    """Return a code's heading, and whether the interim report names it as a hindrance."""
    interim = HINDRANCE in row.source
    return join([text(row.heading), w.say("determinants.interim")], "; ") if interim else row.heading


def names_of(w, coded, row):
    """Return the studies that bear a code, each a link; where they are many, in a fold."""
    bearing = coded[(coded.codebook == row.codebook) & (coded.code == row.code)]
    ids = sorted(set(bearing.reference_id), key=lambda name: w.names.get(name, name))
    named = join([w.study(name) for name in ids], ", ")
    return named if len(ids) <= N_OPEN else fold(count(len(ids), "study", w.language), named)


def others(w, counts):
    """Write the codes of the other codebooks, one table."""
    mine = counts[~counts.codebook.isin(DIRECTED) & (counts.studies > 0)]
    columns = {
        "codebook": [w.say(f"codebook.{name}") for name in mine.codebook],
        "code": [text(name) for name in mine["name"]],
        "count_studies": list(mine.studies),
    }
    how = {"caption": "determinants.others.table", "empty": "determinants.none", "narrow": True}
    return [w.heading("determinants.others"), w.table(columns, id="t-codes", **how)]


def agreement(w, measured, names):
    """Write how far readers agree on each code, in a fold."""
    measured = measured[measured.n_both > 0] if len(measured) else measured
    if measured.empty:
        return []
    columns = {
        "codebook": [w.say(f"codebook.{name}") for name in measured.codebook],
        "code": [text(names.get((row.codebook, row.code), row.code)) for row in rows_of(measured)],
        "n_both": measured.n_both,
        "with_code": measured.with_code,
        "percent_agreement": [share(value, w.language) for value in measured.percent_agreement],
        "kappa": measured.kappa,
        "ac1": measured.ac1,
    }
    shown = w.table(
        columns, id="t-coding-agreement", caption="determinants.agreement.table",
        right=["percent_agreement"], decimals={"kappa": 2, "ac1": 2},
    )  # fmt: skip
    folded = fold(w.say("determinants.agreement.show"), shown)
    return [w.heading("determinants.agreement"), w.p("determinants.agreement.text"), folded]
