"""Reads ``SDN_ADVANCED.XML`` (https://ofac.treasury.gov/sanctions-list-service, "sdn_advanced_notes").

Everything stands apart and is joined by ids: reference values, locations and identity documents first, then the
parties, then the sanctions entries with their programmes. The file is read in one pass, part by part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from customer_risk.partial_date import PartialDate
from customer_risk.reference.countries import country
from customer_risk.screening.entry import EntryKind, ListContent, ListEntry, ListIdentifier, NameQuality
from customer_risk.screening.lists.ofac_advanced.references import References, period
from customer_risk.screening.lists.reading import Harvest, bare_number, child_text, names_of, sanctioned, scan
from customer_risk.screening.lists.registry import Files

FILE = "sdn_advanced.xml"
_KINDS = {
    "Individual": EntryKind.PERSON,
    "Entity": EntryKind.ORGANISATION,
    "Vessel": EntryKind.VESSEL,
    "Aircraft": EntryKind.AIRCRAFT,
}
_READING_ORDER = ("First Name", "Middle Name", "Patronymic", "Last Name", "Maiden Name", "Matronymic")
_WALLET = "Digital Currency Address - "
_NUMBERS = ("SWIFT/BIC", "BIK (RU)", "MMSI", "Vessel Call Sign", "UN/LOCODE", "D-U-N-S Number")
_STATED = ("Nationality Country", "Citizenship Country", "Location", "Vessel Flag")


class _Document:
    """What has been read of the file so far that parties refer to."""

    def __init__(self) -> None:
        self.references = References()
        self.locations: dict[str, str] = {}
        self.numbers: defaultdict[str, list[ListIdentifier]] = defaultdict(list)
        self.programmes: defaultdict[str, list[str]] = defaultdict(list)

    def location(self, element: ET.Element) -> None:
        """Keep a location's country."""
        stated = element.find("LocationCountry")
        if stated is not None:
            name = self.references.text("Country", stated.get("CountryID"))
            if name.lower() != "undetermined":
                self.locations[element.get("ID") or ""] = name

    def number(self, element: ET.Element) -> None:
        """Keep an identity document's number."""
        value = child_text(element, "IDRegistrationNo")
        issuer = element.get("IssuedBy-CountryID")
        if value:
            kind = self.references.text("IDRegDocType", element.get("IDRegDocTypeID")).lower()
            where = country(self.references.text("Country", issuer)) if issuer else None
            one = ListIdentifier(kind=kind, value=bare_number(value), country=where)
            self.numbers[element.get("IdentityID") or ""].append(one)

    def sanction(self, element: ET.Element) -> None:
        """Keep a sanctions entry's programmes."""
        for measure in element.iterfind("SanctionsMeasure"):
            named = self.references.text("SanctionsType", measure.get("SanctionsTypeID")) == "Program"
            if named and (programme := child_text(measure, "Comment")):
                self.programmes[element.get("ProfileID") or ""].append(programme)


def read(source: str, files: Files) -> ListContent:
    """Entries of the file; raises :class:`BrokenListError` for anything but a whole document."""
    harvest, document = Harvest(), _Document()
    profile_of: dict[str, str] = {}

    def party(element: ET.Element) -> None:
        id_, profile = element.get("FixedRef") or "", element.find("Profile")
        profile_of[id_] = "" if profile is None else profile.get("ID") or ""
        harvest.add(f"DistinctParty {id_ or 'without FixedRef'}", _entry, source, element, document)

    def careful(keep: Callable[[ET.Element], None]) -> Callable[[ET.Element], None]:
        def handle(element: ET.Element) -> None:
            try:
                keep(element)
            except ValueError as error:
                harvest.miss(f"{element.tag} {element.get('ID')}", str(error))

        return handle

    handlers = {
        "ReferenceValueSets": document.references.take,
        "Location": careful(document.location),
        "IDRegDocument": careful(document.number),
        "DistinctParty": party,
        "SanctionsEntry": careful(document.sanction),
    }
    scan(source, files[FILE], "Sanctions", handlers)
    # Programmes stand behind the parties.
    content = harvest.content()
    entries = [
        replace(entry, programmes=tuple(dict.fromkeys(document.programmes.get(profile_of.get(entry.id, ""), ()))))
        for entry in content.entries
    ]
    return replace(content, entries=tuple(entries))


