"""What the report draws over time: which quantities a record exists for, and on what scale they are read."""

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Quantity:
    """A series of a run, what it is called, and the quantity of the record that can be laid over it."""

    series: str
    title: str
    unit: Literal["share", "persons"]
    recorded: str = ""  # empty: nobody has observed it anywhere
    summed: bool = False  # whether the days are added up from the start
    scale: Literal["linear", "sqrt"] = "linear"  # a square-root scale keeps small and large waves readable
    emitted: str = ""  # the series of what a record would show of it, errors of observation included; read where it is kept

    @property
    def is_observed(self) -> bool:
        """Whether any record of it exists."""
        return bool(self.recorded)

    def on_axis(self, value: float) -> float:
        """Where a value lies on the axis, up to a factor."""
        return math.sqrt(max(value, 0.0)) if self.scale == "sqrt" else value

    def off_axis(self, position: float) -> float:
        """The value at a place on the axis."""
        return position**2 if self.scale == "sqrt" else position


APPROVAL = Quantity("approval", "Approval of the government, as polls show it", "share", "approval", emitted="poll")
DEATHS = Quantity("killed", "People killed by forces since the start", "persons", "killed_by_forces", summed=True, scale="sqrt")
ACTIVE = Quantity("active_share", "Share of all people in action", "share", scale="sqrt")
STOPPAGE = Quantity("stoppage", "Share of the economy standing still", "share", scale="sqrt")
QUANTITIES = (APPROVAL, DEATHS, ACTIVE, STOPPAGE)
BY_SERIES = {quantity.series: quantity for quantity in QUANTITIES}
