"""Rules of the customer's own lists, in the order of document 004."""

from __future__ import annotations

from typing import Any

from amlyze_intake.rules import items
from amlyze_intake.rules.rule import At, Finding, ListRules, Rule, Wrapper, absent, lacking, undefined, wrong_type
from amlyze_intake.wire.customer import (
    AppealReason,
    CountryOfTaxPayment,
    DeclaredTurnover,
    IntroductionSource,
    OrderedService,
    PaymentCountry,
    PaymentPurpose,
    SourceOfWealth,
)

_DIRECTION = "TurnoverDirection is invalid"
_NO_DIRECTION = "turnoverDirection is absent or neither IN nor OUT"


def _no_bound(at: At[DeclaredTurnover]) -> Finding:
    return at.item.from_ is None and at.item.to is None


_APPEAL_REASON: tuple[Rule[AppealReason], ...] = (
    Rule(
        "AR01",
        "AppealReasonType is mandatory and can't be empty",
        "appealReasonType is absent",
        absent(lambda a: a.appeal_reason_type),
        public=False,
    ),
    Rule(
        "AR02",
        "AppealReasonType is mandatory and must be defined in Amlyze",
        "appealReasonType is not in its classifier",
        undefined("appealReasonType", lambda a: a.appeal_reason_type),
        public=False,
    ),
)

_INTRODUCTION: tuple[Rule[IntroductionSource], ...] = (
    Rule(
        "IN01",
        "IntroductionSource not found in amlyze",
        "introductionSource is absent or not in its classifier",
        lacking("introductionSourceType", lambda i: i.introduction_source),
        public=False,
    ),
)

_SERVICE: tuple[Rule[OrderedService], ...] = (
    Rule(
        "OS01",
        "ServiceType not found in Amlyze",
        "serviceType is absent or not in its classifier",
        lacking("serviceType", lambda s: s.service_type),
        public=False,
    ),
)

_TURNOVER: tuple[Rule[DeclaredTurnover], ...] = (
    Rule(
        "DT01", "TurnoverType is mandatory", "turnoverType is absent", absent(lambda t: t.turnover_type), public=False
    ),
    Rule(
        "DT02",
        "TurnoverType must exist in amlyze",
        "turnoverType is not in its classifier",
        undefined("turnoverType", lambda t: t.turnover_type),
        public=False,
    ),
    Rule("DT03", "", "turnoverRange is absent or unknown", absent(lambda t: t.turnover_range), public=False),
    Rule(
        "DT04",
        "At least one value must be specified (FROM, TO)",
        "neither from nor to is a number",
        _no_bound,
        public=False,
    ),
    wrong_type(),
)

_PURPOSE: tuple[Rule[PaymentPurpose], ...] = (
    Rule(
        "PP01",
        "PaymentPurposeType does not exist in Amlyze",
        "paymentPurposeType is absent or not in its classifier",
        lacking("paymentPurposeType", lambda p: p.payment_purpose_type),
        public=False,
    ),
    Rule("PP02", _DIRECTION, _NO_DIRECTION, absent(lambda p: p.turnover_direction), public=False),
)

_WEALTH: tuple[Rule[SourceOfWealth], ...] = (
    Rule(
        "SW01",
        "Code not found in Amlyze",
        "code is absent or not in the classifier sourceOfWealth",
        lacking("sourceOfWealth", lambda w: w.code),
        public=False,
        ours=True,
    ),
    wrong_type(),
)

_PAYMENT_COUNTRY: tuple[Rule[PaymentCountry], ...] = (
    Rule("RC02", "PaymentCountry can't be empty", "country is absent", absent(lambda p: p.country), public=False),
    Rule(
        "RC01",
        "PaymentCountry not found in Amlyze",
        "country is no country",
        undefined("country", lambda p: p.country),
    ),
    Rule("RC03", _DIRECTION, _NO_DIRECTION, absent(lambda p: p.turnover_direction), public=False),
)

