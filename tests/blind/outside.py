"""What comes from outside: great powers that press and keep alive, mediators, and what isolation does in the end."""

import math
from typing import Any

from tests.blind.reaction import reverse
from tests.blind.world import World, new_month
from tests.blind.yielding import come_by_the_rules

from groundswell.engine import draws


def great_power_presses(w: World, day: int) -> None:
    """foreign push = a_P·pressure;  at the rate r_P·max(0, 2·pressure − 1) an outside power steps in."""
    months = [nation for nation in w.nations if new_month(w, nation, day)]
    if months:
        for nation in months:
            nation.pressure = nation.aid = 0.0
        for power in w.powers:
            share_out(w, power, day)
    for nation in w.nations:
        nation.today.foreign_push = w.p.pressure_push * nation.pressure
        rate = w.p.intervention_rate * max(0.0, 2.0 * nation.pressure - 1.0)
        if not nation.today.fell and not nation.reaction_won and w.luck.happens(rate, day, nation.entity, draws.INTERVENTION):
            nation.today.intervened = 1.0
            reverse(w, nation, "intervention", day)


def share_out(w: World, power: Any, day: int) -> None:
    """pressure ← min(1, pressure + need·min(1, free/Σ need)),  aid ← min(1, aid + aid_n(1 − bound elsewhere)).

    need_n = interest_n·max(0, π_n, [councils rule in n]),  free = capacity(1 − bound elsewhere).
    """
    bound = float(w.net.engaged[power.index, day]["share"])
    needs = [(nation, interest * max(0.0, nation.policy, nation.power_transferred)) for nation, interest in power.minds]
    total, free = sum(need for _, need in needs), power.capacity * (1.0 - bound)
    power.spent = min(total, free)
    for nation, need in needs:
        if need > 0.0:
            nation.pressure = min(1.0, nation.pressure + need * min(1.0, free / total))
    for nation, aid in power.aids:
        nation.aid = min(1.0, nation.aid + aid * (1.0 - bound))


def mediators_settle(w: World, day: int) -> None:
    """Begins, unless councils rule, at the rate r_g·mediator·min(1, √(Z·X)/h_g), ends at the rate e_g.

    truce ← truce + t_g·X(1 − truce) while it lasts.
    """
    p = w.p
    for nation in w.nations:
        t = nation.today
        if nation.mediation:
            if w.luck.happens(p.mediation_end_rate, day, nation.entity, draws.MEDIATION, 1):
                nation.mediation = 0.0
        else:
            ripe = min(1.0, math.sqrt(t.siege * t.stoppage) / p.mediation_hurt)
            rate = p.mediation_rate * nation.mediator * ripe
            if not nation.power_transferred and w.luck.happens(rate, day, nation.entity, draws.MEDIATION):
                nation.mediation = t.mediated = 1.0
        if nation.mediation:
            nation.truce += p.mediation_truce * t.stoppage * (1.0 - nation.truce)


def isolation_erodes(w: World, day: int) -> None:
    """I ← I + (pressure(1 − allies) − I)/τ_I,  π ← π − e_I·I(1 − aid)·max(0, π), and so π_g.

    Councils go at the rate (1 + k_I·I(1 − aid))/τ_C1, from the day after they came.
    """
    p = w.p
    for nation in w.nations:
        allies = min(1.0, sum(weight * (other.policy > 0.0) for other, weight in nation.heard_of))
        nation.isolation += (nation.pressure * (1.0 - allies) - nation.isolation) / p.isolation_days
        alone = nation.isolation * (1.0 - nation.aid)
        nation.policy -= p.isolation_erosion * alone * max(0.0, nation.policy)
        nation.own_policy -= p.isolation_erosion * alone * max(0.0, nation.own_policy)
        rate = (1.0 + p.isolation_gain * alone) / p.council_rule_days
        ruled = nation.power_transferred and not nation.today.transferred
        if ruled and w.luck.happens(rate, day, nation.entity, draws.EROSION):
            nation.power_transferred = 0.0
            come_by_the_rules(w, nation, nation.outsider, day)
