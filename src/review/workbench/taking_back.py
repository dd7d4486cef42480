"""Taking back: an import that should not have been, and what was judged on its records."""

import hashlib
from pathlib import Path

import pandas as pd

from review import duplicates
from review.errors import Question, UsageError
from review.workbench.duplicates import as_memberships

__all__ = ["take_back"]


def take_back(project, store, pile, merging, file, *, reader, even_judged, note):
    """Take an import back, as `Workbench.undo_import` says; `merging` is the room of duplicates."""
    project.reader(reader, "take back imports")
    one = find_import(store.imports(), file)
    seen = store.sightings()
    gone = set(seen.record_id) - set(seen.record_id[seen.import_id != one.import_id])
    home = pile.membership()
    left = home[~home.index.isin(gone)]
    lost = set(home) - set(left)
    judged = merging.judged_on(lost, reader)
    if judged and not even_judged:
        raise Question(
            f"{one.file_name}: {len(judged)} judgements are on references that would go with this import",
            judged,
            "say --even-judged (even_judged=True) to take the import back all the same",
        )
    store.take_back(one.sha256, without(gone, home, store, pile, merging), reader=reader, note=note)
    counts = {"records": int(one.n_records), "gone": len(gone), "references_gone": len(lost)}
    return {"file": one.file_name, **counts, "references": pile.count_references(), "set_aside": judged}


def without(gone, home, store, pile, merging):
    """Return the memberships that change when records go, of those that shared a reference with them.

    What was said of a record that goes is then said of what is left of its reference.
    """
    torn = {home[record] for record in gone}
    left = [record for record, reference in home.items() if reference in torn and record not in gone]
    if not left:
        return []
    records, pairs = pile.records().query("record_id in @left"), merging.pairs()
    pairs = pairs.query("record_a in @left and record_b in @left")
    found = duplicates.cluster(records, pairs, store.current("verdicts"))
    columns, rules = list(found), pile.clusters().set_index("record_id").rule
    found["old"] = home[found.record_id].to_numpy()
    first, heirs = found.drop_duplicates("old").set_index("old"), []
    for record in filter(gone.__contains__, home.index):
        if home[record] in first.index:
            heir = first.loc[home[record]]
            rule = rules[record] or rules[heir.record_id]
            heirs.append((record, heir.cluster_id, rule, heir.record_id))
    moved = found[found.cluster_id != found.old][columns]
    return as_memberships(pd.concat([moved, pd.DataFrame(heirs, columns=columns, dtype="str")]))


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
