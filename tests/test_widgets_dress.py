"""The dress of the cards: JupyterLab keeps the styles of all cards on one page, so none may reach another."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

import review

WIDGETS = Path(review.__file__).parent / "widgets"
KINDS = sorted(path.name for path in WIDGETS.glob("*.css") if path.name != "card.css")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def rules(name):
    """Return each selector of a file with what it sets."""
    found = defaultdict(list)
    for selectors, body in RULE.findall(COMMENT.sub("", (WIDGETS / name).read_text(encoding="utf-8"))):
        for selector in re.split(r",(?![^(]*\))", selectors):
            found[" ".join(selector.split())].append(" ".join(body.split()))
    return found


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_card_dresses_no_element_of_another(name):
    """A heading, a field or a link is styled for all cards in card.css, or for one kind by its own name."""
    assert [one for one in rules(name) if ".review-" not in one.removeprefix(".review-card")] == []


def test_one_name_means_one_thing():
    """What two files say of one selector is the same, or the later one would change the other's cards."""
    said = defaultdict(dict)
    for name in KINDS:
        for selector, bodies in rules(name).items():
            said[selector][name] = bodies
    differ = {one: by for one, by in said.items() if len({str(b) for b in by.values()}) > 1}
    assert differ == {}
