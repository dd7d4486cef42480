"""Register: the recommendations, as printed and as identified."""

import pandas as pd

from review import figures
from review.display import join, text
from review.register import SOURCE_KINDS
from review.report.derived import anchor, printed
from review.report.writer import link
from review.vocabulary import number, say, share, sort_key

__all__ = ["beyond", "register"]


def register(w, totals, guidelines, per_guideline, reconciliation, by_id):
    """Write the chapter."""
    if totals.empty or guidelines.empty:
        none = w.missing("register.none", id="t-reconciliation")
        return w.section("register", "register", none, *rests(w), *ended(w, by_id))
    return w.section(
        "register", "register", w.p("register.lead"), *kinds(w, totals),
        *areas(w, per_guideline, guidelines.source.iloc[0]), *adherence(w, totals), *economy(w),
        *reconciled(w, reconciliation), *rests(w), *ended(w, by_id),
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
        beyond(w),
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


def beyond(w):
    """Return that more icke-göra are in force than were printed, "" where there are not."""
    one, whole = (w.numbers[name].value for name in ("identified", "printed_icke_gora"))
    if whole is None or one <= whole:
        return ""
    return w.p("register.beyond", identified=w.n("identified"), printed=w.n("printed_icke_gora"))


def rests(w):
    """Write whose pages the recommendations in force rest on."""
    if not w.numbers["register"].value:
        return []
    names = {kind: f"source_{kind}" for kind in SOURCE_KINDS} | {"all": "register", "unread": "not_rechecked"}
    told = w.p("register.sources.text", **{word: w.n(name) for word, name in names.items()})
    some = w.numbers["identified"].value
    ours = {"identified": w.n("identified"), "retold": w.n("icke_gora_retold")} if some else {}
    return [w.heading("register.sources"), told, w.p("register.sources.icke_gora", **ours) if some else ""]


def ended(w, by_id):
    """Yield which recommendations are no longer, or not yet, in force; no other number counts them."""
    for force, rows in by_id[by_id.force != "in_force"].groupby("force", sort=False):
        names = join([link(name, "register", name) for name in rows.recommendation_id], ", ")
        yield w.p(f"register.{force}", n=w.count(force, "recommendation"), names=names)


def shown(w, values, shares):
    """Return numbers as they are printed, those that are shares of 100 as percent."""
    return [
        share(value / 100, w.language) if is_share and not pd.isna(value) else number(value, w.language)
        for value, is_share in zip(values, shares, strict=True)
    ]
