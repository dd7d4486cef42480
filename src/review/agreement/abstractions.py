"""What may be seen of evaluations that two take out of a study, and of checklists two answer, blind."""

__all__ = ["abstracted_alone", "answered_alone"]

KEY = ["evaluation_id", "checklist", "item"]


def abstracted_alone(evaluations, abstractions, *, adjudicators=()):
    """Return the ids of the evaluations that only one has taken out of a study so far, as a set.

    What the first found must stay hidden from whoever will do it a second time.

    Parameters
    ----------
    evaluations : frame
        `evaluation_id`, `reader` of every row that stands, in the order they were written.
    abstractions : frame
        The same of second abstractions.
    adjudicators : sequence of str
        Readers who see both anyway; what one of them wrote is settled.

    Examples
    --------
    >>> import pandas as pd
    >>> first = pd.DataFrame({"evaluation_id": ["E1", "E2"], "reader": "erik"})
    >>> second = pd.DataFrame({"evaluation_id": ["E1"], "reader": ["frida"]})
    >>> abstracted_alone(first, second)
    {'E2'}
    """
    authors = evaluations.drop_duplicates("evaluation_id").set_index("evaluation_id")["reader"]
    other = abstractions[abstractions["reader"] != abstractions["evaluation_id"].map(authors)]
    settled = evaluations.loc[evaluations["reader"].isin(list(adjudicators)), "evaluation_id"]
    return set(authors.index) - set(other["evaluation_id"]) - set(settled)


def answered_alone(answers, *, adjudicators=()):
    """Return for each answer to an item of a checklist whether nobody else has answered it yet.

    Parameters
    ----------
    answers : frame
        `evaluation_id`, `checklist`, `item`, `reader`: one row per reader and item.
    adjudicators : sequence of str
        Readers whose answer stands alone.

    Returns
    -------
    bool Series

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"evaluation_id": "E1", "checklist": "CHEC-extended",
    ...     "item": ["1", "1", "2"], "reader": ["erik", "frida", "erik"]})
    >>> answered_alone(answers).to_list()
    [False, False, True]
    """
    alone = ~answers.duplicated(KEY, keep=False)
    return alone & ~answers["reader"].isin(list(adjudicators))
