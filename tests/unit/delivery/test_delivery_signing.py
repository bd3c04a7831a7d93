from base64 import b64encode
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from customer_risk.delivery.signing import SignatureError, sign, verify

OLD = "whsec_" + b64encode(b"o" * 32).decode()
NEW = "whsec_" + b64encode(bytes(range(32))).decode()
BODY = '{"name":"Zoë \\u20ac"}'.encode()
ID = "019c1894-7a00-7000-8000-000000000001"
NOW = 1_770_000_000


def now_seconds() -> int:
    return int(datetime.now(UTC).timestamp())


def test_the_reference_library_accepts_what_we_sign() -> None:
    headers = sign([NEW, OLD], ID, now_seconds(), BODY)
    Webhook(NEW).verify(BODY, headers)
    Webhook(OLD).verify(BODY, headers)


def test_we_accept_what_the_reference_library_signs() -> None:
    signature = Webhook(OLD).sign(ID, datetime.fromtimestamp(NOW, UTC), BODY.decode())
    headers = {"Webhook-Id": ID, "Webhook-Timestamp": str(NOW), "Webhook-Signature": signature}
    verify([NEW, OLD], headers, BODY, now=NOW)
    assert signature == sign([OLD], ID, NOW, BODY)["webhook-signature"]


def test_newest_secret_signs_first() -> None:
    signatures = sign([NEW, OLD], ID, NOW, BODY)["webhook-signature"].split(" ")
    assert signatures == [sign([one], ID, NOW, BODY)["webhook-signature"] for one in (NEW, OLD)]


def test_any_byte_changed_breaks_the_signature() -> None:
    good = sign([NEW], ID, NOW, BODY)
    verify([NEW], good, BODY, now=NOW)
    for headers, body in [
        (good, BODY + b" "),
        (good | {"webhook-id": ID[:-1] + "2"}, BODY),
        (good | {"webhook-timestamp": str(NOW + 1)}, BODY),
    ]:
        with pytest.raises(SignatureError, match="no signature matches"):
            verify([NEW], headers, body, now=NOW)
    with pytest.raises(SignatureError, match="no signature matches"):
        verify([OLD], good, BODY, now=NOW)


@pytest.mark.parametrize("off", [-300, 0, 300])
def test_a_clock_may_be_five_minutes_off(off: int) -> None:
    verify([NEW], sign([NEW], ID, NOW, BODY), BODY, now=NOW + off)


@pytest.mark.parametrize("off", [-301, 301, 10**6])
def test_an_old_or_future_message_is_refused(off: int) -> None:
    with pytest.raises(SignatureError, match="too far"):
        verify([NEW], sign([NEW], ID, NOW, BODY), BODY, now=NOW + off)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_named(name: str) -> None:
    headers = sign([NEW], ID, NOW, BODY)
    del headers[name]
    with pytest.raises(SignatureError, match=name):
        verify([NEW], headers, BODY, now=NOW)


@pytest.mark.parametrize("at", ["", "x", "-1", "1e9", "1.5", "nan", "inf", "9" * 400, "\uff11" * 10])
def test_a_strange_timestamp_is_refused(at: str) -> None:
    with pytest.raises(SignatureError, match="timestamp"):
        verify([NEW], sign([NEW], ID, NOW, BODY) | {"webhook-timestamp": at}, BODY, now=NOW)


@pytest.mark.parametrize("signature", ["", "v1", "v1,", "v1,not base64", "v1,é", "v2,AAAA", "v1a,AAAA", " , ,"])
def test_a_strange_signature_is_refused(signature: str) -> None:
    with pytest.raises(SignatureError, match="no signature matches"):
        verify([NEW], sign([NEW], ID, NOW, BODY) | {"webhook-signature": signature}, BODY, now=NOW)


def test_signatures_of_other_kinds_are_passed_over() -> None:
    headers = sign([NEW], ID, NOW, BODY)
    headers["webhook-signature"] = "v1a,xyz v2,abc " + headers["webhook-signature"]
    verify([NEW], headers, BODY, now=NOW)
