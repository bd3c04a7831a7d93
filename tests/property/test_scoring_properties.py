"""What holds for every scoring: the sums, the level, that nothing depends on order, and that risk only adds."""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk.levels import RiskLevel
from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Account,
    Address,
    CountryTie,
    Declared,
    Deposit,
    Identifier,
    Income,
    Organisation,
    Party,
    PartyKind,
    Person,
    Relation,
    RelationKind,
)
from customer_risk.records import decode, encode
from customer_risk.scoring.breakdown import totals
from customer_risk.scoring.catalogue import CATALOGUE, Evidence, saw
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.engine import _tell, score
from customer_risk.scoring.model import shipped_model
from customer_risk.scoring.parties import is_organisation
from customer_risk.scoring.result import Line, Scoring, Subject
from customer_risk.scoring.rule import Rule, Terms
from customer_risk.scoring.view import View
from customer_risk.screening.result import Adjudication, Hit, HitType, ScreeningStatus
from tests.unit.scoring.profiles import Maker

EXAMPLES = int(os.environ.get("SCORING_EXAMPLES", "300"))
replace = msgspec.structs.replace


def _make(seed: int) -> Subject:
    random = Random(seed)  # noqa: S311 -- nothing secret
    return Maker(random, random.choice((0.1, 0.4, 0.7, 0.95))).subject()


subjects = st.integers(0, 2**48).map(_make)


def scored(subject: Subject) -> Scoring:
    return score(shipped_model(), CountryTable.shipped(), subject)


@settings(max_examples=EXAMPLES, deadline=None)
@given(subjects)
def test_lines_groups_and_points_add_up(subject: Subject) -> None:
    scoring = scored(subject)
    running = 0
    for line in scoring.lines:
        assert line.points > 0
        running += line.points
        assert line.total == running
        assert (line.points == line.raw) == (line.adjustment is None)
        assert line.text.endswith(".")
    assert scoring.points == running
    shown = totals(scoring, organisation=is_organisation(subject.profile.party))
    assert sum(group["score"] for group in shown.values()) == scoring.points
    for group in shown.values():
        assert group["score"] == sum(item["score"] for item in group["contents"])


@settings(max_examples=EXAMPLES, deadline=None)
@given(subjects)
def test_the_level_follows_the_points_unless_something_raised_it(subject: Subject) -> None:
    scoring = scored(subject)
    reached = shipped_model().levels.level(scoring.points)
    if (imported := subject.profile.imported_level) is not None:
        assert (scoring.level, scoring.raised_by) == (imported, (f"imported-level:{imported}",))
        return
    assert (scoring.level is reached) == (scoring.raised_by == ())
    assert scoring.level.rank >= reached.rank
    if (stated := subject.profile.stated_level) is not None:
        assert scoring.level.rank >= stated.rank


@settings(max_examples=EXAMPLES, deadline=None)
@given(subjects)
def test_a_scoring_says_the_same_again_byte_for_byte(subject: Subject) -> None:
    stored = decode(encode(subject), Subject)
    assert encode(scored(subject)) == encode(scored(stored))


@settings(max_examples=EXAMPLES, deadline=None)
@given(subjects, st.randoms(use_true_random=False))
def test_the_order_of_hits_changes_nothing(subject: Subject, random: Random) -> None:
    hits = list(subject.screening.hits)
    random.shuffle(hits)
    shuffled = replace(subject, screening=replace(subject.screening, hits=tuple(hits)))
    assert scored(shuffled).points == scored(subject).points
    assert scored(shuffled).case_reasons == scored(subject).case_reasons


@settings(max_examples=EXAMPLES, deadline=None)
@given(subjects)
def test_dismissed_hits_take_no_part(subject: Subject) -> None:
    open_hits = subject.screening.open_hits
    without = replace(subject, screening=replace(subject.screening, hits=open_hits))
    assert encode(scored(subject)) == encode(scored(without))


@settings(max_examples=EXAMPLES, deadline=None)
@given(subjects)
def test_a_factor_that_is_not_asked_had_nothing_to_say(subject: Subject) -> None:
    model = shipped_model()
    limits = model.screening
    view = View(subject, model.ratings(CountryTable.shipped()), thresholds=limits, likely=limits.likely)
    for organisation in (False, True):
        plan = model.plan(organisation=organisation, person_details=True, organisation_details=True)
        asked = {rule.id for rule in plan.asked(view)}
        unasked = [rule for rule in plan.rules if rule.id not in asked]
        assert [rule.id for rule in unasked if [*rule.judge(view, rule)]] == []


