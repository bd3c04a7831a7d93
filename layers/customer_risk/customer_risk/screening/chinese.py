# ruff: noqa: SIM905 - tables read best as text
"""Chinese names in Latin letters, the family name apart."""

from __future__ import annotations

from collections.abc import Callable

_SHORTEST_CHINESE, _LONGEST_CHINESE = 2, 4
"""Characters of a Chinese person's name."""
_DOUBLE_FAMILY = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐".split()
)


def read_chinese(word: str, pinyin: Callable[[str], str]) -> str:
    """Lower-case Latin words for a run of Chinese characters; ``pinyin`` knows how each of them is read."""
    if not _SHORTEST_CHINESE <= len(word) <= _LONGEST_CHINESE:
        return pinyin(word).lower()
    family = 2 if word[:2] in _DOUBLE_FAMILY else 1
    return f"{pinyin(word[:family])} {pinyin(word[family:])}".lower()
