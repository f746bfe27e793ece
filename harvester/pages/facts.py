"""What the carriers share: printed strings of a page to contributors, dates, identifiers and texts; no carrier is known here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from schemas.identifiers import doi, issn, kept
from schemas.identifiers_in_text import kind_of
from schemas.record import Contributor, Date, Identifier, Pages, Series, Subject, Text, Title
from schemas.values.dates import parse_date
from schemas.values.names import looks_corporate, parse_name, split_names
from schemas.values.pages import page_number, parse_pages
from schemas.values.text import clean, clean_block, split_title, strip_markup

_MAIL = re.compile(r"[<(\[]?\s*(?:mailto:)?\S+(?:@|\s?\[at\]\s?)\S+\s*[>)\]]?", re.I)
_BETWEEN = re.compile(r",| and | und | et | & | y | e | en | и | / |\s[|·•]\s")
_ISBN_IN = re.compile(r"^\W*((?:97[89][ -]?)?(?:\d[ -]?){9}[\dXx])(?![\d-]).*$")
_CJK = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_EASTERN = re.compile(
    rf"{_CJK}{{2,8}}(?:\s*[,、，·]\s*{_CJK}{{2,8}})+|{_CJK}{{1,4}}\s{_CJK}{{1,4}}(?:\s*、\s*{_CJK}{{1,4}}\s?{_CJK}{{1,4}})+"
)
_EASTERN_MARKS = re.compile(r"\s*[,、，·]\s*")
"""Names of East Asia in one string: a comma never stands within one, a space may part family and given name."""
_LIFE = re.compile(r",?\s*\(?\b\d{4}-(?:\d{4})?\)?\.?$")
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")
"""The full stop of a catalogue behind a name."""
_NOBODY = re.compile(
    r"(?i)^(?:n\.?/?a\.?|none|null|undefined|unknown|anonymous|anon\.?|\[?s\.?\s?n\.?\]?|admin(?:istrator)?|webmaster|editor|redaktion|various|"
    r"author|authors|super user|et al\.?|test|user|guest|staff|team|not available|no author)$"
)
_LOGIN = re.compile(r"[a-z0-9_.-]+$")
_DOI_ONLY = re.compile(r"(?:doi:?\s*|info:doi/|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+$", re.I)
_BLOCK = re.compile(r"(?i)<\s*(?:/\s*(?:p|div|h\d|li|sec)|br)\s*/?>")
_TAGS = re.compile(r"<[^<>]{1,200}>")
_NO = r"(?:(?:no|nr|vol(?:ume)?|number|bd|band|n\.?[°º])\.?\s*)?"
_STATEMENT = re.compile(
    rf"(?P<name>.{{3,150}}?)(?:\s*;\s*{_NO}(?P<n>[^;\s][^;]{{0,25}}\d[\w/-]*|\d[\w/-]*)|\s*\((?:[A-Z]{{2,10}},\s*)?{_NO}(?P<n2>\d{{1,4}})\)|,\s+{_NO}(?P<n3>\d{{1,3}}))",
    re.I,
)
_OF_VOLUMES = ("volume", "vol.", "vol", "issue", "number", "no.", "band", "heft")
_ARTICLE_NUMBER = re.compile(r"(?i)e\d+|0\d{4,}|\d{6,}|.*[./].*")
LONGEST_NAME = 150
"""Characters; a longer "name" is a sentence or a list that nobody separated."""


@lru_cache(maxsize=256)
def title_of(printed: str | None) -> Title | None:
    """Return the title that a carrier gives, None for an empty one; the carriers of a page give the same one."""
    title = split_title(printed) if printed else None
    return title if title and title.main else None


def people(names: Iterable[str], role: str = "aut", *, split: bool = False) -> tuple[Contributor, ...]:
    """Return the contributors of a carrier in order, each once.

    Mail addresses are cut, and what names nobody is left out (a login, "admin", an address). Several names in one
    string are separated at semicolons; with `split` also at commas, where every piece is a whole name.
    """
    found: dict[str, Contributor] = {}
    for printed in names:
        for one in _people(printed, role, split):
            found.setdefault(one.name, one)
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _people(printed: str, role: str, split: bool) -> tuple[Contributor, ...]:
    """The contributors of one string; several carriers of a page, and several pages of a site, have the same ones."""
    return tuple(one for name in _separate(printed, split) if (one := _contributor(name, role)))


def _contributor(name: str, role: str) -> Contributor | None:
    name = _STOP.sub("", name)
    text = _MAIL.sub(" ", name).strip(" ,;") if "@" in name or "[at]" in name else name
    if not text or "://" in text or len(text) > LONGEST_NAME or _NOBODY.match(text) or _LOGIN.match(text):
        return None
    return parse_name(text, role)


def _separate(printed: str, split: bool) -> tuple[str, ...]:
    text = clean(_LIFE.sub("", printed).replace("،", ","))
    if not text:
        return ()
    if ";" in text:
        return tuple(part for part in (p.strip() for p in text.split(";")) if part)
    if split and not text.isascii() and _EASTERN.fullmatch(text):
        return tuple(_EASTERN_MARKS.split(text))
    if not split or not _BETWEEN.search(text) or looks_corporate(text):
        return (text,)
    pieces = [p.strip() for p in _BETWEEN.split(_MAIL.sub("", text)) if p.strip()]
    joined = " and " in text or " & " in text or " / " in text or len(pieces) > 2
    whole = len(pieces) > 1 and all(len(p.split()) > 1 for p in pieces)
    return tuple(pieces) if whole else split_names(text) if joined else (text,)


def dates(pairs: Iterable[tuple[str, str | None]]) -> tuple[Date, ...]:
    """Return the dates of (kind, printed) pairs; of one kind the first that can be read, or a finer one within it."""
    found: dict[str, Date] = {}
    for kind, printed in pairs:
        if printed:
            date, before = parse_date(printed, kind), found.get(kind)
            finer = before and before.edtf and date.edtf and date.edtf.startswith(before.edtf + "-")
            if (
                finer
                or (before is None and (date.edtf or date.as_printed))
                or (before and before.edtf is None and date.edtf)
            ):
                found[kind] = date
    return tuple(found.values())


def doi_id(printed: str | None) -> tuple[Identifier, ...]:
    """Return the DOI of a field that is for DOIs, () for one without the prefix that makes it a DOI."""
    value = doi(re.split("[⟩〉»›]", printed, maxsplit=1)[0]) if printed else None
    return (Identifier(scheme="doi", value=value),) if value else ()


def is_doi(printed: str) -> bool:
    """Tell whether a string is nothing but a DOI in one of its forms."""
    return bool(_DOI_ONLY.match(printed.strip()))


def isbns(printed: Iterable[str]) -> tuple[Identifier, ...]:
    """Return the ISBNs of fields that are for ISBNs; those with a wrong check digit are kept as such."""
    parts = [part for text in printed for part in re.split(r"[;,|]|\s(?=97[89])", text)]
    found: dict[str, Identifier] = {}
    of: str | None = None
    for part in parts:
        of = kind_of(part) or of
        if re.search(r"\d{4}", part) and (one := kept("isbn", _ISBN_IN.sub(r"\1", part), of=of)):
            found.setdefault(one.value, one)
            of = None
    return tuple(found.values())


def issns(printed: Iterable[str]) -> tuple[str, ...]:
    """Return the ISSNs of fields that are for ISSNs in normal form, invalid ones as printed."""
    found = [part.strip() for text in printed for part in re.split(r"[;,|]|\s+(?=\d{4}-)", text)]
    return tuple(dict.fromkeys(issn(part) or part for part in found if re.search(r"\d{4}-?\d{3}[\dXx]$", part)))


def host(
    title: str | None,
    *,
    volume: str | None = None,
    issue: str | None = None,
    number: str | None = None,
    issn_list: Iterable[str] = (),
) -> tuple[tuple[Series, ...], tuple[Identifier, ...]]:
    """Return the series (or journal) that a work is part of, and the ISSNs that find no place in it as identifiers of it."""
    found = tuple(issn_list)
    name, statement = series_statement(strip_markup(title))
    number = number or (None if volume else statement)
    volume, issue, number = clean(volume), clean(issue), clean(number)
    if not (name or volume or number):
        return (), tuple(one for value in found if (one := _issn(value)))
    valid = issn(found[0]) if found else None
    rest = tuple(one for value in (found[1:] if valid else found) if (one := _issn(value)))
    if issue and not volume and not number:  # the only number that it has
        number, issue = issue.strip("() "), None
    return (Series(title=name, volume=volume, issue=issue, number=number, issn=valid),), rest


def series_statement(title: str | None) -> tuple[str | None, str | None]:
    """Return name and number of a series in the punctuation of libraries and shops: "Town papers ; no. 31" (ISBD 6.6),
    "Working Paper;31", "Town papers (TP, volume 31)", "Town papers, 31"."""
    found = _STATEMENT.fullmatch(title) if title and any(c.isdigit() for c in title[-12:]) else None
    if found is None or found["name"].casefold().endswith(_OF_VOLUMES):
        return title, None
    return clean(found["name"]), (found["n"] or found["n2"] or found["n3"]).strip()


def _issn(value: str) -> Identifier | None:
    one = kept("issn", value)
    return Identifier(scheme=one.scheme, value=one.value, of="series") if one else None


def page_range(first: str | None, last: str | None, *, known: Iterable[str] = ()) -> tuple[Pages, ...]:
    """Return the pages of an article from its first and last page.

    A whole range in `first` is read as such. A first page without a last one is taken for an article number where it
    looks like one (e4886, 045004, a number of six digits) or where it is part of another identifier (`known`).
    """
    first, last = clean(first), clean(last)
    if not first:
        return ()
    if not last or last == first:
        ranges = parse_pages(first)
        if len(ranges) == 1 and ranges[0].last:
            return ranges
        if not last and (
            _ARTICLE_NUMBER.fullmatch(first) or any(first.casefold() in other for other in known if len(first) > 3)
        ):
            return ()
        return ranges if len(ranges) == 1 else ()
    start, end = page_number(first), page_number(last)
    if start and end and start[0] == end[0] and end[1] >= start[1]:
        return (Pages(first=first, last=last),)
    return parse_pages(f"{first}-{last}")


def subjects(printed: Iterable[str], scheme: str | None = None) -> tuple[Subject, ...]:
    """Return the subject terms of keyword fields, separated at semicolons, else at commas where a field holds several."""
    found: dict[str, Subject] = {}
    for text in printed:
        parts = text.split(";") if ";" in text else text.split(",") if text.count(",") >= 2 else [text]
        for part in parts:
            if (term := strip_markup(part)) and len(term) < 200:
                found.setdefault(term, Subject(term=term, scheme=scheme))
    return tuple(found.values())


def texts(printed: str | None, lang: str | None = None) -> tuple[Text, ...]:
    """Return an abstract without its markup and without the word Abstract before it."""
    if not printed:
        return ()
    plain = _TAGS.sub("", _BLOCK.sub("\n\n", printed)) if "<" in printed else printed
    text = re.sub(r"(?i)^\s*(?:abstract|summary|résumé|zusammenfassung)\s*[:.]?\s+(?=\S)", "", clean_block(plain) or "")
    return (Text(text=text, lang=lang),) if len(text) > 20 else ()
