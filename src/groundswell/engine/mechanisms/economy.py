"""World and economy: what weighs on people without anybody deciding it that day."""

import math

import numpy as np

from groundswell.engine import draws
from groundswell.engine.draws import chance, entity, exp, normals, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES

WORLD = np.uint64(entity("world"))
MONTHS = 12.0  # of a year


@kernel
def economy_moves(s, net, day):
    """The month's economic series reach the country, and what a crisis of the model's own has added to them.

        growth ← series − slump,   unemployment ← min(100, series + joblessness),   inflation ← series + dearness

    growth, slump [% a year per head] · unemployment, joblessness [%] · inflation, dearness [% a year, consumer prices]

    Source:  the scenario's table; inputs, the same in every history.
    Departs: stoppages do not cost output: series that were observed hold what the stoppages of the record have cost.
    """
    for n in range(s.nations.shape[0]):
        nation, month = s.nations[n], net.calendar[n, day]
        growth, unemployment, inflation = month.growth, month.unemployment, month.inflation
        for r in range(LANES):
            nation.growth[r] = growth - nation.slump[r]
            nation.unemployment[r] = min(100.0, unemployment + nation.joblessness[r])
            nation.inflation[r] = inflation + nation.dearness[r]


@kernel
def crisis_weighs(s, today, net, p):
    """M03 · Unemployment and prices load people with hardship over months; what those abroad send home eases it.

        H*_i = exposure_i · [h_u (unemployment − unemployment₀) + h_π (inflation − inflation₀)] − h_a · abroad
        worsening_i = (H*_i − H_i) / τ_H,   H_i ← H_i + worsening_i

    H hardship [index, 0 in the scenario's first month] · exposure [0–1] · h_u, h_π [1/%] · τ_H [days]
    abroad part of the country's people who have left [0–1] · h_a [1]

    Off:     hardship stays where the scenario began.
    Signs:   unemployment and prices → hardship (+); hardship → action in later months (+)
    Source:  Gurr (1970) and Goldstone et al. (2010) for the load; the linear form is a hypothesis of ours.
    Rivals:  hardship is nearly always there, and what changes is means and openings: Jenkins & Perrow (1977), Goodwin (2001). No
             effect is a live hypothesis.
    Claims:  A005, A007, A013, A044, B011, B101
    Departs: growth acts through approval (rebound_relegitimates), not here too.
    """
    for i in range(s.cells.shape[0]):
        cell, c, t = s.cells[i], net.cells[i], today.cells[i]
        nation, start = s.nations[c.country], net.nations[c.country]
        exposure, unemployment, inflation = c.crisis_exposure, start.unemployment_start, start.inflation_start
        for r in range(LANES):
            jobs = p.hardship_unemployment[r] * (nation.unemployment[r] - unemployment)
            prices = p.hardship_inflation[r] * (nation.inflation[r] - inflation)
            load = exposure * (jobs + prices) - p.hardship_remittances[r] * nation.abroad[r]
            t.worsening[r] = (load - cell.hardship[r]) / p.hardship_days[r]
            cell.hardship[r] += t.worsening[r]


@kernel
def rebound_relegitimates(s, today, p):
    """M43 · Growth raises the approval at which whoever governs comes to rest.

        lift = l_g · growth

    lift of approval at rest [0–1] · l_g [1/%] · growth [% a year per head]; taken up in approval_settles

    Off:     growth does nothing for a government.
    Signs:   growth → approval at rest (+); approval → action (−)
    Source:  Duch & Stevenson (2008), Campello & Zucco (2020); the linear form is a hypothesis of ours.
    Claims:  A047, A077, A101, A102, A114, B094
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            t.lift[r] = p.approval_growth[r] * nation.growth[r]


@kernel
def capital_flees(s, today, net, p, keys, day):
    """M38 · Capital comes and goes by its own tides; where it has left, and where a partner has devalued, a currency breaks.

        on the first of a month, for each country:
        F ← ϱ_F·F + √(1 − ϱ_F²)·[√w·z_world + √(1 − w)·z]
        rate of a crisis = λ_k · debt · exp(−k_F·F + k_T·min(1, Σ_d trade_d·[crisis struck in d last month])) · (1 − crisis)
        when it strikes: crisis ← 1,  slump + y_k,  joblessness + j_k,  dearness + π_k;   each fades by 1/τ_k a month

    F capital inflow against its usual [sd] · z standard normal, of the world and of the country · ϱ_F, w [0–1]
    debt how far the economy lives from foreign capital, trade tie [0–1] · λ_k [1/month] · τ_k [months]
    slump [% a year] · joblessness [%] · dearness [% a year]

    Off:     capital stays where it is, and no currency breaks but in the scenario's own series.
    Signs:   capital that leaves → currency crisis (+); crisis of a trade partner → crisis here (+); crisis → prices and
             unemployment (+)
    Source:  Calvo (1998) on sudden stops, Glick & Rose (1999) and Kaminsky & Reinhart (2000) on contagion through trade;
             the hazard is a hypothesis of ours.
    Claims:  A033, A034, A035, A036, A037, A038, A039, A040, A041, A042, A089, A142, A165, B096, B100
    """
    if net.calendar[0, day].month_begins == 0.0:
        return
    tide = today.nations[0].luck_flow
    normals(keys, day, WORLD, draws.FLOW, tide)
    flow = s.regions[0].capital_flow
    for r in range(LANES):
        flow[r] = tide[r]
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        normals(keys, day, country.entity, draws.FLOW, t.luck_flow)
        for r in range(LANES):
            shared, memory = p.flow_world_share[r], p.flow_memory[r]
            shock = math.sqrt(shared) * flow[r] + math.sqrt(1.0 - shared) * t.luck_flow[r]
            nation.capital_flow[r] = memory * nation.capital_flow[r] + math.sqrt(1.0 - memory * memory) * shock
            partners = 0.0
            for k in range(country.trade_from, country.trade_to):
                partners += net.links[k].weight * s.nations[net.links[k].to].crisis_news[r]
            fright = exp(p.crisis_contagion[r] * min(1.0, partners) - p.crisis_flow[r] * nation.capital_flow[r])
            rate = p.crisis_rate[r] * country.debt * fright * (1.0 - nation.crisis[r])
            if rate > 0.0 and uniform(keys, r, day, country.entity, draws.CRISIS, 0) < chance(rate):
                t.struck[r] = 1.0
    for n in range(s.nations.shape[0]):
        currency_month(s.nations[n], today.nations[n].struck, p)


@kernel
def currency_month(nation, struck, p):
    """A month of one country's crisis: what has faded, and what a new one brings."""
    for r in range(LANES):
        left = 1.0 - 1.0 / p.crisis_months[r]
        nation.crisis[r] = max(struck[r], nation.crisis[r] * left)
        nation.crisis_news[r] = struck[r]
        nation.slump[r] = nation.slump[r] * left + struck[r] * p.crisis_slump[r]
        nation.joblessness[r] = min(100.0, nation.joblessness[r] * left + struck[r] * p.crisis_joblessness[r])
        nation.dearness[r] = nation.dearness[r] * left + struck[r] * p.crisis_dearness[r]


