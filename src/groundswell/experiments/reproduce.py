"""A whole run, computed again and compared with what was kept, bit for bit."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundswell.experiments.again import differing, shard_again
from groundswell.experiments.recipe import Recipe
from groundswell.runs import Runs
from groundswell.store import KINDS, shards_of


@dataclass(frozen=True)
class Reproduction:
    """What came of computing a run again: how many histories, and what differs, by shard, table and column."""

    run_id: str
    seed: int
    histories: int
    differs: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether every number of the run was found again, to the bit."""
        return not self.differs

    def text(self) -> str:
        """One sentence, and a line for everything that differs."""
        if self.exact:
            return f"All {self.histories} histories of {self.run_id}, seed {self.seed}, come out the same, to the bit."
        return "\n".join([f"{len(self.differs)} columns of {self.run_id}, seed {self.seed}, come out otherwise:", *self.differs])

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"run_id": self.run_id, "seed": self.seed, "histories": self.histories, "exact": self.exact, "differs": list(self.differs)}


def reproduce(run: Runs | str | Path, progress: Callable[[int, int], object] | None = None) -> Reproduction:
    """Computes a finished run again from its own recipe and compares every table with what was kept.

    `run` is a run or its folder; `progress` is called with histories done and in all. Raises
    RunError for a folder that cannot be read and for runs of another version of the engine.

    >>> import groundswell as gs
    >>> gs.reproduce(gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)).exact
    True
    """
    runs = run if isinstance(run, Runs) else Runs.open(run)
    simulation = Recipe.of(runs).simulation_of(runs)
    shards = shards_of(runs.seed, runs.histories)
    wrong: list[str] = []
    for number, shard in enumerate(shards, start=1):
        fresh = shard_again(runs, simulation, shard)
        for kind in KINDS:
            wrong += [f"{shard.name} {kind}.{name}" for name in differing(runs.store.read(kind, (shard,)), fresh[kind])]
        if progress is not None:
            progress(number * len(shard.histories), len(shards) * len(shard.histories))
    return Reproduction(runs.run_id, runs.seed, len(shards) * len(shards[0].histories), tuple(wrong))
