"""How single values are read: generously, and never as what they are not."""

from __future__ import annotations

from typing import Any

import pytest

from amlyze_intake.wire.reading import read_customer


def read(field: str, value: Any) -> Any:
    """What a field was read as; the word for it where it could not be used."""
    reading = read_customer({field: value})
    if reading.unusable_in(()) == (field,):
        return "unusable"
    return reading.customer.model_dump(by_alias=True)[field]


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("customerExtId", "  a b ", "a b"),
        ("customerExtId", "", None),
        ("customerExtId", " ", None),
        ("customerExtId", None, None),
        ("customerExtId", 12345678901234567890, "12345678901234567890"),
        ("customerExtId", 12.0, "12"),
        ("customerExtId", 1e300, "unusable"),
        ("customerExtId", True, "unusable"),
        ("customerExtId", [], "unusable"),
        ("activityDescription", "x" * 32768, "x" * 32768),
        ("activityDescription", "x" * 32769, "unusable"),
        ("initialDepositAmount", "8500.48", 8500.48),
        ("initialDepositAmount", 10, 10.0),
        ("initialDepositAmount", "", None),
        ("initialDepositAmount", "ten", "unusable"),
        ("initialDepositAmount", True, "unusable"),
        ("initialDepositAmount", "1e999", "unusable"),
        ("initialDepositAmount", 10**400, "unusable"),
        ("numberOfEmployees", "25", 25),
        ("numberOfEmployees", 25.0, 25),
        ("numberOfEmployees", 2.5, "unusable"),
        ("numberOfEmployees", -1, "unusable"),
        ("isPEP", True, True),
        ("isPEP", "false", False),
        ("isPEP", "perhaps", "unusable"),
        ("isPEP", None, None),
        ("applicationDate", "2020-01-03", "2020-01-03"),
        ("applicationDate", "2023-10-01T09:45:00.000+02:00", "2023-10-01T09:45:00.000+02:00"),
        ("applicationDate", "2023-10-01T09:45:00Z", "2023-10-01T09:45:00Z"),
        ("applicationDate", "2020-02-30", "unusable"),
        ("applicationDate", "2020-01-03T25:00:00", "unusable"),
        ("applicationDate", "20200103", "unusable"),
        ("applicationDate", "2020-W01-5", "unusable"),
        ("applicationDate", 20200103, "unusable"),
        ("applicationDate", "0001-01-01T00:00:00+14:00", "unusable"),
        ("applicationDate", "9999-12-31T23:59:59-10:00", "unusable"),
        ("thirdPartyServicesUsed", True, "true"),
        ("thirdPartyServicesUsed", "Hosting", "Hosting"),
        ("listPurpose", "WHITE", "WHITE"),
        ("listPurpose", "white", "unusable"),
        ("listPurpose", 1, "unusable"),
        ("listActivity", None, None),
        ("listActivity", {}, "unusable"),
        ("listActivity", [{}] * 1001, "unusable"),
    ],
)
def test_a_value_is_read_as_what_it_is(field: str, value: Any, wanted: Any) -> None:
    assert read(field, value) == wanted


def test_unusable_items_keep_the_positions_of_the_others() -> None:
    given: list[Any] = ["x", {"contactType": "EMAIL", "contactDetails": {}}, None, {"contactDetails": "y"}]
    reading = read_customer({"listContact": given})
    contacts = reading.customer.list_contact or []
    assert [one.contact_details for one in contacts] == [None, None, None, "y"]
    assert reading.unusable_in(("listContact", 1)) == ("contactDetails",)
    assert given[0] == "x"  # what was sent is stored as it came


def test_names_of_values_in_objects_have_full_stops() -> None:
    reading = read_customer({"fieldOfActivity": {"student": {"isStudent": []}, "pension": 1}})
    assert set(reading.unusable_in(())) == {"fieldOfActivity.student.isStudent", "fieldOfActivity.pension"}
