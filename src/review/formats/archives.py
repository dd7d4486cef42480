"""ZIP archives that office programs write, told apart by what is in them."""

import re

from review.errors import SourceError
from review.text import shipped_words

__all__ = ["holds_formula", "refuse_archive"]

MOST = 1 << 30
"""Bytes that the parts of a workbook may have in all."""

FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")


def refuse_archive(members, name):
    """Raise SourceError for a ZIP archive that is no XLSX workbook, or one that would fill all memory.

    `members` are its parts, each a `zipfile.ZipInfo`.

    >>> from zipfile import ZipInfo
    >>> refuse_archive([ZipInfo("a.ris"), ZipInfo("b.ris")], "export.zip")
    Traceback (most recent call last):
    review.errors.SourceError: export.zip: is a ZIP archive (holding a.ris, b.ris); unpack it and import ...
    """
    unpacked = sum(member.file_size for member in members)
    members = [member.filename for member in members]
    if unpacked > MOST:
        size = f"unpacks to {unpacked >> 20:,} MiB, more than the {MOST >> 20:,} that are read"
        raise SourceError(f"{name}: {size}; save the sheet with the references as CSV")
    if "xl/workbook.xml" in members:
        return
    for member, what in shipped_words("formats/refused.toml")["archives"].items():
        if member in members:
            raise SourceError(f"{name}: is {what}")
    held = ", ".join(members[:3]) + (" …" if len(members) > 3 else "") or "nothing"
    raise SourceError(f"{name}: is a ZIP archive (holding {held}); unpack it and import what is in it")


def holds_formula(archive, member):
    """Return whether a part of a workbook is a sheet with a formula; quicker than reading it twice."""
    if not member.startswith("xl/worksheets/"):
        return False
    with archive.open(member) as part:
        end = b""
        while piece := part.read(1 << 20):
            if FORMULA.search(end + piece):
                return True
            end = piece[-32:]
    return False
