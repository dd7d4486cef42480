"""Living: one recommendation's page on its own, as a notebook shows it; the report prints the same parts."""

import re

from review.display import Html, element
from review.report import derived
from review.report.chapters.living import living, title
from review.report.writer import Writer
from review.vocabulary import say

__all__ = ["Speaker", "page_of"]

STYLE = """
.living { max-width: 46rem; line-height: 1.5; }
.living h4 { font-size: 1.25rem; margin: 0 0 .6rem; color: #0b5563; }
.living h4 .id, .living .facts dt { color: #54666e; font-weight: 400; font-size: .875rem; }
.living h4 .condition { display: block; font-size: .95rem; font-weight: 400; color: #1b2a30; }
.living h5 { font-size: 1rem; margin: 1.1rem 0 .2rem; }
.living p, .living ul, .living ol { margin: 0 0 .3rem; }
.living .facts { display: grid;
  grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .5rem 1.5rem;
  margin: 0; }
.living .facts.wide { grid-template-columns: 1fr; }
.living .facts dd { margin: 0; }
.living table { border-collapse: collapse; }
.living th, .living td { text-align: left; vertical-align: top;
  padding: .3rem 1rem .3rem 0;
  border-bottom: 1px solid #c9d3d6; font-weight: 400; }
.living .mark { display: inline-block; width: .65em; height: .65em; margin-right: .3em;
  background: #8fb9bf; }
.living .mark.supports { background: #0b5563; }
.living .mark.contradicts { background: #b5541c; }
.living .mark.mixed { background: #e3a876; }
.living .grade { color: #0b5563; white-space: nowrap; }
.living .answers { color: #54666e; font-size: .9rem; }
"""
"""The page in a notebook; on a dark ground it keeps its paper."""


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
    """Return the page of a recommendation as HTML, and what is missing in words.

    Parameters
    ----------
    snapshot : review.report.Snapshot
        Its references name the studies.
    known : review.report.grounds.Grounds
    language : {"sv", "en"}

    Returns
    -------
    (str, tuple of str)
    """
    w = Speaker(snapshot, language)
    body = element("div", title(w, known.row), *living(w, known), class_="living", lang=language)
    ground = "background: #fff; color: #1b2a30; padding: 1rem"
    html = element("div", Html(f"<style>{STYLE}</style>"), body, style=ground)
    missing = tuple(say(f"living.lacks.{key}", language, n=n or 0) for key, n in known.missing)
    return re.sub(r'<a [^<>]*href="#[^"]*"[^<>]*>(.*?)</a>', r"\1", html), missing
