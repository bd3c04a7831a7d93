"""Addresses: whether they are complete, and whether their country has such postcodes and regions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from customer_risk.identity import postcodes
from customer_risk.identity.result import Finding, failed, noted
from customer_risk.profile import Address, Person
from customer_risk.reference.countries import country, folded
from customer_risk.scoring.fraud import Tag

PLACEHOLDERS = frozenset(
    {
        *("", "0", "1", "123", "1234", "12345", "abc", "address", "asdf", "city", "dummy", "example", "foo", "na"),
        *("n a", "nil", "no", "none", "not known", "nothing", "null", "qwerty", "same", "street", "test", "tbd"),
        *("town", "undefined", "unknown", "void", "x", "xx", "xxx", "xxxx", "xxxxx", "zip"),
    }
)
"""What people write to get past a mandatory field, folded."""


def check_addresses(addresses: tuple[Address, ...], person: Person | None) -> Iterator[Finding]:
    """Every address; one that is for correspondence only need not be complete as long as another one is."""
    if not addresses:
        yield failed(Tag.ADDRESS, "There is no address.")
        return
    homes = [address for address in addresses if not address.for_correspondence] or list(addresses)
    for address in homes:
        missing = _missing(address)
        if missing:
            yield failed(Tag.ADDRESS, f"The address lacks its {', '.join(missing)}.")
        yield from _postcode(address)
        if address.street and not re.search(r"\d", address.street):
            yield noted(Tag.ADDRESS, "The street has no house number.")
    yield from _residence(homes, person)


def is_placeholder(text: str | None) -> bool:
    """Whether a text says nothing, however long it is: ``n/a``, ``unknown``, ``xxxx``, one sign over and over."""
    said = folded(text or "")
    return said in PLACEHOLDERS or (len(said) > 2 and len(set(said)) == 1)  # noqa: PLR2004  "Aa" is a river


def _missing(address: Address) -> list[str]:
    if not address.street and address.unstructured and not is_placeholder(address.unstructured):
        return [] if address.country else ["country"]
    parts = {"street": address.street, "town": address.town, "country": address.country}
    if address.country not in postcodes.WITHOUT:
        parts["postcode"] = address.postcode
    return [name for name, text in parts.items() if is_placeholder(text) and not _numeric_postcode(name, text)]


def _numeric_postcode(name: str, text: str | None) -> bool:
    """12345 is somewhere: Schenectady has it, and whether it exists elsewhere is for the form of postcodes to say."""
    return name == "postcode" and bool(text) and (text or "").strip("0").isdigit()


def _postcode(address: Address) -> Iterator[Finding]:
    if not address.country:
        return
    where = country(address.country)
    if len(where) != 2:  # noqa: PLR2004  alpha-2
        yield failed(Tag.ADDRESS, "The country of the address is no country.")
        return
    if not address.postcode:
        return
    known = postcodes.possible(address.postcode, where)
    if known is False:
        yield failed(Tag.ADDRESS, "The country of the address has no postcodes like that.")
    elif known and address.region and postcodes.fits_region(address.postcode, address.region, where) is False:
        yield failed(Tag.ADDRESS, "The postcode lies in another state or province than the address names.")
    elif known is None and where not in postcodes.WITHOUT:
        yield noted(Tag.ADDRESS, "Nothing is known of the form of that country's postcodes.")


def _residence(homes: list[Address], person: Person | None) -> Iterator[Finding]:
    lives = person.residence_country if person else None
    if lives and any(home.country for home in homes) and all(home.country != lives for home in homes if home.country):
        yield failed(Tag.CONSISTENCY, "No address lies in the country of residence.")
