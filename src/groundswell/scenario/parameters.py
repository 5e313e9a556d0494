"""The table of parameters: every number of the model that is not a fact of a scenario.

A row gives the name, the symbol used in equations, unit, bounds, the prior from which each
history draws it, and where the range comes from. ``fixed`` rows hold one value for all histories.
"""

import math
from typing import Literal, NamedTuple

Prior = Literal["uniform", "log", "fixed"]

PROTOTYPE = "assumed: range that a 20-cell prototype of this model found workable on Bolivia's record to 2003"
HELD = "assumed: held at the value of a 20-cell prototype of this model; the record to 2003 does not identify it"
JUDGED = "assumed: order of magnitude judged from the record's narrative; nobody has measured it"


class Parameter(NamedTuple):
    """One row of the table."""

    name: str
    symbol: str
    unit: str
    lower: float
    upper: float
    prior: Prior
    fixed: float | None
    source: str
    meaning: str

    @property
    def default(self) -> float:
        """The prior's median, or the fixed value."""
        if self.fixed is not None:
            return self.fixed
        return math.sqrt(self.lower * self.upper) if self.prior == "log" else (self.lower + self.upper) / 2


def drawn(name: str, symbol: str, unit: str, lower: float, upper: float, meaning: str, source: str = PROTOTYPE) -> Parameter:
    """A row with a prior: uniform, or log-uniform if the upper bound is five times the lower or more."""
    prior: Prior = "log" if lower > 0 and upper / lower >= 5 else "uniform"
    return Parameter(name, symbol, unit, lower, upper, prior, None, source, meaning)


def held(name: str, symbol: str, unit: str, value: float, bounds: tuple[float, float], meaning: str, source: str = HELD) -> Parameter:
    """A row with one value for all histories."""
    return Parameter(name, symbol, unit, bounds[0], bounds[1], "fixed", value, source, meaning)


SHARE, POSITIVE, DAYS = (0.0, 1.0), (0.0, 100.0), (1.0, 10_000.0)

PARTICIPATION = (
    drawn("barrier", "u0", "log-odds", 4.5, 8, "log-odds against acting when nothing speaks for it"),
    held("hardship_weight", "w_H", "log-odds", 1, POSITIVE, "weight of hardship"),
    drawn("exclusion_weight", "w_X", "log-odds", 0.2, 2, "weight of exclusion by identity"),
    drawn("demand_weight", "w_Q", "log-odds", 2.5, 12, "weight of demands, local and national"),
    drawn("outrage_weight", "w_B", "log-odds", 0.3, 3, "weight of outrage at killings"),
    drawn("visibility_weight", "w_V", "log-odds", 1.5, 8, "weight of what people see others do"),
    drawn("visibility_half", "v", "share", 0.05, 0.35, "share seen in action at which half that weight works"),
    drawn("efficacy_weight", "w_E", "log-odds", 0.3, 3, "weight of the belief that acting works, less the scar of defeat"),
    drawn("call_weight", "w_O", "log-odds", 0.3, 3, "weight of a call by an organization people belong to"),
    drawn("risk_weight", "w_R", "log-odds", 0.3, 2, "weight of perceived risk"),
    drawn("approval_weight", "w_L", "log-odds", 0, 3, "weight of approval of the government"),
    held("approval_reference", "L_ref", "share", 0.3, (0.01, 1), "approval that neither holds back nor drives"),
    drawn("hope_weight", "w_N", "log-odds", 0.3, 4, "weight of hope in an institutional way out"),
    drawn("truce_weight", "w_T", "log-odds", 2, 6, "weight of a truce called by trusted leaders"),
    held("election_days", "T_El", "days", 365, DAYS, "days before an election from which it counts"),
    drawn(
        "election_weight",
        "w_El",
        "log-odds",
        0.2,
        1.2,
        "pull of a near election",
        "assumed: around .7, the value a 20-country prototype fitted to 1990-2000",
    ),
    held("outrage_cap", "B_max", "log persons", 2, POSITIVE, "outrage beyond which more adds nothing"),
    drawn("rise_rate", "κ_up", "1/day", 0.08, 0.3, "share of the way to a higher readiness covered in a day"),
    drawn("fall_rate", "κ_down", "1/day", 0.05, 0.2, "the same on the way down"),
    held("truce_return_rate", "κ_truce", "1/day", 0.7, SHARE, "rate of going home under a full truce"),
    held("truce_return_gain", "c_T", "1", 1.2, POSITIVE, "how fast truce speeds the way home"),
    drawn("fatigue_days", "τ_f", "days", 10, 28, "days of full action that exhaust"),
    drawn("rest_days", "τ_r", "days", 20, 90, "days of rest that restore"),
    drawn("rest_quiet", "x_q", "share", 0.05, 0.25, "share of a group in action from which nobody in it rests", JUDGED),
    held("blocked_weight", "w_bl", "log-odds", 0.7, POSITIVE, "push of a ballot that is kept from what people ask for",
         "assumed: as strong as the pull of an open one"),
    held("memory_weight", "w_m", "log-odds", 0.5, POSITIVE, "weight of living memory once others are in action", JUDGED),
    held("memory_practice", "k_w", "1", 0.3, POSITIVE, "what full memory adds to blockade power", JUDGED),
    held("memory_build_days", "τ_m", "days", 60, DAYS, "days of full action that make a memory", JUDGED),
    held("memory_days", "τ_m0", "days", 10_000, (1, 100_000), "memory of risings",
         "assumed: about a generation; nobody has measured it"),
    held("identity_gain", "k_ι", "1", 1, POSITIVE, "what a politicized category adds to the weight of exclusion", JUDGED),
    held("identity_months", "τ_ι", "months", 240, (1, 10_000), "months in which a category becomes political",
         "assumed: two decades, the time scale of roads, radio and schools"),
    held("shortage_fatigue", "z", "1", 1, POSITIVE, "how much shortage at home adds to fatigue", JUDGED),
    drawn("mood_nation", "σ", "log-odds", 0.05, 0.4, "standard deviation of the nation's mood"),
    held("mood_nation_days", "τ_σ", "days", 30, DAYS, "memory of the nation's mood"),
    drawn("mood_place", "σ_p", "log-odds", 0.1, 0.5, "standard deviation of a place's mood"),
    held("mood_place_days", "τ_σp", "days", 12, DAYS, "memory of a place's mood"),
    held(
        "mood_region_share",
        "ϱ",
        "share",
        0.5,
        SHARE,
        "weight of the mood common to all countries in a nation's mood; not identified in one country",
        JUDGED,
    ),
    held("risk_gain", "k", "1/person", 1.5, POSITIVE, "risk per loyal soldier and protester"),
    held("risk_crowd", "c0", "persons", 4000, (1, 1e6), "crowd that halves a lone protester's risk"),
)

