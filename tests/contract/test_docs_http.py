"""The documentation as the stack serves it, to everybody."""

from __future__ import annotations

import json

import pytest

from tests.support.client import Caller
from tests.support.tables import ROOT
from tools.local_stack import Stack


@pytest.fixture(scope="module")
def anybody(stack: Stack) -> Caller:
    return Caller(stack.baseUrl, None)


def test_the_page_needs_no_other_host(anybody: Caller) -> None:
    page = anybody.call("GET", "/docs")
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert b"https://" not in page.body.split(b"<body", 1)[0]


def test_the_document_is_the_published_one(anybody: Caller) -> None:
    document = anybody.call("GET", "/openapi.json")
    assert document.status == 200
    assert document.json()["paths"] == json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]


def test_the_service_says_that_it_is_there(anybody: Caller) -> None:
    assert anybody.call("GET", "/healthz").json() == {"status": "ok"}


def test_the_documentation_is_only_read(anybody: Caller) -> None:
    for path in ("/docs", "/openapi.json", "/healthz"):
        reply = anybody.call("POST", path, {})
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD"), path


def test_the_reviewers_page_is_there_for_whoever_can_log_in(anybody: Caller, stack: Stack) -> None:
    page = anybody.call("GET", "/cases")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    token = anybody.call("POST", "/api/login", stack.extra["officer"]).json()["token"]
    assert anybody.call("GET", "/v2/customer-cases", headers={"x-access-token": token}).status == 200
    assert anybody.call("GET", "/v2/customer-cases").status == 401
