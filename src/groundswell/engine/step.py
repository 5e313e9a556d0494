"""The model on one page: one day, phase by phase.

Lines take effect at once, so the order in which they stand is part of the model. A line behind a
switch is a mechanism, and switching it off is the same, bit for bit, as deleting it. Lines without a switch
are the frame that the mechanisms act in. Phases are pasted into the day before it is compiled, which
spares a newcomer a quarter of the first wait.
"""

# One line a family, so that the page stays a page.
# isort: off
from groundswell.engine.kernel import inlined
from groundswell.engine.mechanisms.action import crowds_gather, people_mobilize, preferences_falsified, wishes_are_felt
from groundswell.engine.mechanisms.costs import blockades_bite, exhaustion_ends, siege_is_felt, supplies_run_down
from groundswell.engine.mechanisms.economy import (
    capital_flees,
    crisis_weighs,
    economy_moves,
    lenders_constrain,
    people_emigrate,
    rebound_relegitimates,
)
from groundswell.engine.mechanisms.escalation import balancer_squeezed, bodies_arm, emergency_provokes, massacre_scars
from groundswell.engine.mechanisms.example import (
    boundaries_activate,
    defeat_diffuses_abroad,
    repertoires_revive,
    success_diffuses_abroad,
)
from groundswell.engine.mechanisms.force import (
    country_takes_stock,
    elites_divide,
    forces_defect,
    orders_are_obeyed,
    police_mutiny,
    repression_backfires,
    state_loses_control,
    state_represses,
)
from groundswell.engine.mechanisms.hearing import (
    agenda_spreads,
    defeat_scars,
    memories_fade,
    moods_drift,
    neighbors_emulated,
    news_ages,
    parked_demands_return,
    participation_transforms,
    ranks_are_seen,
    risk_is_judged,
    streets_and_ballots_substitute,
    successor_demobilizes,
    victory_emboldens,
)
from groundswell.engine.mechanisms.leaders import (
    brokers_bridge,
    cadres_coopted,
    councils_form,
    elections_moderate_leaders,
    leaders_lag,
    militants_connect,
    organizations_call,
)
from groundswell.engine.mechanisms.morning import begin_day
from groundswell.engine.mechanisms.outside import great_power_presses, isolation_erodes, mediators_settle
from groundswell.engine.mechanisms.policy import (
    acts_befall,
    agenda_diverted,
    approval_settles,
    honeymoon_fades,
    pressure_moves_policy,
    prices_shock,
    resources_threatened,
)
from groundswell.engine.mechanisms.reaction import (
    elites_feel_threatened,
    failed_reversal_backfires,
    opponents_regroup,
    regions_seek_autonomy,
    reversal_attempted,
)
from groundswell.engine.mechanisms.society import (
    classes_recompose,
    crisis_demoralizes,
    identity_politicizes,
    model_discredited,
    reform_quiets,
)
from groundswell.engine.mechanisms.yielding import (
    elections_held,
    elites_sacrifice_leader,
    government_concedes,
    government_falls,
    power_transfers,
    veto_wins_no_program,
)


@inlined
def world_moves(s, today, net, p, on, keys, day):
    """World and economy."""
    if on.capital_flees:
        capital_flees(s, today, net, p, keys, day)
    economy_moves(s, net, day)
    if on.crisis_weighs:
        crisis_weighs(s, today, net, p)
    if on.crisis_demoralizes:
        crisis_demoralizes(s, today, net, p)
    if on.rebound_relegitimates:
        rebound_relegitimates(s, today, p)
    if on.model_discredited:
        model_discredited(s, today, net, p, day)
    if on.lenders_constrain:
        lenders_constrain(s, today, net, p, day)
    if on.people_emigrate:
        people_emigrate(s, net, p, day)
    if on.classes_recompose:
        classes_recompose(s, net, p, day)
    if on.reform_quiets:
        reform_quiets(s, today, net, p, day)
    if on.identity_politicizes:
        identity_politicizes(s, today, net, p, day)


@inlined
def government_acts(s, today, net, p, on, keys, day):
    """What government does to people."""
    acts_befall(s, today, net, p, day)
    if on.prices_shock:
        prices_shock(s, today, net, p, day)
    if on.resources_threatened:
        resources_threatened(s, today, net, p, day)
    if on.agenda_diverted:
        agenda_diverted(s, today, net, p, keys, day)
    if on.honeymoon_fades:
        honeymoon_fades(s, today, p)
    if on.pressure_moves_policy:
        pressure_moves_policy(s, today, net, p)
    approval_settles(s, today, p)


