# ruff: noqa: RUF001, SIM905 - letters of all scripts are the subject here, and tables read best as words
"""Any script into Latin letters, letter by letter.

The aim is not a standard's romanisation but a spelling whose consonants stand where a Latin spelling of the same name
has them; the folding of sounds (:mod:`sounds`) evens out the rest. Vowels that a script leaves out stay out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from customer_risk.screening.chinese import read_chinese
from customer_risk.screening.korean import read_korean
from customer_risk.screening.thai import read_thai

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяієґўјљњћђџәғқңөұүһѓќѕӣӯҳҷ",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i ye g u j lj nj c dj dz "
        "a g k n o u u h g k z i u h j".split(),
        strict=True,
    )
) | {"ї": "yi"}
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_GREEK_PAIRS = {
    "ου": "u",
    "ευ": "ev",
    "αυ": "av",
    "αι": "e",
    "ει": "i",
    "οι": "i",
    "μπ": "b",
    "γκ": "g",
    "γγ": "ng",
    "τζ": "tz",
}
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهوىيةأإآٱءؤئپچژگکیٹڈڑںےہھۀۃڤےې",
        "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h u a i a a i a a _ u i p ch zh g k i t d r n e h h "
        "h a v e e".split(),
        strict=True,
    )
)
_HEBREW = dict(
    zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "a b g d h o z h t i k kh l m m n n s a p f ts ts k r sh t".split(), strict=True)
)
_HEBREW_PAIRS = {"ג'": "j", "ז'": "zh", "צ'": "ch", "ץ'": "ch", "ת'": "th", "וו": "v", "יי": "ay", "׳": "'"}
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev".split(),
        strict=True,
    )
)
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh k sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_LETTERS = {
    letter: latin.replace("_", "")
    for table in (_CYRILLIC, _GREEK, _ARABIC, _HEBREW, _ARMENIAN, _GEORGIAN)
    for letter, latin in table.items()
}
_ARMENIAN_PAIRS = {"ու": "u", "եւ": "ev"}
_PAIRS = _GREEK_PAIRS | _HEBREW_PAIRS | _ARMENIAN_PAIRS
_SPECIAL = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h"}
_SPECIAL |= {"ə": "a", "ŋ": "n", "ʻ": "", "ʼ": "", "ʿ": "", "ʾ": "", "ƶ": "z", "ɓ": "b", "ɗ": "d", "ƙ": "k"}
# Letters that look Latin and are not: read by shape inside a Latin word; true twins also as a word among Latin ones.
_TWINS = str.maketrans("аеорсухіјѕԁһԛԝοАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhqwoABEKMHOPCTYXIJSABEZHIKMNOPTYX")
_LOOKALIKES = (
    _TWINS
    | str.maketrans("внкмтгαρνικτυγεβη", "bhkmtrapviktuyebn")
    | str.maketrans("օսհոցՕՍՏԼᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᎩᏃ", "ouhngOUSLABCDEGHJKLMPRSTVWYZ")
)
_LOOKING_LATIN = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
_INDIC = frozenset("DEVANAGARI BENGALI GUJARATI GURMUKHI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA".split())
_INDIC_SOUNDS = {"ca": "cha", "cha": "chha", "ssa": "sha", "tta": "ta", "ttha": "tha", "dda": "da", "ddha": "dha"}
_INDIC_SOUNDS |= {"nna": "na", "nga": "na", "nya": "na", "lla": "la", "rra": "ra", "nnna": "na", "llla": "la"}
_LONG_VOWELS = re.compile(r"([aeiou])\1")
_VOWELS = frozenset("aeiou")
_KHMER_P = ("\u1794\u17c9", "\u1796")
"""A Khmer b with the mark that makes it a p, and the letter that is one."""
_INHERENT = "\u0259"
_INHERENT_SILENT = re.compile(
    f"(?<=[aeiou{_INHERENT}])([bcdfghjklmnpqrstvwxyz]{{1,2}}){_INHERENT}(?=[bcdfghjklmnpqrstvwxyz]{{1,2}}[aeiou{_INHERENT}])"
)
ABJADS = frozenset({"ARABIC", "HEBREW", "THAI"})
SYLLABIC = frozenset({"HANGUL", "CJK"})
"""Scripts of languages whose names are made of few syllables, so that strangers often share all of theirs."""
LONGEST = 1000
"""Characters of a name that are read, after compatibility forms are resolved: one may stand for eighteen."""
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"})
_READ_BY_TABLE = frozenset({"CJK", "KHMER", "MYANMAR", "LAO", "ETHIOPIC", "SINHALA", "TIBETAN", "MONGOLIAN"})
_WORD_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN"})


@lru_cache(maxsize=8192)
def script_of(letter: str) -> str:
    """The script a letter's Unicode name begins with (``LATIN``, ``CJK`` …), or an empty string for no letter."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def is_read_whole(text: str) -> bool:
    """Whether :func:`plain_latin` reads all of a text, or only its first :data:`LONGEST` characters."""
    return len(text) <= LONGEST and (text.isascii() or len(unicodedata.normalize("NFKC", text)) <= LONGEST)


