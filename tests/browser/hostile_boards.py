"""Boards and forms on which every text is one that would do harm where a page took it for more."""

import pandas as pd

from browser.hostile import PAYLOADS, rows
from review.evidence import KINDS
from review.widgets import CodingTree, EconomicsForm, LinkBoard

__all__ = ["coding", "form", "links"]


class Studies:
    """The payloads as studies, whatever a desk is asked."""

    undoable = False
    reader = PAYLOADS[0]

    def __init__(self):
        self.by_id = {row["reference_id"]: row for row in rows()}

    def studies(self):
        """Return one study per payload."""
        extra = {"rows": 0, "codes": 0}
        return [
            {"reference_id": name, "title": row["title"], "note": row["title"], **extra}
            for name, row in self.by_id.items()
        ]

    def study(self, name):
        """Return the row of one."""
        return self.by_id[name]


class Codes(Studies):
    """Codes and suggestions whose words are payloads."""

    def mine(self, name):
        """Return a code that no codebook has."""
        text = self.by_id[name]["title"]
        return [{"codebook": text, "code": text, "direction": "", "note": ""}]

    def suggested(self, name):
        """Return the payload as a code, for the words of the payload."""
        text = self.by_id[name]["title"]
        return [{"codebook": "book", "code": name, "words": text}]


class Costs(Studies):
    """Evaluations whose every cell is a payload."""

    def rows(self, name):
        """Return one comparison."""
        text = self.by_id[name]["title"]
        values = dict.fromkeys(("intervention", "comparator", "note", "currency"), text)
        return [{"evaluation_id": "E", "id": "1", "reader": text, "at": text, "values": values}]

    def check(self, values):
        """Return the payload as a fault."""
        return [("intervention", values.get("intervention", ""))]

    def result(self, values):
        """Return a result in the money of the payload."""
        numbers = dict.fromkeys(("withdrawal_cost", "withdrawal_effect", "icer", "saved_per_unit_lost"), 1.0)
        numbers |= dict.fromkeys(("withdrawal_cost_sek", "icer_sek", "saved_per_unit_lost_sek"))
        text = values.get("intervention", "")
        step = {"kind": "ppp", "said": text, "above": 1.0, "below": 1.0, "factor": 1.0, "source": text}
        numbers |= {"reading": "dominant", "quadrant": "SE", "price_year": 2019, "to_year": 2024}
        numbers |= {"benefit_unit": text, "better": "higher"}
        numbers |= dict.fromkeys(("withdrawal_cost_spread", "withdrawal_effect_spread"), text)
        return numbers | {"steps": [step], "not_converted": ""}


class Links(Studies):
    """Recommendations and studies that are payloads, linked and suggested by payloads."""

    def subjects(self, _side):
        """Return all of them on either side."""
        return list(self.by_id)

    def waiting(self, _side):
        """Return that nothing waits."""
        return []

    def rejected(self, _side, _name):
        """Return that nothing is rejected."""
        return 0

    def name(self, _side, name):
        """Return the payload as name and note."""
        return (self.by_id[name]["title"],) * 2

    def look_up(self, side, name):
        """Return a row in which every text is the payload."""
        text = self.by_id[name]["title"]
        if side == "reference":
            return self.by_id[name]
        columns = ("intervention_sv", "intervention_en", "condition_sv", "condition_en", "guideline_area")
        return dict.fromkeys((*columns, "reason", "exceptions", "list_name", "source_url"), text)

    def pairs(self, _side, name):
        """Return the payload linked to itself."""
        text = self.by_id[name]["title"]
        said = dict.fromkeys((*KINDS["links"].says, "reader", "at"), text)
        return [{"id": name, "state": "linked", "words": text, "link_id": "1", **said}]


def coding():
    """Return the coding card of all payloads."""
    names = dict.fromkeys(("name_sv", "name_en", "definition_sv", "definition_en"))
    books = [
        {"codebook": "book", "code": name, "parent": "", "directed": "yes"}
        | dict.fromkeys(names, row["title"])
        for name, row in Studies().by_id.items()
    ]
    return CodingTree(Codes(), codebooks=pd.DataFrame(books), language="en")


def form():
    """Return the economics form of all payloads."""
    recommendations = [(text, text) for text in PAYLOADS]
    return EconomicsForm(Costs(), recommendations=recommendations, language="en")


def links():
    """Return the link board of all payloads."""
    return LinkBoard(Links(), language="en")
