"""What people hear and feel: news, memories, moods, and what others are seen to do."""

import math

import numpy as np

from groundswell.engine import draws
from groundswell.engine.draws import chance, entity, exp, normals, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES

REGION = np.uint64(entity("region"))


@kernel
def agenda_spreads(s, today, p):
    """A national question that is on the table spreads with participation, and fades if nothing comes of it.

        fading = G/τ_G
        G  ← G + [G > G_min]·g_S·x·(1 − G) − fading,   PG ← PG + ϕ·fading·(1 − PG) − PG/τ_PG

    G agenda, PG agenda parked [0–1] · x share of the mobilizable in action [0–1] · g_S [1/day]
    G_min agenda below which a question is not on the table [0–1]
    ϕ share of what fades that is parked and not forgotten [0–1] · τ_G, τ_PG [days]

    Source:  g_S·τ_G stays under 1, or talk and action would feed each other for ever; that part of what fades
             is parked, to come back, is an untested hypothesis of ours.
    Departs: spreads with heads (x), not with economic weight.
    """
    for n in range(s.nations.shape[0]):
        nation, crowd = s.nations[n], today.nations[n]
        for r in range(LANES):
            fading = nation.agenda[r] / p.agenda_days[r]
            raised = 1.0 if nation.agenda[r] > p.agenda_floor[r] else 0.0
            spread = raised * p.agenda_action[r] * crowd.participation[r] * (1.0 - nation.agenda[r])
            nation.agenda[r] += spread - fading
            kept = p.agenda_return_share[r] * fading * (1.0 - nation.agenda_parked[r])
            nation.agenda_parked[r] += kept - nation.agenda_parked[r] / p.agenda_parked_days[r]


@kernel
def return_rate(nation, p, r):
    """Daily rate at which somebody puts a parked question again: clip((L_rel − L)/ΔL, 0, 1)/τ_ret [1/day]."""
    disappointment = (p.parked_gate[r] - nation.approval[r]) / p.parked_gate_width[r]
    return min(1.0, max(0.0, disappointment)) / p.parked_return_days[r]


@kernel
def parked_demands_return(s, net, p, keys, day):
    """What was only set aside is put again, all at once, when approval of the government has gone.

        today with probability 1 − e^(−rate),   rate = clip((L_rel − L)/ΔL, 0, 1)/τ_ret
        the agenda, if PG > G_min:       back = PG·(1 − G),           G ← G + back,         PG ← PG − back
        a demand, if parked > q_h:       back = parked·(1 − open),    open ← open + back,   parked ← parked − back

    L approval [0–1] · L_rel, ΔL [0–1] · τ_ret mean days to a return where approval is gone [days]
    G, PG agenda open and parked, open and parked of a demand [0–1] · G_min, q_h below which nobody takes up a question [0–1]
    Every country's agenda and every demand is drawn for on each day by itself (purpose RETURN, at the address of the
    country or of the demand). What returns is all that fits: the part parked·open stays parked. The same amount in daily
    drops would fade as it came, and never add up to a second wave.

    Source:  a hypothesis of ours: disappointment opens the drawer, whatever the date; at once and not by degrees,
             because a bill, a congress or an anniversary puts an old question again on one day.
    """
    for n in range(s.nations.shape[0]):
        nation, address = s.nations[n], net.nations[n].entity
        for r in range(LANES):
            if nation.agenda_parked[r] > p.agenda_floor[r]:
                if uniform(keys, r, day, address, draws.RETURN, 0) < chance(return_rate(nation, p, r)):
                    back = nation.agenda_parked[r] * (1.0 - nation.agenda[r])
                    nation.agenda[r] += back
                    nation.agenda_parked[r] -= back
    for d in range(s.demands.shape[0]):
        demand, nation, address = s.demands[d], s.nations[net.demands[d].country], net.demands[d].entity
        for r in range(LANES):
            if demand.parked[r] > p.concession_least[r]:
                if uniform(keys, r, day, address, draws.RETURN, 0) < chance(return_rate(nation, p, r)):
                    back = demand.parked[r] * (1.0 - demand.open[r])
                    demand.open[r] += back
                    demand.parked[r] -= back


