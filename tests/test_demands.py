"""The page of the twenty demands: twenty lines, and every command on it runs on the sample."""

import contextlib
import re
import shlex
import shutil

import pytest

from review.cli import main
from review.project import shipped
from review.workbench import Workbench

PAGE = shipped("review.toml").parent / "docs" / "demands.md"
LINES = re.findall(r"^(\d+)\. (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE) if PAGE.exists() else []
NEEDS_A_FILE = {"review register import"}
COMMANDS = [
    pytest.param(command, id=command.removeprefix("review "))
    for command in dict.fromkeys(re.findall(r"`(review [^`]+)`", " ".join(text for _, text in LINES)))
    if command not in NEEDS_A_FILE
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return the folder of the sample, run as far as its judgements go."""
    folder = tmp_path_factory.mktemp("demands")
    for name in ("notebooks", "references", "data/sample"):
        shutil.copytree(shipped(*name.split("/")), folder / name)
    shutil.copyfile(shipped("review.toml"), folder / "review.toml")
    with Workbench.open(folder) as workbench:
        workbench.import_sample()
    return folder


def test_each_of_the_twenty_demands_has_a_line_with_a_command():
    """None is left out, none is counted twice."""
    assert [int(number) for number, _ in LINES] == list(range(1, 21))
    assert all("`review " in text for _, text in LINES)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_runs_on_the_sample(sample, capsys, command):
    """What is promised is there, and says something."""
    with contextlib.chdir(sample):
        assert main(shlex.split(command)[1:]) == 0
    assert len(capsys.readouterr().out) > 20
