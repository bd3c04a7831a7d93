"""Whatever becomes of a list's files on their way, reading them ends in entries or in a refusal, never in a crash."""

from __future__ import annotations

import json
import random
import re

import pytest

from customer_risk.screening.entry import BrokenListError
from customer_risk.screening.lists.registry import SOURCES, Source

SAMPLES = [source for source in SOURCES.values() if source.sample]
ODD = ["", "\x00", "9" * 400, "ä" * 5000, "2024-13-45", "-0-", "[]", '"', ";", ",", "\n", "<x>", "&amp;", "٣", "0/0/0"]
ODD_JSON: list[object] = [
    None,
    True,
    -1,
    1e308,
    "",
    "x",
    [],
    {},
    [None],
    [[]],
    {"a": {}},
    "\ud800".encode("utf-8", "replace").decode(),
]


def mangled(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to four things done to it."""
    text = data.decode("utf-8", "replace")
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        words = list(re.finditer(r"[\w./-]+", text))
        match chance.randrange(5):
            case 0:
                text = text[:at] + text[min(to, at + 60) :]
            case 1:
                text = text[:to] + text[at:to] + text[to:]
            case 2 | 3 if words:
                word = chance.choice(words)
                text = text[: word.start()] + chance.choice(ODD) + text[word.end() :]
            case _:
                text = text[:at] + chance.choice(ODD) + text[at:]
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("source", SAMPLES, ids=lambda source: source.name)
def test_mangled_files_are_read_or_refused(source: Source) -> None:
    chance = random.Random(source.name)  # noqa: S311 - the same mangling every time
    whole = dict(source.sample_files())
    refused = 0
    for _ in range(150):
        file = chance.choice(list(whole))
        try:
            content = source.read(whole | {file: mangled(whole[file], chance)})
        except BrokenListError as error:
            assert "cannot be read" not in str(error), error.__cause__  # noqa: PT017 - of those that are refused
            refused += 1
        else:
            assert all(entry.id and entry.names and entry.fingerprint for entry in content.entries)
            assert all(miss.where and miss.why for miss in content.unreadable)
    assert refused < 150


@pytest.mark.parametrize("name", ["sample_opensanctions", "sample_senzing"])
def test_json_of_any_shape_is_read_or_named(name: str) -> None:
    source = SOURCES[name]
    (file,) = source.files
    lines = [json.loads(line) for line in source.sample_files()[file].splitlines()]
    chance = random.Random(name)  # noqa: S311 - as above
    for _ in range(300):
        record = json.loads(json.dumps(chance.choice(lines)))
        place = record
        while True:
            key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if isinstance(place[key], dict | list) and place[key] and chance.random() < 0.7:
                place = place[key]
            else:
                place[key] = chance.choice(ODD_JSON)
                break
        data = "".join(json.dumps(line) + "\n" for line in [*lines, record])
        content = source.read({file: data.encode()})
        assert len(content.entries) >= len(source.read(source.sample_files()).entries)


@pytest.mark.parametrize("source", SAMPLES, ids=lambda source: source.name)
@pytest.mark.parametrize("deep", [b"[" * 100_000, b"<a>" * 100_000, b'{"a":' * 100_000 + b"\n", b"- " * 20_000 + b"\n"])
def test_bottomless_files_are_refused(source: Source, deep: bytes) -> None:
    with pytest.raises(BrokenListError):
        source.read(dict.fromkeys(source.files, deep))


def test_what_a_reader_did_not_reckon_with_is_its_list_s_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("customer_risk.screening.lists.un.reader.read", lambda *_: 1 / 0)
    with pytest.raises(BrokenListError, match="ZeroDivisionError"):
        SOURCES["sample_un"].read(SOURCES["sample_un"].sample_files())
