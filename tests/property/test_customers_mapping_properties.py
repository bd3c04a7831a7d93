"""The way to the profile and back loses nothing, and touches nothing that was not changed."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Account,
    Address,
    Business,
    Channel,
    CountryTie,
    Document,
    Identifier,
    Income,
    Means,
    Organisation,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
    Relation,
    RelationKind,
    Statement,
)
from customers.classifiers import Classifiers, defaults
from customers.mapping import from_profile, new_profile, to_profile
from customers.mapping.rows import CHECKED_FIELDS, KEPT
from customers.view import CustomerView, Row
from customers.wire.entity import DETAILS, MAIN, PERSON
from customers.wire.fields import Field, Kind
from customers.wire.lists import BY_PATH

TABLES = Classifiers()

texts = st.text("abc XYZ-é", min_size=1, max_size=12).filter(str.strip)
days = st.dates().filter(lambda day: day.year >= 1000).map(str)


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Fitting values of a property."""
    kinds: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: texts,
        Kind.KEY: st.just("C1"),
        Kind.FLAG: st.booleans(),
        Kind.DATE: days,
        Kind.AMOUNT: st.integers(-(10**6), 10**6) | st.sampled_from([0.5, 12.25]),
        Kind.WHOLE: st.integers(1900, 2100),
        Kind.USER: st.integers(1, 3),
    }
    if field.kind is Kind.CHOICE:
        values = st.sampled_from([entry.id for entry in defaults()[field.classifier]])
    else:
        values = kinds[field.kind]
    return st.none() | values if field.nullable else values