@kernel
def memories_fade(s, net, p):
    """Outrage is gone in a week or two, demands in months, belief in action in years.

        B ← B(1 − 1/τ_B),  q ← q(1 − 1/τ_Q),  parked ← parked(1 − 1/τ_PG)
        E ← E − (E − Ē)/τ_E,  D ← D(1 − 1/τ_D)
        truce, refusal, the police's grievance and falls remembered likewise

    B outrage · q demand · E efficacy, Ē its rest · D scar of defeat · τ [days]

    Source:  memories of the parameter table.
    """
    for i in range(s.cells.shape[0]):
        cell, rest = s.cells[i], net.cells[i].efficacy_rest
        for r in range(LANES):
            cell.outrage[r] -= cell.outrage[r] / p.outrage_days[r]
            cell.efficacy[r] -= (cell.efficacy[r] - rest) / p.efficacy_days[r]
            cell.scar[r] -= cell.scar[r] / p.scar_days[r]
    for d in range(s.demands.shape[0]):
        demand = s.demands[d]
        for r in range(LANES):
            demand.open[r] -= demand.open[r] / p.demand_days[r]
            demand.parked[r] -= demand.parked[r] / p.agenda_parked_days[r]
    for n in range(s.nations.shape[0]):
        nation = s.nations[n]
        for r in range(LANES):
            nation.truce[r] -= nation.truce[r] / p.truce_days[r]
            nation.refusal[r] -= nation.refusal[r] / p.refusal_days[r]
            nation.police_grievance[r] -= nation.police_grievance[r] / p.police_grievance_days[r]
            nation.past_falls[r] -= nation.past_falls[r] / p.falls_days[r]


@kernel
def drift(mood, luck, deviation, memory):
    """One day of one mood."""
    for r in range(LANES):
        mood[r] += deviation[r] * math.sqrt(2.0 / memory[r]) * luck[r] - mood[r] / memory[r]


@kernel
def moods_drift(s, today, net, p, keys, day):
    """Moods of the region, the nation and the place wander and return (Ornstein-Uhlenbeck).

        mood ← mood·(1 − 1/τ) + σ·√(2/τ)·z,   z standard normal, one a day for each

    σ standard deviation [log-odds] · τ memory [days]; the region's are those of the nation, its luck that of the name
    "region"

    Source:  Uhlenbeck & Ornstein (1930), Euler step of one day.
    """
    shared = today.nations[0].luck_region
    normals(keys, day, REGION, draws.MOOD_REGION, shared)
    for g in range(s.regions.shape[0]):
        drift(s.regions[g].mood, shared, p.mood_nation, p.mood_nation_days)
    for n in range(s.nations.shape[0]):
        luck = today.nations[n].luck
        normals(keys, day, net.nations[n].entity, draws.MOOD_NATION, luck)
        drift(s.nations[n].mood, luck, p.mood_nation, p.mood_nation_days)
    for q in range(s.places.shape[0]):
        luck = today.places[q].luck
        normals(keys, day, net.places[q].entity, draws.MOOD_PLACE, luck)
        drift(s.places[q].mood, luck, p.mood_place, p.mood_place_days)


@kernel
def ranks_are_seen(s, today, net):
    """People see how many of their own group are out.

        V_i = K_own · A_i/m_i

    V share seen in action [0–1] · A active, m mobilizable [share of the cell]

    Source:  first term of the visibility sum; the rest is neighbors_emulated.
    """
    for i in range(s.cells.shape[0]):
        active, seen = s.cells[i].active, today.cells[i].seen
        weight = net.cells[i].tie_own / net.cells[i].mobilizable
        for r in range(LANES):
            seen[r] = weight * active[r]


