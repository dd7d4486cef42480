"""Journal, year, volume, issue and pages out of one line, as PubMed, Embase, Ovid and INSPEC write it."""

import re

__all__ = ["read_citation"]

_DASH = "[-‐‑–]"
_PAGES = rf"(?P<pages>[A-Za-z]{{0,4}}\d\w*(?:\s?{_DASH}\s?[A-Za-z]{{0,4}}\d\w*)?)"
_VOLUME = r"(?:[Vv]ol\.? ?)?(?P<volume>(?:[A-Z]{1,4} ?)?\d(?:[\w./-]*\w)?(?: (?:Suppl|Pt|Part)[\w. ]*)?)"
_ISSUE = r"\((?P<issue>[^)]*)\)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
PATTERNS = tuple(map(re.compile, (
    # J Ex. 2020 Jan 3;12(3):45-50. doi: …, and Example Journal January/February 2010;14(1):56
    rf"(?P<journal>[^;]{{2,200}}?)(?:\.\s*|\s+[A-Z][a-z]{{2,8}}(?:/[A-Z][a-z]{{2,8}})? (?=\d{{4}};))"
    rf"{_YEAR}[^;.]{{0,30}};\s*(?:(?!\d+-\d+\.*$|\d+ ?pp){_VOLUME})?\s*(?:{_ISSUE})?(?::\s*{_PAGES})?",
    # Example Journal (2014) 3:3 (152-160).
    rf"(?P<journal>.{{2,200}}?) \({_YEAR}\) {_VOLUME}(?::(?P<issue>[\w. /-]+?))?"
    rf"(?: \({_PAGES}\))?(?:\.|$)",
    # Example Journal. Conference: 1st Meeting. Lund. 12 (3) (pp 101-109), 2020. Article Number: 7. Date of …
    rf"(?P<journal>.{{2,200}}?)\.\s+(?:Conference: .*\. )?(?:{_VOLUME})?\s*(?:{_ISSUE})?\s*"
    rf"\((?:pp {_PAGES}|no pagination|var\.? ?pagings?)\),? {_YEAR}"
    r"(?:.*?Article Number: (?P<article>[\w.-]+\w))?",
    # Example Journal. Vol.43(5), Sep 2015, pp. 623-634. — or ArtID 12
    rf"(?P<journal>.{{2,200}}?)\.\s+(?=Vol){_VOLUME}\s*(?:{_ISSUE})?,? (?:[A-Za-z0-9 /-]*\b)?{_YEAR}"
    rf"(?:, (?:pp?\. )?{_PAGES}|, ArtID (?P<article>[\w.-]*\w))?",
    # Example Journal.   28(2):103-106, April 2015.
    rf"(?P<journal>.{{2,200}}?)\.\s+(?:Conference: .*\. )?(?:{_VOLUME})?\s*(?:{_ISSUE})?:\s*{_PAGES}"
    rf"(?:[^,]{{0,40}}, (?:[A-Za-z][A-Za-z0-9 /.-]*,? )?{_YEAR})?",
    # Example Journal. 181(10), 2019 Mar 04.
    rf"(?P<journal>.{{2,200}}?)\.\s+{_VOLUME}\s*(?:{_ISSUE})?, (?:[A-Za-z][\w ./]*,? )?{_YEAR}",
    # Example Journal. 2019 Mar 05.
    rf"(?P<journal>[^;\d]{{2,200}}?)\.\s+{_YEAR}(?:[ /-]\w+)*\.?$",
    # Example Journal.
    r"(?P<journal>[^\d;:]{2,150}?)\.$",
)))  # fmt: skip


def read_citation(text):
    """Return journal, year, volume, issue, pages and article number where a text is a citation, else nothing.

    >>> read_citation("J Ex. 2020 Jan 3;12(3):45-50. doi: 10.5555/x")
    {'journal': 'J Ex', 'year': '2020', 'volume': '12', 'issue': '3', 'pages': '45-50'}
    >>> read_citation("Example Journal (2014) 3:3 (152-160). Date of Publication: 2014")
    {'journal': 'Example Journal', 'year': '2014', 'volume': '3', 'issue': '3', 'pages': '152-160'}
    >>> read_citation("Example Journal.   28(2):103-106, April 2015.")
    {'journal': 'Example Journal', 'volume': '28', 'issue': '2', 'pages': '103-106', 'year': '2015'}
    >>> read_citation("Gut. Conference: 1st Day. Lund. 12 (3) (pp A1-A9), 2020. Date of …")
    {'journal': 'Gut', 'volume': '12', 'issue': '3', 'pages': 'A1-A9', 'year': '2020'}
    >>> read_citation("(2014). Title 58 pp. Lund: Publisher.")
    {}
    """
    for pattern in PATTERNS:
        found = pattern.match(text.strip()[:2000])  # what is longer is no citation
        if found:
            return {name: " ".join(value.split()) for name, value in found.groupdict().items() if value}
    return {}
