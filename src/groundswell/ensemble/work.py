"""One shard of work, and who does it: threads, processes, or an executor that was passed."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from groundswell.ensemble.simulation import Precision, Simulation
from groundswell.store import Receipt, Shard, Store


@dataclass(frozen=True)
class Work:
    """One shard to compute, with all a worker in another process needs."""

    simulation: Simulation
    store: Store
    shard: Shard
    precision: Precision


def run_shard(work: Work) -> Receipt:
    """Computes the histories of a shard and keeps them. Pure: twice does no harm."""
    tables = work.simulation.tables(work.shard.seed, work.shard.histories, work.precision)
    return work.store.put(work.shard, tables, work.simulation.summary)


@dataclass
class Crew:
    """Who computes: threads of ours, processes of ours, or an executor that was passed."""

    given: Executor | None
    workers: int
    isolate: bool
    executor: Executor = field(init=False)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        self.hire()
        try:
            yield
        finally:
            self.release()

    def hire(self) -> None:
        """Starts the workers; also called again when a worker's death has broken a pool of ours."""
        if self.given is not None:
            self.executor = self.given
        elif self.isolate:
            context = multiprocessing.get_context("spawn")
            self.executor = ProcessPoolExecutor(self.workers, context, _leave_interrupts_to_the_driver)
        else:
            self.executor = ThreadPoolExecutor(self.workers, "groundswell")

    def release(self) -> None:
        if self.given is None:
            self.executor.shutdown(wait=True)


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _leave_interrupts_to_the_driver() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
