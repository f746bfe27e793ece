"""The metadata formats, found by walking this folder: one file each, named as the format is; nothing to register."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from types import ModuleType


def writer(name: str) -> ModuleType | None:
    """Return the format of that name if it is written: a module with NAME, SUFFIX, MEDIA_TYPE and write(); no other is imported."""
    module = _module(name.replace("-", "_")) if name in _names() else None
    return module if module and hasattr(module, "write") else None


def formats() -> dict[str, ModuleType]:
    """Return the formats that are written, by name; an import error rises."""
    return {name: module for name in _names() if (module := writer(name))}


@lru_cache(maxsize=1)
def readers() -> dict[str, ModuleType]:
    """Return the formats that are read, by name: modules with READER, read(), and record_of() for one record."""
    found = {name: _module(name.replace("-", "_")) for name in _names()}
    return {name: module for name, module in found.items() if hasattr(module, "record_of")}


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(info.name.replace("_", "-") for info in pkgutil.iter_modules(__path__))


def _module(file: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{file}")
