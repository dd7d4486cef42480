"""Method: what was asked, searched, read and decided, by whom, and with what help."""

from review.display import element, join, safe_link, text
from review.evidence import STAGES
from review.figures import flow_diagram, flow_table
from review.stopping import reasons
from review.vocabulary import count, number, percent, say, share

__all__ = ["method"]


def method(
    w, project, imports, merges, pairs_to_confirm, flow, screening, decisions, hidden, agreement, certificate
):  # fmt: skip
    """Write the chapter."""
    return w.section(
        "method", "method", *question(w, project), *protocol(w, project.protocol),
        *searches(w, imports, flow), *duplicates(w, merges, flow, pairs_to_confirm),
        *diagram(w, flow, screening, project.previous), *readers(w, project, decisions, hidden),
        *agreed(w, agreement, project.readers), *machine(w, decisions, project.random_share),
        *stopping(w, certificate),
    )  # fmt: skip


def question(w, project):
    """Write what was asked and what was to be included."""
    asked = project.question.get(w.language, "")
    criteria = [
        element("div", element("h4", w.say(f"method.{side}")), w.list(project.criteria[side][w.language]))
        for side in ("include", "exclude")
        if project.criteria[side][w.language]
    ]
    return [
        w.heading("method.question"),
        element("p", asked, class_="question") if asked else w.missing("method.no_question"),
        element("div", *criteria, class_="columns") if criteria else w.missing("method.no_criteria"),
    ]


def protocol(w, said):
    """Write where the plan of the review can be read."""
    where = element("p", safe_link(said)) if said else w.missing("method.no_protocol")
    return [w.heading("method.protocol"), where]


def searches(w, imports, flow):
    """Write where the records come from, file by file."""
    parts = [w.heading("method.searches")]
    if imports.empty:
        return [*parts, w.missing("method.searches.none", id="t-searches")]
    unnamed = flow.identified.get("unknown", 0)
    nouns = ("file", "database", "record") if w.numbers["databases"].value else ("file", "record")
    counted = {f"{noun}s": w.count(f"{noun}s", noun) for noun in nouns}
    parts.append(
        w.p("method.searches.text" if "databases" in counted else "method.searches.unnamed", **counted)
    )
    if "databases" in counted and unnamed:
        parts.append(w.p("method.searches.partly", n=w.plain(unnamed)))
    parts.append(w.p("method.searches.lines"))
    columns = {
        "database": [text(name or say("unknown", w.language)) for name in imports.database],
        "file_name": [text(name) for name in imports.file_name],
        "searched_on": [text(day or say("not_reported", w.language)) for day in imports.searched_on],
        "n_records": imports.n_records,
        "not_understood": imports.not_understood,
        "sha256": [element("code", digest[:12], title=digest) for digest in imports.sha256],
    }
    parts.append(w.table(columns, id="t-searches", caption="method.searches.table"))
    typed, strings = imports[imports.search != ""], []
    if typed.empty:
        return [*parts, w.missing("method.no_strings")]
    for row in typed.itertuples():
        where = join([part for part in (row.database, row.searched_on) if part], ", ")
        strings.append(element("div", element("dt", where), element("dd", element("code", row.search))))
    return [*parts, w.heading("method.search_strings", 4), element("dl", *strings, class_="searches")]


def duplicates(w, merges, flow, pairs_to_confirm):
    """Write how many records were merged, and by which rules."""
    rules = merges.rule.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    columns = {"rule": [text(w.word("rule", rule)) for rule in rules.index], "n_records": rules.to_numpy()}
    how = {"caption": "method.duplicates.table", "empty": "method.duplicates.none", "narrow": True}
    parts = [w.heading("method.duplicates")]
    if w.numbers["duplicates"].value:
        n, merged = w.count("duplicates", "record"), w.plain(len(merges))
        parts.append(w.p("method.duplicates.text", duplicates=n, merged=merged))
    parts.append(w.table(columns, id="t-duplicates", **how))
    again = flow.duplicates - len(merges)
    if again > 0:
        parts.append(w.p("method.duplicates.again", n=w.plain(again)))
    if pairs_to_confirm:
        parts.append(w.p("method.duplicates.open", n=w.plain(pairs_to_confirm)))
    return parts


