"""What readers of several lists do alike: text, rows, documents, names, dates, and a count of what cannot be read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

import msgspec
from msgspec.structs import replace

from customer_risk.partial_date import PartialDate
from customer_risk.screening.entry import (
    BrokenListError,
    EntryKind,
    ListContent,
    ListEntry,
    ListName,
    NameQuality,
    Unreadable,
)
from customer_risk.screening.result import HitType

_DAY_FIRST = re.compile(r"(\d{1,2}|dd)[./](\d{1,2}|mm)[./](\d{4})", re.IGNORECASE)
_NO_LIMIT = 2**31 - 1


class Harvest:
    """Entries that could be read, and every record that could not: where it stands and why."""

    def __init__(self) -> None:
        self._entries: dict[str, ListEntry] = {}
        self._unreadable: list[Unreadable] = []

    def add[**P](self, where: str, make: Callable[P, ListEntry], *args: P.args, **kwargs: P.kwargs) -> None:
        """Keep what ``make`` gives; a ``ValueError`` of it makes the record at ``where`` unreadable.

        A second entry under one id is kept beside the first, under another id, and named: dropping it would lose
        somebody listed.
        """
        try:
            entry = make(*args, **kwargs)
        except ValueError as error:
            self.miss(where, str(error))
            return
        if not entry.id or not entry.names:
            self.miss(where, "no id or no name")
            return
        if entry.id in self._entries:
            twin = next(one for n in range(2, _NO_LIMIT) if (one := f"{entry.id}-{n}") not in self._entries)
            self.miss(where, f"the id {entry.id} stands twice, kept as {twin}")
            entry = replace(entry, id=twin)
        self._entries[entry.id] = entry

    def miss(self, where: str, why: str) -> None:
        """Count and name a record that cannot be read."""
        self._unreadable.append(Unreadable(where=where, why=why))

    def content(self) -> ListContent:
        """Everything added."""
        return ListContent(entries=tuple(self._entries.values()), unreadable=tuple(self._unreadable))


def text_of(data: bytes) -> str:
    """A file as text: UTF-8, or Windows-1252 where it is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def rows(source: str, data: bytes, needed: Iterable[str], *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV file with their line numbers, the header first, cells stripped; empty rows are left out.

    Lines before the header (a date of issue) are skipped. Raises :class:`BrokenListError` without the ``needed``
    columns, or when the file ends inside its last row.
    """
    text = text_of(data)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] | None = None
    cells: list[str] = []
    while True:
        try:
            cells = [cell.strip() for cell in next(table)]
        except StopIteration:
            break
        except csv.Error as error:
            raise BrokenListError(f"{source}: line {table.line_num}: {error}") from error
        if header is None:
            header = cells if set(needed) <= set(cells) else None
        if header is not None and any(cells):
            yield table.line_num, cells
    if header is None:
        raise BrokenListError(f"{source}: no column {', '.join(sorted(set(needed)))}")
    ended, open_quote, short = text.endswith(("\n", "\r")), text.count('"') % 2, len(cells) < len(header)
    if (short and not ended) or (open_quote and (short or not ended)):
        raise BrokenListError(f"{source}: the file ends inside its last row")


def records(
    source: str, data: bytes, needed: Iterable[str], harvest: Harvest, *, delimiter: str = ","
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file by column name; one with another number of cells than the header is a miss."""
    table = rows(source, data, needed, delimiter=delimiter)
    _, header = next(table, (0, []))
    for number, cells in table:
        if len(cells) != len(header):
            harvest.miss(f"line {number}", f"{len(cells)} columns, not {len(header)}")
        else:
            yield number, dict(zip(header, cells, strict=True))


def json_lines(source: str, data: bytes, harvest: Harvest) -> Iterator[tuple[int, dict[str, Any]]]:
    """Objects of a file with one JSON object per line, with their line numbers; what is none is a miss.

    Raises :class:`BrokenListError` when the last line is cut off.
    """
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError) as error:
            if number == len(lines) and not line.endswith(b"\n"):
                raise BrokenListError(f"{source}: the file ends inside its last line") from error
            harvest.miss(f"line {number}", str(error))


def scan(source: str, data: bytes, root: str, handlers: Mapping[str, Callable[[ET.Element], None]]) -> None:
    """Hand each element named in ``handlers`` to its handler once it is whole; namespaces are dropped.

    Only one such element is in memory at a time. No document type is allowed, so no entity can be declared and none
    can expand. Raises :class:`BrokenListError` for anything but a whole document whose root is ``root``; what has
    been handled by then must be thrown away.
    """
    depth = inside = 0
    builder = ET.TreeBuilder()

    def refuse(*_: object) -> None:
        raise BrokenListError(f"{source}: a document type is not allowed")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, inside, builder
        tag = tag.rpartition("}")[2]
        if not depth and tag != root:
            raise BrokenListError(f"{source}: the document is a {tag}, not a {root}")
        depth += 1
        if inside or tag in handlers:
            if not inside:
                builder = ET.TreeBuilder()
            inside += 1
            builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth, inside
        depth -= 1
        if inside:
            inside -= 1
            builder.end(tag.rpartition("}")[2])
            if not inside:
                element = builder.close()
                handlers[element.tag](element)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: builder.data(text) if inside else None
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError as error:
        raise BrokenListError(f"{source}: not a whole XML document: {error}") from error


def child_text(element: ET.Element, tag: str) -> str | None:
    """The text of the first such child with its white space evened out, or ``None``."""
    found = element.findtext(tag)
    return " ".join(found.split()) or None if found else None


def names_of(found: Iterable[tuple[str | None, NameQuality]]) -> tuple[ListName, ...]:
    """Each text once, in the best quality it comes with; the primary name first."""
    order = tuple(NameQuality)
    best: dict[str, NameQuality] = {}
    for text, quality in found:
        plain = " ".join((text or "").split())
        if plain and (plain not in best or order.index(quality) < order.index(best[plain])):
            best[plain] = quality
    names = [ListName(text=text, quality=quality) for text, quality in best.items()]
    return tuple(sorted(names, key=lambda name: name.quality is not NameQuality.PRIMARY))


def date_of(text: str) -> PartialDate | None:
    """A date written with the year or with the day first (``04/07/1961``, ``00/00/1961``); ``None`` if it is none."""
    if match := _DAY_FIRST.fullmatch(text.strip()):
        day, month, year = (int(part) if part.isdigit() else 0 for part in match.groups())
        text = f"{year}-{month:02}-{day:02}" if month and day else f"{year}-{month:02}" if month else f"{year}"
    date = PartialDate.parse(text)
    return date if date.known else None


def bare_number(value: str) -> str:
    """An identifier without the ``IMO`` that some lists write before a ship's number and others do not."""
    return value[3:].strip() if value[:3] == "IMO" and value[3:].strip().isdigit() else value


def several(text: str | None, separators: str = ";") -> tuple[str, ...]:
    """The parts of a cell that holds several values, each once."""
    parts = re.split(f"[{re.escape(separators)}]", text or "")
    return tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in parts))))


def sanctioned(kind: EntryKind) -> tuple[HitType, ...]:
    """The hit type of an entry of a sanctions list."""
    return (HitType.SANCTIONED_PERSON if kind is EntryKind.PERSON else HitType.SANCTIONED_ENTITY,)
