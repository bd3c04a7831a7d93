"""One file of named arrays that is mapped into memory, not read.

Layout: 8 bytes magic, 8 bytes length of the header (little endian), the header as JSON, then the arrays, each at a
multiple of 64 bytes from the end of the header. The header names type, shape and offset of every array, what the
builder says of the content, and a hash of all arrays, which is the version of the index.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from customer_risk.records import Record

_MAGIC = b"CRWATCH\x01"
FORMAT = 13
"""To be raised with every change of the layout or of how names are normalised: an index that was built by other rules
would be searched in vain, so it is refused instead."""
_ALIGN = 64


class UnusableIndexError(Exception):
    """The file is not a whole index of a format this code reads."""


class _Array(Record):
    dtype: str
    shape: tuple[int, ...]
    offset: int


class _Header(Record):
    format: int
    version: str
    size: int
    arrays: dict[str, _Array]
    about: dict[str, Any]


type Arrays = dict[str, npt.NDArray[Any]]


def write(arrays: Mapping[str, npt.NDArray[Any]], about: Mapping[str, Any]) -> tuple[str, bytes]:
    """Version (content hash) and bytes of a file with ``arrays`` and what ``about`` says of them (JSON values)."""
    body, places = BytesIO(), dict[str, _Array]()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        body.write(b"\0" * (-body.tell() % _ALIGN))
        places[name] = _Array(dtype=array.dtype.str, shape=array.shape, offset=body.tell())
        body.write(array.tobytes())
    content = body.getvalue()
    version = _hash(content, places)
    header = _Header(format=FORMAT, version=version, size=len(content), arrays=places, about=dict(about))
    head = msgspec.json.encode(header)
    head += b" " * (-(len(head) + 16) % _ALIGN)
    return version, _MAGIC + len(head).to_bytes(8, "little") + head + content


def _hash(content: bytes | memoryview, places: Mapping[str, _Array]) -> str:
    # With the format: the same content built by other rules is another index, which has to be published anew.
    hashed = blake2b(content, digest_size=16, salt=FORMAT.to_bytes(8, "little"))
    hashed.update(msgspec.json.encode(places, order="sorted"))
    return hashed.hexdigest()


def verify(data: bytes) -> str:
    """The version of an index whose content is what its header says; raises :class:`UnusableIndexError`."""
    start = 16 + int.from_bytes(data[8:16], "little")
    try:
        header = msgspec.json.decode(data[16:start], type=_Header)
    except msgspec.DecodeError as error:
        raise UnusableIndexError(f"not an index: {error}") from error
    if data[:8] != _MAGIC or header.format != FORMAT:
        raise UnusableIndexError("not an index of a format this code reads")
    if _hash(memoryview(data)[start:], header.arrays) != header.version:
        raise UnusableIndexError("the content of the index is not what its header says")
    return header.version


def read(path: Path) -> tuple[str, Arrays, dict[str, Any]]:
    """Version, arrays (mapped, read-only) and the builder's words; raises :class:`UnusableIndexError`."""
    try:
        with path.open("rb") as file:
            magic, length = file.read(8), int.from_bytes(file.read(8), "little")
            if magic != _MAGIC:
                raise UnusableIndexError(f"{path.name} is not an index")
            header = msgspec.json.decode(file.read(length), type=_Header)
    except (OSError, msgspec.DecodeError) as error:
        raise UnusableIndexError(f"{path.name}: {error}") from error
    start = 16 + length
    if header.format != FORMAT:
        raise UnusableIndexError(f"{path.name} has format {header.format}, this code reads {FORMAT}")
    if path.stat().st_size != start + header.size:
        raise UnusableIndexError(f"{path.name} is not whole")
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    data = np.frombuffer(mapped, dtype=np.uint8, offset=start)
    arrays: Arrays = {}
    for name, place in header.arrays.items():
        dtype = np.dtype(place.dtype)
        count = int(np.prod(place.shape, dtype=np.int64))
        flat = data[place.offset : place.offset + count * dtype.itemsize]
        arrays[name] = np.asarray(flat).view(dtype).reshape(place.shape)
    return header.version, arrays, header.about
