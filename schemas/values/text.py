"""Running text to clean text and titles; total functions, nothing about names or dates here."""

from __future__ import annotations

import html
import re
import unicodedata

from schemas.record import Title

_SPACE = re.compile(r"\s+")
_DROP = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]{2,8});")
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|p|br|u|small|inline-formula|font|a)(?:\s[^<>]*)?/?>", re.I)
_DOUBLE = re.compile(r"\s*(?:([?!])\s*:|::)\s*")


def clean(text: str | None) -> str | None:
    """Return text in one line: NFC, entities decoded, controls out, white space single; None when nothing is left."""
    if not text:
        return None
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    text = _SPACE.sub(" ", text).strip()
    if not text.isprintable():
        text = _SPACE.sub(" ", _DROP.sub("", text)).strip()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFC", text) if not 0xD800 <= ord(c) <= 0xDFFF)
    return text or None


def clean_block(text: str | None) -> str | None:
    """Return text as `clean` does, paragraphs kept apart by an empty line."""
    parts = [kept for part in re.split(r"\n\s*\n", text or "") if (kept := clean(part))]
    return "\n\n".join(parts) or None


def strip_markup(text: str | None) -> str | None:
    """Return text without literal inline markup such as <em>."""
    return clean(_TAG.sub("", html.unescape(text))) if text and ("<" in text or "&lt;" in text) else clean(text)


def fold(text: str) -> str:
    """Return text for comparing: no case, accents, punctuation or repeated white space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def split_title(text: str) -> Title:
    """Split a printed title into main and sub; a doubled colon or `?:` is a printing artefact (notes of JSTOR titles)."""
    printed = strip_markup(text)
    if printed is None:
        return Title()
    main, sub = _split(printed)
    joined = f"{main}: {sub}" if sub else main
    return Title(main=main, sub=sub, as_printed=printed if joined != printed else None)


def _split(printed: str) -> tuple[str, str | None]:
    if found := _DOUBLE.search(printed):
        main = printed[: found.start()].rstrip() + (found.group(1) or "")
        return (main, printed[found.end() :] or None) if main else (printed, None)
    main, mark, sub = printed.partition(": ")
    return (main.rstrip(), sub.strip() or None) if mark and main.strip() else (printed, None)


def same_title(one: str | None, other: str | None) -> bool:
    """Tell whether two titles are equal after case, accents, punctuation and white space."""
    return bool(one and other) and fold(one or "") == fold(other or "")
