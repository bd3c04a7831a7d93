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


type Text = Annotated[
    Annotated[str, StringConstraints(max_length=LONGEST)] | None,
    BeforeValidator(text_of, json_schema_input_type=str | int | None),
]
type Note = Annotated[
    Annotated[str, StringConstraints(max_length=LONGEST_NOTE)] | None,
    BeforeValidator(text_of, json_schema_input_type=str | int | None),
]


class Wire(BaseModel):
    """Base of every object that is read: unknown fields are ignored, ``null`` is *not said*."""

    model_config = ConfigDict(alias_generator=to_camel, defer_build=True)


class Authenticate(Wire):
    """An API key, in two parts: ``crk_<tenant>_<id>`` and the secret behind it."""

    api_key: Text = None
    client_secret: Text = None


class OfficialId(Wire):
    """A number somebody official gave: ``docType`` says what number it is, ``SSN`` where the country has just one."""

    doc_type: Text = None
    value: Text = None
    country: Text = None
    format: Text = None


class Options(Wire):
    """What to evaluate beside KYC."""

    include_fraud_check: bool | None = None
    use_express_kyc: Annotated[
        bool | None,
        Field(validation_alias=AliasChoices("useExpressKYC", "useExpressKyc"), serialization_alias="useExpressKYC"),
    ] = None


class Onboard(Wire):
    """A customer to be evaluated. ``entityId`` is an older name of ``externalId``."""

    first_name: Text = None
    last_name: Text = None
    official_id: OfficialId | None = None
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
    options: Options | None = None
    include_fraud_check: bool | None = None


class Named(Wire):
    """Which customer is meant."""

    customer_id: Text = None


class Decide(Named):
    """A manual approval or rejection, and why."""

    reason: Note = None


class Flagged(Named):
    """A report that something is wrong with a customer: a word for what it is, and perhaps a note."""

    flag: Text = None
    note: Note = None
