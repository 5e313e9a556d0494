"""Fits a case by its protocol, finds out what the fit can know, and writes the three files that runs read."""

import json
import math
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from groundswell.calibrate import luck
from groundswell.calibrate.case import CaseProblem, distance_of
from groundswell.calibrate.problem import Population, Values
from groundswell.calibrate.protocol import Budget, Protocol, targets
from groundswell.calibrate.recovery import BAR, WIDEST, Recovery, Table, recover
from groundswell.calibrate.sampler import sample
from groundswell.engine.kernel import fingerprint
from groundswell.ensemble.work import Crew, processors
from groundswell.errors import UsageError
from groundswell.scenario.fit_files import DRAWS, KNOWN, MADE
from groundswell.scenario.fitted import Fitted, Identification
from groundswell.scenario.schema import Scenario

Size = Literal["full", "reduced", "small"]
Progress = Callable[[int, int, dict[str, Any]], object]
LEVELS = (0.05, 0.5, 0.95)
FEWEST = 3  # simulated records of which a correlation can be told at all
DIGITS = 6  # significant digits of a draw in a shipped file: what a fit can tell lies far above


@dataclass(frozen=True)
class Fit:
    """What a fit found: weighted candidates, the protocol by which they were found, and what simulated records say of them."""

    protocol: Protocol
    problem: CaseProblem
    budget: Budget
    population: Population
    recovery: Recovery | None = None

    @cached_property
    def fitted(self) -> Fitted:
        """The candidates as the draws that an ensemble takes."""
        columns = {name: tuple(rounded(values)) for name, values in self.values.items()}
        weights, distances = rounded(self.population.weights), rounded(self.population.distances)
        return Fitted(self.protocol.case, tuple(weights), tuple(distances), columns, self.identification, self.provenance)

    @property
    def values(self) -> Mapping[str, Values]:
        """Each parameter's value in each candidate."""
        return self.problem.values(self.population.points)

    @property
    def identification(self) -> dict[str, Identification]:
        """What is known of each parameter, by spread and by recovery on simulated records."""
        if self.recovery is None:
            return {}
        rows = [self._identified(name, k) for k, name in enumerate(self.problem.names)]
        return {row.parameter: row for row in rows}

    def _identified(self, name: str, k: int) -> Identification:
        assert self.recovery is not None
        found, values, weights = self.recovery[name], self.values[name], self.population.weights
        row = self.problem.parameters[k]
        prior = float(np.std(self.problem.values(np.tile(GRID[:, None], (1, len(self.problem.names))))[name]))
        posterior = math.sqrt(float((weights * (values - (weights * values).sum()) ** 2).sum()))
        known = found.identified and posterior <= WIDEST * prior
        before, after, ratio, r = rounded(np.array([prior, posterior, posterior / prior, found.r]))
        return Identification(row.name, before, after, ratio, r, known, reason(found.r, ratio))

    @property
    def provenance(self) -> dict[str, Any]:
        """How the draws were made."""
        last = self.population.generations[-1]
        return {
            "protocol": self.protocol.digest, "case": self.protocol.case, "fitted_until": self.protocol.last.isoformat(),
            "budget": {"seed": self.budget.seed, "particles": self.budget.particles, "keep": self.budget.keep,
                       "evaluations": self.budget.evaluations},
            "evaluations": self.population.evaluations, "threshold": last.threshold, "acceptance": last.acceptance,
            "effective_draws": self.population.ess, "off": list(self.problem.off), "engine": fingerprint(),
            "posterior": self.population.digest(), "simulated_records": self.honesty,
        }  # fmt: skip

    @property
    def honesty(self) -> dict[str, Any]:
        """How often simulated truths lay inside the central 50 and 90 of 100 of their posteriors, over all parameters."""
        if self.recovery is None:
            return {}
        half, most = (sum(row.covered[k] for row in self.recovery.parameters) / len(self.recovery.parameters) for k in (0, 1))
        by = "rejection and regression, from a table of the prior"
        return {"records": len(self.recovery.truths), "posteriors": by, "inside_50": half, "inside_90": most}

    def to_dict(self) -> dict[str, Any]:
        """The fit as plain data: how it was made, and what is known of each parameter."""
        fitted, known = self.fitted, self.identification
        rows = [
            {
                "parameter": row.name, "unit": row.unit, "prior": [row.lower, row.upper],
                "quantiles": {str(level): fitted.quantile(row.name, level) for level in LEVELS},
                "recovery_r": known[row.name].recovery_r if row.name in known else None,
                "identified": known[row.name].identified if row.name in known else None,
            }
            for row in self.problem.parameters
        ]  # fmt: skip
        return {**self.provenance, "draws": len(fitted), "parameters": rows, "targets": self.fit_to_targets()}

    def fit_to_targets(self) -> list[dict[str, Any]]:
        """What the record says of each target and what the draws say in the mean, in the target's own units."""
        means = (self.population.weights[:, None] * self.population.summaries).sum(axis=0)
        rows = zip(self.protocol.targets, self.problem.record, means, strict=True)
        return [{"target": t.name, "words": t.words, "record": float(y), "draws": float(x)} for t, y, x in rows]

    def in_words(self) -> str:
        """The fit for a reader: how near it came, and each parameter with its range and its label."""
        last, known = self.population.generations[-1], self.identification
        lines = [
            f"{len(self.population.points)} draws kept of {self.population.evaluations:,} candidates, worth {self.population.ess:.0f} "
            f"equally weighted ones; the worst lies {last.threshold:.3g} from the record, the best {self.population.distances.min():.3g}",
            "", f"{'parameter':24}{'from':>10}{'middle':>10}{'to':>10}   90 of 100 draws, and what is known",
        ]  # fmt: skip
        for row in self.problem.parameters:
            low, middle, high = (self.fitted.quantile(row.name, level) for level in LEVELS)
            label = "not judged" if row.name not in known else "identified" if known[row.name].identified else "not identified"
            lines.append(f"{row.name:24}{low:10.4g}{middle:10.4g}{high:10.4g}   {label}")
        return "\n".join(lines)

    def write(self, folder: Path) -> None:
        """Writes draws.csv, identification.csv and fit.json; each appears whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        plain = self.fitted.plain()
        replace_file(folder / DRAWS, "\n".join(plain["draws"]) + "\n")
        if self.recovery is not None:
            replace_file(folder / KNOWN, "\n".join(plain["identification"]) + "\n")
        replace_file(folder / MADE, json.dumps(plain["provenance"], indent=1) + "\n")


GRID = (np.arange(4096) + 0.5) / 4096  # quantiles by which the spread of a prior is measured


def reason(r: float, width: float) -> str:
    """Why a parameter is identified or not, in words.

    >>> reason(0.95, 0.2)
    'recovered with r 0.95 on simulated records, posterior 0.20 as wide as the prior'
    >>> reason(0.4, 0.9)
    'recovered with r 0.40 on simulated records, under 0.9; posterior 0.90 as wide as the prior, over 0.5'
    """
    recovered = f"recovered with r {r:.2f} on simulated records" + (f", under {BAR}" if r < BAR else "")
    wide = f"posterior {width:.2f} as wide as the prior" + (f", over {WIDEST}" if width > WIDEST else "")
    return f"{recovered}{';' if r < BAR else ','} {wide}"


def rounded(values: Values) -> list[float]:
    """Numbers with as many digits as are written."""
    return [float(f"{value:.{DIGITS}g}") for value in values]


def replace_file(path: Path, text: str) -> None:
    """Writes a file under another name and renames it."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def calibrate(
    case: str | Path | Protocol,
    *,
    scenario: Scenario | None = None,
    size: Size = "full",
    off: tuple[str, ...] = (),
    start: Population | None = None,
    out: str | Path | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    records: int = 0,
) -> Fit:
    """Fits the parameters of a case to the years that its protocol lets it see.

    `size` names one of the budgets of the protocol, `off` mechanisms that are absent, `start` a population around which
    the first generation is drawn instead of the prior. With `records`, so many simulated records of known parameters are
    fitted too, from a table of ten candidates a record, to learn which parameters can be known at all. In the folder
    `out` finished work is kept; the same call resumes there. Any workers give the same bits.

    Raises ScenarioError for a case without a protocol, RunError for a folder of another fit, UsageError for one or two records.

    >>> import groundswell as gs
    >>> gs.targets("bolivia-2003").small.evaluations
    800
    """
    refuse_few(records)
    protocol = case if isinstance(case, Protocol) else targets(case)
    problem, budget = protocol.problem(scenario, off), getattr(protocol, size)
    folder = None if out is None else Path(out)
    population = sample(
        problem, seed=budget.seed, particles=budget.particles, keep=budget.keep, budget=budget.evaluations, start=start,
        executor=executor, workers=workers, out=folder, progress=progress, batch=16, least_acceptance=0.0,
    )  # fmt: skip
    found = recovered(problem, budget.seed, records, workers, progress) if records else None
    return Fit(protocol, problem, budget, population, found)


