"""The words of the economics form: faults, results and the way to kronor, said in the reader's language."""

import re

from review.economics import READINGS, spread_said
from review.vocabulary import decimals_of, number, say

__all__ = ["amount", "fault_said", "fraction", "result_said", "step_said"]

# what `review.economics.check` says of a cell, and the sentence of the form that says it
FAULTS = (
    ("empty", r"\w+ must not be empty"),
    ("silent", r"\w+ cannot be NR; write what it is"),
    ("silent_or_empty", r"\w+ cannot be NR; write what it is, or leave it empty"),
    ("number", r"\w+ must be a number.*; got (?P<found>.*)"),
    ("year", r"price year must be from (?P<low>\S+) to (?P<high>[^;]+); got (?P<found>.*)"),
    ("range", r"\w+ must be from (?P<low>\S+) to (?P<high>[^;]+); got (?P<found>.*)"),
    ("choice", r"\w+ must be one of .*; got (?P<found>.*)"),
    ("percent", r"\w+ is in percent: write 3 for 3 %; got (?P<found>.*)"),
    ("items", r"quality_score counts items: .*; got (?P<found>.*)"),
    ("currency", r"currency must be an ISO 4217 code.*; got (?P<found>.*)"),
    ("no_currency", r"currency must be a currency of ISO 4217.*; there is no (?P<found>.*)"),
    ("country", r"country must be .*; (?:got|there is no) (?P<found>.*)"),
    (
        "difference",
        r"\w+_difference is intervention minus comparator, (?P<computed>[^;]+); got (?P<found>.*)",
    ),
    ("unit", r"effect_unit must say what effect_difference counts.*"),
    ("two_ways", r"\w+ (?P<found>'.*?') may be (?P<low>.*?) or (?P<high>.*?); write .*"),
    ("direction", r"effect_unit does not tell whether more is better; write (?P<found>'.*?') or .*"),
    ("patients", r"effect_unit does not tell over how many patients it counts;.*"),
    (
        "costs_too",
        r"effect_unit counts over (?P<number>\d+) patients and does not tell.* write (?P<found>'.*?') or .*",
    ),
    (
        "interval",
        r"the interval (?P<low>\S+) to (?P<high>\S+) does not hold \w+_difference (?P<found>[^;]+);.*",
    ),
    ("ratio", r"icer_reported contradicts (?P<ratio>[^;]+); got (?P<found>.*)"),
)
REASONS = (
    ("currency", r"not convertible: currency not reported"),
    ("year", r"not convertible: price year not reported"),
    ("levels", r"not convertible: no price levels in (?P<currency>\w+)"),
    ("country", r"not convertible: (?P<currency>\w+) is used in .* country is not given"),
    ("foreign", r"not convertible: (?P<currency>\w+) is used in .*, and (?P<country>\w+) is not one of them"),
    ("factor", r"not convertible: (?P<missing>.*) missing"),
)
NOTES = (
    ("growth", r"unconfirmed: the index grows by (?P<percent>\S+) % in (?P<year>\d+)"),
    ("decimal", r"unconfirmed: a second table agrees to one decimal only"),
    ("oil", r"deflator follows the price of oil and gas.*"),
    ("definition", r"by definition.*"),
)
STEPS = {
    "deflator": r"(?P<country>\w+) deflator (?P<start>\d+) to (?P<end>\d+)",
    "euro": r"(?P<currency>\w+) to EUR",
    "ppp": r"(?:PPP|exchange rate) (?P<year>\d+), (?P<currency>\w+) \((?P<country>\w+)\) to (?P<to>\w+)",
}
"""What each kind of step says; an exchange rate says the same as a parity."""
SIGNS = {reading: [effect, cost] for (cost, effect), reading in READINGS.items()}
"""Reading to the signs of effect and cost of refraining: where its point lies on the plane."""


def fault_said(problem, language):
    """Return what is wrong with a cell as a sentence to stand below its field.

    Parameters
    ----------
    problem : str
        As `review.economics.check` says it; one that is not known here comes back as it is.

    Examples
    --------
    >>> fault_said("currency must not be empty", "sv")
    'Får inte vara tomt.'
    """
    return matched(problem, FAULTS, "widget.fault", language) or problem


def matched(text, patterns, prefix, language):
    """Return the sentence of the first pattern that fits the text, "" where none does."""
    for name, pattern in patterns:
        found = re.fullmatch(pattern, text)
        if found:
            values = {key: as_read(value, language) for key, value in found.groupdict().items()}
            return say(f"{prefix}.{name}", language, **values)
    return ""


def as_read(text, language):
    """Return a piece of a message as readers of the language write numbers, without Python's quotes.

    Examples
    --------
    >>> as_read("0.03", "sv"), as_read("'kr'", "sv")
    ('0,03', 'kr')
    """
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return re.sub(r"(?<=\d)\.(?=\d)", ",", text).replace("-", "−") if language == "sv" else text


def fraction(value, language, digits=3):
    """Return a number with so many digits that count, written as the language writes it.

    Examples
    --------
    >>> fraction(-0.0140, "sv"), fraction(12.5, "en"), fraction(1234.5, "sv")
    ('−0,014', '12.5', '1\\u202f234')
    """
    if value is None or value == 0 or abs(value) >= 10 ** (digits - 1):
        return number(value, language)
    text = f"{value:.{digits}g}"
    return number(float(text), language, decimals_of(float(text), 10))


