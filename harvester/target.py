"""What a target is: an address to be asked, a file or a folder; nothing is opened but to look whether it is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from harvester.bounds import OutOfBounds, endpoint_of, is_jstor
from harvester.options import HarvestOptions
from schemas.addresses import canonical_url
from schemas.errors import NotFound, UsageError
from schemas.identifiers import doi

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_DOI_URL = re.compile(r"https?://(?:dx\.)?doi\.org/", re.I)
_HOST_LIKE = re.compile(r"(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?(/.*)?", re.I)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A target and its one spelling: the canonical URL, or the absolute path."""

    kind: Literal["url", "file", "folder"]
    name: str

    @property
    def endpoint(self) -> tuple[str, int] | None:
        """The host and port that the user named, None for what is local."""
        return endpoint_of(self.name) if self.kind == "url" else None


def find_target(text: str, options: HarvestOptions) -> Target:
    """Return what a target is.

    Raises NotFound for a file or folder that is not there, UsageError for an address that will not be asked and for
    options that do not fit the kind.
    """
    if not text.strip():
        raise UsageError("an empty name: give an address, a file or a folder")
    if "" in (options.key, options.url):
        raise UsageError("--key and --url say what one saved page is: an empty one says nothing")
    if options.as_ == "crossref" and not _on_disk(text)[1] and not (_URL.match(text) and not _DOI_URL.match(text)):
        from harvester.crossref.address import address_of

        return _address(address_of(text), options)
    if _URL.match(text):
        return _address(text, options)
    path, kind = _on_disk(text)
    if kind:
        _refuse_unfit(text, kind, options)
        return Target(kind=kind, name=str(path.resolve()))
    if found := doi(text):
        raise NotFound(f"{text}: no such file; if it is a DOI, write https://doi.org/{found}")
    if _HOST_LIKE.fullmatch(text) and not Path(text).suffix.lower().startswith((".htm", ".txt", ".xml", ".json")):
        scheme = "http" if text.lower().startswith(("localhost", "127.")) else "https"
        raise NotFound(f"{text}: no such file; if it is an address, write {scheme}://{text}")
    raise NotFound(f"{text}: no such file or folder")


def _on_disk(text: str) -> tuple[Path, Literal["file", "folder"] | None]:
    try:
        path = Path(text).expanduser()
        return path, "folder" if path.is_dir() else "file" if path.exists() else None
    except (OSError, RuntimeError, ValueError) as error:  # too long a name, a closed folder, the home of nobody
        raise NotFound(f"{text}: no such file or folder: {getattr(error, 'strerror', None) or error}") from error


def for_repositories(options: HarvestOptions) -> str | None:
    """Name the first option given that only an OAI-PMH repository can follow, None where there is none."""
    given = {"--prefix": options.prefix, "--set": options.sets, "--since": options.since, "--until": options.until}
    return next((name for name, value in given.items() if value), None)


def _refuse_unfit(text: str, kind: str, options: HarvestOptions) -> None:
    """Raise UsageError for an option that says nothing about what is on this machine's disk, or not the truth."""
    if kind == "folder" and (options.key or options.url):
        raise UsageError(f"{text} is a folder: --key and --url say what one saved page is")
    if options.url and not re.match(r"https?://", options.url, re.I):
        raise UsageError(f"--url {options.url}: give the whole address, https:// and all")
    wrong = f"--as {options.as_}" if options.as_ in ("oai", "sitemap") else for_repositories(options)
    if wrong or options.related:
        raise UsageError(f"{text} is a {kind}: {wrong or '--related'} is for addresses")


def _address(text: str, options: HarvestOptions) -> Target:
    try:
        endpoint_of(text)
    except OutOfBounds as error:
        raise UsageError(str(error)) from error
    if re.search(r"[\s<>\"{}|\\^`]", urlsplit(text).netloc):
        raise UsageError(f"{text} is not an address that can be asked: a host's name has none of these characters")
    if "@" in urlsplit(text).netloc:
        raise UsageError("a user name or password in an address would be kept for ever: harvest takes none")
    if is_jstor(text):
        raise UsageError(f"{text}: JSTOR is not crawled; save the page in a browser and harvest the file (see README)")
    if options.url or options.as_ == "jsonl":
        raise UsageError(f"{text} is an address: {'--url' if options.url else '--as jsonl'} is for files")
    return Target(kind="url", name=canonical_url(text))
