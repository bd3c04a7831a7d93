"""Records as small blobs: DynamoDB bills by the kilobyte, and what is stored of the full sample request is 40 of them.

Blobs are Zstandard frames made with a shared dictionary of what every snapshot says anew: field names, factors and
their sentences. It halves them. A dictionary is never changed once anything was stored with it; a better one becomes
the next version, which the first byte of a blob names.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import zstandard

from customer_risk.records import Record, decode, encode

_LEVEL = 12
_CURRENT = 3


def pack(record: Record) -> bytes:
    """The record as a compressed blob."""
    return squeeze(encode(record))


def unpack[R: Record](blob: bytes, kind: type[R]) -> R:
    """Read back what :func:`pack` wrote."""
    return decode(expand(blob), kind)


def squeeze(data: bytes) -> bytes:
    """Compress bytes; the same bytes give the same blob."""
    compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(_CURRENT), write_checksum=False)
    return bytes([_CURRENT]) + compressor.compress(data)


def expand(blob: bytes) -> bytes:
    """Undo :func:`squeeze`; raises ``ValueError`` for a blob of an unknown make or a damaged one."""
    try:
        dictionary = _dictionary(blob[0])
        return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(blob[1:])
    except (IndexError, FileNotFoundError, zstandard.ZstdError) as error:
        raise ValueError("not a blob that was written here") from error


@cache
def _dictionary(version: int) -> zstandard.ZstdCompressionDict:
    data = files(__package__).joinpath(f"dictionary-{version}.zst").read_bytes()
    content = zstandard.ZstdDecompressor().decompress(data)
    dictionary = zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    if version == _CURRENT:
        dictionary.precompute_compress(level=_LEVEL)
    return dictionary
