"""What senders write for a country."""

from __future__ import annotations

import re

import pytest

from customer_risk.reference import countries
from customer_risk.reference.countries import country


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        (" fr ", "FR"),
        ("DEU", "DE"),
        ("usa", "US"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("EL", "GR"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("ALLEMAGNE", "DE"),
        ("the Netherlands", "NL"),
        ("Holland", "NL"),
        ("Côte d\u2019Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("россия", "RU"),
        ("中国", "CN"),
        ("Österreich", "AT"),
        ("Åland Islands", "AX"),
        ("Trinidad and Tobago", "TT"),
        ("Korea, North", "KP"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Dominica", "DM"),
        ("Dominican Republic", "DO"),
        ("Guinea", "GN"),
        ("Guinea-Bissau", "GW"),
        ("Georgia", "GE"),
        ("Kosovo", "XK"),
        ("Congo", "CG"),
        ("DR Congo", "CD"),
    ],
)
def test_read(written: str, code: str) -> None:
    assert country(written) == code


@pytest.mark.parametrize("written", ["string", "", "Atlantis", "SUN", "EU", "ZZ", "YU", "germ", "x" * 5000, "🇩🇪"])
def test_unknown_text_stays_as_given(written: str) -> None:
    assert country(written) == written


def test_table_has_every_code_once_with_its_alpha_3() -> None:
    rows = [line.split("|") for line in countries._TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert [row[0] for row in rows] == sorted(countries.CODES)
    assert all(re.fullmatch("[A-Z]{3}", row[1]) for row in rows)
    assert all(country(row[1].lower()) == row[0] for row in rows)


def test_no_name_means_two_countries() -> None:
    rows = [line.split("|") for line in countries._TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert all(country(name) == row[0] for row in rows for name in row[1:])
