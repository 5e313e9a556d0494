"""What changes people over years: where they live and work, what a reform gave, what a crisis took, what they call themselves."""

from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES, LAYOFF, REFORM

MONTHS = 12.0  # of a year


@kernel
def moved_in(s, net, i, j, r, leaving):
    """People of group ``i`` join group ``j`` in one history, all but the last person; newcomers are in no organization yet."""
    leaving = max(0.0, min(leaving, s.cells[i].present[r] - 1.0 / net.cells[i].population))
    arriving = leaving * net.cells[i].population / net.cells[j].population
    target = s.cells[j]
    target.organized[r] *= target.present[r] / (target.present[r] + arriving)
    target.present[r] += arriving
    s.cells[i].present[r] -= leaving


@kernel
def in_force(s, net, act, n, r):
    """Whether an act of today is done in one history: the government it belongs to is in office."""
    nation = s.nations[n]
    governed = nation.government[r] == act.government and nation.power_transferred[r] == 0.0
    return 1.0 if act.government < 0 or governed else 0.0


@kernel
def classes_recompose(s, net, p, day):
    """M23 · Closures break up an old working class; migration gathers a new one elsewhere, which organizes with a lag.

        on the first of a month:  moving_ij = n_i·f_ij/12
        on the day of a layoff:   dismissed_i = n_i·min(1, s·severity)·exposure_i,   moving_ij = dismissed_i·d_ij,
                                  O_i ← O_i·(1 − min(1, s·severity)·exposure_i)
        n_i ← n_i − moving_ij,    n_j ← n_j + moving_ij·N_i/N_j,    O_j ← O_j·n_j/(n_j + moving_ij·N_i/N_j)
        on the first of a month:  O_i ← O_i + (Ō_i − O_i)/τ_O

    n people present against the first day [1] · N persons on the first day · O organization, Ō that of the first day [0–1]
    f yearly flow, d part of the dismissed who go there [0–1] · exposure to the demand that the layoff raises [0–1]
    s common scale of severities [1] · τ_O months in which newcomers organize [months]; the last person of a group stays

    Off:     everybody stays what and where they were, and keeps their union.
    Signs:   closures → organization of the old sector (−); arrivals → numbers of the new one (+); time → organization of
             newcomers (+)
    Source:  Silver (2003), Portes & Hoffman (2003), Lazar (2008) on El Alto; the equation is a hypothesis of ours.
    Claims:  A138, A150, A160, A200, B012, B016, B022, B023, B024, B025, B026, B034, B052, B077
    """
    for i in range(s.cells.shape[0]):
        c, cell = net.cells[i], s.cells[i]
        if net.calendar[c.country, day].month_begins > 0.0:
            rest = c.organized
            for r in range(LANES):
                cell.organized[r] += (rest - cell.organized[r]) / p.organizing_months[r]
            for k in range(c.flows_from, c.flows_to):
                share = net.links[k].weight / MONTHS
                for r in range(LANES):
                    moved_in(s, net, i, net.links[k].to, r, cell.present[r] * share)
    for n in range(s.nations.shape[0]):
        dates = net.calendar[n, day]
        for a in range(dates.acts_from, dates.acts_to):
            if net.acts[a].country == n and net.acts[a].kind == LAYOFF and net.acts[a].demand >= 0:
                dismiss(s, net, p, n, a)


@kernel
def dismiss(s, net, p, n, a):
    """One layoff: those it falls on lose their union, and some of them go where the scenario says."""
    act = net.acts[a]
    for i in range(s.cells.shape[0]):
        c, cell = net.cells[i], s.cells[i]
        exposure = 0.0
        for k in range(c.wants_from, c.wants_to):
            if net.links[k].to == act.demand:
                exposure = net.links[k].weight
        if exposure == 0.0:
            continue
        for r in range(LANES):
            share = exposure * in_force(s, net, act, n, r) * min(1.0, p.act_severity_scale[r] * act.severity)
            cell.organized[r] *= 1.0 - share
            dismissed = share * cell.present[r]
            for k in range(c.dismissals_from, c.dismissals_to):
                moved_in(s, net, i, net.links[k].to, r, dismissed * net.links[k].weight)


@kernel
def reform_quiets(s, today, net, p, day):
    """M24 · A reform that gives land or benefits quiets those who have them, until the market wears them away.

        on the day of a reform:  g_i ← max(g_i, severity·exposure_i)
        every day:               g_i ← g_i·(1 − (1 + k_H·max(0, H_i))/τ_R),    roots_i ← roots_i − w_g·g_i

    g what a past reform still gives [0–1] · severity here how much it gives, exposure to the demand it answers [0–1]
    H hardship [index] · roots [log-odds] · w_g [log-odds] · k_H [1] · τ_R [days]

    Off:     land and benefits make nobody quieter.
    Signs:   land or benefit granted → action (−); hardship → what the reform still gives (−)
    Source:  Huntington (1968), Paige (1975), Albertus (2015); the equation is a hypothesis of ours.
    Rivals:  reform that stays half-way stirs: Finkel, Gehlbach & Olsen (2015).
    Claims:  A079, B014, B017
    """
    for n in range(s.nations.shape[0]):
        dates = net.calendar[n, day]
        for a in range(dates.acts_from, dates.acts_to):
            act = net.acts[a]
            if act.country != n or act.kind != REFORM:
                continue
            for i in range(s.cells.shape[0]):
                c, cell = net.cells[i], s.cells[i]
                for k in range(c.wants_from, c.wants_to):
                    if net.links[k].to == act.demand:
                        for r in range(LANES):
                            given = in_force(s, net, act, n, r) * act.severity * net.links[k].weight
                            cell.granted[r] = max(cell.granted[r], given)
    for i in range(s.cells.shape[0]):
        cell, t = s.cells[i], today.cells[i]
        for r in range(LANES):
            wear = (1.0 + p.reform_wear[r] * max(0.0, cell.hardship[r])) / p.reform_days[r]
            cell.granted[r] -= cell.granted[r] * min(1.0, wear)
            t.roots[r] -= p.reform_weight[r] * cell.granted[r]


