"""Living: one recommendation's page on its own, as a notebook shows it; the report prints the same parts."""

import re
from importlib.resources import files

from review.display import Html, element
from review.report import derived
from review.report.chapters.living import living, title
from review.report.writer import Writer
from review.vocabulary import say

__all__ = ["Speaker", "page_of"]


class Speaker(Writer):
    """A writer that counts nothing: it knows words and the names of studies."""

    def __init__(self, snapshot, language):
        super().__init__(language, derived.citations(snapshot.references, language))
        self.titles = snapshot.references.set_index("reference_id").title

    def study(self, reference_id):
        """Return the short name of a study; there is no page here to link into."""
        name = self.names.get(reference_id, reference_id)
        return element("span", name, title=self.titles.get(reference_id, ""))


def page_of(snapshot, known, language):
    """Return the page of a recommendation as HTML, and what is missing in words, as a tuple.

    `known` are its `Grounds`; the references of the snapshot name the studies.
    """
    w = Speaker(snapshot, language)
    body = element("div", title(w, known.row), *living(w, known), class_="living", lang=language)
    ground = "background: #fff; color: #1b2a30; padding: 1rem"
    style = files("review").joinpath("templates", "report", "living.css").read_text(encoding="utf-8")
    html = element("div", Html(f"<style>\n{style}</style>"), body, style=ground)
    missing = tuple(say(f"living.lacks.{key}", language, n=n or 0) for key, n in known.missing)
    return re.sub(r'<a [^<>]*href="#[^"]*"[^<>]*>(.*?)</a>', r"\1", html), missing
