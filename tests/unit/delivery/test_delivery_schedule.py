from datetime import UTC, datetime
from typing import Any

import pytest

from customer_risk.delivery.schedule import DELAYS, Verdict, delay_after, retry_after_seconds, verdict

NOW = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)


def test_the_schedule_is_the_documented_one() -> None:
    hour = 3600
    expected = (0, 5, 300, 1800, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour)
    assert expected == DELAYS


@pytest.mark.parametrize("attempts", range(1, 10))
def test_each_wait_is_its_delay_with_a_tenth_of_jitter(attempts: int) -> None:
    delay = DELAYS[attempts]
    assert delay_after(attempts, lambda: 0.0) == pytest.approx(delay * 0.9)
    assert delay_after(attempts, lambda: 0.5) == pytest.approx(delay)
    assert delay_after(attempts, lambda: 1.0) == pytest.approx(delay * 1.1)


def test_the_tenth_attempt_is_the_last() -> None:
    assert delay_after(10, lambda: 0.5) is None


def test_a_receiver_can_ask_for_a_longer_wait_but_not_for_a_shorter_one() -> None:
    assert delay_after(1, lambda: 0.5, 120) == 120
    assert delay_after(2, lambda: 0.5, 1) == 300
    assert delay_after(1, lambda: 0.5, 10**8) == 86_400


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, Verdict.DELIVERED),
        (204, Verdict.DELIVERED),
        (299, Verdict.DELIVERED),
        (301, Verdict.RETRY),
        (307, Verdict.RETRY),
        (400, Verdict.RETRY),
        (401, Verdict.RETRY),
        (404, Verdict.RETRY),
        (410, Verdict.DISABLE),
        (429, Verdict.RETRY),
        (500, Verdict.RETRY),
        (503, Verdict.RETRY),
        (None, Verdict.RETRY),
    ],
)
def test_what_an_outcome_means(status: int | None, expected: Any) -> None:
    assert verdict(status) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("0", 0),
        (" 17 ", 17),
        ("9" * 400, 999_999_999),
        ("Sun, 01 Feb 2026 09:31:00 GMT", 60),
        ("Sun, 01 Feb 2026 09:31:00 -0000", 60),
        ("Sun, 01 Feb 2026 09:29:00 GMT", None),
        ("Sun, 99 Feb 2026 09:29:00 GMT", None),
        ("Sun, 01 Feb 2026 09:29:00 +99999999999999", None),
    ],
)
def test_retry_after_is_a_number_of_seconds_or_a_date(header: str | None, expected: Any) -> None:
    assert retry_after_seconds(header, NOW) == expected
