"""What the reader makes of what senders really send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from customer_checks.wire.reading import DEEPEST_OWNERSHIP, read_request
from customer_checks.wire.request import Account, AccountHoldingParty, MasterData
from customer_risk.levels import RiskLevel
from customer_risk.web.tolerant import BadBody, Dropped

SAMPLES = Path(__file__).parents[2] / "samples" / "customer_checks"
REQUESTS = sorted(path for path in SAMPLES.glob("*.json") if path.name != "close_case.json")


def holder(said: dict[str, Any]) -> tuple[AccountHoldingParty, tuple[Dropped, ...]]:
    read = read_request(json.dumps({"masterData": {"accountHoldingPartyData": said}}))
    assert read.value.master_data is not None
    assert read.value.master_data.account_holding_party_data is not None
    return read.value.master_data.account_holding_party_data, read.dropped


def account(said: dict[str, Any]) -> Account:
    party, dropped = holder({"referenceAccount": said})
    assert dropped == ()
    assert party.reference_account is not None
    return party.reference_account


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_samples_are_read_whole(path: Path) -> None:
    assert read_request(path.read_bytes()).dropped == ()


def test_ids_come_as_numbers_or_text() -> None:
    for given in (4681354, "4681354", 4681354.0, " 4681354 "):
        assert holder({"customerId": given})[0].customer_id == "4681354"


def test_numbers_keep_their_digits_as_text() -> None:
    assert account({"accountId": 12345678901234567890123}).account_id == "12345678901234567890123"
    assert account({"accountId": -0.5}).account_id == "-0.5"
    assert account({"expiry": 202911, "last4Digits": 435863453}).expiry == "202911"


@pytest.mark.parametrize("given", [True, 1e300, [], {}, ["x"]])
def test_what_cannot_be_an_id_is_dropped(given: object) -> None:
    party, dropped = holder({"customerId": given})
    assert party.customer_id is None
    assert dropped == (Dropped("masterData.accountHoldingPartyData.customerId", "must be text"),)


def test_an_id_too_long_for_a_key_is_dropped() -> None:
    party, dropped = holder({"customerId": "x" * 257})
    assert party.customer_id is None
    assert dropped == (Dropped("masterData.accountHoldingPartyData.customerId", "is too long"),)
    assert holder({"customerId": "x" * 256})[1] == ()


@pytest.mark.parametrize("nothing", ["", "  ", None])
def test_empty_text_says_nothing(nothing: str | None) -> None:
    party, dropped = holder({"customerId": nothing, "role": nothing, "flags": ["PEP", nothing]})
    assert (party.customer_id, party.role, dropped) == (None, None, ())


def test_links_come_as_text_or_objects() -> None:
    links = account({"webLinks": ["https://a.example", {"title": "b", "url": "https://b.example"}]}).web_links
    assert links is not None
    assert [(link.title, link.url) for link in links] == [(None, "https://a.example"), ("b", "https://b.example")]


def test_older_spellings_are_read() -> None:
    party, dropped = holder({"customerRelationshipDetails": {"allAcounts": [{"Last4Digits": 3453, "schema": "SEPA"}]}})
    assert dropped == ()
    assert party.customer_relationship_details is not None
    assert party.customer_relationship_details.all_accounts is not None
    (found,) = party.customer_relationship_details.all_accounts
    assert (found.last4_digits, found.scheme) == ("3453", "SEPA")


def test_the_right_spelling_wins() -> None:
    found = account({"last4Digits": "1111", "Last4Digits": "2222", "schema": "OLD", "scheme": "NEW"})
    assert (found.last4_digits, found.scheme) == ("1111", "NEW")


def test_an_older_spelling_stands_in_for_an_unusable_right_one() -> None:
    party, dropped = holder({"referenceAccount": {"scheme": [], "schema": "SEPA"}})
    assert party.reference_account is not None
    assert party.reference_account.scheme == "SEPA"
    assert [each.path for each in dropped] == ["masterData.accountHoldingPartyData.referenceAccount.scheme"]


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("low", RiskLevel.LOW),
        ("LOW", RiskLevel.LOW),
        (" Medium ", RiskLevel.MEDIUM),
        ("prohibited", RiskLevel.EXTREME),
        ("Extreme", RiskLevel.EXTREME),
        ("none", RiskLevel.NONE),
        ("", None),
    ],
)
def test_stated_levels_in_any_case(said: str, level: RiskLevel | None) -> None:
    party, dropped = holder({"riskLevel": said})
    assert (party.risk_level, dropped) == (level, ())


def test_an_unknown_level_is_dropped_without_quoting_it() -> None:
    party, dropped = holder({"riskLevel": "purple"})
    assert party.risk_level is None
    assert dropped == (Dropped("masterData.accountHoldingPartyData.riskLevel", "is not a known risk level"),)


@pytest.mark.parametrize(("said", "number"), [(1.5, 1.5), (2, 2.0), ("127.45", 127.45), (" 3 ", 3.0), ("", None)])
def test_numbers_come_as_text(said: object, number: float | None) -> None:
    party, dropped = holder({"characteristics": {"expectedIncomeDaily": said}})
    assert party.characteristics is not None
    assert (party.characteristics.expected_income_daily, dropped) == (number, ())


@pytest.mark.parametrize("said", [True, False, "a lot", "NaN", "inf", "1e999", [], {}])
def test_what_is_no_number_is_dropped(said: object) -> None:
    party, dropped = holder({"characteristics": {"expectedIncomeDaily": said}})
    assert party.characteristics is not None
    assert party.characteristics.expected_income_daily is None
    assert len(dropped) == 1
    assert dropped[0].issue in {"must be a number", "must be a finite number"}


@pytest.mark.parametrize(("share", "issue"), [(51, "is too large"), (-0.1, "is too small"), (True, "must be a number")])
def test_a_share_is_between_0_and_1(share: object, issue: str) -> None:
    _, dropped = holder({"companyDetails": {"shareholders": [{"share": 0.5}, {"share": share}]}})
    assert dropped == (Dropped("masterData.accountHoldingPartyData.companyDetails.shareholders[1].share", issue),)


def test_a_bad_field_costs_its_field_and_a_bad_item_its_item() -> None:
    party, dropped = holder({"dba": [7, {"contactName": "A", "zip": []}, None, {"contactName": "B", "zip": True}]})
    assert party.dba is not None
    assert [(shop.contact_name, shop.zip) for shop in party.dba] == [("A", None), ("B", None)]
    assert dropped == (
        Dropped("masterData.accountHoldingPartyData.dba[0]", "must be an object"),
        Dropped("masterData.accountHoldingPartyData.dba[1].zip", "must be text"),
        Dropped("masterData.accountHoldingPartyData.dba[2]", "must be an object"),
        Dropped("masterData.accountHoldingPartyData.dba[3].zip", "must be text"),
    )


def test_positions_are_those_of_the_body_even_when_found_late() -> None:
    # The bad items go first; the second round finds the older spelling behind the unusable right one.
    body = {"allAccounts": 5, "allAcounts": [1, {"expiry": []}]}
    _, dropped = holder({"customerRelationshipDetails": body})
    assert [each.path.rpartition("Details.")[2] for each in dropped] == [
        "allAccounts",
        "allAcounts[0]",
        "allAcounts[1].expiry",
    ]


def owned(levels: int) -> dict[str, Any]:
    company: dict[str, Any] = {"companyName": f"level {levels}"}
    for level in reversed(range(levels)):
        company = {"companyName": f"level {level}", "shareholders": [None, {"companyDetails": company}]}
    return company


@pytest.mark.parametrize(("levels", "cut"), [(DEEPEST_OWNERSHIP, 0), (DEEPEST_OWNERSHIP + 1, 1), (60, 1)])
def test_ownership_is_read_eight_levels_deep(levels: int, cut: int) -> None:
    party, dropped = holder({"companyDetails": owned(levels)})
    depth, company = 0, party.company_details
    while company is not None and company.shareholders:
        depth, company = depth + 1, company.shareholders[-1].company_details
    assert depth == DEEPEST_OWNERSHIP
    where = "masterData.accountHoldingPartyData.companyDetails" + ".shareholders[1].companyDetails" * DEEPEST_OWNERSHIP
    deep = [each for each in dropped if each.issue != "must be an object"]
    assert deep == [Dropped(f"{where}.shareholders", "is deeper than 8 levels of ownership")][:cut]


def test_ownership_too_deep_is_told_once() -> None:
    company = owned(DEEPEST_OWNERSHIP - 1)
    inner = company
    while inner.get("shareholders"):
        inner = inner["shareholders"][1]["companyDetails"]
    inner["shareholders"] = [{"companyDetails": {"shareholders": [{}]}}] * 3
    (told,) = [each for each in holder({"companyDetails": company})[1] if each.issue != "must be an object"]
    assert told.issue == "is deeper than 8 levels of ownership, and so are 2 more"
    assert told.path.endswith(".shareholders[0].companyDetails.shareholders")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"1",
        b'{"network": NaN}',
        b'{"network": "\xff"}',
        b'{"network": "\\ud800"}',
        b'{"network": "\x00"}',
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"[" * 10_000 + b"]" * 10_000,
        b'{"network": ' + b"9" * 5_000 + b"}",
        b"{} {}",
        b"\xff\xfe{\x00}\x00",
    ],
)
def test_only_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadBody) as refused:
        read_request(body)
    assert refused.value.status == 400


def test_what_json_allows_is_read() -> None:
    assert read_request(b"\xef\xbb\xbf{}").dropped == ()
    assert read_request(b'{"network": "A", "network": "B"}').value.network == "B"
    assert read_request(b'{"network": "\\u0000A"}').value.network == "\x00A"
    assert read_request(b'{"network": 1e999}').dropped == (Dropped("network", "must be text"),)
    assert read_request('{"unknown": {"x": [1, {}]}, "masterData": null}').value.master_data is None
    assert read_request('{"masterData": {}}').value.master_data == MasterData()
