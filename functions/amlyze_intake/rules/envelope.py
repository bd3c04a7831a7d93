"""Rules of the envelope: they are asked before it matters what kind of customer it is."""

from __future__ import annotations

from amlyze_intake.rules.rule import At, Finding, Rule, absent, undefined
from amlyze_intake.wire.customer import PROCESSES, IntakeCustomer
from customer_risk.profile import LONGEST_ID

LONGEST_NUMBER = 256
"""Characters of a communication number (ruling A3)."""

ACTIONS = ("CREATE", "UPDATE")


def _action(at: At[IntakeCustomer]) -> str | None:
    """The action; ``None`` where it is unusable."""
    return None if "action" in at.unusable else at.item.action or "CREATE"


def _lead(at: At[IntakeCustomer]) -> bool:
    return at.asked.classifiers.is_lead(at.item.risk_management_category)


def _too_long(value: str | None, longest: int) -> bool:
    return value is not None and len(value) > longest


def _unit_missing(at: At[IntakeCustomer]) -> Finding:
    return at.asked.classifiers.overridden("businessUnit") and at.item.business_unit is None


def _level_given(at: At[IntakeCustomer]) -> Finding:
    return not at.asked.imported and (at.item.risk_level is not None or "riskLevel" in at.unusable)


def _level_missing(at: At[IntakeCustomer]) -> Finding:
    absent_in_batch = at.asked.batch and "riskLevel" not in at.unusable
    return at.asked.imported and at.item.risk_level is None and not absent_in_batch


def _unknown_process(at: At[IntakeCustomer]) -> Finding:
    if "initializeScreeningProcesses" in at.unusable:
        return ""
    asked = at.item.initialize_screening_processes or ()
    return next((process or "" for process in asked if process not in PROCESSES), False)


