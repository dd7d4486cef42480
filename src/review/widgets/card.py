"""The card: one thing to judge at a time, by keyboard, each judgement stored before the next is shown."""

import html
import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from importlib.resources import files
from typing import ClassVar

import anywidget
import traitlets

from review.errors import UsageError
from review.vocabulary import number, say, words
from review.widgets.marking import LONGEST, plain

__all__ = ["Card", "browser_code", "clipped", "element", "escaped", "known", "lines", "static_runs"]

AT_ONCE = 0.2
"""Seconds that an answer to what was asked may take before the card shows that it is being looked up."""
SHARED_WORDS = ("no_answer", "gone", "moved_on", "keys")
"""Words that every card needs, below ``widget.`` in the words of the interface."""

IN_HEAD = ("progress", "aside", "rule", "counts")
"""What of a card stands first where it is read without a kernel."""


def browser_code(*names):
    """Return files of this folder as one, in the order given."""
    return "\n".join(files("review.widgets").joinpath(name).read_text(encoding="utf-8") for name in names)


class Card(anywidget.AnyWidget):
    """What every card does: hear what the reader does, do it once, show what comes of it.

    The browser shows `shown` and nothing else, and tells what the reader did together with the `key` of
    what was on screen, so that a key pressed twice, or in a second window, never judges the next card.

    A kind of card gives `actions` (what may be done: name to the key that does it), `kinds` (whose words of
    the interface it needs), `deeds` (name to what does it, for each action done here: it is given what the
    browser sent and returns a sentence about it), `look` (what is shown now) and `parts` (the same as HTML).
    Where the studies of a review are made up (`invented`), every card says so.
    """

    _css = browser_code("card.css")

    shown = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    shortcuts = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    invented = traitlets.Unicode().tag(sync=True)

    actions: ClassVar[dict] = {}
    kinds: ClassVar[tuple] = ()

    def __init__(self, *, language="sv", shortcuts=None, invented=False):
        super().__init__(
            language=language,
            words=words_needed(self.kinds, self.actions, language),
            shortcuts=chosen(self.actions, shortcuts or {}),
            invented=say("widget.invented", language) if invented else "",
        )
        self.deeds, self._answers = {}, 0
        # what takes long is looked up behind and shown when it is there; one thing is shown at a time
        self._lock = threading.RLock()
        self._behind = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review-card")
        self.on_msg(self._hear)

    def say(self, key, **values):
        """Return a word or sentence of this card in the card's language."""
        return say(f"widget.{key}", self.language, **values)

    def say_counts(self, key, **numbers):
        """Return a sentence of this card with numbers as its language writes them."""
        return self.say(key, **{name: number(n, self.language) for name, n in numbers.items()})

    def look(self):
        """Return what is shown now, as plain values; `key` tells what it is about, "" for nothing."""
        raise NotImplementedError

    def nothing(self, said):
        """Return what is shown where there is nothing to judge."""
        return {"key": "", "progress": said, "can": dict.fromkeys(self.actions, False)}

    def parts(self, shown):
        """Return the pieces of what is shown, as HTML for pages without a kernel."""
        raise NotImplementedError

    def read_out(self):
        """Return what is shown now as HTML."""
        shown = self.shown
        head = " · ".join(filter(None, (shown.get(name) for name in IN_HEAD)))
        below = self.parts(shown) if shown["key"] else lines("p", filter(None, [shown.get("done")]))
        return element("section", *lines("p", [head]), *below, lang=self.language)

    def show(self, status="", *, failed=False):
        """Show what is now, with a sentence about what was done last."""
        # the number makes each answer a new one, so that the browser knows it was heard
        self._answers += 1
        self.shown = self.look() | {"status": status, "failed": failed, "answer": self._answers}

    def _hear(self, _widget, content, _buffers):
        """Do what the reader asked for; whatever goes wrong is told on the card, which stays."""
        name = content.get("do")
        if name not in self.actions or name not in self.deeds:
            return
        with self._lock:
            if content.get("key") != self.shown.get("key"):
                self.show(self.say("moved_on"))
                return
            try:
                self.show(self.deeds[name](content) or "")
            except Exception as error:  # the reader must learn of it, whatever it was
                self.show(self.say("failed", why=plain(error)), failed=True)

    def look_up(self, find, take, *, wait=None):
        """Find something behind, so that nobody waits for it, and show it when it is there.

        Parameters
        ----------
        find : callable
            Computes it; may take long, and touches nothing of the card.
        take : callable
            ``take(found, trouble)`` puts it on the card, with the error where it could not be found; returns
            whether that is still wanted.
        """
        looked_up = self._behind.submit(find)
        try:
            looked_up.exception(timeout=AT_ONCE if wait is None else wait)
        except NotYet:
            looked_up.add_done_callback(lambda future: self._show_found(future, take))
        else:
            take(*_result_of(looked_up))

    def _show_found(self, future, take):
        with self._lock:
            if take(*_result_of(future)):
                self.show(self.shown["status"], failed=self.shown["failed"])

    def __repr__(self):
        return f"<{type(self).__name__}: {self.shown.get('progress', '')}>"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        mark = element("p", element("em", escaped(self.invented))) if self.invented else ""
        return data | {"text/html": mark + self.read_out(), "text/plain": repr(self)}, metadata


