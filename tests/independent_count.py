"""A second reader that knows nothing of fields: which words of a file stand in no record and no account?

It shares no code with the readers it checks. Only words of ASCII letters and digits are counted, so that
no encoding has to be known; everything else parts words, in the file as in the records.
"""

import html
import json
import re
from collections import Counter

__all__ = ["words_lost"]

WORD = re.compile(r"[A-Za-z0-9]+")
MARKUP = re.compile(r"<[!?/A-Za-z][^>]*>")
NUMBERING = re.compile(r"\s*(?:<?\d+[.>]?|Record\b.*)\s*", re.IGNORECASE)
END = re.compile(r"\W*(?:ER\b\W*|EF)\s*", re.IGNORECASE | re.ASCII)


def words_lost(data, export):
    """Return the words of a file that are in no record, header or line not understood, with how often.

    Parameters
    ----------
    data : bytes
        The file.
    export : review.formats.Export
        What was read from it.

    Returns
    -------
    collections.Counter
    """
    text = text_of(data)
    xml = export.format.endswith("-xml")
    if xml:
        text = html.unescape(MARKUP.sub("", text.replace("<![CDATA[", "").replace("]]>", "")))
    lines = re.split(r"\r\n|\r|\n", text)
    if export.format != "csv" and not xml:
        # numbers between entries and the ends of entries hold nothing
        lines = [line for line in lines if not NUMBERING.fullmatch(line) and not END.fullmatch(line)]
    problems = export.account.problems
    kept = [*export.account.headers, *problems.text[problems.kind == "not_understood"]]
    for raw, abstract in zip(export.records.raw, export.records.abstract, strict=True):
        for tag, value in json.loads(raw):
            kept += [tag, abstract if value is None else value]
    return count("\n".join(lines), signs=xml) - count("\n".join(kept), signs=xml)


def text_of(data):
    """Return bytes as text of which at least the ASCII letters are right."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    if data[1:41:2].count(0) > 15 or data[0:40:2].count(0) > 15:
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be")
    return data.decode("latin-1").replace("\0", "")


def count(text, *, signs):
    """Return how often each word stands in a text or, where markup parts words, each sign of them."""
    words = [word.lower() for word in WORD.findall(text)]
    return Counter("".join(words) if signs else words)
