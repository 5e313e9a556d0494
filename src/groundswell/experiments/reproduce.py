"""A whole run, computed again and compared with what was kept, bit for bit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.experiments.again import differing, shard_again
from groundswell.experiments.recipe import simulation_of
from groundswell.runs import Runs
from groundswell.store import KINDS


@dataclass(frozen=True)
class Reproduction:
    """What came of computing a run again: how many histories of how many, and what differs, by shard, table and column.

    Shards are computed whole, so with those that were `drawn` come the others of their shards.
    """

    run_id: str
    seed: int
    histories: int
    whole: int
    drawn: int
    shards: int
    differs: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether every number of the run was found again, to the bit."""
        return not self.differs

    def text(self) -> str:
        """One sentence, and a line for everything that differs."""
        if self.exact:
            return f"{self._computed()} of {self.run_id}, seed {self.seed}, come out the same, to the bit."
        return "\n".join([f"{len(self.differs)} columns of {self.run_id}, seed {self.seed}, come out otherwise:", *self.differs])

    def _computed(self) -> str:
        if self.histories == self.whole:
            return f"All {self.whole:,} histories"
        shards = "1 shard that holds" if self.shards == 1 else f"{self.shards} shards that hold"
        return f"{self.histories:,} of {self.whole:,} histories ({shards} the {self.drawn:,} drawn)"

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        counts = {"histories": self.histories, "of": self.whole, "drawn": self.drawn, "shards": self.shards}
        return {"run_id": self.run_id, "seed": self.seed, **counts, "exact": self.exact, "differs": list(self.differs)}


def reproduce(
    run: Runs | str | Path, progress: Callable[[int, int], object] | None = None, histories: Iterable[int] | None = None
) -> Reproduction:
    """Computes a finished run again from its own recipe and compares every table with what was kept.

    `run` is a run or its folder (of one country of several, the run of them all); with `histories` only the
    shards that hold these are computed.
    `progress` is called with histories done and in all. Raises RunError for a folder that cannot
    be read and for runs of another version of the engine.

    >>> import groundswell as gs
    >>> gs.reproduce(gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)).exact
    True
    """
    runs = (run if isinstance(run, Runs) else Runs.open(run)).whole
    simulation = simulation_of(runs)
    drawn = runs if histories is None else runs.select(list(histories))
    shards = runs.shards_of(drawn.histories)
    wrong: list[str] = []
    for number, shard in enumerate(shards, start=1):
        fresh = shard_again(runs, simulation, shard)
        for kind in KINDS:
            wrong += [f"{shard.name} {kind}.{name}" for name in differing(runs.store.read(kind, (shard,)), fresh[kind])]
        if progress is not None:
            progress(number * len(shard.histories), len(shards) * len(shard.histories))
    computed = sum(int(np.isin(runs.histories, shard.histories).sum()) for shard in shards)
    return Reproduction(runs.run_id, runs.seed, computed, runs.replicates, drawn.replicates, len(shards), tuple(wrong))
