"""Given names that stand for one another: short forms, diminutives, and the same name in neighbouring languages.

Written for this project from general knowledge. Only forms that do not already sound alike need to stand here.
"""

from __future__ import annotations

import re

from customer_risk.screening.chinese import FAMILY_SPELLINGS

_GROUPS = """
abigail abby gail|albert al bert bertie|alexander aleksandr alejandro alex alec sasha sandy xander iskander oleksandr|
alfred al fred alf|alice ali|amanda mandy|andrew andy drew andrei andrey andres andre|angela angie|
ann anna anne annie nancy hannah ana|anthony tony antonio anton|antonina tonya|arthur art artie|barbara barb babs|
benjamin ben benny benji bernard bernie|beatrice bea trixie|bradley brad|caroline carol carrie|
catherine kathryn katherine kate kathy cathy katie kitty katya ekaterina yekaterina|
charles charlie chuck carlos karl carl|christine christina chris tina|christopher chris kit|clifford cliff|
cynthia cindy|daniel dan danny|david dave davey|deborah deb debbie|dennis denny denis|dmitry dmitri dima mitya|
donald don donnie|dorothy dot dottie dolly|douglas doug|edward ed eddie ted teddy ned eduard eduardo|
edwin ed eddie win|eleanor ellie nell nora|elizabeth liz lizzie beth betty eliza bess libby elisabeth isabel elsa|
emily em emmy|eugene gene evgeny yevgeny evgeniy|evgenia yevgenia zhenya|florence flo|frances fran fanny|
francis frank francisco pancho paco franz|frederick fred freddy fritz|gabriel gabe|galina galya|
george jorge georgi georgy yuri jurij|gerald gerry jerry|gilbert gil bert|gregory greg grigory grigoriy|
harold harry hal|henry hank harry enrique heinrich|herbert herb bert|irene rena|isaac ike|
ivan john vanya juan johann jan|jacob jake yakov iakov|james jim jimmy jamie jaime|jane janet jenny|jason jay|
jeffrey jeff geoff geoffrey|jennifer jen jenny|jeremiah jerry|jessica jess jessie|john johnny jack jon ian|
jonathan jon johnny|jose pepe joseph|joseph joe joey josef iosif yusuf youssef giuseppe beppe|joshua josh|judith judy|
julia julie yulia iuliia|kenneth ken kenny|konstantin kostya|larissa lara larisa|lawrence larry laurence lars|
leonard leo len lenny|leonid lyonya|lewis lou louis luis ludwig|lillian lily lil|lorraine lori|louise lou lulu|
lyudmila ludmila lyuda luda|margaret maggie meg peggy marge rita greta margarita|
maria mary marie masha marya mariya maryam|mark marcus marco marcos|martin marty|martha marta patty|
matthew matt matvey matteo|maximilian max maxim maksim|michael mike mick mickey misha mikhail miguel mihail mykola|
mikhail misha|mildred millie|mitchell mitch|mohammed mo|nadezhda nadya|natalia natalya natasha|nathan nate nathaniel|
nicholas nick nicky nikolai nikolay nicolas mykola kolya|norman norm|olga olya|oleg oleh|pamela pam|
patricia pat patty trish|patrick pat paddy|paul pavel pavlo pablo paulo pasha|peter pete pedro petr petro pyotr
pierre|philip phil|priscilla cilla|rachel rae|ralph raf|raymond ray|rebecca becky|richard rick dick rich richie ricardo|
robert bob bobby rob robbie bert roberto|roger rodge|ronald ron ronnie|samuel sam sammy|sandra sandy|
sarah sara sally sadie|sergey sergei sergio serge serhiy seryozha|sophia sofia sophie sonya|stanislav stas slava|
stephen steve steven stefan stepan esteban|stephanie steph|susan sue suzie susanna|svetlana sveta lana|
tatiana tatyana tanya|teresa terry tess|terence terry|theodore ted teddy theo fyodor fedor|thomas tom tommy tomas|
timothy tim timmy timofey|valentina valya|valery valera|vasily vasiliy vasya basil|victor vic viktor|
victoria vicky vika viktoria|vincent vince vinny|virginia ginny|vladimir volodymyr vova volodya|vladislav vlad|
vyacheslav slava|walter walt wally|wilfred fred wilf|william bill billy will willie liam wilhelm guillermo|
yuri yury yura|yevgeny zhenya|zachary zach zack|zinaida zina|bradford brad|susan suzanne susanne susie suzy sue|
jonathan jonny johnnie|john jock jackie|sebastian seb bastian|elijah eli|elias eli lee|valentina val vallie|
valerie val|henry hal hank|robert bobbie robin|james jem jimmie|charles chas chaz carlo|thomas thom|edmund ed ned|
nathaniel nat|nicholas nik niko klaus|theresa terri tracy|deborah debby debra|jacqueline jackie jacqui|joanne jo joan|
josephine jo josie|katherine kay kit kitty kathie|louisa lou|marion marie|melissa missy mel|melanie mel|
michelle shelly micki|nancy nan|naomi omi|olivia liv livvy|penelope penny|phoebe fee|roberta bobbie robbie|
rosemary rose rosie|rosalind roz|samantha sam sammie|silvia sylvia sylvie|stephen stevie|tabitha tabby|ursula ulla|
veronica ronnie vera|vivian viv|wendy gwen|winifred winnie fred|xavier javier xavi|antoinette toni|anthony toni|
alexandra sandra sasha alex lexie|alexander al lex xan|andrea drea andie|angelica angie|augustus gus august|
bartholomew bart|calvin cal|cameron cam|cecilia celia cissy|chester chet|clarence clare|cornelius neil|curtis curt|
cyrus cy|darrell daryl|dominic dom nick|ebenezer eben|ernest ernie|felicia fel|ferdinand ferdie|franklin frank|
gerard jerry gerry|gordon gordy|guillermo memo guille|gustavo gus tavo|hector tito|hubert hugh bert|ignacio nacho|
isidore izzy|jeremy jem jerry|jesus chuy|jorge coque|juan juancho|julian jules|julius jules|lambert bert|leopold leo|
leroy roy|luis lucho|manuel manny manolo manu|marvin marv|maurice morris|miguel mike migue|mohamed mo|montgomery monty|
morris moe|nelson nels|oliver ollie|oscar ozzy|osvaldo ozzie|rafael rafa|ramon moncho|raul rulo|reginald reg reggie|
reynaldo rey|roland rollie|rudolph rudy rodolfo|salvador chava sal|seymour sy|sidney sid|solomon sol|spencer spence|
stuart stu|terrence terry|tobias toby|vernon vern|warren ren|wesley wes|winston win|abdullah abdallah|
abdul abd|amanda mandie|arnold arnie|barnabas barney|belinda linda|bernadette bernie|bridget biddy|carolyn carol|
clementine clem|constance connie|dorothea dora|edith edie|ellen nell nellie|emma em|ernestine ernie|esther essie|
eva eve evie|georgia georgie|gertrude trudy gert|gwendolyn gwen wendy|harriet hattie|helen nell lena|henrietta etta|
hilary hil|isabella bella izzy|jane jenny jan|jean jeannie|juliet julie|kimberly kim|laura laurie|leah lee|lucille lucy|
lydia lyddie|mabel may|madeline maddy|marcella marcy|marianne mary anne|marjorie marge|matilda tilly mattie|
minerva minnie|miranda mandy|miriam mimi|muriel mur|nellie ellen|octavia tavia|pauline polly|prudence prue|regina gina|
ruth ruthie|selina lena|shirley shirl|sylvester sly|theodora dora|tiffany tiff|wilhelmina mina willie
"""


