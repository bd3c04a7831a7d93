# ruff: noqa: SIM905 - tables read best as text
"""Chinese names in Latin letters, the family name apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from customer_risk.screening.cantonese import CANTONESE, HOKKIEN

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
_SPELLINGS_OF_FAMILY: dict[str, list[str]] = {}
for _group in FAMILY_SPELLINGS.split("|"):
    _mandarin_first, *_others = _group.split()
    _SPELLINGS_OF_FAMILY.setdefault(_mandarin_first, []).extend(_others)
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


def read_chinese(words: Sequence[str]) -> list[str]:
    """Lower-case Latin words for words of Chinese characters, as Mandarin reads them, a family name apart.

    >>> read_chinese(["习近平"]), read_chinese(["曾荫权"])
    (['xi', 'jinping'], ['zeng', 'yinquan'])
    """
    return list(map(_mandarin, parts(words) or words))


def read_otherwise(words: Sequence[str]) -> list[list[str]]:
    """A name in the older English spelling, and as Hong Kong and Singapore spell it if its characters are known there.

    >>> read_otherwise(["李家超"])
    [['li', 'chiachao'], ['lee', 'ka', 'chiu']]
    """
    name = parts(words)
    letters = [c for part in name for c in part]
    found = [["".join(map(_older, map(_mandarin, part))) for part in name]] if name else []
    found += [
        [(table.get(c) or CANTONESE[c])[0] for c in letters]
        for table in (CANTONESE, HOKKIEN)
        if all(c in CANTONESE for c in letters) and any(c in table for c in letters)
    ]
    return [read for at, read in enumerate(found) if read not in found[:at]]


def _older(read: str) -> str:
    syllable = _SYLLABLE.fullmatch(read)
    if not syllable:
        return read
    first, rest = syllable.groups()
    rest = "o" if rest == "e" and first in {"g", "k", "h"} else "ung" if rest == "ong" else rest
    return _OLDER_FIRST.get(first, first).rpartition("|")[2] + rest


def parts(words: Sequence[str]) -> tuple[str, ...]:
    """The parts of a Chinese person's name, in the order written; empty for what is none.

    A name without spaces is a family name and a given name; with spaces its words are its parts.
    """
    whole = "".join(words)
    if not _SHORTEST_CHINESE <= len(whole) <= _LONGEST_CHINESE:
        return ()
    if len(words) > 1:
        return tuple(words)
    family = 2 if whole[:2] in _DOUBLE_FAMILY else 1
    return whole[:family], whole[family:]


def pattern(part: str) -> str:
    """What matches all usual Latin spellings of a family name or of a given name, or of a syllable of either."""
    found = "".join(map(_spelt, part))
    if len(part) > 1 and part not in _DOUBLE_FAMILY:
        return found
    return "|".join((found, *_SPELLINGS_OF_FAMILY.get(_mandarin(part), ())))


def _mandarin(part: str) -> str:
    from anyascii import anyascii  # noqa: PLC0415 - a large table that few names need

    return _FAMILY_READ.get(part) or anyascii(part).lower()


def _spelt(c: str) -> str:
    """A pattern of a character: pinyin and the older spellings of it, Cantonese and Hokkien."""
    spelt = [*CANTONESE.get(c, ()), *HOKKIEN.get(c, ())]
    for read in {_mandarin(c), _mandarin(_ALSO_READ.get(c, c))}:
        if syllable := _SYLLABLE.fullmatch(read):
            first, rest = syllable.groups()
            spelt.append(f"(?:{_OLDER_FIRST.get(first, first)})(?:{_OLDER_REST.get(rest, rest)})")
        spelt.append(re.escape(read))
    return f"(?:{'|'.join(spelt)})"


_SYLLABLE = re.compile("([zcs]h|[bpmfdtnlgkhjqxrzcs]?)([a-z]+)")
_OLDER_FIRST = dict(
    pair.split("=")
    for pair in "zh=zh|j|ch z=z|ts j=j|ch q=q|ch x=x|s|sh|hs b=b|p d=d|t g=g|k r=r|j c=c|ts sh=s|sh".split()
)
"""How pinyin's beginnings of syllables are spelt elsewhere, in the older English spelling last."""
_OLDER_REST = dict(
    pair.split("=")
    for pair in "ong=ong|ung ian=i[ae]n ie=ieh? ue=u?eh? e=e|o|eh uo=u?o ui=ue?i i=ih?|u|ee iu=io?u|e[ou]u? u=u|oo "
    "ao=a[ou] ou=o[uw] ai=a[iy] un=ue?n iong=i[ou]ng eng=[eu]ng a=ah? yan=y[ae]n ye=yeh? you=yo?u|yow yong=y[ou]ng "
    "yi=y?i|yee ying=y?ing yin=y?in wu=wu|woo yu=yue? yuan=yu[ae]n wei=we[iy] wen=w[eu]n yue=yueh? ei=e[iy]".split()
)
"""Patterns of the rests of syllables."""
_FAMILY_READ = dict(
    pair.split("=")
    for pair in "曾=zeng 单=shan 單=shan 仇=qiu 解=xie 覃=qin 查=zha 翟=zhai 朴=piao 区=ou 區=ou 乐=yue 召=shao "
    "缪=miao 繆=miao 尉迟=yuchi 尉遲=yuchi 种=chong 车=che 車=che".split()
)
"""Family names whose characters are read otherwise than elsewhere."""
_ALSO_READ = dict(zip("长長重行乐樂朝茜曾", "昌昌虫星月月超西增", strict=True))
"""Characters of given names that are read in two ways, each beside one that is always read in the other."""
