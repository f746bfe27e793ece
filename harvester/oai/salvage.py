"""What can be saved of a page that is not well-formed: record by record from its bytes, the token by its pattern.

One bad record costs one record. Nothing is guessed: a record is taken where its bytes can be read alone, as they
stand or after what no XML may hold was taken out; everything else is named as damage with its place in the bytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from harvester.oai.datestamps import normal
from harvester.oai.encoding import decoded, plain
from harvester.oai.mending import alone, mended, repaired, unescaped, usable
from harvester.oai.reading import VERBS, header_of, local, record_of
from harvester.oai.sections import without
from harvester.oai.shapes import Damage, Header, OaiError, OaiPage, OaiRecord, Token
from schemas.errors import ReadError

_NAME = rb"(?:[A-Za-z_][\w.-]{0,60}:)?"
_TAG = {
    name: re.compile(rb"<(/?)" + _NAME + name.encode() + rb"\b([^<>]{0,4000}?)(/?)>") for name in ("record", "header")
}
_GAP = rb"\s{0,4000}(?:<\?[^<>]{0,400}\?>\s{0,400}){0,4}"
_INSIDE = {
    "record": re.compile(_GAP + rb"<" + _NAME + rb"(?:header|metadata|about)\b"),
    "header": re.compile(_GAP + rb"<" + _NAME + rb"(?:identifier|datestamp)\b"),
}
_BEGINS = {name: re.compile(rb"<" + _NAME + name.encode() + rb"\b") for name in ("error", "resumptionToken")}
_TOKEN = re.compile(
    rb"<(" + _NAME + rb")resumptionToken\b([^<>]{0,1000}?)(?:/>|>(.{0,100000}?)</\1resumptionToken\s*>)", re.S
)
_ERROR = re.compile(rb"<(" + _NAME + rb")error\b([^<>]{0,1000}?)(?:/>|>(.{0,10000}?)</\1error\s*>)", re.S)
MOST_OF_A_KIND = 8
"""So many tokens or errors are looked at in one page: a page of nothing else must not cost hours."""
MOST_PARTS = 50_000
"""So many records of one damaged page are looked for."""
_DATE = re.compile(rb"<(" + _NAME + rb")responseDate\b[^<>]{0,1000}>([^<]{0,100})<")
_ROOT = re.compile(rb"<(" + _NAME + rb")OAI-PMH\b")
_METADATA = re.compile(rb"<" + _NAME + rb"metadata\b[^<>]{0,900}(?<!/)>")
_NEARLY = re.compile(rb"</" + _NAME + rb"(?:metadata|about)\s*>\Z")
COMMENT, CDATA = (b"<!--", b"-->"), (b"<![CDATA[", b"]]>")
_END = re.compile(rb"</" + _NAME + rb"OAI-PMH\s*>")
_VERB = re.compile(rb"<" + _NAME + rb"(" + b"|".join(v.encode() for v in sorted(VERBS)) + rb")\b")
_IDENTIFIER = re.compile(
    rb"<(" + _NAME + rb")identifier\b[^<>]{0,1000}>(<!\[CDATA\[[^<]{1,2000}\]\]>|[^<]{1,2000})</\1identifier\s*>"
)
_STAMP = re.compile(rb"<(" + _NAME + rb")datestamp\b[^<>]{0,1000}>([^<]{1,100})</\1datestamp\s*>")
_DECLARED = re.compile(rb"\bxmlns(?::([\w.-]{1,60}))?\s*=\s*(?:\"([^\"<]{0,1000})\"|'([^'<]{0,1000})')")


def salvage(body: bytes, reason: str) -> OaiPage:
    """Return what can be saved of a page that the strict reader refused, for this reason."""
    body = plain(body)
    kind = "record" if any(True for _ in _starts(body, "record")) else "header"
    parts = list(islice(ranges(body, kind), MOST_PARTS))
    rooted = _ROOT.search(body) is not None
    if not rooted and not parts:
        return OaiPage(cut=True, damage=(Damage(reason=reason, start=0, stop=len(body), saved=True),), rooted=False)
    around = _outside(without(body, *COMMENT), parts)
    spaces = _namespaces(body[: parts[0][0]] if parts else body)
    records: list[OaiRecord] = []
    headers: list[Header] = []
    damage: list[Damage] = []
    for start, stop, whole in parts:
        taken, hurt = _part(body, start, stop, whole, spaces, kind)
        records += [taken] if taken is not None and kind == "record" else []
        headers += [taken.header] if taken is not None and kind == "header" else []
        if hurt and damage and not (hurt.identifier or hurt.saved or damage[-1].identifier or damage[-1].saved):
            hurt = msgspec.structs.replace(damage.pop(), stop=hurt.stop)  # what nobody can name is told once
        damage += [hurt] if hurt else []
    if not damage:  # what is wrong lies between the records
        damage.append(Damage(reason=reason, start=0, stop=len(body), saved=True))
    verb = _VERB.search(around)
    said = _DATE.search(around)
    return OaiPage(
        cut=_END.search(body) is None, damage=tuple(damage), errors=tuple(_errors(around)), headers=tuple(headers),
        records=tuple(records), response_date=_text(said[2]) if said else None, rooted=rooted,
        token=_token(around), verb=verb[1].decode() if verb else None,
    )  # fmt: skip


def _part(
    body: bytes, start: int, stop: int, whole: bool, spaces: dict[str, str], kind: str
) -> tuple[OaiRecord | None, Damage | None]:
    """Return the record in a range of bytes, and what is wrong with it."""
    chunk, reason = body[start:stop], "breaks off"
    said = chunk if whole else _ended(chunk, kind)
    if said is not None:
        taken: OaiRecord | None
        try:
            taken = _read(said, spaces, kind)
            if whole:
                return taken, None
        except ReadError as error:
            reason, taken = str(error), _mended(decoded(said, body), spaces, kind)
        if taken is not None:
            return taken, Damage(identifier=taken.header.identifier, reason=reason, start=start, stop=stop, saved=True)
    header = _header(chunk)
    saved = header.deleted and header.identifier is not None  # all that a tombstone says stands in its header
    hurt = Damage(identifier=header.identifier, reason=reason, start=start, stop=stop, saved=saved)
    return OaiRecord(header=header) if saved else None, hurt


def _ended(chunk: bytes, kind: str) -> bytes | None:
    """Return a record that lacks nothing but its end, with that; None where more is lost."""
    chunk = chunk.rstrip()
    if b">" not in chunk[(at := chunk.rfind(b"<")) :]:  # half a tag
        chunk = chunk[:at].rstrip()
    begin = _TAG[kind].match(chunk)
    if begin is None or kind != "record" or not _NEARLY.search(chunk[-100:]):
        return None
    return chunk + b"</" + begin[0][1:].split(b"record", 1)[0] + b"record>"


def _mended(text: str, spaces: dict[str, str], kind: str) -> OaiRecord | None:
    for mend in (mended, repaired):
        try:
            return _read(mend(text), spaces, kind)
        except ReadError:
            pass
    return None


def _read(chunk: bytes, spaces: dict[str, str], kind: str) -> OaiRecord:
    element = alone(chunk, spaces)
    if local(element) != kind:
        raise ReadError(f"no {kind}")
    return record_of(element) if kind == "record" else OaiRecord(header=header_of(element))


def _starts(body: bytes, kind: str) -> Iterator[re.Match[bytes]]:
    inside, bare = _INSIDE[kind], without(without(body, *COMMENT), *CDATA)
    return (tag for tag in _TAG[kind].finditer(bare) if not tag[1] and not tag[3] and inside.match(bare, tag.end()))


def ranges(body: bytes, kind: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each record in the bytes, and whether it ends before the next one begins."""
    body = without(without(body, *COMMENT), *CDATA)
    tags = list(_TAG[kind].finditer(body))
    inside = _INSIDE[kind]
    begins = [
        n
        for n, tag in enumerate(tags)
        if not tag[1] and not tag[3] and inside.match(body, tag.end()) and not _is_payload(body, tag.start())
    ]
    for place, n in enumerate(begins):
        following = begins[place + 1] if place + 1 < len(begins) else len(tags)
        depth, stop = 0, None
        for tag in tags[n:following]:
            depth += 0 if tag[3] else -1 if tag[1] else 1
            if depth == 0:
                stop = tag.end()
                break
        limit = tags[following].start() if following < len(tags) else _tail(body, tags[n].end())
        yield tags[n].start(), stop or limit, stop is not None


