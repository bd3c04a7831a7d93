"""What the API of document 003 and its extensions does, in this process."""

from __future__ import annotations

from typing import Any

import pytest

from customer_risk import wiring
from customer_risk.access.permissions import Role
from customer_risk.audit import first_broken
from customer_risk.cases import CaseDecision, CaseStatus, all_cases
from customers.wire.lists import LISTS
from tests.unit.customers.world import Person, World, organisation, person, sample


@pytest.fixture
def someone(bank: World, new: str) -> str:
    bank.officer.write("POST", "/api/customer", person(new))
    return new


def risk_of(who: Person, customer: str) -> int:
    score: int = who.get(f"/api/customer/{customer}/risk")["global"]["score"]
    return score


def newest_trail(who: Person, customer: str) -> Any:
    return who.get(f"/api/customer/{customer}/risk-trails?limits=1")


DECISION = sample("decide_risk_trail.json")


@pytest.mark.parametrize("made", [person, organisation])
def test_a_customer_is_created_and_read_back(bank: World, new: str, made: Any) -> None:
    body = made(new)
    written = bank.officer.write("POST", "/api/customer", body)
    assert {name: type(value) for name, value in written.items()} == {"idAuditTrail": int, "idRiskTrail": int}
    shown = bank.officer.get(f"/api/customer/{new}")
    assert {**shown["singles"]["main"], **body["main"]} == shown["singles"]["main"]
    assert {**shown["singles"]["details"], **body["details"]} == shown["singles"]["details"]
    main = shown["singles"]["main"]
    assert (main["printName"], main["idUser"], main["idUserLastModified"]) == (new, 1, 1)
    lists = {spec.shown: spec.key for spec in LISTS if made is organisation or not spec.of_organisations}
    assert shown["lists"] == {name: {"contents": [], "deletedRows": [], "id": key} for name, key in lists.items()}


def test_a_change_leaves_the_rest(bank: World, someone: str) -> None:
    before = bank.officer.get(f"/api/customer/{someone}")["singles"]
    bank.approver.write("PUT", f"/api/customer/{someone}", sample("change_person.json"))
    after = bank.officer.get(f"/api/customer/{someone}")["singles"]
    before["main"] |= {"otherInfo": "Lorem Ipsum Comment 2", "idUserLastModified": 2}
    before["details"]["profession"] = "Programmer"
    assert after == before


def test_the_risk_trail_is_new_only_when_the_risk_changed(bank: World, someone: str) -> None:
    first = newest_trail(bank.officer, someone)["idRiskTrail"]
    same = bank.officer.write("PUT", f"/api/customer/{someone}", {"main": {"otherInfo": "says nothing of risk"}})
    risk = risk_of(bank.officer, someone)
    moved = bank.officer.write("POST", f"/api/customer/{someone}/addresses", sample("addresses/add.json"))
    assert risk_of(bank.officer, someone) == risk - 300
    assert (same["idRiskTrail"], moved["idRiskTrail"] > first) == (first, True)
    assert moved["idAuditTrail"] == same["idAuditTrail"] + 1
    trails = bank.officer.get(f"/api/customer/{someone}/risk-trails")
    assert [trail["id"] for trail in trails] == [moved["idRiskTrail"], first]
    assert bank.officer.get(f"/api/customer/{someone}/risk-trails?limits=5") == trails
    assert newest_trail(bank.officer, someone) == trails[0]


def test_the_breakdown_adds_up(bank: World, someone: str) -> None:
    risk = bank.officer.get(f"/api/customer/{someone}/risk")
    for group in risk["totals"].values():
        assert group["score"] == sum(item["score"] for item in group["contents"])
    assert risk["global"]["score"] == sum(group["score"] for group in risk["totals"].values())
    kyc = {item["name"]: item["score"] for item in risk["totals"]["kyc"]["contents"]}
    assert (kyc["Non Face to Face"], kyc["ID Card"], kyc["Address"]) == (300, 300, 300)
    suggestion = bank.officer.get(f"/api/extensions/customer/{someone}/risk-suggestion")
    assert suggestion["score"] == sum(line["score"] for line in suggestion["lines"]) == risk["global"]["score"]
    assert {
        "factor": "Address",
        "score": 300,
        "explanation": "There is no address.",
        "where": "customer.addresses",
    } in (suggestion["lines"])


