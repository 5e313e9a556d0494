"""What people hear and feel: news, memories, moods, and what others are seen to do."""

import math
from typing import Any

from tests.blind.economy import REGION
from tests.blind.luck import chance, clip
from tests.blind.world import World, action, date, in_office

from groundswell.engine import draws


def agenda_spreads(w: World, day: int) -> None:
    """G ← G + [G > G_min]·g_S·x·(1 − G) − G/τ_G,  PG ← PG + ϕ·G/τ_G·(1 − PG) − PG/τ_PG."""
    p = w.p
    for nation in w.nations:
        fading = nation.agenda / p.agenda_days
        on_the_table = nation.agenda > p.agenda_floor
        spread = on_the_table * p.agenda_action * nation.today.participation * (1.0 - nation.agenda)
        nation.agenda = clip(nation.agenda + spread - fading)
        parked = p.agenda_return_share * fading * (1.0 - nation.agenda_parked)
        nation.agenda_parked = clip(nation.agenda_parked + parked - nation.agenda_parked / p.agenda_parked_days)


def parked_demands_return(w: World, day: int) -> None:
    """back = parked·(1 − open), at the rate clip((L_rel − L)/ΔL)/τ_ret and by one draw each, of the agenda if PG > G_min,
    of a demand if parked > q_h.
    """
    p = w.p
    for nation in w.nations:
        rate = clip((p.parked_gate - nation.approval) / p.parked_gate_width) / p.parked_return_days
        for demand in nation.demands:
            if demand.parked > p.concession_least and w.luck.happens(rate, day, demand.entity, draws.RETURN):
                back = demand.parked * (1.0 - demand.open)
                demand.open, demand.parked = demand.open + back, demand.parked - back
        if nation.agenda_parked > p.agenda_floor and w.luck.happens(rate, day, nation.entity, draws.RETURN):
            back = nation.agenda_parked * (1.0 - nation.agenda)
            nation.agenda, nation.agenda_parked = nation.agenda + back, nation.agenda_parked - back


def memories_fade(w: World, day: int) -> None:
    """B, q, parked, D, truce, refusal, police grievance, falls ← x(1 − 1/τ);  E ← E − (E − Ē)/τ_E."""
    p = w.p
    for cell in w.cells:
        cell.outrage *= 1.0 - 1.0 / p.outrage_days
        cell.efficacy -= (cell.efficacy - cell.efficacy_rest) / p.efficacy_days
        cell.scar *= 1.0 - 1.0 / p.scar_days
    for demand in w.demands:
        demand.open *= 1.0 - 1.0 / p.demand_days
        demand.parked *= 1.0 - 1.0 / p.agenda_parked_days
    for nation in w.nations:
        nation.truce *= 1.0 - 1.0 / p.truce_days
        nation.refusal *= 1.0 - 1.0 / p.refusal_days
        nation.police_grievance *= 1.0 - 1.0 / p.police_grievance_days
        nation.past_falls *= 1.0 - 1.0 / p.falls_days


def moods_drift(w: World, day: int) -> None:
    """mood ← mood(1 − 1/τ) + σ√(2/τ)z for the region, each nation and each place."""
    p = w.p

    def drift(thing: Any, entity: Any, purpose: int, deviation: float, memory: float) -> None:
        z = w.luck.normal(day, entity, purpose)
        thing.mood = thing.mood * (1.0 - 1.0 / memory) + deviation * math.sqrt(2.0 / memory) * z

    for region in w.regions:
        drift(region, REGION, draws.MOOD_REGION, p.mood_nation, p.mood_nation_days)
    for nation in w.nations:
        drift(nation, nation.entity, draws.MOOD_NATION, p.mood_nation, p.mood_nation_days)
    for place in w.places:
        drift(place, place.entity, draws.MOOD_PLACE, p.mood_place, p.mood_place_days)


def ranks_are_seen(w: World, day: int) -> None:
    """V_i = K_own·A_i/m_i."""
    for cell in w.cells:
        cell.today.seen = cell.tie_own * action(cell)


def neighbors_emulated(w: World, day: int) -> None:
    """V_i ← V_i + Σ_j K_ij·A_j/m_j + K_nation·mean of the nation."""
    for cell in w.cells:
        cell.today.seen += sum(weight * action(other) for other, weight in cell.ties)
        cell.today.seen += cell.tie_nation * cell.country.today.participation


def victory_emboldens(w: World, day: int) -> None:
    """E_i ← E_i + η_V·min(1, victory_i)·max(0, 1 − E_i/E_max)."""
    for cell in w.cells:
        learn(w, cell, w.p.victory_gain * min(1.0, cell.victory_news))


def learn(w: World, cell: Any, lesson: float) -> None:
    """E ← min(E_max, E + lesson·max(0, 1 − E/E_max))."""
    ceiling = w.p.efficacy_ceiling
    cell.efficacy = min(ceiling, cell.efficacy + lesson * max(0.0, 1.0 - cell.efficacy / ceiling))


def lose_confidence(w: World, cell: Any, loss: float) -> None:
    """E ← max(−E_max, E − loss·(1 + E/E_max))."""
    ceiling = w.p.efficacy_ceiling
    cell.efficacy = max(-ceiling, cell.efficacy - loss * (1.0 + cell.efficacy / ceiling))


def defeat_scars(w: World, day: int) -> None:
    """D_i ← D_i + η_D·min(1, defeat_i)·max(0, 1 − D_i/D_max)."""
    for cell in w.cells:
        cell.scar += w.p.defeat_gain * min(1.0, cell.defeat_news) * max(0.0, 1.0 - cell.scar / w.p.scar_ceiling)


def participation_transforms(w: World, day: int) -> None:
    """E_i ← E_i + η_S·A_i/m_i·max(0, 1 − E_i/E_max)."""
    for cell in w.cells:
        learn(w, cell, w.p.participation_gain * action(cell))


def streets_and_ballots_substitute(w: World, day: int) -> None:
    """ballot_i = −w_El·prox(1 − blocked) + w_bl·blocked."""
    for cell in w.cells:
        blocked = float(date(w, cell.country, day)["blocked"])
        cell.today.ballot = w.p.blocked_weight * blocked - w.p.election_weight * cell.country.today.prox * (1.0 - blocked)


def successor_demobilizes(w: World, day: int) -> None:
    """On the morning after a fall: L ← approval at entry, hope ← hope at entry, truce ← 1."""
    for nation in w.nations:
        if nation.succession_news:
            nation.approval, nation.hope, nation.truce = in_office(w, nation).approval, in_office(w, nation).hope, 1.0


def news_ages(w: World, day: int) -> None:
    """Victories, defeats and successions have been heard, at home and abroad."""
    for cell in w.cells:
        cell.victory_news = cell.defeat_news = 0.0
    for nation in w.nations:
        nation.succession_news = nation.won_news = nation.lost_news = 0.0


def risk_is_judged(w: World, day: int) -> None:
    """R_p = 1 − (1 − a_m·a_o)exp(−k·C_p·θ̂·line/(crowd_p + c0)); in a mutiny a part of the police is still at work."""
    p = w.p
    for place in w.places:
        n = place.country
        at_work = [(p.mutiny_presence if force.police and n.mutiny else 1.0) * headcount for force, headcount in place.forces]
        place.today.troops = sum(at_work)
        ratio = p.risk_gain * place.today.troops * n.loyalty_seen * n.today.line / (place.today.crowd + p.risk_crowd)
        place.today.risk = 1.0 - (1.0 - place.arms_movement * place.arms_opposition) * (1.0 - chance(ratio))
