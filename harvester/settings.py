"""Scrapy settings of every harvest, first of all manners; whatever Scrapy would start beside the crawl is off."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from typing import Any

from harvester.decoding import ACCEPTED
from harvester.options import HarvestOptions
from schemas.errors import UsageError


def headers(options: HarvestOptions) -> Mapping[str, str]:
    """Return the headers of every request: who asks (User-Agent and From with the contact) and what is taken."""
    agent = f"tocsin/{metadata.version('tocsin')}"
    contact = (options.contact or "").strip()
    if not (contact.isascii() and contact.isprintable()):
        raise UsageError(f"contact {contact!r} cannot stand in a header: give a plain mail or web address")
    address = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact  # as Crossref looks for it
    said = {"User-Agent": f"{agent} (+{address})" if contact else agent}
    if "@" in contact:
        said["From"] = contact.removeprefix("mailto:")
    return said | {
        "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.1",
        "Accept-Encoding": ACCEPTED,
    }


def scrapy_settings(options: HarvestOptions) -> dict[str, Any]:
    """Return the settings of one crawl.

    One request to a host at a time; the pace between them, robots.txt, retries and redirects are harvester.fetch's.
    The RemoteControl and Telnet servers that Scrapy opens by default stay closed; certificates are verified.
    """
    return {
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_ITEMS": 1,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_HANDLERS": {
            "http": "harvester.download.Handler", "https": "harvester.download.Handler",
            "data": None, "file": None, "ftp": None, "s3": None,
        },
        "DOWNLOAD_TIMEOUT": options.deadline,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        # What Scrapy's own middlewares do, harvester.fetch does by stricter rules, or nobody may.
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "ROBOTSTXT_OBEY": True,
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "LOG_ENABLED": False,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    }  # fmt: skip
