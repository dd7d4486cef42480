"""EPPI-Reviewer: what its JSON says of each reference by the codes of its screening tools."""

import json
from pathlib import Path

import pandas as pd

from review.errors import SourceError
from review.text import fold

__all__ = ["OUTCOME", "read_eppi"]

OUTCOME = "Screening: what all readers came to"
"""Our own set of codes in an export that is no one reader's: it decides nothing when it comes back."""
STAGE_WORDS = {"title_abstract": {"title", "abstract"}, "full_text": {"full", "fulltext"}}


def read_eppi(path):
    """Return the references of EPPI-Reviewer's JSON and their labels.

    A code of the type Include or Exclude decides; its name is the reason, its tool's name may tell the
    stage. Who coded is not in the file. References are a frame of `title`, `doi` and `year` by their number,
    labels a list of (row, tool, reader, decision, reason, note, stage).
    """
    try:
        said = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        references = said["References"]
        sets = [one for one in said["CodeSets"] if one["SetName"] != OUTCOME]
        codes = {code: told for one in sets for code, told in codes_of(one, one["SetName"])}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SourceError(f"{path}: is no whole JSON of EPPI-Reviewer; export it again, or as CSV") from None
    labels = [
        (row, "EPPI-Reviewer", "", decision, reason, code.get("AdditionalText", ""), stage)
        for row, reference in enumerate(references, start=1)
        for code in reference.get("Codes") or ()
        for decision, reason, stage in [codes.get(code["AttributeId"], ("", "", ""))]
        if decision
    ]
    rows = [(one.get("Title", ""), one.get("DOI", ""), str(one.get("Year", ""))) for one in references]
    source = pd.DataFrame(rows, columns=["title", "doi", "year"], dtype="str").fillna("")
    return source.set_axis(range(1, len(rows) + 1)), labels


def codes_of(node, tool):
    """Yield (id, (decision, reason, stage)) for each code below a tool or code that includes or excludes.

    >>> code = {"AttributeId": 7, "AttributeType": "Exclude", "AttributeName": "Not adults"}
    >>> list(codes_of({"Attributes": {"AttributesList": [code]}}, "Screen on full text"))
    [(7, ('exclude', 'Not adults', 'full_text'))]
    """
    for code in (node.get("Attributes") or {}).get("AttributesList", ()):
        kind, name = (code.get("AttributeType") or "").casefold(), code["AttributeName"]
        if kind in ("include", "exclude"):
            words = set(fold(f"{tool} {name}").split())
            stages = [stage for stage, known in STAGE_WORDS.items() if known & words]
            reason = name if kind == "exclude" else ""
            yield code["AttributeId"], (kind, reason, stages[0] if len(stages) == 1 else "")
        yield from codes_of(code, tool)
