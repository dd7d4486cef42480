"""How long a report takes to build, how large it is, and how fast it opens and scrolls.

    python benchmarks/report_size.py [--references N] [--included N] [--out FILE]

The review is invented: two readers, links to the register, economic evaluations. Opening and scrolling are
measured where playwright and a Chromium are installed.
"""

import argparse
import datetime
import random
import resource
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

import pandas as pd

from review import economics, flow, register, stopping
from review.evidence import DIRECTIONS, EVALUATION_COLUMNS, FLAGS, KINDS
from review.formats import read_table
from review.money import PriceLevels
from review.project import Project, Reader, shipped
from review.records import REFERENCE_COLUMNS
from review.report import Snapshot, check, render

READERS = (Reader("anna", "Anna"), Reader("bo", "Bo"))
SCROLL = """async () => {
    const times = [];
    let last = performance.now();
    const step = document.documentElement.scrollHeight / 120;
    for (let n = 0; n < 120; n += 1) {
        window.scrollBy(0, step);
        await new Promise((done) => requestAnimationFrame(done));
        const now = performance.now();
        times.push(now - last);
        last = now;
    }
    return times.sort((a, b) => a - b);
}"""


def invented(n, n_included, seed=1):
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvy", k=chance.randint(3, 10))) for _ in range(5_000)]

    def text(k):
        return " ".join(chance.choices(words, k=k)).capitalize()

    names = [f"r{place:06d}" for place in range(n)]
    papers = pd.DataFrame(
        {
            "reference_id": names, "title": [text(14) for _ in names],
            "authors": ["; ".join(f"{text(1)}, A" for _ in range(chance.randint(1, 8))) for _ in names],
            "journal": [text(4) for _ in names], "year": [2000 + place % 26 for place in range(n)],
            "volume": [str(place % 90) for place in range(n)], "pages": "1-9", "databases": "PubMed",
            "doi": [f"10.5555/{name}" for name in names],
        }
    ).reindex(columns=list(REFERENCE_COLUMNS)).fillna({"n_records": 1}).astype({"year": "Int64"})  # fmt: skip
    texts = [name for name in REFERENCE_COLUMNS if name not in ("year", "n_records")]
    papers[texts] = papers[texts].astype("str").fillna("")
    n_sought = min(n, 2 * n_included)
    first = outcomes(names, ["include"] * n_sought + ["exclude"] * (n - n_sought), chance)
    last = outcomes(
        names[:n_sought], ["include"] * n_included + ["exclude"] * (n_sought - n_included), chance
    )
    return papers, first, last, chance


def outcomes(names, said, chance):
    frame = pd.DataFrame({"reference_id": names, "outcome": said, "settled_by": "agreement", "n_readers": 2})
    frame["reason"] = ["" if one == "include" else "wrong_population" for one in said]
    for flag in FLAGS:
        frame[flag] = [chance.random() < 0.5 for _ in names]
    return frame


