"""Derived: the frames that both the numbers and the chapters of a report rest on, each made of others."""

import re

import pandas as pd

from review import register, standing
from review.evidence import DIRECTIONS, FLAGS
from review.flags import labelled, taught
from review.register import ICKE_GORA
from review.text import split
from review.vocabulary import say, sort_key

__all__ = ["DERIVED", "anchor", "citations", "printed", "sorted_references", "still_open"]

SOURCES = "register_sources"


LONGEST_MARK = 8
"""Signs of an evaluation's id that a figure has room for."""


def anchor(prefix, name):
    """Return an id for links within the page, of letters, digits and hyphens alone.

    Examples
    --------
    >>> anchor("study", 'r"1 <b>')
    'study-r-1-b-'
    """
    return f"{prefix}-" + re.sub(r"[^\w-]+", "-", str(name), flags=re.ASCII)


def included(references, screening, full_text):
    """Return the references included in the review, in the order of the references."""
    sought = screening.reference_id[screening.outcome.isin(["include", "unsure"])]
    chosen = full_text.reference_id[full_text.outcome == "include"]
    return references[references.reference_id.isin(chosen) & references.reference_id.isin(sought)]


def judged(references, screening, full_text):
    """Return each reference with its outcome and reason at both stages.

    Returns
    -------
    DataFrame
        `reference_id`; `first` (``include``, ``unsure``, ``exclude``, ``conflict``, ``waiting``) and
        `first_reason` on title and abstract; `last` (the same and ``not_retrieved``; "" where no full
        text was sought) and `last_reason`.
    """
    frame = references[["reference_id"]]
    for name, found in (("first", screening), ("last", full_text)):
        said = found[["reference_id", "outcome", "reason"]]
        said = said.rename(columns={"outcome": name, "reason": f"{name}_reason"})
        frame = frame.merge(said, on="reference_id", how="left")
        frame = frame.fillna({name: "waiting", f"{name}_reason": ""})
    sought = frame["first"].isin(["include", "unsure"])
    missing = (frame["last"] == "exclude") & (frame.last_reason == "not_retrieved")
    frame["last"] = frame["last"].mask(missing, "not_retrieved").where(sought, "")
    for name in ("first", "last"):
        frame[f"{name}_reason"] = frame[f"{name}_reason"].where(frame[name] == "exclude", "")
    return frame.reset_index(drop=True)


def still_open(frame):
    """Return which references of a `judged` frame wait for a reader or for an agreement."""
    waits = ["waiting", "conflict"]
    return frame["first"].isin(waits) | frame["last"].isin([*waits, "unsure"])


def included_flags(included, screening, full_text):
    """Return the included references with each flag as readers settled it at either stage.

    Returns
    -------
    DataFrame
        `reference_id` and one boolean column per flag.
    """
    said = pd.concat([frame[["reference_id", *FLAGS]] for frame in (screening, full_text)])
    said = said.astype(dict.fromkeys(FLAGS, "boolean")).groupby("reference_id").any()
    found = included[["reference_id"]].join(said, on="reference_id")
    return found.fillna(dict.fromkeys(FLAGS, False)).reset_index(drop=True)


def flags_said(decisions):
    """Return whether any reader has set a flag; where nobody has, nothing is known of them."""
    return bool(decisions[list(FLAGS)].notna().any(axis=None))


def labels(screening, full_text, project):
    """Return what each flag was taught by (see `review.flags.taught`)."""
    return taught(labelled(screening, project.judged, full_text=full_text), project.judged)


def studied(links, recommendations, included):
    """Return the links of included references to recommendations of the register, in force or not."""
    known = links.recommendation_id.isin(recommendations.recommendation_id)
    return links[known & links.reference_id.isin(included.reference_id)].reset_index(drop=True)


def tied(studied, in_force):
    """Return the links that are evidence: those of included references to recommendations in force."""
    return studied[studied.recommendation_id.isin(in_force.recommendation_id)].reset_index(drop=True)


def costed(evaluations, included):
    """Return the economic evaluations of included references; `mark` is the workbook's id, or its end."""
    frame = evaluations[evaluations.reference_id.isin(included.reference_id)]
    frame = frame.sort_values(["recommendation_id", "evaluation_id"], kind="stable").reset_index(drop=True)
    names = frame.evaluation_id.astype("str")
    marks = names.where(names.str.len() <= LONGEST_MARK, "E" + names.str[-5:])
    return frame.assign(mark=names.where(marks.duplicated(keep=False), marks))


def coded(codes, codebooks, included):
    """Return the codes that are evidence: those on included studies that the codebooks have."""
    there = pd.MultiIndex.from_frame(codebooks[["codebook", "code"]])
    known = pd.MultiIndex.from_frame(codes[["codebook", "code"]]).isin(there)
    return codes[known & codes.reference_id.isin(included.reference_id)].reset_index(drop=True)


def tally(studied):
    """Return how many studies point which way for each recommendation that has any.

    Returns
    -------
    DataFrame
        `recommendation_id`, a count per direction, `total`; those with most studies first.
    """
    counts = pd.crosstab(studied.recommendation_id, studied.direction)
    counts = counts.reindex(columns=list(DIRECTIONS), fill_value=0).rename_axis(columns=None)
    counts = counts.assign(total=counts.sum(axis=1)).astype("int64").reset_index()
    counts = counts.astype({"recommendation_id": "str"})
    order = counts.sort_values(["total", "recommendation_id"], ascending=[False, True], kind="stable")
    return order.reset_index(drop=True)


def by_id(recommendations, tables, project):
    """Return the recommendations by their ids, `with_sources` and with their `force` on the report's date."""
    frame = register.with_sources(recommendations, tables.get(SOURCES, register.empty(SOURCES)))
    frame["force"] = register.force_of(recommendations, project.year)
    return frame.set_index("recommendation_id", drop=False)


def in_force(by_id):
    """Return the recommendations that are in force on the report's date."""
    return by_id[by_id.force == "in_force"]


def standings(studied, recommendations, coded):
    """Return how every recommendation of the register stands by the links of included references."""
    design = coded[(coded.codebook == "study_design") & (coded.code == "systematic_review")]
    return standing.standing(studied, list(recommendations.recommendation_id), set(design.reference_id))


def priority(recommendations, standings):
    """Return which recommendations to look at first (see `review.standing.priority`)."""
    return standing.priority(recommendations, standings)


def printed(totals, quantity, group_sv):
    """Return one row of the printed totals, or None where the table has none."""
    rows = totals[(totals.quantity == quantity) & (totals.group_sv == group_sv)]
    return None if rows.empty else rows.iloc[0]


def per_guideline(in_force, guidelines):
    """Return printed and identified icke-göra of each guideline.

    Returns
    -------
    DataFrame
        `guideline_area`, `guideline_area_en`, `printed`, `identified`.
    """
    found = in_force[in_force.list_name == ICKE_GORA].guideline_area.value_counts()
    frame = guidelines[["guideline_area", "guideline_area_en"]].copy()
    frame["printed"] = guidelines.icke_gora_printed.astype("Int64")
    frame["identified"] = frame.guideline_area.map(found).fillna(0).astype("Int64")
    return frame


def price_year(project):
    """Return the year in whose prices the report's kronor are."""
    return project.price_year


DERIVED = {
    made.__name__: made
    for made in (included, judged, included_flags, flags_said, labels, studied, tied, costed, coded, tally,
                 by_id, in_force, standings, priority, per_guideline, price_year)
}  # fmt: skip
"""What is derived, by name: each function is given what its parameters name."""


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
