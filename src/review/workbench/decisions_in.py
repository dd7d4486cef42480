"""Decisions in: a list of decisions made elsewhere, held against those that stand."""

from review.errors import Question, UsageError
from review.evidence import DECISIONS, STAGES, check_choice
from review.formats import read_decided, simple_name
from review.text import fold
from review.workbench.comparing import KEY, SAYS, compare
from review.workbench.matching import KEY_NAMES

__all__ = ["DOUBTFUL", "take_in"]

DOUBTFUL = ("keep", "replace")
DOUBTS = {
    "change": "decisions would change",
    "contradiction": "rows contradict each other",
    "not passed": "full texts belong to references that title and abstract exclude",
    "last": "",
}
"""Which rows of `compare` are doubtful, as a sentence says it."""
TAKEN = ("change", "last", "not passed")
SHOWN = ["row", "title", "reader", "stage", "before", "after"]


def take_in(
    project, pile, decisions, ballots, path, *, reader, stage, label_column, every, reason, skip_unknown,
    doubtful, preview,
):  # fmt: skip
    """Hold a list against what stands and store what is new, as `Screening.import_decisions` says."""
    for name, value, allowed in (("doubtful", doubtful, DOUBTFUL), ("every", every, DECISIONS)):
        check_choice(name, value, ("", *allowed))
    decided = read_decided(path, label_column=label_column, every=every)
    usual = {"reader": reader, "stage": stage, "reason": reason or ("note" if preview else "")}
    rows = with_references(as_ours(decided.said, project, path, **usual), decided.source, pile)
    lost, known = rows[rows.reference_id == ""].drop_duplicates("row"), rows[rows.reference_id != ""]
    plan = compare(known, ballots.every(), ballots.taken_back(), decisions.outcomes())
    if not (preview or doubtful):
        ask(path, plan[plan.what.isin(DOUBTS)], lost.head(0) if skip_unknown else lost, decided)
    fresh = plan[plan.what.isin(("new", *TAKEN) if doubtful == "replace" else ("new",))]
    if len(fresh) and not preview:
        check_reasons(fresh, project, path)
        ballots.add(fresh[[*KEY, *SAYS, "drawn", "at"]])
    reasons = other_reasons(decided.said, project.reasons)
    stored = 0 if preview else len(fresh)
    return account(decided, rows, plan, lost) | {"other_reasons": reasons, "stored": stored}


def with_references(rows, source, pile):
    """Return decisions with reference and title, or why there is none."""
    found, why = pile.match(source)
    known = (name for name in source if simple_name(name) in KEY_NAMES["title"])
    given = source[next(known, source.columns[0])]
    rows = rows.assign(reference_id=rows.row.map(found), why=rows.row.map(why))
    titles = rows.reference_id.map(pile.titles()).fillna(rows.row.map(given))
    return rows.assign(title=titles.astype("str"))


def as_ours(said, project, path, *, reader, stage, reason):
    """Return decisions with readers, stages and reasons of ours; another reason becomes a note."""
    said = said.assign(
        reader=known_readers(said.reader.where(said.reader != "", reader), project, path),
        stage=said.stage.where(said.stage != "", stage or STAGES[0]),
    )
    if reason not in ("", "note", *project.reasons):
        raise UsageError(f"reason must be note, {', '.join(project.reasons)}; got {reason!r}")
    ours = {fold(name): name for name in project.reasons}
    known = said.reason.map(lambda text: ours.get(fold(text), ""))
    other = said.reason.where(known == "", "")
    typed = other_reasons(said[said.tool == ""], project.reasons)
    if len(typed) and not reason:
        doubts = [f"{r.reason!r}: {r.rows} rows, the first is row {r.first_row}" for r in typed.itertuples()]
        raise Question(
            f"{path}: {len(doubts)} reasons are none of those in review.toml", doubts, reasons_answer(project)
        )
    other = [text and f"{tool or 'reason'}: {text}" for text, tool in zip(other, said.tool, strict=True)]
    told = [" | ".join(filter(None, both)) for both in zip(said.note, other, strict=True)]
    lacks = (known == "") & (said.decision == "exclude") & (said.stage == STAGES[1])
    return said.assign(reason=known.where(~lacks, reason.replace("note", "")), note=told)


