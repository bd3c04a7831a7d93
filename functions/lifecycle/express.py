"""ExpressKYC: the identity check within a time budget, and the watchlists too if there is time left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

from customer_risk.identity.kyc import Kyc, identity_outcome, kyc_outcome
from customer_risk.identity.result import Identity
from customer_risk.screening.result import Screening, ScreeningStatus
from lifecycle.table import Express


class Outcome(NamedTuple):
    """What was known when the time was up: KYC stays pending unless the watchlists were asked in time (ruling W9).

    ``error`` is what kept the checks from ending, if anything did.
    """

    express: Express
    kyc: Kyc
    error: Exception | None = None


class _Seen:
    """What has been found out so far."""

    def __init__(self) -> None:
        self.identity: Identity | None = None
        self.screening: Screening | None = None
        self.error: Exception | None = None


def within(milliseconds: int, identify: Callable[[], Identity], screen: Callable[[], Screening]) -> Outcome:
    """Run both checks for at most that long; whatever takes longer, or fails, is missing from the outcome.

    What is still running when the time is up goes on beside the answer and is forgotten: the evaluation itself is
    made anew later, from the beginning. A budget of 0 is always too short.
    """
    if milliseconds <= 0:
        return Outcome(Express.MISSING, Kyc.PENDING)
    seen = _Seen()
    running = threading.Thread(target=_run, args=(seen, identify, screen), daemon=True)
    running.start()
    running.join(milliseconds / 1000)
    return _outcome(seen.identity, seen.screening)._replace(error=seen.error)


def _run(seen: _Seen, identify: Callable[[], Identity], screen: Callable[[], Screening]) -> None:
    try:
        seen.identity = identify()
        seen.screening = screen()
    except Exception as error:  # noqa: BLE001  best effort: handed on to be logged
        seen.error = error


def _outcome(identity: Identity | None, screening: Screening | None) -> Outcome:
    if identity is None:
        return Outcome(Express.MISSING, Kyc.PENDING)
    express = Express(identity_outcome(identity))
    if screening is None or screening.status is not ScreeningStatus.COMPLETE:
        return Outcome(express, Kyc.PENDING)
    return Outcome(express, kyc_outcome(identity, screening))
