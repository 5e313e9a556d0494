"""What a mechanism needs from a scenario before it can do anything: debt, a tie abroad, a reform, a mediator."""

from collections.abc import Callable
from typing import NamedTuple

from groundswell.scenario.schema import Scenario


class Need(NamedTuple):
    """What a scenario must hold for a mechanism to have something to work on, in words and as a test."""

    words: str
    holds: Callable[[Scenario], bool]


def acts(*kinds: str) -> Callable[[Scenario], bool]:
    """Whether a government does something of these kinds that raises a demand."""
    return lambda scene: any(act.kind in kinds and act.demand is not None for act in scene.acts)


def ties(*kinds: str) -> Callable[[Scenario], bool]:
    """Whether there are ties of these kinds."""
    return lambda scene: any(tie.kind in kinds for tie in scene.ties)


def in_debt(scene: Scenario) -> bool:
    """Whether an economy lives from foreign capital."""
    return any(country.debt > 0.0 for country in scene.countries)


def economy_moves(scene: Scenario) -> bool:
    """Whether unemployment or prices change, by the table or by a crisis of the model's own."""
    months = [{(month.unemployment, month.inflation) for month in country.economy} for country in scene.countries]
    return in_debt(scene) or any(len(seen) > 1 for seen in months)


def hardship_moves(scene: Scenario) -> bool:
    """Whether anybody is reached by an economy that changes."""
    return economy_moves(scene) and any(group.crisis_exposure > 0.0 for group in scene.groups)


def votes(scene: Scenario) -> bool:
    """Whether an election is on the calendar, or must be called by somebody who may govern."""
    return bool(scene.elections) or any(government.calls_election_within is not None for government in scene.governments)


def divided(scene: Scenario) -> bool:
    """Whether groups of one country are kept out of the state unequally."""
    home = {place.id: place.country for place in scene.places}
    shut_out = {(home[group.place], group.exclusion) for group in scene.groups}
    return len(shut_out) > len({country for country, _ in shut_out})


def autonomy_asked(scene: Scenario) -> bool:
    """Whether opponents ask for autonomy where a resource is."""
    rich = {place.id for place in scene.places if place.resource_share > 0.0}
    asked = [demand for demand in scene.demands if demand.kind == "autonomy" and demand.side == "opposition"]
    return any(share > 0.0 and group.partition("/")[0] in rich for demand in asked for group, share in demand.exposure.items())


NEEDS: dict[str, Need] = {
    "capital_flees": Need("a country that lives from foreign capital (debt)", in_debt),
    "crisis_weighs": Need("an economy that changes, and groups that it reaches", hardship_moves),
    "crisis_demoralizes": Need("an economy that changes, and groups that it reaches", hardship_moves),
    "rebound_relegitimates": Need(
        "growth", lambda scene: in_debt(scene) or any(month.growth for country in scene.countries for month in country.economy)
    ),
    "model_discredited": Need("a country that lives from foreign capital (debt)", in_debt),
    "lenders_constrain": Need("debt, or powers outside", lambda scene: in_debt(scene) or bool(scene.outside_powers)),
    "people_emigrate": Need("a way abroad (exit)", lambda scene: any(country.exit > 0.0 for country in scene.countries)),
    "classes_recompose": Need("people who move (flows) or layoffs", lambda scene: bool(scene.flows) or acts("layoff")(scene)),
    "reform_quiets": Need("a reform", acts("reform")),
    "identity_politicizes": Need(
        "groups kept out that roads, radio or schools reach",
        lambda scene: any(group.communication * group.exclusion > 0.0 for group in scene.groups),
    ),
    "prices_shock": Need("an act that raises a price or a tax", acts("price", "tax")),
    "resources_threatened": Need("an act that threatens a resource or a livelihood", acts("resource", "livelihood")),
    "agenda_diverted": Need(
        "a national agenda, or a dated diversion",
        lambda scene: any(demand.national for demand in scene.demands) or any(act.kind == "diversion" for act in scene.acts),
    ),
    "boundaries_activate": Need("groups kept out of the state unequally", divided),
    "success_diffuses_abroad": Need("countries that hear of each other (ties abroad)", ties("abroad")),
    "defeat_diffuses_abroad": Need("countries that hear of each other (ties abroad)", ties("abroad")),
    "streets_and_ballots_substitute": Need("an election, on the calendar or to be called", votes),
    "elections_moderate_leaders": Need(
        "an election, and an organization with a stake in it",
        lambda scene: votes(scene) and any(body.electoral_stake > 0.0 for body in scene.organizations),
    ),
    "brokers_bridge": Need("organizations with a pact", ties("pact")),
    "militants_connect": Need("organizations", lambda scene: bool(scene.organizations)),
    "leaders_lag": Need("organizations", lambda scene: bool(scene.organizations)),
    "cadres_coopted": Need("organizations", lambda scene: bool(scene.organizations)),
    "police_mutiny": Need("an act that takes from the police", lambda scene: any(act.police_grievance > 0.0 for act in scene.acts)),
    "balancer_squeezed": Need(
        "a government without a majority or a base",
        lambda scene: any(government.base < 1.0 and government.seats_share < 0.5 for government in scene.governments),
    ),
    "opponents_regroup": Need("a demand of opponents", lambda scene: any(demand.side == "opposition" for demand in scene.demands)),
    "regions_seek_autonomy": Need("opponents who ask for autonomy where a resource is", autonomy_asked),
    "great_power_presses": Need("powers outside", lambda scene: bool(scene.outside_powers)),
    "mediators_settle": Need(
        "a third party that both sides trust (mediator)", lambda scene: any(country.mediator > 0.0 for country in scene.countries)
    ),
}


def missing(name: str, scenario: Scenario) -> str:
    """What a mechanism needs that a scenario lacks, in words; empty if it has something to work on.

    >>> import groundswell as gs
    >>> missing("success_diffuses_abroad", gs.load("bolivia-autumn"))
    'countries that hear of each other (ties abroad)'
    """
    need = NEEDS.get(name)
    return "" if need is None or need.holds(scenario) else need.words
