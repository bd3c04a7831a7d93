"""A name as the matcher compares it: words in Latin letters, each in its role.

Normalisation is the same for listed and for queried names, so it may be coarse wherever both sides lose the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from customer_risk.records import Record
from customer_risk.screening.meanings import idea, is_known
from customer_risk.screening.own_scripts import in_english
from customer_risk.screening.scripts import ABJADS, is_read_whole, plain_latin, scripts_in
from customer_risk.screening.syllables import is_syllabic, syllables
from customer_risk.screening.words import (
    FIRST_ONLY,
    GLUED_FORM,
    LEGAL,
    LEGAL_MISSPELT,
    LEGAL_PART,
    LEGAL_PHRASES,
    LONGEST_LEGAL,
    LONGEST_PHRASE,
    NAMES_TOO,
    NUMBERS,
    PARTICLE,
    PARTICLE_OF,
    PLAIN,
    ROLES,
    ROMAN,
    ROMAN_LAST,
    SAME_PHRASES,
    SPELT_OUT,
    STOP_WORDS,
    TENS,
    TITLE,
    TITLES,
    TORN,
)

MOST_WORDS = 12
_DOTTED = re.compile(r"\b(?:\w\.[ ]?){2,}(?!\w)|\b(?:\w\.){2,}")
_JOINED = re.compile(r"['`\u2018\u2019\u02bc\u02bb\u00b4]")
_GLUED = re.compile(r"(?<=[a-z]{4})(?=[A-Z]{2,}\b|[A-Z][a-z]{3})|(?<=[A-Z]{4})(?=[a-z]{4})")
"""Where two words lost the space between them and their case still tells: ``SiemensAG``, ``IgorPetrov``."""
WORD = re.compile(r"[^\W_]+")
_GLUED_CYRILLIC = re.compile("(?<=[\u0430-\u044f]{3})(?=[\u0410-\u042f][\u0430-\u044f]{3})")
_US = re.compile(r"\bU\.\s?S\.(?:\s?A\.)?")
_TAIL = re.compile(r"^(ooo|oao|zao|pao|llc|ojsc|cjsc|pjsc)['\u2019\"]", re.IGNORECASE)
_BACKWARDS = re.compile(r"[a-z]+[A-Z]")
_LETTER_AND_DIGIT = re.compile(r"(?=\w*[a-z])(?=\w*\d)[a-z\d]{3,}")
_DIGITS_FOR_LETTERS = str.maketrans("0134579", "oieastg")
_AMBIGUOUS = 2
_FEWEST_NAMES = 2
_LAST_DIGIT = 9
_ORDINAL = re.compile(r"(?<=\d\d)(?:st|nd|rd|th)$|(?<=^[4-9])th$")
_LONGEST_MISSPELT = max(map(len, LEGAL_MISSPELT)) + 1


class Name(Record):
    """Words with their role marked (see :mod:`words`), at most :data:`MOST_WORDS` of them: then it is not ``whole``.

    ``written`` are two hashes of the whole name, however long, before anything is made of its words: of its letters
    without the spaces, and of its words in alphabetical order. ``syllables`` is what the Latin spellings of a person's
    name in another script are held to (see :mod:`syllables`); ``otherwise`` says that this is a spelling which others
    use than most.
    """

    words: tuple[str, ...]
    written: tuple[int, int] = (0, 0)
    whole: bool = True
    latin: bool = True
    vowelless: bool = False
    syllabic: bool = False
    syllables: str = ""
    otherwise: bool = False

    @property
    def bare(self) -> tuple[str, ...]:
        """The words without their marks."""
        return tuple(word.lstrip(ROLES) for word in self.words)


@lru_cache(maxsize=4096)
def normalise(text: str, *, person: bool) -> Name:
    """The words of a name; ``person`` decides whether titles or legal forms are looked for.

    >>> normalise("Dr. José AL-Hakim", person=True).words
    ('*dr', 'jose', '~al', 'hakim')
    >>> normalise("Foo Trading Co., Ltd.", person=False).words
    ('foo', 'trading', '§ltd')
    """
    written = _GLUED.sub(" ", text)
    if not written.isascii():
        written = _GLUED_CYRILLIC.sub(" ", written)
    if person and written.isascii() and written and all(map(_BACKWARDS.fullmatch, written.split())):
        # Somebody wrote it backwards, capitals and all.
        written = written[::-1]
    if not person:
        written = _TAIL.sub(r"\1 ", _US.sub("United States", written))
        written = written if written.isascii() else in_english(written)
    plain = _JOINED.sub("", plain_latin(written))
    if not person:
        plain = plain.replace("&", " and ").replace("%", " percent")
    letters = _written(WORD.findall(plain))
    if not person:
        plain = _DOTTED.sub(lambda match: match.group().replace(".", "").replace(" ", "") + " ", plain)
    words = WORD.findall(plain)
    marked = person_words(words) if person else _organisation(words)
    if not any(word[0] not in ROLES for word in marked):
        marked = words
    whole = len(marked) <= MOST_WORDS and is_read_whole(written)
    if written.isascii():
        return Name(words=tuple(marked[:MOST_WORDS]), written=letters, whole=whole)
    scripts = scripts_in(written)
    return Name(
        words=tuple(marked[:MOST_WORDS]),
        written=letters,
        whole=whole,
        latin="LATIN" in scripts or not scripts,
        vowelless=bool(scripts & ABJADS),
        syllabic=is_syllabic(written),
        syllables=syllables(written) if person else "",
    )


def _written(words: Sequence[str]) -> tuple[int, int]:
    """Hashes of the letters in one piece, and of the words in alphabetical order, legal forms in their long form."""
    whole = sorted(part for word in words for part in SPELT_OUT.get(word, (word,)))
    hashes = (blake2b(text.encode(), digest_size=8).digest() for text in ("".join(words), " ".join(whole)))
    first, second = (int.from_bytes(one, "little") for one in hashes)
    return first, second


def person_words(words: list[str]) -> list[str]:
    """The Latin words of a person's name, titles and particles marked."""
    out: list[str] = []
    # A title that is a given name as well stays one where without it hardly a name is left: *Hafez Makhlouf*.
    named = sum(len(word) > 1 and word not in TITLES and word not in PARTICLE_OF for word in words) >= _FEWEST_NAMES
    for written in words:
        # Nobody is called "I9or": digits among letters are meant as letters.
        word = written.translate(_DIGITS_FOR_LETTERS) if _LETTER_AND_DIGIT.fullmatch(written) else written
        if word in TITLES and (named or word not in NAMES_TOO):
            out.append(TITLE + word)
        elif word in PARTICLE_OF:
            out.append(PARTICLE + PARTICLE_OF[word])
        else:
            out.append(word)
    return out


