"""What leaders and organizations do: weigh a call, bridge, hold back, build councils."""

from groundswell.engine import draws
from groundswell.engine.draws import chance, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES


@kernel
def elections_moderate_leaders(s, today, net, p):
    """M18 · Leaders with something to win at the next election hold back.

        restraint_k = c_el · stake_k · prox

    restraint off the value of calling [1] · stake chance of winning office [0–1] · prox nearness of an election [0–1]

    Off:     ambition restrains nobody.
    Source:  Michels (1911), Przeworski & Sprague (1986), Madrid (2012).
    Claims:  B048, B049, B064, B073
    """
    for k in range(s.organizations.shape[0]):
        o, t = net.organizations[k], today.organizations[k]
        prox, stake = today.nations[o.country].prox, o.stake
        for r in range(LANES):
            t.restraint[r] = p.stake_gain[r] * stake * prox[r]


@kernel
def brokers_bridge(s, today, net, p):
    """M20 · Where organizations have a pact, one's call raises the other's.

        bridging_k = c_b · min(1, Σ_l pact_kl · calling_l)

    bridging on the value of calling [1] · pact strength [0–1] · calling 0 or 1

    Off:     every organization decides alone.
    Source:  Osa (2003), Silva (2009), Diani (2003).
    Claims:  A169, A171, A184, B027, B051
    """
    for k in range(s.organizations.shape[0]):
        o, t = net.organizations[k], today.organizations[k]
        for j in range(o.pacts_from, o.pacts_to):
            ally, weight = s.organizations[net.links[j].to], net.links[j].weight
            for r in range(LANES):
                t.bridging[r] += weight * ally.calling[r]
        for r in range(LANES):
            t.bridging[r] = p.bridge_gain[r] * min(1.0, t.bridging[r])


@kernel
def councils_form(s, today, net, p):
    """M32 · Where people stop work for weeks and the state's hold slips, neighborhood bodies take over supply.

        c_p ← c_p + X_p·(1 − control_p)·(1 − c_p)/τ_C − c_p/τ_C0

    c councils [0–1] · X_p participation in the place, by economic weight [0–1] · control [0–1] · τ_C lead time, τ_C0 memory [days]

    Off:     no councils: nobody feeds the strike, and no transfer of power is possible.
    Source:  Tilly (1978), Zibechi (2010), Kadivar (2018); the equation is a hypothesis of ours.
    Claims:  A135, A148, A198, B034, B088, B091, B092
    """
    for q in range(s.places.shape[0]):
        place = s.places[q]
        stopped = today.places[q].participation
        for r in range(LANES):
            growth = stopped[r] * (1.0 - place.control[r]) * (1.0 - place.councils[r]) / p.council_days[r]
            place.councils[r] += growth - place.councils[r] / p.council_memory_days[r]


@kernel
def read_the_base(s, today, net, p):
    """Leaders read how ready their members are.

        v_k = Σ_i share_ki [Q_i + g_i·G + c_A·A_i/m_i + c_B·min(B_i, B_max) − c_S(1 − S_i)]
              − c_N·hope + c_l·line_k + bridging_k − restraint_k − q_c

    share_ki part of k's members that group i is, sums to 1; bridging sees yesterday's calls
    v value of calling [1] · Q, G demands · A/m action · B outrage · S stamina · line from −1 to +1
    """
    for k in range(s.organizations.shape[0]):
        o, t = net.organizations[k], today.organizations[k]
        nation = s.nations[o.country]
        for j in range(o.members_from, o.members_to):
            i, weight = net.links[j].to, net.links[j].weight
            cell, c, heard = s.cells[i], net.cells[i], today.cells[i]
            exposure, mobilizable = c.agenda_exposure, c.mobilizable
            for r in range(LANES):
                wish = heard.wanted[r] + exposure * nation.agenda[r]
                heat = p.call_momentum[r] * cell.active[r] / mobilizable + p.call_outrage[r] * min(p.outrage_cap[r], cell.outrage[r])
                t.stamina[r] += weight * cell.stamina[r]
                t.readiness[r] += weight * (wish + heat - p.call_tiredness[r] * (1.0 - cell.stamina[r]))
        line = o.line
        for r in range(LANES):
            outlook = p.call_line[r] * line - p.call_hope[r] * nation.hope[r] - p.call_threshold[r]
            t.readiness[r] += outlook + t.bridging[r] - t.restraint[r]


@kernel
def organizations_call(s, today, net, p, keys, day):
    """Organizations call their members out, and call off.

        v_k the value of calling (read_the_base)
        rate of calling     = r_c · O_k · clip(c_c·v_k, 0, 1)
        rate of calling off = r_off·clip(−c_c·v_k, 0, 1) + r_T·truce + r_S·[S̄_k < S_c]
        call_i = max_k share_ki · trust_k · calling_k
        defeat_i = Σ_k share_ki · trust_k      over calls that end while S̄_k < S_c and truce < ½

    O organization of the base [0–1] · S̄ mean stamina of the base · r [1/day] · call, defeat [0–1]
    share_ki part of group i that belongs to k · trust_k part of it that follows a call [0–1]
    A call that ends while its base is exhausted, for whatever reason but a truce, has lost.

    Source:  readiness against threshold after Granovetter (1978) on the side of leaders; a hypothesis of ours.
    Departs: a hazard linear in the value, not a logit, so that a base at rest is not called out at random; a failed
             call costs its leaders nothing, rivals do not outflank each other, offers are not weighed, trust stands still.
    """
    read_the_base(s, today, net, p)
    for k in range(s.organizations.shape[0]):
        o, body, t = net.organizations[k], s.organizations[k], today.organizations[k]
        nation = s.nations[o.country]
        for r in range(LANES):
            value = p.call_slope[r] * t.readiness[r]
            if body.calling[r] == 0.0:
                if value > 0.0 and uniform(keys, r, day, o.entity, draws.CALL, 0) < chance(p.call_rate[r] * o.organized * min(1.0, value)):
                    body.calling[r] = 1.0
                    t.called[r] = 1.0
                continue
            tired = 1.0 if t.stamina[r] < p.call_exhaustion[r] else 0.0
            rate = p.call_off_rate[r] * min(1.0, max(0.0, -value)) + p.call_truce[r] * nation.truce[r] + p.call_exhaustion_rate[r] * tired
            if uniform(keys, r, day, o.entity, draws.CALL, 1) < chance(rate):
                body.calling[r] = 0.0
                t.called_off[r] = 1.0
                if tired > 0.0 and nation.truce[r] < 0.5:
                    for j in range(o.followers_from, o.followers_to):
                        followed = o.trust * net.links[j].weight
                        cell = s.cells[net.links[j].to]
                        cell.defeat_news[r] = min(1.0, cell.defeat_news[r] + followed)
        for j in range(o.followers_from, o.followers_to):
            call, share = today.cells[net.links[j].to].call, o.trust * net.links[j].weight
            for r in range(LANES):
                call[r] = max(call[r], share * body.calling[r])
