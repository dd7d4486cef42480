"""The words the rules are made of: what may be said of a pair, from how alike it is.

A comparison with an unknown is false: ``p.pages == 1`` says that both records give a page and it is the same,
``~(p.pages < 1)`` that nothing speaks against it.
"""

__all__ = ["with_grounds"]


def with_grounds(p):
    """Return likenesses of pairs with what the rules say of a pair beside them, each a column of truths."""
    title_same = p.wording.isin(("same", "spelt")) & p.numbers
    journal_same, journal_differs = p.journal >= 0.9, p.journal < 0.5
    # pages that may only be counted must agree to the last one, in the same issue
    counted = p.counted & ~((p.last == 1) & (p.issue == 1) & journal_same)
    volume = (p.volume == 1) | (p.article_number & (p.volume != 0))
    return p.assign(
        # the same words, but for spelling and small words, and the same numbers
        title_same=title_same,
        # one title has all of the other and something more
        title_longer=(p.wording == "added") | p.begins,
        # a title that is its own: long, and no column that comes back
        title_known=(p.letters >= 30) & ~p.generic,
        people_same=p.authors >= 0.7,
        people_differ=p.authors < 0.5,
        # by name, abbreviation or ISSN
        journal_same=journal_same,
        journal_differs=journal_differs,
        # another issue, and nothing that shows it to be a slip: pages are missing, or titles differ
        other_issue=(p.issue == 0) & ~((p.pages == 1) & title_same),
        # another first page or another volume
        place_differs=(p.pages < 1) | (p.volume == 0),
        # the same page of the same volume, or the same article number
        place_sure=(p.pages == 1) & ~counted & volume,
        # the same first and last page; only one publication has both
        pages_same=(p.pages == 1) & ~p.counted & (p.last == 1) & (p.volume != 0) & ~journal_differs,
        # DOI or PubMed number agree
        identified=(p.doi == 1) | (p.pmid == 1),
    )
