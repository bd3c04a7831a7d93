# ruff: noqa: E501 - a long table of words reads best as text
"""Countries and large regions in names of organisations: by their names, their people and their adjectives.

Two countries are two countries, however alike they are written: the government of *Estonia* is not a misspelt one of
*Ethiopia*. Written for this project from general knowledge; a place that is missing is merely compared as a word.
"""

from __future__ import annotations

_PLACES = """
afghanistan afghan afghani|albania albanian|algeria algerian algerie|andorra andorran|angola angolan|argentina argentine argentinian|
armenia armenian|australia australian|austria austrian osterreich|azerbaijan azerbaijani azeri|bahamas bahamian|bahrain bahraini|
bangladesh bangladeshi bengali|barbados barbadian|belarus|belgium belgian belgique|belize belizean|benin beninese|bermuda bermudian|
bhutan bhutanese|bolivia bolivian|bosnia bosnian|botswana|brazil brazilian brasil brasileira brasileiro|brunei bruneian|bulgaria bulgarian|
burkina burkinabe|burundi burundian|cambodia cambodian|cameroon cameroonian cameroun|canada canadian|chad chadian|chile chilean|china|
colombia colombian colombiana colombiano|comoros comorian|congo congolese|croatia croatian hrvatska|cuba cuban cubana|cyprus cypriot|
czech czechia|denmark danish danmark|djibouti djiboutian|dominica dominican dominicana|ecuador ecuadorian ecuatoriana|egypt egyptian misr|
emirates emirati|england english|eritrea eritrean|estonia estonian eesti|eswatini swaziland swazi|ethiopia ethiopian|fiji fijian|
finland finnish suomi|france french francaise|gabon gabonese|gambia gambian|georgia georgian|germany german deutschland deutsche deutscher|
ghana ghanaian|gibraltar|greece greek hellenic hellas|grenada grenadian|guatemala guatemalan|guinea guinean|guyana guyanese|haiti haitian|
honduras honduran|hungary hungarian magyar|iceland icelandic|india indian|indonesia indonesian|iran|iraq iraqi|ireland irish|israel israeli|
italy italian italia italiana|jamaica jamaican|japan japanese nippon nihon|jordan jordanian|kazakhstan kazakh|kenya kenyan|korea|
kosovo kosovan|kuwait kuwaiti|kyrgyzstan kyrgyz|laos lao laotian|latvia latvian latvijas|lebanon lebanese liban|lesotho|liberia liberian|
libya libyan|liechtenstein|lithuania lithuanian lietuvos|luxembourg|macau macao|macedonia macedonian|madagascar malagasy|malawi malawian|
malaysia malaysian|maldives maldivian|malta maltese|mauritania mauritanian|mauritius mauritian|mexico mexican mexicana mexicano|
moldova moldovan|monaco|mongolia mongolian|montenegro montenegrin|morocco moroccan maroc|mozambique mozambican|
myanmar burma burmese|namibia namibian|nepal nepalese nepali|netherlands dutch nederland holland|nicaragua nicaraguan nicaraguense|
niger nigerien|nigeria nigerian|norway norwegian norge norsk|oman omani|pakistan pakistani|palestine palestinian|panama panamanian panamena|
paraguay paraguayan|peru peruvian peruana|philippines philippine filipino|poland polish polska polski|portugal portuguese portuguesa|
qatar qatari|romania romanian|russia|rwanda rwandan|samoa samoan|saudi|scotland scottish|senegal senegalese|serbia serbian srbija|
seychelles seychellois|singapore singaporean|slovakia slovak slovensko|slovenia slovenian slovenija|somalia somali|spain spanish espana espanola|
sudan sudanese|suriname surinamese|sweden swedish sverige svenska|switzerland swiss schweiz suisse|syria|taiwan taiwanese|
tajikistan tajik|tanzania tanzanian|thailand thai|togo togolese|tonga tongan|tunisia tunisian|turkey turkish turkiye turk|
turkmenistan turkmen|uganda ugandan|ukraine ukrainian|uruguay uruguayan|usa|uzbekistan uzbek|vanuatu|vatican|venezuela venezuelan venezolana|
vietnam vietnamese viet|wales welsh|yemen yemeni|zambia zambian|zimbabwe zimbabwean|
africa african|america|asia asian|arab|caribbean|europe|balkan balkans|scandinavia scandinavian nordic
"""
PLACES = {word: number for number, group in enumerate(_PLACES.split("|")) for word in group.split()}
"""The number of the place that a word of an organisation's name, in its one form (:mod:`meanings`), stands for."""