def test_linked_customers_of_a_higher_score_are_contaminators(bank: World, new: str) -> None:
    low, high = f"{new}-low", f"{new}-high"
    bank.officer.write("POST", "/api/customer", person(low, nonFaceToFace=False))
    bank.officer.write("POST", "/api/customer", person(high, profession="arms dealer"))
    assert risk_of(bank.officer, low) < risk_of(bank.officer, high)
    number = bank.officer.get(f"/api/customer/{high}")["singles"]["main"]["idCustomer"]
    stake = [{"idInternalCustomer": high, "idStakeType": 1, "percentage": 60}]
    base = "/api/extensions/customer"
    bank.officer.write("POST", f"{base}/{low}/stakes", stake)
    found = [{"idCustomer": number, "newCalculatedRisk": risk_of(bank.officer, high)}]
    assert bank.officer.get(f"/api/customer/{low}/risk")["contaminators"] == found
    assert bank.officer.get(f"/api/customer/{high}/risk")["contaminators"] == []
    (row,) = bank.officer.get(f"{base}/{low}/stakes")
    assert row["idCustomerTo"] == number

    bank.officer.write("DELETE", f"{base}/{low}/stakes/{row['idStake']}")
    assert bank.officer.get(f"/api/customer/{low}/risk")["contaminators"] == []
    bank.officer.write("POST", f"{base}/{high}/roles", [{"idInternalCustomer": low, "idRoleType": 1}])
    assert bank.officer.get(f"/api/customer/{low}/risk")["contaminators"] == found  # from the other end, too
    bank.officer.write("DELETE", f"/api/customer/{high}")
    assert bank.officer.get(f"/api/customer/{low}/risk")["contaminators"] == []


def test_owners_carry_their_risk_and_their_sanctions_down(bank: World, new: str) -> None:
    top, middle, firm = (f"{new}-{name}" for name in ("top", "middle", "firm"))
    bank.officer.write("POST", "/api/customer", person(top, profession="arms dealer"))
    for customer in (middle, firm):
        bank.officer.write("POST", "/api/customer", organisation(customer))
    base = "/api/extensions/customer"
    bank.officer.write(
        "POST", f"{base}/{top}/stakes", [{"idInternalCustomer": middle, "idStakeType": 1, "percentage": 80}]
    )
    stake = [{"idInternalCustomer": firm, "idStakeType": 1, "percentage": "50"}]
    bank.officer.write("POST", f"{base}/{middle}/stakes", stake)
    bank.officer.write("POST", f"{base}/{top}/roles", [{"idInternalCustomer": firm, "idRoleType": 9}])
    found = bank.officer.get(f"{base}/{firm}/contagion")
    by_id = {one["idInternalCustomer"]: one for one in found["contributions"]}
    assert (by_id[middle]["weight"], by_id[top]["weight"]) == (0.4, 0.256)  # a half, and 0.8 of it; decay 0.8 a step
    assert by_id[middle]["points"] == risk_of(bank.officer, middle) * 40 // 100
    assert by_id[top]["path"] == [top, middle, firm]
    assert {middle, top} <= set(found["linked"])  # with whoever gave the number of the samples, too
    assert (found["complete"], found["sanctionedBy"]) == (True, [])
    assert bank.officer.get(f"{base}/{top}/contagion")["contributions"] == []

    listed = sample("screening-risks/add.json")[0] | {"idScreeningRiskType": 3, "confirmed": True}
    bank.officer.write("POST", f"/api/customer/{top}/screening-risks", [listed])
    assert bank.officer.get(f"{base}/{firm}/contagion")["sanctionedBy"] == [top, middle, firm]
    bank.officer.write("DELETE", f"/api/customer/{top}")
    assert [one["idInternalCustomer"] for one in bank.officer.get(f"{base}/{firm}/contagion")["contributions"]] == [
        middle
    ]


