"""What a conflict that sharpens brings: emergency powers, massacres that are not forgotten, a lost middle, armed bodies."""

from groundswell.engine import draws
from groundswell.engine.draws import chance, geometric, log1p, uniform
from groundswell.engine.kernel import kernel
from groundswell.engine.state import EMERGENCY, LANES


@kernel
def emergency_provokes(s, today, net, p, keys, day):
    """M47 · Rights suspended to end a strike are an attack on all who sympathize with it, and a fright to those who do not.

        decree: on a dated act of that kind, or with the rate r_e·line·min(1, X/X_e) where none is in force (ε < ε_e)
        then    ε ← 1,   B_i ← B_i + b_e·max(0, min(1, Q_i + g_i·G) − q_e)/(1 − q_e)      for contenders
        ε ← ε·(1 − 1/τ_e);  next morning line ← line + e_l·ε·(1 − line) (begin_day), and with it the risk of acting

    ε emergency powers in force [0–1] · X stoppage, line [0–1] · Q, G demands, g exposure [0–1] · q_e sympathy from which a
    decree is felt as an attack [0–1] · B outrage [log persons] · r_e [1/day] · b_e [log persons] · τ_e [days]

    Off:     no government suspends rights, and where the scenario says so nobody minds.
    Signs:   emergency decree times sympathy for strikers → outrage and action (+); decree times troops where sympathy is low →
             action (−)
    Source:  Opp & Roehl (1990), Carey (2006), Davenport (2007); the equation is a hypothesis of ours.
    Rivals:  a core defies while weaker groups go home; in Peru in May 2003 a student was killed, so that backfire explains it
             too.
    Claims:  A176
    """
    for n in range(s.nations.shape[0]):
        nation, t, dates = s.nations[n], today.nations[n], net.calendar[n, day]
        for a in range(dates.acts_from, dates.acts_to):
            if net.acts[a].country == n and net.acts[a].kind == EMERGENCY:
                for r in range(LANES):
                    t.decreed[r] = max(t.decreed[r], today.acts[a].befell[r])
        for r in range(LANES):
            nation.emergency[r] -= nation.emergency[r] / p.emergency_days[r]
            rate = p.emergency_rate[r] * t.line[r] * min(1.0, t.stoppage[r] / p.emergency_stoppage[r])
            if rate > 0.0 and nation.emergency[r] < p.emergency_least[r]:
                if uniform(keys, r, day, net.nations[n].entity, draws.DECREE, 0) < chance(rate):
                    t.decreed[r] = 1.0
            nation.emergency[r] = max(nation.emergency[r], t.decreed[r])
    for i in range(s.cells.shape[0]):
        c, cell, heard = net.cells[i], s.cells[i], today.cells[i]
        nation, t = s.nations[c.country], today.nations[c.country]
        exposure, side = c.agenda_exposure, c.movement
        for r in range(LANES):
            sympathy = min(1.0, heard.wanted[r] + exposure * nation.agenda[r])
            shock = max(0.0, sympathy - p.emergency_sympathy[r]) / (1.0 - p.emergency_sympathy[r])
            cell.outrage[r] += side * t.decreed[r] * p.emergency_outrage[r] * shock


@kernel
def massacre_scars(s, today, net, p):
    """M48 · A massacre frightens those it struck at once, and costs the state trust for a decade and more.

        κ_p = max(0, log(1 + K_p) − log(1 + K_0))
        E_i ← max(−E_max, E_i − f_Λ·κ_p·(1 + E_i/E_max))      for contenders in p
        Λ ← Λ + k_Λ·min(1, Σ_p visibility_p·κ_p)·(1 − Λ) − Λ/τ_Λ

    K killed today by forces, K_0 killed from which a day is a massacre [persons] · E efficacy, E_max its bound [log-odds]
    Λ trust taken for good: it lowers the rest of approval (approval_settles) and helps the outsider (elections_held) [0–1]
    f_Λ [1] · k_Λ [1] · τ_Λ [days]

    Off:     a massacre is a lethal day like others, and forgotten like them.
    Signs:   many killed by the state → confidence of contenders there (−); many killed by the state → trust at rest, for years
             (−)
    Source:  Coronil & Skurski (1991), López Maya (2003), Rozenas, Schutte & Zhukov (2017); the equation is a hypothesis of ours.
    Rivals:  parties decay by themselves, from oil income and corruption: Coppedge (1994), Morgan (2011).
    Claims:  A054
    """
    for n in range(s.nations.shape[0]):
        nation = s.nations[n]
        for r in range(LANES):
            nation.legitimacy_scar[r] -= nation.legitimacy_scar[r] / p.massacre_days[r]
    for q in range(s.places.shape[0]):
        place, t = net.places[q], today.places[q]
        nation, seen = s.nations[place.country], place.visibility
        for r in range(LANES):
            if t.killed[r] > p.massacre_killed[r]:
                shock = log1p(t.killed[r]) - log1p(p.massacre_killed[r])
                taken = p.massacre_trust[r] * min(1.0, seen * shock) * (1.0 - nation.legitimacy_scar[r])
                nation.legitimacy_scar[r] += taken
                frighten(s, net, p, q, r, shock)


