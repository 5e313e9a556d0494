"""How the ensembles of one experiment are run: with the same histories, the same luck, and one count of progress."""

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from groundswell import ensemble
from groundswell.ensemble import Progress, Simulation
from groundswell.runs import Runs


class Made(Protocol):
    """What knows how to be run: the recipe of a scenario, or a classic model."""

    def simulation(self) -> Simulation: ...


@dataclass
class Budget:
    """Histories, seed and means that all ensembles of an experiment share; `ensembles` is how many there will be."""

    histories: NDArray[np.integer[Any]]
    seed: int
    ensembles: int
    executor: Executor | None = None
    out: str | Path | None = None
    memory: bool = False
    progress: Progress | None = None
    workers: int | None = None
    finished: int = 0
    stopped: bool = False

    def run(self, made: Made, label: str) -> Runs:
        """Runs one ensemble; after Ctrl-C it holds what was finished, and `stopped` says so."""
        runs = ensemble.run(
            made.simulation(), seed=self.seed, histories=self.histories.tolist(), executor=self.executor, out=self.out,
            progress=self._teller(label), memory=self.memory, workers=self.workers,
        )  # fmt: skip
        self.finished += 1
        self.stopped = self.stopped or runs.stopped_at is not None
        return runs

    def keep_what_finished(self, made: Made, label: str) -> Runs | None:
        """Runs one ensemble more; None if Ctrl-C came before any of its histories was finished."""
        try:
            return self.run(made, label)
        except KeyboardInterrupt:
            self.stopped = True
            return None

    def _teller(self, label: str) -> Progress | None:
        progress, before = self.progress, self.finished
        if progress is None:
            return None

        def tell(done: int, total: int, answer: dict[str, Any]) -> None:
            progress(before * total + done, self.ensembles * total, {**answer, "ensemble": label})

        return tell
