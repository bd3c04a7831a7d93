"""Writes of the customer and of its lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from customer_risk import wiring
from customer_risk.adjudication import with_verdict
from customer_risk.problems import NotFound
from customer_risk.screening.result import Adjudication
from customer_risk.storage.customer_items import Held
from customer_risk.storage.dynamo import Operation
from customers import keeping, rendering
from customers.keeping import Change, Current, Written
from customers.mapping.hits import verdict_of
from customers.records import LINKS, LinkRecord
from customers.sessions import SignedIn
from customers.view import DIALECT, CustomerView, Row
from customers.wire import reading
from customers.wire.fields import Invalid, Issue, Value, Values
from customers.wire.lists import LISTS, SCREENING_RISKS, ListSpec

CONTROLLING = frozenset({"Director", "Trustee", "Protector", "Partner"})
"""Role types, by what the risk model is told of them, whose holder directs the customer; others are associates."""

type Guard = Callable[[str], None]
"""Is shown the ``ETag`` of what is about to be changed; raises when the caller wanted another state."""


def rules_of(who: SignedIn) -> reading.Rules:
    """What the tenant's data say of values."""
    return reading.Rules(who.tables.known, lambda id_: wiring.users().has(who.tenant.id, id_))


def create(who: SignedIn, tree: object, reason: str | None) -> Written:
    """``POST /api/customer``."""
    sent = reading.new_customer(tree, rules_of(who))
    customer = str(sent.main["idInternalCustomer"])
    view = CustomerView(main=sent.main, details=sent.details)

    def change(held: Held) -> Change:
        # What another API has accepted and not decided yet is taken, too.
        if held.state.exists or held.views.keys() - {DIALECT}:
            raise Invalid(Issue("main.idInternalCustomer", "is taken by another customer"))  # ruling E14
        return Change(view, "customer created")

    return keeping.create(who, customer, change, reason=reason)


def update(who: SignedIn, customer: str, tree: object, guard: Guard, reason: str | None) -> Written:
    """``PUT /api/customer/{idInternalCustomer}``: what is left out stays."""
    rules = rules_of(who)

    def change(current: Current) -> Change:
        guard(current.etag)
        view = current.view
        before = rendering.main(view), rendering.details(view)
        sent = reading.changed_customer(tree, *before, rules)
        main = {**view.main, **{name: value for name, value in sent.main.items() if name in view.main}}
        details = {**view.details, **{name: value for name, value in sent.details.items() if name in view.details}}
        changed = [f"main.{name}" for name in _changed(view.main, main)]
        changed += [f"details.{name}" for name in _changed(view.details, details)]
        return Change(replace(view, main=main, details=details), "customer changed", changed)

    return keeping.amend(who, customer, change, reason=reason)


def delete(who: SignedIn, customer: str, guard: Guard, reason: str | None) -> None:
    """``DELETE /api/customer/{idInternalCustomer}``: logical; gone from every read."""

    def change(current: Current) -> Change:
        guard(current.etag)
        links = [(spec, row) for spec in LISTS if spec.links for row in current.view.rows.get(spec.path, ())]
        return Change(current.view, "customer deleted", records=lambda _: [_unlink(who, row) for _, row in links])

    keeping.amend(who, customer, change, reason=reason, deleted=True)


def add_rows(who: SignedIn, customer: str, spec: ListSpec, tree: object, guard: Guard, reason: str | None) -> Written:
    """``POST`` of a list: all rows or none (ruling E19)."""
    rules = rules_of(who)
    partners: dict[Value, int] = {}

    def change(current: Current) -> Change:
        guard(current.etag)
        held = current.view.rows.get(spec.path, ())
        sent = reading.new_rows(spec, tree, rules, sum(not row.hidden for row in held))
        given = tree if isinstance(tree, list) else []
        issues = _contradictions(spec, [(f"[{n}].", *both) for n, both in enumerate(zip(given, sent, strict=True))])
        if spec.links:
            named = [(f"[{n}].idInternalCustomer", values["idInternalCustomer"]) for n, values in enumerate(sent)]
            issues += _partners(who, customer, named, partners)
        if issues:
            raise Invalid(*issues)
        new = [Row(id=0, values=values, partner=partners.get(values.get("idInternalCustomer"))) for values in sent]
        view = _with_rows(current.view, spec, (*held, *new))
        count = len(new)

        def links(numbered: CustomerView) -> list[Operation]:
            rows = [row for row in numbered.rows[spec.path] if row.id not in {one.id for one in held}]
            return [_link(who, customer, numbered, row) for row in rows] if spec.links else []

        return Change(view, "rows added", [f"{spec.path}: {count} new"], records=links)

    return keeping.amend(who, customer, change, reason=reason)


