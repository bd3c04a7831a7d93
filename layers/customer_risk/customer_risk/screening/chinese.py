# ruff: noqa: SIM905 - tables read best as text
"""Chinese names in Latin letters, the family name apart."""

from __future__ import annotations

import re
from collections.abc import Callable

_MAY_DIFFER = frozenset("xqjch")
_SHORTEST_CHINESE, _LONGEST_CHINESE = 2, 4
"""Characters of a Chinese person's name."""
_DOUBLE_FAMILY = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐".split()
)

FAMILY_SPELLINGS = """
wang wong ong|li lee|zhang chang cheung teo|liu lau liew|chen chan tan|yang yeung yeo|huang wong ng wee|zhao chao chiu|
wu ng goh woo|zhou chou chow chew|xu hsu tsui hui koh|sun suen|zhu chu choo|hu woo|guo kuo kwok quek|he ho|lin lam lim|
gao kao|luo loh lo|zheng cheng tay|liang leung neo|xie hsieh tse chia|song soong|tang tong|deng teng tang|feng fung|
cao tsao|peng phang|zeng tseng tsang|xiao hsiao siu seow|cai tsai choi chua|pan poon phua|dong tung|yuan yuen|
ye yeh yip yap|
jiang chiang|su soh|lu loo|ding ting|ren jen|shen shum sim|yao yiu|fu foo|zhong chung|cui tsui|liao liu|shi shih|
xia hsia|
fang fong|hou hau|xiong hsiung|bai pai pak|qin chin|qiu chiu yau khoo|hong hung|kong kung|mo mok|yan yen yim|qian chien|
ke ko|lai lay|tan tam|jin kam|mao mau
"""
"""Chinese family names as Mandarin, the older English spelling, Cantonese and Hokkien write them."""
_PINYIN = re.compile(
    "(?:[bpmfw]o|(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:i?a(?:ng?|o|i)?|i?ong|ou|i?u(?:[aeo]n?|ang|ai|i|n)?|i?e(?:ng?|i)?|i(?:ng?)?))+"
)
_OLDER_X = re.compile("hs(?=i[aeu]|ue|ua)")
"""Not before other vowels: *hsin* is what Arabic leaves of Hussein."""
_LONGEST_PINYIN = 12
"""Longer words are of another language, and trying to read them as syllables would take long."""
_LATER_SOUNDS = (
    (_OLDER_X, "sh"),
    (re.compile("(?:^|(?<=[ngo]))x(?=[iu])"), "sh"),
    (re.compile("(?:^|(?<=[ngo]))q(?=i|u(?:an|n|e)?$)"), "ch"),
    (re.compile("^j(?=i)"), "ch"),
    (re.compile("^c(?=ai|ao|ong|ui|en)"), "ts"),
)


def as_in_older_spelling(word: str) -> str:
    """A word that may be Mandarin in pinyin or in the older English spelling, its consonants as the older one has them.

    >>> as_in_older_spelling("xiao"), as_in_older_spelling("hsiao"), as_in_older_spelling("max")
    ('shiao', 'shiao', 'max')
    """
    if len(word) > _LONGEST_PINYIN or _MAY_DIFFER.isdisjoint(word):
        return word
    if not (_OLDER_X.match(word) or _PINYIN.fullmatch(word)):
        return word
    for pinyin, older in _LATER_SOUNDS:
        word = pinyin.sub(older, word)
    return word


def read_chinese(word: str, pinyin: Callable[[str], str]) -> str:
    """Lower-case Latin words for a run of Chinese characters; ``pinyin`` knows how each of them is read."""
    if not _SHORTEST_CHINESE <= len(word) <= _LONGEST_CHINESE:
        return pinyin(word).lower()
    family = 2 if word[:2] in _DOUBLE_FAMILY else 1
    return f"{pinyin(word[:family])} {pinyin(word[family:])}".lower()
