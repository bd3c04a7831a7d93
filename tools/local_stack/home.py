"""What a local stack keeps on disk: everything below one folder, so that deleting the folder forgets it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / ".local"  # the tools' own environments; stacks of one clone share them


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one stack. The default is `.local` of this clone; tests bring their own."""

    folder: Path

    @property
    def stack_file(self) -> Path:
        """Where the stack is and how to call it; readable by its owner only, for it holds keys."""
        return self.folder / "stack.json"

    @property
    def cloud_file(self) -> Path:
        """Process id and port of the emulated cloud; locked by that process for as long as it lives."""
        return self.folder / "cloud.json"

    @property
    def deployed_file(self) -> Path:
        """Fingerprint of the sources that were deployed last."""
        return self.folder / "deployed"

    @property
    def ca_file(self) -> Path:
        """The throw-away certificate authority that callback receivers on this machine use."""
        return self.folder / "ca.pem"

    @property
    def ca_key_file(self) -> Path:
        """The private key of `ca_file`."""
        return self.folder / "ca.key"

    @property
    def build(self) -> Path:
        """What `sam build` makes."""
        return self.folder / "sam" / "build"

    @property
    def build_cache(self) -> Path:
        """What `sam build` may use again."""
        return self.folder / "sam" / "cache"

    @property
    def scratch(self) -> Path:
        """The emulated cloud's temporary folder: unpacked functions and layers. Gone when it stops."""
        return self.folder / "tmp"

    def log(self, name: str) -> Path:
        """Log file of one step."""
        return self.folder / "logs" / f"{name}.log"

    def prepare(self) -> None:
        """Make the folders."""
        for folder in (self.folder, self.log("x").parent, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold off every other command that would start, change or stop this stack."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


DEFAULT = Home(SHARED)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, never visible half-written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
