"""One customer, several dialects: what a dialect cannot say stays as others said it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from customer_risk.profile import Profile
from customer_risk.records import Record


def carried_over(new: Profile, before: Profile, unsaid: Iterable[str]) -> Profile:
    """``new`` with the fields its dialect cannot express, by their dotted paths, as they stand in ``before``.

    A path leads through records that both profiles have (``business.wealth``, ``party.person.marital_status``); where
    either lacks one on the way, a person's say, there is nothing to carry.
    """
    merged: Record = new
    for path in unsaid:
        merged = _with(merged, before, path.split("."))
    assert isinstance(merged, Profile)  # noqa: S101  replacing fields does not change what it is
    return merged


def _with(new: Record, before: Record, path: list[str]) -> Record:
    name, *rest = path
    value, old = getattr(new, name), getattr(before, name)
    if not rest:
        return msgspec.structs.replace(new, **{name: old})
    if value is None or old is None:
        return new
    return msgspec.structs.replace(new, **{name: _with(value, old, rest)})
