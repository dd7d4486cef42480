"""Times: UTC as ISO 8601 text of one fixed shape, so that sorting the text sorts the time."""

from datetime import UTC, datetime, timedelta

from review.errors import UsageError

__all__ = ["is_time", "just_after", "to_text", "utc_now"]


def to_text(value):
    """Return a time as UTC text with microseconds.

    Parameters
    ----------
    value : str or datetime
        ISO 8601; without a time zone it is taken as UTC, a date alone as its midnight.

    Raises
    ------
    UsageError
        If the value is not a time.

    Examples
    --------
    >>> to_text("2026-03-01T09:30:00+01:00"), to_text("2026-03-01")
    ('2026-03-01T08:30:00.000000Z', '2026-03-01T00:00:00.000000Z')
    """
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise UsageError(
            f"at must be a time in ISO 8601 such as 2026-03-01T09:30:00Z; got {value!r}"
        ) from None
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def is_time(text):
    """Return True for what `to_text` writes, and nothing else; a text of a database may be anything.

    Examples
    --------
    >>> [is_time(text) for text in ("2026-03-01T08:30:00.000000Z", "2026-02-31T08:30:00.000000Z", "zzzz")]
    [True, False, False]
    """
    try:
        return to_text(text) == text
    except UsageError:
        return False


def utc_now():
    """Return the present time."""
    return datetime.now(UTC)


def just_after(text):
    """Return the time one microsecond later.

    Examples
    --------
    >>> just_after("2026-03-01T08:30:00.999999Z")
    '2026-03-01T08:30:01.000000Z'
    """
    return to_text(datetime.fromisoformat(text) + timedelta(microseconds=1))
