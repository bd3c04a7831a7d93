"""Start ministack with one change: a layer is unpacked once, not anew for every function process.

Each concurrent cold request is a process of its own, and ministack unpacks the layers (100 MB, 3,000 files) for
every one of them, holding its only interpreter lock for a second each. Here a process is given a layer that
merely leads to the one unpacked copy. Everything else, the 250 MB limit too, sees the layer as it was published.

Runs in ministack's own environment and changes its internals, which is why its version is pinned exactly.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
import threading
import zipfile
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from ministack.app import main  # type: ignore[import-not-found]  # only in ministack's own environment
from ministack.core import lambda_runtime  # type: ignore[import-not-found]  # as above
from ministack.services import lambda_svc  # type: ignore[import-not-found]  # as above

SITE = f"python/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
UNPACKED = Path(tempfile.gettempdir()) / "layers"

_published = lambda_svc._resolve_layer_zip  # noqa: SLF001  # there is no public place to change this
_spawn = lambda_runtime.Worker._spawn  # noqa: SLF001  # as above
_starting: ContextVar[bool] = ContextVar("starting", default=False)
_unpacking = threading.Lock()


def _layer(reference: Any) -> bytes | None:
    """Return a layer as published or, for a process that starts, one that leads to the unpacked copy."""
    published: bytes | None = _published(reference)
    return _leading_to(_unpacked(published)) if published and _starting.get() else published


def _unpacked(layer: bytes) -> Path:
    folder = UNPACKED / hashlib.sha256(layer).hexdigest()
    with _unpacking:
        if not folder.exists():
            draft = folder.with_suffix(f".{os.getpid()}")
            with zipfile.ZipFile(io.BytesIO(layer)) as archive:
                archive.extractall(draft)
            draft.rename(folder)
    return folder


def _leading_to(folder: Path) -> bytes:
    # The worker handles a layer's site-packages as a site directory, so a .pth file there is run. The unpacked
    # folder must come first: the worker's own interpreter has other versions of the same packages.
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{SITE}/layer.pth", f"import sys; sys.path.insert(0, {str(folder / 'python')!r})\n")
    return buffer.getvalue()


def _start(worker: Any) -> None:
    token = _starting.set(True)
    try:
        _spawn(worker)
    finally:
        _starting.reset(token)


if __name__ == "__main__":
    lambda_svc._resolve_layer_zip = _layer  # noqa: SLF001  # as above
    lambda_runtime.Worker._spawn = _start  # noqa: SLF001  # as above
    main()