def test_who_gave_the_same_number_is_linked_and_carries_nothing(bank: World, new: str) -> None:
    one, other, third = (f"{new}-{name}" for name in ("one", "other", "third"))
    for customer in (one, other, third):
        bank.officer.write("POST", "/api/customer", person(customer, profession="arms dealer"))
        means = sample("communication-means/add.json")
        if customer == third:
            means = [{**row, "value": "+44 20 7946 0999"} for row in means]
        bank.officer.write("POST", f"/api/customer/{customer}/communication-means", means)
    found = bank.officer.get(f"/api/extensions/customer/{one}/contagion")
    assert other in found["linked"]
    assert third not in found["linked"]
    assert (found["points"], found["contributions"]) == (0, [])
    bank.officer.write("DELETE", f"/api/customer/{other}")
    assert other not in bank.officer.get(f"/api/extensions/customer/{one}/contagion")["linked"]


def test_a_link_moves_with_its_row(bank: World, new: str) -> None:
    for name in ("a", "b", "c"):
        bank.officer.write(
            "POST", "/api/customer", person(f"{new}-{name}", profession="arms dealer" if name == "a" else None)
        )
    base = f"/api/extensions/customer/{new}-a/stakes"
    bank.officer.write("POST", base, [{"idInternalCustomer": f"{new}-b", "idStakeType": 1, "percentage": 60}])
    (row,) = bank.officer.get(base)
    bank.officer.write("PUT", f"{base}/{row['id']}", {"idInternalCustomer": f"{new}-c"})
    assert bank.officer.get(f"/api/customer/{new}-b/risk")["contaminators"] == []
    assert len(bank.officer.get(f"/api/customer/{new}-c/risk")["contaminators"]) == 1
    errors = bank.officer.errors("PUT", f"{base}/{row['id']}", {"idInternalCustomer": "nobody"})
    assert errors == {"idInternalCustomer": "is not the id of a customer"}
    own = [{"idInternalCustomer": f"{new}-a", "idStakeType": 1, "percentage": 60}]
    assert bank.officer.errors("POST", base, own) == {"[0].idInternalCustomer": "is the customer itself"}


@pytest.mark.parametrize(
    ("risk_type", "due"), [(1, "2031-11-21"), (2, "2029-11-21"), (3, "2027-11-21"), (4, "2027-05-21")]
)
def test_an_approved_risk_schedules_the_next_review(bank: World, someone: str, risk_type: int, due: str) -> None:
    trail = newest_trail(bank.officer, someone)
    assert (trail["idApprovalStatus"], trail["reviewed"]) == (None, False)
    path = f"/api/customer/risk-trails/{trail['idRiskTrail']}"
    (scheduled,) = bank.approver.write("PUT", path, DECISION | {"idRiskType": risk_type})
    (review,) = bank.officer.get(f"/api/customer/{someone}/reviews")
    assert (review["idReview"], review["scheduledDate"], review["reviewed"]) == (scheduled["idReview"], due, False)
    assert review["idUserScheduler"] == 2
    decided = newest_trail(bank.officer, someone)
    assert (decided["approvalStatusName"], decided["idRiskType"], decided["userReviewerName"]) == (
        "Approved",
        risk_type,
        "approver",
    )
    assert bank.approver.call("PUT", path, DECISION).status == 409


def test_whoever_caused_a_risk_trail_cannot_decide_it(bank: World, new: str) -> None:
    bank.approver.write("POST", "/api/customer", person(new))
    path = f"/api/customer/risk-trails/{newest_trail(bank.officer, new)['idRiskTrail']}"
    assert bank.approver.call("PUT", path, DECISION).status == 403
    assert bank.officer.call("PUT", path, DECISION).status == 403  # no permission at all
    assert newest_trail(bank.officer, new)["reviewed"] is False
    assert bank.administrator.call("PUT", path, DECISION).status == 200


