"""Reaction: what opponents of a movement do when it threatens, stalls or wins."""

from groundswell.engine import draws
from groundswell.engine.draws import chance, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.mechanisms.yielding import enter_office
from groundswell.engine.state import LANES, REVERSAL


@kernel
def elites_feel_threatened(s, net, p):
    """Elites weigh what the movement asks, what councils hold, and where the government stands.

        target = min(1, G + PG + councils of the capital + max(0, policy)),   T ← T + (target − T)/τ_t

    T threat [0–1] · G, PG agenda open and parked [0–1] · policy of the government from −1 to +1 · τ_t [days]

    Source:  Slater & Smith (2016) on counter-revolution; a hypothesis of ours.
    """
    for n in range(s.nations.shape[0]):
        nation, councils = s.nations[n], s.places[net.nations[n].capital].councils
        for r in range(LANES):
            policy = max(0.0, net.governments[int(nation.government[r])].policy)
            target = min(1.0, nation.agenda[r] + nation.agenda_parked[r] + councils[r] + policy)
            nation.threat[r] += (target - nation.threat[r]) / p.threat_days[r]


@kernel
def opponents_regroup(s, today, net, p):
    """M29 · In a lull opponents recover, and their own demand grows.

        q_d ← q_d + r_o·T·(1 − min(1, x/x_v))·(1 − q_d)      for demands of the opposition

    q demand [0–1] · T threat that elites perceive [0–1] · x participation of contenders [0–1] · r_o [1/day]

    Off:     opponents leave the field to the movement.
    Source:  Meyer & Staggenborg (1996), Eaton (2007); the equation is a hypothesis of ours.
    Claims:  A127, B055, B095
    """
    for d in range(s.demands.shape[0]):
        demand, stock = net.demands[d], s.demands[d]
        if demand.movement > 0.0:
            continue
        nation, t = s.nations[demand.country], today.nations[demand.country]
        for r in range(LANES):
            lull = 1.0 - min(1.0, t.participation[r] / p.reversal_participation[r])
            stock.open[r] += p.regroup_rate[r] * nation.threat[r] * lull * (1.0 - stock.open[r])


@kernel
def reversal_attempted(s, today, net, p, keys, day):
    """Threatened elites may try to reverse course by force; forces and the street decide.

        rate = r_v · max(0, T − t_v);   P(success) = obedience · max(0, 1 − x/x_v) · U

    Not on a day on which a government fell, and not once a reversal has won.
    T threat, U unity, obedience, x participation of contenders [0–1] · r_v [1/day]
    Success puts the establishment in office with the approval that is left, ends a rule of councils, and is a defeat
    for every contender; failure halves threat.

    Source:  Casper & Tyson (2014), Slater & Smith (2016); a hypothesis of ours, no such case in this record.
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        for r in range(LANES):
            rate = p.reversal_rate[r] * max(0.0, nation.threat[r] - p.reversal_threat[r])
            if rate == 0.0 or t.fell[r] + nation.reaction_won[r] > 0.0:
                continue
            if uniform(keys, r, day, country.entity, draws.REVERSAL, 0) >= chance(rate):
                continue
            t.attempted[r] = 1.0
            odds = t.obedience[r] * max(0.0, 1.0 - t.participation[r] / p.reversal_participation[r]) * nation.unity[r]
            if uniform(keys, r, day, country.entity, draws.REVERSAL, 1) < odds:
                reverse(s, today, net, n, r, day)
            else:
                nation.threat[r] *= 0.5


@kernel
def reverse(s, today, net, n, r, day):
    """A reversal that succeeds in one history: T ← 0, one more fall, defeat_i = 1 for contenders, no honeymoon."""
    nation, t = s.nations[n], today.nations[n]
    t.reversed[r] = 1.0
    governed = 1.0 - nation.power_transferred[r]
    t.fell[r] = governed
    t.route[r] = REVERSAL
    t.fallen_government[r] = nation.government[r]
    nation.reaction_won[r] = 1.0
    nation.past_falls[r] += governed
    nation.threat[r] = 0.0
    nation.power_transferred[r] = 0.0
    for i in range(s.cells.shape[0]):
        if net.cells[i].country == n:
            s.cells[i].defeat_news[r] = max(s.cells[i].defeat_news[r], net.cells[i].movement)
    enter_office(s, today, net, n, r, net.nations[n].establishment, day)
