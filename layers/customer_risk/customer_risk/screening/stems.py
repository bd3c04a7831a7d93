"""The beginnings of East Slavic given names in Russian, Ukrainian, Belarusian and several romanisations.

A given name and the patronymic made of it begin alike, so one table serves both. Written for this project from general
knowledge; a name that is missing is merely compared as it is written.
"""

from __future__ import annotations

import re

_TABLE = """
aleks=alex,oleks,olex,aliaks,alyaks|aleksandr=aleksander,alexander,oleksander|
aleksi=aleksei,aleksej,aleksey,alexei,alexey,alexej,aleksii,aleksij,aleksiy,oleksii,oleksij,oleksiy,aliaksei,aliaksey|
vladimir=volodymyr,volodimir,wolodymyr,wolodimir,uladzimir,wladimir|
nikola=mykola,mikola,mikalai,mikalay,nikolai,nikolay,nikolaj,mykolai|
mikhail=mykhail,mykhayl,mikhayl,michajl,mychajl,mihail,mikhajl,mykhajl|
evgen=yevhen,ievgen,yevgen,evhen,ievguen,jewgen,jewhen,yauhen,jevgen|evgeni=evgueni|
sergi=serhi,serguei,serguey,sergei,sergey,sergej,siarhei,siarhey,sergii,serhei|
andri=andrii,andriy,andrij,andrei,andrey,andrej,andree|dmitr=dmytr,dzmitr,dimitr|igor=ihor,iguor,ihar|
oleg=oleh,aleh,olegu|ekaterina=kateryna,katerina,yekaterina,jekaterina|tatiana=tetiana,tetyana|
elena=olena,yelena,jelena,aliona|olga=olha|svetlana=svitlana,sviatlana|ludmila=liudmyla,lyudmila,liudmila,lyudmyla|
grigor=hryhor,grygor,ryhor|georgi=heorhi,heorgi|danil=danylo,daniil,danyil|kiril=kyrylo,kirill|nikita=mykyta,mikita|
bogdan=bohdan|vasil=vasyl,wasyl,vasili,vasily,vasile|petr=piotr,pyotr|fedor=fedir,fyodor|ilya=ilia,illia|
artem=artyom,artiom|semen=semyon|iosif=yosyp,yosif
"""
_STEMS: dict[str, str] = {
    written: whole
    for group in _TABLE.replace("\n", "").split("|")
    for whole, _, spellings in (group.partition("="),)
    for written in spellings.split(",")
} | {whole: whole for whole in re.findall(r"(\w+)=", _TABLE)}
_BALTIC_ENDINGS = frozenset({"s", "as", "is", "us"})
_BALTIC = re.compile("(?<=[oe]v)a?s$|(?<=[aeoi]j)u?s$|(?<=[sc]k[iy])s$")
"""What Latvian and Lithuanian add to a Slavic man's name: *Sergejs Lavrovs*, *Sergejus Lavrovas*."""
_SERBIAN_TOO = frozenset({"petr", "nikola", "nikita"})
_STEM = re.compile("|".join(sorted(_STEMS, key=len, reverse=True)))


def whole_stem(word: str) -> str:
    """The word with the beginning that stands for all spellings of its name; any other word as it is.

    >>> whole_stem("volodymyrovych")
    'vladimirovych'
    """
    stem = _STEM.match(word)
    if not stem:
        return _BALTIC.sub("", word)
    whole, rest = _STEMS[stem.group()], word[stem.end() :]
    # Alexis is a name of its own.
    return whole + ("" if rest in _BALTIC_ENDINGS and whole != "aleks" else _BALTIC.sub("", rest))


def is_east_slavic(word: str) -> bool:
    """Whether a word begins with one of these names, and not with one that Serbs bear as well."""
    stem = _STEM.match(word)
    return stem is not None and _STEMS[stem.group()] not in _SERBIAN_TOO
