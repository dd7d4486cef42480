"""The publisher's frame: people's own words on the page, and nothing where they said nothing."""

import datetime
import re

import pytest

from report_material import project, snapshot
from review.display import markdown
from review.errors import ProjectError
from review.project import Project
from review.project.publisher import IN_LANGUAGES, PLAIN
from review.report import Report, render
from review.report.checking import check

TOML = """
[review]
title = "T"
[publisher]
organisation = "Agency"
organisation_sv = "Myndighet"
article = "2026-1"
conclusions = '''
* Stop {this} <b>now</b>
'''
[[authors]]
name = "Ada"
role = "lead"
role_sv = "ledare"
[[corrections]]
on = 2026-09-01
text = "first"
[[corrections]]
on = 2026-10-02
text = "second"
"""


def opened(folder, text=TOML):
    """Return the project of a review.toml."""
    folder.joinpath("review.toml").write_text(text, encoding="utf-8")
    return Project.open(folder)


def test_every_field_reaches_the_page_in_its_language(tmp_path):
    """What is written under a name stands on the page once under that name's words."""
    lines = [f'{name} = "{name} en"\n{name}_sv = "{name} sv"' for name in IN_LANGUAGES]
    lines += [f'{name} = "{name} plain"' for name in PLAIN]
    made = opened(tmp_path, '[review]\ntitle = "T"\n[publisher]\n' + "\n".join(lines))
    for language, other in (("sv", "en"), ("en", "sv")):
        page = render(snapshot(project=project(publisher=made.publisher)), language=language)
        for name in IN_LANGUAGES:
            assert f"{name} {language}" in page
            assert f"{name} {other}" not in page
        assert all(f"{name} plain" in page for name in PLAIN)


def test_the_cover_names_publisher_number_and_the_last_correction(tmp_path):
    """A reader of a corrected report sees at once that it was corrected, and when."""
    known = snapshot(project=project(publisher=opened(tmp_path).publisher))
    cover = re.search(r'<dl class="imprint">.*?</dl>', render(known, language="sv"), re.DOTALL)[0]
    for said in ("Myndighet", "2026-1", "2 oktober 2026"):
        assert said in cover
    assert "1 september" not in cover


def test_conclusions_stand_after_the_findings_and_say_whose_they_are(tmp_path):
    """They are the authors', and markup in them is shown as typed."""
    report = Report(snapshot(project=project(publisher=opened(tmp_path).publisher)), "en")
    assert list(report.sections)[:2] == ["findings", "conclusions"]
    html = report.sections["conclusions"].html
    assert "Written by the authors" in html
    assert "Stop {this} &lt;b&gt;now&lt;/b&gt;" in html


def test_who_says_nothing_gets_no_conclusions_and_a_sentence_on_the_publisher():
    """No heading over nothing; who stands behind the report is never made up."""
    page = render(snapshot(), language="en")
    assert 'id="conclusions"' not in page
    assert "Who stands behind the report is not stated" in page
    assert "Publisher" not in page


@pytest.mark.parametrize(
    ("line", "said"),
    [('[publisher]\nname = "x"', r"\[publisher\] name is unknown"),
     ('[[authors]]\nrole = "x"', r"\[\[authors\]\] needs a name"),
     ('[[corrections]]\non = "2026-10-01"\ntext = "x"', "without quotes"),
     ("[[corrections]]\non = 2026-10-01", "needs a text"),
     ('[publisher]\narticle = ["x"]', "article must be one value"),
     ('[publisher]\nforeword = 3', "foreword must be a text")],
)  # fmt: skip
def test_what_cannot_be_is_named(tmp_path, line, said):
    """Each entry that no one would read, or that is of another kind."""
    with pytest.raises(ProjectError, match=said):
        opened(tmp_path, f'[review]\ntitle = "T"\n{line}\n')


@pytest.mark.parametrize(
    "said",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://example.org/a.png)",
     "[x](data:text/html,<b>)", "<img src=x onerror=y>", "[x]: javascript:1\n[x]", "<javascript:alert(1)>",
     "a {n} {0} %s $x$", "`<b>`", "```html\n<i>\n```"],
)  # fmt: skip
def test_markdown_loads_and_runs_nothing(said):
    """Harm of any kind is shown as words."""
    made = markdown(said)
    assert not re.search(r"<(script|img|i|b)\b|(?:href|src)=\"(?!https?:)", made)


def test_a_changed_conclusion_is_found_by_its_file(tmp_path):
    """What people wrote is under the same lock as the numbers."""
    known = snapshot(project=project(publisher=opened(tmp_path).publisher))
    page = render(known, date=datetime.date(2026, 10, 1))
    path = tmp_path / "report.html"
    for changed in (page.replace("Stop {this}", "Keep {this}"), page.replace("Myndighet", "Annan")):
        assert changed != page
        path.write_text(changed, encoding="utf-8")
        assert not check(path).ok.all()
