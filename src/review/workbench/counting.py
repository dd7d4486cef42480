"""Counting apart: the words of a large pile, counted by a process of its own while somebody reads."""

import os
import subprocess
import sys

from review.project import Project
from review.store import Store
from review.workbench.cached import cached_features
from review.workbench.kept import Kept
from review.workbench.pile import Pile

__all__ = ["count_apart", "count_words"]

COUNT = "import sys; from review.workbench.counting import count_words; count_words(sys.argv[1])"
GIVES_WAY = 10
"""How much the process gives way to others, where the system knows of that."""


def count_apart(folder):
    """Have the words of a review's references counted and kept by another process; wait until it is done.

    A thread would not do: Python lets only one of them compute at a time, and the reader's keys would wait.
    Should the other process fail, nothing is lost: what it was to keep is then computed where it is needed.

    Parameters
    ----------
    folder : path
        Of the review.
    """
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-c", COUNT, str(folder)]
    subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, check=False)


def count_words(folder):
    """Count the words of all references of a review and keep them in its ``data/.cache``."""
    if hasattr(os, "nice"):
        os.nice(GIVES_WAY)
    project = Project.open(folder)
    store = Store.open(project.database())
    try:
        cached_features(Pile(project, store, Kept(store)).references(), project.path("data", ".cache"))
    finally:
        store.close()
