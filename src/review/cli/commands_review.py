"""Commands for a review as a whole: init, demo, status."""

from pathlib import Path
from time import perf_counter

from review import project, report
from review.cli.options import add_command, shows
from review.cli.output import progress, say, show
from review.vocabulary import LANGUAGES
from review.workbench import Workbench

__all__ = ["add_commands"]


def add_commands(commands):
    """Add the commands of this family."""
    parser = add_command(commands, "init", run_init, project=False)
    parser.path("folder", "DIR", "a folder that does not exist yet, or is empty")
    parser.text("--title", help="the review's title (default: the folder's name)")
    parser.choice("--language", LANGUAGES, "of the report (default: %(default)s)", default="sv")

    parser = add_command(commands, "demo", run_demo, project=False)
    parser.path("folder", "DIR", "where (default: %(default)s)", nargs="?", default=Path("review-sample"))

    add_command(commands, "status", run_status)


def run_init(arguments):
    """Lay out a new review in a folder of its own."""
    made = project.create(
        arguments.folder, title=arguments.title or arguments.folder.name, language=arguments.language
    )
    say(f"made {made.folder}; describe it in review.toml, put exports in data/raw, then: review import")
    show({"folder": str(made.folder), "title": made.title["en"]}, arguments)


def run_demo(arguments):
    """Run the sample review from raw exports to the report."""
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


@shows
def run_status(workbench, _):
    """Say where the review stands."""
    return workbench.status()
