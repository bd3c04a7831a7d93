"""Which lists exist, where they come from and who reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from msgspec import field
from msgspec.structs import replace

from customer_risk.records import Record
from customer_risk.screening.entry import BrokenListError, ListContent

type Files = Mapping[str, bytes]
type Reader = Callable[[str, Files], ListContent]

TENANT_PREFIX = "tenant."
PROVIDER_PREFIX = "provider."
_HERE = Path(__file__).parent
_OFAC = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"
_EU = "https://webgate.ec.europa.eu/fsd/fsf/public/files"
_EU_TOKEN = "token=dG9rZW4tMjAxNw"  # noqa: S105 - published beside the address; it is the same for everybody
_OPENSANCTIONS = "https://data.opensanctions.org/datasets/latest"


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
        try:
            content = _reader(self.format)(self.name, files)
        except BrokenListError:
            raise
        except Exception as error:
            # A file that its reader did not reckon with is this list's problem; the others are refreshed all the same.
            raise BrokenListError(f"{self.name}: cannot be read ({type(error).__name__}: {error})") from error
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


_READERS = {
    "ofac": ("ofac.reader", "read"),
    "ofac_advanced": ("ofac_advanced.reader", "read"),
    "un": ("un.reader", "read"),
    "eu": ("eu.reader", "read"),
    "eu_csv": ("eu.table", "read"),
    "uk": ("uk.reader", "read"),
    "opensanctions": ("opensanctions.reader", "read"),
    "opensanctions_csv": ("opensanctions.table", "read"),
    "opensanctions_peps": ("opensanctions.table", "read_peps"),
    "senzing": ("senzing.reader", "read"),
    "congress": ("congress.reader", "read"),
    "table": ("table.reader", "read"),
}
"""Where the reader of each format is: module below this package, function."""


def _reader(format_: str) -> Reader:
    """Readers are imported when used: a function that only screens loads none of them."""
    module, function = _READERS[format_]
    reader: Reader = getattr(import_module(f"{__package__}.{module}"), function)
    return reader


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
        Source(
            name="ofac_sdn_advanced",
            format="ofac_advanced",
            files=("sdn_advanced.xml",),
            urls={"sdn_advanced.xml": f"{_OFAC}/SDN_ADVANCED.XML"},
        ),
        Source(
            name="eu_financial_sanctions",
            format="eu",
            files=("xmlFullSanctionsList_1_1.xml",),
            urls={"xmlFullSanctionsList_1_1.xml": f"{_EU}/xmlFullSanctionsList_1_1/content?{_EU_TOKEN}"},
        ),
        Source(
            name="eu_financial_sanctions_csv",
            format="eu_csv",
            files=("csvFullSanctionsList_1_1.csv",),
            urls={"csvFullSanctionsList_1_1.csv": f"{_EU}/csvFullSanctionsList_1_1/content?{_EU_TOKEN}"},
        ),
        Source(
            name="uk_sanctions",
            format="uk",
            files=("UK-Sanctions-List.csv",),
            urls={"UK-Sanctions-List.csv": "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv"},
        ),
        Source(name="opensanctions", format="opensanctions", files=("entities.ftm.json",)),
        Source(
            name="opensanctions_sanctions",
            format="opensanctions_csv",
            files=("targets.simple.csv",),
            urls={"targets.simple.csv": f"{_OPENSANCTIONS}/sanctions/targets.simple.csv"},
        ),
        Source(
            name="opensanctions_peps",
            format="opensanctions_peps",
            files=("targets.simple.csv",),
            urls={"targets.simple.csv": f"{_OPENSANCTIONS}/peps/targets.simple.csv"},
        ),
        Source(name="senzing", format="senzing", files=("entities.jsonl",)),
        Source(
            name="us_congress",
            format="congress",
            files=("legislators-current.yaml",),
            urls={
                "legislators-current.yaml": "https://unitedstates.github.io/congress-legislators/legislators-current.yaml"
            },
            limit_hours=24 * 31,
        ),
        Source(name="pep", format="table", files=("pep.csv",), limit_hours=24 * 31),
        Source(name="sample_sdn", format="ofac", files=_SDN, sample="ofac", limit_hours=_NEVER),
        Source(name="sample_un", format="un", files=("consolidated.xml",), sample="un", limit_hours=_NEVER),
        Source(name="sample_pep", format="table", files=("pep.csv",), sample="table", limit_hours=_NEVER),
        Source(name="sample_black", format="table", files=("black.csv",), sample="table", limit_hours=_NEVER),
        *(
            Source(name=f"sample_{name}", format=format_, files=(file,), sample=folder, limit_hours=_NEVER)
            for name, format_, file, folder in (
                ("sdn_advanced", "ofac_advanced", "sdn_advanced.xml", "ofac_advanced"),
                ("eu", "eu", "xmlFullSanctionsList_1_1.xml", "eu"),
                ("eu_csv", "eu_csv", "csvFullSanctionsList_1_1.csv", "eu"),
                ("uk", "uk", "UK-Sanctions-List.csv", "uk"),
                ("opensanctions", "opensanctions", "entities.ftm.json", "opensanctions"),
                ("opensanctions_csv", "opensanctions_csv", "targets.simple.csv", "opensanctions"),
                ("senzing", "senzing", "entities.jsonl", "senzing"),
                ("congress", "congress", "legislators-current.yaml", "congress"),
            )
        ),
    )
}

_GROUPS = {
    "sample": ("sample_sdn", "sample_un", "sample_pep", "sample_black"),
    "every_sample": tuple(name for name, source in SOURCES.items() if source.sample),
    "official": ("ofac_sdn", "ofac_consolidated", "un_consolidated", "eu_financial_sanctions", "uk_sanctions"),
}


def source_named(name: str) -> Source:
    """The source called ``name``; a tenant's own list is ``tenant.<tenant>.<list>``. Raises ``KeyError``."""
    if name.startswith(TENANT_PREFIX) and name.count(".") >= 2:  # noqa: PLR2004 - prefix, tenant, list
        return Source(name=name, format="table", files=("list.csv",), limit_hours=_NEVER)
    return SOURCES[name]


