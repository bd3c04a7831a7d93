"""Uploading the files of a list: read before they are kept, under the names the refresher expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from customer_risk.screening.lists.registry import source_named
from tools.refresh import upload


class Bucket(dict[str, bytes]):
    """What is put into it."""

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:  # noqa: N803  botocore's names
        assert Bucket == "lists"
        self[Key] = Body


@pytest.fixture
def bucket() -> Bucket:
    return Bucket()


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_list_of_one_file_may_be_called_anything(
    bucket: Bucket, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = b"id,name,type\nb-1,Ann Fable,BLACKLIST_PERSON\nb-2,Bert Tale,NONSENSE\n"
    assert upload(bucket, "lists", "tenant.acme.black", [write(tmp_path, "ours.csv", data)]) == 1
    assert bucket == {"lists/tenant.acme.black/list.csv": data}
    assert "not read: row 3" in capsys.readouterr().out


def test_files_of_one_list_have_their_names_in_any_case(bucket: Bucket, tmp_path: Path) -> None:
    files = source_named("sample_sdn").sample_files()
    paths = [write(tmp_path, name.upper(), data) for name, data in files.items()]
    assert upload(bucket, "lists", "ofac_sdn", paths) > 0
    assert bucket == {f"lists/ofac_sdn/{name}": data for name, data in files.items()}


@pytest.mark.parametrize(
    ("name", "file", "data", "told"),
    [
        ("nobodys_list", "list.csv", b"id,name,type\n", "There is no list nobodys_list"),
        ("tenant.acme.black", "list.csv", b"<html>", "no column"),
        ("ofac_sdn", "names.csv", b"1", "ofac_sdn has no file names.csv"),
        ("ofac_sdn", "sdn.csv", b"1", "alt.csv"),
    ],
)
def test_what_is_no_such_list_is_not_kept(
    bucket: Bucket, tmp_path: Path, name: str, file: str, data: bytes, told: str
) -> None:
    with pytest.raises(SystemExit, match=told):
        upload(bucket, "lists", name, [write(tmp_path, file, data)])
    assert not bucket
