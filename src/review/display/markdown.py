"""Markdown: people's own words as HTML that loads and runs nothing."""

import re

import mistune

from review.display.html import Html, safe_link

__all__ = ["markdown"]


class Plain(mistune.HTMLRenderer):
    """Headings below the page's own, links to pages alone, a picture as its words."""

    def heading(self, text, level, **_):
        """Return a heading two levels down, where the chapters' own sections stand."""
        return super().heading(text, min(level + 2, 6))

    def link(self, text, url, title=None):
        """Return a link where it leads to a web page or a DOI, else its words."""
        return safe_link(url, Html(text))

    def image(self, text, url, title=None):
        """Return what a picture says; the page loads none."""
        return Html(text)


def markdown(said):
    """Return a text in Markdown as HTML; markup in it is shown as it was typed.

    Examples
    --------
    >>> markdown("# A *word*")
    '<h3>A <em>word</em></h3>'
    >>> markdown("<b>no</b> [x](javascript:1)")
    '<p>&lt;b&gt;no&lt;/b&gt; x</p>'
    """
    made = mistune.create_markdown(renderer=Plain(escape=True), hard_wrap=False)(said.strip())
    return Html(re.sub(r"\\n+", "\\n", made).strip())
