"""What a subscription wants, and when its circuit opens."""

import random

import msgspec
import pytest

from customer_risk.delivery.breaker import (
    FAILING,
    FIRST_REST,
    GONE,
    LONGEST_REST,
    PATIENCE,
    PROBE,
    SHORTEST_PAUSE,
    THRESHOLD,
    Breaker,
    Circuit,
    Judgement,
    circuit,
)
from customer_risk.delivery.endpoints import Endpoint, EndpointState, endpoint_of, is_pattern, replay_id
from customer_risk.delivery.notices import disabled_notice
from customer_risk.delivery.publishing import CALLBACK
from customer_risk.delivery.schedule import Verdict
from tests.unit.delivery.world import START, MemoryEndpoints, MemoryStore, an_endpoint, an_event

NOW = int(START.timestamp() * 1000)
KYC = "app.amlyze.customer.riskmanagement.kyc_scoring.completed"


@pytest.mark.parametrize(
    ("patterns", "kind", "wanted"),
    [
        (("*",), KYC, True),
        ((KYC,), KYC, True),
        (("app.amlyze.*",), KYC, True),
        (("app.amlyze.customer.riskmanagement.*",), KYC, True),
        (("app.*",), KYC, True),
        (("app.amlyz.*",), KYC, False),
        (("app.amlyze",), KYC, False),
        (("onboard",), "onboard", True),
        (("onboard.*",), "onboard", False),
        (("customer-check.*",), "customer-check.completed", True),
        (("customer-check.*",), "customer-checks.completed", False),
        (("flag", "evaluation"), "evaluation", True),
        (("flag", "evaluation"), "onboard", False),
        (("Onboard",), "onboard", False),
    ],
)
def test_a_subscription_chooses_by_type(patterns: tuple[str, ...], kind: str, *, wanted: bool) -> None:
    event = msgspec.structs.replace(an_event(), type=kind)
    assert an_endpoint(types=patterns).wants(event) is wanted


@pytest.mark.parametrize(
    ("asked", "unit", "wanted"),
    [
        (None, None, True),
        (None, "Retail", True),
        ("Retail", "Retail", True),
        ("Retail", None, False),
        ("A", "B", False),
    ],
)
def test_a_subscription_may_choose_by_business_unit(asked: str | None, unit: str | None, *, wanted: bool) -> None:
    assert an_endpoint(unit=asked).wants(msgspec.structs.replace(an_event(), unit=unit)) is wanted


def test_everybody_wants_to_know_of_a_disabled_endpoint() -> None:
    notice = disabled_notice(an_endpoint(), GONE, event_id=an_event().id, at=START)
    assert an_endpoint(2, types=("onboard",), unit="Retail").wants(notice)
    assert notice.customer_id == ""
    told = msgspec.json.decode(notice.body)
    assert told == {
        "type": "webhook.endpoint.disabled",
        "timestamp": "2026-02-01T09:30:00.000Z",
        "data": {"webhookId": an_endpoint().id, "reason": GONE},
    }


@pytest.mark.parametrize("text", ["*", "onboard", "a.b.c", "a.*", "customer-check.completed", "kyc_scoring.*"])
def test_patterns(text: str) -> None:
    assert is_pattern(text)


@pytest.mark.parametrize("text", ["", "**", "*.a", "a*", "a.*.b", ".a", "a.", "a..b", "a b", "ä", "a.*\n", "a\n"])
def test_no_patterns(text: str) -> None:
    assert not is_pattern(text)


def test_a_replay_goes_where_the_first_delivery_went() -> None:
    endpoint = an_endpoint()
    assert endpoint_of(replay_id(endpoint.id, an_event().id)) == endpoint_of(endpoint.id) == endpoint.id
    assert endpoint_of(CALLBACK) == CALLBACK


def test_two_secrets_are_valid_for_a_while_then_one() -> None:
    endpoint = an_endpoint(secret_version=4, previous_until=NOW + 1000)
    assert endpoint.secret_versions(NOW) == (4, 3)
    assert endpoint.secret_versions(NOW + 999) == (4, 3)
    assert endpoint.secret_versions(NOW + 1000) == (4,)
    assert an_endpoint().secret_versions(NOW) == (1,)


class Scene:
    """A breaker over endpoints in memory; ``now`` is moved by hand."""

    def __init__(self, dice: float = 0.0) -> None:
        self.events = MemoryStore()
        self.endpoints = MemoryEndpoints(self.events)
        self.endpoints.add(an_endpoint(since=NOW))
        self.now = NOW
        self.breaker = Breaker(
            self.endpoints,
            lambda endpoint, reason: disabled_notice(endpoint, reason, event_id=an_event().id, at=START),
            lambda: dice,
        )

    @property
    def endpoint(self) -> Endpoint:
        found = self.endpoints.find("acme", an_endpoint().id)
        assert found is not None
        return found

    def try_once(self, verdict: Verdict) -> Judgement | float:
        """Enter and judge, or the seconds to wait."""
        entry = self.breaker.enter(self.endpoint, self.now)
        return entry.wait or self.breaker.judge(entry.endpoint, verdict, self.now)


def test_failures_in_a_row_open_the_circuit_and_rests_double() -> None:
    scene = Scene()
    for _ in range(THRESHOLD - 1):
        assert scene.try_once(Verdict.RETRY) == Judgement()
    assert scene.try_once(Verdict.RETRY) == Judgement(opened=True)
    rests = []
    for _ in range(8):
        assert circuit(scene.endpoint, scene.now) is Circuit.OPEN
        waited = scene.try_once(Verdict.RETRY)
        assert isinstance(waited, float)
        rests.append(round(waited * 1000))
        scene.now += rests[-1]
        assert circuit(scene.endpoint, scene.now) is Circuit.HALF_OPEN
        assert scene.try_once(Verdict.RETRY) == Judgement(opened=True)
    assert rests == [FIRST_REST, 20_000, 40_000, 80_000, 160_000, 320_000, 640_000, LONGEST_REST]


