"""What a rule is, and how its code and message are composed from the place it is broken at.

A message is what the wrappers around the place say, outer to inner, and then the rule's own words, each joined by one
space; a code is the wrappers' codes and the rule's own, joined by full stops. Wherever a part of a code is not public
the whole begins with ``X-`` (ruling A11). A rule without words of its own lets the wrapper speak alone, and its code
names the value that could not be used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from amlyze_intake.classifiers import Classifiers
from amlyze_intake.wire.customer import IntakeCustomer
from amlyze_intake.wire.reading import Place, Reading

MOST_ECHOED = 100
"""Characters of a sender's value that a message repeats."""

UNUSABLE = "unusable"
"""Stands for the name of the value in the code of a rule about values of the wrong type."""


class Stored(Protocol):
    """What is stored of the customer and of the communication number; looked up when a rule asks."""

    @property
    def used(self) -> bool:
        """Whether an accepted request had this communication number."""

    @property
    def exists(self) -> bool:
        """Whether the customer exists, in whatever dialect."""

    @property
    def lead(self) -> bool:
        """Whether the customer that exists is only a lead so far."""


class Asked(NamedTuple):
    """A request to be checked. ``batch`` rows are imports. ``optional`` are required fields this tenant may omit."""

    reading: Reading
    classifiers: Classifiers
    stored: Stored
    batch: bool = False
    optional: frozenset[str] = frozenset()

    @property
    def customer(self) -> IntakeCustomer:
        """The customer as it was read."""
        return self.reading.customer

    @property
    def imported(self) -> bool:
        """Whether the level comes with the request."""
        return self.batch or self.customer.source_of_risk_level == "IMPORT"

    @property
    def organisation(self) -> bool:
        """Whether the customer is an organisation."""
        return self.customer.entity_type == "ORGANIZATION"


class At[T](NamedTuple):
    """An item at its place. ``siblings`` are the items of its list, itself at ``index``."""

    item: T
    asked: Asked
    place: Place = ()
    siblings: Sequence[T] = ()

    @property
    def position(self) -> int:
        """The position in the list."""
        last = self.place[-1] if self.place else 0
        return last if isinstance(last, int) else 0

    @property
    def unusable(self) -> tuple[str, ...]:
        """The names of values that are there and cannot be used."""
        return self.asked.reading.unusable_in(self.place)

    def unknown(self, classifier: str, value: str | None) -> bool:
        """Whether a value that is there is not one of a classifier's."""
        return value is not None and not self.asked.classifiers.knows(classifier, value)


type Finding = bool | str
"""``False`` where the rule holds; text becomes ``{}`` in its message."""


class Rule[T](NamedTuple):
    """One condition and what is answered where it is not met.

    ``when`` says in words when it is broken. ``code`` is its own part of the code; ``public`` says that it is
    published. ``ours`` marks a message that document 004 does not have.
    """

    code: str
    message: str
    when: str
    broken: Callable[[At[T]], Finding]
    public: bool = True
    ours: bool = False


class Wrapper(NamedTuple):
    """What is put around a message: ``{}`` is the position in the list. ``text`` may be empty, and so may ``code``."""

    text: str
    code: str
    public: bool = True
    ours: bool = False


class ListRules[T](NamedTuple):
    """A list: the name of its field, where it stands in its owner, what is put around, and the rules of an item."""

    field: str
    items: Callable[[Any], Sequence[T] | None]
    wrapper: Wrapper
    rules: tuple[Rule[T], ...]


class Rejection(NamedTuple):
    """Why a request is refused."""

    code: str
    description: str


def rejection(wrappers: Sequence[tuple[Wrapper, int | str]], rule: Rule[Any], finding: Finding) -> Rejection:
    """The composed code and message of a broken rule."""
    said = finding[:MOST_ECHOED] if isinstance(finding, str) else ""
    code = said if rule.code == UNUSABLE else rule.code
    texts = [wrapper.text.replace("{}", str(index)) for wrapper, index in wrappers]
    codes = [wrapper.code for wrapper, _ in wrappers]
    public = rule.public and all(wrapper.public for wrapper, _ in wrappers)
    message = rule.message.replace("{}", said).rstrip() if rule.message else ""
    return Rejection(
        ("" if public else "X-") + ".".join(filter(None, (*codes, code))),
        " ".join(filter(None, (*texts, message))),
    )


def _first_unusable(at: At[Any]) -> Finding:
    return next(iter(at.unusable), False)


def wrong_type(
    when: str = "a value is of the wrong type; the code names it",
    broken: Callable[[At[Any]], Finding] = _first_unusable,
) -> Rule[Any]:
    """The last rule of every item: a value that is there and cannot be used, for which no other rule spoke."""
    return Rule(UNUSABLE, "", when, broken, public=False)


def absent[T](value: Callable[[T], object]) -> Callable[[At[T]], Finding]:
    """Broken where nothing usable is there."""
    return lambda at: value(at.item) is None


def undefined[T](classifier: str, value: Callable[[T], str | None]) -> Callable[[At[T]], Finding]:
    """Broken where a value is there that the classifier does not have."""
    return lambda at: at.unknown(classifier, value(at.item))


def lacking[T](classifier: str, value: Callable[[T], str | None]) -> Callable[[At[T]], Finding]:
    """Broken where no value is there, or one that the classifier does not have."""
    return lambda at: value(at.item) is None or at.unknown(classifier, value(at.item))
