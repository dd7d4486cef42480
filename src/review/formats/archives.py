"""ZIP archives that office programs write, told apart by what is in them."""

from review.errors import SourceError

__all__ = ["refuse_archive"]

MOST = 1 << 30
"""Bytes that the parts of a workbook may have in all."""

OTHER_ARCHIVES = {
    "xl/workbook.bin": "a binary Excel workbook (XLSB); save it as XLSX",
    "word/document.xml": "a Word document; export the references themselves, as RIS or CSV",
    "content.xml": "an OpenDocument file; save it as XLSX or CSV",
}
"""What stands in other archives that office programs write, and what to do about them."""


def refuse_archive(members, name):
    """Raise SourceError for a ZIP archive that is no XLSX workbook, or one that would fill all memory.

    `members` are its parts, each a `zipfile.ZipInfo`.

    Examples
    --------
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
    for member, what in OTHER_ARCHIVES.items():
        if member in members:
            raise SourceError(f"{name}: is {what}")
    held = ", ".join(members[:3]) + (" …" if len(members) > 3 else "") or "nothing"
    raise SourceError(f"{name}: is a ZIP archive (holding {held}); unpack it and import what is in it")
