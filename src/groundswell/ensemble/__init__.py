"""Many histories of one scenario, or of one classic model.

Work goes out shard by shard through `concurrent.futures.Executor`, of which only `submit`,
`Future.result`, `Future.cancel` and `shutdown` are used, so that threads, processes and clusters
all serve. A worker writes its shard itself and hands back a receipt. Which worker computes what,
in which order and how often, changes no bit of the result.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from groundswell.ensemble.driver import Driver, Progress
from groundswell.ensemble.modeled import ModelSimulation, over
from groundswell.ensemble.simulation import Precision, ScenarioSimulation, Simulation, spec_of
from groundswell.ensemble.work import Crew, processors
from groundswell.errors import UsageError
from groundswell.models.classic import Classic
from groundswell.runs import Runs
from groundswell.store import Folder, Memory, Store

if TYPE_CHECKING:
    from groundswell.design import Design, Draws
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

MOST_HISTORIES = 10_000_000  # of one call: their numbers alone are 80 MB
NUMBERS = 2**32  # a history is numbered in 32 bits
SEEDS = 2**64  # and a seed has 64

__all__ = ["ModelSimulation", "Precision", "Progress", "ScenarioSimulation", "Simulation", "numbered", "over", "run", "spec_of"]


def run(
    scenario: "Scenario | Classic | Simulation",
    replicates: int = 1000,
    seed: int = 1,
    *,
    executor: Executor | None = None,
    out: str | Path | None = None,
    off: str | Sequence[str] = (),
    point: Mapping[str, float] | None = None,
    progress: Progress | None = None,
    memory: bool = False,
    histories: Iterable[int] | None = None,
    isolate: bool = False,
    workers: int | None = None,
    precision: Precision = "rounded",
    draws: "Draws | Fitted | Design | None" = None,
) -> Runs:
    """Simulates many histories of a scenario and keeps them in a run folder below `out` ("runs").

    Of a classic model likewise: `run(over(model, until=500))`, or `run(model)` for as long as it is usually run.

    History numbers are 0 to `replicates` - 1, or those of `histories`. Each takes its parameters from
    the fitted draws of the scenario, if it has some, else from the priors, or from what `draws`
    says: "fitted", "prior", or a table of fitted draws. With `point` all have the same parameters
    (those given, else those of the best fitted draw, else the middle of each prior). `off` names
    mechanisms that are absent, by name or id (M05). Finished shards of an earlier call are used again.

    Threads do the work, or with `isolate` new processes (a script then needs its
    `if __name__ == "__main__":`), or an `executor` of yours with so many `workers`, which is left
    open. `progress` is called with histories done, histories in all, and the answer so far: the
    share that `fell` and its `fell_margin`, `endings` by share, quantiles of `killed`, and how many
    histories were `reused` from an earlier call. After Ctrl-C the histories that are finished are
    returned, and `stopped_at` says how many. A shard that fails three times is missing from the
    result and named in its `failures`.

    Raises RunError when the folder cannot be used or every shard fails, UsageError for arguments
    without sense.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> runs.replicates
    64
    """
    simulation = _simulation(scenario, off, point, draws)
    wanted = _wanted(replicates, seed, histories)
    if workers is not None and (not _is_whole(workers) or workers < 1):
        raise UsageError.of("workers", str(workers), "a whole number of 1 or more", "workers=2, or leave it out for one a processor")
    if isinstance(simulation, ModelSimulation):
        precision = "exact"  # what a classic gives is kept as it is
    spec = spec_of(simulation, precision)
    store: Store = Memory() if memory else Folder.prepare(Path(out or "runs").absolute(), spec)
    crew = Crew(executor, workers or processors(), isolate)
    driver = Driver(simulation, store, seed, wanted, progress, precision, crew)
    driver.drive()
    return driver.runs(spec, simulation.scenario if isinstance(simulation, ScenarioSimulation) else None)


def _simulation(
    scenario: "Scenario | Classic | Simulation",
    off: str | Sequence[str],
    point: Mapping[str, float] | None,
    draws: "Draws | Fitted | Design | None",
) -> Simulation:
    if isinstance(scenario, Classic):
        scenario = ModelSimulation(scenario)
    if not isinstance(scenario, Simulation):
        from groundswell.design import Design
        from groundswell.switches import names_of

        return ScenarioSimulation(scenario, names_of(off), Design.chosen(scenario, draws, point))
    if off or point is not None or draws is not None:
        got = f"`off`, `point` or `draws` for {scenario.case}"
        raise UsageError.of("run", got, "a model or a simulation alone", "give it its parameters when making it")
    return scenario


def _wanted(replicates: int, seed: int, histories: Iterable[int] | None) -> NDArray[np.uint64]:
    if not _is_whole(seed) or not 0 <= seed < SEEDS:
        raise UsageError.of("seed", str(seed), f"a whole number from 0 to {SEEDS - 1:,}", "seed=1")
    if histories is None:
        return numbered(replicates)
    chosen = list(histories)
    if not chosen or min(chosen) < 0 or max(chosen) >= NUMBERS:
        expected = f"at least one history, numbered from 0 to {NUMBERS - 1:,}"
        raise UsageError.of("histories", str(chosen[:3]), expected, "histories=range(1000)")
    return np.unique(np.array(chosen, np.uint64))


def numbered(replicates: int) -> NDArray[np.uint64]:
    """The numbers of so many histories, from 0. Raises UsageError for none, and for more than one call computes.

    >>> numbered(3)
    array([0, 1, 2], dtype=uint64)
    """
    if not _is_whole(replicates) or not 1 <= replicates <= MOST_HISTORIES:
        raise UsageError.of("replicates", str(replicates), f"at least one history, and at most {MOST_HISTORIES:,}", "replicates=1000")
    return np.arange(replicates, dtype=np.uint64)


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)
