"""How a word sounds, coarsely: three forms that make spellings of one name comparable.

``fold`` evens out spellings of the same sound and writes one letter for one sound (``S`` for *sh*, ``C`` for *ch* …);
``skeleton`` keeps its consonants; ``classes`` keeps only which group each consonant belongs to. An edit that changes a
vowel shows in the first alone, a consonant for its neighbour (b for p, d for t, s for sh …) in two, any other in all
three: their weighted edit distances add up to a distance with cheap vowels and cheap neighbouring consonants.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

from customer_risk.records import Record
from customer_risk.screening.chinese import as_in_older_spelling
from customer_risk.screening.stems import whole_stem

_SPELLINGS = {
    "ngg": "ngk", "tsch": "C", "dsch": "J", "shch": "C", "tch": "C", "sch": "S", "sh": "S", "ch": "C", "cz": "C",
    "sz": "S", "zh": "Z", "dzh": "J", "dj": "J", "dge": "J", "dz": "z", "kh": "X", "gh": "g", "th": "t", "dh": "d",
    "ph": "f", "ck": "k",
    "tz": "c", "ts": "c", "cc": "k", "x": "ks", "q": "k", "w": "v", "ou": "u", "oo": "u", "ee": "i", "ea": "i",
    "ie": "i", "ei": "ai", "ey": "ai", "y": "i", "ii": "i",
}  # fmt: skip
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_SOFT_C = re.compile("c(?=[eiy])")
_HARD_C = re.compile("c(?![eiy])")
_GLIDE = re.compile("(?<=[^Jd])j(?=[aeiou])|(?<=[aeiou])j")
_TWICE = re.compile(r"([a-zA-Z])\1+")
_CLASSES = str.maketrans("bvwfdgGzcCSZJjX", "pppptkksssssssh")
_DELETE_FROM, _DELETE_CLASSES_FROM = 4, 5
_LONG = 14


class Sound(Record):
    """The three forms of a word, and the letters they were made of."""

    fold: str
    skeleton: str
    classes: str
    letters: str


@lru_cache(maxsize=65536)
def sound(word: str) -> Sound:
    """The sound of a lower-case Latin word; words with digits keep their letters as they are.

    >>> sound("muhammad").classes == sound("mohamed").classes
    True
    """
    if not word.isalpha():
        return Sound(fold=word, skeleton=word, classes=word, letters=word)
    fold = _SPELLING.sub(
        lambda match: _SPELLINGS[match.group()], _GLIDE.sub("i", as_in_older_spelling(whole_stem(word)))
    )
    fold = _HARD_C.sub("k", _SOFT_C.sub("s", fold))
    fold = _TWICE.sub(r"\1", fold)
    if len(fold) > 3 and fold.endswith("h"):  # noqa: PLR2004 - "Shah" keeps its h, "Abdullah" does not
        fold = fold[:-1]
    skeleton = fold[0].replace("e", "a").replace("i", "a").replace("o", "a").replace("u", "a")
    skeleton += fold[1:].translate(_NO_VOWELS)
    return Sound(fold=fold, skeleton=skeleton, classes=skeleton.translate(_CLASSES), letters=word)


_NO_VOWELS = dict.fromkeys(map(ord, "aeiou"))


def exact_keys(word: Sound) -> set[int]:
    """Hashes under which a word is found without an edit."""
    keys = {_key("f", word.fold)}
    if len(word.classes) > 1:
        keys.add(_key("c", word.classes))
    return keys


def near_keys(word: Sound) -> set[int]:
    """Hashes of a word and of all that is left of it with one sound deleted.

    Two words share one whenever one insertion, deletion, substitution or swap leads from one to the other, in the
    folded form, in the letters as written or in the classes of its consonants.
    """
    keys = exact_keys(word)
    classes = word.classes[:_LONG]
    # A slip of the pen may break up a sound (*LAKAHL*), so letters count beside sounds.
    for form in {word.fold[:_LONG], word.letters[:_LONG]}:
        if len(form) >= _DELETE_FROM:
            keys.update(_key("f", form[:at] + form[at + 1 :]) for at in range(len(form)))
    if len(classes) >= _DELETE_CLASSES_FROM:
        keys.update(_key("c", classes[:at] + classes[at + 1 :]) for at in range(len(classes)))
    return keys


def _key(kind: str, text: str) -> int:
    return crc32((kind + text).encode())
