"""The workbench's rooms: what each is given, what each may touch, and what a user sees of them."""

import ast
import importlib
import inspect
import re
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from review.project import create
from review.workbench import Workbench, workbench
from review.workbench.room import contents, line_of

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "review"
FOLDER = PACKAGE / "workbench"
FILES = sorted(FOLDER.glob("*.py"))
MOST_ROOMS, MOST_NAMES = 4, 25


def classes_of(path):
    """Return the classes a file defines, by name."""
    return [
        node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)
    ]


def parts():
    """Return every class of the workbench's folder by its name: rooms, desks, helpers."""
    found = {}
    for path in FILES:
        module = importlib.import_module(f"review.workbench.{path.stem}")
        found |= {node.name: getattr(module, node.name) for node in classes_of(path)}
    return found


PARTS = parts()
ROOMS = {name: next(cls for n, cls in PARTS.items() if n.lower() == name) for name in workbench.ROOMS}
GIVEN = {*ROOMS, "ballots", "judgements"}
"""Rooms, and the two that stand behind them and are shown to nobody."""


ALL = ROOMS | {"ballots": PARTS["Ballots"], "judgements": PARTS["Judgements"]}


def rooms_given_to(cls):
    """Return the rooms a class is given, as its constructor names them; of a desk on a desk those of that."""
    names = [name for name in inspect.signature(cls.__init__).parameters if name in GIVEN]
    inherited = cls.__init__ is not object.__init__ and "rooms" in inspect.signature(cls.__init__).parameters
    return names or (rooms_given_to(cls.__mro__[1]) if inherited else [])


@pytest.fixture(scope="module")
def review_folder(tmp_path_factory):
    """Return the folder of a review in which nothing is done yet."""
    return create(tmp_path_factory.mktemp("rooms") / "review", title="Rooms", language="en").folder


BUILT = [pytest.param(cls, id=name) for name, cls in PARTS.items() if name != "Workbench"]


@pytest.mark.parametrize("cls", BUILT)
def test_nothing_is_given_more_than_four_rooms_and_nothing_the_workbench(cls):
    """What a part may touch stands in its constructor, and it is little."""
    names = list(inspect.signature(cls.__init__).parameters)
    assert "workbench" not in names
    assert len(rooms_given_to(cls)) <= MOST_ROOMS


def test_the_constructors_are_read_rightly():
    """The test above sees the rooms of a desk that stands on another, and of a room."""
    assert rooms_given_to(PARTS["ListDesk"]) == ["pile", "ballots", "screening", "stopping"]
    assert rooms_given_to(PARTS["Duplicates"]) == ["pile", "judgements"]


def held_by(thing):
    """Yield what a part holds, also in what it was given half called."""
    for held in vars(thing).values():
        within = [*held.args, *held.keywords.values()] if isinstance(held, partial) else [held]
        for one in within:
            yield from one.values() if isinstance(one, dict) else one if isinstance(one, tuple) else [one]


def test_no_room_holds_the_workbench(review_folder):
    """Neither itself nor one of its methods."""
    with Workbench.open(review_folder) as review:
        for name in workbench.ROOMS:
            for held in held_by(getattr(review, name)):
                assert not isinstance(getattr(held, "__self__", held), Workbench), name


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_no_part_reaches_into_another_or_through_one(path):
    """A name with an underscore is a part's own; what a room was given it keeps to itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr):
            own = ast.unparse(node.value) in ("self", "cls", "super()")
            assert own, f"{path.name}:{node.lineno} {ast.unparse(node)}"
        if isinstance(node, ast.FunctionDef):
            assert node.name not in ("__getattr__", "__getattribute__"), f"{path.name}:{node.lineno}"


def calls_on_rooms(path):
    """Yield room, name and line of each name a file asks of a room it was given."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            holder = node.value
            if isinstance(holder.value, ast.Name) and holder.value.id == "self":
                room = holder.attr.removeprefix("_")
                if room in ALL:
                    yield room, node.attr, node.lineno


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_what_is_asked_of_a_room_it_has(path):
    """So that a name that was taken away is missed here, not by a user."""
    for room, name, line in calls_on_rooms(path):
        assert hasattr(ALL[room], name), f"{path.name}:{line} {room}.{name}"