_MORE_GROUPS = """
aaron ron ronnie erin|abraham abe bram|adelaide addie ada della heidi|adeline addie|agatha aggie|agnes aggie nessa|
alastair alec al|alberta bertie allie|alfonso alonzo al|alison allie|alonzo lonnie lon|althea thea|alvin al vinny|
amelia amy millie emily|anastasia stacy tasha nastya|andrew randy|annabelle bella|annette nettie|antonia toni netta|
arabella bella|archibald archie|arlene lena|armando mando|augustine gus austin|aurora rory|benedict ben|
benjamin jamie|bertram bert|bethany beth|beverly bev|bridget bridie|calvin vin|camille cammie millie|candace candy|
cassandra cassie sandra|catherine cat trina|charlotte charlie lottie char|cheryl cher|clayton clay|clifton cliff|
clinton clint|conrad con|cordelia delia|crystal chris|danielle dani|darlene lena|delbert bert|dolores lola|
derrick rick eric|desmond des|diane di|dominick nick|dustin dusty|edgar ed eddie|elbert bert|eleanor lenora ella|
elijah lige|elizabeth lib libby lisa bessie betsy lizabeth ellie|elwood woody|emmanuel manny manuel|eric ricky rick|
erica ricky|eugenia genie|evelyn evie lynn|ezekiel zeke|faith fay|fernando fern nando|francis frankie fran|
frederica freddie|gareth gary gaz|garrett gary|geraldine geri dina jerry|gillian jill|giovanni gio|griffith griff|
harvey harve|howard howie|immanuel manny|irving irv|irvin irv|israel izzy|jackson jack|jacob jay|janice jan|
jedediah jed|jefferson jeff|jerome jerry|jordan jordy|kendall ken|kristine kris tina|kristopher kris|lancelot lance|
lavinia vinnie|leander lee|leonora nora|leslie les|lester les|letitia letty tish|lincoln link|lindsay lindy|
loretta lori retta|lucas luke|lucinda lucy cindy|luther luke|mackenzie mac kenzie|magdalena lena maggie|malcolm mal|
margaret daisy madge|marjorie margie|marshall marsh|mathilda tilda|maureen mo|maxine max|melinda mindy linda|melvin mel|
michaela mickey|milton milt|moses moe|natalie nat|newton newt|nicole nicky nikki|obadiah obie|olivia ollie|
percival percy|
philippa pippa|quentin quin|randall randy|randolph randy|raphael rafe|rosalie rose|roxanne roxy|russell russ rusty|
sabrina brina|samson sam|sharon shari|sheldon shelly|silas si|simeon simon|stanley stan|thaddeus thad|theophilus theo|
trevor trev|tyler ty|tyrone ty|vanessa nessa|veronica vonnie ron|victoria tori|vincent vin|wallace wally|wilbur will|
wilber will|willard will|wilson will|winfield win|woodrow woody|yvonne vonnie|zebulon zeb|
francisco kiko cisco|jose chepe|jesus chucho|enrique quique kike|eduardo lalo|guadalupe lupe|concepcion concha|
rosario charo|ernesto neto|rodrigo rigo|humberto beto|roberto beto|alberto beto|santiago santi chago|isabel chavela|
consuelo chelo|antonio tono|josefa pepa|teresa tere|gabriela gaby|ana anita|carmen carmela|luis wicho|rosa rosita|
alexander aleksandr alek alik sanya shura|aleksei alyosha lyosha|anatoly tolya|boris borya|valentin valya|viktor vitya|
vitaly vitalik|gennady gena|georgy zhora gosha|grigory grisha|ilya ilyusha|kirill kirya|leonid lenya|petr petya|
roman roma|semyon senya|stepan styopa|fedor fedya|yakov yasha|irina ira|elena lena|ksenia ksyusha|lidia lida|
lyubov lyuba|
nadezhda nadia|oksana ksana|polina polya|raisa raya|tamara toma|yulia yulya|anastasiya nastya|
mohammed hamada|ibrahim brahim abraham|ismail ishmael|yaqub jacob yakub|dawud david daoud|sulayman solomon suleiman|
musa moses moussa|harun aaron haroun|zakariya zachary|mikail michael|jibril gabriel
"""

