"""Every kind of page of the service by its name, over the archive of service_samples and service_lists; no tests here."""

from __future__ import annotations

_ODD, _BRIDGE = "/records/o%22dd%3Csource%3E/k%22%3Cscript%3E", "/records/site/bridge"
HOSTILE_PAGES = (
    "/", "/search", "/search?q=script", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", _ODD, f"{_ODD}/entries/p1", f"{_ODD}/cite",
    f"{_ODD}/entries/p1/cite", f"{_ODD}/cite?style=ieee&locale=de", f"{_ODD}/cite?style=%3Cscript%3Ealert(1)%3C/script%3E&locale=%22%3E",
    f"{_ODD}/versions", f"{_ODD}/provenance", "/sources", "/sources/o%22dd%3Csource%3E", "/runs", "/runs/3", "/changes", "/findings",
    "/records/%3Cscript%3E/x", "/lists", "/lists/odd%3Clist%3E", "/lists/odd%3Clist%3E?style=apa&locale=fr",
    "/lists/odd%3Clist%3E?style=%3Cscript%3E&locale=%22%3E", "/lists/%3Cscript%3E",
)  # fmt: skip
"""Pages that show hostile text, or are asked with it."""
KINDS = {
    "home": "/", "search": "/search?q=water", "browse": "/search", "nothing found": "/search?q=zebra", "record": _BRIDGE,
    "contents": "/records/site/a%2Fb%20c%3F%23%C3%A9", "entry": f"{_BRIDGE}/entries/p5", "cite": f"{_BRIDGE}/cite", "style": f"{_BRIDGE}/cite?style=apa",
    "versions": "/records/site/mind/versions", "provenance": f"{_BRIDGE}/provenance", "sources": "/sources", "source": "/sources/site", "runs": "/runs",
    "run": "/runs/1", "changes": "/changes", "findings": "/findings", "lists": "/lists", "list": "/lists/water", "list in a style": "/lists/water?style=apa",
    "api": "/api", "bad request": "/search?limit=0", "not found": "/records/site/never", "gone": "/records/site/held", "hostile": _ODD,
    "hostile list": "/lists/odd%3Clist%3E",
}  # fmt: skip
"""One page of each kind."""