@kernel
def frighten(s, net, p, q, r, shock):
    """Contenders of a place lose confidence in one history."""
    for i in range(s.cells.shape[0]):
        c, cell = net.cells[i], s.cells[i]
        if c.place == q and c.movement > 0.0:
            lost = p.massacre_fear[r] * shock * (1.0 + cell.efficacy[r] / p.efficacy_ceiling[r])
            cell.efficacy[r] = max(-p.efficacy_ceiling[r], cell.efficacy[r] - lost)


@kernel
def balancer_squeezed(s, today, net, p):
    """M27 · A government without seats or base, between a movement that asks and elites that fear, satisfies neither.

        torn = (1 − base)·max(0, 1 − 2σ)·min(1, G + x/x_v)·T,  0 where councils rule
        U ← max(0, U − u_s·torn);   offers and grants are refused in that part (agenda_diverted, government_concedes)

    torn, base how far it rests on a mobilized base, σ seats, G agenda, T threat that elites perceive, U unity [0–1]
    x participation of contenders, x_v that which defeats any attempt at reversal [0–1] · u_s [1/day]

    Off:     the middle is as good a place as any.
    Signs:   distance between poles without a base of one's own → being torn (+); being torn → unity and grants (−)
    Source:  Linz (1978), Cox (1990) on centrifugal incentives, Fearon (1995); the equation is a hypothesis of ours.
    Rivals:  Kirchner in Argentina stood between the poles and lasted.
    Claims:  A108, A109, B062
    """
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        for r in range(LANES):
            government = net.governments[int(nation.government[r])]
            weak = (1.0 - government.backing) * max(0.0, 1.0 - 2.0 * government.seats) * (1.0 - nation.power_transferred[r])
            asked = min(1.0, nation.agenda[r] + t.participation[r] / p.reversal_participation[r])
            nation.torn[r] = weak * asked * nation.threat[r]
            nation.unity[r] = max(0.0, nation.unity[r] - p.torn_unity[r] * nation.torn[r])


@kernel
def bodies_arm(s, today, net, p, keys, day):
    """M51 · Where the state's hold is gone and the other side is feared, both arm; where both are armed they may fight.

        gone = max(0, 1 − 2·control)
        a_m ← a_m + r_a·gone·min(1, a_o + K_p/K_a)·(1 − a_m) − a_m/τ_a
        a_o ← a_o + r_a·(½ + ½·gone)·T·min(1, a_m + x_p)·(1 − a_o) − a_o/τ_a
        P(fight) = 1 − exp(−λ_a·a_m·a_o);   its dead: geometric with mean μ_a

    a_m, a_o armed bodies of contenders and of their opponents in a place [0–1] · control, gone: how far the state has lost
    the place, nothing while it holds half [0–1] · K killed today by forces [persons] · T threat that elites perceive,
    x_p participation in the place [0–1] · K_a [persons] · r_a, λ_a [1/day]
    τ_a [days] · μ_a [persons]; where both are armed acting is riskier (risk_is_judged)

    Off:     civilians do not arm.
    Signs:   threat and lost control → armed bodies (+); bodies on one side → bodies on the other (+); bodies on both sides →
             fights and risk (+)
    Source:  Carey, Mitchell & Lowe (2013), Posen (1993) on the security dilemma, Jentzsch, Kalyvas & Schubiger (2015); the
             equation is a hypothesis of ours.
    Claims:  A214, A223, A224, B005, B095, B110, B112, B113
    """
    for q in range(s.places.shape[0]):
        place, t, here = s.places[q], today.places[q], net.places[q]
        threat = s.nations[here.country].threat
        for r in range(LANES):
            gone, fear = max(0.0, 1.0 - 2.0 * place.control[r]), min(1.0, place.arms_opposition[r] + t.killed[r] / p.arms_killed[r])
            contenders = p.arms_rate[r] * gone * fear * (1.0 - place.arms_movement[r])
            alarm = threat[r] * min(1.0, place.arms_movement[r] + t.participation[r])
            opponents = p.arms_rate[r] * 0.5 * (1.0 + gone) * alarm * (1.0 - place.arms_opposition[r])
            place.arms_movement[r] += contenders - place.arms_movement[r] / p.arms_days[r]
            place.arms_opposition[r] += opponents - place.arms_opposition[r] / p.arms_days[r]
            rate = p.arms_fight_rate[r] * place.arms_movement[r] * place.arms_opposition[r]
            if rate > 0.0 and uniform(keys, r, day, here.entity, draws.FIGHT, 0) < chance(rate):
                t.killed_by_bodies[r] = geometric(p.arms_deaths[r], uniform(keys, r, day, here.entity, draws.FIGHT, 1))
