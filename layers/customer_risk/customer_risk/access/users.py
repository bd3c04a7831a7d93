"""People who log in: who they are, and how long they wait after failing to."""

from __future__ import annotations

import re

from customer_risk.access.permissions import PERMISSIONS, Permission, Role
from customer_risk.records import Record

_NAME = re.compile(r"[^\s\x00-\x1f#]{1,100}")


class User(Record):
    """A person of a tenant. ``id`` is counted per tenant; ``username`` is unique in the installation, in any case.

    Tokens name the ``generation`` they were issued in: a new password, a new role or an end of all sessions begins the
    next one, and the tokens of the last are void.
    """

    id: int
    tenant: str
    username: str
    role: Role
    password: str
    created: str
    generation: int = 1
    active: bool = True

    @property
    def actor(self) -> str:
        """How records name who did something."""
        return f"user:{self.id}"

    @property
    def name(self) -> str:
        """How the user is shown to the tenant's own people: without the tenant behind the at sign."""
        return self.username.removesuffix(f"@{self.tenant}")

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the user may do."""
        return PERMISSIONS[self.role]


def user_of(actor: str | None) -> int | None:
    """The id of the user an :attr:`User.actor` names; ``None`` for any other actor."""
    kind, _, id_ = (actor or "").partition(":")
    return int(id_) if kind == "user" else None


def folded(username: str) -> str:
    """A username as it is compared."""
    return username.strip().casefold()


def usable_name(username: str) -> bool:
    """Whether somebody may be called that: 1 to 100 characters, no blanks."""
    return _NAME.fullmatch(username) is not None


class Patience(Record):
    """How much failing is suffered: ``free`` failures cost nothing, each further one doubles the wait up to ``most``.

    A wait always ends by itself, and nobody is locked out for good.
    """

    free: int
    most: int

    def wait(self, failures: int) -> int:
        """Seconds from the last failure until the next attempt is looked at."""
        beyond = failures - self.free
        return 0 if beyond < 0 else min(self.most, 2 ** min(beyond, 20))


OF_USER = Patience(free=5, most=30)
"""Somebody else's failing slows a user down by half a minute at most, wherever it comes from."""
OF_ADDRESS = Patience(free=20, most=300)
"""Many people may share an address: more is free there, and more is asked of who goes on."""
FORGOTTEN_SECONDS = 24 * 3600
"""Failures are forgotten a day after the last."""
