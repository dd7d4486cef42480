"""Register: the recommendations, as printed and as identified."""

import pandas as pd

from review import figures
from review.display import join, text
from review.report.derived import anchor, printed
from review.vocabulary import number, say, share, sort_key

__all__ = ["register"]


def register(w, totals, guidelines, per_guideline, reconciliation):
    """Write the chapter."""
    if totals.empty or guidelines.empty:
        return w.section("register", "register", w.missing("register.none", id="t-reconciliation"))
    return w.section(
        "register", "register", w.p("register.lead"), *kinds(w, totals),
        *areas(w, per_guideline, guidelines.source.iloc[0]), *adherence(w, totals), *economy(w),
        *reconciled(w, reconciliation),
    )  # fmt: skip


def printed_figure(w, totals, quantity, kind, **how):
    """Return a figure of printed shares, numbered."""
    mine = totals[totals.quantity == quantity]
    if mine.empty:
        return ""
    caption = say(f"register.{kind}.figure", w.language, n=number(mine.denominator.iloc[0], w.language))
    return w.draw(figures.shares, totals, quantity, name=f"f-{kind}", caption=caption, **how)


def kinds(w, totals):
    """Write figures 1 to 4: how common, why, and what kind of measure."""
    parts = [
        w.heading("register.share"),
        w.p("register.share.text", icke_gora=w.n("share_icke_gora"), guidelines=w.n("guidelines"),
            low=w.n("share_low_priority"), priority=w.keep("8–10")),
        printed_figure(w, totals, "share_of_all", "share", muted=("prioritet 1–7",)),
        w.heading("register.reason"),
        printed_figure(w, totals, "reason", "reason"),
        w.heading("register.type"),
        printed_figure(w, totals, "intervention_type", "type",
                       unknown=say("register.type.unknown", w.language)),
        w.p("register.type.note"),
    ]  # fmt: skip
    drugs = printed(totals, "intervention_type", "läkemedel")
    if drugs is not None:
        caption = say("register.drugs.figure", w.language, n=number(drugs.denominator, w.language))
        parts.append(w.draw(figures.drugs_or_not, totals, name="f-drugs", caption=caption))
    return parts


def areas(w, per_guideline, source):
    """Write where icke-göra stand, and which guidelines have none."""
    column = "guideline_area" if w.language == "sv" else "guideline_area_en"
    counted = per_guideline.rename(columns={column: "guideline"})
    empty = sorted(counted.guideline[counted.printed == 0], key=sort_key)
    return [
        w.heading("register.guidelines"),
        w.p("register.guidelines.text", with_any=w.n("guidelines_with"), all=w.n("guidelines"),
            printed=w.n("printed_icke_gora"), identified=w.n("identified")),
        w.draw(figures.guidelines, counted, name="f-guidelines", caption="register.guidelines.figure",
               source=source),
        w.heading("register.guidelines.without", 4),
        w.p("register.guidelines.without.text", without=w.n("guidelines_without"), all=w.n("guidelines")),
        w.list([text(name) for name in empty], class_="compact"),
    ]  # fmt: skip


def adherence(w, totals):
    """Write the adherence of 2023, with the side that is good."""
    if any(w.numbers[f"adherence_{end}"].value is None for end in ("mean", "highest", "lowest")):
        return []
    return [
        w.heading("register.adherence"),
        w.p("register.adherence.text", measured=w.of("adherence_measured"), mean=w.n("adherence_mean"),
            highest=w.n("adherence_highest"), lowest=w.n("adherence_lowest")),
        w.draw(figures.adherence, totals, name="f-adherence", caption="register.adherence.figure"),
        w.p("register.adherence.note"),
    ]  # fmt: skip


def economy(w):
    """Write how many icke-göra have a health-economic assessment."""
    said = {"assessed": w.of("economics_assessed"), "ineffective": w.of("economics_ineffective")}
    return [w.heading("register.economy"), w.p("register.economy.text", **said)]


def reconciled(w, reconciliation):
    """Write every printed number beside what the register holds."""
    # the guidelines, of which there are many, after the totals
    rows = reconciliation.sort_values("quantity", key=lambda names: names == "per_guideline", kind="stable")
    groups = zip(rows.quantity, rows[f"group_{w.language}"], strict=True)
    columns = {
        "quantity": [join([w.capital(f"quantity.{kind}"), group], ": ") for kind, group in groups],
        "printed": shown(w, rows.printed, rows.unit == "percent"),
        "denominator": rows.denominator,
        "found": shown(w, rows.found, rows.quantity == "adherence"),
        "known": rows.known,
        "verdict": [w.keep(w.say(f"verdict.{verdict}")) for verdict in rows.verdict],
    }
    ids = [anchor("t-reconciliation", f"{row.quantity}-{row.group_en}") for row in rows.itertuples()]
    return [
        w.heading("register.reconcile"),
        w.p("register.reconcile.text", incomplete=w.n("checked_incomplete"), checked=w.n("checked"),
            fits=w.n("checked_fits"), differs=w.n("checked_differs")),
        w.table(columns, id="t-reconciliation", caption="register.reconcile.table", row_ids=ids,
                right=["printed", "found"]),
    ]  # fmt: skip


def shown(w, values, shares):
    """Return numbers as they are printed, those that are shares of 100 as percent."""
    return [
        share(value / 100, w.language) if is_share and not pd.isna(value) else number(value, w.language)
        for value, is_share in zip(values, shares, strict=True)
    ]
