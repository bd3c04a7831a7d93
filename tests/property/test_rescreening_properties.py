"""Screening again only whom a change of the lists touches gives what screening everybody again gives."""

from __future__ import annotations

import csv
import os
import random
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from unittest.mock import patch

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
from customer_risk.screening import rarity
from customer_risk.screening.building import build
from customer_risk.screening.entry import EntryKind, ListEntry, ListIdentifier, ListName, ListState, NameQuality
from customer_risk.screening.index import Index
from customer_risk.screening.lists.registry import source_named
from customer_risk.screening.rarity import Rarity
from customer_risk.screening.rescreening import Delta, Roster, compare, difference, rescreen
from customer_risk.screening.result import Hit, HitType
from customer_risk.screening.screener import Screener
from customer_risk.screening.thresholds import Thresholds

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


def screener(listed: Sequence[ListEntry], folder: Path, counted: Rarity | None = None) -> tuple[Screener, Rarity]:
    """Against an index of ``listed``, in the order it is published in, with rarities of before or its own."""
    states = [
        ListState(source=source, entries=1, fetched_at=NEVER_STALE, changed_at=NEVER_STALE, limit_hours=10_000)
        for source in ("pep", *sorted({entry.source for entry in listed} - {"pep"}))
    ]
    built = build(sorted(listed, key=lambda entry: entry.key), states, counted)
    path = folder / built.version
    path.write_bytes(built.data)
    return Screener(Index.open(path)), built.rarity


def hits(screener: Screener, profiles: Iterable[Profile]) -> dict[str, tuple[Hit, ...]]:
    """With a threshold so low that what is only somewhat alike counts, too."""
    assert TODAY is not None
    low = Thresholds(minimum=0.02)
    return {one.customer_id or "": screener.screen(one, today=TODAY, thresholds=low).hits for one in profiles}


def incremental_is_full(
    before: Sequence[ListEntry], after: Sequence[ListEntry], held: dict[str, Profile], folder: Path
) -> int:
    """Assert that screening the touched again leaves nothing out; how many were touched.

    Whoever is not touched has the same hits to the last digit, and the same reasons.
    """
    first, counted = screener(before, folder)
    second, _ = screener(after, folder, counted)
    old, new = hits(first, held.values()), hits(second, held.values())
    full = [changed for id_ in sorted(held) if (changed := compare(id_, old[id_], new[id_]))]
    asked: list[str] = []

    def again(customer: str) -> tuple[Hit, ...]:
        asked.append(customer)
        return new[customer]

    roster = Roster(held.items())
    found = list(rescreen(difference(before, after), roster, held, before=old.__getitem__, after=again))
    assert found == full
    for id_ in held.keys() - set(asked):
        assert old[id_] == new[id_]
    return len(asked)


@settings(max_examples=300, deadline=None)
@given(before=entries(), after=entries(), held=customers(), least=st.sampled_from((1, 25_000)))
def test_incremental_equals_full(
    before: list[ListEntry], after: list[ListEntry], held: dict[str, Profile], least: int
) -> None:
    # Counted as one of 25,000 entries, as every list that is shorter; and among its own, as every one that is longer.
    with tempfile.TemporaryDirectory() as folder, patch.object(rarity, "LEAST_ENTRIES", least):
        incremental_is_full(before, after, held, Path(folder))


