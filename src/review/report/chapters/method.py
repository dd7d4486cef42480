"""Method: what was asked, searched, read and decided, by whom, and with what help."""

import pandas as pd

from review.display import element, join, safe_link, text
from review.figures import flow_diagram, flow_table
from review.vocabulary import count, number, percent, say, share

__all__ = ["method"]


def method(w):
    """Write the chapter."""
    return w.section(
        "method", "method", *question(w), *protocol(w), *searches(w), *duplicates(w), *flow(w),
        *readers(w), *agreement(w), *machine(w), *stopping(w),
    )  # fmt: skip


def question(w):
    """Write what was asked and what was to be included."""
    project = w.snapshot.project
    asked = project.question.get(w.language, "")
    parts = [w.heading("method.question")]
    parts.append(
        element("p", asked, class_="question") if asked else w.p("method.no_question", class_="missing")
    )
    criteria = [
        element("div", element("h4", w.say(f"method.{side}")), w.list(project.criteria[side][w.language]))
        for side in ("include", "exclude")
        if project.criteria[side][w.language]
    ]
    parts.append(
        element("div", *criteria, class_="columns")
        if criteria
        else w.p("method.no_criteria", class_="missing")
    )
    return parts


def protocol(w):
    """Write where the plan of the review can be read."""
    said = w.snapshot.project.protocol
    parts = [w.heading("method.protocol")]
    if not said:
        return [*parts, w.p("method.no_protocol", class_="missing")]
    return [*parts, element("p", safe_link(said))]


def searches(w):
    """Write where the records come from, file by file."""
    imports = w.snapshot.imports
    parts = [w.heading("method.searches")]
    if imports.empty:
        return [*parts, element("p", w.say("method.searches.none"), id="t-searches", class_="missing")]
    unnamed = w.snapshot.flow.identified.get("unknown", 0)
    nouns = ("file", "database", "record") if w.numbers["databases"].value else ("file", "record")
    counted = {f"{noun}s": w.count(f"{noun}s", noun) for noun in nouns}
    parts.append(
        w.p("method.searches.text" if "databases" in counted else "method.searches.unnamed", **counted)
    )
    if "databases" in counted and unnamed:
        parts.append(w.p("method.searches.partly", n=w.plain(unnamed)))
    parts.append(w.p("method.searches.lines"))
    shown = pd.DataFrame(
        {
            "database": [text(name or say("unknown", w.language)) for name in imports.database],
            "file_name": [text(name) for name in imports.file_name],
            "searched_on": [text(day or say("not_reported", w.language)) for day in imports.searched_on],
            "n_records": imports.n_records,
            "not_understood": imports.not_understood,
            "sha256": [element("code", digest[:12], title=digest) for digest in imports.sha256],
        }
    )
    parts.append(w.table(shown, id="t-searches", caption="method.searches.table"))
    typed = imports[imports.search != ""]
    if typed.empty:
        return [*parts, w.p("method.no_strings", class_="missing")]
    strings = [
        element(
            "div",
            element("dt", join([part for part in (row.database, row.searched_on) if part], ", ")),
            element("dd", element("code", row.search)),
        )
        for row in typed.itertuples()
    ]
    return [*parts, w.heading("method.search_strings", 4), element("dl", *strings, class_="searches")]


def duplicates(w):
    """Write how many records were merged, and by which rules."""
    merges = w.snapshot.merges
    rules = merges.rule.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    frame = pd.DataFrame(
        {"rule": [text(w.word("rule", rule)) for rule in rules.index], "n_records": rules.to_numpy()}
    )
    parts = [
        w.heading("method.duplicates"),
        w.p(
            "method.duplicates.text",
            duplicates=w.count("duplicates", "record"),
            merged=w.plain(len(merges)),
        )
        if w.numbers["duplicates"].value
        else "",
        w.table(frame, id="t-duplicates", caption="method.duplicates.table", empty="method.duplicates.none",
                narrow=True),
    ]  # fmt: skip
    again = w.snapshot.flow.duplicates - len(merges)
    if again > 0:
        parts.append(w.p("method.duplicates.again", n=w.plain(again)))
    if w.snapshot.pairs_to_confirm:
        parts.append(w.p("method.duplicates.open", n=w.plain(w.snapshot.pairs_to_confirm)))
    return parts