@kernel
def neighbors_emulated(s, today, net):
    """M10 · Groups follow what groups tied to them do: same place, next door, same trade, national news.

        V_i ← V_i + Σ_{j≠i} K_ij · A_j/m_j + K_nation · mean over the nation of A_j/m_j

    V share seen in action [0–1] · K ties, rows sum to 1 · A active, m mobilizable [share of the cell]

    Off:     people see their own group and nobody else.
    Signs:   action of groups tied to one → own action (+)
    Source:  Andrews & Biggs (2006), Strang & Soule (1998); visibility of the mobilizable, so that a fold
             exists where w_V > 4(1 + v) in one mixed group.
    Rivals:  a shock that strikes neighbors alike moves them together, and nobody copies anybody.
    Claims:  A009, A162, A174, B002, B003, B030, B078
    """
    for i in range(s.cells.shape[0]):
        c, seen = net.cells[i], today.cells[i].seen
        news, weight = today.nations[c.country].participation, c.tie_nation
        for r in range(LANES):
            seen[r] += weight * news[r]
        for k in range(c.ties_from, c.ties_to):
            other = net.links[k].to
            share = net.links[k].weight / net.cells[other].mobilizable
            active = s.cells[other].active
            for r in range(LANES):
                seen[r] += share * active[r]


@kernel
def victory_emboldens(s, p):
    """M08 · Those who won, and those who saw it, believe more in acting.

        E_i ← min(E_max, E_i + η_V · min(1, victory_i) · max(0, 1 − E_i/E_max))

    E efficacy [log-odds] · victory heard of since yesterday [share] · η_V [log-odds] · E_max bound [log-odds]

    Off:     a win teaches nobody anything.
    Signs:   a win that people hear of → efficacy (+); efficacy → next action (+)
    Source:  McAdam (1982), Lohmann (1994); bounded, or ties would run away.
    Claims:  A060, A121, A172, A177, A188, B030, B065, B078
    """
    for i in range(s.cells.shape[0]):
        cell = s.cells[i]
        for r in range(LANES):
            room = max(0.0, 1.0 - cell.efficacy[r] / p.efficacy_ceiling[r])
            gain = p.victory_gain[r] * min(1.0, cell.victory_news[r]) * room
            cell.efficacy[r] = min(p.efficacy_ceiling[r], cell.efficacy[r] + gain)


@kernel
def defeat_scars(s, p):
    """M09 · Those who stopped exhausted and empty-handed carry a scar for years.

        D_i ← D_i + η_D · min(1, defeat_i) · max(0, 1 − D_i/D_max)

    D scar [log-odds] · defeat suffered since yesterday [share] · η_D [log-odds] · D_max bound [log-odds]

    Off:     a lost strike leaves no trace.
    Signs:   a call that ends exhausted and empty-handed → scar (+); scar → action for years (−)
    Source:  Beissinger (2002), Voss (1996); the size is a prior, not a finding.
    Claims:  A059, A115, A132, A189, B012, B045
    """
    for i in range(s.cells.shape[0]):
        cell = s.cells[i]
        for r in range(LANES):
            room = max(0.0, 1.0 - cell.scar[r] / p.scar_ceiling[r])
            cell.scar[r] += p.defeat_gain[r] * min(1.0, cell.defeat_news[r]) * room


@kernel
def participation_transforms(s, net, p):
    """M35 · Acting together teaches those who act that it can be done.

        E_i ← min(E_max, E_i + η_S·A_i/m_i·max(0, 1 − E_i/E_max))

    E efficacy [log-odds] · A/m share of the mobilizable in action [0–1] · η_S [log-odds/day] · E_max bound

    Off:     only victories teach.
    Signs:   taking part → efficacy (+); efficacy → action (+)
    Source:  McAdam (1988), Drury & Reicher (2000); rate a hypothesis of ours.
    Claims:  A069, B066, B080, B092
    """
    for i in range(s.cells.shape[0]):
        cell, mobilizable = s.cells[i], net.cells[i].mobilizable
        for r in range(LANES):
            room = max(0.0, 1.0 - cell.efficacy[r] / p.efficacy_ceiling[r])
            gain = p.participation_gain[r] * cell.active[r] / mobilizable * room
            cell.efficacy[r] = min(p.efficacy_ceiling[r], cell.efficacy[r] + gain)


