"""The words the rules are made of: what may be said of a pair, from how alike it is.

A comparison with an unknown is false: ``p.pages == 1`` says that both records give a page and it is the same,
``~(p.pages < 1)`` that nothing speaks against it.
"""

__all__ = ["identified", "journal_differs", "journal_same", "other_issue", "pages_same", "people_differ",
           "people_same", "place_differs", "place_sure", "title_known", "title_longer",
           "title_same"]  # fmt: skip


def title_same(p):
    """The same words, but for spelling and small words, and the same numbers."""
    return p.wording.isin(("same", "spelt")) & p.numbers


def title_longer(p):
    """One title has all of the other and something more."""
    return (p.wording == "added") | p.begins


def title_known(p):
    """A title that is its own: long, and no column that comes back."""
    return (p.letters >= 30) & ~p.generic


def people_same(p):
    """The authors agree."""
    return p.authors >= 0.7


def people_differ(p):
    """Both name authors, and they are others."""
    return p.authors < 0.5


def journal_same(p):
    """The same journal by name, abbreviation or ISSN."""
    return p.journal >= 0.9


def journal_differs(p):
    """Both name journals, and they are others."""
    return p.journal < 0.5


def other_issue(p):
    """Another issue, and nothing that shows it to be a slip: pages are missing, or titles differ."""
    return (p.issue == 0) & ~((p.pages == 1) & title_same(p))


def place_differs(p):
    """Another first page or another volume."""
    return (p.pages < 1) | (p.volume == 0)


def place_sure(p):
    """The same page of the same volume, or the same article number; of pages that may only be counted, all of
    them in the same issue."""
    counted = p.counted & ~((p.last == 1) & (p.issue == 1) & journal_same(p))
    return (p.pages == 1) & ~counted & ((p.volume == 1) | (p.article_number & (p.volume != 0)))


def pages_same(p):
    """The same first and last page; only one publication has both."""
    return (p.pages == 1) & ~p.counted & (p.last == 1) & (p.volume != 0) & ~journal_differs(p)


def identified(p):
    """DOI or PubMed number agree."""
    return (p.doi == 1) | (p.pmid == 1)
