"""Drawing: a sheet in points, read from the top left, that becomes a small accessible SVG.

matplotlib takes half a second to load, so it is loaded by who draws: no command that only reads waits.
"""

import html
import io
import re
import textwrap
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree

import pandas as pd

__all__ = ["COLOURS", "WIDTH", "Figure", "block", "dot", "finish", "label", "labels", "line", "sheet",
           "standing_for", "wrap"]  # fmt: skip

WIDTH = 420
"""Width of every figure in its own units, so chosen that a text of 12 units can be read on a phone."""

FONTS = "Segoe UI, Noto Sans, Liberation Sans, Helvetica, Arial, sans-serif"
"""The font of a drawing in a file of its own; on the page it takes the page's."""

COLOURS = {
    "ink": "#1b2a30", "soft": "#54666e", "rule": "#c9d3d6", "ground": "#eef3f3", "paper": "#ffffff",
    "accent": "#0b5563", "light": "#8fb9bf", "warm": "#b5541c", "sand": "#e3a876",
}  # fmt: skip
"""The colours of the report by name; the page gives each its light and its dark shade."""

SETTINGS = {
    "svg.fonttype": "none",  # texts stay texts, in the page's own font
    "svg.hashsalt": "review",  # the same drawing, the same ids
    "text.parse_math": False,  # a dollar sign is a dollar sign
    "font.size": 12,
    "path.simplify": False,
}
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with what is needed to understand it without seeing it.

    Attributes
    ----------
    name : str
        Letters, digits and hyphens; ids in the drawing begin with it.
    svg : str
        An ``<svg role="img">`` with title and description.
    alt : str
        What the drawing shows, in words.
    table : DataFrame
        The numbers behind it, with headings in the language of the drawing.
    caption : str
    source : str
        Where the numbers come from.
    """

    name: str
    svg: str
    alt: str
    table: pd.DataFrame
    caption: str
    source: str = ""

    def standalone(self):
        """Return the drawing as a file of its own: with size, font and fixed colours on a white ground."""
        width, height = re.search(r'viewBox="0 0 (\S+) (\S+)"', self.svg).groups()
        head = f'width="{width}" height="{height}" font-family="{FONTS}"'
        ground = f'<rect width="100%" height="100%" style="fill: {COLOURS["paper"]}"/>'
        fixed = re.sub(r"var\(--[\w-]+, (#\w+)\)", r"\1", self.svg)
        fixed = fixed.replace("</desc>", f"</desc>{ground}", 1)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + fixed.replace("<svg ", f"<svg {head} ", 1) + "\n"

    def _repr_html_(self):
        return f"<figure>{self.svg}<figcaption>{html.escape(self.caption)}</figcaption></figure>"


def sheet(height):
    """Return an empty sheet and its axes in points: x to the right, y downwards."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Sheet

    with rc_context(SETTINGS):
        paper = Sheet(figsize=(WIDTH / 72, height / 72), frameon=False)
        axes = paper.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        axes.axis("off")
    return paper, axes


def label(axes, x, y, text, *, colour="ink", size=12, weight="normal", align="left", upwards=""):
    """Write a line of text with its baseline at (x, y), or upwards from there ("bottom", "center")."""
    axes.text(
        x, y, allowed(text), color=COLOURS[colour], fontsize=size, fontweight=weight, ha=align,
        va=upwards or "baseline", rotation=90 if upwards else 0, parse_math=False,
    )  # fmt: skip


def labels(axes, x, y, parts, *, step=15, **look):
    """Write lines of text below each other, the first with its baseline at y."""
    for place, part in enumerate(parts):
        label(axes, x, y + step * place, part, **look)


def block(axes, x, y, width, height, *, colour="accent", edge=None, hatch=None):
    """Draw a rectangle whose upper left corner is (x, y)."""
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle(
            (x, y), width, height, facecolor=COLOURS[colour], lw=1 if edge else 0,
            edgecolor=COLOURS[edge] if edge else "none", hatch=hatch, clip_on=False,
        )
    )  # fmt: skip


def dot(axes, x, y, radius, *, colour="warm"):
    """Draw a filled dot with a rim of paper."""
    from matplotlib.patches import Circle

    look = {"facecolor": COLOURS[colour], "edgecolor": COLOURS["paper"], "lw": 2, "zorder": 3}
    axes.add_patch(Circle((x, y), radius, clip_on=False, **look))


def line(axes, xs, ys, *, colour="rule", width=1, dashes=None):
    """Draw a line through points."""
    (drawn,) = axes.plot(
        xs, ys, color=COLOURS[colour], lw=width, clip_on=False, solid_capstyle="butt", scalex=False,
        scaley=False,
    )  # fmt: skip
    if dashes:
        drawn.set_dashes(dashes)


def wrap(text, width, *, size=12):
    """Return a text as lines that fit a width in points, judged by a mean width of letters."""
    return textwrap.wrap(allowed(text), max(8, int(width / (0.52 * size)))) or [""]


def finish(paper, *, name, caption, alt, table, source=""):
    """Return the finished `Figure` of a sheet."""
    from matplotlib import rc_context

    file = io.StringIO()
    with rc_context(SETTINGS), warnings.catch_warnings():
        # texts are set by the browser, whose fonts know more letters than matplotlib's own
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        paper.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    _, _, width, height = re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', file.getvalue()).groups()
    body = "".join(shapes(ElementTree.fromstring(file.getvalue())))
    alt = allowed(alt)
    return Figure(name, standing_for(body, name, caption, alt, width, height), alt, table, caption, source)


def standing_for(body, name, caption, alt, width, height):
    """Return an SVG with title and description, from its inner shapes."""
    head = f'<title id="{name}-title">{escape(caption)}</title><desc id="{name}-desc">{escape(alt)}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">{head}{body}</svg>'
    )


def escape(text):
    """Return a text as it may stand in SVG: escaped, without signs XML forbids."""
    return html.escape(allowed(text))


def allowed(text):
    """Return a text without the signs that neither XML nor a font knows."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", str(text))


def shapes(drawn):
    """Yield the paths and texts of matplotlib's SVG, without ids, fonts and addresses."""
    for node in drawn.iter():
        style = with_names(node.get("style", ""))
        if node.tag == f"{SVG}path" and style and "fill: none; stroke: none" not in style:
            path = re.sub(r"\s+", " ", node.get("d").strip())
            yield f'<path d="{path}" style="{style}"/>'
        elif node.tag == f"{SVG}text":
            style = re.sub(r"font-family: [^;]*; ?", "", style).replace("text-anchor: start; ", "")
            yield f'<text {place_of(node)} style="{style}">{escape(node.text or "")}</text>'


def place_of(node):
    """Return where a text stands: a point, or a movement and a turn."""
    if node.get("x") is None:
        return f'transform="{node.get("transform")}"'
    return f'x="{node.get("x")}" y="{node.get("y")}"'


def with_names(style):
    """Return a style whose colours may be changed by the page."""
    for name, colour in COLOURS.items():
        style = style.replace(colour, f"var(--{name}, {colour})")
    return style