@kernel
def streets_and_ballots_substitute(s, today, net, p, day):
    """M17 · A near election, on the calendar or called, draws people from the street to the ballot.

        ballot_i = −w_El · prox · (1 − blocked) + w_bl · blocked

    prox nearness of an election (begin_day) [0–1] · blocked how far the next ballot is kept from what people ask [0–1]
    ballot pull on the decision to act [log-odds] · w_El, w_bl [log-odds]

    Off:     elections hold nobody back, and a blocked ballot drives nobody out.
    Signs:   nearness of an open ballot → action (−); blocked ballot → action (+)
    Source:  Machado, Scartascini & Tommasi (2011), McAdam & Tarrow (2010); the term for blocked ballots is a hypothesis of ours.
    Claims:  A050, A056, A070, A074, A167, A203, B093
    """
    for i in range(s.cells.shape[0]):
        c, t = net.cells[i], today.cells[i]
        prox, blocked = today.nations[c.country].prox, net.calendar[c.country, day].blocked
        for r in range(LANES):
            t.ballot[r] = p.blocked_weight[r] * blocked - p.election_weight[r] * prox[r] * (1.0 - blocked)


@kernel
def successor_demobilizes(s, net):
    """M14 · A new head after a fall is trusted, hoped in, and given a truce.

        on the morning after:  L ← approval at entry,  hope ← hope at entry,  truce ← 1

    L approval, hope, truce [0–1]

    Off:     people judge the successor as they judged the one they brought down. Governments that come by the
             calendar still start with the trust of their entry.
    Signs:   fall of a head with a successor → trust, hope and truce (+); trust, hope and truce → action (−)
    Source:  Pérez-Liñán (2007), Kim & Bahry (2008); approvals at entry are the scenario's.
    Rivals:  Argentina, December 2001: heads were replaced within days, and the streets stayed full.
    Claims:  A092, A197, A202, B001, B036, B039, B053, B107
    """
    for n in range(s.nations.shape[0]):
        nation = s.nations[n]
        for r in range(LANES):
            if nation.succession_news[r] > 0.0:
                successor = net.governments[int(nation.government[r])]
                nation.approval[r] = successor.approval
                nation.hope[r] = successor.hope
                nation.truce[r] = 1.0


@kernel
def news_ages(s):
    """Yesterday's news is no news: victories, defeats and successions have been heard, at home and abroad.

    Source:  a definition: news is heard once, on the morning after.
    """
    for i in range(s.cells.shape[0]):
        cell = s.cells[i]
        for r in range(LANES):
            cell.victory_news[r] = 0.0
            cell.defeat_news[r] = 0.0
    for n in range(s.nations.shape[0]):
        for r in range(LANES):
            s.nations[n].succession_news[r] = 0.0
            s.nations[n].won_news[r] = 0.0
            s.nations[n].lost_news[r] = 0.0


@kernel
def risk_is_judged(s, today, net, p):
    """People weigh the forces in their streets against the size of the crowd.

        C_p = Σ_f headcount_fp · (1 − [police in mutiny]·(1 − p_m))
        R_p = 1 − (1 − a_m·a_o) · exp(−k · C_p · θ̂ · line / (crowd_p + c0))

    p_m police still at work in a mutiny [0–1] · R risk [0–1] · C troops present [persons] · c0 [persons]
    θ̂ how loyal they are thought [0–1] · line [0–1] · a_m, a_o armed bodies of contenders and of their opponents [0–1]

    Source:  Epstein (2002), risk as a function of the ratio of cops to crowd.
    """
    for q in range(s.places.shape[0]):
        place, t = net.places[q], today.places[q]
        nation, line, bodies = s.nations[place.country], today.nations[place.country].line, s.places[q]
        for k in range(place.forces_from, place.forces_to):
            force, headcount = net.links[k].to, net.links[k].weight
            police = net.forces[force].police
            for r in range(LANES):
                at_work = 1.0 - police * nation.mutiny[r] * (1.0 - p.mutiny_presence[r])
                t.troops[r] += headcount * at_work
        for r in range(LANES):
            ratio = t.troops[r] * nation.loyalty_seen[r] * line[r] / (t.crowd[r] + p.risk_crowd[r])
            t.risk[r] = 1.0 - (1.0 - bodies.arms_movement[r] * bodies.arms_opposition[r]) * exp(-p.risk_gain[r] * ratio)
