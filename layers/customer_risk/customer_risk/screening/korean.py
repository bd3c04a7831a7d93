# ruff: noqa: SIM905 - tables read best as text
"""Korean names in Latin letters: which name a run of Hangul is, how it is read, and how else it may be spelt.

Hangul spells sounds, so a syllable is read by arithmetic. Koreans write their own names in Latin letters as they like
(*Lee, Yi, Rhee*), and Pyongyang spells otherwise than Seoul; so a Latin name is held to a pattern that takes every
usual spelling of a syllable. A foreigner's name in Hangul is read as it stands. Written from general knowledge.
"""

from __future__ import annotations

from collections.abc import Sequence

_FIRST = "g kk n d tt r m b pp s ss _ j jj ch k t p h".replace("_", "").split(" ")
_VOWEL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_LAST = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("_", "").split(" ")
_FAMILY = dict(
    zip(
        "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류진지엄채원천방공현함변염여추도소석선설",
        "kim lee park choi jung kang cho yoon jang lim han oh seo shin kwon hwang ahn song jeon hong yoo ko moon yang "
        "son bae baek heo nam shim noh ha kwak sung cha joo woo koo min ryu jin ji eom chae won cheon bang kong hyun "
        "ham byun yeom yeo choo do so seok sun seol".split(),
        strict=True,
    )
)
_MORE_FAMILIES = frozenset("길나라마맹명모반복봉부사승시예옥용위은음인제좌탁태편표피형호화량려련로룡리림")
_DOUBLE_FAMILIES = frozenset("남궁 황보 제갈 사공 선우 서문 독고 동방".split())
_LONGEST_GIVEN, _NAME = 2, 3
_FOREIGN_VOWEL = {"eo": "e", "eu": "e", "ae": "a"}
"""What the vowels of other languages are, that Korean lacks: *er* of Peter, *a* of Sam."""
_FIRST_SPELT = (
    "[kg]h?",
    "[kg]{1,2}",
    "n",
    "[dt]",
    "[dt]{1,2}",
    "[rln]",
    "m",
    "[bp]h?",
    "[bp]{1,2}",
    "sh?",
    "ss?h?",
    "",
    "[jcz]h?",
    "[jc]{1,2}h?",
    "t?ch?",
    "k|c|q",
    "th?",
    "ph?|f",
    "h",
)
"""How the nineteen beginnings of a syllable are spelt, in their order."""
_VOWEL_SPELT = (
    "ar?",
    "ae|ai|ay|e|a",
    "[yi]a",
    "ya?e",
    "eo|o|u|eu|ou|[eu]r",
    "e|ae|[ea]y",
    "y(?:eo|o|ou|u|eu|e)|[ei]o",
    "[yi]?a?e",
    "o|ou|ow",
    "[wou]a",
    "wa?e|oe",
    "w?o[eiy]|wa?e",
    "[yi]e?ou?",
    "w?o?u|w?oo",
    "we?o|wu|o",
    "wa?e",
    "w(?:i|ee|ie)|u[iy]",
    "[yi](?:u|oo|ou|ue|eu)|ew",
    "e?u|eo?|oo",
    "e?ui|y?i|y|ee",
    "y?i|i?e|ee|e?y",
)
"""How the twenty-one vowels are spelt, in their order; each may have a silent h after it."""
_SOFT = frozenset({2, 3, 6, 7, 12, 17, 19, 20})
"""Vowels that begin with the sound of an *i*: before them an *r* or *n* falls silent in the South, and is written."""
_R, _SILENT = 5, 11
_LAST_SPELT = (
    *("", "[kg]|c?k|c", "k|g", "[kg]s?", "n", "n", "n", "[td]", "ll?|r", "l?[kg]", "l?m", "l|[pb]", "l", "l", "l?p"),
    *("l", "m", "[pb]|f", "[pb]", "[tsd]", "[tsd]", "ng", "[td]", "[td]|ch", "k|g", "[td]", "p|b", "[td]?"),
)
"""How the twenty-eight ends of a syllable are spelt, in their order."""
_PYONGYANG, _PYONGYANG_VOWEL = {"g": "k", "d": "t", "b": "p"}, {"eo": "o", "yeo": "yo", "eu": "u"}
_BY_EAR, _BY_EAR_VOWEL = {"g": "k"}, {"eo": "u", "yeo": "yu", "_u": "woo"}
_FAMILY_SPELT = {
    family: spellings
    for families, spellings in (
        ("김", "kim|gim|ghim"),
        ("이리", "lee|yi|rhee|ri|li|rhie|ree|yee|i|leigh"),
        ("박", "park|pak|bak|pahk|back|pack"),
        ("최", "choi|choe|choy"),
        ("유류", "r?y[ou]o?|you|lyu|liu"),
        ("임림", "[lr]?h?im|yim|leem|ihm"),
        ("양량", "[lr]?yang|liang"),
        ("여려", "[lr]?ye?o|yuh?"),
        ("연련", "[lr]?ye?on|youn"),
        ("노로", "[nr]oh?|rho"),
        ("나라", "[nr]ah?"),
        ("용룡", "[lr]?yong"),
        ("우", "wh?oo?|woo|wu|u"),
    )
    for family in families
}


