"""What a government does to people: dated acts of policy, and what they leave behind."""

from groundswell.engine import draws
from groundswell.engine.draws import chance, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.state import DIVERSION, LANES, LAYOFF, LIVELIHOOD, PRICE, PROMISE, RESOURCE, TAX, WAGE


@kernel
def raise_demands(s, today, net, p, day, first_kind, last_kind):
    """The day's acts of these kinds raise the demand they provoke, or the agenda where the demand is the national one.

        q ← q + min(1, s·severity)·(1 − q),   or   G ← G + min(1, s·severity)·(1 − G)
    """
    for n in range(s.nations.shape[0]):
        dates, nation = net.calendar[n, day], s.nations[n]
        for a in range(dates.acts_from, dates.acts_to):
            act = net.acts[a]
            if act.country != n or act.kind < first_kind or act.kind > last_kind or act.demand < 0:
                continue
            national = net.demands[act.demand].national
            demand, befell = s.demands[act.demand], today.acts[a].befell
            for r in range(LANES):
                push = befell[r] * min(1.0, p.act_severity_scale[r] * act.severity)
                demand.open[r] += (1.0 - national) * push * (1.0 - demand.open[r])
                nation.agenda[r] += national * push * (1.0 - nation.agenda[r])


@kernel
def acts_befall(s, today, net, p, day):
    """Dated acts of policy happen, if the government they belong to is in office.

        befell_a = 1 if day = date_a and (government_a is anyone, or in office)
        q_d ← q_d + min(1, s·severity_a)·(1 − q_d)      for disputes over wages, broken promises and layoffs
        g_p ← max(g_p, min(1, s·police grievance_a))

    q demand [0–1] · s common scale of severities [1] · g_p the police's own grievance [0–1]

    Source:  dates and severities are the scenario's; inputs. Prices and taxes raise demands in
             prices_shock, resources and livelihoods in resources_threatened.
    """
    for n in range(s.nations.shape[0]):
        dates, nation = net.calendar[n, day], s.nations[n]
        for a in range(dates.acts_from, dates.acts_to):
            act, befell = net.acts[a], today.acts[a].befell
            if act.country != n:
                continue
            for r in range(LANES):
                governed = nation.government[r] == act.government and nation.power_transferred[r] == 0.0
                befell[r] = 1.0 if act.government < 0 or governed else 0.0
                grievance = min(1.0, p.act_severity_scale[r] * act.police_grievance)
                nation.police_grievance[r] = max(nation.police_grievance[r], befell[r] * grievance)
    raise_demands(s, today, net, p, day, WAGE, PROMISE)
    raise_demands(s, today, net, p, day, LAYOFF, LAYOFF)


@kernel
def prices_shock(s, today, net, p, day):
    """M02 · A sudden rise of a price, tariff or tax gives many people the same demand on one day.

        q_d ← q_d + min(1, s·severity_a)·(1 − q_d)      for acts of kind price or tax

    q demand [0–1] · s common scale of severities [1] · severity [0–1]

    Off:     prices and taxes rise and nobody asks for anything.
    Signs:   a price or tax that rises for many at once → turnout of the first weeks (+); withdrawal of the measure → turnout (−)
    Source:  Walton & Seddon (1994), Auyero (2007); the bounded sum is a hypothesis of ours.
    Claims:  A052, A090, A091, A169, A192, B027
    """
    raise_demands(s, today, net, p, day, PRICE, TAX)


@kernel
def resources_threatened(s, today, net, p, day):
    """M04 · A threat to something held in common or lived from raises a demand, local or national.

        q_d ← q_d + min(1, s·severity_a)·(1 − q_d)      for acts of kind resource or livelihood
        G   ← G + min(1, s·severity_a)·(1 − G)          where the demand is the national agenda

    q demand, G agenda [0–1] · s common scale of severities [1] · severity [0–1]

    Off:     resource contracts and eradication go unnoticed.
    Signs:   threat to what is held in common or lived from → demands (+); demands → action across classes (+)
    Source:  Almeida (2007), Simmons (2016), Arce (2014); the bounded sum is a hypothesis of ours.
    Claims:  A168, B018, B032, B056, B059
    """
    raise_demands(s, today, net, p, day, RESOURCE, LIVELIHOOD)


