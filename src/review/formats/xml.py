"""XML of databases and reference managers: elements into tags and values, with no entity from outside."""

import html
import re
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

__all__ = ["ENTRIES", "read_xml"]

ENTRIES = {
    "pubmed-xml": ("PubmedArticle", "PubmedBookArticle", "MedlineCitation", "BookDocument"),
    "endnote-xml": ("record",),
    "ovid-xml": ("record",),
    "ebsco-xml": ("rec",),
    "europepmc-xml": ("result",),
    "ictrp-xml": ("Trial",),
}
"""Format to the elements that are entries."""
OUTSIDE = frozenset((
    "hitCount", "query", "queryString", "resultType", "synonym", "version", "nextCursorMark", "nextPageUrl",
    "cursorMark", "pageSize", "page", "sort", "Database", "Hits",
))  # fmt: skip
"""Elements outside the entries that say what was searched."""
TYPED = frozenset(("ui", "an", "jid"))
"""Elements whose attribute ``type`` says what they hold."""
WRAPPERS = {"MedlineCitation", "BookDocument", "PubmedData", "PubmedBookData", "header", "controlInfo"}
NOT_OWN = ("IdType", "EIdType", "Label")
DEEPEST = 200
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
_LOOSE_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9A-Fa-f]+;|[A-Za-z][A-Za-z0-9]*;)")
_CLOSINGS = re.compile(r"\s*(?:</\w+>\s*)+")


def read_xml(lines, tally, names):
    """Yield (raw, first_line, last_line) for each entry of an XML text; after a fault go on with the next.

    `names` are those of the elements that are entries, such as those in `ENTRIES`.

    >>> from review.formats.account import Tally
    >>> text = "<xml><records><record><titles><title>A <b>scan</b></title></titles></record></records></xml>"
    >>> list(read_xml([text], Tally(), ENTRIES["endnote-xml"]))
    [([('titles/title', 'A scan')], 1, 1)]
    """
    begins = re.compile(rf"<(?:{'|'.join(sorted(names))})[\s>]")
    parser, number, skipping = Parser(tally, names), 0, False
    for number, line in enumerate(lines, start=1):
        line = lawful(line, number, tally)
        if skipping:
            found = begins.search(line)
            skipped, line = (line[: found.start()], line[found.start() :]) if found else (line, "")
            if skipped.strip() and (found or not _CLOSINGS.fullmatch(skipped)):
                tally.not_understood(number, "", "skipped after a fault in the XML", skipped)
            if not found:
                continue
            parser, skipping = Parser(tally, names, number), False
        try:
            parser.expat.Parse(line + "\n", False)
        except expat.ExpatError as error:
            # after a fault, elements are closed that this parser has not seen opened
            if not (parser.offset and parser.tree is None and _CLOSINGS.fullmatch(line)):
                parser.broken(number, error, line)
            skipping = True
        yield from parser.taken()
    parser.end(number)
    tally.lines = number
    yield from parser.taken()


def lawful(line, number, tally):
    """Return a line with what XML does not allow taken out or written as XML has it."""
    if _NOT_XML.search(line):
        tally.repaired(number, "", "signs XML does not allow, taken out", line)
        line = _NOT_XML.sub("", line)
    known = line
    if "&" in line:
        named = _NAMED.sub(lambda found: html.entities.html5.get(f"{found[1]};", found[0]), line)
        known = _LOOSE_AMPERSAND.sub("&amp;", named)
    if known != line:
        tally.repaired(number, "", "a character reference XML does not know, replaced", line)
    return known