def snapshot_of(n, n_included):
    papers, first, last, chance = invented(n, n_included)
    tables = {
        name: shipped("references", f"{file}.csv")
        for name, file in {
            "recommendations": "recommendations", "guidelines": "guidelines", "totals": "printed_totals",
            "glossary": "glossary", "thresholds": "thresholds",
        }.items()
    }  # fmt: skip
    held = {name: getattr(register, f"load_{name}")(path) for name, path in tables.items()}
    included = papers.reference_id[:n_included].to_list()
    rules = held["recommendations"].recommendation_id.to_list()
    links = pd.DataFrame(
        [
            (name, chance.choice(rules), chance.choice(DIRECTIONS), "low", "", "", "")
            for name in included[: n_included // 2]
        ],
        columns=[*KINDS["links"].about, *KINDS["links"].says],
    ).astype("str")
    priced = [
        {
            "reference_id": name, "evaluation_id": f"E{name}", "recommendation_id": chance.choice(rules),
            "intervention": "care", "comparator": "none", "care_in_question": "intervention",
            "cost_difference": 100, "effect_difference": 0.01, "currency": "SEK", "price_year": 2020,
            "effect_unit": "QALY",
        }
        for name in included[: n_included // 20]
    ]  # fmt: skip
    flags = pd.DataFrame({"reference_id": papers.reference_id})
    for flag in FLAGS:
        flags[flag] = [chance.random() for _ in range(n)]
        flags[f"{flag}_words"] = "overuse; trial"
    seen = pd.DataFrame({"record_id": papers.reference_id, "database": "PubMed"})
    made = pd.concat(
        [
            frame[["reference_id", *FLAGS]].assign(
                reader=reader, stage=stage, decision=frame.outcome, reason=frame.reason, note="",
                drawn="ranked", at="2026-01-01T00:00:00Z",
            )
            for stage, frame in (("title_abstract", first), ("full_text", last))
            for reader in ("anna", "bo")
        ],
        ignore_index=True,
    )  # fmt: skip
    title = {"sv": "Mätning", "en": "Measurement"}
    project = Project(
        folder=Path("somewhere"), title=title, date=datetime.date(2026, 10, 1), readers=READERS,
        readers_per_reference=2,
    )  # fmt: skip
    return Snapshot(
        project=project,
        imports=pd.DataFrame(
            {"file_name": ["a.ris"], "sha256": ["ab" * 32], "format": "ris", "encoding": "utf-8",
             "database": "PubMed", "searched_on": "2026-09-01", "search": "care", "n_records": n,
             "not_understood": 0}
        ),
        references=papers,
        merges=pd.DataFrame(columns=["record_id", "reference_id", "rule", "because_of"], dtype="str"),
        decisions=made, screening=first, full_text=last, agreement=pd.DataFrame(), flags=flags,
        flow=flow.prisma(seen, seen, papers, first, last), **held,
        reconciliation=register.reconcile(held["recommendations"], held["guidelines"], held["totals"]),
        links=links,
        evaluations=economics.price(
            pd.DataFrame(priced, columns=list(EVALUATION_COLUMNS)),
            PriceLevels.from_frame(read_table(shipped("references", "price_levels.csv"))),
            held["thresholds"], to_year=2024,
        ),
        certificate=stopping.certificate([1, 0], 2).as_dict(), versions={"review": "0"},
    )  # fmt: skip


def opened(path):
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        return {}
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {}
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        began = perf_counter()
        tab.goto(path.as_uri())
        seconds = perf_counter() - began
        times = tab.evaluate(SCROLL)
        field = tab.locator("#t-included input[type=search]")
        found = {}
        if field.count():
            began = perf_counter()
            field.fill("zzzz")
            tab.evaluate(
                "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
            found["search in table, s"] = perf_counter() - began
        browser.close()
    middle, late = (times[int(part * (len(times) - 1))] for part in (0.5, 0.95))
    return {"opens, s": seconds, "frame when scrolling, median ms": middle, "p95 ms": late} | found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--references", type=int, default=100_000)
    parser.add_argument("--included", type=int, default=10_000)
    parser.add_argument("--out", type=Path, help="keep the page here")
    arguments = parser.parse_args()
    one = snapshot_of(arguments.references, arguments.included)
    began = perf_counter()
    page = render(one)
    rows = {"builds, s": perf_counter() - began}
    rows["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows["page, MB"] = len(page.encode()) / 1e6
    with tempfile.TemporaryDirectory() as place:
        path = (arguments.out or Path(place) / "report.html").resolve()
        path.write_text(page, encoding="utf-8")
        began = perf_counter()
        sound = check(path).ok.all()
        rows["checked again, s"] = perf_counter() - began
        rows |= opened(path)
    print(f"{arguments.references} references, {arguments.included} included; sound: {sound}")
    for name, value in rows.items():
        print(f"  {name:<32} {value:8.2f}")


if __name__ == "__main__":
    main()
