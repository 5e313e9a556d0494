"""World and economy: what weighs on people without anybody deciding it that day."""

import math
from typing import Any

import numpy as np
from tests.blind.luck import clip
from tests.blind.world import World, date, new_month

from groundswell.engine import draws

REGION = np.uint64(draws.entity("region"))
WORLD = np.uint64(draws.entity("world"))


def capital_flees(w: World, day: int) -> None:
    """On the first of a month F ← ϱ_F·F + √(1 − ϱ_F²)·[√w·z_world + √(1 − w)·z], and a currency may break.

    rate = λ_k·debt·exp(−k_F·F + k_T·min(1, Σ_d trade_d·[crisis struck in d last month]))·(1 − crisis).
    """
    p, months = w.p, [nation for nation in w.nations if new_month(w, nation, day)]
    last = [min(1.0, sum(weight * partner.crisis_news for partner, weight in nation.partners)) for nation in w.nations]
    if months:
        z_world, fresh = w.luck.normal(day, WORLD, draws.FLOW), math.sqrt(1.0 - p.flow_memory**2)
        w.region.capital_flow = z_world
    for nation in months:
        tide = math.sqrt(p.flow_world_share) * z_world
        tide += math.sqrt(1.0 - p.flow_world_share) * w.luck.normal(day, nation.entity, draws.FLOW)
        nation.capital_flow = p.flow_memory * nation.capital_flow + fresh * tide
        pull = math.exp(-p.crisis_flow * nation.capital_flow + p.crisis_contagion * last[nation.index])
        rate = p.crisis_rate * nation.debt * pull * (1.0 - nation.crisis)
        currency_month(w, nation, float(w.luck.happens(rate, day, nation.entity, draws.CRISIS)))


def currency_month(w: World, nation: Any, struck: float) -> None:
    """What has faded of a crisis in a month, by 1/τ_k, and what a new one brings."""
    p, left = w.p, 1.0 - 1.0 / w.p.crisis_months
    nation.today.struck = nation.crisis_news = struck
    nation.crisis = max(nation.crisis * left, struck)
    nation.slump = nation.slump * left + p.crisis_slump * struck
    nation.joblessness = min(100.0, nation.joblessness * left + p.crisis_joblessness * struck)
    nation.dearness = nation.dearness * left + p.crisis_dearness * struck


def economy_moves(w: World, day: int) -> None:
    """growth ← series − slump,  unemployment ← min(100, series + joblessness),  inflation ← series + dearness."""
    for nation in w.nations:
        month = date(w, nation, day)
        nation.growth = float(month["growth"]) - nation.slump
        nation.unemployment = min(100.0, float(month["unemployment"]) + nation.joblessness)
        nation.inflation = float(month["inflation"]) + nation.dearness


def crisis_weighs(w: World, day: int) -> None:
    """worsening = (H* − H)/τ_H,  H ← H + worsening.

    H* = exposure·[h_u(unemployment − unemployment₀) + h_π(inflation − inflation₀)] − h_a·abroad.
    """
    p = w.p
    for cell in w.cells:
        n = cell.country
        load = p.hardship_unemployment * (n.unemployment - n.unemployment_start) + p.hardship_inflation * (n.inflation - n.inflation_start)
        goal = cell.crisis_exposure * load - p.hardship_remittances * n.abroad
        cell.today.worsening = (goal - cell.hardship) / p.hardship_days
        cell.hardship += cell.today.worsening


def rebound_relegitimates(w: World, day: int) -> None:
    """lift = l_g·growth."""
    for nation in w.nations:
        nation.today.lift = w.p.approval_growth * nation.growth


def lenders_constrain(w: World, day: int) -> None:
    """M ← M* on the first day, then M ← M + (M* − M)/τ_M;  ease = M_0 + (1 − M_0)M.

    M* = clip(1 − debt(program + (1 − program)crisis) − k_P·pressure + k_A·aid + k_g·max(0, growth)).
    """
    p = w.p
    for n in w.nations:
        bound = n.debt * (n.lender_program + (1.0 - n.lender_program) * n.crisis)
        outside = p.room_aid * n.aid - p.room_pressure * n.pressure
        goal = clip(1.0 - bound + outside + p.room_growth * max(0.0, n.growth))
        n.room += (goal - n.room) / p.room_days if day > 0 else goal - n.room
        n.today.ease = p.room_least + (1.0 - p.room_least) * n.room


def people_emigrate(w: World, day: int) -> None:
    """On the first of a month leaving = n·min(½, r_x·exit·max(0, H)/12),  n ← n − leaving,  abroad ← abroad + Σ leaving·N_i/N."""
    for nation in w.nations:
        if new_month(w, nation, day):
            for cell in nation.cells:
                leaving = cell.present * min(0.5, w.p.exit_rate * nation.exit * max(0.0, cell.hardship) / 12.0)
                cell.present -= leaving
                nation.abroad = min(1.0, nation.abroad + leaving * cell.population / cell.persons_of_nation)
