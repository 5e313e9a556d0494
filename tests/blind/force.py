"""What the state does: orders, obedience, clashes, mutinies, and what they do to the state itself."""

import math
from typing import Any

from tests.blind.luck import chance, clip, geometric, logistic, poisson
from tests.blind.world import World, action, in_office

from groundswell.engine import draws


def orders_are_obeyed(w: World, day: int) -> None:
    """obedience = 1."""
    for nation in w.nations:
        nation.today.obedience = 1.0


def forces_defect(w: World, day: int) -> None:
    """obedience = θ(1 − f·min(1, crowd/c_f)); in an operation troops may refuse, and the public learns."""
    p = w.p
    for nation in w.nations:
        t = nation.today
        loyalty = sum(force.army_share * force.loyalty for force in nation.forces)
        t.obedience = loyalty * (1.0 - p.fraternization * min(1.0, t.crowd_capital / p.fraternization_crowd))
        if nation.operation:
            if w.luck.happens(p.refusal_rate * (1.0 - t.obedience), day, nation.entity, draws.REFUSAL):
                nation.refusal = t.refused = 1.0
            nation.loyalty_seen += p.loyalty_learning * (t.obedience - nation.loyalty_seen)


def burst_deaths(w: World, day: int, place: Any, purpose: int, mean: float) -> float:
    """Poisson around a gamma of shape 2; the gamma is one draw for the country, the count one for the place."""
    gamma = w.luck.gamma_2(day, place.country.entity, purpose)
    return poisson(mean * gamma, w.luck.uniform(day, place.entity, purpose, 1))


def police_mutiny(w: World, day: int) -> None:
    """rate of mutiny = m_0·g_p²; while it lasts it kills, and may end in a deal."""
    for nation in w.nations:
        if not nation.mutiny and w.luck.happens(w.p.mutiny_rate * nation.police_grievance**2, day, nation.entity, draws.MUTINY):
            nation.mutiny = nation.today.mutiny_began = 1.0
        if nation.mutiny:
            mutiny_day(w, nation, day)


def mutiny_day(w: World, nation: Any, day: int) -> None:
    """Dead ~ Poisson(gamma₂, mean μ_m·line·min(1, Q_shared/q_m)), k_m of it in the capital; deal at d_m + d_D·log(1 + dead)."""
    p = w.p
    shared = max((demand.open for demand in nation.demands if demand.shared), default=0.0)
    mean = p.mutiny_deaths * nation.today.line * min(1.0, shared / p.mutiny_shared)
    dead = 0.0
    for place in nation.places:
        part = p.mutiny_capital * place.capital + (1.0 - p.mutiny_capital) * share_outside(nation, place)
        if part > 0.0:
            count = burst_deaths(w, day, place, draws.MUTINY_DEATHS, mean * part)
            place.today.killed += count
            dead += count
    rate = p.mutiny_deal_rate + p.mutiny_deal_deaths * math.log1p(dead)
    if w.luck.happens(rate, day, nation.entity, draws.MUTINY, 1):
        settle_mutiny(w, nation)


def share_outside(nation: Any, place: Any) -> float:
    """Those who do not die in the capital die in equal parts in the cities next to it, or in the capital if it has none."""
    around = [other for other in nation.places if other.near_capital and not other.capital] or [nation.capital]
    return 1.0 / len(around) if any(place is city for city in around) else 0.0


def settle_mutiny(w: World, nation: Any) -> None:
    """Pay for the police, the shared demand withdrawn but for k_q, and its holders who took part have won ε_m."""
    nation.mutiny, nation.police_grievance, nation.today.mutiny_ended = 0.0, 0.0, 1.0
    for demand in nation.demands:
        if demand.shared:
            demand.today.conceded = (1.0 - w.p.mutiny_demand_left) * demand.open
            demand.open *= w.p.mutiny_demand_left
            for cell, _ in demand.holders:
                cell.victory_news += w.p.mutiny_victory * action(cell)


def state_represses(w: World, day: int) -> None:
    """Routine clashes everywhere, and an operation at the capital."""
    for place in w.places:
        routine_clash(w, place, day)
    for nation in w.nations:
        order_operation(w, nation, day)


