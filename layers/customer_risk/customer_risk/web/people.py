"""Lets people in: the token of ``x-access-token`` → user, tenant and what the user may do."""

from __future__ import annotations

from typing import NamedTuple

from customer_risk.access.keys import Caller, Tenant
from customer_risk.access.permissions import Permission
from customer_risk.access.tokens import Tokens
from customer_risk.access.users import User
from customer_risk.problems import Forbidden, Unauthorised
from customer_risk.storage.classifiers import Table
from customer_risk.storage.users import Users
from customer_risk.web.resolver import Call

KIND = "user"
"""The kind of token that a login gives."""


class SignedIn(NamedTuple):
    """Somebody with a good token (its id and when it expires), and the classifiers their tenant stored."""

    tenant: Tenant
    user: User
    session: str
    expires: int
    classifiers: Table | None


def admit_key_or_user(call: Call, permission: Permission, *, tokens: Tokens, users: Users) -> Caller:
    """Who is calling, with an ``api-key`` that has the scope of that name or as somebody who may do it.

    Raises as :func:`admit_user` does.
    """
    if not call.request.header("x-access-token"):
        return call.admit(permission)
    who = admit_user(call, permission, tokens=tokens, users=users)
    return Caller(tenant=who.tenant, actor=who.user.actor, scopes=())


def admit_user(call: Call, permission: Permission, *, tokens: Tokens, users: Users) -> SignedIn:
    """Who is calling. Raises ``Unauthorised`` for a missing or bad token, ``Forbidden`` where it does not allow this.

    A token is void when it was given back, when its user changed (password, role) or is not active any more. That is
    looked up at every request, so that it ends at once.
    """
    token = call.request.header("x-access-token")
    if not token:
        raise Unauthorised("An x-access-token header is needed.")
    with call.log.part("Admit"):
        claims = tokens.read(token, KIND)
        present = users.presence(claims.tenant, str(claims.more.get("username")), claims.id)
    user, tenant = present.user, present.tenant
    if (
        tenant is None
        or user is None
        or present.ended
        or not user.active
        or (user.tenant, str(user.id)) != (claims.tenant, claims.subject)
        or user.generation != claims.more.get("generation")
    ):
        raise Unauthorised("The token is not valid.")
    call.known(Caller(tenant=tenant, actor=user.actor, scopes=()))
    if not tenant.active:
        raise Forbidden("This tenant is suspended.")
    if permission not in user.permissions:
        raise Forbidden(f"The role of {user.role} does not allow this.")
    return SignedIn(tenant, user, claims.id, claims.expires, present.classifiers)
