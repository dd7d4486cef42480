"""Opened: the database's own functions, through which a login of PostgreSQL reads what is judged blind.

They run with the owner's rights, are opaque to the planner, and look nowhere but in the review's schema. What
is open follows from what is settled: rows of the caller's own transaction, which may never come to be, open
nothing. A login has no right on the tables themselves, because the plan of a query of its own, and what the
planner expects of it, would tell which rows are hidden. See `review.store.blinding` for who may call them.
"""

from review.evidence import COMPARISON_COLUMNS, KINDS, MARKS

__all__ = ["BLIND", "COMPARISONS", "FUNCTIONS", "HIDDEN", "STATEMENTS"]

BLIND = tuple(kind.name for kind in KINDS.values() if kind.blind)
OPENED = ("decisions", "evaluations", "abstractions", "appraisals")
"""The tables of which others' rows come through a function of their own, once they are open."""

HIDDEN = (*OPENED, "parked", "withdrawals", "ledger")
"""The tables that a login reads through functions only (evaluations where two take them out)."""

COMPARISONS = "review_comparisons()"
# a name's own collation would keep every index out of use
_ME = '(session_user::text COLLATE "default")'


def _function(head, query):
    return (
        f"CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql STABLE SECURITY DEFINER "
        # a plan made for the values asked about would tell, by which it is, how often hidden rows have them
        "SET plan_cache_mode = force_generic_plan "
        f"SET search_path = {{schema}}, pg_temp AS $$\n#variable_conflict use_column\n"
        f"BEGIN RETURN {query}; END $$"
    )


def _rows(table, head, query):
    return _function(f"{head} RETURNS SETOF {table}", f"QUERY {query}")


def _settled(table):
    # rows of the caller's transaction, and of its savepoints, are never older than the transaction itself
    settled = "coalesce(age(own.xmin) > age(pg_current_xact_id_if_assigned()::xid), true)"
    return f"(SELECT own.* FROM {table} own WHERE {settled})"


def _stands(row, kind):
    own = f" AND w.reader = {row}.reader" if kind in BLIND else ""
    back = f"w.kind = '{kind}' AND w.target_id = {row}.id{own}"
    return f"NOT EXISTS (SELECT 1 FROM {_settled('withdrawals')} w WHERE {back})"


def _standing(kind):
    return f"(SELECT k.* FROM {_settled(kind)} k WHERE {_stands('k', kind)})"


def _by_adjudicator(row):
    return f"EXISTS (SELECT 1 FROM review_readers r WHERE r.reader = {row}.reader AND r.role = 'adjudicator')"


_ASKED = "(SELECT needed FROM review_stages WHERE stage = 'evaluations')"
_DECISIONS = f"""
WITH standing AS {_standing("decisions")},
done AS (
    SELECT s.reference_id, s.stage FROM standing s LEFT JOIN review_readers r ON r.reader = s.reader
    GROUP BY s.reference_id, s.stage
    HAVING bool_or(coalesce(r.role, '') = 'adjudicator')
    OR count(DISTINCT s.reader) FILTER (WHERE coalesce(r.role, '') NOT IN ('adjudicator', 'observer'))
    >= (SELECT CASE WHEN g.needed = 2 AND g.share < 1 AND g.share <= ('x' || substr(md5(
        g.seed || ' ' || s.stage || ' ' || s.reference_id), 1, 7))::bit(28)::int / 268435456.0
        THEN 1 ELSE g.needed END FROM review_stages g WHERE g.stage = s.stage)
)
SELECT s.* FROM standing s JOIN done USING (reference_id, stage) WHERE s.reader <> {_ME}
"""
_HIDDEN = f"""(
    WITH standing AS {_standing("decisions")}
    SELECT count(DISTINCT d.reference_id) FROM standing d LEFT JOIN review_readers r ON r.reader = d.reader
    WHERE d.stage = asked AND coalesce(r.role, '') NOT IN ('adjudicator', 'observer')
    AND NOT EXISTS (SELECT 1 FROM standing m WHERE m.reference_id = d.reference_id
        AND m.stage = asked AND m.reader = {_ME})
    AND NOT EXISTS (SELECT 1 FROM review_opened_decisions() o
        WHERE o.reference_id = d.reference_id AND o.stage = asked)
)"""
_FIRST = f"""
CREATE OR REPLACE VIEW review_first_abstractions AS
SELECT DISTINCT ON (e.evaluation_id) e.evaluation_id, e.reader FROM {_standing("evaluations")} e
ORDER BY e.evaluation_id, e.at, e.id
"""
_TWICE = f"""
CREATE OR REPLACE VIEW review_abstracted_twice AS
SELECT f.evaluation_id FROM review_first_abstractions f WHERE EXISTS (
    SELECT 1 FROM {_standing("abstractions")} a
    WHERE a.evaluation_id = f.evaluation_id AND a.reader <> f.reader
) OR EXISTS (
    SELECT 1 FROM {_standing("evaluations")} e
    WHERE e.evaluation_id = f.evaluation_id AND {_by_adjudicator("e")}
)
"""
_ABSTRACTED = "x.evaluation_id IN (SELECT t.evaluation_id FROM review_abstracted_twice t)"
_ANSWERED = f"""(x.evaluation_id, x.checklist, x.item) IN (
    SELECT o.evaluation_id, o.checklist, o.item FROM {_standing("appraisals")} o
    GROUP BY o.evaluation_id, o.checklist, o.item
    HAVING count(DISTINCT o.reader) > 1 OR bool_or({_by_adjudicator("o")}))"""
