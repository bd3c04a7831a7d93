"""Collisions: what other customers of the same tenant have given, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from customer_risk.identity.result import Finding, failed, noted
from customer_risk.scoring.fraud import SIGNALS, Signal, Tag

HOUSEHOLD = 2
"""Others with whom a telephone, a device or an account is shared without anybody asking why."""

_ONE_IS_ENOUGH = {
    Signal.SAME_DOCUMENT: Tag.DOCUMENT,
    Signal.SAME_TAX_NUMBER: Tag.NATIONAL_NUMBER,
    Signal.SAME_EMAIL: Tag.COMPARISON,
}
_SHARED_AT_HOME = (Signal.SAME_PHONE, Signal.SAME_DEVICE, Signal.SAME_ACCOUNT)


def check_collisions(others: Mapping[Signal, int]) -> Iterator[Finding]:
    """``others`` says how many other customers share something: nobody has another one's document or mailbox."""
    for signal, tag in _ONE_IS_ENOUGH.items():
        if others.get(signal):
            yield failed(tag, f"{SIGNALS[signal].capitalize()}.")
    for signal in _SHARED_AT_HOME:
        if count := others.get(signal, 0):
            tell = failed if count > HOUSEHOLD else noted
            yield tell(Tag.COMPARISON, f"{SIGNALS[signal].capitalize()} ({count} in all).")