def diagram(w, flow, screening, previous):
    """Write the PRISMA flow as figure and as table."""
    broken = [f"{sentence} ({left} ≠ {right})" for sentence, left, right in flow.sums() if left != right]
    sums = w.say("method.flow.not", which="; ".join(broken)) if broken else w.say("method.flow.adds_up")
    given = screening[(screening.outcome == "exclude") & (screening.reason != "")].reason.value_counts()
    reasons = {str(reason): int(n) for reason, n in given.items()}
    boxes = flow_table(flow, w.language, previous)
    parts = [
        w.heading("method.flow"),
        w.p("method.flow.text", sums=sums),
        w.draw(flow_diagram, flow, name="f-flow", caption="method.flow.figure", reasons=reasons,
               previous=previous),
        w.table(
            boxes[["what", "step", "n"]], id="t-flow", caption="method.flow.table",
            headings={"what": w.capital("box"), "n": w.capital("count")},
            row_ids=[f"t-flow-{name}" if name else "" for name in boxes.id],
        ),
    ]  # fmt: skip
    if reasons:
        columns = {"reason": [text(w.capital(name)) for name in reasons], "count": list(reasons.values())}
        parts.append(w.table(columns, id="t-screening-reasons", caption="method.reasons", narrow=True))
    return parts


def readers(w, project, decisions, hidden):
    """Write who read, in which role, how many decisions they made, and how many of these are blind still."""
    columns = {
        "name": [text(reader.named(w.language)) for reader in project.readers],
        "role": [text(w.capital(reader.role)) for reader in project.readers],
    }
    for stage in STAGES:
        theirs = decisions.reader[decisions.stage == stage]
        columns[stage] = [int((theirs == reader.id).sum()) + hidden.get((reader.id, stage), 0)
                          for reader in project.readers]  # fmt: skip
    checked = share(project.checked_share, w.language)
    first, second = (w.say(f"method.mode.{project.mode(stage)}", share=checked) for stage in STAGES)
    roles = {reader.role for reader in project.readers}
    return [
        w.heading("method.readers"),
        w.p("method.readers.text", first=first, second=second),
        settled(w, project, decisions) if "adjudicator" in roles else "",
        w.p("method.readers.observers") if "observer" in roles else "",
        w.p("method.readers.blind", n=w.plain(sum(hidden.values()))) if hidden else "",
        w.table(columns, id="t-readers", caption="method.readers.table"),
    ]


def settled(w, project, decisions):
    """Return how many references an adjudicator has settled, so far none."""
    n = decisions.reference_id[decisions.reader.isin(project.judges)].nunique()
    return w.p(
        "method.readers.settled" if n else "method.readers.unsettled", n=count(n, "reference", w.language)
    )


def agreed(w, agreement, readers):
    """Write how far readers agree, pair by pair."""
    heading = w.heading("method.agreement")
    if "kappa" not in w.numbers:
        return [heading, w.missing("method.agreement.none", id="t-agreement")]
    said = {"percent": w.n("agreed"), "both": w.n("read_by_two"), "kappa": w.n("kappa"), "ac1": w.n("ac1")}
    names = {reader.id: reader.named(w.language) for reader in readers}
    everyone = text(say("all", w.language))
    # of one pair, that of all is the same
    several = agreement.reader_a.nunique() > 2 or agreement.reader_b.nunique() > 2
    rows = agreement[(agreement.n_both > 0) & ((agreement.reader_a != "all") | several)]
    columns = {
        "readers": [
            everyone if a == "all" else join([names.get(a, a), names.get(b, b)], " – ")
            for a, b in zip(rows.reader_a, rows.reader_b, strict=True)
        ],
        "answers": [text(w.say(f"answers.{name}")) for name in rows.answers],
        "n_both": rows.n_both,
        "percent_agreement": [share(value, w.language) for value in rows.percent_agreement],
        **{
            name: [with_interval(w, row, name) for row in rows.to_dict("records")]
            for name in ("kappa", "ac1")
        },
        **{name: rows[name] for name in ("pabak", "alpha")},
    }
    shown = w.table(
        columns, id="t-agreement", caption="method.agreement.table", decimals={"pabak": 2, "alpha": 2},
        right=["percent_agreement", "kappa", "ac1"],
    )  # fmt: skip
    return [heading, w.p("method.agreement.text", **said), shown]


