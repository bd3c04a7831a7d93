"""Make the table of country names from the Unicode CLDR: ``uv run --no-project --with babel==2.18.0 <this file>``."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale, UnknownLocaleError  # type: ignore[import-not-found]  # comes with the command above
from babel.core import get_global  # type: ignore[import-not-found]
from babel.languages import get_official_languages  # type: ignore[import-not-found]

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "layers" / "customer_risk"))

from customer_risk.reference.countries import CODES, folded  # noqa: E402  the layer is no installed package

TARGET = ROOT / "layers/customer_risk/customer_risk/reference/country_names.txt"

HEAD = """\
# alpha-2, then alpha-3 codes and names. Made by tools/country_names.py; do not edit.
# Names from the Unicode Common Locale Data Repository (CLDR), © Unicode, Inc., Unicode License v3, and common forms.
"""

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "tr", "ar", "zh")

# Usual English forms that CLDR does not list, former names included: passports and registers keep them for long.
USUAL = {
    "AE": ("UAE", "Emirates"),
    "BA": ("Bosnia", "Bosnia Herzegovina"),
    "BN": ("Brunei Darussalam",),
    "BO": ("Plurinational State of Bolivia",),
    "BS": ("Bahamas, The",),
    "CD": ("Democratic Republic of the Congo", "DR Congo", "DRC", "Congo-Kinshasa", "Zaire"),
    "CG": ("Republic of the Congo", "Congo", "Congo-Brazzaville"),
    "CI": ("Ivory Coast", "Cote d'Ivoire"),
    "CN": ("People's Republic of China", "PRC"),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic",),
    "DE": ("Federal Republic of Germany",),
    "FK": ("Falkland Islands (Malvinas)",),
    "FM": ("Federated States of Micronesia",),
    "GB": ("UK", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland",
           "United Kingdom of Great Britain and Northern Ireland"),
    "GM": ("Gambia, The",),
    "GR": ("EL", "Hellas"),
    "HK": ("Hong Kong",),
    "IE": ("Republic of Ireland",),
    "IR": ("Islamic Republic of Iran", "Iran (Islamic Republic of)"),
    "KP": ("DPRK", "Democratic People's Republic of Korea", "Korea (Democratic People's Republic of)", "Korea, North"),
    "KR": ("Republic of Korea", "Korea (Republic of)", "Korea, South", "Korea"),
    "LA": ("Lao People's Democratic Republic", "Lao PDR"),
    "MD": ("Republic of Moldova", "Moldova (Republic of)"),
    "MK": ("Macedonia", "The former Yugoslav Republic of Macedonia", "Republic of North Macedonia"),
    "MM": ("Burma", "Myanmar"),
    "MO": ("Macau", "Macao"),
    "NL": ("Holland", "The Netherlands"),
    "PS": ("Palestine", "State of Palestine"),
    "RU": ("Russian Federation",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey", "Türkiye"),
    "TW": ("Taiwan, Province of China", "Republic of China"),
    "TZ": ("United Republic of Tanzania", "Tanzania (United Republic of)"),
    "US": ("USA", "U.S.A.", "U.S.", "United States of America", "America"),
    "VA": ("Holy See", "Vatican"),
    "VE": ("Bolivarian Republic of Venezuela", "Venezuela (Bolivarian Republic of)"),
    "VN": ("Viet Nam",),
}  # fmt: skip


def names(code: str, alpha3: list[str]) -> list[str]:
    """Codes and names of one country, the surest first."""
    official = get_official_languages(code, regional=True, de_facto=True)
    found = [*alpha3, Locale("en").territories[code], *USUAL.get(code, ())]
    for language in (*official, *LANGUAGES):
        try:
            found.append(Locale.parse(language).territories.get(code, ""))
        except UnknownLocaleError:
            continue  # CLDR names a few languages it has no names in
    kept: dict[str, str] = {}
    for name in filter(None, found):
        kept.setdefault(folded(name), name)
    return list(kept.values())


def main() -> None:
    """Write the table: a name that would mean two countries goes to the one that lists it as English, or to none."""
    alpha3 = defaultdict(list)
    for alias, meant in get_global("territory_aliases").items():
        if len(alias) == len("ISO") and alias.isalpha() and len(meant) == 1:
            alpha3[meant[0]].append(alias)
    rows = {code: names(code, sorted(alpha3[code])) for code in sorted(CODES)}
    sure = {
        folded(name): code
        for code in rows
        for name in (*alpha3[code], Locale("en").territories[code], *USUAL.get(code, ()))
    }
    meant = defaultdict(set)
    for code, known in rows.items():
        for name in known:
            meant[folded(name)].add(code)
    lines = []
    for code, known in rows.items():
        kept = [name for name in known if sure.get(folded(name), code) == code]
        kept = [name for name in kept if folded(name) in sure or len(meant[folded(name)]) == 1]
        lines.append("|".join([code, *kept]))
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