def amount(value, currency, year, language):
    """Return money with its currency and price year.

    Examples
    --------
    >>> amount(-1560, "EUR", 2018, "en"), amount(0.5, "EUR", None, "sv")
    ('−1,560 EUR (2018)', '0,5 EUR')
    """
    money = f"{fraction(value, language)} {currency}".strip()
    return f"{money} ({year})" if year else money


def signed(value, text):
    """Return a number's text with a plus where it is above zero."""
    return f"+{text}" if value > 0 else text


def result_said(result, values, language):
    """Return what the numbers of a comparison say, as the form shows it.

    Parameters
    ----------
    result : dict
        `reading`, `withdrawal_cost`, `withdrawal_effect`, each also with `_spread`, `benefit_unit`, `better`,
        `icer`, `saved_per_unit_lost`, `quadrant` (see `review.economics.measures`); the
        amounts of money also with `_sek`; `price_year`, `to_year`, `steps` (see `step_said`) and
        `not_converted`. What is missing is None, or "" for texts.
    values : dict of str to str
        What is filled in.

    Returns
    -------
    dict
        `said` (the sentence), `lines` (name, value), `chain` (the steps), `refused` (why there are none, ""
        where there are), `point` (signs of effect and cost of refraining, None where not known).
    """
    care = values.get(values.get("care_in_question") or "", "") or say("widget.form.the_care", language)
    reading = result["reading"]
    key = "widget.form.reading" if reading else "widget.form.no_reading"
    return {
        "said": say(key, language, care=care, reading=say(f"reading.{reading}", language)),
        "lines": lines(result, values, language),
        "chain": chain(result, language),
        "refused": "" if result["withdrawal_cost"] is None else refusal(result["not_converted"], language),
        "point": SIGNS.get(reading),
    }


def lines(result, values, language):
    """Return name and value of each number that is there."""
    unit, effect = result["benefit_unit"], result["withdrawal_effect"]
    per = say("widget.form.per", language, unit=unit or say("widget.form.unit", language))
    found = {"withdrawal_cost": money(result, "withdrawal_cost", values, language, sign=True)}
    found["withdrawal_cost_spread"] = spread_said(result["withdrawal_cost_spread"], language)
    if effect is not None:
        found["withdrawal_effect"] = f"{signed(effect, fraction(effect, language))} {unit}".strip()
    found["withdrawal_effect_spread"] = spread_said(result["withdrawal_effect_spread"], language)
    found["better"] = say(f"better.{result['better']}", language) if values.get("effect_unit") else ""
    for name in ("icer", "saved_per_unit_lost"):
        ratio = money(result, name, values, language)
        found[name] = f"{ratio} {per}" if ratio else ""
    if result["quadrant"]:
        found["icer"] = found["icer"] or say("widget.form.no_icer", language)
        found["quadrant"] = say(f"widget.form.quadrant.{result['quadrant']}", language)
    named = [(say(f"widget.form.line.{name}", language), text) for name, text in found.items() if text]
    return [{"name": name, "value": text} for name, text in named]


def money(result, name, values, language, *, sign=False):
    """Return an amount as the study has it, and in kronor where it is converted; "" where there is none."""
    own, sek, currency = result[name], result[f"{name}_sek"], values.get("currency", "")
    if own is None:
        return ""
    said = [(own, amount(own, currency, result["price_year"], language))]
    if sek is not None and (currency, result["price_year"]) != ("SEK", result["to_year"]):
        said.append((sek, amount(round(sek), "SEK", result["to_year"], language)))
    return " = ".join(signed(value, text) if sign else text for value, text in said)


def chain(result, language):
    """Return the steps to kronor, each a line; what needs no step says so."""
    if result["not_converted"] or result["withdrawal_cost"] is None:
        return []
    if not result["steps"]:
        return [say("widget.form.no_step", language, year=result["to_year"])]
    return [step_said(step, language) for step in result["steps"]]


def step_said(step, language):
    """Return one step: what is divided by what, the factor, and where the numbers are from.

    Parameters
    ----------
    step : dict
        `kind` ("euro", "deflator", "ppp" or "exchange_rate"), `said`, `above`, `below`, `factor`, `source`,
        and `notes`, what to know of the numbers.

    Examples
    --------
    >>> step_said({"kind": "deflator", "said": "DNK deflator 2018 to 2024", "above": 120.0, "below": 100.0,
    ...            "factor": 1.2, "source": "a table, 2025-08-06"}, "sv")
    'BNP-deflator DNK, 2018 till 2024: 120 / 100 = 1,2 (a table, 2025-08-06)'
    """
    found = re.fullmatch(STEPS.get(step["kind"], STEPS["ppp"]), step["said"])
    head = say(f"widget.step.{step['kind']}", language, **found.groupdict()) if found else step["said"]
    above, below = (as_read(f"{step[name]:.10g}", language) for name in ("above", "below"))
    factor = as_read(f"{step['factor']:.6g}", language)
    notes = [matched(note, NOTES, "widget.note", language) or note for note in step.get("notes", ())]
    about = "; ".join(filter(None, (step["source"], *notes)))
    return f"{head}: {above} / {below} = {factor}" + f" ({about})" * bool(about)


def refusal(reason, language):
    """Return why an amount is not converted, as a sentence.

    Examples
    --------
    >>> refusal("not convertible: GBR 1987 deflator missing", "sv")
    'Går inte att räkna om: GBR 1987 deflator saknas.'
    """
    return matched(reason, REASONS, "widget.refused", language) or reason
