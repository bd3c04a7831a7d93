# ruff: noqa: RUF001, E501 - words of many scripts are the subject here, and tables read best as text
"""Words of organisations' names in scripts that are not read letter by letter into what they mean.

Chinese, Japanese, Korean and Thai write names without spaces, Arabic and Hebrew without vowels: *银行* read aloud is
*yinhang* and *بنك* is *bnk*, and neither finds a bank. So common words are put into English before anything is
transliterated. Cyrillic is not here: its words are found by their romanised stems (:mod:`meanings`).
"""

from __future__ import annotations

import re

_GLUED = """
股份有限公司=joint stock company|有限责任公司=llc|有限責任公司=llc|株式会社=joint stock company|有限会社=ltd|合同会社=llc|有限公司=ltd|总公司=company|總公司=company|会社=company|
會社=company|公司=company|集团=group|集團=group|国际=international|國際=international|国際=international|贸易=trading|貿易=trading|商贸=trading|商貿=trading|商事=trading|
海运=shipping|海運=shipping|船务=shipping|船務=shipping|航运=shipping|航運=shipping|船舶=ship|银行=bank|銀行=bank|科技=technology|技术=technology|技術=technology|
机械=machine|機械=machine|电子=electronic|電子=electronic|电器=electric|电力=electric|電力=electric|工业=industry|工業=industry|产业=industry|産業=industry|產業=industry|实业=industry|實業=industry|
投资=investment|投資=investment|控股=holding|石油=petroleum|石化=petrochemical|天然气=gas|能源=energy|香港=hong kong|朝鲜=korea|朝鮮=korea|中国=china|中國=china|中华=china|
联合=joint|聯合=joint|大学=university|大學=university|研究所=research institute|研究院=research institute|保险=insurance|保險=insurance|物流=logistics|
航空=aviation|化工=chemical|化学=chemical|进出口=import export|進出口=import export|建设=construction|建設=construction|建筑=construction|工程=engineering|
开发=development|開發=development|開発=development|发展=development|發展=development|管理=management|服务=services|服務=services|金融=finance|财务=finance|证券=securities|
基金=foundation|协会=association|協會=association|協会=association|中心=center|委员会=committee|委員會=committee|委員会=committee|医药=pharmaceutical|製薬=pharmaceutical|医院=hospital|
汽车=auto|自動車=auto|食品=food|钢铁=steel|鋼鐵=steel|鉄鋼=steel|矿业=mine|礦業=mine|煤炭=coal|水产=fishing|渔业=fishing|軍=army|解放军=liberation army|人民=peoples|国家=national|國家=national|
技研=engineering|商会=trading|商會=trading|通信=communications|通讯=communications|信息=information|网络=network|網絡=network|材料=materials|设备=equipment|設備=equipment|重工=heavy industry|
运输=transport|運輸=transport|旅游=tourism|旅行社=tourism|酒店=hotel|商业=commercial|商業=commercial|东方=east|東方=east|北京=beijing|上海=shanghai|深圳=shenzhen|广州=guangzhou|大连=dalian|大連=dalian|
丹东=dandong|天津=tianjin|青岛=qingdao|台湾=taiwan|臺灣=taiwan|新加坡=singapore|日本=japan|韓国=korea|俄罗斯=russia|伊朗=iran|
주식회사=joint stock company|유한회사=llc|총회사=company|회사=company|은행=bank|무역=trading|상사=trading|국제=international|해운=shipping|선박=ship|선박관리=ship management|
보험=insurance|건설=construction|개발=development|투자=investment|기계=machine|전자=electronic|공업=industry|산업=industry|과학=sciences|기술=technology|대학=university|대학교=university|
연구소=research institute|연구원=research institute|광업=mine|석유=petroleum|석탄=coal|항공=aviation|수산=fishing|그룹=group|재단=foundation|협회=association|중앙=central|위원회=committee|
민족=national|조선=korea|한국=korea|고려=koryo|평양=pyongyang|노동당=workers party|인민군=peoples army|인민=peoples|연합=joint|합작=joint|금융=finance|무역은행=trading bank|관리국=management office|총국=general office|
ธนาคาร=bank|บริษัท=company|จำกัด=ltd|มหาชน=public|การค้า=trading|อุตสาหกรรม=industry|ระหว่างประเทศ=international|ประเทศไทย=thailand|กลุ่ม=group|มหาวิทยาลัย=university|กองทัพ=army
"""
_ARABIC = """
شركة شرکت كمبني=company|بنك بانک مصرف=bank|محدودة محدود=ltd|تجارة تجارية تجارتی بازرگانی تجارت=trading|دولية بینالمللی بينالمللي دولي=international|وطنية وطني ملی ملي=national|
صناعة صناعية صناعات صنعتی صنایع صنعت=industry|مجموعة گروه گروپ=group|مؤسسة موسسه مؤسسه موسسة بنیاد=foundation|معهد پژوهشگاه=institute|جامعة دانشگاه=university|وزارة وزارت=ministry|
جبهة جبهه=front|حركة حرکت جنبش نهضت تحریک تحريك=movement|حزب=party|جيش جیش ارتش لشکر=army|لواء لوا=brigade|كتيبة كتائب کتیبه=battalion|سرايا=brigade|قوات نیروی نیروهای=force|شهداء شهدای شهید=martyr|جند جنود=soldier|
مجاهدين مجاهدون مجاهدو=mujahidin|انصار=ansar|جماعة جماعت=group|اسلامية اسلامي اسلامی إسلامية إسلامي=islamic|اسلام=islam|في فی=in|من=of|لاهل لأهل=for people of|اهل=people of|مقاتلة=combatant|تحرير تحریر آزادیبخش=liberation|مقاومة مقاومت=resistance|
شعبية شعبي مردمی=popular|شعب=peoples|ثورة ثورية انقلاب انقلابی=revolution|دولة دولت=state|جمهورية جمهوری جمهوري=republic|شبكة شبکه=network|تنظيم تنظیم منظمة سازمان=organization|جمعية انجمن جمعیت=association|
لجنة کمیته كميته=committee|مجلس شورای شورى=council|اتحاد اتحادية اتحادیه=union|اغاثة إغاثة=relief|خيرية خیریه=charity|دعوة=dawa|جهاد=jihad|قاعدة قاعده=qaida|خلافة=caliphate|امارة إمارة امارت=emirate|ولاية=province|
نفط نفت نفطية=oil|غاز گاز=gas|طاقة انرژی=energy|كهرباء برق=electric|حديد آهن=iron|صلب فولاد=steel|كيماوية كيميائية شیمیایی شیمی=chemical|بتروكيماويات پتروشیمی=petrochemical|بترول=petroleum|
نقل حمل=transport|ملاحة كشتيرانی کشتیرانی=shipping|بحرية دریایی=marine|طيران هواپیمایی=airlines|مطار فرودگاه=airport|هندسة هندسية مهندسی=engineering|انشاءات مقاولات ساختمانی عمران=construction|
تأمين بیمه=insurance|مالية مالی=finance|استثمار سرمایهگذاری=investment|صرافة صرافی صرافي=exchange|قابضة هلدینگ=holding|عامة عامه عام=general|مركز مرکز=center|مركزي مرکزی=central|ابحاث بحوث تحقیقات=research|
تكنولوجيا تقنية فناوری فن‌آوری=technology|علوم علمية علمی=sciences|دفاع دفاعی=defense|امن امنیت امنية=security|عسكرية عسكري نظامی=military|حرس سپاه پاسداران=guard|مخابرات=intelligence|استخبارات اطلاعات=intelligence|
ادوية داروسازی دارویی=pharmaceutical|مستشفى بیمارستان=hospital|زراعة زراعية کشاورزی=agriculture|غذائية غذایی=food|صادرات=export|واردات=import|استيراد=import|تصدير=export|خدمات=services|
تنمية توسعه=development|انتاج تولیدی تولید=production|مصنع کارخانه=factory|معادن معدن=mine|سياحة سیاحت=tourism|فندق هتل=hotel|مدرسة مدرسه=school|مسجد=mosque|مكتب دفتر=office|اعلام رسانه=media|
عراق=iraq|سوريا سورية سوري=syria|شام=sham|لبنان لبناني لبنانية=lebanon|فلسطين فلسطيني فلسطينية=palestine|ليبيا ليبية=libya|تونس تونسية=tunisia|جزائر جزائرية=algeria|مغرب مغربية=morocco|مصر مصرية مصري=egypt|
يمن یمن يمنية=yemen|ايران ایران ايراني ایرانی=iran|افغانستان=afghanistan|پاکستان باكستان=pakistan|سودان سودانية=sudan|صومال=somalia|عرب عربية=arab|عربي=arab|جزيرة=peninsula|خليج=gulf|خراسان=khorasan|قوقاز=caucasus|
عزام=azzam|طالبان=taliban|نصرة=nusra|توحيد=tawhid|شريعة=sharia|فتح=fath|لمتد لمیتد=ltd|تحت مسؤولية=liability|ذات=~of|مسؤولية=llc|مساهمة سهامی=jsc
"""
_HEBREW = """
חברה חברת=company|בנק=bank|בעמ=ltd|מסחר=trading|בינלאומי בינלאומית=international|לאומי לאומית=national|תעשייה תעשיות תעשיה=industry|קבוצה קבוצת=group|תנועה תנועת=movement|
חזית=front|צבא=army|ארגון=organization|עמותה עמותת=association|מכון=institute|אוניברסיטה אוניברסיטת=university|השקעות=investment|אחזקות החזקות=holding|ביטוח=insurance|נפט=oil|גז=gas|אנרגיה=energy|בנייה בניה=construction|
הנדסה=engineering|טכנולוגיה טכנולוגיות=technology|ספנות=shipping|תעופה=aviation|קרן=foundation|מרכז=center|שירותים שירותי=services|ישראל=israel|פלסטין=palestine
"""
_GREEK = """
εταιρεια εταιρια=company|τραπεζα=bank|ανωνυμη=jsc|ναυτιλιακη ναυτιλια=shipping|εμπορικη εμποριο=trading|διεθνης=international|εθνικη=national|βιομηχανια βιομηχανικη=industry|ομιλος=group|κατασκευαστικη=construction|
ασφαλιστικη=insurance|οργανισμος οργανωση=organization|πανεπιστημιο=university|επαναστατικος επαναστατικη=revolution|λαικος λαικη=popular|αγωνας=struggle|μετωπο=front|κινημα=movement|κομμα=party|πετρελαιο πετρελαια=petroleum|αεροπορια=aviation|ελλαδα ελλαδος ελληνικη=greece
"""