@lru_cache(maxsize=4096)
def scripts_in(text: str) -> frozenset[str]:
    """All scripts of a text's letters; remembered, because every step of reading a name asks for its words' anew."""
    latin = {"LATIN"} if any("a" <= letter.lower() <= "z" for letter in text) else set()
    return frozenset(script_of(letter) for letter in text if letter > "\x7f" and letter.isalpha()) | latin


def plain_latin(text: str) -> str:
    """Lower-case Latin letters, digits and punctuation for a text in any script."""
    if text.isascii():
        return text[:LONGEST].lower()
    words = unicodedata.normalize("NFKC", text)[:LONGEST].split()
    scripts = scripts_in(text)
    if scripts & _EAST_ASIAN:
        words = _east_asian(words)
    if "HANGUL" in scripts:
        words = read_korean(words)
    latin_around = any(scripts_in(word) == {"LATIN"} for word in words)
    return " ".join(_word(word, latin_around=latin_around) for word in words)


def is_japanese_name(text: str) -> bool:
    """Whether a name of Chinese characters, kana or both is read as a Japanese one."""
    if scripts_in(text).isdisjoint(_EAST_ASIAN):
        return False
    from customer_risk.screening.japanese import is_japanese  # noqa: PLC0415 - tables few names need

    return is_japanese("".join(word for word in text.split() if scripts_in(word) <= _EAST_ASIAN))


def _east_asian(words: list[str]) -> list[str]:
    """The words, with a Japanese name read: its characters mean nothing until it is known that it is one."""
    from customer_risk.screening.japanese import is_japanese, read_japanese  # noqa: PLC0415 - tables few names need

    words = " ".join(words).replace("\u30fb", " ").split()
    own = [word for word in words if scripts_in(word) <= _EAST_ASIAN]
    if not is_japanese("".join(own)):
        groups = [words] if own == words else [[word] for word in words]
        return [latin for group in groups for latin in (read_chinese(group) if group[0] in own else group)]
    kana = all(scripts_in(word).isdisjoint({"CJK"}) for word in own)
    read = map(read_japanese, own if kana else ["".join(own)])
    return [*(word for word in words if word not in own), *" ".join(read).split()]


@lru_cache(maxsize=8192)
def _word(word: str, *, latin_around: bool) -> str:
    scripts = scripts_in(word)
    if scripts & _LOOKING_LATIN and ("LATIN" in scripts or latin_around):
        by_shape = word.translate(_LOOKALIKES if "LATIN" in scripts else _TWINS)
        if "LATIN" in scripts or by_shape.isascii():
            word = by_shape
    if word.isascii():
        return word.lower()
    word = word.lower()
    if "THAI" in scripts:
        return read_thai(word)
    if not scripts <= _WORD_SCRIPTS:
        return _strip(_by_table(word) if scripts & _READ_BY_TABLE else _syllables(word))
    word = _as_said(word, scripts)
    for pair, latin in _PAIRS.items():
        if pair in word:
            word = word.replace(pair, latin)
    ukrainian = "і" in word or "ї" in word or "є" in word or "ґ" in word
    return _strip("".join(_LETTERS.get(c, c) if not (ukrainian and c == "г") else "h" for c in _base(word)))


