"""A picture as plain numbers: what lies along its axes, and its curves. Terminal and page draw it."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Mark = Literal["line", "dashed", "step", "points", "bars"]


class Axis(NamedTuple):
    """What lies along one side of a picture."""

    title: str
    unit: str = "1"
    logarithmic: bool = False


class Curve(NamedTuple):
    """Points, joined or not. Bars stand at their x with the height y."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    mark: Mark = "line"


class Picture(NamedTuple):
    """A picture with its title, its axes, its curves, and one sentence for those who cannot see it."""

    title: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    summary: str
