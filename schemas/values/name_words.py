"""The words that tell persons, organisations and running text apart; how a name is taken apart is in names."""

from __future__ import annotations

import re

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
    technical physics chemistry biology medicine law history engineering agency's bulletin review journal report
    reports papers series limited
    """.split()
)
_CONNECTING = frozenset("of for on the at für pour para sur sobre against without sans".split())
_BUILT = re.compile(
    r"\w{4,}(?:universität|institut|ministerium|gesellschaft|verband|stiftung|zentrum|verlag|kommission|bundesamt|akademie|universiteit|verein)s?",
    re.I,
)
_ASIAN = re.compile(
    r"大学|大學|研究所|研究院|委员会|委員会|委員會|协会|協会|協會|学会|學會|中心|公司|出版社|图书馆|政府|部$|연구원|연구소|대학교|학회|위원회|센터"
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_LEGAL = re.compile(r"(?:^|[\s,])(?:e\.\s?V\.|S\.\s?A\.|S\.p\.A\.|B\.V\.|Inc\.?|Ltd\.?|Co\.|AG|LLP)$")


def looks_corporate(text: str) -> bool:
    """Tell whether a name is that of an organisation by its words; organisations that bear names like persons stay unseen."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not _STRONG.isdisjoint(words):
        return len(words) > 2 or not _is_inverted(text)
    weak = sum(word in _WEAK for word in words)
    if weak > 1 or (weak and (len(words) > 3 or any(c.isdigit() for c in text))):
        return "," not in text or weak > 1 or len(words) > 4
    if len(words) > 2 and any(word in _CONNECTING for word in words[1:-1]):
        return True
    if weak == 1 and words[0] == "the":
        return True
    return any((
        text[-1:] in ".VAGo" and _LEGAL.search(text),
        any(len(word) > 9 for word in words) and _BUILT.search(text),
        not text.isascii() and _ASIAN.search(text),
    ))  # fmt: skip


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

DEGREES = re.compile(
    r"(?:[,\s]+(?:Ph\.?\s?D\.?|M\.\s?D\.?|MD|D\.?Phil\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?B\.?A\.?|M\.?P\.?H\.?|MPhil|M\.A\.|B\.A\.|MA|BA|LL\.?M\.?|LL\.?D\.?|J\.?D\.?|Ed\.?D\.?|Dr\.?P\.?H\.?"
    r"|FRCP|FRS|FRCS|MRCP|RN|CBE|OBE|MBE|Esq\.?|S\.?J\.?|O\.?P\.?|Dr\.? rer\.? nat\.?|et al\.?|u\.\s?a\.|et\.? al))+\.?$"
)
TITLES = re.compile(
    r"(?:(?:Univ\.-)?Prof(?:essor(?:in)?)?\b\.?|Dr(?:s)?\b\.?(?:-Ing\.|\s?(?:med|phil|rer|h)\.(?:\s?(?:nat|pol|c|dent)\.)*)?|Doctor\b|Mr\b\.?|Mrs\b\.?|Ms\b\.?|Mme\b\.?|Herr\b|Frau\b"
    r"|Dipl\.-\w+\.?|PD\b|Priv\.-Doz\.|Hon\.|Rev\.|Sir\b|Dame\b|Lord\b|Ambassador\b|Gen\.|Col\.|Lt\.|Ing\.|Assoc\.|Mag\.)\s+(?=\S)"
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

_GLUED = re.compile(r"(?<=[^\W\d_])[\d¹²³⁰⁴-⁹*†‡§,]+$")
_RUNNING = frozenset(
    """
    a an the of and or in on for to from with by at as is are was be how why what when who its their his her
    this that these through between into under
    der die das und oder ein eine für mit von zur zum über aus bei nach nicht les des une et ou dans pour par
    sur avec aux est el los las una y o en por
    para con del sobre il gli un uno nel nella per che come het een voor met
    introduction conclusion conclusions preface foreword index notes bibliography contents abstract summary
    figures tables appendix annex glossary
    acknowledgements acknowledgments references editorial references chapter part section volume issue page
    pages download read more view pdf full text
    cite save share email print search home about contact menu login log news events publications publication
    reports report paper papers policy brief
    research article review open access table front back matter cover copyright isbn issn doi published
    publisher date keywords login register subscribe
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday
    europe european union russia china security strategy crisis war peace case study analysis overview
    """.split()
)
_ENDINGS = re.compile(
    r"\w{3,}(?:tion|tions|sion|sions|ness|ology|graphy|ities|ments|isms?|ungen|keit|heit|schaft|ical|ional|ysis|ización|ação)|\w{5,}ics",
    re.I,
)
INITIALS = re.compile(r"(?:[^\W\d_a-zß-ÿ]{1,2}|[A-Z][a-z])\.?(?:[\s.-]{0,2}[^\W\d_a-zß-ÿ]\.?){0,4}")
"""Initials in any spacing: J., J.M., J. M., JM, J-M, Yu."""


def looks_like_name(text: str) -> bool:
    """Tell whether a line can be one name: an organisation, or two to six words that begin as names do and are no running text."""
    text = _GLUED.sub("", text.strip())
    if not 3 < len(text) < 90 or any(mark in text for mark in ":!?=@<>|_\n\t"):
        return False
    if looks_corporate(text):
        return True
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= 6 or text.count(",") > 2 or text[-1] in ",-":
        return False
    gerund = words[0].endswith("ing") and len(words[0]) > 5 and words[0].isalpha()
    return text[0].isalpha() and not gerund and all(_name_word(word) for word in words)


def _name_word(word: str) -> bool:
    if len(word) < 9 and INITIALS.fullmatch(word):
        return len(word) > 1 or word not in "AEIOUY" or not word.isascii() or word == "A"
    bare = word.strip(".'’‘()*†‡¹²³")
    if not bare or bare.lower() in PARTICLES:
        return bool(bare)
    if bare.lower() in _RUNNING or not all(c.isalpha() or c in "-'’.‐" for c in bare):
        return False
    cased = bare[0].isupper() or not bare[0].islower() or bare[:2] in ("d'", "d’", "l'", "l’")
    return cased and (word[-1] != "." or len(word) < 5) and not _ENDINGS.fullmatch(bare)