def flow(w):
    """Write the PRISMA flow as figure and as table."""
    flow, language = w.snapshot.flow, w.language
    broken = [f"{sentence} ({left} ≠ {right})" for sentence, left, right in flow.sums() if left != right]
    sums = w.say("method.flow.not", which="; ".join(broken)) if broken else w.say("method.flow.adds_up")
    screening = w.snapshot.screening
    given = screening[(screening.outcome == "exclude") & (screening.reason != "")].reason.value_counts()
    drawn = flow_diagram(
        flow, name="f-flow", caption=say("method.flow.figure", language), language=language,
        reasons={str(reason): int(n) for reason, n in given.items()}, previous=w.snapshot.project.previous,
    )  # fmt: skip
    boxes = flow_table(flow, language, w.snapshot.project.previous)
    parts = [
        w.heading("method.flow"),
        w.p("method.flow.text", sums=sums),
        w.figure(drawn),
        w.table(
            boxes[["what", "step", "n"]], id="t-flow", caption="method.flow.table",
            headings={"what": w.capital("box"), "n": w.capital("count")},
            row_ids=[f"t-flow-{name}" if name else "" for name in boxes.id],
        ),
    ]  # fmt: skip
    if len(given):
        reasons = pd.DataFrame(
            {"reason": [text(w.capital(reason)) for reason in given.index], "count": given.to_numpy()}
        )
        parts.append(w.table(reasons, id="t-screening-reasons", caption="method.reasons", narrow=True))
    return parts


def readers(w):
    """Write who read, in which role, and how many decisions of theirs count."""
    project, decisions = w.snapshot.project, w.snapshot.decisions
    rows = []
    for reader in project.readers:
        mine = decisions[decisions.reader == reader.id]
        counts = {stage: int((mine.stage == stage).sum()) for stage in ("title_abstract", "full_text")}
        rows.append({"name": text(reader.named(w.language)), "role": text(w.capital(reader.role))} | counts)
    frame = pd.DataFrame(rows, columns=["name", "role", "title_abstract", "full_text"])
    first, second = (
        w.say(f"method.mode.{project.mode(stage)}", share=share(project.checked_share, w.language))
        for stage in ("title_abstract", "full_text")
    )
    roles = {reader.role for reader in project.readers}
    return [
        w.heading("method.readers"),
        w.p("method.readers.text", first=first, second=second),
        w.p("method.readers.settled") if "adjudicator" in roles else "",
        w.p("method.readers.observers") if "observer" in roles else "",
        w.table(frame, id="t-readers", caption="method.readers.table"),
    ]


def agreement(w):
    """Write how far readers agree, pair by pair."""
    parts = [w.heading("method.agreement")]
    if "kappa" not in w.numbers:
        return [*parts, element("p", w.say("method.agreement.none"), id="t-agreement", class_="missing")]
    parts.append(
        w.p("method.agreement.text", percent=w.n("agreed"), both=w.n("read_by_two"), kappa=w.n("kappa"),
            ac1=w.n("ac1"))
    )  # fmt: skip
    names = {reader.id: reader.named(w.language) for reader in w.snapshot.project.readers}
    names["all"] = say("all", w.language)
    rows = w.snapshot.agreement
    rows = rows[(rows.n_both > 0) & ((rows.reader_a != "all") | (len(rows) > 2))]
    frame = pd.DataFrame(
        {
            "readers": [
                text(names["all"]) if a == "all" else join([names.get(a, a), names.get(b, b)], " – ")
                for a, b in zip(rows.reader_a, rows.reader_b, strict=True)
            ],
            "n_both": rows.n_both,
            "percent_agreement": [share(value, w.language) for value in rows.percent_agreement],
        }
        | {
            name: [with_interval(w, row, name) for row in rows.to_dict("records")]
            for name in ("kappa", "ac1")
        }
        | {name: rows[name] for name in ("pabak", "alpha")}
    )
    shown = w.table(
        frame, id="t-agreement", caption="method.agreement.table", decimals={"pabak": 2, "alpha": 2},
        right=["percent_agreement", "kappa", "ac1"],
    )  # fmt: skip
    return [*parts, shown]


