"""World and economy: what weighs on people without anybody deciding it that day."""

from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES


@kernel
def economy_moves(s, net, day):
    """The month's economic series reach the country.

        growth, unemployment, inflation ← the scenario's series of the month

    growth [% a year per head] · unemployment [%] · inflation [% a year, consumer prices]

    Source:  the scenario's table; inputs, the same in every history.
    Departs: stoppages do not yet cost output.
    """
    for n in range(s.nations.shape[0]):
        nation, month = s.nations[n], net.calendar[n, day]
        growth, unemployment, inflation = month.growth, month.unemployment, month.inflation
        for r in range(LANES):
            nation.growth[r] = growth
            nation.unemployment[r] = unemployment
            nation.inflation[r] = inflation


@kernel
def crisis_weighs(s, net, p):
    """M03 · Unemployment and prices load people with hardship over months.

        H*_i = exposure_i · [h_u (unemployment − unemployment₀) + h_π (inflation − inflation₀)]
        H_i ← H_i + (H*_i − H_i) / τ_H

    H hardship [index, 0 in the scenario's first month] · exposure [0–1] · h_u, h_π [1/%] · τ_H [days]

    Off:     hardship stays where the scenario began.
    Source:  Gurr (1970) and Goldstone et al. (2010) for the load; the linear form is a hypothesis of ours.
    Claims:  A005, A007, A013, A044, B011, B101
    Departs: growth acts through approval (rebound_relegitimates), not here too.
    """
    for i in range(s.cells.shape[0]):
        cell, c = s.cells[i], net.cells[i]
        nation, start = s.nations[c.country], net.nations[c.country]
        exposure, unemployment, inflation = c.crisis_exposure, start.unemployment_start, start.inflation_start
        for r in range(LANES):
            jobs = p.hardship_unemployment[r] * (nation.unemployment[r] - unemployment)
            prices = p.hardship_inflation[r] * (nation.inflation[r] - inflation)
            cell.hardship[r] += (exposure * (jobs + prices) - cell.hardship[r]) / p.hardship_days[r]


@kernel
def rebound_relegitimates(s, today, p):
    """M43 · Growth raises the approval at which whoever governs comes to rest.

        lift = l_g · growth

    lift of approval at rest [0–1] · l_g [1/%] · growth [% a year per head]; taken up in approval_settles

    Off:     growth does nothing for a government.
    Source:  Duch & Stevenson (2008), Campello & Zucco (2020); the linear form is a hypothesis of ours.
    Claims:  A047, A077, A101, A102, A114, B094
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            t.lift[r] = p.approval_growth[r] * nation.growth[r]
