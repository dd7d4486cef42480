"""Rules: how each number is counted, said once, in a form that goes with the page and can be run again."""

from review.text import shipped_words

__all__ = ["RULES", "derive"]

RULES = {
    name: (rule, rule.pop("to"), rule.pop("of", None))
    for name, rule in shipped_words("report/rules.toml").items()
}
"""Every counted number: its rule, the id of the table it leads to, and the number it is a part of."""


def derive(rule, rows, values):
    """Return the value a rule gives, None where it cannot be known.

    Parameters
    ----------
    rule : dict
        ``{"count": table, "where": …, "each": …, "different": …}`` or ``{"rest": number}``.
    rows : dict of str to list of dict
        The tables.
    values : dict of str to (value, denominator)
        The numbers derived before.

    Examples
    --------
    >>> rows = [{"study": "a", "counts": True}] * 2 + [{"study": "b", "counts": False}]
    >>> derive({"count": "links", "where": {"counts": True}, "different": "study"}, {"links": rows}, {})
    1
    >>> derive({"rest": "identified"}, {}, {"identified": (17, 83)})
    66
    """
    if "rest" in rule:
        part, whole = values[rule["rest"]]
        # of more than there are printed, nobody knows how many of the printed are missing
        return None if part is None or whole is None or part > whole else whole - part
    wanted = {
        name: told if isinstance(told, list) else [told] for name, told in rule.get("where", {}).items()
    }
    chosen = [row for row in rows[rule["count"]] if all(row[name] in told for name, told in wanted.items())]
    if "different" in rule:
        return len({row[rule["different"]] for row in chosen})
    return sum(row[rule["each"]] for row in chosen) if "each" in rule else len(chosen)
