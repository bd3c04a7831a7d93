"""``POST /api/login`` and the ``x-access-token`` header: who is calling, and whether they may."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from aws_lambda_powertools.event_handler import Response

from customer_risk import wiring
from customer_risk.access import passwords
from customer_risk.access.keys import Caller, Tenant
from customer_risk.access.permissions import Permission
from customer_risk.access.users import OF_ADDRESS, OF_USER, User, folded
from customer_risk.problems import TooManyAttempts, Unauthorised
from customer_risk.storage.classifiers import Table
from customer_risk.web.people import KIND, admit_user
from customer_risk.web.resolver import Call, answer
from customers.classifiers import Classifier, Classifiers
from customers.wire import reading
from customers.wire.fields import text

TOKEN_SECONDS = 48 * 3600
"""Clients log in again about every other day."""

_CREDENTIALS = (text("username", longest=320), text("password", longest=10_000))


class SignedIn(NamedTuple):
    """Somebody with a good token, and the classifiers of their tenant."""

    tenant: Tenant
    user: User
    session: str
    expires: int
    tables: Classifiers
    own: Table | None


class WrongPassword(Unauthorised):
    """No such user, or another password: which of the two is not told."""


def login(call: Call) -> Response[Any]:
    """``POST /api/login``."""
    credentials = reading.object_of(_CREDENTIALS, reading.body_of(call.request.json_body()), reading.NO_RULES)
    username, password = str(credentials["username"]), str(credentials["password"])
    user = _checked(username, password, call.request.source)
    call.known(Caller(tenant=Tenant(id=user.tenant, name=""), actor=user.actor, scopes=()))
    token = wiring.tokens().issue(
        str(user.id), user.tenant, KIND, TOKEN_SECONDS, username=user.username, generation=user.generation
    )
    return answer(200, {"success": True, "token": token})


def _checked(username: str, password: str, address: str) -> User:
    """The user with that name and password. Checks take the same time whether there is such a user or not."""
    users, now = wiring.users(), int(wiring.clock().timestamp())
    of_user, of_address = f"user#{folded(username)}", f"address#{address}"
    entry = users.entry(username, (of_user, of_address), now=now)
    for name, patience in ((of_user, OF_USER), (of_address, OF_ADDRESS)):
        failures = entry.failures[name]
        left = failures.last + patience.wait(failures.times) - now
        if left > 0:
            raise TooManyAttempts(left)
    user = entry.user
    right = passwords.matches(user.password if user else None, password)
    if user is None or not right or not user.active:
        users.failed((of_user, of_address), now=now)
        raise WrongPassword("The username or the password is not right.")
    if entry.failures[of_user].times:
        users.forget_failures(of_user)
    return user


def admit(call: Call, permission: Permission) -> SignedIn:
    """Who is calling; raises ``Unauthorised`` without a good token, ``Forbidden`` where it does not allow this."""
    who = admit_user(call, permission, tokens=wiring.tokens(), users=wiring.users())
    return SignedIn(who.tenant, who.user, who.session, who.expires, own_tables(who.classifiers), who.classifiers)


def own_tables(stored: Table | None) -> Classifiers:
    """A tenant's classifiers."""
    return Classifiers(msgspec.json.decode(stored.doc, type=dict[str, Classifier]) if stored else None)


def logout(call: Call) -> Response[Any]:
    """``POST /api/extensions/logout``: this token is void from now on, others of the user are not."""
    who = admit(call, Permission.READ_CUSTOMERS)
    wiring.users().end_session(who.session, expires=who.expires)
    return answer(204)
