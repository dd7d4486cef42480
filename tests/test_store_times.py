"""Times: UTC text of one shape."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.errors import UsageError
from review.store.times import just_after, to_text

CASES = [
    pytest.param("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000000Z", id="utc"),
    pytest.param("2026-03-01T00:30:00+02:00", "2026-02-28T22:30:00.000000Z", id="zone"),
    pytest.param("2026-03-01T09:30:00.5", "2026-03-01T09:30:00.500000Z", id="no-zone-is-utc"),
    pytest.param("2026-03-01", "2026-03-01T00:00:00.000000Z", id="date"),
    pytest.param(datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01T00:00:00.000000Z", id="datetime"),
]
MOMENTS = st.datetimes(
    min_value=datetime(1000, 1, 2),
    max_value=datetime(9998, 1, 1),
    timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)


@pytest.mark.parametrize(("given_time", "text"), CASES)
def test_times_have_one_shape(given_time, text):
    """Whatever way a time is written, it is kept as UTC with microseconds."""
    assert to_text(given_time) == text


@given(MOMENTS, MOMENTS)
def test_texts_sort_as_the_times_do(one, other):
    """The order of the texts is the order of the times."""
    assert (to_text(one) < to_text(other)) == (one < other)


@given(MOMENTS)
def test_just_after_is_later(moment):
    """One microsecond later is later."""
    assert just_after(to_text(moment)) > to_text(moment)


@pytest.mark.parametrize("wrong", ["yesterday", "", 20260301, "2026-02-30"])
def test_what_is_no_time_is_refused(wrong):
    """The message shows how a time is written, and what was found."""
    with pytest.raises(UsageError, match=r"at must be a time in ISO 8601 such as .* got"):
        to_text(wrong)
