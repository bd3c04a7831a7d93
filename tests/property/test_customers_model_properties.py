"""Any sequence of operations on the API answers as the same sequence on a plain model in memory does."""

from __future__ import annotations

import copy
import os
from contextlib import ExitStack
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from customer_risk import wiring
from customer_risk.audit import first_broken
from customers.classifiers import defaults
from customers.wire.entity import CHECKED, DETAILS, MAIN, ORGANISATION, PERSON
from customers.wire.fields import Field, Kind
from customers.wire.lists import BY_PATH, LISTS, SCREENING_RISKS, ListSpec
from tests.unit.customers.world import World, organisation, person, world

PLAIN = [spec for spec in LISTS if not spec.links and spec.path != SCREENING_RISKS]

texts = st.text("abc XYZ-é", min_size=1, max_size=8).filter(str.strip)
days = st.dates().filter(lambda day: 1900 <= day.year < 2020).map(str)


def value_of(field: Field) -> st.SearchStrategy[Any]:
    kinds: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: texts,
        Kind.FLAG: st.booleans(),
        Kind.DATE: days,
        Kind.AMOUNT: st.integers(0, 10**6) | st.sampled_from(["0.50", 12.25, "7"]),
        Kind.WHOLE: st.integers(1900, 2100),
        Kind.USER: st.integers(1, 4),
    }
    if field.kind is Kind.CHOICE:
        values = st.sampled_from([entry.id for entry in defaults()[field.classifier]])
    else:
        values = kinds[field.kind]
    return st.none() | values if field.nullable else values


def row_of(spec: ListSpec) -> st.SearchStrategy[dict[str, Any]]:
    own = [field for field in spec.fields if not field.ours]
    return st.fixed_dictionaries(
        {field.name: value_of(field) for field in own if field.required},
        optional={field.name: value_of(field) for field in own if not field.required},
    )


def part_of(fields: tuple[Field, ...], data: st.DataObject) -> dict[str, Any]:
    free = [field for field in fields if not field.ours and field.name not in {"idInternalCustomer", "idCustomerType"}]
    chosen = data.draw(st.lists(st.sampled_from(free), max_size=3, unique_by=lambda field: field.name))
    return {field.name: data.draw(value_of(field)) for field in chosen}


def kept(spec: ListSpec, sent: dict[str, Any]) -> dict[str, Any]:
    """What the API keeps of a row: everything that can be said, amounts as numbers."""
    row = {field.name: sent.get(field.name) for field in spec.fields}
    for field in spec.fields:
        value = row[field.name]
        if field.kind is Kind.AMOUNT and value is not None:
            row[field.name] = int(float(value)) if float(value) == int(float(value)) else float(value)
    return row


