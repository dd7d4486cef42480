"""A small review made by hand, with every kind of thing a report shows and titles that mean harm."""

import datetime
from pathlib import Path

import pandas as pd

from review import agreement, economics, flow, register, stopping
from review.evidence import EVALUATION_COLUMNS, FLAGS, KINDS, STAGES
from review.formats import read_table
from review.money import PriceLevels
from review.project import Project, Reader
from review.records import REFERENCE_COLUMNS
from review.report import Snapshot

REFERENCES = Path(__file__).resolve().parents[1] / "references"
THRESHOLDS = register.load_thresholds(REFERENCES / "thresholds.csv")

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></desc></svg><script>alert(2)</script>",
    "<svg/onload=alert(3)>",
    "javascript:alert(4)",
    "{{ 7*7 }} {% raw %} {name} ${8*8}",
    "\u202egnol si eltit siht\u202c and \u2066more\u2069",
    "nul\x00 bell\x07 escape\x1b half \ud800 sign",
    "<!-- --><style>body{display:none}</style>",
    "&lt;b&gt; &amp; &#60;i&#62; <b",
    '=HYPERLINK("http://evil.example")',
    "' onmouseover='alert(5)",
    "</table></figure></section></main>",
    '<a href="https://evil.example">click</a>',
    ']]><iframe src="https://evil.example"></iframe>',
    "a" * 400,
]
"""Texts that must stay texts wherever they come to stand."""

READERS = (
    Reader("anna", "Anna <b>"),
    Reader("bo", "Bo"),
    Reader("cia", "Cia", "adjudicator"),
    Reader("dag", "Dag", "health_economist"),
)


def project(**changes):
    """Return a project for two readers."""
    said = {
        "folder": Path("somewhere"),
        "title": {"sv": "Vård utan nytta", "en": "Care without benefit"},
        "question": {"sv": "Vilken vård saknar nytta?", "en": "Which care has no benefit?"},
        "date": datetime.date(2026, 10, 1),
        "criteria": {
            "include": {"sv": ("Vård utan effekt",), "en": ("Care without effect",)},
            "exclude": {"sv": ("Nya läkemedel",), "en": ("New drugs",)},
        },
        "readers": READERS,
        "readers_per_reference": 2,
    }
    return Project(**(said | changes))


def references(titles):
    """Return references r00, r01 … with these titles."""
    rows = [
        {
            "reference_id": f"r{place:02d}", "title": title, "abstract": "", "year": 2010 + place % 10,
            "authors": f"Berg, A; {title}"[:60], "journal": f"Example Journal of {title}", "volume": "1",
            "issue": "", "pages": "1-9", "doi": "10.5555/x" if place % 2 else "10.1136/bmj.n71", "pmid": "",
            "issn": "", "isbn": "", "keywords": "", "language": "English", "type": "JOUR", "url": "",
            "databases": "PubMed", "n_records": 1, "record_ids": f"r{place:02d}",
        }
        for place, title in enumerate(titles)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(REFERENCE_COLUMNS)).astype({"year": "Int64"})


DECISION_COLUMNS = ["reference_id", "stage", "reader", "decision", "reason", *FLAGS, "note", "drawn", "at"]


def decisions(n):
    """Return two readers' decisions on r00 …: some excluded, some in full text, some in conflict."""
    rows = []
    for place in range(n):
        for reader in ("anna", "bo"):
            out = place % 4 == 3 or (place % 8 == 2 and reader == "bo")
            rows.append(
                (place, "title_abstract", reader, "exclude" if out else "include", "", place % 2 == 0)
            )
        if place % 8 == 2:
            rows.append((place, "title_abstract", "cia", "include", "", True))
        if place % 4 != 3:
            gone = place % 3 == 1
            for reader in ("anna", "bo"):
                reason = "wrong_population" if gone else ""
                rows.append(
                    (place, "full_text", reader, "exclude" if gone else "include", reason, place % 2 == 0)
                )
    made = [
        (
            f"r{place:02d}",
            stage,
            reader,
            decision,
            reason,
            low,
            place % 5 == 0,
            "",
            "ranked",
            f"2026-01-01T{at:05d}",
        )
        for at, (place, stage, reader, decision, reason, low) in enumerate(rows)
    ]
    return pd.DataFrame(made, columns=DECISION_COLUMNS)


def links(*rows):
    """Return links from rows of `LINK_COLUMNS`."""
    return pd.DataFrame(rows, columns=LINK_COLUMNS, dtype="str")


LINK_COLUMNS = [*KINDS["links"].about, *KINDS["links"].says]
LINKS = (
    ("r00", "IG14", "supports", "high", HOSTILE[0], "", HOSTILE[3]),
    ("r02", "IG14", "contradicts", "low", "", HOSTILE[1], ""),
    ("r05", "IG14", "mixed", "not_assessed", "", "", ""),
    ("r06", "OL02", "supports", "moderate", "", "", "adults"),
    ("r08", "OL02", "context", "very_low", "", "", ""),
    ("r01", "IG03", "supports", "high", "of a study that was excluded", "", ""),
)

