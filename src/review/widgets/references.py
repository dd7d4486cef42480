"""References: one as a card shows it, every text cleaned, cut where it is endless, and in runs."""

from urllib.parse import quote

from review.text import split
from review.widgets.card import clipped, element, escaped, static_runs
from review.widgets.marking import plain, sections, words_marked

__all__ = ["doi_address", "plain_value", "reference_as_html", "shown_reference"]

LANGUAGE_CODES = {"english": "en", "eng": "en", "en": "en", "swedish": "sv", "swe": "sv", "sv": "sv"}
TEXTS = ("title", "abstract", "authors", "journal", "doi", "pmid", "databases")
INVENTED_DOI = "10.5555/"
"""DOIs under the test prefix lead nowhere, so they are shown but not linked."""
LONGEST_DOI = 300
MOST_KEYWORDS = 60


def shown_reference(row, say, highlight=None):
    """Return a reference as the browser shows it.

    Parameters
    ----------
    row : mapping
        `title`, `abstract`, `keywords`, `authors`, `journal`, `year`, `doi`, `pmid`, `language`, `databases`;
        what is missing is "" or None.
    say : callable
        From a key to a sentence of the interface.
    highlight : dict of str to sequence of str, optional
        Words to mark: ``for`` and ``against``.
    """
    cut = say("cut")
    words = {"for": (), "against": ()} | (highlight or {})

    def mark(text):
        return words_marked(text, words["for"], words["against"])

    text = {name: clipped(row.get(name), cut) for name in TEXTS}
    title = text["title"] or say("screen.no_title")
    keywords = [clipped(word, cut) for word in split(plain(row.get("keywords")))[:MOST_KEYWORDS]]
    return {
        "heard": title,
        "title": mark(title),
        "lang": LANGUAGE_CODES.get(plain(row.get("language")).strip().casefold(), ""),
        "authors": text["authors"],
        "source": " · ".join(part for part in (text["journal"], plain(row.get("year"))) if part),
        "doi": {"label": text["doi"], "address": doi_address(text["doi"])},
        "pmid": text["pmid"],
        "databases": text["databases"],
        "keywords": [mark(word) for word in keywords],
        "sections": [
            {"heading": heading, "runs": mark(part)}
            for heading, part in sections(text["abstract"]) or [("", say("screen.no_abstract"))]
        ],
    }


def reference_as_html(shown):
    """Return what `shown_reference` gives as pieces of HTML, for pages without a kernel."""
    parts = [element("h3", static_runs(shown["title"]))]
    parts += [element("p", escaped(shown[name])) for name in ("authors", "source") if shown[name]]
    for part in shown["sections"]:
        head = element("b", escaped(part["heading"]), ". ") if part["heading"] else ""
        parts.append(element("p", head, static_runs(part["runs"])))
    if shown["keywords"]:
        parts.append(element("p", " · ".join(static_runs(word) for word in shown["keywords"])))
    return parts


def doi_address(doi):
    """Return the address a DOI leads to; "" for what is no DOI, and for those of the test prefix.

    >>> doi_address("10.1136/bmj.n71"), doi_address("10.5555/invented"), doi_address("javascript:alert(1)")
    ('https://doi.org/10.1136/bmj.n71', '', '')
    """
    if not doi.startswith("10.") or "/" not in doi or doi.startswith(INVENTED_DOI) or len(doi) > LONGEST_DOI:
        return ""
    return "https://doi.org/" + quote(doi, safe="/:;()._-")


def plain_value(value):
    """Return a value as JSON has it; what is missing is None.

    >>> plain_value(float("nan")), plain_value(True), plain_value("a")
    (None, True, 'a')
    """
    if value is None or value != value:
        return None
    return bool(value) if isinstance(value, (bool, int)) else plain(value)
