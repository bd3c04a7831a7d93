"""What callers send. Nothing is required here: what is missing or unusable is told by :mod:`lifecycle.reading`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

LONGEST = 256
LONGEST_NOTE = 2_000


def text_of(value: Any) -> Any:
    """Text without surrounding space; a whole number counts as the text of its digits, nothing as not said."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else value


_Short = Annotated[str, StringConstraints(max_length=LONGEST)]
_Long = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]
Text = Annotated[_Short | None, BeforeValidator(text_of, json_schema_input_type=_Short | int | None)]
Note = Annotated[_Long | None, BeforeValidator(text_of, json_schema_input_type=_Long | int | None)]


def needs(*names: str) -> ConfigDict:
    """Publish fields as required. They are asked for one by one, so that each can be named when it is missing."""
    return ConfigDict(json_schema_extra={"required": list(names)})


class Wire(BaseModel):
    """Base of every object that is read: unknown fields are ignored, ``null`` is *not said*."""

    model_config = ConfigDict(alias_generator=to_camel, defer_build=True)


class Authentication(Wire):
    """An API key, in two parts: ``crk_<tenant>_<id>`` and the secret behind it."""

    model_config = needs("apiKey", "clientSecret")

    api_key: Text = None
    client_secret: Text = None


class OfficialIdentifier(Wire):
    """A number somebody official gave: ``docType`` says what number it is, ``SSN`` where the country has just one."""

    model_config = needs("docType", "value", "country")

    doc_type: Text = None
    value: Text = None
    country: Text = None
    format: Text = None


class OnboardingOptions(Wire):
    """What to evaluate beside KYC."""

    include_fraud_check: bool | None = None
    use_express_kyc: Annotated[
        bool | None,
        Field(validation_alias=AliasChoices("useExpressKYC", "useExpressKyc"), serialization_alias="useExpressKYC"),
    ] = None


class Onboarding(Wire):
    """A customer to be evaluated. ``entityId`` is an older name of ``externalId``."""

    model_config = needs(
        *("firstName", "lastName", "officialId", "email", "phone", "dob", "address", "city", "state", "zipCode"),
        "country",
    )

    first_name: Text = None
    last_name: Text = None
    official_id: OfficialIdentifier | None = None
    email: Text = None
    phone: Text = None
    dob: Text = None
    address: Text = None
    city: Text = None
    state: Text = None
    zip_code: Text = None
    country: Text = None
    external_id: Annotated[Text, Field(validation_alias=AliasChoices("externalId", "entityId"))] = None
    ip_address: Text = None
    gender: Text = None
    nationality: Text = None
    options: OnboardingOptions | None = None
    include_fraud_check: bool | None = None


class MeantCustomer(Wire):
    """Which customer is meant."""

    model_config = needs("customerId")

    customer_id: Text = None


class ManualDecision(MeantCustomer):
    """A manual approval or rejection, and why."""

    model_config = needs("customerId", "reason")

    reason: Note = None


class FraudReport(MeantCustomer):
    """A report that something is wrong with a customer: a word for what it is, and perhaps a note."""

    model_config = needs("customerId", "flag")

    flag: Text = None
    note: Note = None
