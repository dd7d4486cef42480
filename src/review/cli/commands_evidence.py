"""Commands for what the evidence says: standing, overlap, gaps."""

from review.cli.options import add_command, opened, shows
from review.cli.output import say, show
from review.gaps import COLUMNS, ROWS
from review.vocabulary import LANGUAGES

__all__ = ["add_commands"]


def add_commands(commands):
    """Add the commands of this family."""
    parser = add_command(
        commands, "standing", run_standing, "how each recommendation stands by its studies, and why"
    )
    parser.add_argument(
        "recommendation", nargs="?", metavar="ID", help="one recommendation, with what is missing about it"
    )
    parser.switch("--priority", "low adherence, strong evidence, harm: where to begin")
    parser.choice("--language", LANGUAGES, "default: that of review.toml")

    add_command(
        commands,
        "overlap",
        run_overlap,
        "recommendations that may be one measure in other words; merges none",
    )

    parser = add_command(
        commands,
        "gaps",
        run_gaps,
        "where studies are and where none is, and the research questions that leaves",
    )
    parser.choice("--rows", ROWS, default=ROWS[0])
    parser.add_argument(
        "--columns", metavar="CODEBOOK", default=COLUMNS[0],
        help=f"{', '.join(COLUMNS)} or another codebook (default: %(default)s)",
    )  # fmt: skip
    parser.path("--questions", "FILE.csv", "write every empty cell as a question for research")
    parser.switch("--empty", "show the empty cells too")


def run_standing(arguments):
    """Show how recommendations stand."""
    with opened(arguments) as workbench:
        if arguments.recommendation:
            page = workbench.standing.page(arguments.recommendation, language=arguments.language)
            show(summary(page), arguments)
        elif arguments.priority:
            show(workbench.standing.priority(), arguments)
        else:
            show(workbench.standing.standings(), arguments)


def summary(page):
    """Return one recommendation's standing as a dictionary."""
    stand = page.grounds.standing
    counts = {key: int(stand[key]) for key in ("supports", "contradicts", "mixed", "context")}
    return {
        "recommendation": page.recommendation_id,
        "standing": stand.standing,
        "rule": stand.rule,
        **counts,
        "certainty_for": stand.certainty_for,
        "certainty_against": stand.certainty_against,
        "missing": list(page.missing),
    }


def run_gaps(arguments):
    """Show a gap map as a list of cells, or write its empty cells as questions."""
    axes = {"rows": arguments.rows, "columns": arguments.columns}
    with opened(arguments) as workbench:
        if arguments.questions:
            found = workbench.standing.research_questions(arguments.questions, **axes)
            show({"file": str(arguments.questions), "questions": len(found)}, arguments)
            return
        cells = workbench.standing.gap_map(**axes)
    empty = int((cells.studies == 0).sum())
    say(f"{empty} of {len(cells)} cells are empty")
    show(cells if arguments.empty else cells[cells.studies > 0].reset_index(drop=True), arguments)


run_overlap = shows(lambda workbench, _: workbench.standing.overlaps())
