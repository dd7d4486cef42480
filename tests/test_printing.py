"""The report on paper: contents with page numbers, and long parts as lines or whole."""

import datetime
import re

import pytest

from chromium import CHROMIUM, NO_CHROMIUM
from report_material import snapshot
from review.report import render
from review.report.chapters import CHAPTERS
from review.report.printing import for_paper, page_numbers
from review.workbench.publishing import count_pages, write_report

DATE = datetime.date(2026, 10, 1)
PAGE = render(snapshot(), language="sv", date=DATE)


def test_contents_come_after_the_first_chapter_and_name_every_chapter():
    """The page still opens with the findings."""
    made = for_paper(PAGE, numbers={"method": 7})
    contents = re.search(r'<nav class="printed">.*?</nav>', made, re.DOTALL)
    assert made.index('id="findings"') < contents.start() < made.index('id="background"')
    named = re.findall(r'href="#([^"]+)"', contents[0])
    assert named == [name for name in CHAPTERS if name != "conclusions"]
    assert contents[0].count("<span>7</span>") == 1


def test_folds_are_lines_in_the_short_report_and_lie_open_in_the_whole():
    """Recommendations and appendices, and nothing else: the table behind a figure stays folded."""
    short, whole = for_paper(PAGE), for_paper(PAGE, whole=True)
    folds = len(re.findall(r'<article\b[^>]*><details>|<details class="appendix">', short))
    assert folds > 9
    assert len(re.findall(r'<article\b[^>]*><details open>|<details open class="appendix">', whole)) == folds
    assert whole.count("<details") == short.count("<details")
    assert whole.count("<details open") - short.count("<details open") == folds


def test_a_place_that_is_not_in_the_file_has_no_number():
    """No number is guessed."""
    assert page_numbers(b"%PDF no pages", ["method"]) == {}


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_the_short_and_the_whole_report_number_the_pages_their_chapters_begin_on(tmp_path):
    """Both files are there, each with its own numbers, the short one shorter; nothing else is left behind."""
    page = tmp_path / "report.html"
    page.write_text(PAGE, encoding="utf-8")
    rows = write_report(page, DATE)
    assert [(kind, path.name, note) for kind, path, note in rows] == [
        ("pdf", "report.pdf", ""), ("pdf", "report_whole.pdf", "")
    ]  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {"report.html", "report.pdf", "report_whole.pdf"}
    short, whole = (tmp_path / name for name in ("report.pdf", "report_whole.pdf"))
    assert count_pages(short) < count_pages(whole)
    found = page_numbers(short.read_bytes(), CHAPTERS)
    assert set(found) == {name for name in CHAPTERS if name != "conclusions"}
    assert list(found.values()) == sorted(found.values())
    assert found["appendices"] == count_pages(short)
