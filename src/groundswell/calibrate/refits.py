"""Fits variants of a model at one reduced budget, each from the draws of the full fit: what is compared is as well fitted."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.calibrate.case import HISTORIES, CaseProblem
from groundswell.calibrate.fit import Fit, Progress
from groundswell.calibrate.moves import moved
from groundswell.calibrate.problem import Generation, Population
from groundswell.compile import compile_scenario
from groundswell.engine.anatomy import mechanisms, switches
from groundswell.engine.run import run_block
from groundswell.errors import UsageError

SKELETON_WITHOUT = ("M05", "M08", "M10", "M11", "M12")  # backfire, victory, neighbors, blockades, supplies
KEPT = "population.npz"
COLUMNS = ("points", "weights", "distances", "summaries", "numbers")
LOOKED_AT = 64  # draws of a fit with which a mechanism that acts at all is taken to show
METHOD = "moves-1"  # changed whenever the same start would be moved elsewhere


def variants() -> dict[str, tuple[str, ...]]:
    """What is refitted: the full model, the skeleton, and the model without each of its mechanisms; names to what is absent.

    >>> variants()["full"], len(variants()["skeleton"])
    ((), 5)
    """
    bare = tuple(row.name for row in mechanisms() if row.id in SKELETON_WITHOUT)
    return {"full": (), "skeleton": bare} | {name: (name,) for name in switches()}


def idle(fit: Fit) -> tuple[str, ...]:
    """Mechanisms whose absence changes no bit of some dozens of histories of a fit, each with a draw of its own.

    Without its cause in a case (a trade partner, a patron, a ballot) a mechanism does nothing there, and a fit without it
    would be the same fit.
    """
    problem, drawn = fit.problem, fit.population.points
    points = drawn[np.arange(LOOKED_AT) % len(drawn)]
    whole = daily_of(problem, "", points)  # of years some tens of megabytes: one comparison at a time
    return tuple(name for name in switches() if np.array_equal(daily_of(problem, name, points), whole))


def daily_of(problem: CaseProblem, off: str, points: NDArray[np.float64]) -> NDArray[np.float32]:
    """The daily series of one history at each point, with one mechanism absent or none: (blocks, series, days, histories)."""
    compiled = compile_scenario(problem.scenario, {*problem.off, *([off] if off else ())})
    numbers = np.arange(len(points), dtype=np.uint64).reshape(-1, HISTORIES)
    blocks = [run_block(compiled, problem.values(points[block]), 1, block, last_day=problem.days) for block in numbers]
    return np.array([block.daily for block in blocks])


def refit(
    fit: Fit, out: str | Path, *, workers: int | None = None, progress: Progress | None = None, only: tuple[str, ...] = ()
) -> Iterator[tuple[str, Fit]]:
    """Refits each variant that is not `idle`, or `only` those named, one by one; what is in `out` already is not done again.

    Each starts from the draws of `fit`, moved for the reduced budget of its protocol; its files are in a folder of its name.
    Raises UsageError for a name that no variant has.
    """
    unknown = [name for name in only if name not in variants()]
    if unknown:
        raise UsageError.of("refit: only", ", ".join(unknown), f"some of {', '.join(variants())}", "leave it out to refit all")
    names = only or _acting(fit)
    wanted: Mapping[str, tuple[str, ...]] = {name: variants()[name] for name in names}
    total = len(wanted) * fit.protocol.reduced.evaluations
    for k, (name, off) in enumerate(wanted.items()):
        tell = _teller(progress, k * fit.protocol.reduced.evaluations, total, name)
        found = refitted(fit, off, Path(out) / name, workers, tell)
        found.write(Path(out) / name)
        yield name, found


def _acting(fit: Fit) -> tuple[str, ...]:
    nothing = idle(fit)
    return tuple(name for name in variants() if name not in nothing)


def refitted(fit: Fit, off: tuple[str, ...], folder: Path, workers: int | None, progress: Progress | None) -> Fit:
    """One variant, fitted now or found in its folder."""
    problem, budget = fit.protocol.problem(fit.problem.scenario, off), fit.protocol.reduced
    parts = {"method": METHOD, "problem": problem.identity(), "budget": asdict(budget), "start": fit.population.digest()}
    identity = hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
    population = _kept(folder / KEPT, identity, problem.names, problem.summary_names)
    if population is None:
        population = moved(
            problem, fit.population, seed=budget.seed, particles=budget.particles, budget=budget.evaluations, workers=workers,
            progress=progress,
        )  # fmt: skip
        _keep(folder / KEPT, identity, population)
    return Fit(fit.protocol, problem, budget, population)


def _keep(file: Path, identity: str, found: Population) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".new-{file.name}")
    np.savez(
        new, identity=np.array(identity), points=found.points, weights=found.weights, distances=found.distances,
        summaries=found.summaries, numbers=found.numbers, generations=np.array(found.generations, np.float64),
    )  # fmt: skip
    new.replace(file)


def _kept(file: Path, identity: str, names: tuple[str, ...], summaries: tuple[str, ...]) -> Population | None:
    if not file.is_file():
        return None
    with np.load(file, allow_pickle=False) as kept:
        if str(kept["identity"]) != identity:
            return None
        rows = tuple(Generation(*(int(count) for count in row[:4]), *(float(value) for value in row[4:])) for row in kept["generations"])
        points, weights, distances, means, numbers = (np.array(kept[name]) for name in COLUMNS)
    return Population(names, summaries, points, weights, distances, means, numbers, rows)


def _teller(progress: Progress | None, before: int, total: int, name: str) -> Progress | None:
    if progress is None:
        return None

    def tell(done: int, _: int, answer: dict[str, Any]) -> object:
        return progress(before + done, total, {**answer, "variant": name})

    return tell
