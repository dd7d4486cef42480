"""Own words: the words in colour that a reader changed while reading, kept beside the database."""

import json

from review.errors import ProjectError
from review.formats import whole_file

__all__ = ["keep_words", "own_words"]

FILE = "highlight.json"


def own_words(project, reader):
    """Return the words in colour of a reader: their own, or those of review.toml.

    Returns
    -------
    dict
        ``for`` and ``against``, lists of words; ``own``, whether they are the reader's own.
    """
    kept = _read(project).get(reader)
    words = kept if kept is not None else project.highlight
    return {kind: list(words.get(kind, ())) for kind in ("for", "against")} | {"own": kept is not None}


def keep_words(project, reader, words):
    """Remember a reader's own words, or forget them where `words` is None; review.toml stays as it is."""
    kept = _read(project)
    kept.pop(reader, None)
    if words is not None:
        kept[reader] = words
    path = project.path("data", FILE)
    with whole_file(path) as beside:
        beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(project):
    path = project.path("data", FILE)
    if not path.is_file():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        sound = all(set(words) <= {"for", "against"} for words in kept.values())
    except (ValueError, AttributeError, TypeError):
        sound = False
    if not sound:
        raise ProjectError(
            f"{path}: expected readers with their words for and against as JSON, found something else; "
            "mend the file or delete it, the words of review.toml hold then"
        )
    return kept
