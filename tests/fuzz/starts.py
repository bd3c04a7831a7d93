"""Good requests of every dialect but customer checks, for mutations to begin with."""

from __future__ import annotations

from collections.abc import Mapping

from customers.wire.lists import LISTS
from tests.fuzz.existing import COMMUNICATION, COMPANY, ONBOARDED, SOMEONE, sample
from tests.fuzz.mutations import Start, marked

AGAIN = "a number again"
"""The one that is refused as it is."""


def entities(ids: Mapping[str, str]) -> tuple[Start, ...]:
    """The customer entities, with their lists; ``ids`` are those of :func:`tests.fuzz.existing.known`."""
    new = []
    for kind in ("person", "organisation"):
        body = marked(sample(f"customers/create_{kind}.json"))
        body["main"]["idInternalCustomer"] = f"new-{kind}"
        new.append(Start(f"new {kind}", "POST", "/api/customer", body, 12))
    changes = (("person", SOMEONE), ("organisation", COMPANY))
    lists = []
    for spec in LISTS:
        root = f"/api/{'extensions/' * spec.extension}customer/{SOMEONE}/{spec.path}"
        rows, change = (marked(sample(f"customers/{spec.path}/{what}.json")) for what in ("add", "change"))
        lists += [
            Start(f"rows of {spec.path}", "POST", root, rows, 2),
            Start(f"row of {spec.path}", "PUT", f"{root}/{ids[spec.key]}", change, 2),
        ]
    return (
        *new,
        *(
            Start(kind, "PUT", f"/api/customer/{id_}", marked(sample(f"customers/change_{kind}.json")), 6)
            for kind, id_ in changes
        ),
        *lists,
        _start(
            "decision", "PUT", f"/api/customer/risk-trails/{ids['idRiskTrail']}", "customers/decide_risk_trail.json"
        ),
        _start(
            "review",
            "PUT",
            f"/api/extensions/customer/{SOMEONE}/reviews/{ids['idReview']}",
            "customers/complete_review.json",
        ),
        _start(
            "checked list",
            "PUT",
            f"/api/extensions/customer/{SOMEONE}/checked-lists/checkedDocuments",
            "customers/checked_list.json",
        ),
        _start("classifier", "PUT", "/api/extensions/classifiers/customerStatuses", "customers/classifier.json"),
        Start("login", "POST", "/api/login", _some(ids, "username", "password"), 1),
    )


def intake() -> tuple[Start, ...]:
    """Customer intake."""
    customers = ("individual_full", "individual_minimal", "organisation_full", "organisation_minimal", "lead")
    path = "/amlyze-ws-rest"
    return (
        *(_start(name, "POST", f"{path}/customer", f"amlyze_intake/{name}.json", 6) for name in customers),
        _start("batch", "POST", f"{path}/batch-customers", "amlyze_intake/batch.json", 3),
        _start("batch to validate", "POST", f"{path}/validate-batch-customers", "amlyze_intake/batch.json", 3),
        Start(AGAIN, "POST", f"{path}/customer", _again(), 2),
    )


def lifecycle(ids: Mapping[str, str]) -> tuple[Start, ...]:
    """The evaluation lifecycle."""
    new = sample("lifecycle/onboard_everything.json") | {"externalId": "new"}
    about = (("check-fraud", "check_fraud"), ("flag", "flag"), ("approve", "decision"), ("reject", "decision"))
    return (
        Start("onboarding", "POST", "/onboard", marked(new), 12),
        Start("onboarding again", "POST", "/onboard", marked(sample("lifecycle/onboard_fraud.json")), 4),
        *(
            Start(word, "POST", f"/{word}", marked(sample(f"lifecycle/{name}.json")) | {"customerId": ONBOARDED}, 4)
            for word, name in about
        ),
        Start("authentication", "POST", "/authenticate", _some(ids, "apiKey", "clientSecret")),
    )


def administration(ids: Mapping[str, str]) -> tuple[Start, ...]:
    """Webhooks and risk models."""
    one = f"/webhooks/{ids['webhookId']}"
    return (
        *(
            Start(f"webhook {name}", "POST", "/webhooks", sample(f"webhooks/{name}.json"))
            for name in ("some", "everything")
        ),
        *(
            Start(word, method, f"{one}{path}", sample(f"webhooks/{word}.json"))
            for word, method, path in (
                ("moved", "PATCH", ""),
                ("pause", "POST", "/pause"),
                ("rotate", "POST", "/rotate"),
            )
        ),
        Start("model", "POST", "/api/risk-models", sample("risk_models/draft.json"), 3),
        Start("publishing", "POST", f"/api/risk-models/{ids['version']}/publish", _some(ids, "digest"), 2),
    )


def _start(what: str, method: str, target: str, name: str, weight: int = 2) -> Start:
    return Start(what, method, target, marked(sample(name)), weight)


def _some(ids: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: ids[name] for name in names}


def _again() -> dict[str, object]:
    body: dict[str, object] = marked(sample("amlyze_intake/individual_minimal.json"))
    return body | {"communicationNumber": COMMUNICATION}
