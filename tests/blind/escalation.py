"""What a conflict that sharpens brings: emergency powers, massacres that are not forgotten, a lost middle, armed bodies."""

import math
from typing import Any

from tests.blind.hearing import lose_confidence
from tests.blind.luck import geometric
from tests.blind.world import World, desire, in_office

from groundswell.engine import draws
from groundswell.engine.state import ACT_KINDS


def emergency_provokes(w: World, day: int) -> None:
    """ε ← ε(1 − 1/τ_e), and a decree by a dated act, or where ε < ε_e at the rate r_e·line·min(1, X/X_e)."""
    p = w.p
    for nation in w.nations:
        t = nation.today
        dated = any(act.today.befell and ACT_KINDS[act.kind] == "emergency" for act in nation.acts)
        rate = p.emergency_rate * t.line * min(1.0, t.stoppage / p.emergency_stoppage)
        nation.emergency *= 1.0 - 1.0 / p.emergency_days
        lapsed = nation.emergency < p.emergency_least
        if dated or (lapsed and w.luck.happens(rate, day, nation.entity, draws.DECREE)):
            decree(w, nation)


def decree(w: World, nation: Any) -> None:
    """ε ← 1,  B_i ← B_i + b_e·max(0, min(1, Q_i + g_i·G) − q_e)/(1 − q_e) for contenders."""
    p = w.p
    nation.emergency = nation.today.decreed = 1.0
    for cell in nation.contenders:
        sympathy = max(0.0, desire(cell) - p.emergency_sympathy) / (1.0 - p.emergency_sympathy)
        cell.outrage += p.emergency_outrage * sympathy


def massacre_scars(w: World, day: int) -> None:
    """Λ ← Λ(1 − 1/τ_Λ), then place by place Λ ← Λ + k_Λ·min(1, visibility·κ)(1 − Λ),  κ = max(0, log(1 + K) − log(1 + K_0)).

    E_i ← max(−E_max, E_i − f_Λ·κ(1 + E_i/E_max)) for contenders there.
    """
    p = w.p
    for nation in w.nations:
        nation.legitimacy_scar *= 1.0 - 1.0 / p.massacre_days
    for place in w.places:
        beyond = max(0.0, math.log1p(place.today.killed) - math.log1p(p.massacre_killed))
        n = place.country
        n.legitimacy_scar += p.massacre_trust * min(1.0, place.visibility * beyond) * (1.0 - n.legitimacy_scar)
        for cell in place.cells:
            if cell.movement:
                lose_confidence(w, cell, p.massacre_fear * beyond)


def balancer_squeezed(w: World, day: int) -> None:
    """torn = (1 − base)·max(0, 1 − 2σ)·min(1, G + x/x_v)·T, 0 where councils rule;  U ← max(0, U − u_s·torn)."""
    p = w.p
    for nation in w.nations:
        head = in_office(w, nation)
        asked = min(1.0, nation.agenda + nation.today.participation / p.reversal_participation)
        weak = 0.0 if nation.power_transferred else (1.0 - head.backing) * max(0.0, 1.0 - 2.0 * head.seats)
        nation.torn = weak * asked * nation.threat
        nation.unity = max(0.0, nation.unity - p.torn_unity * nation.torn)


def bodies_arm(w: World, day: int) -> None:
    """P(fight) = 1 − exp(−λ_a·a_m·a_o), after both have armed; its dead are geometric."""
    for place in w.places:
        arm(w, place)
        rate = w.p.arms_fight_rate * place.arms_movement * place.arms_opposition
        if w.luck.happens(rate, day, place.entity, draws.FIGHT):
            place.today.killed_by_bodies = geometric(w.p.arms_deaths, w.luck.uniform(day, place.entity, draws.FIGHT, 1))


def arm(w: World, place: Any) -> None:
    """a_m ← a_m + r_a·gone·min(1, a_o + K/K_a)(1 − a_m) − a_m/τ_a, both from what the other had this morning.

    a_o ← a_o + r_a(½ + ½·gone)·T·min(1, a_m + x)(1 − a_o) − a_o/τ_a,  gone = max(0, 1 − 2·control).
    """
    p, t, gone = w.p, place.today, max(0.0, 1.0 - 2.0 * place.control)
    ours, theirs = place.arms_movement, place.arms_opposition
    fear = min(1.0, theirs + t.killed / p.arms_killed)
    dread = place.country.threat * min(1.0, ours + t.participation)
    place.arms_movement += p.arms_rate * gone * fear * (1.0 - ours) - ours / p.arms_days
    place.arms_opposition += p.arms_rate * (0.5 + 0.5 * gone) * dread * (1.0 - theirs) - theirs / p.arms_days
