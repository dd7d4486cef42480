"""Telling: what a screening card tells on request and never by itself, so that it does not sway."""

import math
from functools import partial

from review.ranking import NOT_WORDS
from review.vocabulary import decimals_of, number, say, share
from review.widgets.marking import plain

__all__ = ["Telling"]

KEYWORD = "keyword: "
"""What stands before a word that the ranking found among the keywords."""


class Telling:
    """Why a reference comes now, which decided ones are like it, and how far screening has come.

    What takes long is looked up behind; meanwhile that is said, and what is found is told where it is still
    wanted.

    Parameters
    ----------
    desk : object
        ``explain``, ``similar`` and ``standing``: see `review.widgets.ScreeningCard`.
    say, look_up : callable
        As of `review.widgets.card.Card`.
    language : {"sv", "en"}
    """

    def __init__(self, desk, say, look_up, language):
        self._desk, self._say, self._look_up, self._language = desk, say, look_up, language
        # kind of question to what it was asked of, and the answer
        self._told = {}

    def told(self, name, key=""):
        """Return what is told of a reference, or of all of them; None where nothing was asked."""
        asked_of, told = self._told.get(name, (None, None))
        return told if asked_of == key else None

    def why(self, row):
        """Tell by which words a reference comes now, or leave it untold."""
        key = row["reference_id"]
        if row.get("drawn") in ("ranked", "random"):
            self._ask("why", key, lambda: self._desk.explain(key), lambda words: self._why(row, words))
        else:
            self._ask("why", key, lambda: None, lambda _: {"said": self._say("screen.not_ranked")})

    def similar(self, key):
        """Tell which references that this reader decided are most like one, or leave it untold."""
        self._ask("similar", key, lambda: self._desk.similar(key), self._alike)

    def standing(self):
        """Tell how much is found and whether one may stop, or leave it untold."""
        self._ask("standing", "", self._desk.standing, self._stands)

    def stand_anew(self):
        """Bring that up to date, behind, where the reader wants to see it."""
        if self.told("standing"):
            self._find("standing", "", self._desk.standing, self._stands, wait=0)

    def _ask(self, name, key, find, tell):
        if self.told(name, key):
            del self._told[name]
            return
        self._told[name] = (key, {"said": self._say("looking_up")})
        self._find(name, key, find, tell)

    def _find(self, name, key, find, tell, **how):
        def take(found, trouble):
            if not self.told(name, key):
                return False
            told = tell(found) if trouble is None else {"said": self._say("not_found", why=plain(trouble))}
            self._told[name] = (key, told)
            return True

        self._look_up(find, take, **how)

    def _why(self, row, words):
        """Return why a reference comes now: by which words, or by lot."""
        key = "screen.by_lot" if row["drawn"] == "random" else "screen.ranked"
        said = self._say(key, rank=number(row["rank"], self._language))
        if words is None:
            return {"said": f"{said} {self._say('screen.no_words_yet')}"}
        lists = [("screen.up", words.word[words.weight > 0]), ("screen.down", words.word[words.weight < 0])]
        told = [
            {"head": self._say(key), "items": [self._ranking_word(one) for one in by]} for key, by in lists
        ]
        return {"said": said, "lists": told}

    def _ranking_word(self, word):
        text = plain(word)
        if text.startswith(KEYWORD):
            return self._say("screen.keyword", word=text.removeprefix(KEYWORD))
        # what is no word of the text stands in brackets
        return self._say(f"screen.{text[1:-1].replace(' ', '_')}") if text in NOT_WORDS else text

    def _alike(self, rows):
        if not rows:
            return {"said": self._say("screen.no_words_yet" if rows is None else "screen.none_alike")}
        items = [{"text": plain(row["title"]), "more": self._how_alike(**row)} for row in rows]
        return {"said": self._say("screen.alike_by"), "lists": [{"head": "", "items": items}]}

    def _how_alike(self, *, decision, similarity, words, **_):
        alike = {"similarity": share(similarity, self._language), "words": plain(words)}
        return self._say("screen.alike", decision=say(decision, self._language), **alike)

    def _stands(self, certificate):
        """Return recall and stopping state in one line."""
        if certificate is None:
            return {"said": self._say("screen.nothing_found_yet")}
        after = [("screen.after", number(certificate.n_after, self._language))] * bool(certificate.n_after)
        said = [*self._found(certificate), *after]
        target = share(certificate.recall, self._language, decimals_of(100 * certificate.recall))
        sure = share(certificate.confidence, self._language)
        words = [self._say(key, n=n, share=n, target=target, confidence=sure) for key, n in said]
        return {"said": " · ".join(words)}

    def _found(self, certificate):
        """Yield what is said of what was found, each with its number."""
        shown = partial(number, language=self._language)
        if certificate.control_share and certificate.n_more is None and not certificate.reached:
            yield "screen.planned", share(certificate.control_share, self._language)
        if not certificate.n_relevant:
            yield "screen.nothing_found_yet", ""
            return
        found, missed, at_least = (
            certificate.n_relevant,
            certificate.estimated_missed,
            certificate.recall_at_least,
        )
        if missed is not None:
            yield "screen.recall_estimated", share(found / (found + missed), self._language)
        if at_least is not None:
            # rounded down, as it is a bound
            yield "screen.recall_at_least", share(math.floor(100 * at_least) / 100, self._language)
        if certificate.reached:
            yield "screen.reached" if certificate.guarantee else "screen.no_guarantee", ""
        elif certificate.n_more is None:
            yield "screen.waiting", shown(certificate.n_waiting)
        else:
            yield "screen.not_reached", shown(certificate.n_more)
