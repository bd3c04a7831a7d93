# ruff: noqa: SIM905 - Thai letters, as words
"""Thai names in Latin letters, as they are said rather than as they are spelt.

Thai writes some vowels before the consonant they follow, leaves others out, and keeps letters of Indian words that
nobody says. What counts here is that the consonants stand where a Latin spelling of the name has them.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = dict(
    zip(
        "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะัาำิีึืุูเแโใไฤ",
        "k k k k k k ng ch ch ch s ch y d t th th th n d t th th th n b p p f p f p m y r l w s s s h l o h "
        "a a a am i i ue ue u u e ae o ai ai rue".split(),
        strict=True,
    )
)
_RULES = (
    ("[ก-ฮ][ิุ]?์", ""),  # silent letters under their mark
    ("[็-๋ํ๎]", ""),  # tones
    ("ห(?=[ลมนวรยง])", ""),  # only raises the tone of what follows
    ("^อ(?=[ก-ฮ])", "a"),
    ("อ(?=[ะ-ู])", ""),  # only carries a vowel
    ("เ([ก-ฮ][รลว]?)ือ", r"\1ua"),
    ("เ([ก-ฮ][รลว]?)ีย", r"\1ia"),
    ("เ([ก-ฮ][รลว]?)[อิ]", r"\1oe"),
    ("เ([ก-ฮ][รลว]?)า", r"\1ao"),
    ("([เแโใไ])([ก-ฮ])", r"\2\1"),  # written before the consonant it follows
    ("รร(?=[ก-ฮ])", "a"),
    ("รร", "an"),
    ("ัว", "ua"),
    ("ัย", "ai"),
    ("ญ(?![ะ-ูa-z])", "n"),
    ("([ก-ฮ])ว(?=[ก-ฮ]$)", r"\1ua"),
    ("(?<=[ะ-ูพ])ร$", "rn"),
)
_COMPILED = tuple((re.compile(written), said) for written, said in _RULES)


def read_thai(word: str) -> str:
    """Lower-case Latin letters for a Thai word; vowels that Thai leaves out stay out.

    >>> read_thai("สมชาย"), read_thai("วงศ์")
    ('smchay', 'wng')
    """
    for written, said in _COMPILED:
        word = written.sub(said, word)
    return "".join(_LETTERS.get(c, "" if unicodedata.combining(c) else c) for c in word)
