"""Points tried with a function in the place of a country: what an analysis finds can be compared with what is known of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.factors import Factors, Points
from groundswell.scenario.parameters import drawn


class Known(NamedTuple):
    """A thing seen of a function."""

    name: str
    words: str = "a known function"
    unit: str = "1"


def factors_of(count: int) -> Factors:
    """So many parameters between 0 and 1, and no mechanism."""
    return Factors((), tuple(drawn(f"x{k}", "x", "1", 0, 1, "a number") for k in range(1, count + 1)))


@dataclass(frozen=True)
class OfFunction:
    """A function of the unit cube at the points of a design; `noise` is added to each history, the same at all points of one luck."""

    kind: str
    points: Points
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    histories: int = 4
    noise: Callable[[int, int], NDArray[np.float64]] | None = None
    case: str = "function"
    seed: int = 1

    @property
    def seen(self) -> tuple[Known, ...]:
        return (Known("y"),)

    @property
    def whole(self) -> int:
        return len(self.points)

    @property
    def traces(self) -> NDArray[np.float64]:
        return self.values("y")

    def values(self, outcome: str) -> NDArray[Any]:
        found = np.repeat(self.function(self.points.unit)[:, None], self.histories, axis=1)
        return found if self.noise is None else found + self.noise(len(self.points), self.histories)