def singles(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({field.name: values_of(field) for field in fields if not field.ours})


def row_values(path: str) -> st.SearchStrategy[dict[str, Any]]:
    return singles(BY_PATH[path].fields)


@st.composite
def views(draw: st.DrawFn, type_: int | None = None) -> CustomerView:
    """A customer in our words, rows numbered."""
    kind = type_ or draw(st.sampled_from(sorted(DETAILS)))
    rows = {
        path: tuple(
            Row(id=n, values=values) for n, values in enumerate(draw(st.lists(row_values(path), max_size=4)), start=1)
        )
        for path in KEPT
    }
    checked = {
        name: tuple(draw(st.lists(st.sampled_from([e.id for e in defaults()[name]]), unique=True, max_size=4)))
        for name in CHECKED_FIELDS
    }
    main = draw(singles(MAIN)) | {"idCustomerType": kind}
    return CustomerView(id=1, main=main, details=draw(singles(DETAILS[kind])), rows=rows, checked=checked)


partial = st.sampled_from(["1984", "1984-05", "1984-05-02", "sometime", "2031-01-01"]).map(PartialDate.parse)
maybe_text = st.none() | texts
countries = st.sampled_from(["CY", "SE", "XX", "Atlantis"])


@st.composite
def foreign(draw: st.DrawFn) -> Profile:
    """A customer as other dialects may have said it, with much that this one cannot say."""
    kind = draw(st.sampled_from(list(PartyKind)))
    person = Person(
        name=PersonName(full=draw(maybe_text), first=draw(maybe_text), last=draw(maybe_text), middle=draw(maybe_text)),
        birth_date=draw(st.none() | partial),
        nationalities=tuple(draw(st.lists(countries, max_size=3, unique=True))),
        gender=draw(st.sampled_from([None, "male", "Female", "X"])),
        employment_status="employed",
        birth_place="Nicosia",
    )
    organisation = Organisation(
        name=draw(maybe_text),
        trade_names=tuple(draw(st.lists(texts, max_size=3, unique=True))),
        activity_countries=tuple(draw(st.lists(countries, max_size=3, unique=True))),
        legal_form=draw(st.sampled_from([None, "Trust", "GmbH"])),
        founded=draw(st.none() | partial),
        employees=5,
    )
    party = Party(
        kind=kind,
        person=draw(st.sampled_from([None, person])),
        organisation=draw(st.sampled_from([None, organisation])),
        identifiers=tuple(
            draw(
                st.lists(
                    st.sampled_from(
                        [
                            Identifier(kind="tax", value="T1"),
                            Identifier(kind="registration", value="R1", country="CY"),
                        ]
                    ),
                    max_size=2,
                )
            )
        ),
        documents=tuple(
            draw(
                st.lists(
                    st.builds(
                        Document,
                        kind=st.sampled_from([None, "PASSPORT", "Visa"]),
                        number=maybe_text,
                        expires=st.none() | partial,
                        issuing_country=st.none() | countries,
                    ),
                    max_size=3,
                )
            )
        ),
        addresses=tuple(
            draw(
                st.lists(
                    st.builds(
                        Address,
                        street=maybe_text,
                        unstructured=maybe_text,
                        country=st.none() | countries,
                        region=maybe_text,
                        valid_since=st.none() | partial,
                    ),
                    max_size=3,
                )
            )
        ),
        means=tuple(
            draw(
                st.lists(
                    st.builds(
                        Means,
                        kind=st.sampled_from(["phone", "email", "web"]),
                        value=texts,
                        title=maybe_text,
                    ),
                    max_size=3,
                )
            )
        ),
        accounts=(Account(number="1"),),
        relations=(Relation(kind=RelationKind.SHAREHOLDER, party=Party(names=("Owner",)), share=0.5),),
    )
    business = Business(
        products=("loan",),
        incomes=tuple(draw(st.lists(st.builds(Income, source=maybe_text, maximum=st.just(5.0)), max_size=2))),
        statements=tuple(draw(st.lists(st.builds(Statement, year=st.integers(1990, 2020)), max_size=2))),
        countries=tuple(
            draw(
                st.lists(
                    st.builds(
                        CountryTie,
                        kind=st.sampled_from(["payment", "presence", "counterparty"]),
                        country=countries,
                        direction=maybe_text,
                    ),
                    max_size=4,
                )
            )
        ),
        activity_risks=(3, 999),
    )
    return Profile(
        customer_id="C1",
        party=party,
        status=draw(st.sampled_from([None, "active", "Frozen"])),
        since=draw(st.none() | partial),
        channel=Channel(device_id="d"),
        business=business,
    )


def numbered(view: CustomerView, first: int = 1000) -> CustomerView:
    ids = iter(range(first, first + 1000))
    rows = {
        path: tuple(row if row.id else msgspec.structs.replace(row, id=next(ids)) for row in held)
        for path, held in view.rows.items()
    }
    return msgspec.structs.replace(view, rows=rows)


@given(views())
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_back(view: CustomerView) -> None:
    profile = to_profile(CustomerView(), view, new_profile("C1"), TABLES)
    again = from_profile(profile, view, TABLES)
    expected = view.main | {"idInternalCustomer": "C1"}
    assert {name: again.main[name] for name in expected} == expected
    assert again.details == view.details
    assert {path: again.rows[path] for path in view.rows} == view.rows
    assert again.checked == view.checked


@given(foreign())
@settings(max_examples=100, deadline=None)
def test_reading_and_writing_nothing_new_changes_nothing(profile: Profile) -> None:
    view = numbered(from_profile(profile, CustomerView(), TABLES))
    same = to_profile(view, view, profile, TABLES)
    known = msgspec.structs.replace(
        same,
        party=msgspec.structs.replace(
            same.party, kind=profile.party.kind, person=profile.party.person, organisation=profile.party.organisation
        ),
    )
    assert known == profile  # but for what a customer of that type must have: a person or an organisation
    assert from_profile(same, view, TABLES) == view


@given(foreign(), st.data())
@settings(max_examples=100, deadline=None)
def test_only_what_is_changed_is_touched(profile: Profile, data: st.DataObject) -> None:
    view = numbered(from_profile(profile, CustomerView(), TABLES))
    fields = [field for field in DETAILS[int(str(view.main["idCustomerType"]))] if not field.ours]
    field = data.draw(st.sampled_from(fields))
    value = data.draw(values_of(field))
    after = msgspec.structs.replace(view, details=view.details | {field.name: value})
    changed = to_profile(view, after, profile, TABLES)
    again = from_profile(changed, after, TABLES)
    assert again.details[field.name] == value
    assert {name: old for name, old in again.details.items() if name != field.name} == {
        name: old for name, old in view.details.items() if name != field.name
    }
    assert (changed.business, changed.party.accounts, changed.party.relations) == (
        profile.business,
        profile.party.accounts,
        profile.party.relations,
    )
    assert again.rows == view.rows


@given(foreign(), st.sampled_from(sorted(KEPT)), st.data())
@settings(max_examples=100, deadline=None)
def test_rows_that_are_not_touched_keep_their_ids_and_what_others_said(
    profile: Profile, path: str, data: st.DataObject
) -> None:
    view = numbered(from_profile(profile, CustomerView(), TABLES))
    held = list(view.rows[path])
    dropped = data.draw(st.sets(st.sampled_from([row.id for row in held]))) if held else set()
    new = [
        Row(id=9000 + n, values=values) for n, values in enumerate(data.draw(st.lists(row_values(path), max_size=2)))
    ]
    left = (*(row for row in held if row.id not in dropped), *new)
    after = msgspec.structs.replace(view, rows={**view.rows, path: left})
    changed = to_profile(view, after, profile, TABLES)
    again = from_profile(changed, after, TABLES)
    assert again.rows[path] == left
    where, kept = KEPT[path].path, KEPT[path]
    before = [one for one in getattr(getattr(profile, where[0]), where[1]) if not kept.ours(one)]
    others = [one for one in getattr(getattr(changed, where[0]), where[1]) if not kept.ours(one)]
    assert others == before


@given(views(PERSON), foreign())
@settings(max_examples=100, deadline=None)
def test_a_customer_another_dialect_replaced_is_read_as_it_is_now(view: CustomerView, profile: Profile) -> None:
    stored = from_profile(to_profile(CustomerView(), view, new_profile("C1"), TABLES), view, TABLES)
    now = numbered(from_profile(profile, stored, TABLES))
    assert from_profile(profile, now, TABLES) == now
    kept = {row.id for path in KEPT for row in stored.rows[path]}
    for path in KEPT:
        assert len(now.rows[path]) == sum(
            KEPT[path].ours(one) for one in getattr(getattr(profile, KEPT[path].path[0]), KEPT[path].path[1])
        )
        assert all(row.id in kept or row.id >= 1000 for row in now.rows[path])
