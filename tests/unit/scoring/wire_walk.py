"""Walks what a dialect reads, field by field: which of it ever changes the profile that is scored.

A place is the way to one value, ``masterData.accountHoldingPartyData.flags``. It reaches the profile when, of a
request that says everything or nothing else, the profile with one value differs from that with another or with none.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from customer_risk.profile import Profile

type Place = tuple[str, ...]

_DEEPEST = 2
"""How often a model may stand inside itself; what is true of an owner's owner is true of that one's."""
_HINTS = (("date", ("2019-03-04", "2020")), ("since", ("2011", "2012")), ("country", ("DE", "IR")))
_TEXTS = ("one", "another")


class Walk:
    """One dialect's outermost model.

    ``profile`` maps a request to a profile. ``kinds`` are values that make it a person or an organisation, by place;
    ``words`` are values of fields whose words the mapping has to know, by name, the first of which ``always`` stands
    in an object that says nothing else.
    """

    def __init__(
        self,
        model: type[BaseModel],
        profile: Callable[[Any], Profile],
        *,
        kinds: tuple[Mapping[Place, Any], ...] = ({},),
        words: Mapping[str, tuple[Any, ...]] | None = None,
        always: frozenset[str] = frozenset(),
    ) -> None:
        self._profile = profile
        self._words = words or {}
        self._always = always
        self.places: dict[Place, tuple[Any, ...]] = dict(self._below(model, (), ()))
        full = nothing = self._nothing(model)
        for place, values in self.places.items():
            full = self._with(full, place, values[0])
        self._bases: list[tuple[BaseModel, bool, Profile]] = []
        for base, everything in ((full, True), (nothing, False)):
            for kind in kinds:
                request = base
                for place, value in kind.items():
                    request = self._with(request, place, value)
                self._bases.append((request, everything, profile(request)))

    def unreached(self) -> set[str]:
        """The places that no value of them changes the profile."""
        return {".".join(place) for place in self.places if not self._reaches(place)}

    def _reaches(self, place: Place) -> bool:
        first, *others = self.places[place]
        return any(
            self._profile(self._with(request, place, value)) != profile
            for request, everything, profile in self._bases
            for value in ((*others, None) if everything else (first, *others))
        )

    def _with(self, request: BaseModel, place: Place, value: Any) -> BaseModel:
        """The request with one value in place of what stands there; what is on the way is made."""
        name, *rest = place
        if rest:
            inner, listed = _inner(_fields(type(request))[name])
            assert inner is not None
            held = getattr(request, name)
            held = (held[0] if listed else held) if held else self._nothing(inner)
            value = self._with(held, tuple(rest), value)
            value = [value] if listed else value
        return request.model_copy(update={name: value})

    def _nothing(self, model: type[BaseModel]) -> BaseModel:
        said = {name: self._words[name][0] if name in self._always else None for name in model.model_fields}
        return model.model_construct(**said)

    def _below(self, model: type[BaseModel], at: Place, inside: tuple[type, ...]) -> Iterator[tuple[Place, Any]]:
        for name, kind in _fields(model).items():
            place = (*at, name)
            inner, _ = _inner(kind)
            if inner is None:
                yield place, self._words.get(name) or _values(kind, name)
            elif inside.count(inner) < _DEEPEST:
                yield from self._below(inner, place, (*inside, inner))


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """The fields with their types, however they are written."""
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def _plain(kind: Any) -> Any:
    """A type without what is written around it: annotations, aliases, ``None``."""
    while True:
        if isinstance(kind, TypeAliasType):
            kind = kind.__value__
        elif get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif isinstance(get_origin(kind), TypeAliasType):
            alias: Any = get_origin(kind)
            kind = alias.__value__[get_args(kind)]
        elif get_origin(kind) in (Union, types.UnionType):
            kind = next(one for one in get_args(kind) if one is not type(None))
        else:
            return kind


def _inner(kind: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model in a field, and whether the field holds a list of them."""
    kind, listed = _plain(kind), False
    if get_origin(kind) in (list, tuple):
        kind, listed = _plain(get_args(kind)[0]), True
    return (kind, listed) if isinstance(kind, type) and issubclass(kind, BaseModel) else (None, False)


def _values(kind: Any, name: str) -> tuple[Any, ...]:
    kind = _plain(kind)
    if get_origin(kind) in (list, tuple):
        return tuple([value] for value in _values(get_args(kind)[0], name))
    if get_origin(kind) is Literal:
        return get_args(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(kind)
    if kind is bool:
        return True, False
    if kind in (int, float):
        return kind(2), kind(3)
    return next((values for hint, values in _HINTS if hint in name), _TEXTS)
