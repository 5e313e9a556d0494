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
    Signs:   stake in a near election → calls (−)
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
    Signs:   calls of allied organizations → own call (+)
    Source:  Osa (2003), Silva (2009), Diani & McAdam (2003).
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
    Signs:   weeks of stoppage where the state's hold slips → councils (+); late start → councils at the climax (0)
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
    """Leaders read how ready their members are, and how well organized.

        v_k = Σ_i share_ki [Q_i + g_i·G + c_A·A_i/m_i + c_B·min(B_i, B_max) − c_S(1 − S_i)]
              − c_N·hope + c_l·line_k + bridging_k − restraint_k − posts_k − q_c
        O_k = Σ_i share_ki · O_i

    share_ki part of k's members that group i is, sums to 1; bridging sees yesterday's calls
    v value of calling [1] · Q, G demands · A/m action · B outrage · S stamina · line from −1 to +1 · O organization [0–1]
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
                t.organized[r] = min(1.0, t.organized[r] + weight * cell.organized[r])
                t.readiness[r] += weight * (wish + heat - p.call_tiredness[r] * (1.0 - cell.stamina[r]))
        line = s.organizations[k].line
        for r in range(LANES):
            outlook = p.call_line[r] * line[r] - p.call_hope[r] * nation.hope[r] - p.call_threshold[r]
            t.readiness[r] += outlook + t.bridging[r] - t.restraint[r] - t.posts[r]


@kernel
def organizations_call(s, today, net, p, keys, day):
    """Organizations call their members out, and call off.

        v_k the value of calling (read_the_base)
        rate of calling     = r_c · O_k · clip(c_c·v_k, 0, 1)
        rate of calling off = (r_off·clip(−c_c·v_k, 0, 1) + r_S·[S̄_k < S_c])(1 − steadiness_k) + r_T·truce
        call_i = max_k share_ki · trust_k · calling_k
        defeat_i = Σ_k share_ki · trust_k      over calls that end while S̄_k < S_c and truce < ½

    O organization of the base, steadiness that activists give [0–1] · S̄ mean stamina of the base · r [1/day] · call, defeat [0–1]
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
                rate = p.call_rate[r] * t.organized[r] * min(1.0, value)
                if value > 0.0 and uniform(keys, r, day, o.entity, draws.CALL, 0) < chance(rate):
                    body.calling[r] = 1.0
                    t.called[r] = 1.0
                continue
            tired = 1.0 if t.stamina[r] < p.call_exhaustion[r] else 0.0
            rate = p.call_off_rate[r] * min(1.0, max(0.0, -value)) + p.call_exhaustion_rate[r] * tired
            rate = rate * (1.0 - t.steadiness[r]) + p.call_truce[r] * nation.truce[r]
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


@kernel
def leaders_lag(s, today, net, p, keys, day):
    """M19 · Leaders who suited the last stage stay where they were; their base moves on, and one day replaces them.

        w_k = min(1, Σ_i share_ki·min(1, Q_i + g_i·G)),    b_k = 2·w_k − 1
        l_k ← l_k + w_k·(b_k − l_k)/τ_l;    with the rate r_l·max(0, b_k − l_k − 1):  l_k ← b_k

    l line of the leaders, b what their base wants of it [−1–1] · w how loudly the base speaks: while it asks for nothing, the
    line stays [0–1] · Q, G demands · g exposure, share part of k's members [0–1] · τ_l [days] · r_l [1/day]; the line enters
    the value of calling (organizations_call)

    Off:     leaders keep the line they began with.
    Signs:   gap between base and leaders → turn of the leaders, with a lag (+); line of the leaders → calls (+)
    Source:  Zald & Ash (1966), Piven & Cloward (1977), Barker, Johnson & Lavalette (2001); the equation is a hypothesis of ours.
    Claims:  A069, A098, A135, A193, A194, A195, B031, B046
    """
    for k in range(s.organizations.shape[0]):
        o, body, t = net.organizations[k], s.organizations[k], today.organizations[k]
        nation = s.nations[o.country]
        for j in range(o.members_from, o.members_to):
            i, weight = net.links[j].to, net.links[j].weight
            wanted, exposure = today.cells[i].wanted, net.cells[i].agenda_exposure
            for r in range(LANES):
                t.base_line[r] += weight * min(1.0, wanted[r] + exposure * nation.agenda[r])
        for r in range(LANES):
            voice = min(1.0, t.base_line[r])
            t.base_line[r] = 2.0 * voice - 1.0
            body.line[r] += voice * (t.base_line[r] - body.line[r]) / p.leader_days[r]
            outflanked = max(0.0, t.base_line[r] - body.line[r] - 1.0)
            if outflanked > 0.0 and uniform(keys, r, day, o.entity, draws.LEADER, 0) < chance(p.leader_rate[r] * outflanked):
                body.line[r] = t.base_line[r]


