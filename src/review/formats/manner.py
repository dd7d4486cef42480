"""How an entry of RIS writes its tags: as RIS has it, or loosely."""

import re
import string
from dataclasses import dataclass

from rispy.config import TAG_KEY_MAPPING, TYPE_OF_REFERENCE_MAPPING

__all__ = ["KNOWN", "TAGS", "Manner"]

TAGS = frozenset(a + b for a in string.ascii_uppercase for b in string.ascii_uppercase + string.digits)
OTHER_TAGS = (
    "AR BN BT CP CT DE DI DS ED FD FU FX J1 J9 JI JT K1 L3 LI LK M2 M4 NO PA PG PI PM PU T4 U1 U2 U3 U4 U5 "
    "UT VO WE YR"
)
KNOWN = frozenset(TAG_KEY_MAPPING) - {"UK"} | frozenset(re.findall(r"\w+", OTHER_TAGS))
LONG = ("PMID", "PMCID", "DOI", "ISSN", "ISBN")
PROSE = frozenset(re.findall(r"\w+", "AB N1 N2 TI T1 T2 T3 BT CT AD C1 KW FX FU M1 M2 NT PA RN"))
"""Tags whose values are often wrapped."""
BLANKS = " \t\xa0\u2002\u2003\u2007\u2009\u202f\u3000"
LOOSE = re.compile(rf"[{BLANKS}]*({'|'.join(LONG)}|[A-Za-z][A-Za-z0-9])([{BLANKS}]*)[-–—]([{BLANKS}]*)(.*)")
DASH = re.compile("[-–—]").search


@dataclass(slots=True)
class Manner:
    """How the entry that is open writes its TY, and so its other tags."""

    odd: bool = False
    lower: bool = False
    loose: bool = False  # with anything but two blanks before the dash
    tight: bool = False  # with no blanks around it
    bare: bool = False  # with no blank after it

    def split(self, line, above):
        """Return tag, value, and whether they are written as RIS has it; no tag: "".

        The tag above, "" outside an entry, tells whether the line may be part of a long text.

        >>> Manner().split("AD - Alzheimer disease", "AB"), Manner(loose=True).split("AD - Uppsala", "AB")
        (('', '', False), ('AD', 'Uppsala', False))
        """
        found = LOOSE.match(line) if DASH(line.lstrip()[:9]) else None
        if not found:
            return "", "", False
        tag, before, after, value = found.groups()
        if tag in TAGS and before == "  " and line[2:5] == "  -" and (after[:1] == " " or not value):
            return tag, value, True
        upper = tag.upper()
        a_type = value.upper() in TYPE_OF_REFERENCE_MAPPING
        if upper == "TY" and (a_type or ((before or after) and above not in PROSE)):
            self.odd, self.lower, self.loose = True, tag != "TY", before != "  "
            self.tight, self.bare = not (before or after), before == "  " and not after
            return upper, value, False
        known = tag in KNOWN or tag in LONG or (self.lower and upper in KNOWN)
        known = known or (self.bare and before == "  " and tag in TAGS)
        if known and self.is_tag(upper, before, after, value, above):
            return upper, value, False
        return "", "", False

    def is_tag(self, tag, before, after, value, above):
        """Return whether a known tag that is written loosely is one, or a word of a wrapped text."""
        if not before:  # 'T1-weighted' is a word; 'TI- A title' is a tag where TY is written so too
            return (tag == "ER" and not value) or (self.loose if after else self.tight)
        if before != " " or self.loose or tag in ("PMID", "PMCID", "ER"):
            return True
        # in a wrapped abstract 'AD - Alzheimer disease' explains an abbreviation
        return bool(after or not value) and above not in PROSE
