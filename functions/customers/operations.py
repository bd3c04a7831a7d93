"""The operations of the customer entities, as they are published."""

from __future__ import annotations

from typing import Any

from customer_risk.access.permissions import Permission
from customer_risk.profile import LONGEST_ID
from customer_risk.web.operations import Answer, Operation, Parameter
from customers import shapes
from customers.wire.entity import CHECKED
from customers.wire.lists import LISTS, ListSpec

_TAG, _EXTENSIONS = "Customer entities", "Customer entities, extensions"
_SAMPLES = "customers"
_ALWAYS = (401, 403, 500, 503)
_ABOUT = (*_ALWAYS, 404)
_WRITES = (*_ABOUT, 400, 409, 412)
_READ, _WRITE = Permission.READ_CUSTOMERS, Permission.WRITE_CUSTOMERS

_ETAG = {"ETag": "Names the state of the whole customer; send it as `If-Match` with a write."}
_CUSTOMER = Parameter(
    "path",
    "idInternalCustomer",
    "The customer's internal number.",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_ID},
    required=True,
)
_IF_MATCH = Parameter(
    "header", "If-Match", "Write only if the customer is still in this state; else 412.", {"type": "string"}
)
_IF_NONE_MATCH = Parameter(
    "header", "If-None-Match", "Answer 304 if the customer is still in this state.", {"type": "string"}
)
_REASON = Parameter("header", "x-reason", "Why; kept with the audit entry.", {"type": "string", "maxLength": 500})
_WRITTEN = Answer("Written.", (shapes.Written,), _ETAG, example=f"{_SAMPLES}/answers/written.json")
_UNCHANGED = Answer("Not changed since.", headers=_ETAG)

_PARTIAL = "What is left out stays as it is."


def _number(name: str) -> Parameter:
    return Parameter("path", name, "The row's id.", {"type": "integer", "minimum": 1}, required=True)


def _named(name: str, about: str, values: list[str] | None = None) -> Parameter:
    schema: dict[str, Any] = {"type": "string", **({"enum": values} if values else {})}
    return Parameter("path", name, about, schema, required=True)


def _operation(method: str, path: str, id_: str, summary: str, description: str, **more: Any) -> Operation:
    return Operation(
        method=method,
        path=path,
        id=id_,
        tag=_EXTENSIONS if path.startswith("/api/extensions") or path == "/api/customers" else _TAG,
        summary=summary,
        description=description,
        credentials=("userToken",),
        refusal=shapes.EntityProblem,
        **more,
    )


def _list(spec: ListSpec) -> list[Operation]:
    """The four verbs of a list."""
    root = "/api/extensions/customer" if spec.extension else "/api/customer"
    path, name = f"{root}/{{idInternalCustomer}}/{spec.path}", shapes.name_of(spec)
    row = f"{path}/{{{spec.key}}}"
    new, change, shown = shapes.NEW[spec.path], shapes.CHANGE[spec.path], shapes.ROW[spec.path]
    return [
        _operation(
            "POST",
            path,
            f"add{name}",
            f"Add {spec.title}",
            "All rows of the array or, where one is bad, none.",
            scope=_WRITE,
            parameters=(_CUSTOMER, _IF_MATCH, _REASON),
            request=shapes.many(new),
            examples={"rows": f"{_SAMPLES}/{spec.path}/add.json"},
            answers={200: _WRITTEN},
            problems=_WRITES,
        ),
        _operation(
            "GET",
            path,
            f"read{name}",
            f"Read {spec.title}",
            "All rows, in the order they came.",
            scope=_READ,
            parameters=(_CUSTOMER, _IF_NONE_MATCH),
            answers={
                200: Answer(
                    "The rows.",
                    (shapes.many(shown),),
                    _ETAG,
                    example=f"{_SAMPLES}/answers/{spec.path}.json",
                ),
                304: _UNCHANGED,
            },
            problems=_ABOUT,
        ),
        _operation(
            "PUT",
            row,
            f"change{name}",
            f"Change one of the {spec.title}",
            _PARTIAL + (_ADJUDICATION if spec.path == "screening-risks" else ""),
            scope=_WRITE,
            parameters=(_CUSTOMER, _number(spec.key), _IF_MATCH, _REASON),
            request=change,
            examples={"change": f"{_SAMPLES}/{spec.path}/change.json"},
            answers={200: _WRITTEN},
            problems=_WRITES,
        ),
        _operation(
            "DELETE",
            row,
            f"remove{name}",
            f"Remove one of the {spec.title}",
            "The row is gone from every read.",
            scope=_WRITE,
            parameters=(_CUSTOMER, _number(spec.key), _IF_MATCH, _REASON),
            answers={200: _WRITTEN},
            problems=_WRITES,
        ),
    ]


_ADJUDICATION = (
    " On a row that our screening found, `confirmed` says that it is a true match and `inspected` alone that it is a "
    "false positive; the risk follows."
)

