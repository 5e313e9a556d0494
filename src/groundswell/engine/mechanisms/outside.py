"""What comes from outside: great powers that press and keep alive, mediators, and what isolation does in the end."""

import math

from groundswell.engine import draws
from groundswell.engine.draws import chance, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.mechanisms.reaction import reverse
from groundswell.engine.mechanisms.yielding import be_trusted, enter_office
from groundswell.engine.state import INTERVENTION, LANES


@kernel
def great_power_presses(s, today, net, p, keys, day):
    """M39 · A great power presses governments it minds, by means that have an end and may be bound elsewhere.

        on the first of a month, for each power:  need_n = interest_n·max(0, π_n, [councils rule in n])
        free = capacity·(1 − bound elsewhere),    pressure_n = min(1, Σ_powers need_n·min(1, free/Σ_n need_n))
        aid_n = min(1, Σ_powers aid_n·(1 − bound elsewhere))
        every day:  foreign push = a_P·pressure  on attempts at reversal;
                    with the rate r_P·max(0, 2·pressure − 1) it steps in, and the establishment rules (reverse)

    interest, need, pressure, aid [0–1] · π policy line · capacity [countries] · a_P [1] · r_P [1/day]
    Pressure and aid also reach the budget (lenders_constrain). Nobody steps in on a day on which a government fell, nor once
    reaction rules.

    Off:     nobody outside minds.
    Signs:   policy turned against a power → its pressure (+); means bound elsewhere → its pressure (−); pressure → reversals (+)
    Source:  Levitsky & Way (2010) on leverage, O'Rourke (2018), Downes (2021); the equation is a hypothesis of ours.
    Claims:  A031, A082, A123, A124, A128, A129, A130, A131, A140, A141, A143, A158, B058, B063
    """
    if net.powers.shape[0] == 0:
        return
    if net.calendar[0, day].month_begins > 0.0:
        for n in range(s.nations.shape[0]):
            for r in range(LANES):
                s.nations[n].pressure[r] = 0.0
                s.nations[n].aid[r] = 0.0
        for k in range(net.powers.shape[0]):
            for r in range(LANES):
                share_out(s, net, day, k, r)
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            t.foreign_push[r] = p.pressure_push[r] * nation.pressure[r]
            rate = p.intervention_rate[r] * max(0.0, 2.0 * nation.pressure[r] - 1.0)
            if rate == 0.0 or t.fell[r] + nation.reaction_won[r] > 0.0:
                continue
            if uniform(keys, r, day, net.nations[n].entity, draws.INTERVENTION, 0) < chance(rate):
                t.intervened[r] = 1.0
                reverse(s, today, net, n, r, day, INTERVENTION)


@kernel
def share_out(s, net, day, k, r):
    """One power's means of a month, shared out over the countries it minds, in one history."""
    power, bound = net.powers[k], net.engaged[k, day].share
    total = 0.0
    for j in range(power.interest_from, power.interest_to):
        nation = s.nations[net.links[j].to]
        total += net.links[j].weight * max(nation.policy[r], nation.power_transferred[r], 0.0)
    part = min(1.0, power.capacity * (1.0 - bound) / total) if total > 0.0 else 0.0
    s.powers[k].spent[r] = part * total
    for j in range(power.interest_from, power.interest_to):
        nation = s.nations[net.links[j].to]
        need = net.links[j].weight * max(nation.policy[r], nation.power_transferred[r], 0.0)
        nation.pressure[r] = min(1.0, nation.pressure[r] + need * part)
    for j in range(power.aid_from, power.aid_to):
        nation = s.nations[net.links[j].to]
        nation.aid[r] = min(1.0, nation.aid[r] + net.links[j].weight * (1.0 - bound))


