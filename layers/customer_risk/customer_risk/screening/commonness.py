"""How common a word is among names in the world, whatever a list happens to hold.

A list of a hundred entries knows nothing of how common *maria* or *trading* is, and even a large sanctions list is a
poor sample of the people a bank meets: few Smiths are on it. So every word counts as at least as common as its tier in
``common_words.txt`` says. Written from general knowledge of the given names, family names and business words of some
fifty languages; tiers are shares of names that contain the word, rounded down to an order of magnitude.
"""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).with_name("common_words.txt")
_TIER = "1 in "
LEAST_ENTRIES = 25_000
"""A list counts as if it had at least so many entries: in a short list a rare word is as rare as in a long one."""


def _read(text: str) -> dict[str, float]:
    """The share of each word: a line ``1 in 50:`` begins a tier, its words follow."""
    shares: dict[str, float] = {}
    share = 0.0
    for line in text.splitlines():
        if line.startswith(_TIER):
            share = 1 / int(line.removeprefix(_TIER).rstrip(":"))
        else:
            shares.update(dict.fromkeys(line.split(), share))
    return shares


SHARE = _read(_FILE.read_text(encoding="ascii"))
"""The least share of names that contain a word, by the word."""
ORDINARY = frozenset(_FILE.with_name("ordinary_words.txt").read_text(encoding="ascii").split())
"""Words of everyday English: a slip of the pen seldom makes one of another word."""


def is_ordinary(word: str) -> bool:
    """Whether a word is one of everyday English, in its plural as well."""
    return word in ORDINARY or (word.endswith("s") and (word[:-1] in ORDINARY or word[:-2] in ORDINARY))