_ENTITIES = [
    _operation(
        "POST",
        "/api/login",
        "login",
        "Log in",
        "A token for the `x-access-token` header of all other requests, good for two days. Failing repeatedly slows "
        "down further attempts.",
        request=shapes.Login,
        examples={"officer": f"{_SAMPLES}/login.json"},
        answers={200: Answer("Logged in.", (shapes.Token,), example=f"{_SAMPLES}/answers/login.json")},
        problems=(400, 401, 429, 500, 503),
    ),
    _operation(
        "POST",
        "/api/customer",
        "createCustomer",
        "Create a customer",
        "A person or an organisation, screened and scored at once.",
        scope=_WRITE,
        parameters=(_REASON,),
        request=shapes.CUSTOMER_NEW,
        examples={
            "person": f"{_SAMPLES}/create_person.json",
            "organisation": f"{_SAMPLES}/create_organisation.json",
        },
        answers={200: _WRITTEN},
        problems=(*_ALWAYS, 400, 409),
    ),
    _operation(
        "GET",
        "/api/customer/{idInternalCustomer}",
        "readCustomer",
        "Read a whole customer",
        "With all lists, whichever API created it. What is not known is `null`.",
        scope=_READ,
        parameters=(_CUSTOMER, _IF_NONE_MATCH),
        answers={
            200: Answer("The customer.", (shapes.CUSTOMER,), _ETAG, example=f"{_SAMPLES}/answers/person.json"),
            304: _UNCHANGED,
        },
        problems=_ABOUT,
    ),
    _operation(
        "PUT",
        "/api/customer/{idInternalCustomer}",
        "changeCustomer",
        "Change a customer",
        _PARTIAL,
        scope=_WRITE,
        parameters=(_CUSTOMER, _IF_MATCH, _REASON),
        request=shapes.CUSTOMER_CHANGE,
        examples={
            "person": f"{_SAMPLES}/change_person.json",
            "organisation": f"{_SAMPLES}/change_organisation.json",
        },
        answers={200: _WRITTEN},
        problems=_WRITES,
    ),
    _operation(
        "DELETE",
        "/api/customer/{idInternalCustomer}",
        "deleteCustomer",
        "Delete a customer",
        "Gone from every read; erased when the law lets go of it.",
        scope=_WRITE,
        parameters=(_CUSTOMER, _IF_MATCH, _REASON),
        answers={204: Answer("Deleted.")},
        problems=(*_ABOUT, 409, 412),
    ),
]

_RISK = [
    _operation(
        "GET",
        "/api/customer/{idInternalCustomer}/risk",
        "readRisk",
        "Read where the risk comes from",
        "Points by group and item, and the linked customers with a higher score of their own.",
        scope=_READ,
        parameters=(_CUSTOMER,),
        answers={
            200: Answer("The breakdown.", (shapes.RiskBreakdown,), example=f"{_SAMPLES}/answers/risk_person.json")
        },
        problems=_ABOUT,
    ),
    _operation(
        "GET",
        "/api/customer/{idInternalCustomer}/reviews",
        "readReviews",
        "Read the reviews",
        "Newest first.",
        scope=_READ,
        parameters=(_CUSTOMER,),
        answers={200: Answer("The reviews.", (list[shapes.ReviewShown],), example=f"{_SAMPLES}/answers/reviews.json")},
        problems=_ABOUT,
    ),
    _operation(
        "GET",
        "/api/customer/{idInternalCustomer}/risk-trails",
        "readRiskTrails",
        "Read the risk trails",
        "Newest first. With `limits=1` the answer is the newest one itself, not an array.",
        scope=_READ,
        parameters=(
            _CUSTOMER,
            Parameter(
                "query", "limits", "How many; all when left out.", {"type": "integer", "minimum": 1, "maximum": 1000}
            ),
        ),
        answers={
            200: Answer(
                "The trails, or the newest.",
                (list[shapes.RiskTrailShown], shapes.RiskTrailShown),
                example=f"{_SAMPLES}/answers/risk_trail.json",
            )
        },
        problems=(*_ABOUT, 400),
    ),
    _operation(
        "PUT",
        "/api/customer/risk-trails/{idRiskTrail}",
        "decideRiskTrail",
        "Approve or reject a risk",
        "Schedules the next review: after 60, 36, 12 or 6 months by risk type, at once for what is rejected. Whoever "
        "caused the trail cannot decide it.",
        scope=Permission.APPROVE_RISK,
        parameters=(_number("idRiskTrail"),),
        request=shapes.RiskDecision,
        examples={"approved": f"{_SAMPLES}/decide_risk_trail.json"},
        answers={
            200: Answer(
                "The review scheduled.",
                (list[shapes.ScheduledReview],),
                example=f"{_SAMPLES}/answers/reviews_scheduled.json",
            )
        },
        problems=(*_ABOUT, 400, 409),
    ),
]

