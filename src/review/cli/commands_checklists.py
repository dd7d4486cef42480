"""Commands for the checklists of economic evaluations."""

from review.cli.options import add_command, shows

__all__ = ["add_commands"]


def add_commands(parts):
    """Add `economics checklists`."""
    add_command(parts, "checklists", run_checklists)


@shows
def run_checklists(workbench, _):
    """Show how far each checklist is answered."""
    return workbench.checklists.completeness()
