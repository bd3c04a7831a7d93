"""Who the customer is, in no dialect's words.

Every dialect maps its wire models to a :class:`Profile` and nothing behind the mapping sees a wire model again. All
values are optional, because every dialect leaves something out: ``None`` or an empty tuple means *not said*, which
the risk model may treat as a risk of its own, so mappings never fill a gap with a default.

Countries are upper-case ISO 3166-1 alpha-2 where the sender's value could be read as a country, else the text as
given. Amounts are in the tenant's base currency unless a currency stands beside them. Shares run from 0 to 1.
"""

from __future__ import annotations

from enum import StrEnum

from customer_risk.levels import RiskLevel
from customer_risk.partial_date import PartialDate
from customer_risk.records import Record

LONGEST_ID = 256
"""Characters of a customer's id, in every dialect: one customer can be named in all of them (document 004 says 256)."""


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


class RelationKind(StrEnum):
    """How another party stands to the one that names it. Ownership and control carry risk, mere association shows."""

    SHAREHOLDER = "shareholder"
    STAFF = "staff"
    ACCOUNT_HOLDER = "account_holder"
    COUNTERPARTY = "counterparty"
    RELATED = "related"


class Extra(Record):
    """A typed value the tenant added to the schema (Amlyze's additional values)."""

    code: str
    datatype: str
    description: str | None = None
    value: str | None = None


class PersonName(Record):
    """A person's name. ``full`` is set when the source does not split it; ``aliases`` are other full names."""

    full: str | None = None
    first: str | None = None
    middle: str | None = None
    last: str | None = None
    at_birth: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def display(self) -> str:
        """The name in reading order, or an empty string."""
        return self.full or " ".join(filter(None, (self.first, self.middle, self.last)))


class Identifier(Record):
    """A number somebody official gave: ``kind`` is national, social-security, tax, registration, lei, giin.

    ``type`` is the sender's own word for what sort of number of that kind it is.
    """

    kind: str
    value: str
    country: str | None = None
    type: str | None = None


class Document(Record):
    """A document that proves identity or existence."""

    id: str | None = None
    kind: str | None = None
    number: str | None = None
    issued: PartialDate | None = None
    expires: PartialDate | None = None
    issuing_country: str | None = None
    issuing_state: str | None = None
    issuing_authority: str | None = None
    link: str | None = None
    copy_held: bool | None = None
    describes: PartyKind | None = None


class Address(Record):
    """A postal address; ``verified`` is ``None`` when the source does not speak of verification."""

    id: str | None = None
    kind: str | None = None
    name: str | None = None
    street: str | None = None
    extra: str | None = None
    town: str | None = None
    postcode: str | None = None
    region: str | None = None
    country: str | None = None
    name_extra: str | None = None
    region_extra: str | None = None
    unstructured: str | None = None
    valid_since: PartialDate | None = None
    verified: bool | None = None
    for_correspondence: bool | None = None

    @property
    def present(self) -> bool:
        """Whether it says where, beyond naming a country."""
        return bool(self.street or self.town or self.postcode or self.unstructured)


class Means(Record):
    """A means of communication: ``kind`` is phone, email or web."""

    kind: str
    value: str
    id: str | None = None
    title: str | None = None


class Assessed(Record):
    """An assessment or score somebody else made of the party (a FICO score, say)."""

    name: str | None = None
    score: float | None = None
    status: str | None = None
    date: PartialDate | None = None
    notes: str | None = None
    reference: str | None = None


