"""The customer of document 004: every field of an individual and of an organisation.

Names are the published ones in snake case (``isPEP`` is ``is_pep``). Nothing is required here: what must be there is
said by the rules, whose messages are published.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import Field

from amlyze_intake.wire.values import Day, Flag, Number, Percent, Spoken, Text, Whole, Wire, words

MOST_ITEMS = 1000
"""Items of one list that are read; a longer list is unusable as a whole."""

PROCESSES = ("SANCTIONS", "PEP", "ADVERSE_MEDIA", "INTERNAL_LIST")
LEVELS = ("NONE", "LOW", "MEDIUM", "HIGH", "EXTREME")

_T = TypeVar("_T")
Items = Annotated[list[_T], Field(max_length=MOST_ITEMS)]
"""A list. No `type` alias: pydantic would publish every use of one as a schema of its own."""

EntityType = Annotated[str | None, words("INDIVIDUAL", "ORGANIZATION")]
Direction = Annotated[str | None, words("IN", "OUT")]


class IntakeEmployment(Wire):
    """What an individual works as."""

    employer_title: Text = None
    employment_position_description: Text = None
    is_employee: Flag = None
    is_self_employed: Flag = None
    is_unemployed: Flag = None


class OtherStatus(Wire):
    """An occupation that is none of the others."""

    is_other_status: Flag = None
    other_status_description: Text = None


class IntakePension(Wire):
    """Whether an individual lives on a pension, and where it comes from."""

    is_pensioner: Flag = None
    pension_country: Text = None


class IntakeStudent(Wire):
    """Whether an individual studies, and where."""

    is_student: Flag = None
    higher_school_title: Text = None
    higher_school_country: Text = None


class FieldOfActivity(Wire):
    """What an individual does for a living."""

    employment: IntakeEmployment | None = None
    other: OtherStatus | None = None
    pension: IntakePension | None = None
    student: IntakeStudent | None = None


class IntakeContact(Wire):
    """How a party is reached."""

    contact_type: Annotated[str | None, words("MOBILEPHONE", "FIXEDPHONE", "EMAIL", "WEBSITE")] = None
    contact_details: Text = None
    use_for_communication: Flag = None


class IntakeAddress(Wire):
    """Where a party is."""

    address_type: Text = None
    country: Text = None
    address_details: Text = None
    city: Text = None
    region: Text = None
    street_address: Text = None
    zip_code: Text = None
    use_for_correspondence: Flag = None


class BusinessEntityDocument(Wire):
    """A document that proves who a party is."""

    entity_type: EntityType = None
    identity_document_type: Annotated[
        str | None,
        words("PASSPORT", "IDENTITYCARD", "RESIDENCEPERMIT", "DRIVINGLICENSE", "REGISTRATIONCERTIFICATE", "OTHER"),
    ] = None
    document_number: Text = None
    document_issue_date: Day = None
    document_issue_country: Text = None
    document_issue_authority: Text = None
    document_expiry_date: Day = None
    description: Text = None


class AppealReason(Wire):
    """Why the customer comes."""

    appeal_reason_type: Text = None


class IntroductionSource(Wire):
    """How the customer learned of the institution."""

    introduction_source: Text = None


class OrderedService(Wire):
    """A service the customer wants."""

    service_type: Text = None


class DeclaredTurnover(Wire):
    """Turnover the customer declares, as a range."""

    turnover_type: Text = None
    turnover_range: Annotated[str | None, words("SINGLE", "DAILY", "MONTHLY", "ANNUAL")] = None
    from_: Number = None
    to: Number = None


class IntakeIncomeSource(Wire):
    """A source of income."""

    income_source_type: Text = None
    income_percentage: Percent = None
    from_: Number = None
    to: Number = None


class PaymentPurpose(Wire):
    """What payments will be for."""

    payment_purpose_type: Text = None
    turnover_direction: Direction = None


class SourceOfWealth(Wire):
    """Where wealth comes from."""

    code: Text = None
    amount: Number = None
    comment: Text = None


class PaymentCountry(Wire):
    """A country that payments come from or go to."""

    country: Text = None
    turnover_direction: Direction = None


class IntakeActivity(Wire):
    """What the party does, and how much of its income that is."""

    activity_type: Text = None
    income_percentage: Percent = None


class RegionOfActivity(Wire):
    """A region the party is active in."""

    region: Text = None


class CountryOfActivity(Wire):
    """A country the party is active in."""

    country: Text = None


class CountryOfTaxPayment(Wire):
    """A country the customer pays taxes in."""

    country: Text = None
    taxpayer_number: Text = None


class AdditionalValue(Wire):
    """A typed value the institution added to the schema."""

    code: Text = None
    datatype: Text = None
    description: Text = None
    value: Spoken = None


class RelatedEntity(Wire):
    """A person or organisation that stands in a relation to the customer; ``ext_id`` comes back in events."""

    relation_type: Text = None
    entity_type: EntityType = None
    relation_description: Text = None
    ext_id: Text = None
    share: Percent = None
    vote_percentage: Percent = None
    national_code: Text = None
    activity_description: Text = None
    region_of_activity_description: Text = None
    country: Text = None
    is_pep: Flag = None
    is_sanctioned: Flag = None
    is_in_adverse_media: Flag = None
    is_in_internal_list: Flag = None
    first_name: Text = None
    last_name: Text = None
    birth_date: Day = None
    birth_country: Text = None
    title: Text = None
    registration_country: Text = None
    legal_form: Text = None
    establishment_date: Day = None
    list_contact: Items[IntakeContact] | None = None
    list_address: Items[IntakeAddress] | None = None
    list_business_entity_document: Items[BusinessEntityDocument] | None = None
    list_income_source: Items[IntakeIncomeSource] | None = None
    list_activity: Items[IntakeActivity] | None = None
    list_region_of_activity: Items[RegionOfActivity] | None = None
    list_country_of_activity: Items[CountryOfActivity] | None = None
    list_additional_values: Items[AdditionalValue] | None = None


class IntakeCustomer(Wire):
    """One request: the envelope, the customer's own fields, its lists and its related entities."""

    communication_number: Text = None
    requester: Text = None
    business_unit: Text = None
    action: Text = None
    source_of_risk_level: Annotated[str | None, words("IMPORT", "EVALUATE")] = None
    risk_level: Annotated[str | None, words(*LEVELS)] = None
    customer_status: Annotated[str | None, words("PENDING", "ACTIVE", "REJECTED", "SUSPENDED", "CLOSED")] = None
    risk_management_category: Text = None
    entity_type: EntityType = None
    customer_ext_id: Text = None
    application_date: Day = None
    initialize_screening_processes: Items[Text] | None = None
    approval_date: Day = None
    closing_date: Day = None
    national_code: Text = None
    list_purpose: Annotated[str | None, words("WHITE", "BLACK")] = None
    activity_description: Text = None
    income_source_description: Text = None
    initial_deposit_source: Text = None
    initial_deposit_bank: Text = None
    initial_deposit_account: Text = None
    initial_deposit_amount: Number = None
    initial_deposit_currency: Text = None
    does_cash_dominate: Flag = None
    is_actual_address_declared: Flag = None
    is_correspondence_address_declared: Flag = None
    is_pep: Flag = None
    is_sanctioned: Flag = None
    is_in_adverse_media: Flag = None
    is_in_internal_list: Flag = None

    first_name: Text = None
    last_name: Text = None
    citizenship_country: Text = None
    second_citizenship_country: Text = None
    permanent_residence_country: Text = None
    birth_date: Day = None
    birth_country: Text = None
    is_legal_resident: Flag = None
    is_family_pep: Flag = None
    is_litigated: Flag = None
    aml_officer: Flag = None
    field_of_activity: FieldOfActivity | None = None

    title: Text = None
    trading_name: Text = None
    registration_country: Text = None
    legal_form: Text = None
    establishment_date: Day = None
    giin: Text = None
    lei: Text = None
    activity_in_restricted_region_description: Text = None
    region_of_activity_description: Text = None
    is_audited: Flag = None
    number_of_audits: Whole = None
    periods_of_audits_in_years: Whole = None
    organizational_structure_description: Text = None
    has_multi_layer_structure: Flag = None
    is_financial_institution: Flag = None
    is_directly_managed: Flag = None
    no_major_share_holders: Flag = None
    number_of_employees: Whole = None
    company_asset_value: Number = None
    is_fined: Flag = None
    periods_of_fining_in_years: Whole = None
    is_listed: Flag = None
    is_regulated: Flag = None
    is_license_required: Flag = None
    license_description: Text = None
    third_party_services_used: Spoken = None
    third_party_services_used_description: Text = None

    list_contact: Items[IntakeContact] | None = None
    list_address: Items[IntakeAddress] | None = None
    list_business_entity_document: Items[BusinessEntityDocument] | None = None
    list_appeal_reason: Items[AppealReason] | None = None
    list_introduction_source: Items[IntroductionSource] | None = None
    list_ordered_service: Items[OrderedService] | None = None
    list_declared_turnover: Items[DeclaredTurnover] | None = None
    list_income_source: Items[IntakeIncomeSource] | None = None
    list_payment_purpose: Items[PaymentPurpose] | None = None
    list_source_of_wealth: Items[SourceOfWealth] | None = None
    list_payment_country: Items[PaymentCountry] | None = None
    list_activity: Items[IntakeActivity] | None = None
    list_region_of_activity: Items[RegionOfActivity] | None = None
    list_country_of_activity: Items[CountryOfActivity] | None = None
    list_country_of_tax_payment: Items[CountryOfTaxPayment] | None = None
    list_additional_values: Items[AdditionalValue] | None = None
    list_related_entity: Items[RelatedEntity] | None = None


INDIVIDUAL_FIELDS = (
    *("lastName", "firstName", "citizenshipCountry", "secondCitizenshipCountry", "permanentResidenceCountry"),
    *("birthDate", "birthCountry", "isLegalResident", "isFamilyPEP", "isLitigated", "amlOfficer", "fieldOfActivity"),
)
"""What only an individual has."""

ORGANISATION_FIELDS = (
    *("title", "tradingName", "registrationCountry", "legalForm", "establishmentDate", "giin", "lei"),
    *("activityInRestrictedRegionDescription", "regionOfActivityDescription", "isAudited", "numberOfAudits"),
    *("periodsOfAuditsInYears", "organizationalStructureDescription", "hasMultiLayerStructure"),
    *("isFinancialInstitution", "isDirectlyManaged", "noMajorShareHolders", "numberOfEmployees", "companyAssetValue"),
    *("isFined", "periodsOfFiningInYears", "isListed", "isRegulated", "isLicenseRequired", "licenseDescription"),
    *("thirdPartyServicesUsed", "thirdPartyServicesUsedDescription"),
)
"""What only an organisation has."""
