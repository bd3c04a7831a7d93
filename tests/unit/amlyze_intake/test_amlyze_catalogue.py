"""The rules and the catalogue of document 004, compared in both directions."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from amlyze_intake.classifiers import Classifiers
from amlyze_intake.rules.checking import first_broken
from amlyze_intake.rules.envelope import ENVELOPE
from amlyze_intake.rules.lists import LISTS
from amlyze_intake.rules.related import ENTITY, ENTITY_LISTS, ENTITY_RULES, NO_LIST
from amlyze_intake.rules.rule import Asked, Rule
from amlyze_intake.rules.types import TYPES, WRONG_TYPES
from amlyze_intake.wire.reading import read_customer
from tests.unit.amlyze_intake.triggers import TRIGGERS, Trigger, answered, catalogue, fits


class Nothing:
    """What is stored, as a test wants it."""

    def __init__(self, *, used: bool = False, exists: bool = False, lead: bool = False) -> None:
        self.used, self.exists, self.lead = used, exists, lead


def judged(body: dict[str, Any], stored: Nothing) -> tuple[str, str] | None:
    return first_broken(Asked(read_customer(body), Classifiers({}), stored))


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: f"{trigger.code} {trigger.line}")
def test_a_request_is_answered_with_exactly_the_line(trigger: Trigger) -> None:
    stored = Nothing(exists=trigger.before is not None)
    assert judged(trigger.body, stored) == (trigger.code, trigger.text)
    assert fits(trigger.line, trigger.text)


def test_every_line_of_the_catalogue_has_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    triggered = {trigger.line for trigger in TRIGGERS}
    lines = catalogue()
    covered = [line for line in lines if answered(line) in triggered]
    with capsys.disabled():
        sys.stdout.write(f"\n{len(covered)} of {len(lines)} messages covered\n")
    assert covered == lines


def test_every_request_is_for_a_line() -> None:
    own = {"Problem with CountryOfActivity (index: ).", "CountryOfActivity not found in Amlyze"}
    assert {trigger.line for trigger in TRIGGERS} - own <= set(map(answered, catalogue()))


def rules() -> Iterator[tuple[str, bool]]:
    """Every message and wrapper, and whether it is marked as ours."""
    every: list[Rule[Any]] = [*ENVELOPE, *TYPES, NO_LIST, *ENTITY_RULES, *(rule for _, rule in WRONG_TYPES)]
    wrappers = [ENTITY, *(wrapper for wrapper, _ in WRONG_TYPES)]
    for one in (*LISTS, *ENTITY_LISTS):
        every += one.rules
        wrappers.append(one.wrapper)
    yield from ((rule.message, rule.ours) for rule in every)
    yield from ((wrapper.text, wrapper.ours) for wrapper in wrappers)


# The contract has them, the document has not: they come from other public pages of the same service.
ELSEWHERE = {
    "CommunicationNumber is mandatory",
    "CommunicationNumber already used in amlyze",
    "CountryOfActivity not found in Amlyze",
    "LegalForm not found in Amlyze",
    "AddressType is not defined in amlyze",
}


def shape_of(message: str) -> str:
    """The message as the catalogue may print it: the page has lost the types of additional values, and positions."""
    kind = re.match(r"([Bb])ad value for ([A-Z]+) ?", message)
    rest = re.escape(re.sub(r"\{\} ?", "", message[kind.end() :] if kind else message).strip())
    typed = rf"[Bb]ad value for ({kind[2]} )?" if kind else ""
    return typed + rest.replace(r"index:\ \)", r"index: \d* ?\)").replace(r"index\ =\ \.", r"index = \d* ?\.")


def test_every_message_that_is_not_marked_as_ours_is_in_the_catalogue() -> None:
    lines = "\n".join(catalogue())
    for message, ours in rules():
        parts = re.split(r"(?<=type customer) ", message)
        found = all(re.search(shape_of(part), lines) for part in parts) or message in ELSEWHERE
        assert found is not ours, message
