"""From the morning to the crowds: world and economy, acts of government, what people hear, decide and do."""

import math
from typing import Any

import numpy as np
from tests.blind.luck import chance, clip, logistic
from tests.blind.world import World, action, date, in_office

from groundswell.engine import draws
from groundswell.engine.state import ACT_KINDS

REGION = np.uint64(draws.entity("region"))


def begin_day(w: World, day: int) -> None:
    """Clear yesterday's notes, count the days, and see who is still in the streets."""
    w.clear()
    for nation in w.nations:
        nation.days_in_office += 1.0
        nation.days_since_diversion += 1.0
        nation.today.line = 0.0 if nation.power_transferred else in_office(w, nation).line
        nation.today.prox = nearness(w, nation, day)
    crowds_gather(w)


def nearness(w: World, nation: Any, day: int) -> float:
    """prox = max(0, 1 − days to the nearest election / T_El), of one that was called and the calendar's; 0 if none is due.

    The calendar no longer counts once an election of the model, a transfer or a reversal has come first.
    """
    settled = nation.elected or nation.power_transferred or nation.reaction_won
    waits = [-1.0 if settled else float(date(w, nation, day)["days_to_election"])]
    if nation.election_day >= 0.0:
        waits.append(nation.election_day - day)
    due = [wait for wait in waits if wait >= 0.0]
    return max(0.0, 1.0 - min(due) / w.p.election_days) if due else 0.0


def economy_moves(w: World, day: int) -> None:
    """growth, unemployment, inflation ← the series of the month."""
    for nation in w.nations:
        month = date(w, nation, day)
        nation.growth, nation.unemployment, nation.inflation = (float(month[k]) for k in ("growth", "unemployment", "inflation"))


def crisis_weighs(w: World) -> None:
    """H_i ← H_i + (exposure_i·[h_u(unemployment − unemployment₀) + h_π(inflation − inflation₀)] − H_i)/τ_H."""
    p = w.p
    for cell in w.cells:
        n = cell.country
        load = p.hardship_unemployment * (n.unemployment - n.unemployment_start) + p.hardship_inflation * (n.inflation - n.inflation_start)
        cell.hardship += (cell.crisis_exposure * load - cell.hardship) / p.hardship_days


def rebound_relegitimates(w: World) -> None:
    """lift = l_g·growth."""
    for nation in w.nations:
        nation.today.lift = w.p.approval_growth * nation.growth


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


def acts_befall(w: World, day: int) -> None:
    """befell_a = 1 on its date, if it is anyone's or its government governs; g_p ← max(g_p, min(1, s·grievance_a))."""
    for nation in w.nations:
        today = date(w, nation, day)
        for act in w.acts[today["acts_from"] : today["acts_to"]]:
            governs = act.government == nation.government and not nation.power_transferred
            if act.country is nation and (act.government < 0 or governs):
                act.today.befell = 1.0
                nation.police_grievance = max(nation.police_grievance, min(1.0, w.p.act_severity_scale * act.police_grievance))
    raise_demands(w, ("wage", "promise"))


def prices_shock(w: World) -> None:
    """Prices and taxes raise demands."""
    raise_demands(w, ("price", "tax"))


def resources_threatened(w: World) -> None:
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
    """PG ← PG + d·G·(1 − PG),  G ← (1 − d)·G,  hope ← hope + h·(1 − hope)."""
    p = w.p
    nation.agenda_parked += p.diversion_share * nation.agenda * (1.0 - nation.agenda_parked)
    nation.agenda *= 1.0 - p.diversion_share
    nation.hope += p.diversion_hope * (1.0 - nation.hope)
    nation.days_since_diversion, nation.today.diverted = 0.0, 1.0


def honeymoon_fades(w: World) -> None:
    """pace = min(1, (1 + c_F·falls)/τ_L),  hope ← hope(1 − min(1, (1 + c_F·falls)/τ_N))."""
    p = w.p
    for nation in w.nations:
        speed = 1.0 + p.honeymoon_falls * nation.past_falls
        nation.today.pace = min(1.0, speed / p.approval_days)
        nation.hope *= 1.0 - min(1.0, speed / p.hope_days)


def approval_settles(w: World) -> None:
    """L ← clip(L + pace·(L_0 + lift − L), 0, 1)."""
    for nation in w.nations:
        rest = w.p.approval_floor + nation.today.lift
        nation.approval = clip(nation.approval + nation.today.pace * (rest - nation.approval))


def agenda_spreads(w: World) -> None:
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


def memories_fade(w: World) -> None:
    """B, q, parked, D, truce, refusal, police grievance ← x(1 − 1/τ);  E ← E − (E − Ē)/τ_E."""
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


def ranks_are_seen(w: World) -> None:
    """V_i = K_own·A_i/m_i."""
    for cell in w.cells:
        cell.today.seen = cell.tie_own * action(cell)


