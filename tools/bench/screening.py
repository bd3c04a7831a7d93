"""Measure name screening on the labelled sets: found, falsely alerted, ranked, and how fast.

    python -m tools.bench.screening [--sample SHARE] [--page FILE] [--peers N]

Needs the data beside the checkout. Everything is asked of the shipped model; nothing here fits anything.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rapidfuzz import fuzz, utils
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from customer_risk.partial_date import PartialDate
from customer_risk.reference.countries import country
from customer_risk.screening.building import build
from customer_risk.screening.entry import EntryKind, ListEntry, ListState, NameQuality
from customer_risk.screening.evidence import weigh
from customer_risk.screening.index import Index
from customer_risk.screening.lists.registry import source_named
from customer_risk.screening.matcher import Match, Matcher
from customer_risk.screening.parties import Facts
from tools.bench.screening_page import Case, write
from tools.bench.screening_peers import HOME, measure
from tools.bench.screening_scripts import main as scripts
from tools.bench.screening_sets import (
    DATA,
    MATCHING,
    RETRIEVAL,
    STATE,
    Row,
    entity_pairs,
    entry,
    lines,
    one_name,
    opened,
    table,
)

NOT_FOUND = -20.0
PAGE = HOME.parent / "screening.html"
ALERT = 0.0
"""Log-odds of the default threshold, a score of one half."""
_LISTS = (("ofac_sdn", "ofac-sdn-2021-07"), ("un_consolidated", "un-2026-02"))
_PEER_QUESTIONS = 40
_COUNTED_QUESTIONS = 2000


def sampled[T](rows: Iterable[T], share: float) -> list[T]:
    """The same share of rows every time, chosen by a hash."""
    return [row for row in rows if zlib.crc32(repr(row).encode()) / 2**32 < share]


def retrieval(folder: Path, share: float, cases: list[Case]) -> tuple[Matcher, list[tuple[str, str]]]:
    """The retrieval set through its own scorer; returns the matcher and what was asked."""
    rows = lines(RETRIEVAL / "dev" / "index.jsonl")
    clusters = [row["cluster"] for row in rows]
    started = time.perf_counter()
    built = build([entry(row) for row in rows], [STATE])
    path = folder / "retrieval.watchlist"
    path.write_bytes(built.data)
    print(f"index: {built.names} names, {len(built.data) / 1e6:.1f} MB, built in {time.perf_counter() - started:.1f} s")
    matcher = Matcher(Index.open(path))
    questions = sampled(lines(RETRIEVAL / "dev" / "pos.jsonl") + lines(RETRIEVAL / "dev" / "neg.jsonl"), share)
    result = folder / "answers.jsonl"
    with result.open("w") as out:
        for row in questions:
            began = time.thread_time_ns()
            found = matcher.match(row["q"], person=row["type"] == "P", least=-30.0)
            micros = (time.thread_time_ns() - began) // 1000
            # The scorer takes zero for not found, so log-odds are lifted above it.
            own = row.get("cluster")
            if own and (not found or clusters[found[0].entry] != own):
                listed = next(one["names"][0]["n"] for one in rows if one["cluster"] == own)
                cases.append(Case(kind=f"not first: {row['cat']}", badness=0.0, asked=row["q"], found=listed))
            hits = [[clusters[match.entry], match.log_odds + 100] for match in found]
            out.write(json.dumps({"qid": row["qid"], "hits": hits, "us": micros}) + "\n")
    scorer = DATA.parent / "tools" / "retrieval_score.py"
    subprocess.run([sys.executable, str(scorer), str(result), str(RETRIEVAL / "dev")], check=True)
    return matcher, [(row["q"], row["type"]) for row in questions]


def pair_score(left: str, right: str, *, person: bool) -> float:
    """Log-odds for a pair of names on their own."""
    matcher = opened([one_name(right, person=person)])
    found = matcher.match(left, person=person, least=-100.0)
    return found[0].log_odds if found else NOT_FOUND


def f1(scores: Sequence[float], labels: Sequence[bool], threshold: float) -> float:
    """F1 of calling everything above ``threshold`` a match."""
    right = sum(score > threshold and label for score, label in zip(scores, labels, strict=True))
    called = sum(score > threshold for score in scores)
    return 2 * right / max(1, called + sum(labels))


def pairs() -> list[tuple[float, bool, str, str]]:
    """F1 on the labelled pairs of names, and accuracy on the pairs of entities."""
    rows = table("name_pairs.csv")
    judged = [
        (pair_score(r["name1"], r["name2"], person=r["schema"] == "Person"), r["is_match"] == "true") for r in rows
    ]
    for what, chosen in (("all", lambda _: True), ("people", lambda r: r["schema"] == "Person")):
        kept = [judgement for judgement, row in zip(judged, rows, strict=True) if chosen(row)]
        scores, labels = [score for score, _ in kept], [label for _, label in kept]
        best = max(((f1(scores, labels, bound), bound) for bound in sorted(set(scores))), default=(0.0, 0.0))
        fixed = f1(scores, labels, ALERT)
        print(f"pairs, {what}: F1 {fixed:.3f} at the default threshold, {best[0]:.3f} at {best[1]:+.2f}")
    wrong = [r for r, (s, y) in zip(rows, judged, strict=True) if r["quality"] == "STRONG" and (s > ALERT) != y]
    print(f"pairs, STRONG evidence: {len(wrong)} wrong")
    for quality in ("STRONG", "WEAK"):
        mean = [s for r, (s, y) in zip(rows, judged, strict=True) if y and r["quality"] == quality]
        print(f"  mean log-odds of {quality} matches {statistics.fmean(mean):+.2f}")
    print(f"  mean log-odds of others {statistics.fmean([s for s, y in judged if not y]):+.2f}")
    entities = entity_pairs()
    good = sum((pair_score(one.left, one.right, person=one.person) > ALERT) == one.match for one in entities)
    print(f"entity pairs right: {good} of {len(entities)} = {good / len(entities):.1%}")
    top = [score for score, _ in judged if score == max(score for score, _ in judged)]
    print(f"ties at the top score: {len(top)} of {len(judged)} pairs")
    return [(s, y, r["name1"], r["name2"]) for r, (s, y) in zip(rows, judged, strict=True)]


def official() -> tuple[Matcher, list[ListEntry]]:
    """A matcher on the official lists given."""
    entries: list[ListEntry] = []
    states: list[ListState] = []
    for name, where in _LISTS:
        source = source_named(name)
        content = source.read({path.name: path.read_bytes() for path in (DATA / "watchlists" / where).iterdir()})
        entries += content.entries
        states.append(ListState(source=name, entries=0, fetched_at="", changed_at="", limit_hours=1))
    return opened(entries, states), entries


def facts(row: Row) -> Facts:
    """What a labelled person's row says besides the name."""
    born = PartialDate.parse(row["date_of_birth"]) if row["date_of_birth"] else None
    return Facts(birth_date=born, countries=(country(row["nationality"]),) if row["nationality"] else ())