@kernel
def agenda_diverted(s, today, net, p, keys, day):
    """M28 · A government moves a burning question to a venue it frames: referendum, assembly, quarrel abroad.

        rate = r_div · min(1, G + PG) · (1 − line) · [at least t_div days since the last]
        then  PG ← PG + d_div·G·(1 − PG),  G ← (1 − d_div)·G,  hope ← hope + h_div·(1 − torn)(1 − hope)
        a dated act of kind diversion raises hope by its own amount, and does not count as the last

    G agenda, PG agenda parked [0–1] · line readiness to use force [0–1] · hope [0–1] · r_div [1/day]
    torn how far the government stands between two poles, whose offers nobody wants [0–1]

    Off:     no government offers a vote or a quarrel instead of the thing itself.
    Signs:   vote or quarrel offered → agenda (−); vote or quarrel offered → hope (+); agenda set aside → agenda later (+)
    Source:  Altman (2011), Negretto (2013); the hazard is a hypothesis of ours.
    Rivals:  Colombia's referendum of 2003 failed those who called it.
    Claims:  A075, A105, A205, B043, B044, B049, B107
    """
    for n in range(s.nations.shape[0]):
        dates, nation, morning = net.calendar[n, day], s.nations[n], today.nations[n]
        for a in range(dates.acts_from, dates.acts_to):
            act, befell = net.acts[a], today.acts[a].befell
            if act.country != n or act.kind != DIVERSION:
                continue
            for r in range(LANES):
                nation.hope[r] += befell[r] * act.hope * (1.0 - nation.hope[r])
        for r in range(LANES):
            if nation.days_since_diversion[r] < p.diversion_wait[r] or nation.power_transferred[r] > 0.0:
                continue
            line = morning.line[r]
            burning = min(1.0, nation.agenda[r] + nation.agenda_parked[r])
            if uniform(keys, r, day, net.nations[n].entity, draws.DIVERSION, 0) < chance(p.diversion_rate[r] * burning * (1.0 - line)):
                aside = p.diversion_share[r] * nation.agenda[r]
                nation.agenda[r] -= aside
                nation.agenda_parked[r] += aside * (1.0 - nation.agenda_parked[r])
                nation.hope[r] += p.diversion_hope[r] * (1.0 - nation.torn[r]) * (1.0 - nation.hope[r])
                nation.days_since_diversion[r] = 0.0
                morning.diverted[r] = 1.0


@kernel
def honeymoon_fades(s, today, p):
    """M15 · Trust and hope that a new government starts with wear off, faster where it is not the first to disappoint.

        pace = min(1, (1 + c_F·falls)/τ_L),      hope ← hope·(1 − min(1, (1 + c_F·falls)/τ_N))

    pace at which approval goes to its rest [1/day], taken up in approval_settles · hope [0–1] · τ_L, τ_N [days]
    falls governments fallen so far · c_F [1]

    Off:     a government keeps the trust and the hope it came with, but for what deaths and stoppage cost it.
    Signs:   time in office → trust and hope (−); falls before → pace of the loss (+)
    Source:  Mueller (1970); Carlin, Hartlyn, Hellwig, Love, Martínez-Gallardo & Singer (2018); the speed-up by past
             falls is a hypothesis of ours.
    Rivals:  low approval is neither needed nor enough: Toledo governed on at 6 to 10 in 100, Mesa fell near 40 to 60.
    Claims:  A049, A055, A077, A168, A182, B040, B054, B107
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            haste = 1.0 + p.honeymoon_falls[r] * nation.past_falls[r]
            t.pace[r] = min(1.0, haste / p.approval_days[r])
            nation.hope[r] -= nation.hope[r] * min(1.0, haste / p.hope_days[r])


@kernel
def approval_settles(s, today, p):
    """Approval moves toward its rest, at the pace at which honeymoons fade.

        L ← clip(L + pace·((L_0 + lift)(1 − Λ) − L), 0, 1)

    L approval, L_0 its rest without growth, lift by growth [0–1] · pace [1/day], zero if nothing makes trust fade
    Λ trust that a massacre has taken for good [0–1]

    Source:  a relaxing stock; a hypothesis of ours.
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            gap = (p.approval_floor[r] + t.lift[r]) * (1.0 - nation.legitimacy_scar[r]) - nation.approval[r]
            nation.approval[r] = min(1.0, max(0.0, nation.approval[r] + t.pace[r] * gap))


@kernel
def pressure_moves_policy(s, today, net, p):
    """M50 · A government that rests on a mobilized base moves its policy toward it, and back when base or money fail.

        π ← clip(π + κ_b·base·x·(1 − π) − κ_l·(1 − M)(1 + π) − (π − π_g)/τ_π, −1, 1)
        q ← q·(1 − δ_π·max(0, π − π_g)·ease)      for demands of contenders

    π policy line, π_g the line the government came with, less what isolation has worn off it (isolation_erodes) [−1–1]
    base how far it rests on a mobilized base [0–1] · x participation of contenders [0–1] · M room of the budget, ease of
    granting [0–1] · κ, δ_π [1/day] · τ_π [days]
    Where councils rule nobody's policy moves.

    Off:     a government keeps to the policy it came with.
    Signs:   mobilized base of a government that rests on it → policy line (+); lenders → policy line (−)
    Source:  Page & Shapiro (1983), Burstein (2003), Silva (2009); the equation is a hypothesis of ours.
    Rivals:  policy against the vote, under lenders: Stokes (2001). Argentina in January 2006 and Ecuador in 2003 did not follow
             the base.
    Claims:  A126, A134, A204, A211
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            base = net.governments[int(nation.government[r])].backing * (1.0 - nation.power_transferred[r])
            push = p.policy_push[r] * base * t.participation[r] * (1.0 - nation.policy[r])
            pull = p.policy_pull[r] * (1.0 - nation.room[r]) * (1.0 + nation.policy[r])
            back = (nation.policy[r] - nation.own_policy[r]) / p.policy_days[r]
            nation.policy[r] = min(1.0, max(-1.0, nation.policy[r] + push - pull - back))
    for d in range(s.demands.shape[0]):
        demand = net.demands[d]
        if demand.movement == 0.0:
            continue
        nation, t, stock = s.nations[demand.country], today.nations[demand.country], s.demands[d]
        for r in range(LANES):
            moved = max(0.0, nation.policy[r] - nation.own_policy[r])
            stock.open[r] -= stock.open[r] * p.policy_relief[r] * moved * t.ease[r]
