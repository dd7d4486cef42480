"""Sheets: support for a head of clinic, one page for each recommendation; people write its texts."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from importlib.resources import files

import pandas as pd

from review.display import Html, element, join, text
from review.report.chapters.living import not_in_force, rounded, title
from review.report.living import Speaker
from review.vocabulary import count, decimals_of, number, say

__all__ = ["PARTS", "Sheets", "sheets"]

PARTS = ("stop", "why", "still_right", "instead", "hindered", "helped", "measure", "cost", "patients")
"""What a sheet tells, in the order it is read."""
MOST_MISSING = len(PARTS) // 2
"""Where more than this is blank there is no sheet, only a list of what is missing."""
PER_PAGE = 30


@dataclass(frozen=True, slots=True, repr=False)
class Sheets:
    """Support sheets as one page of HTML, printed one A4 page each after their contents.

    Attributes
    ----------
    html : str
    missing : DataFrame
        A row for each recommendation: `recommendation_id`, `sheet` (whether there is one, or a list of what
        is missing), `filled` (of `PARTS`), `missing` (the parts without text, by name), `signs` (how many
        there are on the sheet).
    pages : int
        Sheets of paper, contents among them, if every text has room.
    """

    html: str
    missing: pd.DataFrame
    pages: int

    def _repr_html_(self):
        return self.html

    def __repr__(self):
        return f"<Sheets: {int(self.missing.sheet.sum())} of {len(self.missing)}>"


def sheets(snapshot, grounds, language):
    """Return the support sheets of some recommendations.

    No sentence is made by the machine: a part that nobody has written in the language is *not written*, and
    an indicator, a cost or an exception is printed as its table has it.

    Parameters
    ----------
    snapshot : review.report.Snapshot
    grounds : dict of str to review.report.grounds.Grounds
        What is known of each recommendation, in the order of the sheets.
    language : {"sv", "en"}

    Examples
    --------
    See `review.workbench.standing.Standing.sheets`.
    """
    w = Speaker(snapshot, language)
    ahead = -(-len(grounds) // PER_PAGE)
    told, rows, pages = [], [], {}
    for page, (name, known) in enumerate(grounds.items(), start=ahead + 1):
        parts = {part: made for part in PARTS if (made := content(w, known, part))}
        lacking, pages[name] = [part for part in PARTS if part not in parts], page
        whole = len(lacking) <= MOST_MISSING
        body = element("div", *boxes(w, parts), class_="parts") if whole else gone(w, lacking)
        told.append(sheet(w, known, body, page))
        rows.append((name, whole, len(parts), "; ".join(lacking), sum(map(len, parts.values()))))
    missing = pd.DataFrame(rows, columns=["recommendation_id", "sheet", "filled", "missing", "signs"])
    body = join([*contents(w, grounds, pages, snapshot.project), *told])
    return Sheets(document(w, body, snapshot.project), missing, ahead + len(told))


def content(w, known, part):
    """Return what one part of a sheet holds, "" where nothing is known."""
    said = [*written(w, known, part), *TABLED.get(part, nothing)(w, known)]
    return said[0] if len(said) == 1 else w.list(said) if said else ""


def written(w, known, part):
    """Return what people wrote for a part, in the sheet's own language and no other."""
    rows = known.tables["sheets"]
    mine = rows[(rows.language == w.language) & (rows.part == part)] if len(rows) else rows
    return [element("span", row.text) for row in mine.itertuples()]


def nothing(*_):
    """Return that no table has anything to say of a part."""
    return []


def still_right(w, known):
    """Return when the measure can still be right, by the register and the table of exceptions."""
    said = [text(known.row.exceptions)] if known.row.exceptions else []
    rows = known.tables["exceptions"]
    return said + [text(w.own(row, "when")) for _, row in rows.iterrows()]


def measures(w, known):
    """Return the indicators by which the recommendation is followed up, what is counted by what it is of."""
    return [measured(w, row) for _, row in known.tables["indicators"].iterrows()]


def measured(w, row):
    """Return an indicator by lines: its name, numerator, denominator, and what is aimed at."""
    good = w.say(f"living.{row.direction}")
    aim = good if pd.isna(row.target) else join([target(w, row), good], ", ")
    lines = {"numerator": w.own(row, "numerator"), "denominator": w.own(row, "denominator"), "aim": aim,
             "data": text(row.data_source)}  # fmt: skip
    told = [element("div", element("dt", w.say(f"sheet.{key}")), element("dd", value))
            for key, value in lines.items()]  # fmt: skip
    return join([w.own(row, "name"), element("dl", *told)])


