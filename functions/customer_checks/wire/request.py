"""The customer a check is asked for: every field of the published request, older spellings included.

Field names are the published ones in snake case. Dates stay text, because they come at any precision.
"""

from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from customer_checks.wire.values import Flag, Flexible, Id, Level, Number, Share, Text, Texts, Wire
from customer_risk.cases import CaseDecision


class WebLink(Wire):
    """A link; older senders give its address alone."""

    title: Text = None
    url: Text = None

    @model_validator(mode="before")
    @classmethod
    def _from_address(cls, given: Any) -> Any:
        return {"url": given} if isinstance(given, str) else given

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [handler(schema), {"type": "string"}]}


class Assessment(Wire):
    """A score or review somebody else made."""

    date: Text = None
    name: Text = None
    notes: Text = None
    reference_id: Flexible = None
    score: Number = None
    status: Text = None


class ContactDetails(Wire):
    """Where and how a party is reached; under ``dba`` the contact name is the trade name."""

    address_valid_since: Text = None
    all_assigned_customer_ids: Texts = None
    contact_id: Flexible = None
    contact_name: Text = None
    contact_name_extended: Text = None
    country: Text = None
    email_addresses: Texts = None
    phone_numbers: Texts = None
    region: Text = None
    region_extended: Text = None
    street: Text = None
    street_extended: Text = None
    town: Text = None
    unstructured_address: Text = None
    web_links: list[WebLink] | None = None
    zip: Flexible = None


class PersonName(Wire):
    """A person's name."""

    first_name: Text = None
    last_name: Text = None
    middle_names: Text = None
    name_at_birth: Text = None


class IdentityDocument(Wire):
    """A document that identifies a person; ``id`` is its number."""

    expiry_date: Text = None
    id: Flexible = None
    issuing_authority: Text = None
    issuing_country: Text = None
    issuing_state: Text = None
    kind: Text = None
    link: Text = None


class PersonalDetails(Wire):
    """A natural person."""

    assessments: list[Assessment] | None = None
    country_of_birth: Text = None
    country_of_residence: Text = None
    date_of_birth: Text = None
    gender: Text = None
    identity_documents: list[IdentityDocument] | None = None
    nationality: Text = None
    occupation: Text = None
    person_name: PersonName | None = None
    place_of_birth: Text = None
    social_security_number: Flexible = None


class StaffMember(Wire):
    """Somebody who works for a company, or looks after the customer."""

    contact_details: ContactDetails | None = None
    personal_details: PersonalDetails | None = None
    role: Text = None


class Shareholder(Wire):
    """An owner, who may be a company with owners of its own."""

    company_details: "CompanyDetails | None" = None
    contact_details: ContactDetails | None = None
    liability: Text = None
    personal_details: PersonalDetails | None = None
    role: Text = None
    share: Share = None


class ShareholdersStructure(Wire):
    """What is said of the ownership as a whole."""

    complex_ownership: Text = None


class CompanyDetails(Wire):
    """A company or any other organisation."""

    assessments: list[Assessment] | None = None
    business_description: Text = None
    business_purposes: Texts = None
    company_id: Flexible = None
    company_name: Text = None
    country_of_registration: Text = None
    division: Text = None
    in_business_since: Text = None
    legal_form: Text = None
    organization_type: Text = None
    shareholders: list[Shareholder] | None = None
    shareholders_structure: ShareholdersStructure | None = None
    staff: list[StaffMember] | None = None
    trademark: Text = None


class CreditLimitDetails(Wire):
    """A credit limit."""

    amount: Number = None
    currency: Text = None


class ContractualDetails(Wire):
    """The contract behind an account."""

    contract_end_date: Text = None
    contract_one_off_payment: Number = None
    contract_start_date: Text = None
    contract_status: Text = None
    contract_value_monthly: Number = None
    contract_value_total: Number = None
    contract_value_yearly: Number = None