_MARK = f"x.checklist IN ({', '.join(repr(name) for name in MARKS.values())})"
_NEWEST = f"""QUERY
SELECT DISTINCT ON (e.evaluation_id) {", ".join(f"e.{name}" for name in COMPARISON_COLUMNS)}, f.reader
FROM {_standing("evaluations")} e JOIN review_first_abstractions f USING (evaluation_id)
ORDER BY e.evaluation_id, e.at DESC, e.id DESC"""
_OPEN = {
    "decisions": _DECISIONS,
    "evaluations": f"SELECT x.* FROM {_standing('evaluations')} x "
    f"WHERE {_ASKED} = 2 AND x.reader <> {_ME} AND {_ABSTRACTED}",
    "abstractions": f"SELECT x.* FROM {_standing('abstractions')} x "
    f"WHERE ({_ASKED} = 1 OR {_ABSTRACTED}) AND x.reader <> {_ME}",
    "appraisals": f"SELECT x.* FROM {_standing('appraisals')} x WHERE x.reader <> {_ME} "
    f"AND ({_ASKED} = 1 OR CASE WHEN {_MARK} THEN {_ABSTRACTED} ELSE {_ANSWERED} END)",
}
# of withdrawals and of the ledger: what is about no blind kind, and one's own
_SHOWN = (
    f"(x.reader = {_ME} OR x.kind NOT IN ({', '.join(map(repr, BLIND))}) "
    f"AND (x.kind <> 'evaluations' OR {_ASKED} = 1))"
)


def _seen(table):
    if table in ("withdrawals", "ledger"):
        return f"SELECT x.* FROM {table} x WHERE {_SHOWN}"
    own = f"SELECT x.* FROM {table} x WHERE x.reader = {_ME}"
    return own + (f" UNION ALL SELECT o.* FROM review_opened_{table}() o" if table in OPENED else "")


def _mine(kind):
    """Return what `append` asks of one's own rows: which stand, of some about, and the newest."""
    about = KINDS[kind].about[0]
    mine = f"x.reader = {_ME} AND x.{about} = ANY (asked)"
    standing = f"SELECT x.* FROM {kind} x WHERE {mine} AND {_stands('x', kind)}"
    yield f"review_standing_{kind}(text[])", _rows(kind, f"review_standing_{kind}(asked text[])", standing)
    newest = f"(SELECT max(x.at) FROM {kind} x WHERE x.reader = {_ME} AND x.at < '3')"
    yield f"review_newest_{kind}()", _function(f"review_newest_{kind}() RETURNS text", newest)


_MINE = dict(pair for kind in BLIND for pair in _mine(kind))
_ENDS = f"""SELECT x.* FROM ledger x WHERE x.kind = of_kind AND x.reader = of_reader AND {_SHOWN}
ORDER BY x.height DESC LIMIT wanted"""
_COUNT = "review_hidden_references(asked text) RETURNS bigint"
_TOLD = ", ".join(f"{name} text" for name in (*COMPARISON_COLUMNS, "first_reader"))

STATEMENTS = (
    _FIRST,
    _TWICE,
    *(_rows(table, f"review_opened_{table}()", query) for table, query in _OPEN.items()),
    *(_rows(table, f"review_seen_{table}()", _seen(table)) for table in HIDDEN),
    *_MINE.values(),
    _rows("ledger", "review_chain(of_kind text, of_reader text, wanted integer)", _ENDS),
    _function(_COUNT, _HIDDEN),
    _function(f"{COMPARISONS} RETURNS TABLE ({_TOLD})", _NEWEST),
)
"""What the owner runs, in this order, with the name of the schema in place of ``{schema}``."""

FUNCTIONS = (
    *(f"review_opened_{table}()" for table in OPENED),
    *(f"review_seen_{table}()" for table in HIDDEN),
    *_MINE,
    "review_chain(text, text, integer)",
    "review_hidden_references(text)",
    COMPARISONS,
)
