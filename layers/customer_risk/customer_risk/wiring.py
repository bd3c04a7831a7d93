"""Puts the parts together from a function's environment. Whatever is made here lives as long as the process."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import uuid_utils

from customer_risk.access.secrets import secret
from customer_risk.access.tokens import Tokens
from customer_risk.aws import client
from customer_risk.casework import Casework
from customer_risk.delivery.secrets import hkdf
from customer_risk.evaluation import Evaluations
from customer_risk.ledger import Ledger
from customer_risk.profile import Profile
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.model import shipped_model
from customer_risk.screening.result import Adjudications, Screening
from customer_risk.screening.thresholds import Thresholds
from customer_risk.storage.cases import Cases
from customer_risk.storage.checks import Checks
from customer_risk.storage.communications import Communications
from customer_risk.storage.control import Control
from customer_risk.storage.counters import Counters
from customer_risk.storage.customer_listing import CustomerListing
from customer_risk.storage.customers import Customers
from customer_risk.storage.identities import Identities
from customer_risk.storage.models import ModelsInForce
from customer_risk.storage.users import Users
from customer_risk.storage.watchlists import CurrentScreener
from customer_risk.web.door import Door

if TYPE_CHECKING:
    from customer_risk.screening.providers.panel import Panel


def clock() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A new UUIDv7: sorts by the time it was made."""
    return str(uuid_utils.uuid7())


def prepare(*parts: Callable[[], object]) -> None:
    """Make parts while the function starts and nobody waits yet; elsewhere they are made when first used.

    What is there now stays for as long as the process: the garbage collector never looks at it again.
    """
    if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
        for part in parts:
            part()
        gc.freeze()
        gc.enable()


class Screener:
    """Screens with the current watchlist index; numpy and the index are loaded when somebody is screened."""

    def screen(
        self,
        profile: Profile,
        *,
        today: date,
        tenant: str,
        thresholds: Thresholds | None = None,
        adjudications: Adjudications | None = None,
    ) -> Screening:
        """See ``storage.watchlists.CurrentScreener``; the tenant's own providers are asked besides.

        ``thresholds`` are those of the tenant's risk model in force, if they are not given.
        """
        asked = scorer().of(tenant).thresholds if thresholds is None else thresholds
        found = screener().screen(profile, today=today, tenant=tenant, thresholds=asked, adjudications=adjudications)
        providers = control().settings(tenant).providers
        return panel().ask(found, profile, providers, adjudications, asked) if providers else found


def dynamo() -> Any:
    """The DynamoDB client: for tables that only one function has a use for, which it wires itself."""
    return client("dynamodb")


@cache
def customers() -> Customers:
    """The customers table."""
    return Customers(dynamo(), os.environ["CUSTOMERS_TABLE"])


@cache
def customer_listing() -> CustomerListing:
    """The customers of a tenant by name."""
    return CustomerListing(dynamo(), os.environ["CUSTOMERS_TABLE"])


@cache
def cases() -> Cases:
    """The cases in the cases table."""
    return Cases(dynamo(), os.environ["CASES_TABLE"])


@cache
def checks() -> Checks:
    """The checks in the cases table."""
    return Checks(dynamo(), os.environ["CASES_TABLE"])


@cache
def communications() -> Communications:
    """Accepted communications."""
    return Communications(dynamo(), os.environ["CASES_TABLE"], os.environ["EVENTS_TABLE"])


@cache
def control() -> Control:
    """The control table."""
    return Control(dynamo(), os.environ["CONTROL_TABLE"])


@cache
def door() -> Door:
    """Lets callers with API keys in."""
    return Door(control(), lambda: secret(os.environ["CREDENTIAL_KEY_ARN"]), clock)


@cache
def counters() -> Counters:
    """The ids callers know by a number."""
    return Counters(dynamo(), os.environ["CONTROL_TABLE"])


@cache
def identities() -> Identities:
    """Who else gave the same number."""
    key = secret_key("identities")
    return Identities(dynamo(), os.environ["CUSTOMERS_TABLE"], key)


@cache
def tokens() -> Tokens:
    """Tokens of people and programs."""
    key = secret_key("tokens")
    return Tokens(lambda: (key(),), clock, new_id)


@cache
def users() -> Users:
    """The people who log in."""
    return Users(dynamo(), os.environ["CONTROL_TABLE"])


def secret_key(purpose: str) -> Callable[[], bytes]:
    """A key for one purpose, derived from the credential key; one use can never be turned into another."""

    @cache
    def derived() -> bytes:
        return hkdf(secret(os.environ["CREDENTIAL_KEY_ARN"]), purpose.encode(), 32)

    return derived


@cache
def evaluations() -> Evaluations:
    """Carries out evaluations."""
    return Evaluations(
        dynamo(),
        customers(),
        cases(),
        screener=Screener(),
        scorer=scorer(),
        events=os.environ["EVENTS_TABLE"],
        clock=clock,
        new_id=new_id,
    )


@cache
def ledger() -> Ledger:
    """Audited writes that decide nothing."""
    return Ledger(dynamo(), customers(), clock=clock, new_id=new_id)


@cache
def casework() -> Casework:
    """What reviewers do."""
    return Casework(customers(), cases(), ledger(), events=os.environ["EVENTS_TABLE"], clock=clock, new_id=new_id)


@cache
def screener() -> CurrentScreener:
    """The screener of the current watchlist index."""
    return CurrentScreener(
        dynamo(),
        client("s3"),
        table=os.environ["CONTROL_TABLE"],
        bucket=os.environ["WATCHLISTS_BUCKET"],
        clock=clock,
    )


@cache
def panel() -> Panel:
    """Asks the outside providers of tenants."""
    from customer_risk.delivery.address_guard import loopback_allowed  # noqa: PLC0415  few tenants have a provider
    from customer_risk.delivery.asking import Asker  # noqa: PLC0415  as above
    from customer_risk.delivery.http import system_resolver  # noqa: PLC0415  as above
    from customer_risk.screening.providers.panel import Panel  # noqa: PLC0415  as above

    return Panel(Asker(system_resolver(), secret, loopback=loopback_allowed(os.environ)).send, clock)


@cache
def scorer() -> ModelsInForce:
    """The risk model in force of each tenant, with its country table."""
    # What most tenants are scored with is read while nobody waits yet.
    shipped_model()
    CountryTable.shipped()
    return ModelsInForce(dynamo(), os.environ["CONTROL_TABLE"], clock)
