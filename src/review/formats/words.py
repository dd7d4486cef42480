"""Words: what people and tools write for include, exclude, unsure, yes, no and the two stages."""

import re

from review.text import fold

__all__ = ["ABSTRACKR", "ASREVIEW", "COLANDR", "DECIDED", "STAGED", "TRUTH", "meaning"]

NOTHING = frozenset(("", "nan", "na", "n/a", "<na>", "null", "none"))
_NUMBER = re.compile(r"([+-]?\d+)(?:[.,]0+)?")

YES = "1; yes; ja; j; y; true; sant; sann; sand; wahr; x; oui; si"
NO = "0; no; nej; nei; nein; n; false; falskt; falsk; falsch; non"


def _table(*pairs):
    """Return a table of words from pairs of what is meant and the words for it, parted by semicolons."""
    return {fold(word): said for said, words in pairs for word in words.split("; ")}


DECIDED = _table(
    ("include", f"{YES}; include; included; in; relevant; accept; accepted; eligible; keep; inkludera; "
     "inkluderad; inkluderas; inkluderat; ta med; med; inkluder; inkludere; inkluderet; inkludert; medtag; "
     "medtages; einschließen; eingeschlossen; einschluss; inkludieren"),
    ("exclude", f"{NO}; exclude; excluded; out; irrelevant; not relevant; reject; rejected; not eligible; "
     "exkludera; exkluderad; exkluderas; exkluderat; ej relevant; inte relevant; ekskluder; ekskludere; "
     "ekskluderet; ekskludert; ikke relevant; ausschließen; ausgeschlossen; ausschluss; nicht relevant; "
     "exkludieren"),
    ("unsure", "unsure; maybe; uncertain; unclear; borderline; can't tell; cannot tell; kanske; osäker; "
     "osäkert; oklar; oklart; tveksam; vet ej; vet inte; måske; kanskje; usikker; uklart; vielleicht; "
     "unsicher; unklar"),
) | {"?": "unsure"}  # fmt: skip
"""A decision in many languages; numbers stand as whole numbers."""
ASREVIEW = DECIDED | {"-1": ""}
"""The same in ASReview, whose −1 is a record without a label."""
ABSTRACKR = {"1": "include", "0": "unsure", "-1": "exclude", "o": "", "x": ""}
"""Abstrackr: −1 excludes, o has no label, and x stands where readers disagree."""
COLANDR = {"included": "include", "excluded": "exclude"} | dict.fromkeys(
    ("not screened", "screened once", "screened twice", "conflict", "pending"), ""
)
TRUTH = _table((True, YES), (False, NO))
STAGED = _table(
    ("title_abstract", "title_abstract; title/abstract; title and abstract; title & abstract; tiab; ta; "
     "titel och abstrakt; titel/abstrakt; titel och sammanfattning; titel og abstract; titel und abstract; "
     "abstract; title"),
    ("full_text", "full_text; fulltext; full text review; ft; fulltekst; volltext; helt text"),
)  # fmt: skip


def meaning(text, words):
    """Return what a cell means by a table of words: "" where it is empty, None for an unknown word.

    Examples
    --------
    >>> meaning("SANT", TRUTH), meaning(" Inkludera ", DECIDED), meaning("0,0", DECIDED), meaning("NA", TRUTH)
    (True, 'include', 'exclude', '')
    >>> meaning("-1", DECIDED), meaning("−1.0", ASREVIEW), meaning("-1", ABSTRACKR)
    (None, '', 'exclude')
    """
    text = text.strip().casefold().replace("\u2212", "-")
    if text in NOTHING:
        return ""
    number = _NUMBER.fullmatch(text)
    if number:
        return words.get(str(int(number[1])))
    return words.get(text, words.get(fold(text)))
