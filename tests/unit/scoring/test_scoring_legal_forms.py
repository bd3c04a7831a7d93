"""Legal forms given by their codes are read by GLEIF's list, and names are left alone."""

from __future__ import annotations

from datetime import date

import pytest

from customer_risk.profile import Organisation, Party, PartyKind, Profile
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.engine import score
from customer_risk.scoring.legal_forms import is_unknown_code, read
from customer_risk.scoring.model import shipped_model
from customer_risk.scoring.result import Subject
from customer_risk.screening.result import Screening, ScreeningStatus


def told(legal_form: str, country: str | None = "DE") -> list[tuple[str, str]]:
    """What the two factors that read a legal form say of it."""
    of = Organisation(name="Acme", kind="company", legal_form=legal_form, registration_country=country)
    subject = Subject(
        profile=Profile(customer_id="c", party=Party(kind=PartyKind.ORGANISATION, organisation=of)),
        screening=Screening(status=ScreeningStatus.COMPLETE, parties=1),
        today=date(2026, 11, 21),
    )
    scoring = score(shipped_model(), CountryTable.shipped(), subject)
    return [(line.factor, line.outcome) for line in scoring.lines if line.factor in {"legal-form", "organisation-kind"}]


def test_a_code_has_a_country_and_a_name_for_each_of_its_languages() -> None:
    german = read(" 2hbr ")
    assert german is not None
    assert (german.code, german.country) == ("2HBR", "DE")
    assert german.names == ("Gesellschaft mit beschränkter Haftung",)
    assert read("GmbH") is None


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("2HBR", False),
        ("0ZZ0", True),
        ("GMBH", False),
        ("8888", False),
        ("9999", False),
        ("Ltd", False),
        ("2HBR9", False),
    ],
)
def test_only_what_looks_like_a_code_and_is_none_is_unknown(text: str, unknown: bool) -> None:  # noqa: FBT001
    assert is_unknown_code(text) is unknown


@pytest.mark.parametrize(
    ("text", "country", "seen"),
    [
        ("2HBR", "DE", []),
        ("2HBR", "PT", [("legal-form", "elsewhere")]),
        ("2HBR", None, []),
        ("2HBR", "nowhere", []),
        ("0ZZ0", "DE", [("legal-form", "unknown")]),
        ("GmbH", "DE", []),
        # a foundation: Stiftung des öffentlichen Rechts
        ("FEBD", "DE", [("organisation-kind", "high")]),
    ],
)
def test_codes_are_held_against_the_country_of_registration_and_read_by_name(
    text: str, country: str | None, seen: list[tuple[str, str]]
) -> None:
    assert told(text, country) == seen