outcomes = st.sampled_from(["a", "b", "c", "d"])


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(outcomes, min_size=1, max_size=6),
    outcomes,
    st.fixed_dictionaries({name: st.integers(0, 50) for name in "abcd"}),
    st.none() | st.integers(0, 120),
    st.none() | st.integers(0, 120),
)
def test_more_evidence_never_lowers_what_a_factor_counts(
    seen: list[str], more: str, points: dict[str, int], cap: int | None, floor: int | None
) -> None:
    if cap is not None and floor is not None:
        floor = min(floor, cap)
    rule = Rule(
        next(iter(CATALOGUE.values())),
        organisation=False,
        label=None,
        points=points,
        missing="nothing",
        cap=cap,
        floor=floor,
        limits={},
        terms=Terms({}),
        referred=False,
    )

    def count(found: list[str]) -> int:
        lines: list[Line] = []
        evidence: list[Evidence] = [saw(outcome, "", "", "") for outcome in found]
        total = _tell(rule, evidence, lines, 0)
        assert total == sum(line.points for line in lines)
        assert cap is None or total <= cap
        assert floor is None or total == 0 or total >= floor
        return total

    assert count([*seen, more]) >= count(seen)


def _party(subject: Subject, **changes: Any) -> Subject:
    return replace(subject, profile=replace(subject.profile, party=replace(subject.profile.party, **changes)))


def _profile(subject: Subject, **changes: Any) -> Subject:
    return replace(subject, profile=replace(subject.profile, **changes))


def _business(subject: Subject, **changes: Any) -> Subject:
    return _profile(subject, business=replace(subject.profile.business, **changes))


def _channel(subject: Subject, **changes: Any) -> Subject:
    return _profile(subject, channel=replace(subject.profile.channel, **changes))


def _declared(field: str) -> Callable[[Subject], Subject]:
    def add(subject: Subject) -> Subject:
        said: Declared = replace(subject.profile.party.declared, **{field: True})
        if field == "internal_list":
            said = replace(said, list_purpose="BLACK")
        return _party(subject, declared=said)

    return add


def _hit(type_: HitType, score_: float, adjudication: Adjudication | None = None) -> Callable[[Subject], Subject]:
    hit = Hit(
        party="customer",
        type=type_,
        source="new",
        entry_id="new",
        entry_name="N",
        queried_name="Q",
        matched_name="M",
        score=score_,
        adjudication=adjudication,
    )
    return lambda subject: replace(subject, screening=replace(subject.screening, hits=(*subject.screening.hits, hit)))


def _tie(kind: str) -> Callable[[Subject], Subject]:
    tie = CountryTie(kind=kind, country="IR")
    return lambda subject: _business(subject, countries=(*subject.profile.business.countries, tie))


def _of_organisation(**changes: Any) -> Callable[[Subject], Subject]:
    return lambda subject: _party(
        subject, organisation=replace(subject.profile.party.organisation or Organisation(), **changes)
    )


def _of_person(**changes: Any) -> Callable[[Subject], Subject]:
    return lambda subject: _party(subject, person=replace(subject.profile.party.person or Person(), **changes))


def _nationality(subject: Subject) -> Subject:
    person = subject.profile.party.person or Person()
    return _party(subject, person=replace(person, nationalities=(*person.nationalities, "IR")))


def _owner(subject: Subject) -> Subject:
    owner = Relation(
        kind=RelationKind.STAFF,
        role="nominee",
        party=Party(kind=PartyKind.PERSON, person=Person(residence_country="IR"), declared=Declared(pep=True)),
    )
    return _party(subject, relations=(*subject.profile.party.relations, owner))


def _account(subject: Subject) -> Subject:
    account = Account(currency="XMR", bank_country="IR", status="frozen")
    return _party(subject, accounts=(*subject.profile.party.accounts, account))


def _number(subject: Subject) -> Subject:
    number = Identifier(kind="social-security", value="1", country="EE")
    return _party(subject, identifiers=(*subject.profile.party.identifiers, number))


def _iban(subject: Subject) -> Subject:
    return _party(subject, accounts=(*subject.profile.party.accounts, Account(number="DE12500105170648489891")))


def _income(subject: Subject) -> Subject:
    row = Income(source="casino", maximum=1e9)
    return _business(subject, wealth=(*subject.profile.business.wealth, row))


def _stale(subject: Subject) -> Subject:
    lists = tuple(replace(used, stale=True) for used in subject.screening.lists)
    return replace(subject, screening=replace(subject.screening, lists=lists))


def _incomplete(subject: Subject) -> Subject:
    return replace(subject, screening=replace(subject.screening, status=ScreeningStatus.INCOMPLETE))


