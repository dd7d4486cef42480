"""The reading: what two readers and an adjudicator decided, with slips, doubts and settled conflicts."""

import re
from datetime import UTC, datetime, timedelta

from recipe.works import chance

__all__ = ["COLUMNS", "decisions"]

COLUMNS = (
    "doi", "pmid", "title", "reader", "stage", "decision", "reason", "low_value_care", "de_implementation",
    "note", "at", "drawn",
)  # fmt: skip
READERS = ("anna", "bengt")
ADJUDICATOR = "karin"
RANDOM_EVERY = 20
"""One reference in so many is drawn at random, wherever it stands in the ranking."""

SLIP, HARD_SLIP, DOUBTS = 0.03, 0.07, 0.08
"""How often a reader errs on a reference, errs on one that is hard to tell, and doubts where right."""

LET_THROUGH = 0.3
"""How often the adjudicator lets a doubtful one go on to the full text, where it falls."""

TELLING = re.compile(
    r"low-value|overuse|unnecessar|inappropriate|de-implement|deprescri|discontinu|withdraw|onödig", re.I
)
LATE_REASONS = ("wrong_intervention", "no_relevant_outcome", "wrong_study_design")
DOUBT = "Sammanfattningen säger inte om vården tas bort eller läggs till."
SETTLED = "Avgjort efter samtal mellan läsarna."
TWELVE_MINUTES = 720
WORKDAYS = {
    "title_abstract": [datetime(2026, 8, 31, tzinfo=UTC) + timedelta(days=d) for d in range(19) if d % 7 < 5],
    "full_text": [datetime(2026, 9, 22, tzinfo=UTC) + timedelta(days=d) for d in (0, 1, 2, 3, 6, 7)],
}
SETTLING = {
    "title_abstract": datetime(2026, 9, 21, 7, 5, tzinfo=UTC),
    "full_text": datetime(2026, 9, 30, 7, 5, tzinfo=UTC),
}


def decisions(works):
    """Return the rows of decisions.csv in the order of their times, and {work id: final outcome}.

    Parameters
    ----------
    works : list of dict
        With `key`: the columns `doi`, `pmid`, `title` by which each is found.
    """
    first = {work["id"]: title_abstract(work) for work in works}
    rows = [row for read in first.values() for row in read]
    passed = [work for work in works if final(first[work["id"]])["decision"] != "exclude"]
    second = {work["id"]: full_text(work) for work in passed}
    rows += [row for read in second.values() for row in read]
    when(rows, {work["id"]: work for work in works})
    by_id = {work["id"]: work["key"] for work in works}
    rows = [by_id[row.pop("work")] | row for row in sorted(rows, key=lambda row: (row["at"], row["reader"]))]
    outcome = {name: final(read)["decision"] for name, read in (first | second).items()}
    return rows, outcome


def row(work, reader, stage, decision, reason="", flags=None, note=""):
    flags = flags or ("", "")
    return {
        "work": work["id"], "reader": reader, "stage": stage, "decision": decision, "reason": reason,
        "low_value_care": flags[0], "de_implementation": flags[1], "note": note,
    }  # fmt: skip


def said(work):
    """Return both flags of a work as they are written."""
    return tuple("true" if work[flag] else "false" for flag in ("low_value_care", "de_implementation"))


def final(read):
    """Return the row that decides: the adjudicator's, else the first reader's."""
    return read[-1]


def title_abstract(work):
    """Return what the readers, and where they differ the adjudicator, said of title and abstract."""
    name, right = work["id"], "include" if work["include"] else "exclude"
    telling = bool(TELLING.search(work["title"] + work["abstract"]))
    erring = who_errs(name, "slip", HARD_SLIP if telling != work["include"] else SLIP)
    rows = []
    for reader in READERS:
        decision = right if reader != erring else slipped(name, right)
        if decision == "include" == right and not rows and chance(name, reader, "doubt") < DOUBTS:
            decision = "unsure"
        note = DOUBT if decision == "unsure" and chance(name, reader, "note") < 0.5 else ""
        flags = seen_flags(work, reader) if decision == "include" else None
        rows.append(row(work, reader, "title_abstract", decision, flags=flags, note=note))
    if erring:
        on = work["include"] or chance(name, "let through") < LET_THROUGH
        note = SETTLED if chance(name, "settled") < 0.4 else ""
        decision, flags = ("include", said(work)) if on else ("exclude", None)
        rows.append(row(work, ADJUDICATOR, "title_abstract", decision, flags=flags, note=note))
    return rows


