"""What a government does to people: dated acts of policy, and what they leave behind."""

from typing import Any

from tests.blind.luck import clip
from tests.blind.world import World, acts_of_today, in_office

from groundswell.engine import draws
from groundswell.engine.state import ACT_KINDS


def acts_befall(w: World, day: int) -> None:
    """befell_a = 1 on its date, if it is anyone's or its government governs; g_p ← max(g_p, min(1, s·grievance_a))."""
    for act in acts_of_today(w, day, *ACT_KINDS):
        nation = act.country
        act.today.befell = 1.0
        nation.police_grievance = max(nation.police_grievance, min(1.0, w.p.act_severity_scale * act.police_grievance))
    raise_demands(w, ("wage", "promise", "layoff"))


def raise_demands(w: World, kinds: tuple[str, ...]) -> None:
    """q ← q + min(1, s·severity)·(1 − q); where the demand is the national agenda G takes the place of q."""
    for act in w.acts:
        if act.today.befell and ACT_KINDS[act.kind] in kinds and act.demand >= 0:
            demand = w.demands[act.demand]
            push = min(1.0, w.p.act_severity_scale * act.severity)
            if demand.national:
                act.country.agenda += push * (1.0 - act.country.agenda)
            else:
                demand.open += push * (1.0 - demand.open)


def prices_shock(w: World, day: int) -> None:
    """Prices and taxes raise demands."""
    raise_demands(w, ("price", "tax"))


def resources_threatened(w: World, day: int) -> None:
    """Resources and livelihoods raise demands."""
    raise_demands(w, ("resource", "livelihood"))


def agenda_diverted(w: World, day: int) -> None:
    """rate = r_div·min(1, G + PG)·(1 − line), t_div days after the last; a dated diversion raises hope by its own amount."""
    for nation in w.nations:
        for act in nation.acts:
            if ACT_KINDS[act.kind] == "diversion":
                nation.hope += act.today.befell * act.hope * (1.0 - nation.hope)
        rate = w.p.diversion_rate * min(1.0, nation.agenda + nation.agenda_parked) * (1.0 - nation.today.line)
        waited = nation.days_since_diversion >= w.p.diversion_wait
        if waited and not nation.power_transferred and w.luck.happens(rate, day, nation.entity, draws.DIVERSION):
            divert(w, nation)


def divert(w: World, nation: Any) -> None:
    """PG ← PG + d·G·(1 − PG),  G ← (1 − d)·G,  hope ← hope + h·(1 − torn)(1 − hope)."""
    p = w.p
    nation.agenda_parked += p.diversion_share * nation.agenda * (1.0 - nation.agenda_parked)
    nation.agenda *= 1.0 - p.diversion_share
    nation.hope += p.diversion_hope * (1.0 - nation.torn) * (1.0 - nation.hope)
    nation.days_since_diversion, nation.today.diverted = 0.0, 1.0


def honeymoon_fades(w: World, day: int) -> None:
    """pace = min(1, (1 + c_F·falls)/τ_L),  hope ← hope(1 − min(1, (1 + c_F·falls)/τ_N))."""
    p = w.p
    for nation in w.nations:
        speed = 1.0 + p.honeymoon_falls * nation.past_falls
        nation.today.pace = min(1.0, speed / p.approval_days)
        nation.hope *= 1.0 - min(1.0, speed / p.hope_days)


def pressure_moves_policy(w: World, day: int) -> None:
    """π ← clip(π + κ_b·base·x(1 − π) − κ_l(1 − M)(1 + π) − (π − π_g)/τ_π, −1, 1), not where councils rule."""
    p = w.p
    for nation in w.nations:
        if nation.power_transferred:
            continue
        base = in_office(w, nation).backing
        push = p.policy_push * base * nation.today.participation * (1.0 - nation.policy)
        pull = p.policy_pull * (1.0 - nation.room) * (1.0 + nation.policy)
        back = (nation.policy - nation.own_policy) / p.policy_days
        nation.policy = clip(nation.policy + push - pull - back, -1.0)
        relieve(w, nation)


def relieve(w: World, nation: Any) -> None:
    """q ← q(1 − δ_π·max(0, π − π_g)·ease) for demands of contenders."""
    moved = max(0.0, nation.policy - nation.own_policy)
    for demand in nation.demands:
        if demand.movement:
            demand.open *= 1.0 - w.p.policy_relief * moved * nation.today.ease


def approval_settles(w: World, day: int) -> None:
    """L ← clip(L + pace·((L_0 + lift)(1 − Λ) − L), 0, 1)."""
    for nation in w.nations:
        rest = (w.p.approval_floor + nation.today.lift) * (1.0 - nation.legitimacy_scar)
        nation.approval = clip(nation.approval + nation.today.pace * (rest - nation.approval))
