"""Answers: which care to begin with, what hinders and helps, and what was tried, in a few lines each."""

from review.coding import tally
from review.display import element, join
from review.report.chapters.determinants import given, named
from review.report.chapters.living import article_id
from review.report.followed import counted_codes

__all__ = ["begin", "factors", "tried"]

N_NAMED = 8
"""Recommendations named on the first page."""
N_CODES = 3
"""Factors of each direction, and strategies, named on the first page."""


def begin(w):
    """Return which recommendations stand firm, and with which of them to begin."""
    first = [row["recommendation"] for row in w.rows["standings"] if row["pressing"]]
    said = {"strong": w.n("strong"), "register": w.n("register")}
    if not first:
        return [element("p", w.say("findings.begin.text", **said))]
    key = "findings.begin.pressing" if len(first) <= N_NAMED else "findings.begin.among"
    rows = w.snapshot.recommendations.set_index("recommendation_id", drop=False)
    names = [
        element("a", w.recommendation(rows.loc[name]), href=f"#{article_id(name)}")
        for name in first[:N_NAMED]
    ]
    text = join([w.say("findings.begin.text", **said), w.say(key, pressing=w.n("pressing"))], " ")
    return [element("p", text), w.list(names, class_="compact")]


def factors(w):
    """Return which factors were seen most often to hinder and to help, "" where none was."""
    mine = codes_of(w, "determinants")
    said = {key: counted_list(w, mine, key) for key in ("hinders", "helps")}
    if not any(said.values()):
        return ""
    parts = [w.say("findings.factors.text", studies=w.n("determinant_studies"), coded=w.n("coded"))]
    parts += [w.say(f"findings.factors.{key}", names=names) for key, names in said.items() if names]
    return join(parts, " ")


def tried(w):
    """Return which strategies were tried most often, and in how many studies the care decreased."""
    mine = codes_of(w, "strategies").head(N_CODES)
    if mine.empty:
        return ""
    names = []
    for row in mine.itertuples(index=False):
        whole = code_number(w, row)
        names.append(
            w.say("findings.tried.one", name=uncapital(row.name), helps=code_number(w, row, "helps"), n=whole)
        )
    text = w.say(
        "findings.tried.text", helped=w.n("strategy_helped"), studies=w.n("strategy_studies"),
        names=join(names, "; "),
    )  # fmt: skip
    return text


def codes_of(w, codebook):
    """Return the codes of a codebook that studies bear, with their names."""
    codes = counted_codes(w.snapshot)
    if codes.empty:
        return codes
    return given(named(w, tally(codes, w.snapshot.codebooks)), codebook)


def counted_list(w, mine, key):
    """Return the codes that point one way most often, each with its number of studies; "" for none."""
    if mine.empty:
        return ""
    mine = mine[mine[key] > 0].sort_values(key, ascending=False, kind="stable").head(N_CODES)
    names = [
        w.say("findings.factors.one", name=uncapital(row.name), n=code_number(w, row, key))
        for row in mine.itertuples(index=False)
    ]
    return join(names, "; ") if names else ""


def code_number(w, row, key=""):
    """Return in how many studies a code was seen, all or those that point one way."""
    where = {"codebook": row.codebook, "code": row.code} | ({"direction": key} if key else {})
    number = f"code.{row.codebook}.{row.code}" + (f".{key}" if key else "")
    way = w.say(f"findings.way.{row.codebook}.{key or 'any'}")
    return w.counted(
        number, {"count": "codes", "where": where, "different": "study"}, anchor=f"t-{row.codebook}",
        whole=f"code.{row.codebook}.{row.code}" if key and row.codebook == "strategies" else "coded",
        what=f"{way}: {row.name}",
    )  # fmt: skip


def uncapital(words):
    """Return words as they stand within a sentence; abbreviations stay.

    Examples
    --------
    >>> uncapital("Tid saknas"), uncapital("MR före remiss")
    ('tid saknas', 'MR före remiss')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
