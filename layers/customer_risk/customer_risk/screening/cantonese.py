# ruff: noqa: E501 - tables of characters
"""Chinese characters as people from Hong Kong, Macau, Singapore and Malaysia write them in Latin letters.

Their names are said in Cantonese or in Hokkien and spelt by ear: *John Lee Ka-chiu* has no syllable in common with what
Mandarin makes of his characters. Characters that are common in names, each under its usual spelling, traditional and
simplified. Written for this project from general knowledge; a character that is missing is read in Mandarin.
"""

from __future__ import annotations

import re

_CANTONESE = """
ah 亞亚|oi 愛爱|on 安|au 歐区區欧|bo 波|cham 覃|chan 陳陈燦灿贊赞|chau 周鄒邹秋洲舟|che 車车|cheng 鄭郑清晶|cheuk 卓灼綽焯|cheung 張张章祥昌翔長长彰璋暢蔣祥象|chi 志智子治芝之慈池梓紫姿滋自熾|chik 戚植|
chim 詹|chin 前錢钱展芊千戰战天|ching 程靜静正貞贞呈青菁清晴誠证承|chiu 趙赵超昭照朝潮釗钊招兆|cho 曹左祖助初楚|choi 蔡才彩采材財财賽|chong 莊庄創创|chow 周|choy 蔡|chu 朱祝楚珠諸诸柱|chuen 全泉詮铨傳传川存村|
chui 徐翠取聚|chun 俊晉晋春秦震珍真臻津駿骏雋峻振|chung 鍾钟忠宗聰聪中仲松從重頌颂沖冲|fai 輝辉暉晖揮|fan 范樊帆凡繁芬勳勋熏|fat 發发法|fei 飛飞菲|fo 科火|fong 方房芳放|fook 福|foon 歡欢寬宽|fu 傅富符虎夫苻府|
fuk 福馥|fun 寬宽|fung 馮冯鳳凤峰鋒锋豐丰風风逢楓|ha 夏霞|hak 克赫黑|ham 咸|han 韓韩|hang 恒恆杏行幸亨|hau 侯孝厚後|hay 曦希熙|hei 希曦喜熙禧|heung 香鄉向响響|hing 卿興兴慶庆馨|hin 軒轩憲宪顯显|hiu 曉晓|
ho 何浩豪皓好可河賀贺昊|hoi 海凱凯開开愷|hok 學学鶴鹤|hon 漢汉翰瀚韓|hong 康匡航杭香|hou 豪|huen 萱|hung 洪雄紅红孔鴻鸿虹熊空|ip 葉叶|ka 家嘉加佳珈|kai 啟启佳繼继契佳計|kam 金甘錦锦琴鑑甘|kan 簡简勤根謹芹近|kap 甲|kar 家嘉|
kat 吉桔|kau 九球|kay 琪基其|kei 基琪祺奇其紀纪麒旗姬|keung 強强|ki 琪奇|kim 儉俭兼劍剑|kin 健建堅坚|king 景敬經经瓊琼勁璟擎|kit 傑杰潔洁結结|kiu 喬乔翹|ko 高|kok 國国覺|kong 江港光剛刚鋼|koo 古顧顾|kuen 權权娟絹|
kui 居巨舉|kun 君軍军均冠貫觀|kung 龔龚恭宮宫公功弓|kwai 桂貴贵葵|kwan 關关君軍军坤均筠群昆|kwok 郭國国|kwong 光廣广鄺邝|ka 家|lai 黎麗丽賴赖勵励禮礼|lam 林藍蓝琳霖嵐岚|lan 蘭兰|lap 立|lau 劉刘柳|lee 李|lei 利|leung 梁良亮樑|li 李莉|
lik 力歷|lim 廉|lin 蓮莲連连|ling 玲凌靈灵寧宁齡伶鈴|lit 烈列|liu 廖|lo 羅罗盧卢勞路露老|loi 來来|lok 樂乐駱骆洛|long 朗|luen 聯联|lui 呂吕雷|luk 陸陆祿|lun 倫伦麟|lung 龍龙隆|ma 馬马|mak 麥麦|man 文民敏曼雯汶萬万閔|mau 茂|mei 美薇|
mee 美|miu 苗妙|ming 明銘铭鳴|mo 武毛慕模|mok 莫|moon 滿满|mui 梅妹|muk 木穆|mun 敏滿满|nam 南楠|nga 雅|ngai 魏毅藝艺|ngan 顏颜雁銀银|ngo 娥傲|ng 吳吴伍|ngok 岳鄂|nin 年|ning 寧宁|on 安|or 柯|pak 白柏伯|pang 彭鵬鹏朋|ping 平炳屏萍秉丙|
po 寶宝保波布|pong 邦|pui 佩珮培貝|pun 潘|sai 世西細|sam 心森三深岑|san 新山辛申|sang 生|sau 秀修壽寿|see 詩诗思|seung 湘雙双尚常|sham 岑|shan 珊山善|shek 石|sheung 尚常湘|shing 成勝胜盛城昇升承聲|shiu 邵兆紹绍少韶笑肇|shui 水瑞|shuk 淑|
shum 沈岑|shun 順顺信舜純纯|shuen 璇|shut 雪|sik 錫锡適|sin 倩先仙善冼|sing 星聖圣勝胜成|sit 薛雪|siu 蕭萧小少兆肖|so 蘇苏素|suen 孫孙宣|suet 雪|sui 瑞萃|suk 淑|sum 心森深|sun 新信|sung 宋嵩崇|sze 思詩诗施斯司師|tai 戴泰大帝娣太|tak 德得|
tam 譚谭|tang 鄧邓騰腾|tao 陶桃|tat 達达|tik 迪狄|tim 添|tin 天田鈿|ting 丁婷廷庭定亭霆|tip 蝶|to 杜濤涛度|tong 唐堂棠當湯汤|tsang 曾|tse 謝谢|tsim 詹|tso 曹左|tsoi 蔡|tsui 徐崔|tsz 子梓芷紫|tuen 段端|tung 東东董童棟栋冬通彤桐同|wa 華华|
wah 華华|wai 偉伟惠慧威維维韋韦衛卫煒炜蕙暐|wan 雲云運运尹溫温韻韵允|wang 宏弘橫|wat 屈|wing 永榮荣穎颖詠咏|wong 黃黄王汪|woo 胡湖|wood 活|wu 胡|wui 會会匯|wun 煥焕桓|yam 任欽钦音蔭荫|yan 欣仁恩甄茵殷忻昕因人|yat 一日逸溢|yau 邱丘游友有優佑祐幼尤|
yee 儀仪怡宜義义兒儿意爾|yeung 楊杨陽阳|yi 儀仪怡宜義义兒|yick 益|yik 益翊易翼|yim 嚴严艷艳炎|yin 賢贤燕妍彥彦然言延|ying 英盈瑩莹瀅映營迎應鷹|yip 葉叶業|yiu 姚耀饒饶瑤瑶堯尧|yu 余於如宇裕愉瑜羽于俞雨宇儒愚漁|yue 余俞裕|yuen 袁源元遠远婉阮圓媛苑|
yuet 月悅悦越|yui 睿蕊|yuk 玉旭煜鈺钰育郁|yun 潤润|yung 勇容榮蓉庸翁邕鎔|lam 淋|kuk 谷菊|kai 溪|mung 夢梦蒙|ting 鼎|kwan 鈞钧|kei 麒
"""
_HOKKIEN = """
ang 洪|aw 胡|ban 萬万|bee 美|beng 明|boh 無|boon 文|cheah 謝谢|cheng 清鍾|chew 周|chia 謝谢|chiang 昌|chin 進进振|ching 清|choo 子|choon 春俊|chong 忠|chuan 全泉|chua 蔡|chwee 水|chye 才財财|eng 英榮荣永|ek 益|gan 顏颜|geok 玉|ghee 義义|gim 錦锦|goh 吳吴|guan 源元|gek 玉|
heng 興兴|hean 賢贤|hiang 香|ho 和|hoe 和|hock 福|hoon 雲云|huat 發发|hui 輝|hwa 華华|hwee 惠慧輝辉|imm 音|jin 仁|joo 如裕|kah 家|keat 傑杰|kee 基|keng 景慶庆經|kheng 慶庆|khim 琴|khoo 邱|kian 建堅健|kiat 傑杰吉|kim 金錦|kiong 強强|koh 許许高|koon 坤|kok 國国|kong 光|kwee 貴貴郭|
lai 來来|lan 蘭兰|lay 麗丽|lee 利|leng 玲龍|leong 良龍龙|lian 蓮莲連连|liang 良亮|lim 林|loke 祿樂|loong 龍龙|low 劉劉|lye 來|mui 梅妹|nam 南|ngoh 娥|ong 王翁|ooi 黃黄|peck 碧|peng 平炳鵬鹏|phaik 碧|phang 彭|pin 賓|poh 寶宝|quek 郭|seah 謝佘|see 施|seng 成盛勝|seow 蕭萧|siang 祥|siew 秀|sim 沈心|
sing 星勝|sin 新|siong 祥松|sng 孫|soh 蘇苏|soo 素|soon 順顺|suan 選山|sui 水|swee 瑞水|tan 陳陈|tay 鄭郑|teck 德|tee 弟地池|teik 德|teo 張张|teong 長忠|thiam 添|thong 通|tian 天|tien 天|tin 珍珍|tiong 忠中張|toh 卓杜|tong 東东棟栋|tuan 端傳|wah 華华|wee 偉伟黃黄|wei 偉|yeo 楊杨|yew 耀友有|yen 燕|yeow 耀|yong 永楊勇|chok 作祝|chiew 秋照
"""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    read: dict[str, tuple[str, ...]] = {}
    for latin, characters in re.findall(r"([a-z]+) ([^a-z|\s]+)", text):
        for character in characters:
            read[character] = tuple(dict.fromkeys((*read.get(character, ()), latin)))
    return read


CANTONESE, HOKKIEN = _table(_CANTONESE), _table(_HOKKIEN)
"""Usual spellings of a character, the commonest first."""
