# ruff: noqa: E501 - a table of many words reads best as text
"""Words of organisations' names by what they mean: one form for an idea in several languages and short ways to write it.

A name and its translation share hardly a letter (*Jabhat al-Nusra*, *Nusra Front*), and lists hold now the one, now the
other. So the words that many organisations have in common are brought to one form before names are compared, on both
sides alike. Written for this project from general knowledge of the languages; a word that is missing is merely compared
as it is written.
"""

from __future__ import annotations

import re
from functools import lru_cache

_IDEAS = """
international=intl,int'l,internatl,internacional,internazionale,internationale,uluslararasi,beynelmilel,duwaliya,dawliya,dauliya|
national=natl,nat'l,nacional,nazionale,nationale,watani,wataniya,wataniyya,melli,milli,ulusal,nasional|
technology=tech,technologies,tecnologia,tecnologias,tecnologica,technologie,technologien,fanavari,teknoloji,teknologi|
organization=org,organisation,organizacion,organizzazione,organizacao,sazman,sazmane,tanzim,tanzeem,organizasyonu,munazzamat,munadhamat|
association=assn,assoc,asociacion,associazione,associacao,verein,anjoman,dernegi,cemiyeti,jamiat,jamiyat,jamiyah,jamiah|department=dept,departamento,departement,idarat|
government=govt,gov't,gobierno,gouvernement,governo|university=univ,daneshgah,daneshgahe,universidad,universitesi,universite,universita,universitat,universidade|
manufacturing=mfg,mfrs|brothers=bros,hermanos,freres,gebruder,fratelli,irmaos,kardesler|engineering=engg,engr,mohandesi,muhendislik,ingenieria,ingenierie,ingegneria,engenharia|
industry=ind,inds,industries,industrial,industria,industrias,industrie,industriel,industrielle,sanat,sanati,sanaye,sanayi,sanayii,sinaiya,sinaat|
group=grp,gruppe,grupo,groupe,gruppo,grubu,gruppa,majmuat,majmoeh,jamaa,jamaah,jemaah,jemaa,jamaat,jamaate,gamaa,gamaat,djamaat,dzhamaat|
services=service,svcs,svc,servicios,servizi,servicos,hizmetleri,khadamat,khidmat|system=systems,sys,sistemas,sisteme,systeme,sistemleri|
trading=trade,trdg,trad,tejarat,tejarate,bazargani,bazarganie,tijara,tijarah,tijariya,tijarat,ticaret,ticareti,comercializadora,comercio,commercio,handel,handels,negoce,perdagangan,muyok|
center=centre,ctr,centro,zentrum,markaz,markaze,merkezi,merkez|
development=dev,devt,tosee,tooseh,toseeh,desarrollo,desenvolvimento,sviluppo,developpement,entwicklung,kalkinma,tanmia,tanmiya,pembangunan|
management=mgmt,mgt,gestion,gestao,gestione,verwaltung,administradora,idare|export=exports,exportacion,exportaciones,exportadora,ihracat,saderat|
import=imports,importacion,importaciones,importadora,ithalat,varedat|
shipping=shpg,keshtirani,keshtiraniye,naviera,navigazione,armateurs,reederei,schiffahrt,schifffahrt,denizcilik,milaha,haeun,pelayaran|
transport=transportation,transporte,transportes,trasporti,nakliyat,tasimacilik,naql,haml,pengangkutan|
construction=constr,const,insaat,construcciones,constructora,construccion,costruzioni,construcoes,construtora,sakhteman,omran,inshaat|
enterprise=enterprises,ent,empresa,empresas,entreprise,entreprises,unternehmen,impresa|holding=holdings,hldg,hldgs|saint=st,sankt,sveti,svyatogo|first=1st,cheil,jeil|second=2nd|
third=3rd|number=no,nr,num,numero|institute=inst,institut,instituto,instituts,istituto,moasseseh,muasasat,enstitusu,pazhuheshgah,mahad,maahad|
research=rsch,tahqiqat,tahghighat,pazhuhesh,investigacion,investigaciones,recherche,recherches,ricerca,ricerche,forschung,forschungs,pesquisa,arastirma,buhuth|
investment=investments,inv,sarmayegozari,sarmayehgozari,inversiones,inversion,inversora,investissement,investissements,investimenti,investimentos,yatirim,yatirimlari,istithmar,istithmarat|
product=products,prod,productos,produits,prodotti,produtos,produkte,urunleri|commercial=comm,comercial,commerciale|
republic=rep,republica,republique,repubblica,republik,cumhuriyeti,jomhuri,jumhuriyat,jumhuriya|joint=jt|venture=ventures|bank=banque,banco,bankasi,banca,banka,banki,masraf,unhaeng|
agency=agence,agencia,agenzia,agentur,ajansi|petroleum=petrol,petroleo,petroliers,petrole,petrolio|electronic=electronics,electronica,electronique,elettronicanikn|
chemical=chemicals,chem,shimi,shimiyai,quimica,quimicos,chimie,chimica,chemie,kimya,kimia|petrochemical=petroshimi,petrokimya,petroquimica|
machine=machines,machinery,mashin,maquinaria,makina,makine,maschinen,macchine|federal=fed|laboratory=lab,laboratories,labs,laboratorio,laboratorios,laboratoire,laboratoires|
logistics=logistica,logistique,logistik,lojistik|islamic=islami,islamiya,islamiyah,islamiyya,islamiyyah,islamia,islamiah,islamiyat,islamico,islamica,islamique,islamiste,eslami|
committee=cttee,comite,comitato,komitet,komitesi,lajnat,lajna,lajnah|
movement=mvmt,harakat,harakah,haraka,harakatul,harkat,harakatu,movimiento,mouvement,movimento,bewegung,hareketi,tehrik,tehreek,tahrik,tehrike,tahreek,jonbesh,jonbeshe,nehzat,nahzat,gerakan|
front=jabhat,jabhah,jabha,jabhet,jebhe,jibha,frente,fronte,cephesi|army=jaish,jaysh,jeish,jaishe,jaishul,artesh,ejercito,esercito,armee,ordusu,tentara|
party=hizb,hezb,hezbe,hizbul,partido,parti,partito,partei,partisi,partai|brigade=liwa,liwaa,brigada,brigadas,brigata,brigate,tugayi,alwiya|
battalion=katiba,katibat,katibah,khatiba,khatibat,kataib,katayeb,kateeb,batallon,bataillon|force=fuerza,fuerzas,quwat,quwwat,nirouye,niruye,kuvvetleri|
martyr=shuhada,shohada,shaheed,martires,sehitleri,sehit|liberation=tahrir,liberacion,kurtulus,azadibakhsh|resistance=moqavemat,muqawama,muqawamah,resistencia,direnis|
revolution=revolucion,revolucionario,revolucionaria,revolucionarias,enqelab,enghelab,inqilab,thawra,thawri,devrim,devrimci,revolutionnaire|
popular=shaabi,shabi,shabiyya,popolare,populaire,mardomi|peoples=pueblo,peuple,volks,halk,khalq|combatant=combattant,combattante,combatiente,muqatila,muqatilah,moqatila|
state=dawla,dawlat,dawlah,daula,estatal,stato,staat,staatliche,devlet,dowlat,etat|network=shabaka,shabakat,shabakah,reseau|support=musaada,nusrat,apoyo,soutien|
relief=ighatha,ighathah,igatha,yardim,secours,socorro|charity=khayria,khairiya,khayriya,khayriyya,khairia,wohltatigkeit|welfare=refah,rifah,wohlfahrt,bienestar|
foundation=bonyad,bonyade,muassasa,muassasah,muassasat,vakfi,waqf,stiftelsen,yayasan,fondazione,fundacao|oil=naft,nafti,petrolleri,aceite,huile,minyak|gas=gaz|
energy=enerji,energia,energie,energetica,tenaga|steel=foulad,fulad,foolad,folad,acero,acier,acciaio,stahl,celik,baja|iron=ahan,hierro,demir,ferro|
metal=metales,metaux,metalli,metalle,madeni|mine=minas,mineria,minera,minieres,maaden,madan,maadan|coal=carbones,charbon,kohle|
electric=electrica,electricas,electrique,elettrica,elektrische,elektrik,electricidad|
insurance=bimeh,bimehye,seguros,seguro,assurance,assurances,assicurazioni,versicherung,sigorta,asuransi|finance=financiera,financiere,financiero,finanziaria,finances,finanz|
exchange=cambio,cambios,wechsel,doviz,sarafi,saraafi,sarrafi,hawala,hawalah,sirafa|airlines=aerolineas,aerolinea,havayollari,havayolu,havapeymai,havapeymaei,khutut|
aviation=aviacion,aviazione,aviacao,luftfahrt,havacilik,tayaran,penerbangan|airport=aeropuerto,aeroport,flughafen,havalimani,forudgah|port=puerto,porto,hafen,liman,limani|
marine=maritima,maritimas,maritimo,marittima,darya,daryaye,daryaee,daryai,deniz,bahri,bahriya,samudera|ship=buque,navire,schiff,gemi,kashti,kapal|
fishing=pesquera,pesca,peche,fisch,balikcilik,shilat|agriculture=agricola,agricolas,agricole,tarim,keshavarzi,zeraat,ziraat,pertanian|
food=alimentos,alimenticios,aliments,alimentaire,alimentari,lebensmittel,gida,ghaza|medical=medica,medicos,medicale,pezeshki,tibbi,saglik|
pharmaceutical=pharma,farmaceutica,farmaceutico,pharmaceutique,daru,darou,daroo,ilac,drogueria|hospital=bimarestan,mustashfa,krankenhaus,hastanesi,ospedale|
hotel=hoteles,otel,oteli,albergo|tourism=turismo,tourisme,turizm,siyaha,viajes,seyahat|
school=escuela,ecole,schule,okulu,madrasa,madrassa,madrasah,madrassah,madreseh,madaris,colegio|academy=academia,academie,akademie,akademisi|
sciences=ciencia,ciencias,cientifica,cientifico,scientifique,wissenschaft,wissenschaften,olum,bilim,elmi,ilmi|
education=educacion,educativa,enseignement,bildung,egitim,amouzesh,talim|culture=cultura,culturel,culturelle,kultur,farhangi,farhang,thaqafa|
ministry=vezarat,vezarate,wizarat,wizara,wezarat,ministerio,ministere,ministero,ministerium,bakanligi,kementerian|
security=seguridad,securite,sicurezza,sicherheit,guvenlik,amniat,amniyat,amn|defense=defensa,difesa,verteidigung,defa,defae,difa,savunma|
military=militar,militaire,militare,nezami,nizami,askeri,harbi|police=policia,polizia,polizei,shurta,polis|
intelligence=ettelaat,etelaat,inteligencia,mukhabarat,istihbarat,renseignement|guard=guardia,garde,sepah,sepahe,pasdaran,haras|prison=zendan,zendane,carcel,gefangnis,sijn|
court=tribunal,dadgah,mahkama,mahkamah,gericht|council=consejo,conseil,consiglio,shura,shora,shoraye,majlis,meclisi,konseyi,dewan|
union=unione,ettehadiye,ettehad,ittihad,birligi,birlik,itihad|federation=federacion,federazione,foderation,federasyonu|society=sociedad,societa,gesellschaft|
office=maktab,maktabat,bureau,buro,ofis,daftar,byuro|factory=fabrika,fabrik,fabricas,fabrica,usine,karkhane,karkhaneh,karkhanejat,fabrikasi,fabbrica,masna,pabrik|
production=tolidi,tolid,toulidi,produccion,produktion,uretim,producao,produzione,productora|textile=textil,tekstil,tessile,nassaji|cement=cemento,ciment,zement,siman,cimento|
paper=papel,papier,carta,kagit,kaghaz|auto=automotriz,khodro,otomotiv,automoviles,automotores|computer=rayaneh,bilgisayar,computadoras|
communications=communicaciones,comunicaciones,comunicacion,comunicazioni,iletisim,mokhaberat,ertebatat,kommunikation|
telecommunications=telecomunicaciones,telekomunikasyon,mukhaberat|information=informacion,informatica,informatique,informatik,bilisim,ettelaresani|television=tv|
media=medios,medien,resaneh,medya,ilam|press=prensa,presse,stampa,matbuat|space=fazai,espacial,spatiale,raumfahrt,uzay|aerospace=havafaza,havafazaie,aeroespacial,aerospatiale|
aircraft=havapeyma|nuclear=hastei,hasteei,nukleer,nucleaire,atomica|water=agua,eau,wasser,acqua|jewelry=joyeria,joyas,bijouterie,kuyumculuk,mucevherat,javaher,mujawharat|
land=tierra,terre|new=nuevo,nueva,nouveau,nouvelle,neue,nuovo,nuova,yeni,jadid,jadeed,jadida|great=bozorg,buyuk,velikaya|
united=unidos,unidas,unida,unido,unis,vereinigte,muttahida,muttahid,mottahed,birlesik,unite,unita,unites|general=generale,genl,umumi,amm,genel|central=centrale,zentral,markazi|
public=publica,publico,publique,pubblica|private=privada,privado,privee,khass|global=globales,mondial,mundial,jahani,kuresel|world=monde,welt|modern=moderna,moderno,moderne,novin|
special=especial,speciale,spezial,vizheh|city=ciudad,ville,stadt,shahr,sehir,madina|north=norte,shomal,shomali,shimal,kuzey|south=jonub,jonoub,janub,guney|
east=este,shargh,sharq,sharqi,mashriq,dogu|west=oeste,ouest,ovest,gharb,gharbi,bati|middle=awsat,miyaneh|province=provincial,provincia,wilaya,wilayah,vilayat,ostan|region=regional|
branch=sucursal,succursale,filiale,subesi,shobe,cabang,filial|distribution=distribuidora,distribuciones,distribucion,distribuzione,pakhsh,dagitim,tozi|
supply=suministros,tadarokat,tedarik|sales=ventas,vente,vendite,vertrieb,forush,furush,satis|store=tienda,tiendas,magasin,magaza,forushgah|
market=mercado,marche,mercato,bazar,bazaar,pazar,suq,souk|property=propiedades,bienes|consulting=consultores,consultoria,conseils,consulenza,beratung,danismanlik,moshaver|
advertising=publicidad,werbung,reklam,tablighat|printing=imprenta,imprimerie,druckerei,matbaa,chap|tobacco=tabacalera,tabaco,tabac,tabak,tutun,dokhaniat|
sugar=azucar,azucarera,sucre,zucker,seker,shekar|wood=madera,maderas,bois,ahsap|stone=piedra,pierre|sport=sports,deportivo,deportiva,deportes,sportif,varzeshi,spor|
club=klub,kulubu,bashgah|art=arte,artes,kunst,honar|youth=juventud,jeunesse,jugend,shabab,javanan,genclik|women=mujeres,femmes,frauen,zanan,kadin|
children=ninos,enfants,kinder,atfal,cocuk|workers=trabajadores,travailleurs,arbeiter,isci,buruh|students=estudiantes,etudiants,studenten,daneshjuyan|
unity=wahdat,vahdat,unidad,einheit|justice=adalat,justicia|freedom=hurriya,libertad,liberte,freiheit,ozgurluk|emirate=imarat,emarat,imara|
caliphate=khilafa,khilafah,khelafat,khilafat,hilafet|holy=muqaddas,moghaddas|war=jang,harb,guerra,guerre,krieg,savas|russia=russian,russkaya,russe,russische,rossiya|
belarus=belarusian,byelorussian,belorussian,belorussia,byelorussia,bielorrusa|ukraine=ukrainian,ukraina|korea=korean,chosun,choson,joseon,chosen,coree,corea|
china=chinese,zhongguo,chine,sino|iran=iranian,irani,iranien,persia,irans|iraq=iraqi,irak,iraqs|syria=syrian,suriya,suriyah,suriye,syrienne,siria|libya=libyan,libiya,libyen|
lebanon=lebanese,lubnan,libanaise,libano,liban|palestine=palestinian,filastin,falastin,felestin,filistin,palestina,palestinien|israel=israeli|jordan=jordanian|yemen=yemeni|
egypt=egyptian,egipto,egypte|tunisia=tunisian,tunisien,tunisienne,tunis,tunisie|algeria=algerian,jazair,jazayer,algerien,algerienne,algerie|
morocco=moroccan,maghribi,maghribia,marocain,marocaine,maroc,marruecos|somalia=somali|sudan=sudanese|nigeria=nigerian|turkey=turkish,turkiye,turquie|cuba=cuban,cubana,cubano|
venezuela=venezuelan,venezolana,venezolano|colombia=colombian,colombiana,colombiano,colombianas|mexico=mexican,mexicana,mexicano|peru=peruvian,peruana|
nicaragua=nicaraguan,nicaraguense|germany=german,deutschland,deutsche,allemagne,alemania,almanya|france=french,francaise,francais,francia|italy=italian,italia,italiana,italiano|
spain=spanish,espana,espanola|britain=british|america=american,americana,amerika|europe=european,europa,europeenne,europea,avrupa,urupa|asia=asian,asiatica,asya|
africa=african,africana,afrika,afriqiya,ifriqiya|arab=arabian,arabic,arabiya,arabiyya,arabe,arap|afghanistan=afghan,afghani|pakistan=pakistani|india=indian|indonesia=indonesian|
philippines=philippine,filipino,pilipinas|japan=japanese,nihon,nippon,japon|vietnam=vietnamese|myanmar=burma,burmese|thai=thailand|tajikistan=tajik|uzbekistan=uzbek|
kazakhstan=kazakh,kazakhstani,qazaqstan|kyrgyzstan=kyrgyz|turkestan=turkistan|georgia=georgian|armenia=armenian|azerbaijan=azerbaijani,azerbaycan,azarbaijan|
serbia=serbian,srpska,srbija|croatia=croatian,hrvatska|bosnia=bosnian|bulgaria=bulgarian|crimea=crimean|new=novyy,novyi,novaya,novoe,noviy|gas=gaz,gazovaya
"""
"""The forms that are not Russian: *idea=other words for it*, each read as it is written."""