def _organisation(words: list[str]) -> list[str]:
    out: list[str] = []
    words = _numbers(_whole(words))
    meant = list(map(idea, words))
    at = 0
    while at < len(words):
        form, length = _legal_form(words, at)
        said: tuple[str, ...] = (LEGAL + form,) if form else ()
        if not form:
            said, length = _phrase(meant, at, first=not any(word[0] not in ROLES for word in out))
        for word in said or _plain(words[at]):
            if word[0] not in ROLES or word not in out:
                out.append(word)
        at += length
    if len({word for word in out if word[0] == LEGAL}) > 1 and PLAIN in out:
        out.remove(PLAIN)
    return out


def _whole(words: list[str]) -> list[str]:
    """The words, with well-known long ones whole again where a space had torn them."""
    out: list[str] = []
    for word in words:
        if out and (out[-1] + word in TORN or (is_known(out[-1] + word) and not is_known(word))):
            out[-1] += word
        else:
            out.append(word)
    return out


def _numbers(words: list[str]) -> list[str]:
    """The words, with numbers in digits: *forty four* is 44."""
    out: list[str] = []
    tens = 0
    for at, word in enumerate(words):
        word = _ORDINAL.sub("", word)  # noqa: PLW2901 - the 140th repair plant is the plant number 140
        digit = NUMBERS.get(word) or (int(word) if word.isascii() and word.isdigit() and len(word) == 1 else 0)
        digit = digit or (1 if tens and word == "one" else 0)
        if tens and 0 < digit <= _LAST_DIGIT:
            out[-1] = str(tens + digit)
        elif word in ROMAN and not (word in ROMAN_LAST and at < len(words) - 1):
            out.append(str(ROMAN[word]))
        else:
            out.append(str(TENS.get(word) or NUMBERS.get(word) or word))
        tens = TENS.get(word, 0)
    return out


def _phrase(words: list[str], at: int, *, first: bool) -> tuple[tuple[str, ...], int]:
    """What the longest known phrase that begins here stands for, and how many words it takes.

    Some abbreviations are such only where a name begins: *UK Bitriver* is a management company, *Bitriver UK* is not.
    """
    for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + length])
        if (whole := SAME_PHRASES.get(phrase)) and (first or phrase[0] not in FIRST_ONLY):
            return whole, length
    return (), 1


def _legal_form(words: list[str], at: int) -> tuple[str | None, int]:
    """The longest legal form that begins here, and how many words it takes (1 when there is none)."""
    for length in range(min(LONGEST_LEGAL, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + length])
        form = LEGAL_PHRASES.get(phrase)
        short = length == 1 and len(phrase[0]) <= _AMBIGUOUS
        if form and not (short and 0 < at < len(words) - 1):
            return form, length
    return legal_part(words[at]), 1


def _plain(word: str) -> tuple[str, ...]:
    """A word that is no legal form in itself, in its long form and in its role."""
    if glued := GLUED_FORM.fullmatch(word):
        return idea(glued[1]), LEGAL + LEGAL_PHRASES[(glued[2],)]
    return (PARTICLE + word,) if word in STOP_WORDS else (idea(word),)


def legal_part(word: str) -> str | None:
    """The legal form a single word belongs to, though it be misspelt by a letter."""
    if word in LEGAL_PART:
        return LEGAL_PART[word]
    # Without an upper bound a word of 40,000 letters would make as many words of as many letters: 1.5 GB.
    if not _AMBIGUOUS * 3 < len(word) <= _LONGEST_MISSPELT or not word.isascii():
        return None
    shorter = [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]
    return next((LEGAL_MISSPELT[one] for one in shorter if one in LEGAL_MISSPELT), None)
