"""The request of an onboarding → the profile every dialect shares."""

from __future__ import annotations

from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Address,
    Channel,
    Document,
    Identifier,
    Means,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
)
from customer_risk.reference.countries import country
from lifecycle.wire import Onboarding

_DOCUMENTS = {
    "passport": "passport",
    "drivinglicence": "driving licence",
    "drivinglicense": "driving licence",
    "driverslicense": "driving licence",
    "idcard": "identity card",
    "identitycard": "identity card",
}
"""Words for an official id that name a document; all others name a number."""
_SOCIAL = {"ssn", "socialsecurity", "socialsecuritynumber", "sin"}
_TAX = {"tin", "taxid", "itin", "ein"}

UNSAID = (
    *("group_id", "category", "status", "role", "since", "until", "applied", "approved", "stated_level"),
    *("next_review", "replaced", "replaced_notes", "flags", "underwriter", "underwriter_id", "officer", "business"),
    *("imported_level", "channel.non_face_to_face", "channel.referred_by", "channel.introduction_sources"),
    *("channel.entry_channel", "channel.device_id", "channel.device_kind", "channel.operating_system"),
    *("channel.ip_country", "channel.internet_provider", "party.organisation", "party.names", "party.declared"),
    *("party.accounts", "party.assessments", "party.relations", "party.extras", "party.source_ids", "party.id"),
    *("party.external_id", "party.person.birth_place", "party.person.birth_country", "party.person.legal_resident"),
    *("party.person.marital_status", "party.person.occupation", "party.person.employment_status"),
    *("party.person.student", "party.person.pensioner", "party.person.activity_country"),
)
"""Fields of a profile that an onboarding cannot express."""


def to_profile(said: Onboarding, customer_id: str) -> Profile:
    """The customer of an onboarding whose fields have been found readable."""
    lives = country(said.country or "")
    number, document = _official(said)
    person = Person(
        name=PersonName(first=said.first_name, last=said.last_name),
        birth_date=PartialDate.parse(said.dob or ""),
        gender=said.gender,
        nationalities=(country(said.nationality),) if said.nationality else (),
        residence_country=lives,
    )
    home = Address(street=said.address, town=said.city, region=said.state, postcode=said.zip_code, country=lives)
    return Profile(
        customer_id=customer_id,
        party=Party(
            kind=PartyKind.PERSON,
            person=person,
            identifiers=number,
            documents=document,
            addresses=(home,),
            means=(Means(kind="email", value=said.email or ""), Means(kind="phone", value=said.phone or "")),
        ),
        channel=Channel(ip_address=said.ip_address),
    )


def unsaid(profile: Profile) -> tuple[str, ...]:
    """What this onboarding did not, or could not, say: it stays as others said it."""
    party, person = profile.party, profile.party.person
    perhaps = {
        "party.person.gender": person and person.gender,
        "party.person.nationalities": person and person.nationalities,
        "party.identifiers": party.identifiers,
        "party.documents": party.documents,
    }
    return (*UNSAID, *(path for path, said in perhaps.items() if not said))


def _official(said: Onboarding) -> tuple[tuple[Identifier, ...], tuple[Document, ...]]:
    official = said.official_id
    if official is None or official.value is None:
        return (), ()
    issuer = country(official.country or "")
    word = "".join(filter(str.isalnum, (official.doc_type or "").lower()))
    if word in _DOCUMENTS:
        paper = Document(
            kind=_DOCUMENTS[word], number=official.value, issuing_country=issuer, describes=PartyKind.PERSON
        )
        return (), (paper,)
    kind = "social-security" if word in _SOCIAL else "tax" if word in _TAX else "national"
    return (Identifier(kind=kind, value=official.value, country=issuer, type=official.doc_type),), ()
