"""What gives way: demands granted, heads replaced, ballots held, power transferred."""

import math
from typing import Any

from tests.blind.luck import chance, logistic
from tests.blind.world import World, action, crowding, date, in_office

from groundswell.engine import draws
from groundswell.engine.state import FALL_ROUTES


def government_concedes(w: World, day: int) -> None:
    """rate_d = h_c·X_d·exp(−c_h·B̄_d)·ease(1 − torn) + [mediation]·g_g·X_d if X_d > X_h and q_d > q_h, for local demands of contenders."""
    p = w.p
    for demand in w.demands:
        if demand.national or not demand.movement:
            continue
        t = demand.today
        t.pressure = sum(share * action(cell) for cell, share in demand.holders)
        t.bloodshed = sum(share * cell.outrage for cell, share in demand.holders)
        pressing = t.pressure > p.concession_threshold and demand.open > p.concession_least and not demand.country.power_transferred
        n = demand.country
        willing = math.exp(-p.concession_bloodshed * t.bloodshed) * n.today.ease * (1.0 - n.torn)
        rate = (p.concession_rate * willing + p.mediation_settling * n.mediation) * t.pressure
        if pressing and w.luck.happens(rate, day, demand.entity, draws.CONCESSION):
            grant(w, demand)


def grant(w: World, demand: Any) -> None:
    """Δ = d_h·q, q ← q − Δ, parked ← parked + hollow·Δ(1 − parked); victories for holders and for those who watch."""
    p, pressure = w.p, demand.today.pressure
    settled, hollow = p.concession_share * demand.open, p.hollow_share * (1.0 - pressure)
    demand.open -= settled
    demand.parked += hollow * settled * (1.0 - demand.parked)
    demand.today.conceded += settled
    for cell in demand.country.contenders:
        cell.victory_news += settled * (1.0 - hollow) * p.victory_elsewhere * pressure
    for cell, _ in demand.holders:
        cell.victory_news += settled * (1.0 - hollow) * min(1.0, p.concession_victory * action(cell))


def elites_sacrifice_leader(w: World, day: int) -> None:
    """desertion = −a_U(U − ½)."""
    for nation in w.nations:
        nation.today.desertion = -w.p.fall_unity * (nation.unity - 0.5)


def government_falls(w: World, day: int) -> None:
    """Chance of a fall = 1 − exp(−Σ h), each h = h/(1 + h/λ_max); the same luck tells the route: street, congress or army.

    Not where councils rule.
    """
    for nation in w.nations:
        if nation.power_transferred:
            continue
        rates = [rate / (1.0 + rate / w.p.fall_ceiling) for rate in hazards(w, nation)]
        luck, fall = w.luck.uniform(day, nation.entity, draws.FALL), chance(sum(rates))
        if luck < fall:
            passed = luck * sum(rates) / fall
            lead(w, nation, "street" if passed < rates[0] else "congress" if passed < rates[0] + rates[1] else "coup", day)


def lead(w: World, nation: Any, route: str, day: int) -> None:
    """Who follows a fall: the next in line, or the establishment if the army has removed the head."""
    if route == "coup":
        leave(w, nation, route)
        enter_office(w, nation, nation.establishment, day)
        return
    bring_down(w, nation, route)
    nation.succession_news = 1.0
    enter_office(w, nation, in_office(w, nation).successor, day)


def hazards(w: World, nation: Any) -> tuple[float, float, float]:
    """h_street, h_congress and h_coup."""
    p, t, head = w.p, nation.today, in_office(w, nation)
    causes = p.fall_stoppage * t.stoppage + p.fall_siege * t.siege + p.fall_outrage * min(t.outrage_capital, p.outrage_cap)
    causes += p.fall_refusal * (nation.refusal + p.fall_mutiny * nation.mutiny)
    disliked = math.exp(-p.fall_approval * (nation.approval - p.approval_reference))
    street = math.exp(p.fall_base + t.desertion - p.fall_shield * (head.seats - 0.5)) * math.expm1(causes) * disliked
    congress = p.congress_rate * logistic((1.0 - head.seats - nation.quorum) / p.congress_width) * t.stoppage * disliked
    coup = p.coup_rate * nation.tutelage * max(nation.crisis, nation.torn) * (1.0 - crowding(w, nation)) * disliked
    return street, congress, coup


def leave(w: World, nation: Any, route: str) -> None:
    """A head is gone, by this route: one more fall, and an end to reaction."""
    nation.today.fell, nation.today.route, nation.today.fallen_government = 1.0, float(FALL_ROUTES.index(route)), float(nation.government)
    nation.past_falls += 1.0
    nation.reaction_won = 0.0


def bring_down(w: World, nation: Any, route: str) -> None:
    """The head goes: demands of contenders met, their victory_i = A_i/m_i + ε_0, and everybody's B_i ← k_B·B_i."""
    t = nation.today
    leave(w, nation, route)
    t.agenda_met, nation.agenda = nation.agenda, 0.0
    for demand in nation.demands:
        if demand.movement:
            demand.today.met, demand.open = demand.open, 0.0
    for cell in nation.contenders:
        cell.victory_news += action(cell) + w.p.victory_bystander
    for cell in nation.cells:
        cell.outrage *= w.p.outrage_kept
    nation.won_news = 1.0


def enter_office(w: World, nation: Any, government: int, day: int) -> None:
    """A government takes office: its own unity, a clean slate of orders, its own calendar; what its forerunner began ends."""
    orders_lapse(nation)
    nation.government, nation.days_in_office, nation.today.entered = government, 0.0, 1.0
    nation.unity = in_office(w, nation).unity
    nation.policy = nation.own_policy = in_office(w, nation).policy
    nation.operation_spent = nation.refusal = nation.mediation = nation.emergency = 0.0
    within = in_office(w, nation).election_within
    nation.election_day = day + within if within >= 0 else -1.0


def orders_lapse(nation: Any) -> None:
    """With a government go its operation and the mutiny against it."""
    nation.today.operation_ended = max(nation.today.operation_ended, nation.operation)
    nation.today.mutiny_ended = max(nation.today.mutiny_ended, nation.mutiny)
    nation.mutiny = nation.operation = 0.0


def veto_wins_no_program(w: World, day: int) -> None:
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
        elif nation.election_day == day or (today["ballot"] and not (nation.power_transferred or nation.reaction_won)):
            ballot(w, nation, day)


def come_by_the_rules(w: World, nation: Any, government: int, day: int) -> None:
    """L ← approval at entry,  hope ← max(hope, hope at entry)."""
    enter_office(w, nation, government, day)
    nation.approval = in_office(w, nation).approval
    nation.hope = max(nation.hope, in_office(w, nation).hope)


def ballot(w: World, nation: Any, day: int) -> None:
    """P(outsider) = logistic(b_E·Ē + b_L(½ − L) + b_D·doubt + b_Λ·Λ)."""
    p = w.p
    mean = sum(cell.nation_share * cell.efficacy for cell in nation.contenders)
    odds = p.ballot_efficacy * mean + p.ballot_approval * (0.5 - nation.approval)
    odds += p.ballot_doubt * nation.doubt + p.ballot_scar * nation.legitimacy_scar
    won = w.luck.uniform(day, nation.entity, draws.BALLOT) < logistic(odds)
    nation.elected, nation.today.elected = max(nation.elected, float(nation.election_day == day)), 1.0
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
            nation.election_day, nation.mediation = -1.0, 0.0
