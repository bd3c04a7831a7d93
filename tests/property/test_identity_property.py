"""Whatever somebody gives: the identity check has an outcome for every tag, quotes nothing, and more never helps."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk.identity import postcodes
from customer_risk.identity.check import TAGS, check_identity
from customer_risk.identity.documents import check_digit, possible_number
from customer_risk.identity.national import NAMED, read_code
from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Address,
    Document,
    Identifier,
    Means,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
)
from customer_risk.reference.countries import CODES
from customer_risk.scoring.fraud import Signal
from customer_risk.scoring.numbers import SCHEMES

TODAY = date(2026, 11, 21)
NUMBERISH = st.text("0123456789ABXYZ -./<+٣é", max_size=24)
TEXT = st.one_of(st.text(max_size=40), NUMBERISH, st.sampled_from(["n/a", "test", "xxxx", ""]))
COUNTRY = st.one_of(st.sampled_from(sorted(CODES)), st.text(max_size=5))
DATE = st.one_of(
    st.dates(date(1850, 1, 1), date(2060, 12, 31)).map(date.isoformat), st.sampled_from(["2001", "1999-02", "soon"])
).map(PartialDate.parse)


def maybe[T](strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def some[T](strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


IDENTIFIERS = st.builds(
    Identifier,
    kind=st.sampled_from(["national", "social-security", "tax", "lei", "registration"]),
    value=NUMBERISH,
    country=maybe(COUNTRY),
    type=maybe(TEXT),
)
DOCUMENTS = st.builds(
    Document,
    kind=maybe(st.sampled_from(["passport", "identity card", "?"])),
    number=maybe(NUMBERISH),
    issued=maybe(DATE),
    expires=maybe(DATE),
    issuing_country=maybe(COUNTRY),
    describes=maybe(st.sampled_from(PartyKind)),
)
ADDRESSES = st.builds(
    Address,
    street=maybe(TEXT),
    town=maybe(TEXT),
    region=maybe(st.one_of(TEXT, st.sampled_from(["NY", "ON", "US-CA"]))),
    postcode=maybe(NUMBERISH),
    country=maybe(COUNTRY),
    unstructured=maybe(TEXT),
    for_correspondence=maybe(st.booleans()),
)
PEOPLE = st.builds(
    Person,
    name=st.builds(PersonName, full=maybe(TEXT), first=maybe(TEXT), last=maybe(TEXT)),
    birth_date=maybe(DATE),
    nationalities=some(COUNTRY),
    residence_country=maybe(COUNTRY),
    gender=maybe(TEXT),
)
PARTIES = st.builds(
    Party,
    kind=st.sampled_from(PartyKind),
    person=maybe(PEOPLE),
    identifiers=some(IDENTIFIERS),
    documents=some(DOCUMENTS),
    addresses=some(ADDRESSES),
    means=some(st.builds(Means, kind=st.sampled_from(["phone", "email", "web"]), value=TEXT)),
)
OTHERS = st.dictionaries(st.sampled_from(Signal), st.integers(0, 9), max_size=4)


@settings(max_examples=300, deadline=None)
@given(PARTIES, OTHERS)
def test_every_tag_has_an_outcome_and_the_same_data_the_same_one(party: Party, others: dict[Signal, int]) -> None:
    profile = Profile(customer_id="1", party=party)
    identity = check_identity(profile, TODAY, others)
    assert [one.tag for one in identity.tags] == list(TAGS)
    assert all(one.detail or one.passed for one in identity.tags)
    assert identity.passed == all(one.passed for one in identity.tags)
    assert check_identity(profile, TODAY, others) == identity
    assert msgspec.json.decode(msgspec.json.encode(identity), type=type(identity)) == identity
    assert {signal for signal, count in others.items() if count} <= set(identity.signals)


@settings(max_examples=150, deadline=None)
@given(PARTIES, OTHERS)
def test_what_others_share_never_makes_anybody_pass(party: Party, others: dict[Signal, int]) -> None:
    profile = Profile(customer_id="1", party=party)
    alone, among = check_identity(profile, TODAY), check_identity(profile, TODAY, others)
    for one, other in zip(alone.tags, among.tags, strict=True):
        assert one.passed or not other.passed


@settings(max_examples=150, deadline=None)
@given(PARTIES, IDENTIFIERS)
def test_another_number_never_makes_a_bad_one_good(party: Party, identifier: Identifier) -> None:
    if not party.identifiers:
        return
    more = msgspec.structs.replace(party, identifiers=(*party.identifiers, identifier))
    before, after = (check_identity(Profile(customer_id="1", party=one), TODAY) for one in (party, more))
    numbers = [one.tags[0].passed for one in (before, after)]
    assert numbers[0] or not numbers[1]


SCHEME = st.sampled_from(
    [(country, None) for country in sorted(SCHEMES["national"] | SCHEMES["tax"])]
    + [(country, word) for country, words in sorted(NAMED.items()) for word in sorted(words)]
)


@settings(max_examples=500, deadline=None)
@given(
    SCHEME,
    st.one_of(NUMBERISH, st.from_regex(r"\A[0-9]{8,18}\Z"), st.text(max_size=30)),
    st.sampled_from(["national", "tax"]),
)
def test_any_text_can_be_asked_for_as_any_number(scheme: tuple[str, str | None], value: str, kind: str) -> None:
    code = read_code(kind, value, *scheme)
    assert code.possible or not (code.born or code.gender)
    assert code.gender in {None, "M", "F"}


@settings(deadline=None)
@given(st.from_regex(r"\A[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}\Z"), st.integers(0, 9))
def test_of_ten_check_digits_one_is_right(number: str, digit: int) -> None:
    right = check_digit(number)
    assert possible_number(number, "DE", passport=True)
    assert possible_number(f"{number}{digit}", "DE", passport=True) is (digit == right)


@settings(deadline=None)
@given(st.text(max_size=20), COUNTRY)
def test_spaces_hyphens_and_case_of_a_postcode_do_not_matter(text: str, country: str) -> None:
    known = postcodes.possible(text, country)
    if text.isascii():
        assert postcodes.possible(f" {text.lower()}-", country) == known
        assert postcodes.possible("-".join(text.upper()), country) == known
