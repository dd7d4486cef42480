"""Derived: the frames that both the numbers and the chapters of a report rest on."""

import re

import pandas as pd

from review.evidence import DIRECTIONS, FLAGS
from review.register import ICKE_GORA
from review.text import split
from review.vocabulary import say, sort_key

__all__ = ["anchor", "citations", "counted_evaluations", "counted_links", "flags_said", "gap_guidelines",
           "included_flags", "judged", "opposed", "per_guideline", "printed", "sorted_references",
           "still_open", "tally", "unsupported"]  # fmt: skip


def anchor(prefix, name):
    """Return an id for links within the page, of letters, digits and hyphens alone.

    Examples
    --------
    >>> anchor("study", 'r"1 <b>')
    'study-r-1-b-'
    """
    return f"{prefix}-" + re.sub(r"[^\w-]+", "-", str(name), flags=re.ASCII)


def judged(snapshot):
    """Return each reference with its outcome and reason at both stages.

    Returns
    -------
    DataFrame
        `reference_id`; `first` (``include``, ``unsure``, ``exclude``, ``conflict``, ``waiting``) and
        `first_reason` on title and abstract; `last` (the same and ``not_retrieved``; "" where no full
        text was sought) and `last_reason`.
    """
    frame = snapshot.references[["reference_id"]]
    for name, found in (("first", snapshot.screening), ("last", snapshot.full_text)):
        said = found[["reference_id", "outcome", "reason"]]
        said = said.rename(columns={"outcome": name, "reason": f"{name}_reason"})
        frame = frame.merge(said, on="reference_id", how="left")
        frame = frame.fillna({name: "waiting", f"{name}_reason": ""})
    sought = frame["first"].isin(["include", "unsure"])
    missing = (frame["last"] == "exclude") & (frame.last_reason == "not_retrieved")
    frame["last"] = frame["last"].mask(missing, "not_retrieved").where(sought, "")
    frame["first_reason"] = frame.first_reason.where(frame["first"] == "exclude", "")
    frame["last_reason"] = frame.last_reason.where(frame["last"] == "exclude", "")
    return frame.reset_index(drop=True)


def still_open(frame):
    """Return which references of a `judged` frame wait for a reader or for an agreement."""
    return frame["first"].isin(["waiting", "conflict"]) | frame["last"].isin(
        ["waiting", "unsure", "conflict"]
    )


def included_flags(snapshot):
    """Return the included references with each flag as readers settled it at either stage.

    Returns
    -------
    DataFrame
        `reference_id` and one boolean column per flag.
    """
    chosen = snapshot.included()[["reference_id"]]
    said = pd.concat([frame[["reference_id", *FLAGS]] for frame in (snapshot.screening, snapshot.full_text)])
    said = said.astype(dict.fromkeys(FLAGS, "bool")).groupby("reference_id").any()
    return chosen.join(said, on="reference_id").fillna(dict.fromkeys(FLAGS, False)).reset_index(drop=True)


def counted_links(snapshot):
    """Return the links that are evidence: those of included references to recommendations of the register."""
    links, included = snapshot.links, snapshot.included().reference_id
    known = links.recommendation_id.isin(snapshot.recommendations.recommendation_id)
    return links[known & links.reference_id.isin(included)].reset_index(drop=True)


def counted_evaluations(snapshot):
    """Return the economic evaluations of included references, numbered E1, E2 … in the column `mark`."""
    frame = snapshot.evaluations
    frame = frame[frame.reference_id.isin(snapshot.included().reference_id)]
    frame = frame.sort_values(["recommendation_id", "evaluation_id"], kind="stable").reset_index(drop=True)
    return frame.assign(mark=[f"E{place}" for place in range(1, len(frame) + 1)])


