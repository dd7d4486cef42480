"""Contradicting: what was said of two references before they became one, and differs, in words."""

__all__ = ["CONTRADICTION_COLUMNS", "JUDGED", "as_said", "in_words"]

JUDGED = ["reference_id", "reader", "kind", "about"]
"""Who judged what: the columns of `judged`, which a room that holds judgements has."""
CONTRADICTION_COLUMNS = ("reference_id", "title", "kind", "about", "reader", "said", "record_id", "at")


def as_said(rows, kind, key, says):
    """Return contradicting rows in words: what they are about, and that in which those of a key differ."""
    about = [name.removeprefix("_") for name in key if name not in ("reference_id", "reader")]
    texts = rows[list(says)].astype("object").where(rows[list(says)].notna(), "").astype("str")
    differs = texts.groupby([rows[name] for name in key]).transform("nunique") > 1
    said = [
        ", ".join(f"{name} {text[name]}".strip() for name in says if differing[name] and text[name])
        for text, differing in zip(texts.to_dict("records"), differs.to_dict("records"), strict=True)
    ]
    named = [" ".join(filter(None, cells)) for cells in rows[about].astype("str").to_numpy().tolist()]
    return rows.assign(kind=kind, about=named, said=said)


def in_words(frame):
    """Return one line per contradiction, for somebody who must answer it."""
    lines = []
    for _, rows in frame.groupby(["reference_id", "kind", "about"], sort=False):
        first = rows.iloc[0]
        sides = "; ".join(f"{row.reader} said {row.said} of {row.record_id}" for row in rows.itertuples())
        lines.append(f"{first.reference_id} ({first.title}), {first.kind} {first.about}: {sides}")
    return lines