def _entry(source: str, party: ET.Element, document: _Document) -> ListEntry:
    profile, identity = party.find("Profile"), party.find("Profile/Identity")
    if profile is None or identity is None:
        raise ValueError("no profile or no identity")
    said = document.references.party_kind(profile.get("PartySubTypeID"))
    kind = _KINDS.get(said)
    if kind is None:
        raise ValueError(f"the party is of the kind {said!r}")
    features = list(_features(profile, document))
    births = [date for label, feature in features if label == "Birthdate" for date in _births(feature)]
    ranges = [is_range for _, is_range, _ in births]
    numbers = [*document.numbers.get(identity.get("ID") or "", ()), *_numbers(features)]
    return ListEntry(
        source=source,
        id=party.get("FixedRef") or "",
        kind=kind,
        names=names_of(_names(identity, document.references)),
        types=sanctioned(kind),
        birth_dates=tuple(dict.fromkeys(date for dates, _, _ in births for date in dates)),
        birth_range=ranges == [True],
        birth_approximate=any(about for _, _, about in births),
        countries=tuple(dict.fromkeys(country(name) for name in _countries(features, document))),
        gender=next(
            (text.lower() for label, one in features if label == "Gender" and (text := _detail(one, document))), None
        ),
        identifiers=tuple(dict.fromkeys(numbers)),
        notes=child_text(party, "Comment"),
    )


def _names(identity: ET.Element, references: References) -> Iterator[tuple[str, NameQuality]]:
    """Names with their parts in reading order; a primary alias may be written in several scripts."""
    groups = {
        group.get("ID"): references.text("NamePartType", group.get("NamePartTypeID"))
        for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    for alias in identity.iterfind("Alias"):
        weak, primary = alias.get("LowQuality") == "true", alias.get("Primary") == "true"
        for position, written in enumerate(alias.iterfind("DocumentedName")):
            parts: defaultdict[str, list[str]] = defaultdict(list)
            for value in written.iterfind("DocumentedNamePart/NamePartValue"):
                parts[groups.get(value.get("NamePartGroupID"), "")].append(value.text or "")
            ordered = [*_READING_ORDER, *(label for label in parts if label not in _READING_ORDER)]
            text = " ".join(part for label in ordered for part in parts.get(label, ()))
            first = primary and position == 0
            yield text, NameQuality.PRIMARY if first else NameQuality.WEAK if weak else NameQuality.STRONG


def _features(profile: ET.Element, document: _Document) -> Iterator[tuple[str, ET.Element]]:
    for feature in profile.iterfind("Feature"):
        label = document.references.text("FeatureType", feature.get("FeatureTypeID"))
        for version in feature.iterfind("FeatureVersion"):
            yield label, version


def _births(version: ET.Element) -> Iterator[tuple[tuple[PartialDate, ...], bool, bool]]:
    for element in version.iterfind("DatePeriod"):
        yield period(element)


def _detail(version: ET.Element, document: _Document) -> str | None:
    """What a feature says: in words, or as a reference."""
    detail = version.find("VersionDetail")
    if detail is None:
        return None
    reference = detail.get("DetailReferenceID")
    return document.references.text("DetailReference", reference) if reference else detail.text


def _numbers(features: list[tuple[str, ET.Element]]) -> Iterator[ListIdentifier]:
    for label, version in features:
        value = child_text(version, "VersionDetail")
        if value and label.startswith(_WALLET):
            yield ListIdentifier(kind=f"wallet {label.removeprefix(_WALLET).lower()}", value=value)
        elif value and label.rstrip(":") in _NUMBERS:
            yield ListIdentifier(kind=label.rstrip(":").lower(), value=value)


def _countries(features: list[tuple[str, ET.Element]], document: _Document) -> list[str]:
    """Countries stated; where somebody was born only when nothing else is said."""
    for labels in (_STATED, ("Place of Birth",)):
        places = [version.find("VersionLocation") for label, version in features if label in labels]
        ids = [place.get("LocationID") or "" for place in places if place is not None]
        if found := [document.locations[id_] for id_ in ids if id_ in document.locations]:
            return found
    return []