def _is_payload(body: bytes, start: int) -> bool:
    """Tell whether a record is the first thing within metadata: a payload of that name is no record of the protocol."""
    before = body[max(0, start - 1000) : start].rstrip()
    return _METADATA.fullmatch(before, max(0, before.rfind(b"<"))) is not None


def _tail(body: bytes, start: int) -> int:
    """Return where a record that breaks off ends at the latest: at the token or at the end of the list."""
    found = re.compile(rb"<" + _NAME + rb"resumptionToken\b|</" + _NAME + rb"(?:List\w+|GetRecord|OAI-PMH)\s*>").search(
        body, start
    )
    return found.start() if found else len(body)


def _outside(body: bytes, parts: list[tuple[int, int, bool]]) -> bytes:
    """Return the bytes that belong to no record."""
    kept, at = [], 0
    for start, stop, _ in parts:
        kept.append(body[at:start])
        at = stop
    return b" ".join([*kept, body[at:]])


def _namespaces(before: bytes) -> dict[str, str]:
    found = {}
    for one in _DECLARED.finditer(before):
        found[(one[1] or b"").decode()] = usable(unescaped((one[2] or one[3] or b"").decode("utf-8", "replace")))
    return {prefix: uri for prefix, uri in found.items() if uri and prefix not in ("xml", "xmlns")}


