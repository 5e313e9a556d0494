"""What runs of a scenario will hold, known before any is made, so that a question can be refused before minutes have passed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundswell.store import of_several

if TYPE_CHECKING:
    from groundswell.errors import UsageError
    from groundswell.scenario.schema import Scenario


@dataclass(frozen=True)
class Foreseen:
    """The names and series of runs that are not made yet; `quantity` reads them as it reads runs."""

    spec: Mapping[str, Any]
    names: Mapping[str, Sequence[str]]
    series: tuple[str, ...]
    clock = "day"

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that the histories will be of."""
        return tuple(self.names["countries"])

    def of_several(self, what: str) -> "UsageError":
        """What to say where something is told of one country at a time and there are several."""
        return of_several(what, self.countries)


def foreseen(scenario: "Scenario", country: str | None = None) -> Foreseen:
    """The names and series that runs of a scenario will have, or those of one of its countries.

    Raises ScenarioError for a country that the scenario does not have.

    >>> import groundswell as gs
    >>> gs.quantity(gs.foreseen(gs.load("bolivia-autumn")), "killed:el-alto").unit
    'persons'
    """
    from groundswell.compile import name_series, name_things
    from groundswell.engine.recorder import OUTCOMES
    from groundswell.scenario.edit import of_country

    scene = scenario if country is None else of_country(scenario, country)
    names = name_things(scene)
    return Foreseen({"case": scene.id}, names._asdict() | {"endings": [*OUTCOMES, "no_episode"]}, tuple(name_series(names)))
