"""Where in a journal: issues and pages as two databases would write them, and how alike they are."""

import re
from string import ascii_lowercase

import numpy as np

from review.duplicates.distinct import each_once

__all__ = ["ARTICLE", "NEAR_PAGE", "first_number", "first_pages", "is_counted", "issue_likeness", "issues_of",
           "last_page", "page_likeness", "without_counters"]  # fmt: skip

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = re.compile(rf"(?<![a-z])(?:{'|'.join(MONTHS)})(?![a-z])", re.IGNORECASE)
"""A spreadsheet turns the pages 2-3 into 2-Mar or 3-Feb; both numbers may then be the first page."""

PAGE = re.compile(r"[a-z]*\d+[a-z]?", re.IGNORECASE)
NO_PAGE = re.compile(r"\bsuppl[a-z]*\.?\s*\d*|\b10\.\d{4,}/\S*", re.IGNORECASE)
NO_FIRST = re.compile(r"^\W*[a-z]*\W*[-–—]", re.IGNORECASE)
"""`t-71` and `Suppl-12` say on which page something ends, or nothing."""
PAGE_COUNT = re.compile(r"^\s*\d+ ?(?:p|pp|pages|s|sidor)\b\.?\s*$", re.IGNORECASE)

ISSUE_WORD = re.compile(r"\b(?:no|nr|num|number|iss|issue)\b\.?", re.IGNORECASE)
MOST_ISSUES_AT_ONCE = 12
COUNTER_ROWS = 50
COUNTER_SHARE = 0.9
NEAR_PAGE = 0.5
"""What `pages` says of first pages that are up to `PAGES_OFF` apart."""

PAGES_OFF = 9
MOST_PAGES = 60
ARTICLE = re.compile(r"(?:cd\d+|e\d{4,}|[a-z]*\d{5,})$")
"""An article number in place of pages."""
LOCATOR = re.compile(r"(?:cd\d+|e\d+|[b-df-oq-rt-z]\d{2,}|a\d{4,}|[a-z]*\d{5,})$")
"""What stands for a page where an article appeared first or only on the net; S12, A12 and P12 are printed."""
LEAST_NUMBER = 100


def first_number(text):
    """Return the first number in a text without leading zeros.

    >>> first_number("Suppl. 03"), first_number("B")
    ('3', '')
    """
    found = re.search(r"\d+", text)
    return found[0].lstrip("0") if found else ""


def issues_of(text):
    """Return the numbers of the issues in a text, parted by blanks, after an s where it is none of the usual.

    >>> [issues_of(text) for text in ("No. 03", "1-3", "Suppl 2", "4 Suppl. 1", "March")]
    ['3', '1 2 3', 's 2', 's 4 1', '']
    """
    text = ISSUE_WORD.sub(" ", text)
    numbers = [int(number) for number in re.findall(r"\d+", text) if int(number)]
    if len(numbers) == 2 and numbers[0] < numbers[1] <= numbers[0] + MOST_ISSUES_AT_ONCE:
        numbers = range(numbers[0], numbers[1] + 1)
    unusual = ["s"] if numbers and re.search("[a-z]", text, re.IGNORECASE) else []
    return " ".join([*unusual, *map(str, numbers)])


def first_pages(text):
    """Return the pages or article numbers on which something begins, parted by blanks.

    >>> [first_pages(text) for text in ("pp. 0123-9", "e535-e547", "230-5, 246-51", "2-Mar", "215 p")]
    ['123', 'e535', '230 246', '2 3', '']
    >>> [first_pages(text) for text in ("Suppl-12", "t-71", "NA-NA", "0-0", "Suppl 2:S33-8")]
    ['', '', '', '', 's33']
    """
    if not text or PAGE_COUNT.match(text):
        return ""
    parts = re.split(r"[,;+&]", _without_months(NO_PAGE.sub("", text)))
    found = (PAGE.search(part) for part in parts if not NO_FIRST.match(part))
    starts = dict.fromkeys(_without_zeros(page[0]) for page in found if page)
    return " ".join(page for page in starts if page != "0")


def last_page(text):
    """Return the page on which something ends, written out; "" where it begins and ends on one page.

    >>> [last_page(text) for text in ("123-9", "123-129", "123", "123-123")]
    ['129', '129', '', '']
    """
    found = [_without_zeros(page) for page in PAGE.findall(_without_months(NO_PAGE.sub("", text)))]
    if len(found) < 2:
        return ""
    first, last = found[0], found[-1]
    last = first[: -len(last)] + last if last.isdigit() and len(last) < len(first) else last
    return "" if last == first else last


