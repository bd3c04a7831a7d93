"""Screening again only whom a change of the lists touches gives what screening everybody again gives."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Identifier,
    Organisation,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
    Relation,
    RelationKind,
)
from customer_risk.screening.building import build
from customer_risk.screening.entry import EntryKind, ListEntry, ListIdentifier, ListName, ListState, NameQuality
from customer_risk.screening.index import Index
from customer_risk.screening.rescreening import Roster, compare, difference, rescreen
from customer_risk.screening.result import Hit, HitType
from customer_risk.screening.screener import Screener

TODAY = PartialDate.parse("2026-11-02").earliest
NEVER_STALE = "2026-11-01T00:00:00+00:00"
GIVEN = [
    "Mohammed",
    "Muhamad",
    "Katherine",
    "Kate",
    "Ivan",
    "Ivo",
    "J",
    "José",
    "Abd al-Rahman",
    "Nadezhda",
    "Wei",
    "Анна",
    "محمد",
    "Bill",
]
FAMILY = [
    "Petrov",
    "Petrow",
    "Smith",
    "Smyth",
    "Al-Din",
    "Aldin",
    "Vymyshlennikov",
    "Li",
    "Lee",
    "O'Neill",
    "Петров",
    "García Márquez",
    "Umarov",
]
FIRMS = [
    "Aero Caribbean SA",
    "Aerocaribbean",
    "Fable Trading LLC",
    "Fabel Trading Limited",
    "Northern Star OOO",
    "NorthernStar",
    "7 Seas Shipping Co",
]
NUMBERS = ["ZZ0000001", "ZZ-000-0002", "zz0000003"]
BORN = [None, "1961-03-14", "1961", "1975-07-01"]

person_names = st.builds(lambda *parts: " ".join(parts), st.sampled_from(GIVEN), st.sampled_from(FAMILY))
numbers = st.lists(st.sampled_from(NUMBERS), max_size=1)


@st.composite
def entries(draw: st.DrawFn) -> list[ListEntry]:
    """A list of up to a dozen people and firms under few ids, so that another one shares many of them."""
    found = {}
    for _ in range(draw(st.integers(0, 12))):
        id_, person = str(draw(st.integers(0, 15))), draw(st.booleans())
        names = draw(st.lists(person_names if person else st.sampled_from(FIRMS), min_size=1, max_size=2, unique=True))
        born = draw(st.sampled_from(BORN)) if person else None
        found[id_] = ListEntry(
            source="pep",
            id=id_,
            kind=EntryKind.PERSON if person else EntryKind.ORGANISATION,
            names=tuple(
                ListName(text=text, quality=NameQuality.STRONG if n else NameQuality.PRIMARY)
                for n, text in enumerate(names)
            ),
            types=(HitType.SANCTIONED_PERSON if person else HitType.SANCTIONED_ENTITY,),
            birth_dates=(PartialDate.parse(born),) if born else (),
            identifiers=tuple(ListIdentifier(kind="passport", value=value) for value in draw(numbers)),
        )
    return list(found.values())


@st.composite
def customers(draw: st.DrawFn) -> dict[str, Profile]:
    """Customers, some with a shareholder that is a firm."""
    found = {}
    for id_ in map(str, range(draw(st.integers(1, 8)))):
        born = draw(st.sampled_from(BORN))
        person = Person(name=PersonName(full=draw(person_names)), birth_date=PartialDate.parse(born) if born else None)
        firm = Organisation(name=draw(st.sampled_from(FIRMS)))
        owners = (Relation(kind=RelationKind.SHAREHOLDER, party=Party(kind=PartyKind.ORGANISATION, organisation=firm)),)
        party = Party(
            kind=PartyKind.PERSON,
            person=person,
            identifiers=tuple(Identifier(kind="passport", value=value) for value in draw(numbers)),
            relations=owners if draw(st.booleans()) else (),
        )
        found[id_] = Profile(customer_id=id_, party=party)
    return found


def screener(listed: Sequence[ListEntry], folder: Path) -> Screener:
    state = ListState(
        source="pep", entries=len(listed), fetched_at=NEVER_STALE, changed_at=NEVER_STALE, limit_hours=10_000
    )
    built = build(listed, [state])
    path = folder / built.version
    path.write_bytes(built.data)
    return Screener(Index.open(path))


def hits(screener: Screener, profiles: Iterable[Profile]) -> dict[str, tuple[Hit, ...]]:
    assert TODAY is not None
    return {profile.customer_id or "": screener.screen(profile, today=TODAY).hits for profile in profiles}


@settings(max_examples=300, deadline=None)
@given(before=entries(), after=entries(), held=customers())
def test_incremental_equals_full(before: list[ListEntry], after: list[ListEntry], held: dict[str, Profile]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old, new = (hits(screener(listed, Path(folder)), held.values()) for listed in (before, after))
    full = [changed for id_ in sorted(held) if (changed := compare(id_, old[id_], new[id_]))]
    delta = difference(before, after, previous="before", version="after")
    asked: list[str] = []

    def again(customer: str) -> tuple[Hit, ...]:
        asked.append(customer)
        return new[customer]

    found = list(rescreen(delta, Roster(held.items()), held, before=old.__getitem__, after=again))
    assert found == full
    # Whoever is not touched has the same hits, and the same scores but for how rare a legal form or a title is.
    for id_ in held.keys() - set(asked):
        assert [(hit.key, hit.evidence) for hit in old[id_]] == [(hit.key, hit.evidence) for hit in new[id_]]
        assert all(abs(one.score - other.score) <= 0.02 for one, other in zip(old[id_], new[id_], strict=True))


@settings(max_examples=60, deadline=None)
@given(listed=entries(), held=customers())
def test_without_a_change_nobody_is_asked(listed: list[ListEntry], held: dict[str, Profile]) -> None:
    delta = difference(listed, listed, previous="a", version="b")
    assert not Roster(held.items()).touched((*delta.entries, *delta.former))


def test_after_the_first_index_everybody_is_asked() -> None:
    one = Profile(customer_id="1", party=Party(names=("Nobody",)))
    delta = difference([], [], version="first")
    asked: list[str] = []

    def after(customer: str) -> tuple[Hit, ...]:
        asked.append(customer)
        return ()

    assert not list(rescreen(delta, Roster([("1", one)]), ["1", "2"], before=lambda _: (), after=after))
    assert asked == ["1", "2"]


@pytest.mark.parametrize(
    ("customer", "listed"),
    [
        ("Kate Smith", "Katherine Smith"),
        ("Иван Петров", "Ivan Petrow"),
        ("AeroCaribbean", "Aero Caribbean SA"),
        ("محمد الدين", "Mohammed Aldin"),
        ("Abdalrahman Umarov", "Abd al-Rahman UMAROV"),
    ],
)
def test_other_spellings_are_touched(customer: str, listed: str) -> None:
    profile = Profile(customer_id="1", party=Party(names=(customer,)))
    kind = EntryKind.ORGANISATION if "aribbean" in listed else EntryKind.PERSON
    entry = ListEntry(source="pep", id="1", kind=kind, names=(ListName(text=listed),), types=())
    assert Roster([("1", profile)]).touched([entry]) == {"1"}


def test_nobody_else_is_touched() -> None:
    profile = Profile(customer_id="1", party=Party(names=("Dr. Beatrix Quellenhof",)))
    entry = ListEntry(source="pep", id="1", kind=EntryKind.PERSON, names=(ListName(text="Dr. Ivan Petrov"),), types=())
    assert not Roster([("1", profile)]).touched([entry, replace(entry, names=(ListName(text="Li Wei"),))])
