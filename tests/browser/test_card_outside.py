"""The cards on a plain page, without a notebook: a model that gets, sets, sends and tells is enough."""

import json

import pandas as pd
import pytest

from browser import hostile_boards
from review.widgets import ConflictCard, ListCard, PairCard, ScreeningCard, SecondLookCard
from widget_desk import Queue

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><style id="dress"></style><main></main><script type="module">
window.start = async ({ code, dress, state }) => {
  const hearers = {};
  const model = {
    get: (name) => state[name],
    set: (name, value) => { state[name] = value; },
    send: (content) => { window.sent.push(content); },
    on: (event, hear) => { (hearers[event] ||= []).push(hear); },
    off: (event, hear) => { hearers[event] = hearers[event].filter((other) => other !== hear); },
  };
  Object.assign(window, { sent: [], hearers });
  window.tell = (shown) => {
    state.shown = shown;
    for (const hear of hearers["change:shown"]) hear();
  };
  document.getElementById("dress").textContent = dress;
  const card = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  window.leave = card.default.render({ model: Object.freeze(model), el: document.querySelector("main") });
};
window.ready = true;
</script>"""
LOOKS = """() => [...document.querySelectorAll(".review-card, .review-card *")].map((node) => {
    const style = getComputedStyle(node);
    const told = ["display", "margin", "padding", "color", "fontSize", "fontWeight", "border", "width",
                  "height", "backgroundColor", "gridTemplateColumns", "gap", "whiteSpace",
                  "lineHeight", "listStyle"];
    return [node.tagName, node.className.toString(), ...told.map((name) => style[name])].join(" | ");
})"""


class Settled(Queue):
    """A queue of an adjudicator."""

    def judges(self, _name):
        """Return what one reader said."""
        said = {"decision": "exclude", "reason": "", "note": "Odd"} | dict.fromkeys(
            ("low_value_care", "de_implementation")
        )
        return [{"reader": "Berg", **said}]


def screening(kind=ScreeningCard, desk=Queue):
    """Return a card that screens."""
    words = {"for": ["overuse"], "against": ["mice"]}
    criteria = {"include": ["Of care"], "exclude": ["Of mice"]}
    return kind(desk(), criteria=criteria, highlight=words, reasons=["wrong_population"], language="en")


def listing():
    """Return a list."""
    return ListCard(
        Queue(), highlight={"for": [], "against": []}, reasons=["wrong_population"], language="en"
    )


def pairs():
    """Return a card of two pairs."""
    said = {"rule": "title", "because": "", "verdict": "", "verdict_by": "", "verdict_id": "", "mine": False}
    rows = [{"record_a": f"a{n}", "record_b": f"b{n}", "source_a": "", "source_b": "", **said} for n in "12"]
    alike = pd.DataFrame([{"field": "title", "a": "Knees in adults", "b": "Knees in mice", "says": "near"}])
    return PairCard(pd.DataFrame(rows), explain=lambda _a, _b: alike, judge=None, undo=None, language="en")


CARDS = {
    "screening": (screening, "i", "include"),
    "second-look": (lambda: screening(SecondLookCard), "e", "exclude"),
    "conflict": (lambda: screening(ConflictCard, Settled), "u", "unsure"),
    "list": (listing, "e", "exclude"),
    "pairs": (pairs, "d", "different"),
    "coding": (hostile_boards.coding, "j", "next"),
    "links": (hostile_boards.links, "x", "unlink"),
    "form": (hostile_boards.form, "j", "next"),
}
NAMES = ("shown", "words", "shortcuts", "language", "invented", "books", "studies", "subjects", "form")


def state_of(card):
    """Return what a kernel would tell a browser of a card."""
    return {name: getattr(card, name) for name in NAMES if card.has_trait(name)}


@pytest.fixture(params=CARDS.values(), ids=CARDS)
def started(request, page):
    """Draw a card on a plain page; give it with a key and what the key does."""
    make, key, does = request.param
    card = make()
    page.set_content(PAGE)
    page.wait_for_function("window.ready")
    page.evaluate(
        "(all) => window.start(all)", {"code": card._esm, "dress": card._css, "state": state_of(card)}
    )
    page.wait_for_function("document.activeElement.closest('.review-card')")
    return card, key, does


def test_a_key_is_sent_once_and_the_answer_shown(started, page):
    """With what was on the card; until the answer comes nothing more is sent."""
    card, key, does = started
    page.keyboard.press(key)
    page.keyboard.press(key)
    (sent,) = page.evaluate("window.sent")
    assert (sent["do"], sent["key"]) == (does, card.shown["key"])
    page.evaluate("(shown) => window.tell(shown)", json.loads(json.dumps(card.shown)) | {"status": "Heard."})
    assert page.inner_text(".review-status").startswith("Heard.")
    assert page.get_attribute(".review-card", "aria-busy") is None


def test_a_card_that_leaves_hears_nothing_more(started, page):
    """What `render` returns takes it off the model."""
    page.evaluate("window.leave()")
    assert page.evaluate("window.hearers['change:shown']") == []


def test_a_card_looks_the_same_beside_others(started, page):
    """JupyterLab keeps the styles of every card that was shown; in any order, this one looks as alone."""
    card, *_ = started
    alone = page.evaluate(LOOKS)
    others = [make()._css for make, *_ in CARDS.values()]
    for dresses in ([*others, card._css], [card._css, *others], [card._css, *reversed(others)]):
        page.evaluate(
            "(dress) => { document.getElementById('dress').textContent = dress; }", "\n".join(dresses)
        )
        assert page.evaluate(LOOKS) == alone


def test_nothing_is_asked_of_anybody_else(started, page):
    """A card fetches nothing."""
    asked = [address for address in page.asked if not address.startswith(("blob:", "about:", "data:"))]
    assert asked == []
