"""From judged pairs to clusters: which records are one publication, and what joined them."""

import pandas as pd

from review.errors import UsageError

__all__ = ["CLUSTER_COLUMNS", "PERSON", "cluster"]

CLUSTER_COLUMNS = ("record_id", "cluster_id", "rule", "because_of")
PERSON = "person"
"""The rule's name where a person's verdict joined two records."""


def cluster(records, pairs, verdicts=None):
    """Return which records are one publication.

    What people said comes first and holds for ever: their `same` joins whatever the rules say, and two
    records they called `different` never end in one cluster, also not through a third record. Then the rules'
    `same` pairs join, the likest first, unless that would bring together what people or a `version` pair keep
    apart.

    Parameters
    ----------
    records : pandas.DataFrame
        With `record_id`; its order says which record founds a cluster.
    pairs : pandas.DataFrame
        From `find_pairs`; `same` joins, `version` keeps apart, `ask` does neither.
    verdicts : pandas.DataFrame, optional
        What people said: `record_a`, `record_b`, `verdict` (``same`` or ``different``), oldest first.
        Of two verdicts on one pair the later counts; verdicts on records that are not here are kept out.

    Returns
    -------
    pandas.DataFrame
        One row per record, in order: `record_id`, `cluster_id` (the record_id of the cluster's first
        record), `rule` and `because_of` (the rule, or ``person``, and the record by which it joined; "" for
        the first).

    Raises
    ------
    UsageError
        If a person's verdict is neither ``same`` nor ``different``, or a pair names a record that is not
        here.

    Examples
    --------
    >>> records = pd.DataFrame({"record_id": ["a", "b", "c"]})
    >>> pairs = pd.DataFrame([("a", "b", "same", "doi", 1.0)],
    ...                      columns=["record_a", "record_b", "verdict", "rule", "score"])
    >>> cluster(records, pairs).cluster_id.tolist()
    ['a', 'a', 'c']
    >>> cluster(records, pairs, pd.DataFrame([("b", "a", "different")],
    ...         columns=["record_a", "record_b", "verdict"])).cluster_id.tolist()
    ['a', 'b', 'c']
    """
    ids = records["record_id"].tolist()
    position = {record_id: number for number, record_id in enumerate(ids)}
    _check_known(pairs, position)
    said = _said(verdicts, position)
    together, neighbours = Together(), [[] for _ in ids]
    together.keep_apart(pair for pair, verdict in said.items() if verdict == "different")
    by_people = [(*pair, PERSON) for pair, verdict in said.items() if verdict == "same"]
    _join(together, neighbours, by_people)
    together.keep_apart(pair[:2] for pair in _of_verdict("version", pairs, position))
    by_rules = [join for join in _of_verdict("same", pairs, position) if tuple(sorted(join[:2])) not in said]
    _join(together, neighbours, by_rules)
    return pd.DataFrame(_rows(ids, neighbours), columns=list(CLUSTER_COLUMNS)).astype("str")


class Together:
    """Groups that grow by joining, apart from those that must not meet.

    >>> groups = Together()
    >>> groups.keep_apart([("a", "c")])
    >>> groups.join("a", "b"), groups.join("b", "c")
    (True, False)
    """

    def __init__(self):
        self.parent = {}
        self.apart = {}

    def group(self, member):
        """Return the member that stands for the group of this one."""
        parent = self.parent.setdefault(member, member)
        while parent != member:
            self.parent[member] = self.parent[parent]
            member = self.parent[member]
            parent = self.parent[member]
        return member

    def keep_apart(self, pairs):
        """Never let the groups of two members become one (where they are one already, nothing happens)."""
        for pair in pairs:
            one, two = map(self.group, pair)
            if one != two:
                self.apart.setdefault(one, set()).add(two)
                self.apart.setdefault(two, set()).add(one)

    def join(self, one, two):
        """Make one group of two; False where they are one already or must not be."""
        one, two = self.group(one), self.group(two)
        if one == two or two in self.apart.get(one, ()):
            return False
        if len(self.apart.get(one, ())) < len(self.apart.get(two, ())):
            one, two = two, one
        self.parent[two] = one
        for other in self.apart.pop(two, set()):
            self.apart[other].discard(two)
            self.apart[other].add(one)
            self.apart.setdefault(one, set()).add(other)
        return True


def _check_known(pairs, position):
    for record in (*pairs["record_a"], *pairs["record_b"]):
        if record not in position:
            raise UsageError(
                f"pair with {record}: expected a record of the frame, found none; find the pairs again"
            )


def _said(verdicts, position):
    """The latest verdict on each pair of records that are here, oldest pair first."""
    said = {}
    if verdicts is None:
        return said
    for one, two, verdict in verdicts[["record_a", "record_b", "verdict"]].itertuples(index=False):
        if verdict not in ("same", "different"):
            raise UsageError(
                f"verdict on {one} and {two}: expected 'same' or 'different', found {verdict!r}; correct it"
            )
        if one in position and two in position and one != two:
            pair = tuple(sorted((position[one], position[two])))
            said.pop(pair, None)
            said[pair] = verdict
    return said


def _of_verdict(verdict, pairs, position):
    """Positions and rule of the pairs with a verdict, the likest first."""
    chosen = pairs[pairs["verdict"] == verdict].sort_values("score", ascending=False, kind="stable")
    ones, twos = ([position[record] for record in chosen[side]] for side in ("record_a", "record_b"))
    return list(zip(ones, twos, chosen["rule"], strict=True))


def _join(together, neighbours, joins):
    for one, two, rule in joins:
        if together.join(one, two):
            neighbours[one].append((two, rule))
            neighbours[two].append((one, rule))


def _rows(ids, neighbours):
    """Walk each cluster from its first record outwards: every other record names what it joined through."""
    rows = [None] * len(ids)
    for founder in range(len(ids)):
        if rows[founder]:
            continue
        rows[founder] = (ids[founder], ids[founder], "", "")
        reached = [founder]
        for here in reached:
            for there, rule in neighbours[here]:
                if not rows[there]:
                    rows[there] = (ids[there], ids[founder], rule, ids[here])
                    reached.append(there)
    return rows
