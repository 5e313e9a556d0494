"""What others' risings teach: those abroad, those of the past; and what divides those who could rise together."""

from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES


@kernel
def success_diffuses_abroad(s, today, net, p):
    """M37 · A rising next door is seen; a victory there raises hope here; elites learn of it too.

        V_i ← min(1, V_i + K_x·min(1, Σ_d abroad_d·x_d))             for contenders
        victory_i ← victory_i + e_x·min(1, Σ_d abroad_d·won_d)        for contenders
        T ← T + t_x·min(1, Σ_d abroad_d·won_d)·(1 − T)

    abroad how far this country hears of country d [0–1] · x participation there [0–1] · won: a head fell or power passed
    there yesterday · V share seen in action, victory heard of, T threat that elites perceive [0–1] · K_x, e_x, t_x [0–1]

    Off:     borders let no example through.
    Signs:   win abroad → efficacy at home (+); action abroad → others seen in action (+)
    Source:  Beissinger (2007), Hale (2013), Weyland (2014), Gleditsch & Rivera (2017); sizes from a 20-country prototype,
             whose record allows at most e_x .6 with K_x .2.
    Rivals:  shocks that strike countries alike, and elites who learn from their neighbors' falls.
    Claims:  A002, A003, A009, A010, A011, A086, A087, A088, A123, A142, A143, A149, A154, B037, B072, B099, B102, B106
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        if country.abroad_from == country.abroad_to:
            continue
        won = t.foreign_wins
        for k in range(country.abroad_from, country.abroad_to):
            other, weight = net.links[k].to, net.links[k].weight
            for r in range(LANES):
                t.seen_abroad[r] = min(1.0, t.seen_abroad[r] + weight * today.nations[other].participation[r])
                won[r] = min(1.0, won[r] + weight * s.nations[other].won_news[r])
        for r in range(LANES):
            nation.threat[r] += p.abroad_threat[r] * won[r] * (1.0 - nation.threat[r])
    for i in range(s.cells.shape[0]):
        c, seen = net.cells[i], today.cells[i].seen
        t, news, side = today.nations[c.country], s.cells[i].victory_news, c.movement
        for r in range(LANES):
            seen[r] = min(1.0, seen[r] + side * p.abroad_visibility[r] * t.seen_abroad[r])
            news[r] += side * p.abroad_learning[r] * t.foreign_wins[r]


@kernel
def defeat_diffuses_abroad(s, today, net, p):
    """M52 · The defeat of a case that is watched takes confidence from those who watched it.

        E_i ← max(−E_max, E_i − e_d·min(1, Σ_d abroad_d·lost_d)·(1 + E_i/E_max))      for contenders

    abroad how far this country hears of country d [0–1] · lost: reaction prevailed there yesterday · E efficacy, E_max its
    bound [log-odds] · e_d [log-odds]

    Off:     defeat is nobody's business abroad.
    Signs:   defeat abroad → efficacy at home (−)
    Source:  Weyland (2019) on counter-diffusion, Danneman & Ritter (2014); the equation is a hypothesis of ours.
    Rivals:  causes at home may weigh so much more that nothing is seen.
    Claims:  A154, A216
    """
    for n in range(s.nations.shape[0]):
        t, country = today.nations[n], net.nations[n]
        for k in range(country.abroad_from, country.abroad_to):
            other, weight = s.nations[net.links[k].to], net.links[k].weight
            for r in range(LANES):
                t.foreign_losses[r] = min(1.0, t.foreign_losses[r] + weight * other.lost_news[r])
    for i in range(s.cells.shape[0]):
        c, cell = net.cells[i], s.cells[i]
        lost, side = today.nations[c.country].foreign_losses, c.movement
        for r in range(LANES):
            blow = side * p.abroad_defeat[r] * lost[r] * (1.0 + cell.efficacy[r] / p.efficacy_ceiling[r])
            cell.efficacy[r] = max(-p.efficacy_ceiling[r], cell.efficacy[r] - blow)


@kernel
def repertoires_revive(s, today, net, p):
    """M36 · People who have done it before do it again, in the same way and the same places, once others begin.

        m_i ← m_i + (A_i/m_i)(1 − m_i)/τ_m − m_i/τ_m0
        roots_i ← roots_i + w_m·m_i·V_i/(V_i + v),     practice_i = k_w·m_i

    m how alive past risings are [0–1] · A/m action of the mobilizable [0–1] · V share seen in action, v its half point [0–1]
    roots [log-odds] · practice what remembered skill adds to a blockade [1] · w_m [log-odds] · k_w [1] · τ_m, τ_m0 [days]

    Off:     every rising is the first.
    Signs:   memory of past risings → action and force of blockades (+); risings → memory (+)
    Source:  Tilly (1995) and Tilly (2008) on repertoires, Hylton & Thomson (2007) on Bolivia; the equation is a hypothesis of
             ours.
    Claims:  B005, B021, B035, B060, B079
    """
    for i in range(s.cells.shape[0]):
        cell, t, mobilizable = s.cells[i], today.cells[i], net.cells[i].mobilizable
        for r in range(LANES):
            out = min(1.0, cell.active[r] / mobilizable)
            cell.memory[r] += out * (1.0 - cell.memory[r]) / p.memory_build_days[r] - cell.memory[r] / p.memory_days[r]
            t.roots[r] += p.memory_weight[r] * cell.memory[r] * t.seen[r] / (t.seen[r] + p.visibility_half[r])
            t.practice[r] = p.memory_practice[r] * cell.memory[r]


@kernel
def boundaries_activate(s, today, net, p):
    """M21 · When there is something to win, allies remember what they are, and look less at those who are something else.

        β ← β + r_β·max(prox, hope)·(1 − β) − β/τ_β
        V_i ← max(K_own·A_i/m_i, V_i − β·Σ_{j≠i} K_ij·|x_i − x_j|·A_j/m_j)

    β how far identity divides the coalition [0–1] · prox nearness of an election, hope [0–1] · K ties · x exclusion [0–1]
    V share seen in action [0–1] · A/m action of the mobilizable · r_β [1/day] · τ_β [days]

    Off:     allies are allies, whatever they are called.
    Signs:   a near vote among unequally excluded allies → boundary (+); boundary → action of others seen as one's own (−)
    Source:  Tilly (2003) on boundary activation, Posner (2004), Wimmer (2013); the equation is a hypothesis of ours.
    Claims:  B047
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            prize = max(t.prox[r], nation.hope[r])
            nation.boundary[r] += p.boundary_rate[r] * prize * (1.0 - nation.boundary[r]) - nation.boundary[r] / p.boundary_days[r]
    for i in range(s.cells.shape[0]):
        c, ranks, seen = net.cells[i], s.cells[i].active, today.cells[i].seen
        boundary, own = s.nations[c.country].boundary, c.tie_own / c.mobilizable
        for k in range(c.ties_from, c.ties_to):
            other = net.links[k].to
            apart = abs(c.exclusion - net.cells[other].exclusion) * net.links[k].weight / net.cells[other].mobilizable
            if apart == 0.0:
                continue
            active = s.cells[other].active
            for r in range(LANES):
                seen[r] = max(own * ranks[r], seen[r] - boundary[r] * apart * active[r])
