"""Lists and checked lists ↔ the profile. One :class:`Kept` per list that the profile has a place for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from customer_risk.profile import Address, CountryTie, Document, Income, Means, Profile, Statement
from customers.classifiers import COUNTRIES, Classifiers
from customers.mapping.singles import date_of, day_of, word_for
from customers.view import CustomerView, Row
from customers.wire.fields import Value, Values


class Kept(NamedTuple):
    """Where the rows of a list stand in the profile: in the tuple at ``path``, those that ``ours`` picks.

    ``write`` puts values over a record, or over nothing; writing what it says already changes nothing.
    """

    path: tuple[str, str]
    ours: Callable[[Any], bool]
    read: Callable[[Any, Classifiers], Values]
    write: Callable[[Any, Values, Classifiers], Any]


def write(before: CustomerView, after: CustomerView, profile: Profile, tables: Classifiers) -> Profile:
    """The profile with every row and checked list that is different."""
    for path, kept in KEPT.items():
        was, now = before.rows.get(path, ()), after.rows.get(path, ())
        if was != now:
            profile = _put(profile, kept.path, _written(kept, _at(profile, kept.path), was, now, tables))
    for name, field in CHECKED_FIELDS.items():
        ids = after.checked.get(name, ())
        if ids != before.checked.get(name, ()):
            profile = _put(profile, ("business", field), ids)
    return profile


def read(profile: Profile, stored: CustomerView, tables: Classifiers) -> dict[str, tuple[Row, ...]]:
    """The rows of a profile, one for each record and in the same order; equal ones keep their ids."""
    return {path: _rows(kept, profile, stored.rows.get(path, ()), tables) for path, kept in KEPT.items()}


def read_checked(profile: Profile) -> dict[str, tuple[int, ...]]:
    """The checked lists of a profile."""
    return {name: getattr(profile.business, field) for name, field in CHECKED_FIELDS.items()}


def _written(
    kept: Kept, records: Sequence[Any], was: Sequence[Row], now: Iterable[Row], tables: Classifiers
) -> tuple[Any, ...]:
    left = {row.id: row for row in now}
    before = iter(was)
    result = []
    for record in records:
        if not kept.ours(record):
            result.append(record)
            continue
        old = next(before)
        if new := left.pop(old.id, None):
            result.append(record if new.values == old.values else kept.write(record, new.values, tables))
    return (*result, *(kept.write(None, row.values, tables) for row in left.values()))


def _rows(kept: Kept, profile: Profile, stored: Sequence[Row], tables: Classifiers) -> tuple[Row, ...]:
    left = list(stored)
    rows = []
    for record in _at(profile, kept.path):
        if not kept.ours(record):
            continue
        same = next((n for n, row in enumerate(left) if kept.write(record, row.values, tables) == record), None)
        rows.append(Row(id=0, values=kept.read(record, tables)) if same is None else left.pop(same))
    return tuple(rows)


def _at(profile: Profile, path: tuple[str, str]) -> tuple[Any, ...]:
    records: tuple[Any, ...] = getattr(getattr(profile, path[0]), path[1])
    return records


def _put(profile: Profile, path: tuple[str, str], records: tuple[Any, ...]) -> Profile:
    return replace(profile, **{path[0]: replace(getattr(profile, path[0]), **{path[1]: records})})


def _always(_: object) -> bool:
    return True


# ---- identity cards ----


def _read_card(card: Document, tables: Classifiers) -> Values:
    return {
        "idIdCardType": tables.find("idCardTypes", card.kind),
        "number": card.number,
        "expirationDate": day_of(card.expires),
        "copy": card.copy_held,
    }


def _write_card(card: Document | None, values: Values, tables: Classifiers) -> Document:
    card = card or Document()
    expires = values["expirationDate"]
    return replace(
        card,
        kind=word_for(card.kind, values["idIdCardType"], "idCardTypes", tables),
        number=values["number"],
        expires=card.expires if day_of(card.expires) == expires else date_of(expires),
        copy_held=values["copy"],
    )


# ---- addresses ----


def _read_address(address: Address, tables: Classifiers) -> Values:
    return {
        "streetName": address.street or address.unstructured,
        "city": address.town,
        "postcode": address.postcode,
        "idCountry": tables.find(COUNTRIES, address.country),
        "verified": address.verified,
    }


def _write_address(address: Address | None, values: Values, tables: Classifiers) -> Address:
    address = address or Address()
    street = values["streetName"]
    told = {} if street == address.unstructured and not address.street else {"street": street}
    return replace(
        address,
        **told,
        town=values["city"],
        postcode=values["postcode"],
        country=word_for(address.country, values["idCountry"], COUNTRIES, tables),
        verified=values["verified"],
    )


# ---- means of communication ----

_MEANS = "communicationMeansTypes"


def _read_means(means: Means, tables: Classifiers) -> Values:
    return {"idCommunicationMeansType": _means_type(means, tables), "value": means.value}


def _means_type(means: Means, tables: Classifiers) -> int | None:
    """By its title among the types of its kind, else the first of them."""
    titled = tables.find(_MEANS, means.title)
    return titled if titled and tables.word(_MEANS, titled) == means.kind else tables.find(_MEANS, means.kind)


def _write_means(means: Means | None, values: Values, tables: Classifiers) -> Means:
    id_, value = values["idCommunicationMeansType"], str(values["value"])
    if means is not None and _means_type(means, tables) == id_:
        return replace(means, value=value)
    entry = tables.entry(_MEANS, id_) if isinstance(id_, int) else None
    kind = tables.word(_MEANS, entry.id) if entry else None
    title = entry.name if entry and kind and tables.find(_MEANS, kind) != entry.id else None
    return replace(means or Means(kind="", value=value), kind=kind or "other", value=value, title=title)


# ---- wealth and income ----


def _fund(path: str, prefix: str) -> Kept:
    scale, status = f"{prefix}Scale", f"{prefix}Status"
    return Kept(
        ("business", path),
        _always,
        lambda income, _: {scale: income.scale, status: income.status, "source": income.source},
        lambda income, values, _: replace(
            income or Income(), scale=values[scale], status=values[status], source=values["source"]
        ),
    )


# ---- financial statements ----


def _read_statement(statement: Statement, _: Classifiers) -> Values:
    return {
        "idStatementType": statement.kind,
        "year": statement.year,
        "income": _number(statement.income),
        "expenses": _number(statement.expenses),
        "copy": statement.copy_held,
    }


def _write_statement(statement: Statement | None, values: Values, _: Classifiers) -> Statement:
    year: Any = values["year"]
    return replace(
        statement or Statement(year=year),
        kind=values["idStatementType"],
        year=year,
        income=_float(values["income"]),
        expenses=_float(values["expenses"]),
        copy_held=values["copy"],
    )


def _number(said: float | None) -> Value:
    return int(said) if said is not None and said == int(said) else said


def _float(value: Value) -> float | None:
    return None if value is None else float(value)


# ---- ties to countries ----


def _tie(kind: str) -> Callable[[Any], bool]:
    return lambda tie: tie.kind == kind


def _read_presence(tie: CountryTie, tables: Classifiers) -> Values:
    return {"idCountry": tables.find(COUNTRIES, tie.country), "year": tie.year}


def _write_presence(tie: CountryTie | None, values: Values, tables: Classifiers) -> CountryTie:
    return replace(_placed(tie, "presence", values, tables), year=values["year"])


def _read_counterparty(tie: CountryTie, tables: Classifiers) -> Values:
    return {
        "counterpartName": tie.name,
        "idCountry": tables.find(COUNTRIES, tie.country),
        "idFundType": tie.fund_kind,
        "comments": tie.comment,
    }


def _write_counterparty(tie: CountryTie | None, values: Values, tables: Classifiers) -> CountryTie:
    return replace(
        _placed(tie, "counterparty", values, tables),
        name=values["counterpartName"],
        fund_kind=values["idFundType"],
        comment=values["comments"],
    )


def _placed(tie: CountryTie | None, kind: str, values: Values, tables: Classifiers) -> CountryTie:
    country = word_for(tie.country if tie else None, values["idCountry"], COUNTRIES, tables)
    return replace(tie, country=country or "") if tie else CountryTie(kind=kind, country=country or "")


KEPT = {
    "id-card": Kept(("party", "documents"), _always, _read_card, _write_card),
    "addresses": Kept(("party", "addresses"), _always, _read_address, _write_address),
    "communication-means": Kept(("party", "means"), _always, _read_means, _write_means),
    "wealth": _fund("wealth", "idWealth"),
    "annual-income": _fund("incomes", "idAnnualIncome"),
    "counterparty": Kept(("business", "countries"), _tie("counterparty"), _read_counterparty, _write_counterparty),
    "financial-statement": Kept(("business", "statements"), _always, _read_statement, _write_statement),
    "country-presence": Kept(("business", "countries"), _tie("presence"), _read_presence, _write_presence),
}
"""By the list's path. What is not here (stakes, roles, documents, events) only this dialect knows."""

CHECKED_FIELDS = {
    "checkedDocuments": "documents_held",
    "checkedActivityRisks": "activity_risks",
    "checkedBehaviorRisks": "behaviour_risks",
    "checkedEnhancedChecks": "enhanced_checks",
}
"""The checked lists and their places in ``Business``."""
