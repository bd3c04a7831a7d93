"""What a sender wrote for a country, read as ISO 3166-1 alpha-2.

Codes are known by heart. Names, and alpha-3 codes, stand in ``country_names.txt``, which is read when the first of
them comes: most senders only ever use codes. ``tools/country_names.py`` makes the file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("country_names.txt")

# ISO 3166-1 alpha-2, and XK, which everybody uses for Kosovo.
CODES = frozenset(
    {
        *("AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA"),
        *("BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV"),
        *("BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU"),
        *("CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES"),
        *("ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM"),
        *("GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU", "ID", "IE"),
        *("IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM"),
        *("KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY"),
        *("MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT"),
        *("MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU"),
        *("NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA"),
        *("RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM"),
        *("SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL"),
        *("TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE"),
        *("VG", "VI", "VN", "VU", "WF", "WS", "XK", "YE", "YT", "ZA", "ZM", "ZW"),
    }
)

_LONGEST = 100
"""No country's name is longer, and a longer text is not worth folding."""


def country(text: str) -> str:
    """The alpha-2 code of what ``text`` names, or ``text`` as it is where it names no country.

    Reads alpha-2 and alpha-3 codes in any case, ``UK`` and the EU's ``EL``, English names in their usual forms, names
    in the languages of the country itself and in the larger European languages, Arabic and Chinese.
    """
    code = text.strip().upper()
    if code in CODES:
        return code
    if len(text) > _LONGEST:
        return text
    return _names().get(folded(text), text)


def folded(name: str) -> str:
    """A name without case, accents, punctuation and a leading article, as the table's names are compared."""
    decomposed = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    letters = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return re.sub(r"[\W_]+", " ", letters).strip().removeprefix("the ")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Folded names and alpha-3 codes to alpha-2."""
    names: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, *known = line.split("|")
            names.update((folded(name), code) for name in known)
    return names
