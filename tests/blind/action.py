"""What people do: the decision to act, and the crowds it makes."""

import math
from typing import Any

from tests.blind.luck import clip, logistic
from tests.blind.world import World, action

from groundswell.engine import draws


def wishes_are_felt(w: World, day: int) -> None:
    """Q_i = min(1, Σ_d exposure_di·q_d)."""
    for cell in w.cells:
        cell.today.wanted = min(1.0, sum(exposure * demand.open for demand, exposure in cell.wants))


def preferences_falsified(w: World, day: int) -> None:
    """reluctance_i = −w_V·v/(V_i + v)."""
    for cell in w.cells:
        cell.today.reluctance = -w.p.visibility_weight * w.p.visibility_half / (cell.today.seen + w.p.visibility_half)


def urge(w: World, cell: Any) -> float:
    """u_i, the log-odds of acting; the nation's mood is ϱ·mood_region + √(1 − ϱ²)·mood_nation."""
    p, n, t = w.p, cell.country, cell.today
    wishes = p.demand_weight * (t.wanted + cell.agenda_exposure * n.agenda)
    pushes = p.hardship_weight * cell.hardship + p.exclusion_weight * cell.exclusion + p.outrage_weight * min(cell.outrage, p.outrage_cap)
    belief = p.efficacy_weight * (cell.efficacy - cell.scar - cell.demoralized) + p.call_weight * cell.organized * t.call
    brakes = p.risk_weight * cell.place.today.risk + p.approval_weight * (n.approval - p.approval_reference)
    patience = p.hope_weight * n.hope + p.truce_weight * n.truce
    common, own = p.mood_region_share, math.sqrt(1.0 - p.mood_region_share**2)
    moods = common * w.region.mood + own * n.mood + cell.place.mood
    rest = -(p.barrier - p.visibility_weight) + t.reluctance + t.ballot + t.roots
    return float(rest + wishes + pushes + belief - brakes - patience + moods)


def people_mobilize(w: World, day: int) -> None:
    """A_i ← clip(A_i + κ(a* − A_i) + √(κ(2 − κ)·a*(1 − a*)/(N_i·n_i))·z, 0, m_i),  a* = m·S·logistic(u).

    κ = κ_up rising; falling κ_down + (κ_truce − κ_down)·min(1, c_T·truce).
    """
    p = w.p
    for cell in w.cells:
        cell.today.urge = urge(w, cell)
        target = cell.mobilizable * cell.stamina * logistic(cell.today.urge)
        home = p.fall_rate + (p.truce_return_rate - p.fall_rate) * min(1.0, p.truce_return_gain * cell.country.truce)
        pace = p.rise_rate if target > cell.active else home
        spread = math.sqrt(pace * (2.0 - pace) * target * (1.0 - target) / (cell.population * cell.present))
        noise = spread * w.luck.normal(day, cell.entity, draws.CROWD)
        cell.today.target = target
        cell.active = clip(cell.active + pace * (target - cell.active) + noise, 0.0, cell.mobilizable)


def crowds_gather(w: World, day: int) -> None:
    """crowd_p = Σ N_i·n_i·A_i;  participation = Σ N_i·n_i·A_i/m_i / Σ N_i·n_i, by economic weight in a place.

    Contenders only; a place's weights are those of the first day, times n_i.
    """
    for place in w.places:
        contenders = [cell for cell in place.cells if cell.movement]
        place.today.crowd = sum(cell.population * cell.present * cell.active for cell in contenders)
        place.today.participation = min(1.0, sum(cell.place_share * cell.present * action(cell) for cell in contenders))
    for nation in w.nations:
        nation.today.people = sum(cell.nation_share * cell.present for cell in nation.contenders)
        out = sum(cell.nation_share * cell.present * action(cell) for cell in nation.contenders)
        nation.today.participation = min(1.0, out / nation.today.people) if nation.today.people > 0.0 else 0.0
        nation.today.crowd_capital = sum(place.near_capital * place.today.crowd for place in nation.places)