@inlined
def people_hear(s, today, net, p, on, keys, day):
    """What people hear and feel."""
    agenda_spreads(s, today, p)
    parked_demands_return(s, net, p, keys, day)
    memories_fade(s, net, p)
    moods_drift(s, today, net, p, keys, day)
    ranks_are_seen(s, today, net)
    if on.neighbors_emulated:
        neighbors_emulated(s, today, net)
    if on.boundaries_activate:
        boundaries_activate(s, today, net, p)
    if on.success_diffuses_abroad:
        success_diffuses_abroad(s, today, net, p)
    if on.defeat_diffuses_abroad:
        defeat_diffuses_abroad(s, today, net, p)
    if on.victory_emboldens:
        victory_emboldens(s, p)
    if on.defeat_scars:
        defeat_scars(s, p)
    if on.participation_transforms:
        participation_transforms(s, net, p)
    if on.repertoires_revive:
        repertoires_revive(s, today, net, p)
    if on.streets_and_ballots_substitute:
        streets_and_ballots_substitute(s, today, net, p, day)
    if on.successor_demobilizes:
        successor_demobilizes(s, net)
    news_ages(s)
    risk_is_judged(s, today, net, p)


@inlined
def leaders_decide(s, today, net, p, on, keys, day):
    """What leaders and organizations do."""
    wishes_are_felt(s, today, net)
    if on.elections_moderate_leaders:
        elections_moderate_leaders(s, today, net, p)
    if on.brokers_bridge:
        brokers_bridge(s, today, net, p)
    if on.militants_connect:
        militants_connect(s, today, net, p)
    if on.leaders_lag:
        leaders_lag(s, today, net, p, keys, day)
    if on.cadres_coopted:
        cadres_coopted(s, today, net, p, keys, day)
    if on.councils_form:
        councils_form(s, today, net, p)
    organizations_call(s, today, net, p, keys, day)


@inlined
def people_act(s, today, net, p, on, keys, day):
    """What people do."""
    if on.preferences_falsified:
        preferences_falsified(s, today, p)
    people_mobilize(s, today, net, p, keys, day)
    crowds_gather(s, today, net)


@inlined
def costs_mount(s, today, net, p, on, keys, day):
    """What it costs."""
    if on.blockades_bite:
        blockades_bite(s, today, net, p)
    if on.supplies_run_down:
        supplies_run_down(s, today, p)
    if on.exhaustion_ends:
        exhaustion_ends(s, net, p)
    siege_is_felt(s, today, net)


@inlined
def state_acts(s, today, net, p, on, keys, day):
    """What the state does."""
    orders_are_obeyed(today)
    if on.forces_defect:
        forces_defect(s, today, net, p, keys, day)
    if on.police_mutiny:
        police_mutiny(s, today, net, p, keys, day)
    state_represses(s, today, net, p, keys, day)
    country_takes_stock(s, today, net, p)
    if on.repression_backfires:
        repression_backfires(s, today, net, p)
    if on.emergency_provokes:
        emergency_provokes(s, today, net, p, keys, day)
    if on.massacre_scars:
        massacre_scars(s, today, net, p)
    if on.state_loses_control:
        state_loses_control(s, today, net, p)
    if on.elites_divide:
        elites_divide(s, today, net, p)
    if on.balancer_squeezed:
        balancer_squeezed(s, today, net, p)


@inlined
def what_gives_way(s, today, net, p, on, keys, day):
    """What gives way."""
    government_concedes(s, today, net, p, keys, day)
    if on.elites_sacrifice_leader:
        elites_sacrifice_leader(s, today, p)
    government_falls(s, today, net, p, keys, day)
    if on.veto_wins_no_program:
        veto_wins_no_program(s, today, net, p)
    elections_held(s, today, net, p, keys, day)
    power_transfers(s, today, net, p, keys, day)


@inlined
def reaction_follows(s, today, net, p, on, keys, day):
    """Reaction."""
    elites_feel_threatened(s, net, p)
    if on.opponents_regroup:
        opponents_regroup(s, today, net, p)
    if on.regions_seek_autonomy:
        regions_seek_autonomy(s, today, net, p)
    if on.great_power_presses:
        great_power_presses(s, today, net, p, keys, day)
    reversal_attempted(s, today, net, p, keys, day)
    if on.failed_reversal_backfires:
        failed_reversal_backfires(s, today, net, p)
    if on.bodies_arm:
        bodies_arm(s, today, net, p, keys, day)
    if on.mediators_settle:
        mediators_settle(s, today, net, p, keys, day)
    if on.isolation_erodes:
        isolation_erodes(s, today, net, p, keys, day)


@inlined
def step(s, today, net, p, on, keys, day):
    """One day of the world, for all histories of a block at once."""
    begin_day(s, today, net, p, day)
    world_moves(s, today, net, p, on, keys, day)
    government_acts(s, today, net, p, on, keys, day)
    people_hear(s, today, net, p, on, keys, day)
    leaders_decide(s, today, net, p, on, keys, day)
    people_act(s, today, net, p, on, keys, day)
    costs_mount(s, today, net, p, on, keys, day)
    state_acts(s, today, net, p, on, keys, day)
    what_gives_way(s, today, net, p, on, keys, day)
    reaction_follows(s, today, net, p, on, keys, day)
