# ruff: noqa: RUF001, E501 - tables of Japanese names
"""Japanese names in Latin letters: kana by their sound, and the characters of names as names are read.

A Chinese character is read otherwise in a Japanese name than in a Chinese one, and otherwise in a family name than in a
given one. So a name counts as Japanese when it holds kana or begins with a Japanese family name; then the family name
is read from one table, the given name from another, or character by character with the readings that are common in
names. Written for this project from general knowledge; the rarer of several readings is missed.
"""

from __future__ import annotations

import re

_FAMILY = """
佐藤sato鈴木suzuki高橋takahashi髙橋takahashi田中tanaka伊藤ito渡辺watanabe渡邊watanabe渡邉watanabe山本yamamoto中村nakamura小林kobayashi加藤kato吉田yoshida山田yamada佐々木sasaki山口yamaguchi
松本matsumoto井上inoue木村kimura斎藤saito斉藤saito齋藤saito清水shimizu山崎yamazaki山﨑yamazaki阿部abe安倍abe安部abe池田ikeda橋本hashimoto山下yamashita石川ishikawa中島nakajima前田maeda藤田fujita後藤goto
小川ogawa岡田okada村上murakami長谷川hasegawa近藤kondo石井ishii坂本sakamoto遠藤endo青木aoki藤井fujii西村nishimura福田fukuda太田ota大田ota三浦miura藤原fujiwara岡本okamoto松田matsuda中川nakagawa
中野nakano原田harada小野ono田村tamura竹内takeuchi金子kaneko和田wada中山nakayama石田ishida上田ueda森田morita小島kojima柴田shibata原口haraguchi宮崎miyazaki酒井sakai工藤kudo横山yokoyama宮本miyamoto
内田uchida高木takagi安藤ando島田shimada谷口taniguchi大野ono丸山maruyama今井imai高田takada藤本fujimoto武田takeda村田murata上野ueno杉山sugiyama増田masuda平野hirano大塚otsuka千葉chiba久保kubo
松井matsui小山koyama岩崎iwasaki桜井sakurai櫻井sakurai野口noguchi松尾matsuo野村nomura木下kinoshita菊地kikuchi菊池kikuchi佐野sano大西onishi杉本sugimoto新井arai古川furukawa浜田hamada菅原sugawara
市川ichikawa水野mizuno小松komatsu熊谷kumagai五十嵐igarashi山内yamauchi高野takano西田nishida西川nishikawa東條tojo岩田iwata中田nakata永井nagai福島fukushima川口kawaguchi平田hirata辻本tsujimoto川崎kawasaki
飯田iida本田honda吉川yoshikawa久保田kubota服部hattori川上kawakami小泉koizumi岸田kishida石破ishiba野田noda麻生aso村山murayama羽田hata細川hosokawa宮澤miyazawa宮沢miyazawa竹下takeshita中曽根nakasone
大平ohira小渕obuchi鳩山hatoyama海部kaifu三木miki片山katayama東久邇higashikuni幣原shidehara芦屋ashiya石橋ishibashi小池koike河野kono高市takaichi茂木motegi林田hayashida加山kayama甘利amari二階nikai西野nishino
大島oshima大谷otani大久保okubo大川okawa大石oishi小田oda小沢ozawa小澤ozawa小原ohara小倉ogura織田oda豊田toyoda徳川tokugawa豊臣toyotomi本多honda松下matsushita松岡matsuoka松浦matsuura松原matsubara松村matsumura
松永matsunaga松山matsuyama森本morimoto森山moriyama森下morishita黒田kuroda黒川kurokawa黒澤kurosawa黒沢kurosawa白石shiraishi白川shirakawa早川hayakawa荒木araki荒井arai新田nitta北村kitamura北川kitagawa北野kitano
南野minamino東野higashino西山nishiyama西尾nishio西岡nishioka中西nakanishi中井nakai中沢nakazawa永田nagata長田nagata長野nagano長尾nagao奥田okuda奥村okumura岡崎okazaki岡村okamura岡野okano川村kawamura河村kawamura
川島kawashima河合kawai川合kawai川本kawamoto川田kawada河田kawata岩本iwamoto岩井iwai石原ishihara石塚ishizuka秋山akiyama秋田akita浅野asano浅井asai朝倉asakura足立adachi安達adachi天野amano荻野ogino鎌田kamada
上村uemura植田ueda植木ueki梅田umeda江口eguchi榎本enomoto尾崎ozaki堀内horiuchi堀江horie堀田hotta馬場baba三宅miyake三輪miwa宮田miyata宮川miyagawa宮下miyashita村井murai望月mochizuki矢野yano矢島yajima
八木yagi柳田yanagida山岡yamaoka山村yamamura山中yamanaka山川yamakawa山根yamane横田yokota吉野yoshino吉村yoshimura吉岡yoshioka若林wakabayashi渡部watanabe津田tsuda塚本tsukamoto土屋tsuchiya堤tsutsumi寺田terada
戸田toda富田tomita冨田tomita内藤naito成田narita根本nemoto野崎nozaki橋口hashiguchi浜口hamaguchi原島harashima樋口higuchi広瀬hirose廣瀬hirose深田fukada福井fukui福本fukumoto藤川fujikawa藤岡fujioka藤沢fujisawa
古田furuta星野hoshino細田hosoda牧野makino丹羽niwa須藤sudo杉浦sugiura関口sekiguchi平井hirai平山hirayama田口taguchi田辺tanabe田邊tanabe田代tashiro高山takayama高井takai高島takashima瀬戸seto篠原shinohara
志村shimura下村shimomura城田shirota菅野kanno神田kanda木内kiuchi北島kitajima木原kihara窪田kubota倉田kurata栗原kurihara小西konishi児玉kodama越智ochi小宮komiya坂井sakai坂口sakaguchi榊原sakakibara桑原kuwahara
重光shigemitsu赤軍sekigun麻原asahara松原matsubara重信shigenobu坂東bando三井mitsui三菱mitsubishi住友sumitomo日立hitachi東芝toshiba
"""
_SHORT_FAMILY = "森mori菅suga辻tsuji岸kishi堀hori畑hata泉izumi谷tani原hara滝taki榊sakaki橘tachibana梶kaji柴shiba楠kusunoki椿tsubaki杉sugi島shima嶋shima東azuma関seki"
_GIVEN = """
太郎taro一郎ichiro二郎jiro次郎jiro三郎saburo四郎shiro五郎goro純一郎junichiro純一junichi晋三shinzo文雄fumio茂shigeru義偉yoshihide佳彦yoshihiko康夫yasuo喜朗yoshiro龍太郎ryutaro竜太郎ryutaro富市tomiichi孜tsutomu
護熙morihiro喜一kiichi登noboru康弘yasuhiro善幸zenko正芳masayoshi角栄kakuei栄作eisaku勇人hayato信介nobusuke百合子yuriko早苗sanae健ken健一kenichi健太kenta健太郎kentaro健二kenji賢二kenji研一kenichi
誠makoto真makoto浩hiroshi博hiroshi弘hiroshi宏hiroshi寛hiroshi洋hiroshi裕hiroshi隆takashi孝takashi崇takashi貴takashi敬takashi武takeshi剛takeshi健史takeshi毅takeshi猛takeshi豪go明akira昭akira彰akira晃akira章akira亮ryo
進susumu勝masaru優masaru実minoru稔minoru正tadashi忠tadashi匡tadashi豊yutaka裕太yuta雄太yuta翔太shota翔sho大輔daisuke大介daisuke大地daichi大樹daiki大輝daiki拓也takuya拓哉takuya卓也takuya和也kazuya直樹naoki直人naoto
直也naoya英樹hideki秀樹hideki英機hideki英雄hideo秀雄hideo秀夫hideo秀吉hideyoshi信長nobunaga家康ieyasu哲也tetsuya哲夫tetsuo哲tetsu徹toru透toru亨toru学manabu守mamoru修osamu治osamu理osamu聡satoshi智satoshi悟satoshi敏satoshi哲史tetsushi
清kiyoshi潔kiyoshi仁hitoshi等hitoshi均hitoshi満mitsuru光hikaru剛志tsuyoshi強tsuyoshi毅志tsuyoshi恵一keiichi圭一keiichi圭介keisuke啓介keisuke恵介keisuke慶太keita浩二koji浩司koji孝二koji幸二koji光司koji浩一koichi幸一koichi公一koichi
淳jun潤jun順jun純jun薫kaoru馨kaoru忍shinobu操misao靖yasushi康yasushi泰yasushi恭yasushi良ryo涼ryo諒ryo悠yu悠斗yuto裕子yuko優子yuko祐子yuko由美子yumiko由美yumi真由美mayumi久美子kumiko美子yoshiko良子yoshiko
和子kazuko幸子sachiko花子hanako洋子yoko陽子yoko容子yoko恵子keiko圭子keiko敬子keiko啓子keiko京子kyoko恭子kyoko明子akiko昭子akiko直子naoko尚子naoko順子junko純子junko淳子junko節子setsuko房子fusako雅子masako正子masako
昌子masako貴子takako孝子takako隆子takako典子noriko紀子noriko智子tomoko友子tomoko朋子tomoko愛ai愛子aiko美香mika美加mika恵megumi舞mai麻衣mai愛美manami恵美emi絵美emi直美naomi尚美naomi奈美nami奈緒nao彩aya綾aya
綾子ayako彩香ayaka桜sakura葵aoi香織kaori佐知子sachiko千尋chihiro裕美hiromi博美hiromi博之hiroyuki弘之hiroyuki浩之hiroyuki裕之hiroyuki宏之hiroyuki隆之takayuki孝之takayuki貴之takayuki正之masayuki昌之masayuki雅之masayuki
智之tomoyuki友之tomoyuki信之nobuyuki伸之nobuyuki正人masato雅人masato真人masato正樹masaki雅樹masaki昌樹masaki正雄masao政雄masao昌夫masao正夫masao正男masao一男kazuo和夫kazuo一夫kazuo和男kazuo和雄kazuo邦夫kunio邦男kunio
智津夫chizuo彰晃shoko聖子seiko芳恵yoshie丸maru勉tsutomu務tsutomu努tsutomu功isao勲isao勇isamu巌iwao巖iwao昇noboru暢noboru肇hajime元hajime一hajime始hajime司tsukasa渉wataru航wataru翼tsubasa歩ayumu蓮ren陸riku
"""
_SIGN = """
一ichi二ji三zo四shi五go六roku七nana八ya九kyu十ju太ta郎ro朗ro男o夫o雄o士shi志shi司ji史shi次ji治ji二ji彦hiko之yuki幸yuki行yuki正masa雅masa昌masa政masa真ma義yoshi吉yoshi良yoshi芳yoshi好yoshi佳yoshi嘉yoshi喜yoshi弘hiro博hiro浩hiro裕hiro洋hiro宏hiro
広hiro廣hiro隆taka孝taka貴taka高taka崇taka敬taka信nobu伸nobu宣nobu延nobu智tomo友tomo朋tomo知tomo英hide秀hide栄ei永ei勝katsu克katsu光mitsu満mitsu充mitsu重shige茂shige成nari直nao尚nao道michi通michi敏toshi利toshi俊toshi年toshi寿toshi
千chi佐sa由yu紀ki記ki香ka加ka奈na里ri理ri梨ri絵e恵e江e枝e代yo世yo沙sa紗sa也ya哉ya矢ya介suke助suke輔suke祐suke人to斗to翔sho大dai樹ki木ki生o平hei蔵zo造zo作saku子ko美mi実mi海mi未mi和kazu数kazu明aki昭aki秋aki晃aki章aki
健ken憲ken賢ken謙ken研ken龍ryu竜ryu隆taka剛go武take建take毅take猛take忠tada唯tada安yasu康yasu保yasu靖yasu泰yasu恭yasu清kiyo潔kiyo純jun淳jun順jun潤jun久hisa尚hisa文fumi史fumi元moto基moto本moto家ie長naga永naga則nori典nori徳nori範nori法nori紀nori
国kuni邦kuni州kuni晴haru春haru治haru陽haru勇yu雄yu悠yu優yu有yu百yu合ri花hana桜sakura麻ma摩ma万ma衣i愛ai彩aya綾aya早haya速haya隼haya宗mune村mura山yama川kawa田ta野no原hara島shima崎saki井i上ue中naka本moto内uchi谷ya口guchi木ki藤to
石ishi橋hashi岡oka松matsu森mori林hayashi池ike沢zawa澤zawa村mura宮miya西nishi東higashi北kita南minami小ko大o高taka長naga新arai古furu金kane白shiro黒kuro青ao赤aka岩iwa土tsuchi水mizu坂saka浜hama浦ura瀬se尾o津tsu賀ga部be屋ya
"""
_KANA = """
アaイiウuエeオoカkaキkiクkuケkeコkoサsaシshiスsuセseソsoタtaチchiツtsuテteトtoナnaニniヌnuネneノnoハhaヒhiフfuヘheホhoマmaミmiムmuメmeモmoヤyaユyuヨyoラraリriルruレreロroワwaヰiヱeヲoンn
ガgaギgiグguゲgeゴgoザzaジjiズzuゼzeゾzoダdaヂjiヅzuデdeドdoバbaビbiブbuベbeボboパpaピpiプpuペpeポpoヴvu
"""
_PAIR = re.compile(r"([^a-z\s]+)([a-z]+)")
_SMALL = dict(zip("ァィゥェォャュョ", ("a", "i", "u", "e", "o", "ya", "yu", "yo"), strict=True))
_FOREIGN = re.compile(r"[ーァィゥェォヴ]|[スズトドルクグムプブフ]$")
_EXTRA_VOWEL = re.compile(r"(?<=[kgszfbpmrtdvh])u(?=[^aeiouyr]|$)|(?<=[td])o(?=r|$)")
_LONG_VOWEL = re.compile(r"ou|oo(?=.)|uu")


