"""What the state does: orders, obedience, clashes, mutinies, and what they do to the state itself."""

import math

from groundswell.engine import draws
from groundswell.engine.draws import chance, geometric, log, log1p, logistic, poisson, uniform, uniform_pair, uniforms
from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES


@kernel
def orders_are_obeyed(today):
    """Unless something says otherwise, an order is carried out: obedience = 1."""
    for n in range(today.nations.shape[0]):
        for r in range(LANES):
            today.nations[n].obedience[r] = 1.0


@kernel
def forces_defect(s, today, net, p, keys, day):
    """M06 · Nobody knows how loyal troops are before they are ordered; then everybody learns.

        obedience = θ · (1 − f · min(1, crowd/c_f))            θ true loyalty of the army, drawn once a history
        rate of open refusal = r_r (1 − obedience)              while an operation is on;  then refusal ← 1
        θ̂ ← θ̂ + l_θ (obedience − θ̂)                             on days with an operation

    An operation ordered later today is tested tomorrow.
    obedience, θ, θ̂, refusal [0–1] · crowd in and next to the capital [persons] · f fraternization [0–1]

    Off:     every order is carried out and nobody ever refuses.
    Signs:   crowd at the capital → orders carried out (−); orders not carried out → open refusal (+)
    Source:  Barany (2016), Nepstad (2013), Casper & Tyson (2014); form a hypothesis of ours.
    Claims:  A119, A133, A170, A181, A199, B084, B087, B103
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            t.obedience[r] = 0.0
        for f in range(s.forces.shape[0]):
            part = net.forces[f].army_share if net.forces[f].country == n else 0.0
            for r in range(LANES):
                t.obedience[r] += part * s.forces[f].loyalty[r]
        for r in range(LANES):
            t.obedience[r] *= (1.0 - p.fraternization[r] * min(1.0, t.crowd_capital[r] / p.fraternization_crowd[r]))
            if nation.operation[r] > 0.0:
                nation.loyalty_seen[r] += p.loyalty_learning[r] * (t.obedience[r] - nation.loyalty_seen[r])
                if uniform(keys, r, day, net.nations[n].entity, draws.REFUSAL, 0) < chance(p.refusal_rate[r] * (1.0 - t.obedience[r])):
                    nation.refusal[r] = 1.0
                    t.refused[r] = 1.0


@kernel
def burst_deaths(keys, r, day, country, place, purpose, mean):
    """Over-dispersed deaths of a day in a place: Poisson around a gamma of shape 2.

        gamma₂ = −½·mean·log(u₁·u₂), u₁ and u₂ of the country;   the count by inversion of a draw of the place
    """
    first, second = uniform_pair(keys, r, day, country, purpose, 0)
    rate = -0.5 * mean * log(first * second)
    return poisson(rate, uniform(keys, r, day, place, purpose, 1))


@kernel
def near_capital_share(today, net, n, q, r):
    """Share of the crowd in and next to the capital that stands in place ``q``."""
    crowd = today.nations[n].crowd_capital[r]
    return net.places[q].near_capital * today.places[q].crowd[r] / crowd if crowd > 0.0 else 0.0


@kernel
def police_mutiny(s, today, net, p, keys, day):
    """M07 · Police with a grievance of their own leave the street or fight the army in it, until they are paid.

        rate of mutiny = m_0 · g_p²
        dead a day ~ Poisson(gamma₂ with mean μ_m · line · min(1, Q_shared/q_m)),  share k_m in the capital,
                     the rest divided among cities next to it
        rate of a deal = d_m + d_D·log(1 + dead of the day)
        the deal:  g_p ← 0,  q ← k_q·q for each demand that police and public share,
                   victory_i ← victory_i + ε_m·A_i/m_i for its holders

    g_p grievance [0–1] · μ_m [persons/day] · line [0–1] · Q_shared strongest shared demand [0–1] · rates [1/day]
    A mutiny kills on its first day and may end on it; a change of government ends it too, without a deal.
    gamma₂ a gamma variable of shape 2 (burst_deaths), one a day for the country · k_m, k_q, ε_m [0–1]

    Off:     police grievances come to nothing.
    Signs:   police pay grievance → mutiny (+); mutiny → troops in the street (−); demand shared with the public → deaths of the
             mutiny (+)
    Source:  Dwyer (2017) on mutinies over pay; Pion-Berlin & Trinkunas (2010) on armies that disobey, carried over to
             police by us; form a hypothesis of ours.
    Departs: the shared demand is withdrawn everywhere alike.
    Claims:  A192, B087
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        for r in range(LANES):
            if nation.mutiny[r] == 0.0:
                anger = p.mutiny_rate[r] * nation.police_grievance[r] * nation.police_grievance[r]
                if anger > 0.0 and uniform(keys, r, day, country.entity, draws.MUTINY, 0) < chance(anger):
                    nation.mutiny[r] = 1.0
                    t.mutiny_began[r] = 1.0
            if nation.mutiny[r] > 0.0:
                mutiny_day(s, today, net, p, keys, day, n, r)