_OURS = [
    _operation(
        "GET",
        "/api/customers",
        "listCustomers",
        "List customers",
        "By name, page by page.",
        scope=_READ,
        parameters=(
            Parameter("query", "search", "The beginning of a name, or a whole internal number.", {"type": "string"}),
            Parameter("query", "idCustomerType", "Only these.", {"type": "integer", "minimum": 1, "maximum": 2}),
            Parameter("query", "idRiskType", "Only these.", {"type": "integer", "minimum": 1, "maximum": 4}),
            Parameter(
                "query", "limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
            ),
            Parameter("query", "cursor", "`next` of the page before.", {"type": "string"}),
        ),
        answers={200: Answer("A page.", (shapes.EntityPage,), example=f"{_SAMPLES}/answers/customers.json")},
        problems=(*_ALWAYS, 400),
    ),
    _operation(
        "PUT",
        "/api/extensions/customer/{idInternalCustomer}/checked-lists/{name}",
        "checkList",
        "Replace a checked list",
        "The ids that are checked from now on.",
        scope=_WRITE,
        parameters=(_CUSTOMER, _named("name", "Which list.", list(CHECKED)), _IF_MATCH, _REASON),
        request=list[int],
        examples={"ids": f"{_SAMPLES}/checked_list.json"},
        answers={200: _WRITTEN},
        problems=_WRITES,
    ),
    _operation(
        "PUT",
        "/api/extensions/customer/{idInternalCustomer}/reviews/{idReview}",
        "completeReview",
        "Complete a review",
        "The next one follows by the risk type last approved, and is the answer.",
        scope=_WRITE,
        parameters=(_CUSTOMER, _number("idReview")),
        request=shapes.ReviewCompletion,
        examples={"completed": f"{_SAMPLES}/complete_review.json"},
        answers={
            200: Answer(
                "The next review.",
                (list[shapes.ScheduledReview],),
                example=f"{_SAMPLES}/answers/reviews_scheduled.json",
            )
        },
        problems=(*_ABOUT, 400, 409),
    ),
    _operation(
        "GET",
        "/api/extensions/customer/{idInternalCustomer}/risk-suggestion",
        "suggestRiskType",
        "Suggest a risk type and say why",
        "The computed level as a risk type, and every line that made it. Which it is, the approver says.",
        scope=_READ,
        parameters=(_CUSTOMER,),
        answers={
            200: Answer("The suggestion.", (shapes.RiskSuggestion,), example=f"{_SAMPLES}/answers/risk_suggestion.json")
        },
        problems=_ABOUT,
    ),
    _operation(
        "GET",
        "/api/extensions/customer/{idInternalCustomer}/contagion",
        "readContagion",
        "Read what owners and controllers mean for a customer",
        "By the stakes and roles that lead here, step by step, each weighing less; not part of the score.",
        scope=_READ,
        parameters=(_CUSTOMER,),
        answers={200: Answer("The contagion.", (shapes.ContagionShown,), example=f"{_SAMPLES}/answers/contagion.json")},
        problems=_ABOUT,
    ),
    _operation(
        "GET",
        "/api/extensions/customer/{idInternalCustomer}/audit-trails",
        "readAuditTrails",
        "Read the audit chain",
        "Every write of the customer by whichever API, oldest first; each entry carries the hash of the one before.",
        scope=_READ,
        parameters=(_CUSTOMER,),
        answers={
            200: Answer("The entries.", (list[shapes.AuditShown],), example=f"{_SAMPLES}/answers/audit_trails.json")
        },
        problems=_ABOUT,
    ),
    _operation(
        "GET",
        "/api/extensions/classifiers",
        "readClassifiers",
        "Read all classifiers",
        "What the ids mean, by the name of the classifier.",
        scope=_READ,
        answers={
            200: Answer(
                "The classifiers.",
                (dict[str, list[shapes.ClassifierEntry]],),
                example=f"{_SAMPLES}/answers/classifiers.json",
            )
        },
        problems=_ALWAYS,
    ),
    _operation(
        "GET",
        "/api/extensions/classifiers/{name}",
        "readClassifier",
        "Read a classifier",
        "What its ids mean.",
        scope=_READ,
        parameters=(_named("name", "Which one."),),
        answers={
            200: Answer("The entries.", (list[shapes.ClassifierEntry],), example=f"{_SAMPLES}/answers/classifier.json")
        },
        problems=_ABOUT,
    ),
    _operation(
        "PUT",
        "/api/extensions/classifiers/{name}",
        "replaceClassifier",
        "Replace a classifier",
        "By a table of the tenant's own. Classifiers whose ids mean something to the risk model may only get other "
        "names.",
        scope=Permission.WRITE_CLASSIFIERS,
        parameters=(_named("name", "Which one."),),
        request=list[shapes.ClassifierEntry],
        examples={"statuses": f"{_SAMPLES}/classifier.json"},
        answers={
            200: Answer("The entries.", (list[shapes.ClassifierEntry],), example=f"{_SAMPLES}/answers/classifier.json")
        },
        problems=(*_ABOUT, 400, 409),
    ),
    _operation(
        "POST",
        "/api/extensions/logout",
        "logout",
        "Log out",
        "The token is void from now on.",
        scope=_READ,
        answers={204: Answer("Logged out.")},
        problems=_ALWAYS,
    ),
]

OPERATIONS = (*_ENTITIES, *(operation for spec in LISTS for operation in _list(spec)), *_RISK, *_OURS)
