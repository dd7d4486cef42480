r"""LaTeX in bibliographies: accents and signs into letters, such as ``{\"a}`` into ``ä``."""

import re
import unicodedata

__all__ = ["from_latex"]

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "r": "\u030a", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "ss": "ß", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "S": "§",
    "P": "¶", "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textregistered": "®", "texttrademark": "™",
    "textdegree": "°", "ldots": "…", "dots": "…", "alpha": "α", "beta": "β", "gamma": "γ",
    "delta": "δ", "kappa": "κ", "mu": "μ", "pm": "±", "times": "×", "le": "≤", "leq": "≤",
    "ge": "≥", "geq": "≥", "textbackslash": "\\", "copyright": "©",
}  # fmt: skip
_ACCENT = re.compile(
    r"""\\([`'^~"=.]|[ruvHcdkb](?![A-Za-z]))\s*(?:\{\s*(\\[ij]|[A-Za-z])\s*\}|(\\[ij]\b|[A-Za-z]))"""
)
_LETTER = re.compile(r"\\(" + "|".join(sorted(LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])\s*(?:\{\})?")
_ESCAPED = re.compile(r"\\([&%$#_{}~^-])")
_STYLE = re.compile(
    r"\\(?:emph|textit|textbf|textsc|textrm|mathrm|text|url|href)\s*(?=\{)|\\(?:it|bf|em|sc|rm|tt)\b\s*"
)


def from_latex(text):
    r"""Return a text with LaTeX commands for letters replaced and braces taken out.

    Examples
    --------
    >>> from_latex(r"L{\aa}gv{\"a}rdev{\aa}rd \& {DNA} in Malm\"{o}, 5\% of \'{\i}")
    'Lågvärdevård & DNA in Malmö, 5% of í'
    """
    if "\\" in text:
        text = _STYLE.sub("", text)
        text = _ACCENT.sub(_accented, text)
        text = _LETTER.sub(lambda found: LETTERS[found[1]], text)
        text = _ESCAPED.sub(lambda found: {"{": "\x01", "}": "\x02"}.get(found[1], found[1]), text)
    text = text.replace("{", "").replace("}", "")
    return text.replace("\x01", "{").replace("\x02", "}")


def _accented(found):
    letter = (found[2] or found[3]).lstrip("\\")
    return unicodedata.normalize("NFC", letter + ACCENTS[found[1]])
