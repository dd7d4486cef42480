"""Answers: which care to begin with, what hinders and helps, and what was tried, in a few lines each."""

from review.display import element, join
from review.report.chapters.determinants import given
from review.report.writer import link, with_aside
from review.vocabulary import say, uncapital

__all__ = ["begin", "factors", "tried"]

N_NAMED = 8
"""Recommendations named on the first page."""
N_CODES = 3
"""Factors of each direction, and strategies, named on the first page."""


def begin(w, by_id):
    """Return which recommendations stand firm, and with which of them to begin, each with its sender."""
    rows = [row for row in w.rows["standings"] if row["pressing"]]
    said = [w.say("findings.begin.text", strong=w.n("strong"), register=w.n("register"))]
    if not rows:
        return [element("p", *said)]
    key = "findings.begin.pressing" if len(rows) <= N_NAMED else "findings.begin.among"
    said.append(w.say(key, pressing=w.n("pressing"), why=w.say(f"findings.begin.{because(rows)}")))
    names = [named(w, by_id.loc[row["recommendation"]]) for row in rows[:N_NAMED]]
    return [element("p", join(said, " ")), w.list(names, class_="compact"), *unknown_adherence(w, rows)]


def because(rows):
    """Return what makes recommendations pressing: harm, low adherence, or one or the other.

    >>> because([{"harm": "yes", "low_adherence": "unknown"}])
    'harm'
    """
    harm, low = (any(row[name] == "yes" for row in rows) for name in ("harm", "low_adherence"))
    return "either" if harm and low else "low" if low else "harm"


def named(w, row):
    """Return a recommendation as a link to its page, with who sends it."""
    return with_aside(link(w.recommendation(row), "recommendation", row.recommendation_id), row.list_name)


def unknown_adherence(w, rows):
    """Yield of how many of them nobody knows how often the measure is done."""
    n = sum(row["low_adherence"] == "unknown" for row in rows)
    if n:
        yield w.p("findings.begin.unknown", n=w.plain(n), all=w.plain(len(rows)), class_="source")


def factors(w, counts):
    """Return which factors were seen most often to hinder and to help, "" where none was.

    `counts` are codes with names (see `review.report.chapters.determinants.named`).
    """
    mine = given(counts, "determinants")
    said = {key: most_often(w, mine, key) for key in ("hinders", "helps")}
    if not any(said.values()):
        return ""
    parts = [w.say("findings.factors.text", studies=w.n("determinant_studies"), coded=w.n("coded"))]
    parts += [w.say(f"findings.factors.{key}", first=names[0], rest=following(w, names[1:]))
              for key, names in said.items() if names]  # fmt: skip
    return join(parts, " ")


def most_often(w, mine, key):
    """Return the factors that point one way most often, each with its number of studies."""
    mine = mine[mine[key] > 0].sort_values(key, ascending=False, kind="stable").head(N_CODES)
    names = []
    for row in mine.itertuples(index=False):
        studies = say("study" if getattr(row, key) == 1 else "study_plural", w.language)
        words = "one" if names else "first"
        names.append(w.say(f"findings.factors.{words}", name=uncapital(row.name), studies=studies,
                           n=code_number(w, row, key)))  # fmt: skip
    return names


def following(w, names):
    """Return what comes after the commonest factor, "" where nothing does."""
    return w.say("findings.factors.rest", names=join(names, ", ")) if names else ""


def tried(w, counts):
    """Return which strategies were tried most often, and in how many studies the care decreased."""
    mine = given(counts, "strategies").head(N_CODES)
    if mine.empty:
        return ""
    names = []
    for row in mine.itertuples(index=False):
        whole, helps = code_number(w, row), code_number(w, row, "helps")
        names.append(w.say("findings.tried.one", name=uncapital(row.name), helps=helps, n=whole))
    helped, studies = w.n("strategy_helped"), w.n("strategy_studies")
    return w.say("findings.tried.text", helped=helped, studies=studies, names=join(names, "; "))


def code_number(w, row, key=""):
    """Return in how many studies a code was seen, all or those that point one way."""
    book, name = row.codebook, f"code.{row.codebook}.{row.code}"
    where = {"codebook": book, "code": row.code} | ({"direction": key} if key else {})
    way = w.say(f"findings.way.{book}.{key or 'any'}")
    return w.counted(
        f"{name}.{key}" if key else name, {"count": "codes", "where": where, "different": "study"},
        anchor=f"t-{book}", whole=name if key and book == "strategies" else "coded",
        what=f"{way}: {row.name}",
    )  # fmt: skip
