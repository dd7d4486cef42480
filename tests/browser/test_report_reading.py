"""The report as a screen reader is given it: Chromium's accessibility tree, in its order."""

import re
from itertools import pairwise

import pytest

from report_material import snapshot
from review.report import render

pytestmark = pytest.mark.browser

UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
SIGNS = re.compile("[+↕↑↓■●▶▼]")
"""Signs for the eye."""


def tree(tab):
    """Return what is read, in order: role, name, description and properties of each node."""
    nodes = tab.context.new_cdp_session(tab).send("Accessibility.getFullAXTree")["nodes"]
    known, read, left = {node["nodeId"]: node for node in nodes}, [], [nodes[0]["nodeId"]]
    while left:
        node = known[left.pop()]
        left += reversed([child for child in node.get("childIds", []) if child in known])
        if not node.get("ignored"):
            said = {key: node.get(key, {}).get("value", "") for key in ("role", "name", "description")}
            said |= {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            read.append(said)
    return read


@pytest.fixture(scope="module", params=["sv", "en"])
def read(request, chromium, tmp_path_factory):
    """Return the tree of the small report, unfolded, in one language."""
    path = tmp_path_factory.mktemp("read") / "report.html"
    path.write_text(render(snapshot(), language=request.param), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto(path.as_uri())
    tab.evaluate(UNFOLD)
    yield tree(tab)
    context.close()


def of(read, *roles):
    """Return the nodes of some roles."""
    return [node for node in read if node["role"] in roles]


def test_the_page_is_read_from_its_skip_link_to_its_findings(read):
    """Skip link, banner, title, contents, then the content with the one page for those who read only one."""
    kinds = ("link", "banner", "navigation", "main", "contentinfo")
    order = [node["role"] for node in of(read, *kinds) if node["role"] != "link"]
    assert order == ["banner", "navigation", "main", "contentinfo"]
    assert read[1]["role"] == "link"
    first = next(node for node in of(read, "heading") if node["level"] == 2)
    after = read[read.index(first) :]
    assert of(after, "list", "paragraph")[0]["role"] == "list"


def test_headings_are_read_without_a_gap(read):
    """One title, and no level is left out on the way down."""
    levels = [node["level"] for node in of(read, "heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(low - high <= 1 for high, low in pairwise(levels))


def test_every_figure_is_read_with_its_name_and_its_numbers(read):
    """A drawing has a name, and words that say more than the name."""
    drawings = of(read, "image", "img")
    assert len(drawings) >= 8
    for node in drawings:
        assert node["name"]
        assert len(node["description"]) > len(node["name"])
        assert re.search(r"\d", node["description"]), node["name"]


def test_every_table_is_read_with_its_name_and_heads(read):
    """A table says what it is before its first cell, and each row says what it is about."""
    tables = [place for place, node in enumerate(read) if node["role"] == "table"]
    assert len(tables) > 15
    for place in tables:
        assert read[place]["name"]
        roles = [node["role"] for node in read[place + 1 :]]
        assert roles.index("columnheader") < roles.index("cell")
        assert roles.index("rowheader") < roles.index("cell")


def test_whatever_can_be_pressed_has_a_name_of_its_own(read):
    """Two folds or fields that do different things are told apart by name or description."""
    for role in ("DisclosureTriangle", "searchbox", "combobox"):
        named = [(node["name"], node["description"]) for node in of(read, role)]
        assert all(name for name, _ in named)
        assert len(set(named)) == len(named), role
    assert all(node["name"] for node in of(read, "button", "link"))


def test_no_sign_for_the_eye_is_read_out(read):
    """Plus signs, arrows and squares beside words are silent."""
    spoken = [node["name"] for node in of(read, "DisclosureTriangle", "button", "columnheader", "heading")]
    assert not [name for name in spoken if SIGNS.search(name)]
