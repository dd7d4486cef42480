"""Marking: texts as runs, each plain or marked, so that a browser only ever sets text."""

import re
import unicodedata
from difflib import SequenceMatcher

__all__ = ["AGAINST", "DIFFERS", "FOR", "LONGEST", "PLAIN", "differences", "plain", "sections",
           "words_marked"]  # fmt: skip

PLAIN, DIFFERS, FOR, AGAINST = "", "differs", "for", "against"
LONGEST = 20_000
"""Characters of one text that are shown; how many more there are is said where it ends."""
MOST_COMPARED = 4_000_000
"""Products of word counts up to which differences are sought word by word."""
SHORTEST_STEM = 4
"""Letters from which a word to highlight is found with any ending; ``phase I`` is not ``phase II``."""

OVERRIDES = dict.fromkeys((0x202D, 0x202E), "\ufffd")
"""Signs that turn the order of the letters after them: shown as what they are, a foreign sign."""
NOT_SHOWN = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
HEADINGS = (
    "background|introduction|context|importance|rationale|objectives?|aims?|purpose|questions?|hypothesis|"
    "design|settings?|participants|patients|population|interventions?|exposures?|methods?|methodology|"
    "materials? and methods|methods and findings|methods and results|data sources|study selection|"
    "data extraction|data synthesis|main outcomes? measures?|main outcomes and measures|outcomes?|"
    "measurements|results?|findings|main results|discussion|limitations?|conclusions?|"
    "conclusions and relevance|interpretation|implications|relevance|funding|(?:trial )?registration|"
    "bakgrund|inledning|syfte|mål|frågeställning|metod|metoder|material och metod|deltagare|resultat|"
    "diskussion|begränsningar|slutsats|slutsatser|tolkning|finansiering"
)
CAPITALS = r"(?-i:[A-ZÅÄÖ][A-ZÅÄÖ]+(?:[ ,&/-]+[A-ZÅÄÖ]+){0,5})"
HEADING = re.compile(rf"(?:^|(?<=[.!?)\]])\s+|\n\s*)(?P<heading>{HEADINGS}|{CAPITALS})\s*:\s+", re.IGNORECASE)


def plain(value):
    """Return a value as text that can be sent and shown: no control signs, no halves of letters.

    >>> plain("a\\x00b"), plain(None), plain(2019)
    ('ab', '', '2019')
    """
    text = "" if value is None or value != value else str(value)
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(NOT_SHOWN | OVERRIDES)


def differences(a, b):
    """Return two texts as runs of [text, mark], marked where their words differ.

    Capitals, spaces and the signs between words do not count as a difference. Joined, the runs are
    the text as it was given.

    >>> differences("Knee pain in adults", "Knee pain in women.")
    ([['Knee pain in ', ''], ['adults', 'differs']], [['Knee pain in ', ''], ['women', 'differs'], ['.', '']])
    """
    one, two = tokens(a), tokens(b)
    sides = [enumerate(side) for side in (one, two)]
    words = [[(place, word.casefold()) for place, word in side if is_word(word)] for side in sides]
    marked = [set(), set()]
    for tag, *spans in opcodes(*([word for _, word in side] for side in words)):
        if tag != "equal":
            for side, (start, end) in enumerate((spans[:2], spans[2:])):
                marked[side] |= {place for place, _ in words[side][start:end]}
    return runs(one, marked[0], DIFFERS), runs(two, marked[1], DIFFERS)


def opcodes(one, two):
    """Return how one list of words becomes the other; what is very long counts as one piece in the middle."""
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    end = 0
    while end < min(len(one), len(two)) - start and one[-1 - end] == two[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], two[start : len(two) - end]
    if len(left) * len(right) > MOST_COMPARED:
        return [("replace", start, start + len(left), start, start + len(right))]
    found = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [(tag, *(start + place for place in places)) for tag, *places in found]


def tokens(text):
    """Return a text in words and what stands between them."""
    return re.findall(r"\w+|[^\w]+", text)


def is_word(token):
    """Return whether a token is a word, not what stands between words."""
    return token[0].isalnum() or token[0] == "_" or unicodedata.category(token[0]).startswith("M")


def runs(pieces, marked, mark):
    """Return pieces as runs; marked words that follow each other become one run with what is between them.

    >>> runs(["a", " ", "b", " ", "c"], {0, 2}, "differs")
    [['a b', 'differs'], [' c', '']]
    """
    bridged = marked | {place + 1 for place in marked if place + 2 in marked}
    found = []
    for place, piece in enumerate(pieces):
        kind = mark if place in bridged else PLAIN
        if found and found[-1][1] == kind:
            found[-1][0] += piece
        else:
            found.append([piece, kind])
    return found


def words_marked(text, wanted, unwanted):
    """Return a text as runs, in which words for and against are marked.

    A word of four letters or more is found with any ending, a shorter one as it is, whatever the capitals; a
    hyphen and a space are the same. Where words for and against begin in one place, the longer one counts.

    >>> words_marked("Overuse in mice", ["overuse"], ["mice"])
    [['Overuse', 'for'], [' in ', ''], ['mice', 'against']]
    """
    kinds = {}
    for kind, words in ((AGAINST, unwanted), (FOR, wanted)):
        kinds |= {folded(word): kind for word in words if folded(word)}
    if not kinds or not text:
        return [[text, PLAIN]] if text else []
    longest_first = sorted(kinds, key=lambda word: (-len(word), word))
    alternatives = "|".join(looked_for(word) for word in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{alternatives})", re.IGNORECASE)
    found, end = [], 0
    for match in pattern.finditer(text):
        if match.start() > end:
            found.append([text[end : match.start()], PLAIN])
        begun = (word for word in longest_first if folded(match[0]).startswith(word))
        found.append([match[0], kinds[next(begun, longest_first[0])]])
        end = match.end()
    return [*found, [text[end:], PLAIN]] if end < len(text) else found


def looked_for(word):
    """Return the pattern of a folded word: any hyphen or space between its parts, an ending if it is long."""
    parts = word.split(" ")
    ending = r"\w*" if len(parts[-1]) >= SHORTEST_STEM else r"(?!\w)"
    return r"[\s\-‐-–]+".join(map(re.escape, parts)) + ending


def folded(word):
    """Return a word as it is looked for: small letters, one space for hyphens and spaces."""
    return re.sub(r"[\s\-‐-–]+", " ", word).strip().casefold()


def sections(abstract):
    """Return an abstract in its sections: (heading, text), the heading "" where it has none.

    >>> sections("AIM: To see. METHODS: We looked. Results: Seen.")
    [('Aim', 'To see.'), ('Methods', 'We looked.'), ('Results', 'Seen.')]
    >>> sections("We looked and saw.")
    [('', 'We looked and saw.')]
    """
    found = list(HEADING.finditer(abstract))
    if not found:
        return [("", abstract.strip())] if abstract.strip() else []
    before = abstract[: found[0].start()].strip()
    parts = [("", before)] if before else []
    ends = [match.start() for match in found[1:]] + [len(abstract)]
    for match, end in zip(found, ends, strict=True):
        parts.append((match["heading"].capitalize(), abstract[match.end() : end].strip()))
    return parts
