"""Taking back: an import that should not have been, and what was judged on its records."""

import hashlib
from pathlib import Path

import pandas as pd

from review import duplicates
from review.errors import Question, UsageError
from review.evidence import STAGES
from review.workbench.pile import as_memberships

__all__ = ["TakingBack"]


class TakingBack:
    """Undoing imports; a part of the `Workbench`."""

    def undo_import(self, file, *, reader, even_judged=False, note=""):
        """Take an import back by a row of its own; the same file imported again brings it back.

        Records that another import holds too stay, and a reference of which something is left keeps what was
        said of it. What was said of a reference that goes counts no more until it comes back.

        Parameters
        ----------
        file : str or Path
            The file, its name, or the import's id.
        even_judged : bool
            Also where references that would go were judged; without it a Question names each judgement.

        Returns
        -------
        dict
            `file`, `records` it held, `gone` (records that no other import holds), `references_gone`,
            `references`, and `set_aside`, what was judged on those that went.
        """
        self.project.reader(reader, "take back imports")
        one = find_import(self.store.imports(), file)
        seen = self.store.sightings()
        gone = set(seen.record_id) - set(seen.record_id[seen.import_id != one.import_id])
        home = self.membership()
        left = home[~home.index.isin(gone)]
        lost = set(home) - set(left)
        judged = self._judged_on(lost, reader)
        if judged and not even_judged:
            what = (
                f"{one.file_name}: {len(judged)} judgements are on references that would go with this import"
            )
            raise Question(
                what, judged, "say --even-judged (even_judged=True) to take the import back all the same"
            )
        self.store.take_back(one.sha256, self._without(gone, home), reader=reader, note=note)
        counts = {"records": int(one.n_records), "gone": len(gone), "references_gone": len(lost)}
        return {"file": one.file_name, **counts, "references": self._count_references(), "set_aside": judged}

    def _without(self, gone, home):
        """Return the memberships that change when records go, of those that shared a reference with them.

        What was said of a record that goes is then said of what is left of its reference.
        """
        torn = {home[record] for record in gone}
        left = [record for record, reference in home.items() if reference in torn and record not in gone]
        if not left:
            return []
        records, pairs = self.records().query("record_id in @left"), self.pairs()
        pairs = pairs.query("record_a in @left and record_b in @left")
        found = duplicates.cluster(records, pairs, self.store.current("verdicts"))
        columns, rules = list(found), self.clusters().set_index("record_id").rule
        found["old"] = home[found.record_id].to_numpy()
        first, heirs = found.drop_duplicates("old").set_index("old"), []
        for record in filter(gone.__contains__, home.index):
            if home[record] in first.index:
                heir = first.loc[home[record]]
                rule = rules[record] or rules[heir.record_id]
                heirs.append((record, heir.cluster_id, rule, heir.record_id))
        moved = found[found.cluster_id != found.old][columns]
        return as_memberships(pd.concat([moved, pd.DataFrame(heirs, columns=columns, dtype="str")]))

    def _judged_on(self, references, reader):
        """Return in words each judgement on some references, without what is not open to the reader."""
        decisions = self._all_decisions().assign(kind="decision")
        hidden = ~decisions["id"].isin(self.decisions(reader=reader)["id"])
        decisions["about"] = decisions.stage + ": " + decisions.decision.mask(hidden, "not open yet")
        decisions["reader"] = decisions.reader.mask(hidden, "another reader")
        links, codes, evaluations = self.links(), self.codes(), self._comparisons()
        rows = pd.concat(
            [
                decisions,
                links.assign(kind="link", about=links.recommendation_id + ": " + links.direction),
                codes.assign(kind="code", about=codes.codebook + " " + codes.code),
                evaluations.assign(kind="economic evaluation", about=evaluations.evaluation_id)
                .rename(columns={"first_reader": "reader"}),
            ]
        ).query("reference_id in @references")  # fmt: skip
        titles = self.references().set_index("reference_id").title
        lines = [
            f"{row.reference_id} ({titles[row.reference_id]}): {row.kind} by {row.reader}, {row.about}"
            for row in rows.itertuples()
        ]
        unseen = {stage: self.store.hidden(stage) for stage in STAGES}
        return lines + [
            f"decisions at {stage} on {n} references, which you may not see yet, may be among them"
            for stage, n in unseen.items()
            if n and references
        ]


def find_import(imports, file):
    """Return the import of a file, found by what is in it, by its import's id, or by its name alone."""
    path = Path(file)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    found = imports[(imports.sha256 == sha256) | (imports.import_id == str(file))]
    if found.empty:
        found = imports[imports.file_name == path.name]
    if len(found) == 1:
        return found.iloc[0]
    if found.empty:
        known = ", ".join(imports.file_name) or "none"
        raise UsageError(f"no import of {path.name!r} stands, nothing was taken back; there are: {known}")
    named = ", ".join(
        f"{row.import_id} ({row.n_records} records, {row.at[:10]})" for row in found.itertuples()
    )
    raise UsageError(
        f"{len(found)} imports are named {path.name}; give the file itself or one of their ids: {named}"
    )
