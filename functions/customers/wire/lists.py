"""The lists of a customer, one entry each.

A further list is a further entry (and, where the profile has a place for it, a line in ``customers.mapping.rows``).

The nine of document 003 are followed by our extensions, which have their own prefix (ruling E20).
"""

from __future__ import annotations

from customer_risk.records import Record
from customers.wire.fields import Field, Kind, choice, day, flag, money, optional, ours, text, whole


class ListSpec(Record):
    """One list: its ``path`` below the customer, the name of its rows' ids, the properties of a row.

    ``shown`` is its name among the ``lists`` of a whole customer, shown for organisations only where
    ``of_organisations``: the document shows the lists of a person only, and these three are not among them.
    ``names_customer`` says whether its rows carry ``idCustomer`` (ruling E8). Rows that ``links`` lead to another
    customer of the tenant.
    """

    path: str
    key: str
    title: str
    fields: tuple[Field, ...]
    shown: str
    names_customer: bool = True
    of_organisations: bool = False
    extension: bool = False
    links: bool = False


_FILE = ours("filename", Kind.TEXT)
_YEAR = {"least": 1800, "most": 2999}

SCREENING_RISKS = "screening-risks"
STAKES, ROLES = "stakes", "roles"

LISTS = (
    ListSpec(
        path="id-card",
        key="idIdCard",
        title="identity cards",
        shown="idCards",
        fields=(
            choice("idIdCardType", "idCardTypes"),
            text("number"),
            day("expirationDate"),
            flag("copy"),
            _FILE,
        ),
    ),
    ListSpec(
        path="addresses",
        key="idAddress",
        title="addresses",
        shown="addresses",
        fields=(
            text("streetName"),
            text("city"),
            text("postcode"),
            choice("idCountry", "countries"),
            flag("verified"),
            _FILE,
        ),
    ),
    ListSpec(
        path="communication-means",
        key="idCommunicationMeans",
        title="means of communication",
        shown="communicationMeans",
        fields=(choice("idCommunicationMeansType", "communicationMeansTypes"), text("value", longest=500)),
    ),
    ListSpec(
        path="wealth",
        key="idWealth",
        title="sources of wealth",
        shown="wealthEntries",
        fields=(choice("idWealthScale", "wealthScales"), choice("idWealthStatus", "wealthStatuses"), text("source")),
    ),
    ListSpec(
        path="annual-income",
        key="idAnnualIncome",
        title="sources of income",
        shown="annualIncomeEntries",
        fields=(
            choice("idAnnualIncomeScale", "annualIncomeScales"),
            choice("idAnnualIncomeStatus", "annualIncomeStatuses"),
            text("source"),
        ),
    ),
    ListSpec(
        path="counterparty",
        key="idFund",
        title="counterparties",
        shown="counterparties",
        names_customer=False,
        of_organisations=True,
        fields=(
            text("counterpartName"),
            choice("idCountry", "countries"),
            choice("idFundType", "fundTypes"),
            optional(text, "comments", longest=4000),
        ),
    ),
    ListSpec(
        path="financial-statement",
        key="idStatement",
        title="financial statements",
        shown="financialStatements",
        names_customer=False,
        of_organisations=True,
        fields=(
            choice("idStatementType", "statementTypes"),
            whole("year", **_YEAR),
            money("income"),
            optional(money, "expenses"),
            flag("copy"),
        ),
    ),
    ListSpec(
        path="country-presence",
        key="idCountryPresence",
        title="countries of presence",
        shown="countryPresence",
        names_customer=False,
        of_organisations=True,
        fields=(choice("idCountry", "countries"), whole("year", **_YEAR)),
    ),
    ListSpec(
        path=SCREENING_RISKS,
        key="idScreeningRisk",
        title="screening risks",
        shown="screeningRisks",
        # Ruling E9: snake case here and nowhere else.
        fields=(
            choice("idScreeningRiskType", "screeningRiskTypes"),
            text("full_name", longest=500),
            whole("score", most=100),
            flag("inspected", required=False, default=False),
            flag("confirmed", required=False, default=False),
            flag("manual_addition", required=False, default=True),
            ours("identifier", Kind.TEXT),
            ours("type", Kind.TEXT),
            ours("json", Kind.JSON),
            ours("md5", Kind.TEXT),
        ),
    ),
    ListSpec(
        path=STAKES,
        key="idStake",
        title="stakes in other customers",
        shown="stakesOut",
        extension=True,
        links=True,
        fields=(
            Field(name="idInternalCustomer", kind=Kind.KEY),
            choice("idStakeType", "stakeTypes"),
            money("percentage"),
            optional(text, "comments", longest=4000),
            ours("idCustomerTo"),
        ),
    ),
    ListSpec(
        path=ROLES,
        key="idCustomerAssociation",
        title="roles at other customers",
        shown="rolesOut",
        extension=True,
        links=True,
        fields=(
            Field(name="idInternalCustomer", kind=Kind.KEY),
            choice("idRoleType", "roleTypes"),
            optional(text, "comments", longest=4000),
            ours("idCustomerTo"),
        ),
    ),
    ListSpec(
        path="documents",
        key="idDocument",
        title="documents",
        shown="documents",
        extension=True,
        fields=(
            choice("idDocumentType", "documentTypes"),
            text("description", longest=1000),
            optional(day, "receivedDate"),
            optional(text, "filename"),
        ),
    ),
    ListSpec(
        path="events",
        key="idEvent",
        title="events",
        shown="events",
        extension=True,
        fields=(
            choice("idEventType", "eventTypes"),
            text("description", longest=4000),
            day("eventDate"),
        ),
    ),
)

BY_PATH = {spec.path: spec for spec in LISTS}
"""Every list by its path."""
