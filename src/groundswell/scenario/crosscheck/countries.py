"""What belongs to one country: the two ends of whatever joins its records, their names, acts and offices."""

from collections.abc import Iterator

from groundswell.scenario.crosscheck.world import Doubt, World
from groundswell.scenario.schema import ANY

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


def countries_keep_to_themselves(world: World) -> Iterator[Doubt]:
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


def names_tell_countries_from_places(world: World) -> Iterator[Doubt]:
    """Series are named by country or by place, where there are several countries."""
    countries = world.by_id("countries")
    for path, place in world.of("places"):
        if len(countries) > 1 and place.id in countries:
            expected, hint = "an id that none of several countries has", f"call the place `{place.id}-city`, for example"
            yield Doubt((*path, "id"), f"`{place.id}`, which names a country too", expected, hint)


def acts_belong_to_one_country(world: World) -> Iterator[Doubt]:
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


def offices_stay_within_a_country(world: World) -> Iterator[Doubt]:
    """Whoever wins a ballot that the model decides, and both ends of a handover, are of one country."""
    home = {one.id: one.country for one in world.by_id("governments").values()}
    named = [((*path, "ballot", side), country.id, name) for path, country in world.of("countries") for side, name in country.ballot]
    named += [((*path, "incoming"), home.get(one.outgoing), one.incoming) for path, one in world.of("handovers")]
    for path, country, name in named:
        if country and name in home and home[name] != country:
            yield Doubt(path, f"`{name}`, which belongs to {home[name]}", f"a government of {country}", "name one of the same country")


def flows_stay_within_a_country(world: World) -> Iterator[Doubt]:
    places = {one.id: one.country for one in world.by_id("places").values()}
    home = {group.id: places.get(group.place) for _, group in world.of("groups")}
    for path, flow in world.of("flows"):
        here, there = home.get(flow.origin), home.get(flow.target)
        if here and there and here != there:
            hint = "people who leave the country are told by `exit` of the country"
            yield Doubt((*path, "to"), f"`{flow.target}`, in {there}", f"a group of {here}", hint)
