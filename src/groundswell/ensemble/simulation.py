"""What an ensemble runs: a scenario with a design of parameters, or any model of the same face."""

import hashlib
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import RunError
from groundswell.store import GRID, LAYOUT, Block, digest, run_id

if TYPE_CHECKING:
    from groundswell.design import Design
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

Precision = Literal["rounded", "exact"]


@runtime_checkable
class Simulation(Protocol):
    """What an ensemble needs to know of a model: its size, its names, and how to run one block."""

    @property
    def case(self) -> str: ...
    @property
    def lanes(self) -> int: ...
    @property
    def start(self) -> date: ...
    @property
    def days(self) -> int: ...
    @property
    def names(self) -> Mapping[str, Sequence[str]]: ...
    def identity(self) -> dict[str, Any]:
        """All that decides the bits but for seed and histories, as plain data."""
        ...

    def warm(self) -> None:
        """Whatever is to be done once, before work goes out to many."""
        ...

    def parameters(self, seed: int, histories: NDArray[np.uint64]) -> dict[str, NDArray[np.float64]]: ...
    def block(self, parameters: dict[str, NDArray[np.float64]], seed: int, histories: NDArray[np.uint64]) -> Block: ...


@dataclass
class ScenarioSimulation:
    """A scenario with its compiled arrays, some mechanisms off, and a design of parameters, the scenario's own unless told."""

    scenario: "Scenario"
    off: tuple[str, ...] = ()
    chosen: "Design | None" = None

    def __getstate__(self) -> dict[str, Any]:
        """What travels to a worker: not the arrays, but which engine they were meant for."""
        fields = {"scenario": self.scenario, "off": self.off, "chosen": self.chosen}
        return {**fields, "expected_engine": self.engine}

    @cached_property
    def design(self) -> "Design":
        """Where histories have their parameters from."""
        from groundswell.design import Design

        return Design.chosen(self.scenario, self.chosen)

    @property
    def fit(self) -> "Fitted | None":
        """The fit that parameters are drawn from, or that of the scenario, by which they are labeled."""
        return self.design.fitted or self.scenario.fitted

    @cached_property
    def engine(self) -> str:
        """The hash of the engine that this program runs."""
        from groundswell.engine.kernel import fingerprint

        return fingerprint()

    @cached_property
    def compiled(self) -> Any:
        """The arrays. Raises RunError in a worker that has another engine than the program it works for."""
        from groundswell.compile import compile_scenario

        expected = self.__dict__.get("expected_engine", self.engine)
        if expected != self.engine:
            raise RunError.of(
                f"a worker on {socket.gethostname()}",
                f"engine {self.engine[:16]}",
                f"engine {expected[:16]}, as in the program that hands out the work",
                "install the same version of groundswell wherever work is done",
            )
        return compile_scenario(self.scenario, self.off)

    @property
    def case(self) -> str:
        return self.scenario.id

    @property
    def lanes(self) -> int:
        from groundswell.engine.run import LANES

        return int(LANES)

    @property
    def start(self) -> date:
        return self.scenario.start

    @property
    def days(self) -> int:
        return int(self.compiled.days)

    @property
    def names(self) -> Mapping[str, Sequence[str]]:
        from groundswell.engine.recorder import EVENT_KINDS, OUTCOMES
        from groundswell.engine.state import FALL_ROUTES

        own: dict[str, Sequence[str]] = self.compiled.names._asdict()
        return own | {"event_kinds": EVENT_KINDS, "fall_routes": FALL_ROUTES, "outcomes": OUTCOMES}

    def identity(self) -> dict[str, Any]:
        from groundswell.scenario.schema import canonical

        sample = self.parameters(0, np.arange(1, dtype=np.uint64))
        return {
            "scenario": json.loads(canonical(self.scenario)) | ({} if self.scenario.draws is None else {"draws": self.scenario.draws}),
            # The draws themselves, like every table of the scenario: a run needs no file to be made again.
            **({} if self.fit is None else {"fit": self.fit.plain()}),
            "design": self.design.identity(self.scenario),
            "off": sorted(self.off),
            "engine": self.compiled.fingerprint(),
            # What the code around the engine makes of the scenario, so that a change of it is a new run.
            "arrays": hashlib.sha256(b"".join(array.tobytes() for array in self.compiled.net)).hexdigest(),
            "parameters": digest(sample),
        }

    def warm(self) -> None:
        from groundswell.engine.run import run_block

        histories = np.arange(self.lanes, dtype=np.uint64)
        run_block(self.compiled, self.parameters(0, histories), 0, histories, last_day=1)

    def parameters(self, seed: int, histories: NDArray[np.uint64]) -> dict[str, NDArray[np.float64]]:
        return self.design.parameters(self.scenario, seed, histories)

    def block(self, parameters: dict[str, NDArray[np.float64]], seed: int, histories: NDArray[np.uint64]) -> Block:
        from groundswell.engine.run import run_block

        block: Block = run_block(self.compiled, parameters, seed, histories)
        return block


def spec_of(simulation: Simulation, precision: Precision) -> dict[str, Any]:
    """What is run, as kept in spec.json: the identity, its run_id, and the names that indexes stand for."""
    identity = {**simulation.identity(), "precision": precision, "layout": LAYOUT}
    sample = simulation.parameters(0, np.arange(1, dtype=np.uint64))
    names = {name: list(values) for name, values in simulation.names.items()}
    return {
        "layout": LAYOUT,
        "run_id": run_id(identity),
        "case": simulation.case,
        "start": simulation.start.isoformat(),
        "days": simulation.days,
        "grid": GRID,
        "names": {**names, "endings": [*names["outcomes"], "no_episode"], "parameters": list(sample)},
        "identity": identity,
    }
