from __future__ import annotations

from datetime import date

import msgspec
import pytest

from customer_risk.levels import RiskLevel
from customer_risk.partial_date import PartialDate
from customer_risk.profile import Address, Channel, Declared, Party, PartyKind, Person, Profile
from customer_risk.scoring.breakdown import totals
from customer_risk.scoring.countries import CountryTable, Fact, Tier
from customer_risk.scoring.engine import level_reasons, score
from customer_risk.scoring.model import LevelThresholds, shipped_model
from customer_risk.scoring.result import Known, Scoring, Subject
from customer_risk.screening.result import Adjudication, Hit, HitType, Screening, ScreeningStatus
from tests.unit.scoring.subjects import CLEAN, TODAY, fresh_person, sample_check, scored, spotless_person


def outcomes(scoring: Scoring) -> set[tuple[str, str]]:
    return {(line.factor, line.outcome) for line in scoring.lines}


def hit(type_: HitType, score: float, adjudication: Adjudication | None = None, party: str = "customer") -> Hit:
    return Hit(
        party=party,
        type=type_,
        source="sdn",
        entry_id="7",
        entry_name="DOE, John",
        queried_name="John Doe",
        matched_name="Jon Doe",
        score=score,
        adjudication=adjudication,
    )


def screened(*hits: Hit) -> Screening:
    return msgspec.structs.replace(CLEAN, hits=hits)


def test_a_fresh_non_face_to_face_person_with_empty_lists_scores_as_published() -> None:
    scoring = scored(fresh_person())
    shown = totals(scoring, organisation=False)
    assert scoring.points == 920
    assert [(item["name"], item["score"]) for item in shown["kyc"]["contents"]] == [
        ("Non Face to Face", 300),
        ("ID Card", 300),
        ("Address", 300),
        ("Communication Means", 20),
        ("Missing Documents", 0),
    ]
    assert {name: group["score"] for name, group in shown.items()} == {
        "screening": 0,
        "kyc": 920,
        "economicProfile": 0,
        "countries": 0,
        "general": 0,
    }
    assert scoring.level is RiskLevel.HIGH
    assert scoring.case_reasons == ("level:HIGH",)


@pytest.mark.parametrize("person", [None, Person()])
def test_an_address_that_stands_for_the_residence_counts_once(person: Person | None) -> None:
    party = Party(kind=PartyKind.PERSON, person=person, addresses=(Address(country="SY"),))
    scoring = scored(Profile(customer_id="c", party=party))
    counted = {line.factor for line in scoring.lines if line.seen == "SY" and line.group == "countries"}
    assert counted == {"residence-country"}


def test_nothing_against_somebody_is_no_points_and_no_lines() -> None:
    scoring = scored(spotless_person())
    assert (scoring.points, scoring.level, scoring.lines, scoring.case_reasons) == (0, RiskLevel.NONE, (), ())


@pytest.mark.parametrize(
    ("factor", "outcome", "where", "seen"),
    [
        ("registration-country", "abroad", "customer.organisation.registration_country", "PT"),
        ("birth-country", "abroad", "customer.person.birth_country", "FR"),
        ("identity-document", "expired", "customer.documents[0].expires", "2025-01-15"),
        ("business-unit", "high", "business.unit", "GAMBLING"),
        ("business-purpose", "elevated", "customer.organisation.business_purposes[2]", "Financial services"),
        ("bank-country", "unknown", "customer.accounts[1].bank_country", "string"),
        ("account-replaced", "replaced", "replaced", "Chargeback rate exceeded"),
    ],
)
def test_the_sample_check_says_where_each_factor_comes_from(factor: str, outcome: str, where: str, seen: str) -> None:
    line = next(line for line in scored(sample_check()).lines if (line.factor, line.outcome) == (factor, outcome))
    assert (line.where, line.seen) == (where, seen)
    assert seen in line.text


def test_lines_add_up_one_by_one() -> None:
    scoring = scored(sample_check())
    running = 0
    for line in scoring.lines:
        running += line.points
        assert line.total == running
        assert line.points > 0
    assert scoring.points == running


def test_group_scores_add_up_for_organisations_too() -> None:
    scoring = scored(sample_check())
    assert sum(group["score"] for group in totals(scoring, organisation=True).values()) == scoring.points


def test_a_document_of_no_stated_verification_is_not_an_unverified_one() -> None:
    profile = spotless_person()
    silent = tuple(msgspec.structs.replace(given, verified=None) for given in profile.party.addresses)
    denied = tuple(msgspec.structs.replace(given, verified=False) for given in profile.party.addresses)
    party = msgspec.structs.replace
    assert scored(msgspec.structs.replace(profile, party=party(profile.party, addresses=silent))).points == 0
    assert scored(msgspec.structs.replace(profile, party=party(profile.party, addresses=denied))).points == 300


