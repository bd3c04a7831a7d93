"""Addresses nothing is ever sent to, each with what it is.

Written out instead of asking ``ipaddress.is_global``, which passes multicast, NAT64 (``64:ff9b::a9fe:a9fe`` is the
metadata service), 6to4 and more. Sources: IANA's IPv4 and IPv6 special-purpose address registries, RFC 6890, and the
metadata addresses the large clouds publish.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

_V4 = {
    "0.0.0.0/8": "unspecified",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-grade NAT",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "Azure platform",
    "169.254.0.0/16": "link-local and metadata",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "AS112",
    "192.52.193.0/24": "automatic multicast tunnelling",
    "192.88.99.0/24": "6to4 relay",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "AS112",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved and broadcast",
}

_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "::/96": "IPv4-compatible",
    "::ffff:0:0/96": "IPv4-mapped",
    "::ffff:0:0:0/96": "IPv4-translated",
    "64:ff9b::/96": "NAT64",
    "64:ff9b:1::/48": "local NAT64",
    "100::/64": "discard",
    "100:0:0:1::/64": "dummy prefix",
    "200::/7": "reserved",
    "2001::/32": "Teredo",
    "2001:2::/48": "benchmarking",
    "2001:10::/28": "ORCHID",
    "2001:20::/28": "ORCHID",
    "2001::/23": "protocol assignments",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "2620:4f:8000::/48": "AS112",
    "3ffe::/16": "returned test network",
    "3fff::/20": "documentation",
    "5f00::/16": "segment routing",
    "fd00:ec2::/32": "AWS instance services",
    "fc00::/7": "unique local",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
    # What is left outside 2000::/3 has not been given out for use on the internet (RFC 4291, section 2.4).
    "::/3": "not global unicast",
    "4000::/2": "not global unicast",
    "8000::/1": "not global unicast",
}

_DENIED_V4 = tuple((IPv4Network(net), what) for net, what in _V4.items())
_DENIED_V6 = tuple((IPv6Network(net), what) for net, what in _V6.items())


def denied(address: IPv4Address | IPv6Address) -> str | None:
    """What kind of forbidden address this is, ``None`` for an ordinary one on the internet."""
    if isinstance(address, IPv4Address):
        return next((what for net, what in _DENIED_V4 if address in net), None)
    if address.scope_id is not None:
        return "zoned"
    return next((what for net, what in _DENIED_V6 if address in net), None)
