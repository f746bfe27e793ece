"""Links: 773 for the host of a part, 775 to 787 for other related works, 856 for addresses."""

from __future__ import annotations

from urllib.parse import quote

from schemas.crosswalk.uris import address, is_uri
from schemas.crosswalk.wording import headed
from schemas.envelope import Held
from schemas.identifiers import identify
from schemas.record import Identifier, Record, Relation
from schemas.writers.marc.articles import nonfiling, without_article
from schemas.writers.marc.control import number_of
from schemas.writers.marc.dates import issued
from schemas.writers.marc.imprint import numbered, paged, publication
from schemas.writers.marc.names import heading
from schemas.writers.marc.profile import Field, Style

_TAGS = {
    "hasVersion": "775", "isVersionOf": "775", "hasFormat": "776", "isFormatOf": "776", "replaces": "780", "isReplacedBy": "785",
    "source": "786", "hasPart": "774",
}  # fmt: skip
"""Relation (Dublin Core terms) -> linking field; any other is 787."""
_WORDS = {"isVersionOf": "Version of:", "isFormatOf": "Other form of:", "isPartOf": "Part of:"}
_NOT_OURS = frozenset({"cites", "references", "isCitedBy", "isReferencedBy", "citation"})
"""What a bibliography or an index holds; a catalogue record does not."""
_HOSTED = frozenset({"chapter", "article", "issue"})
_CODES = {"isbn": "z", "issn": "x"}
_WEB = ("http://", "https://", "ftp://")


def linking_fields(held: Held, record: Record, host: Record | None, style: Style, out: list[Field]) -> None:
    """Add 773 (host) and 775 to 787; `host` is the record that a contents entry is an entry of."""
    hosted = record.type in _HOSTED
    if hosted and (field := _host(held, record, host, style)):
        out.append(("773", field))
    found: list[Field] = []
    for one in record.relations:
        if one.kind in _NOT_OURS or (hosted and one.kind == "isPartOf"):
            continue
        if one.kind == "isPartOf" and one.title:
            found.append(("773", "0 " + _related(one, record, style)))
        elif one.kind == "hasPart" and one.title and not identify(one.to or "") and record.type != "journal":
            found.append(("740", _analytic(one.title, record, style)))
        elif body := _related(one, record, style):
            tag, word = _TAGS.get(one.kind, "787"), _WORDS.get(one.kind)
            tag = "770" if tag == "774" and record.type in ("journal", "series") else tag  # a serial has supplements
            head = "00" if tag in ("780", "785") else f"08\x1fi{word}" if word else "0 "
            found.append((tag, head + body))
    found.sort(key=_tag)
    out += dict.fromkeys(found)


def _analytic(title: str, record: Record, style: Style) -> str:
    """An uncontrolled title of a work inside."""
    return f"{nonfiling(title, record.languages)}2\x1fa{style.stop(title)}"


def _tag(field: Field) -> str:
    return field[0]


def _related(one: Relation, record: Record, style: Style) -> str:
    body = f"\x1ft{style.stop(without_article(one.title, record.languages))}" if one.title else ""
    known = identify(one.to) if one.to else None
    if known:
        body += f"\x1f{_CODES.get(known.scheme, 'o')}{known.value}"
    elif one.to and is_uri(one.to) and one.to.startswith((*_WEB, "urn:") if body else "urn:"):
        body += f"\x1fo{one.to}"
    return body


def _host(held: Held, record: Record, host: Record | None, style: Style) -> str | None:
    """The host in 773: coded in $7, main entry, title, imprint, series, place in it ($g, $q), numbers."""
    title, code, numbers = _named(held, record, host)
    if not title and not numbers:
        return None
    entered = heading(host) if host else None
    body = f"0 \x1f7{entered[1] if entered else 'nn'}a{code}"
    if entered:
        body += f"\x1fa{style.close(entered[0])}"
    if title:
        body += f"\x1ft{style.stop(without_article(title, (host or record).languages))}"
    if code == "m":
        body += _imprint(record, host, style)
    body += _place(record, style)
    if held.host is not None:
        body += f"\x1fw({style.agency}){number_of(held.host.envelope.id)}"
    return body + numbers