@kernel
def militants_connect(s, today, net, p):
    """M34 · Activists who know each other across organizations join their calls, and hold out longer.

        μ_k ← μ_k + x_k(1 − μ_k)/τ_n1 − μ_k/τ_n0
        bridging_k ← bridging_k + c_n·μ_k·min(1, Σ_{l≠k} μ_l·calling_l),     steadiness_k = s_n·μ_k

    μ density of activists who join k to others [0–1] · x_k action of k's members [0–1] · calling of others, 0 or 1, in the
    same country · bridging on the value of calling [1] · steadiness off the rate of calling off [0–1] · c_n [1] · s_n [0–1] · τ [days]

    Off:     organizations meet at their pacts only.
    Signs:   activists who join organizations → calls together (+); activists → calls called off (−)
    Source:  Marwell & Oliver (1993), Siegel (2009), Diani & McAdam (2003); the equation is a hypothesis of ours.
    Claims:  A093, A098, A099, A122, A193, A196, B038, B089, B108
    """
    for k in range(s.organizations.shape[0]):
        o, body, t = net.organizations[k], s.organizations[k], today.organizations[k]
        chorus = today.nations[o.country].chorus
        for j in range(o.members_from, o.members_to):
            i, weight = net.links[j].to, net.links[j].weight / net.cells[net.links[j].to].mobilizable
            for r in range(LANES):
                t.out[r] = min(1.0, t.out[r] + weight * s.cells[i].active[r])
        for r in range(LANES):
            grown = t.out[r] * (1.0 - body.militants[r]) / p.militant_build_days[r]
            body.militants[r] += grown - body.militants[r] / p.militant_days[r]
            chorus[r] += body.militants[r] * body.calling[r]
            t.steadiness[r] = p.militant_steadiness[r] * body.militants[r]
    for k in range(s.organizations.shape[0]):
        body, t = s.organizations[k], today.organizations[k]
        chorus = today.nations[net.organizations[k].country].chorus
        for r in range(LANES):
            others = min(1.0, max(0.0, chorus[r] - body.militants[r] * body.calling[r]))
            t.bridging[r] += p.militant_gain[r] * body.militants[r] * others


@kernel
def cadres_coopted(s, today, net, p, keys, day):
    """M44 · A government that grants what is asked also gives posts; leaders who take them call less for a year or two.

        in a government's first year, with the rate r_p·max(0, π)·(1 − l_k)/2:  coopted_k ← 1
        coopted_k ← coopted_k·(1 − 1/τ_p),     posts_k = c_p·coopted_k

    coopted leaders in posts of the state [0–1] · π policy line, l line of the leaders [−1–1] · posts off the value of
    calling [1] · r_p [1/day] · τ_p [days] · c_p [1]; where councils rule nobody gives posts

    Off:     nobody is bought.
    Signs:   policy of a friendly government → leaders in posts (+); leaders in posts → calls (−)
    Source:  Dagnino (2003), Petras (1997); the equation is a hypothesis of ours.
    Rivals:  deference on the surface hides resistance below it: Scott (1985).
    Claims:  A062, A063, A064, A065, A066, A067, B103
    """
    for k in range(s.organizations.shape[0]):
        o, body, t = net.organizations[k], s.organizations[k], today.organizations[k]
        nation = s.nations[o.country]
        for r in range(LANES):
            body.coopted[r] -= body.coopted[r] / p.post_days[r]
            rate = p.post_rate[r] * max(0.0, nation.policy[r]) * 0.5 * (1.0 - body.line[r])
            if rate > 0.0 and nation.days_in_office[r] < p.post_office[r] and nation.power_transferred[r] == 0.0:
                if uniform(keys, r, day, o.entity, draws.POST, 0) < chance(rate):
                    body.coopted[r] = 1.0
            t.posts[r] = p.post_weight[r] * body.coopted[r]
