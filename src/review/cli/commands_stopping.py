"""Commands for stopping: may screening stop, what other rules would do, a certificate to sign."""

from review.cli.options import add_command, chosen, reader_of, shows
from review.cli.output import say
from review.errors import UsageError

__all__ = ["add_commands"]


def add_commands(commands):
    """Add the command of this family."""
    parser = add_command(commands, "stop", run_stop)
    parser.add_argument("--recall", type=float, help="share to be found (default: as review.toml says)")
    parser.add_argument("--confidence", type=float, help="how sure (default: as review.toml says)")
    parser.switch("--rules", "show what the rules and '50 in a row' do in simulated reviews of this size")
    parser.add_argument(
        "--plan",
        type=int,
        metavar="N",
        help="before screening: what each rule would read if N references are relevant, and which to plan",
    )
    parser.switch("--keep", "with --plan: write the planned control set into review.toml")
    parser.add_argument(
        "--runs",
        type=int,
        default=200,
        metavar="N",
        help="simulated screenings per order (default: %(default)s)",
    )
    parser.path("--out", "FILE.html", "write the certificate as a page to sign, and as JSON")
    parser.reader()


@shows
def run_stop(workbench, arguments):
    """Give the stopping certificate: may screening stop?"""
    target = chosen(arguments, "recall", "confidence")
    if arguments.plan is not None:
        return workbench.stopping.plan(arguments.plan, keep=arguments.keep)
    if arguments.keep:
        raise UsageError("--keep goes with --plan N; nothing was written")
    if arguments.rules:
        return workbench.stopping.rules(runs=arguments.runs, **target)
    if not arguments.out:
        return _told(workbench.stopping.certificate(**target).as_dict(), arguments)
    reader = reader_of(arguments, workbench)
    document = workbench.stopping.sign(arguments.out, reader=reader, runs=arguments.runs, **target)
    say(f"written: {arguments.out} and {arguments.out.with_suffix('.json')}")
    return _told(document["certificate"], arguments)


def _told(said, arguments):
    """Return the certificate; to people only what it says something of, and no yes that is not guaranteed."""
    if arguments.json:
        return said
    shown = {name: value for name, value in said.items() if value not in (None, {})}
    return shown if said["guarantee"] or not said["reached"] else shown | {"reached": "not shown"}
