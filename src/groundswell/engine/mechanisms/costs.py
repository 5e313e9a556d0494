"""What it costs: stopped work, cut roads, empty stocks, tired people."""

from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES


@kernel
def blockades_bite(s, today, net, p):
    """M11 · Stopped work and blocked roads impose costs far beyond headcount.

        X = min(1, Σ_i ω_i · n_i · A_i/m_i)                     stoppage of the country
        own_p = min(1, c_R · max_{i in p} b_i (1 + practice_i) A_i/m_i)         blocked roads of the place
        blocked_p = max(own_p, max_q route_qp · own_q)           supplies that no longer reach it

    X, own, blocked [0–1] · ω economic weight, sums to 1 · n people present [1] · b blockade power [0–1] · route [0–1] · c_R [1]
    practice what remembered skill adds [1]

    Off:     action costs nobody anything: no stoppage, no cut road.
    Signs:   stopped work by weight and blocked roads → cost to state and cities (+); cost → concessions and falls (+)
    Source:  Perrone (1984), Wallace et al. (1989) on positional power; Bjork-James (2020) on Bolivia.
    Claims:  B004, B006, B028, B029, B067, B070, B104
    """
    for i in range(s.cells.shape[0]):
        c, cell = net.cells[i], s.cells[i]
        place, nation = today.places[c.place], today.nations[c.country]
        skill = today.cells[i].practice
        cost, barrier = c.movement * c.weight / c.mobilizable, c.movement * c.blockade / c.mobilizable
        for r in range(LANES):
            nation.stoppage[r] = min(1.0, nation.stoppage[r] + cost * cell.present[r] * cell.active[r])
            closed = p.block_gain[r] * barrier * (1.0 + skill[r]) * cell.active[r]
            place.own_block[r] = max(place.own_block[r], min(1.0, closed))
    for q in range(s.places.shape[0]):
        place, t = net.places[q], today.places[q]
        for r in range(LANES):
            t.blocked[r] = t.own_block[r]
        for k in range(place.routes_from, place.routes_to):
            other, weight = today.places[net.links[k].to].own_block, net.links[k].weight
            for r in range(LANES):
                t.blocked[r] = max(t.blocked[r], weight * other[r])


@kernel
def supplies_run_down(s, today, p):
    """M12 · A cut-off city lives from its stock, and refills when roads open.

        stock_p ← stock_p − blocked_p²/τ_Z + (1 − blocked_p)(1 − stock_p)/τ_Z0

    stock [0–1] · blocked [0–1] · τ_Z days of full blockade that empty it, τ_Z0 days that refill it

    Off:     stocks stay full; there is no siege.
    Signs:   days of blockade → stock of the city (−); empty stock → pressure on the government (+); empty stock → fatigue of
             strikers (+)
    Source:  days to fuel exhaustion of October 2003 and June 2005 bound the scale; the square is a hypothesis of ours.
    Claims:  A129, B075, B082
    """
    for q in range(s.places.shape[0]):
        place, blocked = s.places[q], today.places[q].blocked
        for r in range(LANES):
            drain = blocked[r] * blocked[r] / p.supply_days[r]
            refill = (1.0 - blocked[r]) * (1.0 - place.stock[r]) / p.refill_days[r]
            place.stock[r] = min(1.0, max(0.0, place.stock[r] - drain + refill))


@kernel
def siege_is_felt(s, today, net):
    """The capital's shelves and its anger reach the palace.

        Z = 1 − stock of the capital,   B̄ = mean outrage in the capital by population

    Z siege [0–1] · B̄ outrage [log persons]

    Source:  a definition, of what the palace looks at.
    """
    for n in range(s.nations.shape[0]):
        stock, t = s.places[net.nations[n].capital].stock, today.nations[n]
        for r in range(LANES):
            t.siege[r] = 1.0 - stock[r]
    for i in range(s.cells.shape[0]):
        c = net.cells[i]
        weight = net.places[c.place].capital * c.capital_share
        outrage, t = s.cells[i].outrage, today.nations[c.country]
        for r in range(LANES):
            t.outrage_capital[r] += weight * outrage[r]


@kernel
def exhaustion_ends(s, net, p):
    """M13 · Weeks of full struggle exhaust, sooner where the shelves are empty and no council shares out.

        effort = (A_i/m_i)(1 + z·Z_p·(1 − councils_p))/τ_f
        rest = max(0, 1 − (A_i/m_i)/x_q)·(1 − S_i)/τ_r
        S_i ← clip(S_i − effort + rest, 0, 1)

    S stamina [0–1] · A/m action [0–1] · Z_p emptiness of the place, councils_p [0–1] · z [1] · τ_f, τ_r [days]
    x_q share of the group in action from which nobody in it rests [0–1]
    Stamina multiplies readiness; it is no term of the sum. What is worn out is what households live on: savings, strike
    funds, stocks. While x_q or more of a group are out, nobody in it recovers, and a strike that wins nothing wears itself
    down below x_q instead of staying out where effort and rest balance.

    Off:     nobody tires.
    Signs:   days in action → stamina (−); shortage → stamina (−); stamina → action (+)
    Source:  Maynard Smith (1974) war of attrition, Koopmans (1993); the multiplicative form is a hypothesis of ours.
    Claims:  B009, B073, B074
    Departs: rest comes only in quiet, not at a constant rate.
    """
    for i in range(s.cells.shape[0]):
        cell, c = s.cells[i], net.cells[i]
        place, mobilizable = s.places[c.place], c.mobilizable
        for r in range(LANES):
            shortage = p.shortage_fatigue[r] * (1.0 - place.stock[r]) * (1.0 - place.councils[r])
            out = cell.active[r] / mobilizable
            effort = out * (1.0 + shortage) / p.fatigue_days[r]
            quiet = max(0.0, 1.0 - out / p.rest_quiet[r])
            rest = quiet * (1.0 - cell.stamina[r]) / p.rest_days[r]
            cell.stamina[r] = min(1.0, max(0.0, cell.stamina[r] - effort + rest))