def test_a_rejected_risk_is_due_at_once_and_moves_the_open_review(bank: World, someone: str) -> None:
    first = newest_trail(bank.officer, someone)["idRiskTrail"]
    (scheduled,) = bank.approver.write("PUT", f"/api/customer/risk-trails/{first}", DECISION)
    bank.officer.write("POST", f"/api/customer/{someone}/addresses", sample("addresses/add.json"))
    second = newest_trail(bank.officer, someone)["idRiskTrail"]
    assert bank.approver.call("PUT", f"/api/customer/risk-trails/{first}", DECISION).status == 409
    rejected = DECISION | {"idApprovalStatus": 2, "comments": ""}
    assert bank.approver.write("PUT", f"/api/customer/risk-trails/{second}", rejected) == [scheduled]
    (review,) = bank.officer.get(f"/api/customer/{someone}/reviews")
    assert review["scheduledDate"] == "2026-11-21"


def test_a_completed_review_is_followed_by_the_next(bank: World, someone: str) -> None:
    trail = newest_trail(bank.officer, someone)["idRiskTrail"]
    (first,) = bank.approver.write("PUT", f"/api/customer/risk-trails/{trail}", DECISION | {"idRiskType": 3})
    path = f"/api/extensions/customer/{someone}/reviews"
    (second,) = bank.officer.write("PUT", f"{path}/{first['idReview']}", sample("complete_review.json"))
    newest, oldest = bank.officer.get(f"/api/customer/{someone}/reviews")
    assert (newest["id"], oldest["id"]) == (second["idReview"], first["idReview"])
    assert (newest["scheduledDate"], newest["reviewed"]) == ("2027-11-21", False)
    assert (oldest["reviewedDate"], oldest["userReviewerName"], oldest["comments"]) == (
        "2026-11-21",
        "officer",
        "Nothing has changed.",
    )
    assert bank.officer.call("PUT", f"{path}/{first['idReview']}", {"comments": ""}).status == 409
    assert bank.officer.call("PUT", f"{path}/999999", {"comments": ""}).status == 404


def test_trails_of_other_tenants_and_of_nobody_are_not_found(bank: World, someone: str) -> None:
    trail = newest_trail(bank.officer, someone)["idRiskTrail"]
    for who, path in ((bank.stranger, trail), (bank.approver, 999999)):
        assert who.call("PUT", f"/api/customer/risk-trails/{path}", DECISION).status == 404


def test_a_deleted_customer_is_gone_from_every_read_and_its_number_free(bank: World, someone: str) -> None:
    trail = newest_trail(bank.officer, someone)["idRiskTrail"]
    (review,) = bank.approver.write("PUT", f"/api/customer/risk-trails/{trail}", DECISION)
    number = bank.officer.get(f"/api/customer/{someone}")["singles"]["main"]["idCustomer"]
    answer = bank.officer.call("DELETE", f"/api/customer/{someone}")
    assert (answer.status, answer.body) == (204, b"")
    paths = ["", "/risk", "/reviews", "/risk-trails", *(f"/{spec.path}" for spec in LISTS if not spec.extension)]
    for path in paths:
        assert bank.officer.call("GET", f"/api/customer/{someone}{path}").status == 404, path
    assert bank.officer.call("PUT", f"/api/customer/{someone}", {}).status == 404
    assert bank.officer.call("DELETE", f"/api/customer/{someone}").status == 404
    assert bank.approver.call("PUT", f"/api/customer/risk-trails/{trail}", DECISION).status == 404
    assert bank.officer.get(f"/api/customers?search={someone}")["contents"] == []
    bank.officer.write("POST", "/api/customer", organisation(someone))
    assert bank.officer.get(f"/api/customer/{someone}")["singles"]["main"]["idCustomer"] > number
    # Nothing of the one that had the number before is shown of the one that has it now.
    assert bank.officer.get(f"/api/customer/{someone}/reviews") == []
    assert [one["id"] > trail for one in bank.officer.get(f"/api/customer/{someone}/risk-trails")] == [True]
    assert bank.approver.call("PUT", f"/api/customer/risk-trails/{trail}", DECISION).status == 404
    completed = f"/api/extensions/customer/{someone}/reviews/{review['idReview']}"
    assert bank.officer.call("PUT", completed, {"comments": ""}).status == 404


