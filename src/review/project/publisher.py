"""The publisher's frame: who stands behind a report, as review.toml says it."""

import datetime
from dataclasses import dataclass, field

__all__ = ["PUBLISHER", "Publisher", "impossible_frame", "read_publisher"]

IN_LANGUAGES = ("organisation", "funding", "interests", "foreword", "conclusions", "cite")
PLAIN = ("contact", "reference", "article", "licence")
PUBLISHER = {*PLAIN, *IN_LANGUAGES, *(f"{name}_sv" for name in IN_LANGUAGES)}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who stands behind a report; everything may be empty, and nothing is made up.

    Attributes
    ----------
    organisation, funding, interests, foreword, conclusions, cite : dict of str to str
        Language to text, in people's own words; foreword and conclusions are Markdown.
    contact, reference, article, licence : str
        `reference` is the number of the matter, `article` that of the publication.
    authors : tuple of (str, dict of str to str)
        Name and role.
    corrections : tuple of (datetime.date, dict of str to str)
        What was corrected and when, the last first.
    """

    organisation: dict = field(default_factory=dict)
    funding: dict = field(default_factory=dict)
    interests: dict = field(default_factory=dict)
    foreword: dict = field(default_factory=dict)
    conclusions: dict = field(default_factory=dict)
    cite: dict = field(default_factory=dict)
    contact: str = ""
    reference: str = ""
    article: str = ""
    licence: str = ""
    authors: tuple = ()
    corrections: tuple = ()


def read_publisher(said, in_languages):
    """Return the `Publisher` of a review.toml that has been read; `in_languages` as `review.project.reading`.

    Examples
    --------
    >>> from review.project.reading import in_languages
    >>> read_publisher({"publisher": {"organisation": "A"}}, in_languages).organisation
    {'en': 'A', 'sv': 'A'}
    """
    table = said.get("publisher", {})
    authors = [(one.get("name", ""), in_languages(one, "role")) for one in said.get("authors", [])]
    corrections = [(one["on"], in_languages(one, "text")) for one in said.get("corrections", [])
                   if isinstance(one.get("on"), datetime.date)]  # fmt: skip
    return Publisher(
        **{name: in_languages(table, name) for name in IN_LANGUAGES},
        **{name: str(table.get(name, "")) for name in PLAIN},
        authors=tuple(authors),
        corrections=tuple(sorted(corrections, key=lambda one: one[0], reverse=True)),
    )


def impossible_frame(said):
    """Yield a sentence for each entry that is no text, has no name, or is no correction."""
    for name, value in said.get("publisher", {}).items():
        if not isinstance(value, str):
            yield f"[publisher] {name} must be a text in quotes; got {value!r}"
    for one in said.get("authors", []):
        if not one.get("name"):
            yield "[[authors]] needs a name"
    for one in said.get("corrections", []):
        if not isinstance(one.get("on"), datetime.date):
            got = repr(one.get("on"))
            yield f"[[corrections]] on must be a date such as 2026-10-01 without quotes; got {got}"
        if not one.get("text") and not one.get("text_sv"):
            yield "[[corrections]] needs a text"