def _result_of(future):
    """Return what a future found and what went wrong; one of them is None."""
    trouble = future.exception()
    return (None, trouble) if trouble else (future.result(), None)


def words_needed(kinds, actions, language):
    """Return the words that a browser needs for a card: those of all cards, of its kinds, and of its actions.

    >>> needed = words_needed(["pair"], ["same"], "en")
    >>> needed["pair.field"], needed["same"], "list.title" in needed
    ('Field', 'Same', False)
    """
    begins = tuple(f"{kind}." for kind in kinds)
    there = [key.removeprefix("widget.") for key in words() if key.startswith("widget.")]
    keys = {key: key for key in there if key in SHARED_WORDS or key.startswith(begins)}
    keys |= {name: f"do.{name}" for name in actions}
    return {name: say(f"widget.{key}", language) for name, key in keys.items()}


def chosen(actions, changed):
    """Return the key of each action, with the changes a reader asked for.

    Raises UsageError if an action is unknown, or one key is to do two things.

    >>> chosen({"same": "s", "different": "d"}, {"different": "x"})
    {'same': 's', 'different': 'x'}
    """
    unknown = sorted(set(changed) - set(actions))
    if unknown:
        raise UsageError(f"there is no action {unknown[0]!r} on this card; there are {', '.join(actions)}")
    keys = actions | changed
    used = [key for key in keys.values() if key]
    twice = sorted({key for key in used if used.count(key) > 1})
    if twice:
        names = ", ".join(name for name, key in keys.items() if key == twice[0])
        raise UsageError(f"the key {twice[0]!r} would do more than one thing: {names}")
    return keys


def clipped(value, sentence):
    """Return a text of a record as it is shown: cleaned, and no longer than `LONGEST`.

    The sentence stands where a longer text is cut; ``{n}`` becomes the number of characters left out.
    """
    text = plain(value)
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} {sentence.format(n=len(text) - LONGEST)}"


def element(tag, *children, **attributes):
    """Return an element as HTML; children are HTML already, attribute values are escaped."""
    said = "".join(f' {name.rstrip("_")}="{html.escape(str(value))}"' for name, value in attributes.items())
    return f"<{tag}{said}>{''.join(children)}</{tag}>"


def known(key, language):
    """Return a word or sentence of the cards, "" where there is none of this name."""
    said = say(f"widget.{key}", language)
    return "" if said == f"widget.{key}" else said


def escaped(text):
    """Return a text as HTML."""
    return html.escape(text)


def lines(tag, texts):
    """Return each text as an element of its own."""
    return [element(tag, escaped(text)) for text in texts]


def static_runs(parts):
    """Return runs of text (see `review.widgets.marking`) as HTML.

    >>> static_runs([["<b> in ", ""], ["mice", "against"]])
    '&lt;b&gt; in <mark>mice</mark>'
    """
    return "".join(f"<mark>{html.escape(text)}</mark>" if mark else html.escape(text) for text, mark in parts)