@kernel
def model_discredited(s, today, net, p, day):
    """M45 · When the economic model breaks, at home or in a country that is watched, fewer believe in it here.

        on the first of a month:  seen = [crisis struck here] + Σ_d abroad_d·[crisis struck in d]
                                  doubt ← doubt + k_D·min(1, seen)·(1 − doubt) − doubt/τ_b
        every day:                lift ← lift − l_b·doubt·max(0, −π)

    doubt in the model that governments follow [0–1] · abroad how far this country hears of another [0–1] · π policy line
    lift of approval at rest [0–1] · k_D, l_b [0–1] · τ_b [months]; doubt also helps the outsider at the ballot (elections_held)

    Off:     failure teaches nobody anything about the model.
    Signs:   crisis at home or in a country watched → doubt in the model (+); doubt → approval of those who keep it (−); doubt →
             outsider's vote (+)
    Source:  Weyland (2006) on models that travel between countries; the equation is a hypothesis of ours.
    Rivals:  voters punish whoever governed in bad times, whatever the model: Murillo, Oliveros & Vaishnav (2010).
    Departs: a crisis that only the scenario's own series hold breaks nobody's belief.
    Claims:  A057, A058
    """
    for n in range(s.nations.shape[0]):
        nation, t, country = s.nations[n], today.nations[n], net.nations[n]
        if net.calendar[n, day].month_begins > 0.0:
            for r in range(LANES):
                seen = nation.crisis_news[r]
                for k in range(country.abroad_from, country.abroad_to):
                    seen += net.links[k].weight * s.nations[net.links[k].to].crisis_news[r]
                learned = p.doubt_gain[r] * min(1.0, seen) * (1.0 - nation.doubt[r])
                nation.doubt[r] += learned - nation.doubt[r] / p.doubt_months[r]
        for r in range(LANES):
            t.lift[r] -= p.doubt_approval[r] * nation.doubt[r] * max(0.0, -nation.policy[r])


@kernel
def identity_politicizes(s, today, net, p, day):
    """M22 · Roads, radio and schools show people that they are kept out for what they are, and give it a name.

        on the first of a month:  ι_i ← ι_i + comm_i·x_i·(1 − ι_i)/τ_ι − (1 − comm_i)·ι_i/τ_ι
        every day:                roots_i ← roots_i + w_X·k_ι·x_i·ι_i

    ι how far a shared category has become political since the first day [0–1] · comm communication, x exclusion [0–1]
    roots [log-odds] · w_X weight of exclusion [log-odds] · k_ι [1] · τ_ι [months]

    Off:     exclusion weighs as it did on the first day.
    Signs:   communication and organization where people are kept out → political identity (+); identity → action (+)
    Source:  Yashar (2005), Van Cott (2005), Deutsch (1953); the equation is a hypothesis of ours.
    Rivals:  in Bolivia's census self-identification fell from 62 to about 41 in 100 between 2001 and 2012: it follows politics as
             well.
    Claims:  A067, B019, B020, B050
    """
    for i in range(s.cells.shape[0]):
        cell, c, t = s.cells[i], net.cells[i], today.cells[i]
        exclusion, reach = c.exclusion, c.communication
        month = net.calendar[c.country, day].month_begins
        for r in range(LANES):
            change = reach * exclusion * (1.0 - cell.identity[r]) - (1.0 - reach) * cell.identity[r]
            cell.identity[r] += month * change / p.identity_months[r]
            t.roots[r] += p.exclusion_weight[r] * p.identity_gain[r] * exclusion * cell.identity[r]


@kernel
def crisis_demoralizes(s, today, net, p):
    """M49 · Sudden decline first takes people's confidence, and only later, where they hold together, drives them on.

        Δ_i ← Δ_i + k_Δ·max(0, worsening_i)·(1 − Δ_i/Δ_max) − Δ_i·min(1, (1 + c_Δ·O_i)/τ_Δ),   at most Δ_max

    Δ confidence that decline has taken, off the belief in action [log-odds], Δ_max its bound · worsening of hardship
    [index/day] · O organization [0–1] · k_Δ [log-odds per index] · c_Δ [1] · τ_Δ [days]

    Off:     decline drives people on from its first day.
    Signs:   sudden decline → confidence to act, for months to years (−)
    Source:  Jahoda, Lazarsfeld & Zeisel (1933), Javeline (2003), Kurtz (2004); the equation is a hypothesis of ours.
    Rivals:  more protest under market reform, at once: Arce & Bellinger (2007).
    Claims:  A068, B015, B076
    """
    for i in range(s.cells.shape[0]):
        cell, t = s.cells[i], today.cells[i]
        for r in range(LANES):
            blow = p.demoralization_gain[r] * max(0.0, t.worsening[r]) * (1.0 - cell.demoralized[r] / p.scar_ceiling[r])
            healing = min(1.0, (1.0 + p.demoralization_ties[r] * cell.organized[r]) / p.demoralization_days[r])
            cell.demoralized[r] = min(p.scar_ceiling[r], cell.demoralized[r] * (1.0 - healing) + max(0.0, blow))
