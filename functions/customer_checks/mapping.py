"""The request of a check → the profile every dialect shares."""

from __future__ import annotations

from customer_checks import details, parties
from customer_checks.wire import request as wire
from customer_risk.profile import Business, Channel, Expected, Party, Profile, Relation, RelationKind

UNSAID = (
    "party.person.legal_resident",
    "party.person.marital_status",
    "party.person.student",
    "party.person.pensioner",
    "party.person.activity_country",
    "party.organisation.domicile_country",
    "party.organisation.activity_countries",
    "party.organisation.multi_layered",
    "party.organisation.no_major_shareholder",
    "party.organisation.bearer_shares",
    "party.organisation.directly_managed",
    "party.organisation.financial_institution",
    "party.organisation.listed",
    "party.organisation.regulated",
    "party.organisation.licence_required",
    "party.organisation.licence",
    "party.organisation.audited",
    "party.organisation.audits",
    "party.organisation.audit_period_years",
    "party.organisation.fined",
    "party.organisation.fine_period_years",
    "party.organisation.employees",
    "party.organisation.asset_value",
    "party.organisation.third_party_services",
    "party.organisation.structure_description",
    "party.declared",
    "party.extras",
    "until",
    "applied",
    "approved",
    "officer",
    "channel.non_face_to_face",
    "channel.referred_by",
    "channel.introduction_sources",
    "business.services",
    "business.purposes",
    "business.appeal_reasons",
    "business.activities",
    "business.activity_description",
    "business.activity_risks",
    "business.behaviour_risks",
    "business.enhanced_checks",
    "business.documents_held",
    "business.regions",
    "business.cash_dominates",
    "business.incomes",
    "business.wealth",
    "business.turnovers",
    "business.statements",
    "business.countries",
    "business.deposit",
    "business.income_description",
)
"""What a request of this dialect cannot say: where others have said it of the customer, it stays. A level decided
elsewhere is not among it, for this request asks to decide anew.
"""


def to_profile(request: wire.GatewayCustomerChecks, customer_id: str) -> Profile:
    """The customer of a request, under the id it was given or that was made for it."""
    master = request.master_data or wire.MasterData()
    holder = master.account_holding_party_data or wire.AccountHoldingParty()
    traits = holder.characteristics or wire.Characteristics()
    underwriter = master.underwriter_data or wire.UnderwriterData()
    schedule = request.customer_review_schedule
    return Profile(
        customer_id=customer_id,
        party=_customer(holder, traits, master.counterparty_data),
        group_id=holder.customer_group_id,
        category=holder.customer_type,
        status=holder.customer_status,
        role=holder.role,
        since=details.date(holder.customer_since or traits.customer_since),
        stated_level=holder.risk_level,
        next_review=details.date(schedule.next_review_date) if schedule else None,
        replaced=holder.account_replaced,
        replaced_notes=holder.account_replaced_notes,
        flags=(*details.texts(master.flags), *details.texts(holder.flags)),
        underwriter=underwriter.name,
        underwriter_id=underwriter.underwriter_id,
        channel=_channel(holder),
        business=_business(request.network, holder, traits),
    )


def _customer(
    holder: wire.AccountHoldingParty, traits: wire.Characteristics, counterparty: wire.Counterparty | None
) -> Party:
    relationship = holder.customer_relationship_details or wire.CustomerRelationshipDetails()
    relations = [
        *(parties.staff(member, "customer relationship") for member in relationship.staff or ()),
        *(parties.counterparty_account(account) for account in traits.major_counterparty_accounts or ()),
        *([_counterparty(counterparty)] if counterparty else []),
    ]
    return parties.party_data(
        holder,
        kind=parties.party_kind(holder.customer_type, holder.company_details, holder.personal_details),
        accounts=tuple(details.account(account, "relationship") for account in relationship.all_accounts or ()),
        relations=tuple(relations),
        employment=traits.employment_details.status if traits.employment_details else None,
    )


def _counterparty(said: wire.Counterparty) -> Relation:
    kind = parties.party_kind(None, said.company_details, said.personal_details)
    return Relation(
        kind=RelationKind.COUNTERPARTY,
        party=parties.party_data(said, kind=kind),
        role=said.role,
        verified=details.date(said.verification_date),
    )


def _channel(holder: wire.AccountHoldingParty) -> Channel:
    device = holder.device_details or wire.DeviceDetails()
    registration = holder.registration_details or wire.RegistrationDetails()
    return Channel(
        entry_channel=device.entry_channel,
        device_id=device.device_id,
        device_kind=device.device_type,
        operating_system=device.operating_system,
        ip_address=registration.ip_address,
        ip_country=details.alpha2(registration.ip_country),
        internet_provider=registration.internet_service_provider,
    )


def _business(network: str | None, holder: wire.AccountHoldingParty, traits: wire.Characteristics) -> Business:
    relationship = holder.customer_relationship_details or wire.CustomerRelationshipDetails()
    return Business(
        products=details.texts(holder.signed_products),
        network=network,
        unit=relationship.business_unit,
        exemptions=details.texts(relationship.exemptions),
        expected=Expected(
            income_daily=traits.expected_income_daily,
            income_monthly=traits.expected_income_monthly,
            income_yearly=traits.expected_income_yearly,
            ticket_average=traits.expected_ticket_size_average,
            ticket_max=traits.expected_ticket_size_max,
            count_daily=traits.expected_transaction_count_daily,
            count_monthly=traits.expected_transaction_count_monthly,
            count_yearly=traits.expected_transaction_count_yearly,
            volume_daily=traits.expected_volume_daily,
            volume_monthly=traits.expected_volume_monthly,
            volume_yearly=traits.expected_volume_yearly,
            volatility=traits.expected_volume_volatility,
            deposit_delay=traits.deposit_delay,
            discount_frequency=traits.discount_frequency,
            business_purposes=details.distributions(traits.business_purpose_distribution),
            entry_modes=details.distributions(traits.entry_mode_distribution),
        ),
    )
