"""Passwords: argon2id hashes, and checks that take as long for a name nobody has."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane; some 20 ms on a whole processor.
_MEMORY_KIB, _PASSES, _LANES = 19 * 1024, 2, 1

LONGEST = 256
"""Characters of a password; a longer one is nobody's, and is not hashed."""
SHORTEST = 12
"""Characters of a password that somebody chose (NIST SP 800-63B asks for 8, or 15 where nothing else is asked)."""

_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415  only a login pays for it

    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """The argon2id hash of a password, with its salt and its costs."""
    return _hasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the one whose hash is ``stored``; ``None`` takes as long, and never matches."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415  as above

    try:
        right = _hasher().verify(stored or _nobodys(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None and len(password) <= LONGEST


def generated(random_below: Callable[[int], int]) -> str:
    """A password nobody chose: 20 letters and digits that are told apart easily, 115 bits."""
    return "".join(_LETTERS[random_below(len(_LETTERS))] for _ in range(20))
