"""The rules by which a pair is called the same, a version, different, or a question for people."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["NO_RULE", "RULES", "RULE_TABLE", "Rule", "judge"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason to call a pair the same, a version, different, or worth a look.

    Attributes
    ----------
    name : str
        Stands in the log of every pair it decides.
    verdict : str
        ``same``, ``version``, ``different`` or ``ask``.
    sentence : str
        What a reader of the log should know.
    holds : callable
        From a frame of likenesses (`likeness`) to one truth per pair.
    """

    name: str
    verdict: str
    sentence: str
    holds: Callable


def title_same(p):
    """The same words, but for spelling and small words, with the same numbers."""
    return p.wording.isin(("same", "spelt")) & p.numbers


def title_longer(p):
    """One title has all of the other and something more."""
    return (p.wording == "added") | p.begins


def people_same(p):
    """The authors agree."""
    return p.authors >= 0.7


def people_differ(p):
    """Both name authors, and they are others."""
    return p.authors < 0.5


def journal_same(p):
    """The same journal, by name, abbreviation or ISSN."""
    return p.journal >= 0.9


def journal_differs(p):
    """Both name journals, and they are others."""
    return p.journal < 0.5


def place_same(p):
    """The same first page, and no other volume."""
    return (p.pages == 1) & (p.volume != 0)


def place_differs(p):
    """Another first page or another volume."""
    return (p.pages < 1) | (p.volume == 0)


def identified(p):
    """DOI or PubMed number agree."""
    return (p.doi == 1) | (p.pmid == 1)


def place_sure(p):
    """The same page of the same volume, or the same article number."""
    return (p.pages == 1) & ((p.volume == 1) | (p.article_number & (p.volume != 0)))


def pages_same(p):
    """The same first and last page, of which one can hold only one publication."""
    return (p.pages == 1) & (p.last == 1) & (p.volume != 0) & ~journal_differs(p)


def known_by_title(p):
    """A title that is its own: long, and no column that comes back."""
    return (p.length >= 30) & ~p.generic


