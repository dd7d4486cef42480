"""The same review gives the same bytes: whatever the folder, the time zone, the locale and the hash seed."""

import os
import subprocess
import sys

import pytest

WORK = """
import sys
from pathlib import Path
from review import project
from review.cli import main

folder = Path(sys.argv[1])
project.create(folder, title="Åtgärder utan nytta")
export = folder / "data" / "raw" / "pubmed.ris"
export.write_text("".join(
    f"TY  - JOUR\\nTI  - Överanvändning av prov {n}\\nAU  - Öberg, A\\nAU  - Ek, B\\nPY  - {2000 + n}\\n"
    f"JO  - Läkartidningen\\nAB  - Onödig vård och dess kostnad {n}\\nER  - \\n"
    for n in range(12)
), encoding="utf-8")
where = ["--project", str(folder)]
first = ["import", "--database", "PubMed", str(export)]
for command in (first, ["dedupe"], ["report", "--date", "2026-10-01"]):
    if main([*command, *where, "--json"]):
        raise SystemExit(1)
"""

PLACES = [
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR", "PYTHONHASHSEED": "4711"},
]


@pytest.mark.slow
def test_the_same_review_gives_the_same_bytes_anywhere(tmp_path):
    """Two places, two folders, one page; nothing of the place stands in it."""
    pages = []
    for place, settings in enumerate(PLACES):
        folder = tmp_path / f"folder {place}" / ("deeper" * place) / "review"
        folder.parent.mkdir(parents=True)
        done = subprocess.run(
            [sys.executable, "-c", WORK, str(folder)],
            env=os.environ | settings,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        pages.append((folder / "outputs" / "report.html").read_bytes())
    assert pages[0] == pages[1]
    assert str(tmp_path).encode() not in pages[0]
