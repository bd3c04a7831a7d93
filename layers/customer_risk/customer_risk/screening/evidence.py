"""What facts besides the name say: birth dates, countries, gender and identifiers, as log-odds with a sentence.

The weights are judgements, not fitted: no public list says who was *not* meant. They are bounded so that a fact can
confirm or rule out what names suggest, but a shared birthday alone makes nobody a match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from customer_risk.partial_date import PartialDate
from customer_risk.records import Record
from customer_risk.screening.entry import ListEntry
from customer_risk.screening.parties import Facts

SAME_DAY, SAME_YEAR, SWAPPED_DAY, CLOSE_YEAR = 3.0, 1.0, 1.5, -0.5
OTHER_DAY_SAME_YEAR, OTHER_YEAR, OTHER_YEAR_IF_APPROXIMATE = -0.5, -4.5, -2.0
SHARED_COUNTRY, NO_SHARED_COUNTRY = 0.6, -0.7
OTHER_GENDER = -1.5
SAME_IDENTIFIER = 8.0
MOST_FOR = SAME_DAY + SHARED_COUNTRY
"""The most that facts other than a number say for an entry."""
_NEAR_YEARS = 1
_APPROXIMATE_YEARS = 3


class Evidence(Record):
    """Log-odds and the sentence that says why."""

    log_odds: float
    text: str


def weigh(facts: Facts, entry: ListEntry) -> tuple[Evidence, ...]:
    """Everything the facts say for or against this entry; nothing where either side is silent."""
    return tuple(_weigh(facts, entry))


def _weigh(facts: Facts, entry: ListEntry) -> Iterator[Evidence]:
    born = facts.birth_date
    if born and born.known and entry.birth_dates:
        yield birth_date(born, entry)
    listed = {country for country in entry.countries if len(country) == 2}  # noqa: PLR2004 - alpha-2, read as a country
    if facts.countries and listed:
        shared = listed.intersection(facts.countries)
        yield (
            Evidence(log_odds=SHARED_COUNTRY, text=f"Both name {', '.join(sorted(shared))}")
            if shared
            else Evidence(
                log_odds=NO_SHARED_COUNTRY,
                text=f"No country in common ({_some(facts.countries)} against {_some(sorted(listed))})",
            )
        )
    if facts.gender and entry.gender and _gender(facts.gender) != _gender(entry.gender):
        yield Evidence(log_odds=OTHER_GENDER, text=f"The list says {entry.gender}, the customer {facts.gender}")


def birth_date(born: PartialDate, entry: ListEntry) -> Evidence:
    """The best that any of the entry's alternative birth dates says."""
    if entry.birth_range and entry.birth_dates[0].earliest and entry.birth_dates[-1].latest and born.earliest:
        first, last = entry.birth_dates[0].earliest, entry.birth_dates[-1].latest
        within = first.year <= born.earliest.year <= last.year
        text = f"Born {born.text}, {'within' if within else 'outside'} the listed {first.year} to {last.year}"
        return Evidence(log_odds=SAME_YEAR if within else OTHER_YEAR, text=text)
    candidates = [_dates(born, listed, approximate=entry.birth_approximate) for listed in entry.birth_dates]
    return max((one for one in candidates if one), key=lambda one: one.log_odds, default=_UNREADABLE)


_UNREADABLE = Evidence(log_odds=0.0, text="The listed birth date cannot be read")


def _dates(born: PartialDate, listed: PartialDate, *, approximate: bool) -> Evidence | None:
    if born.year is None or listed.year is None:
        return None
    against = f"birth date {born.text} against {listed.text} on the list"
    years = abs(born.year - listed.year)
    day, listed_day = (born.month, born.day), (listed.month, listed.day)
    if years and (years <= _NEAR_YEARS or (approximate and years <= _APPROXIMATE_YEARS)):
        weight, text = CLOSE_YEAR + approximate, f"A close {against}"
    elif years:
        weight, text = OTHER_YEAR_IF_APPROXIMATE if approximate else OTHER_YEAR, f"A different {against}"
    elif None in day or None in listed_day:
        weight, text = SAME_YEAR, f"The same year of birth, {listed.year}"
    elif day == listed_day:
        weight, text = SAME_DAY, f"The same birth date, {listed.text}"
    elif day == listed_day[::-1]:
        weight, text = SWAPPED_DAY, f"Day and month swapped: {against}"
    else:
        weight, text = OTHER_DAY_SAME_YEAR, f"The same year but another day: {against}"
    return Evidence(log_odds=weight, text=text)


def shared_identifiers(numbers: Sequence[str], entry: ListEntry) -> tuple[str, ...]:
    """Which of the party's numbers the entry is listed with, whatever separates their characters."""
    listed = {bare(identifier.value) for identifier in entry.identifiers}
    return tuple(number for number in numbers if bare(number) in listed)


def bare(number: str) -> str:
    """A number without what separates its characters."""
    return "".join(c for c in number.casefold() if c.isalnum())


def _gender(text: str) -> str:
    return text.strip().lower()[:1]


def _some(countries: Sequence[str]) -> str:
    return ", ".join(countries[:4])
