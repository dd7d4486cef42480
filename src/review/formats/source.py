"""A file on disk: its checksum, its encoding, and its lines, read piece by piece."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from review.errors import SourceError
from review.formats.encoding import by_mark, one_byte, without_mark

__all__ = ["Source", "checksum", "file_head", "lines_in", "open_source", "unify"]

PIECE = 1 << 20  # bytes read at a time
HEAD = 1 << 18  # bytes that tell format and encoding
LONGEST = 1 << 27  # characters in a line: some programs write all of a JSON file into one
SAMPLE = 1 << 18  # bytes of lines above ASCII that tell an encoding
_LINE_ABOVE_ASCII = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_STRAY = re.compile("[\udc80-\udcff]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A text file whose encoding is known."""

    path: Path
    sha256: str
    encoding: str  # ascii, utf-8 …; two joined by + where parts of the file are in the second
    head: str  # the first part of the text, with \\n as line end

    def lines(self, tally):
        """Yield the lines of the text without their ends; what had to be mended in a line is noted."""
        for piece in self.pieces(tally):
            yield from piece.removesuffix("\n").split("\n")

    def pieces(self, tally):
        """Yield the text in pieces of whole lines, each line ending in ``\\n``."""
        main, _, other = self.encoding.partition("+")
        clean = self.encoding in ("ascii", "utf-8", "utf-8-sig")
        number = 0
        for piece in whole_lines(self._decoded(main), self.path.name):
            if not clean or "\ufeff" in piece or "\0" in piece:
                lines = enumerate(piece.removesuffix("\n").split("\n"), start=number + 1)
                piece = "".join(f"{mend(line, n, other, clean, tally)}\n" for n, line in lines)
            yield piece
            number += piece.count("\n")

    def _decoded(self, encoding):
        errors = "surrogateescape" if encoding in ("utf-8", "utf-8-sig") else "replace"
        decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
        for data in read_pieces(self.path):
            yield decoder.decode(data)
        yield decoder.decode(b"", final=True)


def file_head(path):
    """Return the first bytes of a file.

    Raises SourceError if the file is missing, a folder, a pipe or a device, not readable or empty.
    """
    path = Path(path)
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise SourceError(f"{path}: is a pipe or a device; save what comes out of it as a file")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (FileNotFoundError, ValueError):  # a name with NUL in it
        raise SourceError(f"{path}: no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise SourceError(f"{path}: is a folder; name the files in it") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    if not head:
        raise SourceError(f"{path.name}: the file is empty; export it again")
    return head


def open_source(path):
    """Return a text file with its encoding.

    Raises SourceError if the file is missing, empty, or its encoding cannot be told.
    """
    path = Path(path)
    head = file_head(path)
    sha256, encoding = examine(path, by_mark(head) or without_mark(head))
    main = encoding.partition("+")[0]
    text = codecs.getincrementaldecoder(main)(errors="replace").decode(head)
    return Source(path, sha256, encoding, unify(text.removeprefix("\ufeff")))


def examine(path, encoding):
    """Return checksum and encoding of a file, reading it once, or twice where it is not UTF-8."""
    digest, is_ascii, to_try = hashlib.sha256(), True, not encoding.startswith(("utf-16", "utf-32"))
    decoder = codecs.getincrementaldecoder("utf-8")()
    for data in chain(read_pieces(path), [b""]):
        digest.update(data)
        if to_try:
            is_ascii = is_ascii and data.isascii()
            try:
                decoder.decode(data, final=not data)
            except UnicodeDecodeError:
                to_try, encoding = False, mixed(path, encoding) if data else f"{encoding or 'utf-8'}+cut"
    return digest.hexdigest(), encoding or ("ascii" if is_ascii else "utf-8")


def checksum(path):
    """Return the SHA-256 of a file, hexadecimal."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def mixed(path, encoding):
    """Return the encoding of a file that is not UTF-8 throughout."""
    wide, narrow = 0, []
    for data in read_pieces(path):
        for found in _LINE_ABOVE_ASCII.findall(data):
            try:
                found.decode("utf-8")
                wide += 1
            except UnicodeDecodeError:
                narrow.append(found)
        if sum(map(len, narrow)) > SAMPLE:
            break
    other = one_byte(b"\n".join(narrow)[:SAMPLE])
    if not other:
        said = "the encoding could not be told; open it in a text editor and save it as UTF-8"
        raise SourceError(f"{path.name}: {said}")
    # in other scripts a short line may pass for UTF-8 by chance
    return f"{encoding or 'utf-8'}+{other}" if encoding or wide > 0.05 * (wide + len(narrow)) else other


def read_pieces(path):
    """Yield the bytes of a file, some at a time."""
    with Path(path).open("rb") as file:
        while data := file.read(PIECE):
            yield data


def unify(text):
    r"""Return a text whose lines all end in ``\n``, whatever they ended in.

    >>> unify("a\r\r\nb\r\nc\rd\n")
    'a\nb\nc\nd\n'
    """
    if "\r" not in text:
        return text
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def whole_lines(texts, name=""):
    r"""Yield a text that comes in pieces in pieces of whole lines; nothing but CR and LF ends a line.

    Raises SourceError for a line that is longer than any export has.

    >>> list(whole_lines(["\ufeffa\r", "\r\nb\u2028c\n", "\nd"]))
    ['a\nb\u2028c\n', '\n', 'd\n']
    """
    begun, length, held, at_start = [], 0, "", True  # what there is of a line that has not ended
    for text in texts:
        if at_start and text:
            text, at_start = text.removeprefix("\ufeff"), False
        text = held + text
        held = text[-2:][len(text[-2:].rstrip("\r")) :]  # the line feed may be in the next piece
        text = unify(text[: len(text) - len(held)])
        end = text.rfind("\n") + 1
        if end:
            yield "".join([*begun, text[:end]])
            begun, length = [], 0
        begun.append(text[end:])
        length += len(text) - end
        if length > LONGEST:
            said = f"has a line of more than {LONGEST:,} characters, which no export has; export it again"
            raise SourceError(f"{name}: {said}")
    rest = unify("".join(begun) + held)
    if rest:
        yield rest if rest.endswith("\n") else rest + "\n"


def lines_in(file, name):
    """Yield the lines of an open text file, each ending in ``\\n``; SourceError for one without end."""
    for piece in whole_lines(iter(partial(file.read, PIECE), ""), name):
        yield from (f"{line}\n" for line in piece.removesuffix("\n").split("\n"))


def mend(line, number, other, clean, tally):
    """Return a line without NUL and byte order marks, which stay behind where files were joined, and with
    bytes that are not UTF-8 read anew in the other encoding."""
    if "\ufeff" in line or "\0" in line:
        said = "byte order mark or NUL inside the line, taken out"
        tally.repaired(number, "", said, _printable(line))
        line = line.replace("\ufeff", " ").replace("\0", "")
    if clean or line.isascii():
        return line
    if _STRAY.search(line):
        said = "the file ends inside a character" if other == "cut" else f"not UTF-8, read as {other}"
        tally.repaired(number, "", said, _printable(line))
        data = line.encode("utf-8", "surrogateescape")
        return data.decode("utf-8" if other == "cut" else other, "replace")
    if "\ufffd" in line and not other:
        tally.repaired(number, "", "bytes that are no characters, replaced by U+FFFD", line)
    return line


def _printable(line):
    """Return what an account can show of a line, with bytes that are no characters written like ``\\x80``."""
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
