"""One field, several names: what stands in brackets, after *also known as*, or on either side of a slash.

A field like *Hassan Ghul (Umar)* or *Acme Ltd a.k.a. Bolt Ltd* matches neither of its names well as a whole. So each is
also read on its own; the whole stays a reading, for a bracket may as well be part of the name.
"""

from __future__ import annotations

import re

from customer_risk.screening.scripts import LONGEST, scripts_in

MOST_READINGS = 4
_ALSO = re.compile(
    r"""(?<![\w.])(?:[afn]\.\s?k\.\s?a\.?|[afn]/k/a|d[./]b[./]a\.?|t/a|aka|AKA|fka|FKA|dba|DBA|(?i:also\ known\ as|
    now\ known\ as|(?:formerly|previously)(?:\ known\ as|\ called)?|trading\ as|doing\ business\ as|alias))\s*:?\s""",
    re.VERBOSE,
)
_APART = re.compile(r"\s*[;/]\s*")
_BRACKET = re.compile(r"\s*[(\[\uff08]([^()\[\]\uff08\uff09]+)(?:[)\]\uff09]|$)\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SIGNS = frozenset("([\uff08;/")
_SEVERAL = 2
_SHORTEST_ACRONYM = 3


def readings(text: str, *, person: bool) -> tuple[str, ...]:
    """The names that a field may hold: the whole of it first, each once, at most :data:`MOST_READINGS`.

    >>> readings("ACME HOLDINGS LTD a.k.a. BOLT PARTNERS LTD", person=False)[1:]
    ('ACME HOLDINGS LTD', 'BOLT PARTNERS LTD')
    >>> readings("MUHAMMAD JAMAL NETWORK (MJN)", person=False)[1:]
    ('MUHAMMAD JAMAL NETWORK',)
    """
    # What is longer than is ever read is no name, and searching it for brackets could take long.
    if len(text) > LONGEST or (_SIGNS.isdisjoint(text) and not _ALSO.search(text)):
        return (text,)
    found = [text]
    for part in _parts(text, person=person):
        found += [part, *_without_bracket(part, person=person)]
    return tuple(dict.fromkeys(one.strip(" ,;\"'") for one in found))[:MOST_READINGS]


def _parts(text: str, *, person: bool) -> list[str]:
    """The text at *also known as* and at a slash; nobody has only half of a name there, but a company may."""
    parts = [part for part in _ALSO.split(text) if _WORD.search(part)]
    if len(parts) > 1 and (not person or all(map(_is_several, parts))):
        return [part.strip(" ([)]") for part in parts]
    sides = _APART.split(text)
    whole = all(_is_several(side) and side.count("(") == side.count(")") for side in sides)
    return sides if whole else [text]


def _without_bracket(text: str, *, person: bool) -> list[str]:
    bracket = _BRACKET.search(text)
    if not bracket:
        return []
    inside, outside = bracket[1].strip(), f"{text[: bracket.start()]} {text[bracket.end() :]}".strip()
    if not (_WORD.search(outside) and _WORD.search(inside)):
        return []
    # A company's place stands in brackets, too, and tells it from others: only a longer phrase at the end is a name.
    at_end = bracket.end() == len(text) and len(_WORD.findall(inside)) > _SEVERAL
    if (_is_several(inside) if person else at_end) or scripts_in(inside).isdisjoint(scripts_in(outside)):
        return [outside, inside]
    if person:
        # A second form of the word before: a maiden name, another spelling.
        before = text[: bracket.start()].rpartition(" ")[0]
        return [outside, f"{before} {inside} {text[bracket.end() :]}".strip()]
    return [outside] if _is_acronym(inside, outside) else []


def _is_several(text: str) -> bool:
    return len(_WORD.findall(text)) >= _SEVERAL


def _is_acronym(short: str, name: str) -> bool:
    """Whether the letters of ``short`` begin words of ``name``, in their order."""
    initials = iter(word[0].lower() for word in _WORD.findall(name.replace("-", " ")))
    letters = short.replace(".", "").lower()
    return len(letters) >= _SHORTEST_ACRONYM and letters.isalpha() and all(letter in initials for letter in letters)