RULES = (
    Rule("notice", "different", "One is an erratum, comment, reply or protocol, the other is not.",
         lambda p: ~p.notice & ~identified(p)),
    Rule("part", "different", "They are different parts of a series.",
         lambda p: ~p.part & ~identified(p) & ~place_sure(p)),
    Rule("doi-and-title", "same", "The same DOI and the same title, or one that goes on longer.",
         lambda p: (p.doi == 1) & p.notice & p.part & ~((p.abstract < 0.7) & (p.pages < 1)) & (title_same(p) | (title_longer(p) & ~(p.pages < 1)) | ((p.title >= 0.85) & ~(p.pages < 1) & ~people_differ(p)))),
    Rule("doi-of-many", "different", "The same DOI on other titles: it belongs to an issue, a supplement or a congress.",
         lambda p: (p.doi == 1) & (p.title < 0.7) & ((p.pages == 0) | people_differ(p) | (p.abstract < 0.7))),
    Rule("pmid-and-title", "same", "The same PubMed number and much the same title.",
         lambda p: (p.pmid == 1) & p.notice & ((p.title >= 0.6) | p.begins)),
    Rule("identifier-without-title", "same", "The same DOI or PubMed number, and one of them has no title.",
         lambda p: identified(p) & p.title.isna() & ~people_differ(p) & ~place_differs(p) & ~(p.years > 1)),
    Rule("preprint-and-article", "version", "A preprint and an article with the same title and authors.",
         lambda p: (p.preprints == 1) & ~p.journal.isna() & ((p.title >= 0.9) | (p.abstract >= 0.9)) & ~(p.authors < 0.7)),
    Rule("versions-by-doi", "version", "The same DOI but for the number of the version.",
         lambda p: (p.doi == 0) & (p.stem == 1) & (p.title >= 0.8)),
    Rule("preprints", "version", "Two preprints with the same title and other DOIs.",
         lambda p: (p.preprints == 2) & (p.doi == 0) & title_same(p) & ~people_differ(p)),
    Rule("updated-review", "version", "The same title, authors and article number, years apart.",
         lambda p: title_same(p) & people_same(p) & (p.pages == 1) & p.article_number & (p.years > 1)),
    Rule("title-and-place", "same", "The same title on the same page of the same volume.",
         lambda p: title_same(p) & place_same(p) & ~people_differ(p) & ~(p.years > 2) & ~(p.generic & ((p.volume != 1) | (p.years > 0)))),
    Rule("longer-title-and-place", "same", "The same beginning of the title on the same page of the same volume.",
         lambda p: title_longer(p) & place_sure(p) & people_same(p) & ~(p.years > 2)),
    Rule("people-and-place", "same", "The same authors on the same pages of the same volume; the title is worded in another way.",
         lambda p: pages_same(p) & (p.authors >= 0.9) & (p.first_author >= 0.8) & ((p.volume == 1) & ~(p.years > 1) | (p.years == 0))),
    Rule("journal-and-pages", "same", "The same pages of the same volume and journal, and much the same title.",
         lambda p: pages_same(p) & (p.volume == 1) & journal_same(p) & p.authors.isna() & (p.years == 0) & (p.title >= 0.6)),
    Rule("numbers", "different", "The titles differ in a number.",
         lambda p: ~p.numbers & ~identified(p) & (p.title >= 0.8) & ~p.begins),
    Rule("title-people-volume", "same", "The same title and authors in the same volume.",
         lambda p: title_same(p) & (people_same(p) | p.authors.isna() & known_by_title(p)) & (p.volume == 1) & ~journal_differs(p) & ~(p.pages < 1) & ~(p.pages.isna() & (p.issue == 0)) & ~(p.years > 2) & ~(p.generic & (p.issue != 1))),
    Rule("longer-title-and-issue", "same", "All of the title, the same authors and the same issue.",
         lambda p: title_longer(p) & (p.authors >= 0.9) & (p.volume == 1) & (p.issue == 1) & journal_same(p) & (p.years == 0) & ~(p.pages < 1) & (p.length >= 20) & ~p.generic),
    Rule("title-people-page", "same", "The same title and authors, journal, year and page, and another volume.",
         lambda p: title_same(p) & people_same(p) & (p.pages == 1) & journal_same(p) & (p.years == 0) & ~p.generic),
    Rule("title-people-near-page", "same", "The same title, authors, journal, volume and year; the first page is a few off.",
         lambda p: (p.wording == "same") & p.numbers & people_same(p) & (p.volume == 1) & journal_same(p) & (p.years == 0) & (p.pages == 0.5) & ~(p.abstract < 0.9) & known_by_title(p)),
    Rule("another-place", "different", "The same title in another place, as a congress abstract and its article.",
         lambda p: (title_same(p) | title_longer(p)) & ~identified(p) & (place_differs(p) & journal_differs(p) | (p.volume == 0) & (p.pages != 1) & ((p.years >= 1) | (p.pages == 0)))),
    Rule("title-people-journal", "same", "The same title, authors and journal; one of them has no place yet.",
         lambda p: title_same(p) & (people_same(p) | p.authors.isna() & known_by_title(p) & (p.years == 0)) & journal_same(p) & ~place_differs(p) & ~(p.years > 1) & (p.doi != 0) & ~p.generic),
    Rule("title-people-abstract", "same", "The same title, authors, year and abstract, and no other place.",
         lambda p: (title_same(p) | title_longer(p)) & people_same(p) & (p.abstract >= 0.95) & ~place_differs(p) & ~(p.years > 0) & (p.doi != 0)),
    Rule("title-people-year", "same", "The same title, authors and year; one of them names no journal.",
         lambda p: (p.wording == "same") & p.numbers & people_same(p) & p.journal.isna() & ~place_differs(p) & ~(p.years > 0) & (p.doi != 0) & ~p.generic & ~(p.abstract < 0.9)),
    Rule("title-only", "same", "The same long title, and one of them has nothing else.",
         lambda p: (p.wording == "same") & p.numbers & known_by_title(p) & p.authors.isna() & p.journal.isna() & ~place_differs(p) & ~(p.years > 1) & (p.doi != 0) & (p.export != 1)),
    Rule("identifier-alone", "ask", "The same DOI or PubMed number on other titles.", identified),
    Rule("same-title", "ask", "The same title and authors, and too little or too unlike else.",
         lambda p: title_same(p) & ~people_differ(p) & ~p.generic & ~((p.doi == 0) & (journal_differs(p) | (p.years > 1)))),
    Rule("longer-title-only", "ask", "One title goes on longer, and one of the records has nothing else.",
         lambda p: title_longer(p) & (p.length >= 40) & p.authors.isna() & p.journal.isna() & ~place_differs(p) & (p.doi != 0)),
    Rule("near-title", "ask", "Nearly the same title and the same authors in the same volume.",
         lambda p: (p.title >= 0.9) & known_by_title(p) & people_same(p) & (p.volume == 1) & ~journal_differs(p) & ~(p.pages < 1) & (p.doi != 0) & p.numbers),
)
"""Tried in this order; the first that holds decides."""

NO_RULE = "no-rule"
RULE_TABLE = pd.DataFrame([(r.name, r.verdict, r.sentence) for r in RULES], columns=["name", "verdict", "sentence"])


def judge(pairs, rules=RULES):
    """Return verdict and rule of each pair: those of the first rule that holds.

    Parameters
    ----------
    pairs : pandas.DataFrame
        From `likeness`.

    Returns
    -------
    pandas.DataFrame
        Columns `verdict` and `rule`; where no rule holds ``different`` and ``no-rule``.
    """
    held = [np.asarray(rule.holds(pairs), dtype=bool) for rule in rules]
    chosen = np.select(held, range(len(rules)), default=len(rules))
    verdicts = np.array([rule.verdict for rule in rules] + ["different"], dtype=object)
    names = np.array([rule.name for rule in rules] + [NO_RULE], dtype=object)
    return pd.DataFrame({"verdict": verdicts[chosen], "rule": names[chosen]})
