"""Which addresses a callback may be sent to.

Whoever can name a callback address makes our function open a connection. So the address is parsed by one strict
grammar (what two parsers could read differently is refused), its name is looked up once, every address found is
checked, and the connection is made to a checked address, never to the name again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address

from customer_risk.delivery.networks import denied
from customer_risk.records import Record

MAX_LENGTH = 2048
PORTS = frozenset({443, 4443, 8443, 9443, 10443})
"""Ports where receivers of webhooks live; all others serve something else."""

_PRINTABLE = re.compile(r"[!-~]+")
# Only these characters, none that RFC 3986 leaves out (quotes, angle brackets, braces, backslash, caret, bar).
_URL = re.compile(
    r"(?P<scheme>[A-Za-z]+)://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*)?(?P<query>\?[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*)?"
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Names that never leave a local network (RFC 6761, 6762, 7686, 8375; ICANN's reservation of .internal).
_LOCAL_NAMES = frozenset({"localhost", "local", "localdomain", "internal", "intranet", "lan", "onion", "alt"})
_LOCAL_NAMES |= {"home.arpa", "in-addr.arpa", "ip6.arpa"}


class AddressError(ValueError):
    """The address may not be used; the message says why, in words for whoever gave it."""


class NotFound(Exception):
    """The name could not be looked up now. Unlike :class:`AddressError` this may pass."""


class Denied(Exception):
    """The name leads to an address nothing is sent to."""


class Place(Record):
    """A parsed callback address. ``path`` includes the query; ``literal`` is set when the host is an IP address."""

    secure: bool
    host: str
    port: int
    path: str
    literal: str | None = None

    @property
    def authority(self) -> str:
        """The ``Host`` header: the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


class Destination(Record):
    """A place with the checked ``addresses`` to connect to, in the order to try them."""

    place: Place
    addresses: tuple[str, ...]


type Resolve = Callable[[str, int], Sequence[str]]
"""Look a name up: (host, port) → addresses as text; raises :class:`NotFound`."""


def loopback_allowed(environ: Mapping[str, str]) -> bool:
    """Whether deliveries may go to this very machine: a setting of its own, and only on the local stage."""
    return environ.get("ALLOW_LOOPBACK_CALLBACKS") == "true" and environ.get("STAGE") == "local"


def check_url(text: str, *, loopback: bool = False) -> Place:
    """Check a callback address without looking its name up; for use where a request comes in.

    Raises :class:`AddressError`. ``loopback`` lets ``http://`` and any port through to this machine.
    """
    if len(text) > MAX_LENGTH:
        raise AddressError(f"the address is longer than {MAX_LENGTH} characters")
    if not _PRINTABLE.fullmatch(text):
        raise AddressError("the address must be plain ASCII without spaces; write other names in their xn-- form")
    match = _URL.fullmatch(text)
    if match is None or _BAD_ESCAPE.search(text):
        raise AddressError("the address must read https://host/path, without user, password, fragment or escaped host")
    scheme, host = match["scheme"].lower(), match["host"].lower()
    literal = _literal(host)
    local = loopback and _is_loopback(host, literal)
    if scheme != "https" and not (scheme == "http" and local):
        raise AddressError("the address must begin with https://")
    port = int(match["port"]) if match["port"] else (443 if scheme == "https" else 80)
    if not 0 < port < 65536 or (port not in PORTS and not local):  # noqa: PLR2004  the end of the port range
        raise AddressError(f"port {port} is not one of {', '.join(map(str, sorted(PORTS)))}")
    if literal is None:
        _check_name(host, local=local)
    elif not local and (what := denied(literal)):
        raise AddressError(f"the address is not on the internet ({what})")
    path = (match["path"] or "/") + (match["query"] or "")
    if literal is not None:
        return Place(secure=scheme == "https", host=str(literal), port=port, path=path, literal=str(literal))
    return Place(secure=scheme == "https", host=host, port=port, path=path)


def vet(text: str, resolve: Resolve, *, loopback: bool = False) -> Destination:
    """Check an address, look its name up once and check every address that it has.

    Raises :class:`AddressError` for what can never be sent to, :class:`Denied` when any of the addresses is forbidden
    (a name with one good and one bad address is an attack or an accident; neither is sent to), :class:`NotFound` from
    ``resolve`` or when there is no address at all.
    """
    place = check_url(text, loopback=loopback)
    found = [place.literal] if place.literal else resolve(place.host, place.port)
    addresses = []
    for one in found:
        try:
            address = ip_address(one)
        except ValueError:
            raise Denied("the name leads to something that is not an address") from None
        if (what := denied(address)) and not (loopback and address.is_loopback):
            raise Denied(f"the name leads to an address that is not on the internet ({what})")
        if not place.secure and not address.is_loopback:
            raise Denied("without TLS only this machine is sent to")
        addresses.append(address)
    if not addresses:
        raise NotFound("the name has no address")
    # A function outside a VPC has no way out over IPv6, so IPv4 goes first.
    ordered = sorted(dict.fromkeys(addresses), key=lambda address: address.version)
    return Destination(place=place, addresses=tuple(str(address) for address in ordered))


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address a host spells, in its one canonical spelling; ``None`` for a name."""
    try:
        if host.startswith("["):
            return IPv6Address(host[1:-1])
        # A last label of digits (or 0x…) makes it an IPv4 address to every parser (WHATWG URL, "ends in a number");
        # Python's own refuses short, octal, decimal and hexadecimal spellings, which others do read.
        if _NUMERIC.fullmatch(host.rstrip(".").rpartition(".")[2]):
            return IPv4Address(host)
    except AddressValueError:
        raise AddressError("the address has an IP address in an unusual spelling") from None
    return None


def _is_loopback(host: str, literal: IPv4Address | IPv6Address | None) -> bool:
    return literal.is_loopback if literal else host == "localhost"


def _check_name(host: str, *, local: bool) -> None:
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):  # noqa: PLR2004  RFC 1035
        raise AddressError("the host is not a name of letters, digits and hyphens between dots")
    if local:
        return
    if len(labels) == 1 or labels[-1] in _LOCAL_NAMES or ".".join(labels[-2:]) in _LOCAL_NAMES:
        raise AddressError("the host is not a name on the internet")
