"""Publishing: the report as PDF and Word, and its figures and tables as files."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from review import formats
from review.errors import UsageError
from review.report.chapters import CHAPTERS
from review.report.printing import for_paper, page_numbers
from review.vocabulary import say

__all__ = [
    "chromium",
    "count_pages",
    "files_in",
    "write_figures",
    "write_pdf",
    "write_report",
    "write_tables",
    "write_word",
]

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
QUIET = ("--headless", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")
SECONDS = 600
SHARP = 3
"""Points of a PNG to one of the drawing."""

LONGEST_SHEET = 31


def files_in(folder):
    """Return the files of a folder that belong to what is published: none hidden, none half written."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.name != formats.CRATE
    ]


def chromium():
    """Return the machine's Chromium, None where there is none."""
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def run_chromium(program, *arguments):
    """Run Chromium without a window and with settings of its own; return what went wrong, "" for nothing."""
    with tempfile.TemporaryDirectory() as settings:
        # a sandbox needs rights of its own, which the root user of a container does not have
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [program, *QUIET, *root, f"--user-data-dir={settings}", *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return f"Chromium did not end within {SECONDS} seconds"
    return "" if done.returncode == 0 else f"Chromium failed: {done.stderr.strip().splitlines()[-1:]}"


def write_figures(figures, folder):
    """Write each figure as SVG, and as PNG where a Chromium is there."""
    program, rows = chromium(), []
    for name, figure in figures.items():
        path = folder / f"{file_name(name)}.svg"
        with formats.whole_file(path) as beside:
            beside.write_text(figure.standalone(), encoding="utf-8", newline="\n")
        rows.append(("figures", path, ""))
        if program:
            rows.append(("figures", path.with_suffix(".png"), as_png(program, path)))
    if figures and not program:
        rows.append(("figures", folder, "no PNG: needs a Chromium on this machine"))
    return rows


def file_name(name):
    """Return what the file of a figure or table is called, without its ending."""
    return re.sub(r"^[ft]-", "", name)


def is_of(path, figure):
    """Return whether a file holds a drawing as it is now."""
    return path.is_file() and path.read_text(encoding="utf-8") == figure.standalone()


def as_png(program, path):
    """Make a PNG of an SVG beside it; return what went wrong, "" for nothing."""
    width, height = re.search(r'width="([\d.]+)" height="([\d.]+)"', path.read_text("utf-8")).groups()
    size = f"--window-size={round(float(width))},{round(float(height))}"
    return run_chromium(
        program, f"--screenshot={path.with_suffix('.png').resolve()}", size,
        f"--force-device-scale-factor={SHARP}", path.resolve().as_uri(),
    )  # fmt: skip


def write_tables(tables, folder):
    """Write each table as CSV, and all in one workbook."""
    rows, sheets = [], {}
    for name, table in tables.items():
        name = file_name(name)
        path = folder / f"{name}.csv"
        formats.write_csv(table.frame, path)
        sheets[name[:LONGEST_SHEET]] = table.frame
        rows.append(("tables", path, ""))
    if sheets:
        formats.write_xlsx(sheets, folder / "tables.xlsx")
        rows.append(("tables", folder / "tables.xlsx", ""))
    return rows


def write_pdf(page, date):
    """Print a page as a tagged PDF with outline and language, dated as the report is."""
    path, program = page.with_suffix(".pdf"), chromium()
    if program is None:
        return [("pdf", path, "not written: needs a Chromium on this machine")]
    with formats.whole_file(path) as beside:
        fault = run_chromium(
            program, "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
            f"--print-to-pdf={beside.resolve()}", page.resolve().as_uri(),
        )  # fmt: skip
        content = beside.read_bytes()
        if not content.startswith(b"%PDF"):
            raise UsageError(f"{path}: not written; {fault or 'Chromium printed no PDF'}")
        beside.write_bytes(dated(content, date))
    return [("pdf", path, "")]


def write_report(page, date):
    """Print a report twice: short, with recommendations and appendices as lines, and whole, all of it open.

    Each has contents with page numbers, so it is printed once to learn them and once with them.
    """
    said, rows = page.read_text(encoding="utf-8"), []
    for path, whole in ((page, False), (page.with_name(f"{page.stem}_whole.html"), True)):
        with tempfile.TemporaryDirectory() as place:
            paper = Path(place, path.name)
            paper.write_text(for_paper(said, whole=whole), encoding="utf-8")
            ((_, pdf, note),) = write_pdf(paper, date)
            if not note:
                numbers = page_numbers(pdf.read_bytes(), CHAPTERS)
                paper.write_text(for_paper(said, whole=whole, numbers=numbers), encoding="utf-8")
                write_pdf(paper, date)
                with formats.whole_file(path.with_suffix(".pdf")) as beside:
                    beside.write_bytes(pdf.read_bytes())
        rows.append(("pdf", path.with_suffix(".pdf"), note))
    return rows


def count_pages(path):
    """Return how many pages a PDF that `write_pdf` wrote has."""
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def dated(content, date):
    """Return a PDF whose dates are the report's, so that the same page gives the same bytes.

    Examples
    --------
    >>> import datetime
    >>> dated(b"/CreationDate (D:20261122051100+00'00')", datetime.date(2026, 10, 1))
    b"/CreationDate (D:20261001000000+00'00')"
    """
    stamp = (date.strftime("%Y%m%d") if date else "19700101") + "000000"
    return re.sub(rb"\(D:\d{14}", f"(D:{stamp}".encode(), content)


def write_word(page, figures, language):
    """Turn a page into a Word document by pandoc, its figures as PNG."""
    path, pandoc, program = page.with_suffix(".docx"), shutil.which("pandoc"), chromium()
    missing = [name for name, found in (("pandoc", pandoc), ("a Chromium", program)) if not found]
    if missing:
        return [("word", path, f"not written: needs {' and '.join(missing)} on this machine")]
    with tempfile.TemporaryDirectory() as place, formats.whole_file(path) as beside:
        drawn = page.parent / "figures"
        for name, figure in figures.items():
            made = drawn / f"{file_name(name)}.png"
            # a PNG made a moment ago from the same drawing serves again
            if is_of(made.with_suffix(".svg"), figure) and made.is_file():
                shutil.copyfile(made, Path(place) / made.name)
            else:
                write_figures({name: figure}, Path(place))
        plain = Path(place) / "report.html"
        plain.write_text(for_word(page.read_text(encoding="utf-8"), language), encoding="utf-8")
        command = [
            pandoc,
            "--from=html",
            "--to=docx",
            f"--metadata=lang:{language}",
            "--toc",
            "--toc-depth=2",
        ]
        command += [f"--metadata=toc-title:{say('page.contents', language)}"]
        # the same page gives the same document: pandoc stamps what it writes with this moment
        moment = os.environ | {"SOURCE_DATE_EPOCH": "0"}
        done = subprocess.run(
            [*command, f"--output={beside.resolve()}", str(plain)], cwd=place, env=moment,
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        if done.returncode:
            raise UsageError(f"{path}: not written; pandoc said: {done.stderr.strip()[:300]}")
    return [("word", path, "")]


def for_word(page, language):
    """Return a page as pandoc can read it: no script, no navigation, figures as pictures with their words."""
    page = re.sub(r"<(script|style|nav)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<a class="skip".*?</a>|<footer\b.*?</footer>', "", page, flags=re.DOTALL)
    # the title is the document's own
    page = re.sub(r"<h1>.*?</h1>", "", page, flags=re.DOTALL)
    page = re.sub(
        r"</?(?:summary|details|article|section|header|main|figure|figcaption)\b[^>]*>", _as_plain, page
    )
    return re.sub(
        r'<svg\b[^>]*aria-describedby="f-([\w-]+)-desc".*?</svg>', _as_picture, page, flags=re.DOTALL
    )


def _as_plain(tag):
    """Return a paragraph for what stands as a line of its own, a division for the rest."""
    return re.sub(
        r"summary|figcaption", "p", re.sub(r"details|article|section|header|main|figure\b", "div", tag[0])
    )


def _as_picture(drawn):
    """Return a drawing as a picture whose words are those of the drawing."""
    words = re.search(r"<desc[^>]*>(.*?)</desc>", drawn[0], flags=re.DOTALL)[1].replace('"', "&quot;")
    return f'<img src="{drawn[1]}.png" alt="{words}" width="560">'
