"""Packages: what is written of known vulnerabilities is of the lock file that is there, and says when."""

import hashlib
import re
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]


def test_what_is_said_of_vulnerabilities_is_of_this_lock_file():
    """Whoever changes the lock file has to ask again: make lock does, make audit too."""
    first, *said = (TOP / "docs" / "vulnerabilities.txt").read_text(encoding="utf-8").splitlines()
    digest = hashlib.sha256((TOP / "requirements.lock").read_bytes()).hexdigest()
    assert re.fullmatch(rf"Asked on \d{{4}}-\d\d-\d\d of requirements.lock, SHA-256 {digest}", first)
    assert re.match("Answered: none known|NOT answered", said[-1])
