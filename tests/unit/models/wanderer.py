"""A model small enough to know by heart: a crowd that grows or shrinks by a random part each round."""

from dataclasses import dataclass

from groundswell.models.classic import Classic, Observable, Time, parameter
from groundswell.models.luck import uniforms
from groundswell.models.picture import Axis, Curve, Picture


@dataclass
class Crowd:
    size: float


@dataclass(frozen=True)
class Wanderer(Classic):
    """A crowd that is multiplied by e^(spread·(u − ½)) each round, u uniform in (0, 1)."""

    name = "wanderer"
    title = "A crowd that wanders"
    says = "Crowds grow and shrink by luck alone."
    source = "Groundswell"
    time = Time("round", 20)
    random = True
    observables = (Observable("size", "people in the crowd", "persons", low=0),)
    reproduces = ()
    departs = ()

    first: float = parameter(100.0, "people at the start", "persons", low=0, high=1e9, above=True)
    spread: float = parameter(0.2, "how much luck moves it in a round", low=0, high=10)

    def start(self, seed: int, history: int) -> Crowd:
        return Crowd(self.first)

    def advance(self, state: Crowd, t0: float, t1: float, seed: int, history: int) -> None:
        for luck in uniforms(seed, history, "wanderer", int(t1) - int(t0), first=int(t0)):
            state.size *= 2.718281828 ** (self.spread * (luck - 0.5))

    def observe(self, state: Crowd) -> dict[str, float]:
        return {"size": state.size}

    def picture(self) -> Picture:
        return Picture("A crowd", Axis("round"), Axis("people"), (Curve("start", [0, 1], [self.first] * 2),), "A flat line.")
