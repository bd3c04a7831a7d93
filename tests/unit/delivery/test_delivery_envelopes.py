from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from customer_risk.delivery.envelopes import header_text, instant, timestamp
from tests.unit.delivery.world import an_event


def test_a_timestamp_is_utc_with_milliseconds() -> None:
    moment = datetime(2026, 2, 1, 11, 30, 0, 123_987, tzinfo=timezone(timedelta(hours=2)))
    assert timestamp(moment) == "2026-02-01T09:30:00.123Z"
    assert instant("2026-02-01T09:30:00.123Z") == datetime(2026, 2, 1, 9, 30, 0, 123_000, tzinfo=UTC)


def test_a_time_without_a_zone_is_no_time() -> None:
    with pytest.raises(ValueError, match="zone"):
        msgspec.structs.replace(an_event(), created="2026-02-01T09:30:00.000")


@pytest.mark.parametrize("name", ["webhook-id", "Webhook-Signature", "Host", "Content-Length", "a b", "", "x:y", "x\n"])
def test_a_dialect_cannot_set_our_headers_nor_broken_ones(name: str) -> None:
    with pytest.raises(ValueError, match="not a header"):
        msgspec.structs.replace(an_event(), headers={name: "x"})
    with pytest.raises(ValueError, match="header"):
        msgspec.structs.replace(an_event(), headers={}, secret_header=name or " ")


@pytest.mark.parametrize("value", ["a\r\nevil: 1", "a\nb", "Jürgen", " a", "a ", "", "\x00", "a\x7f"])
def test_a_header_value_is_printable_ascii(value: str) -> None:
    with pytest.raises(ValueError, match="plain ASCII"):
        msgspec.structs.replace(an_event(), headers={"ce-source": value})


def test_a_header_is_given_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        msgspec.structs.replace(an_event(), headers={"X-Secret": "a"}, secret_header="x-secret")


def test_any_text_fits_into_a_header_percent_encoded() -> None:
    # The CloudEvents HTTP binding's own example: "Euro € 😀" (section 3.1.3.2).
    assert header_text("Euro € 😀") == "Euro%20%E2%82%AC%20%F0%9F%98%80"
    assert header_text('50%"\r\n') == "50%25%22%0D%0A"
    assert header_text("2024-00017/a_b~c") == "2024-00017/a_b~c"
    assert msgspec.structs.replace(an_event(), headers={"ce-source": header_text("ž\n")}).headers