def _table(text: str) -> dict[str, str]:
    return {
        word: f" {meaning} "
        for part in text.replace("\n", "").split("|")
        for words, _, meaning in (part.partition("="),)
        for word in words.split()
    }


def _even(text: str) -> str:
    """Letters of Arabic and Greek that are written now so, now so, in one way."""
    return text.translate(_EVEN)


_EVEN = str.maketrans("أإآٱىیېئؤةھہۀکگάέήίόύώς", "ااااييييوههههكغαεηιουωσ", "ـًٌٍَُِّْ״\"'׳")
_GLUED_WORDS = _table(_GLUED)
_WORDS = {_even(word): meaning for text in (_ARABIC, _HEBREW, _GREEK) for word, meaning in _table(text).items()}
_LONGEST_FIRST = re.compile("|".join(sorted(map(re.escape, _GLUED_WORDS), key=len, reverse=True)))
_PREFIXES = ("", "ال", "وال", "بال", "لل", "كال", "و", "ب", "ل", "ה", "ו", "ל", "ב")
"""Articles, conjunctions and prepositions that are written together with the word after them."""
_WORD = re.compile(r"[^\s\u200c,.()\[\]/–-]+")


def in_english(text: str) -> str:
    """A name with the words of its own script that are known here in English; all else as it was."""
    return _WORD.sub(_known, _LONGEST_FIRST.sub(lambda found: _GLUED_WORDS[found[0]], text))


def _known(found: re.Match[str]) -> str:
    word = _even(found[0].lower())
    for prefix in _PREFIXES:
        if word.startswith(prefix) and (meaning := _WORDS.get(word[len(prefix) :])):
            return meaning
    return found[0]
