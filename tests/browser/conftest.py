"""What browser tests need: one JupyterLab, one Chromium, and a way to talk to both."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from chromium import CHROMIUM, NO_CHROMIUM

TOKEN = "for-the-tests"
QUIET = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
START_WITHIN = 60
WINDOW = {"width": 1400, "height": 1000}
TALL = {"width": 1400, "height": 1700}


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Start one JupyterLab on a free port of this machine; give its address and its folder."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@contextmanager
def running_lab(folder):
    """Run a JupyterLab that keeps all it writes in a folder."""
    places = {name: folder / "own" / name for name in ("config", "data", "runtime", "settings", "ipython")}
    for place in places.values():
        place.mkdir(parents=True)
    overrides = places["config"] / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir()
    overrides.write_text(json.dumps(QUIET), encoding="utf-8")
    files = folder / "files"
    files.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--expose-app-in-browser",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        f"--port={port}",
    ]
    command += ["--ip=127.0.0.1", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    command += [f"--ServerApp.root_dir={files}", "--allow-root", "--LabApp.news_url=", "--log-level=WARN"]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(places["config"]),
        "JUPYTER_DATA_DIR": str(places["data"]),
        "JUPYTER_RUNTIME_DIR": str(places["runtime"]),
        "JUPYTERLAB_SETTINGS_DIR": str(places["settings"]),
        "IPYTHONDIR": str(places["ipython"]),
    }
    log = (folder / "lab.log").open("w")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server, folder / "lab.log")
        yield Lab(address, files)
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def wait_for(address, server, log):
    """Wait until the server answers."""
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5).read()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start; it said:\n{log.read_text()[-2000:]}")


class Lab:
    """A running JupyterLab: where it answers and where its files lie."""

    def __init__(self, address, folder):
        self.address, self.folder = address, folder

    def url(self, path, view="lab/tree"):
        """Return the address that opens a file: in JupyterLab, or with `notebooks` in Notebook 7."""
        return f"{self.address}/{view}/{path}?token={TOKEN}&reset"


@pytest.fixture(scope="module")
def page(chromium):
    """Open a window for the tests of a module."""
    with window(chromium) as page:
        yield page


@contextmanager
def window(chromium):
    """Open a window; `page.said` keeps its errors and dialogs, `page.asked` what it asked for."""
    context = chromium.new_context(viewport=WINDOW, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.said, page.asked = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("dialog", lambda dialog: (page.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    yield page
    context.close()


@pytest.fixture(scope="session")
def picture():
    """Return what keeps a picture of the card for the manual, where REVIEW_PICTURES names a folder."""
    folder = os.environ.get("REVIEW_PICTURES")

    def keep(page, name, *, with_marks=0):
        if folder and page.locator(".review-text mark").count() >= with_marks:
            # what is scrolled out of sight would be cut off
            page.set_viewport_size(TALL)
            page.locator(".review-card").screenshot(path=Path(folder) / name, animations="disabled")
            page.set_viewport_size(WINDOW)

    return keep
