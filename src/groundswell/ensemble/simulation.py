"""What an ensemble runs: a scenario with a design of parameters, or any model of the same face."""

import hashlib
import json
import socket
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import RunError
from groundswell.runs import LEVELS
from groundswell.sampling import share_margin
from groundswell.store import GRID, KINDS_IN, LAYOUT, Block, Table, Tables, block_tables, digest, joined, run_id

if TYPE_CHECKING:
    from groundswell.design import Design
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

Precision = Literal["rounded", "exact"]


@runtime_checkable
class Simulation(Protocol):
    """What an ensemble needs to know: what is run, in shards of how many histories, and how one shard is computed."""

    @property
    def case(self) -> str: ...
    @property
    def grid(self) -> int: ...
    @property
    def summary(self) -> Sequence[str]:
        """The columns of the final table that are told while the work goes on, `history` among them."""
        ...

    def identity(self) -> dict[str, Any]:
        """All that decides the bits but for seed and histories, as plain data."""
        ...

    def extent(self) -> dict[str, Any]:
        """How long a history is, and the names that indexes stand for, as plain data."""
        ...

    def warm(self) -> None:
        """Whatever is to be done once, before work goes out to many."""
        ...

    def tables(self, seed: int, histories: NDArray[np.uint64], precision: Precision) -> Tables:
        """The five tables of a shard."""
        ...

    def answer(self, summary: Table) -> dict[str, Any]:
        """What the finished histories say so far."""
        ...


class InBlocks(ABC):
    """What marches in blocks of histories, day by day: a scenario, or a stand-in of the same face."""

    grid = GRID
    summary = ("history", "ending", "falls", "killed_by_forces")

    @property
    @abstractmethod
    def lanes(self) -> int: ...
    @property
    @abstractmethod
    def start(self) -> date: ...
    @property
    @abstractmethod
    def days(self) -> int: ...
    @property
    @abstractmethod
    def names(self) -> Mapping[str, Sequence[str]]: ...
    @abstractmethod
    def parameters(self, seed: int, histories: NDArray[np.uint64]) -> dict[str, NDArray[np.float64]]: ...
    @abstractmethod
    def block(self, parameters: dict[str, NDArray[np.float64]], seed: int, histories: NDArray[np.uint64]) -> Block: ...

    def extent(self) -> dict[str, Any]:
        """The first day, how many days, and all names."""
        names = {name: list(values) for name, values in self.names.items()}
        sample = list(self.parameters(0, np.arange(1, dtype=np.uint64)))
        kept = {**names, "endings": [*names["outcomes"], "no_episode"], "parameters": sample}
        return {"start": self.start.isoformat(), "days": self.days, "names": kept}

    def tables(self, seed: int, histories: NDArray[np.uint64], precision: Precision) -> Tables:
        """The five tables of a shard, block by block."""
        parts = []
        for some in np.split(histories, len(histories) // self.lanes):
            parameters = self.parameters(seed, some)
            block = self.block(parameters, seed, some)
            parts.append(block_tables(some, parameters, block, self.names, precision == "exact"))
            del block  # the daily arrays are most of the memory
        return joined(parts)

    def answer(self, summary: Table) -> dict[str, Any]:
        """The share with a fall and its margin, the endings by share, and quantiles of the killed: of all countries together."""
        histories = len(summary["history"])
        fell = int((summary["falls"] > 0).sum())
        endings = [*self.names["outcomes"], "no_episode"]
        counts = np.bincount(summary["ending"], minlength=len(endings)) / histories
        killed = np.quantile(summary["killed_by_forces"], LEVELS, method="inverted_cdf")
        return {
            "fell": fell / histories,
            "fell_margin": share_margin(fell, histories),
            "endings": {name: float(share) for name, share in zip(endings, counts, strict=True) if share},
            "killed": dict(zip(LEVELS, killed.tolist(), strict=True)),
        }


@dataclass
class ScenarioSimulation(InBlocks):
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
        from groundswell.engine.recorder import EVENT_ENTITIES, EVENT_KINDS, OUTCOMES
        from groundswell.engine.state import FALL_ROUTES

        own: dict[str, Sequence[str]] = self.compiled.names._asdict()
        homes = {f"{kind}_in": [own["countries"][n] for n in getattr(self.compiled.net, kind).country] for kind in KINDS_IN}
        return own | homes | {
            "event_kinds": EVENT_KINDS, "event_entities": EVENT_ENTITIES, "fall_routes": FALL_ROUTES, "outcomes": OUTCOMES,
        }  # fmt: skip

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
    return {
        "layout": LAYOUT,
        "run_id": run_id(identity),
        "case": simulation.case,
        "grid": simulation.grid,
        **simulation.extent(),
        "identity": identity,
    }