@kernel
def mutiny_day(s, today, net, p, keys, day, n, r):
    """One day of a mutiny: its dead, and perhaps the deal that ends it."""
    country = net.nations[n]
    shared = 0.0
    for d in range(s.demands.shape[0]):
        if net.demands[d].country == n:
            shared = max(shared, net.demands[d].shared * s.demands[d].open[r])
    mean = p.mutiny_deaths[r] * today.nations[n].line[r] * min(1.0, shared / p.mutiny_shared[r])
    dead = 0.0
    for q in range(s.places.shape[0]):
        place = net.places[q]
        if place.near_capital == 0.0 or place.country != n:
            continue
        share = p.mutiny_capital[r] * place.capital + (1.0 - p.mutiny_capital[r]) * place.neighbor_share
        here = burst_deaths(keys, r, day, country.entity, place.entity, draws.MUTINY_DEATHS, mean * share)
        today.places[q].killed[r] += here
        dead += here
    deal = p.mutiny_deal_rate[r] + p.mutiny_deal_deaths[r] * log1p(dead)
    if uniform(keys, r, day, country.entity, draws.MUTINY, 1) < chance(deal):
        settle_mutiny(s, today, net, p, n, r)


@kernel
def settle_mutiny(s, today, net, p, n, r):
    """The deal: pay for the police, the shared demand withdrawn, and those who took part have won."""
    nation, t = s.nations[n], today.nations[n]
    nation.mutiny[r] = 0.0
    nation.police_grievance[r] = 0.0
    t.mutiny_ended[r] = 1.0
    for d in range(s.demands.shape[0]):
        demand = net.demands[d]
        if demand.country == n and demand.shared > 0.0:
            granted = s.demands[d].open[r] * (1.0 - p.mutiny_demand_left[r])
            s.demands[d].open[r] -= granted
            today.demands[d].conceded[r] += granted
            for k in range(demand.holders_from, demand.holders_to):
                i = net.links[k].to
                s.cells[i].victory_news[r] += p.mutiny_victory[r] * s.cells[i].active[r] / net.cells[i].mobilizable


@kernel
def routine_clashes(s, today, net, p, keys, day):
    """Where troops and crowds face each other, some days end with one or two dead.

        P = 1 − exp(−l_c · line · C_p/C_c · conf · obedience),  conf = crowd/(crowd + c_c) · min(1, X_p/X_c)
        dead: geometric with mean μ_c
    """
    for q in range(s.places.shape[0]):
        place, t = net.places[q], today.places[q]
        order = today.nations[place.country]
        for r in range(LANES):
            facing = t.crowd[r] / (t.crowd[r] + p.clash_crowd[r]) * min(1.0, t.participation[r] / p.clash_stoppage[r])
            rate = p.clash_rate[r] * order.line[r] * t.troops[r] / p.clash_troops[r] * facing * order.obedience[r]
            t.clash_chance[r] = chance(rate)
        uniforms(keys, day, place.entity, draws.CLASH, t.clash_luck)
        for r in range(LANES):
            if t.clash_luck[r] < t.clash_chance[r]:
                t.clash[r] = geometric(p.clash_mean[r], uniform(keys, r, day, place.entity, draws.CLASH, 1))
                t.killed[r] += t.clash[r]


