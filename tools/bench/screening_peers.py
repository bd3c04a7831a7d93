"""Name screening beside its peers in one run: ``logic-v2`` of nomenklatura, and plain RapidFuzz.

    python -m tools.bench.screening_peers [--questions N]

``logic-v2`` needs PyICU, which has no wheels: both live in an environment of their own under ``.local/peers``, made
here when it can be. Where it cannot (no network, no ICU headers), the run says so and goes on without it. Brute force
and this screening pick the 50 candidates that ``logic-v2`` judges, which is not counted in its time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, utils
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from customer_risk.records import Record
from tools.bench.screening_sets import RETRIEVAL, entry, lines, one_name, opened, table

HOME = Path(__file__).resolve().parents[2] / ".local" / "peers"
CANDIDATES = 50
NATURAL = ("P_alias", "P_xlist", "P_script", "P_roman")
ORDINARY = ("NP_us", "NP_global")
_INSTALL_SECONDS = 900
_NOTHING = -100.0


class Asked(Record):
    """What one engine made of the questions: its best score of the right entry and of any other, and milliseconds."""

    own: list[float]
    other: list[float]
    milliseconds: float


def environment() -> Path | None:
    """The interpreter of the peers' environment, made when it is not there; none, with the reason told, if it fails."""
    python = HOME / "bin" / "python"
    if (HOME / "ready").exists():
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True, capture_output=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "nomenklatura", "pyicu"]
        subprocess.run(command, check=True, capture_output=True, timeout=_INSTALL_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        told = getattr(error, "stderr", None) or str(error).encode()
        print(f"logic-v2 cannot be installed here: {told.decode(errors='replace').strip().splitlines()[-1]}")
        return None
    (HOME / "ready").touch()
    return python


def logic_v2(python: Path, asked: Sequence[tuple[str, str, Sequence[str]]]) -> list[tuple[list[float], float]]:
    """Scores of the candidates and seconds for each of ``(schema, query, candidates)``."""
    script = Path(__file__).with_name("screening_logic_v2.py")
    questions = "".join(json.dumps(question) + "\n" for question in asked)
    done = subprocess.run([str(python), str(script)], input=questions, capture_output=True, text=True, check=True)
    answers = (json.loads(line) for line in done.stdout.splitlines())
    return [(scores, seconds) for scores, seconds in answers]


def f1(scores: Sequence[float], labels: Sequence[bool], bound: float) -> float:
    """F1 of calling everything from ``bound`` on a match."""
    called = [score >= bound for score in scores]
    right = sum(one and label for one, label in zip(called, labels, strict=True))
    return 2 * right / max(1, sum(called) + sum(labels))


def pairs(python: Path | None) -> None:
    """F1 of all engines on the labelled pairs of names, at their own threshold and at the best one."""
    rows = table("name_pairs.csv")
    labels = [row["is_match"] == "true" for row in rows]

    def ours(row: dict[str, str]) -> float:
        person = row["schema"] == "Person"
        found = opened([one_name(row["name2"], person=person)]).match(row["name1"], person=person, least=_NOTHING)
        return found[0].log_odds if found else _NOTHING

    def plain(scorer: Callable[..., float]) -> list[float]:
        return [scorer(*(utils.default_process(row[side]) for side in ("name1", "name2"))) for row in rows]

    engines = {
        "this": ([ours(row) for row in rows], 0.0),
        "sorted-token ratio": (plain(fuzz.token_sort_ratio), 85.0),
        "Jaro-Winkler": (plain(JaroWinkler.normalized_similarity), 0.9),
    }
    if python:
        answers = logic_v2(python, [(row["schema"], row["name1"], [row["name2"]]) for row in rows])
        engines["logic-v2"] = ([scores[0] for scores, _ in answers], 0.7)
    for name, (scores, bound) in engines.items():
        best = max(f1(scores, labels, one) for one in set(scores))
        ties = sum(score == max(scores) for score in scores) / len(scores)
        print(f"pairs, {name}: F1 {f1(scores, labels, bound):.3f}, at best {best:.3f}; at its top score {ties:.1%}")


def retrieval(python: Path | None, count: int) -> None:
    """Natural variants of people's names found at 1 % false alerts, and the time of a question, on one core."""
    rows = [row for row in lines(RETRIEVAL / "dev" / "index.jsonl") if row["type"] == "P"]
    clusters = [row["cluster"] for row in rows]
    matcher = opened([entry(row) for row in rows])
    questions = [row for row in lines(RETRIEVAL / "dev" / "pos.jsonl") if row["cat"] in NATURAL][:count]
    positives = len(questions)
    questions += [row for row in lines(RETRIEVAL / "dev" / "neg.jsonl") if row["cat"] in ORDINARY][: 2 * count]
    names = [utils.default_process(matcher.index.name_text(number)) for number in range(matcher.index.size)]
    sorted_names = [" ".join(sorted(name.split())) for name in names]
    owners = [clusters[number] for number in matcher.index.name_entries]
    cores = np.array(owners, dtype=object)

    def split(scores: Sequence[float], owned: Sequence[str], own: str | None) -> tuple[float, float]:
        mine = [score for score, owner in zip(scores, owned, strict=True) if owner == own]
        others = [score for score, owner in zip(scores, owned, strict=True) if owner != own]
        return max(mine, default=_NOTHING), max(others, default=_NOTHING)

    answers: dict[str, list[tuple[float, float]]] = {"this": [], "sorted-token ratio": [], "Jaro-Winkler": []}
    seconds = dict.fromkeys(answers, 0.0)
    near: list[list[int]] = []
    for row in questions:
        own = row.get("cluster")
        began = time.thread_time()
        found = matcher.match(row["q"], person=True, least=-30.0)
        seconds["this"] += time.thread_time() - began
        answers["this"].append(split([m.log_odds for m in found], [clusters[m.entry] for m in found], own))
        text = utils.default_process(row["q"])
        for name, scorer, asked, listed in (
            ("sorted-token ratio", fuzz.ratio, " ".join(sorted(text.split())), sorted_names),
            ("Jaro-Winkler", JaroWinkler.normalized_similarity, text, names),
        ):
            began = time.thread_time()
            scores = cdist([asked], listed, scorer=scorer, dtype=np.float32)[0]
            seconds[name] += time.thread_time() - began
            top = np.argpartition(scores, -CANDIDATES)[-CANDIDATES:]
            answers[name].append(split(scores[top].tolist(), cores[top].tolist(), own))
            if name == "sorted-token ratio":
                # What this screening found is among what logic-v2 may choose from: only its judgement is compared.
                near.append(list(dict.fromkeys([*(m.name for m in found), *top.tolist()]))[:CANDIDATES])
    if python:
        text_of = matcher.index.name_text
        judged = logic_v2(
            python,
            [
                ("Person", row["q"], [text_of(number) for number in top])
                for row, top in zip(questions, near, strict=True)
            ],
        )
        answers["logic-v2"] = [
            split(scores, [owners[number] for number in top], row.get("cluster"))
            for (scores, _), top, row in zip(judged, near, questions, strict=True)
        ]
        seconds["logic-v2"] = sum(spent for _, spent in judged)
    for name, scored in answers.items():
        strangers = sorted((other for _, other in scored[positives:]), reverse=True)
        bound = strangers[len(strangers) // 100]
        recall = sum(own > bound for own, _ in scored[:positives]) / positives
        first = sum(own > _NOTHING and own >= other for own, other in scored[:positives]) / positives
        spent = seconds[name] / len(questions) * 1e3
        print(f"retrieval, {name}: natural variants {recall:.1%} at 1 %, first {first:.1%}, {spent:.2f} ms a name")


def measure(questions: int) -> None:
    """Measure all engines that are there, with so many listed names asked for and twice as many strangers."""
    python = environment()
    pairs(python)
    retrieval(python, questions)


def main() -> None:
    """Measure the engines alone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, default=500, help="listed names asked for; twice as many strangers")
    options = parser.parse_args()
    if not RETRIEVAL.exists():
        sys.exit(f"the labelled sets are not at {RETRIEVAL}")
    measure(options.questions)


if __name__ == "__main__":
    main()
