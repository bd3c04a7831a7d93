"""The customer itself: ``main``, and ``details`` of a person and of an organisation."""

from __future__ import annotations

from collections.abc import Mapping

from customers.wire.fields import Field, Kind, choice, day, flag, optional, ours, text

PERSON, ORGANISATION = 1, 2
"""The ids of ``idCustomerType``."""

MAIN = (
    Field(name="idInternalCustomer", kind=Kind.KEY),
    choice("idCustomerType", "customerTypes"),
    choice("idCustomerStatus", "customerStatuses"),
    Field(name="idUserResponsibleOfficer", kind=Kind.USER, least=1),
    optional(text, "otherInfo", longest=4000),
    optional(text, "referralAgent"),
    optional(day, "relationshipStartDate"),
    optional(day, "relationshipEndDate"),
    ours("idCustomer"),
    ours("idUserLastModified"),
    ours("idUser"),
    ours("printName", Kind.TEXT),
)
"""``main``, of either kind of customer."""

_OF_PERSON = (
    day("dateBirth"),
    text("firstName"),
    text("lastName"),
    optional(text, "maidenName"),
    optional(text, "profession"),
    choice("idCountryBirth", "countries"),
    choice("idCountryNationality", "countries"),
    choice("idCountryResidence", "countries"),
    choice("idGender", "genders"),
    choice("idMaritalStatus", "maritalStatuses"),
    flag("nonFaceToFace"),
    ours("idCustomer"),
)

_OF_ORGANISATION = (
    day("dateIncorporation"),
    choice("idCountryActivity", "countries"),
    choice("idCountryDomiciliary", "countries"),
    choice("idCountryIncorporation", "countries"),
    choice("idIncorporationType", "incorporationTypes"),
    text("mainBusinessActivity", longest=1000),
    text("registeredName"),
    text("registrationNo"),
    optional(text, "tradeName"),
    ours("idCustomer"),
)

DETAILS: Mapping[int, tuple[Field, ...]] = {PERSON: _OF_PERSON, ORGANISATION: _OF_ORGANISATION}
"""``details`` by ``idCustomerType``."""

CHECKED = ("checkedDocuments", "checkedActivityRisks", "checkedBehaviorRisks", "checkedEnhancedChecks")
"""The checked lists, each named like the classifier its ids come from."""
