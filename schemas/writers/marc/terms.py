"""Words of the language that a record is catalogued in: carriers of RDA, extents, places in a host, relators."""

from __future__ import annotations

from typing import NamedTuple


class Terms(NamedTuple):
    """Terms in one language; `roles` are terms of MARC relator codes, as RDA words them."""

    text: str
    dataset: str
    computer: str
    online: str
    unspecified: str
    page: str
    pages: str
    volume: str
    issue: str
    thesis: str
    chapter: str
    paper: str
    full_text: str
    cover: str
    roles: dict[str, str]


_ENGLISH = """
aut author|aui author of introduction, etc.|art artist|cmp composer|com compiler|cph copyright holder|cre creator|ctb contributor|ctg cartographer
cur curator|dgg degree granting institution|dgs degree supervisor|drt director|dst distributor|edc editor of compilation|edt editor|fnd funder
his host institution|ill illustrator|isb issuing body|ive interviewee|ivr interviewer|nrt narrator|orm organizer|pbd publisher director|pbl publisher
pht photographer|prd production personnel|pro producer|prt printer|res researcher|rev reviewer|rth research team head|spn sponsoring body|ths thesis advisor
trl translator|win writer of introduction|wpr writer of preface|dtc data contributor|dtm data manager|pdr project director|rpy responsible party
"""
_GERMAN = """
aut Verfasser|aui Verfasser eines Geleitworts|art Künstler|cmp Komponist|com Zusammenstellender|cph Copyright-Inhaber|cre Geistiger Schöpfer
ctb Mitwirkender|ctg Kartograf|dgg Grad-verleihende Institution|dgs Akademischer Betreuer|dst Vertrieb|edt Herausgeber|edc Herausgeber|fnd Geldgeber
his Gastgebende Institution|ill Illustrator|isb Herausgebendes Organ|ive Interviewter|ivr Interviewer|orm Veranstalter|pbl Verlag|pht Fotograf
prt Drucker|res Forscher|rev Rezensent|spn Sponsor|ths Akademischer Betreuer|trl Übersetzer|win Verfasser einer Einleitung|wpr Verfasser eines Vorworts
"""
_FRENCH = """
aut auteur|art artiste|cmp compositeur|com compilateur|cph détenteur du droit d'auteur|cre créateur|ctb collaborateur|ctg cartographe
dgg organisme délivrant le grade|dgs directeur de thèse|dst distributeur|edt éditeur intellectuel|edc éditeur intellectuel|fnd bailleur de fonds
his organisme hôte|ill illustrateur|isb organisme de publication|ive personne interviewée|ivr intervieweur|orm organisateur|pbl éditeur
pht photographe|prt imprimeur|res chercheur|rev critique|spn organisme de parrainage|ths directeur de thèse|trl traducteur|win auteur de l'introduction|wpr préfacier
"""
_SPANISH = """
aut autor|art artista|cmp compositor|com compilador|cph titular del derecho de autor|cre creador|ctb colaborador|ctg cartógrafo
dgg institución que otorga el título|dgs director de tesis|dst distribuidor|edt editor|edc editor de la compilación|fnd financiador
his institución anfitriona|ill ilustrador|isb organismo emisor|ive entrevistado|ivr entrevistador|orm organizador|pbl editorial
pht fotógrafo|prt impresor|res investigador|rev reseñador|spn organismo patrocinador|ths director de tesis|trl traductor|win autor de la introducción|wpr autor del prólogo
"""
_ITALIAN = """
aut autore|art artista|cmp compositore|com compilatore|cph titolare del copyright|cre creatore|ctb collaboratore|ctg cartografo|dgs relatore
dst distributore|edt curatore|edc curatore|fnd finanziatore|ill illustratore|isb ente emittente|ive intervistato|ivr intervistatore|orm organizzatore
pbl editore|pht fotografo|prt stampatore|res ricercatore|rev recensore|spn sponsor|ths relatore|trl traduttore|win autore dell'introduzione|wpr autore della prefazione
"""
_DUTCH = """
aut auteur|art kunstenaar|cmp componist|com samensteller|cph auteursrechthebbende|cre maker|ctb medewerker|ctg cartograaf|dgs promotor
dst distributeur|edt redacteur|edc redacteur|fnd financier|ill illustrator|isb uitgevende instantie|ive geïnterviewde|ivr interviewer|orm organisator
pbl uitgever|pht fotograaf|prt drukker|res onderzoeker|rev recensent|spn sponsor|ths promotor|trl vertaler|win auteur van inleiding|wpr auteur van voorwoord
"""


def _roles(text: str) -> dict[str, str]:
    return {
        code: term
        for code, _, term in (one.partition(" ") for line in text.strip().splitlines() for one in line.split("|"))
    }


TERMS = {
    "eng": Terms("text", "computer dataset", "computer", "online resource", "unspecified", "page", "pages", "Vol.", "no.", "Thesis", "Chapter", "Conference paper",
                 "Full text", "Cover", _roles(_ENGLISH)),
    "ger": Terms("Text", "Computerdaten", "Computermedien", "Online-Ressource", "nicht spezifiziert", "Seite", "Seiten", "Band", "Heft",
                 "Hochschulschrift", "Kapitel", "Konferenzbeitrag", "Volltext", "Umschlag", _roles(_GERMAN)),
    "fre": Terms("texte", "jeu de données informatiques", "informatique", "ressource en ligne", "non spécifié", "page", "pages", "Vol.", "no",
                 "Thèse", "Chapitre", "Communication de conférence", "Texte intégral", "Couverture", _roles(_FRENCH)),
    "spa": Terms("texto", "conjunto de datos informáticos", "computadora", "recurso en línea", "sin especificar", "página", "páginas", "Vol.",
                 "no.", "Tesis", "Capítulo", "Ponencia", "Texto completo", "Cubierta", _roles(_SPANISH)),
    "ita": Terms("testo", "dataset elettronico", "computer", "risorsa online", "non specificato", "pagina", "pagine", "Vol.", "n.", "Tesi",
                 "Capitolo", "Contributo in atti di convegno", "Testo completo", "Copertina", _roles(_ITALIAN)),
    "dut": Terms("tekst", "computerdataset", "computer", "online bron", "ongespecificeerd", "pagina", "pagina's", "Vol.", "nr.", "Proefschrift",
                 "Hoofdstuk", "Conferentiebijdrage", "Volledige tekst", "Omslag", _roles(_DUTCH)),
}  # fmt: skip
"""By the MARC code of the language (040 $b)."""