class Parser:
    """Expat with a tree for the entry that is open."""

    def __init__(self, tally, names, line=1):
        self.tally = tally
        self.names = names
        self.offset = line - 1
        self.done = []
        self.path = []
        self.tree = None
        self.outer = ""
        self.first = 0
        self.expat = expat.ParserCreate()
        self.expat.StartElementHandler = self.started
        self.expat.EndElementHandler = self.ended
        self.expat.CharacterDataHandler = self.said
        self.expat.EntityDeclHandler = self.declared
        if line > 1:
            self.expat.Parse("<again>", False)

    def line(self):
        """Return the number of the line expat is at."""
        return self.expat.CurrentLineNumber + self.offset

    def taken(self):
        """Return the entries that are complete, and forget them."""
        done, self.done = self.done, []
        return done

    def declared(self, name, *_):
        """Refuse a file that declares entities: these may fill all memory, or read other files."""
        said = (
            f"the XML declares an entity of its own ({name!r}), which no export needs and which may do harm"
        )
        raise ValueError(f"line {self.line()}: {said}; export it again from the database")

    def started(self, name, attributes):
        """Take the start of an element; raise ValueError where they are nested as in no export."""
        if len(self.path) > DEEPEST:
            said = f"the XML is nested more than {DEEPEST} deep, as no export is; export it again"
            raise ValueError(f"line {self.line()}: {said}")
        if self.tree is None:
            if name not in self.names:
                self.outer = name
                return
            self.tree, self.first = TreeBuilder(), self.line()
            self.tally.starts += 1
        self.path.append(name)
        self.tree.start(name, attributes)

    def said(self, text):
        """Take text."""
        if self.tree is not None:
            self.tree.data(text)
        elif text.strip() and self.outer in OUTSIDE:
            self.tally.headers.append(f"{self.outer}: {text.strip()}")
        elif text.strip():
            self.tally.not_understood(self.line(), "", "text outside the entries", text)

    def ended(self, name):
        """Take the end of an element."""
        if self.tree is not None:
            self.tree.end(name)
            self.path.pop()
            if not self.path:
                self.close()

    def close(self):
        """Hand on the entry that is open."""
        root, self.tree = self.tree.close(), None
        self.tally.records += 1
        self.done.append((flatten(root), self.first, self.line()))

    def broken(self, number, error, line):
        """Keep of an entry what came before a fault."""
        fault = f"not well-formed XML: {expat.errors.messages[error.code]}"
        if self.tree is None:
            self.tally.not_understood(number, "", fault, line)
        else:
            self.cut(number, f"{fault}; the entry is kept as far as it goes", line)

    def end(self, number):
        """Take the end of the file."""
        if self.tree is not None:
            self.cut(number, "the file ends inside an entry; it is kept as far as it goes")

    def cut(self, number, why, line=""):
        """Close all elements that are open, and with them the entry."""
        self.tally.repaired(number, self.path[-1], why, line)
        while self.path:
            self.tree.end(self.path.pop())
        self.close()


def flatten(root):
    """Return the texts and attributes of an entry as (path, value), in order.

    An element that holds text and markup, such as a title with italics, is one value. Authors of PubMed
    are "Surname, Given"; labels of abstracts stand before their text. Text that stands in no element of
    the entry, which no export should have, is kept under the entry's own name.
    """
    pairs = []
    _walk(root, "", pairs)
    astray = "".join([root.text or "", *((part.tail or "") for part in root)]).strip()
    return [*pairs, (root.tag, astray)] if astray else pairs


def _walk(element, path, pairs):
    for child in element:
        here = path if child.tag in WRAPPERS else f"{path}/{child.tag}".lstrip("/")
        named = child.attrib
        if named and child.tag == "F" and "L" in named:  # Ovid names its fields in an attribute
            texts = ("".join(part.itertext()).strip() for part in (child if len(child) else (child,)))
            pairs += [(named["L"], text) for text in texts if text]
            continue
        kind = named.get("IdType") or named.get("EIdType") or (child.tag in TYPED and named.get("type"))
        tag = f"{here}[{kind}]" if kind else here
        if len(child) and child.tag in ("Author", "author") and (name := _person(child)):
            pairs.append((tag, name))
        mixed = (child.text or "").strip() or any((part.tail or "").strip() for part in child)
        if mixed or not len(child) or child.find("style") is not None:
            if value := "".join(child.itertext()).strip():
                pairs.append((tag, f"{named['Label']}: {value}" if named.get("Label") else value))
        else:
            _walk(child, here, pairs)
        if named and child.tag != "style":
            own = [(name, said) for name, said in named.items() if said and name not in NOT_OWN]
            pairs += [(f"{here}@{name}", said) for name, said in own]


def _person(author):
    """Return "Surname, Given Suffix" of an element that holds a name in parts, else its full name, or ""."""
    if author[0].tag == "style":
        return ""
    surname = _first(author, "LastName", "lastName")
    given = _first(author, "ForeName", "FirstName", "firstName", "Initials", "initials")
    given = " ".join(filter(None, (given, _first(author, "Suffix"))))
    return ", ".join(filter(None, (surname, given))) if surname else _first(author, "fullName")


def _first(element, *names):
    return next((text for name in names if (text := element.findtext(name, "").strip())), "")
