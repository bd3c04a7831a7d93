"""Whatever JSON comes, a request is read as far as it makes sense."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customer_checks.mapping import to_profile
from customer_checks.wire.reading import read_request
from customer_checks.wire.request import GatewayCustomerChecks
from customer_risk.profile import Profile
from customer_risk.records import decode, encode
from customer_risk.web.tolerant import BadBody

SAMPLES = Path(__file__).parents[1] / "samples" / "customer_checks"
NAMES = ("full_v2_sample", "older_sample", "older_spellings", "person", "organisation")
TREES = {name: json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**300, max_value=10**301)
    | st.floats()
    | st.text()
    | st.sampled_from(["\x00", "1e999", "NaN", "\N{RIGHT-TO-LEFT OVERRIDE}x", "2020-13-45", "x" * 20_000, "\u2028"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value."""
    found = [path] if path else []
    for key, item in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        found += places(item, (*path, key))
    return found


PLACES = {name: places(tree) for name, tree in TREES.items()}


@st.composite
def mutated(draw: st.DrawFn) -> tuple[dict[str, Any], int]:
    """A sample with some values replaced by anything, and how many."""
    name = draw(st.sampled_from(NAMES))
    tree = json.loads(json.dumps(TREES[name]))
    chosen = draw(st.lists(st.sampled_from(PLACES[name]), min_size=1, max_size=5, unique=True))
    for path in chosen:
        with suppress(KeyError, IndexError, TypeError):  # another value has taken the place of what it stood in
            _holder(tree, path)[path[-1]] = draw(VALUES)
    return tree, len(chosen)


def read_and_map(body: bytes | str) -> tuple[Profile, int]:
    value, dropped = read_request(body)
    profile = to_profile(value, "c")
    assert decode(encode(profile), Profile) == profile
    assert all(each.issue for each in dropped)
    return profile, len(dropped)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        read_and_map(body)
    except BadBody:
        with pytest.raises((ValueError, AssertionError)):  # what we refuse, the standard library's reader does not take
            assert isinstance(json.loads(body.removeprefix(b"\xef\xbb\xbf"), parse_constant=int), dict)


@given(VALUES)
def test_any_json_is_read_or_refused(value: Any) -> None:
    body = json.dumps(value)
    try:
        read_and_map(body)
    except BadBody:
        assert not isinstance(value, dict) or "NaN" in body or "Infinity" in body


@given(st.sampled_from(sorted(GatewayCustomerChecks.model_fields)), VALUES)
def test_any_value_of_a_field_is_read_or_dropped(name: str, value: Any) -> None:
    alias = str(GatewayCustomerChecks.model_fields[name].validation_alias)
    body = json.dumps({alias: value})
    if "NaN" not in body and "Infinity" not in body:
        read_and_map(body)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_mutated_samples_are_read(case: tuple[dict[str, Any], int]) -> None:
    tree, _ = case
    body = json.dumps(tree)
    try:
        _, count = read_and_map(body)
    except BadBody:
        assert "NaN" in body or "Infinity" in body
    else:
        assert count <= 101


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_what_is_dropped_is_told_and_reading_without_it_drops_nothing(case: tuple[dict[str, Any], int]) -> None:
    """Taking the reported values out of the body gives the same request without a warning: reading is idempotent."""
    tree, _ = case
    try:
        value, dropped = read_request(json.dumps(tree))
    except BadBody:
        return
    for path, _ in sorted(dropped, key=lambda each: _steps(each.path), reverse=True):
        _remove(tree, path)
    again, nothing = read_request(json.dumps(tree))
    assert nothing == ()
    assert again == value


@given(st.sampled_from(NAMES), st.data())
def test_leaving_values_out_drops_nothing(name: str, data: st.DataObject) -> None:
    tree = json.loads(json.dumps(TREES[name]))
    path = data.draw(st.sampled_from(PLACES[name]))
    del _holder(tree, path)[path[-1]]
    assert read_request(json.dumps(tree)).dropped == ()


@given(st.sampled_from(NAMES), st.booleans())
def test_spelling_of_the_json_does_not_matter(name: str, ascii_only: bool) -> None:  # noqa: FBT001  hypothesis gives it
    tree = TREES[name]
    text = json.dumps(tree, ensure_ascii=ascii_only, indent=3 if ascii_only else None, sort_keys=True)
    assert read_request(text) == read_request(json.dumps(tree))


def _holder(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        tree = tree[key]
    return tree


def _steps(path: str) -> tuple[tuple[bool, Any], ...]:
    """The keys along a path, each with whether it is a name: they sort, later positions of a list behind earlier."""
    steps = path.replace("[", ".").replace("]", "").split(".")
    return tuple((not step.isdigit(), int(step) if step.isdigit() else step) for step in steps)


def _remove(tree: Any, path: str) -> None:
    keys = tuple(key for _, key in _steps(path))
    del _holder(tree, keys)[keys[-1]]
