from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from customer_risk.delivery.secrets import MasterKeys, MasterKeySource, hkdf, parse_master_keys

KEY = b"k" * 32
OTHER = b"o" * 32


def text(key: bytes) -> str:
    return b64encode(key).decode()


def test_hkdf_gives_the_published_vectors() -> None:
    # RFC 5869, appendix A.1 and A.3.
    material = bytes.fromhex("0b" * 22)
    with_salt = hkdf(material, bytes(range(0xF0, 0xFA)), 42, salt=bytes(range(13)))
    assert with_salt.hex() == ("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    assert hkdf(material, b"", 42).hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


@pytest.mark.parametrize("length", [1, 31, 32, 33, 64, 100])
def test_hkdf_agrees_with_another_implementation(length: int) -> None:
    expected = HKDF(algorithm=SHA256(), length=length, salt=None, info=b"info").derive(KEY)
    assert hkdf(KEY, b"info", length) == expected


def test_every_tenant_version_scope_and_use_has_a_secret_of_its_own() -> None:
    keys = MasterKeys(current=KEY)
    secrets = [
        *keys.signing_secrets("acme", (2, 1)),
        *keys.signing_secrets("acme2", (1,)),
        *keys.signing_secrets("acme", (1,), scope="endpoint-1"),
        *MasterKeys(current=OTHER).signing_secrets("acme"),
        keys.static_secret("acme"),
        keys.static_secret("acme", 2),
        keys.static_secret("acme2"),
    ]
    assert len(set(secrets)) == len(secrets)


def test_names_cannot_be_shifted_into_one_another() -> None:
    keys = MasterKeys(current=KEY)
    assert keys.signing_secrets("ab", scope="c") != keys.signing_secrets("a", scope="bc")
    assert keys.signing_secrets('a","b') != keys.signing_secrets("a", scope="b")


def test_a_signing_secret_is_what_standard_webhooks_asks_for() -> None:
    (secret,) = MasterKeys(current=KEY).signing_secrets("acme")
    assert secret.startswith("whsec_")
    assert len(b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert MasterKeys(current=KEY).signing_secrets("acme") == (secret,)


def test_while_the_master_key_rotates_both_keys_sign_newest_first() -> None:
    rotating = MasterKeys(current=OTHER, previous=KEY).signing_secrets("acme", (2, 1))
    assert rotating == (
        *MasterKeys(current=OTHER).signing_secrets("acme", (2, 1)),
        *MasterKeys(current=KEY).signing_secrets("acme", (2, 1)),
    )


def test_the_master_key_is_json_or_a_generated_string() -> None:
    assert parse_master_keys("x" * 64) == MasterKeys(current=b"x" * 64)
    assert parse_master_keys(f'{{"current": "{text(KEY)}", "previous": null}}') == MasterKeys(current=KEY)
    assert parse_master_keys(f' {{"current": "{text(KEY)}", "previous": "{text(OTHER)}"}}') == MasterKeys(
        current=KEY, previous=OTHER
    )


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "short",
        "x" * 31,
        "{",
        "{}",
        '{"current": null}',
        '{"current": 5}',
        f'{{"current": "{text(b"short")}"}}',
        '{"current": "not base64!"}',
        f'{{"current": "{text(KEY)}", "previous": "x"}}',
        f'{{"current": "{text(KEY)}", "previous": ""}}',
    ],
)
def test_anything_else_is_refused_without_telling_it(stored: str) -> None:
    with pytest.raises(ValueError, match=r"^the signing key is") as refused:
        parse_master_keys(stored)
    assert refused.value.__cause__ is None


class SecretsManager:
    def __init__(self) -> None:
        self.stored = "x" * 64
        self.calls: list[str] = []

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803  the client's own spelling
        self.calls.append(SecretId)
        return {"SecretString": self.stored}


def test_the_keys_are_read_again_every_five_minutes() -> None:
    service, now = SecretsManager(), [0.0]
    source = MasterKeySource(service, "arn", lambda: now[0])
    assert source() == MasterKeys(current=b"x" * 64)
    service.stored = "y" * 64
    now[0] = 299.0
    assert source() == MasterKeys(current=b"x" * 64)
    assert service.calls == ["arn"]
    now[0] = 300.0
    assert source() == MasterKeys(current=b"y" * 64)
