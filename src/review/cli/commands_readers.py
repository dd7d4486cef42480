"""Commands for readers: who reads, how far each is, and how far they agree."""

from review.cli.options import add_command, add_parts, opened, shows
from review.cli.output import say, show

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `readers` and `agreement`."""
    parts = add_parts(commands, "readers", "who reads, how far each is, and their logins")
    parser = add_command(parts, "list", run_readers)
    parser.stage()
    add_command(parts, "setup", run_setup)
    parser = add_command(commands, "agreement", run_agreement)
    parser.switch("--over-time", "month by month instead")
    blocks = "with --over-time: by blocks of N references instead of months"
    parser.add_argument("--block", type=int, metavar="N", help=blocks)
    parser.stage()


@shows
def run_readers(workbench, arguments):
    """Show who reads and how much is left, no judgement."""
    return {
        "mode": workbench.project.mode(arguments.stage),
        "waiting_for_second_reader": workbench.readers.waiting_for_second(arguments.stage),
        "readers": workbench.readers.progress(arguments.stage),
    }


def run_setup(arguments):
    """Give each reader a login on the PostgreSQL server that keeps them blind."""
    with opened(arguments) as workbench:
        done = workbench.readers.set_up()
    say("set a password for each login with: \\password NAME in psql (or use the server's own sign-on)")
    show(done, arguments)


@shows
def run_agreement(workbench, arguments):
    """Say how far readers agree, and where they do not."""
    readers, stage = workbench.readers, arguments.stage
    if arguments.over_time:
        return readers.agreement_over_time(stage, block=arguments.block)
    return {"agreement": readers.agreement(stage), "conflicts": readers.conflicts(stage)}