@kernel
def lenders_constrain(s, today, net, p, day):
    """M16 · Debt, lenders' conditions and a broken currency narrow what a government can grant; growth and aid widen it.

        M* = clip(1 − debt·(program + (1 − program)·crisis) − k_P·pressure + k_A·aid + k_g·max(0, growth), 0, 1)
        M ← M* on the first day, then  M ← M + (M* − M)/τ_M;      ease = M_0 + (1 − M_0)·M

    M room of the budget, ease with which a demand is granted, M_0 ease without any room [0–1] · debt, program, crisis [0–1]
    pressure and aid of outside powers [0–1] · growth [% a year] · k_g [1/%] · τ_M [days]

    Off:     every government can grant what it is pressed to grant.
    Signs:   debt and lenders' conditions → room to grant (−); growth → room to grant (+); room → concessions (+)
    Source:  Przeworski & Wallerstein (1988), Vreeland (2003), Campello (2015); the equation is a hypothesis of ours.
    Rivals:  Argentina paid its lender off in January 2006 and had room; constraint can be thrown off.
    Claims:  A030, A031, A032, A043, A055, A076, A078, A081, A103, A106, A107, A136, A164, A182, A183, A185, A202, B094, B097
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        debt, program = country.debt, country.lender_program
        for r in range(LANES):
            bound = debt * (program + (1.0 - program) * nation.crisis[r]) + p.room_pressure[r] * nation.pressure[r]
            free = p.room_aid[r] * nation.aid[r] + p.room_growth[r] * max(0.0, nation.growth[r])
            target = min(1.0, max(0.0, 1.0 - bound + free))
            nation.room[r] += (target - nation.room[r]) / (1.0 if day == 0 else p.room_days[r])
            t.ease[r] = p.room_least[r] + (1.0 - p.room_least[r]) * nation.room[r]


@kernel
def people_emigrate(s, net, p, day):
    """M42 · Who has reason to and can leaves; the group is smaller, and what is sent home eases hardship.

        on the first of a month:  leaving_i = n_i · min(½, r_x·exit·max(0, H_i)/12)
        n_i ← n_i − leaving_i,    abroad ← abroad + Σ_i leaving_i·N_i/N

    n people present against the first day [1] · H hardship [index] · exit how open the way abroad is [0–1]
    abroad part of the country's first people who have left [0–1] · r_x [1/year]

    Off:     nobody leaves.
    Signs:   hardship with an open way abroad → emigration (+); emigration → numbers and hardship of those who stay (−)
    Source:  Hirschman (1970), Hirschman (1993), Sellars (2019), Miller & Peters (2020); the equation is a hypothesis of ours.
    Rivals:  those who leave may send back ideas as well as money, and raise protest.
    Claims:  A028, A029
    Departs: nobody comes back.
    """
    for i in range(s.cells.shape[0]):
        cell, c = s.cells[i], net.cells[i]
        nation, way = s.nations[c.country], net.nations[c.country].exit * net.calendar[c.country, day].month_begins
        if way == 0.0:
            continue
        part = c.population / c.persons_of_nation
        for r in range(LANES):
            leaving = cell.present[r] * min(0.5, p.exit_rate[r] * way * max(0.0, cell.hardship[r]) / MONTHS)
            cell.present[r] -= leaving
            nation.abroad[r] = min(1.0, nation.abroad[r] + leaving * part)
