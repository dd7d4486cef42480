"""Labels: what a flag is on each reference, true, false or missing, and where a *no* comes from."""

import pandas as pd

from review.evidence import FLAGS, check_choice

__all__ = ["JUDGED", "PATIENCE", "labelled", "stays", "taught", "trust"]

PATIENCE = 10.0
"""So many labels of the rarer answer count as much as glossary and criteria do."""

JUDGED = {"as_said": (), "on_included": ("include", "unsure"), "on_all": ("include", "unsure", "exclude")}
"""What a team may state: outcomes on which a flag that nobody set is a *no*, since all who read judged it."""


def labelled(outcomes, judged="as_said", *, full_text=None):
    """Return the flags of each reference that is decided, as labels to learn from and to measure by.

    Parameters
    ----------
    outcomes : DataFrame
        As `review.agreement.outcomes` returns them of title and abstract.
    judged : str
        One of `JUDGED`, as review.toml says under ``[flags]``. Not said is a *no* nowhere, on references that
        are included, or on all that are decided.
    full_text : DataFrame, optional
        Outcomes of the full text, whose flags count before those of the abstract where they are said.

    Returns
    -------
    DataFrame
        `reference_id` and each flag: true, false or missing.

    Examples
    --------
    >>> found = pd.DataFrame({"reference_id": ["r1", "r2", "r3"],
    ...                       "outcome": ["include", "include", "exclude"],
    ...                       "low_value_care": pd.array([True, None, None], dtype="boolean"),
    ...                       "de_implementation": pd.array([None, False, None], dtype="boolean")})
    >>> labelled(found).low_value_care.tolist(), labelled(found, "on_included").low_value_care.tolist()
    ([True, <NA>, <NA>], [True, False, <NA>])
    >>> labelled(found, "on_all").low_value_care.tolist()
    [True, False, False]
    """
    check_choice("judged", judged, tuple(JUDGED))
    decided = outcomes[outcomes["outcome"].isin(JUDGED["on_all"])].set_index("reference_id")
    said = decided[list(FLAGS)].astype("boolean")
    if full_text is not None:
        later = full_text[full_text["outcome"].isin(JUDGED["on_all"])].set_index("reference_id")
        later = later[list(FLAGS)].astype("boolean")
        said = later.reindex(said.index.union(later.index, sort=False)).combine_first(said)
    silent = decided["outcome"].isin(JUDGED[judged]).reindex(said.index, fill_value=False)
    for flag in FLAGS:
        said[flag] = said[flag].mask(silent & said[flag].isna(), False)
    return said[list(FLAGS)].rename_axis("reference_id").reset_index()


def taught(labels, judged="as_said"):
    """Return what each flag was taught by.

    Parameters
    ----------
    labels : DataFrame
        As `labelled` returns them.
    judged : str
        Where a *no* comes from (see `JUDGED`).

    Returns
    -------
    DataFrame
        `flag`; `yes` and `no`, how many labels; `judged`; `trust` (see `trust`); `stays` (see `stays`).

    Examples
    --------
    >>> said = pd.DataFrame({"low_value_care": [True, False, None], "de_implementation": [True, None, None]})
    >>> taught(said)[["flag", "yes", "no", "trust"]].round(2).values.tolist()
    [['low_value_care', 1, 1, 0.09], ['de_implementation', 1, 0, 0.0]]
    """
    rows = []
    for flag in FLAGS:
        said = labels[flag].dropna().astype("bool")
        yes, no = int(said.sum()), int((~said).sum())
        rows.append((flag, yes, no, judged, trust(yes, no), stays(yes, no)))
    return pd.DataFrame(rows, columns=["flag", "yes", "no", "judged", "trust", "stays"])


def trust(yes, no, patience=PATIENCE):
    """Return the share in [0, 1] that labels have in a probability; the rest is glossary and criteria."""
    rarer = min(int(yes), int(no))
    return rarer / (rarer + patience) if rarer else 0.0


def stays(yes, no):
    """Return why labels teach nothing yet, "" where they do.

    Examples
    --------
    >>> stays(12, 0), stays(3, 4)
    ('12 yes and 0 no: without a no the probabilities stay those of glossary and criteria', '')
    """
    if yes and no:
        return ""
    lacks = "a no" if yes else "a yes" if no else "a yes and a no"
    return f"{yes} yes and {no} no: without {lacks} the probabilities stay those of glossary and criteria"
