"""Journal, year, volume, issue and pages out of one line, as PubMed, Embase, Ovid and INSPEC write it."""

import re

__all__ = ["read_citation"]

_PAGES = r"(?P<pages>[A-Za-z]{0,3}\d\w*(?:\s?[-–]\s?[A-Za-z]{0,3}\d\w*)?)"
_VOLUME = r"(?P<volume>[A-Za-z]{0,4}\.? ?\d[\w./-]*(?: Suppl[\w ]*)?)"
_YEAR = r"(?:1[5-9]|20)\d\d"
PATTERNS = (
    # J Ex. 2020 Jan 3;12(3):45-50. doi: …
    re.compile(
        rf"(?P<journal>[^;]{{2,200}}?)\.\s*{_YEAR}[^;.]{{0,30}};\s*{_VOLUME}?\s*"
        rf"(?:\((?P<issue>[^)]*)\))?(?::\s*{_PAGES})?"
    ),
    # Example Journal (2014) 3:3 (152-160).
    re.compile(
        rf"(?P<journal>.{{2,200}}?) \({_YEAR}\) {_VOLUME}(?::(?P<issue>[\w. /-]+?))?"
        rf"(?: \({_PAGES}\))?(?:\.|$)"
    ),
    # Example Journal.   28(2):103-106, April 2015.
    re.compile(rf"(?P<journal>.{{2,200}}?)\.\s+{_VOLUME}\s*(?:\((?P<issue>[^)]*)\))?:\s*{_PAGES}"),
)


def read_citation(text):
    """Return journal, volume, issue and pages where a text is a citation, else nothing.

    Examples
    --------
    >>> read_citation("J Ex. 2020 Jan 3;12(3):45-50. doi: 10.5555/x")
    {'journal': 'J Ex', 'volume': '12', 'issue': '3', 'pages': '45-50'}
    >>> read_citation("Example Journal (2014) 3:3 (152-160). Date of Publication: 2014")
    {'journal': 'Example Journal', 'volume': '3', 'issue': '3', 'pages': '152-160'}
    >>> read_citation("Example Journal.   28(2):103-106, April 2015.")
    {'journal': 'Example Journal', 'volume': '28', 'issue': '2', 'pages': '103-106'}
    >>> read_citation("Example Journal")
    {}
    """
    for pattern in PATTERNS:
        found = pattern.match(text.strip())
        if found:
            return {name: " ".join(value.split()) for name, value in found.groupdict().items() if value}
    return {}
