"""The words that tell persons and organisations apart; how a name is taken apart is in names, what a line is in name_lines."""

from __future__ import annotations

import re
from functools import lru_cache

# One of these is enough (folded to lower case; never a common family name).
_STRONG = frozenset(
    """
    university universities universität universitaet universidad universidade università universita université
    universiteit universitet uniwersytet
    institute institut instituto istituto instituut institution institutions hochschule fachhochschule akademie
    academy académie accademia academia
    centre zentrum centro centrum ministry ministère ministerium ministerio ministero ministério department
    departamento département dipartimento abteilung
    office bureau agency agence agentur agencia agenzia agência council conseil consejo consiglio conselho
    committee comité comitato ausschuss
    commission kommission comisión commissione comissão association asociación associação associazione society
    société sociedad sociedade gesellschaft
    verein verband foundation stiftung fundación fundação fondation fondazione stichting organization
    organisation organización organizzazione organização
    nations consortium collaboration project projekt programme program laboratory laboratoire laboratorium
    library bibliothek bibliothèque biblioteca museum muséum
    musée museo faculty fakultät faculté facultad corporation company inc ltd llc gmbh plc authority
    administration secretariat government parliament
    parlament parlement parlamento amt ministries congress assembly federation fédération confederation
    bundesamt landesamt forum fórum foro partnership workshop conference
    symposium directorate observatory observatoire observatorio hospital clinic clinics network netzwerk réseau
    publishing publishers verlag editions éditions
    taskforce initiative international amnesty subcommittee dept univ inst nato unesco unicef oecd ocde euiss
    undp unep unhcr sipri cepal
    """.split()
)
# Two of these, or one beside a connecting word: each is a family name too, or common in other names.
_WEAK = frozenset(
    """
    bank group groupe gruppe grupo gruppo school college press union world trust court house board party unit
    service services team national european federal
    royal global united states state states' research science sciences studies policy development security
    health education environment environmental economic
    economics social statistics human rights watch center fund funds food working task force medical technology
    energy water trade labour labor police army
    navy church club league alliance division section systems system panel central american african asian
    british german french public affairs
    strategic defence defense cooperation peace climate culture cultural information media news editors
    editorial staff authors contributors members
    technical physics chemistry biology medicine law history engineering agency's limited
    """.split()
)
_CONNECTING = frozenset("of for on the at für pour para sur sobre against without sans".split())
_STEMS = tuple(
    "universität institut ministerium gesellschaft verband stiftung zentrum verlag kommission bundesamt akademie universiteit verein".split()
)  # fmt: skip
_BUILT = re.compile(rf"\w{{4,}}(?:{'|'.join(_STEMS)})s?", re.I)
_ASIAN = re.compile(
    r"大学|大學|研究所|研究院|委员会|委員会|委員會|协会|協会|協會|学会|學會|中心|公司|出版社|图书馆|政府|مركز|معهد|جامعة|مؤسسة|وزارة|منظمة|جمعية|部$|연구원|연구소|대학교|학회|위원회|센터"
)
_TELLING = _STRONG | _WEAK | _CONNECTING
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_LEGAL = re.compile(r"(?:^|[\s,])(?:e\.\s?V\.|S\.\s?A\.|S\.p\.A\.|B\.V\.|Inc\.?|Ltd\.?|Co\.|AG|LLP)$")


def has_corporate_words(text: str) -> bool:
    """Tell whether words that only organisations bear are in a text, however it is set."""
    words = [word.lower() for word in _WORD.findall(text)]
    return not _STRONG.isdisjoint(words) or sum(word in _WEAK for word in words) > 1 or _built(text, words)


def _built(text: str, words: list[str]) -> bool:
    return bool(
        (text[-1:] in ".VAGoP" and _LEGAL.search(text))
        or (max(map(len, words), default=0) > 9 and _has_stem(text.lower()) and _BUILT.search(text))
        or (not text.isascii() and _ASIAN.search(text))
    )


def _has_stem(text: str) -> bool:
    return any(stem in text for stem in _STEMS)


@lru_cache(maxsize=4096)
def looks_corporate(text: str) -> bool:
    """Tell whether a name is that of an organisation by its words; those that bear names like persons stay unseen."""
    if text.isascii():
        words = text.lower().replace(",", " ").replace(".", " ").replace("-", " ").split()
        if _TELLING.isdisjoint(words) and "".join(words).isalpha():  # most names: nothing else needs to be looked at
            return _built(text, words)
    words = [word.lower() for word in _WORD.findall(text)]
    if not _STRONG.isdisjoint(words):
        return len(words) > 2 or not _is_inverted(text)
    weak = 0 if _WEAK.isdisjoint(words) else sum(word in _WEAK for word in words)
    if weak > 1 or (weak and (len(words) > 3 or any(c.isdigit() for c in text))):
        return "," not in text or weak > 1 or len(words) > 4
    if len(words) > 2 and not _CONNECTING.isdisjoint(words[1:-1]):
        return True
    return (weak == 1 and words[0] == "the") or _built(text, words)


