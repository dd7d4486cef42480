"""Identifiers: UUIDs of version 7 that always grow."""

import threading
import uuid

from hypothesis import given
from hypothesis import strategies as st

from review.store import IdentifierMaker, new_id


def test_an_identifier_is_a_uuid_of_version_7():
    """Version and variant are where RFC 9562 puts them."""
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_an_identifier_starts_with_its_time():
    """The first 48 bits are milliseconds since 1970."""
    made = uuid.UUID(IdentifierMaker(clock=lambda: 1_234_567_890_123_999_999)())
    assert made.int >> 80 == 1_234_567_890_123


@given(st.lists(st.integers(0, 2**60), min_size=2, max_size=50))
def test_identifiers_grow_whatever_the_clock_does(readings):
    """A clock that stands still or goes backwards never gives a smaller identifier."""
    readings = iter(readings)
    make = IdentifierMaker(clock=lambda: next(readings))
    made = [make() for _ in range(readings.__length_hint__())]
    assert made == sorted(set(made))


def test_threads_never_share_an_identifier():
    """Four threads that ask at once get 4,000 different answers."""
    made = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(1000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000
