"""A corpus on disk, larger than memory: read some rows at a time, scored file by file."""

import json
import tracemalloc

import numpy as np
import pandas as pd
import pytest

from review.cli import main
from review.corpus import SCORES, Scorer, score_corpus
from review.errors import SourceError, UsageError
from review.evidence import FLAGS
from review.flags import FlagClassifier
from review.formats import partitions_in, read_in_parts
from review.ranking import Features, Ranker

TERMS = {"low_value_care": ["low-value care"], "de_implementation": ["deprescribing"]}
TITLES = ["Low-value care of the back", "Deprescribing of opioids", "Knee surgery", "Hip fracture"]


def _texts(n=40):
    """Return invented references: every fourth about low-value care, every fourth about deprescribing."""
    return pd.DataFrame(
        {
            "id": [f"x{i}" for i in range(n)],
            "title": [f"{TITLES[i % 4]} part{i}" for i in range(n)],
            "abstract": ["pain in adults" if i % 2 else "" for i in range(n)],
            "keywords": "humans; adult",
            "year": [str(2000 + i % 9) for i in range(n)],
        }
    )


@pytest.fixture
def scorer():
    """What a small review has learned."""
    texts = _texts(12)
    ranker = Ranker(question="deprescribing opioids").fit(Features().fit(texts)).alone()
    return Scorer(ranker, FlagClassifier(terms=TERMS).fit(texts))


@pytest.fixture
def folder(tmp_path):
    """A corpus of three files, one of them deeper down."""
    (tmp_path / "corpus" / "later").mkdir(parents=True)
    texts = _texts()
    texts[:15].to_csv(tmp_path / "corpus" / "a.csv", index=False)
    texts[15:30].to_csv(tmp_path / "corpus" / "b.tsv", index=False, sep="\t")
    texts[30:].to_csv(tmp_path / "corpus" / "later" / "a.csv", index=False)
    (tmp_path / "corpus" / "_SUCCESS.csv").write_text("left by the tool that wrote the corpus")
    return tmp_path / "corpus"


def _scores(out, name):
    return pd.read_csv(out / f"{name}.scores.csv", encoding="utf-8-sig")


def test_scores_in_parts_are_those_of_the_whole(folder, tmp_path, scorer):
    """Where a corpus is cut makes no difference to any reference in it."""
    files, _ = score_corpus([folder], tmp_path / "out", scorer)
    assert files[["file", "references"]].values.tolist() == [
        ["a.csv", 15],
        ["b.tsv", 15],
        ["later/a.csv", 10],
    ]
    found = pd.concat([_scores(tmp_path / "out", name) for name in files.file], ignore_index=True)
    assert found.reference_id.tolist() == _texts().id.tolist()
    np.testing.assert_allclose(found[list(SCORES)], scorer.score(_texts()), rtol=1e-5, atol=1e-7)
    assert files[list(FLAGS)].sum().tolist() == [10, 10]


@pytest.mark.parametrize("by", SCORES)
def test_the_likeliest_are_those_of_all_files(folder, tmp_path, scorer, by):
    """The best of each file are held against each other; the first come first where they are equal."""
    _, likeliest = score_corpus([folder], tmp_path / "out", scorer, n=7, by=by)
    expected = scorer.score(_texts())[by].sort_values(ascending=False, kind="stable").head(7)
    np.testing.assert_allclose(likeliest[by].astype(float), expected, rtol=1e-5, atol=1e-7)
    assert likeliest.title[0].startswith(TITLES[0 if by == "low_value_care" else 1])
    assert likeliest.columns.tolist() == ["file", "row", "reference_id", "title", *SCORES]


def test_rows_come_some_at_a_time(folder):
    """Rows are numbered through, however few are read together."""
    parts = list(read_in_parts(folder / "a.csv", 4))
    assert [len(part) for part in parts] == [4, 4, 4, 3]
    assert pd.concat(parts).row.tolist() == list(range(1, 16))
    assert pd.concat(parts).year.tolist() == [float(year) for year in _texts(15).year]