TIES = (
    held("tie_own", "K_own", "share", 0.35, SHARE, "weight of one's own group in what is seen"),
    held("tie_place", "K_place", "share", 0.25, SHARE, "weight of other groups of the place"),
    held("tie_adjacent", "K_adj", "share", 0.15, SHARE, "weight of adjacent places"),
    held("tie_group", "K_group", "share", 0.10, SHARE, "weight of the same kind of group elsewhere"),
    held("tie_nation", "K_nation", "share", 0.15, SHARE, "weight of the nation's media"),
    held("closeness_adjacent", "v_adj", "1", 0.7, SHARE, "closeness of a death next door, times the visibility of the place", JUDGED),
    held("abroad_visibility", "K_x", "share", 0.05, SHARE, "weight of what is seen of a rising abroad, a full tie",
         "assumed: the value a 20-country prototype fitted to 1990-2000, mostly its prior; at most .2 by its record"),
    held("abroad_learning", "e_x", "share", 0.2, SHARE, "victory that a fall abroad means here, a full tie",
         "assumed: the value a 20-country prototype fitted to 1990-2000, mostly its prior; at most .6 by its record"),
    held("abroad_threat", "t_x", "share", 0.05, SHARE, "threat that elites learn from a fall abroad, a full tie", JUDGED),
    held("abroad_defeat", "e_d", "log-odds", 0.1, POSITIVE, "efficacy lost by a defeat abroad, a full tie",
         "assumed: about half of what a victory abroad gives; which of the two is larger has not been measured"),
    held("boundary_rate", "r_β", "1/day", 0.004, SHARE, "rate at which something to win divides a coalition", JUDGED),
    held("boundary_days", "τ_β", "days", 180, DAYS, "memory of such a division", JUDGED),
    held("closeness_nation", "v_nat", "1", 0.4, SHARE, "closeness of a death elsewhere in the country, times visibility", JUDGED),
)