def neighbors_emulated(w: World) -> None:
    """V_i ← V_i + Σ_j K_ij·A_j/m_j + K_nation·mean of the nation."""
    for cell in w.cells:
        cell.today.seen += sum(weight * action(other) for other, weight in cell.ties)
        cell.today.seen += cell.tie_nation * cell.country.today.participation


def victory_emboldens(w: World) -> None:
    """E_i ← E_i + η_V·min(1, victory_i)·max(0, 1 − E_i/E_max)."""
    for cell in w.cells:
        learn(w, cell, w.p.victory_gain * min(1.0, cell.victory_news))


def learn(w: World, cell: Any, lesson: float) -> None:
    """E ← min(E_max, E + lesson·max(0, 1 − E/E_max))."""
    ceiling = w.p.efficacy_ceiling
    cell.efficacy = min(ceiling, cell.efficacy + lesson * max(0.0, 1.0 - cell.efficacy / ceiling))


def defeat_scars(w: World) -> None:
    """D_i ← D_i + η_D·min(1, defeat_i)·max(0, 1 − D_i/D_max)."""
    for cell in w.cells:
        cell.scar += w.p.defeat_gain * min(1.0, cell.defeat_news) * max(0.0, 1.0 - cell.scar / w.p.scar_ceiling)


def participation_transforms(w: World) -> None:
    """E_i ← E_i + η_S·A_i/m_i·max(0, 1 − E_i/E_max)."""
    for cell in w.cells:
        learn(w, cell, w.p.participation_gain * action(cell))


def streets_and_ballots_substitute(w: World) -> None:
    """ballot_i = −w_El·prox."""
    for cell in w.cells:
        cell.today.ballot = -w.p.election_weight * cell.country.today.prox


def successor_demobilizes(w: World) -> None:
    """On the morning after a fall: L ← approval at entry, hope ← hope at entry, truce ← 1."""
    for nation in w.nations:
        if nation.succession_news:
            nation.approval, nation.hope, nation.truce = in_office(w, nation).approval, in_office(w, nation).hope, 1.0


def news_ages(w: World) -> None:
    """Victories, defeats and successions have been heard."""
    for cell in w.cells:
        cell.victory_news = cell.defeat_news = 0.0
    for nation in w.nations:
        nation.succession_news = 0.0


def risk_is_judged(w: World) -> None:
    """R_p = 1 − exp(−k·C_p·θ̂·line/(crowd_p + c0)); in a mutiny a part of the police is still at work."""
    p = w.p
    for place in w.places:
        n = place.country
        at_work = [(p.mutiny_presence if force.police and n.mutiny else 1.0) * headcount for force, headcount in place.forces]
        place.today.troops = sum(at_work)
        ratio = p.risk_gain * place.today.troops * n.loyalty_seen * n.today.line / (place.today.crowd + p.risk_crowd)
        place.today.risk = chance(ratio)


def wishes_are_felt(w: World) -> None:
    """Q_i = min(1, Σ_d exposure_di·q_d)."""
    for cell in w.cells:
        cell.today.wanted = min(1.0, sum(exposure * demand.open for demand, exposure in cell.wants))


def elections_moderate_leaders(w: World) -> None:
    """restraint_k = c_el·stake_k·prox."""
    for union in w.organizations:
        union.today.restraint = w.p.stake_gain * union.stake * union.country.today.prox


def brokers_bridge(w: World) -> None:
    """bridging_k = c_b·min(1, Σ_l pact_kl·calling_l)."""
    for union in w.organizations:
        union.today.bridging = w.p.bridge_gain * min(1.0, sum(weight * ally.calling for ally, weight in union.pacts))


def councils_form(w: World) -> None:
    """c ← c + X_p(1 − control)(1 − c)/τ_C − c/τ_C0."""
    p = w.p
    for place in w.places:
        built = place.today.participation * (1.0 - place.control) * (1.0 - place.councils) / p.council_days
        place.councils = clip(place.councils + built - place.councils / p.council_memory_days)


def read_the_base(w: World, union: Any) -> None:
    """v_k = Σ_i share_ki[Q_i + g_i·G + c_A·A_i/m_i + c_B·min(B_i, B_max) − c_S(1 − S_i)]
    + c_l·line − c_N·hope + bridging − restraint − q_c.
    """
    p, n = w.p, union.country

    def moved(cell: Any) -> float:
        wishes = cell.today.wanted + cell.agenda_exposure * n.agenda
        anger = p.call_outrage * min(cell.outrage, p.outrage_cap)
        return float(wishes + p.call_momentum * action(cell) + anger - p.call_tiredness * (1.0 - cell.stamina))

    base = sum(share * moved(cell) for cell, share in union.members)
    leaders = p.call_line * union.line - p.call_hope * n.hope + union.today.bridging - union.today.restraint
    union.today.readiness = base + leaders - p.call_threshold
    union.today.stamina = sum(share * cell.stamina for cell, share in union.members)


