"""Printing: a report's page as it goes to paper, with contents that name the pages."""

import re

from review.display import element, text
from review.vocabulary import say

__all__ = ["for_paper", "page_numbers"]

CHAPTER = re.compile(r'<section\b[^>]*? id="([^"]+)"[^>]*><h2[^>]*>(.*?)</h2>', re.DOTALL)
FOLDED = re.compile(r'(<article\b[^>]*>)<details(?=>)|<details(?= class="appendix")')
"""What folds to a line on paper: a recommendation, and an appendix."""
PAGE = re.compile(rb"(\d+) 0 obj\s*<<\s*/Type\s*/Page\b")
LANGUAGE = re.compile(r'<html lang="(\w+)">')


def for_paper(page, *, whole=False, numbers=None):
    """Return a report's page with printed contents behind its first chapter.

    Parameters
    ----------
    page : str
        As `review.report.page.to_page` returns it.
    whole : bool
        Whether recommendations and appendices lie open; else each is the line it folds to.
    numbers : dict of str to int, optional
        The page each chapter begins on; room is left where one is not known yet.
    """
    language, numbers = LANGUAGE.search(page)[1], numbers or {}
    lines = [
        element("li", element("a", text(re.sub(r"<[^>]*>", "", title)), href=f"#{name}"),
                element("span", str(numbers.get(name, "\u2007\u2007"))))
        for name, title in CHAPTER.findall(page)
    ]  # fmt: skip
    contents = element("nav", element("h2", say("page.contents", language)), element("ol", *lines),
                       class_="printed")  # fmt: skip
    if whole:
        page = FOLDED.sub(lambda found: f"{found[0]} open", page)
    return page.replace("</section>", f"</section>{contents}", 1)


def page_numbers(pdf, names):
    """Return the page on which each named place of a PDF stands, as Chromium writes them.

    Parameters
    ----------
    pdf : bytes
    names : sequence of str
        Ids that something on the page links to.

    Examples
    --------
    >>> pdf = b"3 0 obj\\n<</Type /Page\\n>> 9 0 obj\\n<</Type /Page >> /method [9 0 R /XYZ 1 2 0]"
    >>> page_numbers(pdf, ["method", "gone"])
    {'method': 2}
    """
    pages = PAGE.findall(pdf)
    places = {name: re.search(rb"/%s\s*\[(\d+) 0 R" % re.escape(name.encode()), pdf) for name in names}
    return {name: pages.index(place[1]) + 1 for name, place in places.items() if place}
