"""Records as small blobs: DynamoDB bills by the kilobyte, and the full sample request is 18 of them."""

from __future__ import annotations

import zlib

import msgspec

from customer_risk.records import Record, decode, encode

_PLAIN_DEFLATE = b"\x01"
"""First byte of every blob: how it was packed, so that another way can come later."""


def pack(record: Record) -> bytes:
    """The record as a compressed blob."""
    return squeeze(encode(record))


def unpack[R: Record](blob: bytes, kind: type[R]) -> R:
    """Read back what :func:`pack` wrote."""
    return decode(expand(blob), kind)


def squeeze(data: bytes) -> bytes:
    """Compress bytes (deterministic)."""
    compressor = zlib.compressobj(level=6, wbits=-15)
    return _PLAIN_DEFLATE + compressor.compress(data) + compressor.flush()


def expand(blob: bytes) -> bytes:
    """Undo :func:`squeeze`; raises ``ValueError`` for a blob of an unknown make."""
    if blob[:1] != _PLAIN_DEFLATE:
        raise ValueError("blob of an unknown make")
    return zlib.decompress(blob[1:], wbits=-15)


def to_json(value: object) -> bytes:
    """Any plain value as compact JSON with sorted keys, the same bytes every time."""
    return msgspec.json.encode(value, order="sorted")
