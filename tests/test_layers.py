"""The house: every room has a floor, and imports only go down."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "review"
FLOORS = (
    ("errors",),
    ("vocabulary", "text", "formulas", "money", "cluster"),
    ("records", "evidence"),
    ("formats", "register", "project"),
    ("store", "terms"),
    (
        "duplicates",
        "ranking",
        "flags",
        "stopping",
        "agreement",
        "linking",
        "economics",
        "coding",
        "displacement",
        "flow",
        "overlap",
        "standing",
        "gaps",
    ),
    ("figures", "display", "widgets", "simulation", "corpus"),
    ("report",),
    ("workbench",),
    ("cli",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
NOT_CODE = {"templates", "shipped"}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if not NOT_CODE & set(path.parts))


def room_of(path):
    """Return the room a file stands in: its folder below the package, or its own name."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def rooms_named_in(path):
    """Return the rooms whose code a file imports, whichever way it writes it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.relative_to(PACKAGE.parent).parts[: -node.level]
            module = ".".join((*base, node.module or ""))
            found |= rooms_in(module.rstrip("."), [alias.name for alias in node.names])
        elif isinstance(node, ast.ImportFrom):
            found |= rooms_in(node.module, [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            for alias in node.names:
                found |= rooms_in(alias.name, [])
    return found


def rooms_in(module, names):
    """Return the rooms in `from module import names`."""
    parts = module.split(".")
    if parts[0] != "review":
        return set()
    return {parts[1]} if len(parts) > 1 else {name for name in names if not name.startswith("__")}


def with_names(paths):
    """Give each file a readable test name."""
    return [pytest.param(path, id=str(path.relative_to(PACKAGE))) for path in paths]


@pytest.mark.parametrize("path", with_names(FILES))
def test_every_room_has_a_floor(path):
    """A new room is given a place in the house before it is given code."""
    room = room_of(path)
    assert room.startswith("__") or room in FLOOR_OF


@pytest.mark.parametrize("path", with_names(f for f in FILES if not room_of(f).startswith("__")))
def test_imports_come_from_floors_below(path):
    """A room names only rooms of lower floors, besides itself."""
    room = room_of(path)
    others = rooms_named_in(path) - {room}
    above = {name for name in others if FLOOR_OF.get(name, 99) >= FLOOR_OF[room]}
    assert not above, f"{room} (floor {FLOOR_OF[room]}) imports {sorted(above)}"


def test_the_root_imports_no_room():
    """`import review` costs nothing: rooms are opened by those who need them."""
    assert not rooms_named_in(PACKAGE / "__init__.py")


ONLY = [
    pytest.param({"sqlalchemy", "sqlite3", "alembic", "psycopg"}, {"store"}, id="speaks-sql"),
    pytest.param({"matplotlib", "seaborn"}, {"figures", "display"}, id="draws"),
    pytest.param({"rispy", "openpyxl", "polars"}, {"formats"}, id="reads-export-files"),
    pytest.param({"dask", "distributed"}, {"cluster"}, id="reaches-other-machines"),
    pytest.param({"argparse", "tqdm"}, {"cli"}, id="talks-to-a-terminal"),
    pytest.param({"nbconvert", "nbclient", "nbformat"}, {"report"}, id="runs-notebooks"),
]


@pytest.mark.parametrize(("libraries", "rooms"), ONLY)
def test_a_library_is_used_in_its_own_room_only(libraries, rooms):
    """What one room is for, no other room does."""
    users = {room_of(path) for path in FILES if libraries & outside_names(path)}
    assert users <= rooms, f"{sorted(users - rooms)} use {sorted(libraries)}"


def test_who_screens_does_not_wait_for_the_report():
    """Opening a review loads nothing that draws or runs notebooks; each takes seconds on a slow machine."""
    code = "import sys, review.workbench; print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"matplotlib", "seaborn", "nbconvert", "nbclient", "nbformat"} & set(ran.stdout.split())


def test_only_the_command_line_prints():
    """A verb returns what it found; it does not print it."""
    for path in FILES:
        calls = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call))
        prints = [n.lineno for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"]
        assert room_of(path) == "cli" or not prints, f"{path.name} prints in lines {prints}"


def outside_names(path):
    """Return the top-level names of everything a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found
