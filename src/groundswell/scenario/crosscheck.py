"""What must hold between records: dates, sums, succession, bounds of parameters.

Works on records that are sound by themselves. A check whose records could not all be read stays
silent, so that one fault is not told twice.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError

from groundswell.scenario.document import Document, Fault, Place
from groundswell.scenario.parameters import BY_NAME, LAID_OUT
from groundswell.scenario.quantities import Date
from groundswell.scenario.schema import ANY, PEOPLED, Scenario, Setting, record_lists
from groundswell.scenario.words import meant

LEAST_TERM = 180  # days between two elections that recur
POPULATION_TOLERANCE = 0.01  # share of the country that rounding of cells may lose or add
ROUNDING = 1e-9  # by which a sum of shares may be above 1: decimals such as 0.55, 0.34 and 0.11 are not held exactly


class Doubt(NamedTuple):
    """What does not hold, at a path."""

    path: Place
    got: str
    expected: str
    hint: str
    at_key: bool = False  # whether the key is wrong, and not the value


class World:
    """The sound records of a document, section by section, with their numbers in it."""

    def __init__(self, document: Document) -> None:
        self.data: dict[str, Any] = document.data
        self.sections: dict[str, dict[int, Any]] = {}
        self.unread = document.unread
        self.whole: set[str] = set()
        for name, kind in record_lists(Scenario).items():
            entries = self.data.get(name, [])
            entries = entries if isinstance(entries, list) else []
            self.sections[name] = sound = _sound(dict(enumerate(entries)), kind)
            if len(sound) == len(entries) and (name,) not in document.unread:
                self.whole.add(name)
        settings = self.data.get("parameters")
        self.settings: dict[str, Setting] = _sound(settings if isinstance(settings, dict) else {}, Setting)

    def of(self, section: str) -> Iterator[tuple[Place, Any]]:
        """The sound records of a section, each with its path."""
        return (((section, number), record) for number, record in self.sections[section].items())

    def by_id(self, section: str) -> dict[str, Any]:
        """The sound records of a section by their ids."""
        return {record.id: record for record in self.sections[section].values()}

    @cached_property
    def start(self) -> date | None:
        """The first day, if it can be read."""
        return _date(self.data.get("start"))

    @cached_property
    def end(self) -> date | None:
        """The last day, if it can be read."""
        return _date(self.data.get("end"))


def _sound(entries: dict[Any, Any], kind: type[BaseModel]) -> dict[Any, Any]:
    sound = {}
    for key, entry in entries.items():
        try:
            sound[key] = kind.model_validate(entry)
        except ValidationError:
            continue
    return sound


def _date(value: Any) -> date | None:
    try:
        return TypeAdapter[date](Date).validate_python(value)
    except ValidationError:
        return None


def cross_faults(document: Document) -> Iterator[Fault]:
    """All that does not hold between the records of a document."""
    world = World(document)
    for check in CHECKS:
        for doubt in check(world):
            mark = document.marks.key(doubt.path) if doubt.at_key else document.marks.value(doubt.path)
            yield Fault(mark, doubt.path, doubt.got, doubt.expected, doubt.hint)


def _somebody_is_there(world: World) -> Iterator[Doubt]:
    for section in PEOPLED:
        if section in world.data and section in world.whole and not world.sections[section]:
            yield Doubt((section,), "an empty list", "one record at least", f"add one of the {section}")


def _time_runs_forward(world: World) -> Iterator[Doubt]:
    if world.start and world.end and world.end <= world.start:
        yield Doubt(("end",), str(world.end), f"a day after the start, {world.start}", "swap the two if reversed")


def _dates_lie_within(world: World) -> Iterator[Doubt]:
    if not (world.start and world.end and world.start < world.end):
        return
    for section in ("elections", "handovers", "acts"):
        for path, record in world.of(section):
            if not world.start <= record.date <= world.end:
                expected = f"a day from {world.start} to {world.end}"
                hint = "remove it, or move the `start` or `end` of the scenario"
                yield Doubt((*path, "date"), str(record.date), expected, hint)


def _winners_wait_for_polling_day(world: World) -> Iterator[Doubt]:
    for path, election in world.of("elections"):
        if election.inauguration and election.inauguration < election.date:
            expected = f"polling day, {election.date}, or later"
            hint = "swap the two if reversed"
            yield Doubt((*path, "inauguration"), str(election.inauguration), expected, hint)


def _a_result_is_an_input_or_an_outcome(world: World) -> Iterator[Doubt]:
    """With a winner an election needs the day he enters office and why he is an input; without, neither."""
    for path, election in world.of("elections"):
        for field in ("inauguration", "structural"):
            told = getattr(election, field) is not None
            if told != (election.winner is not None):
                got = f"`{election.winner}` as winner, and no `{field}`" if election.winner else f"`{field}`, and no `winner`"
                hint = f"add `{field}`" if election.winner else f"name the winner, or leave out `{field}`: the model then decides the vote"
                yield Doubt((*path, "winner"), got, "`winner`, `inauguration` and `structural`, or none of them", hint)
        if election.every is not None and election.winner is not None:
            hint = "write one record for each election whose result is known"
            yield Doubt((*path, "every"), f"{election.every:g} days, with a winner", "a winner once, or a vote that recurs", hint)
        if election.every is not None and election.every < LEAST_TERM:
            expected = f"{LEAST_TERM} days or more"
            yield Doubt((*path, "every"), f"{election.every:g}", expected, "a year has 365 days")


def _groups_live_where_they_say(world: World) -> Iterator[Doubt]:
    for path, group in world.of("groups"):
        if group.id.split("/")[0] != group.place:
            expected = f"`{group.id.split('/')[0]}`, as in the group's id"
            yield Doubt((*path, "place"), f'"{group.place}"', expected, "an id is `place/group`")


def _groups_add_up_to_the_country(world: World) -> Iterator[Doubt]:
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


def _months_cover_the_time(world: World) -> Iterator[Doubt]:
    if not (world.start and world.end):
        return
    wanted = list(_months(world.start, world.end))
    for path, country in world.of("countries"):
        given = {row.month for row in country.economy}
        missing = [month for month in wanted if month not in given]
        if missing and (*path, "economy") not in world.unread:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            expected = f"a row for each month from {wanted[0]} to {wanted[-1]}"
            yield Doubt((*path, "economy"), f"no row for {missing[0]}{more}", expected, "add the rows")


def _months(start: date, end: date) -> Iterator[str]:
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        yield f"{year}-{month:02d}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _successions_do_not_go_round(world: World) -> Iterator[Doubt]:
    """A chain may come back to an earlier government only through an election."""
    governments = world.by_id("governments")
    if len(governments) < len(world.sections["governments"]):
        return
    for path, government in world.of("governments"):
        round_trip, following = [government], governments.get(government.successor)
        while following and following not in round_trip:
            round_trip.append(following)
            following = governments.get(following.successor)
        closes = following is government and all(one.calls_election_within is None for one in round_trip)
        if closes and government.id == min(one.id for one in round_trip):
            names = " → ".join(one.id for one in [*round_trip, government])
            hint = "leave out `successor` of the last in line, or say within how many days it calls an election"
            expected = "a succession that ends, or comes to an election"
            yield Doubt((*path, "successor"), names, expected, hint)


def _countries_keep_to_themselves(world: World) -> Iterator[Doubt]:
    """Capital, governments, members and headcount are of the same country as what names them."""
    countries = world.by_id("countries")
    home = {section: {one.id: one.country for one in world.by_id(section).values()} for section in HOMES}
    home["groups"] = {one.id: home["places"].get(one.place) for _, one in world.of("groups")}
    for section, field, target in SAME_COUNTRY:
        for path, record in world.of(section):
            value, country = getattr(record, field), record.id if section == "countries" else record.country
            for name in value if isinstance(value, dict) else [value]:
                other = home[target].get(name)
                if country in countries and other in countries and other != country:
                    here = (*path, field, name) if isinstance(value, dict) else (*path, field)
                    hint = "name one of the same country, or correct the country of either"
                    yield Doubt(here, f"`{name}`, which belongs to {other}", f"one that belongs to {country}", hint)


HOMES = ("places", "governments", "demands")
SAME_COUNTRY = (
    ("countries", "capital", "places"),
    ("countries", "first_government", "governments"),
    ("organizations", "members", "groups"),
    ("forces", "headcount", "places"),
    ("governments", "successor", "governments"),
    ("elections", "winner", "governments"),
    ("demands", "exposure", "groups"),
)


def _handovers_change_something(world: World) -> Iterator[Doubt]:
    for path, handover in world.of("handovers"):
        if handover.outgoing == handover.incoming:
            expected = "another government than the outgoing one"
            yield Doubt((*path, "incoming"), f'"{handover.incoming}"', expected, "name the one that follows")


def _one_national_agenda(world: World) -> Iterator[Doubt]:
    agenda: dict[str, str] = {}
    for path, demand in world.of("demands"):
        if demand.national and demand.country in agenda:
            hint = f"`{agenda[demand.country]}` is national already: keep one of the two"
            yield Doubt((*path, "national"), "true", "one national demand in a country at most", hint)
        elif demand.national:
            agenda[demand.country] = demand.id


def _names_tell_countries_from_places(world: World) -> Iterator[Doubt]:
    """Series are named by country or by place, where there are several countries."""
    countries = world.by_id("countries")
    for path, place in world.of("places"):
        if len(countries) > 1 and place.id in countries:
            expected, hint = "an id that none of several countries has", f"call the place `{place.id}-city`, for example"
            yield Doubt((*path, "id"), f"`{place.id}`, which names a country too", expected, hint)


def _acts_belong_to_one_country(world: World) -> Iterator[Doubt]:
    """Whose act it is follows from the government or the demand; with several countries one of them must say it."""
    governments, demands = world.by_id("governments"), world.by_id("demands")
    for path, act in world.of("acts"):
        government, demand = governments.get(act.government), demands.get(act.demand)
        if len(world.sections["countries"]) > 1 and act.government == ANY and act.demand is None:
            expected = "the demand or the government that says which country's act it is"
            yield Doubt((*path, "demand"), "nothing", expected, "name one of them")
        if government and demand and government.country != demand.country:
            hint = "name a demand and a government of the same country"
            yield Doubt((*path, "demand"), f"`{act.demand}`, which belongs to {demand.country}", f"one of {government.country}", hint)


def _offices_stay_within_a_country(world: World) -> Iterator[Doubt]:
    """Whoever wins a ballot that the model decides, and both ends of a handover, are of one country."""
    home = {one.id: one.country for one in world.by_id("governments").values()}
    named = [((*path, "ballot", side), country.id, name) for path, country in world.of("countries") for side, name in country.ballot]
    named += [((*path, "incoming"), home.get(one.outgoing), one.incoming) for path, one in world.of("handovers")]
    for path, country, name in named:
        if country and name in home and home[name] != country:
            yield Doubt(path, f"`{name}`, which belongs to {home[name]}", f"a government of {country}", "name one of the same country")


def _loyalty_has_a_range(world: World) -> Iterator[Doubt]:
    for path, force in world.of("forces"):
        if force.loyalty_highest < force.loyalty_lowest:
            expected = f"{force.loyalty_lowest:g} (`loyalty_lowest`) or more"
            yield Doubt((*path, "loyalty_highest"), f"{force.loyalty_highest:g}", expected, "swap the two if reversed")


def _acts_that_take_raise_a_demand(world: World) -> Iterator[Doubt]:
    for path, act in world.of("acts"):
        if act.severity > 0 and act.demand is None:
            hint = "name the demand, or set `severity` to 0 for an act that takes nothing"
            yield Doubt((*path, "demand"), "nothing", "the demand that an act of this severity raises", hint)


def _diversions_take_nothing(world: World) -> Iterator[Doubt]:
    for path, act in world.of("acts"):
        if act.kind == "diversion" and act.severity > 0:
            hint = "say in `hope` what it raises, or choose the kind of what it takes"
            yield Doubt((*path, "severity"), f"{act.severity:g}", "0 for a diversion, which takes nothing", hint)


def _acts_of_any_government_say_why(world: World) -> Iterator[Doubt]:
    for path, act in world.of("acts"):
        if act.government == ANY and act.structural is None:
            hint = "say in `structural` why, or name the government whose act it is"
            yield Doubt((*path, "structural"), "nothing", "why this comes whoever governs", hint)


def _ties_and_flows_join_two(world: World) -> Iterator[Doubt]:
    for path, joined in (*world.of("ties"), *world.of("flows")):
        if joined.origin == joined.target:
            yield Doubt((*path, "to"), f'"{joined.target}"', "another end than `from`", "remove it")


def _flows_stay_within_a_country(world: World) -> Iterator[Doubt]:
    places = {one.id: one.country for one in world.by_id("places").values()}
    home = {group.id: places.get(group.place) for _, group in world.of("groups")}
    for path, flow in world.of("flows"):
        here, there = home.get(flow.origin), home.get(flow.target)
        if here and there and here != there:
            hint = "people who leave the country are told by `exit` of the country"
            yield Doubt((*path, "to"), f"`{flow.target}`, in {there}", f"a group of {here}", hint)


def _no_more_leave_than_there_are(world: World) -> Iterator[Doubt]:
    for field in ("yearly_share", "dismissed_share"):
        leaving: dict[str, float] = defaultdict(float)
        for path, flow in world.of("flows"):
            leaving[flow.origin] += getattr(flow, field)
            if leaving[flow.origin] > 1 + ROUNDING:
                got = f"{leaving[flow.origin]:g} of `{flow.origin}` in all its flows"
                yield Doubt((*path, field), got, "1 at most", "lower the shares: nobody leaves twice")


def _commitments_end_after_they_begin(world: World) -> Iterator[Doubt]:
    for path, power in world.of("outside_powers"):
        for k, bound in enumerate(power.commitments):
            if bound.last < bound.first:
                yield Doubt((*path, "commitments", k, "to"), str(bound.last), f"{bound.first} or later", "swap the two if reversed")


def _parameters_are_known_and_within_bounds(world: World) -> Iterator[Doubt]:
    settings = world.data.get("parameters")
    for name in settings if isinstance(settings, dict) else ():
        if name not in BY_NAME:
            hint = meant(name, BY_NAME) or "remove it: `groundswell show CASE --part parameters` lists those of the model"
            yield Doubt(("parameters", name), f"`{name}`", "a parameter of the model", hint, at_key=True)
        elif name in world.settings:
            if name in LAID_OUT and world.settings[name].value is None:
                hint = "write `value`: who sees whom is laid out once for all histories"
                yield Doubt(("parameters", name), "a range", "one value", hint)
            yield from _setting(("parameters", name), world.settings[name], BY_NAME[name])


def _setting(path: Place, setting: Setting, parameter: Any) -> Iterator[Doubt]:
    given = {field: getattr(setting, field) for field in ("value", "lower", "upper")}
    numbers = {field: number for field, number in given.items() if number is not None}
    if set(numbers) not in ({"value"}, {"lower", "upper"}):
        got = " and ".join(f"`{field}`" for field in numbers) or "no number"
        hint = "a value fixes the parameter, a lower and an upper end say what it is drawn between"
        yield Doubt(path, got, "`value` alone, or `lower` and `upper`", hint)
        return
    for field, number in numbers.items():
        if not parameter.lower <= number <= parameter.upper:
            expected = f"a number [{parameter.unit}] from {parameter.lower:g} to {parameter.upper:g}"
            yield Doubt((*path, field), f"{number:g}", expected, f"`{parameter.name}`: {parameter.meaning}")
    if "lower" in numbers and numbers["upper"] <= numbers["lower"]:
        expected = f"more than `lower`, {setting.lower:g}"
        yield Doubt((*path, "upper"), f"{setting.upper:g}", expected, "swap the two if reversed")


CHECKS = (
    _somebody_is_there,
    _time_runs_forward,
    _dates_lie_within,
    _winners_wait_for_polling_day,
    _groups_live_where_they_say,
    _groups_add_up_to_the_country,
    _months_cover_the_time,
    _successions_do_not_go_round,
    _countries_keep_to_themselves,
    _handovers_change_something,
    _one_national_agenda,
    _loyalty_has_a_range,
    _acts_that_take_raise_a_demand,
    _acts_of_any_government_say_why,
    _names_tell_countries_from_places,
    _acts_belong_to_one_country,
    _offices_stay_within_a_country,
    _ties_and_flows_join_two,
    _parameters_are_known_and_within_bounds,
    _diversions_take_nothing,
    _a_result_is_an_input_or_an_outcome,
    _flows_stay_within_a_country,
    _no_more_leave_than_there_are,
    _commitments_end_after_they_begin,
)
