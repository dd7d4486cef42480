"""Commands for what the evidence says: standing, support sheets, overlap, gaps."""

from review.cli.options import add_command, chosen, shows
from review.cli.output import say
from review.gaps import COLUMNS, NOT_CODED, ROWS, known_empty, unknown
from review.vocabulary import LANGUAGES

__all__ = ["add_commands"]


def add_commands(commands):
    """Add the commands of this family."""
    parser = add_command(commands, "standing", run_standing)
    parser.add_argument(
        "recommendation", nargs="?", metavar="ID", help="one recommendation, with what is missing about it"
    )
    parser.switch("--priority", "low adherence, strong evidence, harm: where to begin")
    parser.choice("--language", LANGUAGES, "default: that of review.toml")

    parser = add_command(commands, "sheets", run_sheets)
    parser.add_argument("recommendations", nargs="*", metavar="ID", help="default: all that have a text")
    parser.choice("--language", LANGUAGES, "default: that of review.toml")
    parser.path("--out", "FILE.html", "default: outputs/sheets_sv.html or _en; the PDF beside it")

    add_command(commands, "overlap", run_overlap)

    parser = add_command(commands, "gaps", run_gaps)
    parser.choice("--rows", ROWS, default=ROWS[0])
    parser.add_argument(
        "--columns", metavar="CODEBOOK", default=COLUMNS[0],
        help=f"{', '.join(COLUMNS)} or another codebook (default: %(default)s)",
    )  # fmt: skip
    parser.path("--questions", "FILE.csv", "write every cell known to be empty as a question for research")
    parser.switch("--empty", "show the empty cells too")


@shows
def run_standing(workbench, arguments):
    """How each recommendation stands by its studies, and why."""
    if arguments.recommendation:
        return summary(workbench.standing.page(arguments.recommendation, language=arguments.language))
    return workbench.standing.priority() if arguments.priority else workbench.standing.standings()


def summary(page):
    """Return one recommendation's standing as a dictionary."""
    stand = page.grounds.standing
    counts = {key: int(stand[key]) for key in ("supports", "contradicts", "mixed", "context")}
    return {
        "in_force": force(page.grounds.row),
        "recommendation": page.recommendation_id,
        "standing": stand.standing,
        "rule": stand.rule,
        **counts,
        "certainty_for": stand.certainty_for,
        "certainty_against": stand.certainty_against,
        "missing": list(page.missing),
    }


def force(row):
    """Return whether a recommendation is in force, in words, with the year where it is not."""
    year = {"expired": row.valid_to, "coming": row.valid_from}.get(row.force)
    return "yes" if year is None else f"{row.force} {year:g}"


@shows
def run_sheets(workbench, arguments):
    """Make the support sheets for heads of clinics: HTML and PDF, one A4 page each."""
    how = {"language": arguments.language}
    made, written = workbench.standing.write_sheets(arguments.out, arguments.recommendations, **how)
    for row in written[written.note != ""].itertuples():
        say(f"{row.file}: {row.note}")
    return {"file": written.file[0], "pages": made.pages, "sheets": made.missing}


@shows
def run_gaps(workbench, arguments):
    """Where studies are and where none is, and the research questions that leaves."""
    axes = chosen(arguments, "rows", "columns")
    if arguments.questions:
        found = workbench.standing.research_questions(arguments.questions, **axes)
        return {"file": str(arguments.questions), "questions": len(found)}
    cells = workbench.standing.gap_map(**axes)
    n, waiting = int((cells.column != NOT_CODED).sum()), len(unknown(cells))
    say(f"{len(known_empty(cells))} of {n} cells are empty")
    if waiting:
        say(f"of {waiting} cells nobody knows: studies of their row wait for a code")
    return cells if arguments.empty else cells[cells.studies > 0].reset_index(drop=True)


@shows
def run_overlap(workbench, _):
    """Recommendations that may be one measure in other words; merges none."""
    return workbench.standing.overlaps()
