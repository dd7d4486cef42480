"""Features kept on disk: read once, found again, and made anew where anything changed."""

import numpy as np
import pandas as pd
import pytest

from review.ranking import Features, Ranker
from review.workbench.cached import cached_features

TEXTS = pd.DataFrame(
    {
        "title": ["back pain in adults", "back pain in children", "[Kniegelenk]"],
        "abstract": ["opioids åäö", "", "surgery"],
        "keywords": ["Pain; Adult", "", "Knee"],
        "year": pd.array([2001, None, 2010], dtype="Int64"),
    }
)


@pytest.fixture
def never_read(monkeypatch):
    """Texts cannot be read."""
    monkeypatch.setattr(Features, "fit", lambda self, X, y=None: pytest.fail("texts were read again"))


def test_the_second_time_no_text_is_read(tmp_path, request):
    """What comes from disk ranks as what was computed."""
    first = cached_features(TEXTS, tmp_path / "deep" / "cache")
    request.getfixturevalue("never_read")
    again = cached_features(TEXTS, tmp_path / "deep" / "cache")
    scores = [Ranker(question="pain").fit(f, [1, np.nan, 0]).decision_function(f) for f in (first, again)]
    np.testing.assert_array_equal(*scores)
    assert Ranker().fit(again, [1, np.nan, 0]).explain(again).word.str.len().min() > 1


CHANGES = [
    pytest.param(lambda t: t.assign(title=t.title.str.upper()), {}, id="title"),
    pytest.param(lambda t: t.assign(year=2005), {}, id="year"),
    pytest.param(lambda t: t.iloc[::-1], {}, id="order"),
    pytest.param(lambda t: t.head(2), {}, id="fewer"),
    pytest.param(lambda t: t, {"title_weight": 0.7}, id="settings"),
]


@pytest.mark.parametrize(("change", "settings"), CHANGES)
def test_what_changed_is_computed_anew(tmp_path, change, settings):
    """Other texts or settings never get the numbers of the old ones; the old file goes."""
    cached_features(TEXTS, tmp_path)
    changed = change(TEXTS)
    found = cached_features(changed, tmp_path, features=Features(**settings))
    expected = Features(**settings).fit(changed)
    np.testing.assert_array_equal(found.matrix_.toarray(), expected.matrix_.toarray())
    assert len(list(tmp_path.iterdir())) == 1


BROKEN = [
    pytest.param(lambda data: b"", id="empty"),
    pytest.param(lambda data: data[:200], id="cut-off"),
    pytest.param(lambda data: b"not an archive at all", id="other"),
]


@pytest.mark.parametrize("damage", BROKEN)
def test_a_broken_file_is_made_anew(tmp_path, damage):
    """A cache may be lost or spoiled at any time without harm."""
    cached_features(TEXTS, tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    found = cached_features(TEXTS, tmp_path)
    np.testing.assert_array_equal(found.matrix_.toarray(), Features().fit(TEXTS).matrix_.toarray())
    assert len(cached_features(TEXTS, tmp_path).names([0])) == 1