_SLAVIC = """
plant=zavod zavody zavodskoy|factory=fabrika|bank=bank|production=proizvodstvo proizvodstvennoe proizvodstvennaya vyrobnychyi|
sciences=nauchno nauchnyy nauchnaya nauka naukova naukovo navukova|association=obedinenie obyedinenie obyednannya abyadnanne assotsiatsiya asotsiatsiya|
research=issledovatelskiy issledovaniy doslidnyi dasledchy|shipping=sudokhodnaya sudokhodstvo parokhodstvo|
state=gosudarstvennoe derzhavne derzhavnyi dzyarzhaunae|enterprise=predpriyatie predpriiatie pidpryyemstvo pidpryiemstvo pradpryemstva|
unitary=unitarnoe unitarne unitarnae|federal=federalnoe|center=tsentr tsentralnyy|central=tsentralnyi|oil=neft neftyanaya neftyanoy naftavaya naftova|
gas=gazovaya gazovyy|construction=stroitelnaya stroitelstvo budivelna|trading=torgovyy torgovlya torgovaya torhovyi gandlyovy|
industry=promyshlennost promyshlennyy promyshlennaya promyslovyi|foundation=fond|movement=dvizhenie rukh|army=armiya|party=partiya|
brigade=brigada|international=mezhdunarodnyy mizhnarodnyi mizhnarodna|national=natsionalnyy natsionalna natsyyanalny|
airlines=aviakompaniya aviyakampaniya avialinii aviakampaniya|aviation=aviatsionnyy aviatsiya aviatsionnoe|aircraft=samolet samolyot samoletostroitelnaya|
security=bezopasnost bezpeka|ministry=ministerstvo|university=universitet|institute=institut|technology=tekhnologii tekhnologicheskiy tekhnolohii|
technical=tekhnicheskiy tekhnika tekhnichnyi|engineering=inzhiniring inzhenernyy inzhenerno|development=razvitie rozvytok|
investment=investitsii investitsionnaya investytsii|insurance=strakhovaya strakhovanie strakhova|electronic=elektronika elektronnyy|energy=energiya energetika energeticheskaya enerhiya|
republic=respublika respublikanskoe|transport=transportnyy transportnaya|new=novyy nova|marine=morskoy morskaya morskyi|
organization=organizatsiya|public=obshchestvennaya publichnoe hromadska gromadskaya|social=sotsialnyy sotsialna|peoples=narodnyy narodnaya narodna|
special=spetsialnyy spetsialnaya|design=konstruktorskoe proektnyy proektno konstruktorskyi|bureau=byuro biuro|office=byuro biuro|machine=mashinostroitelnyy mashinostroenie mashyna|building=stroenie|
instrument=priborostroitelnyy priborostroenie priborov|repair=remontnyy remont|ship=sudostroitelnyy sudoremontnyy korabl sudno|
metal=metallurgicheskiy metall metalurgiynyi|chemical=khimicheskiy khimiya khimichnyi|system=sistema sistemy systema|navigation=navigatsionnyy navigatsiya|
military=voennyy voenno viyskova|defense=oborona oboronnyy|guard=gvardiya|service=sluzhba|services=uslugi|agency=agentstvo ahentstvo|
committee=komitet|council=sovet rada|union=soyuz souz|federation=federatsiya|society=obshchestvo tovarystvo|fleet=flot|port=porta portovyy|
airport=aeroport|road=dorozhnyy|railway=zheleznodorozhnyy zheleznye|management=upravlyayushchaya upravlenie upravlinnya kiruyuchaya|
administration=administratsiya|region=oblast oblasti regionalnyy regionalnaya|city=gorod gorodskoy misto|district=rayon|north=severnyy severnaya sever|south=yuzhnyy yuzhnaya|
east=vostochnyy vostok skhidnyi|west=zapadnyy zapad|first=pervyy pershyi|great=velikaya velykyi|united=obedinennaya edinaya yedinaya|general=generalnyy|
commercial=kommercheskiy komertsiynyi|joint=sovmestnoe sumesnae|foreign=zarubezhnyy vneshneekonomicheskoe inostrannoe|economic=ekonomicheskoe|
medical=meditsinskiy medychnyi|culture=kultura kulturnyy|education=obrazovanie obrazovatelnyy osvita|school=shkola|academy=akademiya|library=biblioteka|museum=muzey|theater=teatr|
children=detskiy deti dytyachyi|youth=molodezhnyy molodezh molodizhnyi|sport=sportivnyy|health=ozdorovitelnyy zdorove|women=zhenskiy|veterans=veteranov veterany|
russia=rossiyskiy rossiya russkiy vserossiyskiy rossii|belarus=belorusskiy belaruskiy belarus|ukraine=ukrainskiy ukraina|crimea=krymskiy krym krymu|donetsk=donetskiy donetska|
lugansk=luganskiy luhanskyi luhansk|moscow=moskovskiy moskva|siberia=sibirskiy sibir|caucasus=kavkaz kavkazskiy|ural=uralskiy|volga=volzhskiy|
europe=evropeyskiy evropa|asia=aziatskiy|electric=elektricheskiy elektro|radio=radiotekhnicheskiy|
communications=svyaz svyazi kommunikatsii|information=informatsionnyy informatsiya informatsiynyi|space=kosmicheskiy kosmos|rocket=raketnyy raketnaya|weapons=oruzhie oruzheynyy vooruzheniy|
armament=vooruzhenie|agriculture=selskokhozyaystvennyy agrarnyy|food=prodovolstvennyy pishchevoy|coal=ugolnyy ugol|mine=shakhta gornyy rudnik|mining=gornodobyvayushchiy|
steel=stal staleliteynyy|pipe=trubnyy truby|potash=kaliynaya kaliyny|automobile=avtomobilnyy|tractor=traktornyy|optics=opticheskiy optika|mechanical=mekhanicheskiy mekhanika mekhanichnyi|
materials=materialy materialov|products=produkty produktsiya|equipment=oborudovanie|finance=finansovyy finansovaya|credit=kreditnyy kreditnaya|
exchange=birzha|processing=pererabotka pererabatyvayushchiy|testing=ispytatelnyy|flight=letno poletov|group=gruppa grupa|company=kompaniya kampaniya|holding=kholding
"""
"""East Slavic words, read without their endings, as they are declined: *idea=words*."""

