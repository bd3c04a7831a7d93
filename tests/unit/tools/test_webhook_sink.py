from __future__ import annotations

import http.client
import json
import ssl
import time
import urllib.request
from pathlib import Path

import pytest
import trustme

from customer_risk.delivery.signing import sign
from tools.webhook_sink import Answer, WebhookSink

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"riskLevel":"low"}'


def post(url: str, headers: dict[str, str], context: ssl.SSLContext | None = None) -> http.client.HTTPResponse:
    request = urllib.request.Request(f"{url}/hook", BODY, headers)  # noqa: S310  the sink's own address
    return urllib.request.urlopen(request, timeout=5, context=context)  # type: ignore[no-any-return]  # noqa: S310


def test_a_signed_event_is_verified_and_a_changed_one_is_not() -> None:
    with WebhookSink() as sink:
        post(sink.url, sign([SECRET], "evt_1", int(time.time()), BODY)).close()
        post(sink.url, sign([SECRET], "evt_1", int(time.time()), BODY + b" ")).close()
        good, changed = sink.wait(2)
    assert good.path == "/hook"
    assert good.content == json.loads(BODY)
    assert good.verified(["whsec_" + "A" * 32, SECRET])
    assert not changed.verified([SECRET])


def test_an_unsigned_event_is_not_verified() -> None:
    with WebhookSink() as sink:
        post(sink.url, {}).close()
        (received,) = sink.wait()
    assert not received.verified([SECRET])


def test_planned_answers_come_in_order_and_then_it_accepts() -> None:
    with WebhookSink(planned=[Answer(503, {"retry-after": "7"}), Answer(410)]) as sink:
        answers = []
        for _ in range(3):
            connection = http.client.HTTPConnection("127.0.0.1", int(sink.url.rpartition(":")[2]), timeout=5)
            connection.request("POST", "/", BODY)
            answer = connection.getresponse()
            answers.append((answer.status, answer.getheader("retry-after")))
            connection.close()
    assert answers == [(503, "7"), (410, None), (204, None)]
    assert [received.answered for received in sink.received] == [503, 410, 204]


def test_https_is_trusted_by_who_trusts_the_authority_alone(tmp_path: Path) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    with WebhookSink(ca) as sink:
        trusting = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        post(sink.url, {}, trusting).close()
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            post(sink.url, {}, ssl.create_default_context())
    assert len(sink.received) == 1


def test_waiting_for_what_does_not_come_fails() -> None:
    with WebhookSink() as sink, pytest.raises(TimeoutError, match="0 of 1"):
        sink.wait(timeout=0.05)
