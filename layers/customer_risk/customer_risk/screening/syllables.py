"""Whether a name in Latin letters says the very syllables, or the very consonants, of one in another script.

Korean and Chinese names are few syllables long, and everybody spells those as he likes: word by word *Tsai Ing-wen* is
not nearly *Cai Yingwen*, while many a stranger's name is. So beside the words it is asked whether a Latin name, its
parts in either order, can be read as exactly these syllables; of scripts that write few vowels, as these consonants.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from customer_risk.screening import chinese, consonants, korean
from customer_risk.screening.scripts import SYLLABIC, is_japanese_name, plain_latin, scripts_in

FEWEST, _MOST = 3, 8
"""Syllables of a whole name; shorter ones are shared by too many people, longer ones are no names."""
_MOST_WORDS = 6
"""A Latin name of more words is no Korean or Chinese one, and a part of it that sounds like one is chance."""
_FEWEST_WORDS, _NO_SYLLABLE = 2, 4
"""Words a name has at least; and letters of a word that may be left over, a shorter one is a syllable that differs."""
_LONGEST = 60
"""Letters of a name; longer ones are no names."""
_BY_CONSONANTS = frozenset({"ARABIC", "HEBREW", "THAI"})
_SIGN = re.compile(r"[^\w'\u05f3\u0e30-\u0e4e]")
_WORD = re.compile(r"[a-z]+")


def is_syllabic(text: str) -> bool:
    """Whether a name is Korean or Chinese, rather than a Japanese or a foreigner's one in their scripts."""
    scripts = scripts_in(text)
    if "HANGUL" in scripts:
        return not korean.is_foreign(text.split())
    return bool(scripts & SYLLABIC) and not is_japanese_name(text)


@lru_cache(maxsize=1024)
def syllables(text: str) -> str:
    """A pattern of the Latin spellings of a name in another script, its words written as one.

    Empty where there is none: in an alphabet whose letters say enough, and for names that are too short.
    """
    scripts = scripts_in(text)
    if len(scripts) != 1 or len(text) > _LONGEST:
        return ""
    words = _SIGN.sub(" ", text.replace("\u05f3", "'")).split()
    if scripts <= _BY_CONSONANTS or (scripts == {"HANGUL"} and korean.is_foreign(words)):
        said = consonants.patterns(words)
    else:
        spelt, parts = (korean.pattern, korean.parts(words)) if scripts == {"HANGUL"} else _chinese(text, words)
        said = [spelt(part) for part in parts] if FEWEST <= len("".join(parts)) <= _MOST else []
    said = [f"(?:{one})" for one in said]
    return "|".join("".join(said[at:] + said[:at]) for at in range(len(said)))


def _chinese(text: str, words: list[str]) -> tuple[Callable[[str], str], tuple[str, ...]]:
    known = scripts_in(text) == {"CJK"} and is_syllabic(text)
    return chinese.pattern, chinese.parts(words) if known else ()


def other_spellings(text: str) -> list[list[str]]:
    """Latin words for a name that may as well be read otherwise than its script's own country reads it."""
    scripts = scripts_in(text)
    if scripts == {"HANGUL"}:
        return korean.read_otherwise(text.split())
    return chinese.read_otherwise(text.split()) if scripts == {"CJK"} and is_syllabic(text) else []


def says(pattern: str, text: str) -> bool:
    """Whether a name in Latin letters, or all but one word of three or more, is spelt as ``pattern`` allows.

    The word left over is a given name of another language, as in *John Lee Ka-chiu*.
    """
    words = _WORD.findall(plain_latin(text))
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return False
    fits = _compiled(pattern).fullmatch
    if consonants.VOWEL in pattern:
        return bool(fits(consonants.coarse(words)))
    shorter = (
        [*words[:at], *words[at + 1 :]]
        for at, word in enumerate(words)
        if len(words) > _FEWEST_WORDS and len(word) >= _NO_SYLLABLE
    )
    return any(fits("".join(some)) for some in (words, *shorter))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    # A name decides the pattern, and there are names that backtracking would take years for: RE2 never tracks back.
    import re2  # noqa: PLC0415 - few names need it

    compiled: re.Pattern[str] = re2.compile(pattern)
    return compiled