def change_row(
    who: SignedIn, customer: str, spec: ListSpec, id_: int, tree: object, guard: Guard, reason: str | None
) -> Written:
    """``PUT`` of a row: what is left out stays. On a hit of our screening it is the adjudication."""
    rules = rules_of(who)
    partners: dict[Value, int] = {}

    def change(current: Current) -> Change:
        guard(current.etag)
        view, old = current.view, _row(current.view, spec, id_)
        shown = rendering.row(view, spec, old)
        values = rendering.own(spec, reading.changed_row(spec, tree, shown, rules))
        sent: Values = tree if isinstance(tree, dict) else {}
        issues = _contradictions(spec, [("", sent, values)])
        partner = old.partner
        if spec.links and values["idInternalCustomer"] != old.values["idInternalCustomer"]:
            issues += _partners(who, customer, [("idInternalCustomer", values["idInternalCustomer"])], partners)
            partner = partners.get(values["idInternalCustomer"])
        if issues:
            raise Invalid(*issues)
        changed = [f"{spec.path}/{id_}.{name}" for name in _changed(old.values, values)]
        if old.hit is not None:
            return _judged(current, old, verdict_of(values), changed)
        new = replace(old, values=values, partner=partner)
        moved = old.values.get("idInternalCustomer") != values.get("idInternalCustomer")

        def links(numbered: CustomerView) -> list[Operation]:
            if not spec.links:
                return []
            return [*([_unlink(who, old)] if moved else []), _link(who, customer, numbered, new, first=moved)]

        return Change(
            _with_rows(view, spec, [new if row is old else row for row in view.rows[spec.path]]),
            "row changed",
            changed,
            records=links,
        )

    return keeping.amend(who, customer, change, reason=reason)


def remove_row(who: SignedIn, customer: str, spec: ListSpec, id_: int, guard: Guard, reason: str | None) -> Written:
    """``DELETE`` of a row. A hit of our screening is dismissed: it stays out of sight until its evidence changes."""

    def change(current: Current) -> Change:
        guard(current.etag)
        view, old = current.view, _row(current.view, spec, id_)
        changed = [f"{spec.path}/{id_}"]
        if old.hit is not None:
            judged = _judged(current, old, Adjudication.FALSE_POSITIVE, changed)
            hidden = [replace(row, hidden=True) if row is old else row for row in view.rows[spec.path]]
            return judged._replace(view=_with_rows(view, spec, hidden), action="row removed")
        left = [row for row in view.rows[spec.path] if row is not old]
        return Change(
            _with_rows(view, spec, left),
            "row removed",
            changed,
            records=lambda _: [_unlink(who, old)] if spec.links else [],
        )

    return keeping.amend(who, customer, change, reason=reason)


def check(who: SignedIn, customer: str, name: str, tree: object, guard: Guard, reason: str | None) -> Written:
    """Replace a checked list."""
    ids = reading.checked_ids(name, tree, who.tables.known)

    def change(current: Current) -> Change:
        guard(current.etag)
        view = replace(current.view, checked={**current.view.checked, name: ids})
        return Change(view, "checked list changed", [name])

    return keeping.amend(who, customer, change, reason=reason)


def _judged(current: Current, row: Row, verdict: Adjudication | None, changed: Sequence[str]) -> Change:
    hits = [hit for hit in current.screening.hits if hit.key == row.hit]
    marks = with_verdict(current.held.state.adjudications, hits, verdict)
    return Change(current.view, "screening risk adjudicated", changed, adjudications=marks)


def _contradictions(spec: ListSpec, rows: Sequence[tuple[str, Values, Values]]) -> list[Issue]:
    """Confirmed is inspected: who confirms need not say so, but must not deny it. ``rows``: where, sent, after."""
    issues: list[Issue] = []
    if spec.path != SCREENING_RISKS:
        return issues
    for where, sent, after in rows:
        if after["confirmed"] and not after["inspected"]:
            if sent.get("inspected") is False:
                issues.append(Issue(f"{where}inspected", "must be true where confirmed is"))
            after["inspected"] = True
    return issues


def _partners(
    who: SignedIn, customer: str, named: Sequence[tuple[str, Value]], partners: dict[Value, int]
) -> list[Issue]:
    """Find the customers that rows lead to; ``partners`` gets their ``idCustomer``."""
    issues = []
    for where, other in named:
        if other == customer:
            issues.append(Issue(where, "is the customer itself"))
            continue
        try:
            partners[other] = partners.get(other) or keeping.read(who, str(other)).view.id
        except NotFound:
            issues.append(Issue(where, "is not the id of a customer"))
    return issues


def _link(who: SignedIn, customer: str, view: CustomerView, row: Row, *, first: bool = True) -> Operation:
    """Tell the customer that a stake or role leads to; ``first`` where it has not been told of this row."""
    share = row.values.get("percentage")
    link = LinkRecord(
        id=row.id,
        customer=customer,
        number=view.id,
        share=min(max(float(share), 0.0), 100.0) / 100 if share is not None else None,
        controls=who.tables.word("roleTypes", _number(row.values.get("idRoleType"))) in CONTROLLING,
    )
    partner = str(row.values["idInternalCustomer"])
    return wiring.customers().writes.record_put(who.tenant.id, partner, LINKS, row.id, link.values(), new=first)


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _unlink(who: SignedIn, row: Row) -> Operation:
    return wiring.customers().writes.record_delete(who.tenant.id, str(row.values["idInternalCustomer"]), LINKS, row.id)


def _row(view: CustomerView, spec: ListSpec, id_: int) -> Row:
    found = next((row for row in view.rows.get(spec.path, ()) if row.id == id_ and not row.hidden), None)
    if found is None:
        raise NotFound(f"This customer has no row with that {spec.key}.")
    return found


def _with_rows(view: CustomerView, spec: ListSpec, rows: Sequence[Row]) -> CustomerView:
    return replace(view, rows={**view.rows, spec.path: tuple(rows)})


def _changed(before: Values, after: dict[str, Any]) -> list[str]:
    return [name for name, value in after.items() if value != before.get(name)]
