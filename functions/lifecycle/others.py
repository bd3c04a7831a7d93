"""What other customers of the tenant have given, too: look-ups behind the identity check and the search."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk import wiring
from customer_risk.profile import Profile
from customer_risk.scoring.fraud import Signal
from customer_risk.storage.dynamo import Operation
from customer_risk.storage.identities import Mark

_SIGNALS = {
    "document": Signal.SAME_DOCUMENT,
    "email": Signal.SAME_EMAIL,
    "phone": Signal.SAME_PHONE,
    "account": Signal.SAME_ACCOUNT,
    "device": Signal.SAME_DEVICE,
}
_NUMBERS = "number:"


def shared(tenant: str, profile: Profile) -> dict[Signal, int]:
    """How many other customers gave the same, by what it is."""
    identities = wiring.identities()
    counts: dict[Signal, int] = {}
    for mark, customers in identities.sharing(tenant, identities.marks(profile)).items():
        others = len(customers - {profile.customer_id})
        signal = Signal.SAME_TAX_NUMBER if mark.kind.startswith(_NUMBERS) else _SIGNALS.get(mark.kind)
        if others and signal:
            counts[signal] = max(counts.get(signal, 0), others)
    return counts


def marks_of(profile: Profile) -> tuple[Mark, ...]:
    """Everything the customer can be found by."""
    identities = wiring.identities()
    return tuple(dict.fromkeys((*identities.marks(profile), *identities.lookups(profile))))


def moved(tenant: str, customer: str, before: Iterable[tuple[str, str]], after: tuple[Mark, ...]) -> list[Operation]:
    """What makes the customer found by ``after`` and no longer by ``before`` (kinds and hashes)."""
    identities = wiring.identities()
    old = [Mark(kind=kind, hash=hash_) for kind, hash_ in before]
    return identities.changes(tenant, customer, old, after, identities.sharing(tenant, after))


def found(tenant: str, name: str, value: str) -> list[str]:
    """The ids of customers that gave this value; a value shared by very many finds only some of them."""
    kind = "email" if name == "email" else f"lookup:{name}"
    mark = wiring.identities().mark(kind, value)
    return sorted(wiring.identities().sharing(tenant, (mark,))[mark])
