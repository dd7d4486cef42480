"""Checklists: how much of what should be reported, or done, an evaluation's reader found."""

import pandas as pd

__all__ = ["ANSWERS", "completeness"]

ANSWERS = ("yes", "partly", "no", "not_applicable")


def completeness(answers, checklists):
    """Return how complete each evaluation is by each checklist.

    Parameters
    ----------
    answers : DataFrame
        `evaluation_id`, `checklist`, `item`, `answer` (one of `ANSWERS`, "" where not looked at yet), and
        `reader` where several have answered.
    checklists : DataFrame
        `checklist`, `item`: every item there is, so that those not looked at are counted too.

    Returns
    -------
    DataFrame
        `evaluation_id`, `checklist`, `reader` (where it is given), `items` (of the checklist), `answered`,
        `yes`, `partly`, `no`, `not_applicable`, `share_yes` (yes / (answered - not applicable), missing
        while nothing is answered).
        A share is a summary of reporting, never a score of how true a study is.

    Examples
    --------
    >>> items = pd.DataFrame({"checklist": "CHEC-extended", "item": ["1", "2", "3"]})
    >>> said = pd.DataFrame({"evaluation_id": "E1", "checklist": "CHEC-extended", "item": ["1", "2"],
    ...                      "answer": ["yes", "not_applicable"]})
    >>> completeness(said, items)[["items", "answered", "yes", "share_yes"]]
       items  answered  yes  share_yes
    0      3         2    1        1.0
    """
    sizes = checklists.groupby("checklist", sort=False).item.nunique()
    by = ["evaluation_id", "checklist", *(["reader"] if "reader" in answers.columns else [])]
    rows = []
    for key, said in answers.groupby(by, sort=False):
        counts = [int((said.answer == answer).sum()) for answer in ANSWERS]
        asked = sum(counts) - counts[-1]
        share = counts[0] / asked if asked else None
        rows.append((*key, int(sizes[key[1]]), sum(counts), *counts, share))
    columns = [*by, "items", "answered", *ANSWERS, "share_yes"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(by, "str") | {"share_yes": "Float64"})