def refuse_few(records: int) -> None:
    """Refuses, before anything is computed, a number of records that no correlation can be told from."""
    if records != 0 and records < FEWEST:
        raise UsageError.of("calibrate: records", str(records), f"0, or {FEWEST} and more", "200 tell whether r is .9 or not")


def recovered(problem: CaseProblem, seed: int, records: int, workers: int | None = None, progress: Progress | None = None) -> Recovery:
    """What can be known of each parameter: simulated records of known parameters, fitted by rejection and regression.

    The table holds ten candidates of the prior for each record; distance and targets are those of the fit.
    """
    table = reference_table(problem, seed, 10 * records, workers, progress)
    weights = problem.weights

    def distance(record: Values, histories: Values) -> Values:
        return np.array([distance_of(sample, record, weights) for sample in histories])

    return recover(table, distance, problem.names, seed=seed, records=records, keep=max(20, records // 2))


def reference_table(problem: CaseProblem, seed: int, size: int, workers: int | None = None, progress: Progress | None = None) -> Table:
    """Candidates of the prior with the targets of each of their histories; numbered apart from those of a fit."""
    numbers = np.arange(luck.FIRST_TRIAL // 64, luck.FIRST_TRIAL // 64 + 2 * size, dtype=np.uint64)
    points = luck.uniforms(seed, luck.PRIOR_POINT, numbers, 0, len(problem.names))
    inside = np.flatnonzero(problem.inside(points))[:size]
    points, numbers = points[inside], numbers[inside]
    crew = Crew(None, workers or processors(), False)
    with crew.at_work():
        found = []
        waiting = [crew.executor.submit(problem.samples, point, seed, int(number)) for point, number in zip(points, numbers, strict=True)]
        for k, future in enumerate(waiting):
            found.append(future.result())
            if progress is not None:
                progress(k + 1, len(waiting), {"stage": "simulated records"})
    return Table(points, np.array(found))
