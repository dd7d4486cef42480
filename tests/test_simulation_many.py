"""Many replays at once, and the command that starts them."""

import importlib.util
import json

import numpy as np
import pandas as pd
import pytest

from review.cli import main
from review.errors import UsageError
from review.simulation import simulate, simulate_many


def _review(shift, n=40):
    relevant = (np.arange(n) + shift) % 5 == 0
    titles = [f"{'statins stopped' if hit else 'robots built'} part{i}" for i, hit in enumerate(relevant)]
    return pd.DataFrame({"title": titles, "abstract": "adults", "label_included": relevant.astype(int)})


FRAMES = {"one": _review(0), "two": _review(2)}
MEASURES = ["n", "n_included", "wss95", "recall10", "recall20", "atd", "loss", "ndcg"]


def test_each_review_is_replayed_with_each_seed():
    """The table holds what single replays give, in the order asked for."""
    table = simulate_many(FRAMES, seeds=[3, 1], refresh=0.1)
    assert table[["name", "seed"]].values.tolist() == [["one", 3], ["one", 1], ["two", 3], ["two", 1]]
    single = simulate(FRAMES["two"], seed=3, refresh=0.1)
    assert [table[name][2] for name in MEASURES] == [getattr(single, name) for name in MEASURES]


def test_two_at_once_give_the_same():
    """How many run at once changes nothing but the time."""
    one = simulate_many(FRAMES, seeds=[1, 2], refresh=0.2)
    two = simulate_many(FRAMES, seeds=[1, 2], refresh=0.2, n_jobs=2)
    pd.testing.assert_frame_equal(one.drop(columns="seconds"), two.drop(columns="seconds"))


@pytest.mark.slow
def test_a_cluster_gives_the_same():
    """A Dask cluster of two workers returns the table of this machine."""
    distributed = pytest.importorskip("distributed", reason="dask[distributed] is not installed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    )
    with cluster:
        there = simulate_many(FRAMES, seeds=[1, 2], refresh=0.2, scheduler=cluster.scheduler_address)
    here = simulate_many(FRAMES, seeds=[1, 2], refresh=0.2)
    pd.testing.assert_frame_equal(here.drop(columns="seconds"), there.drop(columns="seconds"))


@pytest.mark.skipif(importlib.util.find_spec("distributed") is not None, reason="distributed is installed")
def test_without_dask_a_cluster_is_refused():
    """The message says what to install."""
    with pytest.raises(UsageError, match="needs the package distributed; install it"):
        simulate_many(FRAMES, scheduler="tcp://localhost:8786")


def test_nothing_to_replay_is_an_error():
    """A table of no replays would hide a mistake."""
    with pytest.raises(UsageError, match="at least one review and one seed"):
        simulate_many({})


def test_random_draws_are_read_too():
    """With a random share everything is still read once, in another order, the same for a seed."""
    plain = simulate(FRAMES["one"], seed=2, refresh=0.1)
    mixed = simulate(FRAMES["one"], seed=2, refresh=0.1, random_share=0.5)
    assert sorted(mixed.order) == sorted(plain.order)
    assert mixed.order != plain.order
    assert mixed.prior_rows == plain.prior_rows
    assert mixed.order == simulate(FRAMES["one"], seed=2, refresh=0.1, random_share=0.5).order
    assert simulate(FRAMES["one"], seed=2, random_share=1).atd > plain.atd


@pytest.fixture
def files(tmp_path):
    """Two labelled reviews on disk."""
    for name, frame in FRAMES.items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    return [str(tmp_path / f"{name}.csv") for name in FRAMES]


def test_simulate_keeps_its_contract(files, capsys):
    """One JSON document with exactly the fields other programs read."""
    assert main(["simulate", files[0], "--seed", "3", "--prior-rows", "0,1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [*MEASURES, "order", "seconds"]
    assert found["order"][:2] == [0, 1]
    assert sorted(found["order"]) == list(range(40))


def test_simulate_shows_measures_to_people(files, capsys):
    """Without --json the long order stays away."""
    assert main(["simulate", files[0]]) == 0
    shown = capsys.readouterr().out
    assert "wss95" in shown
    assert "order" not in shown


def test_simulate_starts_from_the_question_alone(files, capsys):
    """No row needs to be known where the question says what is looked for."""
    words = ["simulate", files[0], "--prior-rows", "none", "--question", "stopped statins", "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["order"][0] % 5 == 0


def test_simulate_several_files(files, capsys):
    """Several files and seeds make a table of replays."""
    assert main(["simulate", *files, "--seeds", "2", "--refresh", "0.2", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["replays"]
    assert [(row["name"], row["seed"]) for row in rows] == [(file, seed) for file in files for seed in (1, 2)]


MISUSES = [
    pytest.param(["--prior-rows", "a,b"], "--prior-rows takes row numbers", id="priors"),
    pytest.param(["--prior-rows", "99,1"], "prior row 99 does not exist", id="no-such-row"),
    pytest.param(["--seeds", "0"], "--seeds takes 1 or more", id="seeds"),
    pytest.param(["--refresh", "2"], "--refresh takes a share", id="refresh"),
    pytest.param(["--random-share", "-1"], "--random-share takes a share", id="random-share"),
    pytest.param(["--label-column", "nope"], "expected a column 'nope'", id="label-column"),
]


@pytest.mark.parametrize(("words", "message"), MISUSES)
def test_misuse_is_named(files, words, message, capsys):
    """Bad usage ends with code 2 and one sentence."""
    assert main(["simulate", files[0], *words]) == 2
    assert message in capsys.readouterr().err


def test_prior_rows_belong_to_one_file(files, capsys):
    """Row numbers of one file mean nothing in another."""
    assert main(["simulate", *files, "--prior-rows", "0,1"]) == 2
    assert "names rows of one file" in capsys.readouterr().err