@kernel
def operation_day(today, net, p, keys, day, n, r):
    """One day of an armed operation: its dead, where the crowds around the capital stand."""
    t = today.nations[n]
    size = min(p.operation_crowd_cap[r], math.sqrt(t.crowd_capital[r] / p.operation_crowd_deaths[r]))
    mean = p.operation_deaths[r] * t.obedience[r] * size
    for q in range(today.places.shape[0]):
        share = near_capital_share(today, net, n, q, r)
        if share > 0.0 and net.places[q].country == n:
            today.places[q].killed[r] += burst_deaths(
                keys, r, day, net.nations[n].entity, net.places[q].entity, draws.OPERATION_DEATHS, mean * share
            )


@kernel
def state_represses(s, today, net, p, keys, day):
    """A government's line decides two things apart: routine clashes everywhere, and an operation at the capital.

        routine clashes: routine_clashes
        rate of ordering an operation = r_op · line² · logistic((Z − z_op)/δ_z) · min(1, crowd/c_op)    once a government
        rate of ending it             = e_op + e_U · max(0, U_op − U)
        its dead a day ~ Poisson(gamma₂ with mean μ_op · obedience · min(m_μ, √(crowd/c_μ)))

    An operation kills on its first day and may end on it. The dead are shared out by crowd over the capital and places
    next to it. Whoever enters office may order one of their own.
    line [0–1] · Z siege of the capital [0–1] · crowd in and next to the capital [persons] · U unity [0–1]
    gamma₂ a gamma variable of shape 2; deaths are over-dispersed counts

    Source:  clashes and operations are two processes: a single rate of killing would have to be wrong in quiet months
             or under mild governments; forms are hypotheses of ours.
    Departs: security forces who are killed are not modeled; deaths of an operation fall where the crowd stands.
    """
    routine_clashes(s, today, net, p, keys, day)
    for n in range(s.nations.shape[0]):
        nation, t, entity = s.nations[n], today.nations[n], net.nations[n].entity
        for r in range(LANES):
            if nation.operation[r] == 0.0 and nation.operation_spent[r] == 0.0:
                line = t.line[r]
                siege = 1.0 - s.places[net.nations[n].capital].stock[r]
                besieged = logistic((siege - p.operation_siege[r]) / p.operation_siege_width[r])
                urgency = besieged * min(1.0, t.crowd_capital[r] / p.operation_crowd[r])
                if uniform(keys, r, day, entity, draws.OPERATION, 0) < chance(p.operation_rate[r] * line * line * urgency):
                    nation.operation[r] = 1.0
                    nation.operation_spent[r] = 1.0
                    t.operation_began[r] = 1.0
            if nation.operation[r] > 0.0:
                operation_day(today, net, p, keys, day, n, r)
                rate = p.operation_end_rate[r] + p.operation_split_rate[r] * max(0.0, p.operation_unity[r] - nation.unity[r])
                if uniform(keys, r, day, entity, draws.OPERATION, 1) < chance(rate):
                    nation.operation[r] = 0.0
                    t.operation_ended[r] = 1.0


@kernel
def country_takes_stock(s, today, net, p):
    """The dead are counted, and approval of the government pays for them and for the stopped country.

        D = Σ_p visibility_p · log(1 + killed_p),   L ← max(0, L − (l_D·D + l_X·X)·L/L_ref)

    D deaths seen [log persons] · L approval, L_ref its reference [0–1] · X stoppage [0–1]
    l_D [1/log persons] and l_X [1/day] at the reference: who has turned away already cannot turn away again

    Source:  a hypothesis of ours.
    """
    for q in range(s.places.shape[0]):
        place, t = net.places[q], today.places[q]
        nation = today.nations[place.country]
        for r in range(LANES):
            if t.killed[r] > 0.0:
                nation.killed[r] += t.killed[r]
                nation.deaths_seen[r] += place.visibility * log1p(t.killed[r])
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            loss = p.approval_deaths[r] * t.deaths_seen[r] + p.approval_stoppage[r] * t.stoppage[r]
            still = nation.approval[r] / p.approval_reference[r]
            nation.approval[r] = max(0.0, nation.approval[r] - loss * still)


