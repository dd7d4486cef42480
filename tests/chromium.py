"""The machine's Chromium, run once for all browser tests: two at a time get in each other's way."""

import shutil
from contextlib import contextmanager

__all__ = ["CHROMIUM", "NO_CHROMIUM", "running_chromium"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "needs a Chromium on the machine, which is not here"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def running_chromium():
    """Run the machine's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
