"""Fields of the four dialects that never reach the profile, and so no factor, each with the reason.

``tests/unit/scoring/test_scoring_wire_walk.py`` walks every dialect's fields and fails on one that neither changes the
profile nor stands here. What reaches the profile reaches a factor or stands in ``customer_risk/scoring/unused.py``.
"""

from __future__ import annotations

_SETTING = "says how to answer, not who the customer is"
_OFFICE = "who works for us says nothing of the customer"
_LINKED = "ties customers together: risk through it is shown as contamination"
_FREE = "told to the human who decides"
_FILED = "files are kept for the human; what was received is ticked in checkedDocuments"
_CONFIRMED = "a row counts by its type, once a human confirms it"

UNREAD: dict[str, dict[str, str]] = {
    "customer_checks": {
        "callback_url": _SETTING,
    },
    "customers": {
        "documents.description": _FREE,
        "documents.filename": _FILED,
        "documents.idDocumentType": _FILED,
        "documents.receivedDate": _FILED,
        "events.description": _FREE,
        "events.eventDate": _FREE,
        "events.idEventType": _FREE,
        "main.idInternalCustomer": "the customer's id, under which the profile is kept",
        "main.idUserResponsibleOfficer": _OFFICE,
        "main.otherInfo": _FREE,
        "roles.comments": _LINKED,
        "roles.idInternalCustomer": _LINKED,
        "roles.idRoleType": _LINKED,
        "screening-risks.full_name": _CONFIRMED,
        "screening-risks.inspected": _CONFIRMED,
        "screening-risks.manual_addition": _CONFIRMED,
        "screening-risks.score": _CONFIRMED,
        "stakes.comments": _LINKED,
        "stakes.idInternalCustomer": _LINKED,
        "stakes.idStakeType": _LINKED,
        "stakes.percentage": _LINKED,
    },
    "amlyze_intake": {
        "action": _SETTING,
        "communication_number": _SETTING,
        "initialize_screening_processes": "everybody is screened against all lists",
        "requester": _OFFICE,
        "source_of_risk_level": "says that the level is imported, which the level itself then says",
        "list_contact.use_for_communication": "how a customer prefers to be reached is no risk",
        "list_payment_purpose.turnover_direction": "a purpose is judged whichever way the money goes",
    },
    "lifecycle": {
        "external_id": "the customer's id, under which the profile is kept",
        "include_fraud_check": _SETTING,
        "options.include_fraud_check": _SETTING,
        "options.use_express_kyc": _SETTING,
        "official_id.format": "how the number is written; whether it can exist is asked of the number",
    },
}