def moved(addresses: str) -> Callable[[str], Source]:
    """:func:`source_named`, but for files that are fetched from elsewhere.

    ``addresses`` are ``<list>/<file>=<https address>``, separated by commas. Raises ``ValueError`` for what names no
    file of a list.
    """
    pairs = (one.strip().partition("=") for one in addresses.split(",") if one.strip())
    elsewhere = {file: url for file, _, url in pairs}
    for file, url in elsewhere.items():
        source = SOURCES.get(file.partition("/")[0])
        if source is None or file.partition("/")[2] not in (*source.files, *source.optional) or url[:8] != "https://":
            raise ValueError(f"no address of a list: {file}={url}")

    def named(name: str) -> Source:
        source = source_named(name)
        own = {file: url for file in (*source.files, *source.optional) if (url := elsewhere.get(f"{name}/{file}"))}
        return replace(source, urls={**source.urls, **own}) if own else source

    return named


def is_source(name: str) -> bool:
    """Whether hits can be of a list of this name: one of ours, a tenant's own, or an outside provider's."""
    return name.startswith((TENANT_PREFIX, PROVIDER_PREFIX)) or name in SOURCES


def expand(names: str) -> tuple[str, ...]:
    """Source names of a comma-separated setting, groups (``official``, ``sample`` …) spelt out, each once."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    flat = [one for name in wanted for one in _GROUPS.get(name, (name,))]
    return tuple(dict.fromkeys(flat))


def visible_to(source: str, tenant: str | None) -> bool:
    """Whether a tenant may see hits of a list: everybody's lists, and its own."""
    if not source.startswith(TENANT_PREFIX):
        return True
    return tenant is not None and source.startswith(f"{TENANT_PREFIX}{tenant}.")
