from __future__ import annotations

from pathlib import Path

import pytest

from customer_risk.screening.entry import BrokenListError, EntryKind, ListContent, ListEntry, NameQuality
from customer_risk.screening.lists.ofac.remarks import parse_remarks
from customer_risk.screening.lists.registry import expand, source_named, visible_to
from customer_risk.screening.result import HitType

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "watchlists"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the official lists are not beside the checkout")


def sample(name: str) -> ListContent:
    source = source_named(name)
    return source.read(source.sample_files())


def named(content: ListContent, id_: str) -> ListEntry:
    return next(entry for entry in content.entries if entry.id == id_)


@pytest.mark.parametrize(
    ("source", "folder", "entries", "noted"),
    [
        ("ofac_sdn", "ofac-sdn-2021-07", 8976, 0),
        ("ofac_sdn", "ofac-sdn-2022-01", 9044, 2),
        ("ofac_consolidated", "ofac-consolidated-2025-12", 442, 0),
        ("un_consolidated", "un-2026-02", 1003, 0),
        ("un_consolidated", "un-2025-04", 877, 0),
    ],
)
@needs_data
def test_official_lists_are_read_whole(source: str, folder: str, entries: int, noted: int) -> None:
    content = source_named(source).read({path.name: path.read_bytes() for path in (DATA / folder).iterdir()})
    assert (entries, noted) == (len(content.entries), len(content.unreadable))


def test_sdn_sample_maps_names_dates_and_numbers() -> None:
    entry = named(sample("sample_sdn"), "900001")
    assert [name.text for name in entry.names] == ["Octavian BLACKWOOD-FICTUS", "Octavian FICTUS", "THE MAGPIE"]
    assert [name.quality for name in entry.names] == [NameQuality.PRIMARY, NameQuality.STRONG, NameQuality.WEAK]
    assert (entry.birth_dates[0].text, entry.gender, entry.countries) == ("1961-03-14", "male", ("BY",))
    assert [(one.kind, one.value, one.country) for one in entry.identifiers] == [("passport", "FX1234567", "Belarus")]


def test_sdn_sample_tells_kinds_apart_and_keeps_wallets() -> None:
    content = sample("sample_sdn")
    assert named(content, "900007").kind is EntryKind.VESSEL
    assert named(content, "900009").identifiers[0].kind == "wallet xbt"
    assert named(content, "900005").types == (HitType.SANCTIONED_ENTITY,)


def test_un_sample_maps_ranges_and_original_script() -> None:
    content = sample("sample_un")
    first, second = named(content, "9900001"), named(content, "9900002")
    assert first.birth_range
    assert [date.text for date in first.birth_dates] == ["1965", "1968"]
    assert first.names[2].quality is NameQuality.WEAK
    assert second.names[1].text == "نادر عبد الوهمي"
    assert first.countries == ("CD",)


def test_remarks_with_a_range_of_birth_years() -> None:
    remarks = parse_remarks("DOB 1958 to 1959; POB Nowhere; Gender Male.")
    assert remarks.birth_range
    assert [date.year for date in remarks.birth_dates] == [1958, 1959]


def test_declared_document_type_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>'
    with pytest.raises(BrokenListError, match="document type"):
        source_named("un_consolidated").read({"consolidated.xml": bomb})


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.999])
def test_truncated_xml_is_refused(cut: float) -> None:
    whole = source_named("sample_un").sample_files()["consolidated.xml"]
    with pytest.raises(BrokenListError):
        source_named("sample_un").read({"consolidated.xml": whole[: int(len(whole) * cut)]})


def test_missing_file_is_refused() -> None:
    with pytest.raises(BrokenListError, match=r"alt\.csv"):
        source_named("ofac_sdn").read({"sdn.csv": b'1,"X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'})


def test_rows_that_cannot_be_read_are_named() -> None:
    files = dict(source_named("sample_sdn").sample_files())
    files["sdn.csv"] += b'900010,"SHORT ROW"\n'
    (row,) = source_named("sample_sdn").read(files).unreadable
    assert row.where == "sdn.csv line 10"


def test_a_number_that_stands_twice_loses_nobody() -> None:
    files = dict(source_named("sample_sdn").sample_files())
    again = files["sdn.csv"].splitlines()[3].replace(b"INVENTADA", b"OTRA")
    content = source_named("sample_sdn").read(files | {"sdn.csv": files["sdn.csv"] + again + b"\n"})
    assert len({entry.id for entry in content.entries}) == 10
    assert content.unreadable[0].where == "entry 900004"


def test_table_names_its_bad_rows() -> None:
    text = "id,name,type\n1,Ann Fable,BLACKLIST_PERSON\n1,Twice,BLACKLIST_PERSON\n2,,BLACKLIST_PERSON\n3,X,NONSENSE\n"
    content = source_named("tenant.demo.black").read({"list.csv": text.encode()})
    assert [entry.names[0].text for entry in content.entries] == ["Ann Fable"]
    assert [row.where for row in content.unreadable] == ["row 3", "row 4", "row 5"]


def test_table_without_its_columns_is_refused() -> None:
    with pytest.raises(BrokenListError, match="type"):
        source_named("pep").read({"pep.csv": b"id,name\n1,Ann\n"})


def test_groups_expand_and_tenants_see_their_own_lists_only() -> None:
    assert expand("sample, pep,pep") == ("sample_sdn", "sample_un", "sample_pep", "sample_black", "pep")
    assert visible_to("pep", None)
    assert visible_to("tenant.a.black", "a")
    assert not visible_to("tenant.a.black", "b")
    assert not visible_to("tenant.a.black", None)
