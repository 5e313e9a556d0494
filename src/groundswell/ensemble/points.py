"""A world at the points of a design: the same histories again and again, with other switches and other parameters.

A row of the result is one history at one point. Lanes of the engine that have the same switches march together, whatever
point they are of; switches are no part of what is compiled, so that a thousand settings need no new kernel.
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.compile import switched
from groundswell.ensemble.outcomes import OUTCOMES, outcomes_of
from groundswell.ensemble.simulation import Precision, ScenarioSimulation
from groundswell.store import Table, Tables

if TYPE_CHECKING:
    from groundswell.design import Design
    from groundswell.factors import Points
    from groundswell.scenario.schema import Scenario

SHARD_POINTS = 16  # of a shard: some seconds of work, so that Ctrl-C is answered soon
TRACE = "trace"  # a number that differs where anything of the last evening or of the outcomes does


@dataclass(frozen=True)
class PointsSimulation:
    """A scenario at the points of a design, with so many histories each.

    Row p · histories + k is history k of point p. It has the luck of the history numbered luck[p] · histories + k of the
    scenario, and its parameters, but for those that the design moves.
    """

    scenario: "Scenario"
    design: "Design"
    points: "Points"
    histories: int

    summary = ("history",)

    def simulation(self) -> "PointsSimulation":
        """Itself: what runs it."""
        return self

    @property
    def case(self) -> str:
        return self.scenario.id

    @property
    def grid(self) -> int:
        return SHARD_POINTS * self.histories

    @property
    def rows(self) -> int:
        """How many histories there are at all points together."""
        return len(self.points) * self.histories

    @cached_property
    def world(self) -> ScenarioSimulation:
        """The scenario with everything on."""
        return ScenarioSimulation(self.scenario, (), self.design)

    def identity(self) -> dict[str, Any]:
        """All that decides the bits but for the seed of luck."""
        unit, luck = np.ascontiguousarray(self.points.unit), self.points.luck.astype(np.int64)
        drawn = hashlib.sha256(unit.tobytes() + luck.tobytes()).hexdigest()
        moved = {"factors": self.points.factors.identity(), "points": len(self.points), "sha256": drawn, "histories": self.histories}
        return {**self.world.identity(), "moved": moved, "outcomes": [one.name for one in OUTCOMES]}

    def extent(self) -> dict[str, Any]:
        """The names of what is seen of each history."""
        return {"time": {"unit": "points", "until": len(self.points), "every": 1}, "names": {"observables": [one.name for one in OUTCOMES]}}

    def warm(self) -> None:
        """Compiles the engine."""
        self.world.warm()

    def answer(self, summary: Table) -> dict[str, Any]:
        """Nothing is told meanwhile."""
        del summary
        return {}

    def tables(self, seed: int, histories: NDArray[np.uint64], precision: Precision) -> Tables:
        """The outcomes of the rows of a shard; those behind the last point are not there."""
        del precision
        rows = histories[histories < self.rows].astype(np.int64)
        final: Table = {"history": rows.astype(np.uint64)}
        final |= {name: np.zeros(len(rows)) for name in (*(one.name for one in OUTCOMES), TRACE)}
        for off, chosen in self._alike(rows):
            for name, values in self._block(seed, off, rows[chosen]).items():
                final[name][chosen] = values
        nothing = {"history": np.zeros(0, np.uint64), "time": np.zeros(0)}
        return {"traj": nothing, "events": nothing, "episodes": nothing, "bands": nothing, "final": final}

    def _alike(self, rows: NDArray[np.int64]) -> Iterator[tuple[tuple[str, ...], NDArray[np.int64]]]:
        """Which of these rows march together: the mechanisms that are off, and places in `rows`, at most a block of them."""
        together: dict[tuple[str, ...], list[int]] = {}
        for place, row in enumerate(rows):
            together.setdefault(self.points.off(int(row) // self.histories), []).append(place)
        for off, places in together.items():
            for first in range(0, len(places), self.world.lanes):
                yield off, np.array(places[first : first + self.world.lanes])

    def _block(self, seed: int, off: Sequence[str], rows: NDArray[np.int64]) -> Mapping[str, NDArray[np.float64]]:
        """The outcomes of some rows with the same mechanisms off; lanes that are left over repeat the last row."""
        filled = np.append(rows, np.full(self.world.lanes - len(rows), rows[-1]))
        point, numbers = filled // self.histories, self._numbers(filled)
        parameters = self._base(seed, numbers) | {name: values[point] for name, values in self.points.values.items()}
        block, people = _marched(switched(self.world.compiled, off), parameters, seed, numbers), self.world.compiled.people
        found = outcomes_of(block, people, self.world.lanes)
        return {name: values[: len(rows)] for name, values in (found | {TRACE: _traces(block, found)}).items()}

    def _numbers(self, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The numbers by which histories have their luck."""
        return (self.points.luck[rows // self.histories] * self.histories + rows % self.histories).astype(np.uint64)

    def _base(self, seed: int, numbers: NDArray[np.uint64]) -> dict[str, NDArray[np.float64]]:
        """The parameters that these histories have of their own."""
        lucks, which = np.unique(numbers.astype(np.int64) // self.histories, return_inverse=True)
        tables = [self._drawn(seed, int(luck)) for luck in lucks]
        place = which * self.histories + numbers.astype(np.int64) % self.histories
        return {name: np.concatenate([table[name] for table in tables])[place] for name in tables[0]}

    def _drawn(self, seed: int, luck: int) -> dict[str, NDArray[np.float64]]:
        """The parameters of all histories of one luck, drawn once: a path has a hundred points with the same."""
        if (seed, luck) not in self._kept:
            first = luck * self.histories
            self._kept[seed, luck] = self.world.parameters(seed, np.arange(first, first + self.histories, dtype=np.uint64))
        return self._kept[seed, luck]

    @cached_property
    def _kept(self) -> dict[tuple[int, int], dict[str, NDArray[np.float64]]]:
        return {}


def _marched(plan: Any, parameters: dict[str, NDArray[np.float64]], seed: int, numbers: NDArray[np.uint64]) -> Any:
    """One block in which a history may stand several times, at several points: what it did is numbered by lane."""
    from groundswell.engine import run
    from groundswell.engine.recorder import Waves, read_episodes

    lanes = np.arange(run.LANES, dtype=np.uint64)
    course = run.start(plan, parameters, seed, numbers)
    daily = np.zeros((len(plan.series), plan.days, run.LANES), "f4")
    kept: list[list[Any]] = [[] for _ in lanes]
    run.advance(course, 0, plan.days, daily, lanes, kept)
    events = [np.concatenate(rows) for rows in kept]
    waves = Waves(course.p.episode_share, course.p.conceded_share, bool(plan.on.veto_wins_no_program))
    episodes = read_episodes(daily, events, lanes, waves, plan.people, plan.net)
    return run.Block(plan.series, daily, np.concatenate(events), episodes, run.final_state(course, plan.countries))


def _traces(block: Any, found: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Of each lane a checksum of its last evening and of its outcomes, exact as a number."""
    table = np.ascontiguousarray(np.stack([*(np.asarray(row, np.float64) for row in block.final.values()), *found.values()]).T)
    return np.array([float(zlib.crc32(row.tobytes())) for row in table])
