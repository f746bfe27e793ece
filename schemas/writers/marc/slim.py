"""A MARC record as an element of MARCXML (MARC 21 slim)."""

from __future__ import annotations

from schemas.writers.marc.record import Marc

NAMESPACE = "http://www.loc.gov/MARC21/slim"


def record_xml(marc: Marc, opening: str = "<record>") -> str:
    """Return the record as an element without its namespace, for a collection or with an `opening` that names it."""
    parts = [opening, "\n<leader>", marc.leader, "</leader>\n"]
    joined = "\x1e".join([content for _, content in marc.fields])
    if "&" in joined or "<" in joined or ">" in joined:
        joined = joined.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for (tag, _), content in zip(marc.fields, joined.split("\x1e"), strict=True):
        if tag < "010":
            parts.append(f'<controlfield tag="{tag}">{content}</controlfield>\n')
            continue
        head, *subs = content.split("\x1f")
        inner = "".join([f'<subfield code="{sub[0]}">{sub[1:]}</subfield>' for sub in subs])
        parts.append(f'<datafield tag="{tag}" ind1="{head[0]}" ind2="{head[1]}">{inner}</datafield>\n')
    parts.append("</record>\n")
    return "".join(parts)
