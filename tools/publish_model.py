"""Turn the YAML of the shipped risk models into the published form that is loaded.

``python tools/publish_model.py`` writes it, ``--check`` only says whether it is what the YAML says.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "layers" / "customer_risk"))

from customer_risk.scoring import engine  # noqa: F401 -- fills the catalogue the model is checked against
from customer_risk.scoring.authoring import ModelError, parse_model
from customer_risk.scoring.model import MODELS, published


def main(arguments: list[str]) -> int:
    """Publish every model; 1 when one is wrong or, with ``--check``, out of date."""
    failed = False
    for source in sorted(MODELS.glob("*.yaml")):
        target = source.with_suffix(".json")
        try:
            document = published(parse_model(source.read_text(encoding="utf-8")))
        except ModelError as error:
            print(f"{source.name}:\n{error}", file=sys.stderr)
            failed = True
            continue
        current = target.read_bytes() if target.exists() else b""
        if "--check" in arguments:
            if current != document:
                print(f"{target.name} is not what {source.name} says: run {Path(__file__).name}", file=sys.stderr)
                failed = True
        else:
            target.write_bytes(document)
            print(f"{target.name}: {len(document)} bytes")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
