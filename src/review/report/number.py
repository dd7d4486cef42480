"""Numbers: each is computed once, has a name and a denominator, and knows the rows it comes from."""

from dataclasses import dataclass, field

from review.display import is_missing
from review.report.material import Material
from review.report.rows import rows
from review.report.rules import RULES, derive
from review.vocabulary import number, percent, say, share

__all__ = ["Number", "counted", "numbers"]


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a report."""

    value: float | None  # None where it is not known
    unit: str  # count, percent (printed: 40), share (computed: 0.4) or coefficient
    anchor: str  # the id of the table or row it comes from
    denominator: float | None = None  # what it is a part of
    low: float | None = None  # ends of its 95 % interval
    high: float | None = None
    rule: dict = field(default_factory=dict)  # how it is counted; empty where it is given, not counted
    whole: str | None = None  # the name of the number it is a part of
    what: str = ""  # what it counts, in words, where the words of the interface do not have its name

    def in_words(self, name, language):
        """Return what the number of a name counts.

        >>> Number(9, "count", "t-a").in_words("included", "en")
        'studies included'
        """
        return self.what or say(f"number.{name}", language)

    def text(self, language, form="value"):
        """Return the number as it is printed: its "value" alone, or as a share "of" its denominator.

        >>> Number(9, "count", "t-a", 24).text("en", "of")
        '38% (9 of 24)'
        >>> Number(49, "percent", "t-a", 60).text("en", "of")
        '49% (of 60)'
        """
        if self.unit == "count":
            if form == "of" and self.denominator is not None:
                return percent(self.value or 0, self.denominator, language)
            return number(self.value, language)
        if self.unit == "coefficient":
            return number(self.value, language, 2) + self.interval(language)
        whole = 100 if self.unit == "percent" else 1
        shown = "–" if is_missing(self.value) else share(self.value / whole, language)
        if form == "of" and not is_missing(self.denominator):
            shown += f" ({'av' if language == 'sv' else 'of'} {number(self.denominator, language)})"
        return shown

    def interval(self, language):
        """Return the interval in brackets, "" where there is none."""
        if is_missing(self.low) or is_missing(self.high):
            return ""
        return f" ({number(self.low, language, 2)}–{number(self.high, language, 2)})"


def numbers(snapshot):
    """Return every number of a report by name, from a `review.report.Snapshot`."""
    return counted(rows(Material(snapshot)))


def counted(held):
    """Return every number by name, from the rows they are counted from (see `review.report.rows`)."""
    found = {
        row["number"]: Number(**{k: v for k, v in row.items() if k != "number"}) for row in held["given"]
    }
    for name, (rule, anchor, whole) in RULES.items():
        values = {name: (one.value, one.denominator) for name, one in found.items()}
        value, denominator = derive(rule, held, values), found[whole].value if whole else None
        found[name] = Number(value, "count", anchor, denominator, rule=rule, whole=whole)
    return found
