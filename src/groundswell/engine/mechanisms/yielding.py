"""What gives way: demands granted, heads replaced, ballots held, power transferred."""

from groundswell.engine import draws
from groundswell.engine.draws import chance, exp, logistic, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.state import CONGRESS, COUP, LANES, STREET, TRANSFER


@kernel
def enter_office(s, today, net, n, r, g, day):
    """A government takes office: its own unity, a clean slate of orders, its own calendar.

    Unity, policy, days in office, operation (running and spent), mutiny, refusal, mediation and emergency begin anew, an
    election that it must call is dated; approval, hope and grievances are inherited.
    """
    nation, government = s.nations[n], net.governments[g]
    nation.government[r] = g
    nation.unity[r] = government.unity
    nation.policy[r] = government.policy
    nation.own_policy[r] = government.policy
    nation.mediation[r] = 0.0
    nation.emergency[r] = 0.0
    nation.days_in_office[r] = 0.0
    orders_lapse(s, today, n, r)
    nation.operation_spent[r] = 0.0
    nation.refusal[r] = 0.0
    nation.election_day[r] = day + government.election_within if government.election_within >= 0.0 else -1.0
    today.nations[n].entered[r] = 1.0


@kernel
def orders_lapse(s, today, n, r):
    """With a government go its operation and the mutiny against it."""
    nation, t = s.nations[n], today.nations[n]
    t.operation_ended[r] = max(t.operation_ended[r], nation.operation[r])
    t.mutiny_ended[r] = max(t.mutiny_ended[r], nation.mutiny[r])
    nation.operation[r] = 0.0
    nation.mutiny[r] = 0.0


@kernel
def be_trusted(s, net, n, r):
    """A government that came by the rules: L ← approval at entry, hope ← max(hope, hope at entry)."""
    nation = s.nations[n]
    government = net.governments[int(nation.government[r])]
    nation.approval[r] = government.approval
    nation.hope[r] = max(nation.hope[r], government.hope)


@kernel
def government_concedes(s, today, net, p, keys, day):
    """Under pressure a government grants a demand, half of it hollow; blood hardens it.

        rate_d = h_c · X_d · exp(−c_h·B̄_d) · ease · (1 − torn) + [mediation]·g_g · X_d     if X_d > X_h and q_d > q_h
        Δ = d_h·q_d,  q ← q − Δ,  parked ← parked + π0·(1 − X_d)·Δ·(1 − parked)
        victory_i = Δ·(1 − hollow)·([contender]·ε_V·X_d + [holder]·min(1, c_v·A_i/m_i)),   hollow = π0(1 − X_d)

    X_d participation of those who hold the demand [0–1] · B̄_d their outrage · h_c [1/day] · π0, d_h, ε_V [0–1]
    ease what the budget allows, torn how far offers are refused [0–1] · g_g what a mediator adds [1/day]

    Source:  war of attrition with a granting side; a hypothesis of ours. The national agenda is not granted here:
             it is moved (agenda_diverted) or falls with the head.
    Departs: a demand is granted for all who hold it, not place by place; one under q_h is not worth a grant, and a
             victory is as large as what was granted.
    """
    for d in range(s.demands.shape[0]):
        demand, t = net.demands[d], today.demands[d]
        if demand.national > 0.0 or demand.movement == 0.0:
            continue
        for k in range(demand.holders_from, demand.holders_to):
            i, weight = net.links[k].to, net.links[k].weight
            cell, active = s.cells[i], weight / net.cells[i].mobilizable
            for r in range(LANES):
                t.pressure[r] = min(1.0, t.pressure[r] + active * cell.active[r])
                t.bloodshed[r] += weight * cell.outrage[r]
        for r in range(LANES):
            if s.nations[demand.country].power_transferred[r] > 0.0:
                continue
            if t.pressure[r] > p.concession_threshold[r] and s.demands[d].open[r] > p.concession_least[r]:
                nation, state = s.nations[demand.country], today.nations[demand.country]
                rate = p.concession_rate[r] * t.pressure[r] * exp(-p.concession_bloodshed[r] * t.bloodshed[r])
                rate *= state.ease[r] * (1.0 - nation.torn[r])
                rate += nation.mediation[r] * p.mediation_settling[r] * t.pressure[r]
                if uniform(keys, r, day, demand.entity, draws.CONCESSION, 0) < chance(rate):
                    grant(s, today, net, p, d, r, t.pressure[r])


