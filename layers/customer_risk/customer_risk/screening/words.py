# ruff: noqa: E501, SIM905 - long tables of words read best as text
"""Words that are not names: titles, particles, legal forms, numbers, and phrases that stand for one another.

A word with a role is written with a mark before it (``§ltd``, ``*dr``, ``~al``), so that it can only match the same
word in the same role, and weighs little. Written for this project from general knowledge of names; no list is
exhaustive, and a word that is missing is merely treated as part of the name.
"""

from __future__ import annotations

import re

from customer_risk.screening.meanings import idea

LEGAL, TITLE, PARTICLE = "§", "*", "~"
ROLES = LEGAL + TITLE + PARTICLE
CHILD_OF = PARTICLE + "bin"
"""What stands before the name of the father in Arabic."""

_TITLES = """
mr mrs ms miss mx dr prof professor doctor sir lord lady dame rev reverend hon honorable judge senator sen congressman
rep president minister chairman general gen lieutenant lt colonel col major maj brigadier captain capt commander cmdr
sergeant sgt admiral marshal engineer eng ing sheikh shaykh shaikh sheik cheikh sheykh mullah mulla molla maulvi mawlawi
maulana mawlana molvi haji hajji hadji hajj al-haj alhaj alhajj sayyid sayed sayyed seyyed seyed syed said-i qari hafiz
hafez ustad ustadh ustaz imam ayatollah hojatoleslam mufti akhund senor senora senorita don dona mme mlle monsieur
madame herr frau fraulein jr sr junior senior ii iii iv esq phd md sahib agha aqa
prasident presidente prezident premier kanzler chancellor ministre ministro ministr secretary governor mayor
ambassador shri smt datuk dato tun tan-sri ustaz akhond
"""
_PARTICLES = {
    "al": "al el ul ur ud us il an-nahr ad ash as ar at az",
    "bin": "bin ibn ben bn bint binti bt ould walad",
    "de": "de da do dos das del della di du des den der van von vom zu zur ter ten la le las los y e",
    "zade": "oglu ogly oglu uulu kyzy qizi kizi",
}
_LEGAL = {
    "ltd": "ltd|limited|ltda|limitada|lda|ltee|limitee|ltd me|ltda me|"
    "pty ltd|proprietary limited|pty limited|pvt ltd|pvt limited|private limited|private ltd|p ltd|pte ltd|pte limited|co ltd|co limited|"
    "company limited|company ltd|limited company|limited co|opc pvt ltd|opc private limited|smc pvt ltd|smc private limited|"
    "pvt|pte|pty|ltd sti|limited sirketi|limited sti|cia ltda|compania limitada|unlimited company|youxian gongsi|"
    "yugen kaisha|yugen gaisha|yuhan hoesa|borisat chamkat|hong kong ltd|hk ltd|lmtd|ltd co|limited liability",
    "llc": "llc|lc|pllc|fllc|foreign llc|foreign limited liability company|limited liability company|limited liability co|"
    "ltd liability co|ltd liability company|ooo|odo|ood|tovarishchestvo s ogranichennoi otvetstvennostyu|"
    "tovarishchestvo s ogranichennoy otvetstvennostyu|tovarystvo z obmezhenoyu vidpovidalnistyu|"
    "obschestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoi otvetstvennostyu|"
    "obshchestvo s ogranichennoy otvetstvennostyu|obschestvo s ogranichennoy otvetstvennostyu|"
    "additional liability company|tov|too|mchj|mmc|eood|fzco|fze|fz llc|fzc|fz co|dmcc|dwc llc|free zone establishment|"
    "free zone company|wll|w l l|zoo|sp zoo|sp z oo|sp z o o|spolka z oo|spolka z ograniczona odpowiedzialnoscia|"
    "doo|d o o|drustvo s ogranicenom odgovornoscu|sia|uab|mb|spol sro|spol s r o|sro|s r o|gmbh|mbh|ges mbh|gesmbh|"
    "gesellschaft mit beschrankter haftung|ug haftungsbeschrankt|ug|kft|korlatolt felelossegu tarsasag|"
    "sarl|s a r l|sarlu|eurl|srl|s r l|srls|sagl|scarl|s c a r l|societe a responsabilite limitee|"
    "sociedad de responsabilidad limitada|s de rl de cv|s de r l de c v|s de rl|s de r l|"
    "societa a responsabilita limitata|societatea cu raspundere limitata|bv|b v|bvba|sprl|"
    "besloten vennootschap|sl|s l|slu|s l u|sociedad limitada|sal offshore|ehf|oy|ab|ou|osauhing|aps|anpartsselskab|"
    "dac|designated activity company|designated activity co|shpk|sh p k|epe|ike|eirl|e i r l|eireli|shps|"
    "godo kaisha|tnhh|cong ty tnhh|unipessoal lda|youxian zeren gongsi|khkhk|hhk",
    "jsc": "jsc|jc|joint stock company|joint stock co|jt stk co|ojsc|open joint stock company|open joint stock co|cjsc|"
    "closed joint stock company|closed joint stock co|pjsc|public joint stock company|public joint stock co|"
    "pjs|p j s|ao|oao|zao|pao|aat|zat|vat|prat|pat|aktsionernoe obshchestvo|"
    "aktsionernoye obshchestvo|otkrytoe aktsionernoe obshchestvo|otkrytoye aktsionernoye obshchestvo|"
    "zakrytoe aktsionernoe obshchestvo|zakrytoye aktsionernoye obshchestvo|nepublichnoe aktsionernoe obshchestvo|"
    "publichnoe aktsionernoe obshchestvo|publichnoye aktsionernoye obshchestvo|ag|aktiengesellschaft|kgaa|"
    "sa|s a|sau|s a u|s a a|s a c|s a s|sasu|societe anonyme|sociedad anonima|sociedade anonima|sa de cv|"
    "de cv|de c v|sab de cv|sapi de cv|s a p i de c v|s a de c v|sociedad anonima de capital variable|sociedad por acciones simplificada|"
    "societe par actions simplifiee|spa|s p a|societa per azioni|nv|n v|naamloze vennootschap|as|a s|"
    "anonim sirketi|anonim sti|sal|s a l|sas|saoc|saog|sae|s a e|ksc|kscp|kscc|qsc|bsc|b s c|bsc closed|b s c c|psc|"
    "plc|p l c|public limited company|public limited co|public company limited|public company|pcl|bhd|sdn bhd|"
    "sendirian berhad|berhad|tbk|pt|perseroan terbatas|kk|k k|kabushiki kaisha|kabushiki gaisha|chusik hoesa|jusik hoesa|"
    "asa|oyj|ad|a d|ead|sad|d d|dd|zrt|nyrt|ab publ|aktiebolag|osakeyhtio|asc|aj|ae|a e|sha|sh a|ca|c a|compania anonima|"
    "gufen youxian gongsi|cong ty co phan|societas europaea|akciova spolecnost|spolka akcyjna",
    "co": "corp|corporation|corporacion|inc|incorporated|co|company|cie|compagnie|cia|compania|companhia|firma|kompaniya|"
    "kompania|kampaniya|sherkat|sherkate|sharikat|sharika|sirket|sirketi|sti|societe|sociedad|et|gongsi|kaisha|hoesa|korporatsiya",
    "kg": "kg|og|kommanditgesellschaft|gmbh co kg|lp|llp|l l p|lllp|limited partnership|"
    "limited liability partnership|ohg|gbr|sc|s c|scs|s c s|sca|s c a|sociedad civil|snc|s n c|sociedad colectiva|"
    "e u|ek|e k|ip|vof|v o f|k d|kd|v o s|komandytowa|ans|sociedad en comandita",
    "state": "fsue|fgup|federal state unitary enterprise|federal sue|gup|sue|rup|republican unitary enterprise|ue|"
    "state unitary enterprise|fsbi|fgbu|federal state budgetary institution|federal state budget institution|fsbei|fsbei he|"
    "fsaei|fsaei he|fsbis|sbei|sbgei|sbi|federal state budgetary institution of science|"
    "federal state budgetary scientific institution|federal state budgetary educational institution|"
    "federal state budgetary educational institution of higher education|state budgetary educational institution|"
    "state budgetary general educational institution|state budgetary institution|federal state autonomous institution|fsai|"
    "fsoe|fkp|federal state owned enterprise|federal treasury enterprise|fgbun|fgaou|fgbou|unitary enterprise|"
    "federal state budget educational institution of higher education|federal state financed institution|"
    "federal state autonomous educational institution of higher education|gosudarstvennoe unitarnoe predpriyatie|"
    "federalnoe gosudarstvennoe unitarnoe predpriyatie|state enterprise|derzhavne pidpryyemstvo|state owned enterprise|"
    "municipal unitary enterprise|mup",
    "ano": "ano|autonomous non profit organization|autonomous non profit organisation|anco|"
    "autonomous noncommercial organization|autonomous noncommercial organisation|avtonomnaya nekommercheskaya organizatsiya",
    "fund": "foundation|stiftung|fundacion|fondation|fund|fundacao|fondazione|stichting",
    "ngo": "ngo|npo inc|eingetragener verein|asbl|vzw|a s b l|onlus|public organization|ngo org",
}
STOP_WORDS = frozenset(
    "the of and for de la el los las y et und du des der die das di do da dos e i to in on a an fi min wa va ve".split()
)

