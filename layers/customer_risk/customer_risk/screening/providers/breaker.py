"""Stops asking a provider that keeps failing, so that every check does not wait for it in vain."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

FAILURES = 3
REST = timedelta(seconds=30)


class Breaker:
    """Opens after :data:`FAILURES` failures in a row; after :data:`REST` one caller tries again, the others wait.

    Safe to share between threads. ``clock`` gives aware times.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened: datetime | None = None

    def lets_through(self) -> bool:
        """Whether the provider may be asked now. Whoever was let through says how it went."""
        with self._lock:
            if self._opened is None:
                return True
            if self._clock() - self._opened < REST:
                return False
            # The next rest begins now: while this one tries, nobody else does.
            self._opened = self._clock()
            return True

    def succeeded(self) -> None:
        """The provider answered."""
        with self._lock:
            self._failures, self._opened = 0, None

    def failed(self) -> None:
        """It did not."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._opened = self._clock()