def _is_inverted(text: str) -> bool:
    """ "Forum, Carl" is a person."""
    family, comma, given = text.partition(", ")
    return bool(comma) and " " not in family and " " not in given


PARTICLES = frozenset(
    """
    af al am an auf aus av bin ben bint d' da das de degli dei del della delle den der des di do dos du e el het
    ibn in la las le les lo los of op 't ten
    ter ul und van vom von y zu zum zur zou abu bar mac ap ó ní st. st
    """.split()
)
"""Words within family names that are written small; with a capital ("Van Hyning") only those of PROUD are."""

PROUD = frozenset("Van Von De Del Della Di Da Dos Du La Le Ten Ter Den St. Saint Mc Al El Abu Ben Bin Ibn".split())

# Family names that stand first in names written without comma, so that the order of "Zhang Wei" or "Yang Li" stays unknown.
FAMILY_FIRST = frozenset(
    """
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang
    deng han feng cao peng zeng xiao tian
    dong pan yuan cai jiang yu du ye cheng wei su lu lü ding ren shen yao jin fu zhong tan fan shi hou meng qin
    gu bai cui kang mao qiu hao shao wan
    dai gong wen fang yin xia zou shao lei long tao kim lee park choi jung jeong kang cho yoon jang lim shin
    kwon hwang ahn nguyen nguyễn tran trần le lê
    pham phạm huynh phan vu vo dang bui ngo duong ho chan wong cheung lau leung ng chow tsai chang hsu hsieh kuo
    wu lai tseng nagy kovács tóth szabó horváth varga
    kiss molnár németh farkas
    """.split()
)

PLACES = frozenset(
    "middle east|near east|far east|north africa|south africa|east africa|west africa|central africa|southern africa|sub-saharan africa|south asia|"
    "southeast asia|east asia|central asia|north asia|asia pacific|indo-pacific|latin america|north america|south america|central america|united states|"
    "united kingdom|great britain|united nations|european union|western balkans|eastern europe|western europe|central europe|northern europe|southern europe|"
    "south caucasus|new zealand|north korea|south korea|saudi arabia|sri lanka|costa rica|hong kong|puerto rico|sierra leone|burkina faso|el salvador|"
    "new york|los angeles|san francisco|washington dc|united arab emirates|papua new guinea|bosnia herzegovina|czech republic|black sea|persian gulf|"
    "naher osten|mittlerer osten|naher und mittlerer osten|moyen orient|amérique latine|oriente medio|américa latina|estados unidos|asie pacifique".split(
        "|"
    )
)
"""Places of two words or more, as stand in menus and among topics: they look like names of persons."""

DEGREES = re.compile(
    r"(?:[,\s]+(?:Ph\.?\s?D\.?|M\.\s?D\.?|MD|D\.?Phil\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?B\.?A\.?|M\.?P\.?H\.?|MPhil|M\.A\.|B\.A\.|MA|BA|LL\.?M\.?|LL\.?D\.?|J\.?D\.?|Ed\.?D\.?|Dr\.?P\.?H\.?"
    r"|FRCP|FRS|FRCS|MRCP|RN|CBE|OBE|MBE|Esq\.?|S\.?J\.?|O\.?P\.?|Dr\.? rer\.? nat\.?|et al\.?|u\.\s?a\.|et\.? al))+\.?$"
)
TITLES = re.compile(
    r"(?:(?:Univ\.-)?Prof(?:essor(?:in)?)?\b\.?|Dr(?:s)?\b\.?(?:-Ing\.|\s?(?:med|phil|rer|h)\.(?:\s?(?:nat|pol|c|dent)\.)*)?|Doctor\b|Mr\b\.?|Mrs\b\.?|Ms\b\.?|Mme\b\.?|Herr\b|Frau\b"
    r"|Dipl\.-\w+\.?|PD\b|Priv\.-Doz\.|Hon\.|Rev\.|Sir\b|Dame\b|Lord\b|Ambassador\b|Gen\.|Col\.|Lt\.|Capt\.|Cdr\.|Maj\.|Adm\.|\(?[Rr]et(?:d|ired)?\.?\)?|Ing\.|Assoc\.|Mag\.)\s+(?=\S)"
)
SUFFIX = re.compile(r",?\s+(Jr\.?|Sr\.?|Junior|II|III|IV|Jnr\.?|Snr\.?|jr\.?|fils)(?=,|$)")
ROLES = {
    "edt": "ed eds editor editors edited hrsg hg herausgeber herausgeberin éd éds éditeur ed.lit coord coordinator dir director curator a.cura.di",
    "trl": "trans transl translator übers übersetzer traducteur traductor tr",
    "ill": "ill illustrator illustrations",
    "ctb": "contributor contrib",
    "aut": "author authors autor autorin auteur auteure autore",
    "pbl": "publisher",
}
ROLE_OF = {word: code for code, words in ROLES.items() for word in words.split()}

INITIALS = re.compile(r"(?:[^\W\d_a-zß-ÿ]{1,2}|[A-Z][a-z])\.?(?:[\s.-]{0,2}[^\W\d_a-zß-ÿ]\.?){0,4}")
"""Initials in any spacing: J., J.M., J. M., JM, J-M, Yu."""
