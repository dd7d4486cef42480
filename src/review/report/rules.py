"""Rules: how each number is counted, said once, in a form that goes with the page and can be run again."""

from review.evidence import DIRECTIONS, FLAGS

__all__ = ["RULES", "derive"]


def count(table, *, each=None, different=None, **where):
    """Return the rule that counts rows: all, those `where` columns have values, or `different` values.

    `each` names the column that says how many each row stands for.
    """
    said = {"where": where, "each": each, "different": different}
    return {"count": table} | {name: value for name, value in said.items() if value}


def rest(name):
    """Return the rule that takes a number from what it is a part of."""
    return {"rest": name}


def outcome(**where):
    """Return the rule that counts references by their outcomes."""
    return {"count": "outcomes", "where": where, "each": "n"}


FLAGGED = {
    "included_both": (True, True), "only_low_value_care": (True, False),
    "only_de_implementation": (False, True), "included_neither": (False, False),
}  # fmt: skip
"""Which of the flags an included reference bears, by the number that counts it."""

READ = ["include", "unsure", "exclude"]
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
    "databases": (count("databases", named=True), "t-searches", None),
    **{f"included_{flag}": (count("studies", **{flag: True}), "f-flags-data", "included") for flag in FLAGS},
    **{
        name: (count("studies", **dict(zip(FLAGS, said, strict=True))), "f-flags-data", "included")
        for name, said in FLAGGED.items()
    },
    **{
        f"marked_{flag}": (count("marks", **{flag: True}, each="n"), "t-marked", "references")
        for flag in FLAGS
    },
    "guidelines": (count("guidelines"), "f-guidelines-data", None),
    "register": (count("register"), "t-register", None),
    "lists": (count("register", different="list"), "t-register", None),
    "identified": (count("register", icke_gora=True), "f-guidelines-data", "printed_icke_gora"),
    "register_lacks": (rest("identified"), "f-guidelines-data", "printed_icke_gora"),
    "economics_lacking": (rest("economics_assessed"), "t-reconciliation", "printed_icke_gora"),
    "adherence_unknown": (count("register", adherence=False), "t-register", "register"),
    "checked": (count("checks"), "t-reconciliation", None),
    **{
        f"checked_{verdict}": (count("checks", verdict=verdict), "t-reconciliation", "checked")
        for verdict in ("fits", "differs", "incomplete")
    },
    "all_links": (count("links"), "t-evidence", None),
    "links": (count("links", counts=True), "t-evidence", "all_links"),
    "links_left_out": (rest("links"), "t-evidence", "all_links"),
    "linked_studies": (count("links", counts=True, different="study"), "t-evidence", "included"),
    "unlinked_studies": (rest("linked_studies"), "t-included", "included"),
    "with_studies": (count("links", counts=True, different="recommendation"), "t-evidence", "register"),
    "unsupported": (rest("with_studies"), "t-unsupported", "register"),
    "opposed": (
        count("links", counts=True, against=True, different="recommendation"),
        "t-evidence",
        "with_studies",
    ),
    "strong": (count("standings", strong="yes"), "t-standing", "register"),
    "pressing": (count("standings", pressing=True), "t-standing", "strong"),
    "exceptions_known": (
        count("links", counts=True, exceptions=True, different="recommendation"),
        "t-evidence",
        "with_studies",
    ),
    "exceptions_unknown": (rest("exceptions_known"), "t-evidence", "with_studies"),
    **{name: (count("links", counts=True, direction=name), "t-evidence", "links") for name in DIRECTIONS},
    "all_evaluations": (count("evaluations"), "t-results", None),
    "evaluations": (count("evaluations", counts=True), "t-results", "all_evaluations"),
    "evaluations_left_out": (rest("evaluations"), "t-results", "all_evaluations"),
    "evaluated_studies": (count("evaluations", counts=True, different="study"), "t-results", "included"),
    "read": (count("evaluations", counts=True, read=True), "t-results", "evaluations"),
    "unread": (rest("read"), "t-results", "evaluations"),
    **{
        name: (count("evaluations", counts=True, withdrawal=name), "t-results", "read")
        for name in ("saves", "saves_with_loss", "costs")
    },
    "converted": (count("evaluations", counts=True, converted=True), "t-conversion", "evaluations"),
    "not_converted": (count("evaluations", counts=True, converted=False), "t-conversion", "evaluations"),
    "coded": (count("codes", different="study"), "t-codes", "included"),
    "determinant_studies": (
        count("codes", codebook="determinants", different="study"),
        "t-determinants",
        "coded",
    ),
    "strategy_studies": (count("codes", codebook="strategies", different="study"), "t-strategies", "coded"),
    "strategy_helped": (
        count("codes", codebook="strategies", direction="helps", different="study"),
        "t-strategies",
        "strategy_studies",
    ),
    "in_force": (count("in_force"), "t-register", None),
    "with_indicator": (count("in_force", indicator=True), "t-indicators", "in_force"),
    "without_indicator": (rest("with_indicator"), "t-without-indicator", "in_force"),
    "with_exception": (count("in_force", exception=True), "t-exceptions", "in_force"),
    "without_exception": (rest("with_exception"), "t-exceptions", "in_force"),
    "intervals": (count("intervals"), "t-intervals", None),
    "intervals_fewer": (
        count("intervals", proposal=["sparser", "fewer", "stop"]),
        "t-intervals",
        "intervals",
    ),
    "intervals_bare": (
        count("intervals", evidence_for_interval=["none", "not_assessed"]),
        "t-intervals",
        "intervals",
    ),
    "documents": (count("coverage", different="document_id"), "t-coverage", None),
    "checks_made": (count("coverage"), "t-coverage", None),
    **{
        f"coverage_{status}": (count("coverage", status=status), "t-coverage", "checks_made")
        for status in ("mentioned", "not_mentioned", "contradicts")
    },
    "checked_recommendations": (count("in_force", checked=True), "t-coverage", "in_force"),
    "proposals": (count("proposals"), "t-proposals", None),
    "proposals_done": (count("proposals", status="done"), "t-proposals", "proposals"),
    "dialogue": (count("dialogue"), "t-dialogue", None),
    "dialogue_hindrances": (count("dialogue", topic="hindrance"), "t-dialogue", "dialogue"),
    "displacement_known": (count("in_force", displacement=True), "t-displacement", "in_force"),
    "displacement_unknown": (rest("displacement_known"), "t-displacement", "in_force"),
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
        return None if part is None or whole is None else whole - part
    wanted = {
        name: told if isinstance(told, list) else [told] for name, told in rule.get("where", {}).items()
    }
    chosen = [row for row in rows[rule["count"]] if all(row[name] in told for name, told in wanted.items())]
    if "different" in rule:
        return len({row[rule["different"]] for row in chosen})
    return sum(row[rule["each"]] for row in chosen) if "each" in rule else len(chosen)