@kernel
def repression_backfires(s, today, net, p):
    """M05 · Killings anger those who are close to them, and put the question before the whole country.

        B_i ← B_i + b · Σ_p v_ip · log(1 + K_p)
        D   = Σ_p visibility_p · log(1 + K_p)
        G   ← G + [G > G_min]·(1 − G)·min(1, g_D·max(0, D − D̄)),   then   D̄ ← D̄ + (D − D̄)/τ_D̄

    B outrage [log persons] · K killed today by forces [persons] · v closeness of place and group [0–1]
    G agenda [0–1] · D deaths seen, D̄ what people have got used to [log persons] · b [1] · g_D [1/log persons]
    Deaths that have become usual put no new question: without that, clashes and agenda keep each other alive for years.

    Off:     deaths still cost approval and unity, but nobody takes to the street because of them.
    Signs:   killings seen and felt near → action in the days after (+); killings above the usual → the national question (+)
    Source:  Hess & Martin (2006), Rasler (1996), Sutton, Butcher & Svensson (2014).
    Rivals:  steady force deters: Lichbach (1987), Moore (1998). In the Chapare many deaths, far away, moved no government.
    Departs: the agenda answers to deaths above what is usual, not to deaths.
    Claims:  A053, A054, A169, A176, A187, B033
    """
    for q in range(s.places.shape[0]):
        place, killed = net.places[q], today.places[q].killed
        for r in range(LANES):
            if killed[r] > 0.0:
                shock = p.outrage_gain[r] * log1p(killed[r])
                for k in range(place.felt_from, place.felt_to):
                    s.cells[net.links[k].to].outrage[r] += net.links[k].weight * shock
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            news = max(0.0, t.deaths_seen[r] - nation.deaths_usual[r])
            widened = min(1.0, p.agenda_deaths[r] * news)
            raised = 1.0 if nation.agenda[r] > p.agenda_floor[r] else 0.0
            nation.agenda[r] += raised * widened * (1.0 - nation.agenda[r])
            nation.deaths_usual[r] += (t.deaths_seen[r] - nation.deaths_usual[r]) / p.deaths_usual_days[r]


@kernel
def state_loses_control(s, today, net, p):
    """M46 · Days of crowds larger than loyal forces can face loosen the state's hold on a place.

        balance = loyal/(loyal + crowd/c_K),   loyal = C_p·obedience + 1
        control_p ← control_p + (balance − control_p)/τ_K

    control [0–1] · C troops, crowd [persons] · c_K crowd per loyal soldier at half control [1] · τ_K [days]
    One soldier is added, so that a place without any is held while nobody is in its streets.

    Off:     the state holds every place.
    Signs:   crowd against loyal forces → control of a place (−)
    Source:  a hypothesis of ours after the words of the claims.
    Rivals:  a city is seldom lost whole; troops come back by night or in convoy.
    Claims:  A170, B067
    """
    for q in range(s.places.shape[0]):
        place, t = s.places[q], today.places[q]
        order = today.nations[net.places[q].country]
        for r in range(LANES):
            loyal = t.troops[r] * order.obedience[r] + 1.0
            balance = loyal / (loyal + t.crowd[r] / p.control_crowd[r])
            place.control[r] += (balance - place.control[r]) / p.control_days[r]


@kernel
def elites_divide(s, today, net, p):
    """M25 · Deaths and a stopped country wear down the coalition that governs; quiet heals it.

        U ← U + (U0_g − U)/τ_U − u_X·X − u_D·w·D

    U unity, U0 its rest under this government [0–1] · X stoppage [0–1] · D deaths seen [log persons]
    w weight of deaths: k_U on days of a mutiny, its last one too, else 1 [0–1] · u_X [1/day] · u_D [1/log persons] · τ_U [days]

    Off:     coalitions never crack.
    Signs:   deaths and stoppage → unity of the coalition (−); unity → chance of a fall (−)
    Source:  Skocpol (1979), Goldstone (1991), Slater (2010); a slow stock, so that pressure accumulates.
    Claims:  A008, A054, A133, A163, A173, B013, B061
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            rest = net.governments[int(nation.government[r])].unity
            quarrel = max(nation.mutiny[r], t.mutiny_ended[r])
            weight = 1.0 - quarrel * (1.0 - p.unity_mutiny[r])
            wear = p.unity_stoppage[r] * t.stoppage[r] + p.unity_deaths[r] * weight * t.deaths_seen[r]
            nation.unity[r] = min(1.0, max(0.0, nation.unity[r] + (rest - nation.unity[r]) / p.unity_days[r] - wear))
