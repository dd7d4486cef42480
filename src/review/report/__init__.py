"""The report: from what a review holds to one HTML file."""

from importlib import import_module

from review.report.snapshot import Snapshot

PLACES = {
    "changes": "checking", "check": "checking", "Number": "number", "numbers": "number", "Report": "page",
    "read_page": "roots", "render": "page", "Section": "writer", "build": "notebook",
}  # fmt: skip


def __getattr__(name):
    # the libraries that draw and run notebooks take seconds to load: only those who write a report wait
    if name not in PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"review.report.{PLACES[name]}"), name)
