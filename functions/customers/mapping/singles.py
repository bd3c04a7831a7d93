"""``main`` and ``details`` ↔ the profile, one line a property."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec.structs import replace

from customer_risk.partial_date import PartialDate
from customer_risk.profile import Identifier, Organisation, PartyKind, Person, PersonName, Profile
from customers.classifiers import COUNTRIES, Classifiers
from customers.view import CustomerView
from customers.wire.entity import ORGANISATION, PERSON
from customers.wire.fields import Value, Values

type Read = Callable[[Profile, Classifiers], Value]
type Write = Callable[[Profile, Value, Classifiers], Profile]


class Said(NamedTuple):
    """Where a property stands in the profile. Writing what stands there already changes nothing."""

    read: Read
    write: Write


def write(before: CustomerView, after: CustomerView, profile: Profile, tables: Classifiers) -> Profile:
    """The profile with every property that is different."""
    type_ = after.main.get("idCustomerType")
    profile = _with_kind(profile, PERSON if type_ == PERSON else ORGANISATION)
    for place, was, now in (
        (_MAIN, before.main, after.main),
        (_DETAILS[_type_of(profile)], before.details, after.details),
    ):
        for name, said in place.items():
            if now.get(name) != was.get(name):
                profile = said.write(profile, now.get(name), tables)
    return profile


def read(profile: Profile, stored: CustomerView, tables: Classifiers) -> tuple[Values, Values]:
    """``main`` and ``details`` of a profile."""
    type_ = _type_of(profile)
    main = {
        "idCustomerStatus": None,
        "idUserResponsibleOfficer": None,
        "otherInfo": None,
        **stored.main,
        "idInternalCustomer": profile.customer_id,
        "idCustomerType": type_,
        **_read(_MAIN, profile, stored.main, tables),
    }
    kept = stored.details if stored.main.get("idCustomerType") == type_ else {}
    return main, _read(_DETAILS[type_], profile, kept, tables)


def _read(places: dict[str, Said], profile: Profile, stored: Values, tables: Classifiers) -> Values:
    values: Values = {}
    for name, said in places.items():
        value = stored.get(name)
        stands = value is not None and said.write(profile, value, tables) == profile
        values[name] = value if stands else said.read(profile, tables)
    return values


def _type_of(profile: Profile) -> int:
    party = profile.party
    is_organisation = party.kind is PartyKind.ORGANISATION or (
        party.kind is PartyKind.UNKNOWN and party.organisation is not None and party.person is None
    )
    return ORGANISATION if is_organisation else PERSON


def _with_kind(profile: Profile, type_: int) -> Profile:
    """The profile of a customer of that type, with something to write details into."""
    party = profile.party
    if party.kind is PartyKind.UNKNOWN:
        party = replace(party, kind=PartyKind.PERSON if type_ == PERSON else PartyKind.ORGANISATION)
    if type_ == PERSON and party.person is None:
        party = replace(party, person=Person())
    if type_ == ORGANISATION and party.organisation is None:
        party = replace(party, organisation=Organisation())
    return profile if party is profile.party else replace(profile, party=party)


# ---- how values stand in a profile ----


def _get(record: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        record = getattr(record, step) if record is not None else None
    return record


_EMPTY: dict[str, Callable[[], Any]] = {"person": Person, "organisation": Organisation}


def _set(record: Any, steps: tuple[str, ...], value: Any) -> Any:
    first, *rest = steps
    if rest:
        inner = getattr(record, first)
        value = _set(_EMPTY[first]() if inner is None else inner, tuple(rest), value)
    return record if getattr(record, first) == value else replace(record, **{first: value})


def _plain(path: str) -> Said:
    steps = tuple(path.split("."))
    return Said(
        lambda profile, _: _get(profile, steps),
        lambda profile, value, _: _set(profile, steps, value),
    )


def _day(path: str) -> Said:
    steps = tuple(path.split("."))

    def written(profile: Profile, value: Value, _: Classifiers) -> Profile:
        same = day_of(_get(profile, steps)) == value
        kept: Profile = profile if same else _set(profile, steps, date_of(value))
        return kept

    return Said(lambda profile, _: day_of(_get(profile, steps)), written)


def _word(path: str, classifier: str) -> Said:
    steps = tuple(path.split("."))

    def written(profile: Profile, value: Value, tables: Classifiers) -> Profile:
        said = word_for(_get(profile, steps), value, classifier, tables)
        changed: Profile = _set(profile, steps, said)
        return changed

    return Said(lambda profile, tables: tables.find(classifier, _get(profile, steps)), written)


def _first(path: str, classifier: str | None = None) -> Said:
    """The first of several values; the others stay, as long as there is a first."""
    steps = tuple(path.split("."))

    def current(profile: Profile) -> tuple[str, ...]:
        return tuple(_get(profile, steps) or ())

    def read(profile: Profile, tables: Classifiers) -> Value:
        first = next(iter(current(profile)), None)
        return first if classifier is None else tables.find(classifier, first)

    def written(profile: Profile, value: Value, tables: Classifiers) -> Profile:
        held = current(profile)
        first = held[0] if held else None
        said = value if classifier is None else word_for(first, value, classifier, tables)
        others = tuple(other for other in held[1:] if other != said)
        changed: Profile = _set(profile, steps, () if said is None else (said, *others))
        return profile if said == first else changed

    return Said(read, written)


def date_of(value: Value) -> PartialDate | None:
    """A date as the profile has it."""
    return PartialDate.parse(value) if isinstance(value, str) else None


def day_of(said: PartialDate | None) -> str | None:
    """A date of the profile as this dialect has it: one that is not known to the day cannot be said."""
    if said is None or said.day is None:
        return None
    return f"{said.earliest:%Y-%m-%d}" if said.earliest else None


def word_for(word: str | None, value: Value, classifier: str, tables: Classifiers) -> str | None:
    """What the profile should be told for an id: the ``word`` that is there as long as it means the same."""
    if isinstance(value, int):
        return word if word is not None and tables.find(classifier, word) == value else tables.word(classifier, value)
    return word if tables.find(classifier, word) is None else None


def _name(field: str) -> Said:
    """A part of a person's name; one that came whole stands as the last name."""
    steps = ("party", "person", "name")

    def parts(profile: Profile) -> PersonName:
        name: PersonName = _get(profile, steps) or PersonName()
        return name if name.first or name.last else replace(name, last=name.full, full=None)

    def written(profile: Profile, value: Value, _: Classifiers) -> Profile:
        name = parts(profile)
        if getattr(name, field) == value:
            return profile
        full = name.full if field == "at_birth" else None
        changed: Profile = _set(profile, steps, replace(name, **{field: value, "full": full}))
        return changed

    def read(profile: Profile, _: Classifiers) -> Value:
        value: Value = getattr(parts(profile), field)
        return value

    return Said(read, written)


