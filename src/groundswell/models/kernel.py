"""The decorator of the classics' fast parts, and where compiled ones are kept.

They have a folder of their own, named by a hash of all sources that they can call, so that a change
of a classic compiles classics anew and leaves the engine's kernels alone.
"""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import njit

from groundswell.engine.kernel import OPTIONS, cache_folder
from groundswell.engine.kernel import fingerprint as engine_fingerprint

MODELS = Path(__file__).parent


def sources_of(module: str) -> list[Path]:
    """The files that decide what a model computes: its own folder, and what all classics share; of a model of yours, its own file.

    >>> [path.name for path in sources_of("groundswell.models.luck")][:2]
    ['classic.py', 'given.py']
    """
    shared = [path for path in MODELS.glob("*.py") if path.name != "__init__.py"]
    package, _, own = module.partition("groundswell.models.")
    if package:
        file = getattr(sys.modules.get(module), "__file__", None)
        return sorted([*shared, *([Path(file)] if file else [])])
    return sorted({*shared, *(path for path in (MODELS / own.partition(".")[0]).rglob("*") if path.is_file() and path.suffix != ".pyc")})


def fingerprint(module: str) -> str:
    """A hash of all that decides the bits of a model: equal hashes compute the same."""
    return _hash(sources_of(module))


def _hash(paths: list[Path]) -> str:
    digest = hashlib.sha256(engine_fingerprint().encode())
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


FOLDER = cache_folder().with_name(f"models-{_hash(sorted(MODELS.rglob('*.py')))[:16]}-numba{numba.__version__}")


def kernel(function: Callable[..., Any], **options: Any) -> Any:
    """Compiles a function of numbers and arrays: no hidden state, no fastmath, no global lock."""
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(FOLDER)
    try:
        return njit(**(OPTIONS | options))(function)
    finally:
        settings.CACHE_DIR = before


def inlined(function: Callable[..., Any]) -> Any:
    """Compiles a function into each that calls it."""
    return kernel(function, inline="always")
