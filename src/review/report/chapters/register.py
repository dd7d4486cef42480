"""Register: the recommendations, as printed and as identified."""

import pandas as pd

from review import figures
from review.display import element, join, text
from review.report import derived
from review.vocabulary import number, say, share, sort_key

__all__ = ["register"]


def register(w):
    """Write the chapter."""
    if w.snapshot.totals.empty or w.snapshot.guidelines.empty:
        empty = element("p", w.say("register.none"), id="t-reconciliation", class_="missing")
        return w.section("register", "register", empty)
    return w.section(
        "register", "register", w.p("register.lead"), *kinds(w), *guidelines(w), *adherence(w), *economy(w),
        *reconciliation(w),
    )  # fmt: skip


def printed_figure(w, quantity, name, key, **how):
    """Return a figure of printed shares, numbered."""
    mine = w.snapshot.totals[w.snapshot.totals.quantity == quantity]
    if mine.empty:
        return ""
    whole = number(mine.denominator.iloc[0], w.language)
    caption = say(key, w.language, n=whole)
    return w.figure(
        figures.shares(w.snapshot.totals, quantity, name=name, caption=caption, language=w.language, **how)
    )


def kinds(w):
    """Write figures 1 to 4: how common, why, and what kind of measure."""
    language, totals = w.language, w.snapshot.totals
    parts = [
        w.heading("register.share"),
        w.p("register.share.text", icke_gora=w.n("share_icke_gora"), guidelines=w.n("guidelines"),
            low=w.n("share_low_priority"), priority=w.keep("8–10")),
        printed_figure(w, "share_of_all", "f-share", "register.share.figure", muted=("prioritet 1–7",)),
        w.heading("register.reason"),
        printed_figure(w, "reason", "f-reason", "register.reason.figure"),
        w.heading("register.type"),
        printed_figure(
            w, "intervention_type", "f-type", "register.type.figure",
            unknown=say("register.type.unknown", language),
        ),
        w.p("register.type.note"),
    ]  # fmt: skip
    drugs = derived.printed(w.snapshot, "intervention_type", "läkemedel")
    if drugs is not None:
        caption = say("register.drugs.figure", language, n=number(drugs.denominator, language))
        figure = figures.drugs_or_not(totals, name="f-drugs", caption=caption, language=language)
        parts.append(w.figure(figure))
    return parts


def guidelines(w):
    """Write where icke-göra stand, and which guidelines have none."""
    column = "guideline_area" if w.language == "sv" else "guideline_area_en"
    counted = derived.per_guideline(w.snapshot).rename(columns={column: "guideline"})
    figure = figures.guidelines(
        counted, name="f-guidelines", caption=say("register.guidelines.figure", w.language),
        language=w.language, source=w.snapshot.guidelines.source.iloc[0],
    )  # fmt: skip
    empty = sorted(derived.gap_guidelines(w.snapshot)[column], key=sort_key)
    return [
        w.heading("register.guidelines"),
        w.p("register.guidelines.text", with_any=w.n("guidelines_with"), all=w.n("guidelines"),
            printed=w.n("printed_icke_gora"), identified=w.n("identified")),
        w.figure(figure),
        w.heading("register.guidelines.without", 4),
        w.p("register.guidelines.without.text", without=w.n("guidelines_without"), all=w.n("guidelines")),
        w.list([text(name) for name in empty], class_="compact"),
    ]  # fmt: skip


def adherence(w):
    """Write the adherence of 2023, with the side that is good."""
    if any(w.numbers[f"adherence_{end}"].value is None for end in ("mean", "highest", "lowest")):
        return []
    figure = figures.adherence(
        w.snapshot.totals, name="f-adherence", language=w.language,
        caption=say("register.adherence.figure", w.language),
    )  # fmt: skip
    return [
        w.heading("register.adherence"),
        w.p("register.adherence.text", measured=w.of("adherence_measured"), mean=w.n("adherence_mean"),
            highest=w.n("adherence_highest"), lowest=w.n("adherence_lowest")),
        w.figure(figure),
        w.p("register.adherence.note"),
    ]  # fmt: skip


def economy(w):
    """Write how many icke-göra have a health-economic assessment."""
    said = {"assessed": w.of("economics_assessed"), "ineffective": w.of("economics_ineffective")}
    return [w.heading("register.economy"), w.p("register.economy.text", **said)]


def reconciliation(w):
    """Write every printed number beside what the register holds."""
    language, rows = w.language, w.snapshot.reconciliation
    # the guidelines, of which there are many, after the totals
    rows = rows.sort_values("quantity", key=lambda names: names == "per_guideline", kind="stable")

    def shown(value, unit):
        return (
            share(value / 100, language)
            if unit == "percent" and not pd.isna(value)
            else number(value, language)
        )

    frame = pd.DataFrame(
        {
            "quantity": [
                join([w.capital(f"quantity.{row.quantity}"), row[f"group_{language}"]], ": ")
                for _, row in rows.iterrows()
            ],
            "printed": [shown(row.printed, row.unit) for row in rows.itertuples()],
            "denominator": rows.denominator,
            "found": [
                shown(row.found, "percent" if row.quantity == "adherence" else "")
                for row in rows.itertuples()
            ],
            "known": rows.known,
            "verdict": [w.keep(w.say(f"verdict.{verdict}")) for verdict in rows.verdict],
        }
    )
    ids = [derived.anchor("t-reconciliation", f"{row.quantity}-{row.group_en}") for row in rows.itertuples()]
    return [
        w.heading("register.reconcile"),
        w.p("register.reconcile.text", incomplete=w.n("checked_incomplete"), checked=w.n("checked"),
            fits=w.n("checked_fits"), differs=w.n("checked_differs")),
        w.table(frame, id="t-reconciliation", caption="register.reconcile.table", row_ids=ids,
                right=["printed", "found"]),
    ]  # fmt: skip
