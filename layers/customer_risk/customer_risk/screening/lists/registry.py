"""Which lists exist, where they come from and who reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import field

from customer_risk.records import Record
from customer_risk.screening.entry import BrokenListError, ListContent

type Files = Mapping[str, bytes]
type Reader = Callable[[str, Files], ListContent]

TENANT_PREFIX = "tenant."
_HERE = Path(__file__).parent
_OFAC = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"


class Source(Record):
    """One watchlist.

    ``files`` are the names a reader expects; ``urls`` (by file name) say where to fetch them, ``sample`` where they
    are shipped. ``limit_hours`` is how old a fetched list may be before every result says that it is stale.
    """

    name: str
    format: str
    files: tuple[str, ...]
    optional: tuple[str, ...] = ()
    urls: dict[str, str] = field(default_factory=dict)
    sample: str | None = None
    limit_hours: int = 72

    def read(self, files: Files) -> ListContent:
        """Entries of ``files`` (name → bytes); raises :class:`BrokenListError` when they cannot be this list."""
        for name in self.files:
            if not files.get(name, b"").strip():
                raise BrokenListError(f"{self.name}: {name} is missing or empty")
        content = _reader(self.format)(self.name, files)
        if not content.entries:
            raise BrokenListError(f"{self.name}: no entry could be read")
        return content

    def sample_files(self) -> Files:
        """The shipped files of a sample list."""
        if self.sample is None:
            return {}
        folder = _HERE / self.sample / "sample"
        names = (*self.files, *self.optional)
        return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def _reader(format_: str) -> Reader:
    """Readers are imported when used: a function that only screens loads none of them."""
    match format_:
        case "ofac":
            from customer_risk.screening.lists.ofac.reader import read  # noqa: PLC0415 - see docstring
        case "un":
            from customer_risk.screening.lists.un.reader import read  # noqa: PLC0415 - see docstring
        case "table":
            from customer_risk.screening.lists.table.reader import read  # noqa: PLC0415 - see docstring
        case _:
            raise ValueError(f"no reader for the format {format_!r}")
    return read


_SDN = ("sdn.csv", "alt.csv", "add.csv")
_CONSOLIDATED = ("cons_prim.csv", "cons_alt.csv", "cons_add.csv")
_NEVER = 24 * 365 * 100

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source(
            name="ofac_sdn",
            format="ofac",
            files=_SDN,
            optional=("sdn_comments.csv",),
            urls={name: f"{_OFAC}/{name.upper()}" for name in (*_SDN, "sdn_comments.csv")},
        ),
        Source(
            name="ofac_consolidated",
            format="ofac",
            files=_CONSOLIDATED,
            optional=("cons_comments.csv",),
            urls={name: f"{_OFAC}/{name.upper()}" for name in (*_CONSOLIDATED, "cons_comments.csv")},
        ),
        Source(
            name="un_consolidated",
            format="un",
            files=("consolidated.xml",),
            urls={"consolidated.xml": "https://scsanctions.un.org/resources/xml/en/consolidated.xml"},
        ),
        Source(name="pep", format="table", files=("pep.csv",), limit_hours=24 * 31),
        Source(name="sample_sdn", format="ofac", files=_SDN, sample="ofac", limit_hours=_NEVER),
        Source(name="sample_un", format="un", files=("consolidated.xml",), sample="un", limit_hours=_NEVER),
        Source(name="sample_pep", format="table", files=("pep.csv",), sample="table", limit_hours=_NEVER),
        Source(name="sample_black", format="table", files=("black.csv",), sample="table", limit_hours=_NEVER),
    )
}

_GROUPS = {
    "sample": tuple(name for name, source in SOURCES.items() if source.sample),
    "official": ("ofac_sdn", "ofac_consolidated", "un_consolidated"),
}


def source_named(name: str) -> Source:
    """The source called ``name``; a tenant's own list is ``tenant.<tenant>.<list>``. Raises ``KeyError``."""
    if name.startswith(TENANT_PREFIX) and name.count(".") >= 2:  # noqa: PLR2004 - prefix, tenant, list
        return Source(name=name, format="table", files=("list.csv",), limit_hours=_NEVER)
    return SOURCES[name]


def expand(names: str) -> tuple[str, ...]:
    """Source names of a comma-separated setting, groups (``sample``, ``official``) spelt out, each once."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    flat = [one for name in wanted for one in _GROUPS.get(name, (name,))]
    return tuple(dict.fromkeys(flat))


def visible_to(source: str, tenant: str | None) -> bool:
    """Whether a tenant may see hits of a list: everybody's lists, and its own."""
    if not source.startswith(TENANT_PREFIX):
        return True
    return tenant is not None and source.startswith(f"{TENANT_PREFIX}{tenant}.")