_ENDING = re.compile(r"i?(?:ogo|ego|oho|aia|oie|oe|ee|ih|oi|ei|ii|ai|ae|ie|ia|iu|ov|ev|aa|ui|[aeiou])$")
_SPELLINGS = (
    ("shch", "sc"), ("sch", "sc"), ("kh", "h"), ("zh", "z"), ("tz", "c"), ("ts", "c"), ("ch", "c"), ("sh", "s"),
    ("ya", "ia"), ("ja", "ia"), ("ye", "e"), ("yo", "io"), ("yu", "iu"), ("ju", "iu"), ("y", "i"), ("j", "i"),
    ("w", "v"), ("x", "ks"), ("'", ""),
)  # fmt: skip
_SHORTEST, _LONG, _LONGEST = 4, 7, 20


def _stem(word: str) -> str:
    """A romanised Slavic word without its ending, however it was romanised; empty for a short one."""
    if len(word) < _SHORTEST:
        return ""
    for written, plain in _SPELLINGS:
        word = word.replace(written, plain)
    word = re.sub(r"(.)\1+", r"\1", word)
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _SHORTEST else word


_FORMS = {
    other: idea
    for line in _IDEAS.replace("\n", "").split("|")
    for idea, _, others in (line.partition("="),)
    for other in (idea, *others.split(","))
}
_STEMS = {
    stem: idea
    for part in _SLAVIC.replace("\n", "").split("|")
    for idea, _, words in (part.partition("="),)
    for word in words.split()
    if (stem := _stem(word))
}


