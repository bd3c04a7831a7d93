"""The identity check: all that can be told from what the customer gave, without asking anybody else. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from customer_risk.identity.addresses import check_addresses
from customer_risk.identity.comparison import check_collisions
from customer_risk.identity.contacts import check_contacts
from customer_risk.identity.documents import check_documents
from customer_risk.identity.national import check_numbers
from customer_risk.identity.person import check_birth, check_consistency
from customer_risk.identity.result import Finding, Identity, failed, summed
from customer_risk.profile import PartyKind, Profile
from customer_risk.scoring.fraud import Signal, Tag

TAGS = (
    Tag.NATIONAL_NUMBER,
    Tag.BIRTH_DATE,
    Tag.AGE,
    Tag.ADDRESS,
    Tag.PHONE,
    Tag.EMAIL,
    Tag.CONSISTENCY,
    Tag.COMPARISON,
    Tag.DOCUMENT,
)
"""What an identity check reports on."""


def check_identity(profile: Profile, today: date, others: Mapping[Signal, int] | None = None) -> Identity:
    """Check the customer of ``profile`` as of ``today``.

    ``others`` says how many other customers of the tenant share a document, a number, a mailbox and so on.
    """
    shared = others or {}
    party = profile.party
    person = None if party.kind is PartyKind.ORGANISATION else party.person
    numbers = list(check_numbers(party.identifiers, person))

    def findings() -> Iterator[Finding]:
        if not party.identifiers and not party.documents:
            yield failed(Tag.NATIONAL_NUMBER, "There is neither a national number nor a document.")
        yield from (finding for finding, _ in numbers)
        if person:
            yield from check_birth(person, today)
            yield from check_consistency(profile, person)
        yield from check_addresses(party.addresses, person)
        yield from check_contacts(party)
        yield from check_documents(party.documents, person, today)
        yield from check_collisions(shared)

    signals = {signal for _, signal in numbers if signal} | {signal for signal, count in shared.items() if count}
    return Identity(tags=summed(TAGS, findings()), signals=tuple(sorted(signals)))
