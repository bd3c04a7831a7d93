# ruff: noqa: RUF001, SIM905 - letters of several scripts are the subject here
"""Names in scripts that leave vowels out, or that hear those of other languages otherwise, by their consonants.

Arabic and Hebrew write few vowels, Hangul and Thai write foreign or old ones in their own way. What stays is the order
of the consonants, each of which Latin letters spell in a few ways. A pattern takes all of them; it is held to the
coarse form of a Latin name, in which every run of vowels is one sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from customer_risk.screening import korean

VOWEL = "V"
_FEWEST, _FEWEST_ARABIC = 5, 6
"""Letters with a sound of their own that a name must have for them to tell it from others; Arabic roots share more."""
_ARABIC = dict(
    pair.split("=")
    for pair in "ب=b|p|v ت=t ث=th|s|t ج=j|g|dj|zh ح=h? خ=kh|h|ch|k د=d ذ=dh|z|d|th ر=r ز=z|s س=s|c|sh? ش=sh|ch|s "
    "ص=s|c ض=dh?|z|dz ط=t ظ=z|dh|d|th غ=gh? ف=f|v|p ق=q|k|g|gh|kh ك=k|c|q|g|ch ک=k|c|q|g|ch ل=l م=m ن=n "
    "ه=h? ھ=h? ہ=h? پ=p|b چ=ch|c|j ژ=zh|j|z گ=g|gh|k|j ڭ=g ڤ=v|f ں=n ٹ=t ڈ=d ڑ=r ټ=t ډ=d ړ=r ښ=sh|kh|x "
    "ځ=z|dz ة=(?:h|t)? ۀ=h?".split()
)
_HEBREW = dict(
    pair.split("=")
    for pair in "ב=b|v|V? ג=g|gh|j ד=d|dh|t ה=h? ז=z|s|ts ח=h?|ch|kh ט=t|th|d כ=k|c|ch|kh|q ך=k|c|ch|kh|q|g ל=l מ=m "
    "ם=m נ=n ן=n ס=s|c|z|sh פ=p|f|v ף=f|p|v|b צ=ts|z|c|s|ch ץ=ts|z|c|s|ch ק=k|c|q|g|ch ר=r ש=sh|s|ch|c|j "
    "ת=th?|d ǰ=j|g|dj|c|dg ž=zh|j|z|g č=ch|c|cz|ts ŧ=th".split()
)
_HEBREW_MARKED = tuple(zip("גזצץתדחע", "ǰžččŧדחג", strict=True))
"""Letters with an apostrophe after them, and what stands for them here."""
_THAI = dict(
    pair.split("=")
    for pair in "ก=k|g|ck ข=kh?|g ค=kh?|g ฆ=kh?|g ง=ng ช=ch|sh|j|t ซ=s|z ฌ=ch จ=ch|j|t|c ฉ=ch ญ=n|y|V ฎ=d|t ฏ=t|d "
    "ฐ=th?|d ฑ=th?|d ฒ=th?|d|dh ณ=n ด=d|t ต=t|d ถ=th?|d ท=th?|d ธ=th?|dh? น=n บ=b|p ป=p|b ผ=ph?|f ฝ=f "
    "พ=p|f|b ฟ=f|p ภ=p|f|bh? ม=m ร=(?:rn?|n|l)? ล=l|n|r ศ=s|sh|t ษ=s|sh|t ส=s|t|z ห=h? ฬ=l ฮ=h".split()
)
_VOWELS = frozenset("اآأإىيیئؤوءعېےיואעะาำเแโใไๅฤฦอยว") | frozenset(map(chr, range(0x0E30, 0x0E3B)))
_LIPS = frozenset("وוว")
"""Vowels that may be a *v* as well."""
_THROAT = frozenset("عءئؤאעอ")
"""Letters that carry a vowel, if any."""
_TABLE = _ARABIC | _HEBREW | _THAI
_FAINT = frozenset("החهحھہۀةรห")
"""Letters that Latin spellings often leave out."""
_UNHEARD = re.compile("[\u0591-\u05c7\u064b-\u065f\u0670\u0640\u200c\u200d\u0e47-\u0e4b\u0e4d\u0e4e]")
_TOKEN = re.compile(
    f"(?P<silent>[ษทตด]?[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c)|(?P<cluster>รร|ทร)|(?P<vowels>[{''.join(sorted(_VOWELS))}]+)|."
)
_CLUSTERS = {"รร": "V(?:n|r)?", "ทร": "(?:s|th?r)V?"}
"""Consonants of Thai that are something else together."""
_LEADING = re.compile("([เแโใไ])([ก-ฮ])")
_FOREIGN_FIRST = (
    *(
        "k|g|c|gh|q",
        "k|c|g",
        "n",
        "t|d|th",
        "t|d",
        "r|l|rh",
        "m",
        "b|v|p|V",
        "b|p",
        "s|c|sh|z|th|x",
        "s|z|th|ts",
        "h?|j?",
    ),
    *("j|z|g|dj|s|zh|ch|ts", "ch|j|ts|z", "ch|ts|z|c|s|t|j", "k|c|q|ch|kh|h|g", "t|th|d", "p|f|v", "h|f|j|kh|ch|r|p"),
)
"""How the nineteen beginnings of a Korean syllable are heard in other languages, in their order."""
_FOREIGN_LAST = {
    **dict.fromkeys((1, 2, 3, 24), "k|c|g|ch|q|kh|ks"),
    **dict.fromkeys((4, 5, 6), "n|nd|nt|ng"),
    **dict.fromkeys((7, 19, 20, 22, 23, 25), "t|d|th|ts|ch|s"),
    **dict.fromkeys((8, 9, 11, 12, 13, 15), "l|r|lr"),
    **dict.fromkeys((10, 14, 16), "m|n"),
    **dict.fromkeys((17, 18, 26), "p|b|f|v"),
    21: "ng?|nt?|nd|nk|m",
}
_EMPTY_VOWELS = frozenset({4, 18})
"""The vowels of Korean that others write with an *r*, or not at all."""
_DIGRAPHS = tuple(pair.split("=") for pair in "ck=k ph=f sch=sh tch=ch tz=ts x=ks cz=ch sz=sh".split())
_RUN, _TWICE, _BREATH = re.compile("[aeiouyw]+"), re.compile(r"(.)\1+"), re.compile(f"(?<={VOWEL})h(?!{VOWEL})")


def coarse(words: Sequence[str]) -> str:
    """Lower-case Latin words as one, every run of vowels in them as one sign, and one of each double consonant.

    >>> coarse(["schmuel", "mahmoud"]), coarse(["hallixyah"])
    ('shmVlmVmVd', 'hVlVksV')
    """
    return "".join(map(_coarse, words)).replace(2 * VOWEL, VOWEL)


def _coarse(word: str) -> str:
    for spelt, plain in _DIGRAPHS:
        word = word.replace(spelt, plain)
    return _BREATH.sub("", _TWICE.sub(r"\1", _RUN.sub(VOWEL, word)))


def patterns(words: Sequence[str]) -> list[str]:
    """A pattern for the coarse form of each word of a name in Arabic, Hebrew, Thai or Hangul; empty for too short ones.

    Only names of two words and more, for one alone says too little without its vowels.
    """
    said = [_word(word) for word in words]
    fewest = _FEWEST_ARABIC if words and "\u0600" <= words[0][0] <= "\u06ff" else _FEWEST
    enough = len(words) > 1 and sum(heard for _, heard in said) >= fewest
    return [pattern for pattern, _ in said] if enough else []


def _word(word: str) -> tuple[str, int]:
    """The pattern of a word, and how many consonants it has."""
    if "\uac00" <= word[0] <= "\ud7a3":
        return "".join(map(_foreign, word)), len(word)
    for marked, letter in _HEBREW_MARKED:
        word = word.replace(f"{marked}'", letter)
    word = _LEADING.sub(r"\2\1", _UNHEARD.sub("", word))
    article = word.startswith("ال") and len(word) > 4  # noqa: PLR2004 - article and at least three letters
    out = ["(?:V?(?:l|sh|[rstdnz])?V?)"] if article else []
    heard = 0
    for found in _TOKEN.finditer(word[2:] if article else word):
        run = found[0]
        if found["vowels"]:
            said = "(?:V?vV?|V)" if not _LIPS.isdisjoint(run) else "V?" if _THROAT.issuperset(run) else "V"
            said = f"j?{said}" if run[0] == "י" else said
            # The vowel that a word begins with is one with that in which the word before ends.
            out.append(f"(?:{said})?" if not out else said)
        elif found["silent"]:
            out += [f"(?:{_TABLE[c]})?V?" for c in run if c in _TABLE]
        else:
            out.append(_CLUSTERS.get(run) or f"(?:{_TABLE.get(run, '')})V?")
            heard += bool(found["cluster"]) or (run in _TABLE and run not in _FAINT)
    return "".join(out).replace("V?V", "V"), heard


def _foreign(c: str) -> str:
    first, vowel, last = korean.letters(c)
    said = "(?:V?r?V?)" if vowel in _EMPTY_VOWELS else "Vr?" if not last else "V"
    return f"(?:{_FOREIGN_FIRST[first]}){said}" + (f"(?:{_FOREIGN_LAST[last]})V?" if last in _FOREIGN_LAST else "")
