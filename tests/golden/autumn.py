"""Marks of all bits that 64 histories of the autumn of 2003 write; `python -m tests.golden.autumn` renews the kept ones."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.compile import compile_scenario
from groundswell.design import prior_draws
from groundswell.engine.recorder import EVENT_KINDS, OUTCOMES
from groundswell.engine.run import LANES, SHARD, Block, run_block
from groundswell.scenario.load import load

KEPT = Path(__file__).with_name("autumn.json")
CASE, SEED = "bolivia-autumn", 1


def mark(part: Any) -> str:
    """A short hash of the bytes of an array."""
    return hashlib.sha256(np.ascontiguousarray(part).tobytes()).hexdigest()[:16]


def blocks() -> list[Block]:
    """The histories of one shard."""
    plan = compile_scenario(load(CASE))
    numbers = np.arange(SHARD, dtype=np.uint64).reshape(-1, LANES)
    return [run_block(plan, prior_draws(plan.scenario, SEED, block), SEED, block) for block in numbers]


def told() -> dict[str, Any]:
    """What the histories did: marks of every bit, and a few counts for a reader who wonders what changed."""
    shard = blocks()
    events = np.concatenate([block.events for block in shard])
    episodes = np.concatenate([block.episodes for block in shard])
    daily = np.concatenate([block.daily for block in shard], axis=2)
    series = {name: mark(daily[row]) for row, name in enumerate(shard[0].series)}
    final = {name: mark(np.concatenate([block.final[name] for block in shard])) for name in shard[0].final}
    return {
        "events": mark(events), "episodes": mark(episodes), "series": series, "final": final,
        "counts": {kind: int((events["kind"] == k).sum()) for k, kind in enumerate(EVENT_KINDS)},
        "outcomes": {slug: int((episodes["outcome"] == k).sum()) for k, slug in enumerate(OUTCOMES)},
    }  # fmt: skip


def kept() -> dict[str, Any]:
    """The marks that are kept."""
    return dict(json.loads(KEPT.read_text(encoding="utf-8")))


if __name__ == "__main__":
    KEPT.write_text(json.dumps(told(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