class Account(Wire):
    """An account, card or wallet: one reader for the three that are published."""

    account_closure_date: Text = None
    account_email_id: Text = None
    account_id: Flexible = None
    account_number: Flexible = None
    account_opening_date: Text = None
    account_status: Text = None
    account_type: Text = None
    attributes: Texts = None
    bank_country: Text = None
    bank_identifier: Text = None
    bank_name: Text = None
    contractual_details: ContractualDetails | None = None
    country_of_settlement: Text = None
    credit_limit_details: CreditLimitDetails | None = None
    currency: Text = None
    expiry: Flexible = None
    flags: Texts = None
    holder: Text = None
    last4_digits: Flexible = Field(None, validation_alias=AliasChoices("last4Digits", "Last4Digits"))
    location: ContactDetails | None = None
    overdraft_limit: Number = None
    product_code: Text = None
    product_type: Text = None
    scheme: Text = Field(None, validation_alias=AliasChoices("scheme", "schema"))
    web_links: list[WebLink] | None = None


class Distribution(Wire):
    """A share of the expected business under some labels."""

    labels: Texts = None
    share: Share = None


class EmploymentDetails(Wire):
    """Whether and how a person works."""

    status: Text = None


class Characteristics(Wire):
    """What business is expected, in the base currency."""

    business_purpose_distribution: list[Distribution] | None = None
    customer_since: Text = None
    deposit_delay: Text = None
    discount_frequency: Text = None
    employment_details: EmploymentDetails | None = None
    entry_mode_distribution: list[Distribution] | None = None
    expected_income_daily: Number = None
    expected_income_monthly: Number = None
    expected_income_yearly: Number = None
    expected_ticket_size_average: Number = None
    expected_ticket_size_max: Number = None
    expected_transaction_count_daily: Number = None
    expected_transaction_count_monthly: Number = None
    expected_transaction_count_yearly: Number = None
    expected_volume_daily: Number = None
    expected_volume_monthly: Number = None
    expected_volume_volatility: Text = None
    expected_volume_yearly: Number = None
    major_counterparty_accounts: list[Account] | None = None


class CustomerRelationshipDetails(Wire):
    """The accounts the customer has with the sender, and who looks after them."""

    all_accounts: list[Account] | None = Field(None, validation_alias=AliasChoices("allAccounts", "allAcounts"))
    business_unit: Text = None
    exemptions: Texts = None
    staff: list[StaffMember] | None = None


class DeviceDetails(Wire):
    """The device the customer came with."""

    device_id: Flexible = None
    device_type: Text = None
    entry_channel: Text = None
    operating_system: Text = None


class RegistrationDetails(Wire):
    """Where on the network the customer registered from."""

    internet_service_provider: Text = None
    ip_address: Text = None
    ip_country: Text = None


class PartyData(Wire):
    """What customer and counterparty have in common."""

    company_details: CompanyDetails | None = None
    contact_details: ContactDetails | None = None
    customer_id: Id = None
    dba: list[ContactDetails] | None = None
    personal_details: PersonalDetails | None = None
    reference_account: Account | None = None
    role: Text = None
    tax_id: Flexible = None
    tax_id_type: Text = None


class AccountHoldingParty(PartyData):
    """The customer."""

    account_replaced: Flag = None
    account_replaced_notes: Text = None
    characteristics: Characteristics | None = None
    customer_group_id: Flexible = None
    customer_relationship_details: CustomerRelationshipDetails | None = None
    customer_since: Text = None
    customer_status: Text = None
    customer_type: Text = None
    device_details: DeviceDetails | None = None
    flags: Texts = None
    registration_details: RegistrationDetails | None = None
    risk_level: Level = None
    signed_products: Texts = None


class Counterparty(PartyData):
    """Somebody the customer deals with."""

    verification_date: Text = None


class UnderwriterData(Wire):
    """Who underwrote the customer."""

    name: Text = None
    underwriter_id: Flexible = None


class MasterData(Wire):
    """The customer, the counterparty and what is said of both."""

    account_holding_party_data: AccountHoldingParty | None = None
    counterparty_data: Counterparty | None = None
    flags: Texts = None
    underwriter_data: UnderwriterData | None = None


class CustomerReviewSchedule(Wire):
    """When the customer is due for review."""

    next_review_date: Text = None


class GatewayCustomerChecks(Wire):
    """A request for a customer check."""

    callback_url: Text = None
    customer_review_schedule: CustomerReviewSchedule | None = None
    master_data: MasterData | None = None
    network: Text = None


class CloseCase(BaseModel):
    """The decision on a case and why. Neither can be done without."""

    model_config = ConfigDict(str_strip_whitespace=True, defer_build=True)

    decision: CaseDecision
    reason: str = Field(min_length=1, max_length=4_000)


GatewayCustomerChecks.model_rebuild()
