"""The metadata formats, found by walking this folder: one file each, nothing to register."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def formats() -> dict[str, ModuleType]:
    """Return the formats by name: modules with NAME, SUFFIX, MEDIA_TYPE and write(); an import error rises."""
    found = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return {module.NAME: module for module in found}
