"""What postcodes look like, by country (Universal Postal Union, and Unicode CLDR's postal-code data)."""

from __future__ import annotations

import re
from functools import cache

# "#" stands for a digit, "@" for a letter, anything else for itself. Spaces and hyphens do not count on either side.
_FORMS = {
    "###": "FO IS LS MG PG",
    "####": "AF AL AM AT AU BD BE BG CC CH CV CX CY DK GE GL GW HU LI LU MK MZ NE NF NO NZ PH SI SJ TN ZA",
    "#####": (
        "AX BA BT CR CU CZ DE DO DZ EE EG ES ET FI FR GF GP GR GT HR ID IQ IT JO KE KR KW LA LK MA MC ME MF MM MN MQ MX"
        " MY NC NI NP PE PF PK PL PM RE RS SD SE SK SM SN TH TR UA UY VA WF XK YT ZM"
    ),
    "######": "BY CN CO EC IN KG KZ NG RO RU SG TJ TM TT UZ VN",
    "#######": "CL IL JP",
    "#### #######": "PT",
    "##### #########": "AS GU MP PR US VI",
    "##### ##########": "IR SA",
    "##### ########": "BR",
    "### ##### ######": "TW",
    "####@@": "NL",
    "@#@#@#": "CA",
    "#### @####@@@": "AR",
    "#### AZ####": "AZ",
    "#### LV####": "LV",
    "#### MD####": "MD",
    "#### HT####": "HT",
    "#### PY####": "PY",
    "#### VE#### ####@": "VE",
    "##### LT#####": "LT",
    "##### ######": "KH",
    "### ####": "BH OM",
    "######## ####": "LB",
    "AD###": "AD",
    "BB#####": "BB",
    "@@####": "BN",
    "@@## @@@@": "BM",
    "KY#####": "KY",
    "@###": "SZ",
    "VG####": "VG",
    "@@@####": "MT",
}

_IRISH = r"(?:[AC-FHKNPRTV-Y]\d{2}|D6W)[0-9AC-FHKNPRTV-Y]{4}"
# Royal Mail, PAF programmers' guide; GIR 0AA was Girobank's.
_BRITISH = r"(?:[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2}|GIR0AA)"
_OWN = {
    "GB": _BRITISH,
    "IM": r"IM\d{2,3}[A-Z]{2}",
    "JE": r"JE\d{2,3}[A-Z]{2}",
    "GG": r"GY\d{2,3}[A-Z]{2}",
    "GI": r"GX111AA",
    "FK": r"FIQQ1ZZ",
    "IE": _IRISH,
    "SO": r"[A-Z]{2}\d{5}",
}

WITHOUT = frozenset(
    {
        *("AE", "AG", "AN", "AO", "AW", "BF", "BI", "BJ", "BO", "BS", "BW", "BZ", "CD", "CF", "CG", "CI", "CK"),
        *("CM", "DJ", "DM", "ER", "FJ", "GA", "GD", "GH", "GM", "GN", "GQ", "GY", "HK", "JM", "KI", "KM", "KN"),
        *("KP", "ML", "MO", "MR", "MU", "MW", "NR", "NU", "QA", "RW", "SB", "SC", "SL", "SR", "ST", "SY", "TD"),
        *("TG", "TK", "TL", "TO", "TV", "TZ", "UG", "VU", "WS", "YE", "ZW"),
    }
)
"""Countries where addresses have no postcode, or hardly anybody writes one."""

# The first digit of a ZIP code tells a group of states (USPS Publication 65); military mail goes by 0, 3 and 9.
_ZIP_GROUPS = {
    "0": "CT MA ME NH NJ RI VT PR VI NY AE",
    "1": "DE NY PA",
    "2": "DC MD NC SC VA WV",
    "3": "AL FL GA MS TN AA",
    "4": "IN KY MI OH",
    "5": "IA MN MT ND SD WI DC",
    "6": "IL KS MO NE",
    "7": "AR LA OK TX",
    "8": "AZ CO ID NM NV UT WY TX",
    "9": "AK CA HI OR WA AP AS GU MP FM MH PW",
}
# The first letter of a Canadian postcode tells the province (Canada Post, Addressing guidelines).
_CANADIAN = {
    "A": "NL",
    "B": "NS",
    "C": "PE",
    "E": "NB",
    "G": "QC",
    "H": "QC",
    "J": "QC",
    "K": "ON",
    "L": "ON",
    "M": "ON",
    "N": "ON",
    "P": "ON",
    "R": "MB",
    "S": "SK",
    "T": "AB",
    "V": "BC",
    "X": "NU NT",
    "Y": "YT",
}
_REGIONS = {"US": _ZIP_GROUPS, "CA": _CANADIAN}


def compact(postcode: str) -> str:
    """A postcode as it is compared: without spaces and hyphens, in capitals."""
    return re.sub(r"[\s\-\u2013]", "", postcode).upper()


def possible(postcode: str, country: str) -> bool | None:
    """Whether ``country`` (alpha-2) has postcodes like that; ``None`` where nothing is known of them."""
    form = _OWN.get(country) or _forms().get(country)
    if form is None:
        return None
    short = compact(postcode)
    prefixed = short.removeprefix(country)  # as in D-10115 or SE-111 22 with the country's own code
    return any(re.fullmatch(form, each, re.ASCII) for each in (short, prefixed))


def fits_region(postcode: str, region: str, country: str) -> bool | None:
    """Whether a postcode lies in the state or province of that code; ``None`` where that cannot be told."""
    groups = _REGIONS.get(country)
    said = region.strip().upper().removeprefix(f"{country}-")
    if groups is None or not any(said in members.split() for members in groups.values()):
        return None
    return said in groups.get(compact(postcode)[:1], "").split()


@cache
def _forms() -> dict[str, str]:
    """Regular expressions by country."""
    found: dict[str, str] = {}
    for forms, countries in _FORMS.items():
        pattern = forms.replace("#", r"\d").replace("@", "[A-Z]").replace(" ", "|")
        found |= dict.fromkeys(countries.split(), pattern)
    return found
