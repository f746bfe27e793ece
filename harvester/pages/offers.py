"""What a page offers and allows: its PDF, its licence or copyright, and by what kind of publication it calls its work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from harvester.pages.beside import Beside
from harvester.pages.document import Document
from harvester.pages.label_words import label_of
from harvester.pages.layout import NAV, REFS, Line
from schemas.addresses import source_of
from schemas.record import Contributor, Link, Rights
from schemas.values.text import clean, fold

TYPE_WORDS = re.compile(
    r"^(?:(?:\w+ )?(?:policy|working|discussion|research|occasional|position|white|green|background|conference|issue|briefing|country|technical|"
    r"annual|final|project|special|evaluation|corporate|independent|progress|expert|in-depth|staff|joint|thematic) (?:papers?|reports?|briefs?|notes?)|"
    r"reports?|\w*berichte?|\w*studien?|policy briefs?|working papers?|arbeitspapiere?|gutachten|rapports?|"
    r"informes?|estudios?|études?|monographs?|factsheets?|(?:statutory )?guidance|impact assessment|(?:official|national) statistics|"
    r"research and (?:analysis|statistics)|(?:open |closed )?consultations?(?: outcome)?|transparency data|statistical data set|monitoring report|"
    r"publikation(?:en)?|publication)$",
    re.I,
)
"""Words by which a page calls its work a publication (of news sites' sections none)."""
_PDF = re.compile(r"\.pdf(?:$|[?#])", re.I)
_DOWNLOAD = re.compile(
    r"\b(?:download|herunterladen|télécharger|descargar|pdf|full (?:text|report|paper)|volltext)\b|^(?:the )?(?:report|paper|study)$",
    re.I,
)


def rights_of(
    lines: Sequence[Line], values: Mapping[str, Sequence[str]], contributors: Sequence[Contributor]
) -> tuple[Rights, ...]:
    """Return a labelled licence, or a copyright line that names an author of the work; the site's own copyright is not the work's."""
    printed = next((v for v in values.get("rights", ()) if 3 < len(v) < 400), None)
    if printed:
        return (Rights(statement=printed),)
    last = lines[-40:]
    if not contributors or not _claims("\n".join([line.text for line in last])):
        return ()
    names = [fold(c.name) for c in contributors]
    for line in last:
        text = line.text
        if len(text) < 300 and _claims(text) and any(name in fold(text) for name in names):
            return (Rights(statement=line.text),)
    return ()


def _claims(text: str) -> bool:
    return "©" in text or "opyright" in text or "(c)" in text or "(C)" in text or "COPYRIGHT" in text


def downloads(doc: Document) -> tuple[Link, ...]:
    """Return the PDF that the page offers of its work: on its own host, named as a download, and the only one."""
    found: dict[str, None] = {}
    for line in doc.lines:
        for span in line.spans:
            if (
                span.href
                and _PDF.search(span.href)
                and _DOWNLOAD.search(span.text)
                and not line.place.flags & (NAV | REFS)
            ):
                url = doc.absolute(span.href)
                if url and source_of(url) == source_of(doc.said or doc.url):
                    found[url] = None
    return (
        tuple(Link(url=url, rel="fulltext", media_type="application/pdf") for url in found) if len(found) == 1 else ()
    )


def type_label(values: Mapping[str, Sequence[str]], beside: Beside) -> str | None:
    """Return a labelled type, or the kicker over the title ("Policy paper", "Länderberichte")."""
    if printed := next((v for v in values.get("type", ()) if len(v) < 60), None):
        return clean(printed)
    near = [*reversed(beside.before), *beside.after[:2]]
    texts = [
        text
        for line in near
        for text in (line.text, " ".join(line.spans[0].text.split()), line.text.partition(" (")[0])
    ]
    return next((text for text in texts if len(text) < 40 and TYPE_WORDS.search(text) and not label_of(text)), None)
