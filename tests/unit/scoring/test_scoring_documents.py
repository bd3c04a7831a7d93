from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_TOOLS = Path(__file__).resolve().parents[3] / "tools"


@pytest.mark.parametrize("tool", ["publish_model.py", "risk_factors_doc.py"])
def test_what_is_generated_is_up_to_date(tool: str) -> None:
    command = [sys.executable, str(_TOOLS / tool), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own tools
    assert (done.returncode, done.stderr) == (0, "")
