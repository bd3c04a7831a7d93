"""Make a new dictionary for stored snapshots: ``python -m tools.dictionary VERSION``.

It is made of what the code itself says (factors and their sentences) and of the shipped sample requests as they are
assessed; what comes last is found most cheaply. Never make a version anew that anything was stored with.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from pathlib import Path

import zstandard

from tools.local_stack.home import ROOT

LAYER = ROOT / "layers" / "customer_risk"
for _folder in (LAYER, ROOT / "functions"):
    sys.path.insert(0, str(_folder))


def content() -> bytes:
    """The dictionary: the texts of all factors, then assessments of the shipped samples."""
    factors = sorted((LAYER / "customer_risk" / "scoring" / "factors").glob("*.py"))
    texts = [text for path in factors for text in re.findall(r'"([^"\n]{3,})"', path.read_text())]
    return " ".join(texts).encode() + b"".join(_assessed())


def _assessed() -> list[bytes]:
    from tests.support.client import SAMPLES  # noqa: PLC0415  needs the paths above
    from tests.support.in_process import in_process  # noqa: PLC0415

    found = []
    with in_process() as stack, contextlib.redirect_stdout(io.StringIO()):
        for path in sorted((SAMPLES / "customer_checks").glob("*.json")):
            if path.stem.startswith(("full", "older")):
                continue  # measured with, so not trained on
            answer = stack.check(json.loads(path.read_text())).json()
            found.append(stack.document(answer["checkId"]))
            stack.wait(1)
    return found


if __name__ == "__main__":
    target = Path(LAYER / "customer_risk" / "storage" / f"dictionary-{int(sys.argv[1])}.zst")
    data = content()
    target.write_bytes(zstandard.ZstdCompressor(level=19).compress(data))
    print(f"{target.relative_to(ROOT)}: {len(data):,} bytes, {target.stat().st_size:,} stored")