class Account(Record):
    """A bank account, card or wallet; ``use`` is reference or relationship where the sender tells them apart."""

    id: str | None = None
    use: str | None = None
    number: str | None = None
    email_id: str | None = None
    holder: str | None = None
    kind: str | None = None
    product_type: str | None = None
    product_code: str | None = None
    scheme: str | None = None
    status: str | None = None
    currency: str | None = None
    bank_name: str | None = None
    bank_identifier: str | None = None
    bank_country: str | None = None
    settlement_country: str | None = None
    last4: str | None = None
    expiry: str | None = None
    opened: PartialDate | None = None
    closed: PartialDate | None = None
    overdraft_limit: float | None = None
    credit_limit: float | None = None
    credit_currency: str | None = None
    contract_status: str | None = None
    contract_start: PartialDate | None = None
    contract_end: PartialDate | None = None
    contract_one_off: float | None = None
    contract_monthly: float | None = None
    contract_yearly: float | None = None
    contract_total: float | None = None
    attributes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    location: Address | None = None
    means: tuple[Means, ...] = ()


class Person(Record):
    """What is known of a natural person."""

    name: PersonName = PersonName()
    birth_date: PartialDate | None = None
    birth_place: str | None = None
    birth_country: str | None = None
    nationalities: tuple[str, ...] = ()
    residence_country: str | None = None
    legal_resident: bool | None = None
    gender: str | None = None
    marital_status: str | None = None
    occupation: str | None = None
    employment_status: str | None = None
    student: bool | None = None
    pensioner: bool | None = None
    activity_country: str | None = None


class Organisation(Record):
    """What is known of a company or any other legal entity."""

    name: str | None = None
    trade_names: tuple[str, ...] = ()
    registration_country: str | None = None
    domicile_country: str | None = None
    activity_countries: tuple[str, ...] = ()
    legal_form: str | None = None
    kind: str | None = None
    founded: PartialDate | None = None
    business_purposes: tuple[str, ...] = ()
    business_description: str | None = None
    division: str | None = None
    trademark: str | None = None
    complex_ownership: str | None = None
    multi_layered: bool | None = None
    no_major_shareholder: bool | None = None
    bearer_shares: bool | None = None
    directly_managed: bool | None = None
    financial_institution: bool | None = None
    listed: bool | None = None
    regulated: bool | None = None
    licence_required: bool | None = None
    licence: str | None = None
    audited: bool | None = None
    audits: int | None = None
    audit_period_years: int | None = None
    fined: bool | None = None
    fine_period_years: int | None = None
    employees: int | None = None
    asset_value: float | None = None
    third_party_services: str | None = None
    structure_description: str | None = None


class Declared(Record):
    """What the sender itself says of the party; ``None`` where it said nothing."""

    pep: bool | None = None
    pep_family: bool | None = None
    sanctioned: bool | None = None
    adverse_media: bool | None = None
    internal_list: bool | None = None
    list_purpose: str | None = None
    litigated: bool | None = None


class Party(Record):
    """A person or an organisation; a sole trader may be both, and ``kind`` then says which one signed.

    ``source_ids`` are further ids by which the sender's systems know the party; nobody official gave them.
    """

    kind: PartyKind = PartyKind.UNKNOWN
    id: str | None = None
    external_id: str | None = None
    source_ids: tuple[str, ...] = ()
    person: Person | None = None
    organisation: Organisation | None = None
    names: tuple[str, ...] = ()
    declared: Declared = Declared()
    identifiers: tuple[Identifier, ...] = ()
    documents: tuple[Document, ...] = ()
    addresses: tuple[Address, ...] = ()
    means: tuple[Means, ...] = ()
    accounts: tuple[Account, ...] = ()
    assessments: tuple[Assessed, ...] = ()
    relations: tuple[Relation, ...] = ()
    extras: tuple[Extra, ...] = ()

    @property
    def display(self) -> str:
        """The name a reader knows the party by, or an empty string."""
        organisation = self.organisation.name if self.organisation else None
        person = self.person.name.display if self.person else None
        first, second = (organisation, person) if self.kind is PartyKind.ORGANISATION else (person, organisation)
        return first or second or next(iter(self.names), "")