def tally(snapshot):
    """Return how many studies point which way for each recommendation that has any.

    Returns
    -------
    DataFrame
        `recommendation_id`, a count per direction, `total`; those with most studies first.
    """
    links = counted_links(snapshot)
    counts = pd.crosstab(links.recommendation_id, links.direction).reindex(
        columns=list(DIRECTIONS), fill_value=0
    )
    counts = counts.astype("int64").assign(total=counts.sum(axis=1).astype("int64")).reset_index()
    counts["recommendation_id"] = counts.recommendation_id.astype("str")
    counts.columns.name = None
    return counts.sort_values(
        ["total", "recommendation_id"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)


def opposed(counts):
    """Return the rows of a `tally` with studies that speak against or are mixed."""
    return counts[(counts.contradicts > 0) | (counts.mixed > 0)]


def unsupported(snapshot):
    """Return the recommendations without an included study."""
    linked = counted_links(snapshot).recommendation_id
    return snapshot.recommendations[~snapshot.recommendations.recommendation_id.isin(linked)]


def printed(snapshot, quantity, group_sv):
    """Return one row of the printed totals, or None where the table has none."""
    totals = snapshot.totals
    rows = totals[(totals.quantity == quantity) & (totals.group_sv == group_sv)]
    return None if rows.empty else rows.iloc[0]


def per_guideline(snapshot):
    """Return printed and identified icke-göra of each guideline.

    Returns
    -------
    DataFrame
        `guideline_area`, `guideline_area_en`, `printed`, `identified`.
    """
    rows = snapshot.recommendations
    found = rows[rows.list_name == ICKE_GORA].guideline_area.value_counts()
    frame = snapshot.guidelines[["guideline_area", "guideline_area_en"]].copy()
    frame["printed"] = snapshot.guidelines.icke_gora_printed.astype("Int64")
    frame["identified"] = frame.guideline_area.map(found).fillna(0).astype("Int64")
    return frame


def gap_guidelines(snapshot):
    """Return the guidelines for which no icke-göra is printed."""
    frame = per_guideline(snapshot)
    return frame[frame.printed == 0]


def sorted_references(frame):
    """Return references in the Swedish order of authors, then by year and title.

    Examples
    --------
    >>> frame = pd.DataFrame({"authors": ["Ärlig", "Åberg", "Zell"], "reference_id": ["a", "b", "c"]})
    >>> sorted_references(frame.assign(title="", year=2020)).reference_id.tolist()
    ['c', 'b', 'a']
    """
    order = frame.assign(_key=frame.authors.where(frame.authors != "", frame.title).map(sort_key))
    return order.sort_values(["_key", "year", "title", "reference_id"], kind="stable").drop(columns="_key")


def citations(references, language):
    """Return a short name for each reference, such as "Berg m.fl. 2019"; equal ones get letters.

    Returns
    -------
    Series of str, indexed by reference_id

    Examples
    --------
    >>> papers = pd.DataFrame({"reference_id": ["a", "b"], "authors": ["Berg, A; Dahl, B", "Ek, C"],
    ...                        "title": "", "year": [2019, None]})
    >>> citations(papers, "en").to_list()
    ['Berg et al. 2019', 'Ek']
    """
    ordered = sorted_references(references)
    names = pd.Series(
        [short_name(row, language) for row in ordered.itertuples()],
        index=ordered.reference_id.to_numpy(),
        dtype="str",
    )
    place, many = names.groupby(names).cumcount(), names.groupby(names).transform("size") > 1
    return names.where(~many, names + place.map(letter)).astype("str")


def letter(place):
    """Return a, b … z, aa, ab … for 0, 1 …"""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def short_name(row, language):
    """Return first author and year; the first words of the title where there is no author."""
    authors = split(row.authors)
    first = authors[0].split(",")[0].strip() if authors else ""
    if not first:
        words = str(row.title).split()
        first = " ".join(words[:4]) + (" …" if len(words) > 4 else "") if words else str(row.reference_id)
    elif len(authors) > 1:
        first += " " + say("et_al", language)
    return first if pd.isna(row.year) else f"{first} {int(row.year)}"


def flags_said(snapshot):
    """Return whether any reader has set a flag; where nobody has, nothing is known of them."""
    return bool(snapshot.decisions[list(FLAGS)].notna().any(axis=None))