def is_known(word: str) -> bool:
    """Whether a word is long and has a meaning here, so that two scraps that make it are surely one word torn."""
    return len(word) >= _LONG and word in _FORMS


@lru_cache(maxsize=1)
def _one_letter_less() -> dict[str, str]:
    """Long words with one letter left out, and what they mean; one that several words leave has no meaning."""
    less: dict[str, str] = {}
    for word, meant in _FORMS.items():
        if len(word) >= _LONG:
            for short in _shorter(word):
                less[short] = meant if less.setdefault(short, meant) == meant else ""
    return less


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def idea_misspelt(word: str) -> str | None:
    """What a long word without a meaning means but for a slip of the pen, if it is clear.

    >>> idea_misspelt("inversionnes"), idea_misspelt("ingnieria"), idea_misspelt("comercialisadora")
    ('investment', 'engineering', 'trading')
    """
    if not _LONG - 1 <= len(word) <= _LONGEST or not word.isalpha() or word in _FORMS:
        return None
    less = _one_letter_less()
    meant = {_FORMS.get(short) or less.get(short) for short in (*_shorter(word), word)} - {None, ""}
    return meant.pop() if len(meant) == 1 else None


@lru_cache(maxsize=8192)
def idea(word: str) -> str:
    """The one form of a lower-case Latin word of an organisation's name; a word with no meaning here as it is.

    >>> idea("mezhdunarodnaya"), idea("intl"), idea("acme")
    ('international', 'international', 'acme')
    """
    return _FORMS.get(word) or (_STEMS.get(_stem(word), word) if word.isalpha() else word)
