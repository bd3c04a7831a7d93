# ruff: noqa: SIM905 - tables read best as text
"""Korean names in Latin letters: their syllables, alike however they are romanised.

A given name is two syllables out of some two hundred, and every one of them means something: *Yong-chol* is not
*Yong-chun*, though by its letters it might be a slip. The same syllable is written in many ways (*chol*, *cheol*,
*chul*), by McCune-Reischauer, the Revised Romanisation and everybody's own choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_FAMILY = frozenset(
    """
    kim gim ri lee yi rhee li pak park bak choe choi chong jong jung chung jeong cho jo kang gang yun yoon chang
    jang rim lim im han o oh so suh seo sin shin kwon gwon hwang an ahn song ryu yu yoo hong chon jon jeon chun
    ko go koh mun moon yang son sohn pae bae paek baek ho heo hur no ro roh noh nam sim shim ha chu ju joo ku
    koo gu u woo ra na ryang min chin jin om eom um won chae cha kwak gwak tong pang bang kong gong pyon byon
    byun
    """.split()
)
_SYLLABLE = (
    "(kk|k|g|n|tt|t|d|r|l|m|pp|p|b|ss|sh|s|jj|ch|j|h|)([yw]?)"
    "(eo|eu|ae|oe|oo|ou|ui|ee|ai|a|e|i|o|u)(ng|n|m|l|k|g|p|b|t|h|)"
)
_ONE, _TWO = re.compile(_SYLLABLE), re.compile(_SYLLABLE * 2)
_INITIALS = {
    "g": "k", "kk": "k", "d": "t", "tt": "t", "b": "p", "pp": "p",
    "j": "ch", "jj": "ch", "ss": "s", "sh": "s", "l": "r",
}  # fmt: skip
_VOWELS = {"eo": "o", "eu": "o", "u": "o", "oo": "o", "ou": "o", "ee": "i", "ae": "e", "ai": "e", "ui": "i"}
"""The vowels of *cheol*, *chol* and *chul* are one: they are romanised as each other more often than not."""
_FINALS = {"g": "k", "b": "p", "h": ""}
_LONGEST = 12
_WORDS = (2, 3)


def is_korean(words: Sequence[str]) -> bool:
    """Whether these lower-case words can be a Korean's name: a family name at either end, all else syllables of one.

    >>> is_korean(["kim", "yong", "chol"]), is_korean(["kim", "basinger"])
    (True, False)
    """
    return len(words) in _WORDS and not _FAMILY.isdisjoint((words[0], words[-1])) and all(map(syllables, words))


def are_other_syllables(left: str, right: str) -> bool:
    """Whether two words are Korean syllables, one or two, that no romanisation writes alike.

    >>> are_other_syllables("chol", "chun"), are_other_syllables("chol", "cheol"), are_other_syllables("uun", "un")
    (True, False, False)
    """
    own, theirs = syllables(left), syllables(right)
    return bool(own) and len(own) == len(theirs) and own != theirs


@lru_cache(maxsize=4096)
def syllables(word: str) -> tuple[str, ...]:
    """The one or two syllables of a word, each in a form that all romanisations share; nothing for any other word."""
    found = len(word) <= _LONGEST and (_ONE.fullmatch(word) or _TWO.fullmatch(word))
    if not found:
        return ()
    parts = found.groups()
    return tuple(_sound(*parts[at : at + 4]) for at in range(0, len(parts), 4))


def _sound(initial: str, glide: str, vowel: str, final: str) -> str:
    initial, vowel = _INITIALS.get(initial, initial), _VOWELS.get(vowel, vowel)
    if initial == "r" and (glide == "y" or vowel == "i"):
        # The North writes an r here that the South does not speak: Ri is Yi is Lee.
        initial = ""
    return f"{initial}{'' if vowel == 'i' else glide}{vowel}{_FINALS.get(final, final)}"