def test_an_alert_does_not_vanish_with_whom_it_is_about(bank: World, new: str) -> None:
    bank.officer.write("POST", "/api/customer", person(new, **LISTED))
    (case,) = wiring.cases().find_all(bank.tenant, all_cases(wiring.customers().state(bank.tenant, new).standing))
    bank.officer.write("DELETE", f"/api/customer/{new}")
    assert case in wiring.cases().listed(bank.tenant, status=CaseStatus.OPEN, limit=100, cursor=None)[0]
    assert wiring.casework().close(
        bank.tenant, case.id, decision=CaseDecision.CUSTOMER_REJECTED, reason="Gone", actor="user:1"
    )


def test_a_deleted_customer_is_kept_until_the_law_lets_go(bank: World, new: str) -> None:
    bank.officer.write("POST", "/api/customer", person(new))
    bank.officer.write("PUT", f"/api/customer/{new}", {"main": {"relationshipEndDate": "2026-03-01"}})
    state = wiring.customers().state(bank.tenant, new)
    assert state.erase_after == "2031-03-01"
    bank.officer.write("DELETE", f"/api/customer/{new}")
    assert wiring.customers().state(bank.tenant, new).erase_after == "2031-03-01"


def test_a_relationship_that_ended_long_ago_can_still_be_mended(bank: World, someone: str) -> None:
    assert wiring.customers().state(bank.tenant, someone).erase_after == "2026-12-21"
    bank.officer.write("PUT", f"/api/customer/{someone}", {"main": {"relationshipEndDate": None}})
    assert wiring.customers().state(bank.tenant, someone).erase_after is None


def test_every_write_is_audited_with_who_and_what_and_why_and_no_personal_data(bank: World, someone: str) -> None:
    reason = {"x-reason": "Told by telephone"}
    bank.approver.write("PUT", f"/api/customer/{someone}", {"details": {"profession": "Gambler"}}, reason)
    chain = wiring.customers().audit(bank.tenant, someone)
    assert first_broken(chain) is None
    created, changed = chain
    assert (created.actor, created.action) == ("user:1", "customer created")
    assert (changed.actor, changed.action) == ("user:2", "customer changed")
    assert changed.details["changed"] == "details.profession"
    assert changed.details["before"] != changed.details["after"]
    assert changed.details["why"]
    shown = bank.officer.get(f"/api/extensions/customer/{someone}/audit-trails")
    assert [entry["number"] for entry in shown] == [1, 2]
    for word in ("Gambler", "telephone", "Doe"):
        assert word not in str(shown)


def test_etags_are_honoured(bank: World, someone: str) -> None:
    path = f"/api/customer/{someone}"
    shown = bank.officer.call("GET", path)
    etag = shown.headers["etag"]
    assert etag.startswith('"')
    lists = bank.officer.call("GET", f"{path}/addresses")
    assert lists.headers["etag"] == etag
    for header in (etag, f'W/"x", {etag}', f"{etag}, {etag}"):
        assert bank.officer.call("GET", path, None, {"if-none-match": header}).status == 304
    row = sample("addresses/add.json")
    for stale in ('"1.1.1"', f"W/{etag}", "nonsense"):
        assert bank.officer.call("POST", f"{path}/addresses", row, {"if-match": stale}).status == 412
        assert bank.officer.call("DELETE", path, None, {"if-match": stale}).status == 412
    written = bank.officer.call("POST", f"{path}/addresses", row, {"if-match": etag})
    assert written.status == 200
    now = bank.officer.call("GET", path)
    assert now.headers["etag"] == written.headers["etag"] != etag
    assert bank.officer.call("PUT", path, {}, {"if-match": "*"}).status == 200
    assert bank.officer.call("PUT", path, {}, {"if-match": etag}).status == 412


