import ipaddress
import socket
from typing import Any, Never

import pytest

from customer_risk.delivery.address_guard import (
    PORTS,
    AddressError,
    Denied,
    NotFound,
    check_url,
    loopback_allowed,
    vet,
)
from customer_risk.delivery.deliveries import Delivery, State
from customer_risk.delivery.http import post, tls_context
from customer_risk.delivery.networks import denied
from tests.unit.delivery.hostile import LITERALS, RESOLVED, SPELLINGS
from tests.unit.delivery.world import PUBLIC, World, an_event

HOSTILE = [*LITERALS, *SPELLINGS]
INNOCENT = "https://innocent.example.com/hook"


def to_public(_host: str, _port: int) -> list[str]:
    return [PUBLIC]


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every connection attempted and every name looked up by this process."""
    made = []
    monkeypatch.setattr(socket.socket, "connect", lambda _socket, address: made.append(address))
    monkeypatch.setattr(socket.socket, "connect_ex", lambda _socket, address: made.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **_named: made.append(arguments))
    return made


def deliver(world: World, url: str) -> Delivery:
    """Send one event with the real sender and the real sockets; returns the delivery after the first attempt."""
    world.sender._transmit = lambda destination, headers, body: post(
        destination, headers, body, tls_context, deadline=1
    )
    event = an_event(target=url)
    world.store.commit(event)
    world.publish(event)
    world.send(world.sqs.receive() or "")
    return world.delivery(event)


def test_the_table_is_long_and_every_row_its_own() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE)
    assert len(HOSTILE) + len(RESOLVED) >= 120


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_refused_where_it_comes_in(url: str) -> None:
    with pytest.raises(AddressError):
        check_url(url)


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_never_connected_to(url: str, connections: list[Any]) -> None:
    world = World(lambda _sent: pytest.fail("sent"), resolve=lambda host, _port: pytest.fail(f"looked up {host}"))
    delivery = deliver(world, url)
    assert delivery.log[0].error == "address refused"
    assert delivery.state is State.FAILED
    assert connections == []


@pytest.mark.parametrize("addresses", RESOLVED, ids=str)
def test_a_name_that_leads_inside_is_never_connected_to(addresses: list[str], connections: list[Any]) -> None:
    world = World(lambda _sent: pytest.fail("sent"), resolve=lambda _host, _port: addresses)
    delivery = deliver(world, INNOCENT)
    assert delivery.log[0].error == "address denied"
    assert delivery.state is State.PENDING
    assert connections == []


@pytest.mark.parametrize("later", RESOLVED, ids=str)
def test_a_name_that_changes_after_the_look_up_changes_nothing(
    later: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [[PUBLIC], later, later, later]
    connected: list[Any] = []

    def refuse(address: str, *_arguments: Any, **_named: Any) -> Never:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    world = World(lambda _sent: pytest.fail("sent"), resolve=lambda _host, _port: answers.pop(0))
    assert deliver(world, INNOCENT).log[0].error == "refused"
    assert connected == [(PUBLIC, 443)]
    assert len(answers) == 3


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://callback.url/1234", "callback.url", 443, "/1234", "callback.url"),
        ("https://example.com", "example.com", 443, "/", "example.com"),
        ("https://example.com?x=1", "example.com", 443, "/?x=1", "example.com"),
        ("https://Example.COM:443/A", "example.com", 443, "/A", "example.com"),
        ("https://example.com:8443/a?b=c&d=%C3%BC", "example.com", 8443, "/a?b=c&d=%C3%BC", "example.com:8443"),
        ("https://xn--mnchen-3ya.example.com/", "xn--mnchen-3ya.example.com", 443, "/", "xn--mnchen-3ya.example.com"),
        ("https://a--b.example.com/", "a--b.example.com", 443, "/", "a--b.example.com"),
        ("https://1and1.com/", "1and1.com", 443, "/", "1and1.com"),
        ("https://0x7f.example.com/", "0x7f.example.com", 443, "/", "0x7f.example.com"),
        ("https://example.com/a:b@c", "example.com", 443, "/a:b@c", "example.com"),
        ("https://example.com/?u=https://127.0.0.1/", "example.com", 443, "/?u=https://127.0.0.1/", "example.com"),
        ("https://93.184.215.14/x", "93.184.215.14", 443, "/x", "93.184.215.14"),
        ("https://[2A00:1450:4001:81b:0::200E]/", "2a00:1450:4001:81b::200e", 443, "/", "[2a00:1450:4001:81b::200e]"),
        ("https://localhost.example.com/", "localhost.example.com", 443, "/", "localhost.example.com"),
        ("https://internal.example.com/", "internal.example.com", 443, "/", "internal.example.com"),
    ],
)
def test_an_ordinary_address_passes(url: str, host: str, port: int, path: str, authority: Any) -> None:
    place = check_url(url)
    assert (place.host, place.port, place.path, place.authority) == (host, port, path, authority)
    assert place.secure


@pytest.mark.parametrize("port", sorted(PORTS))
def test_receivers_may_live_on_a_few_ports(port: int) -> None:
    assert check_url(f"https://example.com:{port}/").port == port


def test_every_address_found_is_kept_ipv4_first() -> None:
    found = ["2a00:1450:4001:81b::200e", PUBLIC, "93.184.215.15", PUBLIC]
    destination = vet("https://example.com/", lambda _host, _port: found)
    assert destination.addresses == (PUBLIC, "93.184.215.15", "2a00:1450:4001:81b::200e")


def test_a_literal_is_not_looked_up() -> None:
    assert vet(f"https://{PUBLIC}/", lambda _host, _port: pytest.fail("looked up")).addresses == (PUBLIC,)


def test_a_name_without_addresses_is_not_found() -> None:
    with pytest.raises(NotFound):
        vet("https://example.com/", lambda _host, _port: [])


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"ALLOW_LOOPBACK_CALLBACKS": "true"}, False),
        ({"STAGE": "local"}, False),
        ({"ALLOW_LOOPBACK_CALLBACKS": "true", "STAGE": "prod"}, False),
        ({"ALLOW_LOOPBACK_CALLBACKS": "false", "STAGE": "local"}, False),
        ({"ALLOW_LOOPBACK_CALLBACKS": "1", "STAGE": "local"}, False),
        ({"ALLOW_LOOPBACK_CALLBACKS": "true", "STAGE": "local"}, True),
    ],
)
def test_loopback_takes_two_settings(environment: dict[str, str], expected: Any) -> None:
    assert loopback_allowed(environment) is expected


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9000/",
        "http://localhost:9000/x",
        "http://[::1]:1/",
        "https://localhost:9000/",
        "http://127.0.0.1/",
    ],
)
def test_the_local_stack_may_deliver_to_this_machine(url: str) -> None:
    place = check_url(url, loopback=True)
    answers = {"localhost": ["::1", "127.0.0.1"]}
    destination = vet(url, lambda host, _port: answers[host], loopback=True)
    assert destination.place == place
    assert all(ipaddress.ip_address(address).is_loopback for address in destination.addresses)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://192.168.0.1/",
        "https://10.0.0.1/",
        "https://169.254.169.254/",
        "https://example.com:9000/",
        "https://metadata.google.internal/",
        "http://user@localhost/",
        "ftp://localhost/",
        "https://0.0.0.0:9000/",
        "https://2130706433/",
        "http://localhost.evil.example.com/",
    ],
)
def test_the_local_setting_opens_nothing_but_this_machine(url: str) -> None:
    with pytest.raises(AddressError):
        check_url(url, loopback=True)


def test_without_tls_a_name_for_this_machine_must_lead_to_it() -> None:
    with pytest.raises(Denied, match="without TLS"):
        vet("http://localhost:9000/", to_public, loopback=True)
    with pytest.raises(Denied, match="private"):
        vet("http://localhost:9000/", lambda _host, _port: ["10.0.0.1"], loopback=True)


def test_what_python_calls_private_or_reserved_is_denied_too() -> None:
    """Every special block that Python knows, probed at both ends: the table is no laxer than the standard library."""
    for constants in (vars(ipaddress)[name] for name in ("_IPv4Constants", "_IPv6Constants")):
        for name in ("_private_networks", "_reserved_networks", "_reserved_network", "_multicast_network"):
            blocks = getattr(constants, name, [])
            for block in blocks if isinstance(blocks, list) else [blocks]:
                for address in (block[0], block[-1]):
                    assert denied(address), f"{address} of {block}"


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "52.95.110.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.3.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "169.253.255.255",
        "9.255.255.255",
        "11.0.0.0",
        "2600:1f18::1",
        "2a00:1450:4001:81b::200e",
        "2001:4860:4860::8888",
        "2001:200::1",
        "2606:4700::1111",
        "3fe0::1",
    ],
)
def test_the_neighbours_of_forbidden_blocks_are_open(address: str) -> None:
    assert denied(ipaddress.ip_address(address)) is None
