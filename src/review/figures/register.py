"""Register: the interim report's figures redrawn from the numbers it prints."""

import pandas as pd

from review.figures.bars import bars
from review.figures.drawing import WIDTH, block, dot, finish, label, line, sheet, wrap
from review.vocabulary import number, say, share

__all__ = ["adherence", "drugs_or_not", "guidelines", "shares"]


def shares(totals, quantity, *, name, caption, language, unknown="", muted=()):
    """Return bars for printed percentages.

    Parameters
    ----------
    totals : DataFrame
        The printed totals (see `review.register`).
    quantity : str
        Which of them.
    name, caption : str
    language : {"sv", "en"}
    unknown : str
        Label of a last row for what was printed only as a picture: said, never drawn as zero.
    muted : sequence of str
        Swedish groups drawn in a pale colour.
    """
    mine = totals[totals.quantity == quantity]
    rows = pd.DataFrame(
        {
            "label": mine[f"group_{language}"],
            "value": mine.value,
            "text": [share(value / 100, language) for value in mine.value],
            "tone": ["light" if group in muted else "accent" for group in mine.group_sv],
        }
    )
    if unknown:
        rows.loc[len(rows)] = [unknown, pd.NA, say("not_printed", language), "rule"]
    table = pd.DataFrame({say("group", language): rows.label, say("share", language): rows.text})
    table[say("denominator", language)] = whole_of(mine, language)
    said = "; ".join(f"{row.label}: {row.text}" for row in rows.itertuples())
    alt = f"{caption}. {said}. {say('denominator', language)}: {whole_of(mine, language)}."
    return bars(
        rows, name=name, caption=caption, alt=alt, table=table, largest=100, beside=50, source=source_of(mine)
    )


def whole_of(totals, language):
    """Return what printed shares are shares of, in words."""
    first = totals.iloc[0]
    if pd.isna(first.denominator):
        return f"{first[f'of_{language}']} ({say('total_not_printed', language)})"
    return f"{number(first.denominator, language)} {first[f'of_{language}']}"


def source_of(totals):
    """Return the source of printed totals."""
    return totals.source.iloc[0]


def drugs_or_not(totals, *, name, caption, language):
    """Return one bar in two parts: drugs, and all other measures together (the rest to 100 %)."""
    drugs = totals[(totals.quantity == "intervention_type") & (totals.group_sv == "läkemedel")]
    value = float(drugs.value.iloc[0])
    names = [say("läkemedel", language), say("other_measures", language)]
    texts = [share(value / 100, language), share(1 - value / 100, language)]
    paper, axes = sheet(52)
    split = WIDTH * value / 100
    block(axes, 0, 22, split - 1, 26, colour="accent")
    block(axes, split + 1, 22, WIDTH - split - 1, 26, colour="light")
    for x, align, what, text, colour in (
        (0, "left", names[0], texts[0], "paper"),
        (WIDTH, "right", names[1], texts[1], "ink"),
    ):
        label(axes, x, 13, what[0].upper() + what[1:], align=align)
        inside = 8 if align == "left" else -8
        label(axes, x + inside, 40, text, weight="bold", colour=colour, align=align)
    table = pd.DataFrame({say("group", language): names, say("share", language): texts})
    table[say("denominator", language)] = whole_of(drugs, language)
    said = "; ".join(f"{n}: {t}" for n, t in zip(names, texts, strict=True))
    alt = f"{caption}. {said}. {say('denominator', language)}: {whole_of(drugs, language)}."
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=source_of(drugs))


def guidelines(counted, *, name, caption, language, source):
    """Return printed and identified icke-göra per guideline: an open bar that fills up.

    Parameters
    ----------
    counted : DataFrame
        `guideline`, `printed`, `identified`; guidelines without any are left to the text.
    """
    rows = counted[(counted.printed > 0) | (counted.identified > 0)]
    rows = rows.sort_values(["printed", "guideline"], ascending=[False, True], kind="stable")
    largest = max(float(rows[["printed", "identified"]].max().max()), 1) if len(rows) else 1
    lines = [wrap(text, 155) for text in rows.guideline]
    paper, axes = sheet(max(30, sum(12 + 15 * len(text) for text in lines)))
    top, unit = 0, (WIDTH - 165 - 60) / largest
    shown = [
        say("n_of_m", language, n=number(row.identified, language), m=number(row.printed, language))
        for row in rows.itertuples()
    ]
    for text, beside, row in zip(lines, shown, rows.itertuples(), strict=True):
        for place, part in enumerate(text):
            label(axes, 156, top + 13 + 15 * place, part, align="right")
        y = top + 2 + 7.5 * (len(text) - 1)
        block(axes, 165, y, float(row.printed) * unit, 14, colour="ground", edge="light")
        block(axes, 165, y, float(row.identified) * unit, 14, colour="accent")
        label(axes, 172 + max(row.printed, row.identified) * unit, y + 11, beside, weight="bold")
        top += 12 + 15 * len(text)
    headings = {key: say(key, language) for key in ("guideline", "printed", "identified")}
    said = "; ".join(f"{row.guideline} {text}" for row, text in zip(rows.itertuples(), shown, strict=True))
    return finish(
        paper, name=name, caption=caption, alt=f"{caption}. {said}.",
        table=counted[["guideline", "printed", "identified"]].rename(columns=headings), source=source,
    )  # fmt: skip


def adherence(totals, *, name, caption, language):
    """Return lowest, mean and highest adherence on a scale from 0 to 100, where high is good."""
    mine = totals[totals.quantity == "adherence"].set_index("group_sv", drop=False)
    low, mean, high = (float(mine.value[group]) for group in ("lägst", "genomsnitt", "högst"))
    paper, axes = sheet(92)
    left, right, y = 8, WIDTH - 8, 46

    def at(value):
        return left + (right - left) * value / 100

    line(axes, [left, right], [y, y], colour="rule", width=2)
    line(axes, [at(low), at(high)], [y, y], colour="accent", width=6)
    for value in (low, high):
        line(axes, [at(value)] * 2, [y - 7, y + 7], colour="accent", width=2)
    dot(axes, at(mean), y, 8)
    for value, group in ((low, "lägst"), (mean, "genomsnitt"), (high, "högst")):
        label(axes, at(value), y - 28, mine[f"group_{language}"][group], colour="soft", align="center")
        label(
            axes, at(value), y - 13, share(value / 100, language), weight="bold", align="center",
            colour="warm" if group == "genomsnitt" else "ink",
        )  # fmt: skip
    label(axes, left, y + 28, "0", colour="soft")
    label(axes, right, y + 28, say("adherence.good", language), colour="soft", align="right")
    rows = mine.reset_index(drop=True)
    table = pd.DataFrame(
        {
            say("group", language): rows[f"group_{language}"],
            say("share", language): [share(value / 100, language) for value in rows.value],
            say("denominator", language): whole_of(rows, language),
        }
    )
    said = "; ".join(f"{g}: {s}" for g, s in zip(table.iloc[:, 0], table.iloc[:, 1], strict=True))
    alt = f"{caption}. {said}. {say('adherence.good', language)}."
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=source_of(rows))
