"""The words that introduce or follow names ("by", "edited by", "(eds.)"), in several languages; names are read in name_lines."""

from __future__ import annotations

import re

_AUTHORED = (
    r"(?:written|authored|prepared|compiled|reviewed|report|paper|story|texts?)\s+by|by|(?:von|di|af|av)(?!\s+[^\s,]+,\s*\w\.)|par|por|door|"
    r"authors?|authors?\(s\)|author/s|autor(?:in|en|es|a)?|autor(?:\(en\)|\(es\)|:innen|/innen)|auteure?s?|auteur\(s\)|autor[ei]|автор(?:ы|и)?|forfatter(?:e)?|författare"
)
_EDITING = (
    r"edited(?:\s+and\s+\w+|\s+with\s+.{4,40}?)?\s+by|editors?|editor\(s\)|eds?\.|(?:herausgegeben|hrsg\.?|hg\.?)\s+(?:und\s+\w+\s+)?(?:von|v\.)|"
    r"herausgeber(?:in|innen)?|hrsg\.?|hg\.|sous\s+la\s+(?:co)?direction\s+de|(?:dirigé|édité|coordonné)e?s?\s+par|direction|dir\.|a\s+cura\s+di|curato\s+da|"
    r"(?:edición|ed\.|coordinación)\s+(?:a\s+cargo\s+)?de|(?:editado|coordinado|organizado)\s+por|coord(?:inador(?:es)?|s)?\.?|organiza(?:dor(?:es)?|ção(?:\s+de)?)|orgs?\.|"
    r"onder\s+redactie\s+van|redactie|redaktion|под\s+(?:общей\s+)?ред(?:акцией|\.)|ред\.|redigerat\s+av|redigeret\s+af"
)
INTRO = re.compile(
    rf"^\W*(?:(?P<edt>{_EDITING})|(?:{_AUTHORED}))(?:\s*:\s*|(?<=\w)\s+|(?<=\.)\s*)(?=[^\W\d_]|[\"“«‘'])", re.I
)
"""What stands before names; `edt` where these are editors."""
_ROLE = (
    r"eds?\.?|editors?|edited by|hrsg\.?|hg\.?|herausgeber(?:in|innen)?|dirs?\.?|coords?\.?|coordinador(?:es)?|orgs?\.?|éds?\.?|red\.?|a cura di|curator[ei]|"
    r"comps?\.?|ред\.?"
)
EDITING = re.compile(rf"^\W*(?:{_EDITING})(?:\s*:|\s|$)|[(\[]\s*(?:{_ROLE})\s*[)\]]", re.I)
"""Words by which a line says that its names are editors."""
TAIL = re.compile(rf"\s*[,;]?\s*[(\[]\s*(?:{_ROLE}|authors?|autor(?:in|en|es)?|auteurs?)\s*[)\]]\W*$", re.I)
"""A role in brackets behind names."""
