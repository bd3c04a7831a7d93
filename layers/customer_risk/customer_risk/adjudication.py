"""What humans said of a customer's hits, small enough to travel with its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from customer_risk.cases import fingerprint
from customer_risk.screening.result import Adjudicated, Adjudication, Hit

MOST = 200
"""Adjudications remembered of one customer: the newest ones. Some 55 bytes each in an item that every check writes."""

_LETTERS = {Adjudication.TRUE_MATCH: "t", Adjudication.FALSE_POSITIVE: "f"}
_VERDICTS = {letter: verdict for verdict, letter in _LETTERS.items()}


class Verdicts(Mapping[str, Adjudicated]):
    """What was said of hits, by their key or evidence, read from the marks a customer's state keeps."""

    def __init__(self, marks: Mapping[str, str]) -> None:
        self._marks = marks
        self._by_evidence = {mark[1:]: mark for mark in marks.values()}

    def __getitem__(self, key: str) -> Adjudicated:
        mark = self._marks.get(fingerprint(key)) or self._by_evidence[key]
        return Adjudicated(verdict=_VERDICTS[mark[0]], evidence=mark[1:])

    def __iter__(self) -> Iterator[str]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)


def with_verdict(marks: Mapping[str, str], hits: Iterable[Hit], verdict: Adjudication | None) -> dict[str, str]:
    """The marks after a human gave ``hits`` this verdict, or took it back (``None``)."""
    after = dict(marks)
    for hit in hits:
        key = fingerprint(hit.key)
        # What was said of the same party in another place was said of it.
        after = {at: mark for at, mark in after.items() if at != key and mark[1:] != hit.evidence}
        if verdict is not None:
            after[key] = _LETTERS[verdict] + hit.evidence
    return dict(list(after.items())[-MOST:])