@pytest.mark.parametrize(
    ("screening", "outcome", "reasons"),
    [
        (
            Screening(status=ScreeningStatus.INCOMPLETE, lists=CLEAN.lists, parties=1),
            "incomplete",
            ("screening-incomplete",),
        ),
        (msgspec.structs.replace(CLEAN, parties=0), "nobody-screened", ("screening-incomplete",)),
        (msgspec.structs.replace(CLEAN, lists=()), "no-lists", ("screening-incomplete",)),
        (
            msgspec.structs.replace(CLEAN, lists=(msgspec.structs.replace(CLEAN.lists[0], stale=True),)),
            "stale",
            ("screening-stale:sdn",),
        ),
    ],
)
def test_a_screening_that_cannot_be_trusted_is_never_clean(
    screening: Screening, outcome: str, reasons: tuple[str, ...]
) -> None:
    scoring = scored(spotless_person(), screening)
    assert outcomes(scoring) == {("screening-state", outcome)}
    assert scoring.points > 0
    assert scoring.case_reasons == reasons


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (PartialDate.parse("2026-11"), "The relationship began on 2026-11, less than 12 months ago."),
        (
            None,
            "Since when the customer is one was not said; it was first seen on 2026-11-03, less than 12 months ago.",
        ),
    ],
)
def test_the_day_a_customer_was_first_seen_is_told_as_no_more_than_that(since: PartialDate | None, told: str) -> None:
    profile = msgspec.structs.replace(spotless_person(), since=since)
    (line,) = scored(profile, known=Known(first_seen=date(2026, 11, 3))).lines
    assert (line.factor, line.text) == ("relationship-length", told)


def test_a_hit_names_both_strings_and_opens_a_case_under_a_stable_key() -> None:
    scoring = scored(spotless_person(), screened(hit(HitType.POLITICALLY_EXPOSED_PERSON, 0.8)))
    (line,) = scoring.lines
    assert (line.factor, line.outcome, line.points) == ("pep-hit", "possible", 150)
    assert "'John Doe'" in line.text
    assert "'Jon Doe'" in line.text
    assert scoring.case_reasons == ("hit:sdn:7:POLITICALLY_EXPOSED_PERSON",)


def test_a_dismissed_hit_and_one_below_the_least_score_count_for_nothing() -> None:
    dismissed = hit(HitType.SANCTIONED_PERSON, 1.0, Adjudication.FALSE_POSITIVE)
    weak = hit(HitType.SANCTIONED_PERSON, shipped_model().screening.minimum - 0.01)
    scoring = scored(spotless_person(), screened(dismissed, weak))
    assert (scoring.points, scoring.case_reasons) == (0, ())


def test_a_confirmed_sanction_is_extreme_whatever_the_points() -> None:
    confirmed = hit(HitType.SANCTIONED_PERSON, 0.1, Adjudication.TRUE_MATCH)
    model = shipped_model()
    scoring = scored(spotless_person(), screened(confirmed))
    assert scoring.level is RiskLevel.EXTREME
    assert model.levels.level(scoring.points) is RiskLevel.EXTREME
    likely = scored(spotless_person(), screened(hit(HitType.SANCTIONED_PERSON, 0.95)))
    assert (likely.level, likely.raised_by) == (RiskLevel.HIGH, ("override:sanctions-hit:likely",))


@pytest.mark.parametrize("type_", list(HitType))
@pytest.mark.parametrize("party", ["customer", "customer/shareholder[0]"])
def test_a_hit_that_a_human_dismissed_is_as_if_it_were_not_there(type_: HitType, party: str) -> None:
    open_hit = hit(type_, 0.95, party=party)
    dismissed = msgspec.structs.replace(open_hit, adjudication=Adjudication.FALSE_POSITIVE)
    assert scored(spotless_person(), screened(dismissed)) == scored(spotless_person())
    assert scored(spotless_person(), screened(open_hit)).points > 0


def test_a_true_match_counts_as_confirmed_however_unlikely_it_looked() -> None:
    customer = hit(HitType.SANCTIONED_ENTITY, 0.1, Adjudication.TRUE_MATCH)
    owner = hit(HitType.SANCTIONED_PERSON, 0.1, Adjudication.TRUE_MATCH, party="customer/shareholder[0]")
    of_customer, of_owner = scored(spotless_person(), screened(customer)), scored(spotless_person(), screened(owner))
    assert outcomes(of_customer) == {("sanctions-hit", "confirmed")}
    assert outcomes(of_owner) == {("sanctions-hit", "related-confirmed")}
    assert "'John Doe' is 'Jon Doe', under sanctions" in of_customer.lines[0].text
    model = shipped_model()
    lenient = msgspec.structs.replace(
        model, levels=LevelThresholds(LOW=90_000, MEDIUM=91_000, HIGH=92_000, EXTREME=93_000), sender_level="ignored"
    )
    subject = Subject(profile=spotless_person(), screening=screened(customer), today=TODAY)
    raised = score(lenient, CountryTable.shipped(), subject)
    assert (raised.level, raised.raised_by) == (RiskLevel.EXTREME, ("override:sanctions-hit:confirmed",))