TITLES = frozenset(_TITLES.split())
NAMES_TOO = frozenset("hafez hafiz imam marshal major judge lord dean king prince".split())
"""Titles that somebody may be called as well."""
PARTICLE_OF = {word: canon for canon, words in _PARTICLES.items() for word in words.split()}
LEGAL_PHRASES: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): canon for canon, phrases in _LEGAL.items() for phrase in phrases.split("|")
}
_LEGAL_PARTS = {
    "jsc": "joint stock jointstock aktsionernoe aktsionernoye aktsionerne stockcompany aktsyyanernaye aktsyianernae "
    "aktsionernogo",
    "llc": "liability limitedliability liabilitycompany ogranichennoy ogranichennoi otvetstvennostyu",
    "co": "obshchestvo obschestvo tovarystvo tavarystva kampaniia aktsiyanernae",
    "ltd": "colimited coltd",
}
LEGAL_PART = {word: canon for canon, words in _LEGAL_PARTS.items() for word in words.split()}
"""Words that only ever stand in a legal form, wherever in a name they have been left."""
_MISSPELLABLE = ("limited", "company", "corporation", "liability", "aktsionernoe", "obshchestvo", "aktiengesellschaft")
SPELT_OUT = {
    short: tuple(long.split())
    for short, long in {
        "co": "company", "corp": "corporation", "inc": "incorporated", "ltd": "limited", "lmtd": "limited",
        "llc": "limited liability company", "jsc": "joint stock company", "ojsc": "open joint stock company",
        "cjsc": "closed joint stock company", "pjsc": "public joint stock company", "plc": "public limited company",
        "llp": "limited liability partnership", "pvt": "private", "intl": "international",
        "sa": "s a", "cv": "c v", "sociedad": "s", "societe": "s", "anonima": "a", "anonyme": "a",
    }.items()
}  # fmt: skip
"""Legal forms in one way to write them, as words that may stand in another order, apart or together."""
PLAIN_FORM = "co"
"""Says only that it is a company; it adds nothing beside a real legal form."""
PLAIN = LEGAL + PLAIN_FORM
LEGAL_MISSPELT = {
    word[:at] + word[at + 1 :]: LEGAL_PART.get(word) or LEGAL_PHRASES[(word,)]
    for word in _MISSPELLABLE
    for at in range(len(word) + 1)
}
"""Long legal words with one letter missing, to recognise them misspelt."""
GLUED_FORM = re.compile(r"(\w{4,})(limited|company|corporation|gmbh|ltd|llc|inc|ojsc|cjsc|pjsc|sarl|ooo|oao|corp)")
"""A legal form that lost the space before it."""
LONGEST_LEGAL = max(map(len, LEGAL_PHRASES))
TORN = frozenset(
    """limited company corporation incorporated liability aktsionernoe aktsionernoye obshchestvo aktiengesellschaft
    gesellschaft""".split()
)
"""Long legal words that are known again when a space stands in them."""
SAME_PHRASES: dict[tuple[str, ...], tuple[str, ...]] = {
    tuple(map(idea, phrase.split())): tuple(whole.split())
    for whole, phrases in {
        "~named": "named after|im|imeni|named in honor of|named by",
        "~so": "the so called|so called",
        "research institute": "nii|scientific research institute|research and scientific institute|"
        "scientific and research institute|institute for scientific research",
        "production association": "npo|research and production association|scientific production association|rpa|"
        "scientific and production association|scientific and research association",
        "production enterprise": "npp|research and production enterprise|scientific production enterprise|rpe|spe|"
        "scientific and production enterprise",
        "production complex": "npk|research and production complex|scientific and production complex|spc|rpc|smc|"
        "scientific manufacturing complex|scientific production complex|research and production corporation|"
        "scientific and production corporation|research and production concern|scientific and production concern",
        "production center": "npts|research and production center|scientific and production center|scientific production center|npc",
        "national research center": "nits|nrc",
        "design bureau": "kb|design office",
        "central design bureau": "tskb|central design office|cdb",
        "special design bureau": "skb|special design office|sdb",
        "experimental design bureau": "okb|edb",
        "management §co": "management company|uk",
        "credit organization": "non bank credit organization|non banking credit organization|nco|nko",
        "foreign economic association": "foreign trade association|vo|fea",
        "private military §co": "private military company|chvk|pmc",
        "donetsk peoples republic": "dpr|dnr",
        "lugansk peoples republic": "luhansk peoples republic|lpr|lnr",
        "united states": "usa|united states of america",
        "united kingdom": "great britain|united kingdom of great britain and northern ireland",
        "emirates": "uae|united arab emirates",
        "democratic peoples republic korea": "dprk|democratic peoples republic of korea",
        "peoples republic china": "prc|peoples republic of china",
        "russia": "russian federation",
        "russia academy sciences": "russian academy of sciences|ras|ran",
        "isil": "islamic state of iraq and the levant|islamic state in iraq and the levant|isis|daesh|daish|"
        "islamic state of iraq and syria|islamic state of iraq and al sham|islamic state in iraq and al sham|"
        "islamic state in iraq and syria",
        "islamic revolutionary guard corps": "irgc|islamic revolutionary guards corps",
        "venture": "joint venture|joint operation|jv|j v",
        "offshore": "off shore",
        "import export": "import and export|export and import|export import",
    }.items()
    for phrase in phrases.split("|")
}
"""Phrases that stand for one another in names of organisations, their words by what they mean. Abbreviations become the
words they stand for, which a slip or another order leaves recognisable; ``~`` marks what weighs little."""
FIRST_ONLY = frozenset(("uk", "vo"))
"""Abbreviations that stand for a phrase only where a name begins."""
LONGEST_PHRASE = max(map(len, SAME_PHRASES))
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_UNITS += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: number for number, word in enumerate(_UNITS) if number > 1}
TENS = {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"fourty": 40}
"""Numbers in words: *one* and *zero* are left alone, they say too many other things."""
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xii": 12}
ROMAN_LAST = frozenset(("i", "iv", "v", "vi"))
"""Numbers in Roman letters; these only where a name ends, elsewhere they may be a name."""
