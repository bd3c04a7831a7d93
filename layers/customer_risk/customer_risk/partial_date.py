"""Dates known to a year, a month or a day."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from customer_risk.records import Record

_SHAPE = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?\s*", re.DOTALL)


class PartialDate(Record):
    """A date as precise as its source was.

    ``text`` is kept as given. Without ``year`` the text could not be read as a date: it is evidence of something
    said, never of a date.
    """

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or an ISO timestamp; anything else keeps only its text."""
        if match := _SHAPE.fullmatch(text):
            year, month, day = (int(part) if part else None for part in match.groups())
            try:
                date(year or 0, month or 1, day or 1)
            except ValueError:
                return cls(text=text)
            return cls(text=text, year=year, month=month, day=day)
        return cls(text=text)

    @property
    def known(self) -> bool:
        """Whether at least the year is known."""
        return self.year is not None

    @property
    def earliest(self) -> date | None:
        """The first day this may mean."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date | None:
        """The last day this may mean."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or _days(self.year, month))


@lru_cache(maxsize=4096)
def _days(year: int, month: int) -> int:
    """How many days the month has; remembered, because the calendar works out the day of the week with it."""
    return calendar.monthrange(year, month)[1]


def whole_years(since: date, today: date) -> int:
    """Birthdays passed between two days; negative when ``since`` lies ahead."""
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))
