"""Display: what goes into HTML as text comes out of it as text."""

import html.parser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.display import Html, data_table, element, fill, join, safe_link, table, text, title_of


class Reader(html.parser.HTMLParser):
    """Collects tags, attributes and texts."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep a tag with its attributes."""
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data):
        """Keep a text."""
        self.texts.append(data)


SMALL = pd.DataFrame(
    {"name": ["<b>A</b>", "B"], "n": [1234, None], "share": [0.5, 12.25], "sure": [True, False]}
)


@given(st.text())
def test_any_text_stays_text(written):
    """Whatever a record holds, the page shows it and gains no element by it."""
    read = Reader(element("p", written))
    assert read.tags == ["p"]
    shown = "".join(read.texts)
    kept = "".join(c for c in written if (ord(c) >= 32 and not 127 <= ord(c) < 160) or c in "\t\n\r")
    assert shown == kept.encode("utf-8", "replace").decode("utf-8")


@given(st.text())
def test_any_text_stays_inside_its_attribute(written):
    """A quotation mark in a value ends no attribute."""
    read = Reader(element("p", title=written))
    assert list(read.attributes[0]) == ["title"]


def test_html_is_escaped_once():
    """What is HTML already passes through every helper as it is."""
    bold = element("b", "a & b")
    assert text(bold) == join([bold]) == fill("{x}", x=bold) == "<b>a &amp; b</b>"
    assert isinstance(fill("a", x=1), Html)


def test_missing_values_and_signs_no_page_may_hold_are_left_out():
    """None is empty; control signs go, halves of surrogate pairs become question marks."""
    assert text(None) == text(float("nan")) == ""
    assert text("a\x00b\x1bc\u0085\ud800") == "abc?"


LINKS = [
    pytest.param("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2", id="page"),
    pytest.param("10.1136/bmj.n71", "https://doi.org/10.1136/bmj.n71", id="doi"),
    pytest.param('10.1000/a"b<c>', "https://doi.org/10.1000/a%22b%3Cc%3E", id="doi-with-signs"),
    pytest.param("10.5555/invented", None, id="invented-doi"),
    pytest.param("javascript:alert(1)", None, id="script"),
    pytest.param("JavaScript:alert(1)//https://a.b", None, id="script-with-address"),
    pytest.param("data:text/html,<b>", None, id="data"),
    pytest.param("//evil.example", None, id="no-scheme"),
    pytest.param("", None, id="empty"),
]


@pytest.mark.parametrize(("address", "target"), LINKS)
def test_only_pages_and_dois_become_links(address, target):
    """An address of any other kind is shown and leads nowhere."""
    read = Reader(safe_link(address, "the page"))
    assert [a.get("href") for a in read.attributes] == ([target] if target else [])
    assert read.texts == ["the page"]


def test_a_title_says_its_language_and_turns_nothing():
    """Titles stand in bdi; a language nobody knows is not claimed."""
    assert title_of("Vård", "Swedish") == '<bdi lang="sv">Vård</bdi>'
    assert title_of("<i>", "Klingon") == "<bdi>&lt;i&gt;</bdi>"


def made(**how):
    """Return the small table as read back."""
    return table(SMALL, id="t-a", language="sv", caption="Antal", label="Tabell 1.", **how)


def test_a_table_says_what_heads_what():
    """Column heads and row heads have their scope, and the caption names table and region."""
    page = made()
    assert page.count('scope="col"') == 4
    assert page.count('scope="row"') == 2
    assert '<figcaption id="t-a-caption"><span class="label">Tabell 1.</span> Antal</figcaption>' in page
    assert page.count('aria-labelledby="t-a-caption"') == 2
    assert 'role="group"' in page
    assert 'tabindex="0"' in page


def test_numbers_are_written_in_the_language_and_carry_their_value():
    """A thin space in thousands, a decimal comma, a dash for what is missing; sorting sees plain numbers."""
    page = made(decimals={"share": 2})
    assert '<td class="number" data-value="1234">1\u202f234</td>' in page
    assert '<td class="number" data-value="12.25">12,25</td>' in page
    assert '<td class="number">–</td>' in page
    assert "<td>ja</td>" in page
    assert "<td>nej</td>" in page
    assert "<b>A</b>" not in page


def test_rows_have_ids_and_columns_of_texts_can_be_set_right():
    """Links may point at a row; shares are set like numbers."""
    page = made(row_ids=["one", ""], right=["sure"], headings={"sure": "Säker"})
    assert '<tr id="one">' in page
    assert page.count("<tr>") == 2
    assert '<th scope="col" class="number">Säker</th>' in page
    assert '<td class="number">ja</td>' in page


def test_a_note_and_the_wish_to_sort_are_shown():
    """The note stands below; a sortable table is marked for the page's script."""
    page = made(note=Html("<i>Källa</i>"), sortable=True, narrow=True)
    assert '<p class="source"><i>Källa</i></p>' in page
    assert 'class="sortable"' in page
    assert 'class="table narrow"' in page
    assert "sortable" not in data_table(SMALL, language="en")