AGENDA = (
    drawn("act_severity_scale", "s", "1", 0.7, 1.4, "common error of the coded severities"),
    drawn("agenda_action", "g_S", "1/day", 0.0005, 0.012, "agenda spread by participation"),
    drawn(
        "agenda_deaths",
        "g_D",
        "1/log persons",
        0.03,
        0.6,
        "agenda spread by deaths that are seen",
        "assumed: range of a 20-cell prototype, with twice its upper bound",
    ),
    held("deaths_usual_days", "τ_D̄", "days", 30, DAYS, "days in which deaths become usual", JUDGED),
    drawn("agenda_days", "τ_G", "days", 40, 60, "days in which an agenda that wins nothing fades"),
    drawn(
        "agenda_return_share",
        "ϕ",
        "share",
        0.5,
        1,
        "share of what fades that is parked and not forgotten",
        "assumed: a question that nobody has settled is mostly put aside, not forgotten; nobody has measured it",
    ),
    held("agenda_floor", "G_min", "share", 0.03, SHARE, "agenda below which a question is not on the table"),
    drawn(
        "agenda_parked_days",
        "τ_PG",
        "days",
        250,
        2500,
        "memory of what is parked",
        "assumed: from the value of a 20-cell prototype to seven years; nobody has measured it",
    ),
    held("demand_days", "τ_Q", "days", 200, DAYS, "memory of a local demand"),
    drawn("parked_share", "ρ", "share", 0.5, 0.95, "share of the outstanding that a mere change of head parks"),
    drawn("parked_return_days", "τ_ret", "days", 200, 600, "mean days until what is parked returns, once approval is gone"),
    drawn("parked_gate", "L_rel", "share", 0.6, 0.8, "approval above which nothing parked returns"),
    held("parked_gate_width", "ΔL", "share", 0.25, (0.01, 1), "width of that gate"),
    drawn(
        "diversion_rate", "r_div", "1/day", 0.001, 0.01, "rate at which a government moves a burning agenda to a venue of its own", JUDGED
    ),
    held("diversion_hope", "h_div", "share", 0.25, SHARE, "hope that such a move raises"),
    held("diversion_share", "d_div", "share", 0.5, SHARE, "share of the agenda it sets aside", JUDGED),
    held("diversion_wait", "t_div", "days", 180, DAYS, "days before a government can do it again", JUDGED),
)

LEARNING = (
    drawn("victory_gain", "η_V", "log-odds", 0.1, 1.2, "efficacy gained by a full victory"),
    held("victory_elsewhere", "ε_V", "share", 0.08, SHARE, "what those who did not ask for it gain"),
    held("victory_bystander", "ε_0", "share", 0.15, SHARE, "what a fall gives to those who stayed at home"),
    held("participation_gain", "η_S", "log-odds/day", 0.003, POSITIVE, "efficacy learned by a day of full action"),
    drawn("defeat_gain", "η_D", "log-odds", 0, 0.3, "scar left by a call that ended in exhaustion"),
    held("scar_ceiling", "D_max", "log-odds", 1.5, (0.1, 1.5), "bound of the scar", JUDGED),
    held("efficacy_ceiling", "E_max", "log-odds", 1.5, (0.1, 1.5), "bound of efficacy"),
    held("efficacy_days", "τ_E", "days", 1500, DAYS, "memory of victories"),
    held("scar_days", "τ_D", "days", 3650, DAYS, "memory of defeats", "assumed: ten years, the middle of five to fifteen; a prior"),
    held("outrage_gain", "b", "1", 0.30, POSITIVE, "outrage per log of one plus the killed"),
    drawn("outrage_days", "τ_B", "days", 5, 15, "memory of outrage"),
    held("outrage_kept", "k_B", "share", 0.4, SHARE, "outrage left after the head has gone"),
    held("hardship_days", "τ_H", "days", 180, DAYS, "days in which hardship follows the economy", JUDGED),
    held("hardship_unemployment", "h_u", "1/%", 0.1, POSITIVE, "hardship per point of unemployment", JUDGED),
    held("hardship_remittances", "h_a", "1", 2, POSITIVE, "hardship relieved per share of the people abroad", JUDGED),
    held("demoralization_gain", "k_Δ", "log-odds", 2, POSITIVE, "confidence lost per point of hardship that comes at once",
         "assumed: twice what the load itself gives, so that for some months decline takes more than it adds, as in Jahoda, Lazarsfeld & "
         "Zeisel (1933) and Javeline (2003)"),
    held("demoralization_ties", "c_Δ", "1", 2, POSITIVE, "how much sooner the organized recover", JUDGED),
    held("demoralization_days", "τ_Δ", "days", 500, DAYS, "days in which confidence returns to the unorganized", JUDGED),
    held("hardship_inflation", "h_π", "1/%", 0.02, POSITIVE, "hardship per point of inflation", JUDGED),
)

