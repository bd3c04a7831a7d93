# ruff: noqa: SIM905 - long tables of words read best as text
"""Words that are not names: titles, particles, legal forms, and the short ways to write common words.

A word with a role is written with a mark before it (``§ltd``, ``*dr``, ``~al``), so that it can only match the same
word in the same role, and weighs little. Written for this project from general knowledge of names; no list is
exhaustive, and a word that is missing is merely treated as part of the name.
"""

from __future__ import annotations

LEGAL, TITLE, PARTICLE = "§", "*", "~"
ROLES = LEGAL + TITLE + PARTICLE

_TITLES = """
mr mrs ms miss mx dr prof professor doctor sir lord lady dame rev reverend hon honorable judge senator sen congressman
rep president minister chairman general gen lieutenant lt colonel col major maj brigadier captain capt commander cmdr
sergeant sgt admiral marshal engineer eng ing sheikh shaykh shaikh sheik cheikh sheykh mullah mulla molla maulvi mawlawi
maulana mawlana molvi haji hajji hadji hajj al-haj alhaj alhajj sayyid sayed sayyed seyyed seyed syed said-i qari hafiz
hafez ustad ustadh ustaz imam ayatollah hojatoleslam mufti akhund senor senora senorita don dona mme mlle monsieur
madame herr frau fraulein jr sr junior senior ii iii iv esq phd md sahib agha aqa
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
    "obshchestvo s ogranichennoy otvetstvennostyu|tov|too|mchj|mmc|eood|fzco|fze|fz llc|fzc|wll|w l l|zoo|sp zoo|"
    "sp z o o|doo|d o o|sia|uab|spol sro|sro|s r o|gmbh|mbh|gesellschaft mit beschrankter haftung|kft|"
    "sarl|s a r l|srl|s r l|societe a responsabilite limitee|sociedad de responsabilidad limitada|bv|b v|"
    "besloten vennootschap|sl|s l|sociedad limitada|sal offshore|ehf|oy|ab",
    "jsc": "jsc|joint stock company|joint stock co|jt stk co|ojsc|open joint stock company|cjsc|"
    "closed joint stock company|pjsc|public joint stock company|ao|oao|zao|pao|aktsionernoe obshchestvo|"
    "aktsionernoye obshchestvo|otkrytoe aktsionernoe obshchestvo|zakrytoe aktsionernoe obshchestvo|"
    "publichnoe aktsionernoe obshchestvo|ag|aktiengesellschaft|sa|s a|societe anonyme|sociedad anonima|sa de cv|"
    "s a de c v|sociedad anonima de capital variable|spa|s p a|societa per azioni|nv|n v|naamloze vennootschap|as|a s|"
    "anonim sirketi|anonim sti|a s|sal|s a l|sas|s a s|saoc|saog|psc|pjsc|plc|public limited company|bhd|sdn bhd|"
    "sendirian berhad|berhad|tbk|pt|kk|kabushiki kaisha|corp|corporation|inc|incorporated|co|company|cie|compagnie|cia|"
    "compania|companhia|asa|oyj|ad|a d|sad|ab publ|aktiebolag",
    "kg": "kg|kommanditgesellschaft|gmbh co kg|lp|llp|limited partnership|limited liability partnership|ohg|gbr|"
    "sc|s c|sociedad civil|snc|s n c|sociedad colectiva|eurl|e u|ek|ip",
    "fund": "foundation|stiftung|fundacion|fondation|fund",
}
_SHORT = """
international=intl,int'l,internatl|national=natl,nat'l|technology=tech,technologies,technological|organization=org,
organisation,organizacion|association=assn,assoc,assoc.|department=dept|government=govt,gov't|university=univ|
manufacturing=mfg,mfrs|brothers=bros|engineering=engg,engr|industry=ind,inds,industries,industrial|group=grp,gruppe,
grupo,groupe,gruppa|services=service,svcs,svc,servicios|systems=system,sys|trading=trade,trdg|general=genl|
center=centre,ctr,centro,tsentr|development=dev,devt|management=mgmt,mgt|export=exports|import=imports|
shipping=shpg|transport=transportation,transports|construction=constr,const|enterprise=enterprises,ent|
holding=holdings,hldg,hldgs|saint=st|number=no,nr|institute=inst,institut,instituto|research=rsch|
investment=investments,invest,inv|product=products,prods,prod|company=companies|commercial=comm,comercial|republic=rep|
limited=limited|joint=jt|venture=ventures|bank=banque,banco,bankasi|fund=funds|agency=agence,agencia|
petroleum=petrol|electronic=electronics|chemical=chemicals,chem|machine=machines,machinery|federal=fed|laboratory=lab,
laboratories,labs|logistics=logistic|mountain=mt|company=firma|islamic=islami|committee=cttee|movement=mvmt
"""
STOP_WORDS = frozenset(
    "the of and for de la el los las y et und du des der die das di do da dos e i to in on a an".split()
)

TITLES = frozenset(_TITLES.split())
PARTICLE_OF = {word: canon for canon, words in _PARTICLES.items() for word in words.split()}
LEGAL_PHRASES: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): canon for canon, phrases in _LEGAL.items() for phrase in phrases.split("|")
}
LONGEST_LEGAL = max(map(len, LEGAL_PHRASES))
LONG_FORM = {
    short.strip(" ."): long
    for part in _SHORT.replace("\n", "").split("|")
    for long, _, shorts in (part.partition("="),)
    for short in shorts.split(",")
}
