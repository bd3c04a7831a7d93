"""Outcomes → what is answered and sent. Nothing leaves here that its row of document 002 does not allow."""

from __future__ import annotations

from urllib.parse import quote

from customer_risk.access.keys import Tenant
from customer_risk.identity.result import TagResult
from customer_risk.profile import Profile
from lifecycle import answers
from lifecycle.table import Express, Method, Stage, Validation, checked, row
from lifecycle.view import Known, View


def uri(customer: str) -> str:
    """Where the customer can be read."""
    return f"/customer?customerId={quote(customer, safe='')}"


def initiated(
    request_id: str,
    customer: str,
    view: View,
    said: Validation,
    *,
    method: Method,
    express: bool,
    fraud: bool,
    tenant: Tenant,
) -> answers.EvaluationBegun:
    """The answer at the request stage; ``said`` is held against its row."""
    onboarding = method is Method.ONBOARDING
    at_once = tenant.lifecycle.review_at_once
    checked(
        row(method, Stage.REQUEST, express=express, fraud=fraud), said, previous=view.standing, review_at_once=at_once
    )
    return answers.EvaluationBegun(
        request_id=request_id,
        event="onboard" if onboarding else "evaluation",
        evaluation=answers.EvaluationProgress(type="fraud" if fraud else "kyc", status="initiated"),
        validation=answers.RequestValidation(
            status=said.status, kyc=said.kyc, fraud_score=said.score, express_kyc=_express(said.express)
        ),
        options=answers.ChosenOptions(include_fraud_check=fraud, use_express_kyc=express) if onboarding else None,
        external_id=view.external_id,
        customer_id=customer,
        uri=uri(customer),
        errors=None if onboarding else (),
    )


def notified(
    event: str,
    evaluation: answers.EvaluationProgress,
    request_id: str | None,
    customer: str,
    view: View,
    said: Validation,
    tags: tuple[TagResult, ...],
    *,
    superseded: bool = False,
) -> answers.EvaluationWebhook:
    """A webhook; ``said`` has been held against its row."""
    return answers.EvaluationWebhook(
        request_id=request_id,
        event=event,
        evaluation=evaluation,
        external_id=view.external_id,
        customer_id=customer,
        uri=uri(customer),
        superseded=superseded,
        validation=answers.ResultValidation(
            status=said.status,
            kyc=said.kyc,
            fraud_score=said.score,
            fraud_flag=view.report is not None,
            warnings=sum(not one.passed for one in tags),
            warning_tags={
                one.tag: answers.WarningTag(tag=one.tag, label=one.label, passed=one.passed, detail=one.detail)
                for one in tags
            },
        ),
    )


def found(customer: str, known: Known, profile: Profile | None) -> answers.FoundCustomer:
    """A customer as a search shows it."""
    view = known.view
    party = profile.party if profile else None
    person = party.person if party else None
    home = party.addresses[0] if party and party.addresses else None
    means = {one.kind: one.value for one in reversed(party.means)} if party else {}
    return answers.FoundCustomer(
        customer_id=customer,
        uri=uri(customer),
        external_id=view.external_id,
        evaluation=_state(view),
        validation=answers.StandingValidation(
            status=view.status,
            kyc=view.kyc,
            fraud_score=view.wire_score,
            fraud_check=view.score is not None,
            fraud_flag=view.report is not None,
            fraud_report=view.report.flag if view.report else None,
        ),
        first_name=person.name.first if person else None,
        last_name=person.name.last if person else None,
        official_id=_official(profile),
        email=means.get("email"),
        phone=means.get("phone"),
        dob=person.birth_date.text if person and person.birth_date else None,
        address=home.street if home else None,
        city=home.town if home else None,
        state=home.region if home else None,
        zip_code=home.postcode if home else None,
        country=home.country if home else None,
        open_case=known.held.state.standing.open_case,
    )


def _express(express: Express) -> answers.ExpressKycOutcome | None:
    match express:
        case Express.NONE:
            return None
        case Express.MISSING:
            return answers.ExpressKycOutcome(success=False)
        case _:
            return answers.ExpressKycOutcome(success=True, outcome=express)


def _state(view: View) -> answers.EvaluationProgress:
    if view.pending:
        return answers.EvaluationProgress(type="fraud" if view.fraud_asked else "kyc", status="initiated")
    if view.checking:
        return answers.EvaluationProgress(type="fraud", status="initiated")
    return answers.EvaluationProgress(type="idle", status="idle")


def _official(profile: Profile | None) -> answers.FoundOfficialId | None:
    for number in profile.party.identifiers if profile else ():
        return answers.FoundOfficialId(doc_type=number.type or number.kind, value=number.value, country=number.country)
    for paper in profile.party.documents if profile else ():
        return answers.FoundOfficialId(doc_type=paper.kind, value=paper.number, country=paper.issuing_country)
    return None