ORGANIZATIONS = (
    drawn("call_rate", "r_c", "1/day", 0.1, 2, "rate of calling when the base is fully ready"),
    drawn("call_threshold", "q_c", "1", 0.25, 0.75, "readiness from which leaders call"),
    held("call_slope", "c_c", "1", 3, POSITIVE, "steepness from threshold to certainty"),
    held("call_momentum", "c_A", "1", 0.5, POSITIVE, "weight of action under way in readiness"),
    held("call_outrage", "c_B", "1", 0.25, POSITIVE, "weight of outrage in readiness"),
    held("call_tiredness", "c_S", "1", 0.4, POSITIVE, "weight of fatigue in readiness"),
    held("call_hope", "c_N", "1", 0.5, POSITIVE, "weight of hope in readiness"),
    held("call_line", "c_l", "1", 0.1, POSITIVE, "weight of the leaders' line", JUDGED),
    held("call_off_rate", "r_off", "1/day", 0.3, POSITIVE, "rate of calling off when the base is no longer ready", JUDGED),
    held("call_truce", "r_T", "1/day", 0.5, POSITIVE, "rate of calling off under a full truce"),
    held("call_exhaustion", "S_c", "share", 0.6, SHARE, "stamina below which a call ends in exhaustion"),
    held("call_exhaustion_rate", "r_S", "1/day", 0.3, POSITIVE, "rate of such an end", JUDGED),
    held("bridge_gain", "c_b", "1", 0.2, POSITIVE, "weight of allied organizations' calls", JUDGED),
    held("stake_gain", "c_el", "1", 0.5, POSITIVE, "weight of an election an organization may win", JUDGED),
    held("leader_days", "τ_l", "days", 800, DAYS, "days in which leaders follow their base",
         "assumed: between one and four years, as the claims have it"),
    held("leader_rate", "r_l", "1/day", 0.01, POSITIVE, "rate of replacing leaders who are fully outflanked", JUDGED),
    held("militant_gain", "c_n", "1", 0.3, POSITIVE, "weight of others' calls where activists join them", JUDGED),
    held("militant_steadiness", "s_n", "share", 0.5, SHARE, "part of calling off that the densest activists prevent", JUDGED),
    held("militant_build_days", "τ_n1", "days", 200, DAYS, "days of full action that make activists", JUDGED),
    held("militant_days", "τ_n0", "days", 1500, DAYS, "days in which activists drift away", JUDGED),
    held("post_rate", "r_p", "1/day", 0.01, POSITIVE, "rate at which a government that grants all gives posts", JUDGED),
    held("post_office", "t_p", "days", 365, DAYS, "days in office in which it does", JUDGED),
    held("post_weight", "c_p", "1", 0.4, POSITIVE, "what a post takes off the value of calling", JUDGED),
    held("post_days", "τ_p", "days", 700, DAYS, "days that a post binds",
         "assumed: between one and three years, as the claims have it"),
    held("council_days", "τ_C", "days", 30, DAYS, "days of full stoppage that build councils", JUDGED),
    held("council_memory_days", "τ_C0", "days", 180, DAYS, "memory of councils", JUDGED),
)

COSTS = (
    held("block_gain", "c_R", "1", 1.3, POSITIVE, "blocked share of roads per mobilized blockader"),
    drawn("supply_days", "τ_Z", "days", 10, 20, "days of full blockade that empty a place"),
    held("refill_days", "τ_Z0", "days", 5, DAYS, "days in which open roads refill it"),
)

