"""A customer of document 004 → the profile every dialect shares."""

from __future__ import annotations

from amlyze_intake import details, parties
from amlyze_intake.wire.customer import FieldOfActivity, IntakeCustomer
from customer_risk.levels import RiskLevel
from customer_risk.profile import (
    Business,
    Channel,
    CountryTie,
    Declared,
    Deposit,
    Distribution,
    Expected,
    Extra,
    Identifier,
    Income,
    Organisation,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
    Relation,
)

LEAD_STATUS = "PENDING"
"""A lead's status, whatever it sends."""


def to_profile(said: IntakeCustomer, *, lead: bool) -> Profile:
    """The customer of a request that broke no rule."""
    return Profile(
        customer_id=said.customer_ext_id or "",
        party=_organisation(said) if said.entity_type == "ORGANIZATION" else _individual(said),
        category=said.risk_management_category,
        status=LEAD_STATUS if lead else said.customer_status or LEAD_STATUS,
        until=details.date(said.closing_date),
        applied=details.date(said.application_date),
        approved=details.date(said.approval_date),
        imported_level=RiskLevel(said.risk_level) if said.risk_level else None,
        channel=Channel(
            introduction_sources=details.texts(one.introduction_source for one in said.list_introduction_source or ())
        ),
        business=_business(said),
    )


def _individual(said: IntakeCustomer) -> Party:
    field = said.field_of_activity or FieldOfActivity()
    nationalities = details.texts((said.citizenship_country, said.second_citizenship_country))
    person = Person(
        name=PersonName(first=said.first_name, last=said.last_name),
        birth_date=details.date(said.birth_date),
        birth_country=said.birth_country,
        nationalities=nationalities,
        residence_country=said.permanent_residence_country,
        legal_resident=said.is_legal_resident,
        occupation=(field.employment.employment_position_description if field.employment else None)
        or said.activity_description,
        employment_status=_employment(field),
        student=field.student.is_student if field.student else None,
        pensioner=field.pension.is_pensioner if field.pension else None,
    )
    number = said.national_code
    national = Identifier(kind="national", value=number, country=said.citizenship_country) if number else None
    return _party(said, PartyKind.PERSON, person=person, identifiers=(national,), relations=_places(field))


def _organisation(said: IntakeCustomer) -> Party:
    organisation = Organisation(
        name=said.title,
        trade_names=details.texts((said.trading_name,)),
        registration_country=said.registration_country,
        legal_form=said.legal_form,
        founded=details.date(said.establishment_date),
        business_description=said.activity_description,
        multi_layered=said.has_multi_layer_structure,
        no_major_shareholder=said.no_major_share_holders,
        directly_managed=said.is_directly_managed,
        financial_institution=said.is_financial_institution,
        listed=said.is_listed,
        regulated=said.is_regulated,
        licence_required=said.is_license_required,
        licence=said.license_description,
        audited=said.is_audited,
        audits=said.number_of_audits,
        audit_period_years=said.periods_of_audits_in_years,
        fined=said.is_fined,
        fine_period_years=said.periods_of_fining_in_years,
        employees=said.number_of_employees,
        asset_value=said.company_asset_value,
        third_party_services=_third_parties(said),
        structure_description=said.organizational_structure_description,
    )
    numbers = (("registration", said.national_code), ("giin", said.giin), ("lei", said.lei))
    identifiers = (
        Identifier(kind=kind, value=value, country=said.registration_country if kind == "registration" else None)
        for kind, value in numbers
        if value
    )
    return _party(said, PartyKind.ORGANISATION, organisation=organisation, identifiers=tuple(identifiers))


def _party(
    said: IntakeCustomer,
    kind: PartyKind,
    *,
    person: Person | None = None,
    organisation: Organisation | None = None,
    identifiers: tuple[Identifier | None, ...] = (),
    relations: tuple[Relation, ...] = (),
) -> Party:
    taxed = said.list_country_of_tax_payment or ()
    tax = tuple(Identifier(kind="tax", value=n, country=one.country) for one in taxed if (n := one.taxpayer_number))
    flags = (
        ("isActualAddressDeclared", said.is_actual_address_declared),
        ("isCorrespondenceAddressDeclared", said.is_correspondence_address_declared),
        ("amlOfficer", said.aml_officer),
    )
    stated = tuple(
        Extra(code=code, datatype="BOOLEAN", value="true" if flag else "false")
        for code, flag in flags
        if flag is not None
    )
    return Party(
        kind=kind,
        external_id=said.customer_ext_id,
        person=person,
        organisation=organisation,
        declared=Declared(
            pep=said.is_pep,
            pep_family=said.is_family_pep,
            sanctioned=said.is_sanctioned,
            adverse_media=said.is_in_adverse_media,
            internal_list=said.is_in_internal_list,
            list_purpose=said.list_purpose,
            litigated=said.is_litigated,
        ),
        identifiers=(*filter(None, identifiers), *tax),
        documents=tuple(details.document(one) for one in said.list_business_entity_document or ()),
        addresses=tuple(details.address(one) for one in said.list_address or ()),
        means=details.means(said.list_contact),
        # Related entities come first: their places are what events speak of.
        relations=(*(parties.relation(one) for one in said.list_related_entity or ()), *relations),
        extras=(*details.extras(said.list_additional_values), *stated),
    )