def _named(held: Held, record: Record, host: Record | None) -> tuple[str | None, str, str]:
    """Title of the host, s for a serial or m for a monograph, and its numbers as subfields."""
    if host is not None:
        code = "s" if host.type == "journal" else "m"
        return headed(host.title), code, _numbers(list(host.identifiers))
    parts = [one for one in record.relations if one.kind == "isPartOf"]
    named = next((one.title for one in parts if one.title), None)
    marks = [found for one in parts if one.to and (found := identify(one.to))]
    if record.type in ("article", "issue") and record.series:
        journal = record.series[0]
        own = [one for one in record.identifiers if one.scheme == "issn"] if record.type == "article" else []
        issn = [Identifier(scheme="issn", value=journal.issn)] if journal.issn else own
        return journal.title or named, "s", _numbers([*issn, *marks])
    return named, "s" if any(one.scheme == "issn" for one in marks) else "m", _numbers(marks)


def _numbers(found: list[Identifier]) -> str:
    """ISSN once ($x), ISBNs ($z), DOIs ($o)."""
    known = list(dict.fromkeys([(one.scheme, one.value) for one in found if one.scheme in ("doi", "isbn", "issn")]))
    first = next((one for one in known if one[0] == "issn"), None)
    kept = [one for one in known if one[0] != "issn" or one == first]
    return "".join(
        [
            f"\x1f{_CODES.get(scheme, 'o')}{value}"
            for scheme, value in sorted(kept, key=lambda one: "xzo".index(_CODES.get(one[0], "o")))
        ]
    )


def _imprint(record: Record, host: Record | None, style: Style) -> str:
    """Imprint ($d) and series ($k) of a host. The marks within these subfields are content, and stand also without ISBD."""
    whole = host or record
    said = publication(whole, style)
    marks = {"b": " : ", "c": ", "}
    plain = ""
    for part in said.split("\x1f")[1:]:
        plain += (marks.get(part[0], " ; ") if plain else "") + part[1:].rstrip(" :,;")
    body = f"\x1fd{style.stop(plain)}" if plain else ""
    for one in whole.series:
        if one.title:
            number = numbered(one)
            body += f"\x1fk{one.title}" + (f" ; {number}" if number else "")
    return body


def _place(record: Record, style: Style) -> str:
    """Where in the host: in words ($g: volume, issue, year, pages) and coded ($q: volume:issue<first page)."""
    terms = style.terms
    one = record.series[0] if record.series and record.type != "chapter" else None
    volume, issue = (one.volume or (None if one.issue else one.number), one.issue) if one else (None, None)
    words = ", ".join([f"{word} {value}" for word, value in ((terms.volume, volume), (terms.issue, issue)) if value])
    date = issued(record)
    year = date.edtf[:4] if words and date and date.edtf and date.edtf[:4].isdigit() else None
    if year:
        words += f" ({year})"
    pages = paged(record.pages, style) if record.pages else ""
    if pages and not words:
        pages = pages[0].upper() + pages[1:]
    said = ", ".join(filter(None, (words, pages)))
    first = record.pages[0].first if record.pages else None
    coded = f"{volume or ''}{f':{issue}' if issue else ''}{f'<{first}' if first else ''}"
    return (f"\x1fg{said}" if said else "") + (f"\x1fq{coded}" if coded else "")


def address_fields(record: Record, style: Style, out: list[Field]) -> None:
    """Add 856: the work itself (40) with its media type, covers and related things (42); else the address of its DOI.

    A related work of which only an address is known has no place in a linking field, and stands here too.
    """
    own = False
    for one in record.links:
        url = web_address(one.url)
        if url is None:
            continue
        aside = one.rel in ("cover", "related")
        own = own or not aside
        body = f"4{'2' if aside else '0'}"
        if one.rel in ("fulltext", "cover"):
            body += f"\x1f3{style.terms.full_text if one.rel == 'fulltext' else style.terms.cover}"
        out.append(("856", f"{body}\x1fu{url}" + (f"\x1fq{one.media_type}" if one.media_type else "")))
    for other in record.relations:
        if (
            not other.title
            and other.kind not in _NOT_OURS
            and other.to
            and other.to.startswith(_WEB)
            and not identify(other.to)
        ):
            out.append(("856", f"42\x1fu{web_address(other.to)}"))
    if not own:
        known = next((one for one in record.identifiers if one.scheme in ("doi", "handle", "jstor", "arxiv")), None)
        if known and (uri := address(known)):
            out.append(("856", f"40\x1fu{uri}"))


def web_address(url: str) -> str | None:
    """Return an address that a catalogue may link to: http, https or ftp, escaped; None for any other scheme."""
    if not url.startswith(_WEB):
        return None
    return url if is_uri(url) else quote(url, safe=":/?#[]@!$&'()*+,;=%~-._", errors="ignore")
