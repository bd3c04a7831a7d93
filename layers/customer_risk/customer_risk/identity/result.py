"""What an identity check says: one outcome for every tag of the contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from customer_risk.records import Record
from customer_risk.scoring.fraud import LABELS, Signal, Tag


class Finding(NamedTuple):
    """One thing seen: it fails its tag, or is only told. ``text`` never quotes a number, name or address."""

    tag: Tag
    failed: bool
    text: str


def failed(tag: Tag, text: str) -> Finding:
    """What a human must look at."""
    return Finding(tag, failed=True, text=text)


def noted(tag: Tag, text: str) -> Finding:
    """What a human would like to know, and what alone is no reason to look."""
    return Finding(tag, failed=False, text=text)


class TagResult(Record):
    """One tag's outcome; ``detail`` is what was seen, a sentence each, empty when there was nothing to say."""

    tag: Tag
    label: str
    passed: bool
    detail: str = ""


class Identity(Record):
    """The outcome of an identity check. ``signals`` are what it saw that the fraud score weighs."""

    tags: tuple[TagResult, ...]
    signals: tuple[Signal, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return all(one.passed for one in self.tags)


def summed(tags: Iterable[Tag], findings: Iterable[Finding]) -> tuple[TagResult, ...]:
    """The outcome of each of the tags: it passed when none of its findings failed it; failures are told first."""
    told = sorted(findings, key=lambda finding: not finding.failed)
    return tuple(
        TagResult(
            tag=tag,
            label=LABELS[tag],
            passed=not any(finding.failed for finding in told if finding.tag is tag),
            detail=" ".join(dict.fromkeys(finding.text for finding in told if finding.tag is tag)),
        )
        for tag in tags
    )
