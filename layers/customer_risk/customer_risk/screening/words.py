# ruff: noqa: SIM905 - long tables of words read best as text
"""Words that are not names: titles, particles, legal forms, and the short ways to write common words.

A word with a role is written with a mark before it (``§ltd``, ``*dr``, ``~al``), so that it can only match the same
word in the same role, and weighs little. Written for this project from general knowledge of names; no list is
exhaustive, and a word that is missing is merely treated as part of the name.
"""

from __future__ import annotations

import re

LEGAL, TITLE, PARTICLE = "§", "*", "~"
ROLES = LEGAL + TITLE + PARTICLE

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
    "ltd": "ltd|limited|ltda|limitada|"
    "pty ltd|proprietary limited|pvt ltd|private limited|p ltd|pte ltd|co ltd|co limited|"
    "company limited|company ltd|limited company|pvt|pte|pty|ltd sti|limited sirketi|limited sti",
    "llc": "llc|lc|limited liability company|limited liability co|ltd liability co|ltd liability company|ooo|ood|"
    "obschestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoi otvetstvennostyu|"
    "obshchestvo s ogranichennoy otvetstvennostyu|tov|too|mchj|mmc|eood|fzco|fze|fz llc|fzc|wll|w l l|zoo|"
    "sp zoo|sp z oo|"
    "sp z o o|doo|d o o|sia|uab|spol sro|sro|s r o|gmbh|mbh|gesellschaft mit beschrankter haftung|kft|"
    "sarl|s a r l|srl|s r l|societe a responsabilite limitee|sociedad de responsabilidad limitada|"
    "societatea cu raspundere limitata|bv|b v|"
    "besloten vennootschap|sl|s l|sociedad limitada|sal offshore|ehf|oy|ab|dac|designated activity company|"
    "designated activity co",
    "jsc": "jsc|joint stock company|joint stock co|jt stk co|ojsc|open joint stock company|cjsc|"
    "closed joint stock company|pjsc|public joint stock company|ao|oao|zao|pao|aktsionernoe obshchestvo|"
    "aktsionernoye obshchestvo|otkrytoe aktsionernoe obshchestvo|zakrytoe aktsionernoe obshchestvo|"
    "publichnoe aktsionernoe obshchestvo|ag|aktiengesellschaft|sa|s a|societe anonyme|sociedad anonima|sa de cv|"
    "s a de c v|sociedad anonima de capital variable|spa|s p a|societa per azioni|nv|n v|naamloze vennootschap|as|a s|"
    "anonim sirketi|anonim sti|a s|sal|s a l|sas|s a s|saoc|saog|psc|pjsc|plc|public limited company|bhd|sdn bhd|"
    "sendirian berhad|berhad|tbk|pt|kk|kabushiki kaisha|asa|oyj|ad|a d|sad|ab publ|aktiebolag",
    "co": "corp|corporation|inc|incorporated|co|company|cie|compagnie|cia|compania|companhia|firma|kompaniya|kompania|"
    "sherkat|sherkate|sharikat|sharika|sirket|sirketi|sti|societe|sociedad",
    "kg": "kg|kommanditgesellschaft|gmbh co kg|lp|llp|limited partnership|limited liability partnership|ohg|gbr|"
    "sc|s c|sociedad civil|snc|s n c|sociedad colectiva|eurl|e u|ek|ip",
    "state": "fsue|fgup|federal state unitary enterprise|federal sue|gup|sue|state unitary enterprise|fsbi|fgbu|"
    "federal state budgetary institution|federal state budget institution|"
    "federal state budgetary institution of science|"
    "fsoe|fkp|federal state owned enterprise|federal treasury enterprise|fgbun|fgaou|fgbou|unitary enterprise|"
    "federal state budget educational institution of higher education|"
    "federal state autonomous educational institution of higher education",
    "ano": "ano|autonomous non profit organization|autonomous non profit organisation|"
    "autonomous noncommercial organization",
    "fund": "foundation|stiftung|fundacion|fondation|fund",
}
_SHORT = """
international=intl,int'l,internatl|national=natl,nat'l|technology=tech,technologies,technological|organization=org,
organisation,organizacion|association=assn,assoc,assoc.|department=dept|government=govt,gov't|university=univ|
manufacturing=mfg,mfrs|brothers=bros|engineering=engg,engr|industry=ind,inds,industries,industrial|group=grp,gruppe,
grupo,groupe,gruppa|services=service,svcs,svc,servicios|systems=system,sys|trading=trade,trdg|general=genl|
center=centre,ctr,centro,tsentr|development=dev,devt|management=mgmt,mgt|export=exports|import=imports|
shipping=shpg|transport=transportation,transports|construction=constr,const|enterprise=enterprises,ent|
holding=holdings,hldg,hldgs|saint=st|first=1st|second=2nd|third=3rd|number=no,nr|institute=inst,institut,instituto|research=rsch|
investment=investments,invest,inv|product=products,prods,prod|commercial=comm,comercial|republic=rep|
limited=limited|joint=jt|venture=ventures|bank=banque,banco,bankasi|fund=funds|agency=agence,agencia|
petroleum=petrol|electronic=electronics|chemical=chemicals,chem|machine=machines,machinery|federal=fed|laboratory=lab,
laboratories,labs|logistics=logistic|mountain=mt|islamic=islami|committee=cttee|movement=mvmt
"""
_TRANSLATED = """
plant=zavod,zavody|factory=fabrika,fabrik,fabrica,usine,karkhane,karkhaneh,fabrikasi|bank=banka,banki|scientific=nauchno,
nauchnyy,nauchnyi,nauchnoe|production=proizvodstvo,proizvodstvennoe,proizvodstvennoye,produccion,tolidi|
association=obedinenie,obyedinenie,obedineniye,obyedineniye,asociacion,anjoman|institute=moasseseh,muasasat|
research=issledovatelskiy,issledovatelskii,tahqiqat|shipping=sudokhodnaya,keshtirani,keshtiraniye,naviera,denizcilik|
state=gosudarstvennoe,gosudarstvennyy,gosudarstvennyi,gosudarstvennaya,estatal|enterprise=predpriyatie,predpriiatie,
empresa,entreprise|federal=federalnoe,federalnoye,federalnyy|center=markaz,merkezi|oil=neft,neftyanaya,naft|gas=gaz|
construction=stroitelnaya,stroitelstvo,insaat,construcciones,constructora|trading=torgovyy,torgovyi,torgovlya,tejarat,
bazargani,tijara,ticaret,comercializadora,comercio|industry=promyshlennost,sanat,sanati,sanaye,sanayi,industrias|
foundation=fond,bonyad,muassasa,vakfi|movement=harakat,harakah,harkat,dvizhenie,movimiento|front=jabhat,jabha,frente|
army=jaish,jaysh,jeish,armiya,ejercito|party=hizb,hezb,partiya,partido|brigade=liwa,brigada|international=internacional,
mezhdunarodnyy,mezhdunarodnyi,mezhdunarodnaya,uluslararasi|national=natsionalnyy,natsionalnyi,watani,melli,milli,nacional|
airlines=aviakompaniya,aviakompaniia,avialinii,aerolineas,havayollari|security=bezopasnost,seguridad|
ministry=vezarat,wizarat,ministerstvo,ministerio|university=daneshgah,daneshgahe,universitet,universidad,universitesi|
technology=tekhnologii,tekhnologiya,tekhnologiy,fanavari,tecnologia|engineering=mohandesi,inzhiniring,muhendislik,ingenieria|
development=razvitie,razvitiya,tosee,desarrollo|investment=sarmayegozari,inversiones,inversion,investitsii,yatirim|
insurance=bimeh,strakhovaya,strakhovanie,seguros,sigorta|electronic=elektronika,elektronik,elektron|energy=energiya,
enerji,energia|republic=respublika,jomhuri,republica|steel=foulad,fulad,acero,celik|chemical=shimi,shimiyai,quimica,kimya|
petrochemical=petroshimi,petrokimya|organization=sazman,sazmane,tanzim,organizatsiya|transport=transportnyy,nakliyat,
transportes|new=jadid,jadeed,nuevo,nueva,yeni,novyy,novaya|marine=maritima,darya,daryaye|agricultural=agricola,tarim|
fishing=pesquera|hotel=hoteles,otel|general=generale
"""
STOP_WORDS = frozenset(
    "the of and for de la el los las y et und du des der die das di do da dos e i to in on a an".split()
)

