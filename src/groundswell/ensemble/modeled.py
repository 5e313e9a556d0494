"""An ensemble of a classic model: its course at regular times, and what is seen of it at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.ensemble.simulation import Precision
from groundswell.errors import UsageError
from groundswell.models.classic import Classic
from groundswell.runs import LEVELS
from groundswell.store import Table, Tables

MOST_TIMES = 1_000_000  # at which a history is looked at: its course alone is then 8 MB an observable
NEAR = 1e-9  # of a step: times that are a whole number of steps, written with a rounding error


@dataclass(frozen=True)
class ModelSimulation:
    """A classic from time 0 to `until`, looked at `every` so often; both in the model's own unit, and its own unless told."""

    model: Classic
    until: float | None = None
    every: float | None = None

    def __post_init__(self) -> None:
        until, every = self.until, self.every
        unit = self.model.time.unit
        if until is not None and not 0 <= until < np.inf:
            raise UsageError.of("until", str(until), f"a time of 0 {unit} or more", f"until={self.model.time.until:g}")
        if every is not None and not 0 < every < np.inf:
            raise UsageError.of("every", str(every), f"a time of more than 0 {unit}", f"every={self.model.time.every:g}")
        if self.end / self.step > MOST_TIMES:
            got = f"{self.end / self.step:.6g} times to look"
            raise UsageError.of("until, every", got, f"at most {MOST_TIMES:,}", f"every={self.end / 1000:g}")
        if self.model.time.discrete and not (float(self.end).is_integer() and float(self.step).is_integer()):
            got = f"until={self.end:g}, every={self.step:g}"
            raise UsageError.of("until, every", got, f"whole numbers: {self.model.name} moves from {unit} to {unit}", "every=1")

    def simulation(self) -> "ModelSimulation":
        """Itself: what runs it."""
        return self

    @property
    def end(self) -> float:
        """The last time."""
        return float(self.model.time.until if self.until is None else self.until)

    @property
    def step(self) -> float:
        """How much later a history is looked at again."""
        return float(self.model.time.every if self.every is None else self.every)

    @property
    def times(self) -> NDArray[np.float64]:
        """When a history is looked at: at the start, after every step, and at the end."""
        steps = int(self.end / self.step * (1 + NEAR))
        regular = np.asarray(np.arange(steps + 1) * self.step, np.float64)
        return regular if regular[-1] >= self.end * (1 - NEAR) else np.concatenate([regular, [self.end]])

    @property
    def case(self) -> str:
        return self.model.name

    @property
    def grid(self) -> int:
        return self.model.shard

    @property
    def summary(self) -> Sequence[str]:
        return ("history", *self.model.seen())

    def identity(self) -> dict[str, Any]:
        return {
            "model": {"name": self.model.name, "parameters": self.model.plain()},
            "until": self.end,
            "every": self.step,
            "sources": self.model.fingerprint(),
        }

    def extent(self) -> dict[str, Any]:
        return {"time": {"unit": self.model.time.unit, "until": self.end, "every": self.step}, "names": {"observables": self.model.seen()}}

    def warm(self) -> None:
        """Compiles what is to be compiled, on the model's first step."""
        state = self.model.start(0, 0)
        self.model.advance(state, 0.0, min(self.step, self.end), 0, 0)
        self.model.observe(state)

    def tables(self, seed: int, histories: NDArray[np.uint64], precision: Precision) -> Tables:
        del precision  # what a classic gives is kept as it is
        courses = np.array([self._course(seed, int(history)) for history in histories])
        times, names = self.times, self.model.seen()
        traj: Table = {"history": np.repeat(histories, len(times)), "time": np.tile(times, len(histories))}
        traj |= {name: np.ascontiguousarray(courses[:, :, k].reshape(-1)) for k, name in enumerate(names)}
        final: Table = {"history": histories} | {name: courses[:, -1, k].copy() for k, name in enumerate(names)}
        nothing = {"history": np.zeros(0, np.uint64), "time": np.zeros(0)}
        return {"traj": traj, "events": nothing, "episodes": nothing, "bands": nothing, "final": final}

    def answer(self, summary: Table) -> dict[str, Any]:
        """Quantiles of what is seen at the end."""
        quantiles = {name: np.quantile(summary[name], LEVELS, method="inverted_cdf").tolist() for name in self.model.seen()}
        return {"seen": {name: dict(zip(LEVELS, values, strict=True)) for name, values in quantiles.items()}}

    def _course(self, seed: int, history: int) -> list[list[float]]:
        """What is seen of one history, at each time."""
        model, times = self.model, self.times
        state = model.start(seed, history)
        seen = [list(model.observe(state).values())]
        for t0, t1 in zip(times[:-1].tolist(), times[1:].tolist(), strict=True):
            model.advance(state, t0, t1, seed, history)
            seen.append(list(model.observe(state).values()))
        return seen


def over(model: Classic, until: float | None = None, every: float | None = None) -> ModelSimulation:
    """A classic to be run up to a time of its own unit and looked at so often: what `run` and `sweep` take for a model.

    Raises UsageError for times without sense.
    """
    return ModelSimulation(model, until, every)
