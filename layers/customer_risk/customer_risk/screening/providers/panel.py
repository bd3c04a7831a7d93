"""Asks all of a tenant's providers at the same time and merges what they say into a screening."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from msgspec.structs import replace

from customer_risk.profile import Profile
from customer_risk.screening.parties import AskedParty, parties
from customer_risk.screening.providers.breaker import Breaker
from customer_risk.screening.providers.provider import Outcome, Provider, ProviderFailed, Request, merge
from customer_risk.screening.providers.settings import ProviderSettings
from customer_risk.screening.providers.watchman import Watchman
from customer_risk.screening.providers.yente import Yente
from customer_risk.screening.result import Adjudications, Screening
from customer_risk.screening.thresholds import USUAL, Thresholds

_KINDS: Mapping[str, Callable[[ProviderSettings], Provider]] = {"yente": Yente, "watchman": Watchman}
MOST_AT_ONCE = 8

type Send = Callable[[ProviderSettings, Request, float], bytes]
"""Send a request to a provider within so many seconds, give the answer's body; raises :class:`ProviderFailed`."""


class Panel:
    """A tenant's providers, each behind a breaker of its own that lives as long as the process.

    ``send`` talks to them, ``clock`` gives aware UTC times. Safe to share between threads.
    """

    def __init__(self, send: Send, clock: Callable[[], datetime]) -> None:
        self._send, self._clock = send, clock
        self._lock = threading.Lock()
        self._breakers: dict[ProviderSettings, Breaker] = {}

    def ask(
        self,
        screening: Screening,
        profile: Profile,
        providers: Sequence[ProviderSettings],
        adjudications: Adjudications | None = None,
        thresholds: Thresholds = USUAL,
    ) -> Screening:
        """``screening`` with what ``providers`` say of every party of ``profile``; never raises for what they do.

        A match is a hit when it reaches both what the provider's settings ask and ``thresholds``.
        """
        asked = tuple(party for party in parties(profile) if party.names)
        if not providers or not asked:
            return screening
        with ThreadPoolExecutor(min(len(providers), MOST_AT_ONCE)) as pool:
            outcomes = list(pool.map(lambda settings: self._outcome(settings, asked, thresholds), providers))
        return merge(screening, outcomes, adjudications)

    def _outcome(self, settings: ProviderSettings, asked: Sequence[AskedParty], thresholds: Thresholds) -> Outcome:
        began = self._clock()
        at = began.isoformat()
        kind = _KINDS.get(settings.kind)
        if kind is None:
            return Outcome(source=settings.source, asked_at=at, failure=f"no adapter for {settings.kind}")
        breaker = self._breaker(settings)
        if not breaker.lets_through():
            return Outcome(source=settings.source, asked_at=at, failure="it failed before and is given a rest")

        def exchange(request: Request) -> bytes:
            left = settings.seconds - (self._clock() - began).total_seconds()
            if left <= 0:
                raise ProviderFailed("timeout")
            return self._send(settings, request, left)

        strict = replace(settings, threshold=max(settings.threshold, thresholds.of(settings.source)))
        try:
            hits = kind(strict).hits(asked, exchange)
        except ProviderFailed as failed:
            breaker.failed()
            return Outcome(source=settings.source, asked_at=at, failure=failed.kind)
        breaker.succeeded()
        return Outcome(source=settings.source, asked_at=at, hits=tuple(hits))

    def _breaker(self, settings: ProviderSettings) -> Breaker:
        with self._lock:
            return self._breakers.setdefault(settings, Breaker(self._clock))