def test_one_success_in_between_begins_the_count_anew() -> None:
    scene = Scene()
    for _ in range(5):
        for _ in range(THRESHOLD - 1):
            assert scene.try_once(Verdict.RETRY) == Judgement()
        scene.try_once(Verdict.DELIVERED)
        assert (scene.endpoint.failures, scene.endpoint.failing_since) == (0, 0)


def test_a_half_open_circuit_lets_one_out_and_its_success_closes_it() -> None:
    scene = Scene()
    for _ in range(THRESHOLD):
        scene.try_once(Verdict.RETRY)
    scene.now += FIRST_REST
    seen = scene.endpoint
    entries = [scene.breaker.enter(seen, scene.now) for _ in range(5)]
    assert [entry.wait for entry in entries] == [0, *[PROBE / 1000] * 4]
    assert circuit(scene.endpoint, scene.now) is Circuit.OPEN
    assert scene.breaker.judge(entries[0].endpoint, Verdict.DELIVERED, scene.now + 50) == Judgement()
    assert circuit(scene.endpoint, scene.now + 51) is Circuit.CLOSED
    assert scene.endpoint == an_endpoint(since=NOW)


def test_a_probe_that_never_comes_back_is_followed_by_another() -> None:
    scene = Scene()
    for _ in range(THRESHOLD):
        scene.try_once(Verdict.RETRY)
    scene.now += FIRST_REST
    assert scene.breaker.enter(scene.endpoint, scene.now).wait == 0
    scene.now += PROBE - 1
    assert scene.breaker.enter(scene.endpoint, scene.now).wait > 0
    scene.now += 1
    assert scene.breaker.enter(scene.endpoint, scene.now).wait == 0


def test_many_failures_at_once_open_the_circuit_once() -> None:
    scene = Scene()
    seen = scene.endpoint
    judgements = [scene.breaker.judge(seen, Verdict.RETRY, scene.now) for _ in range(50)]
    assert [one.opened for one in judgements].count(True) == 1
    assert scene.endpoint.open_until == scene.now + FIRST_REST


def test_410_disables_at_once_and_tells_the_others() -> None:
    scene = Scene()
    assert scene.try_once(Verdict.DISABLE) == Judgement(disabled=True)
    assert (scene.endpoint.state, scene.endpoint.reason) == (EndpointState.DISABLED, GONE)
    (notice,) = scene.events.events.values()
    assert notice.type == "webhook.endpoint.disabled"
    assert scene.breaker.judge(scene.endpoint, Verdict.DISABLE, scene.now) == Judgement()
    assert len(scene.events.events) == 1


def test_five_days_of_nothing_but_failure_disable() -> None:
    scene = Scene()
    judged: list[Judgement] = []
    while scene.endpoint.state is EndpointState.ACTIVE:
        outcome = scene.try_once(Verdict.RETRY)
        if isinstance(outcome, float):
            scene.now += round(outcome * 1000)
        else:
            judged.append(outcome)
    assert judged[-1] == Judgement(disabled=True)
    assert PATIENCE <= scene.now - NOW <= PATIENCE + LONGEST_REST
    assert scene.endpoint.reason == FAILING
    # Left alone nearly all the time: a probe each quarter of an hour.
    assert len(judged) < PATIENCE / LONGEST_REST + 20


def test_a_success_within_the_five_days_spares_it() -> None:
    scene = Scene()
    for hour in range(24 * 30):
        scene.now = NOW + hour * 3_600_000
        scene.try_once(Verdict.DELIVERED if hour % 119 == 118 else Verdict.RETRY)
        assert scene.endpoint.state is EndpointState.ACTIVE


def test_a_few_failures_far_apart_do_not_disable() -> None:
    scene = Scene()
    for day in range(0, 8 * (THRESHOLD - 1), 8):
        scene.now = NOW + day * 24 * 3_600_000
        assert scene.try_once(Verdict.RETRY) == Judgement()
    assert scene.endpoint.state is EndpointState.ACTIVE


def test_what_is_gone_or_paused_meanwhile_is_not_judged() -> None:
    scene = Scene()
    seen = scene.endpoint
    scene.endpoints.change(seen, state=EndpointState.PAUSED)
    assert scene.breaker.judge(seen, Verdict.DISABLE, scene.now) == Judgement()
    scene.endpoints.known.clear()
    for verdict in Verdict:
        assert scene.breaker.judge(seen, verdict, scene.now) == Judgement()


@pytest.mark.parametrize(
    ("paused_for", "wait"),
    [(0, SHORTEST_PAUSE), (60_000, 15_000), (3_600_000, LONGEST_REST), (30 * 24 * 3_600_000, LONGEST_REST)],
)
def test_the_longer_the_pause_the_rarer_the_looks(paused_for: int, wait: int) -> None:
    scene = Scene()
    scene.endpoints.change(scene.endpoint, state=EndpointState.PAUSED)
    scene.now += paused_for
    assert scene.breaker.enter(scene.endpoint, scene.now).wait == wait / 1000


def test_what_waits_is_spread() -> None:
    rng = random.Random(1)  # noqa: S311  a test's dice
    waits = set()
    for _ in range(100):
        scene = Scene(rng.random())
        scene.endpoints.change(scene.endpoint, failures=THRESHOLD, open_until=NOW + 40_000)
        waits.add(scene.breaker.enter(scene.endpoint, NOW).wait)
    assert len(waits) == 100
    assert min(waits) >= 40
    assert max(waits) <= 60
