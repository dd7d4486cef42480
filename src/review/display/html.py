"""HTML: every text is escaped on its way in, by one function."""

import html
import re
from urllib.parse import quote

__all__ = ["Html", "element", "fill", "join", "plain_text", "safe_link", "text", "title_of"]

INVENTED_DOI = "10.5555/"
"""DOIs under the test prefix lead nowhere, so they are shown but not linked."""

_NOT_PRINTABLE = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
_LANGUAGES = {"english": "en", "eng": "en", "en": "en", "swedish": "sv", "swe": "sv", "sv": "sv"}


class Html(str):
    """A text that is HTML already, made by `text`, `element` or `fill`."""

    __slots__ = ()


def text(value):
    """Return a value as HTML text; what is `Html` already comes back as it is.

    Signs that no page may hold (controls, halves of surrogate pairs) are left out or replaced.

    >>> text("<script>alert('1')</script>")
    '&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;'
    >>> text(Html("<b>already</b>")), text(None)
    ('<b>already</b>', '')
    """
    if isinstance(value, Html):
        return value
    plain = "" if value is None or value != value else str(value)
    plain = plain.encode("utf-8", "replace").decode("utf-8").translate(_NOT_PRINTABLE)
    return Html(html.escape(plain))


def join(parts, separator=""):
    """Return texts and HTML as one piece of HTML."""
    return Html(text(separator).join(text(part) for part in parts))


def element(tag, *children, **attributes):
    """Return an element; children and attribute values are escaped.

    Attribute names may end in an underscore (`class_`, `for_`) and hold underscores for hyphens;
    None and False leave the attribute out, True gives it without a value.

    >>> element("th", "Cost & effect", scope="col", class_="number", hidden=None)
    '<th scope="col" class="number">Cost &amp; effect</th>'
    """
    said = []
    for name, value in attributes.items():
        if value is not None and value is not False:
            name = name.rstrip("_").replace("_", "-")
            said.append(f" {name}" if value is True else f' {name}="{text(str(value))}"')
    return Html(f"<{tag}{''.join(said)}>{join(children)}</{tag}>")


def fill(sentence, **values):
    """Return a sentence with values in its braces, all escaped but what is HTML already.

    Without values it is a text of somebody's own, in which braces are braces.

    >>> fill("{n} of <{what}>", n=Html("<b>2</b>"), what="a & b")
    '<b>2</b> of &lt;a &amp; b&gt;'
    >>> fill("a source {of one's own}")
    'a source {of one&#x27;s own}'
    """
    if not values:
        return text(sentence)
    return Html(text(sentence).format(**{name: text(value) for name, value in values.items()}))


def plain_text(piece):
    """Return the text that a piece of HTML shows.

    >>> plain_text(element("p", "a < b", element("b", " & c")))
    'a < b & c'
    """
    return html.unescape(re.sub(r"<[^>]*>", "", piece))


def safe_link(address, label=None):
    """Return a link to a web page or a DOI; anything else stays text.

    >>> safe_link("javascript:alert(1)")
    'javascript:alert(1)'
    >>> safe_link("10.1136/bmj.n71")
    '<a href="https://doi.org/10.1136/bmj.n71" rel="noreferrer">10.1136/bmj.n71</a>'
    >>> safe_link("10.5555/invented.1")
    '10.5555/invented.1'
    """
    address = address or ""
    label = address if label is None else label
    if re.fullmatch(r"10\.\d{4,9}/\S+", address):
        if address.startswith(INVENTED_DOI):
            return text(label)
        address = "https://doi.org/" + quote(address, safe="/:;()._-")
    if not re.match(r"https?://[^\s/]", address):
        return text(label)
    return element("a", label, href=address, rel="noreferrer")


def title_of(title, language=""):
    """Return the title of a publication, marked with its language and kept from turning its surroundings.

    >>> title_of("A trial", "English")
    '<bdi lang="en">A trial</bdi>'
    """
    return element("bdi", title, lang=_LANGUAGES.get(str(language).strip().casefold()))
