"""Who is there: groups, those who move between them, and those under arms."""

from collections import defaultdict
from collections.abc import Iterator

from groundswell.scenario.crosscheck.world import Doubt, World
from groundswell.scenario.schema import PEOPLED

POPULATION_TOLERANCE = 0.01  # share of the country that rounding of cells may lose or add
ROUNDING = 1e-9  # by which a sum of shares may be above 1: decimals such as 0.55, 0.34 and 0.11 are not held exactly


def somebody_is_there(world: World) -> Iterator[Doubt]:
    for section in PEOPLED:
        if section in world.data and section in world.whole and not world.sections[section]:
            yield Doubt((section,), "an empty list", "one record at least", f"add one of the {section}")


def groups_live_where_they_say(world: World) -> Iterator[Doubt]:
    for path, group in world.of("groups"):
        if group.id.split("/")[0] != group.place:
            expected = f"`{group.id.split('/')[0]}`, as in the group's id"
            yield Doubt((*path, "place"), f'"{group.place}"', expected, "an id is `place/group`")


def groups_add_up_to_the_country(world: World) -> Iterator[Doubt]:
    if not {"groups", "places"} <= world.whole or not world.sections["groups"]:
        return
    places = world.by_id("places")
    totals: dict[str, float] = defaultdict(float)
    for _, group in world.of("groups"):
        if group.place not in places:
            return
        totals[places[group.place].country] += group.population
    for path, country in world.of("countries"):
        total = totals[country.id]
        if abs(total - country.population) > POPULATION_TOLERANCE * country.population:
            expected = f"{total:,.0f} persons, the sum of its groups, within {100 * POPULATION_TOLERANCE:g} %"
            hint = "add the groups that are left out, or correct the population"
            yield Doubt((*path, "population"), f"{country.population:,.0f}", expected, hint)


def ties_and_flows_join_two(world: World) -> Iterator[Doubt]:
    for path, joined in (*world.of("ties"), *world.of("flows")):
        if joined.origin == joined.target:
            yield Doubt((*path, "to"), f'"{joined.target}"', "another end than `from`", "remove it")


def no_more_leave_than_there_are(world: World) -> Iterator[Doubt]:
    for field in ("yearly_share", "dismissed_share"):
        leaving: dict[str, float] = defaultdict(float)
        for path, flow in world.of("flows"):
            leaving[flow.origin] += getattr(flow, field)
            if leaving[flow.origin] > 1 + ROUNDING:
                got = f"{leaving[flow.origin]:g} of `{flow.origin}` in all its flows"
                yield Doubt((*path, field), got, "1 at most", "lower the shares: nobody leaves twice")


def loyalty_has_a_range(world: World) -> Iterator[Doubt]:
    for path, force in world.of("forces"):
        if force.loyalty_highest < force.loyalty_lowest:
            expected = f"{force.loyalty_lowest:g} (`loyalty_lowest`) or more"
            yield Doubt((*path, "loyalty_highest"), f"{force.loyalty_highest:g}", expected, "swap the two if reversed")
