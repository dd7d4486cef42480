"""The command that flags: the references of the review, or a corpus on disk."""

from pathlib import Path

from review.cli.options import add_command, opened
from review.cli.output import progress, say, show
from review.corpus import SCORES
from review.errors import UsageError
from review.evidence import FLAGS

__all__ = ["add_commands"]

N_OF_CORPUS = 20


def add_commands(commands):
    """Add `flag`."""
    parser = add_command(commands, "flag", run_flag)
    parser.add_argument("-n", type=int, help="only so many, the likeliest first")
    parser.switch("--quality", "how good the flags are instead, and what taught them")
    parser.choice(
        "--by",
        SCORES,
        "the likeliest by what (default: %(default)s; score is the ranking's, of a corpus only)",
        default=FLAGS[0],
    )
    corpus = parser.add_argument_group(
        "a corpus too large to import",
        "Parquet (with the package polars), CSV or TSV files are read some rows at a time and scored by the "
        "ranking and both flags; memory does not grow with their number. Nothing is stored in the review.",
    )
    corpus.add_argument("--corpus", metavar="PATH", nargs="+", type=Path, help="files, or folders of files")
    corpus.add_argument(
        "--out", metavar="FOLDER", type=Path, help="where each file's scores are written, as CSV"
    )
    corpus.add_argument(
        "--jobs", type=int, metavar="N", help="files at once; -1: one for each processor (default: 1)"
    )
    corpus.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="run on the Dask cluster with this address"
    )


def run_flag(arguments):
    """Score both flags for every reference, with the words that decided."""
    if arguments.corpus and arguments.quality:
        raise UsageError("--quality is of the references of the review; leave out --corpus")
    if arguments.corpus:
        run_corpus(arguments)
        return
    given = {"--out": arguments.out, "--jobs": arguments.jobs, "--scheduler": arguments.scheduler}
    given["--by score"] = arguments.by == "score"
    for option, value in given.items():
        if value:
            raise UsageError(f"{option} is for a corpus; name its files with --corpus")
    with opened(arguments) as workbench:
        flags = workbench.flags
        if arguments.quality:
            show({"taught": flags.taught(), "measures": flags.measures()}, arguments)
            return
        for row in flags.taught().query("stays != ''").itertuples():
            say(f"{row.flag}: {row.stays}")
        show(flags.likeliest(arguments.by, arguments.n), arguments)


def run_corpus(arguments):
    """Score a corpus on disk."""
    if arguments.out is None:
        raise UsageError("--corpus needs --out FOLDER, where the scores are written")
    if arguments.jobs == 0:
        raise UsageError("--jobs takes 1 or more, or -1; got 0")
    with opened(arguments) as workbench:
        files, likeliest = workbench.flags.score_corpus(
            arguments.corpus,
            arguments.out,
            n=N_OF_CORPUS if arguments.n is None else arguments.n,
            by=arguments.by,
            n_jobs=arguments.jobs or 1,
            scheduler=arguments.scheduler,
            progress=progress,
        )
    total = {"files": len(files)} | {name: int(files[name].sum()) for name in ("references", *FLAGS)}
    show({"out": str(arguments.out), "total": total, "files": files, "likeliest": likeliest}, arguments)
