"""The rules by which a pair is called the same, a version, different, or a question for people."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from review.duplicates.grounds import (
    identified,
    journal_differs,
    journal_same,
    other_issue,
    pages_same,
    people_differ,
    people_same,
    place_differs,
    place_sure,
    title_known,
    title_longer,
    title_same,
)
from review.duplicates.likeness import LONG_TITLE
from review.duplicates.places import NEAR_PAGE

__all__ = ["NO_RULE", "RULES", "Rule", "judge"]

NO_RULE = "no-rule"


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


def judge(pairs, rules=None):
    """Return verdict and rule of each pair: those of the first rule that holds.

    Parameters
    ----------
    pairs : pandas.DataFrame
        From `likeness`.
    rules : sequence of Rule, optional
        `RULES` unless given.

    Returns
    -------
    pandas.DataFrame
        Columns `verdict` and `rule`; where no rule holds, ``different`` and ``no-rule``.
    """
    rules = RULES if rules is None else rules
    held = [np.asarray(rule.holds(pairs), dtype=bool) for rule in rules]
    chosen = np.select(held, range(len(rules)), default=len(rules))
    verdicts = np.array([rule.verdict for rule in rules] + ["different"], dtype=object)
    names = np.array([rule.name for rule in rules] + [NO_RULE], dtype=object)
    return pd.DataFrame({"verdict": verdicts[chosen], "rule": names[chosen]})


def notice(p):
    """One is an erratum, comment, reply or protocol, the other is not, nor is that only cut off its title."""
    cut_off = p.begins & place_sure(p) & (p.authors >= 0.9)
    return ~p.notice & ~identified(p) & ~cut_off


def part(p):
    """They are different parts of a series."""
    return ~p.part & ~identified(p) & ~place_sure(p)


def doi_and_title(p):
    """The same DOI and the same title, or one that goes on longer."""
    near = (p.title >= 0.85) & (p.numbers | (p.pages == 1)) & ~people_differ(p) & ~(p.abstract < 0.7)
    longer = title_longer(p) | near
    other_abstract = (p.abstract < 0.7) & (p.pages < 1)
    alike = (title_same(p) & ~other_abstract) | (longer & ~(p.pages < 1))
    return (p.doi == 1) & p.notice & p.part & alike


def doi_of_many(p):
    """The same DOI on other titles: it belongs to an issue, a supplement or a congress."""
    return (p.doi == 1) & (p.title < 0.7) & ((p.pages < 1) | people_differ(p) | (p.abstract < 0.7))


def pmid_and_title(p):
    """The same PubMed number and much the same title."""
    return (p.pmid == 1) & p.notice & ((p.title >= 0.6) | p.begins)


def identifier_without_title(p):
    """The same DOI or PubMed number, and one of them has no title."""
    return identified(p) & p.title.isna() & ~people_differ(p) & ~place_differs(p) & ~(p.years > 1)


def preprint_and_article(p):
    """A preprint and an article, published elsewhere, with the same title and authors."""
    alike = (p.title >= 0.9) | (p.abstract >= 0.9)
    return p.article & ~journal_same(p) & ~(p.doi == 1) & alike & ~(p.authors < 0.7)


def versions_by_doi(p):
    """The same DOI but for the number of the version."""
    return (p.doi == 0) & (p.doi_stem == 1) & (p.title >= 0.8)


def two_preprints(p):
    """Two preprints with the same title and other DOIs."""
    return (p.preprints == 2) & (p.doi == 0) & title_same(p) & ~people_differ(p)


def updated_review(p):
    """The same title, authors and article number, years apart, or a review in another issue."""
    another = (p.years > 1) | (p.reviews & ((p.issue == 0) | (p.volume == 0)))
    return title_same(p) & people_same(p) & (p.pages == 1) & p.article_number & another


def title_and_place(p):
    """The same title on the same page of the same volume."""
    all_else = people_same(p) & journal_same(p) & (p.last == 1) & (p.years <= 1)
    column = p.generic & ((p.volume != 1) | ((p.years > 0) & ~all_else) | (p.issue == 0))
    return title_same(p) & (p.pages == 1) & (p.volume != 0) & ~people_differ(p) & ~(p.years > 2) & ~column


def longer_title_and_place(p):
    """One title goes on longer, on the same page of the same volume and by the same authors."""
    place = place_sure(p) & ~other_issue(p)
    return title_longer(p) & ~p.generic & place & people_same(p) & ~(p.years > 2) & (p.doi != 0)


def people_and_place(p):
    """The same authors on the same pages, or one page and abstract; the title is worded in another way."""
    people = (p.authors >= 0.9) & (p.first_author >= 0.8)
    years = ((p.volume == 1) & ~(p.years > 1)) | (p.years == 0)
    one_text = (p.pages == 1) & (p.volume != 0) & ~journal_differs(p) & (p.abstract >= 0.95)
    one_text |= pages_same(p) & ~(p.abstract < 0.5)
    return ~p.generic & people & years & one_text & ~other_issue(p)


def journal_and_pages(p):
    """The same pages of the same volume and journal, much the same title, and one names no authors."""
    pages = pages_same(p) | ((p.pages == 1) & p.article_number)
    place = pages & (p.volume == 1) & journal_same(p) & (p.years == 0)
    return place & p.authors.isna() & ((p.title >= 0.6) | p.begins) & ~other_issue(p)


def numbers(p):
    """The titles differ in a number."""
    return ~p.numbers & ~identified(p) & (p.title >= 0.8) & ~p.begins


def title_people_volume(p):
    """The same title and authors in the same volume."""
    same_issue = (p.issue == 1) & journal_same(p) & (p.letters >= 20)
    people = people_same(p) | (p.authors.isna() & (title_known(p) | same_issue))
    column = p.generic & (p.issue != 1)
    other = other_issue(p) | (p.years > 2) | ((p.doi == 0) & (p.pages != 1))
    place = (p.volume == 1) & ~journal_differs(p) & ~(p.pages < 1) & ~other
    return title_same(p) & people & place & ~column


def longer_title_and_issue(p):
    """One title goes on longer, by the same authors in the same issue; a long one, in the same volume."""
    volume = p.begins & (p.words >= LONG_TITLE) & (p.issue != 0) & p.numbers & (p.doi != 0) & ~(p.years > 0)
    issue = ((p.issue == 1) | volume) & (p.volume == 1) & journal_same(p)
    place = issue & ~(p.years > 1) & ~(p.pages < 1)
    title = title_longer(p) & (p.letters >= 20) & ~p.generic & ~(p.abstract < 0.9)
    return title & (p.authors >= 0.9) & place


def title_people_page(p):
    """The same title, authors, journal, year and page; the volume is another."""
    place = (p.pages == 1) & journal_same(p) & (p.years == 0) & (p.issue != 0)
    return title_same(p) & ~p.generic & people_same(p) & place


def title_people_issue(p):
    """The same long title and authors in the same issue, or a few pages off in the same volume."""
    near = (p.issue == 1) | ((p.issue != 0) & (p.pages == NEAR_PAGE))
    place = near & (p.volume == 1) & (p.years == 0) & journal_same(p)
    people = (p.authors >= 0.9) & (p.first_author >= 0.8)
    title = (p.wording == "same") & p.numbers & title_known(p)
    return title & people & place & (p.doi != 0) & ~(p.abstract < 0.9)


def another_place(p):
    """The same title in another place, as a congress abstract and its article."""
    elsewhere = place_differs(p) & journal_differs(p)
    later = (p.volume == 0) & (p.pages != 1) & ((p.years >= 1) | (p.pages == 0) | (p.issue == 0))
    return (title_same(p) | title_longer(p)) & ~identified(p) & (elsewhere | later)


def title_people_journal(p):
    """The same title, authors and journal; one of them has no place yet."""
    people = people_same(p) | (p.authors.isna() & title_known(p) & (p.years == 0))
    nothing_against = ~place_differs(p) & ~other_issue(p) & (p.doi != 0)
    years = ~(p.years > 0) | ((p.years == 1) & (p.placed > 0) & ~p.yearly)
    return title_same(p) & ~p.generic & people & journal_same(p) & years & nothing_against


def title_people_abstract(p):
    """The same title, authors, year and abstract, and no other place; or a year later in the journal."""
    place = ~(p.pages < 1) & ((p.volume != 0) | journal_same(p))
    later = (p.years == 1) & journal_same(p) & (p.volume != 0) & ~p.yearly
    nothing_against = place & (~(p.years > 0) | later) & (p.doi != 0) & ~other_issue(p)
    same_issue = (p.volume == 1) & (p.issue == 1)
    people = people_same(p) | (p.authors.isna() & (title_known(p) | same_issue))
    return (title_same(p) | title_longer(p)) & people & (p.abstract >= 0.95) & nothing_against


def title_people_year(p):
    """The same title, authors and year; one of them names no journal."""
    nothing_against = ~place_differs(p) & ~(p.years > 0) & (p.doi != 0) & ~(p.abstract < 0.9)
    same = (p.wording == "same") & p.numbers & ~p.generic & ~other_issue(p)
    return same & people_same(p) & p.journal.isna() & nothing_against


def title_only(p):
    """The same long title; one of them has little else, and they come from two exports that have it once."""
    nothing_against = ~place_differs(p) & ~(p.years > 1) & (p.doi != 0) & (p.export != 1)
    silent = p.authors.isna() & p.journal.isna()
    return (p.wording == "same") & p.numbers & title_known(p) & silent & nothing_against & ~p.twice


def identifier_alone(p):
    """The same DOI or PubMed number on titles that are not alike."""
    return identified(p)


def same_title(p):
    """The same title, and too little or too unlike else."""
    other = (p.doi == 0) & (journal_differs(p) | (p.years > 1))
    column = p.generic & ~((p.pages == 1) & (p.volume == 1) & (p.years <= 1) & (p.issue != 0))
    return title_same(p) & ~people_differ(p) & ~column & ~other


def longer_title_only(p):
    """One title goes on longer, and one of the records has little else."""
    silent = p.authors.isna() & p.journal.isna()
    return title_longer(p) & (p.letters >= 40) & silent & ~place_differs(p) & (p.doi != 0)


def near_title(p):
    """Nearly the same title, or one that goes on longer, and the same authors in the same volume."""
    place = (p.volume == 1) & ~journal_differs(p) & ~(p.pages < 1)
    near = (p.title >= 0.9) | title_longer(p)
    return near & p.numbers & title_known(p) & people_same(p) & place & (p.doi != 0)


def _rule(verdict, holds):
    return Rule(holds.__name__.replace("_", "-"), verdict, holds.__doc__, holds)


RULES = (
    _rule("different", notice),
    _rule("different", part),
    _rule("same", doi_and_title),
    _rule("different", doi_of_many),
    _rule("same", pmid_and_title),
    _rule("same", identifier_without_title),
    _rule("version", preprint_and_article),
    _rule("version", versions_by_doi),
    _rule("version", two_preprints),
    _rule("version", updated_review),
    _rule("same", title_and_place),
    _rule("same", longer_title_and_place),
    _rule("same", people_and_place),
    _rule("same", journal_and_pages),
    _rule("different", numbers),
    _rule("same", title_people_volume),
    _rule("same", longer_title_and_issue),
    _rule("same", title_people_page),
    _rule("same", title_people_issue),
    _rule("different", another_place),
    _rule("same", title_people_journal),
    _rule("same", title_people_abstract),
    _rule("same", title_people_year),
    _rule("same", title_only),
    _rule("ask", identifier_alone),
    _rule("ask", same_title),
    _rule("ask", longer_title_only),
    _rule("ask", near_title),
)
"""Tried in this order; the first that holds decides."""
