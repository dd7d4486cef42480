"""EPPI-Reviewer: what its JSON says of each reference by the codes of its screening tools."""

import json
from itertools import pairwise
from pathlib import Path

import pandas as pd

from review.errors import SourceError
from review.formats.words import STAGED, meaning

__all__ = ["read_eppi"]


def read_eppi(path):
    """Return the references of EPPI-Reviewer's JSON and their labels.

    A code of the type Include or Exclude decides; its name is the reason, its tool's name may tell the
    stage. Who coded is not in the file.

    Returns
    -------
    (DataFrame, list of tuple)
        `title`, `doi`, `year` by number of the reference; (row, tool, reader, decision, reason, note, stage).
    """
    try:
        said = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        references = said["References"]
        codes = {
            code: told for one in said.get("CodeSets", ()) for code, told in codes_of(one, one["SetName"])
        }
    except (ValueError, KeyError, TypeError):
        raise SourceError(
            f"{path}: is no JSON of EPPI-Reviewer; export the decisions as CSV instead"
        ) from None
    labels = [
        (
            row,
            "EPPI-Reviewer",
            "",
            decision,
            name if decision == "exclude" else "",
            code["AdditionalText"],
            stage,
        )
        for row, reference in enumerate(references, start=1)
        for code in reference.get("Codes") or ()
        for decision, name, stage in [codes.get(code["AttributeId"], ("", "", ""))]
        if decision
    ]
    rows = [(one.get("Title", ""), one.get("DOI", ""), str(one.get("Year", ""))) for one in references]
    source = pd.DataFrame(rows, columns=["title", "doi", "year"], dtype="str").fillna("")
    return source.set_axis(range(1, len(rows) + 1)), labels


def codes_of(node, tool):
    """Yield (id, (decision, name, stage)) for each code below a tool or code that includes or excludes.

    Examples
    --------
    >>> code = {"AttributeId": 7, "AttributeType": "Exclude", "AttributeName": "Not adults"}
    >>> list(codes_of({"Attributes": {"AttributesList": [code]}}, "Screen on full text"))
    [(7, ('exclude', 'Not adults', 'full_text'))]
    """
    for code in (node.get("Attributes") or {}).get("AttributesList", ()):
        kind, name = code["AttributeType"].casefold(), code["AttributeName"]
        if kind in ("include", "exclude"):
            stages = {meaning(words, STAGED) for words in parts_of(f"{tool} {name}")} - {None, ""}
            yield code["AttributeId"], (kind, name, stages.pop() if len(stages) == 1 else "")
        yield from codes_of(code, tool)


def parts_of(text):
    """Return each word of a text, and each two that follow each other."""
    words = text.split()
    return [*words, *(" ".join(two) for two in pairwise(words))]
