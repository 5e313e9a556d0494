"""Hands out the shards of an ensemble, collects receipts, tries again what failed, stops when told to."""

import platform
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.ensemble.simulation import Precision, Simulation
from groundswell.ensemble.work import Crew, Work, run_shard
from groundswell.errors import GroundswellError, Problem, RunError
from groundswell.runs import Runs
from groundswell.store import Folder, Receipt, Shard, Store, expanded, shards_of

if TYPE_CHECKING:
    from groundswell.scenario.schema import Scenario

TRIES = 3
OUTSTANDING = 3  # shards handed out per worker: enough that none waits, few enough to stop soon

Progress = Callable[[int, int, dict[str, Any]], object]


@dataclass
class Driver:
    """Hands out shards, collects receipts in order, tries again what failed, and stops when told to."""

    simulation: Simulation
    store: Store
    seed: int
    wanted: NDArray[np.uint64]
    progress: Progress | None
    precision: Precision
    crew: Crew
    receipts: dict[Shard, Receipt] = field(default_factory=dict)
    failures: dict[Shard, Exception] = field(default_factory=dict)
    interrupted: bool = False
    reused: int = 0
    todo: deque[Shard] = field(default_factory=deque)
    waiting: deque[tuple[Shard, "Future[Receipt]"]] = field(default_factory=deque)
    tries: Counter[Shard] = field(default_factory=Counter)
    suspects: set[Shard] = field(default_factory=set)

    def drive(self) -> None:
        """Computes what is not yet kept. Raises RunError when nothing at all succeeds."""
        shards = self._shards()
        kept = self.store.whole(self.seed)
        self.receipts = {shard: kept[shard] for shard in shards if shard in kept}
        self.reused = len(self.finished())
        self.todo.extend(shard for shard in shards if shard not in kept)
        try:
            self._tell()
            if self.todo:
                self.simulation.warm()
                with self.crew.at_work():
                    self._work()
        except KeyboardInterrupt:
            self.interrupted = True
        if not self.receipts and self.failures:
            raise RunError(*(_failed(shard, error) for shard, error in self.failures.items()))
        if not self.receipts:
            raise KeyboardInterrupt

    def finished(self) -> NDArray[np.uint64]:
        """The histories asked for that are computed and kept."""
        starts = np.array(sorted(shard.first for shard in self.receipts), np.uint64)
        grid = np.uint64(self.simulation.grid)
        return self.wanted[np.isin(self.wanted // grid * grid, starts)]

    def runs(self, spec: Mapping[str, Any], scenario: "Scenario | None") -> Runs:
        """The finished histories; their manifest is written first."""
        histories = self.finished()
        stopped_at = len(histories) if self.interrupted else None
        failures = [_failure(shard, error) for shard, error in self.failures.items()]
        if isinstance(self.store, Folder):
            self.store.finish(self._manifest(self.store, spec, histories, stopped_at, failures))
        return Runs(
            self.store, spec, self.seed, histories, scenario=scenario, stopped_at=stopped_at, failures=failures
        )

    def _shards(self) -> tuple[Shard, ...]:
        return shards_of(self.seed, self.wanted, self.simulation.grid)

    def _work(self) -> None:
        try:
            while self.todo or self.waiting:
                while self.todo and len(self.waiting) < self._window():
                    self._submit(self.todo.popleft())
                self._collect()
        except BaseException:
            self._stop()
            raise

    def _window(self) -> int:
        """After a worker's death its shards run one at a time, so that the guilty one is known."""
        return 1 if self.suspects else OUTSTANDING * self.crew.workers

    def _submit(self, shard: Shard) -> None:
        work = Work(self.simulation, self.store, shard, self.precision)
        try:
            self.waiting.append((shard, self.crew.executor.submit(run_shard, work)))
        except BrokenExecutor as error:
            self._broken(error, shard)

    def _collect(self) -> None:
        """Waits for the shard handed out first; it stays in the queue until its fate is known."""
        shard, future = self.waiting[0]
        try:
            receipt = future.result()
        except BrokenExecutor as error:
            return self._broken(error)
        except GroundswellError:
            raise  # it says what to change, and trying again would change nothing
        except Exception as error:
            self.waiting.popleft()
            return self._try_again(shard, error)
        self.waiting.popleft()
        return self._accept(receipt)

    def _accept(self, receipt: Receipt) -> None:
        self._keep(receipt)
        self._tell()

    def _keep(self, receipt: Receipt) -> None:
        self.store.keep(receipt)
        self.receipts[receipt.shard] = receipt
        self.suspects.discard(receipt.shard)

    def _try_again(self, shard: Shard, error: Exception) -> None:
        self.tries[shard] += 1
        if self.tries[shard] < TRIES:
            self.todo.appendleft(shard)
            return
        self.failures[shard] = error
        self.suspects.discard(shard)

    def _broken(self, error: BrokenExecutor, *unsent: Shard) -> None:
        """A worker has died and taken the pool with it: what was under way is tried again in a new one."""
        if self.crew.given is not None:
            raise RunError.of(
                type(self.crew.given).__name__,
                str(error) or type(error).__name__,
                "an executor whose workers stay alive",
                "run the same command again with a new executor: finished shards are kept",
            ) from error
        lost = [*self._harvest(), *unsent]
        self.crew.release()
        self.crew.hire()
        if len(lost) == 1:
            self._try_again(lost[0], error)
        else:
            self.suspects.update(lost)
            self.todo.extendleft(reversed(lost))

    def _stop(self) -> None:
        """Takes back what no worker has begun, and keeps what is still being finished."""
        begun = [(shard, future) for shard, future in self.waiting if not future.cancel()]
        self.waiting = deque(begun)
        self._harvest()

    def _harvest(self) -> list[Shard]:
        """Keeps every shard under way that still comes to its end; the others are named."""
        lost = []
        while self.waiting:
            shard, future = self.waiting[0]
            try:
                receipt = future.result()
            except Exception:
                lost.append(shard)
            else:
                self._keep(receipt)
            self.waiting.popleft()
        return lost

    def _tell(self) -> None:
        if self.progress is not None:
            histories = self.finished()
            self.progress(len(histories), len(self.wanted), self._answer(histories))

    def _answer(self, histories: NDArray[np.uint64]) -> dict[str, Any]:
        """What the finished histories say so far."""
        if not len(histories):
            return {"histories": 0, "reused": 0}
        columns = {name: np.concatenate([receipt.summary[name] for receipt in self.receipts.values()]) for name in self.simulation.summary}
        keep = np.isin(columns["history"], histories)
        told = self.simulation.answer({name: column[keep] for name, column in columns.items()})
        return {"histories": len(histories), "reused": self.reused, **told}

    def _manifest(
        self,
        folder: Folder,
        spec: Mapping[str, Any],
        histories: NDArray[np.uint64],
        stopped_at: int | None,
        failures: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any]:
        """What the folder now holds: what earlier calls have left stays in it."""
        before = folder.done() if (folder.path / "DONE.json").exists() else {}
        if before.get("run_id") != spec["run_id"]:
            before = {"runs": {}, "shards": {}}
        earlier = before["runs"].get(str(self.seed), {"histories": [], "shards": []})
        mine = {receipt.shard.name: receipt.entry() for receipt in self.receipts.values()}
        lost = [shard for shard in self._shards() if shard not in self.receipts]
        gone = np.concatenate([np.zeros(0, np.uint64), *(shard.histories for shard in lost)])
        before_now = np.setdiff1d(np.array(expanded(earlier["histories"]), np.uint64), gone)
        entry = {
            "histories": _ranges(np.union1d(histories, before_now)),
            "shards": sorted({*earlier["shards"], *mine} - {shard.name for shard in lost}),
            "stopped_at": stopped_at,
            "failures": failures,
        }
        return {
            "layout": spec["layout"],
            "run_id": spec["run_id"],
            "latest": self.seed,
            "runs": {**before["runs"], str(self.seed): entry},
            "shards": {**before["shards"], **mine},
            "versions": _versions(),
        }


def _failed(shard: Shard, error: Exception) -> Problem:
    return Problem(
        f"shard {shard.name}",
        f"{type(error).__name__}: {error}",
        f"{len(shard.histories)} histories",
        f"tried {TRIES} times; the other shards are kept, and running again tries only what is missing",
    )


def _failure(shard: Shard, error: Exception) -> dict[str, Any]:
    problem = _failed(shard, error)
    return {"shard": shard.name, "tries": TRIES, "error": problem.got, "where": problem.where}


def _ranges(histories: NDArray[np.uint64]) -> list[list[int]]:
    """Sorted numbers as half-open ranges."""
    breaks = np.flatnonzero(np.diff(histories) != 1) + 1
    return [[int(part[0]), int(part[-1]) + 1] for part in np.split(histories, breaks)]


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in ("groundswell", "numpy", "numba", "duckdb"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "from source"
    return found