def _header(chunk: bytes) -> Header:
    """Return what can be told of a header by pattern."""
    head = chunk.partition(b"metadata")[0]
    identifier, stamp = _IDENTIFIER.search(head), _STAMP.search(head)
    sent = _text(stamp[2]) if stamp else None
    return Header(
        identifier=_text(identifier[2]) if identifier else None, datestamp=normal(sent),
        deleted=re.search(rb"header\b[^<>]{0,1000}status\s*=\s*[\"']\s*deleted", head) is not None,
        as_sent=None if sent == normal(sent) else sent,
    )  # fmt: skip


def _errors(around: bytes) -> Iterator[OaiError]:
    for found in _whole(_ERROR, list(islice(_BEGINS["error"].finditer(around), MOST_OF_A_KIND)), around):
        code = re.search(rb"\bcode\s*=\s*[\"']([^\"'<>]{1,200})[\"']", found[2])
        if code:
            yield OaiError(code=_text(code[1]) or "unnamed", text=(_text(found[3] or b"") or "")[:500])


def _token(around: bytes) -> Token | None:
    """Return the last token that the pattern finds outside the records."""
    begins = list(_BEGINS["resumptionToken"].finditer(around))
    found = list(_whole(_TOKEN, begins[-MOST_OF_A_KIND:], around))
    if not found:
        return None
    best = next((one for one in reversed(found) if (one[3] or b"").strip()), found[-1])
    hints = dict(re.findall(rb"\b(completeListSize|cursor)\s*=\s*[\"']([^\"'<>]{0,100})[\"']", best[2]))
    size, cursor = (hints.get(name) for name in (b"completeListSize", b"cursor"))
    return Token(
        value=_text(best[3] or b"") or "", size=size.decode("utf-8", "replace") if size else None,
        cursor=cursor.decode("utf-8", "replace") if cursor else None,
    )  # fmt: skip


def _whole(pattern: re.Pattern[bytes], begins: list[re.Match[bytes]], around: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the elements that begin at these places and are whole."""
    return (found for begin in begins if (found := pattern.match(around, begin.start())))


def place_of(body: bytes, name: str | None) -> tuple[int, int]:
    """Return where in the plain bytes of a page the record of this name stands; all of them where it cannot be told."""
    for start, stop, _ in ranges(body, "record"):
        if name and _header(body[start:stop]).identifier == name:
            return start, stop
    return 0, len(body)


def _text(value: bytes) -> str | None:
    """Return text by pattern as it was meant: CDATA and references undone, outer white space off."""
    text = re.sub(r"<!\[CDATA\[(.*?)\]\]>", lambda m: html.escape(m[1]), value.decode("utf-8", "replace"), flags=re.S)
    return unescaped(text).strip() or None