@kernel
def grant(s, today, net, p, d, r, pressure):
    """Grant demand ``d`` in one history: what is settled, what is only parked, and who has won."""
    demand, stock = net.demands[d], s.demands[d]
    granted = p.concession_share[r] * stock.open[r]
    hollow = p.hollow_share[r] * (1.0 - pressure)
    substance = granted * (1.0 - hollow)
    stock.open[r] -= granted
    stock.parked[r] += hollow * granted * (1.0 - stock.parked[r])
    today.demands[d].conceded[r] += granted
    for i in range(s.cells.shape[0]):
        if net.cells[i].country == demand.country and net.cells[i].movement > 0.0:
            s.cells[i].victory_news[r] += p.victory_elsewhere[r] * pressure * substance
    for k in range(demand.holders_from, demand.holders_to):
        i = net.links[k].to
        won = min(1.0, p.concession_victory[r] * s.cells[i].active[r] / net.cells[i].mobilizable)
        s.cells[i].victory_news[r] += won * substance


@kernel
def elites_sacrifice_leader(s, today, p):
    """M26 · A divided coalition lets its head go rather than risk a clash it may lose.

        desertion = −a_U·(U − ½)      in the log-odds of a fall by the street

    U unity [0–1] · a_U [1]

    Off:     unity makes no difference to a fall.
    Signs:   unity of the coalition → elites' leaving (−); elites' leaving → fall of the head without a coup (+)
    Source:  Pérez-Liñán (2007), Acemoglu & Robinson (2006).
    Rivals:  elites chose the coup in Venezuela in 2002 and in Honduras in 2009.
    Claims:  A094, A095, A137, A197, A203, B068
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            t.desertion[r] = -p.fall_unity[r] * (nation.unity[r] - 0.5)


@kernel
def government_falls(s, today, net, p, keys, day):
    """A government falls by the street, by congress or by the army; the chain of succession names who follows.

        h_street   = e^l0 · [exp(a_X·X + a_Z·Z + a_B·min(B̄, B_max) + a_D(refusal + a_M·mutiny)) − 1]
                     · exp(desertion − a_L(L − L_ref) − a_σ(σ − ½))
        h_congress = λ_c · logistic((1 − σ − quorum)/δ_σ) · X · exp(−a_L(L − L_ref))
        h_coup     = λ_m · tutelage · max(crisis, torn) · max(0, 1 − x/x_v) · exp(−a_L(L − L_ref))
        h = h/(1 + h/λ_max) for each;  chance of a fall today = 1 − exp(−h_street − h_congress − h_coup)

    X stoppage, Z siege of the capital, refusal, mutiny, L approval, σ seats of the coalition [0–1]
    B̄ outrage in the capital [log persons] · λ [1/day] · each route is zero without its own cause · x participation
    crisis of the currency, torn between two poles, tutelage of the army [0–1] · a_σ how a majority shields [1]
    The route is the first of street, congress and army whose rates, added in this order, pass u·h/P(fall), with the u
    that decided the fall. The army puts the establishment in office, meets nothing, and nobody has won.
    A fall by the others meets every demand of contenders; who took part has won: victory_i = A_i/m_i + ε_0; anger cools: B_i ← k_B·B_i.

    Source:  Pérez-Liñán (2007), Hochstetler (2006) for the causes; saturating hazard a hypothesis of ours.
    Departs: no scandal in the route by congress, and no past falls, near election or foreign backing in the
             route by the street; siege, anger or refusal alone give that route a rate, however small the crowd.
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        for r in range(LANES):
            if nation.power_transferred[r] > 0.0:
                continue
            government = net.governments[int(nation.government[r])]
            anger = p.fall_outrage[r] * min(p.outrage_cap[r], t.outrage_capital[r])
            anger += p.fall_refusal[r] * (nation.refusal[r] + p.fall_mutiny[r] * nation.mutiny[r])
            push = exp(p.fall_stoppage[r] * t.stoppage[r] + p.fall_siege[r] * t.siege[r] + anger) - 1.0
            disfavor = -p.fall_approval[r] * (nation.approval[r] - p.approval_reference[r])
            shield = -p.fall_shield[r] * (government.seats - 0.5)
            street = exp(p.fall_base[r] + t.desertion[r] + disfavor + shield) * push
            street = street / (1.0 + street / p.fall_ceiling[r])
            removal = logistic((1.0 - government.seats - country.quorum) / p.congress_width[r])
            congress = p.congress_rate[r] * removal * t.stoppage[r] * exp(disfavor)
            congress = congress / (1.0 + congress / p.fall_ceiling[r])
            field = max(0.0, 1.0 - t.participation[r] / p.reversal_participation[r])
            army = p.coup_rate[r] * country.tutelage * max(nation.crisis[r], nation.torn[r]) * field * exp(disfavor)
            army = army / (1.0 + army / p.fall_ceiling[r])
            rate = street + congress + army
            u = uniform(keys, r, day, country.entity, draws.FALL, 0)
            if u < chance(rate):
                t.fell[r] = 1.0
                share = u * rate / chance(rate)
                t.route[r] = STREET if share < street else CONGRESS if share < street + congress else COUP
                if t.route[r] == COUP:
                    depose(s, today, net, n, r, day)
                else:
                    succeed(s, today, net, p, n, r, day)