def test_incremental_equals_full_in_long_lists(tmp_path: Path) -> None:
    """Lists in which every entry that is added would move every score a little, were words counted anew each time."""
    size = int(os.environ.get("RESCREENING_ENTRIES", "800"))
    chance = random.Random(5)  # noqa: S311 - nothing secret
    names = made_names(chance, size + 300)
    before = [person_entry(number, name) for number, name in enumerate(names[:size])]
    asked = enumerate(names[size - 300 :])
    held = {str(n): Profile(customer_id=str(n), party=Party(names=(name,))) for n, name in asked}
    after = [entry for entry in before if chance.random() > 0.002]
    after += [person_entry(size + n, name) for n, name in enumerate(made_names(chance, max(size // 500, 4)))]
    chance.shuffle(after)
    with patch.object(rarity, "LEAST_ENTRIES", min(25_000, size // 2)):
        touched = incremental_is_full(before, after, held, tmp_path)
    assert 0 < touched < len(held)


DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.skipif("RESCREENING_ENTRIES" not in os.environ or not DATA.exists(), reason="one of the long proofs")
def test_incremental_equals_full_on_the_lists_as_published(tmp_path: Path) -> None:
    """A few of half a year's changes at a time, among customers who are listed somewhere, nearly so, or not at all."""
    chance = random.Random(6)  # noqa: S311 - nothing secret
    before, later = published("ofac-sdn-2021-07", "un-2025-04"), published("ofac-sdn-2022-01", "un-2026-02")
    changes = difference(before, later)
    texts = [name.text for entry in chance.sample([*before, *changes.entries], 500) for name in entry.names]
    with (DATA / "matching" / "negatives_global.csv").open(encoding="utf-8") as lines:
        texts += [row[0] for row in chance.sample(list(csv.reader(lines))[1:], 400)]
    held = {str(n): Profile(customer_id=str(n), party=Party(names=(text,))) for n, text in enumerate(texts)}
    for _ in range(3):
        changed = {entry.key: entry for entry in chance.sample(changes.entries, 3)}
        gone = {entry.key for entry in chance.sample(before, 2)}
        after = [changed.get(entry.key, entry) for entry in before if entry.key not in gone]
        after += [entry for key, entry in changed.items() if key in changes.added]
        touched = incremental_is_full(before, after, held, tmp_path)
        assert 0 < touched < len(held)


def published(ofac: str, un: str) -> list[ListEntry]:
    """The OFAC and UN lists of these dates."""
    folders = {"ofac_sdn": DATA / "watchlists" / ofac, "un_consolidated": DATA / "watchlists" / un}
    return [
        entry
        for source, folder in folders.items()
        for entry in source_named(source).read({path.name: path.read_bytes() for path in folder.iterdir()}).entries
    ]


def made_names(chance: random.Random, count: int) -> list[str]:
    """Names of people of few given names and many family names, some of which are nearly alike."""
    sounds = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    given = ["".join(chance.choices(sounds, k=3)) for _ in range(300)]
    return [
        f"{chance.choice(given)} {''.join(chance.choices(sounds, k=chance.choice((2, 3, 4))))}n" for _ in range(count)
    ]


def person_entry(number: int, name: str) -> ListEntry:
    names = (ListName(text=name, quality=NameQuality.PRIMARY),)
    return ListEntry(
        source="pep", id=str(number), kind=EntryKind.PERSON, names=names, types=(HitType.SANCTIONED_PERSON,)
    )


@settings(max_examples=60, deadline=None)
@given(listed=entries(), held=customers())
def test_without_a_change_nobody_is_asked(listed: list[ListEntry], held: dict[str, Profile]) -> None:
    delta = difference(listed, listed)
    assert not Roster(held.items()).touched((*delta.entries, *delta.former))


def test_where_everybody_is_to_be_asked_everybody_is() -> None:
    one = Profile(customer_id="1", party=Party(names=("Nobody",)))
    delta = Delta(everybody=True)
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
        ("Ae Roca Ribbean", "Aero Caribbean"),
        ("Quo Rat Ani", "Quoratany"),
        ("Inversionnes Quellenhof", "Aribbean Investment"),
        ("محمد الدين", "Mohammed Aldin"),
        ("Abdalrahman Umarov", "Abd al-Rahman UMAROV"),
    ],
)
def test_other_spellings_are_touched(customer: str, listed: str) -> None:
    kind = EntryKind.ORGANISATION if "aribbean" in listed else EntryKind.PERSON
    profile = Profile(customer_id="1", party=Party(names=(customer,)))
    entry = ListEntry(source="pep", id="1", kind=kind, names=(ListName(text=listed),), types=())
    assert Roster([("1", profile)]).touched([entry]) == {"1"}


def test_nobody_else_is_touched() -> None:
    profile = Profile(customer_id="1", party=Party(names=("Dr. Beatrix Quellenhof",)))
    entry = ListEntry(source="pep", id="1", kind=EntryKind.PERSON, names=(ListName(text="Dr. Ivan Petrov"),), types=())
    assert not Roster([("1", profile)]).touched([entry, replace(entry, names=(ListName(text="Li Wei"),))])
