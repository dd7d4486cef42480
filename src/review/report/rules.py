"""Rules: how each number is counted, said once, in a form that goes with the page and can be run again."""

from review.evidence import DIRECTIONS, FLAGS
from review.report.followed import TABLE_RULES

__all__ = ["RULES", "derive"]


def count(table, *, where=None, each=None, different=None):
    """Return the rule that counts rows: all, those `where` columns have values, or `different` values.

    `each` names the column that says how many each row stands for.
    """
    said = {"count": table, "where": where, "each": each, "different": different}
    return {name: value for name, value in said.items() if value is not None}


def rest(name):
    """Return the rule that takes a number from what it is a part of."""
    return {"rest": name}


def outcome(**where):
    """Return the rule that counts references by their outcomes."""
    return count("outcomes", where=where, each="n")


READ = ["include", "unsure", "exclude"]
COUNTS = {"counts": True}
RULES = {
    # name: (rule, table it leads to, number it is a part of)
    "records": (count("databases", each="n"), "t-flow-identified", None),
    "references": (outcome(), "t-flow-references", "records"),
    "duplicates": (rest("references"), "t-flow-duplicates", "records"),
    "screened": (outcome(first=READ), "t-flow-screened", "references"),
    "excluded": (outcome(first="exclude"), "t-flow-excluded", "screened"),
    "sought": (outcome(first=["include", "unsure"]), "t-flow-sought", "screened"),
    "not_retrieved": (outcome(last="not_retrieved"), "t-flow-not_retrieved", "sought"),
    "assessed": (outcome(last=["include", "exclude"]), "t-flow-assessed", "sought"),
    "excluded_reports": (outcome(last="exclude"), "t-flow-excluded_reports", "assessed"),
    "included": (outcome(last="include"), "t-flow-included", "assessed"),
    "unfinished": (outcome(open=True), "t-flow", "references"),
    "files": (count("files"), "t-searches", None),
    "databases": (count("databases", where={"named": True}), "t-searches", None),
    **{
        f"included_{flag}": (count("studies", where={flag: True}), "f-flags-data", "included")
        for flag in FLAGS
    },
    **{
        name: (count("studies", where=dict(zip(FLAGS, said, strict=True))), "f-flags-data", "included")
        for name, said in {
            "included_both": (True, True),
            "only_low_value_care": (True, False),
            "only_de_implementation": (False, True),
            "included_neither": (False, False),
        }.items()
    },
    **{
        f"marked_{flag}": (count("marks", where={flag: True}, each="n"), "t-marked", "references")
        for flag in FLAGS
    },
    "guidelines": (count("guidelines"), "f-guidelines-data", None),
    "register": (count("register"), "t-register", None),
    "lists": (count("register", different="list"), "t-register", None),
    "identified": (count("register", where={"icke_gora": True}), "f-guidelines-data", "printed_icke_gora"),
    "register_lacks": (rest("identified"), "f-guidelines-data", "printed_icke_gora"),
    "economics_lacking": (rest("economics_assessed"), "t-reconciliation", "printed_icke_gora"),
    "adherence_unknown": (count("register", where={"adherence": False}), "t-register", "register"),
    "checked": (count("checks"), "t-reconciliation", None),
    **{
        f"checked_{verdict}": (count("checks", where={"verdict": verdict}), "t-reconciliation", "checked")
        for verdict in ("fits", "differs", "incomplete")
    },
    "all_links": (count("links"), "t-evidence", None),
    "links": (count("links", where=COUNTS), "t-evidence", "all_links"),
    "links_left_out": (rest("links"), "t-evidence", "all_links"),
    "linked_studies": (count("links", where=COUNTS, different="study"), "t-evidence", "included"),
    "unlinked_studies": (rest("linked_studies"), "t-included", "included"),
    "with_studies": (count("links", where=COUNTS, different="recommendation"), "t-evidence", "register"),
    "unsupported": (rest("with_studies"), "t-unsupported", "register"),
    "opposed": (
        count("links", where=COUNTS | {"against": True}, different="recommendation"),
        "t-evidence", "with_studies",
    ),
    "strong": (count("standings", where={"strong": "yes"}), "t-standing", "register"),
    "pressing": (count("standings", where={"pressing": True}), "t-standing", "strong"),
    "exceptions_known": (
        count("links", where=COUNTS | {"exceptions": True}, different="recommendation"),
        "t-evidence", "with_studies",
    ),
    "exceptions_unknown": (rest("exceptions_known"), "t-evidence", "with_studies"),
    **{
        name: (count("links", where=COUNTS | {"direction": name}), "t-evidence", "links")
        for name in DIRECTIONS
    },
    "all_evaluations": (count("evaluations"), "t-results", None),
    "evaluations": (count("evaluations", where=COUNTS), "t-results", "all_evaluations"),
    "evaluations_left_out": (rest("evaluations"), "t-results", "all_evaluations"),
    "evaluated_studies": (count("evaluations", where=COUNTS, different="study"), "t-results", "included"),
    "read": (count("evaluations", where=COUNTS | {"read": True}), "t-results", "evaluations"),
    "unread": (rest("read"), "t-results", "evaluations"),
    **{
        name: (count("evaluations", where=COUNTS | {"withdrawal": name}), "t-results", "read")
        for name in ("saves", "saves_with_loss", "costs")
    },
    "converted": (count("evaluations", where=COUNTS | {"converted": True}), "t-conversion", "evaluations"),
    "not_converted": (
        count("evaluations", where=COUNTS | {"converted": False}), "t-conversion", "evaluations",
    ),
    **TABLE_RULES,
}  # fmt: skip
"""Every counted number: its rule, the id of the table it leads to, and the number it is a part of."""


def derive(rule, rows, values, whole=None):
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
        return None if part is None or whole is None else whole - part
    wanted = {
        column: value if isinstance(value, list) else [value]
        for column, value in rule.get("where", {}).items()
    }
    chosen = [row for row in rows[rule["count"]] if all(row[name] in told for name, told in wanted.items())]
    if "different" in rule:
        return len({row[rule["different"]] for row in chosen})
    return sum(row[rule["each"]] for row in chosen) if "each" in rule else len(chosen)
