"""From the costs to the reaction: what stoppage does, what the state does, what gives way, who strikes back."""

import math
from typing import Any

from tests.blind.luck import chance, clip, geometric, logistic, poisson
from tests.blind.world import World, action, date, in_office

from groundswell.engine import draws
from groundswell.engine.state import FALL_ROUTES


def blockades_bite(w: World) -> None:
    """X = Σ ω_i·A_i/m_i;  own = min(1, c_R·max b_i·A_i/m_i);  blocked = max(own, max_q route_qp·own_q)."""
    for nation in w.nations:
        nation.today.stoppage = clip(sum(cell.weight * action(cell) for cell in nation.contenders))
    for place in w.places:
        place.today.own_block = min(1.0, w.p.block_gain * max((c.blockade * action(c) for c in place.cells if c.movement), default=0.0))
    for place in w.places:
        cut = max((weight * origin.today.own_block for origin, weight in place.routes), default=0.0)
        place.today.blocked = max(place.today.own_block, cut)


def supplies_run_down(w: World) -> None:
    """stock ← stock − blocked²/τ_Z + (1 − blocked)(1 − stock)/τ_Z0."""
    for place in w.places:
        blocked = place.today.blocked
        refill = (1.0 - blocked) * (1.0 - place.stock) / w.p.refill_days
        place.stock = clip(place.stock - blocked * blocked / w.p.supply_days + refill)


def exhaustion_ends(w: World) -> None:
    """S ← clip(S − effort + rest), effort = (A/m)(1 + z·Z_p(1 − councils_p))/τ_f, rest = max(0, 1 − (A/m)/x_q)(1 − S)/τ_r."""
    p = w.p
    for cell in w.cells:
        shortage = p.shortage_fatigue * (1.0 - cell.place.stock) * (1.0 - cell.place.councils)
        effort = action(cell) * (1.0 + shortage) / p.fatigue_days
        rest = max(0.0, 1.0 - action(cell) / p.rest_quiet) * (1.0 - cell.stamina) / p.rest_days
        cell.stamina = clip(cell.stamina - effort + rest)


def siege_is_felt(w: World) -> None:
    """Z = 1 − stock of the capital;  B̄ = mean outrage in the capital by population."""
    for nation in w.nations:
        nation.today.siege = 1.0 - nation.capital.stock
        nation.today.outrage_capital = sum(cell.capital_share * cell.outrage for cell in nation.capital.cells)


def orders_are_obeyed(w: World) -> None:
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
    return 1.0 / len(around) if place in around else 0.0


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


def country_takes_stock(w: World) -> None:
    """D = Σ visibility·log(1 + killed),  L ← max(0, L − (l_D·D + l_X·X)·L/L_ref)."""
    p = w.p
    for nation in w.nations:
        t = nation.today
        t.killed = sum(place.today.killed for place in nation.places)
        t.deaths_seen = sum(place.visibility * math.log1p(place.today.killed) for place in nation.places)
        loss = p.approval_deaths * t.deaths_seen + p.approval_stoppage * t.stoppage
        nation.approval = max(0.0, nation.approval - loss * nation.approval / p.approval_reference)


def repression_backfires(w: World) -> None:
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


def state_loses_control(w: World) -> None:
    """control ← control + (loyal/(loyal + crowd/c_K) − control)/τ_K,  loyal = 1 + C_p·obedience."""
    for place in w.places:
        loyal = 1.0 + place.today.troops * place.country.today.obedience
        balance = loyal / (loyal + place.today.crowd / w.p.control_crowd)
        place.control += (balance - place.control) / w.p.control_days


def elites_divide(w: World) -> None:
    """U ← U + (U0 − U)/τ_U − u_X·X − u_D·w·D,  w = k_U on days of a mutiny, its last one too."""
    p = w.p
    for nation in w.nations:
        weight = p.unity_mutiny if nation.mutiny or nation.today.mutiny_ended else 1.0
        heal = (in_office(w, nation).unity - nation.unity) / p.unity_days
        losses = p.unity_stoppage * nation.today.stoppage + p.unity_deaths * weight * nation.today.deaths_seen
        nation.unity = clip(nation.unity + heal - losses)


def government_concedes(w: World, day: int) -> None:
    """rate_d = h_c·X_d·exp(−c_h·B̄_d) if X_d > X_h and q_d > q_h, for local demands of the movement."""
    p = w.p
    for demand in w.demands:
        if demand.national or not demand.movement:
            continue
        t = demand.today
        t.pressure = sum(share * action(cell) for cell, share in demand.holders)
        t.bloodshed = sum(share * cell.outrage for cell, share in demand.holders)
        pressing = t.pressure > p.concession_threshold and demand.open > p.concession_least and not demand.country.power_transferred
        rate = p.concession_rate * t.pressure * math.exp(-p.concession_bloodshed * t.bloodshed)
        if pressing and w.luck.happens(rate, day, demand.entity, draws.CONCESSION):
            grant(w, demand)


