"""One face for every model: a country with all its mechanisms, or a classic of a page."""

from typing import Any, ClassVar, Protocol, runtime_checkable


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