def test_a_manual_screening_risk_counts_once_it_is_confirmed(bank: World, someone: str) -> None:
    path = f"/api/customer/{someone}/screening-risks"
    before = risk_of(bank.officer, someone)
    bank.officer.write("POST", path, sample("screening-risks/add.json"))
    (row,) = bank.officer.get(path)
    assert (row["manual_addition"], row["identifier"], row["type"], row["json"], row["md5"]) == (
        True,
        None,
        None,
        None,
        None,
    )
    assert risk_of(bank.officer, someone) == before
    bank.officer.write("PUT", f"{path}/{row['id']}", {"confirmed": True})
    assert risk_of(bank.officer, someone) > before
    assert bank.officer.errors("PUT", f"{path}/{row['id']}", {"inspected": False}) == {
        "inspected": "must be true where confirmed is"
    }
    bank.officer.write("PUT", f"{path}/{row['id']}", {"confirmed": False})
    assert risk_of(bank.officer, someone) == before
    bank.officer.write("PUT", f"{path}/{row['id']}", {"confirmed": True, "idScreeningRiskType": 2})
    assert risk_of(bank.officer, someone) > before
    bank.officer.write("DELETE", f"{path}/{row['id']}")
    assert (risk_of(bank.officer, someone), bank.officer.get(path)) == (before, [])


LISTED = {"firstName": "Arkadiy", "lastName": "Vymyshlennikov", "dateBirth": "1958-02-02"}


def test_a_hit_is_dismissed_confirmed_and_taken_back(bank: World, new: str) -> None:
    bank.officer.write("POST", "/api/customer", person(new, **LISTED))
    path = f"/api/customer/{new}/screening-risks"
    rows = bank.officer.get(path)
    assert rows
    found = risk_of(bank.officer, new)
    for row in rows:
        bank.officer.write("PUT", f"{path}/{row['id']}", {"inspected": True})
    dismissed = risk_of(bank.officer, new)
    assert dismissed < found
    for row in rows:
        bank.officer.write("PUT", f"{path}/{row['id']}", {"inspected": False})
    assert risk_of(bank.officer, new) == found
    assert [row["inspected"] for row in bank.officer.get(path)] == [False] * len(rows)
    assert bank.officer.errors("PUT", f"{path}/{rows[0]['id']}", {"full_name": "Other", "score": 1}) == {
        "full_name": "cannot be changed",
        "score": "cannot be changed",
    }
    assert set(bank.officer.errors("PUT", f"{path}/{rows[0]['id']}", {"identifier": "x"})) == {"identifier"}


def test_a_hit_that_is_deleted_stays_out_of_sight(bank: World, new: str) -> None:
    bank.officer.write("POST", "/api/customer", person(new, **LISTED))
    path = f"/api/customer/{new}/screening-risks"
    rows = bank.officer.get(path)
    found = risk_of(bank.officer, new)
    for row in rows:
        bank.officer.write("DELETE", f"{path}/{row['id']}")
    assert bank.officer.get(path) == []
    assert risk_of(bank.officer, new) < found
    bank.officer.write("PUT", f"/api/customer/{new}", {"main": {"otherInfo": "x"}})
    assert bank.officer.get(path) == []
    assert bank.officer.call("PUT", f"{path}/{rows[0]['id']}", {"confirmed": True}).status == 404


def test_a_row_of_our_own_screening_cannot_be_added(bank: World, someone: str) -> None:
    row = sample("screening-risks/add.json")[0] | {"manual_addition": False}
    assert bank.officer.errors("POST", f"/api/customer/{someone}/screening-risks", [row]) == {
        "[0].manual_addition": "must be true: only our screening adds other rows"
    }


def test_customers_are_searched_filtered_and_paged(bank: World, new: str) -> None:
    first = f"Zoe{new}"
    for number in range(5):
        bank.officer.write("POST", "/api/customer", person(f"{new}-{number}", firstName=first, lastName=f"N{number}"))
    bank.officer.write("POST", "/api/customer", organisation(f"{new}-o", registeredName=f"{first} Ltd"))
    page = bank.officer.get(f"/api/customers?search={first}&limit=4")
    rest = bank.officer.get(f"/api/customers?search={first}&limit=4&cursor={page['next']}")
    names = [row["name"] for row in page["contents"] + rest["contents"]]
    assert names == [f"{first} Ltd", *(f"{first} N{n}" for n in range(5))]
    assert rest["next"] is None
    only = bank.officer.get(f"/api/customers?search={first}&idCustomerType=2")["contents"]
    assert [row["idInternalCustomer"] for row in only] == [f"{new}-o"]
    risks = {row["idRiskType"] for row in page["contents"]}
    for risk_type in risks:
        shown = bank.officer.get(f"/api/customers?search={first}&idRiskType={risk_type}")["contents"]
        assert {row["idRiskType"] for row in shown} == {risk_type}
    by_number = bank.officer.get(f"/api/customers?search={new}-3")["contents"]
    assert [row["idInternalCustomer"] for row in by_number] == [f"{new}-3"]
    elsewhere = bank.officer.errors("GET", f"/api/customers?search=Yve&cursor={page['next']}", None)
    assert elsewhere == {"cursor": "is not the cursor of a page before"}
    assert bank.officer.errors("GET", f"/api/customers?search={'x' * 257}", None).keys() == {"search"}
    assert set(bank.officer.errors("GET", "/api/customers?limit=0&cursor=x&idCustomerType=3&colour=red", None)) == {
        "limit",
        "cursor",
        "idCustomerType",
        "colour",
    }


