"""A throw-away certificate authority for callback receivers on this machine."""

from __future__ import annotations

from pathlib import Path

import trustme

from tools.local_stack.home import Home, write_private


def ensure_authority(home: Home) -> None:
    """Create `ca.pem` and `ca.key` unless they are there; they are kept for as long as the folder is."""
    if home.ca_file.exists() and home.ca_key_file.exists():
        return
    authority = trustme.CA(organization_name="Customer Risk local stack")
    write_private(home.ca_key_file, authority.private_key_pem.bytes().decode())
    write_private(home.ca_file, authority.cert_pem.bytes().decode())


def authority(certificate: Path, key: Path) -> trustme.CA:
    """Return the authority of a stack, to issue receivers' certificates with."""
    return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