FORCE = (
    drawn("clash_rate", "l_c", "1/day", 0.15, 0.5, "rate of lethal clashes under full confrontation"),
    held("clash_troops", "C_c", "persons", 5000, (1, 1e6), "troops that make this rate"),
    held("clash_crowd", "c_c", "persons", 15000, (1, 1e7), "crowd at which half the confrontation is reached"),
    held("clash_stoppage", "X_c", "share", 0.12, (0.001, 1), "stoppage of the place at which it is full"),
    held("clash_mean", "μ_c", "persons", 1.7, (1.01, 100), "mean dead of a lethal clash"),
    drawn("operation_rate", "r_op", "1/day", 0.1, 2, "rate of ordering an operation under full siege"),
    drawn(
        "operation_siege",
        "z_op",
        "share",
        0.2,
        0.8,
        "siege at which half of governments would",
        "assumed: range of a 20-cell prototype, its lower bound moved from .45, which the capital of this model seldom reaches",
    ),
    held("operation_siege_width", "δ_z", "share", 0.05, (0.001, 1), "width of that condition"),
    held("operation_crowd", "c_op", "persons", 60000, (1, 1e7), "crowd in and next to the capital that makes it urgent"),
    drawn("operation_deaths", "μ_op", "persons/day", 40, 90, "dead a day against a large crowd, fully obeyed"),
    held("operation_crowd_deaths", "c_μ", "persons", 80000, (1, 1e7), "crowd at which that many die"),
    held("operation_crowd_cap", "m_μ", "1", 1.2, POSITIVE, "limit of growth with the crowd"),
    held("operation_end_rate", "e_op", "1/day", 0.08, POSITIVE, "rate of ending an operation"),
    held("operation_split_rate", "e_U", "1/day", 1.5, POSITIVE, "added rate per missing unity"),
    held("operation_unity", "U_op", "share", 0.45, SHARE, "unity below which a government loses the will"),
    held("fraternization", "f", "share", 0.5, SHARE, "obedience lost before the largest crowds"),
    held("fraternization_crowd", "c_f", "persons", 400000, (1, 1e8), "such a crowd"),
    held("refusal_rate", "r_r", "1/day", 0.25, POSITIVE, "rate of open refusal per missing obedience"),
    held("refusal_days", "τ_r0", "days", 20, DAYS, "memory of a refusal"),
    held("loyalty_learning", "l_θ", "1/day", 0.5, SHARE, "how fast the public learns loyalty when an order is given", JUDGED),
    drawn("mutiny_rate", "m_0", "1/day", 0.5, 2, "rate of mutiny at full grievance of the police"),
    drawn("mutiny_deaths", "μ_m", "persons/day", 10, 30, "dead a day of a mutiny whose grievance the public shares"),
    held("mutiny_shared", "q_m", "share", 0.5, (0.01, 1), "shared demand at which that many die"),
    held("mutiny_presence", "p_m", "share", 0.15, SHARE, "police still at work in a mutiny"),
    held("mutiny_capital", "k_m", "share", 0.7, SHARE, "share of its deaths in the capital, rest next to it"),
    held("mutiny_deal_rate", "d_m", "1/day", 0.30, POSITIVE, "rate of a pay deal"),
    held("mutiny_deal_deaths", "d_D", "1/day", 0.15, POSITIVE, "added rate per log of one plus the day's dead"),
    held("mutiny_demand_left", "k_q", "share", 0.1, SHARE, "what a deal leaves of the shared demand"),
    held("mutiny_victory", "ε_m", "share", 0.4, SHARE, "victory that the deal means to those who took part"),
    held("police_grievance_days", "τ_g", "days", 15, DAYS, "memory of the police's grievance"),
    held("emergency_rate", "r_e", "1/day", 0.05, POSITIVE, "rate of decreeing emergency powers under full stoppage", JUDGED),
    held("emergency_stoppage", "X_e", "share", 0.3, (0.01, 1), "stoppage that makes this rate", JUDGED),
    held("emergency_least", "ε_e", "share", 0.1, SHARE, "emergency powers left at which they are decreed anew", JUDGED),
    held("emergency_days", "τ_e", "days", 20, DAYS, "days that emergency powers last", JUDGED),
    held("emergency_line", "e_l", "share", 0.3, SHARE, "how far they raise the line toward full force", JUDGED),
    held("emergency_sympathy", "q_e", "share", 0.3, (0.0, 0.99), "sympathy from which a decree is felt as an attack", JUDGED),
    held("emergency_outrage", "b_e", "log persons", 0.6, POSITIVE, "outrage of those who sympathize fully", JUDGED),
    held("massacre_killed", "K_0", "persons", 20, (1, 1e6), "killed in a place on one day from which it is a massacre", JUDGED),
    held("massacre_trust", "k_Λ", "share", 0.2, SHARE, "trust taken for good per log of the killed beyond that", JUDGED),
    held("massacre_days", "τ_Λ", "days", 4400, DAYS, "days in which such trust returns", "assumed: twelve years, a decade and more"),
    held("massacre_fear", "f_Λ", "1", 0.2, POSITIVE, "confidence lost where it happened per log of the killed beyond that", JUDGED),
    held("arms_rate", "r_a", "1/day", 0.02, SHARE, "rate of arming where nobody holds the place and all fear", JUDGED),
    held("arms_killed", "K_a", "persons", 10, (0.1, 1e6), "killed by forces in a day that make contenders fear fully", JUDGED),
    held("arms_days", "τ_a", "days", 300, DAYS, "days in which armed bodies dissolve", JUDGED),
    held("arms_fight_rate", "λ_a", "1/day", 0.1, POSITIVE, "rate of fights where both are fully armed", JUDGED),
    held("arms_deaths", "μ_a", "persons", 2.5, (1.01, 1000), "mean dead of such a fight", JUDGED),
    held("control_days", "τ_K", "days", 10, DAYS, "days in which control follows the balance in the streets", JUDGED),
    held("control_crowd", "c_K", "1", 5, (0.01, 100), "crowd per loyal soldier at which half of control is gone", JUDGED),
)

