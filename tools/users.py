"""People of a tenant, on this machine's stack or a deployed one.

    python -m tools.users create TENANT USERNAME [--role officer]   a new user; its password is shown once
    python -m tools.users list TENANT                               who there is
    python -m tools.users disable USERNAME                          end a user's sessions and let nobody log in as them
    python -m tools.users enable USERNAME                           let them in again
    python -m tools.users password USERNAME                         a new password, shown once; ends all sessions
    python -m tools.users role USERNAME ROLE                        another role; ends all sessions
    python -m tools.users sessions USERNAME                         end all sessions

``--stack NAME`` addresses a deployed stack with the caller's own AWS credentials; without it the local stack that
``.local/stack.json`` describes is meant. Usernames are unique in the installation: ``name@tenant`` is a good form. Only
an argon2id hash of a password is stored. ``--password`` sets one that somebody chose instead of a generated one.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers" / "customer_risk"))

from customer_risk.access import passwords  # noqa: E402  needs the path above
from customer_risk.access.permissions import Role  # noqa: E402  as above
from customer_risk.access.users import User, usable_name  # noqa: E402  as above
from customer_risk.storage.control import Control  # noqa: E402  as above
from customer_risk.storage.counters import Counters  # noqa: E402  as above
from customer_risk.storage.users import Users  # noqa: E402  as above
from tools.tenants import local_environment  # noqa: E402  as above


class Registry:
    """Where users are looked after. Every method that cannot do what it is asked raises ``SystemExit``."""

    def __init__(self, users: Users, control: Control, counters: Counters) -> None:
        self._users = users
        self._control = control
        self._counters = counters

    def create(self, tenant: str, username: str, role: Role, password: str | None = None) -> tuple[User, str]:
        """A new user and the password in the clear."""
        if self._control.tenant(tenant) is None:
            raise SystemExit(f"There is no tenant {tenant}.")
        if not usable_name(username):
            raise SystemExit("A username has 1 to 100 characters and no blanks.")
        if self._users.find(username) is not None:
            raise SystemExit(f"There is a user {username} already.")
        chosen = _password(password)
        user = User(
            id=self._counters.reserve(tenant, {"user": 1})["user"][0],
            tenant=tenant,
            username=username,
            role=role,
            password=passwords.hashed(chosen),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        if not self._users.add(user, token=str(uuid.uuid4())):
            raise SystemExit(f"There is a user {username} already.")
        return user, chosen

    def of_tenant(self, tenant: str) -> list[User]:
        """All users of a tenant."""
        return self._users.of_tenant(tenant)

    def set_active(self, username: str, *, active: bool) -> User:
        """Let somebody in, or not any more."""
        return self._changed(username, active=active)

    def set_role(self, username: str, role: Role) -> User:
        """Give somebody another role."""
        return self._changed(username, role=role)

    def set_password(self, username: str, password: str | None = None) -> str:
        """Give somebody a new password, which is returned."""
        chosen = _password(password)
        self._changed(username, password=passwords.hashed(chosen))
        return chosen

    def end_sessions(self, username: str) -> User:
        """Make all tokens of somebody void."""
        return self._changed(username)

    def _changed(self, username: str, **values: object) -> User:
        user = self._users.find(username)
        if user is None:
            raise SystemExit(f"There is no user {username}.")
        after = msgspec.structs.replace(user, generation=user.generation + 1, **values)
        if not self._users.replace(user, after):
            raise SystemExit(f"{username} was changed at the same moment. Try again.")
        return after


def _password(chosen: str | None) -> str:
    if chosen is None:
        return passwords.generated(secrets.randbelow)
    if not passwords.SHORTEST <= len(chosen) <= passwords.LONGEST:
        raise SystemExit(f"A password has {passwords.SHORTEST} to {passwords.LONGEST} characters.")
    return chosen


def registry(stack: str) -> Registry:
    """The registry of a stack, reached with the AWS settings of the environment."""
    import boto3  # noqa: PLC0415  the environment must be set before

    described = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    table = next(one["OutputValue"] for one in described if one["OutputKey"] == "ControlTable")
    client = boto3.client("dynamodb")
    return Registry(Users(client, table), Control(client, table), Counters(client, table))


def main(arguments: list[str] | None = None) -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack", help="a deployed stack; the local one when left out")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("create", "list", "disable", "enable", "password", "role", "sessions"):
        sub = commands.add_parser(command)
        if command in {"create", "list"}:
            sub.add_argument("tenant")
        if command != "list":
            sub.add_argument("username")
        if command == "create":
            sub.add_argument("--role", choices=list(Role), default=Role.OFFICER, type=Role)
        if command == "role":
            sub.add_argument("role", choices=list(Role), type=Role)
        if command in {"create", "password"}:
            sub.add_argument("--password", help="instead of a generated one; others may see it in the process list")
    given = parser.parse_args(arguments)
    if given.stack is None:
        os.environ.update(local_environment())
    _run(registry(given.stack or "customer-risk"), given)


def _run(at: Registry, given: argparse.Namespace) -> None:
    match given.command:
        case "create":
            user, password = at.create(given.tenant, given.username, given.role, given.password)
            print(f"user {user.id} {user.username} {user.role}\npassword {password}")
        case "list":
            for user in at.of_tenant(given.tenant):
                print(f"{user.id}  {user.username}  {user.role}  {'active' if user.active else 'disabled'}")
        case "disable" | "enable":
            user = at.set_active(given.username, active=given.command == "enable")
            print(f"{'enabled' if user.active else 'disabled'} {user.username}")
        case "password":
            print(f"password {at.set_password(given.username, given.password)}")
        case "role":
            print(f"{given.username} is {at.set_role(given.username, given.role).role}")
        case "sessions":
            print(f"ended the sessions of {at.end_sessions(given.username).username}")


if __name__ == "__main__":
    main()
