"""Extras of the installation: a command that needs one which is not there says which."""

from __future__ import annotations

from importlib.util import find_spec

from schemas.errors import UsageError


def need(extra: str, module: str, what: str) -> None:
    """See that a module of an extra is installed; raises UsageError where it is not."""
    if find_spec(module) is None:
        raise UsageError(f"{what}: needs the extra {extra!r}: pip install 'tocsin[{extra}]'")