def test_a_long_file_is_held_in_part_only(tmp_path):
    """Three times the rows take no more memory to read: only the part at hand is there."""

    def most(n):
        _texts(n).to_csv(tmp_path / "long.csv", index=False)
        tracemalloc.start()
        for _ in read_in_parts(tmp_path / "long.csv", 500):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(60_000) < 1.3 * most(20_000)


def test_columns_go_by_the_names_databases_give_them(tmp_path):
    """A corpus needs no renaming; lists of keywords, other years and missing cells are understood."""
    rows = (
        "Article Title;Abstract;Author Keywords;Publication Year;EID\nÅldrande;;a;2019 Jan;7\n\n;text;;;8\n"
    )
    (tmp_path / "scopus.csv").write_text(rows, encoding="latin-1")
    (part,) = read_in_parts(tmp_path / "scopus.csv")
    assert part.drop(columns="year").values.tolist() == [
        [1, "", "Åldrande", "", "a"],
        [2, "", "", "text", ""],
    ]
    assert part.year[0] == 2019
    assert np.isnan(part.year[1])


def test_parquet_is_read_as_the_same_texts(tmp_path, scorer):
    """Row groups, lists of keywords and numbers come out as the same references."""
    polars = pytest.importorskip("polars", reason="polars is not installed")
    texts = _texts()
    table = polars.DataFrame(texts.assign(year=texts.year.astype(int)).to_dict("list"))
    table = table.with_columns(polars.col("keywords").str.split("; "))
    (tmp_path / "corpus").mkdir()
    table.write_parquet(tmp_path / "corpus" / "a.parquet", row_group_size=7)
    found = pd.concat(list(read_in_parts(tmp_path / "corpus" / "a.parquet", 11)), ignore_index=True)
    assert found.title.tolist() == texts.title.tolist()
    assert set(found.keywords) == {"humans; adult"}
    assert found.year.tolist() == texts.year.astype(float).tolist()
    files, _ = score_corpus([tmp_path / "corpus"], tmp_path / "out", scorer)
    assert files.references.tolist() == [40]
    scores = _scores(tmp_path / "out", "a.parquet")
    np.testing.assert_allclose(scores[list(SCORES)], scorer.score(texts), rtol=1e-5, atol=1e-7)


def test_parquet_that_is_none_is_refused(tmp_path, scorer):
    """What calls itself Parquet and is not is named; no scores of it are left."""
    pytest.importorskip("polars", reason="polars is not installed")
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(SourceError, match="a.parquet: cannot be read as Parquet"):
        score_corpus([tmp_path / "a.parquet"], tmp_path / "out", scorer)
    assert not list((tmp_path / "out").glob("*"))


def test_without_polars_parquet_is_refused(tmp_path, monkeypatch):
    """The message says what to install; CSV needs nothing."""
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="needs the package polars; install it"):
        list(read_in_parts(tmp_path / "a.parquet"))


REFUSED = [
    pytest.param("a.csv", "title,abstract\nx\ny,z,w\n", "a.csv, row 3: expected 2 cells", id="row"),
    pytest.param("a.csv", "name,size\nx,1\n", "expected a column title or abstract", id="columns"),
    pytest.param("a.csv", "", "a.csv: the file is empty", id="empty"),
    pytest.param("a.txt", "title\nx\n", "expected a file ending in .parquet, .csv, .tsv", id="kind"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), REFUSED)
def test_a_file_that_does_not_fit_is_named(tmp_path, scorer, name, content, message):
    """The message says where and what; nothing half-written is left."""
    (tmp_path / name).write_text(content)
    with pytest.raises(SourceError, match=message):
        score_corpus([tmp_path / name], tmp_path / "out", scorer)
    assert not list((tmp_path / "out").glob("*"))


def test_two_files_of_one_name_are_refused(folder):
    """Their scores would take each other's place."""
    with pytest.raises(UsageError, match="two files are called a.csv"):
        partitions_in([folder / "a.csv", folder / "later" / "a.csv"])


