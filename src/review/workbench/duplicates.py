"""Duplicates: which records are one publication, by rules and by people, and what was said of them before."""

import hashlib
from pathlib import Path

import numpy as np

from review import duplicates
from review.errors import UsageError
from review.evidence import STAGES
from review.formats import read_table, write_csv
from review.store.rules import RULE_READER
from review.workbench.contradicting import CONTRADICTION_COLUMNS
from review.workbench.kept import FOUND, Key
from review.workbench.room import room

__all__ = ["Duplicates", "as_memberships"]

LARGE = 3_000
"""Records from which on finding pairs takes so long that what was found is kept in a file."""


@room
class Duplicates:
    """Merging records that are one publication, and what people say of pairs."""

    def __init__(self, project, store, kept, pile, judgements):
        self._project, self._store, self._kept = project, store, kept
        self._pile, self._judgements = pile, judgements

    def merge(self, *, reader=""):
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
        records = self._pile.records()
        if records.empty:
            return self._pile.clusters().assign(contradictory="")
        found = duplicates.cluster(records, self.pairs(), self._store.current("verdicts"))
        now = self._pile.membership()
        moved = found[found.cluster_id.to_numpy() != now[found.record_id].to_numpy()].reset_index(drop=True)
        if moved.empty:
            return moved.assign(contradictory="")
        self._store.append("memberships", as_memberships(moved))
        apart = self.contradictions(reader=reader)
        kinds = {name: ", ".join(rows.unique()) for name, rows in apart.groupby("reference_id").kind}
        return moved.assign(contradictory=[kinds.get(name, "") for name in moved.cluster_id])

    def pairs(self):
        """Return the pairs of records that rules found alike: `same`, `ask` or `version`, with the rule."""
        return self._kept.get(Key("pairs", FOUND), self._find_pairs)

    def _find_pairs(self):
        """Return the pairs; of a large pile they are kept in a file, so that nobody waits for them twice."""
        kept = self._kept_pairs()
        if kept is not None and kept.is_file():
            frame = read_table(kept)
            return frame.assign(score=frame.score.astype("float64"))
        found = duplicates.find_pairs(self._pile.records())
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            for old in kept.parent.glob("pairs-*.csv"):
                old.unlink()
            write_csv(found, kept)
        return found

    def _kept_pairs(self):
        """Return the file for the pairs of what is imported now, None for a pile that is not large."""
        imports = self._store.imports()
        if imports.n_records.sum() < LARGE:
            return None
        rules = sorted(Path(duplicates.__file__).parent.glob("*.py"))
        # other rules, other pairs: those of an earlier version are not taken for today's
        text = " ".join([*(rule.read_text(encoding="utf-8") for rule in rules), *imports.sha256])
        name = f"pairs-{hashlib.sha256(text.encode()).hexdigest()[:16]}.csv"
        return self._project.path("data", ".cache", name)

    def count_to_confirm(self):
        """Return how many pairs wait for a person; None for a large pile that nobody has deduplicated."""
        kept = self._kept_pairs()
        if kept is not None and not kept.is_file():
            return None
        return len(self._open_pairs())

    def versions(self):
        """Return the pairs that are versions of one work (preprint and article): linked, not merged."""
        found = self.pairs().query("verdict == 'version'").reset_index(drop=True)
        titles = self._pile.records().set_index("record_id").title
        return found.assign(title_a=found.record_a.map(titles), title_b=found.record_b.map(titles))

    def to_confirm(self):
        """Return the pairs no rule is sure of and no person has judged, with both titles."""
        asked = self._open_pairs()
        titles = self._pile.records().set_index("record_id").title
        return asked.assign(title_a=asked.record_a.map(titles), title_b=asked.record_b.map(titles))

    def _open_pairs(self):
        asked = self.pairs().query("verdict == 'ask'")
        judged = {frozenset(p) for p in self._store.current("verdicts")[["record_a", "record_b"]].to_numpy()}
        open_pairs = [frozenset(p) not in judged for p in asked[["record_a", "record_b"]].to_numpy()]
        return asked[np.array(open_pairs, dtype=bool)].reset_index(drop=True)

    def merges(self):
        """Return each record that was merged into another's reference, with rule and titles."""
        frame = self._pile.clusters().rename(columns={"cluster_id": "reference_id"})
        frame = frame[frame.record_id != frame.reference_id].reset_index(drop=True)
        titles = self._pile.records().set_index("record_id").title
        return frame.assign(title=frame.record_id.map(titles), merged_with=frame.reference_id.map(titles))

    def records_of(self, pairs, other="record_b"):
        """Return the records that pairs, or `merges` with the column `other`, are about."""
        one = "record_a" if "record_a" in pairs else "record_id"
        records = self._pile.records()
        return records[records.record_id.isin({*pairs[one], *pairs[other]})]

    def account(self):
        """Return how many records, references and merges there are, by which rules, and what is open."""
        merges = self.merges()
        return {
            "records": len(self._pile.record_ids()),
            "references": self._pile.count_references(),
            "merged": len(merges),
            "to_confirm": len(self._open_pairs()),
            "rules": merges.rule.value_counts().to_dict(),
        }

    def judge(self, record_a, record_b, verdict, *, reader, note=""):
        """Say that two records are the same publication, or different ones, and deduplicate anew."""
        self._project.reader(reader, "judge duplicates")
        row = {"record_a": record_a, "record_b": record_b, "verdict": verdict, "note": note}
        self._store.append("verdicts", [row], reader=reader)
        return self.merge(reader=reader)

    def undo(self, record_a, record_b, *, reader, note=""):
        """Take back the last verdict on a pair, the reader's own or as an adjudicator, and deduplicate anew.

        A verdict given before it counts again. Raises UsageError where there is none, or it is another's.
        """
        role = self._project.reader(reader, "judge duplicates").role
        said = self._store.current("verdicts")
        one, other = sorted((record_a, record_b))
        said = said[(said.record_a == one) & (said.record_b == other)]
        if said.empty:
            raise UsageError(f"nobody has judged {record_a} and {record_b}; there is nothing to undo")
        who = said.reader.iloc[0]
        if reader != who and role != "adjudicator":
            raise UsageError(f"{who} judged {record_a} and {record_b}; ask {who} or an adjudicator")
        self._store.withdraw("verdicts", said["id"].iloc[0], reader=reader, note=note)
        return self.merge(reader=reader)

    def split(self, record_id, *, reader, note=""):
        """Take a record out of the reference it was merged into; it is never merged there again.

        Raises
        ------
        UsageError
            If no such record is there, or it stands alone.
        """
        self._project.reader(reader, "judge duplicates")
        membership = self._pile.membership()
        if record_id not in membership.index:
            raise UsageError(f"unknown record {record_id!r}; `merges()` lists those that were merged")
        others = membership.index[(membership == membership[record_id]).to_numpy()].drop(record_id)
        if others.empty:
            raise UsageError(f"record {record_id} stands alone; there is nothing to split")
        rows = [
            {"record_a": record_id, "record_b": other, "verdict": "different", "note": note}
            for other in others
        ]
        self._store.append("verdicts", rows, reader=reader)
        return self.merge(reader=reader)

    def contradictions(self, *, reader=""):
        """Return what was said of the records of one reference while it was two, and differs.

        It is answered by whoever says it again, of the whole reference, and gone where the merge is undone.

        Parameters
        ----------
        reader : str, optional
            Who asks: decisions that are not open are shown to who made them, and to adjudicators.

        Returns
        -------
        DataFrame
            `CONTRADICTION_COLUMNS`, one row per judgement: `kind` (of `review.evidence.KINDS`), `about`
            (stage, recommendation, code or comparison), `said` (what differs), `record_id` (of which it was).
        """
        frame = self._judgements.contradicting(reader)
        # reading all references takes long, and there is seldom anything to name
        titles = self._pile.titles() if len(frame) else {}
        return frame.assign(title=frame.reference_id.map(titles))[list(CONTRADICTION_COLUMNS)].astype("str")

    def count_contradictions(self):
        """Return how many references hold what contradicts; a number shows nobody's judgement."""
        return len(self._judgements.contradicted())

    def judged_on(self, references, reader):
        """Return in words each judgement on some references, without what is not open to the reader."""
        rows = self._judgements.judged(reader)
        rows = rows[rows.reference_id.isin(references)]
        titles = self._pile.titles()
        lines = [
            f"{row.reference_id} ({titles[row.reference_id]}): {row.kind} by {row.reader}, {row.about}"
            for row in rows.itertuples()
        ]
        unseen = {stage: self._store.hidden(stage) for stage in STAGES}
        return lines + [
            f"decisions at {stage} on {n} references, which you may not see yet, may be among them"
            for stage, n in unseen.items()
            if n and references
        ]


def as_memberships(clusters):
    """Return clusters as rows of the rules' memberships."""
    rows = clusters.rename(columns={"cluster_id": "reference_id"})
    return rows.assign(rule=rows.rule.where(rows.rule != "", "own reference"), reader=RULE_READER)
