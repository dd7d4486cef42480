"""Explaining: each term of the glossary is marked where it first stands, and defined in that chapter."""

import re

from review.display import Html, element, text
from review.report import derived
from review.vocabulary import say

__all__ = ["Explainer", "terms_of"]

TAG = re.compile(r"(<[^>]*>)")
SKIPPED = {"a", "h2", "h3", "h4", "h5", "table", "svg", "figcaption", "dfn", "dl", "code", "bdi", "summary"}
"""Elements in which no term is marked: links, headings, tables, drawings and what is a definition itself."""


def terms_of(glossary, language):
    """Return what may be explained of a glossary (see `review.register.load_glossary`), a dict for each term.

    It has `id`, `name`, `names` (as they may stand in a text), `definition` and `source`.
    """
    found = {}
    for row in glossary[glossary[f"definition_{language}"] != ""].to_dict("records"):
        name = row[f"term_{language}"] or row["term_sv"]
        # what stands in brackets tells two definitions of one word apart; the first explains it
        plain, *names = (
            re.sub(r"\s*\(.*\)", "", one) for one in (name, row[f"term_{language}"], row["term_sv"])
        )
        if plain not in found:
            found[plain] = {
                "id": derived.anchor("term", row["term_en"] or row["term_sv"]), "name": plain,
                "names": sorted({plain, *names} - {""}, key=len, reverse=True),
                "definition": row[f"definition_{language}"], "source": row["source"],
            }  # fmt: skip
    return list(found.values())


class Explainer:
    """Marks terms (see `terms_of`) where they first stand, chapter by chapter."""

    def __init__(self, terms, language):
        self.waiting, self.language = terms, language

    def known(self):
        """Take every term as explained, as the chapter does that defines them all."""
        self.waiting = []

    def explain(self, chapter):
        """Return a chapter's HTML with its new terms marked, and the list of what they mean, "" for none."""
        pieces, inside, met = TAG.split(chapter), 0, []
        for place, piece in enumerate(pieces):
            if piece.startswith("<"):
                name = re.match(r"</?(\w+)", piece)
                if name and name[1] in SKIPPED:
                    inside += -1 if piece.startswith("</") else 1
            elif piece.strip() and not inside:
                pieces[place] = self.mark(piece, met)
        return Html("".join(pieces)), self.meanings(met)

    def mark(self, piece, met):
        """Return a piece of text with the first of each new term as a link to what it means."""
        for term in list(self.waiting):
            pattern = "|".join(re.escape(text(name)) for name in term["names"])
            found = re.search(rf"(?<![\w-])({pattern})(?:en|et|n|s)?(?![\w-])", piece, flags=re.IGNORECASE)
            # a mark never falls into the mark of another term
            if found and piece.rfind("<a ", 0, found.start()) <= piece.rfind("</a>", 0, found.start()):
                link = element("a", Html(found[0]), class_="term", href=f"#{term['id']}")
                piece = piece[: found.start()] + link + piece[found.end() :]
                self.waiting.remove(term)
                met.append(term)
        return piece

    def meanings(self, met):
        """Return the terms met as a list of definitions."""
        if not met:
            return Html("")
        rows = []
        for term in met:
            source = element("cite", say(term["source"], self.language))
            meaning = element("dd", text(term["definition"]), " ", source)
            rows.append(element("div", element("dt", element("dfn", term["name"])), meaning, id=term["id"]))
        title = element("h3", say("terms.here", self.language))
        return element("div", title, element("dl", *rows), class_="meanings")
