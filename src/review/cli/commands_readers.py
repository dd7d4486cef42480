"""Commands for readers: who reads, how far each is, and how far they agree."""

from review.cli.options import add_command, add_parts, chosen, opened, reader_of, shows
from review.cli.output import say, show

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `readers`, `sign` and `agreement`."""
    parts = add_parts(commands, "readers", "who reads, how far each is, and their logins")
    parser = add_command(parts, "list", run_readers)
    parser.stage()
    add_command(parts, "setup", run_setup)
    add_sign_command(commands)
    parser = add_command(commands, "agreement", run_agreement)
    parser.switch("--over-time", "month by month instead")
    blocks = "with --over-time: by blocks of N references instead of months"
    parser.add_argument("--block", type=int, metavar="N", help=blocks)
    parser.stage()


def add_sign_command(commands):
    """Add `sign on`, `sign status`, `sign accept` and `sign revoke`."""
    parts = add_parts(commands, "sign", "whose word each row is: readers' keys, by which rows are signed")
    parser = add_command(parts, "on", run_sign_on)
    parser.reader()
    parser.text("--machine", "NAME", "what this machine is called beside its key (default: its own name)")
    parser.switch("--adopt", "my rows that are here now and that verify names as not signed are mine")
    add_command(parts, "status", run_sign_status)
    for name, run in (("accept", run_accept), ("revoke", run_revoke)):
        parser = add_command(parts, name, run)
        parser.add_argument("fingerprint", help="25 digits, as review sign status shows them")
        parser.reader()
    parser.text("--since", "TIME", "from when the key is no more trusted, such as 2026-03-01T09:30:00Z")


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
def run_sign_on(workbench, arguments):
    """Sign from now on what this machine writes in a reader's name."""
    reader = reader_of(arguments, workbench)
    return workbench.readers.sign_on(reader, **chosen(arguments, "machine", "adopt"))


@shows
def run_sign_status(workbench, _):
    """Show who signs, with which keys, for people to compare by telephone."""
    return workbench.readers.keys()


@shows
def run_accept(workbench, arguments):
    """Say that a new key is its reader's, with an earlier key of the reader's or as an adjudicator."""
    return workbench.readers.accept_key(arguments.fingerprint, reader=reader_of(arguments, workbench))


@shows
def run_revoke(workbench, arguments):
    """Say that a key that was lost or stolen counts no more."""
    how = {"reader": reader_of(arguments, workbench), "since": arguments.since}
    return workbench.readers.revoke_key(arguments.fingerprint, **how)


@shows
def run_agreement(workbench, arguments):
    """Say how far readers agree, and where they do not."""
    readers, stage = workbench.readers, arguments.stage
    if arguments.over_time:
        return readers.agreement_over_time(stage, block=arguments.block)
    return {"agreement": readers.agreement(stage), "conflicts": readers.conflicts(stage)}