def test_empty_files_give_empty_scores(tmp_path, scorer):
    """A partition without rows is no fault."""
    (tmp_path / "none.csv").write_text("title,abstract\n")
    files, likeliest = score_corpus([tmp_path / "none.csv"], tmp_path / "out", scorer)
    assert files.references.tolist() == [0]
    assert likeliest.empty
    assert _scores(tmp_path / "out", "none.csv").columns.tolist() == ["row", "reference_id", *SCORES]


@pytest.mark.parametrize("n_jobs", [2])
def test_several_files_at_once_give_the_same(folder, tmp_path, scorer, n_jobs):
    """How many run at once changes nothing."""
    one = score_corpus([folder], tmp_path / "one", scorer)
    two = score_corpus([folder], tmp_path / "two", scorer, n_jobs=n_jobs)
    for a, b in zip(one, two, strict=True):
        pd.testing.assert_frame_equal(a, b)
    for file in one[0].scores:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.slow
def test_a_cluster_gives_the_same(folder, tmp_path, scorer):
    """A Dask cluster of two workers writes the files this machine writes."""
    distributed = pytest.importorskip("distributed", reason="dask[distributed] is not installed")
    here = score_corpus([folder], tmp_path / "here", scorer)
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    )
    with cluster:
        there = score_corpus([folder], tmp_path / "there", scorer, scheduler=cluster.scheduler_address)
    for a, b in zip(here, there, strict=True):
        pd.testing.assert_frame_equal(a, b)
    for file in here[0].scores:
        assert (tmp_path / "here" / file).read_bytes() == (tmp_path / "there" / file).read_bytes()


def test_what_is_sent_holds_no_reference(scorer):
    """A ranker on its own scores as before without the texts it has learned from."""
    texts = _texts(30)
    whole = Ranker(question="opioids").fit(texts, [1, 0, *[None] * 28])
    np.testing.assert_allclose(
        whole.alone().decision_function(texts), whole.decision_function(texts), rtol=1e-6
    )
    assert whole.alone().features_.matrix_.shape[0] == 0
    assert whole.features_.matrix_.shape[0] == 30


@pytest.fixture
def review_folder(tmp_path):
    """An empty review."""
    assert main(["init", str(tmp_path / "mine")]) == 0
    return tmp_path / "mine"


def test_the_command_scores_a_corpus_before_anything_is_imported(folder, review_folder, tmp_path, capsys):
    """From the first minute: the glossary and the question are enough."""
    capsys.readouterr()
    out = tmp_path / "scores"
    words = ["flag", "--corpus", str(folder), "--out", str(out), "-n", "3", "--json"]
    assert main([*words, "--project", str(review_folder)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["total"]["files"] == 3
    assert found["total"]["references"] == 40
    assert len(found["likeliest"]) == 3
    assert "Low-value care" in found["likeliest"][0]["title"]
    assert sorted(file.name for file in out.rglob("*.csv")) == ["a.csv.scores.csv"] * 2 + ["b.tsv.scores.csv"]


MISUSES = [
    pytest.param(["--corpus", "."], "--corpus needs --out FOLDER", id="no-out"),
    pytest.param(["--out", "x"], "--out is for a corpus", id="no-corpus"),
    pytest.param(["--scheduler", "tcp://x:1"], "--scheduler is for a corpus", id="scheduler-alone"),
    pytest.param(["--by", "score"], "--by score is for a corpus", id="score-alone"),
    pytest.param(["--corpus", "nowhere", "--out", "x"], "nowhere: no such file or folder", id="missing"),
    pytest.param(["--corpus", ".", "--out", "x", "--jobs", "0"], "--jobs takes 1 or more", id="jobs"),
]


@pytest.mark.parametrize(("words", "message"), MISUSES)
def test_misuse_is_named(review_folder, words, message, capsys):
    """Bad usage ends with code 2 and one sentence."""
    assert main(["flag", *words, "--project", str(review_folder)]) == 2
    assert message in capsys.readouterr().err