_STILL_MORE_GROUPS = """
abigail gail nabby|alexis lexi lex|alfred freddy|alice elsie|allison ally allie|alyssa lissa|amanda manda|amelia mel|
anastasia stasia ana|anderson andy|andre drea|andrea andi|angelina angie lina|ann nan|anna nan|anthony ant|
antonia tony|antonio ant toni|ashley ash|barbara barbie bobbie|beatrice trisha|benjamin benjy bennie|bernard barney|
bertha bertie|bradford ford|brenda brandy|brian bryan|brittany britt|cameron cam ron|campbell cam|
caroline cassie lynn|carolyn carrie cassie lynn|cassandra cass|catherine cassie katy kay kit lena|cedric rick|
charles chick|charlotte lotta sherry|christian chris kit|christina chrissy christy kris|
christine chrissy christy kris|christoph chris|christopher kris topher|clara clarissa|claudia claud|clement clem|
clifford ford|conrad connie|corinne cora|cornelia corny nelia nell|courtney court|crystal crys|daniel danny dani|
daniela dani|david day davy|debra debbie deborah|derek rick|diana di|diane dee|donald donny|donovan don donnie|
dorothy dora dodie|duncan dunk|edgar eddy|eduardo eddy edu|edward eddy|edwin eddy|eileen helen|eleanor ellen nelly|
elena helen lena|elias eli lias|elisa lisa|elizabeth liza lizzy bessy elsie lise|ellen helen|elvira elvie|emil em|
emily mel|esther hester hetty|eugenio gene|evelyn eve ev|felicia felix|ferdinand freddy nando|florence flossie flora|
frances francie frankie|francisco frank fran|frederick derick freddie rick|frederic fred|gabriel gabby gabe|
gabriela gaby gabby|garrett garry|genevieve jenny gen|georgina gina|gerardo jerry|gilberto gil beto|
gretchen greta margaret|gregory greggy|hannah nan|harold hap|harrison harry|heather hetty|helen ella ellie|
helena lena nell ellen|henrietta hetty|henry hap|herman harman|howard hal|isaac zak|isabel bella belle|
isabelle bella belle|jacob jaap|jacqueline jack|jakob jake|jane janie jean|janet jessie|jean jeannie jane|
jeanette jean nettie|jeanne jeannie|jennifer jennie|jeremiah jerry jem|jeremy jez|jessica jessie|jillian jill|
joann jo|joanna jo joan jody|johanna jo hanna|johannes johnny hannes jan hans|john jonny|jonathan nathan|joseph jody|
josephine fina josey|juanita nita|judith jude|julia jules jill|julian jule|julie jules|justina tina|
katarina katya tina|katelyn kate kay|katherine cassie trina lena|kathleen cathy kathy kay kitty|kendra kenny|
kenneth kendrick|kevin kev|kristen kris chris|kristin kris chris|laurence lonny|lauren laurie|leonard leon|leroy lee|
levi lee|lillian lilly|linda lynn|louis louie|louise eliza|lucia lucy|lucille lou|madison maddy|manuel emanuel|
marcus marc|margaret midge margery gretta|margarita peggy daisy madge|marguerite peggy daisy|marian mary|marie mae|
marilyn mary|marion mary|martha marty mattie|martina tina|mary mae mamie molly polly mitzi|matthew mattie thias|
matthias matt thias|maureen molly|maurice morey|maxwell max|megan meg|melinda lynn|melissa lisa lissa milly|
mercedes mercy merche|michael micah mikey|michelle chelle shelley|miguel miki|mildred milly|miranda randy mira|
monica mona|moses mose moss|nancy nanny|natalie nattie|nathan nat|nathaniel than|nicholas nico|nicolas nico nick|
nicole cole nico|nikita nik|norbert bert|olivia via|orlando roland|patricia patsy tricia trisha|patrick patsy|
paul polly|paula lina polly|paulina lina|peter pate|philip pip|priscilla prissy|rachel shelly|ramona mona|
randolph dolph|raphael ralph rafi|rebecca becca reba|regina reggie|ricardo ricky rick|richard ricky dickie|
robert bill robby rupert|roberta bertie|rodney rod|roger rod|roland rollo|ronald ronny naldo|rosa rose|
rosemary rosie marie|roxanne rose|salvador sally|salvatore sal|samantha sammy|samuel sammie|sanford sandy|
savannah anna|scott scotty|serena rena|shannon shan|sheldon shel|shirley lee|sidney syd|simon si|solomon sal|
stacey anastasia|stephan steve|stephanie annie stevie|steven stevie|sullivan sully|susan hannah sukey|suzanne suzy|
sydney sid|tabitha tabby|teresa tessa|theresa tessa tess|timothy timmie|tobias tobe|ulrich uli|valentine val|
vanessa vanna|victor vitya|victoria tory|vincent vic vinnie|vincenzo enzo vince|virginia ginger|vivian vi|
wilhelm willy will|wilhelmina wilma|william willy wil|willis bill|wilma billie|wilson willie|zachary zac zak|
roscoe ross|robin rob|adrian rian ade|agnes inez nessie|arthur artie|augusto gus|bernardo bernie|bruno bru|
cristina cris tina|cristian cris|domingo mingo|ernest ern|fabian fabi|federico fede|fernanda fer nanda|fernando fer|
geraldo gerry|german hermann|gonzalo gonza chalo|gregorio goyo greg|guillermo willy|hernando nando|jaime jimmy|
joaquin quino|jose chema|juan juanito|lorenzo loren|luisa lu|manuela manoli|marcelo chelo|mariano nano|mauricio mau|
maximiliano maxi|natalia nati|nicolas nico|pascual pascal|rogelio roger|salomon solomon|sebastian seba|soledad sole|
tomas tommy|vicente chente|victoriano victor|arkady arkasha|artem tyoma|denis deniska|elizaveta liza|
evgenia evgeniya zhenya|fedor fedya|galina galya|gleb glebushka|ilya ilyukha|innokenty kesha|kirill kirya|
kristina kris|lyudmila mila|maksim max|margarita rita|marina marisha|mikhail misha mike|nikita nikitos|oleg olezhka|
pavel pasha|pyotr petya|rostislav slava|ruslan rusik|stanislav stas|stepan stiopa|svyatoslav slava|valeria lera|
veronika nika|viktoria vika|vitaliy vitalik|vsevolod seva|yaroslav slava yarik|yegor egorka|yelena lena|zakhar zahar
"""


def _partners() -> dict[str, frozenset[str]]:
    partners: dict[str, set[str]] = {}
    tables = (_GROUPS, _MORE_GROUPS, _STILL_MORE_GROUPS, FAMILY_SPELLINGS)
    for group in (set(names.split()) for table in tables for names in table.split("|")):
        for name in group:
            partners.setdefault(name, set()).update(group)
    return {name: frozenset(others - {name}) for name, others in partners.items()}


PARTNERS = _partners()
"""Other forms of a given name, and other spellings of a Chinese family name, by its form."""
_FEMININE = re.compile(r"\w*(?:a|elle|ette|enne|eline|[^aeiou]ine|iane|oise)")


def is_feminine(word: str) -> bool:
    """Whether a word ends as women's names do in Slavic and Romance languages.

    >>> is_feminine("michelle"), is_feminine("michel")
    (True, False)
    """
    return bool(_FEMININE.fullmatch(word))