@kernel
def mediators_settle(s, today, net, p, keys, day):
    """M40 · When both sides hurt, a third party that both trust can bring them to settle.

        begins with the rate r_g·mediator·min(1, √(Z·X)/h_g), ends with the rate e_g;  none begins where councils rule
        while it lasts:  g_g on the rate of granting (government_concedes),   truce ← truce + t_g·X·(1 − truce)

    mediator trust of both sides in a third party [0–1] · Z siege of the capital: what the state suffers, X stoppage: what
    those who strike suffer [0–1] · truce [0–1] · h_g hurt at which mediation is ripe [0–1] · r_g, e_g, g_g, t_g [1/day]

    Off:     the parties are left to themselves.
    Signs:   hurt on both sides with a trusted third party → mediation (+); mediation → concessions and truce (+)
    Source:  Zartman (2000) on ripeness, Beardsley (2011), Svensson (2007); the equation is a hypothesis of ours.
    Claims:  B058, B071, B072
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        if country.mediator == 0.0:
            continue
        for r in range(LANES):
            if nation.mediation[r] > 0.0:
                if uniform(keys, r, day, country.entity, draws.MEDIATION, 1) < chance(p.mediation_end_rate[r]):
                    nation.mediation[r] = 0.0
            else:
                hurt = min(1.0, math.sqrt(t.siege[r] * t.stoppage[r]) / p.mediation_hurt[r])
                rate = p.mediation_rate[r] * country.mediator * hurt * (1.0 - nation.power_transferred[r])
                if rate > 0.0 and uniform(keys, r, day, country.entity, draws.MEDIATION, 0) < chance(rate):
                    nation.mediation[r] = 1.0
                    t.mediated[r] = 1.0
            nation.truce[r] += nation.mediation[r] * p.mediation_truce[r] * t.stoppage[r] * (1.0 - nation.truce[r])


@kernel
def isolation_erodes(s, today, net, p, keys, day):
    """M41 · A government that stands alone lasts, but turns: its own officials soften it, sooner when no patron pays.

        I ← I + (pressure·(1 − allies) − I)/τ_I,    allies = min(1, Σ_d abroad_d·[π_d > 0])
        π ← π − e_I·I·(1 − aid)·max(0, π),   and so π_g
        a rule of councils ends with the rate (1 + k_I·I·(1 − aid))/τ_C1: the outsider takes office, by a ballot of nobody

    I isolation, pressure and aid of outside powers [0–1] · π policy line, π_g the line it returns to (pressure_moves_policy)
    [−1–1] · abroad how far this country hears of d [0–1] · e_I [1/day] · k_I [1] · τ [days]

    Off:     nobody tires of standing alone, and councils rule for ever.
    Signs:   pressure without allies → isolation (+); isolation → policy line (−); aid of a patron → erosion (−)
    Source:  Levitsky & Way (2013), Levitsky & Way (2022), Svolik (2012), Geddes, Wright & Frantz (2018); the equation is a
             hypothesis of ours.
    Claims:  A002, A083, A144, A145, A147, A154
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        for r in range(LANES):
            allies = 0.0
            for k in range(country.abroad_from, country.abroad_to):
                allies += net.links[k].weight if s.nations[net.links[k].to].policy[r] > 0.0 else 0.0
            alone = nation.pressure[r] * (1.0 - min(1.0, allies))
            nation.isolation[r] += (alone - nation.isolation[r]) / p.isolation_days[r]
            burden = nation.isolation[r] * (1.0 - nation.aid[r])
            nation.policy[r] -= p.isolation_erosion[r] * burden * max(0.0, nation.policy[r])
            nation.own_policy[r] -= p.isolation_erosion[r] * burden * max(0.0, nation.own_policy[r])
            if nation.power_transferred[r] > 0.0 and t.transferred[r] == 0.0:
                rate = (1.0 + p.isolation_gain[r] * burden) / p.council_rule_days[r]
                if uniform(keys, r, day, country.entity, draws.EROSION, 0) < chance(rate):
                    nation.power_transferred[r] = 0.0
                    enter_office(s, today, net, n, r, country.outsider, day)
                    be_trusted(s, net, n, r)
