"""Bodies and queries → what is wanted, or the first thing that is wrong with it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel

from customer_risk.profile import LONGEST_ID
from customer_risk.reference.countries import CODES, country
from customer_risk.web.tolerant import Dropped, read
from lifecycle.problems import BadData, invalid, missing
from lifecycle.wire import FraudReport, ManualDecision, MeantCustomer, Onboarding

REQUIRED = (
    "firstName",
    "lastName",
    "officialId",
    "officialId.docType",
    "officialId.value",
    "officialId.country",
    "email",
    "phone",
    "dob",
    "address",
    "city",
    "state",
    "zipCode",
    "country",
)
"""What an onboarding needs, in the order in which it is asked for."""
_OPTIONAL = (
    "officialId.format",
    "externalId",
    "entityId",
    "ipAddress",
    "gender",
    "nationality",
    "options",
    "options.includeFraudCheck",
    "options.useExpressKYC",
    "includeFraudCheck",
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def onboarding(body: bytes) -> Onboarding:
    """An onboarding that can be worked with; raises ``INVALID_DATA`` or ``MISSING_DATA`` for the first field at fault.

    Whether the values are true is for the evaluation to say: here they only have to be readable.
    """
    said, dropped = read(Onboarding, body)
    for name in (*REQUIRED, *_OPTIONAL):
        if _is_dropped(name, dropped):
            raise invalid(name)
        if name in REQUIRED and _value(said, name) is None:
            raise missing(name)
    _readable(said)
    return said


def named(body: bytes) -> str:
    """The customer that a body names."""
    return _customer(*read(MeantCustomer, body))


def decision(body: bytes) -> tuple[str, str]:
    """The customer and the reason of a manual decision; a decision without a reason could not be accounted for."""
    said, dropped = read(ManualDecision, body)
    customer = _customer(said, dropped)
    return customer, _needed("reason", said.reason, dropped)


def flag(body: bytes) -> tuple[str, str, str | None]:
    """The customer, the word of the report, and its note."""
    said, dropped = read(FraudReport, body)
    customer = _customer(said, dropped)
    if _is_dropped("note", dropped):
        raise invalid("note")
    return customer, _needed("flag", said.flag, dropped), said.note


QUERIES = ("email", "customerId", "officialId", "zipCode", "dob", "externalId")


def search(query: Mapping[str, str]) -> tuple[str, str]:
    """The one thing customers are looked for by, and its value; raises ``INVALID_QUERY``."""
    given = [(name, query[name].strip()) for name in QUERIES if name in query]
    if len(given) != 1 or len(query) != 1:
        raise BadData("INVALID_QUERY", f"Ask by exactly one of {', '.join(QUERIES)}.")
    name, value = given[0]
    if not 0 < len(value) <= LONGEST_ID or (name == "dob" and _date(value) is None):
        raise BadData("INVALID_QUERY", f"Invalid {name}")
    return name, value


def _customer(said: MeantCustomer, dropped: tuple[Dropped, ...]) -> str:
    customer = _needed("customerId", said.customer_id, dropped)
    if len(customer) > LONGEST_ID:
        raise invalid("customerId")
    return customer


def _needed(name: str, value: str | None, dropped: tuple[Dropped, ...]) -> str:
    if _is_dropped(name, dropped):
        raise invalid(name)
    if value is None:
        raise missing(name)
    return value


def _readable(said: Onboarding) -> None:
    if _date(said.dob or "") is None:
        raise invalid("dob")
    if (
        _value(said, "officialId.country")
        and country((said.official_id and said.official_id.country) or "") not in CODES
    ):
        raise invalid("officialId.country")
    if country(said.country or "") not in CODES:
        raise invalid("country")
    if said.nationality and country(said.nationality) not in CODES:
        raise invalid("nationality")
    if said.external_id and (len(said.external_id) > LONGEST_ID or not said.external_id.isprintable()):
        raise invalid("externalId")
    if said.ip_address:
        try:
            ipaddress.ip_address(said.ip_address)
        except ValueError:
            raise invalid("ipAddress") from None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _value(said: BaseModel, path: str) -> object:
    value: object = said
    for name in path.split("."):
        value = getattr(value, re.sub(r"([A-Z])", r"_\1", name).lower(), None)
    return value


def _is_dropped(name: str, dropped: tuple[Dropped, ...]) -> bool:
    return any(one.path == name for one in dropped)