def _as_said(word: str, scripts: frozenset[str]) -> str:
    """A word of an alphabet with those letters replaced whose sound depends on where they stand."""
    if "ARABIC" in scripts:
        word = word.replace("ـ", "").replace("عبدالل", "عبد الل").replace("عبدال", "عبد al ")
        if word.startswith("ال") and len(word) > 4:  # noqa: PLR2004 - article and at least three letters
            word = "al " + word[2:]
        return _semivowels(word, "و", "w") if "و" in word else word
    if "HEBREW" in scripts:
        word = word.replace("׳", "'")
        word = ("v" + word[1:]) if word.startswith("ו") else word
        return (word[:-1] + "a") if word.endswith("ה") else word
    return ("d" + word[2:]) if word.startswith("ντ") else word


def _by_table(word: str) -> str:
    """Scripts with more signs than anybody writes down: Chinese in pinyin, a name's family name apart."""
    from anyascii import anyascii  # noqa: PLC0415 - a large table that few names need

    read = anyascii(word.replace(*_KHMER_P)).lower()
    # Khmer leaves out the vowel that goes without saying: a word must have one.
    bare = "KHMER" in scripts_in(word) and read.isalpha() and _VOWELS.isdisjoint(read)
    return f"{read[0]}o{read[1:]}" if bare else read


def _semivowels(word: str, letter: str, consonant: str) -> str:
    """The Arabic waw is a consonant at the start of a word and beside a long a, a vowel elsewhere."""
    out = list(word)
    for place, c in enumerate(word):
        if c == letter and (place == 0 or word[place - 1 : place] == "ا" or word[place + 1 : place + 2] == "ا"):
            out[place] = consonant
    return "".join(out)


def _base(word: str) -> str:
    """Letters whose mark changes the sound stay whole, all other marks go."""
    if all(c in _LETTERS or c < "\x80" for c in word):
        return word
    return "".join(
        c if c in _LETTERS else unicodedata.normalize("NFD", c)[0] for c in word if not unicodedata.combining(c)
    )


def _strip(word: str) -> str:
    """Latin letters without their marks; letters that nobody here can read stay as they are."""
    if word.isascii():
        return word
    plain = "".join(_SPECIAL.get(c, c) for c in word)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return "".join(_SPECIAL.get(c, c) for c in plain)


def _syllables(word: str) -> str:
    """Scripts whose letters are syllables or carry a vowel, by Unicode's names of them."""
    out: list[str] = []
    for c in word:
        if c in _LETTERS or c < "\x80":
            out.append(_LETTERS.get(c, c))
        else:
            _by_name(c, out)
    return _without_inherent("".join(out))


def _by_name(c: str, out: list[str]) -> None:
    """Append the sound in Unicode's name of a letter (``DEVANAGARI LETTER KA``, ``KATAKANA LETTER SMALL TU``).

    The vowel that an Indic consonant has by itself is marked, because a sign may take its place.
    """
    name = unicodedata.name(c, "")
    sound = name.rpartition(" ")[2].lower()
    indic = name.partition(" ")[0] in _INDIC
    if " VOWEL SIGN " in name or name.endswith("SIGN VIRAMA"):
        if out and out[-1].endswith(_INHERENT):
            out[-1] = out[-1][:-1]
        out.append("" if sound == "virama" else _LONG_VOWELS.sub(r"\1", sound))
    elif " SIGN ANUSVARA" in name or " SIGN CANDRABINDU" in name or name.endswith(" TIPPI"):
        out.append("n")
    elif indic and " LETTER " in name and sound.endswith("a") and len(sound) > 1 and sound != "aa":
        out.append(_INDIC_SOUNDS.get(sound, sound)[:-1] + _INHERENT)
    elif " LETTER " in name or " SYLLABLE " in name:
        out.append(_LONG_VOWELS.sub(r"\1", sound) if indic else sound)
    elif " SIGN NUKTA" not in name:
        out.append(c)


def _without_inherent(word: str) -> str:
    """The vowel of itself is silent at a word's end and between a syllable and the next: *manamohana* is Manmohan."""
    word = _INHERENT_SILENT.sub(r"\1", word.removesuffix(_INHERENT)).replace(_INHERENT, "a")
    return word[:-1] + "gh" if word.endswith("nh") else word
