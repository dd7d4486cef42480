"""How each kind of tagged text is written: tables only."""

import re
from dataclasses import dataclass

__all__ = ["DIALECTS", "Dialect"]

NEVER = re.compile(r"(?!)")
ALWAYS = re.compile("")
MEDLINE_TAGS = (
    "AB AD AID AN AU AUID BTI CDAT CI CIN CN COI COIS CON CP CRDT CRF CRI CTDT CTI DA DB DCOM DEP DO DP DRIN "
    "DRDT ECF ECI ED EDAT EFR EIN EN FAU FED FIR FPS GN GR GS IP IR IRAD IS ISBN ISSN JID JT KW LA LID LR MH "
    "MHDA MID NM OAB OABL OCI OID ORI OT OTO OWN PB PG PHST PL PM PMC PMCR PMID PS PST PT PUBM RF RIN RN ROF "
    "RPF RPI RRF RRI SB SI SO SPIN STAT SV TA TI TT UI UIN UOF VI VN VTI YR"
).replace(" ", "|")
REFWORKS_TAGS = (
    "A1 A2 A3 A4 A5 A6 AB AD AN AV CL CN CR DB DO DS ED FD ID IP IS JF JO K1 LA LK LL NO OP OT PB PP RD RT "
    "SF SL SN SP SR ST T1 T2 T3 U1 U2 U3 U4 U5 U6 U7 U8 U9 U10 U11 U12 U13 U14 U15 UL VO WP WT WV YR"
).replace(" ", "|")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of tagged text is written.

    Attributes
    ----------
    tag : re.Pattern
        A line that begins with a tag; group 1 is the tag, group 2 the value.
    proper : re.Pattern
        Among those, the lines written as the format has it; others are read, and said to be repaired.
    wrapped : re.Pattern
        A line that goes on with the value above it, by the rules of the format.
    start, end : frozenset of str
        Tags that begin an entry and that end it.
    number : re.Pattern
        A line that stands before each entry and is no tag, such as ``<12>``.
    skip : re.Pattern
        A line that belongs to the file and to no entry, such as its head.
    blank_starts : bool
        Where the first tag of a file is no start tag: an entry begins at the first tag after a blank line.
    """

    tag: re.Pattern
    proper: re.Pattern = ALWAYS
    wrapped: re.Pattern = NEVER
    start: frozenset = frozenset()
    end: frozenset = frozenset()
    number: re.Pattern = NEVER
    skip: re.Pattern = NEVER
    blank_starts: bool = False


_NUMBER = re.compile(r"<\d+>\s*")

DIALECTS = {
    "medline": Dialect(
        tag=re.compile(rf"\s{{0,3}}((?=.{{4}}-(?: |$))[A-Z][A-Z0-9]{{1,3}}|{MEDLINE_TAGS})\s*-\s*(.*)"),
        proper=re.compile(r"[A-Z][A-Z0-9 ]{3}-(?: |$)|[A-Z]{4} - "),
        wrapped=re.compile(r"\s{4,}"),
        start=frozenset(("PMID",)),
        number=_NUMBER,
        blank_starts=True,
    ),
    "wos": Dialect(
        tag=re.compile(r"([A-Z][A-Z0-9])(?: +(.*)|$)"),
        wrapped=re.compile(r"\s{2,}"),
        start=frozenset(("PT",)),
        end=frozenset(("ER",)),
        skip=re.compile(r"(?:FN|VR)\b.*|EF\s*"),
    ),
    "refer": Dialect(
        tag=re.compile(r"\s*%(\S)(?:\s+(.*)|$)"),
        start=frozenset(("0",)),
        blank_starts=True,
    ),
    "refworks": Dialect(
        tag=re.compile(rf"({REFWORKS_TAGS})(?: (.*)|$)"),
        wrapped=re.compile(r"\s{2,}"),
        start=frozenset(("RT",)),
    ),
    "ovid": Dialect(
        tag=re.compile(r"([A-Z][A-Za-z:/()&,'\- ]{1,60}?)\s*$()"),
        wrapped=re.compile(r"\s{2,}"),
        number=_NUMBER,
    ),
    "cochrane": Dialect(
        tag=re.compile(r"([A-Z]{2,3}): ?(.*)"),
        number=re.compile(r"Record #\d+ of \d+\s*", re.IGNORECASE),
    ),
    "inspec": Dialect(
        tag=re.compile(r"([A-Z]{2}) ~ ?(.*)"),
        number=re.compile(r"Record.*INSPEC.*"),
    ),
}
