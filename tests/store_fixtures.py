"""Fixtures of the store's tests: a SQLite file, or a PostgreSQL server of their own."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from review.store import Store

PROGRAMS = (shutil.which("initdb"), *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb"))))
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server():
    """Start a PostgreSQL server for the tests and return its folder, or skip where there is none."""
    if not any(PROGRAMS):
        pytest.skip("needs the programs of a PostgreSQL server (initdb, postgres), which are not here")
    if os.geteuid() == 0 and _server_user() is None:
        pytest.skip("needs a user other than root to run a PostgreSQL server, and there is none")
    with postgresql_server() as folder:
        yield folder


@contextmanager
def postgresql_server(*, fsync=False):
    """Run a PostgreSQL server that listens on a socket in a folder of its own; give that folder."""
    program = next(path for path in reversed(PROGRAMS) if path)
    user = _server_user()
    folder = Path(tempfile.mkdtemp(prefix="review-pg-"))
    if user:
        shutil.chown(folder, user)
    run = {"cwd": folder, "user": user, "stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    data = str(folder / "data")
    subprocess.run(
        [program, "-D", data, "-U", "review", "-A", "trust", "-E", "UTF8", "-N"], check=True, **run
    )
    settings = ("listen_addresses=", f"unix_socket_directories={folder}", f"fsync={'on' if fsync else 'off'}")
    arguments = [part for setting in settings for part in ("-c", setting)]
    process = subprocess.Popen([Path(program).with_name("postgres"), "-D", data, *arguments], **run)
    try:
        _wait_for(folder)
        yield folder
    finally:
        process.send_signal(signal.SIGQUIT)  # to PostgreSQL: stop at once, nothing will be read again
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_address(request, tmp_path):
    """Return a function that gives the address of one more empty database, by the test's kind of database."""
    kind = getattr(request, "param", "sqlite")

    def next_address():
        number = next(_numbers)
        if kind == "sqlite":
            return str(tmp_path / f"review{number}.db")
        folder = request.getfixturevalue("server")
        with psycopg.connect(f"host={folder} user=review dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE review{number}")
        return f"postgresql://review@/review{number}?host={folder}"

    return next_address


@pytest.fixture
def address(new_address):
    """Return the address of an empty database."""
    return new_address()


@pytest.fixture
def store(address):
    """Return an open, empty store."""
    with Store.open(address) as opened:
        yield opened


def _server_user():
    # a PostgreSQL server refuses to run as root
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


def _wait_for(folder, seconds=20):
    deadline = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(f"host={folder} user=review dbname=postgres").close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
