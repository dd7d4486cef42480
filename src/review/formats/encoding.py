"""Which encoding a file is in, told from its bytes."""

import codecs
import re

from charset_normalizer import from_bytes

__all__ = ["by_mark", "one_byte", "without_mark"]

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ONE_BYTE = ("cp1252", "mac_roman", "cp850", "cp1250", "cp1251", "cp1253")
LETTERS = frozenset("åäöéèüóíáñçøæßêëïôàâúùûîìòãõčšžýœðþłńśżźęąćřěůőűăâîșțÅÄÖÉÈÜÓÍÁÑÇØÆÊÔÀÂÚŠŽŁŚŻČ")
COMMON = frozenset("åäöéüøæèáóíñçÅÄÖÉÜØÆ")
SIGNS = frozenset("–—‘’“”„…•°±µ®™©×·«»€£§¼½¾²³¹\xa0´¿¡ªº†‡≤≥")
IN_WORDS = frozenset("’–·")
_RUN = re.compile(r"([\x00-\x7f]?)([^\x00-\x7f]+)([\x00-\x7f]?)")


def by_mark(head):
    """Return the encoding named by a byte order mark at the start of a file, or "".

    >>> by_mark(codecs.BOM_UTF16_LE + b"T"), by_mark(b"TY  - JOUR")
    ('utf-16', '')
    """
    return next((encoding for mark, encoding in MARKS if head.startswith(mark)), "")


def without_mark(head):
    """Return the UTF-16 encoding of a file that has no byte order mark, or "".

    >>> without_mark("TY  - JOUR".encode("utf-16-be")), without_mark(b"TY  - JOUR")
    ('utf-16-be', '')
    """
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = (head[start::2].count(0) / len(head[start::2]) for start in (0, 1))
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def one_byte(sample):
    """Return the encoding with one byte to a character that fits a sample best, or "".

    The sample is the bytes of lines that are not ASCII.

    >>> one_byte("Lågvärdevård på Åland".encode("mac_roman"))
    'mac_roman'
    >>> one_byte("Lågvärdevård – naïve".encode("cp1252"))
    'cp1252'
    """
    scores = {encoding: likeness(sample.decode(encoding, errors="replace")) for encoding in ONE_BYTE}
    best = max(scores, key=scores.get)  # the first of them where several are alike
    if scores[best] >= 0.6:
        return best
    guess = from_bytes(sample).best()
    if guess is not None and len(sample) > 40 and not guess.encoding.startswith("utf"):
        return guess.encoding
    return best if scores[best] >= 0.25 else ""


def likeness(text):
    """Return the share of letters and signs above ASCII that stand where a text has them, from 0 to 1.

    >>> likeness("Lågvärdevård"), likeness("L†gv„rdev†rd")
    (1.0, 0.0)
    """
    good = total = 0
    for before, run, after in _RUN.findall(text):
        total += len(run)
        if "\u0370" <= run[0] <= "\u04ff":
            good += 0 if (before + after).strip().isalpha() else other_script(run)
        else:
            near = [before, *run, after]
            fits = sum(latin(*near[place : place + 3]) for place in range(len(run)))
            good += fits if len(run) < 3 else fits / 2 if len(run) < 5 else 0
    return max(good, 0) / max(total, 1)


def other_script(run):
    """Return how many letters of a run are Greek or Cyrillic with capitals only in front."""
    letters = "".join(char for char in run if "\u0370" <= char <= "\u04ff")
    if len(letters) < 2:
        return 0.3 * len(letters)
    return len(letters) if letters.isupper() or letters[1:].islower() else 0


def latin(before, char, after):
    """Return 1 where a letter or sign fits what is around it, less where it may, 0 where it does not."""
    beside = before.isalpha() + after.isalpha()
    if char in SIGNS:
        return 1 if beside < 2 or char in IN_WORDS else 0
    if char not in LETTERS or (char.isupper() and before.islower()):
        return 0
    weight = 1 if char in COMMON else 0.9  # of two readings that both make words, the likelier letters
    return weight if beside else weight / 2
