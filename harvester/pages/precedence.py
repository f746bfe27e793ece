"""Which carrier of a page is believed first, field by field; the reasons stand in docs/precedence.md."""

from __future__ import annotations

from collections.abc import Mapping

ORDER = ("highwire", "json-ld", "dublin-core", "microdata", "coins", "visible", "opengraph")
PRECEDENCE: Mapping[str, tuple[str, ...]] = {
    "*": ORDER,
    "title": ("highwire", "dublin-core", "json-ld", "microdata", "coins", "visible", "opengraph"),
    "contributors": ("highwire", "json-ld", "dublin-core", "microdata", "visible", "coins", "opengraph"),
    "dates": ("highwire", "dublin-core", "json-ld", "microdata", "visible", "coins", "opengraph"),
    "identifiers": ("highwire", "dublin-core", "json-ld", "microdata", "coins", "visible", "opengraph"),
    "publisher": ("highwire", "json-ld", "dublin-core", "visible", "microdata", "coins", "opengraph"),
    "page_count": ("highwire", "json-ld", "dublin-core", "microdata", "visible"),
    "languages": ("highwire", "dublin-core", "json-ld", "microdata", "visible", "html"),
    "contents": ("visible", "json-ld", "microdata"),
    "rights": ("dublin-core", "json-ld", "highwire", "microdata", "visible"),
    "type": ("highwire", "coins", "dublin-core", "json-ld", "microdata", "visible", "opengraph"),
}