def imports_inside(path):
    """Return the other files of the workbench a file imports, in functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("review.workbench"):
            rest = node.module.removeprefix("review.workbench").strip(".")
            found |= {rest.partition(".")[0]} if rest else {alias.name for alias in node.names}
    return found


def test_no_imports_go_in_a_circle_inside_the_workbench():
    """One can read the files in an order in which each rests on what was read before."""
    needs = {path.stem: imports_inside(path) for path in FILES if path.stem != "__init__"}
    order = [*TopologicalSorter(needs).static_order()]
    assert order.index("room") < order.index("pile") < order.index("workbench") == len(order) - 1


def test_no_room_is_given_one_that_is_made_after_it():
    """The rooms have an order too, from the register and the pile up to the report."""
    needs = {name: rooms_given_to(cls) for name, cls in ALL.items()}
    order = [*TopologicalSorter(needs).static_order()]
    assert set(order) >= set(ROOMS)


CLASSES = [(path, node) for path in sorted(PACKAGE.rglob("*.py")) for node in classes_of(path)]
OURS = {node.name for _, node in CLASSES}


def test_no_class_of_the_package_has_two_parents_of_ours():
    """One idea, one parent at most."""
    parents = {
        f"{path.stem}.{node.name}": [base.id for base in node.bases if getattr(base, "id", "") in OURS]
        for path, node in CLASSES
    }
    assert not {name: several for name, several in parents.items() if len(several) > 1}


def public_methods(path, node):
    """Return the public methods a class has, those it inherits from classes of ours too."""
    module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    lineage = getattr(importlib.import_module(module), node.name).__mro__
    members = [vars(cls).items() for cls in lineage if cls.__module__.startswith("review.")]
    return {
        name for items in members for name, member in items if name[0] != "_" and inspect.isroutine(member)
    }


def test_no_class_of_the_package_has_more_names_than_one_can_keep():
    """25 public methods at most, inherited ones counted."""
    counts = {f"{path.stem}.{node.name}": len(public_methods(path, node)) for path, node in CLASSES}
    assert max(counts.values()) > 15
    assert not {name: n for name, n in counts.items() if n > MOST_NAMES}


@pytest.mark.parametrize("name", workbench.ROOMS)
def test_a_room_shows_its_few_names_with_a_line_each(review_folder, name):
    """On Tab, in a terminal and in a notebook, all three the same."""
    with Workbench.open(review_folder) as review:
        room = getattr(review, name)
        names = [each for each, _, _ in contents(type(room))]
        assert 0 < len(names) <= MOST_NAMES
        assert dir(room) == sorted(names)
        assert not {each for each in vars(room) if not each.startswith("_")}
        assert all(line.endswith((".", ")")) for _, _, line in contents(type(room))), contents(type(room))
        for shown in (repr(room), room._repr_html_()):
            assert all(each in shown for each in names)


def test_the_workbench_shows_its_rooms(review_folder):
    """Some two dozen names on Tab, each room with a line in a notebook."""
    with Workbench.open(review_folder) as review:
        assert {*workbench.ROOMS, "open", "close", "status", "verify"} <= set(dir(review))
        assert len(dir(review)) <= len(workbench.ROOMS) + 13
        assert all(line_of(type(getattr(review, name))) in review._repr_html_() for name in workbench.ROOMS)
        assert type(review).__mro__ == (Workbench, object)


def test_each_command_module_speaks_to_one_room():
    """What a command needs, one room gives; what spans rooms the workbench does itself."""
    for path in sorted((PACKAGE / "cli").glob("*.py")):
        named = re.findall(r"\bworkbench\.(\w+)\.", path.read_text(encoding="utf-8"))
        assert len(set(named) & set(ROOMS)) <= 1, path.name


def edges_drawn(page):
    """Return the arrows of the rooms' picture: (room, what it is given)."""
    picture = re.search(r"```mermaid\nflowchart LR\n(.*?)```", page, flags=re.DOTALL)[1]
    return {tuple(edge) for edge in re.findall(r"^\s*(\w+) --> (\w+)$", picture, flags=re.MULTILINE)}


def test_the_picture_of_the_house_shows_what_the_constructors_say():
    """docs/house.md has an arrow for each room that is given to another, those of the pile left out."""
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    true = {(name, given) for name, cls in ALL.items() for given in rooms_given_to(cls)} - {
        (name, "pile") for name in ALL
    }
    assert edges_drawn(page) == true


def test_the_page_of_the_house_names_every_room_with_its_own_words():
    """A table of the rooms, each with the first line of what it says of itself and what it is given."""
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    for name, cls in ROOMS.items():
        given = ", ".join(f"`{one}`" for one in rooms_given_to(cls)) or "–"
        row = f"| `{name}` | {line_of(cls)} | {given} |"
        assert row in page, row