@pytest.mark.parametrize("level", list(RiskLevel))
@pytest.mark.parametrize("stated", [None, RiskLevel.EXTREME])
def test_an_imported_level_holds_against_points_overrides_and_the_senders_opinion(
    level: RiskLevel, stated: RiskLevel | None
) -> None:
    confirmed = screened(hit(HitType.SANCTIONED_PERSON, 1.0, Adjudication.TRUE_MATCH))
    plain = scored(fresh_person(), confirmed)
    imported = scored(msgspec.structs.replace(fresh_person(), imported_level=level, stated_level=stated), confirmed)
    assert (imported.level, imported.raised_by) == (level, (f"imported-level:{level}",))
    assert level_reasons(imported) == ("The level was decided elsewhere and imported with the customer.",)
    assert (imported.points, imported.lines) == (plain.points, plain.lines)
    assert plain.level is RiskLevel.EXTREME


def test_the_higher_of_our_level_and_the_senders_wins_and_is_named() -> None:
    higher = scored(msgspec.structs.replace(spotless_person(), stated_level=RiskLevel.HIGH))
    lower = scored(msgspec.structs.replace(fresh_person(), stated_level=RiskLevel.LOW))
    assert (higher.level, higher.raised_by) == (RiskLevel.HIGH, ("stated-level:HIGH",))
    assert (lower.level, lower.raised_by) == (RiskLevel.HIGH, ())


def test_a_cap_cuts_the_lines_it_has_to_and_says_so() -> None:
    hits = [hit(HitType.POLITICALLY_EXPOSED_PERSON, 0.95, party="customer")]
    hits += [msgspec.structs.replace(hits[0], entry_id=str(n)) for n in range(8, 12)]
    scoring = scored(spotless_person(), screened(*hits))
    assert [(line.raw, line.points) for line in scoring.lines] == [(300, 300), (300, 100)]
    assert scoring.lines[0].adjustment is None
    assert scoring.lines[1].adjustment == "capped: all Politically exposed person together count at most 400"


def test_the_order_of_hits_and_lists_changes_nothing() -> None:
    hits = [
        hit(HitType.SANCTIONED_PERSON, 0.95),
        hit(HitType.POLITICALLY_EXPOSED_PERSON, 0.75),
        hit(HitType.SANCTIONED_PERSON, 0.75, party="customer/staff[0]"),
    ]
    assert scored(fresh_person(), screened(*hits)) == scored(fresh_person(), screened(*reversed(hits)))


def test_what_the_sender_states_of_the_customer_counts() -> None:
    profile = spotless_person()
    party = msgspec.structs.replace(
        profile.party, declared=Declared(pep=True, internal_list=True, list_purpose="WHITE")
    )
    scoring = scored(msgspec.structs.replace(profile, party=party))
    assert outcomes(scoring) == {("declared-pep", "customer")}
    assert (scoring.level, scoring.raised_by) == (RiskLevel.HIGH, ("override:declared-pep:customer",))


def test_an_enhanced_check_makes_up_for_part_of_not_having_met() -> None:
    profile = spotless_person()
    business = msgspec.structs.replace(profile.business, enhanced_checks=(1,))
    remote = msgspec.structs.replace(profile, channel=Channel(non_face_to_face=True), business=business)
    assert [(line.outcome, line.points) for line in scored(remote).lines] == [("remote-checked", 150)]


def test_countries_are_rated_by_facts_with_source_and_date() -> None:
    ratings = shipped_model().ratings(CountryTable.shipped())
    iran = ratings.lookup("IR")
    assert iran.tier is Tier.CRITICAL
    assert iran.because == "fatf call-for-action (FATF statement, 2026-06-19)"
    tiers = [ratings.lookup(country).tier for country in ("SY", "PA", "TR", "PT", "GG", "Portugal", "pt", "")]
    assert tiers == [
        Tier.HIGH,
        Tier.ELEVATED,
        Tier.MODERATE,
        Tier.STANDARD,
        Tier.UNRATED,
        Tier.UNKNOWN,
        Tier.UNKNOWN,
        Tier.UNKNOWN,
    ]


def test_a_tenant_overrides_a_country_under_another_version() -> None:
    shipped = CountryTable.shipped()
    changed = shipped.overridden(
        [Fact(country="PT", fact="tier", value="high", source="our policy", date="2026-11-01")]
    )
    assert changed.version.startswith("countries-1+")
    assert shipped_model().ratings(changed).lookup("PT").tier is Tier.HIGH
    assert shipped_model().ratings(shipped).lookup("PT").tier is Tier.STANDARD
    assert shipped.overridden([]) is shipped
    with pytest.raises(ValueError, match="ISO 3166"):
        shipped.overridden([Fact(country="XX", fact="tier", value="high", source="", date="")])
    with pytest.raises(ValueError, match="worst"):
        shipped.overridden([Fact(country="PT", fact="tier", value="worst", source="", date="")])
