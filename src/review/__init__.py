"""A workbench for literature reviews on low-value care and its removal."""

__version__ = "0.1.0"