def _ids(field: str, id_: int) -> Callable[[Subject], Subject]:
    return lambda subject: _business(subject, **{field: (*getattr(subject.profile.business, field), id_)})


def _words(field: str, word: str) -> Callable[[Subject], Subject]:
    return lambda subject: _business(subject, **{field: (*getattr(subject.profile.business, field), word)})


def _unverified(subject: Subject) -> Subject:
    """No address is verified; the one that is added says nothing that was not said before."""
    addresses = [replace(given, verified=False) for given in subject.profile.party.addresses]
    return _party(subject, addresses=(*addresses, Address(country="CY", verified=False)))


ADDED_RISKS: dict[str, Callable[[Subject], Subject]] = {
    **{f"declared {field}": _declared(field) for field in
       ("pep", "pep_family", "sanctioned", "adverse_media", "internal_list", "litigated")},
    **{f"hit {type_}": _hit(type_, 0.95) for type_ in HitType},
    **{f"confirmed {type_}": _hit(type_, 0.95, Adjudication.TRUE_MATCH) for type_ in HitType},
    **{f"tie {kind}": _tie(kind) for kind in ("payment", "presence", "tax", "activity", "counterparty")},
    **{f"activity risk {id_}": _ids("activity_risks", id_) for id_ in range(1, 20)},
    **{f"behaviour risk {id_}": _ids("behaviour_risks", id_) for id_ in range(1, 15)},
    **{f"{field} of risk": _words(field, word) for field, word in
       {"products": "private banking", "services": "crypto", "purposes": "gambling", "activities": "casino",
        "regions": "crimea", "exemptions": "all"}.items()},
    "bearer shares": _of_organisation(bearer_shares=True),
    "complex ownership": _of_organisation(complex_ownership="yes"),
    "layers": _of_organisation(multi_layered=True),
    "no major shareholder": _of_organisation(no_major_shareholder=True),
    "fined now": _of_organisation(fined=True, fine_period_years=None),
    "needs a licence": _of_organisation(licence_required=True, licence=None),
    "second nationality": _nationality,
    "lives in a country of risk": _of_person(residence_country="IR", nationalities=("IR",), birth_country="IR"),
    "occupation": _of_person(occupation="politician"),
    "non-resident": _of_person(legal_resident=False),
    "nominee": _owner,
    "account": _account,
    "impossible number": _number,
    "impossible account number": _iban,
    "wealth": _income,
    "deposit": lambda subject: _business(
        subject, deposit=Deposit(amount=1e12, source=None, bank="casino", account="cash", currency="crypto")
    ),
    "cash": lambda subject: _business(subject, cash_dominates=True),
    "not met": lambda subject: _business(_channel(subject, non_face_to_face=True), enhanced_checks=()),
    "referred": lambda subject: _channel(subject, referred_by="an agent"),
    "no document": lambda subject: _party(subject, documents=()),
    "no means": lambda subject: _party(subject, means=()),
    "unverified": _unverified,
    "replaced": lambda subject: _profile(subject, replaced=True),
    "flagged": lambda subject: _profile(subject, flags=(*subject.profile.flags, "suspicion of fraud")),
    "overdue": lambda subject: _profile(subject, next_review=PartialDate.parse("2020")),
    "stale": _stale,
    "incomplete": _incomplete,
    "stated": lambda subject: _profile(subject, stated_level=RiskLevel.EXTREME),
}  # fmt: skip

# documents and means carry risks of their own, which go when they go
_WITHDRAWN = {"no document", "no means", "unverified"}


@pytest.mark.parametrize("risk", sorted(ADDED_RISKS))
@settings(max_examples=max(20, EXAMPLES // 15), deadline=None)
@given(subject=subjects)
def test_a_risk_added_never_lowers_points_or_level(risk: str, subject: Subject) -> None:
    # a risk is added to somebody: more details must not turn a person into an organisation
    organisation = is_organisation(subject.profile.party)
    subject = _party(subject, kind=PartyKind.ORGANISATION if organisation else PartyKind.PERSON)
    before, after = scored(subject), scored(ADDED_RISKS[risk](subject))
    if risk in _WITHDRAWN:
        if risk == "no document" and organisation:
            return  # an organisation need not identify itself by a passport; one that has expired is a risk
        factors = {"no document": "identity-document", "no means": "communication-means", "unverified": "address"}
        assert _of(after, factors[risk]) >= _of(before, factors[risk])
        return
    assert after.points >= before.points
    assert after.level.rank >= before.level.rank


def _of(scoring: Scoring, factor: str) -> int:
    group = {"address": ("address", "address-verification")}.get(factor, (factor,))
    return sum(line.points for line in scoring.lines if line.factor in group)
