"""What a statement imports, seen from a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.tables import ROOT


def heavy_after(statement: str) -> str:
    """The list, as Python prints it, of modules of the heavy packages that are loaded once ``statement`` has run."""
    code = (
        f"import sys; {statement}; "
        "print([m for m in sys.modules if m.partition('.')[0] in ('aws_lambda_powertools', 'pydantic', 'botocore')])"
    )
    done = subprocess.run(  # noqa: S603  our own interpreter and code
        [sys.executable, "-c", code],
        cwd=ROOT / "functions",
        env=os.environ | {"PYTHONPATH": str(ROOT / "layers" / "customer_risk")},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()
