"""Costed: the tables of the economic evaluations, each figure with the way it was reached."""

import re

import pandas as pd

from review import economics
from review.display import element, join, text
from review.report.writer import aside, fold, link, with_aside
from review.vocabulary import decimals_of, number, say

__all__ = ["benefits", "compared", "conversions", "frontiers", "in_words", "marked", "result_id", "results"]

AMOUNTS = ("cost_sek", "withdrawal_effect", "saved_sek", "quality_score")


def compared(w, frame):
    """Return who compared what, for whom and how."""
    care_first = frame.care_in_question == "intervention"
    columns = {
        "mark": marked(frame.mark),
        "study": [join([w.study(row.reference_id), aside(how(w, row))], " ") for row in frame.itertuples()],
        "care": [text(name) for name in frame.intervention.where(care_first, frame.comparator)],
        "alternative": [text(name) for name in frame.comparator.where(care_first, frame.intervention)],
        "population": [text(name or "–") for name in frame.population],
        "recommendation": [text(name or "–") for name in frame.recommendation_id],
    }
    return w.table(columns, id="t-compared", caption="economics.what", note=w.say("economics.silent"))


def how(w, row):
    """Return country, type of study, perspective and time horizon in one line, and what is not reported."""
    said = [row.country, *(say(name, w.language) for name in (row.study_type, row.perspective) if name)]
    if not pd.isna(row.time_horizon_years):
        said.append(f"{decimal(w, row.time_horizon_years)} {say('years', w.language)}")
    silent = [say(f"field.{name}", w.language) for name in row.not_reported.split("; ") if name]
    if silent:
        said.append(f"{say('not_reported', w.language)}: {', '.join(silent)}")
    return ", ".join(part for part in said if part)


def results(w, frame, year):
    """Return costs in kronor and effects of refraining, with the intervals that studies give."""
    cost, effect = (
        zip(*(frame[name.format(end)] for end in ("", "_low", "_high")), strict=True)
        for name in ("withdrawal_cost{}_sek", "withdrawal_effect{}")
    )
    columns = {
        "mark": [text(mark) for mark in frame.mark],
        "cost_sek": [
            spread_below(w, amount(w, *values), row.withdrawal_cost_spread, row.currency)
            for values, row in zip(cost, frame.itertuples(), strict=True)
        ],
        "withdrawal_effect": [
            spread_below(w, amount(w, *values, whole=False), row.withdrawal_effect_spread)
            for values, row in zip(effect, frame.itertuples(), strict=True)
        ],
        "effect_unit": [counted(w, row) for row in frame.itertuples()],
        "saved_sek": [number(value, w.language) for value in frame.saved_per_unit_lost_sek],
        "reading": [w.say(f"reading.{name or 'unknown'}") for name in frame.reading],
        "quality_score": [decimal(w, value) for value in frame.quality_score],
    }
    return w.table(
        columns, id="t-results", caption="economics.result", row_ids=list(map(result_id, frame.mark)),
        right=AMOUNTS, headings=heads(w, ("cost_sek", "saved_sek"), year),
        note=w.say("economics.result.note"),
    )  # fmt: skip


def counted(w, row):
    """Return what a patient who is better off gains one of, and which way the study counts."""
    return with_aside(row.benefit_unit, w.say(f"better.{row.better}")) if row.effect_unit else text("–")


def spread_below(w, shown, spread, currency=""):
    """Return a number with what its study says of its spread, in the study's own money, below it."""
    said = economics.spread_said(spread, w.language)
    return with_aside(shown, f"{said} {currency}".strip()) if said else shown


def frontiers(w, frame):
    """Return the studies that compare several options with one, and what withdrawing each leads to."""
    found = economics.frontiers(frame)
    if found.empty:
        return ""
    rows = list(found.itertuples())
    marks = dict(zip(frame.evaluation_id, frame.mark, strict=True))
    columns = {
        "study": [w.study(row.reference_id) for row in rows],
        "option": [text(row.option) for row in rows],
        "mark": [
            join(marked(marks[one] for one in row.evaluation_ids.split("; ") if one), ", ") for row in rows
        ],
        "cost_own": [text(f"{decimal(w, row.cost)} {priced_in(row)}") for row in rows],
        "effect": [text(f"{decimal(w, row.effect)} {row.benefit_unit}") for row in rows],
        "place": [text(w.say(f"frontier.{row.status}", by=row.dominated_by)) for row in rows],
        "icer": [decimal(w, row.icer) for row in rows],
        "withdraw_to": [text(row.withdraw_to or "–") for row in rows],
        "reading": [w.say(f"reading.{row.reading}") if row.withdraw_to else "–" for row in rows],
        "saved_own": [decimal(w, row.saved_per_unit_lost) for row in rows],
    }
    return w.table(
        columns,
        id="t-frontiers",
        caption="economics.frontiers",
        right=("icer", "saved_own"),
        note=w.say("economics.frontiers.note"),
    )


def priced_in(row):
    """Return the currency and price year of a row."""
    return row.currency if pd.isna(row.price_year) else f"{row.currency} {int(row.price_year)}"


def heads(w, names, year):
    """Return what heads columns in kronor of a year."""
    return {name: w.say(f"economics.{name}", year=year) for name in names}


def amount(w, value, low, high, whole=True):
    """Return a number with its interval below it, where there is one."""
    if pd.isna(value) or pd.isna(low) or pd.isna(high):
        return number(value, w.language) if whole else decimal(w, value)
    # a number and the ends of its interval have as many decimals as the longest of them
    places = 0 if whole else max(map(decimals_of, (value, low, high)))
    shown = [number(one, w.language, places) for one in (value, low, high)]
    return with_aside(shown[0], f"{shown[1]} {say('interval.to', w.language)} {shown[2]}")


