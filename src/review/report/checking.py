"""Checking: whether a written report is true to itself, from nothing but its HTML; what is new in it."""

import re

import pandas as pd

from review.display import is_missing
from review.report.roots import Page, read_page
from review.report.rules import derive
from review.vocabulary import share

__all__ = ["changes", "check"]

SUMS = (
    ("records", ("duplicates", "references")),
    ("references", ("excluded", "sought", "unfinished_screening")),
    ("sought", ("not_retrieved", "assessed", "unfinished_full_text")),
    ("assessed", ("included", "excluded_reports")),
)
"""The equations of the PRISMA diagram: a number and what it is the sum of."""

OPEN = {
    "unfinished_screening": {"first": ["waiting", "conflict"]},
    "unfinished_full_text": {"last": ["waiting", "unsure", "conflict"]},
}
PART = re.compile(
    r"(\d+(?:,\d+)?)\s%\s\((\d[\d\s]*)\sav\s(\d[\d\s]*)\)"
    r"|(\d+(?:\.\d+)?)%\s\((\d[\d,]*)\sof\s(\d[\d,]*)\)"
)


def check(path):
    """Check a report by its HTML alone: numbers, shares, the flow, and every part of the page.

    Parameters
    ----------
    path : path
        A page written by `review.report.build`.

    Returns
    -------
    DataFrame
        `check`, `ok`, `detail`: one row per number, one for the shares, one per equation of the flow,
        one per part of the page that is not as it was written, and one for what was added. A detail says
        what was found and what was expected.

    Raises
    ------
    SourceError
        If the file is missing or is no such page.
    """
    page = read_page(path)
    derived, faults = derived_again(page)
    rows = [*numbers_of(page, derived, faults), *shares_of(page), *flow_of(page, derived), *parts_of(page)]
    return pd.DataFrame(rows, columns=["check", "ok", "detail"]).astype({"ok": "bool"})


def derived_again(page):
    """Return {name: (value, denominator)} counted again from the page's rows, and what could not be."""
    given = {row["number"]: (row["value"], row["denominator"]) for row in page.rows.get("given", [])}
    values, faults = {}, {}

    def find(name):
        if name not in values:
            one = page.numbers.get(name)
            try:
                if one is None or not one.rule:
                    values[name] = given[name]
                else:
                    if "rest" in one.rule:
                        find(one.rule["rest"])
                    value = derive(one.rule, page.rows, values)
                    values[name] = (value, find(one.whole)[0] if one.whole else None)
            except (KeyError, TypeError) as error:
                values[name], faults[name] = (None, None), f"its rows are not on the page ({error})"
        return values[name]

    for name in page.numbers:
        find(name)
    return values, faults


def numbers_of(page, derived, faults):
    """Yield for each number whether record, rows and every place it is printed at agree."""
    given = {row["number"]: row for row in page.rows.get("given", [])}
    printed = {}
    for name, form, target, text in page.links:
        printed.setdefault(name, []).append((form, target, text))
    for name, one in page.numbers.items():
        value, whole = derived[name]
        said = [faults[name]] if name in faults else []
        if not same(value, one.value):
            said.append(f"the record says {one.value}, the rows give {value}")
        if not same(whole, one.denominator):
            said.append(f"the record says it is part of {one.denominator}, the rows give {whole}")
        for end in ("low", "high") if name in given else ():
            if not same(getattr(one, end), given[name][end]):
                said.append(f"its interval was {given[name][end]}, the record says {getattr(one, end)}")
        for form, target, text in printed.get(name, []):
            expected = one.text(page.language, form)
            if text != expected:
                said.append(f"the page says {text!r} where the rows give {expected!r}")
            if target != one.anchor:
                said.append(f"it leads to #{target} instead of #{one.anchor}")
            if target not in page.ids:
                said.append(f"it leads to #{target}, which is not on the page")
        places = len(printed.get(name, []))
        yield (
            f"number {name}",
            not said,
            "; ".join(said) or f"{one.text(page.language)}, printed {places} times",
        )
    for name in sorted(printed.keys() - page.numbers.keys()):
        yield f"number {name}", False, "it is printed, but the page holds no record of it"


def same(one, other):
    """Return whether two values are the same, or both missing."""
    if is_missing(one) or is_missing(other):
        return is_missing(one) and is_missing(other)
    return abs(float(one) - float(other)) < 1e-9


def shares_of(page):
    """Yield whether each share that stands with part and whole is their quotient."""
    wrong, n = [], 0
    for found in PART.finditer(page.text):
        shown, part, whole = (group for group in found.groups() if group is not None)
        part, whole = (int(re.sub(r"\D", "", group)) for group in (part, whole))
        n += 1
        decimals = len(re.split(r"[.,]", shown)[1]) if re.search(r"[.,]", shown) else 0
        expected = share(part / whole, page.language, decimals) if whole else "–"
        if expected.rstrip("%").strip() != shown:
            wrong.append(f"{found[0]!r} should be {expected}")
    yield "shares with part and whole", not wrong, "; ".join(wrong) or f"{n} shares"


def flow_of(page, derived):
    """Yield whether each equation of the flow holds among the numbers counted again."""
    values = {name: value for name, (value, _) in derived.items()}
    if "outcomes" not in page.rows or not all(name in values for name, _ in SUMS):
        return
    for name, where in OPEN.items():
        values[name] = derive({"count": "outcomes", "where": where, "each": "n"}, page.rows, {})
    for name, parts in SUMS:
        # a fault of one number is named there; here only what is left of the sums is told
        # and a chapter left out takes its numbers with it
        if not all(part in values for part in parts):
            continue
        total = sum(values[part] or 0 for part in parts)
        sentence = f"flow: {name} = {' + '.join(parts)}"
        yield sentence, same(values[name], total), f"{values[name]} = {total}"


def parts_of(page):
    """Yield whether everything the page is made of is as it was written."""
    for name, expected in page.fingerprints.items():
        if page.found.get(name) != expected:
            what = "is not there" if name not in page.found else "is not as it was written"
            yield f"{name} as written", False, what
    sound = sum(page.found.get(name) == expected for name, expected in page.fingerprints.items())
    added = sorted(page.found.keys() - page.fingerprints.keys())
    said = f"{sound} of {len(page.fingerprints)} chapters, figures, tables and other parts are as written"
    yield "nothing was added", not added, ", ".join(added) or said


def changes(old, new):
    """Return which numbers differ between two reports.

    Parameters
    ----------
    old, new : path, or Page of `review.report.read_page`
        Written by `review.report.build`.

    Returns
    -------
    DataFrame
        `number`, `what` (in words, in the newer report's language), `before`, `after`; "" where a
        report does not have the number.

    Raises
    ------
    SourceError
        If a file is missing or is no such page.
    """
    old, new = (one if isinstance(one, Page) else read_page(one) for one in (old, new))
    rows = []
    for name in dict.fromkeys([*new.numbers, *old.numbers]):
        before, after = (page.numbers.get(name) for page in (old, new))
        if before and after and all(
            same(getattr(before, field), getattr(after, field))
            for field in ("value", "denominator", "low", "high")
        ):  # fmt: skip
            continue
        texts = [one.text(new.language, "of") if one else "" for one in (before, after)]
        rows.append((name, (after or before).in_words(name, new.language), *texts))
    return pd.DataFrame(rows, columns=["number", "what", "before", "after"]).astype("str")
