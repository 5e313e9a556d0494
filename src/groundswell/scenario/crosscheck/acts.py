"""What is asked for and what governments do."""

from collections.abc import Iterator

from groundswell.scenario.crosscheck.world import Doubt, World
from groundswell.scenario.schema import ANY


def one_national_agenda(world: World) -> Iterator[Doubt]:
    agenda: dict[str, str] = {}
    for path, demand in world.of("demands"):
        if demand.national and demand.country in agenda:
            hint = f"`{agenda[demand.country]}` is national already: keep one of the two"
            yield Doubt((*path, "national"), "true", "one national demand in a country at most", hint)
        elif demand.national:
            agenda[demand.country] = demand.id


def acts_that_take_raise_a_demand(world: World) -> Iterator[Doubt]:
    for path, act in world.of("acts"):
        if act.severity > 0 and act.demand is None:
            hint = "name the demand, or set `severity` to 0 for an act that takes nothing"
            yield Doubt((*path, "demand"), "nothing", "the demand that an act of this severity raises", hint)


def diversions_take_nothing(world: World) -> Iterator[Doubt]:
    for path, act in world.of("acts"):
        if act.kind == "diversion" and act.severity > 0:
            hint = "say in `hope` what it raises, or choose the kind of what it takes"
            yield Doubt((*path, "severity"), f"{act.severity:g}", "0 for a diversion, which takes nothing", hint)


def acts_of_any_government_say_why(world: World) -> Iterator[Doubt]:
    for path, act in world.of("acts"):
        if act.government == ANY and act.structural is None:
            hint = "say in `structural` why, or name the government whose act it is"
            yield Doubt((*path, "structural"), "nothing", "why this comes whoever governs", hint)
