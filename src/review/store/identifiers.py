"""Identifiers that sort by the time they were made (UUID version 7)."""

import secrets
import threading
import time
import uuid

__all__ = ["IdentifierMaker", "new_id"]

# 48 bits of milliseconds and 12 bits of their fractions: one tick is 244 nanoseconds
_TICKS_PER_SECOND = 1000 * 4096


class IdentifierMaker:
    """Make UUIDs of version 7, each greater than the one before, also when the clock goes backwards.

    The upper 60 bits that are not version or variant hold the time; where the clock has not moved on
    since the last identifier, the next tick is taken. The other 62 bits are random.

    Parameters
    ----------
    clock : callable
        Returns nanoseconds since 1970 (UTC).
    random_bits : callable
        Takes a number of bits, returns a random integer of at most that many.

    Source: RFC 9562 (2024), sections 5.7 and 6.2 (method 3).

    Examples
    --------
    >>> make = IdentifierMaker(clock=lambda: 1_700_000_000_000_000_000, random_bits=lambda n: 1)
    >>> make(), make()
    ('018bcfe5-6800-7000-8000-000000000001', '018bcfe5-6800-7001-8000-000000000001')
    """

    def __init__(self, clock=time.time_ns, random_bits=secrets.randbits):
        self._clock = clock
        self._random_bits = random_bits
        self._last_tick = -1
        self._lock = threading.Lock()

    def __call__(self):
        """Return the next identifier as text of 36 characters."""
        with self._lock:
            now = self._clock() * _TICKS_PER_SECOND // 1_000_000_000
            self._last_tick = tick = max(now, self._last_tick + 1)
        milliseconds, fraction = divmod(tick, 4096)
        value = milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | self._random_bits(62)
        return str(uuid.UUID(int=value))


new_id = IdentifierMaker()
"""The maker that the whole process shares."""
