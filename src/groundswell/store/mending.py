"""Which command computes again what a run folder lacks."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from groundswell.store.shards import Shard


def mending(path: Path) -> str:
    """What to type so that shards that are missing or damaged are computed again, from what the folder still tells.

    A case that was changed when it was run is to be changed again; the folder refuses any other.
    """
    spec, done = _content(path / "spec.json"), _content(path / "DONE.json")
    identity = spec.get("identity", {})
    seed, replicates = _extent(path, done)
    off = "".join(f" --off {name}" for name in identity.get("off", ()))
    line = f"groundswell run {spec.get('case', 'CASE')} --replicates {replicates} --seed {seed}{off}{parameters(identity)}"
    return f"{line} --out {path} --no-why (with the same --set, if any): shards that are whole are kept, only the others are computed"


def parameters(identity: dict[str, Any]) -> str:
    """The option that says where histories have their parameters from, if the case would have them from elsewhere.

    >>> parameters({"design": {"draws": "point"}}), parameters({"design": {"draws": "prior"}})
    (' --point', '')
    """
    design = identity.get("design")
    draws = design.get("draws") if isinstance(design, dict) else None
    if draws == "point":
        return " --point"
    return " --prior" if draws == "prior" and "fit" in identity else ""


def _extent(path: Path, done: dict[str, Any]) -> tuple[int, int]:
    """The seed that was run last, and how many histories it has."""
    runs: dict[str, Any] = done.get("runs", {})
    if runs:
        seed = int(done["latest"])
        return seed, max(last for _, last in runs[str(seed)]["histories"])
    shards = []
    for file in path.glob("final-s*.parquet"):
        with suppress(ValueError):
            shards.append(Shard.parse(file.stem.removeprefix("final-")))
    return max(((shard.seed, int(shard.histories[-1]) + 1) for shard in shards), default=(1, 1000))


def _content(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        content = json.loads(path.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    return {}
