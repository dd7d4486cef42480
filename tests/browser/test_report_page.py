"""The report in a real browser: on every size, by keyboard, on paper, with nothing from outside."""

from pathlib import Path

import pytest

from report_material import empty_snapshot, snapshot
from review.report import render

pytestmark = pytest.mark.browser

PAGES = {
    "sv": lambda: render(snapshot(), language="sv"),
    "en": lambda: render(snapshot(), language="en"),
    "empty": lambda: render(empty_snapshot()),
}
KEPT = {}
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def page(name):
    """Return one of the pages, made once."""
    if name not in KEPT:
        KEPT[name] = PAGES[name]()
    return KEPT[name]


@pytest.fixture
def shown(chromium, tmp_path):
    """Return a function that opens a page and collects what it asks for and says."""
    opened = []

    def show(name, **how):
        path = tmp_path / f"{name}.html"
        path.write_text(page(name), encoding="utf-8")
        context = chromium.new_context(**how)
        opened.append(context)
        tab = context.new_page()
        tab.heard = []
        tab.on("request", lambda request: tab.heard.append(request.url))
        tab.on("console", lambda message: tab.heard.append(message.text))
        tab.on("dialog", lambda dialog: tab.heard.append(dialog.message))
        tab.on("pageerror", lambda error: tab.heard.append(str(error)))
        tab.goto(path.as_uri())
        return tab

    yield show
    for context in opened:
        context.close()


def faults(tab):
    """Return what axe finds wrong, as text; "" for nothing."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab)
    return found.generate_report() if found.violations_count else ""


DESK, PHONE, ZOOMED = ({"width": w, "height": h} for w, h in ((1280, 900), (390, 844), (320, 256)))
LOOKS = [
    pytest.param("sv", {"viewport": PHONE}, id="phone"),
    pytest.param("sv", {"viewport": PHONE, "color_scheme": "dark"}, id="phone-dark"),
    pytest.param("sv", {"viewport": DESK, "color_scheme": "dark"}, id="desk-dark"),
    pytest.param("en", {"viewport": DESK}, id="desk"),
    pytest.param("empty", {"viewport": ZOOMED}, id="empty-zoomed-to-400-percent"),
    pytest.param("sv", {"viewport": ZOOMED}, id="zoomed-to-400-percent"),
]


@pytest.mark.parametrize(("name", "how"), LOOKS)
def test_the_page_is_accessible_and_asks_for_nothing(shown, name, how):
    """axe finds nothing, the page asks for itself alone, says nothing and does not scroll sideways."""
    tab = shown(name, **how)
    tab.evaluate(UNFOLD)
    assert not faults(tab)
    assert [Path(url).name for url in tab.heard] == [f"{name}.html"]
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(wide) == 0


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_on_paper_is_accessible(shown, size):
    """axe finds nothing in print, and what is folded is printed as its line."""
    tab = shown("sv", viewport=size)
    tab.emulate_media(media="print")
    assert not faults(tab)
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("article details[open]").count() == 0
    assert tab.locator("figure:not([role=group])").count() == 0
    assert tab.locator("thead button").count() == 0
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert tab.locator("figure[role]").count() == 0
    assert tab.locator("#t-register thead button").count() > 3


SPACED = """() => {
    const style = document.createElement('style');
    style.textContent = `* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`;
    document.head.append(style);
}"""


@pytest.mark.parametrize("size", [DESK, ZOOMED], ids=["desk", "zoomed-to-400-percent"])
def test_wider_spacing_cuts_no_text_off(shown, size):
    """With the spacing of WCAG 1.4.12 nothing scrolls sideways and no line is cut."""
    tab = shown("sv", viewport=size)
    tab.evaluate(SPACED)
    tab.evaluate(UNFOLD)
    cut = """() => [...document.querySelectorAll('p, li, dd, h2, h3, h4, h5, summary, figcaption')]
        .filter((one) => getComputedStyle(one).overflow !== 'visible')
        .filter((one) => one.scrollHeight > one.clientHeight + 1)
        .length"""
    assert tab.evaluate(cut) == 0
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_tables_can_be_searched_and_sorted(shown):
    """Searching hides rows and says how many are left; sorting goes by the language's letters."""
    tab = shown("sv", viewport=DESK)
    tab.get_by_role("heading", name="Registret", exact=False).last.click()
    register = tab.locator("#t-register")
    register.get_by_role("searchbox").fill("parkinson levodopa")
    assert register.get_by_role("status").text_content() == "1 av 92 rader visas"
    assert register.locator("tbody tr:not([hidden])").count() == 1
    register.get_by_role("searchbox").fill("")
    area = register.get_by_role("button", name="Område")
    area.focus()
    tab.keyboard.press("Enter")
    place = "heads => heads.findIndex(head => head.textContent === 'Område')"
    column = register.locator("thead th").evaluate_all(place)
    cells = f"rows => rows.map(row => row.cells[{column}].textContent)"
    areas = register.locator("tbody tr").evaluate_all(cells)
    assert areas[0] == "ADHD och autism"
    assert register.locator("th[aria-sort=ascending]").count() == 1
    tab.keyboard.press("Space")
    assert register.locator("tbody tr").evaluate_all(cells)[-1] == "ADHD och autism"
    assert register.locator("th[aria-sort=descending]").count() == 1


def test_a_number_leads_to_its_rows_by_keyboard(shown):
    """The skip link comes first; a link into a folded recommendation opens it."""
    tab = shown("sv", viewport=DESK)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"
    tab.locator("#t-evidence a", has_text="IG14").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function("document.querySelector('#recommendation-IG14').closest('details').open")


WALK = """() => {
    const seen = [];
    for (const one of document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')) {
        const box = one.getBoundingClientRect();
        if (box.width && box.height && one.checkVisibility()) seen.push(one);
    }
    return seen.length;
}"""
FOCUSED = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    return { name: one.tagName, place: one.getBoundingClientRect().top + scrollY, ring: style.outlineStyle };
}"""


def test_the_keyboard_walks_through_the_page_and_out_of_it(shown):
    """Each stop shows where it is, and none holds the focus."""
    tab = shown("empty", viewport=DESK)
    tab.evaluate(UNFOLD)
    stops, visited = tab.evaluate(WALK), []
    for _ in range(stops + 3):
        tab.keyboard.press("Tab")
        found = tab.evaluate(FOCUSED)
        if found["name"] == "BODY":
            break
        visited.append(found)
    assert len(visited) > 40
    assert {one["ring"] for one in visited} <= {"solid", "auto"}
    assert tab.evaluate("document.activeElement.tagName") == "BODY" or len(visited) >= stops


def test_small_targets_stand_in_sentences_or_have_room(shown):
    """Buttons, fields and folds are at least 24 points high (WCAG 2.5.8); links stand in text."""
    tab = shown("sv", viewport=PHONE)
    small = """() => [...document.querySelectorAll('button, input, select, summary, nav a')]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.textContent.slice(0, 30), Math.round(one.getBoundingClientRect().height)])
        .filter(([, height]) => height < 24)"""
    tab.evaluate(UNFOLD)
    assert tab.evaluate(small) == []


def test_without_its_script_the_page_lacks_nothing_but_comfort(shown):
    """Every chapter, table and link is there; nothing waits for a script."""
    tab = shown("sv", viewport=DESK, java_script_enabled=False)
    assert tab.locator("main > section").count() >= 10
    assert tab.locator("#t-register tbody tr").count() == 92
    assert tab.locator("nav.contents li").count() >= 10
