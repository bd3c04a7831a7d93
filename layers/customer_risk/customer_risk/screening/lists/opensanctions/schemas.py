"""Which schemas of FollowTheMoney can be listed, and as what (https://followthemoney.tech/explorer/)."""

from __future__ import annotations

from customer_risk.screening.entry import EntryKind

KINDS = {
    "Person": EntryKind.PERSON,
    "Organization": EntryKind.ORGANISATION,
    "Company": EntryKind.ORGANISATION,
    "PublicBody": EntryKind.ORGANISATION,
    "LegalEntity": EntryKind.UNKNOWN,
    "Vessel": EntryKind.VESSEL,
    "Airplane": EntryKind.AIRCRAFT,
    "CryptoWallet": EntryKind.UNKNOWN,
    "Asset": EntryKind.UNKNOWN,
    "Security": EntryKind.UNKNOWN,
    "Vehicle": EntryKind.UNKNOWN,
}
"""A ``LegalEntity`` is a person or an organisation, and nobody knows which."""

PRECISE_COUNTRIES = ("nationality", "citizenship", "jurisdiction", "country", "flag", "mainCountry")
IDENTIFIERS = {
    "passportNumber": "passport",
    "idNumber": "id number",
    "registrationNumber": "registration number",
    "taxNumber": "tax number",
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "leiCode": "lei",
    "vatCode": "vat",
    "swiftBic": "swift/bic",
    "bikCode": "bik",
    "dunsCode": "duns",
    "socialSecurityNumber": "social security number",
    "imoNumber": "imo number",
    "mmsi": "mmsi",
    "callSign": "call sign",
    "publicKey": "wallet",
    "isin": "isin",
    "serialNumber": "serial number",
}