def grant(w: World, demand: Any) -> None:
    """Δ = d_h·q, q ← q − Δ, parked ← parked + hollow·Δ(1 − parked); victories for holders and for those who watch."""
    p, pressure = w.p, demand.today.pressure
    settled, hollow = p.concession_share * demand.open, p.hollow_share * (1.0 - pressure)
    demand.open -= settled
    demand.parked += hollow * settled * (1.0 - demand.parked)
    demand.today.conceded = settled
    for cell in demand.country.contenders:
        cell.victory_news += settled * (1.0 - hollow) * p.victory_elsewhere * pressure
    for cell, _ in demand.holders:
        cell.victory_news += settled * (1.0 - hollow) * min(1.0, p.concession_victory * action(cell))


def elites_sacrifice_leader(w: World) -> None:
    """desertion = −a_U(U − ½)."""
    for nation in w.nations:
        nation.today.desertion = -w.p.fall_unity * (nation.unity - 0.5)


def government_falls(w: World, day: int) -> None:
    """Chance of a fall = 1 − exp(−h_street − h_congress), each h = h/(1 + h/λ_max); the same luck tells the route.

    Not where councils rule.
    """
    for nation in w.nations:
        if nation.power_transferred:
            continue
        street, congress = hazards(w, nation)
        luck, fall = w.luck.uniform(day, nation.entity, draws.FALL), chance(street + congress)
        if luck < fall:
            bring_down(w, nation, "street" if luck * (street + congress) < fall * street else "congress")
            nation.succession_news = 1.0
            enter_office(w, nation, in_office(w, nation).successor, day)


def hazards(w: World, nation: Any) -> tuple[float, float]:
    """h_street and h_congress."""
    p, t = w.p, nation.today
    causes = p.fall_stoppage * t.stoppage + p.fall_siege * t.siege + p.fall_outrage * min(t.outrage_capital, p.outrage_cap)
    causes += p.fall_refusal * (nation.refusal + p.fall_mutiny * nation.mutiny)
    disliked = -p.fall_approval * (nation.approval - p.approval_reference)
    street = math.exp(p.fall_base) * math.expm1(causes) * math.exp(t.desertion + disliked)
    seats = logistic((1.0 - in_office(w, nation).seats - nation.quorum) / p.congress_width)
    congress = p.congress_rate * seats * t.stoppage * math.exp(disliked)
    return street / (1.0 + street / p.fall_ceiling), congress / (1.0 + congress / p.fall_ceiling)


def bring_down(w: World, nation: Any, route: str) -> None:
    """The head goes: demands of contenders met, their victory_i = A_i/m_i + ε_0, and everybody's B_i ← k_B·B_i."""
    t = nation.today
    t.fell, t.route, t.fallen_government = 1.0, float(FALL_ROUTES.index(route)), float(nation.government)
    t.agenda_met, nation.agenda = nation.agenda, 0.0
    for demand in nation.demands:
        if demand.movement:
            demand.today.met, demand.open = demand.open, 0.0
    for cell in nation.contenders:
        cell.victory_news += action(cell) + w.p.victory_bystander
    for cell in nation.cells:
        cell.outrage *= w.p.outrage_kept
    nation.past_falls += 1.0


def enter_office(w: World, nation: Any, government: int, day: int) -> None:
    """A government takes office: its own unity, a clean slate of orders, its own calendar; what its forerunner began ends."""
    orders_lapse(nation)
    nation.government, nation.days_in_office, nation.today.entered = government, 0.0, 1.0
    nation.unity = in_office(w, nation).unity
    nation.operation_spent = nation.refusal = 0.0
    within = in_office(w, nation).election_within
    nation.election_day = day + within if within >= 0 else -1.0


def orders_lapse(nation: Any) -> None:
    """With a government go its operation and the mutiny against it."""
    nation.today.operation_ended = max(nation.today.operation_ended, nation.operation)
    nation.today.mutiny_ended = max(nation.today.mutiny_ended, nation.mutiny)
    nation.mutiny = nation.operation = 0.0


def veto_wins_no_program(w: World) -> None:
    """Of what the fall met: parked ← parked + ρ·met(1 − parked), open ← open + (1 − ρ)·met; a veto stays met."""
    share = w.p.parked_share
    for demand in w.demands:
        if not demand.veto:
            demand.parked += share * demand.today.met * (1.0 - demand.parked)
            demand.open += (1.0 - share) * demand.today.met
    for nation in w.nations:
        if not any(demand.national and demand.veto for demand in nation.demands):
            nation.agenda_parked += share * nation.today.agenda_met * (1.0 - nation.agenda_parked)
            nation.agenda += (1.0 - share) * nation.today.agenda_met


