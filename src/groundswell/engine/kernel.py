"""The one decorator of the fast core, and where compiled kernels are kept.

A compiled kernel is stale when a function it calls in another file changes, and Numba does not
notice. So the folder of compiled kernels is named by a hash of all engine sources, and it is
named before the first kernel exists.
"""

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numba
from numba import njit

ENGINE = Path(__file__).parent


def fingerprint() -> str:
    """Hash of every source file of the engine: two equal fingerprints compute the same bits."""
    digest = hashlib.sha256()
    for path in sorted(ENGINE.rglob("*.py")):
        digest.update(path.relative_to(ENGINE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def cache_folder() -> Path:
    """Where this engine's compiled kernels live, by user, engine sources and Numba version."""
    base = os.environ.get("GROUNDSWELL_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "groundswell" / f"kernels-{fingerprint()[:16]}-numba{numba.__version__}"


def is_compiled() -> bool:
    """Whether kernels of this engine have been compiled here before."""
    folder = cache_folder()
    return folder.is_dir() and any(folder.rglob("*.nbc"))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Nobody looks for circles of references meanwhile: a ninth of all compiling, which makes millions of objects, is that."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]

# No fastmath, no parallel: the same bits everywhere. With NumPy's error model a division has no
# branch, so loops over lanes stay vectorized (a logarithm costs 0.9 ns a lane instead of 7).
# Without a wrapper for C callers, which nobody needs, the first compile is a sixth shorter.
OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
kernel: Any = njit(**OPTIONS)
inlined: Any = njit(**OPTIONS, inline="always")