def _without_months(text):
    return MONTH.sub(lambda found: f",{MONTHS.index(found[0].casefold()) + 1},", text)


def _without_zeros(page):
    return re.sub(r"^([a-z]*)0+(?=\d)", r"\1", page.casefold())


def without_counters(issues, exports):
    """Return issues, blank in an export in which hardly one comes twice: it numbers its records so.

    `issues` are as the records have them, `exports` say of which export each record is (Series of str).
    """
    known = issues[issues != ""].groupby(exports)
    counters = known.nunique() > COUNTER_SHARE * known.size().clip(lower=COUNTER_ROWS)
    return issues.mask(exports.isin(counters.index[counters]), "")


def issue_likeness(a, b):
    """1 where a number is shared, 0 where both are numbered alike and none is, NaN unknown."""
    return each_once(lambda x, y: _issues(x.split(), y.split()), a, b)


def _issues(one, two):
    if not (one and two):
        return np.nan
    if (set(one) & set(two)) - {"s"}:
        return 1.0
    return 0.0 if _numbering(one) == _numbering(two) else np.nan


def _numbering(issue):
    """Supplements are counted on their own, and some journals count through all their years."""
    return issue[0] == "s", len(issue[-1]) > 2


def page_likeness(a, b):
    """1 where a first page is shared, `NEAR_PAGE` where it is a few pages off, 0 where it is another.

    Unknown too where one side only counts its pages (1-18) and the other has an article number or a place.
    Also whether the pages are of two kinds, or some lie within others, so that they may be the same.
    """
    columns = (frame[name] for frame in (a, b) for name in ("pages", "last", "volume"))
    found = np.array([_page(*six) for six in zip(*columns, strict=True)], dtype=float).reshape(-1, 2)
    return found[:, 0], found[:, 1] == 1


def _two_kinds(first_a, last_a, first_b, last_b):
    """A locator beside a page, or a number of pages beside the number of an article."""
    if bool(LOCATOR.match(first_a)) != bool(LOCATOR.match(first_b)):
        return first_a.isdigit() or first_b.isdigit()
    if not (first_a.isdigit() and first_b.isdigit()) or last_a or last_b:
        return False
    low, high = sorted((int(first_a), int(first_b)))
    return low <= MOST_PAGES and high >= LEAST_NUMBER


def _within(first_a, last_a, first_b, last_b):
    """Do some pages lie within others?"""
    ends = (first_a, last_a or first_a, first_b, last_b or first_b)
    if not (last_a or last_b) or not all(end.isdigit() for end in ends):
        return False
    first_a, end_a, first_b, end_b = map(int, ends)
    return first_a <= first_b <= end_b <= end_a or first_b <= first_a <= end_a <= end_b


def _page(pages_a, last_a, volume_a, pages_b, last_b, volume_b):
    """How alike the pages of two records are, and whether they may be the same all the same."""
    if not (pages_a and pages_b):
        return np.nan, False
    starts_a, starts_b = pages_a.split(), pages_b.split()
    first_a, first_b = starts_a[0], starts_b[0]
    if set(starts_a) & set(starts_b) or _bare_same(first_a, first_b):
        return 1.0, False
    counts_a, counts_b = "1" in starts_a and last_a != "", "1" in starts_b and last_b != ""
    if (counts_a and not (last_b and volume_a)) or (counts_b and not (last_a and volume_b)):
        return np.nan, False
    if _page_count(first_a, last_a, first_b) or _page_count(first_b, last_b, first_a):
        return np.nan, False
    near = first_a.isdigit() and first_b.isdigit() and abs(int(first_a) - int(first_b)) <= PAGES_OFF
    ends = (first_a, last_a, first_b, last_b)
    return NEAR_PAGE if near else 0.0, _two_kinds(*ends) or _within(*ends)


def is_counted(pages):
    """Return where a first page is 1, which may only say how many pages there are."""
    return np.array([text == "1" or text.startswith("1 ") for text in pages], dtype=bool)


def _page_count(first, last, other):
    """A small number alone, which may be how many pages the other one, an article with a number, has."""
    return not last and first.isdigit() and int(first) <= MOST_PAGES and ARTICLE.match(other)


def _bare_same(one, two):
    """`s12` and `12` may be the same page, and `12a` and `12`; `s12` and `e12` not."""
    bare_one, bare_two = one.strip(ascii_lowercase), two.strip(ascii_lowercase)
    return bare_one == bare_two and (bare_one == one or bare_two == two)
