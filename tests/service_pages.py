"""Every kind of page of the service by its name, over the archive of service_samples and service_lists; no tests here."""

from __future__ import annotations

from archive.service.links import entry_path, record_path
from tests.service_samples import HOSTILE

_NAME, _BRIDGE = 'o"dd<source>:k"<script>', "/records/site/bridge"
ODD = record_path(_NAME)
ODD_ENTRY = entry_path(_NAME, "p" + "".join(HOSTILE.split()).replace("/", "-"))
"""A record with hostile text, and its entry, whose key is made of its pages."""
ODD_LIST = "/lists/odd%3Clist%3E"
HOSTILE_PAGES = (
    "/", "/search", "/search?q=script", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", ODD, ODD_ENTRY, f"{ODD}/cite",
    f"{ODD_ENTRY}/cite", f"{ODD}/cite?style=ieee&locale=de", f"{ODD}/cite?style=%3Cscript%3Ealert(1)%3C/script%3E&locale=%22%3E",
    f"{ODD}/versions", f"{ODD}/provenance", "/sources", "/sources/o%22dd%3Csource%3E", "/runs", "/runs/3", "/changes", "/findings",
    "/records/%3Cscript%3E/x", "/lists", ODD_LIST, "/lists/odd%3Clist%3E?style=apa&locale=fr",
    "/lists/odd%3Clist%3E?style=%3Cscript%3E&locale=%22%3E", "/lists/%3Cscript%3E",
)  # fmt: skip
"""Pages that show hostile text, or are asked with it."""
KINDS = {
    "home": "/", "search": "/search?q=water", "browse": "/search", "nothing found": "/search?q=zebra", "record": _BRIDGE,
    "contents": "/records/site/a%2Fb%20c%3F%23%C3%A9", "entry": f"{_BRIDGE}/entries/p5", "cite": f"{_BRIDGE}/cite", "style": f"{_BRIDGE}/cite?style=apa",
    "versions": "/records/site/mind/versions", "provenance": f"{_BRIDGE}/provenance", "sources": "/sources", "source": "/sources/site", "runs": "/runs",
    "run": "/runs/1", "changes": "/changes", "findings": "/findings", "lists": "/lists", "list": "/lists/water", "list in a style": "/lists/water?style=apa",
    "api": "/api", "bad request": "/search?limit=0", "not found": "/records/site/never", "gone": "/records/site/held", "hostile": ODD, "hostile entry": ODD_ENTRY,
    "hostile list": ODD_LIST,
}  # fmt: skip
"""One page of each kind."""
