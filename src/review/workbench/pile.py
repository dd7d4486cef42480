"""The pile: what was imported, and the references it makes once duplicates are merged."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from review import agreement, duplicates
from review.errors import UsageError
from review.formats import read_table, write_csv
from review.records import RECORD_COLUMNS, REFERENCE_COLUMNS
from review.workbench.editions import same_search

__all__ = ["Pile"]

LARGE = 3_000
"""Records from which on finding pairs takes so long that what was found is kept in a file."""
RULE_READER = "dedupe"
"""Who stands beside a merge made by a rule."""


class Pile:
    """Records and references, and who merged what; a part of the `Workbench`."""

    def records(self):
        """Return the records as imported, without their raw tags, oldest first."""
        return self._memo("records", ("records", "imports"), self._read_records)

    def _read_records(self):
        return self.store.records([name for name in RECORD_COLUMNS if name not in ("raw", "origins")])

    def clusters(self):
        """Return the reference (`cluster_id`) of each record now, with `rule` and `because_of`."""
        return self._memo("clusters", ("records", "memberships", "withdrawals"), self._read_clusters)

    def _read_clusters(self):
        ids = self._record_ids()
        moved = self.store.current("memberships")[["record_id", "reference_id", "rule", "because_of"]]
        frame = ids.merge(moved.rename(columns={"reference_id": "cluster_id"}), on="record_id", how="left")
        frame["cluster_id"] = frame.cluster_id.fillna(frame.record_id)
        return frame.fillna("").astype("str")

    def _record_ids(self):
        """Return the ids of all records, oldest first, as a frame: much faster than the records."""
        return self._memo("record ids", ("records", "imports"), lambda: self.store.records(["record_id"]))

    def _moved(self):
        """Return which records belong to another's reference, as a dictionary.

        A record that only a taken-back import held belongs to what is left of its reference, or to "".
        """
        tables = ("records", "memberships", "withdrawals")
        return self._memo("moved", tables, self._read_moved)

    def _read_moved(self):
        rows = self.store.current("memberships")
        moved = dict(zip(rows.record_id, rows.reference_id, strict=True))
        moved = {record: reference for record, reference in moved.items() if record != reference}
        gone = self.store.gone_records()
        return moved | {record: heir_of(record, moved, gone) for record in gone}

    def _moves(self):
        """Return where each record was moved and when, as `review.agreement.moves_of`."""
        tables = ("memberships", "withdrawals")
        return self._memo("moves", tables, lambda: agreement.moves_of(self.store.history("memberships")))

    def _at_home(self, frame):
        """Return judgements with the reference that now holds what they are about, and as `record_id` what
        they were said of; without those on records that only an import held which was taken back."""
        moved = self._moved()
        found = pd.array([moved.get(name, name) for name in frame.reference_id], dtype="str")
        frame = frame.assign(record_id=frame.reference_id, reference_id=found)
        return frame[frame.reference_id != ""].reset_index(drop=True)

    def _count_references(self):
        """Return how many references there are, without reading them."""
        return self.store.counts(["records"])["records"] - len(self._moved())

    def count_links(self):
        """Return how many links there are, without reading all records."""
        links = self._at_home(self.store.current("links"))
        return len(links.drop_duplicates(["reference_id", "recommendation_id"]))

    def _count_found(self):
        """Return how many records the searches of each database found (see `searched`), by name."""
        imports = self.store.imports()
        imports = imports.assign(same=same_search(imports))
        found = {}
        for _, group in imports.groupby("same", sort=False):
            database = group.database.iloc[0] or "unknown"
            n = group.n_records.iloc[0] if len(group) == 1 else self.store.count_seen(group.import_id)
            found[database] = found.get(database, 0) + int(n)
        return found

    def _reference_ids(self):
        """Return the ids of all references, as a frame: much faster than the references."""
        ids = self.membership().drop_duplicates()
        return pd.DataFrame({"reference_id": ids.to_numpy()})

    def membership(self):
        """Return a Series: record_id to the reference that now holds the record."""
        frame = self.clusters()
        return pd.Series(frame.cluster_id.to_numpy(), index=frame.record_id.to_numpy(), dtype="str")

    def references(self):
        """Return the publications to judge, duplicates merged (`review.records.REFERENCE_COLUMNS`)."""
        return self._memo("references", ("records", "memberships", "withdrawals"), self._merge)

    def _merge(self):
        records = self.records()
        if records.empty:
            return pd.DataFrame(columns=list(REFERENCE_COLUMNS)).astype("str").astype({"year": "Int64"})
        return duplicates.merge(records, self.clusters())

    def _check_references(self, ids):
        """Refuse ids that are no reference now."""
        tables = ("records", "memberships", "withdrawals")
        known = self._memo("reference ids", tables, lambda: set(self.membership().to_numpy()))
        unknown = sorted(set(ids) - known)
        if unknown:
            raise UsageError(f"unknown reference {unknown[0]!r}; `review queue` lists those there are")

    def deduplicate(self, *, reader=""):
        """Merge duplicates by the named rules and return what changed.

        People's verdicts stand above every rule. Running it again changes nothing, and decisions stay
        with the record they were first made on.

        Returns
        -------
        DataFrame
            The records that moved: `record_id`, `cluster_id`, `rule`, `because_of`, and `contradictory`: of
            which kinds of judgement different things were said of the reference while it was two (see
            `contradictions`; a `reader` is also told what they alone may see).
        """
        records = self.records()
        if records.empty:
            return self.clusters().assign(contradictory="")
        found = duplicates.cluster(records, self.pairs(), self.store.current("verdicts"))
        now = self.membership()
        moved = found[found.cluster_id.to_numpy() != now[found.record_id].to_numpy()].reset_index(drop=True)
        if moved.empty:
            return moved.assign(contradictory="")
        self.store.append("memberships", as_memberships(moved))
        apart = self.contradictions(reader=reader)
        kinds = {name: ", ".join(rows.unique()) for name, rows in apart.groupby("reference_id").kind}
        return moved.assign(contradictory=[kinds.get(name, "") for name in moved.cluster_id])

    def pairs(self):
        """Return the pairs of records that rules found alike: `same`, `ask` or `version`, with the rule."""
        return self._memo("pairs", ("records",), self._find_pairs)

    def _find_pairs(self):
        """Return the pairs; of a large pile they are kept in a file, so that nobody waits for them twice."""
        kept = self._kept_pairs()
        if kept is not None and kept.is_file():
            frame = read_table(kept)
            return frame.assign(score=frame.score.astype("float64"))
        found = duplicates.find_pairs(self.records())
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            for old in kept.parent.glob("pairs-*.csv"):
                old.unlink()
            write_csv(found, kept)
        return found

    def _kept_pairs(self):
        """Return the file for the pairs of what is imported now, None for a pile that is not large."""
        imports = self.store.imports()
        if imports.n_records.sum() < LARGE:
            return None
        rules = sorted(Path(duplicates.__file__).parent.glob("*.py"))
        # other rules, other pairs: those of an earlier version are not taken for today's
        text = " ".join([*(rule.read_text(encoding="utf-8") for rule in rules), *imports.sha256])
        name = f"pairs-{hashlib.sha256(text.encode()).hexdigest()[:16]}.csv"
        return self.project.path("data", ".cache", name)

    def count_pairs_to_confirm(self):
        """Return how many pairs wait for a person; None for a large pile that nobody has deduplicated."""
        kept = self._kept_pairs()
        if kept is not None and not kept.is_file():
            return None
        return len(self._open_pairs())

    def versions(self):
        """Return the pairs that are versions of one work (preprint and article): linked, not merged."""
        found = self.pairs().query("verdict == 'version'").reset_index(drop=True)
        titles = self.records().set_index("record_id").title
        return found.assign(title_a=found.record_a.map(titles), title_b=found.record_b.map(titles))

    def pairs_to_confirm(self):
        """Return the pairs no rule is sure of and no person has judged, with both titles."""
        asked = self._open_pairs()
        titles = self.records().set_index("record_id").title
        return asked.assign(title_a=asked.record_a.map(titles), title_b=asked.record_b.map(titles))

    def _open_pairs(self):
        asked = self.pairs().query("verdict == 'ask'")
        judged = {frozenset(p) for p in self.store.current("verdicts")[["record_a", "record_b"]].to_numpy()}
        open_pairs = [frozenset(p) not in judged for p in asked[["record_a", "record_b"]].to_numpy()]
        return asked[np.array(open_pairs, dtype=bool)].reset_index(drop=True)

    def merges(self):
        """Return each record that was merged into another's reference, with rule and titles."""
        frame = self.clusters().rename(columns={"cluster_id": "reference_id"})
        frame = frame[frame.record_id != frame.reference_id].reset_index(drop=True)
        titles = self.records().set_index("record_id").title
        return frame.assign(title=frame.record_id.map(titles), merged_with=frame.reference_id.map(titles))

    def judge_pair(self, record_a, record_b, verdict, *, reader, note=""):
        """Say that two records are the same publication, or different ones, and deduplicate anew."""
        self.project.reader(reader, "judge duplicates")
        row = {"record_a": record_a, "record_b": record_b, "verdict": verdict, "note": note}
        self.store.append("verdicts", [row], reader=reader)
        return self.deduplicate(reader=reader)

    def undo_verdict(self, record_a, record_b, *, reader, note=""):
        """Take back the last verdict on a pair, the reader's own or as an adjudicator, and deduplicate anew.

        A verdict given before it counts again. Raises UsageError where there is none, or it is another's.
        """
        role = self.project.reader(reader, "judge duplicates").role
        said = self.store.current("verdicts")
        one, other = sorted((record_a, record_b))
        said = said[(said.record_a == one) & (said.record_b == other)]
        if said.empty:
            raise UsageError(f"nobody has judged {record_a} and {record_b}; there is nothing to undo")
        who = said.reader.iloc[0]
        if reader != who and role != "adjudicator":
            raise UsageError(f"{who} judged {record_a} and {record_b}; ask {who} or an adjudicator")
        self.store.withdraw("verdicts", said["id"].iloc[0], reader=reader, note=note)
        return self.deduplicate(reader=reader)

    def split(self, record_id, *, reader, note=""):
        """Take a record out of the reference it was merged into; it is never merged there again.

        Raises
        ------
        UsageError
            If no such record is there, or it stands alone.
        """
        self.project.reader(reader, "judge duplicates")
        membership = self.membership()
        if record_id not in membership.index:
            raise UsageError(f"unknown record {record_id!r}; `merges()` lists those that were merged")
        others = membership.index[(membership == membership[record_id]).to_numpy()].drop(record_id)
        if others.empty:
            raise UsageError(f"record {record_id} stands alone; there is nothing to split")
        rows = [
            {"record_a": record_id, "record_b": other, "verdict": "different", "note": note}
            for other in others
        ]
        self.store.append("verdicts", rows, reader=reader)
        return self.deduplicate(reader=reader)


def as_memberships(clusters):
    """Return clusters as rows of the rules' memberships."""
    rows = clusters.rename(columns={"cluster_id": "reference_id"})
    return rows.assign(rule=rows.rule.where(rows.rule != "", "own reference"), reader=RULE_READER)


def heir_of(record, moved, gone):
    """Return the reference that holds what is left of a record's reference, "" where nothing is left.

    Examples
    --------
    >>> heir_of("a", {"a": "b", "b": "c"}, {"a"}), heir_of("d", {"a": "b"}, {"a", "d"})
    ('c', '')
    """
    seen = set()  # two memories that were merged may say that each of two went to the other
    while record in moved and record not in seen:
        seen.add(record)
        record = moved[record]
    return "" if record in gone else record
