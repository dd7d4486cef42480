"""Opened: the database's own functions, which give a login of PostgreSQL what all who are asked have judged.

They run with the owner's rights, are opaque to the planner, and leave out what the login judged itself.
See `review.store.blinding` for who may call them.
"""

from review.evidence import COMPARISON_COLUMNS, MARKS

__all__ = ["COMPARISONS", "FUNCTIONS", "OPENED", "STATEMENTS"]

OPENED = ("decisions", "evaluations", "abstractions", "appraisals")
"""The tables of which others' rows come through a function of their own, once they are open."""

COMPARISONS = "review_comparisons()"
FUNCTIONS = (*(f"review_opened_{table}()" for table in OPENED), "review_hidden_references(text)", COMPARISONS)


def _function(head, query):
    return (
        f"CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql STABLE SECURITY DEFINER "
        f"SET search_path FROM CURRENT AS $$\n#variable_conflict use_column\nBEGIN RETURN {query}; END $$"
    )


def _opened(table, query):
    return _function(f"review_opened_{table}() RETURNS SETOF {table}", f"QUERY {query}")


def _stands(row):
    return f"NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.target_id = {row}.id)"


def _by_adjudicator(row):
    return f"EXISTS (SELECT 1 FROM review_readers r WHERE r.reader = {row}.reader AND r.role = 'adjudicator')"


_ASKED = "(SELECT needed FROM review_stages WHERE stage = 'evaluations')"
_DECISIONS = f"""
WITH standing AS (SELECT d.* FROM decisions d WHERE {_stands("d")}),
done AS (
    SELECT s.reference_id, s.stage FROM standing s LEFT JOIN review_readers r ON r.reader = s.reader
    GROUP BY s.reference_id, s.stage
    HAVING bool_or(coalesce(r.role, '') = 'adjudicator')
    OR count(DISTINCT s.reader) FILTER (WHERE coalesce(r.role, '') NOT IN ('adjudicator', 'observer'))
    >= (SELECT CASE WHEN g.needed = 2 AND g.share < 1 AND g.share <= ('x' || substr(md5(
        g.seed || ' ' || s.stage || ' ' || s.reference_id), 1, 7))::bit(28)::int / 268435456.0
        THEN 1 ELSE g.needed END FROM review_stages g WHERE g.stage = s.stage)
)
SELECT s.* FROM standing s JOIN done USING (reference_id, stage) WHERE s.reader <> session_user::text
"""
_HIDDEN = f"""(
    SELECT count(DISTINCT d.reference_id) FROM decisions d LEFT JOIN review_readers r ON r.reader = d.reader
    WHERE d.stage = asked AND coalesce(r.role, '') NOT IN ('adjudicator', 'observer') AND {_stands("d")}
    AND NOT EXISTS (SELECT 1 FROM decisions m WHERE m.reference_id = d.reference_id
        AND m.stage = asked AND m.reader = session_user::text AND {_stands("m")})
    AND NOT EXISTS (SELECT 1 FROM review_opened_decisions() o
        WHERE o.reference_id = d.reference_id AND o.stage = asked)
)"""
_FIRST = f"""
CREATE OR REPLACE VIEW review_first_abstractions AS
SELECT DISTINCT ON (e.evaluation_id) e.evaluation_id, e.reader FROM evaluations e WHERE {_stands("e")}
ORDER BY e.evaluation_id, e.at, e.id
"""
_TWICE = f"""
CREATE OR REPLACE VIEW review_abstracted_twice AS
SELECT f.evaluation_id FROM review_first_abstractions f WHERE EXISTS (
    SELECT 1 FROM abstractions a
    WHERE a.evaluation_id = f.evaluation_id AND a.reader <> f.reader AND {_stands("a")}
) OR EXISTS (
    SELECT 1 FROM evaluations e
    WHERE e.evaluation_id = f.evaluation_id AND {_stands("e")} AND {_by_adjudicator("e")}
)
"""
_OTHERS = f"x.reader <> session_user::text AND {_stands('x')}"
_ABSTRACTED = "x.evaluation_id IN (SELECT t.evaluation_id FROM review_abstracted_twice t)"
_ANSWERED = f"""EXISTS (
    SELECT 1 FROM appraisals o WHERE o.evaluation_id = x.evaluation_id AND o.checklist = x.checklist
    AND o.item = x.item AND {_stands("o")} AND (o.reader <> x.reader OR {_by_adjudicator("o")}))"""
_MARK = f"x.checklist IN ({', '.join(repr(name) for name in MARKS.values())})"
_NEWEST = f"""QUERY
SELECT DISTINCT ON (e.evaluation_id) {", ".join(f"e.{name}" for name in COMPARISON_COLUMNS)}, f.reader
FROM evaluations e JOIN review_first_abstractions f USING (evaluation_id) WHERE {_stands("e")}
ORDER BY e.evaluation_id, e.at DESC, e.id DESC"""

STATEMENTS = (
    _FIRST,
    _TWICE,
    _opened("decisions", _DECISIONS),
    _opened(
        "evaluations", f"SELECT x.* FROM evaluations x WHERE {_ASKED} = 2 AND {_OTHERS} AND {_ABSTRACTED}"
    ),
    _opened(
        "abstractions", f"SELECT x.* FROM abstractions x WHERE ({_ASKED} = 1 OR {_ABSTRACTED}) AND {_OTHERS}"
    ),
    _opened(
        "appraisals",
        f"SELECT x.* FROM appraisals x WHERE {_OTHERS} AND ({_ASKED} = 1 "
        f"OR CASE WHEN {_MARK} THEN {_ABSTRACTED} ELSE {_ANSWERED} END)",
    ),
    _function("review_hidden_references(asked text) RETURNS bigint", _HIDDEN),
    _function(
        f"{COMPARISONS} RETURNS TABLE ("
        + ", ".join(f"{name} text" for name in (*COMPARISON_COLUMNS, "first_reader"))
        + ")",
        _NEWEST,
    ),
)
"""What the owner runs, in this order."""