ENVELOPE: tuple[Rule[IntakeCustomer], ...] = (
    Rule(
        "001",
        "CommunicationNumber is mandatory",
        "communicationNumber is absent",
        absent(lambda c: c.communication_number),
    ),
    Rule(
        "001L",
        f"CommunicationNumber can store up to {LONGEST_NUMBER} characters",
        f"communicationNumber is longer than {LONGEST_NUMBER} characters",
        lambda at: _too_long(at.item.communication_number, LONGEST_NUMBER),
        public=False,
        ours=True,
    ),
    Rule(
        "O001",
        "CommunicationNumber already used in amlyze",
        "an accepted request had the same communicationNumber",
        lambda at: not at.asked.batch and at.asked.stored.used,
    ),
    Rule(
        "O005",
        "CommunicationNumber already used in amlyze",
        "the same, for a row of a batch",
        lambda at: at.asked.batch and at.asked.stored.used,
    ),
    Rule("001", "Requester is mandatory.", "requester is absent", absent(lambda c: c.requester)),
    Rule("C002", "CustomerExtId is mandatory", "customerExtId is absent", absent(lambda c: c.customer_ext_id)),
    Rule(
        "C002L",
        f"CustomerExtId can store up to {LONGEST_ID} characters",
        f"customerExtId is longer than {LONGEST_ID} characters",
        lambda at: _too_long(at.item.customer_ext_id, LONGEST_ID),
        public=False,
        ours=True,
    ),
    Rule(
        "C003D",
        "DELETE not yet implemented, contact Amlyze support",
        "action is DELETE",
        lambda at: _action(at) == "DELETE",
        public=False,
    ),
    Rule(
        "C003A",
        "Action is invalid. Values: CREATE, UPDATE",
        "action is anything else",
        lambda at: _action(at) not in ACTIONS,
        public=False,
        ours=True,
    ),
    Rule(
        "C003",
        "Customer already exists",
        "action is CREATE and the customer exists, in whatever dialect",
        lambda at: _action(at) == "CREATE" and at.asked.stored.exists,
        public=False,
    ),
    Rule(
        "C004",
        "Cannot update not existing customer, use Action = CREATE",
        "action is UPDATE and the customer does not exist",
        lambda at: _action(at) == "UPDATE" and not at.asked.stored.exists,
    ),
    Rule(
        "C007",
        "RiskManagementCategory is mandatory",
        "riskManagementCategory is absent",
        absent(lambda c: c.risk_management_category),
    ),
    Rule(
        "C007",
        "RiskManagementCategory does not exist in Amlyze",
        "riskManagementCategory is not in its classifier",
        undefined("riskManagementCategory", lambda c: c.risk_management_category),
    ),
    Rule(
        "C007S",
        "Given RiskManagementCategory not supported for Customer",
        "riskManagementCategory is one of operations",
        lambda at: at.asked.classifiers.is_for_operations(at.item.risk_management_category),
        public=False,
    ),
    Rule(
        "C008",
        "SourceOfRiskLevel is mandatory. Values: IMPORT, EVALUATE",
        "sourceOfRiskLevel is absent or neither of them, outside of batches",
        lambda at: not at.asked.batch and at.item.source_of_risk_level is None,
        public=False,
    ),
    Rule(
        "C009",
        "Cannot demote existing customer to Lead riskManagementCategory",
        "riskManagementCategory is of leads and the customer is more than that",
        lambda at: _lead(at) and at.asked.stored.exists and not at.asked.stored.lead,
        public=False,
    ),
    Rule("C010", "EntityType is mandatory", "entityType is absent or unknown", absent(lambda c: c.entity_type)),
    Rule(
        "C008.I01",
        "When importing, CustomerStatus is mandatory.",
        "IMPORT, and customerStatus is absent or unknown (ruling A1)",
        lambda at: at.asked.imported and at.item.customer_status is None,
        public=False,
    ),
    Rule(
        "C008.I02",
        "When source of risk level IMPORT. 'Lead' risk management category is forbidden",
        "IMPORT, and riskManagementCategory is of leads",
        lambda at: at.asked.imported and _lead(at),
    ),
    Rule(
        "C008.I03",
        "When source of risk level IMPORT. RiskLevel is mandatory, values: NONE, LOW, MEDIUM, HIGH, EXTREME",
        "IMPORT, and riskLevel is absent (in a batch it may be) or unknown",
        _level_missing,
        public=False,
    ),
    Rule(
        "C008.E01",
        "When source of risk level EVALUATE. RiskLevel can't be provided",
        "EVALUATE, and riskLevel is there (ruling A18)",
        _level_given,
        public=False,
    ),
    Rule(
        "C012",
        "ApplicationDate is mandatory",
        "applicationDate is absent or no date",
        absent(lambda c: c.application_date),
    ),
    Rule(
        "C013",
        "ClosingDate is mandatory for CLOSED CustomerStatus",
        "customerStatus is CLOSED, and closingDate is absent or no date",
        lambda at: at.item.customer_status == "CLOSED" and at.item.closing_date is None,
    ),
    Rule(
        "C013a",
        "ClosingDate can not exist for not CLOSED CustomerStatus",
        "customerStatus is not CLOSED, and closingDate is there",
        lambda at: (
            at.item.customer_status != "CLOSED" and (at.item.closing_date is not None or "closingDate" in at.unusable)
        ),
    ),
    Rule(
        "SCR01",
        "Screening process is undefined: {}",
        f"initializeScreeningProcesses is no list, or has something else than {', '.join(PROCESSES)}",
        _unknown_process,
    ),
    Rule(
        "BU01",
        "BusinessUnit is mandatory",
        "the tenant has business units of its own, and businessUnit is absent",
        _unit_missing,
        public=False,
        ours=True,
    ),
    Rule(
        "BU02",
        "BusinessUnit does not exist in Amlyze",
        "businessUnit is not in its classifier",
        undefined("businessUnit", lambda c: c.business_unit),
        public=False,
        ours=True,
    ),
)
