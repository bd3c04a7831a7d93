"""Name screening against a million generated names: time of a question, the right one among ten, build and memory.

python -m tools.bench.screening_million [--names N] [--questions N]
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator

from customer_risk.screening.commonness import SHARE
from customer_risk.screening.entry import EntryKind, ListEntry, ListName
from customer_risk.screening.result import HitType
from tools.bench.screening_sets import opened

_ONSETS = "b br ch d dr f g gh gr h j k kh kr l m n p q r s sh st t tr v y z zh".split()  # noqa: SIM905
_VOWELS = "a e i o u aa ei ou ia".split()  # noqa: SIM905
_CODAS = ("", "", "", "n", "r", "l", "m", "s", "k", "d", "sh", "v")
_SLIPS = 3


def family_name(random_: random.Random) -> str:
    """A name of two to four invented syllables."""
    parts = (
        random_.choice(_ONSETS) + random_.choice(_VOWELS) + random_.choice(_CODAS)
        for _ in range(random_.choice((2, 3, 3, 4)))
    )
    return "".join(parts)


def people(count: int) -> Iterator[str]:
    """That many names, the same every time: given names as common as in life, family names of a long tail."""
    random_ = random.Random(11)  # noqa: S311 - a reproducible sample, no secret
    given, shares = list(SHARE), list(SHARE.values())
    families = [family_name(random_) for _ in range(max(100, count // 5))]
    for _ in range(count):
        first = random_.choices(given, shares, k=random_.choice((1, 1, 2)))
        yield " ".join([*first, families[int(len(families) * random_.random() ** 2)]]).title()


def slipped(name: str, random_: random.Random) -> str:
    """The name with one letter changed, left out, doubled or swapped with the next."""
    at = random_.randrange(1, len(name) - 1)
    kind = random_.randrange(_SLIPS + 1)
    middle = (
        name[at + 1] + name[at],
        random_.choice("aeinrst") + name[at + 1],
        name[at + 1],
        name[at] * 2 + name[at + 1],
    )
    return name[:at] + middle[kind] + name[at + 2 :]


def main() -> None:
    """Build, ask, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=2_000)
    options = parser.parse_args()
    listed = list(people(options.names))
    began = time.thread_time()
    matcher = opened(
        [
            ListEntry(
                source="test",
                id=str(number),
                kind=EntryKind.PERSON,
                names=(ListName(text=name),),
                types=(HitType.SANCTIONED_PERSON,),
            )
            for number, name in enumerate(listed)
        ]
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{matcher.index.size} names, built and opened in {time.thread_time() - began:.0f} s, peak {peak:.0f} MB")
    random_ = random.Random(5)  # noqa: S311 - a reproducible sample, no secret
    spent, found = [], 0
    for _ in range(options.questions):
        name = random_.choice(listed)
        asked = slipped(name, random_)
        began = time.thread_time()
        hits = matcher.match(asked, person=True, most=10, least=-30.0)
        spent.append(time.thread_time() - began)
        found += name in {matcher.index.name_text(hit.name) for hit in hits}
    spent.sort()
    mean, slow = sum(spent) / len(spent) * 1e3, spent[int(len(spent) * 0.99)] * 1e3
    print(f"a question: mean {mean:.2f} ms, p99 {slow:.2f} ms; the right one among ten {found / len(spent):.1%}")


if __name__ == "__main__":
    main()
