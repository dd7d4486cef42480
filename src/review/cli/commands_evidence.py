"""Commands for what the evidence says: standing, overlap, gaps."""

from review.cli.options import add_command, chosen, shows
from review.cli.output import say
from review.gaps import COLUMNS, ROWS
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

    add_command(commands, "overlap", run_overlap)

    parser = add_command(commands, "gaps", run_gaps)
    parser.choice("--rows", ROWS, default=ROWS[0])
    parser.add_argument(
        "--columns", metavar="CODEBOOK", default=COLUMNS[0],
        help=f"{', '.join(COLUMNS)} or another codebook (default: %(default)s)",
    )  # fmt: skip
    parser.path("--questions", "FILE.csv", "write every empty cell as a question for research")
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
        "recommendation": page.recommendation_id,
        "standing": stand.standing,
        "rule": stand.rule,
        **counts,
        "certainty_for": stand.certainty_for,
        "certainty_against": stand.certainty_against,
        "missing": list(page.missing),
    }


@shows
def run_gaps(workbench, arguments):
    """Where studies are and where none is, and the research questions that leaves."""
    axes = chosen(arguments, "rows", "columns")
    if arguments.questions:
        found = workbench.standing.research_questions(arguments.questions, **axes)
        return {"file": str(arguments.questions), "questions": len(found)}
    cells = workbench.standing.gap_map(**axes)
    say(f"{int((cells.studies == 0).sum())} of {len(cells)} cells are empty")
    return cells if arguments.empty else cells[cells.studies > 0].reset_index(drop=True)


@shows
def run_overlap(workbench, _):
    """Recommendations that may be one measure in other words; merges none."""
    return workbench.standing.overlaps()