def test_a_tenant_may_have_classifiers_of_its_own(bank: World) -> None:
    administrator = bank.user(bank.other_tenant, Role.ADMINISTRATOR, "second@other-bank")
    officer = bank.user(bank.other_tenant, Role.OFFICER)
    path = "/api/extensions/classifiers/countries"
    before = administrator.get(path)
    table = [{"id": 7, "name": "Kypros", "meaning": "CY"}, {"id": 8, "name": "Sverige", "meaning": "SE"}]
    body = person("OWN-1")
    officer.write("POST", "/api/customer", body)
    assert officer.call("PUT", path, table).status == 403
    administrator.write("PUT", path, table)
    assert [entry["id"] for entry in officer.get(path)] == [7, 8]
    assert officer.get("/api/customer/OWN-1")["singles"]["details"]["idCountryBirth"] == 7
    assert set(officer.errors("POST", "/api/customer", person("OWN-2"))) == {
        "details.idCountryBirth",
        "details.idCountryNationality",
        "details.idCountryResidence",
    }
    assert bank.officer.get(path) == before
    assert administrator.errors("PUT", path, [{"id": 0, "name": "", "meaning": "XX", "colour": 1}, 5]) == {
        "[0].id": "must be a whole number from 1",
        "[0].name": "must be text of 1 to 200 characters",
        "[0].meaning": "must be an ISO 3166-1 alpha-2 code",
        "[0].colour": "is not a known property",
        "[1]": "must be an object",
    }
    fixed = "/api/extensions/classifiers/checkedDocuments"
    assert set(administrator.errors("PUT", fixed, [{"id": 1, "name": "x"}])) == {"body"}
    renamed = [entry | {"name": entry["name"].upper()} for entry in administrator.get(fixed)]
    administrator.write("PUT", fixed, renamed)
    assert (
        officer.get("/api/customer/OWN-1")["checkedLists"]["checkedDocuments"]["types"][0]["name"] == "REFERENCE LETTER"
    )
    assert administrator.call("GET", "/api/extensions/classifiers/none").status == 404
    assert administrator.call("PUT", "/api/extensions/classifiers/none", []).status == 404
    administrator.write("PUT", path, before)


def test_a_checked_list_is_replaced_and_counts(bank: World, someone: str) -> None:
    before = risk_of(bank.officer, someone)
    path = f"/api/extensions/customer/{someone}/checked-lists/checkedBehaviorRisks"
    bank.officer.write("PUT", path, [4, 8, 4])
    checked = bank.officer.get(f"/api/customer/{someone}")["checkedLists"]["checkedBehaviorRisks"]
    assert checked["contents"] == [4, 8]
    assert len(checked["listId"]) == 6
    assert risk_of(bank.officer, someone) > before
    bank.officer.write("PUT", path, [])
    assert risk_of(bank.officer, someone) == before


def test_two_hundred_rows_are_read_in_one_query_page(bank: World, someone: str) -> None:
    row = sample("wealth/add.json")[0]
    bank.officer.write("POST", f"/api/customer/{someone}/wealth", [row] * 200)
    shown = bank.officer.get(f"/api/customer/{someone}")["lists"]["wealthEntries"]["contents"]
    assert len(shown) == len({one["id"] for one in shown}) == 200