def _employment(field: FieldOfActivity) -> str | None:
    said, other = field.employment, field.other
    words = [
        *(["employee"] if said and said.is_employee else []),
        *(["self-employed"] if said and said.is_self_employed else []),
        *(["unemployed"] if said and said.is_unemployed else []),
        *([other.other_status_description or "other"] if other and other.is_other_status else []),
    ]
    return ", ".join(words) or None


def _places(field: FieldOfActivity) -> tuple[Relation, ...]:
    """Where somebody works and studies: screened like whoever else is named."""
    employer = field.employment.employer_title if field.employment else None
    school = field.student.higher_school_title if field.student else None
    return tuple(parties.place(name, role) for name, role in ((employer, "employer"), (school, "school")) if name)


def _third_parties(said: IntakeCustomer) -> str | None:
    used = said.third_party_services_used
    return said.third_party_services_used_description or (None if used == "false" else used)


def _business(said: IntakeCustomer) -> Business:
    activities = said.list_activity or ()
    deposit = Deposit(
        amount=said.initial_deposit_amount,
        currency=said.initial_deposit_currency,
        source=said.initial_deposit_source,
        bank=said.initial_deposit_bank,
        account=said.initial_deposit_account,
    )
    return Business(
        services=details.texts(one.service_type for one in said.list_ordered_service or ()),
        purposes=details.texts(one.payment_purpose_type for one in said.list_payment_purpose or ()),
        appeal_reasons=details.texts(one.appeal_reason_type for one in said.list_appeal_reason or ()),
        activities=details.texts(one.activity_type for one in activities),
        activity_description=said.activity_description,
        regions=details.texts(
            (
                *(one.region for one in said.list_region_of_activity or ()),
                said.region_of_activity_description,
                said.activity_in_restricted_region_description,
            )
        ),
        cash_dominates=said.does_cash_dominate,
        unit=said.business_unit,
        expected=Expected(
            business_purposes=tuple(
                Distribution(labels=(one.activity_type,), share=details.share(one.income_percentage))
                for one in activities
                if one.activity_type and one.income_percentage is not None
            )
        ),
        incomes=details.incomes(said.list_income_source),
        wealth=tuple(
            Income(kind=one.code, minimum=one.amount, maximum=one.amount, comment=one.comment)
            for one in said.list_source_of_wealth or ()
        ),
        turnovers=tuple(
            Income(kind=one.turnover_type, period=one.turnover_range, minimum=one.from_, maximum=one.to)
            for one in said.list_declared_turnover or ()
        ),
        countries=_countries(said),
        deposit=deposit if deposit != Deposit() else None,
        income_description=said.income_source_description,
    )


def _countries(said: IntakeCustomer) -> tuple[CountryTie, ...]:
    """The countries the customer deals with; a pension is a payment from one, studies are a presence in one."""
    field = said.field_of_activity or FieldOfActivity()
    school = field.student.higher_school_country if field.student else None
    pension = field.pension.pension_country if field.pension else None
    return (
        *(
            CountryTie(kind="payment", country=one.country, direction=one.turnover_direction)
            for one in said.list_payment_country or ()
            if one.country
        ),
        *(
            CountryTie(kind="activity", country=one.country)
            for one in said.list_country_of_activity or ()
            if one.country
        ),
        *(
            CountryTie(kind="tax", country=one.country, number=one.taxpayer_number)
            for one in said.list_country_of_tax_payment or ()
            if one.country
        ),
        *([CountryTie(kind="presence", country=school, comment="school")] if school else []),
        *([CountryTie(kind="payment", country=pension, direction="IN", comment="pension")] if pension else []),
    )