def who_errs(name, what, share):
    """Return the reader who errs on a work, "" where nobody does; never both."""
    return next((reader for reader in READERS if chance(name, reader, what) < share), "")


def slipped(name, right):
    """Return what a reader says who errs."""
    if right == "include":
        return "exclude"
    return "unsure" if chance(name, "kind of slip") < 0.4 else "include"


def seen_flags(work, reader):
    """Return the flags as a reader of the abstract sets them: now and then one is overlooked."""
    return tuple(
        "false" if flag == "true" and chance(work["id"], reader, place, "overlooked") < 0.06 else flag
        for place, flag in enumerate(said(work))
    )


def full_text(work):
    """Return what the readers, and where they differ the adjudicator, said of the full text."""
    name, fate = work["id"], work["full_text"] or "exclude"
    reason = work["full_text_reason"] or ("not_retrieved" if fate == "not_retrieved" else "")
    if fate != "include" and not reason:
        reason = LATE_REASONS[int(chance(name, "late") * len(LATE_REASONS))]
    right = "include" if fate == "include" else "exclude"
    erring = "" if fate == "not_retrieved" else who_errs(name, "full text", 0.02)
    rows = []
    for reader in READERS:
        decision = right if reader != erring else {"include": "exclude", "exclude": "include"}[right]
        why = "" if decision == "include" else reason or LATE_REASONS[2]
        flags = said(work) if decision == "include" else ("false", "false")
        rows.append(row(work, reader, "full_text", decision, why, flags))
    if erring:
        flags = said(work) if right == "include" else ("false", "false")
        rows.append(row(work, ADJUDICATOR, "full_text", right, reason, flags, SETTLED))
    return rows


def when(rows, works):
    """Give each row its time and how its reference came before the reader."""
    for stage, days in WORKDAYS.items():
        for reader in READERS:
            mine = [r for r in rows if r["stage"] == stage and r["reader"] == reader]
            mine.sort(key=lambda r: -promise(works[r["work"]], reader))
            if stage == "title_abstract":
                mine = with_random_draws(mine, reader)
            else:
                for r in mine:
                    r["drawn"] = "by_hand"
            in_sessions(mine, days, slow=stage == "full_text")
        settled = [r for r in rows if r["stage"] == stage and r["reader"] == ADJUDICATOR]
        for number, r in enumerate(sorted(settled, key=lambda r: chance(r["work"], "settling"))):
            r["drawn"] = "by_hand"
            seconds = 150 * number + int(90 * chance(r["work"], "pause"))
            r["at"] = stamp(SETTLING[stage] + timedelta(seconds=seconds))


def promise(work, reader):
    """Return how early a work is read: the relevant ones tend to come first, as in a ranking that learns."""
    name = work["id"]
    return 0.75 * work["include"] + 0.7 * chance(name, "promise") + 0.2 * chance(name, reader, "promise")


def with_random_draws(rows, reader):
    """Return rows in reading order, where every so often one from further down was drawn at random."""
    rest, order = list(rows), []
    while rest:
        at_random = len(order) % RANDOM_EVERY == RANDOM_EVERY // 2
        place = int(chance(reader, "draw", len(order)) * len(rest)) if at_random else 0
        rest[place]["drawn"] = "random" if at_random else "ranked"
        order.append(rest.pop(place))
    return order


def in_sessions(rows, days, *, slow):
    """Spread rows over working days, one sitting before noon and one after, in their order."""
    per_day = -(-len(rows) // len(days))
    for number, r in enumerate(rows):
        day, place = divmod(number, per_day)
        sitting, step = divmod(place, -(-per_day // 2))
        pace = TWELVE_MINUTES if slow else 75
        seconds = step * pace + int(chance(r["work"], r["reader"], r["stage"], "pause") * pace * 0.9)
        late = int(chance(r["reader"], day, sitting, r["stage"]) * 20)
        start = days[day] + timedelta(hours=(7, 12)[sitting], minutes=late)
        r["at"] = stamp(start + timedelta(seconds=seconds))


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
