"""Hostile texts: whatever a table, a name or review.toml says, the report shows it as text."""

import dataclasses
import re
from itertools import cycle

import pandas as pd
import pytest

from browser.hostile import PAYLOADS
from report_material import snapshot
from review.register import DEMAND_TABLES
from review.report import Report, check, render

TEXTS = {
    "references": ("title", "abstract", "authors", "journal", "keywords", "doi"),
    "imports": ("file_name", "database", "search", "searched_on"),
    "recommendations": (
        "intervention_sv",
        "condition_sv",
        "plain_sv",
        "exceptions",
        "priority",
        "source_url",
    ),
    "guidelines": ("source",),
    "totals": ("source",),
    "glossary": ("definition_sv", "source"),
    "thresholds": ("source",),
    "links": ("note", "exceptions"),
    "evaluations": ("intervention", "comparator", "population", "perspective", "funding"),
    "flags": ("low_value_care_words", "de_implementation_words"),
    "inputs": ("file",),
}
"""The columns of each table that people or databases fill as they like."""

BOOK = ("name_sv", "name_en", "definition_sv", "definition_en", "source")
CODES = pd.DataFrame(
    [["r01", "factors", "time", "hinders"], ["r01", "determinants", "time", "hinders"],
     ["r01", "strategies", "order", "helps"]],
    columns=["reference_id", "codebook", "code", "direction"],
).assign(note="", reader="anna")  # fmt: skip


def poisoned(payloads):
    """Return a small review in which every text of its own is a payload, each in its turn."""
    turn, plain = cycle(payloads), snapshot()
    said = {
        name: getattr(plain, name).assign(
            **{column: [next(turn) for _ in range(len(getattr(plain, name)))] for column in columns}
        )
        for name, columns in TEXTS.items()
    }
    book = pd.DataFrame(
        [[one, code, "", *[next(turn) for _ in BOOK]]
         for one, code in (("factors", "time"), ("determinants", "time"), ("strategies", "order"))],
        columns=["codebook", "code", "parent", *BOOK],
    )  # fmt: skip
    tables = {
        name: pd.DataFrame({column: [next(turn)] for column in table.columns}, dtype="str")
        for name, table in plain.tables.items()
        if name in ("proposals", "dialogue", "documents", "exceptions")
    }
    readers = [dataclasses.replace(one, name=next(turn)) for one in plain.project.readers]
    project = dataclasses.replace(
        plain.project, title=dict.fromkeys(("sv", "en"), payloads[0]), protocol=payloads[1],
        question=dict.fromkeys(("sv", "en"), payloads[2]), readers=tuple(readers),
        criteria=dict.fromkeys(("include", "exclude"), dict.fromkeys(("sv", "en"), tuple(payloads[:9]))),
    )  # fmt: skip
    return snapshot(
        **said, project=project, codebooks=book, codes=CODES, tables=dict(plain.tables) | tables,
        versions={payloads[3]: payloads[4]},
    )  # fmt: skip


SHORT = [payload[:200] for payload in PAYLOADS]
"""Names of many thousand letters take long to compare; what they may do is known from their start."""


@pytest.mark.parametrize("start", range(0, len(SHORT), 20))
def test_whatever_people_write_stays_text(start, tmp_path):
    """No element, no handler and no address of theirs, in either language; the page is true to itself."""
    page = render(poisoned(SHORT[start:] + SHORT[:start]), language=("sv", "en")[start // 20 % 2])
    body = page.split("<body>")[1]
    assert not re.search(
        r"<(?:img|iframe|object|embed|form|link|base|style|meta|video|audio|template)\b", body
    )
    assert len(re.findall(r"<script\b", page)) == 3
    assert not re.search(r"<[a-z][^<>]*\son\w+=", body.split("<script")[0])
    assert not re.search(r'(?:href|src)="(?!#|https?://)', page)
    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    found = check(path)
    assert found.ok.all(), found[~found.ok].to_dict("records")


def test_braces_in_a_text_are_braces():
    """A source or a reason with braces is no pattern to be filled."""
    books = poisoned(["{a} {0} {x!r} {"] * 9)
    assert "{a} {0} {x!r} {" in Report(books, "sv").show("appendices").html


def test_every_table_of_people_is_known():
    """The tables poisoned above are tables of the demands."""
    assert {"proposals", "dialogue", "documents", "exceptions"} <= set(DEMAND_TABLES)