def with_interval(w, row, name):
    """Return a coefficient with its interval."""
    low, high = (number(row[f"{name}_{end}"], w.language, 2) for end in ("low", "high"))
    return f"{number(row[name], w.language, 2)} ({low}–{high})"


def machine(w):
    """Write openly what was computed, and that nothing was decided by it."""
    project, decisions = w.snapshot.project, w.snapshot.decisions
    aids = [
        w.say("method.machine.rank", share=share(project.random_share, w.language)),
        w.say("method.machine.flag"),
        w.say("method.machine.link"),
    ]
    drawn = decisions[decisions.stage == "title_abstract"].drawn.value_counts()
    order = [kind for kind in ("ranked", "random", "by_hand", "imported") if kind in drawn.index]
    frame = pd.DataFrame(
        {
            "drawn": [text(w.capital(f"drawn.{kind}")) for kind in order],
            "count": [int(drawn[kind]) for kind in order],
            "share": [percent(int(drawn[kind]), int(drawn.sum()), w.language) for kind in order],
        }
    )
    parts = [w.heading("method.machine"), w.p("method.machine.text"), w.list(aids)]
    if len(frame):
        parts.append(w.table(frame, id="t-drawn", caption="method.drawn", narrow=True))
    return parts


def certificate_sentences(w, said):
    """Yield what else the certificate says: key of the words, and their values."""
    since = count(said["n_since_relevant"], "reference", w.language)
    p, recall = number(said["p_value"], w.language, 3), share(said["recall"], w.language)
    tail = "method.stopping.tail" if said["n_since_relevant"] else "method.stopping.no_tail"
    yield tail, {"since": since, "recall": recall, "p": p}
    if not said["reached"]:
        yield "method.stopping.more", {"n": count(said["n_more"], "reference", w.language)}
    if said["n_random"] and said["recall_at_least_any_order"] is not None:
        n, missed = w.plain(said["n_random"]), w.plain(said["estimated_missed"])
        found = share(said["recall_at_least_any_order"], w.language, 1)
        yield "method.stopping.random", {"n": n, "share": found, "missed": missed}
    if not said["guarantee"]:
        yield "method.stopping.no_guarantee", {}


STOPPING = ("n_total", "n_read", "n_relevant", "n_since_relevant", "missed_at_most", "estimated_missed",
            "recall_at_least", "p_value")  # fmt: skip


def stopping(w):
    """Write whether reading could stop."""
    said, parts = w.snapshot.certificate, [w.heading("method.stopping")]
    if "stop_read" not in w.numbers:
        return [*parts, element("p", w.say("method.stopping.none"), id="t-stopping", class_="missing")]
    if said["n_read"] == said["n_total"]:
        whole = w.say("method.stopping.all", total=w.count("stop_total", "reference"))
        return [*parts, element("p", whole, id="t-stopping")]
    parts += [
        w.p("method.stopping.text", read=w.of("stop_read"),
            relevant=w.of("stop_relevant"), recall=share(said["recall"], w.language),
            confidence=share(said["confidence"], w.language)),
        w.p("method.stopping.reached" if said["reached"] else "method.stopping.not_reached",
            missed=w.n("stop_missed"), at_least=w.n("stop_at_least")),
    ]  # fmt: skip
    parts += [w.p(key, **values) for key, values in certificate_sentences(w, said)]
    shown = {name: said[name] for name in STOPPING if said.get(name) is not None}
    values = [
        share(value, w.language, 1)
        if name == "recall_at_least"
        else number(value, w.language, 3 if name == "p_value" else 1 if name == "estimated_missed" else 0)
        for name, value in shown.items()
    ]
    frame = pd.DataFrame({"quantity": [text(w.capital(name)) for name in shown], "value": values})
    shown = w.table(frame, id="t-stopping", caption="method.stopping.table", narrow=True, right=["value"])
    return [*parts, shown]