@kernel
def depose(s, today, net, n, r, day):
    """The army removes the head: the establishment enters office, nothing is met, and nobody has won."""
    nation = s.nations[n]
    today.nations[n].fallen_government[r] = nation.government[r]
    nation.past_falls[r] += 1.0
    nation.reaction_won[r] = 0.0
    enter_office(s, today, net, n, r, net.nations[n].establishment, day)


@kernel
def succeed(s, today, net, p, n, r, day):
    """The head goes, every demand outstanding counts as met, and the next in line takes office."""
    bring_down(s, today, net, p, n, r)
    s.nations[n].succession_news[r] = 1.0
    enter_office(s, today, net, n, r, net.governments[int(s.nations[n].government[r])].successor, day)


@kernel
def bring_down(s, today, net, p, n, r):
    """A government is gone: what was outstanding counts as met, and those who took part have won."""
    nation, t = s.nations[n], today.nations[n]
    t.fallen_government[r] = nation.government[r]
    t.agenda_met[r] = nation.agenda[r]
    nation.agenda[r] = 0.0
    nation.past_falls[r] += 1.0
    nation.won_news[r] = 1.0
    nation.reaction_won[r] = 0.0
    for d in range(s.demands.shape[0]):
        if net.demands[d].country == n and net.demands[d].movement > 0.0:
            today.demands[d].met[r] = s.demands[d].open[r]
            s.demands[d].open[r] = 0.0
    for i in range(s.cells.shape[0]):
        c, cell = net.cells[i], s.cells[i]
        if c.country == n:
            cell.outrage[r] *= p.outrage_kept[r]
            cell.victory_news[r] += c.movement * (cell.active[r] / c.mobilizable + p.victory_bystander[r])


@kernel
def veto_wins_no_program(s, today, net, p):
    """M33 · A movement that can stop everything and decide nothing wins a head, not a program.

        of what the fall met:  parked ← parked + ρ·met·(1 − parked),   open ← open + (1 − ρ)·met    (the agenda likewise)
        a demand, or an agenda, that asks only to stop or undo something stays met

    met, open, parked [0–1] · ρ share parked [0–1]

    Off:     whoever brings a government down has won all that was asked of it.
    Signs:   fall over a veto → demands that stay won (+); fall over a program → demands only parked (+)
    Source:  Gamson (1975), Bayat (2017); which demands are vetoes is the scenario's coding.
    Claims:  A093, A180, A196, B038, B081, B083, B085
    """
    for n in range(s.nations.shape[0]):
        nation, t, program = s.nations[n], today.nations[n], 1.0 - net.nations[n].agenda_is_veto
        for r in range(LANES):
            taken_back = program * t.agenda_met[r]
            nation.agenda_parked[r] += p.parked_share[r] * taken_back * (1.0 - nation.agenda_parked[r])
            nation.agenda[r] += (1.0 - p.parked_share[r]) * taken_back
    for d in range(s.demands.shape[0]):
        stock, t = s.demands[d], today.demands[d]
        program = 1.0 - net.demands[d].veto
        for r in range(LANES):
            stock.parked[r] += program * p.parked_share[r] * t.met[r] * (1.0 - stock.parked[r])
            stock.open[r] += program * (1.0 - p.parked_share[r]) * t.met[r]


