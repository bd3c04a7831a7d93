"""Where a list's files come from: uploaded, shipped, or fetched over HTTPS when they have changed."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from customer_risk.records import Record
from customer_risk.screening.entry import BrokenListError
from customer_risk.screening.lists.registry import Source

_SECONDS = 60
_MOST_BYTES = 300_000_000
_NOT_MODIFIED = 304


class Answer(Record):
    """What a server said: the body, or ``None`` when nothing has changed, and what to ask with next time."""

    body: bytes | None
    validators: dict[str, str]


type Get = Callable[[str, Mapping[str, str]], Answer]
"""URL and request headers to answer; raises ``OSError``."""


def get(url: str, headers: Mapping[str, str]) -> Answer:
    """One conditional GET over HTTPS with bounded time and size."""
    if not url.startswith("https://"):
        raise OSError(f"not fetched, because not over HTTPS: {url}")
    request = urllib.request.Request(url, headers={"User-Agent": "customer-risk", **headers})  # noqa: S310 - https only
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - https only, see above
            body = answer.read(_MOST_BYTES + 1)
            told = answer.headers
    except urllib.error.HTTPError as error:
        if error.code == _NOT_MODIFIED:
            return Answer(body=None, validators=dict(headers))
        raise
    if len(body) > _MOST_BYTES:
        raise OSError(f"larger than {_MOST_BYTES} bytes: {url}")
    if (length := told.get("Content-Length")) and len(body) != int(length):
        raise OSError(f"cut short: {len(body)} of {length} bytes: {url}")
    asked = {"If-None-Match": told.get("ETag"), "If-Modified-Since": told.get("Last-Modified")}
    return Answer(body=body, validators={name: value for name, value in asked.items() if value})


class Store(Protocol):
    """Named bytes, as :class:`watchlist_refresher.shelf.Shelf` keeps them."""

    def read(self, key: str) -> bytes | None:
        """The bytes, or ``None``."""

    def write(self, key: str, data: bytes) -> None:
        """Keep the bytes."""

    def names(self, prefix: str) -> dict[str, datetime]:
        """What is kept under a prefix, without it, and since when."""


class Fetched(Record):
    """The files of a list and where they came from; ``as_of`` is set when they are older than this fetch."""

    files: dict[str, bytes]
    origin: str
    validators: dict[str, Any]
    as_of: datetime | None = None


def fetch(source: Source, store: Store, validators: Mapping[str, Mapping[str, str]], get: Get) -> Fetched:
    """All files of ``source``. Uploaded ones (under ``lists/<source>/``) win over the network.

    Raises ``OSError`` when the network fails and :class:`BrokenListError` when there is nowhere to get them from.
    """
    if uploaded := store.names(f"lists/{source.name}/"):
        known = [name for name in (*source.files, *source.optional) if name in uploaded]
        files = {name: store.read(f"lists/{source.name}/{name}") or b"" for name in known}
        as_of = min((uploaded[name] for name in known), default=None)
        return Fetched(files=files, origin="upload", validators={}, as_of=as_of)
    if source.sample:
        return Fetched(files=dict(source.sample_files()), origin="sample", validators={})
    if not source.urls:
        raise BrokenListError(
            f"{source.name}: nothing uploaded under lists/{source.name}/ and no address to fetch from"
        )
    files, told = {}, {}
    for name, url in source.urls.items():
        kept = store.read(f"raw/{source.name}/{name}")
        answer = get(url, validators.get(name, {}) if kept is not None else {})
        body = answer.body if answer.body is not None else kept or b""
        if answer.body is not None:
            store.write(f"raw/{source.name}/{name}", body)
        files[name], told[name] = body, answer.validators
    return Fetched(files=files, origin="network", validators=told)
