"""The rules by which a pair is called the same, a version, different, or a question for people."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from review.duplicates.likeness import LONG_TITLE
from review.duplicates.places import NEAR_PAGE

__all__ = ["NO_RULE", "RULES", "Rule", "judge"]

NO_RULE = "no-rule"


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason to call a pair the same, a version, different, or worth a look."""

    name: str  # stands in the log of every pair it decides
    verdict: str  # same, version, different or ask
    sentence: str  # what a reader of the log should know
    holds: Callable  # from a frame of likenesses (`likeness`) to one truth per pair


def notice(p):
    """One is an erratum, comment, reply or protocol, the other is not, nor is that only cut off its title."""
    cut_off = p.begins & p.place_sure & (p.authors >= 0.9)
    return ~p.notice & ~p.identified & ~cut_off


def part(p):
    """They are different parts of a series."""
    return ~p.part & ~p.identified & ~p.place_sure


def doi_and_title(p):
    """The same DOI and the same title, or one that goes on longer."""
    near = (p.title >= 0.85) & (p.numbers | (p.pages == 1)) & ~p.people_differ & ~(p.abstract < 0.7)
    longer = p.title_longer | near
    other_abstract = (p.abstract < 0.7) & (p.pages < 1)
    alike = (p.title_same & ~other_abstract) | (longer & ~(p.pages < 1))
    return (p.doi == 1) & p.notice & p.part & alike


def doi_of_many(p):
    """The same DOI on other titles: it belongs to an issue, a supplement or a congress."""
    return (p.doi == 1) & (p.title < 0.7) & ((p.pages < 1) | p.people_differ | (p.abstract < 0.7))


def pmid_and_title(p):
    """The same PubMed number and much the same title."""
    return (p.pmid == 1) & p.notice & ((p.title >= 0.6) | p.begins)


def identifier_without_title(p):
    """The same DOI or PubMed number, and one of them has no title."""
    return p.identified & p.title.isna() & ~p.people_differ & ~p.place_differs & ~(p.years > 1)


def preprint_and_article(p):
    """A preprint and an article, published elsewhere, with the same title and authors."""
    alike = (p.title >= 0.9) | (p.abstract >= 0.9)
    return p.article & ~p.journal_same & ~(p.doi == 1) & alike & ~(p.authors < 0.7)


def versions_by_doi(p):
    """The same DOI but for the number of the version."""
    return (p.doi == 0) & (p.doi_stem == 1) & (p.title >= 0.8)


def two_preprints(p):
    """Two preprints with the same title and other DOIs."""
    return (p.preprints == 2) & (p.doi == 0) & p.title_same & ~p.people_differ


def updated_review(p):
    """The same title, authors and article number, years apart, or a review in another issue."""
    another = (p.years > 1) | (p.reviews & ((p.issue == 0) | (p.volume == 0)))
    return p.title_same & p.people_same & (p.pages == 1) & p.article_number & another


def title_and_place(p):
    """The same title on the same page of the same volume."""
    all_else = p.people_same & p.journal_same & (p.last == 1) & (p.years <= 1)
    column = p.generic & ((p.volume != 1) | ((p.years > 0) & ~all_else) | (p.issue == 0))
    return p.title_same & (p.pages == 1) & (p.volume != 0) & ~p.people_differ & ~(p.years > 2) & ~column


def longer_title_and_place(p):
    """One title goes on longer, on the same page of the same volume and by the same authors."""
    place = p.place_sure & ~p.other_issue
    return p.title_longer & ~p.generic & place & p.people_same & ~(p.years > 2) & (p.doi != 0)


def people_and_place(p):
    """The same authors on the same pages, or one page and abstract; the title is worded in another way."""
    people = (p.authors >= 0.9) & (p.first_author >= 0.8)
    years = ((p.volume == 1) & ~(p.years > 1)) | (p.years == 0)
    one_text = (p.pages == 1) & (p.volume != 0) & ~p.journal_differs & (p.abstract >= 0.95)
    one_text |= p.pages_same & ~(p.abstract < 0.5)
    return ~p.generic & people & years & one_text & ~p.other_issue


def journal_and_pages(p):
    """The same pages of the same volume and journal, much the same title, and one names no authors."""
    pages = p.pages_same | ((p.pages == 1) & p.article_number)
    place = pages & (p.volume == 1) & p.journal_same & (p.years == 0)
    return place & p.authors.isna() & ((p.title >= 0.6) | p.begins) & ~p.other_issue


def numbers(p):
    """The titles differ in a number."""
    return ~p.numbers & ~p.identified & (p.title >= 0.8) & ~p.begins


def title_people_volume(p):
    """The same title and authors in the same volume."""
    same_issue = (p.issue == 1) & p.journal_same & (p.letters >= 20)
    people = p.people_same | (p.authors.isna() & (p.title_known | same_issue))
    column = p.generic & (p.issue != 1)
    other = p.other_issue | (p.years > 2) | ((p.doi == 0) & (p.pages != 1))
    place = (p.volume == 1) & ~p.journal_differs & ~(p.pages < 1) & ~other
    return p.title_same & people & place & ~column


def longer_title_and_issue(p):
    """One title goes on longer, by the same authors in the same issue; a long one, in the same volume."""
    volume = p.begins & (p.words >= LONG_TITLE) & (p.issue != 0) & p.numbers & (p.doi != 0) & ~(p.years > 0)
    issue = ((p.issue == 1) | volume) & (p.volume == 1) & p.journal_same
    place = issue & ~(p.years > 1) & ~(p.pages < 1)
    title = p.title_longer & (p.letters >= 20) & ~p.generic & ~(p.abstract < 0.9)
    return title & (p.authors >= 0.9) & place


