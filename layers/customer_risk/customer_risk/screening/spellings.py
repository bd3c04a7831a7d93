"""In which ways a name is asked for: in all its spellings and, an organisation's, without slips of the pen."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace
from rapidfuzz.distance import OSA

from customer_risk.screening.commonness import SHARE, is_ordinary
from customer_risk.screening.meanings import idea_misspelt
from customer_risk.screening.names import WORD, Name, normalise, person_words
from customer_risk.screening.syllables import other_spellings
from customer_risk.screening.words import LEGAL, LEGAL_PHRASES, ROLES

_FEWEST_WORDS = 2
_SHORTEST_FORM = 3
_WRITTEN_FORMS = tuple(
    (form[0], said) for form, said in LEGAL_PHRASES.items() if len(form) == 1 and len(form[0]) >= _SHORTEST_FORM
)


def spellings(text: str, *, person: bool) -> tuple[Name, ...]:
    """A name in every way its script is put into Latin letters: as :func:`normalise` does it first, mostly alone."""
    name = normalise(text, person=person)
    others = [] if not person or text.isascii() else map(WORD.findall, map(" ".join, other_spellings(text)))
    return (name, *(replace(name, words=tuple(person_words(words)), otherwise=True) for words in others if words))


def asked_as(text: str, *, person: bool) -> tuple[Name, ...]:
    """A name in every way it is asked for: in all its spellings and, an organisation's, without slips."""
    names = spellings(text, person=person)
    meant = None if person else mended(names[0])
    return (*names, meant) if meant else names


def mended(name: Name) -> Name | None:
    """An organisation's name as it was meant where a slip of the pen has made a word of a common one.

    A legal form is looked for in the last and in the first word, what words mean in all long ones.

    >>> mended(normalise("Fablewick Ingnieria Lttd", person=False)).words
    ('fablewick', 'engineering', '§ltd')
    """
    if len(name.words) < _FEWEST_WORDS:
        return None
    words = [_meant(word) for word in name.words]
    if not any(word[0] == LEGAL for word in words):
        for place in (len(words) - 1, 0):
            if form := _form_misspelt(words[place]):
                words[place] = LEGAL + form
                break
    changed = tuple(words) != name.words and any(word[0] not in ROLES for word in words)
    return replace(name, words=tuple(words), otherwise=True) if changed else None


@lru_cache(maxsize=8192)
def _meant(word: str) -> str:
    """What a word means that is a slip away from one with a meaning; any other as it is."""
    known = word[0] in ROLES or word in SHARE or is_ordinary(word)
    return word if known else idea_misspelt(word) or word


@lru_cache(maxsize=4096)
def _form_misspelt(word: str) -> str | None:
    """The legal form that an unknown word is a single slip away from."""
    if len(word) < _SHORTEST_FORM or word[0] in ROLES or word in SHARE or is_ordinary(word):
        return None
    return next((form for one, form in _WRITTEN_FORMS if OSA.distance(word, one, score_cutoff=1) <= 1), None)
