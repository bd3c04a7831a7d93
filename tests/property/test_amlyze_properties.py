"""A thousand valid customers are accepted, and whatever is done wrong to one of them is answered as documented."""

from __future__ import annotations

import os
import random
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amlyze_intake.mapping import to_profile
from amlyze_intake.wire.reading import read_customer
from customer_risk.profile import Profile
from customer_risk.records import decode, encode
from tests.unit.amlyze_intake.bodies import imported, individual, organisation, sample
from tests.unit.amlyze_intake.customers import Mutation, customers, mutations
from tests.unit.amlyze_intake.running import intake
from tests.unit.amlyze_intake.test_amlyze_catalogue import Nothing, judged
from tools.amlyze_errors_doc import FIELD, INDEX, VALUE, rows

MUTATIONS = int(os.environ.get("INTAKE_MUTATIONS", "25"))
"""Tried of each generated customer; of the samples every one is. ``make proofs`` tries every one of all."""


@cache
def documented() -> re.Pattern[str]:
    """Everything ``docs/amlyze-errors.md`` says may be answered: code, a space, message."""
    shapes = []
    for row in (*rows(organisation=True), *rows(organisation=False)):
        code = re.escape(row.code).replace(re.escape(FIELD), r"[\w.]+")
        message = re.escape(row.message).replace(re.escape(f" {VALUE}"), "(?s: .{0,100})?")
        message = message.replace(rf"index:\ {INDEX}\ ", r"index: \d+ ").replace(
            rf"index\ =\ {INDEX}\ ", r"index = \d+ "
        )
        shapes.append(f"{code} {message}")
    return re.compile("|".join(shapes))


def assert_answered(mutation: Mutation) -> None:
    """Refused exactly where it should be, in documented words that name the places it is in."""
    answer = judged(mutation.body, Nothing())
    said = f"{mutation.kind} {mutation.path}: {answer}"
    assert (answer is not None) is mutation.refused, said
    if answer is None:
        return
    code, description = answer
    assert documented().fullmatch(f"{code} {description}"), said
    shown = [
        int(number)
        for number in re.findall(r"\(index: (\d+) \)|index = (\d+) \.", description)
        for number in number
        if number
    ]
    positions = [step for step in mutation.path if isinstance(step, int)]
    if shown:
        assert shown == positions[: len(shown)], said


@given(customers(), st.randoms(use_true_random=False))
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
def test_valid_customers_are_accepted_and_what_is_done_wrong_to_them_is_not(
    body: dict[str, Any], chance: random.Random
) -> None:
    assert judged(body, Nothing()) is None
    profile = to_profile(read_customer(body).customer, lead=False)
    assert decode(encode(profile), Profile) == profile
    every = list(mutations(body))
    for mutation in chance.sample(every, min(MUTATIONS, len(every))):
        assert_answered(mutation)


@pytest.mark.parametrize("body", [individual(), organisation(), imported(), sample("lead")], ids=["i", "o", "m", "l"])
def test_whatever_is_done_wrong_to_a_documented_example_is_answered_as_documented(body: dict[str, Any]) -> None:
    for mutation in mutations(body):
        assert_answered(mutation)


def test_the_functions_answer_generated_customers_as_the_rules_do() -> None:
    with intake() as found:

        @given(customers(), st.randoms(use_true_random=False))
        @settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def post(body: dict[str, Any], chance: random.Random) -> None:
            mutation = chance.choice(list(mutations(body)))
            before = len(found.rows("CasesTable", "COMM"))
            if mutation.refused:
                reply = found.post(mutation.body)
                assert reply.status == 400
                assert reply.json()["resultType"] == "REQUEST_REJECTED"
                assert len(found.rows("CasesTable", "COMM")) == before
            reply = found.post(body)
            if reply.status != 200:  # hypothesis may send the same customer twice
                assert reply.json()["errorCode"] == "O001"

        post()
        while messages := found.messages():
            assert found.work(messages) == []
            for message in messages:
                found.delete(message)