def _table(text: str) -> dict[str, str]:
    return dict(_PAIR.findall(text))


_FAMILIES, _SHORT_FAMILIES, _GIVENS, _SIGNS, _SOUNDS = map(_table, (_FAMILY, _SHORT_FAMILY, _GIVEN, _SIGN, _KANA))
_LONGEST_FAMILY = max(map(len, _FAMILIES))


def is_japanese(word: str) -> bool:
    """Whether a word of Chinese characters and kana, without spaces, is a Japanese name rather than a Chinese one."""
    return any("\u3041" <= c <= "\u30fa" for c in word) or bool(_family(word))


def _family(word: str) -> str:
    """The Japanese family name that a word begins with; empty when there is none, or it may be Chinese."""
    for length in range(min(_LONGEST_FAMILY, len(word)), 1, -1):
        if word[:length] in _FAMILIES:
            return word[:length]
    return word[:1] if word[:1] in _SHORT_FAMILIES and word[1:] in _GIVENS else ""


def read_japanese(word: str) -> str:
    """Lower-case Latin words for a Japanese name written without spaces, the family name apart.

    >>> read_japanese("鈴木花子"), read_japanese("スズキ")
    ('suzuki hanako', 'suzuki')
    """
    family = _family(word)
    given = word[len(family) :]
    read = _FAMILIES.get(family) or _SHORT_FAMILIES.get(family, "")
    return f"{read} {_GIVENS.get(given) or _by_sign(given)}".strip()


def _by_sign(word: str) -> str:
    katakana = "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in word)
    out = ""
    for at, c in enumerate(katakana):
        following = _SOUNDS.get(katakana[at + 1 : at + 2], "")
        if c == "ッ":
            out += following[:1]
        elif c in _SMALL:
            # A small vowel takes the place of the one before: fu and a small a are fa, shi and a small ya are sha.
            sound = _SMALL[c]
            out = out[:-1] + (sound.removeprefix("y") if out.endswith(("shi", "chi", "ji")) else sound)
        elif c != "ー":
            out += _SOUNDS.get(c) or _SIGNS.get(c, c)
    if katakana == word and _FOREIGN.search(word):
        # Foreign consonants get a vowel that nobody says: donarudo is Donald.
        return _EXTRA_VOWEL.sub("", out.replace("rur", "rl"))
    return _LONG_VOWEL.sub(lambda found: found[0][0], out)
