"""How and where the customer can be reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.factors.words import Texts, classified, short
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

if TYPE_CHECKING:
    from customer_risk.scoring.phones import Phone

_ADDRESS = ("kyc", "Address")
_MEANS = ("kyc", "Communication Means")


@factor(
    "address-kind",
    "Kind of address",
    _ADDRESS,
    {
        "mail-drop": "a post-office box, virtual office or forwarding address",
        "care-of": "an address at somebody else's",
        "only-correspondence": "every address is said to be for correspondence only",
    },
    reads=(
        "Address.extra",
        "Address.for_correspondence",
        "Address.kind",
        "Address.name",
        "Address.name_extra",
        "Address.street",
        "Address.unstructured",
    ),
    terms=("mail-drop", "care-of"),
    needs="party.addresses",
)
def address_kind(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether somebody can really be found at the addresses given."""
    evidence = []
    addresses, terms = view.party.addresses, rule.terms
    only_correspondence = bool(addresses)
    for n, given in enumerate(addresses):
        if not given.for_correspondence:
            only_correspondence = False
        lines = _LINES.of(given)
        if not terms.occur_in(lines):
            continue
        for text, field in zip(lines, _LINES.fields, strict=True):
            if text and (met := terms[text]):
                told = short(text)
                because = f"The address {told!r} reads like a {met[0].replace('-', ' ')}: {met[1]!r}."
                evidence.append(saw(met[0], f"customer.addresses[{n}].{field}", told, because))
    if only_correspondence:
        because = "Every address is for correspondence only."
        evidence.append(saw("only-correspondence", "customer.addresses[0].for_correspondence", "true", because))
    return evidence


_LINES = Texts("kind", "name", "name_extra", "street", "extra", "unstructured")


@factor(
    "address-age",
    "Age of address",
    _ADDRESS,
    {"new": "valid for less than the model's months", "ahead": "valid only in the future"},
    reads=("Address.valid_since",),
    limits={"new-months": "months an address is new"},
    needs="party.addresses",
)
def address_age(view: View, rule: Rule) -> Iterable[Evidence]:
    """Since when the customer lives or resides where it does; the oldest of the addresses counts."""
    dated = [
        (first, last, n, since.text)
        for n, given in enumerate(view.party.addresses)
        if (since := given.valid_since) and (first := since.earliest) and (last := since.latest)
    ]
    if not dated:
        return ()
    first, last, n, text = min(dated)
    where = f"customer.addresses[{n}].valid_since"
    if first > view.today:
        return (saw("ahead", where, text, f"The oldest address is valid only from {text} on."),)
    if view.months_since(last) < rule.limits["new-months"]:
        return (saw("new", where, text, f"The oldest address is valid since {text}."),)
    return ()


@factor(
    "address-region",
    "Region of address",
    ("countries", "Countries"),
    {"high": "a region the model lists as of high risk", "elevated": "a region it lists as of elevated risk"},
    reads=("Address.region", "Address.region_extra", "Address.town", "Address.country"),
    terms=("high", "elevated"),
    needs="party.addresses",
)
def address_region(view: View, rule: Rule) -> Iterable[Evidence]:
    """Regions that are riskier than their country, by name, town or ISO 3166-2 code (``UA-43``)."""
    found: list[tuple[str | None, str, int]] = []
    for n, given in enumerate(view.party.addresses):
        country, region = given.country, given.region
        code = f"{country}-{region}" if country and region else None
        texts = (code, region, given.region_extra, given.town)
        if rule.terms.occur_in(texts):
            found += [(text, "customer.addresses", n) for text in texts]
    return classified(rule, found, "The region") if found else ()


@factor(
    "phone",
    "Telephone number",
    _MEANS,
    {
        "impossible": "no telephone number is as long or begins like that",
        "elsewhere": "a number of a country the customer is not otherwise tied to",
        "premium": "a number that is paid for or forwards calls",
    },
    reads=(
        "Address.country",
        "Means.kind",
        "Means.value",
        "Organisation.activity_countries",
        "Organisation.domicile_country",
        "Organisation.registration_country",
        "Person.activity_country",
        "Person.birth_country",
        "Person.nationalities",
        "Person.residence_country",
    ),
    needs="party.means",
)
def phone(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether telephone numbers can exist, and belong to a country the customer is at home in."""
    numbers = [(n, means.value) for n, means in enumerate(view.party.means) if means.kind == "phone"]
    if not numbers:
        return ()
    read_phone = _reader()
    ties = view.home
    home = next(iter(ties), None)
    evidence: list[Evidence] = []
    for n, value in numbers:
        read = read_phone(value, home)
        if read.possible and not read.premium and not (read.countries and ties and read.countries.isdisjoint(ties)):
            continue
        where, seen = f"customer.means[{n}].value", short(value)
        if not read.possible:
            evidence.append(saw("impossible", where, seen, f"{seen!r} cannot be a telephone number."))
            continue
        if read.premium:
            evidence.append(saw("premium", where, seen, f"{seen!r} is a premium-rate or personal number."))
        if read.countries and ties and read.countries.isdisjoint(ties):
            of = " or ".join(sorted(read.countries))
            text = f"{seen!r} is a number of {of}; the customer is known in {', '.join(ties)}."
            evidence.append(saw("elsewhere", where, seen, text))
    return evidence


@cache
def _reader() -> Callable[[str, str | None], Phone]:
    from customer_risk.scoring.phones import read_phone  # noqa: PLC0415 -- its metadata is read only for a telephone

    return read_phone


@factor(
    "email",
    "E-mail address",
    _MEANS,
    {"malformed": "not an e-mail address", "disposable": "of a domain the model lists as disposable"},
    reads=("Means.kind", "Means.value"),
    terms=("disposable",),
    needs="party.means",
)
def email(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether e-mail addresses can exist, and are not of a kind that is thrown away."""
    evidence: list[Evidence] = []
    for n, means in enumerate(view.party.means):
        if means.kind != "email":
            continue
        value = means.value.strip()
        where = f"customer.means[{n}].value"
        if not (_is_plain(value) or _is_mailbox(value)):
            told = short(value)
            evidence.append(saw("malformed", where, told, f"{told!r} is not an e-mail address."))
        elif met := rule.terms[domain := value.rpartition("@")[2]]:
            evidence.append(saw("disposable", where, domain, f"Mailboxes of {met[1]!r} are disposable."))
    return evidence


def _is_plain(value: str) -> bool:
    return len(value) <= _LONGEST and value.find("@") <= _LONGEST_LOCAL and _PLAIN.fullmatch(value) is not None


_LONGEST, _LONGEST_LOCAL = 254, 64
_PLAIN = re.compile(
    r"[\w+-]++(?:\.[\w+-]++)*+@(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}", re.ASCII
)
"""What no rule objects to; the library is asked about anything else, as reading it costs more than scoring."""


@lru_cache(maxsize=1024)
def _is_mailbox(value: str) -> bool:
    """Whether somebody could have that address, by form; nobody is asked whether somebody has."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 -- read only for an unusual address

    try:
        validate_email(value, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return False
    return True