def weighed(matcher: Matcher, row: Row) -> float:
    """The best log-odds of a row's name with its birth date and country."""
    known = facts(row)
    found = matcher.match(row["full_name"], person=True, least=-30.0)
    return max((m.log_odds + _evidence(matcher, m, known) for m in found), default=NOT_FOUND)


def _evidence(matcher: Matcher, match: Match, known: Facts) -> float:
    return sum(one.log_odds for one in weigh(known, matcher.index.entry(match.entry)))


def against_official(share: float, cases: list[Case]) -> None:
    """Listed names, mistreated names and people on no list, against OFAC and the UN."""
    matcher, entries = official()
    missed = asked = 0
    for number, listed in enumerate(entries):
        for name in listed.names:
            if name.quality is not NameQuality.WEAK and number % 7 == 0:
                asked += 1
                found = matcher.match(name.text, person=listed.kind is EntryKind.PERSON, most=50)
                missed += not any(match.entry == number and match.log_odds > ALERT for match in found)
    print(f"listed primary and strong names found: {asked - missed} of {asked}")
    for file in ("positives_un_exact.csv", "positives_un_treated.csv"):
        rows = table(file)
        lost = [row["full_name"] for row in rows if best(matcher, row["full_name"]) <= ALERT]
        print(f"{file}: {1 - len(lost) / len(rows):.2%} found; missed: {lost[:6]}")
    for file in ("negatives_global.csv", "negatives_us.csv"):
        rows = sampled(table(file), share)
        answers = {row["full_name"]: matcher.match(row["full_name"], person=True, most=1) for row in rows}
        alerts = {text: hits[0] for text, hits in answers.items() if hits and hits[0].log_odds > ALERT}
        by_name = sum(row["full_name"] in alerts for row in rows)
        cases += [
            Case(kind=f"false: {file}", badness=hit.log_odds, asked=text, found=matcher.index.name_text(hit.name))
            for text, hit in alerts.items()
        ]
        by_date = sum(weighed(matcher, row) > ALERT for row in rows)
        count = len(rows)
        print(f"{file}: false alerts {by_name / count:.2%} by name, {by_date / count:.2%} with birth date, of {count}")


