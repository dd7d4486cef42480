"""References out as BibTeX, CSL-JSON, EndNote XML and EPPI-Reviewer's JSON."""

import json
import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from review.formats.eppi import OUTCOME
from review.formats.files import whole_file
from review.formats.reftypes import FIELDS, TYPES
from review.formats.write_ris import databases_of, decision_of, id_of, labels_of, pmid_note, rows_of, type_of
from review.text import split

__all__ = ["write_bibtex", "write_csl", "write_endnote", "write_eppi"]

EPPI_TYPES = {"include": "Include", "unsure": "Selectable (show checkbox)"}
"""Types of codes; a reason is a code that excludes."""
VERBATIM = ("doi", "url")
DECISIONS = ("include", "exclude", "unsure")
_LATEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    # BibTeX counts a brace after a backslash too: one of them would end the entry
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
} | {sign: f"\\{sign}" for sign in "&%$#_"}  # fmt: skip
_PERCENT = str.maketrans({"{": "%7B", "}": "%7D"})
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_bibtex(references, path):
    """Write references as BibTeX in UTF-8; ``included`` is 1 or 0 where something was decided.

    All four writers take what `write_ris` takes.
    """
    _write(path, "\n".join(map(bibtex_entry, rows_of(references))))


def bibtex_entry(cells):
    """Return one entry.

    >>> print(bibtex_entry({"title": "Cost & care", "authors": "Berg, A; The Group"}), end="")
    @misc{reference,
      title = {Cost \\& care},
      author = {Berg, A and {The Group}}
    }
    """
    kind = known_type(cells)["bibtex"]
    fields = {name: cells.get(column, "") for column, name in FIELDS["bibtex"].items()}
    home = "booktitle" if kind in ("incollection", "inproceedings") else "journal"
    # between hyphens, as BibTeX has them
    fields |= {home: cells.get("journal", ""), "pages": cells.get("pages", "").replace("-", "--", 1)}
    fields = {name: v.translate(_PERCENT) if name in VERBATIM else latex(v) for name, v in fields.items()}
    names = (latex(name) if "," in name else f"{{{latex(name)}}}" for name in split(cells.get("authors")))
    fields["author"] = " and ".join(names)
    fields["included"] = {"include": "1", "exclude": "0"}.get(decision_of(cells), "")
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{id_of(cells) or 'reference'},\n{lines}\n}}\n"


def latex(text):
    """Return a text with the signs that LaTeX reads as commands written so that it does not."""
    return "".join(_LATEX.get(sign, sign) for sign in text)


def write_csl(references, path):
    """Write references as CSL-JSON, as Zotero, Mendeley and pandoc read it."""
    _write_json(path, [csl_item(cells) for cells in rows_of(references)])


def csl_item(cells):
    """Return one item."""
    item = {"id": id_of(cells), "type": known_type(cells)["csl"]}
    item |= {name: cells[column] for column, name in FIELDS["csl"].items() if cells.get(column)}
    item["author"] = [csl_name(name) for name in split(cells.get("authors"))]
    if cells.get("year"):
        item["issued"] = {"date-parts": [[int(float(cells["year"]))]]}
    item |= {"source": databases_of(cells), "note": "\n".join(labels_of(cells)[1])}
    return {name: value for name, value in item.items() if value}


def csl_name(name):
    """Return an author as CSL has it.

    >>> csl_name("Berg, Anna"), csl_name("The Group"), csl_name("Bunn, PA, Jr")
    ({'family': 'Berg', 'given': 'Anna'}, {'literal': 'The Group'}, {'family': 'Bunn', ... 'suffix': 'Jr'})
    """
    parts = [part.strip() for part in name.split(",", 2)]
    if len(parts) == 1:
        return {"literal": name}
    return dict(zip(("family", "given", "suffix"), parts, strict=False))


def write_endnote(references, path):
    """Write references as EndNote XML, with the decision as label and in the notes."""
    root = Element("xml")
    records = SubElement(root, "records")
    for number, cells in enumerate(rows_of(references), start=1):
        endnote_record(SubElement(records, "record"), number, cells)
    indent(root, " ")
    _write(path, '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n")


def endnote_record(record, number, cells):
    """Fill one record."""
    said = known_type(cells)
    SubElement(record, "rec-number").text = str(number)
    SubElement(record, "ref-type", name=said["endnote"]).text = said["endnote_number"]
    label, notes = labels_of(cells)
    values = [("contributors/authors/author", name) for name in split(cells.get("authors"))]
    values += [(path, cells.get(column, "")) for column, path in FIELDS["endnote"].items()]
    values += [("keywords/keyword", word) for word in split(cells.get("keywords"))]
    values += [("isbn", numbers_of(cells)), ("label", label)]
    values += [("notes", "\n".join(pmid_note(cells) + notes)), ("custom1", id_of(cells))]
    values += [("remote-database-name", databases_of(cells))]
    for path, value in values:
        if value:
            put(record, path.split("/"), value)


def put(element, path, value):
    """Put a text below an element; what several values share stands once."""
    *above, last = path
    for name in above:
        found = element.find(name)
        element = SubElement(element, name) if found is None else found
    # EndNote keeps texts in an element for their style
    SubElement(SubElement(element, last), "style", face="normal").text = _NOT_XML.sub("", value)


def write_eppi(references, path):
    """Write references as the JSON of EPPI-Reviewer, with decisions and reasons as codes of one set."""
    rows = list(rows_of(references))
    reasons = sorted({reason for cells in rows for reason in reasons_of(cells)})
    ids = {name: number for number, name in enumerate([*DECISIONS, *reasons], start=1)}
    codes = [
        {"AttributeId": number, "AttributeName": name, "AttributeType": EPPI_TYPES.get(name, "Exclude")}
        for name, number in ids.items()
    ]
    name = "Screening" if any(cells.get("reader") for cells in rows) else OUTCOME
    code_set = {"SetName": name, "Attributes": {"AttributesList": codes}}
    items = [eppi_item(number, cells, ids) for number, cells in enumerate(rows, start=1)]
    _write_json(path, {"CodeSets": [code_set], "References": items})


def eppi_item(number, cells, ids):
    """Return one item; its codes are known by their numbers."""
    item = {name: cells.get(column, "") for column, name in FIELDS["eppi"].items()}
    item["Authors"] = "".join(f"{name};" for name in split(cells.get("authors")))
    item |= {"ItemId": number, "OldItemId": id_of(cells), "TypeName": known_type(cells)["eppi"]}
    item |= {"StandardNumber": numbers_of(cells), "Comments": "".join(pmid_note(cells))}
    said = reasons_of(cells) or [*filter(None, [decision_of(cells)])]
    return item | {"Codes": [{"AttributeId": ids[name], "AdditionalText": ""} for name in said]}


def reasons_of(cells):
    """Return why a reference was excluded."""
    return split(cells.get("reason")) if decision_of(cells) == "exclude" else []


def numbers_of(cells):
    """Return ISSN and ISBN, which some programs keep in one field."""
    return " ".join(filter(None, (cells.get("issn"), cells.get("isbn"))))


def known_type(cells):
    """Return what the formats call a reference's type."""
    return TYPES.get(type_of(cells), TYPES["GEN"])


def _write_json(path, value):
    _write(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _write(path, text):
    with whole_file(path) as name:
        name.write_text(text, encoding="utf-8", errors="replace", newline="\n")
