"""The command line: every step of the work as a command, for people and for other programs."""

from review.cli.main import main
