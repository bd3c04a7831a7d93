"""Whatever a sender writes for a number, a code or an address: it is judged, and never raises."""

from __future__ import annotations

import os

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from customer_risk.profile import Account, Identifier, Means
from customer_risk.scoring.numbers import SCHEMES, iban_possible, read_number
from tests.unit.scoring.subjects import sample_check, scored, spotless_person

EXAMPLES = int(os.environ.get("SCORING_EXAMPLES", "300"))
replace = msgspec.structs.replace

numbers = st.text(max_size=80) | st.text("0123456789 -./ABCDEFTX\u00b2\u0665", max_size=24)
countries = st.sampled_from(sorted({country for by_country in SCHEMES.values() for country in by_country} | {"GB", ""}))


@settings(max_examples=EXAMPLES * 5, deadline=None)
@given(st.sampled_from([*SCHEMES, "lei", "registration", "?"]), numbers, st.lists(countries, max_size=3).map(tuple))
def test_any_number_can_be_read(kind: str, value: str, of: tuple[str, ...]) -> None:
    read = read_number(kind, value, of)
    assert read.possible in (True, False, None)
    assert not read.born or read.possible


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(list(SCHEMES)), numbers, st.lists(countries, min_size=1, max_size=2), countries)
def test_one_more_country_never_makes_a_number_impossible(kind: str, value: str, of: list[str], more: str) -> None:
    if read_number(kind, value, tuple(of)).possible is not False:
        assert read_number(kind, value, (*of, more)).possible is not False


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(4, 21), st.sampled_from("0123456789"))
def test_an_iban_with_one_digit_changed_is_impossible(place: int, digit: str) -> None:
    iban = "DE12500105170648489890"
    changed = iban[:place] + digit + iban[place + 1 :]
    assert iban_possible(changed) is (changed == iban)


@settings(max_examples=EXAMPLES, deadline=None)
@example("\u0665@example.org")
@example('"a b"@example.org')
@example("a@[127.0.0.1]")
@example("a@" + "b" * 300 + ".org")
@given(numbers | st.emails())
def test_a_customer_of_any_numbers_and_addresses_is_scored(text: str) -> None:
    for profile in (spotless_person(), sample_check()):
        company = profile.party.organisation
        party = replace(
            profile.party,
            identifiers=tuple(Identifier(kind=kind, value=text, country="FI") for kind in (*SCHEMES, "lei")),
            accounts=(Account(number=text, bank_identifier=text, bank_country="DE"),),
            means=(Means(kind="email", value=text), Means(kind="phone", value=text)),
            organisation=company and replace(company, business_purposes=(text,)),
        )
        scoring = scored(replace(profile, party=party))
        assert scoring.points == sum(line.points for line in scoring.lines)
