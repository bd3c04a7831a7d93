from __future__ import annotations

import itertools

import msgspec
import pytest

from customer_risk.profile import Means
from customer_risk.scoring.authoring import ModelError, parse_model
from customer_risk.scoring.fraud import LABELS, SIGNALS, Signal, Tag, fraud_score
from customer_risk.scoring.model import MODELS, shipped_model
from tests.unit.scoring.subjects import fresh_person, sample_check, scored, spotless_person

RULES = shipped_model().fraud


def test_nobody_is_safer_than_somebody_with_nothing_against_them() -> None:
    clean = fraud_score(RULES, scored(spotless_person()))
    assert clean.score == pytest.approx(0.9933, abs=1e-4)
    assert clean.against == ()
    assert [outcome.tag for outcome in clean.tags] == list(Tag)
    assert all(outcome.passed for outcome in clean.tags)
    assert fraud_score(RULES, scored(fresh_person())).score < clean.score


def test_a_failed_tag_says_why() -> None:
    profile = spotless_person()
    party = msgspec.structs.replace(profile.party, means=(Means(kind="email", value="me@mailinator.com"),))
    found = fraud_score(RULES, scored(msgspec.structs.replace(profile, party=party)))
    (failed,) = (outcome for outcome in found.tags if not outcome.passed)
    assert (failed.tag, failed.because) == (Tag.EMAIL, ("Mailboxes of 'mailinator.com' are disposable.",))


@pytest.mark.parametrize("signal", list(Signal))
def test_every_signal_counts_and_never_for_the_better(signal: Signal) -> None:
    for others in itertools.combinations(Signal, 2):
        without = fraud_score(RULES, scored(sample_check()), frozenset(others) - {signal})
        having = fraud_score(RULES, scored(sample_check()), frozenset(others) | {signal})
        assert having.score <= without.score
    alone = fraud_score(RULES, scored(spotless_person()), frozenset({signal}))
    assert [one.text.rstrip(".").lower() for one in alone.against] == [SIGNALS[signal].lower()]


def test_an_evaluated_score_is_never_the_zero_of_the_unevaluated() -> None:
    assert fraud_score(RULES, scored(fresh_person()), frozenset(Signal)).score == RULES.least


def test_every_tag_and_signal_has_words() -> None:
    assert set(LABELS) == set(Tag)
    assert set(SIGNALS) == set(Signal)
    assert {one.signal for one in RULES.signals} == set(Signal)


@pytest.mark.parametrize(
    ("said", "instead", "problem"),
    [
        ("factor: phone, outcome: premium", "factor: phon, outcome: premium", "the model has no factor 'phon'"),
        ("factor: phone, outcome: premium", "factor: phone, outcome: odd", "phone has no outcome 'odd'"),
        ("signal: same-phone", "signal: same-email", "fraud: same-email weighed twice"),
        ("bias: -5.0", "bias: -50", "greater than or equal to -20"),
    ],
)
def test_a_bad_scorecard_is_refused(said: str, instead: str, problem: str) -> None:
    document = (MODELS / "default-1.yaml").read_text(encoding="utf-8")
    with pytest.raises(ModelError, match=problem):
        parse_model(document.replace(said, instead, 1))
