"""Labelled values on the visible page ("Published: May 2020", a dt and its dd) by field; what they mean is read in visible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from harvester.pages.layout import NAV, REFS, Line

_LABELS = {
    "issued": "published|publication date|date published|date of publication|date|issued|issue date|date issued|publication year|year of publication|"
    "year|published on|release date|released|posted|posted on|date posted|first published|veröffentlicht|veröffentlicht am|erschienen|erschienen am|"
    "erscheinungsdatum|erscheinungsjahr|datum|jahr|date de publication|publié le|paru le|année|fecha de publicación|fecha|publicado|año|"
    "data di pubblicazione|data de publicação|publicatiedatum|published date|year published|copyright date",
    "online": "published online|available online|first published online|online|online since|published online on|online veröffentlicht|"
    "online publication date|epub date",
    "modified": "last updated|updated|last modified|modified|date modified|revised|last revised|aktualisiert|mis à jour le",
    "submitted": "submitted|received|date submitted|submitted on|eingereicht|reçu le",
    "accepted": "accepted|date accepted|accepted on",
    "authors": "author|authors|author(s)|written by|by|autor|autoren|autor/in|autor/innen|autor(en)|verfasser|verfasser/in|auteur|auteurs|"
    "auteur(s)|autores|autore|autori|auteur·rice·s|report by|creator|creators|lead author|lead authors",
    "contributors": "contributor|contributors|with contributions by|mitwirkende|unter mitarbeit von|collaborators",
    "title": "title|titel|titre|título|titolo|document title|full title|report title|publication title",
    "editors": "editor|editors|editor(s)|edited by|herausgeber|herausgeber/in|hrsg|hrsg.|editores|éditeur scientifique|redaktion",
    "publisher": "publisher|published by|verlag|herausgegeben von|éditeur|editorial|editore|publishing organisation|publishing organization|"
    "publisher name|institution|issuing body|organisation|organization|uitgever",
    "series": "series|series title|reihe|schriftenreihe|collection|série|colección|serie|journal|journal title|zeitschrift|revue|revista|rivista|"
    "published in|series name|in series|publication series",
    "extent": "pages|number of pages|page count|no. of pages|seiten|seitenzahl|umfang|extent|length|pagination|nombre de pages|pagine|páginas|"
    "print length|collation|physical description|page range|page(s)|pages (pdf)",
    "comments": "comments",
    "isbn": "isbn|isbn-13|isbn-10|isbn (print)|isbn (pdf)|isbn print|print isbn|e-isbn|eisbn|isbn (online)|isbn (ebook)|ebook isbn|isbn/issn",
    "issn": "issn|e-issn|eissn|issn (print)|issn (online)|print issn|online issn|issn print|issn online",
    "doi": "doi|digital object identifier|doi link|permalink|persistent link|persistent url|identifier|cite as|citation|suggested citation|"
    "recommended citation|how to cite|persistent identifier",
    "language": "language|languages|sprache|sprachen|langue|langues|idioma|lingua|taal|document language",
    "number": "report number|report no|report no.|number|document number|paper number|publication number|series number|no.|nummer|numéro|"
    "working paper no.|band|technical report number|report id|document symbol|volume",
    "type": "document type|publication type|type|type of publication|dokumenttyp|publikationstyp|type de document|item type|resource type|"
    "content type|publikationsart|tipo de documento",
    "subjects": "keywords|key words|keyword|subjects|subject|topics|tags|schlagwörter|schlagworte|themen|mots-clés|mots clés|palabras clave|"
    "parole chiave|palavras-chave|subject terms",
    "rights": "license|licence|rights|lizenz|copyright|terms of use|rechte|droits|licencia|usage rights",
    "place": "place of publication|place|erscheinungsort|ort|lieu de publication|lugar",
    "edition": "edition|auflage|édition|edición",
}  # fmt: skip
LABELS = {word: field for field, words in _LABELS.items() for word in words.split("|")}
"""Label as printed (lower case) -> field."""
_IN_LISTS = {"from": "publisher", "von": "publisher"}
"""Labels that are one only in a definition list."""
_OPENING = re.compile(
    r"(?P<label>published online|published on|published|veröffentlicht am|erschienen am|publié le|last updated|updated|isbn(?:-1[03])?|"
    r"e-?isbn|e?-?issn|doi|posted on|issued|first published|submitted on|received|accepted|released|date)\s+(?P<value>(?:on\s+)?\S.*)$",
    re.I,
)
"""Labels that stand without a colon before their value."""
_STARTS = frozenset(word[:3] for word in "published veröffentlicht erschienen publié last updated isbn eisbn e-isbn issn eissn e-issn doi "
                    "posted issued first submitted received accepted released date".split())  # fmt: skip
LONGEST = 1_500
"""Characters of a line that can be a label with its value (keywords run long)."""
_OF_ANOTHER = re.compile(
    r"(?:journal|story|original|further|article) (?:reference|source|information|paper)s?|more information|references?|source|quelle|publikation zum",
    re.I,
)
"""What stands over the reference of another work, on a news page about it."""
_VALUES_OF = ("authors", "editors", "contributors", "isbn", "issn", "subjects", "doi")
"""Fields of which several lines may follow one label."""


_SHAPES = (
    (re.compile(r"\be?-?isbn\b"), "isbn"), (re.compile(r"\be?-?issn\b"), "issn"), (re.compile(r"(?:^|\s)doi$"), "doi"),
    (re.compile(r"(?:print|paperback|hardcover|hardback|pdf|total|number of) pages$"), "extent"),
    (re.compile(r"(?:^| )(?:author|creator)(?:\(s\)|s)?$|^(?:person|personne|corporate body) as author$"), "authors"),
    (re.compile(r"(?:^|(?:volume|series|book|report|general|lead|co-|chief|managing) ?)editor(?:\(s\)|s)?$"), "editors"), (re.compile(r"(?:^| )publishers?$"), "publisher"),
    (re.compile(r"^(?:document|report|publication|paper|series) (?:no|number|code|symbol|id|nr)\.?$"), "number"),
    (re.compile(r"^(?:date|year|month) of (?:publication|issue)$|(?:publication|issue|release) (?:date|year)$"), "issued"),
    (re.compile(r"^languages?\b.{0,14}$"), "language"), (re.compile(r"^type of (?:document|publication|report)$"), "type"),
)  # fmt: skip
"""Labels by their shape, where the table has no such label."""
_IN_SHAPES = ("isbn", "issn", "doi", "pages", "author", "creator", "editor", "publisher", "document ", "report ", "publication ", "paper ",
              "series ", "date", "year", "month", "language", "type of")  # fmt: skip
"""What one of these shapes has in it: plain strings spare most lines the patterns."""
_LABEL_TAGS = frozenset("dt th td h2 h3 h4 h5 h6 div span p li".split())


@lru_cache(maxsize=4096)
def label_of(text: str) -> str | None:
    """Return the field that a label names, None where it names none."""
    if len(text) >= 45:
        return None
    word = text.strip().rstrip(":").rstrip().casefold()
    if (field := LABELS.get(word)) is not None:
        return field
    if not word or word.count(" ") > 4 or not any(part in word for part in _IN_SHAPES):
        return None
    return next((field for shape, field in _SHAPES if shape.search(word)), None)


def labelled(lines: Sequence[Line]) -> dict[str, list[str]]:
    """Return the labelled values of a page by field, in order; menus and lists of references are passed over."""
    found: dict[str, list[str]] = {}
    for at, line in enumerate(lines):
        text = line.text
        if line.place.flags & REFS or len(text) > LONGEST:
            continue
        head, colon, value = text.partition(":")
        if colon and line.place.tag == "dt" and head.casefold() in _IN_LISTS:
            field: str | None
            field, values = _IN_LISTS[head.casefold()], _following(lines, at, None)
        elif colon and len(head) < 45 and (field := label_of(head)):
            values = [value.strip()] if value.strip() else _following(lines, at, field)
        elif line.place.flags & NAV:
            continue
        elif len(text) < 45 and line.place.tag in _LABEL_TAGS:
            field = label_of(text)
            values = _following(lines, at, field) if field and _is_label(line, lines, at) else []
        else:
            field, values = None, []
        if not values and text[:3].casefold() in _STARTS and (opening := _OPENING.match(text)):
            field, values = LABELS.get(opening["label"].casefold()), [opening["value"]]
        if not field or not values or (at and _OF_ANOTHER.match(lines[at - 1].text)):
            continue
        if field in ("isbn", "issn"):  # the label says what the number names
            values = [f"{head if colon else text[:40]}: {value}" for value in values]
        found.setdefault(field, []).extend(values)
    return found


def _is_label(line: Line, lines: Sequence[Line], at: int) -> bool:
    """A word without a colon is a label in a definition list or table, or as a heading over its value."""
    after = lines[at + 1] if at + 1 < len(lines) else None
    if line.place.tag == "dt":
        return True
    if line.place.tag == "th":
        return after is not None and after.place.tag == "td" and after.place.item == line.place.item
    if after is None or label_of(after.text):
        return False
    if line.place.tag == "td":
        return after.place.tag == "td" and after.place.item == line.place.item
    return bool(line.place.head) and not after.place.head and len(after.text) < 200


def _following(lines: Sequence[Line], at: int, field: str | None) -> list[str]:
    """The value under a label: the next line, or all lines of the next cells where a field has several values."""
    values: list[str] = []
    for line in lines[at + 1 : at + 30]:
        if (
            label_of(line.text)
            or (":" in line.text and label_of(line.text.partition(":")[0]))
            or line.place.tag in ("dt", "th")
        ):
            break
        if values and (
            field not in _VALUES_OF
            or line.place.tag not in ("dd", "li", "td")
            or line.place.tag != lines[at + 1].place.tag
        ):
            break
        values.append(line.text)
    return values