def best(matcher: Matcher, text: str) -> float:
    """The best log-odds of a person's name."""
    found = matcher.match(text, person=True, most=1)
    return found[0].log_odds if found else NOT_FOUND


def transliterations(share: float) -> None:
    """Names in another script found among all Latin ones of the file, and strangers falsely matched."""
    for script in ("arabic", "hebrew", "korean", "russian"):
        rows = [line.split("\t")[:2] for line in (MATCHING / f"transliteration_{script}.tsv").read_text().splitlines()]
        some = sampled([(a, b) for a, b in rows], share)
        own, strangers = [], []
        for number, (latin, other) in enumerate(some):
            written = other.replace(" ", "") if all(len(part) == 1 for part in other.split()) else other
            own.append(pair_score(written, latin, person=True))
            strangers.append(pair_score(written, some[(number + len(some) // 2) % len(some)][0], person=True))
        bound = max(NOT_FOUND, float(np.quantile(strangers, 1 - 0.003)))
        at_bound = sum(score > bound for score in own) / len(some)
        alerted = sum(score > ALERT for score in own) / len(some)
        print(f"{script}: {at_bound:.1%} found at 0.3 % of random pairs ({bound:+.1f}), {alerted:.1%} at the threshold")


def speed(matcher: Matcher, questions: list[tuple[str, str]], folder: Path) -> None:
    """Time of a question on one core, beside brute force in the same run; load time and memory in a new process."""
    names = [utils.default_process(matcher.index.name_text(number)) for number in range(matcher.index.size)]
    peers: tuple[tuple[str, Callable[..., float]], ...] = (
        ("Jaro-Winkler", JaroWinkler.normalized_similarity),
        ("sorted-token ratio", fuzz.ratio),
    )
    for what, scorer in peers:
        began = time.thread_time()
        for text, _ in questions[:: max(1, len(questions) // _PEER_QUESTIONS)]:
            cdist([utils.default_process(text)], names, scorer=scorer, dtype=np.float32)
        print(f"{what}, brute force: {(time.thread_time() - began) / _PEER_QUESTIONS * 1e3:.2f} ms a name")
    print(f"functions of Python called a question, however busy the machine: {calls(matcher, questions):.0f}")
    code = (
        "import re, sys, time; from pathlib import Path; t = time.perf_counter();"
        "from customer_risk.screening.matcher import Matcher; from customer_risk.screening.index import Index;"
        "i = time.perf_counter(); m = Matcher(Index.open(Path(sys.argv[1]))); o = time.perf_counter();"
        "m.match('Ali Hassan', person=True); a = time.perf_counter();"
        "print(f'import {(i - t) * 1e3:.0f} ms, open {(o - i) * 1e3:.0f} ms, first answer {(a - o) * 1e3:.1f} ms, '"
        'f\'peak {int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024:.0f} MB\')'
    )
    subprocess.run([sys.executable, "-c", code, str(folder / "retrieval.watchlist")], check=True)


def calls(matcher: Matcher, questions: list[tuple[str, str]]) -> float:
    """How many functions written in Python a question calls in the mean, with nothing remembered to begin with."""
    asked = questions[:: max(1, len(questions) // _COUNTED_QUESTIONS)]
    called = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal called
        called += event == "call"

    fresh = Matcher(matcher.index)
    sys.setprofile(count)
    for text, kind in asked:
        fresh.match(text, person=kind == "P", least=-30.0)
    sys.setprofile(None)
    return called / len(asked)


def main() -> None:
    """Run every measurement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=float, default=1.0, help="share of the large sets, chosen by a hash")
    parser.add_argument("--page", type=Path, default=PAGE, help="write the worst cases here")
    parser.add_argument("--peers", type=int, default=300, help="questions to ask the peers in the same run; 0 for none")
    options = parser.parse_args()
    if not DATA.exists():
        sys.exit(f"the labelled sets are not at {DATA}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        cases: list[Case] = []
        matcher, questions = retrieval(folder, options.sample, cases)
        speed(matcher, questions, folder)
        against_official(options.sample, cases)
        judged = pairs()
        transliterations(min(1.0, options.sample * 0.3))
        scripts()
    cases += [
        Case(kind="pairs: missed" if label else "pairs: false", badness=-score if label else score, asked=a, found=b)
        for score, label, a, b in judged
        if (score > ALERT) != label
    ]
    write(cases, options.page)
    if options.peers:
        measure(options.peers)
    print(f"peak of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
