"""Parts of boards: a card whose looks come from the store, and a recommendation as it is shown."""

from review.vocabulary import number, say, words
from review.widgets.card import Card, element, escaped, static_runs
from review.widgets.marking import plain

__all__ = ["LONGEST_NAME", "Board", "page_address", "recommendation_as_html", "shown_recommendation"]

FACTS = ("guideline_area", "reason", "intervention_type", "adherence", "health_economic_assessment",
         "exceptions", "edition", "list_name")  # fmt: skip
WORDED = ("reason", "intervention_type")
LONGEST_ADDRESS = 500
LONGEST_NAME = 300
"""Characters of a title or name where it stands in a list."""


class Board(Card):
    """A card that reads what it shows from the store each time, so that other windows are seen."""

    def show(self, status="", *, failed=False):
        """Show what is now; where not even that can be read, what was shown stays and the reader is told."""
        try:
            super().show(status, failed=failed)
        except Exception:
            if not failed:
                raise
            self.shown = self.shown | {"status": status, "failed": True, "answer": self._answers}


def shown_recommendation(row, language, mark):
    """Return a recommendation of the register as the browser shows it.

    Parameters
    ----------
    row : mapping
        A row of the register.
    mark : callable
        From a text to its runs.
    """
    text = {name: plain(value) for name, value in row.items()}
    other = "en" if language == "sv" else "sv"
    name, condition, *others = (
        text.get(f"{part}_{code}", "") for code in (language, other) for part in ("intervention", "condition")
    )
    facts = [(say(f"widget.link.fact.{fact}", language), fact_said(fact, text, language)) for fact in FACTS]
    return {
        "heard": f"{name} – {condition}",
        "title": mark(name),
        "condition": mark(condition),
        "other": mark(" – ".join(filter(None, others))),
        "facts": [{"name": name, "value": value} for name, value in facts if value],
        "address": page_address(text.get("source_url", "")),
    }


def fact_said(fact, text, language):
    """Return what the register says of a recommendation; what nobody has assessed says so."""
    value = text.get(fact, "")
    if fact == "adherence":
        share = text.get("adherence_2023_percent", "")
        unknown = say("widget.link.unknown", language)
        share = number(float(share), language) if share not in ("", "unknown", "<NA>") else ""
        return say("widget.link.adherence", language, share=share) if share else unknown
    if fact == "exceptions":
        return value or say("widget.link.not_assessed", language)
    if fact == "edition":
        return text.get("guideline_year", "").removesuffix(".0")
    if fact == "guideline_area" and language == "en":
        return text.get("guideline_area_en", "") or value
    if value in ("yes", "no", "unknown"):
        return say(f"widget.link.{value}", language)
    # the register says some things in words that are the field's own, in both languages
    return say(value, language) if fact in WORDED and value in words() else value


def page_address(address):
    """Return the address of a page on the web; "" for anything else.

    Examples
    --------
    >>> page_address("https://www.socialstyrelsen.se/x"), page_address("javascript:alert(1)")
    ('https://www.socialstyrelsen.se/x', '')
    """
    fit = address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS
    return address if fit and not any(sign.isspace() for sign in address) else ""


def recommendation_as_html(shown):
    """Return what `shown_recommendation` gives as pieces of HTML, for pages without a kernel."""
    facts = [element("li", escaped(f"{fact['name']}: {fact['value']}")) for fact in shown["facts"]]
    return [
        element("h3", static_runs(shown["title"])),
        element("p", static_runs(shown["condition"])),
        element("ul", *facts),
    ]