def with_interval(w, row, name):
    """Return a coefficient with its interval."""
    low, high = (number(row[f"{name}_{end}"], w.language, 2) for end in ("low", "high"))
    return f"{number(row[name], w.language, 2)} ({low}–{high})"


def machine(w, decisions, random_share):
    """Write openly what was computed, and that nothing was decided by it."""
    drawn = decisions[decisions.stage == "title_abstract"].drawn.value_counts()
    ranked = "ranked" in drawn.index
    aids = [
        w.say(
            "method.machine.rank" if ranked else "method.machine.unranked",
            share=share(random_share, w.language),
        ),
        w.say("method.machine.flag"),
        w.say("method.machine.link"),
    ]
    order = [kind for kind in ("ranked", "random", "by_hand", "imported") if kind in drawn.index]
    columns = {
        "drawn": [text(w.capital(f"drawn.{kind}")) for kind in order],
        "count": [int(drawn[kind]) for kind in order],
        "share": [percent(int(drawn[kind]), int(drawn.sum()), w.language) for kind in order],
    }
    parts = [w.heading("method.machine"), w.p("method.machine.text"), w.list(aids)]
    if order:
        parts.append(w.table(columns, id="t-drawn", caption="method.drawn", narrow=True))
    return parts


STOPPING = {
    # what the certificate says, and how many decimals of it are shown
    "n_total": 0, "n_read": 0, "n_relevant": 0, "n_since_relevant": 0, "missed_at_most": 0,
    "estimated_missed": 1, "recall_at_least": 1, "p_value": 4, "level": 4, "bias": 2, "n_control": 0,
    "n_waiting": 0, "n_after": 0,
}  # fmt: skip
LINKED = ("read", "reached", "not_reached", "bound", "all")
"""Sentences of the certificate that the report says itself, with numbers that lead to their rows."""


def stopping(w, said):
    """Write whether reading could stop."""
    parts = [w.heading("method.stopping")]
    if "stop_read" not in w.numbers:
        return [*parts, w.missing("method.stopping.none", id="t-stopping")]
    sentences = [element("p", sentence) for sentence in reasons(said, w.language, but=LINKED)]
    if said["n_read"] == said["n_total"]:
        whole = w.say("method.stopping.all", total=w.count("stop_total", "reference"))
        return [*parts, element("p", whole, id="t-stopping"), *sentences]
    parts += [
        w.p("method.stopping.text", read=w.of("stop_read"),
            relevant=w.of("stop_relevant"), recall=share(said["recall"], w.language),
            confidence=share(said["confidence"], w.language)),
    ]  # fmt: skip
    if "stop_missed" in w.numbers and "stop_at_least" in w.numbers:
        bounds = {"missed": w.n("stop_missed"), "at_least": w.n("stop_at_least")}
        parts.append(w.p("method.stopping.reached", **bounds))
    elif not said["reached"]:
        parts.append(w.p("method.stopping.not_reached"))
    shown = [name for name in STOPPING if said.get(name) is not None]
    columns = {"quantity": [text(w.capital(name)) for name in shown], "value": []}
    for name in shown:
        written = share if name == "recall_at_least" else number
        columns["value"].append(written(said[name], w.language, STOPPING[name]))
    how = {"caption": "method.stopping.table", "narrow": True, "right": ["value"]}
    return [*parts, *sentences, w.table(columns, id="t-stopping", **how)]
