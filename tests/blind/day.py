"""One day of one history, line by line in the order of the model's own page.

Each line is written from its equation; where an equation left a choice, the engine's was taken. Nothing is shared
with the engine but the compiled scenario and the keyed uniform numbers.
"""

from tests.blind import people, power
from tests.blind.world import World


def step(w: World, day: int) -> None:
    """One day of the world."""
    people.begin_day(w, day)
    world_moves(w, day)
    government_acts(w, day)
    people_hear(w, day)
    leaders_decide(w, day)
    people_act(w, day)
    costs_mount(w)
    state_acts(w, day)
    what_gives_way(w, day)
    reaction_follows(w, day)


def world_moves(w: World, day: int) -> None:
    """World and economy."""
    people.economy_moves(w, day)
    if w.on.crisis_weighs:
        people.crisis_weighs(w)
    if w.on.rebound_relegitimates:
        people.rebound_relegitimates(w)


def government_acts(w: World, day: int) -> None:
    """What government does to people."""
    people.acts_befall(w, day)
    if w.on.prices_shock:
        people.prices_shock(w)
    if w.on.resources_threatened:
        people.resources_threatened(w)
    if w.on.agenda_diverted:
        people.agenda_diverted(w, day)
    if w.on.honeymoon_fades:
        people.honeymoon_fades(w)
    people.approval_settles(w)


def people_hear(w: World, day: int) -> None:
    """What people hear and feel."""
    people.agenda_spreads(w)
    people.parked_demands_return(w, day)
    people.memories_fade(w)
    people.moods_drift(w, day)
    people.ranks_are_seen(w)
    if w.on.neighbors_emulated:
        people.neighbors_emulated(w)
    if w.on.victory_emboldens:
        people.victory_emboldens(w)
    if w.on.defeat_scars:
        people.defeat_scars(w)
    if w.on.participation_transforms:
        people.participation_transforms(w)
    if w.on.streets_and_ballots_substitute:
        people.streets_and_ballots_substitute(w)
    if w.on.successor_demobilizes:
        people.successor_demobilizes(w)
    people.news_ages(w)
    people.risk_is_judged(w)


def leaders_decide(w: World, day: int) -> None:
    """What leaders and organizations do."""
    people.wishes_are_felt(w)
    if w.on.elections_moderate_leaders:
        people.elections_moderate_leaders(w)
    if w.on.brokers_bridge:
        people.brokers_bridge(w)
    if w.on.councils_form:
        people.councils_form(w)
    people.organizations_call(w, day)


def people_act(w: World, day: int) -> None:
    """What people do."""
    if w.on.preferences_falsified:
        people.preferences_falsified(w)
    people.people_mobilize(w, day)
    people.crowds_gather(w)


def costs_mount(w: World) -> None:
    """What it costs."""
    if w.on.blockades_bite:
        power.blockades_bite(w)
    if w.on.supplies_run_down:
        power.supplies_run_down(w)
    if w.on.exhaustion_ends:
        power.exhaustion_ends(w)
    power.siege_is_felt(w)


def state_acts(w: World, day: int) -> None:
    """What the state does."""
    power.orders_are_obeyed(w)
    if w.on.forces_defect:
        power.forces_defect(w, day)
    if w.on.police_mutiny:
        power.police_mutiny(w, day)
    power.state_represses(w, day)
    power.country_takes_stock(w)
    if w.on.repression_backfires:
        power.repression_backfires(w)
    if w.on.state_loses_control:
        power.state_loses_control(w)
    if w.on.elites_divide:
        power.elites_divide(w)


def what_gives_way(w: World, day: int) -> None:
    """What gives way."""
    power.government_concedes(w, day)
    if w.on.elites_sacrifice_leader:
        power.elites_sacrifice_leader(w)
    power.government_falls(w, day)
    if w.on.veto_wins_no_program:
        power.veto_wins_no_program(w)
    power.elections_held(w, day)
    power.power_transfers(w, day)


def reaction_follows(w: World, day: int) -> None:
    """Reaction."""
    power.elites_feel_threatened(w)
    if w.on.opponents_regroup:
        power.opponents_regroup(w)
    power.reversal_attempted(w, day)