def target(w, row):
    """Return the value an indicator should reach, with its unit."""
    value = number(row.target, w.language, decimals_of(row.target, 2))
    return w.say(f"sheet.unit.{row.unit}", n=value)


def cost(w, known):
    """Return what care that could be left out costs, where it is known."""
    rows = known.displacement
    return [amount(w, row) for _, row in rows[rows.amount.notna()].iterrows()] if len(rows) else []


def amount(w, row):
    """Return what it costs a year with its interval; where there is none it says so."""
    value, low, high = (number(rounded(row[name]), w.language) for name in ("amount", "low", "high"))
    known = not (pd.isna(row.low) or pd.isna(row.high))
    return (
        w.say("sheet.amount", n=value, low=low, high=high) if known else w.say("sheet.amount.bare", n=value)
    )


def patients(w, known):
    """Return the line in plain words, where no sentence for patients is written for the sheet."""
    said = getattr(known.row, f"plain_{w.language}", "")
    return [text(said)] if said and not written(w, known, "patients") else []


TABLED = {"still_right": still_right, "measure": measures, "cost": cost, "patients": patients}
"""What comes from tables of their own, beside what is written for the sheet."""


def boxes(w, parts):
    """Return the parts of a sheet under their headings; of one that is blank it says so."""
    blank = {"cost": w.say("unknown")}
    for part in PARTS:
        said = parts.get(part) or element("em", blank.get(part, w.say("sheet.blank")))
        yield element("section", element("h3", w.say(f"sheet.{part}")), element("div", said), class_=part)


def gone(w, lacking):
    """Return the list of what is missing, where more than half is."""
    said = w.list([w.say(f"sheet.{part}") for part in lacking])
    return element("div", element("p", w.say("sheet.none")), said, class_="lacking")


def sheet(w, known, body, page):
    """Return one sheet: what it is about, its parts, and who says it on what ground."""
    name = known.row.recommendation_id
    mark = element("p", w.say("sheet.invented"), class_="invented") if invented(known) else ""
    head = element("header", element("p", w.say("sheet.kind"), class_="kind"), mark, title(w, known.row),
                   not_in_force(w, known.row))  # fmt: skip
    foot = element("footer", *[element("p", line) for line in ground(w, known)],
                   element("p", str(page), class_="page"))  # fmt: skip
    return element("article", head, body, foot, id=f"sheet-{name}", class_="sheet")


def invented(known):
    """Return whether anything a sheet prints is an invented row."""
    tables = [known.displacement, *(known.tables[name] for name in ("sheets", "indicators", "exceptions"))]
    return any((rows.invented == "yes").any() for rows in tables if len(rows))


def ground(w, known):
    """Yield the lines at the foot of a sheet: sender, standing with its studies, who wrote the texts."""
    year = "" if pd.isna(known.row.guideline_year) else f", {int(known.row.guideline_year)}"
    yield join([w.say("sheet.sender"), ": ", text(known.row.list_name + year)])
    stand, n = known.standing, len(known.links)
    studies = count(n, "study", w.language)
    yield join([w.say("sheet.standing"), ": ", w.say(f"standing.{stand.standing}"), f" ({studies})"])
    rows = known.tables["sheets"]
    rows = rows[rows.language == w.language] if len(rows) else rows
    who = dict.fromkeys(f"{row.who} {row.written_on}".strip() for row in rows.itertuples())
    if who:
        yield join([w.say("sheet.written"), ": ", text("; ".join(who))])


def contents(w, grounds, pages, project):
    """Yield the pages of contents, `PER_PAGE` recommendations each."""
    names = list(grounds)
    for first in range(0, len(names), PER_PAGE):
        lines = [
            element("li", element("a", element("b", name), " ", w.own(grounds[name].row, "intervention"),
                                  " – ", w.own(grounds[name].row, "condition"), href=f"#sheet-{name}"),
                    element("span", str(pages[name])))
            for name in names[first : first + PER_PAGE]
        ]  # fmt: skip
        head = element("h1", w.say("sheet.title")) if not first else ""
        about = element("p", project.title[w.language]) if not first else ""
        yield element("nav", head, about, element("ol", *lines), aria_label=w.say("sheet.contents"))


def document(w, body, project):
    """Return the whole page; it loads nothing and runs nothing."""
    style = files("review").joinpath("templates", "report", "sheets.css").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    rule = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = (
        Html('<meta charset="utf-8">'),
        element("title", f"{say('sheet.title', w.language)} – {project.title[w.language]}"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{rule}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("style", Html(style)),
    )
    body = element("body", element("main", body))
    return f"<!doctype html>\n{element('html', element('head', *head), body, lang=w.language)}\n"
