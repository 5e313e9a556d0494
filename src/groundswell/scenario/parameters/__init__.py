"""The table of parameters: every number of the model that is not a fact of a scenario.

A row gives the name, the symbol used in equations, unit, bounds, the prior from which each
history draws it, and where the range comes from. ``fixed`` rows hold one value for all histories.
"""

from groundswell.scenario.parameters.people import AGENDA, COSTS, LEARNING, ORGANIZATIONS, PARTICIPATION, TIES
from groundswell.scenario.parameters.row import HELD, JUDGED, PROTOTYPE, Parameter, Prior, drawn, held
from groundswell.scenario.parameters.rulers import FALLS, FORCE, REACTION, STATE_UNITY
from groundswell.scenario.parameters.world import ECONOMY, OBSERVATION, OUTSIDE, READING

__all__ = [
    "AGENDA",
    "BY_NAME",
    "COSTS",
    "ECONOMY",
    "FALLS",
    "FORCE",
    "HELD",
    "JUDGED",
    "LAID_OUT",
    "LEARNING",
    "OBSERVATION",
    "ORGANIZATIONS",
    "OUTSIDE",
    "PARAMETERS",
    "PARTICIPATION",
    "PROTOTYPE",
    "REACTION",
    "READING",
    "STATE_UNITY",
    "TIES",
    "Parameter",
    "Prior",
    "drawn",
    "held",
]

PARAMETERS: tuple[Parameter, ...] = (
    *PARTICIPATION,
    *TIES,
    *AGENDA,
    *LEARNING,
    *ORGANIZATIONS,
    *COSTS,
    *FORCE,
    *STATE_UNITY,
    *FALLS,
    *REACTION,
    *ECONOMY,
    *OUTSIDE,
    *READING, *OBSERVATION,
)
LAID_OUT = frozenset(row.name for row in TIES)  # read when a scenario is laid out in arrays: one value for all histories
BY_NAME: dict[str, Parameter] = {row.name: row for row in PARAMETERS}