def organizations_call(w: World, day: int) -> None:
    """Each organization reads its base and calls out or off; call_i = max_k share_ki·trust_k·calling_k."""
    for union in w.organizations:
        read_the_base(w, union)
    for union in w.organizations:
        if union.calling:
            call_off(w, union, day)
        else:
            call_out(w, union, day)
    for union in w.organizations:
        for cell, share in union.followers:
            cell.today.call = max(cell.today.call, share * union.trust * union.calling)


def call_out(w: World, union: Any, day: int) -> None:
    """rate = r_c·O_k·clip(c_c·v_k, 0, 1)."""
    rate = w.p.call_rate * union.organized * clip(w.p.call_slope * union.today.readiness)
    if w.luck.happens(rate, day, union.entity, draws.CALL):
        union.calling = union.today.called = 1.0


def call_off(w: World, union: Any, day: int) -> None:
    """rate = r_off·clip(−c_c·v_k, 0, 1) + r_T·truce + r_S·[S̄_k < S_c].

    A call that ends with S̄_k < S_c and truce < ½ is a defeat of those who follow it: defeat_i grows by share_ki·trust_k, up to 1.
    """
    p, truce = w.p, union.country.truce
    exhausted = union.today.stamina < p.call_exhaustion
    rate = p.call_off_rate * clip(-p.call_slope * union.today.readiness) + p.call_truce * truce
    rate += p.call_exhaustion_rate if exhausted else 0.0
    if w.luck.happens(rate, day, union.entity, draws.CALL, 1):
        union.calling, union.today.called_off = 0.0, 1.0
        if exhausted and truce < 0.5:
            for cell, share in union.followers:
                cell.defeat_news = min(1.0, cell.defeat_news + share * union.trust)


def preferences_falsified(w: World) -> None:
    """reluctance_i = −w_V·v/(V_i + v)."""
    for cell in w.cells:
        cell.today.reluctance = -w.p.visibility_weight * w.p.visibility_half / (cell.today.seen + w.p.visibility_half)


def urge(w: World, cell: Any) -> float:
    """u_i, the log-odds of acting; the nation's mood is ϱ·mood_region + √(1 − ϱ²)·mood_nation."""
    p, n, t = w.p, cell.country, cell.today
    wishes = p.demand_weight * (t.wanted + cell.agenda_exposure * n.agenda)
    pushes = p.hardship_weight * cell.hardship + p.exclusion_weight * cell.exclusion + p.outrage_weight * min(cell.outrage, p.outrage_cap)
    belief = p.efficacy_weight * (cell.efficacy - cell.scar) + p.call_weight * cell.organized * t.call
    brakes = p.risk_weight * cell.place.today.risk + p.approval_weight * (n.approval - p.approval_reference)
    patience = p.hope_weight * n.hope + p.truce_weight * n.truce
    common, own = p.mood_region_share, math.sqrt(1.0 - p.mood_region_share**2)
    moods = common * w.regions[0].mood + own * n.mood + cell.place.mood
    return float(-(p.barrier - p.visibility_weight) + t.reluctance + wishes + pushes + belief - brakes - patience + t.ballot + moods)


def people_mobilize(w: World, day: int) -> None:
    """A_i ← clip(A_i + κ(a* − A_i) + √(κ(2 − κ)·a*(1 − a*)/N_i)·z, 0, m_i),  a* = m·S·logistic(u).

    κ = κ_up rising; falling κ_down + (κ_truce − κ_down)·min(1, c_T·truce).
    """
    p = w.p
    for cell in w.cells:
        cell.today.urge = urge(w, cell)
        target = cell.mobilizable * cell.stamina * logistic(cell.today.urge)
        home = p.fall_rate + (p.truce_return_rate - p.fall_rate) * min(1.0, p.truce_return_gain * cell.country.truce)
        pace = p.rise_rate if target > cell.active else home
        spread = math.sqrt(pace * (2.0 - pace) * target * (1.0 - target) / cell.population)
        noise = spread * w.luck.normal(day, cell.entity, draws.CROWD)
        cell.today.target = target
        cell.active = clip(cell.active + pace * (target - cell.active) + noise, 0.0, cell.mobilizable)


def crowds_gather(w: World) -> None:
    """crowd_p = Σ N_i·A_i;  participation = Σ N_i·A_i/m_i / Σ N_i, by economic weight in a place; contenders only."""
    for place in w.places:
        contenders = [cell for cell in place.cells if cell.movement]
        place.today.crowd = sum(cell.population * cell.active for cell in contenders)
        place.today.participation = sum(cell.place_share * action(cell) for cell in contenders)
    for nation in w.nations:
        nation.today.participation = sum(cell.nation_share * action(cell) for cell in nation.contenders)
        nation.today.crowd_capital = sum(place.near_capital * place.today.crowd for place in nation.places)
