"""The entity ↔ the profile all dialects share.

Only what changed is written: :func:`to_profile` is told the customer before and after, and whatever this dialect cannot
say stays as other dialects said it. :func:`from_profile` reads a customer that another dialect may have written since:
a value of ours stands as long as writing it into the profile would change nothing there.
"""

from __future__ import annotations

import msgspec

from customer_risk.profile import Party, Profile
from customers.classifiers import Classifiers
from customers.mapping import declared, rows, singles
from customers.view import CustomerView

__all__ = ["from_profile", "new_profile", "to_profile"]


def new_profile(customer_id: str) -> Profile:
    """A profile of which nothing is known."""
    return Profile(customer_id=customer_id, party=Party())


def to_profile(before: CustomerView, after: CustomerView, base: Profile, tables: Classifiers) -> Profile:
    """``base`` with all that is different in ``after``; ``before`` is what :func:`from_profile` made of ``base``."""
    profile = singles.write(before, after, base, tables)
    profile = rows.write(before, after, profile, tables)
    return declared.write(before, after, profile, tables)


def from_profile(profile: Profile, stored: CustomerView, tables: Classifiers) -> CustomerView:
    """The customer as it stands: ``stored`` brought up to ``profile``. New rows have no id yet."""
    main, details = singles.read(profile, stored, tables)
    return msgspec.structs.replace(
        stored,
        main=main,
        details=details,
        rows={**stored.rows, **rows.read(profile, stored, tables)},
        checked=rows.read_checked(profile),
    )
