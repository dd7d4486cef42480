"""Commands for health economics: what the evaluations say in kronor; the workbook and its two readings."""

from review.cli import commands_abstraction, commands_checklists, commands_workbook
from review.cli.options import add_command, add_parts, shows
from review.cli.output import say
from review.money import METHODS

__all__ = ["add_commands"]

LISTED = ("evaluation_id", "intervention", "comparator", "currency", "price_year", "withdrawal_cost_sek",
          "withdrawal_effect", "benefit_unit", "withdrawal_cost_spread", "withdrawal_effect_spread",
          "saved_per_unit_lost_sek", "reading", "not_converted")  # fmt: skip
WHOLE = ("price_year", "withdrawal_cost_sek", "saved_per_unit_lost_sek")
ALONG = ("reference_id", "option", "cost", "effect", "benefit_unit", "status", "dominated_by", "icer",
         "withdraw_to", "reading", "saved_per_unit_lost")  # fmt: skip
HARMS = "{}: the effect counts a harm and is read as its study counts it, less being better; turn it back \
where somebody had turned its sign"
CHAIN = ("evaluation_id", "withdrawal_cost", "currency", "price_year", "sek_chain", "not_converted",
         "withdrawal_cost_sek", "exchange_sek", "exchange_chain")  # fmt: skip


def add_commands(commands):
    """Add `economics` with its parts."""
    help = "economic evaluations: the economists' workbook out and back, and what it says in kronor"
    parts = add_parts(commands, "economics", help)
    commands_workbook.add_commands(parts)
    parser = add_command(parts, "list", run_list)
    parities = "purchasing power parities or the plain exchange rate (default: %(default)s)"
    parser.choice("--by", METHODS, parities, default="ppp")
    parser.asking()
    add_command(parts, "frontier", run_frontier).asking()
    add_command(parts, "chain", run_chain)
    commands_abstraction.add_commands(parts)
    commands_checklists.add_commands(parts)


@shows
def run_list(workbench, arguments):
    """Show all evaluations in kronor, read for withdrawal."""
    frame = workbench.economics.evaluations(method=arguments.by, reader=arguments.reader)
    harms = frame.evaluation_id[frame.better == "lower"]
    if len(harms):
        say(HARMS.format(", ".join(harms)))
    if arguments.json:
        return frame
    rounded = {name: frame[name].round().astype("Int64") for name in WHOLE}
    return frame.assign(**rounded)[list(LISTED)]


@shows
def run_frontier(workbench, arguments):
    """Show studies of several options, and what withdrawing leads to."""
    frame = workbench.economics.frontiers(reader=arguments.reader)
    return frame if arguments.json else frame[list(ALONG)]


@shows
def run_chain(workbench, arguments):
    """Show how every amount became kronor, factor by factor."""
    frame = workbench.economics.evaluations()
    if arguments.json:
        return frame[list(CHAIN)]
    return {
        f"{row.evaluation_id} {row.withdrawal_cost:g} {row.currency}": (
            [row.not_converted] if row.not_converted else [*row.sek_chain.split(" | "), kronor(row)]
        )
        for row in frame[frame.withdrawal_cost.notna()].itertuples()
    }


def kronor(row):
    """Return the end of a conversion."""
    amount = f"{row.withdrawal_cost_sek:,.0f}".replace(",", " ")
    return f"= {amount} SEK, rounded once"
