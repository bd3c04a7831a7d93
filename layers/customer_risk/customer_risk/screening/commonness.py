"""How common a word is among names in the world, whatever a list happens to hold.

A list of a hundred entries knows nothing of how common *maria* or *trading* is, and even a large sanctions list is a
poor sample of the people a bank meets: few Smiths are on it. So every word counts as at least as common as its tier
here says. Written from general knowledge of common given names, family names and business words; tiers are shares of
names that contain the word, rounded down to an order of magnitude.
"""

from __future__ import annotations

_ONE_IN_FIFTY = """
mohammed muhammad mohammad mohamed ahmed ahmad ali maria jose international trading group services
"""
_ONE_IN_TWO_HUNDRED = """
abdul abd hassan hasan hussein hussain husain khan ibrahim mahmoud omar umar yusuf abdullah juan luis carlos antonio
manuel francisco john james michael david robert william mary anna ivan alexander sergey vladimir aleksandr
garcia rodriguez gonzalez hernandez lopez martinez perez sanchez kim lee li wang zhang chen nguyen singh kumar
general industry industries holding holdings investment investments bank national development company shipping
export import engineering construction commercial technology energy oil gas petroleum management global china iran
russia korea syria republic state center foundation association organization
"""
_ONE_IN_A_THOUSAND = """
smith johnson williams brown jones miller davis wilson anderson thomas taylor moore jackson martin thompson white
harris clark lewis robinson walker young allen king wright scott torres hill green adams nelson baker hall rivera
campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris
morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos ward cox richardson
watson brooks chavez wood bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster
jimenez powell jenkins perry russell sullivan bell coleman butler henderson barnes fisher vasquez romero silva santos
oliveira souza pereira costa ferreira almeida ribeiro fernandez ramirez flores vargas rojas castro suarez molina
muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann rossi russo ferrari bianchi esposito ricci
bernard dubois durand leroy moreau simon laurent michel ivanov smirnov kuznetsov popov vasiliev petrov sokolov
mikhailov novikov fedorov morozov volkov alekseev lebedev semenov egorov pavlov kozlov stepanov nikolaev orlov andreev
makarov nikitin zakharov ivanova petrova smirnova kowalski nowak wisniewski horvat novak yilmaz kaya demir sahin celik
park choi jung kang cho yoon jang lim han tanaka suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi
liu yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo tran pham huynh phan vu dang bui
sharma gupta verma das reddy rao shah mehta khalil saleh salih nasser nasir said saeed salem salim hamid hamad
karim rashid jaber jabir mansour mansur mustafa osman othman khalid khaled tariq faisal abbas haidar kazem jawad sadiq
reza mehdi mahdi hossein akbar asghar rahman rahim aziz malik hamza bilal anwar iqbal akhtar rehman
linda patricia jennifer elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley emily
donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela shirley
brenda emma pamela nicole samantha katherine christine catherine rachel carolyn janet ruth heather diane virginia julie
joyce victoria kelly christina joan evelyn lauren judith megan andrea cheryl hannah jacqueline martha gloria teresa ann
sara kathryn janice jean alice julia grace judy sophia rose denise isabella charles joseph christopher daniel matthew
anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan
jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank raymond
patrick jack dennis jerry tyler aaron adam henry nathan douglas zachary peter kyle walter ethan jeremy harold
keith christian roger noah gerald terry sean austin arthur lawrence jesse dylan bryan joe jordan billy bruce albert
willie gabriel logan alan wayne roy ralph randy eugene vincent bobby louis philip pedro pablo miguel jorge ricardo
fernando eduardo roberto javier sergio alejandro rafael mario jesus angel alberto enrique raul oscar hugo andres
diego marco julio cesar ana elena carmen rosa isabel lucia sofia patricia gabriela adriana monica claudia natalia olga
tatiana svetlana irina ekaterina marina galina ludmila nikolai nikolay andrei andrey dmitry dmitri alexei alexey igor
oleg yuri yury viktor victor mikhail pavel anatoly boris vasily konstantin maxim roman evgeny valery vyacheslav
fatima aisha khadija zainab maryam hana leila noor hans peter klaus jurgen wolfgang pierre jean philippe jacques
giuseppe giovanni marco luca andrea francesca wei jun ming hong hui ying yan jing min yong chul sung jin
sea star ocean east west north south new great royal city first united american european african asian arab
islamic gulf world trust capital finance financial insurance properties realty partners systems solutions consulting
marine maritime transport logistics airlines aviation air cargo steel metal mining food foods agricultural medical
pharmaceutical chemical electric electronics electronic communication communications telecom media power water
research institute university school academy ministry office agency bureau department factory plant
machine tools equipment products production auto motors car house home health care education security defense military
brigade party front army movement council committee union federation society brothers sons son family
exchange money cash general exchange gold diamond stone paper textile tourism travel hotel club sport sports
europe europa africa asia america american arabia gulf pacific atlantic mediterranean caribbean baltic balkan caspian
afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus belgium
bolivia bosnia brazil bulgaria burma myanmar cambodia cameroon canada chile colombia congo croatia cuba cyprus denmark
ecuador egypt ethiopia finland france georgia germany deutschland ghana greece guatemala haiti honduras hungary iceland
india indonesia iraq ireland israel italy italia japan jordan kazakhstan kenya kuwait latvia lebanon libya lithuania
malaysia mali malta mexico moldova mongolia morocco netherlands nigeria norway oman pakistan palestine panama paraguay
peru philippines poland portugal qatar romania rwanda serbia singapore slovakia slovenia somalia spain sudan sweden
switzerland tajikistan tanzania thailand tunisia turkey turkiye uganda ukraine uruguay uzbekistan venezuela vietnam
yemen zimbabwe emirates dubai sharjah moscow london paris berlin hong kong shanghai beijing shenzhen tehran istanbul
ankara cairo beirut damascus baghdad kabul tokyo geneva zurich madrid rome vienna york texas california
german french british english spanish italian russian chinese korean japanese turkish iranian iraqi syrian indian
"""
_SHARES = ((_ONE_IN_A_THOUSAND, 0.001), (_ONE_IN_TWO_HUNDRED, 0.005), (_ONE_IN_FIFTY, 0.02))
SHARE: dict[str, float] = {word: share for words, share in _SHARES for word in words.split()}
LEAST_ENTRIES = 25_000
"""A list counts as if it had at least so many entries: in a short list a rare word is as rare as in a long one."""