EVALUATIONS = (
    {"reference_id": "r00", "cost_difference": 900, "effect_difference": 0.01, "currency": "SEK"},
    {"reference_id": "r02", "cost_difference": 500, "effect_difference": -0.01, "currency": "GBP"},
    {"reference_id": "r05", "cost_difference": -100, "effect_difference": -0.02, "currency": "SEK"},
    {"reference_id": "r06", "cost_difference": 100, "currency": "EUR"},
)


def evaluations(rows=EVALUATIONS):
    """Return economic evaluations with their measures."""
    usual = {
        "recommendation_id": "IG14",
        "intervention": HOSTILE[3],
        "comparator": "exercise",
        "price_year": 2019,
    }
    usual |= {"care_in_question": "intervention", "effect_unit": "QALY", "study_type": "model"}
    full = [usual | {"evaluation_id": f"E{place}"} | row for place, row in enumerate(rows)]
    levels = PriceLevels.from_frame(read_table(REFERENCES / "price_levels.csv"))
    frame = pd.DataFrame(full, columns=list(EVALUATION_COLUMNS))
    return economics.price(frame, levels, THRESHOLDS, to_year=2024)


def outcomes(made, stage):
    """Return what the readers' decisions amount to."""
    return agreement.outcomes(made, stage=stage, readers_per_reference=2, adjudicators=("cia",))


def snapshot(titles=HOSTILE, *, made=None, tied=LINKS, costed=EVALUATIONS, **changes):
    """Return the snapshot of a small review; `changes` replace what it holds."""
    papers = references(titles)
    made = decisions(len(titles)) if made is None else made
    readers = sorted({"anna", "bo"} & set(made.reader))
    screening, full_text = outcomes(made, "title_abstract"), outcomes(made, "full_text")
    seen = pd.DataFrame({"record_id": [*papers.reference_id, "copy"], "database": "PubMed"})
    recommendations = register.load_recommendations(REFERENCES / "recommendations.csv")
    guidelines = register.load_guidelines(REFERENCES / "guidelines.csv")
    totals = register.load_totals(REFERENCES / "printed_totals.csv")
    flags = pd.DataFrame({"reference_id": papers.reference_id})
    for flag in FLAGS:
        flags[flag] = [(place % 10) / 10 for place in range(len(papers))]
        flags[f"{flag}_words"] = "overuse; −trial"
    said = {
        "project": project(),
        "imports": pd.DataFrame(
            {"file_name": [f"{HOSTILE[0]}.ris"], "sha256": ["ab" * 32], "format": "ris", "encoding": "utf-8",
             "database": "PubMed", "searched_on": "2026-09-01", "search": HOSTILE[5],
             "n_records": len(seen), "not_understood": 2}
        ),
        "references": papers,
        "merges": pd.DataFrame({"record_id": ["copy"], "reference_id": "r00", "rule": "doi-and-title"}),
        "decisions": made,
        "screening": screening,
        "full_text": full_text,
        "agreement": agreement.both_ways(made, stage="title_abstract", readers=readers, n_boot=50),
        "flags": flags,
        "flow": flow.prisma(seen, seen, papers, screening, full_text),
        "recommendations": recommendations,
        "guidelines": guidelines,
        "totals": totals,
        "glossary": register.load_glossary(REFERENCES / "glossary.csv"),
        "thresholds": register.load_thresholds(REFERENCES / "thresholds.csv"),
        "reconciliation": register.reconcile(recommendations, guidelines, totals),
        "links": links(*tied),
        "evaluations": evaluations(costed),
        "certificate": stopping.certificate(([1] * 8 + [0] * 4)[: len(papers)], len(papers)).as_dict(),
        "versions": {"review": "0", "Python": "3"},
        "inputs": pd.DataFrame({"file": ["references/a.csv"], "sha256": ["cd" * 32], "bytes": [12]}),
    }  # fmt: skip
    return Snapshot(**(said | changes))


def empty_snapshot(**changes):
    """Return the snapshot of a review nobody has begun."""
    papers, none = references([]), decisions(0)
    nothing = pd.DataFrame(columns=["record_id", "database"], dtype="str")
    said = {
        "made": none, "tied": (), "costed": (),
        "imports": pd.DataFrame(
            columns=["file_name", "sha256", "format", "encoding", "database", "searched_on", "search",
                     "n_records", "not_understood"]
        ),
        "merges": pd.DataFrame(columns=["record_id", "reference_id", "rule"], dtype="str"),
        "agreement": pd.DataFrame(),
        "flow": flow.prisma(nothing, nothing, papers, *(outcomes(none, stage) for stage in STAGES)),
        "certificate": {},
        "inputs": pd.DataFrame(),
    }  # fmt: skip
    return snapshot([], **(said | changes))