def conversions(w, frame, year):
    """Return how every amount became kronor: each factor with its numbers, source and date."""
    columns = {
        "mark": marked(frame.mark),
        "own_money": [w.keep(own_money(w, row)) for row in frame.itertuples()],
        "steps": [ways(w, row) for row in frame.itertuples()],
        "cost_sek": [number(value, w.language) for value in frame.withdrawal_cost_sek],
        "exchange_sek": [other_way(w, row) for row in frame.itertuples()],
    }
    kronor = ("cost_sek", "exchange_sek")
    made = w.table(
        columns, id="t-conversion", caption="economics.conversion", right=kronor,
        headings=heads(w, kronor, year), note=w.say("economics.rounding"),
    )  # fmt: skip
    return fold(w.say("economics.conversion.show"), made)


def other_way(w, row):
    """Return the cost of refraining by exchange rate, or why there is none."""
    if pd.isna(row.exchange_sek) and not pd.isna(row.withdrawal_cost) and not row.not_converted:
        return element("span", in_words(w, row.exchange_chain), class_="where words")
    return number(row.exchange_sek, w.language)


def own_money(w, row):
    """Return the cost of refraining as the study gives it: amount, currency and price year."""
    if pd.isna(row.withdrawal_cost):
        return "–"
    return f"{decimal(w, row.withdrawal_cost)} {priced_in(row)}"


def ways(w, row):
    """Return the steps of a conversion as a list, or why there is none."""
    if row.not_converted:
        return text(in_words(w, row.not_converted))
    steps = [in_words(w, step) for step in row.sek_chain.split(" | ") if step]
    return w.list([text(step) for step in steps]) if steps else w.say("economics.no_step")


SWEDISH = (
    (r"^not convertible: ", "kan inte räknas om: "),
    (r"(\w{3}) (\d{4}) deflator missing", r"BNP-deflator saknas för \1 \2"),
    (r"(\w{3}) (\d{4}) PPP missing", r"köpkraftsparitet saknas för \1 \2"),
    (r"(\w{3}) (\d{4}) exchange rate missing", r"växelkurs saknas för \1 \2"),
    (r"price year not reported", "studien anger inget prisår"),
    (
        r"deflator follows the price of oil and gas, which rose much in 2021 and 2022",
        "deflatorn följer priset på olja och gas, som steg mycket 2021 och 2022",
    ),
    (r"unconfirmed: the index grows by (\S+) % in (\d{4})", r"obekräftat: indexet stiger med \1 % \2"),
    (r"unconfirmed: a second table agrees to one decimal only", "obekräftat: jämfört med en decimal"),
    (r"by definition: the international dollar is the US dollar", "per definition"),
    (r"currency not reported", "studien anger ingen valuta"),
    (r"no price levels in (\w{3})", r"inga prisnivåer finns i \1"),
    (r"^(\w{3}) deflator (\d{4}) to (\d{4}):", r"BNP-deflator \1 \2 till \3:"),
    (r"^(\w{3}) to EUR:", r"\1 till EUR:"),
    (
        r"fixed rate, Council Regulation \(EC\) 2866/98 as amended",
        "fast kurs, rådets förordning (EG) 2866/98",
    ),
    (r"^PPP (\d{4}), (\w{3}) \((\w{3})\) to SEK:", r"köpkraftsparitet \1, \2 (\3) till SEK:"),
    (r"^exchange rate (\d{4}), (\w{3}) \((\w{3})\) to SEK:", r"växelkurs \1, \2 (\3) till SEK:"),
)
"""What a conversion says, and the same in Swedish."""


def in_words(w, said):
    """Return a step of a conversion, or why there is none, in the language of the report."""
    if w.language == "en":
        return said
    for pattern, words in SWEDISH:
        said = re.sub(pattern, words, said)
    what, colon, rest = said.partition(": ")
    numbers, bracket, source = rest.partition(" (")
    return f"{what}{colon}{numbers.replace('.', ',')}{bracket}{source}"


def benefits(w, frame, thresholds, year):
    """Return what refraining is worth at each threshold, for evaluations in QALYs and kronor."""
    found = economics.net_benefits(frame, thresholds)
    if found.empty:
        return ""
    wide = found.pivot(index="evaluation_id", columns="threshold", values="net_benefit")
    known = frame[frame.evaluation_id.isin(wide.index)]
    columns, heads = {"mark": marked(known.mark)}, {}
    for limit in thresholds:
        columns[f"at {limit:g}"] = [number(wide.at[key, limit], w.language) for key in known.evaluation_id]
        heads[f"at {limit:g}"] = w.say("economics.at", threshold=number(limit, w.language))
    return w.table(
        columns, id="t-benefit", caption=say("economics.benefit", w.language, year=year),
        headings=heads, right=tuple(heads), note=w.say("economics.benefit.note"), narrow=True,
    )  # fmt: skip


def result_id(mark):
    """Return the id of an evaluation's row."""
    return f"evaluation-{mark}"


def marked(marks):
    """Return the short names of evaluations, each as a link to its row."""
    return [link(mark, "evaluation", mark) for mark in marks]


def decimal(w, value):
    """Return a number with the decimals it has, five at most.

    Money and effects of one column lie orders of magnitude apart, so each row keeps its own.
    """
    if pd.isna(value):
        return "–"
    return number(value, w.language, decimals_of(value))