def routine_clash(w: World, place: Any, day: int) -> None:
    """P = 1 − exp(−l_c·line·C_p/C_c·conf·obedience),  conf = crowd/(crowd + c_c)·min(1, X_p/X_c); dead: geometric."""
    p, t, n = w.p, place.today, place.country.today
    confrontation = t.crowd / (t.crowd + p.clash_crowd) * min(1.0, t.participation / p.clash_stoppage)
    t.clash_chance = chance(p.clash_rate * n.line * t.troops / p.clash_troops * confrontation * n.obedience)
    t.clash_luck = w.luck.uniform(day, place.entity, draws.CLASH)
    if t.clash_luck < t.clash_chance:
        t.clash = geometric(p.clash_mean, w.luck.uniform(day, place.entity, draws.CLASH, 1))
        t.killed += t.clash


def order_operation(w: World, nation: Any, day: int) -> None:
    """rate = r_op·line²·logistic((Z − z_op)/δ_z)·min(1, crowd/c_op), once a government; ends at e_op + e_U·max(0, U_op − U)."""
    p, t = w.p, nation.today
    if not nation.operation and not nation.operation_spent:
        siege = logistic((t.siege - p.operation_siege) / p.operation_siege_width)
        rate = p.operation_rate * t.line**2 * siege * min(1.0, t.crowd_capital / p.operation_crowd)
        if w.luck.happens(rate, day, nation.entity, draws.OPERATION):
            nation.operation = nation.operation_spent = t.operation_began = 1.0
    if nation.operation:
        operation_day(w, nation, day)
        rate = p.operation_end_rate + p.operation_split_rate * max(0.0, p.operation_unity - nation.unity)
        if w.luck.happens(rate, day, nation.entity, draws.OPERATION, 1):
            nation.operation, t.operation_ended = 0.0, 1.0


def operation_day(w: World, nation: Any, day: int) -> None:
    """Dead ~ Poisson(gamma₂, mean μ_op·obedience·min(m_μ, √(crowd/c_μ))), where the crowds around the capital stand."""
    p, t = w.p, nation.today
    mean = p.operation_deaths * t.obedience * min(p.operation_crowd_cap, math.sqrt(t.crowd_capital / p.operation_crowd_deaths))
    for place in nation.places:
        if place.near_capital and t.crowd_capital > 0.0:
            share = place.today.crowd / t.crowd_capital
            place.today.killed += burst_deaths(w, day, place, draws.OPERATION_DEATHS, mean * share)


def country_takes_stock(w: World, day: int) -> None:
    """D = Σ visibility·log(1 + killed),  L ← max(0, L − (l_D·D + l_X·X)·L/L_ref)."""
    p = w.p
    for nation in w.nations:
        t = nation.today
        t.killed = sum(place.today.killed for place in nation.places)
        t.deaths_seen = sum(place.visibility * math.log1p(place.today.killed) for place in nation.places)
        loss = p.approval_deaths * t.deaths_seen + p.approval_stoppage * t.stoppage
        nation.approval = max(0.0, nation.approval - loss * nation.approval / p.approval_reference)


def repression_backfires(w: World, day: int) -> None:
    """B_i ← B_i + b·Σ v_ip·log(1 + K_p);  G ← G + [G > G_min](1 − G)·min(1, g_D·max(0, D − D̄)),  then D̄ ← D̄ + (D − D̄)/τ."""
    p = w.p
    for place in w.places:
        for cell, closeness in place.felt:
            cell.outrage += p.outrage_gain * closeness * math.log1p(place.today.killed)
    for nation in w.nations:
        beyond = nation.today.deaths_seen - nation.deaths_usual
        on_the_table = nation.agenda > p.agenda_floor
        nation.agenda += on_the_table * (1.0 - nation.agenda) * min(1.0, p.agenda_deaths * max(0.0, beyond))
        nation.deaths_usual += beyond / p.deaths_usual_days


def state_loses_control(w: World, day: int) -> None:
    """control ← control + (loyal/(loyal + crowd/c_K) − control)/τ_K,  loyal = 1 + C_p·obedience."""
    for place in w.places:
        loyal = 1.0 + place.today.troops * place.country.today.obedience
        balance = loyal / (loyal + place.today.crowd / w.p.control_crowd)
        place.control += (balance - place.control) / w.p.control_days


def elites_divide(w: World, day: int) -> None:
    """U ← U + (U0 − U)/τ_U − u_X·X − u_D·w·D,  w = k_U on days of a mutiny, its last one too."""
    p = w.p
    for nation in w.nations:
        weight = p.unity_mutiny if nation.mutiny or nation.today.mutiny_ended else 1.0
        heal = (in_office(w, nation).unity - nation.unity) / p.unity_days
        losses = p.unity_stoppage * nation.today.stoppage + p.unity_deaths * weight * nation.today.deaths_seen
        nation.unity = clip(nation.unity + heal - losses)
