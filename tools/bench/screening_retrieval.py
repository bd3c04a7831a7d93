"""Answer a retrieval set with the shipped matcher, in the form the scorer reads.

python tools/bench/screening_retrieval.py SET_DIR RESULT.jsonl [--sample SHARE]
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from pathlib import Path
from tempfile import NamedTemporaryFile

from screening_sets import STATE, entry, lines

from customer_risk.screening.index import Index, build
from customer_risk.screening.matcher import Matcher


def main() -> None:
    """Index, ask, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("set", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--sample", type=float, default=1.0, help="share of the questions, chosen by a hash")
    options = parser.parse_args()
    rows = lines(options.set / "index.jsonl")
    clusters = [row["cluster"] for row in rows]
    questions = lines(options.set / "pos.jsonl") + lines(options.set / "neg.jsonl")
    questions = [row for row in questions if zlib.crc32(row["qid"].encode()) / 2**32 < options.sample]
    started = time.perf_counter()
    built = build([entry(row) for row in rows], [STATE])
    print(f"built in {time.perf_counter() - started:.1f} s: {built.names} names, {len(built.data) / 1e6:.1f} MB")
    with NamedTemporaryFile(suffix=".idx") as file, options.result.open("w") as out:
        file.write(built.data)
        file.flush()
        started = time.perf_counter()
        matcher = Matcher(Index.open(Path(file.name)))
        print(f"opened in {(time.perf_counter() - started) * 1000:.1f} ms")
        for row in questions:
            started = time.perf_counter_ns()
            found = matcher.match(row["q"], person=row["type"] == "P", least=-30.0)
            micros = (time.perf_counter_ns() - started) // 1000
            hits = [[clusters[match.entry], match.log_odds + 100] for match in found]
            out.write(json.dumps({"qid": row["qid"], "hits": hits, "us": micros}) + "\n")


if __name__ == "__main__":
    main()