def _registration(profile: Profile) -> Identifier | None:
    return next((one for one in profile.party.identifiers if one.kind == "registration"), None)


def _read_registration(profile: Profile, _: Classifiers) -> Value:
    found = _registration(profile)
    return found.value if found else None


def _write_registration(profile: Profile, value: Value, _: Classifiers) -> Profile:
    found = _registration(profile)
    if (found.value if found else None) == value:
        return profile
    held = profile.party.identifiers
    if found is None:
        new = (*held, Identifier(kind="registration", value=str(value)))
    else:
        new = tuple(replace(one, value=str(value)) if one is found else one for one in held)
    return replace(profile, party=replace(profile.party, identifiers=new))


_MAIN = {
    "idCustomerStatus": _word("status", "customerStatuses"),
    "referralAgent": _plain("channel.referred_by"),
    "relationshipStartDate": _day("since"),
    "relationshipEndDate": _day("until"),
}
"""What of ``main`` the profile can say. The officer and ``otherInfo`` are ours alone."""

_OF_PERSON = {
    "dateBirth": _day("party.person.birth_date"),
    "firstName": _name("first"),
    "lastName": _name("last"),
    "maidenName": _name("at_birth"),
    "profession": _plain("party.person.occupation"),
    "idCountryBirth": _word("party.person.birth_country", COUNTRIES),
    "idCountryNationality": _first("party.person.nationalities", COUNTRIES),
    "idCountryResidence": _word("party.person.residence_country", COUNTRIES),
    "idGender": _word("party.person.gender", "genders"),
    "idMaritalStatus": _word("party.person.marital_status", "maritalStatuses"),
    "nonFaceToFace": _plain("channel.non_face_to_face"),
}

_OF_ORGANISATION = {
    "dateIncorporation": _day("party.organisation.founded"),
    "idCountryActivity": _first("party.organisation.activity_countries", COUNTRIES),
    "idCountryDomiciliary": _word("party.organisation.domicile_country", COUNTRIES),
    "idCountryIncorporation": _word("party.organisation.registration_country", COUNTRIES),
    "idIncorporationType": _word("party.organisation.legal_form", "incorporationTypes"),
    "mainBusinessActivity": _plain("party.organisation.business_description"),
    "registeredName": _plain("party.organisation.name"),
    "registrationNo": Said(_read_registration, _write_registration),
    "tradeName": _first("party.organisation.trade_names"),
}

_DETAILS = {PERSON: _OF_PERSON, ORGANISATION: _OF_ORGANISATION}