def reasons_answer(project):
    """Return what somebody can do about reasons that are none of ours."""
    return (
        "correct them, add them to `reasons` in review.toml, or say --reason note (what the file says "
        f"becomes the note); where full texts need one, --reason with {', '.join(project.reasons)}"
    )


def check_reasons(rows, project, path):
    """Ask about full texts that are excluded without a reason."""
    open_rows = rows[(rows.reason == "") & (rows.decision == "exclude") & (rows.stage == STAGES[1])]
    if len(open_rows):
        doubts = [f"row {row.row} ({row.title}): {row.note or 'no reason'}" for row in open_rows.itertuples()]
        raise Question(
            f"{path}: {len(doubts)} full texts are excluded without a reason", doubts, reasons_answer(project)
        )


def known_readers(names, project, path):
    """Return the readers of review.toml behind names, which may be ids too."""
    if (names == "").any():
        raise UsageError(f"{path}: no column says who decided; give the reader with --reader")
    readers = project.readers
    names_of = [known.name.casefold() for known in readers]
    ids = {known.name.casefold(): known.id for known in readers if names_of.count(known.name.casefold()) == 1}
    ids |= {known.id.casefold(): known.id for known in readers}
    unknown = [name for name in names.unique() if name.strip().casefold() not in ids]
    if unknown:
        known = ", ".join(one.id for one in project.readers) or "none yet"
        raise UsageError(
            f"{path}: unknown reader {', '.join(map(repr, unknown))}; review.toml names {known}; "
            "add a [[readers]] entry there, with what the file says as its name"
        )
    return names.map(lambda name: ids[name.strip().casefold()])


def ask(path, doubts, lost, decided):
    """Raise the question that names every doubtful row, where there is one."""
    if doubts.empty and lost.empty:
        return
    named = [f"row {row.row} ({row.title}): {row.why}" for row in lost.itertuples()]
    named += [
        f"row {r.row} ({r.title}), {r.reader}, {r.stage}: {r.before} → {r.after}" for r in doubts.itertuples()
    ]
    parts = [f"{len(lost)} of {len(decided.source)} rows fit no reference"] if len(lost) else []
    counted = doubts.what.replace("last", "contradiction").value_counts()
    parts += [f"{counted[what]} {sentence}" for what, sentence in DOUBTS.items() if what in counted]
    answer = "mend them, or import the rest with --skip-unknown"
    if len(doubts):
        answer = (
            "mend them, or say --doubtful keep (what stands stays, these rows are left out, the rest is "
            "stored) or --doubtful replace (the file counts; of rows that contradict each other the last)"
        )
    raise Question(f"{path}: {', '.join(parts)}", named, answer)


def other_reasons(said, ours):
    """Return the reasons of a file that are none of ours, how many rows have each, and the first of them."""
    other = said[(said.reason != "") & ~said.reason.map(fold).isin(list(map(fold, ours)))]
    rows = other.groupby("reason", sort=False).row
    return rows.agg(rows="size", first_row="first").reset_index()


def account(decided, rows, plan, lost):
    """Return what became of the rows of a file, counted, and those in doubt one by one."""
    counts = plan.what.value_counts()
    doubts = plan[plan.what.isin(DOUBTS)]
    return {
        "read_as": decided.tool,
        "rows": len(decided.source),
        "new": int(counts.get("new", 0)),
        "repeated": int(counts.get("repeated", 0)),
        "already_stored": int(counts.get("same", 0)),
        "older": int(counts.get("older", 0)),
        "without_label": len(decided.source) - rows.row.nunique() - decided.own,
        "own_outcomes": decided.own,
        "changes": doubts.loc[doubts.what.isin(("change", "not passed")), SHOWN],
        "contradicting": doubts.loc[doubts.what.isin(("contradiction", "last")), SHOWN],
        "skipped": lost[["row", "title", "why"]].rename(columns={"why": "reason"}),
    }
