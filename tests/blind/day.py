"""One day of one history, line by line in the order of the model's own page.

Each line is written from its equation, in a file a family; where an equation left a choice, the engine's was taken.
Nothing is shared with the engine but the compiled scenario and the keyed uniform numbers.
"""

from collections.abc import Callable
from typing import Any

from tests.blind import (
    action,
    costs,
    economy,
    escalation,
    example,
    force,
    hearing,
    leaders,
    morning,
    outside,
    policy,
    reaction,
    society,
    yielding,
)
from tests.blind.world import World

Line = Callable[[World, int], None]

WORLD_MOVES: tuple[Line, ...] = (
    economy.capital_flees,
    economy.economy_moves,
    economy.crisis_weighs,
    society.crisis_demoralizes,
    economy.rebound_relegitimates,
    society.model_discredited,
    economy.lenders_constrain,
    economy.people_emigrate,
    society.classes_recompose,
    society.reform_quiets,
    society.identity_politicizes,
)
GOVERNMENT_ACTS: tuple[Line, ...] = (
    policy.acts_befall,
    policy.prices_shock,
    policy.resources_threatened,
    policy.agenda_diverted,
    policy.honeymoon_fades,
    policy.pressure_moves_policy,
    policy.approval_settles,
)
PEOPLE_HEAR: tuple[Line, ...] = (
    hearing.agenda_spreads,
    hearing.parked_demands_return,
    hearing.memories_fade,
    hearing.moods_drift,
    hearing.ranks_are_seen,
    hearing.neighbors_emulated,
    example.boundaries_activate,
    example.success_diffuses_abroad,
    example.defeat_diffuses_abroad,
    hearing.victory_emboldens,
    hearing.defeat_scars,
    hearing.participation_transforms,
    example.repertoires_revive,
    hearing.streets_and_ballots_substitute,
    hearing.successor_demobilizes,
    hearing.news_ages,
    hearing.risk_is_judged,
)
LEADERS_DECIDE: tuple[Line, ...] = (
    action.wishes_are_felt,
    leaders.elections_moderate_leaders,
    leaders.brokers_bridge,
    leaders.militants_connect,
    leaders.leaders_lag,
    leaders.cadres_coopted,
    leaders.councils_form,
    leaders.organizations_call,
)
PEOPLE_ACT: tuple[Line, ...] = (action.preferences_falsified, action.people_mobilize, action.crowds_gather)
COSTS_MOUNT: tuple[Line, ...] = (costs.blockades_bite, costs.supplies_run_down, costs.exhaustion_ends, costs.siege_is_felt)
STATE_ACTS: tuple[Line, ...] = (
    force.orders_are_obeyed,
    force.forces_defect,
    force.police_mutiny,
    force.state_represses,
    force.country_takes_stock,
    force.repression_backfires,
    escalation.emergency_provokes,
    escalation.massacre_scars,
    force.state_loses_control,
    force.elites_divide,
    escalation.balancer_squeezed,
)
WHAT_GIVES_WAY: tuple[Line, ...] = (
    yielding.government_concedes,
    yielding.elites_sacrifice_leader,
    yielding.government_falls,
    yielding.veto_wins_no_program,
    yielding.elections_held,
    yielding.power_transfers,
)
REACTION_FOLLOWS: tuple[Line, ...] = (
    reaction.elites_feel_threatened,
    reaction.opponents_regroup,
    reaction.regions_seek_autonomy,
    outside.great_power_presses,
    reaction.reversal_attempted,
    reaction.failed_reversal_backfires,
    escalation.bodies_arm,
    outside.mediators_settle,
    outside.isolation_erodes,
)
LINES = (
    morning.begin_day,
    *WORLD_MOVES,
    *GOVERNMENT_ACTS,
    *PEOPLE_HEAR,
    *LEADERS_DECIDE,
    *PEOPLE_ACT,
    *COSTS_MOUNT,
    *STATE_ACTS,
    *WHAT_GIVES_WAY,
    *REACTION_FOLLOWS,
)


def step(w: World, day: int) -> None:
    """One day of the world."""
    for line in LINES:
        if acts(w.on, line):
            line(w, day)


def acts(on: Any, line: Line) -> bool:
    """A line of the frame always acts; a mechanism acts unless it is switched off."""
    return line.__name__ not in on.dtype.names or bool(on[line.__name__])
