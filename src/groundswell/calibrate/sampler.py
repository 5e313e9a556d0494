"""Looks for the points from which the record could have come, closer and closer.

Approximate Bayesian computation by population Monte Carlo with an adaptive population (Lenormand,
Jabot & Deffuant 2013, doi:10.1007/s00180-013-0428-3). Every generation tries the same number of new
candidates and keeps the best of old and new together; the worst distance kept is its threshold.
Whoever is kept has been kept by every threshold before, so the population holds all candidates of
all generations that came so close, each weighted by prior over the proposal it was drawn from.

Candidate c draws all its luck from addresses that hold its number. So a posterior has the same
bits for any number of workers, any size of chunks, and after any interruption.

Departs: candidates outside the prior are drawn again instead of being weighted by zero; equal
distances are ordered by the candidate's number.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.calibrate.generations import Candidates, Ledger, together
from groundswell.calibrate.luck import FIRST_TRIAL
from groundswell.calibrate.problem import Generation, Numbers, Population, Problem, Simulated, Values
from groundswell.calibrate.proposals import AroundParticles, FromPrior, Proposal, Proposed, inside_share, propose
from groundswell.ensemble.work import Crew, processors
from groundswell.errors import GroundswellError, RunError, UsageError

METHOD = "apmc-1"  # changed whenever the same candidates would get other points or weights
OUTSTANDING = 3  # chunks handed out per worker
SEEDS = 2**64

Progress = Callable[[int, int, dict[str, Any]], object]


def sample(
    problem: Problem,
    *,
    seed: int,
    particles: int,
    keep: int,
    budget: int,
    executor: Executor | None = None,
    workers: int | None = None,
    isolate: bool = False,
    out: str | Path | None = None,
    progress: Progress | None = None,
    start: Population | None = None,
    batch: int = 64,
    least_acceptance: float = 0.05,
) -> Population:
    """Draws a weighted population of points that come as close to the record as a budget of evaluations allows.

    Each generation tries `particles` new candidates, in chunks of `batch`, and keeps the best `keep` of old and new
    together. It ends when no whole generation fits in what is left of `budget`, or when the share of new candidates that
    are kept falls below `least_acceptance`. Generation 0 is drawn from the prior or, with `start`, around that population's
    particles.

    Threads do the work, or with `isolate` new processes (a script then needs its `if __name__ == "__main__":`), or an
    `executor` of yours with so many `workers`, which is left open. In the folder `out` every finished chunk and generation
    is kept; the same call again resumes there, with any workers and any `batch`. `progress` is called with evaluations
    done, the budget, and a dictionary of `generation`, `threshold`, `acceptance`, `ess` and `seconds_left`.

    Raises UsageError for arguments without sense, RunError when the folder is another fit's or cannot be written, when a
    simulation raises an error, and when every candidate of generation 0 fails. After Ctrl-C chunks under way are finished
    and kept, and KeyboardInterrupt goes on.
    """
    _refuse_senseless(problem, seed, particles, keep, budget, batch, start)
    identity = {
        "method": METHOD,
        "problem": dict(problem.identity()),
        "parameters": list(problem.names),
        "summaries": list(problem.summary_names),
        "seed": seed,
        "particles": particles,
        "keep": keep,
        "start": None if start is None else start.digest(),
    }
    ledger = Ledger.prepare(out, problem.names, problem.summary_names, identity)
    crew = Crew(executor, workers or processors(), isolate)
    fit = _Fit(problem, seed, particles, keep, budget, batch, ledger, crew, progress)
    return fit.drive(start, least_acceptance)


def simulate_chunk(problem: Problem, ledger: Ledger, seed: int, points: Values, numbers: Numbers) -> Simulated:
    """What a worker does: simulates some candidates and keeps them. Pure: twice does no harm."""
    found = problem.simulate(points, seed, numbers)
    simulated = Simulated(np.asarray(found[0], np.float64), np.asarray(found[1], np.float64))
    expected = ((len(numbers),), (len(numbers), len(problem.summary_names)))
    shapes = (simulated.distance.shape, simulated.summaries.shape)
    if shapes != expected:
        hint = "one distance a point, and one row of summaries a point"
        raise UsageError.of(f"{type(problem).__name__}.simulate", f"shapes {shapes}", f"shapes {expected}", hint)
    ledger.keep_chunk(numbers, points, simulated)
    return simulated


@dataclass
class _Fit:
    """One call of `sample` on its way."""

    problem: Problem
    seed: int
    particles: int
    keep: int
    budget: int
    batch: int
    ledger: Ledger
    crew: Crew
    progress: Progress | None
    generations: list[Generation] = field(default_factory=list)
    simulated: int = 0  # candidates simulated by this call, by which the time left is judged
    shares: list[float] = field(default_factory=list)  # of what each round proposed, the share that the prior allows
    began: float = field(default_factory=time.monotonic)

    def drive(self, start: Population | None, least_acceptance: float) -> Population:
        kept: Candidates | None = None
        prior = FromPrior(len(self.problem.names))
        proposal: Proposal = prior if start is None else AroundParticles.of(start)
        volume = inside_share(self.problem, prior, self.seed)
        with self.crew.at_work():
            while self._goes_on(least_acceptance):
                new = self._generation(len(self.generations), proposal, volume)
                kept = self._select(kept, new)
                proposal = AroundParticles.of(self._population(kept))
        assert kept is not None, "a budget holds at least one generation"
        return self._population(kept)

    def _goes_on(self, least_acceptance: float) -> bool:
        room = (len(self.generations) + 1) * self.particles <= self.budget
        return room and (not self.generations or self.generations[-1].acceptance >= least_acceptance)

    def _generation(self, generation: int, proposal: Proposal, volume: float) -> Candidates:
        """The candidates of one round, found in the folder or simulated now."""
        first = generation * self.particles
        numbers = np.arange(first, first + self.particles, dtype=np.uint64)
        share = inside_share(self.problem, proposal, self.seed)
        found = self.ledger.generation(generation)
        if found is None:
            proposed = propose(self.problem, proposal, self.seed, numbers, share / volume)
            found = self._simulate(numbers, proposed)
            self.ledger.keep_generation(generation, found)
        self.shares.append(share)
        return found

    def _select(self, kept: Candidates | None, new: Candidates) -> Candidates:
        """The best of old and new; equal distances by number, failures never. Adds a row to the table of generations."""
        pool = new if kept is None else together([kept, new])
        order = np.lexsort((pool.numbers, pool.distances))
        best = order[np.isfinite(pool.distances[order])][: self.keep]
        if best.size == 0:
            hint = "simulate one point of the prior by hand and see why its distance is no number"
            raise RunError.of("generation 0", f"{len(pool.numbers)} of {len(pool.numbers)} simulations failed", "some distances", hint)
        kept = pool.take(np.sort(best))
        accepted = int(np.count_nonzero(kept.numbers >= new.numbers[0]))
        self.generations.append(
            Generation(
                generation=len(self.generations),
                evaluations=(len(self.generations) + 1) * self.particles,
                failed=int(np.count_nonzero(~np.isfinite(new.distances))),
                accepted=accepted,
                acceptance=accepted / self.particles,
                threshold=float(kept.distances.max()),
                ess=float(math.fsum(kept.weights) ** 2 / math.fsum(kept.weights**2)),
                inside=self.shares[-1],
            )
        )
        self._tell(self.generations[-1].evaluations)
        return kept

    def _population(self, kept: Candidates) -> Population:
        weights = kept.weights / math.fsum(kept.weights)
        names, summary_names, table = self.problem.names, self.problem.summary_names, tuple(self.generations)
        return Population(names, summary_names, kept.points, weights, kept.distances, kept.summaries, kept.numbers, table)

    def _simulate(self, numbers: Numbers, proposed: Proposed) -> Candidates:
        """Has the candidates simulated that no chunk holds yet, chunk by chunk, and joins all by their numbers."""
        first, last = int(numbers[0]), int(numbers[-1]) + 1
        kept = self.ledger.chunks(first, last)
        distances = np.full(len(numbers), np.nan)
        summaries = np.full((len(numbers), len(self.problem.summary_names)), np.nan)
        done = np.isin(numbers, kept.numbers)
        distances[done], summaries[done] = kept.distances, kept.summaries
        rows = np.flatnonzero(~done)
        chunks = deque(rows[at : at + self.batch] for at in range(0, rows.size, self.batch))
        waiting: deque[tuple[Any, Future[Simulated]]] = deque()
        finished = first + int(done.sum())
        self._tell(finished)
        try:
            while chunks or waiting:
                while chunks and len(waiting) < OUTSTANDING * self.crew.workers:
                    rows = chunks.popleft()
                    waiting.append((rows, self._submit(proposed.points[rows], numbers[rows])))
                rows, future = waiting[0]
                distances[rows], summaries[rows] = self._result(future)
                waiting.popleft()
                finished, self.simulated = finished + len(rows), self.simulated + len(rows)
                self._tell(finished)
        except BaseException:
            _finish(waiting)
            raise
        return Candidates(numbers, proposed.points, proposed.weights, distances, summaries)

    def _submit(self, points: Values, numbers: Numbers) -> "Future[Simulated]":
        try:
            return self.crew.executor.submit(simulate_chunk, self.problem, self.ledger, self.seed, points, numbers)
        except BrokenExecutor as error:
            raise _broken(self.crew.executor, error) from error

    def _result(self, future: "Future[Simulated]") -> Simulated:
        try:
            return future.result()
        except BrokenExecutor as error:
            raise _broken(self.crew.executor, error) from error
        except GroundswellError:
            raise
        except Exception as error:
            where, got = f"{type(self.problem).__name__}.simulate", f"{type(error).__name__}: {error}"
            hint = "return NaN as the distance of a point that cannot be simulated; finished chunks are kept in `out`"
            raise RunError.of(where, got, "one distance a point, NaN for a failure", hint) from error

    def _tell(self, finished: int) -> None:
        if self.progress is None:
            return
        last = self.generations[-1] if self.generations else None
        seconds = time.monotonic() - self.began
        answer = {
            "generation": finished // self.particles,
            "threshold": last.threshold if last else None,
            "acceptance": last.acceptance if last else None,
            "ess": last.ess if last else None,
            "seconds_left": seconds / self.simulated * (self.budget - finished) if self.simulated else None,
        }
        self.progress(finished, self.budget, answer)


def _finish(waiting: "deque[tuple[Any, Future[Simulated]]]") -> None:
    """Takes back what no worker has begun and waits for the rest, which the workers keep themselves."""
    for _, future in [entry for entry in waiting if not entry[1].cancel()]:
        future.exception()


def _broken(executor: Executor, error: BaseException) -> RunError:
    got = str(error) or type(error).__name__
    hint = "run the same call again with a new executor and the same `out`: finished chunks are kept"
    return RunError.of(type(executor).__name__, got, "an executor whose workers stay alive", hint)


def _refuse_senseless(
    problem: Problem, seed: int, particles: int, keep: int, budget: int, batch: int, start: Population | None
) -> None:
    if not 0 <= seed < SEEDS:
        raise UsageError.of("seed", str(seed), f"a whole number from 0 to {SEEDS - 1:,}", "seed=1")
    if not 2 <= keep <= particles:
        raise UsageError.of("keep", str(keep), f"from 2 to the {particles} particles of a generation", f"keep={max(2, particles // 2)}")
    if not particles <= budget < FIRST_TRIAL:
        expected = f"at least one generation of {particles}, and below {FIRST_TRIAL:,}"
        raise UsageError.of("budget", str(budget), expected, f"budget={10 * particles}")
    if batch < 1:
        raise UsageError.of("batch", str(batch), "1 or more", "batch=64")
    if start is not None and start.names != problem.names:
        hint = "fit the same parameters, in the same order"
        raise UsageError.of("start", f"parameters {start.names}", f"parameters {problem.names}", hint)