TITLES = frozenset(_TITLES.split())
PARTICLE_OF = {word: canon for canon, words in _PARTICLES.items() for word in words.split()}
LEGAL_PHRASES: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): canon for canon, phrases in _LEGAL.items() for phrase in phrases.split("|")
}
_LEGAL_PARTS = {
    "jsc": "joint stock jointstock aktsionernoe aktsionernoye aktsionerne stockcompany",
    "llc": "liability limitedliability liabilitycompany ogranichennoy ogranichennoi otvetstvennostyu",
    "co": "obshchestvo obschestvo tovarystvo kampaniia aktsiyanernae tavarystva",
    "ltd": "colimited coltd",
}
LEGAL_PART = {word: canon for canon, words in _LEGAL_PARTS.items() for word in words.split()}
"""Words that only ever stand in a legal form, wherever in a name they have been left."""
_MISSPELLABLE = ("limited", "company", "corporation", "liability", "aktsionernoe", "obshchestvo", "aktiengesellschaft")
PLAIN_FORM = "co"
"""Says only that it is a company; it adds nothing beside a real legal form."""
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
    tuple(phrase.split()): tuple(whole.split())
    for whole, phrases in {
        "~named": "named after|im|imeni|named in honor of",
        "nii": "scientific research institute|research institute|research and scientific institute|"
        "scientific and research institute",
        "npo": "research and production association|scientific production association|"
        "scientific and production association|nauchno proizvodstvennoe obedinenie|"
        "nauchno proizvodstvennoye obyedineniye",
        "npp": "research and production enterprise|scientific production enterprise|"
        "scientific and production enterprise|nauchno proizvodstvennoe predpriyatie|"
        "nauchno proizvodstvennoye predpriyatiye",
        "kb": "design bureau|design office|konstruktorskoe byuro|konstruktorskoye byuro",
        "united states": "usa|united states of america",
        "ras": "russian academy of sciences",
        "jv": "joint venture|j v",
    }.items()
    for phrase in phrases.split("|")
}
"""Phrases that stand for one another in names of organisations; ``~`` marks what weighs little."""
LONGEST_PHRASE = max(map(len, SAME_PHRASES))
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_UNITS += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: number for number, word in enumerate(_UNITS) if number > 1}
TENS = {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"fourty": 40}
"""Numbers in words: *one* and *zero* are left alone, they say too many other things."""
LONG_FORM = {
    short.strip(" ."): long
    for part in f"{_SHORT}|{_TRANSLATED}".replace("\n", "").split("|")
    for long, _, shorts in (part.partition("="),)
    for short in shorts.split(",")
}