def elections_held(w: World, day: int) -> None:
    """The calendar's changes of office, unless an election of the model, a transfer or a reversal came first; else its own ballot."""
    for nation in w.nations:
        today = date(w, nation, day)
        free = not (nation.elected or nation.power_transferred or nation.reaction_won)
        if free and today["inaugurates"] >= 0:
            come_by_the_rules(w, nation, int(today["inaugurates"]), day)
        elif free and today["incoming"] >= 0 and today["outgoing"] == nation.government:
            come_by_the_rules(w, nation, int(today["incoming"]), day)
        elif nation.election_day == day:
            ballot(w, nation, day)


def come_by_the_rules(w: World, nation: Any, government: int, day: int) -> None:
    """L ← approval at entry,  hope ← max(hope, hope at entry)."""
    enter_office(w, nation, government, day)
    nation.approval = in_office(w, nation).approval
    nation.hope = max(nation.hope, in_office(w, nation).hope)


def ballot(w: World, nation: Any, day: int) -> None:
    """P(outsider) = logistic(b_E·Ē + b_L(½ − L))."""
    mean = sum(cell.nation_share * cell.efficacy for cell in nation.contenders)
    outsider = logistic(w.p.ballot_efficacy * mean + w.p.ballot_approval * (0.5 - nation.approval))
    won = w.luck.uniform(day, nation.entity, draws.BALLOT) < outsider
    nation.elected = nation.today.elected = 1.0
    come_by_the_rules(w, nation, nation.outsider if won else nation.establishment, day)


def power_transfers(w: World, day: int) -> None:
    """rate = λ_p·max(0, 2c − 1)·max(0, 1 − 2·control)·(1 − obedience)·X, of the capital; from then on there is no head."""
    for nation in w.nations:
        if nation.power_transferred or nation.today.fell:
            continue
        vacuum = max(0.0, 2.0 * nation.capital.councils - 1.0) * max(0.0, 1.0 - 2.0 * nation.capital.control)
        rate = w.p.transfer_rate * vacuum * (1.0 - nation.today.obedience) * nation.today.stoppage
        if w.luck.happens(rate, day, nation.entity, draws.TRANSFER):
            bring_down(w, nation, "transfer")
            orders_lapse(nation)
            nation.power_transferred = nation.today.transferred = 1.0
            nation.election_day = -1.0


def elites_feel_threatened(w: World) -> None:
    """T ← T + (min(1, G + PG + councils of the capital + max(0, policy)) − T)/τ_t."""
    for nation in w.nations:
        asked = nation.agenda + nation.agenda_parked + nation.capital.councils + max(0.0, in_office(w, nation).policy)
        nation.threat += (min(1.0, asked) - nation.threat) / w.p.threat_days


def opponents_regroup(w: World) -> None:
    """q ← q + r_o·T(1 − min(1, x/x_v))(1 − q) for demands of the opposition."""
    for demand in w.demands:
        if not demand.movement:
            n = demand.country
            lull = 1.0 - min(1.0, n.today.participation / w.p.reversal_participation)
            demand.open += w.p.regroup_rate * n.threat * lull * (1.0 - demand.open)


def reversal_attempted(w: World, day: int) -> None:
    """rate = r_v·max(0, T − t_v);  P(success) = obedience·max(0, 1 − x/x_v)·U; failure halves threat.

    None on the day of a fall, and none once one has won.
    """
    p = w.p
    for nation in w.nations:
        if nation.today.fell or nation.reaction_won:
            continue
        if w.luck.happens(p.reversal_rate * max(0.0, nation.threat - p.reversal_threat), day, nation.entity, draws.REVERSAL):
            nation.today.attempted = 1.0
            held_back = max(0.0, 1.0 - nation.today.participation / p.reversal_participation)
            success = nation.today.obedience * held_back * nation.unity
            if w.luck.uniform(day, nation.entity, draws.REVERSAL, 1) < success:
                reverse(w, nation, day)
            else:
                nation.threat *= 0.5


def reverse(w: World, nation: Any, day: int) -> None:
    """The establishment takes office with the trust that is left, councils rule no longer, T ← 0, defeat_i = 1.

    One more fall, unless nobody was left to fall because councils ruled.
    """
    t = nation.today
    t.fell = 0.0 if nation.power_transferred else 1.0
    nation.past_falls += t.fell
    t.reversed, t.route, t.fallen_government = 1.0, float(FALL_ROUTES.index("reversal")), float(nation.government)
    nation.reaction_won, nation.threat, nation.power_transferred = 1.0, 0.0, 0.0
    for cell in nation.contenders:
        cell.defeat_news = 1.0
    enter_office(w, nation, nation.establishment, day)
