"""Reaction: what opponents of a movement do when it threatens, stalls or wins."""

from groundswell.engine import draws
from groundswell.engine.draws import chance, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.mechanisms.yielding import enter_office
from groundswell.engine.state import LANES, REVERSAL


@kernel
def elites_feel_threatened(s, net, p):
    """Elites weigh what the movement asks, what councils hold, and where policy stands.

        target = min(1, G + PG + councils of the capital + max(0, π)),   T ← T + (target − T)/τ_t

    T threat [0–1] · G, PG agenda open and parked [0–1] · π policy line from −1 to +1 · τ_t [days]

    Source:  Slater & Smith (2016) on counter-revolution; a hypothesis of ours.
    """
    for n in range(s.nations.shape[0]):
        nation, councils = s.nations[n], s.places[net.nations[n].capital].councils
        for r in range(LANES):
            policy = max(0.0, nation.policy[r])
            target = min(1.0, nation.agenda[r] + nation.agenda_parked[r] + councils[r] + policy)
            nation.threat[r] += (target - nation.threat[r]) / p.threat_days[r]


@kernel
def opponents_regroup(s, today, net, p):
    """M29 · In a lull opponents recover, and their own demand grows.

        q_d ← q_d + r_o·T·μ·(1 − min(1, x/x_v))·(1 − q_d)      for demands of the opposition

    q demand [0–1] · T threat that elites perceive, μ morale of opponents [0–1] · x participation of contenders [0–1] · r_o [1/day]

    Off:     opponents leave the field to the movement.
    Signs:   lull of the movement → demands of its opponents (+)
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
            stock.open[r] += p.regroup_rate[r] * nation.threat[r] * nation.morale[r] * lull * (1.0 - stock.open[r])


@kernel
def reversal_attempted(s, today, net, p, keys, day):
    """Threatened elites may try to reverse course by force; forces and the street decide.

        rate = r_v · max(0, T − t_v) · μ · (1 + foreign push);   P(success) = obedience · max(0, 1 − x/x_v) · μ · u
        u = U·(1 − max(0, π)) + (1 − U)·max(0, π)

    Not on a day on which a government fell, nor while reaction rules: until the next fall, or until its government has been
    τ_v days in office, after which ballots are held again.
    T threat, obedience, x participation of contenders, μ morale of opponents, who with a failure lose their friends in the
    forces too [0–1] · u unity behind the attempt: U, that of the governing coalition, where policy π is the elites' own, and
    what it lacks where policy is against them [0–1] · r_v [1/day] · foreign push [1]
    Success puts the establishment in office with the approval that is left, ends a rule of councils, and is a defeat
    for every contender; what failure does is said in failed_reversal_backfires.

    Source:  Casper & Tyson (2014), Slater & Smith (2016); a hypothesis of ours, no such case in this record.
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        for r in range(LANES):
            nation.reaction_won[r] *= 1.0 if nation.days_in_office[r] < p.reaction_days[r] else 0.0
            rate = p.reversal_rate[r] * max(0.0, nation.threat[r] - p.reversal_threat[r])
            rate *= nation.morale[r] * (1.0 + t.foreign_push[r])
            if rate == 0.0 or t.fell[r] + nation.reaction_won[r] > 0.0:
                continue
            if uniform(keys, r, day, country.entity, draws.REVERSAL, 0) >= chance(rate):
                continue
            t.attempted[r] = 1.0
            against, unity = max(0.0, nation.policy[r]), nation.unity[r]
            odds = t.obedience[r] * max(0.0, 1.0 - t.participation[r] / p.reversal_participation[r])
            odds *= nation.morale[r] * (unity * (1.0 - against) + (1.0 - unity) * against)
            if uniform(keys, r, day, country.entity, draws.REVERSAL, 1) < odds:
                reverse(s, today, net, n, r, day, REVERSAL)


