"""What people do: the decision to act, and the crowds it makes."""

import math

from groundswell.engine import draws
from groundswell.engine.draws import logistic, normals
from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES


@kernel
def wishes_are_felt(s, today, net):
    """Demands are felt by those they concern: Q_i = min(1, Σ_d exposure_di · q_d)."""
    for i in range(s.cells.shape[0]):
        c, t = net.cells[i], today.cells[i]
        for k in range(c.wants_from, c.wants_to):
            demand, exposure = s.demands[net.links[k].to], net.links[k].weight
            for r in range(LANES):
                t.wanted[r] += exposure * demand.open[r]
        for r in range(LANES):
            t.wanted[r] = min(1.0, t.wanted[r])


@kernel
def crowds_gather(s, today, net):
    """Those in action make the crowd of each place and the participation of the country.

        crowd_p = Σ_{i in p} N_i·n_i·A_i,   participation = Σ N_i·n_i·A_i/m_i / Σ N_i·n_i   (contenders only;
        a place's participation is weighted by economic weight on the first day, times n_i, instead)

    crowd [persons] · N population on the first day [persons] · n people present against that day [1]
    A active, m mobilizable [share of those present]
    """
    for q in range(s.places.shape[0]):
        t = today.places[q]
        for r in range(LANES):
            t.crowd[r] = 0.0
            t.participation[r] = 0.0
    for n in range(s.nations.shape[0]):
        t = today.nations[n]
        for r in range(LANES):
            t.participation[r] = 0.0
            t.crowd_capital[r] = 0.0
    for i in range(s.cells.shape[0]):
        c, cell = net.cells[i], s.cells[i]
        place, nation = today.places[c.place], today.nations[c.country]
        persons, near = c.movement * c.population, net.places[c.place].near_capital
        share, local = c.nation_share / c.mobilizable, c.place_share / c.mobilizable
        for r in range(LANES):
            out = cell.present[r] * cell.active[r]
            place.crowd[r] += persons * out
            place.participation[r] = min(1.0, place.participation[r] + local * out)
            nation.participation[r] = min(1.0, nation.participation[r] + share * out / nation.people[r])
            nation.crowd_capital[r] += near * persons * out


@kernel
def preferences_falsified(s, today, p):
    """M01 · Discontent is hidden until others show theirs.

        reluctance_i = −w_V · v / (V_i + v)

    with the barrier u0 − w_V of people_mobilize this makes −u0 + w_V·V_i/(V_i + v)
    V share seen in action [0–1] · v half point [0–1] · w_V [log-odds]

    Off:     nobody waits for others: the reluctance to act first, w_V log-odds where nobody is seen, is gone for all.
    Signs:   discontent that nobody shows → size of the next eruption (+); discontent that nobody shows → protest seen before it
             (0)
    Source:  Granovetter (1978), Kuran (1989), Lohmann (1994).
    Claims:  A004, A006, A085, A187, B010, B016, B106
    """
    for i in range(s.cells.shape[0]):
        t = today.cells[i]
        for r in range(LANES):
            t.reluctance[r] = -p.visibility_weight[r] * p.visibility_half[r] / (t.seen[r] + p.visibility_half[r])


@kernel
def people_mobilize(s, today, net, p, keys, day):
    """Each person weighs acting; the active share of each group moves toward those who would.

        u_i = −(u0 − w_V) + reluctance_i + w_H·H_i + w_X·x_i + w_Q(Q_i + g_i·G) + w_B·min(B_i, B_max)
              + w_E(E_i − D_i − Δ_i) + w_O·O_i·call_i − w_R·R_p − w_L(L − L_ref) − w_N·hope − w_T·truce
              + ballot_i + roots_i + ϱ·mood_region + √(1 − ϱ²)·mood_nation + mood_place
        a*_i = m_i · S_i · logistic(u_i)
        A_i ← A_i + κ(a*_i − A_i) + √(κ(2 − κ)·a*_i(1 − a*_i)/(N_i·n_i))·z,   κ = κ_up rising
        falling: κ = κ_down + (κ_truce − κ_down)·min(1, c_T·truce);   A_i kept within [0, m_i]

    A active, a* would act, m mobilizable [share] · S stamina [0–1] · weights [log-odds] · κ [1/day] · N·n persons
    Δ confidence that decline has taken, roots what memory, identity and past reform add [log-odds] · O organization [0–1]
    Under a truce people go home together, in days and not weeks. ϱ weight of the region's mood [0–1]
    Opponents weigh approval, hope and truce as contenders do.

    The noise is that of N_i people who each reconsider with probability κ a day.

    Source:  logit of costs and benefits after Epstein (2002) and Lohmann (1994); every weight is a hypothesis of ours.
    """
    for i in range(s.cells.shape[0]):
        cell, c, t = s.cells[i], net.cells[i], today.cells[i]
        nation, place, risk = s.nations[c.country], s.places[c.place], today.places[c.place].risk
        exposure, exclusion = c.agenda_exposure, c.exclusion
        mobilizable, population = c.mobilizable, c.population
        region = s.regions[0]
        for r in range(LANES):
            wish = p.demand_weight[r] * (t.wanted[r] + exposure * nation.agenda[r])
            felt = p.hardship_weight[r] * cell.hardship[r] + p.exclusion_weight[r] * exclusion
            felt += p.outrage_weight[r] * min(p.outrage_cap[r], cell.outrage[r])
            means = p.efficacy_weight[r] * (cell.efficacy[r] - cell.scar[r] - cell.demoralized[r])
            means += p.call_weight[r] * cell.organized[r] * t.call[r] + t.roots[r]
            brakes = p.risk_weight[r] * risk[r] + p.approval_weight[r] * (nation.approval[r] - p.approval_reference[r])
            brakes += p.hope_weight[r] * nation.hope[r] + p.truce_weight[r] * nation.truce[r]
            own = math.sqrt(1.0 - p.mood_region_share[r] * p.mood_region_share[r])
            mood = p.mood_region_share[r] * region.mood[r] + own * nation.mood[r] + place.mood[r]
            t.urge[r] = p.visibility_weight[r] - p.barrier[r] + t.reluctance[r] + wish + felt + means - brakes + t.ballot[r] + mood
        for r in range(LANES):
            t.target[r] = mobilizable * cell.stamina[r] * logistic(t.urge[r])
        normals(keys, day, c.entity, draws.CROWD, t.luck)
        for r in range(LANES):
            home = p.fall_rate[r] + (p.truce_return_rate[r] - p.fall_rate[r]) * min(1.0, p.truce_return_gain[r] * nation.truce[r])
            pace = p.rise_rate[r] if t.target[r] > cell.active[r] else home
            spread = math.sqrt(pace * (2.0 - pace) * t.target[r] * (1.0 - t.target[r]) / (population * cell.present[r]))
            moved = cell.active[r] + pace * (t.target[r] - cell.active[r]) + spread * t.luck[r]
            cell.active[r] = min(mobilizable, max(0.0, moved))