STATE_UNITY = (
    held("unity_days", "τ_U", "days", 60, DAYS, "days in which a coalition heals"),
    drawn("unity_deaths", "u_D", "1/log persons", 0.008, 0.05, "unity lost by deaths that are seen"),
    drawn("unity_stoppage", "u_X", "1/day", 0.003, 0.03, "unity lost by stoppage"),
    held("unity_mutiny", "k_U", "share", 0.3, SHARE, "weight of deaths during a mutiny, which the coalition takes for a family quarrel"),
    drawn("approval_days", "τ_L", "days", 400, 750, "days in which approval goes to its rest"),
    held("approval_floor", "L_0", "share", 0.13, SHARE, "approval at rest without growth"),
    drawn("approval_growth", "l_g", "1/%", 0.08, 0.13, "approval at rest per point of growth per head"),
    drawn("approval_deaths", "l_D", "1/log persons", 0.001, 0.01, "approval lost by deaths that are seen"),
    held("approval_stoppage", "l_X", "1/day", 0.003, POSITIVE, "approval lost by stoppage"),
    drawn("hope_days", "τ_N", "days", 60, 250, "memory of hope"),
    held("torn_unity", "u_s", "1/day", 0.004, SHARE, "unity lost by a government between two poles", JUDGED),
    held("policy_push", "κ_b", "1/day", 0.05, SHARE, "how fast a mobilized base moves policy", JUDGED),
    held("policy_pull", "κ_l", "1/day", 0.004, SHARE, "how fast lack of money moves it back", JUDGED),
    held("policy_days", "τ_π", "days", 180, DAYS, "days in which policy returns to the line the government came with", JUDGED),
    held("policy_relief", "δ_π", "1/day", 0.02, SHARE, "how fast moved policy settles what was asked", JUDGED),
    held("reform_weight", "w_g", "log-odds", 1.5, POSITIVE, "readiness that a full reform takes away", JUDGED),
    held("reform_wear", "k_H", "1", 2, POSITIVE, "how much faster hardship wears a reform away", JUDGED),
    held("reform_days", "τ_R", "days", 9000, (1, 100_000), "days in which a reform is worn away", "assumed: a generation"),
    held("falls_days", "τ_F", "days", 2200, DAYS, "memory of governments that fell",
         "assumed: six years, the value of a 20-country prototype"),
    held("truce_days", "τ_T", "days", 20, DAYS, "memory of a truce"),
    held("honeymoon_falls", "c_F", "1", 0.25, POSITIVE, "how much faster trust decays per past fall", JUDGED),
)

