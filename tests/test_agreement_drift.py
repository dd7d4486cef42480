"""Drift: agreement by month and by block, in the order in which the second reader decided."""

import numpy as np
import pandas as pd
import pytest

from review.agreement import agree, over_time
from review.errors import UsageError


def decisions_of(*rows):
    """Return decisions from (reference, reader, decision, day)."""
    frame = pd.DataFrame(rows, columns=["reference_id", "reader", "decision", "at"])
    return frame.assign(stage="title_abstract")


SEVERAL = decisions_of(
    ("r1", "anna", "include", "2026-01-01"),
    ("r1", "bengt", "include", "2026-01-02"),
    ("r2", "anna", "include", "2026-01-03"),
    ("r2", "bengt", "exclude", "2026-03-01"),
    ("r3", "bengt", "exclude", "2026-02-01"),
    ("r3", "anna", "exclude", "2026-02-02"),
    ("r4", "anna", "exclude", "2026-02-03"),
)


def test_a_reference_belongs_to_the_month_of_its_second_reading():
    """The second reader came to r2 in March; what only one has read is in no month."""
    found = over_time(SEVERAL, stage="title_abstract")
    assert found[["period", "first", "n_both", "percent_agreement"]].to_numpy().tolist() == [
        ["2026-01", "2026-01-02", 1, 1.0],
        ["2026-02", "2026-02-02", 1, 1.0],
        ["2026-03", "2026-03-01", 1, 0.0],
    ]


def test_one_block_of_all_is_the_agreement_of_all():
    """Blocks cut the same references in another way."""
    (whole,) = over_time(SEVERAL, stage="title_abstract", block=99).to_dict("records")
    both = SEVERAL[SEVERAL.reference_id != "r4"]
    expected = agree(both, stage="title_abstract", n_boot=0).iloc[-1]
    assert whole["n_both"] == expected["n_both"] == 3
    for name in ("percent_agreement", "kappa", "pabak", "ac1", "alpha"):
        assert whole[name] == pytest.approx(expected[name], nan_ok=True)
    assert over_time(SEVERAL, stage="title_abstract", block=2)["n_both"].to_list() == [2, 1]


def test_drift_shows():
    """Readers who part ways after the first hundred agree fully in the first block and not in the second."""
    rows = []
    for number in range(200):
        day = f"2026-01-01T{number:04}"
        rows.append((f"r{number}", "anna", ("include", "exclude")[number % 2], day))
        rows.append((f"r{number}", "bengt", ("include", "exclude")[(number + number // 100) % 2], day))
    found = over_time(decisions_of(*rows), stage="title_abstract", block=100)
    assert found["kappa"].to_list() == [1, -1]


def test_nothing_read_twice_gives_no_period():
    """An empty frame with its columns, and a block of nothing is refused."""
    found = over_time(SEVERAL, stage="full_text")
    assert found.empty
    assert found.dtypes["n_both"] == np.int64
    with pytest.raises(UsageError, match="block must be at least 1 reference; got 0"):
        over_time(SEVERAL, stage="full_text", block=0)
