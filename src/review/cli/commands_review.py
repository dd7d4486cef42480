"""Commands for a review as a whole: init, demo, status."""

from pathlib import Path
from time import perf_counter

from review import project, report
from review.cli.options import add_command, opened
from review.cli.output import progress, say, show
from review.vocabulary import LANGUAGES
from review.workbench import Workbench

__all__ = ["add_commands"]


def add_commands(commands):
    """Add the commands of this family."""
    parser = add_command(
        commands, "init", run_init, "lay out a new review in a folder of its own", project=False
    )
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="a folder that does not exist yet, or is empty"
    )
    parser.add_argument("--title", default="", help="the review's title (default: the folder's name)")
    parser.add_argument(
        "--language", choices=LANGUAGES, default="sv", help="of the report (default: %(default)s)"
    )

    parser = add_command(
        commands, "demo", run_demo, "run the sample review from raw exports to the report", project=False
    )
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        default=Path("review-sample"),
        type=Path,
        help="where (default: %(default)s)",
    )

    add_command(commands, "status", run_status, "say where the review stands")


def run_init(arguments):
    """Lay out a new review."""
    made = project.create(
        arguments.folder, title=arguments.title or arguments.folder.name, language=arguments.language
    )
    say(f"made {made.folder}; describe it in review.toml, put exports in data/raw, then: review import")
    show({"folder": str(made.folder), "title": made.title["en"]}, arguments)


def run_demo(arguments):
    """Run the sample from raw exports to the report."""
    began = perf_counter()
    folder = arguments.folder
    if not (folder / project.FILE).is_file():
        project.copy_sample(folder)
    with Workbench.open(folder) as workbench:
        status = workbench.import_sample(progress=progress)
    say(f"imported, merged, screened, linked: {perf_counter() - began:.0f} s; now the report")
    out = report.build(folder)
    say(f"done in {perf_counter() - began:.0f} s; open {out}")
    show(status | {"report": str(out)}, arguments)


def run_status(arguments):
    """Say where the review stands."""
    with opened(arguments) as workbench:
        show(workbench.status(), arguments)
