"""Many writers of one customer: whoever loses waits longer each time, so that the others get done."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from customer_risk.problems import Conflict
from customer_risk.storage.dynamo import Contention

PATIENCE_SECONDS = 9.0
"""How long a write is tried; the function's time (15 s) must not run out on it."""
LONGEST_WAIT_SECONDS = 2.0


class _Lost(Exception):
    """Somebody else wrote the customer first."""


class Turn:
    """The tries of one write. An attempt costs an assessment, so the next one waits, by chance, up to twice as long.

    With every writer repeating at once, n writers would make n² / 2 assessments, and slow one another down.
    """

    def __init__(
        self, *, sleep: Callable[[float], None] = time.sleep, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._sleep = sleep
        self._now = now
        self._begun = False

    def begin(self) -> None:
        """An attempt begins; raises where it would be the second one without a wait."""
        if self._begun:
            raise _Lost
        self._begun = True

    def until_won[T](self, attempt: Callable[[], T]) -> T:
        """Try until nobody else writes in between; raises ``Conflict`` when patience has run out."""
        end, wait = self._now() + PATIENCE_SECONDS, 0.05
        while True:
            self._begun = False
            try:
                return attempt()
            except (_Lost, Contention):
                wait = min(2 * wait, LONGEST_WAIT_SECONDS)
                pause = random.uniform(0, wait)  # noqa: S311  jitter needs no secrecy
                if self._now() + pause > end:
                    raise busy() from None
                self._sleep(pause)


def busy() -> Conflict:
    """What is said when a customer is written all the time."""
    return Conflict("The customer is being changed by others. Send it again.", headers={"Retry-After": "1"})
