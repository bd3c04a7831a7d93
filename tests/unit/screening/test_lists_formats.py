"""Every list format: its sample maps whole, what cannot be read is named, and a cut file is never a shorter list."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from customer_risk.screening.entry import BrokenListError, EntryKind, ListContent, ListEntry, NameQuality, Unreadable
from customer_risk.screening.lists.ofac.reader import _rows as ofac_rows
from customer_risk.screening.lists.registry import SOURCES, source_named
from customer_risk.screening.result import HitType

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SAMPLES = [name for name, source in SOURCES.items() if source.sample]
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the official lists are not beside the checkout")

PRIMARY, STRONG, WEAK = NameQuality.PRIMARY, NameQuality.STRONG, NameQuality.WEAK


def sample(name: str, replacing: tuple[str, str] = ("", "")) -> ListContent:
    """A sample list, perhaps with one text replaced in its file."""
    source = source_named(name)
    before, after = replacing
    files = dict(source.sample_files())
    assert before.encode() in b"".join(files.values())
    return source.read({file: data.replace(before.encode(), after.encode(), 1) for file, data in files.items()})


def entry(content: ListContent, id_: str) -> ListEntry:
    return next(one for one in content.entries if one.id == id_)


def names(one: ListEntry) -> list[tuple[str, NameQuality]]:
    return [(name.text, name.quality) for name in one.names]


def numbers(one: ListEntry) -> list[tuple[str, str, str | None]]:
    return [(number.kind, number.value, number.country) for number in one.identifiers]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_read_whole(name: str) -> None:
    content = sample(name)
    assert content.entries
    assert not content.unreadable
    assert all(one.source == name and one.names[0].quality is PRIMARY for one in content.entries)
    assert len({one.id for one in content.entries}) == len(content.entries)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("share", [0.05, 0.35, 0.61, 0.83, 0.97])
def test_a_cut_file_is_refused_or_visibly_shorter(name: str, share: float) -> None:
    source = source_named(name)
    whole = source.sample_files()
    before = [one.id for one in source.read(whole).entries]
    main = source.files[0]
    cut = whole[main][: int(len(whole[main]) * share)]
    try:
        after = [one.id for one in source.read(dict(whole) | {main: cut}).entries]
    except BrokenListError:
        return
    # Cut between two records it is a whole file of fewer: what is left is the beginning, which the refresher notices.
    assert after == before[: len(after)]
    assert len(after) < len(before) or share > 0.9


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("data", [b"<html>Service unavailable</html>", b"\x00\x01\x02", b"{}", b"[]\n", b"\n"])
def test_what_is_no_such_list_is_refused(name: str, data: bytes) -> None:
    source = source_named(name)
    with pytest.raises(BrokenListError):
        source.read(dict.fromkeys(source.files, data))


@needs_data
@pytest.mark.parametrize(
    ("folder", "rows"),
    [
        ("ofac-sdn-2021-07", {"sdn.csv": 8976, "alt.csv": 11910, "add.csv": 13837}),
        ("ofac-sdn-2022-01", {"sdn.csv": 9044, "alt.csv": 12409, "add.csv": 13625}),
        ("ofac-consolidated-2025-12", {"cons_prim.csv": 442, "cons_alt.csv": 1073, "cons_add.csv": 574}),
    ],
)
def test_every_row_of_ofac_s_files_is_read(folder: str, rows: dict[str, int]) -> None:
    missed: list[Unreadable] = []
    for file, count in rows.items():
        columns = {"alt": 5, "add": 6}.get(file.removesuffix(".csv")[-3:], 12)
        data = (DATA / "watchlists" / folder / file).read_bytes()
        assert len(list(ofac_rows(file, data, columns, missed))) == count
    assert not missed


@needs_data
def test_the_un_lists_people_and_entities() -> None:
    data = (DATA / "watchlists" / "un-2026-02" / "consolidated.xml").read_bytes()
    kinds = Counter(one.kind for one in source_named("un_consolidated").read({"consolidated.xml": data}).entries)
    assert kinds == {EntryKind.PERSON: 730, EntryKind.ORGANISATION: 273}


@needs_data
@pytest.mark.parametrize("share", [0.3, 0.77, 0.999])
def test_the_real_files_are_refused_when_cut(share: float) -> None:
    cut = {
        "ofac_sdn": ("ofac-sdn-2021-07", "sdn.csv"),
        "ofac_consolidated": ("ofac-consolidated-2025-12", "cons_alt.csv"),
        "un_consolidated": ("un-2026-02", "consolidated.xml"),
    }
    for name, (folder, file) in cut.items():
        files = {path.name: path.read_bytes() for path in (DATA / "watchlists" / folder).iterdir()}
        whole = files[file]
        # At the comma before the last cell of a row, where a cut may fall.
        at = whole.rindex(b",", 0, int(len(whole) * share)) if file.endswith("csv") else int(len(whole) * share)
        with pytest.raises(BrokenListError):
            source_named(name).read(files | {file: whole[:at]})


@needs_data
def test_the_members_of_congress_are_read_whole() -> None:
    data = (DATA / "pep" / "legislators-current.yaml").read_bytes()
    content = source_named("us_congress").read({"legislators-current.yaml": data})
    assert (len(content.entries), len(content.unreadable)) == (537, 0)
    assert {one.types for one in content.entries} == {(HitType.POLITICALLY_EXPOSED_PERSON,)}
    assert all(one.birth_dates and one.gender for one in content.entries)


def test_eu_maps_names_dates_documents_and_their_quality() -> None:
    person = entry(sample("sample_eu"), "900001")
    assert names(person) == [
        ("Arkadiy Vymyshlennikov", PRIMARY),
        ("Аркадий Вымышленников", STRONG),
        ("The Heron", WEAK),
    ]
    assert [date.text for date in person.birth_dates] == ["1958-02-02"], "a year of another calendar is no year"
    assert numbers(person) == [("national passport", "ZZ0000051", "RU")]
    assert (person.gender, person.countries, person.programmes) == ("male", ("RU",), ("ZZZ", "EU.90001.01"))


def test_eu_reads_ranges_weak_remarks_and_latin_numbers() -> None:
    content = sample("sample_eu")
    company, other = entry(content, "900002"), entry(content, "900003")
    assert company.types == (HitType.SANCTIONED_ENTITY,)
    assert names(company)[1] == ("PFF", WEAK)
    assert [value for _, value, _ in numbers(company)] == ["٠٠٠٠٠٠٩٩", "00000099"]
    assert other.birth_range
    assert [date.year for date in other.birth_dates] == [1970, 1973]


def test_eu_says_the_same_as_csv() -> None:
    as_xml, as_csv = sample("sample_eu").entries, sample("sample_eu_csv").entries
    for one, other in zip(as_xml, as_csv, strict=True):
        assert (one.id, one.types, names(one)) == (other.id, other.types, names(other))
        assert (one.birth_dates, one.birth_range, one.countries) == (
            other.birth_dates,
            other.birth_range,
            other.countries,
        )
        assert (numbers(one), one.programmes) == (numbers(other), other.programmes)


@pytest.mark.parametrize(
    ("name", "before", "after", "where"),
    [
        ("sample_eu", '<subjectType code="enterprise" classificationCode="E"/>', "", "sanctionEntity 2 (900002)"),
        ("sample_eu", 'classificationCode="E"', 'classificationCode="X"', "sanctionEntity 2 (900002)"),
        ("sample_eu_csv", ";900003;EU.90003.01", ";;EU.90003.01", "line 13"),
        ("sample_uk", "ZZZ0003,90003", ",90003", "line 8"),
        ("sample_uk", ",Entity,UN", ",Planet,UN", "Unique ID ZZZ0002"),
        ("sample_opensanctions", '"id": "zz-company-1", ', "", "line 4"),
        ("sample_opensanctions", '{"id": "zz-passport-1"', '{"id": zz-passport-1"', "line 2"),
        ("sample_opensanctions_csv", '"zz-company-1","Company"', '"zz-company-1","Comet"', "line 3 (zz-company-1)"),
        ("sample_opensanctions_csv", '"zz-person-2","Person",', '"zz-person-2",', "line 4"),
        ("sample_senzing", '"NAME_ORG": "Luftschloss Holding AG"', '"NAME": "x"', "line 2 (ZS-2)"),
        ("sample_congress", "    first: Barnaby\n", "", "person 2"),
        ("sample_sdn_advanced", 'PartySubTypeID="1"', 'PartySubTypeID="99"', "DistinctParty 900007"),
        ("sample_sdn_advanced", 'IDRegDocTypeID="1571"', 'IDRegDocTypeID="1"', "IDRegDocument 701"),
        ("sample_un", "<DATAID>9900001</DATAID>", "", "INDIVIDUAL 1 "),
    ],
)
def test_a_record_that_cannot_be_read_is_named(name: str, before: str, after: str, where: str) -> None:
    whole = sample(name)
    content = sample(name, (before, after))
    assert [miss.where for miss in content.unreadable if miss.where.startswith(where)], content.unreadable
    assert len(content.entries) >= len(whole.entries) - 1


def test_an_id_that_stands_twice_loses_nobody() -> None:
    content = sample("sample_senzing", ('"RECORD_ID": "ZS-3"', '"RECORD_ID": "ZS-1"'))
    assert [one.id for one in content.entries] == ["ZS-1", "ZS-2", "ZS-1-2"]
    assert [miss.where for miss in content.unreadable] == ["line 3 (ZS-1)"]


def test_uk_joins_the_rows_of_one_designation() -> None:
    person = entry(sample("sample_uk"), "ZZZ0001")
    assert names(person) == [
        ("Pavel Ivanovich NIGDEEV", PRIMARY),
        ("Павел Иванович Нигдеев", STRONG),
        ("Pavlo NIGDEYEV", STRONG),
        ("THE CLOCKMAKER", WEAK),
    ]
    assert [date.text for date in person.birth_dates] == ["1961-07-04", "1962"]
    assert (person.countries, person.gender, numbers(person)) == (
        ("RU", "CY"),
        "male",
        [("passport", "ZZ0000061", None)],
    )


def test_uk_tells_ships_and_entities_and_partial_dates() -> None:
    content = sample("sample_uk")
    ship, company, woman = (entry(content, id_) for id_ in ("ZZZ0003", "ZZZ0002", "ZZZ0004"))
    assert (ship.kind, numbers(ship)) == (EntryKind.VESSEL, [("imo number", "9999993", None)])
    assert [value for _, value, _ in numbers(company)] == ["00000088", "00000089"]
    assert ([date.text for date in woman.birth_dates], woman.countries) == (["1975"], ("SY",))


def test_opensanctions_joins_what_stands_on_other_lines() -> None:
    content = sample("sample_opensanctions")
    person, company = entry(content, "zz-person-1"), entry(content, "zz-company-1")
    assert person.types == (HitType.SANCTIONED_PERSON, HitType.POLITICALLY_EXPOSED_PERSON)
    assert names(person)[-1] == ("Mila", WEAK)
    assert numbers(person) == [("passport", "ZZ0000071", "RU")]
    assert person.programmes == ("EU-ZZZ", "Fictional measures")
    assert numbers(company)[-1] == ("wallet xbt", "zzWallet000000000000000000000001", None)
    assert company.types == (HitType.SPECIAL_INTEREST_ENTITY,), "near the sanctioned is not sanctioned"


def test_opensanctions_lists_targets_only() -> None:
    content = sample("sample_opensanctions")
    assert "zz-person-3" not in {one.id for one in content.entries}
    assert entry(content, "zz-wallet-1").names[0].text == "zzWallet000000000000000000000001"
    assert entry(content, "zz-person-2").types == (HitType.RELATIVE_OR_CLOSE_ASSOCIATE,)
    assert numbers(entry(content, "zz-vessel-1")) == [("imo number", "9999981", None)]


def test_opensanctions_without_the_target_mark_goes_by_topics() -> None:
    source = source_named("opensanctions")
    data = source_named("sample_opensanctions").sample_files()["entities.ftm.json"]
    content = source.read(
        {"entities.ftm.json": data.replace(b', "target": true', b"").replace(b', "target": false', b"")}
    )
    assert [one.id for one in content.entries] == [one.id for one in sample("sample_opensanctions").entries]


def test_simplified_csv_is_sanctioned_where_it_says_so_and_else_what_the_list_is_of() -> None:
    files = source_named("sample_opensanctions_csv").sample_files()
    kinds = {
        name: {one.id: one.types[0] for one in source_named(name).read(files).entries}
        for name in ("opensanctions_sanctions", "opensanctions_peps")
    }
    assert kinds["opensanctions_sanctions"]["zz-person-1"] is HitType.SANCTIONED_PERSON
    assert kinds["opensanctions_sanctions"]["zz-person-2"] is HitType.SPECIAL_INTEREST_PERSON
    assert kinds["opensanctions_peps"]["zz-person-2"] is HitType.POLITICALLY_EXPOSED_PERSON
    assert kinds["opensanctions_peps"]["zz-company-1"] is HitType.SPECIAL_INTEREST_ENTITY


def test_simplified_csv_splits_cells_as_they_were_joined() -> None:
    content = sample("sample_opensanctions_csv")
    assert names(entry(content, "zz-company-1"))[1:] == [("Mirage; Metals", STRONG), ("Mirage", STRONG)]
    assert [date.text for date in entry(content, "zz-person-2").birth_dates] == ["1990", "1991-02"]
    assert entry(content, "zz-person-1").programmes == ("EU-ZZZ", "ZZ-ONE")


def test_senzing_reads_its_three_ways_to_write_a_feature() -> None:
    content = sample("sample_senzing")
    lists, features, flat = (entry(content, id_) for id_ in ("ZS-1", "ZS-2", "ZS-3"))
    assert names(lists) == [("Henriette Erfunden", PRIMARY), ("Henny Erfunden", STRONG)]
    assert numbers(lists) == [("passport", "ZZ0000081", "DE"), ("idnumber", "000-81", None)]
    assert (lists.types, lists.gender) == ((HitType.POLITICALLY_EXPOSED_PERSON,), "female")
    assert (features.kind, features.types) == (EntryKind.ORGANISATION, (HitType.SPECIAL_INTEREST_ENTITY,))
    assert numbers(features) == [("tax", "00-0000082", "CH")], "a telephone number identifies nobody"
    assert names(flat) == [("Rafael Inventado", PRIMARY), ("Rafa Inventado", STRONG)]
    assert (flat.birth_dates[0].text, flat.types) == ("1978-12-11", (HitType.SANCTIONED_PERSON,))


def test_congress_maps_nicknames_and_offices() -> None:
    member = entry(sample("sample_congress"), "Z000001")
    assert names(member) == [
        ("Prudence Q. Makebelieve", PRIMARY),
        ("Prudence Makebelieve", STRONG),
        ("Pru Makebelieve", STRONG),
    ]
    assert member.programmes == ("Senator for ZZ", "Representative for ZZ")


@pytest.mark.parametrize(
    "yaml", [b"- &a {id: {bioguide: Z}}\n- *a\n", b"- !!python/object/apply:os.system [true]\n", b"- [\n"]
)
def test_yaml_that_does_more_than_list_is_refused(yaml: bytes) -> None:
    with pytest.raises(BrokenListError):
        source_named("us_congress").read({"legislators-current.yaml": yaml})


def test_the_advanced_file_says_the_same_as_the_csv() -> None:
    advanced = {one.id: one for one in sample("sample_sdn_advanced").entries}
    plain = {one.id: one for one in sample("sample_sdn").entries if one.id in advanced}
    assert plain.keys() == advanced.keys()
    for id_, one in plain.items():
        other = advanced[id_]
        assert set(names(one)) <= set(names(other)), "the advanced file knows more scripts"
        assert (one.kind, one.types, one.birth_dates, one.gender) == (
            other.kind,
            other.types,
            other.birth_dates,
            other.gender,
        )
        assert {value for _, value, _ in numbers(one)} <= {value for _, value, _ in numbers(other)}


def test_the_advanced_file_reads_periods_as_precisely_as_they_are_meant() -> None:
    to_day = "<To><Year>1961</Year><Month>3</Month><Day>14</Day></To></End>"
    month = ("<Day>14</Day></From><To>", "<Day>1</Day></From><To>")
    day = entry(sample("sample_sdn_advanced"), "900001")
    assert day.birth_dates[0].text == "1961-03-14"
    later = sample("sample_sdn_advanced", (to_day, to_day.replace("1961", "1963")))
    assert entry(later, "900001").birth_range
    source = source_named("sample_sdn_advanced")
    text = (
        source.sample_files()["sdn_advanced.xml"].decode().replace(*month).replace(to_day, to_day.replace("14", "31"))
    )
    content = source.read({"sdn_advanced.xml": text.encode()})
    assert entry(content, "900001").birth_dates[0].text == "1961-03"


def test_a_white_list_has_entries_without_types() -> None:
    text = (
        "id;name;type;birth_dates;against\n"
        "1;Ann Fable;WHITELIST_PERSON;1980-01-01;un_consolidated/1; \n"
        '2;Fable Ltd;whitelist_entity;;\n3;Bert Tale;BLACKLIST_PERSON;;"a/1;b/2"\n'
    )
    content = source_named("tenant.demo.white").read({"list.csv": text.encode("cp1252")})
    assert [(one.kind, one.types, one.against) for one in content.entries] == [
        (EntryKind.PERSON, (), ("un_consolidated/1",)),
        (EntryKind.ORGANISATION, (), ()),
    ]
    assert [miss.where for miss in content.unreadable] == ["row 4"]


def test_a_spreadsheet_of_windows_is_read() -> None:
    text = "id,name,type\n1,Zoë Müller,BLACKLIST_PERSON\n".encode("cp1252")
    assert source_named("tenant.demo.black").read({"list.csv": text}).entries[0].names[0].text == "Zoë Müller"