def title_people_page(p):
    """The same title, authors, journal, year and page; the volume is another."""
    place = (p.pages == 1) & p.journal_same & (p.years == 0) & (p.issue != 0)
    return p.title_same & ~p.generic & p.people_same & place


def title_people_issue(p):
    """The same long title and authors in the same issue, or a few pages off in the same volume."""
    near = (p.issue == 1) | ((p.issue != 0) & (p.pages == NEAR_PAGE))
    place = near & (p.volume == 1) & (p.years == 0) & p.journal_same
    people = (p.authors >= 0.9) & (p.first_author >= 0.8)
    title = (p.wording == "same") & p.numbers & p.title_known
    return title & people & place & (p.doi != 0) & ~(p.abstract < 0.9)


def another_place(p):
    """The same title in another place, as a congress abstract and its article."""
    elsewhere = p.place_differs & p.journal_differs
    later = (p.volume == 0) & (p.pages != 1) & ((p.years >= 1) | (p.pages == 0) | (p.issue == 0))
    return (p.title_same | p.title_longer) & ~p.identified & (elsewhere | later)


def title_people_journal(p):
    """The same title, authors and journal; one of them has no place yet."""
    people = p.people_same | (p.authors.isna() & p.title_known & (p.years == 0))
    nothing_against = ~p.place_differs & ~p.other_issue & (p.doi != 0)
    years = ~(p.years > 0) | ((p.years == 1) & (p.placed > 0) & ~p.yearly)
    return p.title_same & ~p.generic & people & p.journal_same & years & nothing_against


def title_people_abstract(p):
    """The same title, authors, year and abstract, and no other place; or a year later in the journal."""
    place = ~(p.pages < 1) & ((p.volume != 0) | p.journal_same)
    later = (p.years == 1) & p.journal_same & (p.volume != 0) & ~p.yearly
    nothing_against = place & (~(p.years > 0) | later) & (p.doi != 0) & ~p.other_issue
    same_issue = (p.volume == 1) & (p.issue == 1)
    people = p.people_same | (p.authors.isna() & (p.title_known | same_issue))
    return (p.title_same | p.title_longer) & people & (p.abstract >= 0.95) & nothing_against


def title_people_year(p):
    """The same title, authors and year; one of them names no journal."""
    nothing_against = ~p.place_differs & ~(p.years > 0) & (p.doi != 0) & ~(p.abstract < 0.9)
    same = (p.wording == "same") & p.numbers & ~p.generic & ~p.other_issue
    return same & p.people_same & p.journal.isna() & nothing_against


def title_only(p):
    """The same long title; one of them has little else, and they come from two exports that have it once."""
    nothing_against = ~p.place_differs & ~(p.years > 1) & (p.doi != 0) & (p.export != 1)
    silent = p.authors.isna() & p.journal.isna()
    return (p.wording == "same") & p.numbers & p.title_known & silent & nothing_against & ~p.twice


def identifier_alone(p):
    """The same DOI or PubMed number on titles that are not alike."""
    return p.identified


def same_title(p):
    """The same title, and too little or too unlike else."""
    other = (p.doi == 0) & (p.journal_differs | (p.years > 1))
    column = p.generic & ~((p.pages == 1) & (p.volume == 1) & (p.years <= 1) & (p.issue != 0))
    return p.title_same & ~p.people_differ & ~column & ~other


def longer_title_only(p):
    """One title goes on longer, and one of the records has little else."""
    silent = p.authors.isna() & p.journal.isna()
    return p.title_longer & (p.letters >= 40) & silent & ~p.place_differs & (p.doi != 0)


def near_title(p):
    """Nearly the same title, or one that goes on longer, and the same authors in the same volume."""
    place = (p.volume == 1) & ~p.journal_differs & ~(p.pages < 1)
    near = (p.title >= 0.9) | p.title_longer
    return near & p.numbers & p.title_known & p.people_same & place & (p.doi != 0)


_ORDER = (
    ("different", (notice, part)),
    ("same", (doi_and_title,)),
    ("different", (doi_of_many,)),
    ("same", (pmid_and_title, identifier_without_title)),
    ("version", (preprint_and_article, versions_by_doi, two_preprints, updated_review)),
    ("same", (title_and_place, longer_title_and_place, people_and_place, journal_and_pages)),
    ("different", (numbers,)),
    ("same", (title_people_volume, longer_title_and_issue, title_people_page, title_people_issue)),
    ("different", (another_place,)),
    ("same", (title_people_journal, title_people_abstract, title_people_year, title_only)),
    ("ask", (identifier_alone, same_title, longer_title_only, near_title)),
)
RULES = tuple(
    Rule(holds.__name__.replace("_", "-"), verdict, holds.__doc__, holds)
    for verdict, rules in _ORDER
    for holds in rules
)
"""Tried in this order; the first that holds decides."""


def judge(pairs, rules=RULES):
    """Return `verdict` and `rule` of pairs, of which `likeness` tells: those of the first rule that holds.

    Where no rule holds, they are ``different`` and ``no-rule``.
    """
    held = [np.asarray(rule.holds(pairs), dtype=bool) for rule in rules]
    first = np.select(held, range(len(rules)), default=len(rules))
    named = [(rule.verdict, rule.name) for rule in rules] + [("different", NO_RULE)]
    return pd.DataFrame(named, columns=["verdict", "rule"]).iloc[first].reset_index(drop=True)
