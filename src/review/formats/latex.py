r"""LaTeX in bibliographies: accents, signs and formulas into letters, such as ``{\"a}`` into ``ä``."""

import re
import unicodedata
from functools import lru_cache

from review.text import shipped_words

__all__ = ["from_latex", "unknown_words"]

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "r": "\u030a", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "k": "\u0328",
    "b": "\u0331", "G": "\u030f", "t": "\u0361",
}  # fmt: skip
LETTERS, RELATIONS = (
    dict(zip(pairs.split()[::2], pairs.split()[1::2], strict=True))
    for pairs in shipped_words("formats/latex.toml").values()
)
"""Words for one sign, and words for a sign that stands between two others."""
HIDDEN = {sign: chr(0xFDD0 + n) for n, sign in enumerate("\\{}$^_ ")}
"""Signs of the text that are LaTeX's too stand hidden, as what is no sign, until all LaTeX is read."""
MATH = "\ufde0", "\ufde1"
_SHOWN = {ord(stand_in): sign for sign, stand_in in HIDDEN.items()} | dict.fromkeys(map(ord, MATH), "")
RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_BLANK = re.compile(
    r"\\(?:[,;: \n]|(?:q?quad|(?:thin|en|nobreak)?space|newline|linebreak|par)(?![A-Za-z])(?:\{\})?|\\)"
    r"|(?<=[^\s/(~\\])~(?=[^\s~])"
)
_NOTHING = re.compile(
    r"\\[-/!@]|\\(?:[vh]?phantom|noopsort)\s*\{(?:\\.|[^{}])*\}"
    r"|\\(?:it|bf|em|sc|rm|tt|sl|sf|itshape|bfseries|scshape|rmfamily|sffamily|ttfamily|upshape|mdseries|normalfont"
    r"|normalsize|small|footnotesize|scriptsize|tiny|large|displaystyle|textstyle|left|right|big|Big|protect|relax"
    r"|limits|nolimits|hfill|selectfont|textcompwordmark)(?![A-Za-z])\s*"
)
_STYLE = re.compile(
    r"\\(?:emph|text(?:it|bf|sc|rm|tt|sf|sl|up|md|normal|upright)?|math(?:rm|it|bf|sf|tt|cal|bb|frak"
    r"|scr|normal|ord|bin|rel)|[mh]box|fbox|underline|uline|url|path|up|natexlab|mkbibemph|mkbibitalic"
    r"|mkbibbold|operatorname|boldsymbol|bm|pmb|lowercase|uppercase|MakeUppercase|foreignlanguage\{\w+\}|ce"
    r"|citename|bibinfo\{\w+\}|selectlanguage\{\w+\}|textcolor\{\w+\})\s*(?=\{)"
)
_MATH = re.compile(
    r"\\ensuremath\s*\{((?:[^{}]|\{[^{}]*\})*)\}|\\\((.{0,600}?)\\\)"
    r"|\$\$?([^$]{0,300}?[\\^_][^$]{0,300}?)\$\$?|\$([<>=~+-]{1,2})\$"
    r"|\$(?!\s)([^$A-Za-z]{0,20}[A-Za-z]{0,2}[^$A-Za-z]{0,20})(?<!\s)\$(?!\d)",  # what is no sum of money
    re.DOTALL,
)
_WORD = re.compile(r"\\([A-Za-z]+)((?:\{\})?)([ \t]*\n?[ \t]*)((?:\{\})?)")
_ACCENT = re.compile(
    r"""\\([`'^~"=.]|[ruvHcdkbGt](?![A-Za-z]))\s*(?:\{\s*([^\W\d_])\s*([^\W\d_]?)\}|([^\W\d_]))"""
)
_ESCAPED = re.compile(r"\\([][&%$#_{}~^<>|*\"'`+=.;:-])(?:\{\})?")
_LEVEL = re.compile(r"(\^|_)\s*(?:\{([^{}]*)\}|([^\s{}]))")
_TEXT_LEVEL = re.compile(r"\\text(super|sub)script\s*(?:\{([^{}]*)\}|(\w))")
_IN_MATH = re.compile("(.*?)".join(MATH), re.DOTALL)
_TWO = re.compile(r"\\(?:t|d)?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_QUOTED = re.compile(r"\\(?:enquote\*?|mkbibquote)\s*\{([^{}]*)\}")
_UNKNOWN = re.compile(r"(\\[A-Za-z]+\*?)(?:\{([^{}]*)\})?")


def from_latex(text):
    r"""Return a text with LaTeX's words replaced by what they stand for and its braces taken out.

    A word that is not known stays as it is written.

    >>> from_latex(r"L{\aa}gv{\"a}rdev{\aa}rd \& {DNA} in Malm\"{o}, 5\% of \'{\i}")
    'Lågvärdevård & DNA in Malmö, 5% of í'
    >>> from_latex(r"$\alpha \leq 10^{-3}$, CO\textsubscript{2}, \texteuro 5, {\textless}2\,m$^2$, \$4")
    'α ≤ 10⁻³, CO2, €5, <2 m², $4'
    """
    if "\\" in text or "$" in text or "~" in text or "``" in text:
        text = _decoded(text)
    marked = "{" in text or "}" in text or not text.isprintable()
    return text.replace("{", "").replace("}", "").translate(_SHOWN) if marked else text


def unknown_words(text):
    r"""Return the LaTeX words in a text that are not known, each once.

    >>> unknown_words(r"{\hl{A} \alpha{} C:{\textbackslash}Users \hl{B}}")
    ['\\hl']
    """
    found = _UNKNOWN.finditer(_decoded(text)) if "\\" in text else ()
    return list(dict.fromkeys(word[1] for word in found))


@lru_cache(maxsize=1 << 8)
def _decoded(text):
    """Return a text with its LaTeX read, the signs it hides still hidden."""
    text = text.replace("\\$", HIDDEN["$"]).replace("\\{", HIDDEN["{"]).replace("\\}", HIDDEN["}"])
    text = text.replace("``", "“").replace("''", "”") if "``" in text else text
    if "$" in text or "\\(" in text or "\\ens" in text:
        text = _MATH.sub(lambda found: next(filter(None, found.groups()), "").join(MATH), text)
    if "\\" in text or "~" in text:
        text = _BLANK.sub(HIDDEN[" "], _NOTHING.sub("", text))  # no word takes it for the blank at its end
        text = _WORD.sub(_sign, _STYLE.sub("", text)).replace(HIDDEN[" "], " ")
    if "\\" in text:
        text = _accented_all(text)
        text = _TEXT_LEVEL.sub(lambda found: _level(found[1] == "super", found[2] or found[3] or ""), text)
        text = _TWO.sub(
            lambda found: f"{found[1]}/{found[2]}" if found[1] else f"{found[4]} ({found[3]})", text
        )
        text = _QUOTED.sub(r"“\1”", text)
        text = _ESCAPED.sub(lambda found: HIDDEN.get(found[1], found[1]), text)
    text = _IN_MATH.sub(_formula, text)
    return _UNKNOWN.sub(_as_written, text) if "\\" in text else text


def _as_written(found):
    return found[0].replace("{", HIDDEN["{"]).replace("}", HIDDEN["}"])


def _sign(found):
    word, braces, blanks, more = found.groups()
    if word in LETTERS:
        kept = braces or found.string[found.end() : found.end() + 1] in tuple("\\<>=+")
        return HIDDEN.get(LETTERS[word], LETTERS[word]) + (blanks + more if kept else "")
    return RELATIONS[word] + blanks + more if word in RELATIONS else found[0]


def _accented_all(text):
    """Return a text with its accents put on their letters, one upon the other where there are two."""
    before = ""
    while before != text and "\\" in text:
        before, text = text, _ACCENT.sub(_accented, text)
    return text


def _accented(found):
    letter = (found[2] or found[4]).replace("ı", "i").replace("ȷ", "j")
    return unicodedata.normalize("NFC", letter + ACCENTS[found[1]]) + (found[3] or "")


def _formula(found):
    """Return what stands between the signs of a formula, powers raised."""
    return _LEVEL.sub(lambda level: _level(level[1] == "^", level[2] or level[3] or ""), found[1])


def _level(raised, text):
    """Return raised figures as signs of their own: 10 to the third must not become 103."""
    return text.translate(RAISED) if raised and not re.search(r"[^\d+\-−=()\s]", text) else text