class Entities(RuleBasedStateMachine):
    """The API in this process beside a dictionary."""

    customers = Bundle("customers")

    @initialize()
    def begin(self) -> None:
        self.open = ExitStack()
        self.bank: World = self.open.enter_context(world())
        self.model: dict[str, dict[str, Any]] = {}
        self.writes: dict[str, int] = {}
        self.last_audit = 0

    def teardown(self) -> None:
        if hasattr(self, "open"):
            self.open.close()

    def written(self, customer: str, answer: dict[str, int]) -> None:
        assert answer["idAuditTrail"] == self.last_audit + 1
        self.last_audit += 1
        self.writes[customer] = self.writes.get(customer, 0) + 1
        risk = self.bank.officer.get(f"/api/customer/{customer}/risk")["global"]["score"]
        before = self.model[customer]["risk"]
        assert (answer["idRiskTrail"] != before[1]) == (risk != before[0])
        self.model[customer]["risk"] = (risk, answer["idRiskTrail"])

    @rule(target=customers, name=st.sampled_from("ABC"), type_=st.sampled_from([PERSON, ORGANISATION]))
    def create(self, name: str, type_: int) -> Any:
        body = person(name) if type_ == PERSON else organisation(name)
        if name in self.model:
            assert "main.idInternalCustomer" in self.bank.officer.errors("POST", "/api/customer", body)
            return multiple()
        self.model[name] = {
            "main": copy.deepcopy(body["main"]),
            "details": copy.deepcopy(body["details"]),
            "rows": {spec.path: {} for spec in LISTS},
            "checked": {checked: [] for checked in CHECKED},
            "risk": (-1, 0),
        }
        self.written(name, self.bank.officer.write("POST", "/api/customer", body))
        return name

    @rule(customer=customers, data=st.data())
    def change(self, customer: str, data: st.DataObject) -> None:
        model = self.model[customer]
        body = {
            "main": part_of(MAIN, data),
            "details": part_of(DETAILS[model["main"]["idCustomerType"]], data),
        }
        start = body["main"].get("relationshipStartDate", model["main"]["relationshipStartDate"])
        end = body["main"].get("relationshipEndDate", model["main"]["relationshipEndDate"])
        if start and end and end < start:
            errors = self.bank.officer.errors("PUT", f"/api/customer/{customer}", body)
            assert set(errors) == {"main.relationshipEndDate"}
            return
        for part, values in body.items():
            model[part] |= values
        self.written(customer, self.bank.officer.write("PUT", f"/api/customer/{customer}", body))

    @rule(customer=consumes(customers))
    def delete(self, customer: str) -> None:
        self.bank.officer.write("DELETE", f"/api/customer/{customer}")
        self.last_audit += 1
        self.writes[customer] += 1
        del self.model[customer]
        assert self.bank.officer.call("GET", f"/api/customer/{customer}").status == 404

    def path(self, customer: str, spec: ListSpec) -> str:
        return f"/api/{'extensions/' if spec.extension else ''}customer/{customer}/{spec.path}"

    @rule(customer=customers, spec=st.sampled_from(PLAIN), data=st.data())
    def add(self, customer: str, spec: ListSpec, data: st.DataObject) -> None:
        rows = data.draw(st.lists(row_of(spec), min_size=1, max_size=3))
        answer = self.bank.officer.write("POST", self.path(customer, spec), rows)
        shown = self.bank.officer.get(self.path(customer, spec))
        held = self.model[customer]["rows"][spec.path]
        new = [row["id"] for row in shown if row["id"] not in held]
        assert len(new) == len(rows)
        assert all(id_ > other for id_ in new for other in held)
        held |= {id_: kept(spec, row) for id_, row in zip(new, rows, strict=True)}
        self.written(customer, answer)

    @rule(customer=customers, spec=st.sampled_from(PLAIN), data=st.data())
    def change_row(self, customer: str, spec: ListSpec, data: st.DataObject) -> None:
        held = self.model[customer]["rows"][spec.path]
        id_ = data.draw(st.sampled_from([*held, 999_999]))
        sent = data.draw(row_of(spec))
        body = {name: sent[name] for name in data.draw(st.sets(st.sampled_from(sorted(sent))))}
        reply = self.bank.officer.call("PUT", f"{self.path(customer, spec)}/{id_}", body)
        assert reply.status == (200 if id_ in held else 404)
        if id_ in held:
            after = kept(spec, {**held[id_], **body})
            held[id_] = after
            self.written(customer, reply.json())

    @rule(customer=customers, spec=st.sampled_from(PLAIN), data=st.data())
    def remove_row(self, customer: str, spec: ListSpec, data: st.DataObject) -> None:
        held = self.model[customer]["rows"][spec.path]
        id_ = data.draw(st.sampled_from([*held, 999_999]))
        reply = self.bank.officer.call("DELETE", f"{self.path(customer, spec)}/{id_}")
        assert reply.status == (200 if id_ in held else 404)
        if held.pop(id_, None):
            self.written(customer, reply.json())

    @rule(customer=customers, name=st.sampled_from(CHECKED), data=st.data())
    def check(self, customer: str, name: str, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from([entry.id for entry in defaults()[name]]), unique=True, max_size=4))
        path = f"/api/extensions/customer/{customer}/checked-lists/{name}"
        answer = self.bank.officer.write("PUT", path, ids)
        self.model[customer]["checked"][name] = ids
        self.written(customer, answer)

    @rule(customer=customers, spec=st.sampled_from(PLAIN), data=st.data())
    def send_rubbish(self, customer: str, spec: ListSpec, data: st.DataObject) -> None:
        good = data.draw(row_of(spec))
        bad = good | {data.draw(st.sampled_from(sorted(good))): {"not": "a value"}}
        assert self.bank.officer.errors("POST", self.path(customer, spec), [good, bad])

    @invariant()
    def reads_are_what_was_written(self) -> None:
        for customer, model in getattr(self, "model", {}).items():
            shown = self.bank.officer.get(f"/api/customer/{customer}")
            main, details = shown["singles"]["main"], shown["singles"]["details"]
            assert {name: main[name] for name in model["main"]} == model["main"]
            assert {name: details[name] for name in model["details"]} == model["details"]
            for entry in shown["lists"].values():
                spec = next(spec for spec in BY_PATH.values() if spec.key == entry["id"])
                if spec in PLAIN:
                    held = model["rows"][spec.path]
                    names = [field.name for field in spec.fields]
                    assert {row["id"]: {name: row[name] for name in names} for row in entry["contents"]} == held
            assert {name: shown["checkedLists"][name]["contents"] for name in CHECKED} == model["checked"]

    @invariant()
    def every_write_is_in_an_unbroken_chain(self) -> None:
        for customer, count in getattr(self, "writes", {}).items():
            chain = wiring.customers().audit(self.bank.tenant, customer)
            assert len(chain) == count
            assert first_broken(chain) is None


TestEntities = Entities.TestCase
TestEntities.settings = settings(
    max_examples=int(os.environ.get("MODEL_EXAMPLES", "3")),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