@kernel
def reverse(s, today, net, n, r, day, route):
    """A reversal that succeeds in one history: T ← 0, one more fall, defeat_i = 1 for contenders, no honeymoon."""
    nation, t = s.nations[n], today.nations[n]
    t.reversed[r] = 1.0
    governed = 1.0 - nation.power_transferred[r]
    t.fell[r] = governed
    t.route[r] = route
    t.fallen_government[r] = nation.government[r]
    nation.reaction_won[r] = 1.0
    nation.lost_news[r] = 1.0
    nation.past_falls[r] += governed
    nation.threat[r] = 0.0
    nation.power_transferred[r] = 0.0
    for i in range(s.cells.shape[0]):
        if net.cells[i].country == n:
            s.cells[i].defeat_news[r] = max(s.cells[i].defeat_news[r], net.cells[i].movement)
    enter_office(s, today, net, n, r, net.nations[n].establishment, day)


@kernel
def regions_seek_autonomy(s, today, net, p):
    """M30 · A region that lives well from a resource asks to govern itself when the center turns to redistribution.

        q_d ← q_d + r_aut · ρ_d · min(1, G + PG + max(0, π)) · (1 − q_d)      for demands of autonomy by opponents
        ρ_d = Σ_i share_di · resource share of i's place

    q demand [0–1] · ρ how far those who ask live where the resource is [0–1] · G, PG agenda open and parked [0–1]
    π policy line from −1 to +1 · r_aut [1/day]

    Off:     rich regions ask for no more than other opponents do.
    Signs:   resource income times threat of redistribution → demand for autonomy (+)
    Source:  Collier & Hoeffler (2006), Sambanis & Milanovic (2014), Eaton (2007); the equation is a hypothesis of ours.
    Claims:  B007, B057, B095
    """
    for d in range(s.demands.shape[0]):
        demand, stock = net.demands[d], s.demands[d]
        if demand.movement > 0.0 or demand.autonomy == 0.0:
            continue
        rich = 0.0
        for k in range(demand.holders_from, demand.holders_to):
            rich += net.links[k].weight * net.places[net.cells[net.links[k].to].place].resource_share
        nation = s.nations[demand.country]
        for r in range(LANES):
            stake = min(1.0, nation.agenda[r] + nation.agenda_parked[r] + max(0.0, nation.policy[r]))
            stock.open[r] += p.autonomy_rate[r] * rich * stake * (1.0 - stock.open[r])


@kernel
def failed_reversal_backfires(s, today, net, p):
    """M31 · A reversal that fails breaks its authors, costs them their friends in the forces and pushes the other side on.

        every day:              μ ← μ + (1 − μ)/τ_μ
        then, after a failure:  T ← T/2,  μ ← 0,  π ← π + k_π(1 − π)
                                E_i ← max(−E_max, E_i − η_r(1 + E_i/E_max)) for opponents,  victory_i ← victory_i + v_r for contenders

    T threat [0–1] · μ morale of opponents, in the forces too, which scales their next attempt, its odds and their regrouping
    [0–1] · π policy line [−1–1] · E efficacy [log-odds] · victory heard of [share] · τ_μ [days] · k, v [0–1] · η_r [log-odds]

    Off:     a failure leaves everybody as they were, and the next attempt comes as soon as the last.
    Signs:   reversal that fails → morale and efficacy of its authors (−); reversal that fails → confidence of contenders and
             policy line (+)
    Source:  Slater & Smith (2016), Levitsky & Way (2013), Ellner (2008); the equation is a hypothesis of ours.
    Claims:  A001, A118, A120, A121, A124, A125, A127, A136, A151, A157, B098
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            nation.morale[r] += (1.0 - nation.morale[r]) / p.morale_days[r]
            if t.attempted[r] > 0.0 and t.reversed[r] == 0.0:
                nation.threat[r] *= 0.5
                nation.morale[r] = 0.0
                nation.policy[r] += p.backlash_policy[r] * (1.0 - nation.policy[r])
                embolden(s, net, p, n, r)


@kernel
def embolden(s, net, p, n, r):
    """What a failed reversal does to the people of one country in one history."""
    for i in range(s.cells.shape[0]):
        c, cell = net.cells[i], s.cells[i]
        if c.country != n:
            continue
        cell.victory_news[r] += c.movement * p.backlash_victory[r]
        lost = (1.0 - c.movement) * p.backlash_defeat[r] * (1.0 + cell.efficacy[r] / p.efficacy_ceiling[r])
        cell.efficacy[r] = max(-p.efficacy_ceiling[r], cell.efficacy[r] - lost)