_TAX: tuple[Rule[CountryOfTaxPayment], ...] = (
    Rule(
        "COTP02", "CountryOfTaxPayment can't be empty", "country is absent", absent(lambda c: c.country), public=False
    ),
    Rule(
        "COTP01",
        "CountryOfTaxPayment not found in Amlyze",
        "country is no country",
        undefined("country", lambda c: c.country),
    ),
    wrong_type(),
)

LISTS: tuple[ListRules[Any], ...] = (
    ListRules(
        "listContact",
        lambda c: c.list_contact,
        Wrapper("Problem with Customer Contact index = {} .", "Contact", public=False),
        items.CONTACT,
    ),
    ListRules(
        "listAddress",
        lambda c: c.list_address,
        Wrapper("Problem with Address (index: {} ).", "Q004"),
        items.address(
            undefined_type="AddressType is not defined in Amlyze.",
            undefined_code="ADR03",
            undefined_public=False,
            country_public=True,
        ),
    ),
    ListRules(
        "listBusinessEntityDocument",
        lambda c: c.list_business_entity_document,
        Wrapper("Problem with Customer BusinessEntityDocument index = {} .", "Q002"),
        items.document(
            entity_type="EntityType is mandatory. values: INDIVIDUAL, ORGANIZATION",
            first_public=False,
            number_public=False,
            country_public=True,
        ),
    ),
    ListRules(
        "listAppealReason",
        lambda c: c.list_appeal_reason,
        Wrapper("Problem with ListAppealReason (index: {} ).", "AppealReason", public=False),
        _APPEAL_REASON,
    ),
    ListRules(
        "listIntroductionSource",
        lambda c: c.list_introduction_source,
        Wrapper("Problem with IntroductionSource (index: {} ).", "IntroductionSource", public=False),
        _INTRODUCTION,
    ),
    ListRules(
        "listOrderedService",
        lambda c: c.list_ordered_service,
        Wrapper("Problem with OrderedService (index: {} ).", "OrderedService", public=False),
        _SERVICE,
    ),
    ListRules(
        "listDeclaredTurnover",
        lambda c: c.list_declared_turnover,
        Wrapper("Problem with DeclaredTurnover (index: {} ).", "DeclaredTurnover", public=False),
        _TURNOVER,
    ),
    ListRules(
        "listIncomeSource",
        lambda c: c.list_income_source,
        Wrapper("Problem with IncomeSource (index: {} ).", "IncomeSource", public=False),
        items.INCOME_SOURCE,
    ),
    ListRules(
        "listPaymentPurpose",
        lambda c: c.list_payment_purpose,
        Wrapper("Problem with PaymentPurpose (index: {} ).", "PaymentPurpose", public=False),
        _PURPOSE,
    ),
    ListRules(
        "listSourceOfWealth",
        lambda c: c.list_source_of_wealth,
        Wrapper("Problem with SourceOfWealth (index: {} ).", "SourceOfWealth", public=False, ours=True),
        _WEALTH,
    ),
    ListRules(
        "listPaymentCountry",
        lambda c: c.list_payment_country,
        Wrapper("Problem with PaymentCountry (index: {} ).", "Q014"),
        _PAYMENT_COUNTRY,
    ),
    ListRules(
        "listActivity",
        lambda c: c.list_activity,
        Wrapper("Problem with activity (index: {} ).", "Activity", public=False),
        items.ACTIVITY,
    ),
    ListRules(
        "listRegionOfActivity",
        lambda c: c.list_region_of_activity,
        Wrapper("Problem with RegionOfActivity (index: {} ).", "RegionOfActivity", public=False),
        items.REGION,
    ),
    ListRules(
        "listCountryOfActivity",
        lambda c: c.list_country_of_activity,
        Wrapper("Problem with CountryOfActivity (index: {} ).", "Q009"),
        items.ACTIVITY_COUNTRY,
    ),
    ListRules(
        "listCountryOfTaxPayment",
        lambda c: c.list_country_of_tax_payment,
        Wrapper("CountryOfTaxPayment (index: {} ).", "Q017"),
        _TAX,
    ),
    ListRules(
        "listAdditionalValues",
        lambda c: c.list_additional_values,
        Wrapper("", ""),
        items.additional_values(bad="Bad"),
    ),
)