class Relation(Record):
    """Another party and how it stands to the one that names it."""

    kind: RelationKind
    party: Party
    id: str | None = None
    role: str | None = None
    description: str | None = None
    share: float | None = None
    vote_share: float | None = None
    liability: str | None = None
    verified: PartialDate | None = None


class Distribution(Record):
    """An expected share (0…1) of the business under some labels."""

    labels: tuple[str, ...]
    share: float | None = None


class Income(Record):
    """A source of income, wealth or turnover, as a range, a scale or a share of the whole."""

    id: str | None = None
    kind: str | None = None
    source: str | None = None
    scale: int | None = None
    status: int | None = None
    period: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    share: float | None = None
    comment: str | None = None


class Expected(Record):
    """Business the customer is expected to do, in the base currency."""

    income_daily: float | None = None
    income_monthly: float | None = None
    income_yearly: float | None = None
    ticket_average: float | None = None
    ticket_max: float | None = None
    count_daily: float | None = None
    count_monthly: float | None = None
    count_yearly: float | None = None
    volume_daily: float | None = None
    volume_monthly: float | None = None
    volume_yearly: float | None = None
    volatility: str | None = None
    deposit_delay: str | None = None
    discount_frequency: str | None = None
    business_purposes: tuple[Distribution, ...] = ()
    entry_modes: tuple[Distribution, ...] = ()


class Statement(Record):
    """A financial statement of one year."""

    year: int
    id: str | None = None
    kind: int | None = None
    income: float | None = None
    expenses: float | None = None
    copy_held: bool | None = None


class CountryTie(Record):
    """A country the customer deals with: ``kind`` is payment, presence, tax, activity or counterparty."""

    kind: str
    country: str
    id: str | None = None
    direction: str | None = None
    year: int | None = None
    number: str | None = None
    name: str | None = None
    comment: str | None = None
    fund_kind: int | None = None


class Deposit(Record):
    """The first deposit."""

    amount: float | None = None
    currency: str | None = None
    source: str | None = None
    bank: str | None = None
    account: str | None = None


class Channel(Record):
    """How the customer reaches us."""

    non_face_to_face: bool | None = None
    referred_by: str | None = None
    introduction_sources: tuple[str, ...] = ()
    entry_channel: str | None = None
    device_id: str | None = None
    device_kind: str | None = None
    operating_system: str | None = None
    ip_address: str | None = None
    ip_country: str | None = None
    internet_provider: str | None = None


class Business(Record):
    """What the customer does with us and where the money comes from."""

    products: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    appeal_reasons: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    activity_description: str | None = None
    activity_risks: tuple[int, ...] = ()
    behaviour_risks: tuple[int, ...] = ()
    enhanced_checks: tuple[int, ...] = ()
    documents_held: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    network: str | None = None
    cash_dominates: bool | None = None
    unit: str | None = None
    exemptions: tuple[str, ...] = ()
    expected: Expected = Expected()
    incomes: tuple[Income, ...] = ()
    wealth: tuple[Income, ...] = ()
    turnovers: tuple[Income, ...] = ()
    statements: tuple[Statement, ...] = ()
    countries: tuple[CountryTie, ...] = ()
    deposit: Deposit | None = None
    income_description: str | None = None


class Profile(Record):
    """One customer as all dialects see it.

    ``stated_level`` is the sender's opinion and may raise the level; ``imported_level`` is a level decided elsewhere
    and taken over as it is.
    """

    customer_id: str
    party: Party
    group_id: str | None = None
    category: str | None = None
    status: str | None = None
    role: str | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    applied: PartialDate | None = None
    approved: PartialDate | None = None
    stated_level: RiskLevel | None = None
    imported_level: RiskLevel | None = None
    next_review: PartialDate | None = None
    replaced: bool | None = None
    replaced_notes: str | None = None
    flags: tuple[str, ...] = ()
    underwriter: str | None = None
    underwriter_id: str | None = None
    officer: str | None = None
    channel: Channel = Channel()
    business: Business = Business()