def parts(words: Sequence[str]) -> tuple[str, ...]:
    """The family name and the given name of a Korean, in the order written; empty for any other name.

    >>> parts(["김정은"]), parts(["철수", "남궁"]), parts(["테리", "오퀸"])
    (('김', '정은'), ('철수', '남궁'), ())
    """
    if not all(map(_is_hangul, "".join(words))):
        return ()
    if len(words) == 1:
        (word,) = words
        for length in (2, 1):
            family, given = word[:length], word[length:]
            if _is_family(family) and 1 <= len(given) <= _LONGEST_GIVEN:
                return family, given
    elif len(words) == 2 and any(map(_is_family, words)) and min(map(len, words)) <= max(map(len, words)) <= 2:  # noqa: PLR2004
        return tuple(words)
    return ()


def _is_family(word: str) -> bool:
    return word in _FAMILY or word in _MORE_FAMILIES or word in _DOUBLE_FAMILIES


def pattern(part: str) -> str:
    """What matches all usual Latin spellings of a family name or of a given name."""
    return _FAMILY_SPELT.get(part) or "".join(map(_spelt, part))


def _spelt(c: str) -> str:
    first, vowel, last = letters(c)
    begin = _FIRST_SPELT[first]
    if vowel in _SOFT and first in {_R, _SILENT}:
        begin = "[rln]?" if first == _R else "[rl]?"
    after = "h?" if not last else ""
    return f"(?:{begin})(?:{_VOWEL_SPELT[vowel]}){after}(?:{_LAST_SPELT[last]})"


def is_foreign(words: Sequence[str]) -> bool:
    """Whether words in Hangul are a foreigner's name: too long for a Korean one, and without a Korean family name."""
    written = "".join(words)
    if len(written) <= _NAME or not all(map(_is_hangul, written)):
        return False
    return not parts(words) and not (any(map(_is_family, words)) and max(map(len, words)) <= _LONGEST_GIVEN)


def read_korean(words: Sequence[str]) -> list[str]:
    """Lower-case Latin words for words of a name of which some are in Hangul, the family name apart.

    >>> read_korean(["김정은"]), read_korean(["테리", "오퀸"])
    (['kim', 'jeongeun'], ['teri', 'okwin'])
    """
    korean = parts(words)
    foreign = is_foreign(words)
    return [
        (_FAMILY.get(word) if korean else None)
        or "".join(_syllable(c, foreign=foreign) if _is_hangul(c) else c for c in word).replace("lr", "l")
        for word in korean or words
    ]


def read_otherwise(words: Sequence[str]) -> list[list[str]]:
    """A Korean's name as Pyongyang spells it and as most people do; a foreigner's with *l*, which Hangul writes as *r*.

    >>> read_otherwise(["김정철"]), read_otherwise(["리사", "앤"])
    ([['kim', 'jongchol'], ['kim', 'jungchul']], [['lisa', 'an']])
    """
    if korean := parts(words):
        return [
            [_FAMILY.get(part) or "".join(_by_ear(c, *said) for c in part) for part in korean]
            for said in ((_PYONGYANG, _PYONGYANG_VOWEL), (_BY_EAR, _BY_EAR_VOWEL))
        ]
    read = read_korean(words) if is_foreign(words) else []
    other = ["l" + word[1:] if word[0] == "r" else word for word in read]
    return [other] if other != read else []


def _by_ear(c: str, firsts: dict[str, str], vowels: dict[str, str]) -> str:
    first, vowel, last = letters(c)
    begin, said = _FIRST[first], _VOWEL[vowel]
    return firsts.get(begin, begin) + vowels.get((begin or "_") + said, vowels.get(said, said)) + _LAST[last]


def _is_hangul(c: str) -> bool:
    return "가" <= c <= "힣"


def letters(c: str) -> tuple[int, int, int]:
    """The numbers of a syllable's beginning, vowel and end, in the order of the Korean alphabet."""
    number = ord(c) - 0xAC00
    return number // 588, number // 28 % 21, number % 28


def _syllable(c: str, *, foreign: bool) -> str:
    """A syllable by arithmetic; the vowel that only separates consonants of foreign names is left out."""
    first, vowel, last = letters(c)
    said = _VOWEL[vowel]
    if said == "eu" and (not last or (foreign and _LAST[last] == "l")):
        said = ""
    elif foreign:
        said = _FOREIGN_VOWEL.get(said, said)
        if _FIRST[first] == "s" and said[0] == "y":
            return "sh" + said[1:] + _LAST[last]
    return _FIRST[first] + said + _LAST[last]
