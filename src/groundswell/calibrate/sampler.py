"""Looks for the points from which the record could have come, closer and closer.

Approximate Bayesian computation by population Monte Carlo with an adaptive population (Lenormand,
Jabot & Deffuant 2013, doi:10.1007/s00180-013-0428-3). Every generation tries the same number of new
candidates and keeps the best of old and new together; the worst distance kept is its threshold.
Whoever is kept has been kept by every threshold before, so the population holds all candidates of
all generations that came so close, and each weighs

    w(u) = 1 / ( (1/G) Σ_g q_g(u) / P )

q_g the density that generation g was drawn from, as far as the prior allows it · P that of the prior · G generations so
far. Since generation 0 is the prior itself, no weight exceeds G times the mean (a balance heuristic: Veach & Guibas 1995;
Cornuet, Marin, Mira & Robert 2012).

Candidate c draws all its luck from addresses that hold its number. So a posterior has the same
bits for any number of workers, any size of chunks, and after any interruption.

Departs: Lenormand et al. weigh each particle by the generation it was drawn in alone, which left 80 of 500 effective with
5 parameters where these weights left 470. Candidates outside the prior are drawn again. Equal distances are ordered by the
candidate's number.
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

from groundswell.calibrate import luck
from groundswell.calibrate.algebra import log_mean
from groundswell.calibrate.generations import Candidates, Ledger, together
from groundswell.calibrate.luck import FIRST_TRIAL
from groundswell.calibrate.problem import Generation, Numbers, Population, Problem, Simulated, Values
from groundswell.calibrate.proposals import TINY, AroundParticles, Blend, FromPrior, Proposal, inside_share, propose
from groundswell.engine import draws
from groundswell.ensemble.work import Crew, processors
from groundswell.errors import GroundswellError, RunError, UsageError

METHOD = "apmc-3"  # changed whenever the same candidates would get other points or weights
OUTSTANDING = 3  # chunks handed out per worker
SEEDS = 2**64
HALVINGS = 40  # of the search for γ
LEAST_EFFECTIVE = 0.25  # of the particles that candidates are drawn around, whatever few of them have the weight
START_PRIOR = 0.1  # of candidates, where generation 0 lies around another problem's population: bounds every weight

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
    are kept falls below `least_acceptance`. Generation 0 is drawn from the prior or, with `start`, nine tenths of it around
    that population's particles and a tenth from the prior; the weights account for it. Where few particles have most of the
    weight, candidates are drawn around more than these (`leveled`); their own weights account for that too.

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
    kept: Candidates = field(init=False)
    logs: Values = field(init=False)  # log densities of those kept, one column for each generation so far
    past: list[tuple[Proposal, float]] = field(default_factory=list)  # with the share inside of each
    generations: list[Generation] = field(default_factory=list)
    simulated: int = 0  # candidates simulated by this call, by which the time left is judged
    began: float = field(default_factory=time.monotonic)

    def drive(self, start: Population | None, least_acceptance: float) -> Population:
        """Generation after generation, until the budget is spent or new candidates are no longer better."""
        self.kept, self.logs = self.ledger.chunks(0, 0), np.empty((0, 0))
        proposal = self._first(start)
        with self.crew.at_work():
            while self._goes_on(least_acceptance):
                new = self._generation(len(self.generations), proposal)
                self._select(new)
                population = self._note(new)
                proposal = AroundParticles.of(leveled(population))
        return population

    def _first(self, start: Population | None) -> Proposal:
        prior = FromPrior(len(self.problem.names))
        return prior if start is None else Blend(AroundParticles.of(leveled(start)), prior, START_PRIOR)

    def _goes_on(self, least_acceptance: float) -> bool:
        room = (len(self.generations) + 1) * self.particles <= self.budget
        return room and (not self.generations or self.generations[-1].acceptance >= least_acceptance)

    def _generation(self, generation: int, proposal: Proposal) -> Candidates:
        """The candidates of one round, found in the folder or simulated now."""
        self.past.append((proposal, inside_share(self.problem, proposal, self.seed)))
        found = self.ledger.generation(generation)
        if found is None:
            first = generation * self.particles
            numbers = np.arange(first, first + self.particles, dtype=np.uint64)
            found = self._simulate(numbers, propose(self.problem, proposal, self.seed, numbers))
            self.ledger.keep_generation(generation, found)
        return found

    def _select(self, new: Candidates) -> None:
        """Keeps the best of old and new, in the order of their numbers; equal distances by number, failures never."""
        pool, old = together([self.kept, new]), len(self.kept.numbers)
        order = np.lexsort((pool.numbers, pool.distances))
        best = np.sort(order[np.isfinite(pool.distances[order])][: self.keep])
        if best.size == 0:
            hint = "simulate one point of the prior by hand and see why its distance is no number"
            raise RunError.of("generation 0", f"{len(pool.numbers)} of {len(pool.numbers)} simulations failed", "some distances", hint)
        self.kept = pool.take(best)
        stayed, came = best[best < old], self.kept.points[best >= old]
        latest = self._log_densities(self.kept.points[best < old], self.past[-1:])
        self.logs = np.concatenate([np.hstack([self.logs[stayed], latest]), self._log_densities(came, self.past)])

    def _log_densities(self, points: Values, proposals: list[tuple[Proposal, float]]) -> Values:
        return np.stack([proposal.log_density(points) - draws.log(share) for proposal, share in proposals], axis=1)

    def _note(self, new: Candidates) -> Population:
        """Weighs those kept, and adds a row to the table of generations."""
        number, count = len(self.generations), self.logs.shape[1]
        weights = luck.exp(-log_mean(self.logs, np.full(count, 1.0 / count)))
        weights = weights / math.fsum(weights)
        accepted = int(np.count_nonzero(self.kept.numbers >= number * self.particles))
        row = Generation(
            generation=number,
            evaluations=count * self.particles,
            failed=int(np.count_nonzero(~np.isfinite(new.distances))),
            accepted=accepted,
            acceptance=accepted / self.particles,
            threshold=float(self.kept.distances.max()),
            ess=1.0 / math.fsum(weights**2),
            inside=self.past[-1][1],
        )
        self.generations.append(row)
        self._tell(row.evaluations)
        kept, names = self.kept, (self.problem.names, self.problem.summary_names)
        return Population(*names, kept.points, weights, kept.distances, kept.summaries, kept.numbers, tuple(self.generations))

    def _simulate(self, numbers: Numbers, points: Values) -> Candidates:
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
                    waiting.append((rows, self._submit(points[rows], numbers[rows])))
                rows, future = waiting[0]
                distances[rows], summaries[rows] = self._result(future)
                waiting.popleft()
                finished, self.simulated = finished + len(rows), self.simulated + len(rows)
                self._tell(finished)
        except BaseException:
            _finish(waiting)
            raise
        return Candidates(numbers, points, distances, summaries)

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


def leveled(population: Population) -> Population:
    """The same particles with weights w^γ, γ the largest from 0 to 1 at which a quarter of them stay effective.

    A single particle in a thin place of all proposals can have half of the weight. Kernels around it alone would close
    in on it, and every later particle would lie where proposals are dense and weigh nothing.

    Source: tempered weights, Koblents & Míguez (2015) on nonlinear population Monte Carlo.
    """
    least = LEAST_EFFECTIVE * len(population.weights)
    logs = luck.log(np.maximum(population.weights, TINY))
    low, high = 0.0, 1.0
    if _effective(population.weights) >= least:
        return population
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _effective(luck.exp(middle * logs)) >= least else (low, middle)
    return population.with_points(population.points, luck.exp(low * logs))


def _effective(weights: Values) -> float:
    """How many equal particles would tell as much."""
    return math.fsum(weights) ** 2 / math.fsum(weights**2)


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