FALLS = (
    drawn("fall_base", "l0", "log 1/day", -20, -13, "log rate of a fall that a full street would bring"),
    drawn("fall_stoppage", "a_X", "1", 11, 21, "weight of stoppage"),
    drawn("fall_siege", "a_Z", "1", 2.5, 7, "weight of siege of the capital"),
    drawn("fall_outrage", "a_B", "1/log persons", 0, 4, "weight of outrage in the capital"),
    drawn("fall_unity", "a_U", "1", 2, 16, "weight of missing unity"),
    held("fall_approval", "a_L", "1", 3, POSITIVE, "weight of missing approval"),
    held("fall_refusal", "a_D", "1", 1.5, POSITIVE, "weight of refused orders"),
    held("fall_mutiny", "a_M", "1", 0.3, POSITIVE, "weight of a mutiny, as a share of a refusal"),
    drawn("fall_shield", "a_σ", "1", 0, 5, "how a majority of seats shields from the street",
          "assumed: from nothing to twice the 2.2 that a logistic regression of exits on seats gives for 20 countries to 2000"),
    held("coup_rate", "λ_m", "1/day", 0.002, POSITIVE, "rate of removal by an army that rules beside the government", JUDGED),
    held("fall_ceiling", "λ_max", "1/day", 0.5, (0.01, 5), "highest rate of a fall"),
    drawn("congress_rate", "λ_c", "1/day", 0.005, 0.5, "rate of removal by congress under full stoppage", JUDGED),
    held("congress_width", "δ_σ", "share", 0.06, (0.001, 1), "width of the quorum's condition"),
    drawn("concession_rate", "h_c", "1/day", 0.5, 2, "rate of granting a demand under full pressure"),
    drawn("hollow_share", "π0", "share", 0.4, 0.9, "share of a grant that is hollow and only parked"),
    held("concession_threshold", "X_h", "share", 0.06, SHARE, "pressure below which nothing is granted"),
    held("concession_least", "q_h", "share", 0.1, SHARE, "demand too weak to be worth granting anything", JUDGED),
    held("concession_bloodshed", "c_h", "1/log persons", 1.2, POSITIVE, "how bloodshed hardens"),
    held("concession_share", "d_h", "share", 0.85, SHARE, "share of the demand that a grant settles"),
    held("concession_victory", "c_v", "1", 1.5, POSITIVE, "victory felt per share in action"),
    held("ballot_efficacy", "b_E", "1", 1, POSITIVE, "weight of efficacy in the outsider's vote", JUDGED),
    held("ballot_approval", "b_L", "1", 3, POSITIVE, "weight of disapproval in the outsider's vote", JUDGED),
    held("ballot_doubt", "b_D", "1", 1.5, POSITIVE, "weight of doubt in the economic model in the outsider's vote", JUDGED),
    held("ballot_scar", "b_Λ", "1", 2, POSITIVE, "weight of a massacre's scar in the outsider's vote", JUDGED),
    held(
        "transfer_rate",
        "λ_p",
        "1/day",
        0.2,
        POSITIVE,
        "rate of a transfer of power where councils, split forces and lost control meet",
        JUDGED,
    ),
)

REACTION = (
    held("threat_days", "τ_t", "days", 90, DAYS, "memory of threat among elites", JUDGED),
    drawn("regroup_rate", "r_o", "1/day", 0.002, 0.02, "rate at which opponents' own demand grows in a lull", JUDGED),
    held("reversal_rate", "r_v", "1/day", 0.002, POSITIVE, "rate of attempts at reversal under full threat", JUDGED),
    held("reversal_threat", "t_v", "share", 0.5, SHARE, "threat below which nobody tries", JUDGED),
    held("reversal_participation", "X_v", "share", 0.3, (0.01, 1), "counter-mobilization that defeats any attempt", JUDGED),

    held("morale_days", "τ_μ", "days", 730, DAYS, "days in which opponents recover from a reversal that failed",
         "assumed: two years, the middle of one to three"),
    held("backlash_policy", "k_π", "share", 0.3, SHARE, "how far such a failure moves policy toward the movement", JUDGED),
    held("backlash_defeat", "η_r", "log-odds", 0.6, POSITIVE, "efficacy that opponents lose by it", JUDGED),
    held("backlash_victory", "v_r", "share", 0.3, SHARE, "victory that it means to contenders", JUDGED),
    held("autonomy_rate", "r_aut", "1/day", 0.01, SHARE, "rate at which a region that has all of a resource asks for autonomy", JUDGED),
)

ECONOMY = (
    held("flow_world_share", "w", "share", 0.5, SHARE, "share of the world in the tides of capital",
         "assumed: about half of what moves capital flows to emerging economies is common to them (Calvo, Leiderman & Reinhart 1993)"),
    held("flow_memory", "ϱ_F", "share", 0.9, (0.0, 0.999), "what a month keeps of capital's tide", JUDGED),
    held("crisis_rate", "λ_k", "1/month", 0.008, POSITIVE, "rate of currency crises where all capital is foreign", JUDGED),
    held("crisis_flow", "k_F", "1", 0.8, POSITIVE, "weight of missing capital", JUDGED),
    held("crisis_contagion", "k_T", "1", 2, POSITIVE, "weight of a partner's devaluation", JUDGED),
    held("crisis_months", "τ_k", "months", 18, (1.5, 1000), "months in which a crisis fades", JUDGED),
    held("crisis_slump", "y_k", "% a year", 8, POSITIVE, "growth per head lost at once", JUDGED),
    held("crisis_joblessness", "j_k", "%", 5, POSITIVE, "unemployment added", JUDGED),
    held("crisis_dearness", "π_k", "% a year", 25, (0.0, 1000.0), "inflation added", JUDGED),
    held("room_days", "τ_M", "days", 180, DAYS, "days in which the budget follows", JUDGED),
    held("room_least", "M_0", "share", 0.15, SHARE, "ease of granting without any room", JUDGED),
    held("room_growth", "k_g", "1/%", 0.05, POSITIVE, "room per point of growth", JUDGED),
    held("room_pressure", "k_P", "share", 0.4, SHARE, "room that outside pressure takes", JUDGED),
    held("room_aid", "k_A", "share", 0.4, SHARE, "room that aid gives", JUDGED),
    held("exit_rate", "r_x", "1/year", 0.03, POSITIVE, "share that leaves in a year per point of hardship where the way is open",
         "assumed: the one or two in a hundred who left Ecuador a year in 1999-2001 (Jokisch & Pribilsky 2002), its way half open"),
    held("organizing_months", "τ_O", "months", 60, (1.0, 1000.0), "months in which newcomers organize",
         "assumed: five years, of the order of the years between arrival and boards of neighbors"),
    held("doubt_gain", "k_D", "share", 0.4, SHARE, "doubt that a crisis at home or fully heard of teaches", JUDGED),
    held("doubt_months", "τ_b", "months", 120, (1.0, 1000.0), "months in which doubt fades", JUDGED),
    held("doubt_approval", "l_b", "share", 0.2, SHARE, "approval at rest that full doubt costs who keeps to the model", JUDGED),
)