@kernel
def elections_held(s, today, net, p, keys, day):
    """Governments change by the calendar, by illness, and by early elections that a caretaker must call.

        a dated inauguration, or a handover by the one in office, takes effect, unless an election of the model, a
        transfer or a reversal came first; a called ballot is held on its day, except where one of those falls on it,
        and so is a ballot of the calendar without a winner, unless councils or reaction rule
        P(outsider wins) = logistic(b_E·Ē + b_L(½ − L) + b_D·doubt + b_Λ·Λ)      else the establishment

    Ē mean efficacy of contenders [log-odds] · L approval, doubt in the economic model, Λ scar of a massacre [0–1] · b [1]

    Source:  results of the calendar's ballots that name a winner are inputs of the scenario; the ballot of the model is a
             hypothesis of ours.
    """
    for n in range(s.nations.shape[0]):
        nation, dates = s.nations[n], net.calendar[n, day]
        for r in range(LANES):
            free = nation.elected[r] == 0.0 and nation.power_transferred[r] == 0.0 and nation.reaction_won[r] == 0.0
            if free and dates.inaugurates >= 0:
                enter_office(s, today, net, n, r, dates.inaugurates, day)
                be_trusted(s, net, n, r)
            elif free and dates.incoming >= 0 and nation.government[r] == dates.outgoing:
                enter_office(s, today, net, n, r, dates.incoming, day)
                be_trusted(s, net, n, r)
            elif nation.election_day[r] == day:
                nation.elected[r] = 1.0
                ballot(s, today, net, p, keys, n, r, day)
            elif dates.ballot > 0.0 and nation.power_transferred[r] == 0.0 and nation.reaction_won[r] == 0.0:
                ballot(s, today, net, p, keys, n, r, day)


@kernel
def ballot(s, today, net, p, keys, n, r, day):
    """An election in one history: outsider or establishment."""
    nation, t, country = s.nations[n], today.nations[n], net.nations[n]
    belief = 0.0
    for i in range(s.cells.shape[0]):
        if net.cells[i].country == n:
            belief += net.cells[i].nation_share * s.cells[i].efficacy[r]
    odds = p.ballot_efficacy[r] * belief + p.ballot_approval[r] * (0.5 - nation.approval[r])
    odds += p.ballot_doubt[r] * nation.doubt[r] + p.ballot_scar[r] * nation.legitimacy_scar[r]
    won = uniform(keys, r, day, country.entity, draws.BALLOT, 0) < logistic(odds)
    t.elected[r] = 1.0
    enter_office(s, today, net, n, r, country.outsider if won else country.establishment, day)
    be_trusted(s, net, n, r)


@kernel
def power_transfers(s, today, net, p, keys, day):
    """Power passes to councils only where councils, split forces and lost control meet in the capital.

        rate = λ_p · max(0, 2c − 1) · max(0, 1 − 2·control) · (1 − obedience) · X

    c councils, control of the capital [0–1] · obedience [0–1] · X stoppage [0–1] · λ_p [1/day]
    From then on nobody sits in the palace: line = 0, no act, offer, grant, fall, ballot or handover, until a reversal by
    force. What was outstanding is met; everybody who took part has won.

    Source:  Tilly (1978) on multiple sovereignty; a hypothesis of ours, never observed in these cases.
    Departs: whether organizations want power is not weighed.
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        capital = s.places[country.capital]
        for r in range(LANES):
            organs = max(0.0, 2.0 * capital.councils[r] - 1.0) * max(0.0, 1.0 - 2.0 * capital.control[r])
            rate = p.transfer_rate[r] * organs * (1.0 - t.obedience[r]) * t.stoppage[r]
            if rate > 0.0 and nation.power_transferred[r] == 0.0 and t.fell[r] == 0.0:
                if uniform(keys, r, day, country.entity, draws.TRANSFER, 0) < chance(rate):
                    nation.power_transferred[r] = 1.0
                    nation.election_day[r] = -1.0
                    t.transferred[r] = 1.0
                    t.fell[r] = 1.0
                    t.route[r] = TRANSFER
                    bring_down(s, today, net, p, n, r)
                    orders_lapse(s, today, n, r)
