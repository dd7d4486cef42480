"""What several tests need: the real exports beside the repository, where they are."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data():
    """Return the folder of real exports, or skip with the reason where it is not at hand."""
    if not SHARED.is_dir():
        pytest.skip("needs the real exports in ../shared/data beside the repository, which are not here")
    return SHARED
