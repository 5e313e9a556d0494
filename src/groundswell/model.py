"""One face for every model: a country with all its mechanisms, or a classic of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

import numpy as np

if TYPE_CHECKING:
    from groundswell.engine.run import Course
    from groundswell.scenario.schema import Scenario


@runtime_checkable
class Model(Protocol):
    """Something that starts, goes on, and can be looked at.

    A seed and the number of a history decide all luck, so that the same two give the same bits, and
    going on from 0 to 2 ends where going on from 0 to 1 and from 1 to 2 does. Time is counted in the
    model's own unit from its start: days, sweeps, rounds, years.
    """

    source: ClassVar[str]

    def start(self, seed: int, history: int) -> Any:
        """The state at time 0. A model that is an equilibrium solves itself here."""
        ...

    def advance(self, state: Any, t0: float, t1: float, seed: int, history: int) -> None:
        """Moves the state from time `t0`, where it is, to `t1`."""
        ...

    def observe(self, state: Any) -> dict[str, float]:
        """What can be seen of a state."""
        ...


@dataclass
class Living:
    """A country on its way: the block that it marches in, and what was seen of the last day."""

    course: "Course"
    seen: dict[str, float]


@dataclass(frozen=True)
class Country:
    """A scenario with all its mechanisms, behind the face that classics have. Its time is counted in days from its start.

    One history marches in all lanes of a block, so this is a way to look and not to compute
    thousands: that is what `run` is for, with the same bits.

    >>> import groundswell as gs
    >>> country = Country(gs.load("bolivia-autumn"))
    >>> state = country.start(seed=1, history=0)
    >>> country.advance(state, 0, 7, seed=1, history=0)
    >>> 0 <= country.observe(state)["approval"] <= 1
    True
    """

    source: ClassVar[str] = "Groundswell; the works behind each mechanism are told by `cite`"

    scenario: "Scenario"
    off: tuple[str, ...] = ()
    point: Mapping[str, float] | None = None

    @cached_property
    def compiled(self) -> Any:
        """The scenario as arrays."""
        from groundswell.compile import compile_scenario

        return compile_scenario(self.scenario, self.off)

    def start(self, seed: int, history: int) -> Living:
        """The first morning of one history."""
        from groundswell.design import Design
        from groundswell.engine.run import LANES, start

        histories = np.full(LANES, history, np.uint64)
        parameters = Design.chosen(self.scenario, None, self.point).parameters(self.scenario, seed, histories)
        course = start(self.compiled, parameters, seed, histories)
        return Living(course, dict.fromkeys(self.compiled.series, 0.0))

    def advance(self, state: Living, t0: float, t1: float, seed: int, history: int) -> None:
        """The days from t0 to t1."""
        from groundswell.engine.run import LANES, advance

        first, last = int(t0), min(int(t1), self.compiled.days)
        if last <= first:
            return
        daily = np.zeros((len(self.compiled.series), last, LANES), np.float32)
        advance(state.course, first, last, daily, np.full(LANES, history, np.uint64), [[] for _ in range(LANES)])
        state.seen = dict(zip(self.compiled.series, daily[:, last - 1, 0].astype(float).tolist(), strict=True))

    def observe(self, state: Living) -> dict[str, float]:
        """Every daily series, of the last day that was lived."""
        return dict(state.seen)
