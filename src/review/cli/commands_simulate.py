"""The command that replays labelled reviews: simulate."""

from review import formats, simulation
from review.cli.options import add_command, chosen
from review.cli.output import show
from review.errors import UsageError

__all__ = ["add_commands"]

REFRESH = 0.01
MEASURES = ("n", "n_included", "wss95", "recall10", "recall20", "atd", "loss", "ndcg", "order", "seconds")


def add_commands(commands):
    """Add `simulate`."""
    parser = add_command(commands, "simulate", run_simulate, project=False)
    parser.path("files", "FILE.csv", "with title, abstract and a column of labels 1 and 0", nargs="+")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("--label-column", default="label_included", metavar="C", help="default: %(default)s")
    parser.text(
        "--prior-rows",
        "I,J",
        "rows known from the start, from 0; `none` to start from the question alone (default: drawn)",
    )
    parser.text("--question", "TEXT", "the review's question, as a first relevant text")
    parser.add_argument(
        "--refresh",
        type=float,
        default=REFRESH,
        metavar="SHARE",
        help="learn anew when this share of the decisions is new; 0: after each (default: %(default)s)",
    )
    parser.add_argument(
        "--random-share",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="share of the reading drawn at random, as in a queue (default: %(default)s)",
    )
    add_many(parser)


def add_many(parser):
    """Add the options for many replays at once."""
    many = parser.add_argument_group(
        "many replays", "with several files or --seeds, the result is a table of all replays"
    )
    many.add_argument("--seeds", type=int, metavar="N", help="replay each file with the seeds 1 to N")
    many.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="replays at once; -1: one for each processor"
    )
    many.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="run on the Dask cluster with this address"
    )


def run_simulate(arguments):
    """Replay a labelled review with the ranking."""
    options = {
        **chosen(arguments, "label_column", "question"),
        "prior_rows": _prior_rows(arguments.prior_rows),
        "refresh": _share(arguments.refresh, "--refresh"),
        "random_share": _share(arguments.random_share, "--random-share"),
    }
    frames = {str(path): formats.read_table(path) for path in arguments.files}
    if len(arguments.files) > 1 or arguments.seeds is not None or arguments.scheduler:
        show(_many(frames, arguments, options), arguments)
        return
    ((path, frame),) = frames.items()
    result = simulation.simulate_named(path, frame, seed=arguments.seed, **options).as_dict()
    shown = MEASURES if arguments.json else [name for name in MEASURES if name != "order"]
    show({name: result[name] for name in shown}, arguments)


def _many(frames, arguments, options):
    """Return the table of all replays."""
    if options["prior_rows"] and len(frames) > 1:
        raise UsageError("--prior-rows names rows of one file; with several files leave it out")
    if arguments.seeds is not None and arguments.seeds < 1:
        raise UsageError(f"--seeds takes 1 or more; got {arguments.seeds}")
    seeds = [arguments.seed] if arguments.seeds is None else range(1, arguments.seeds + 1)
    table = simulation.simulate_many(
        frames, seeds=seeds, n_jobs=arguments.jobs, scheduler=arguments.scheduler, **options
    )
    return {"replays": table} if arguments.json else table


def _prior_rows(words):
    """Return the rows named; None where they are to be drawn."""
    if words.strip() == "none":
        return []
    try:
        return [int(part) for part in words.split(",") if part.strip()] or None
    except ValueError:
        raise UsageError(f"--prior-rows takes row numbers such as 3,17; got {words!r}") from None


def _share(value, option):
    if not 0 <= value <= 1:
        raise UsageError(f"{option} takes a share between 0 and 1; got {value}")
    return value
