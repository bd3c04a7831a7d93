# ruff: noqa: SIM905 - tables read best as text
"""Chinese names in Latin letters: a person's family name apart, common words of companies by what they mean."""

from __future__ import annotations

from collections.abc import Callable

_SHORTEST_CHINESE, _LONGEST_CHINESE = 2, 4
"""Characters of a Chinese person's name."""
_DOUBLE_FAMILY = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐".split()
)
_CHINESE_WORDS = dict(
    pair.split("=")
    for pair in "股份有限公司=joint stock company|有限责任公司=llc|"
    "有限責任公司=llc|有限公司=ltd|公司=company|会社=company|"
    "會社=company|集团=group|集團=group|国际=international|國際=international|贸易=trading|貿易=trading|海运=shipping|"
    "海運=shipping|船务=shipping|船務=shipping|航运=shipping|航運=shipping|银行=bank|銀行=bank|科技=technology|"
    "技术=technology|技術=technology|机械=machinery|機械=machinery|电子=electronics|電子=electronics|工业=industry|"
    "工業=industry|实业=industrial|實業=industrial|投资=investment|投資=investment|控股=holding|石油=petroleum|"
    "石化=petrochemical|能源=energy|香港=hong kong|朝鲜=korea|朝鮮=korea|中国=china|中國=china|联合=joint|聯合=joint|"
    "大学=university|大學=university|研究所=research institute|研究院=research institute|保险=insurance|"
    "保險=insurance|物流=logistics|航空=aviation|化工=chemical|进出口=import export|進出口=import export".split("|")
)
"""What words of Chinese company names mean; the longest that hold others come first."""


def read_chinese(word: str, pinyin: Callable[[str], str]) -> str:
    """Lower-case Latin words for a run of Chinese characters; ``pinyin`` knows how each of them is read."""
    for phrase, meaning in _CHINESE_WORDS.items():
        word = word.replace(phrase, f" {meaning} ")
    return " ".join(_person(part, pinyin) for part in word.split())


def _person(part: str, pinyin: Callable[[str], str]) -> str:
    if part.isascii() or not _SHORTEST_CHINESE <= len(part) <= _LONGEST_CHINESE:
        return pinyin(part).lower()
    family = 2 if part[:2] in _DOUBLE_FAMILY else 1
    return f"{pinyin(part[:family])} {pinyin(part[family:])}".lower()
