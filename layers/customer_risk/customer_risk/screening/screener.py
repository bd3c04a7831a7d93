"""Screens every party of a profile against one version of the index."""

from __future__ import annotations

import math
from copy import copy
from datetime import UTC, date, datetime, timedelta

import numpy as np

from customer_risk.profile import Profile
from customer_risk.screening import material
from customer_risk.screening.entry import ListEntry, ListState
from customer_risk.screening.evidence import MOST_FOR, SAME_IDENTIFIER, Evidence, shared_identifiers, weigh
from customer_risk.screening.explanation import explain
from customer_risk.screening.index import Index, identifier_hash
from customer_risk.screening.lists.registry import visible_to
from customer_risk.screening.matcher import Match, Matcher
from customer_risk.screening.names import normalise
from customer_risk.screening.parties import AskedName, AskedParty, parties
from customer_risk.screening.result import Adjudications, Hit, ListUsed, Screening, ScreeningStatus, judged
from customer_risk.screening.thresholds import USUAL, Thresholds

_WORTH_WEIGHING = -4.0
"""Log-odds of a name below which no evidence could lift it over the usual threshold."""
_MOST_HITS_A_NAME = 10


class Screener:
    """Screens against one open index. Deterministic: index, profile, day and adjudications make the result."""

    def __init__(self, index: Index, *, lists: tuple[ListState, ...] | None = None) -> None:
        """Screen against ``index``; ``lists`` say how fresh its lists are now, by default as when it was built."""
        self._index = index
        self._lists = index.lists if lists is None else lists
        self._matcher = Matcher(index)

    def with_lists(self, lists: tuple[ListState, ...]) -> Screener:
        """The same screener with newer words on the freshness of its lists."""
        twin = copy(self)
        twin._lists = lists  # noqa: SLF001 - its own twin, not yet seen by anybody
        return twin

    @property
    def version(self) -> str:
        """The version of the index."""
        return self._index.version

    def screen(
        self,
        profile: Profile,
        *,
        today: date,
        now: datetime | None = None,
        tenant: str | None = None,
        thresholds: Thresholds = USUAL,
        adjudications: Adjudications | None = None,
        problems: tuple[str, ...] = (),
    ) -> Screening:
        """Every party of ``profile`` against the lists that ``tenant`` may see; a hit reaches its list's threshold.

        ``now`` (UTC, by default the end of ``today``) decides which lists are stale. ``problems`` are carried into
        the result; any problem makes it ``INCOMPLETE``.
        """
        moment = now or datetime.combine(today, datetime.max.time(), tzinfo=UTC)
        lists = tuple(_used(state, moment) for state in self._lists if visible_to(state.source, tenant))
        asked = parties(profile)
        hits = [hit for party in asked for hit in self._party(party, tenant, thresholds, adjudications or {})]
        stale = tuple(f"The list {used.source} is stale: fetched {used.fetched_at}" for used in lists if used.stale)
        nothing = () if lists else ("The index holds no list",)
        cut = tuple(
            f"A name of {party.path} is too long to be screened whole"
            for party in asked
            if not all(normalise(name.text, person=name.person).whole for name in party.names)
        )
        told = (*problems, *stale, *nothing, *cut)
        return Screening(
            status=ScreeningStatus.INCOMPLETE if told else ScreeningStatus.COMPLETE,
            hits=tuple(sorted(hits, key=lambda hit: (-hit.score, hit.key))),
            parties=len(asked),
            index_version=self._index.version,
            lists=lists,
            problems=told,
        )

    def _party(
        self, party: AskedParty, tenant: str | None, thresholds: Thresholds, adjudications: Adjudications
    ) -> list[Hit]:
        best: dict[int, tuple[float, AskedName | None, Match | None, tuple[Evidence, ...]]] = {}
        shared = self._by_identifier(party)
        least = min(_WORTH_WEIGHING, _log_odds(thresholds.lowest) - MOST_FOR)
        for name in party.names:
            found = self._matcher.match(name.text, person=name.person, most=_MOST_HITS_A_NAME, least=least)
            for match in found:
                entry = self._index.entry(match.entry)
                evidence = weigh(party.facts, entry) + shared.pop(match.entry, ())
                total = match.log_odds + sum(one.log_odds for one in evidence)
                if match.entry not in best or total > best[match.entry][0]:
                    best[match.entry] = (total, name, match, evidence)
        for number, evidence in shared.items():
            best[number] = (sum(one.log_odds for one in evidence) - _WORTH_WEIGHING / 2, None, None, evidence)
        hits: list[Hit] = []
        for number, (total, asked, matched, evidence) in best.items():
            entry = self._index.entry(number)
            score = round(1 / (1 + math.exp(-total)), 4)
            if score >= thresholds.of(entry.source) and visible_to(entry.source, tenant):
                hits += self._hits(party, entry, score, asked, matched, evidence, adjudications)
        return hits

    def _by_identifier(self, party: AskedParty) -> dict[int, tuple[Evidence, ...]]:
        """Entries listed with one of the party's numbers."""
        found: dict[int, tuple[Evidence, ...]] = {}
        for number in party.facts.identifiers:
            hashed = np.uint64(identifier_hash(number))
            first, last = (np.searchsorted(self._index.identifier_hashes, hashed, side=s) for s in ("left", "right"))
            for entry in self._index.identifier_entries[first:last].tolist():
                if shared_identifiers((number,), self._index.entry(entry)):
                    found[entry] = (
                        Evidence(log_odds=SAME_IDENTIFIER, text=f"The list names the same number {number}"),
                    )
        return found

    def _hits(
        self,
        party: AskedParty,
        entry: ListEntry,
        score: float,
        asked: AskedName | None,
        match: Match | None,
        evidence: tuple[Evidence, ...],
        adjudications: Adjudications,
    ) -> list[Hit]:
        reasons: tuple[str, ...] = ()
        queried = asked.text if asked else next((name.text for name in party.names), "")
        matched = self._index.name_text(match.name) if match else entry.names[0].text
        if match and asked:
            reasons = explain(self._matcher, asked.text, match.name, person=asked.person, source=entry.source)
        else:
            reasons = (f"No name of the party resembles \u201c{matched}\u201d, but a number it gave does",)
        told = tuple(
            f"{one.text} ({one.log_odds:+.1f})" for one in sorted(evidence, key=lambda one: -abs(one.log_odds))
        )
        hits = [
            Hit(
                party=party.path,
                type=type_,
                source=entry.source,
                entry_id=entry.id,
                entry_name=entry.names[0].text,
                queried_name=queried,
                matched_name=matched,
                score=score,
                reasons=(*reasons, *told),
                programmes=entry.programmes,
                evidence=material.evidence(party, entry, type_),
                since=entry.since,
            )
            for type_ in entry.types
        ]
        return [judged(hit, adjudications) for hit in hits]


def _log_odds(score: float) -> float:
    return math.log(score / (1 - score)) if 0 < score < 1 else math.copysign(math.inf, score - 0.5)


def _used(state: ListState, moment: datetime) -> ListUsed:
    age = moment - datetime.fromisoformat(state.fetched_at)
    return ListUsed(
        source=state.source,
        entries=state.entries,
        fetched_at=state.fetched_at,
        changed_at=state.changed_at,
        stale=age > timedelta(hours=state.limit_hours),
    )
