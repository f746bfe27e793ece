"""The metadata formats, found by walking this folder: one file each, nothing to register."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from types import ModuleType


def formats() -> dict[str, ModuleType]:
    """Return the formats that are written, by name: modules with NAME, SUFFIX, MEDIA_TYPE and write(); an import error rises."""
    return {name: module for name, module in _found().items() if hasattr(module, "write")}


@lru_cache(maxsize=1)
def readers() -> dict[str, ModuleType]:
    """Return the formats that are read, by name: modules with READER, read(), and record_of() for one record."""
    return {name: module for name, module in _found().items() if hasattr(module, "record_of")}


@lru_cache(maxsize=1)
def _found() -> dict[str, ModuleType]:
    found = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return {module.NAME: module for module in found}