OUTSIDE = (
    held("pressure_push", "a_P", "1", 3, POSITIVE, "what full pressure from outside adds to attempts at reversal", JUDGED),
    held("intervention_rate", "r_P", "1/day", 0.0001, POSITIVE, "rate of stepping in under full pressure",
         "assumed: about four governments of the Americas brought down in a hundred years of such pressure, 1950-2000"),
    held("mediation_rate", "r_g", "1/day", 0.3, POSITIVE, "rate at which trusted mediation begins when it is ripe", JUDGED),
    held("mediation_hurt", "h_g", "share", 0.3, (0.01, 1), "hurt of both sides at which it is", JUDGED),
    held("mediation_end_rate", "e_g", "1/day", 0.1, POSITIVE, "rate at which it ends", JUDGED),
    held("mediation_settling", "g_g", "1/day", 0.5, POSITIVE, "what it adds to the rate of granting under full pressure", JUDGED),
    held("mediation_truce", "t_g", "1/day", 0.3, SHARE, "how fast it brings a truce under full stoppage", JUDGED),
    held("isolation_days", "τ_I", "days", 730, DAYS, "days in which isolation is felt", JUDGED),
    held("isolation_erosion", "e_I", "1/day", 0.0002, SHARE, "how fast full isolation softens policy",
         "assumed: well over a decade, since such governments keep their line for one or several (Levitsky & Way 2013)"),
    held("isolation_gain", "k_I", "1", 2, POSITIVE, "how much sooner it ends a rule of councils", JUDGED),
    held("council_rule_days", "τ_C1", "days", 3650, DAYS, "mean days that councils rule", JUDGED),
)

READING = (
    held("conceded_share", "a_c", "share", 0.25, SHARE, "largest grant of a demand from which an episode counts as conceded", JUDGED),
    held(
        "episode_share",
        "a_e",
        "share",
        0.01,
        (1e-4, 1),
        "active share of the country that counts as an episode",
        "assumed: about 80,000 people in a country of eight million, the order of the record's national waves",
    ),
)

OBSERVATION = (
    drawn("report_rate", "ρ_e", "1/day", 0.005, 0.1, "rate at which a protest of the crowd c_e is reported, a place", JUDGED),
    held("report_crowd", "c_e", "persons", 10000, (1, 1e7), "such a crowd", JUDGED),
    held("report_size", "γ", "1", 0.6, (0.0, 2.0), "how reports rise with size",
         "assumed: about .6, the exponent a 20-country prototype fitted to event counts"),
    held("poll_sample", "n", "persons", 800, (1, 1e6), "people asked in a poll",
         "assumed: one poll of March 2004 in four cities asked 819"),
)

PARAMETERS: tuple[Parameter, ...] = (
    *PARTICIPATION,
    *TIES,
    *AGENDA,
    *LEARNING,
    *ORGANIZATIONS,
    *COSTS,
    *FORCE,
    *STATE_UNITY,
    *FALLS,
    *REACTION,
    *ECONOMY,
    *OUTSIDE,
    *READING, *OBSERVATION,
)
LAID_OUT = frozenset(row.name for row in TIES)  # read when a scenario is laid out in arrays: one value for all histories
BY_NAME: dict[str, Parameter] = {row.name: row for row in PARAMETERS}
