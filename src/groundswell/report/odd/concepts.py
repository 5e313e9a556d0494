"""The eleven design concepts of the ODD protocol, in its order, each with the mechanisms that it is told by."""

from typing import NamedTuple


class Concept(NamedTuple):
    """One design concept: what the model does about it, and which mechanisms carry it."""

    name: str
    text: str
    mechanisms: tuple[str, ...] = ()


CONCEPTS = (
    Concept(
        "Basic principles",
        "Participation is a logit of costs and benefits, with a threshold on what others are seen to do. A load of hardship builds over "
        "months; a shock or a threat gives many people the same demand on one day; action costs the country more than it has heads. The "
        "state answers with concessions or with force, and force is two processes: routine clashes and an operation at the capital. A "
        "fall is a saturating hazard by separate routes; a route whose cause is absent adds nothing. What wins is a stock too: trust "
        "fades, growth restores it, reform quiets.",
        ("preferences_falsified", "crisis_weighs", "prices_shock", "resources_threatened", "repression_backfires", "lenders_constrain",
         "rebound_relegitimates", "reform_quiets", "honeymoon_fades"),
    ),
    Concept(
        "Emergence",
        "Waves, their length, concessions, falls, successions, second waves, crises that spread and votes for outsiders come out of the "
        "day's lines. Dates and severities of acts of policy, the economy before any crisis of the model's own, and some changes of "
        "office are put in.",
        ("blockades_bite", "supplies_run_down", "exhaustion_ends", "elites_divide", "elites_sacrifice_leader", "veto_wins_no_program",
         "successor_demobilizes", "state_loses_control", "capital_flees"),
    ),
    Concept(
        "Adaptation",
        "Groups move toward the share that would act, at a limited pace. People who can leave do, and those dismissed go elsewhere. "
        "Organizations call by a hazard that grows with the value of calling, and their leaders follow the base late. Governments grant "
        "by a hazard of pressure, move a question to a venue of their own, lean toward the base they rest on, or suspend rights. Forces "
        "refuse or mutiny. Opponents regroup in a lull, rich regions ask for autonomy, both sides arm, and powers outside press whom "
        "they mind.",
        ("people_emigrate", "classes_recompose", "leaders_lag", "agenda_diverted", "pressure_moves_policy", "emergency_provokes",
         "forces_defect", "police_mutiny", "opponents_regroup", "regions_seek_autonomy", "bodies_arm", "great_power_presses"),
    ),
    Concept(
        "Objectives",
        "Nobody maximizes anything. What stands for objectives are weights: what a group's members weigh when they decide to act, what "
        "organizations weigh when they call, what a government without a base loses between two poles, what a post is worth to leaders.",
        ("balancer_squeezed", "cadres_coopted", "elections_moderate_leaders"),
    ),
    Concept(
        "Learning",
        "Efficacy grows with victories, one's own and those seen abroad, and with taking part, up to a bound, and fades over years. A call "
        "that ends while its base is exhausted, and not for a truce, leaves a scar; so do defeats abroad, massacres, reversals that fail "
        "and sudden decline, each in those it strikes, bounded too. Past risings leave skill. Roads and schools give exclusion a name. A "
        "crisis teaches doubt in the model that governments follow.",
        ("victory_emboldens", "defeat_scars", "participation_transforms", "repertoires_revive", "identity_politicizes",
         "crisis_demoralizes", "massacre_scars", "failed_reversal_backfires", "model_discredited", "success_diffuses_abroad",
         "defeat_diffuses_abroad"),
    ),
    Concept(
        "Prediction",
        "Nobody forecasts. The nearness of an election is read from the calendar, by people and by leaders who have something to win; "
        "elites take what is asked today for what threatens them.",
        ("streets_and_ballots_substitute", "elections_moderate_leaders"),
    ),
    Concept(
        "Sensing",
        "Groups see their own ranks, other groups of their side (in the same place, in places next to it, and of the same kind "
        "elsewhere), national media, and action in countries of which theirs hears; identity may hide allies from each other. People "
        "judge how loyal forces are from what they did when ordered; true loyalty is hidden. Discontent that nobody shows is seen by "
        "nobody.",
        ("neighbors_emulated", "boundaries_activate", "preferences_falsified", "success_diffuses_abroad", "forces_defect"),
    ),
    Concept(
        "Interaction",
        "By seeing what other groups do, by shared organizations and pacts, roads that carry supplies, deaths felt at a distance, armed "
        "bodies that fear each other, a third party between two sides; across borders by news, trade and the pressure and aid of powers "
        "outside.",
        ("neighbors_emulated", "brokers_bridge", "militants_connect", "supplies_run_down", "repression_backfires", "bodies_arm",
         "mediators_settle", "capital_flees", "great_power_presses", "isolation_erodes"),
    ),
    Concept(
        "Stochasticity",
        "A draw is addressed by seed, history, day, purpose and the name of the thing it is for, so that a change elsewhere leaves all "
        "other luck as it was, and runs with and without a mechanism are compared under the same luck. Drawn are:",
    ),
    Concept(
        "Collectives",
        "Organizations and forces are entities of their own, with members and headcounts by place. Councils, coalitions that govern, and "
        "activists who join organizations are stocks of the entities they belong to.",
        ("brokers_bridge", "militants_connect", "councils_form", "cadres_coopted", "elites_divide"),
    ),
    Concept(
        "Observation",
        "Each evening newspapers, pollsters and road services note a part of the day. These notes, deaths by forces and falls of "
        "government may be held against a record; all else is known to the model alone.",
    ),
)  # fmt: skip
