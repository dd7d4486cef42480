"""Output: results on stdout, as text or as one JSON document; messages and progress on stderr."""

import json
import math
import re
import sys
import warnings

import pandas as pd
from tqdm import tqdm

__all__ = ["progress", "say", "show", "speak_any_language"]


_STEERING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def say(message):
    """Tell the user something that is not the result."""
    print(tame(message), file=sys.stderr)


def progress(items, what="files"):
    """Return the items with a progress bar on stderr, where that is a terminal."""
    items = list(items)
    return tqdm(
        items, desc=what, file=sys.stderr, disable=not sys.stderr.isatty() or len(items) < 2, leave=False
    )


def show(result, arguments):
    """Print a result: a frame, a dictionary or a sentence.

    With ``--json`` it is one JSON document; a frame is a list of objects.
    """
    if getattr(arguments, "json", False):
        text = json.dumps(as_plain(result), ensure_ascii=False, indent=1)
        # in another encoding than UTF-8, JSON that holds more than ASCII is none
        if not (is_utf8(sys.stdout) and is_whole(text)):
            text = json.dumps(json.loads(text), indent=1)
        print(tame(text))
    elif isinstance(result, pd.DataFrame):
        print(tame(as_text(result)))
    elif isinstance(result, dict):
        print(tame("\n".join(lines_of(result))))
    else:
        print(tame(result))


def tame(text):
    """Return a text in which the signs that steer a terminal, or turn the order of letters, can be seen.

    Examples
    --------
    >>> tame("a title\x1b[2J")
    'a title\\\\u001b[2J'
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", str(text))


def speak_any_language(*streams):
    """Let what a stream cannot show come out with signs like ``\\u2265``, and warnings as one sentence."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):  # what stands in for it in a notebook may have none
            stream.reconfigure(errors="backslashreplace")
    warnings.showwarning = lambda message, *_, **__: say(f"review: {message}")


def is_utf8(stream):
    """Return whether a stream writes UTF-8; one that says nothing of it keeps text as it is."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"


def is_whole(text):
    """Return whether a text can be written at all: halves of surrogate pairs cannot."""
    return text.isascii() or text.encode("utf-8", "replace").decode("utf-8") == text


def as_text(frame):
    """Return a frame as aligned columns that a terminal can hold."""
    if frame.empty:
        return "nothing"
    shown = frame.copy()
    for name in shown:
        if shown[name].dtype.kind == "f":
            shown[name] = shown[name].map(lambda value: "" if pd.isna(value) else f"{value:.3g}")
        else:
            shown[name] = shown[name].map(
                lambda value: "" if value is None or value is pd.NA else shorten(str(value))
            )
    return shown.to_string(index=False, justify="left")


def shorten(text, width=70):
    """Return a text of at most `width` characters."""
    return text if len(text) <= width else text[: width - 1] + "…"


def lines_of(values, indent=""):
    """Yield the lines that show a dictionary."""
    width = max((len(str(key)) for key in values), default=0)
    for key, value in values.items():
        if isinstance(value, pd.DataFrame):
            yield f"{indent}{key}:"
            yield as_text(value)
        elif isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from lines_of(value, indent + "  ")
        elif isinstance(value, (list, tuple)):
            yield f"{indent}{key}:"
            yield from (f"{indent}  {item}" for item in value)
        else:
            yield f"{indent}{key!s:<{width}}  {value}"


def as_plain(value):
    """Return a value made of what JSON knows; missing is null."""
    if isinstance(value, pd.DataFrame):
        return [as_plain(row) for row in value.to_dict("records")]
    if isinstance(value, dict):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_plain(item) for item in value]
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if hasattr(value, "item"):
        return as_plain(value.item())
    return value if isinstance(value, (str, int, float, bool)) else str(value)
