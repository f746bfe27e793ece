"""The words that label values on pages, by field, in several languages; where labels and their values stand is in labels."""

from __future__ import annotations

import re
from functools import lru_cache

_LABELS = {
    "issued": "data publikacji|data wydania|data opublikowania|ano|ano de publicação|ano de edição|data de edição|datum vydání|datum izdavanja|utgivelsesdato|utgivelsesår|publiceringsdatum|publicerad|publisert|publiceret|julkaisupäivä|yayınlanma tarihi|année de publication|année de parution|date de sortie|fecha de publicacion|fecha de emisión|año de publicación|año de edición|data pubblicazione|data di uscita|anno di edizione|jaar|uitgavedatum|дата издания|дата выхода|год публикации|опубликовано|発行年月日|出版年份|出版年月|出版日期|publicatiedatum|verschijningsdatum|jaar van uitgave|année d'édition|année d’édition|date d'édition|utgivningsår|utgiven|utgitt|udgivelsesår|udgivelsesdato|rok vydání|rok vydania|julkaisuvuosi|julkaistu|yayın tarihi|yayın yılı|рік видання|megjelenés éve|anul publicării|anno di pubblicazione|anno|data|تاريخ النشر|تاريخ الإصدار|出版日期|出版时间|出版時間|发布时间|发布日期|发表时间|出版年|発行日|発行年|刊行年|발행일|발행년|출판일|published|zeitliche einordnung|published/created|created/published|year published|publication date|date published|date of publication|date|issued|issue date|date issued|publication year|year of publication|"
    "year|published on|release date|released|posted|posted on|date posted|first published|veröffentlicht|veröffentlicht am|erschienen|erschienen am|"
    "erscheinungsdatum|erscheinungsjahr|datum|jahr|date de publication|publié le|paru le|année|fecha de publicación|fecha|publicado|año|"
    "data di pubblicazione|data de publicação|publicatiedatum|published date|year published|copyright date|publication date and place|date of this version|date written|published/copyright|veröffentlicht/copyright|print publication year|"
    "publicly released|herausgegeben am|publicado el|pubblicato il|publié|paru|date de parution|date de mise en ligne|fecha de edición|pubblicato|publicado em|datum van publicatie|udgivet|utgivningsdatum|"
    "дата|дата публикации|год|год издания|година|rok wydania|date of issue|publication_date|erscheinungstermin|veröffentlichungsdatum|published (print)|print publication date",
    "online": "published online|available online|first published online|online|online since|published online on|online veröffentlicht|"
    "online publication date|epub date|published (online)|erstveröffentlichung|date added|online publication",
    "modified": "last updated|updated|last modified|modified|date modified|revised|last revised|aktualisiert|mis à jour le",
    "submitted": "submitted|received|date submitted|submitted on|eingereicht|reçu le",
    "accepted": "accepted|date accepted|accepted on",
    "authors": "autorin|autorinnen|verfasserinnen|autor(es)|autor/es|autor(a)|autor(as)|autora|autoras|autor(es/as)|autores(as)|autore/i|autore(i)|auteur/s|auteur-e-s|auteur·e·s|auteur.e.s|rédigé par|écrit par|escrito por|redatto da|scritto da|verfasst von|geschreven door|skrevet af|skrevet av|författad av|авторы доклада|авторский коллектив|автор(ы)|autor/ka|autorka|autor:innen|autor*innen|autor_innen|autorinnen und autoren|autor/autorin|report authors|paper authors|编者|主编|작성자|autorzy|tekijä|tekijät|yazar|yazarlar|автор(и)|szerző|szerzők|autorzy publikacji|beteiligt|beteiligte person(en)|beteiligte personen|المؤلف|المؤلفون|المؤلفين|تأليف|إعداد|الكاتب|作者|著者|저자|author|authors|author(s)|written by|by|autor|autoren|autor/in|autor/innen|autor(en)|verfasser|verfasser/in|auteur|auteurs|"
    "auteur(s)|autores|autore|autori|auteur·rice·s|report by|creator|creators|lead author|lead authors|auteures|auteur(e)s|autrices|автор|авторы|автори|person(en)|personen|beteiligte|personal name|personal names|main author|personal author(s)|personal author|corporate author(s)|corporate author|corporate authors|personal authors|"
    "by author|author/s|authored by|report author|report authors|forfatter|forfattere|författare|auteur(s) et contributeurs|autoría|autor/a|autores/as",
    "contributors": "contributor|contributors|with contributions by|mitwirkende|unter mitarbeit von|collaborators|avec la contribution de|con la colaboración de",
    "title": "cím|başlık|nimeke|название документа|naslov|otsikko|title|titel|titre|título|titolo|document title|full title|report title|publication title|tytuł|название|заглавие|titre du document|title and statement of responsibility|title statement|main title",
    "subtitle": "subtitle|sub-title|untertitel|sous-titre|subtítulo|sottotitolo|ondertitel|undertitel|podtytuł|podtitul|подзаголовок",
    "editors": "redakcja|redakcja naukowa|pod redakcją|herausgeberinnen|coordinadora|coordinadoras|coordenação|coordenador|coordenadores|organizadores|editor|editors|editor(s)|edited by|herausgeber|herausgeber/in|hrsg|hrsg.|editores|éditeur scientifique|redaktion|ed.|eds.|eds|herausgeber/innen|herausgeber:innen|hrsg. von|herausgeberin|herausgeberinnen|a cura di|curatore|curatori|sous la direction de|directeur de publication|"
    "coordinación|coordinador|coordinadores|editado por|edición de|organizador|organizadores|organização|redactie|под редакцией|redaktor|redactor|eingeleitet und herausgegeben von",
    "publisher": "издатель|entidad editora|editor institucional|institución editora|institución|instituição|uitgegeven door|publié par|publicado por|pubblicato da|edito da|édité par|utgivare|utgivet av|udgivet af|utgitt av|vydal|herausgegeben durch|herausgeberinstitution|出版单位|出版机构|發行者|uitgeverij|wydawca|vydavatel|nakladatel|julkaisija|kustantaja|yayıncı|yayınevi|utgiver|forlag|видавництво|видавець|kiadó|editura|الناشر|جهة النشر|دار النشر|出版社|出版者|发布机构|発行者|출판사|발행처|publisher|published by|verlag|herausgegeben von|éditeur|editorial|editore|publishing organisation|publishing organization|"
    "publisher name|institution|issuing body|organisation|organization|uitgever|imprint|publishing house|издательство|издател|wydawca|utgiver|udgiver|förlag|editora|casa editrice|maison d'édition|maison d’édition|publishing body|issued by|editor/publisher",
    "series": "nom de la collection|collection / série|seria wydawnicza|série de publicações|nombre de la serie|título de la serie|titolo della collana|naam van de reeks|titel der reihe|название серии|丛书名|叢書名|reeks|seria|edice|sarja|dizi|skriftserie|serie/reeks|серія|sorozat|report series|paper series|السلسلة|丛书|叢書|シリーズ|총서|series|series title|reihe|schriftenreihe|collection|série|colección|serie|journal|journal title|zeitschrift|revue|revista|rivista|"
    "published in|series name|in series|publication series|серия|журнал|источник|in der reihe|collana|part of series|book series|in the series|from the series|part of the book series|series/report no|series/report no.|pub series|"
    "publication series|reihe/zeitschrift|schriften|zeitschrift/reihe|in collection",
    "extent": "количество страниц|страниц|число страниц|объём|descrição física|extensão|extensión|anzahl seiten|anzahl der seiten|seitenanzahl|numero pagine|numero di pagine|n. pagine|n. di pagine|nb pages|nombre de page(s)|pagina's|pagina’s|aantal pagina’s|количество стр.|总页数|頁数|页码|aantal pagina's|aantal pagina’s|aantal bladzijden|omvang|liczba stron|počet stran|sivumäärä|sayfa sayısı|antall sider|sideantal|sidantal|кількість сторінок|oldalszám|numero di pagine|nº de páginas|número de páginas|no. de páginas|عدد الصفحات|页数|頁數|ページ数|쪽수|pages|number of pages|page count|no. of pages|seiten|seitenzahl|umfang|extent|length|pagination|nombre de pages|pagine|páginas|"
    "print length|collation|physical description|page range|page(s)|pages (pdf)|number of page(s)|total pages|print pages|page no.|объем|страницы|страницы (с.)|с.|umfang/format|кол-во страниц|strony|sidor|antal sidor|sider|extension|bibliographic information|phys. desc.|physical desc.|physical details|"
    "description physique|descripción física|descrizione fisica|datos físicos|nb de pages|nb. de pages|pages count|book pages|stránek",
    "comments": "comments",
    "isbn": "isbn|isbn-13|isbn-10|isbn (print)|isbn (pdf)|isbn print|print isbn|e-isbn|eisbn|isbn (online)|isbn (ebook)|ebook isbn|isbn/issn|ean|isbn13|isbn10",
    "issn": "issn|e-issn|eissn|issn (print)|issn (online)|print issn|online issn|issn print|issn online",
    "doi": "doi|digital object identifier|doi link|permalink|persistent link|persistent url|identifier|cite as|citation|suggested citation|"
    "recommended citation|how to cite|persistent identifier|uri|handle|identifier.uri|dc.identifier.uri|url|permanent link|permanent url|download paper|stable url|link to this item|zitieren|pour citer|cómo citar|citar|persistente url|urn",
    "language": "original language|język publikacji|язык издания|idioma original|idioma de publicación|language(s)|publication language|språk i publikasjonen|语种|文种|jazyk|kieli|dil|мова|nyelv|limba|اللغة|语言|語言|言語|언어|язык|sprache(n)|idioma(s)|språk|sprog|język|languages|sprache|sprachen|langue|langues|idioma|lingua|taal|document language",
    "number": "rapportnummer|rapportnr.|rapportnr|numer|numer raportu|numéro du rapport|número de informe|berichtsnummer|nr.|report number(s)|report number|report no|report no.|number|document number|paper number|publication number|series number|no.|nummer|numéro|"
    "working paper no.|band|technical report number|report id|document symbol|volume|symbol|issue number|report numbers|catalogue number|numero|número|номер|heft|bd.|volume/issue|series no.|series no|paper no|paper no.|document no.|document no|technical report",
    "description": "description|beschreibung|notes",
    "statement": "publication|publication info|publication information|publication details|publishing info|publication statement|ort/verlag/jahr|ort, verlag|"
    "veröffentlichungsangabe|publication/distribution|pub. info|imprint statement|edición y fecha|pubblicazione|datos de publicación|adresse bibliographique|editorial:|publisher info",
    "type": "document type|publication type|type|type of publication|dokumenttyp|publikationstyp|type de document|item type|resource type|"
    "content type|publikationsart|tipo de documento|item-type|type of material|material type|tipo|тип|documenttype|pub type|art der publikation",
    "subjects": "trefwoorden|słowa kluczowe|klíčová slova|nyckelord|emneord|asiasanat|anahtar kelimeler|ключевые слова|ключові слова|stichwörter|الكلمات المفتاحية|关键词|關鍵詞|キーワード|키워드|keywords|key words|keyword|subjects|subject|topics|tags|schlagwörter|schlagworte|themen|mots-clés|mots clés|palabras clave|"
    "parole chiave|palavras-chave|subject terms",
    "rights": "license|licence|rights|lizenz|copyright|terms of use|rechte|droits|licencia|usage rights",
    "place": "lieu d'édition|lieu d’édition|miejsce wydania|utgivningsort|luogo di pubblicazione|plaats van uitgave|место издания|place of publication|place|erscheinungsort|ort|lieu de publication|lugar",
    "edition": "edition|auflage|édition|edición",
}  # fmt: skip
LABELS = {word: field for field, words in _LABELS.items() for word in words.split("|")}
"""Label as printed (lower case) -> field."""
_SHAPES = (
    (re.compile(r"\be?-?isbn\b"), "isbn"), (re.compile(r"\be?-?issn\b"), "issn"), (re.compile(r"(?:^|\s)doi$"), "doi"),
    (re.compile(r"(?:print|paperback|hardcover|hardback|pdf|total|number of|no\.? of) pages(?: count)?$"), "extent"),
    (re.compile(r"^(?!about|for |meet|more|all |corresp)(?:.* )?(?:author|creator)(?:\(s\)|s)?$|^(?:person|personne|corporate body) as author$"), "authors"),
    (re.compile(r"(?:^|(?:volume|series|book|report|general|lead|co-|chief|managing) ?)editor(?:\(s\)|s)?$"), "editors"), (re.compile(r"(?:^| )publishers?$"), "publisher"), (re.compile(r" pub(?:lication)? series$"), "series"),
    (re.compile(r"^(?:document|report|publication|paper|series) (?:no|number|code|symbol|id|nr)\.?$"), "number"),
    (re.compile(r"^(?:date|year|month) of (?:publication|issue)$|(?:publication|issue|release) (?:date|year)\b[^\[]{0,10}$"), "issued"),
    (re.compile(r"^languages?\b.{0,14}$"), "language"), (re.compile(r"^type of (?:document|publication|report)$"), "type"),
)  # fmt: skip
"""Labels by their shape, where the table has no such label."""
_IN_SHAPES = ("isbn", "issn", "doi", "pages", "author", "creator", "editor", "publisher", "document ", "report ", "publication ", "paper ",
              "series ", "date", "year", "month", "language", "type of", " pub ")  # fmt: skip
