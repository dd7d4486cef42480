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
ONE_BYTE = ("cp1252", "mac_roman", "cp850", "iso8859_2")
LETTERS = frozenset("åäöéèüóíáñçøæßêëïôàâúùûîìòãõčšžýœðþłńśżźęąćřěůőűÅÄÖÉÈÜÓÍÁÑÇØÆÊÔÀÂÚŠŽŁŚŻ")
SIGNS = frozenset("–—‘’“”„…•°±µ®™©×·«»€£§¼½¾²³¹\xa0´¿¡ªº†‡≤≥")
_HIGH_IN_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]|[^\x00-\x7f](?=[a-z])")


def by_mark(head):
    """Return the encoding named by a byte order mark at the start of a file, or "".

    Examples
    --------
    >>> by_mark(codecs.BOM_UTF16_LE + b"T"), by_mark(b"TY  - JOUR")
    ('utf-16', '')
    """
    return next((encoding for mark, encoding in MARKS if head.startswith(mark)), "")


def without_mark(head):
    """Return the UTF-16 encoding of a file that has no byte order mark, or "".

    Examples
    --------
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

    Parameters
    ----------
    sample : bytes
        Lines of the file that are not ASCII.

    Examples
    --------
    >>> one_byte("Lågvärdevård på Åland".encode("mac_roman"))
    'mac_roman'
    >>> one_byte("Lågvärdevård – naïve".encode("cp1252"))
    'cp1252'
    """
    scores = {encoding: likeness(sample.decode(encoding, errors="replace")) for encoding in ONE_BYTE}
    best = max(scores, key=scores.get)
    if scores[best] >= 0.7:
        return best
    guess = from_bytes(sample).best()
    if guess is not None and not guess.encoding.startswith("utf"):
        return guess.encoding
    return best if scores[best] >= 0.4 else ""


def likeness(text):
    """Return the share of characters above ASCII that stand where Latin text has them, from 0 to 1."""
    n_high = sum(char > "\x7f" for char in text)
    in_words = _HIGH_IN_WORD.findall(text)
    letters = sum(char in LETTERS for char in in_words)
    signs = sum(char in SIGNS for char in text) - sum(char in SIGNS for char in in_words)
    # a sign inside a word, such as the dagger of a wrong encoding, speaks against it
    signs += sum(char in "’–" for char in in_words)
    return (letters + signs) / max(n_high, 1)
