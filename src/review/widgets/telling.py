"""Telling: what a screening card tells on request and never by itself, so that it does not sway."""

import math

from review.ranking import NOT_WORDS
from review.vocabulary import number, say, share
from review.widgets.marking import plain

__all__ = ["Telling"]

KEYWORD = "keyword: "
"""What stands before a word that the ranking found among the keywords."""


class Telling:
    """Why a reference comes now, which decided ones are like it, and how far screening has come.

    A part of `review.widgets.ScreeningCard`. What takes long is looked up behind; the card says so and
    shows it when it is there, if it is still the same reference.
    """

    def _ask(self, name, key, find, tell):
        """Tell something of the reference on the card, or leave it untold where it was told."""
        if self._told.get(name, ("",))[0] == key:
            del self._told[name]
            return
        self._told[name] = (key, {"said": self.say("looking_up")})

        def take(found, trouble):
            if self._told.get(name, ("",))[0] != key:
                return False
            told = tell(found) if trouble is None else {"said": self.say("not_found", why=plain(trouble))}
            self._told[name] = (key, told)
            return True

        self.look_up(find, take)

    def _told_of(self, name, key):
        """Return what is told of a reference, None where nothing was asked."""
        asked_of, told = self._told.get(name, ("", None))
        return told if asked_of == key else None

    def do_why(self, content):
        """Tell by which words the reference comes now, or leave it untold."""
        key, row = content["key"], self._row()
        if row.get("drawn") not in ("ranked", "random"):
            self._ask("why", key, lambda: None, lambda _: {"said": self.say("screen.not_ranked")})
        else:
            self._ask("why", key, lambda: self._desk.explain(key), lambda words: self._why(row, words))

    def _why(self, row, words):
        """Return why the reference comes now: by which words, or by lot."""
        if row["drawn"] == "random":
            said = self.say("screen.by_lot")
        else:
            said = self.say("screen.ranked", rank=number(row["rank"], self.language))
        if words is None:
            return {"said": f"{said} {self.say('screen.no_words_yet')}"}
        up, down = words.word[words.weight > 0], words.word[words.weight < 0]
        lists = [("screen.up", up), ("screen.down", down)]
        return {
            "said": said,
            "lists": [
                {"head": self.say(head), "items": list(map(self._ranking_word, found))}
                for head, found in lists
            ],
        }

    def _ranking_word(self, word):
        text = plain(word)
        if text.startswith(KEYWORD):
            return self.say("screen.keyword", word=text.removeprefix(KEYWORD))
        # what is no word of the text stands in brackets
        return self.say(f"screen.{text[1:-1].replace(' ', '_')}") if text in NOT_WORDS else text

    def do_similar(self, content):
        """Tell which references that this reader decided are most like it, or leave it untold."""
        key = content["key"]
        self._ask("similar", key, lambda: self._desk.similar(key), self._alike)

    def _alike(self, rows):
        if rows is None:
            return {"said": self.say("screen.no_words_yet")}
        if not rows:
            return {"said": self.say("screen.none_alike")}
        items = [{"text": plain(row["title"]), "more": self._how_alike(row)} for row in rows]
        return {"said": self.say("screen.alike_by"), "lists": [{"head": "", "items": items}]}

    def _how_alike(self, row):
        decision, similarity = say(row["decision"], self.language), share(row["similarity"], self.language)
        return self.say("screen.alike", decision=decision, similarity=similarity, words=plain(row["words"]))

    def do_standing(self, _content):
        """Tell how much is found and whether one may stop, or leave it untold."""
        if self._standing is not None:
            self._standing = None
            return
        self._standing = self.say("looking_up")
        self.look_up(self._desk.standing, self._take_standing)

    def _stand_anew(self):
        """Bring the line up to date after a batch, behind, where the reader wants to see it."""
        if self._standing is not None and self._reading.begun:
            self.look_up(self._desk.standing, self._take_standing, wait=0)

    def _take_standing(self, certificate, trouble):
        if self._standing is None:
            return False
        if trouble is not None:
            self._standing = self.say("not_found", why=plain(trouble))
        else:
            self._standing = self._stands(certificate)
        return True

    def _stands(self, certificate):
        """Return recall and stopping state in one line."""
        if certificate is None or not certificate.n_relevant:
            return self.say("screen.nothing_found_yet")
        found, missed = certificate.n_relevant, certificate.estimated_missed
        parts = []
        if missed is not None:
            estimate = share(found / (found + missed), self.language)
            parts.append(self.say("screen.recall_estimated", share=estimate))
        sure = {"confidence": share(certificate.confidence, self.language)}
        # rounded down, as it is a bound
        at_least = share(math.floor(100 * certificate.recall_at_least) / 100, self.language)
        parts.append(self.say("screen.recall_at_least", share=at_least, **sure))
        target = {"target": share(certificate.recall, self.language)}
        more = number(certificate.n_more, self.language)
        reached = "screen.reached" if certificate.reached else "screen.not_reached"
        parts.append(self.say(reached, n=more, **target))
        if not certificate.guarantee:
            parts.append(self.say("screen.no_guarantee"))
        return " · ".join(parts)
