"""What several tests need: real exports, no deadlines, and no silent skips where that is asked for."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from chromium import CHROMIUM, NO_CHROMIUM, running_chromium

# no test signs with the keys of whoever runs the tests, nor leaves one behind
os.environ["REVIEW_KEYS"] = tempfile.mkdtemp(prefix="review-keys-")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
MUST_RUN = set(os.environ.get("REVIEW_NO_SKIP", "").split())

# a busy machine is no fault of the code; speed is shown in benchmarks/
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared_data():
    """Return the folder of real exports, or skip with the reason where it is not at hand."""
    if not SHARED.is_dir():
        pytest.skip("needs the real exports in ../shared/data beside the repository, which are not here")
    return SHARED


@pytest.fixture(scope="session")
def chromium():
    """Start one Chromium for all browser tests, or skip with the reason where there is none."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with running_chromium() as browser:
        yield browser


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Where several processes run the tests: keep a file in one, and all that need a notebook in one."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return "tests/browser" if nodeid.startswith("tests/browser/") else nodeid.split("::")[0]

    return ByFile(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Fail a test that was skipped though REVIEW_NO_SKIP names its mark."""
    report = yield
    named = MUST_RUN & {mark.name for mark in item.iter_markers()}
    if report.skipped and named:
        report.outcome = "failed"
        report.longrepr = f"skipped, but REVIEW_NO_SKIP names {', '.join(sorted(named))}: {report.longrepr}"
    return report