"""What one of these shapes has in it: plain strings spare most lines the patterns."""


_ELEMENTS = {
    "title": "title", "creator": "authors", "contributor": "contributors", "contributor.author": "authors", "contributor.editor": "editors",
    "date.issued": "issued", "issued": "issued", "date": "issued", "identifier.isbn": "isbn", "identifier.issn": "issn", "identifier.doi": "doi",
    "identifier.uri": "doi", "language": "language", "language.iso": "language", "publisher": "publisher", "publisher.place": "place",
    "relation.ispartofseries": "series", "ispartofseries": "series", "relation.ispartof": "series", "format.extent": "extent",
    "rights": "rights", "rights.uri": "rights", "type": "type", "subject": "subjects", "description.edition": "edition",
}  # fmt: skip
"""Elements of Dublin Core, as repositories print their whole records ("dc.contributor.author")."""
_ELEMENT = re.compile(r"(?:dc|dcterms|thesis|local)\.([a-z.]+?)(?:\[\w*\])?")


@lru_cache(maxsize=4096)
def label_of(text: str) -> str | None:
    """Return the field that a label names, None where it names none."""
    if len(text) >= 45:
        return None
    word = text.strip().rstrip(":：").rstrip().casefold()
    if (field := LABELS.get(word)) is not None:
        return field
    if word.startswith("dc") and (element := _ELEMENT.fullmatch(word)):
        return _ELEMENTS.get(element[1])
    if not word or word.count(" ") > 4 or not any(part in word for part in _IN_SHAPES):
        return None
    return next((field for shape, field in _SHAPES if shape.search(word)), None)
