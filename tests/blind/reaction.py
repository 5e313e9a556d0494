"""Reaction: what opponents of a movement do when it threatens, stalls or wins."""

from typing import Any

from tests.blind.hearing import lose_confidence
from tests.blind.world import World, crowding
from tests.blind.yielding import enter_office

from groundswell.engine import draws
from groundswell.engine.state import FALL_ROUTES


def elites_feel_threatened(w: World, day: int) -> None:
    """T ← T + (min(1, G + PG + councils of the capital + max(0, policy)) − T)/τ_t."""
    for nation in w.nations:
        asked = nation.agenda + nation.agenda_parked + nation.capital.councils + max(0.0, nation.policy)
        nation.threat += (min(1.0, asked) - nation.threat) / w.p.threat_days


def opponents_regroup(w: World, day: int) -> None:
    """q ← q + r_o·T·μ(1 − min(1, x/x_v))(1 − q) for demands of the opposition."""
    for demand in w.demands:
        if not demand.movement:
            n = demand.country
            demand.open += w.p.regroup_rate * n.threat * n.morale * (1.0 - crowding(w, n)) * (1.0 - demand.open)


def regions_seek_autonomy(w: World, day: int) -> None:
    """q ← q + r_aut·ρ·min(1, G + PG + max(0, π))(1 − q) for autonomy asked by opponents,  ρ = Σ_i share_di·resource share."""
    for demand in w.demands:
        if demand.autonomy and not demand.movement:
            n = demand.country
            living = sum(share * cell.place.resource_share for cell, share in demand.holders)
            turn = min(1.0, n.agenda + n.agenda_parked + max(0.0, n.policy))
            demand.open += w.p.autonomy_rate * living * turn * (1.0 - demand.open)


def reversal_attempted(w: World, day: int) -> None:
    """rate = r_v·max(0, T − t_v)·μ(1 + foreign push);  P(success) = obedience·max(0, 1 − x/x_v)·μ·u.

    u = U(1 − max(0, π)) + (1 − U)max(0, π).  None on the day of a fall, nor while reaction rules, which it does for τ_v days in office.
    """
    p = w.p
    for nation in w.nations:
        t = nation.today
        if nation.days_in_office >= p.reaction_days:
            nation.reaction_won = 0.0
        if t.fell or nation.reaction_won:
            continue
        rate = p.reversal_rate * max(0.0, nation.threat - p.reversal_threat) * nation.morale * (1.0 + t.foreign_push)
        if w.luck.happens(rate, day, nation.entity, draws.REVERSAL):
            t.attempted = 1.0
            turned = max(0.0, nation.policy)
            behind = nation.unity * (1.0 - turned) + (1.0 - nation.unity) * turned
            success = t.obedience * (1.0 - crowding(w, nation)) * nation.morale * behind
            if w.luck.uniform(day, nation.entity, draws.REVERSAL, 1) < success:
                reverse(w, nation, "reversal", day)


def reverse(w: World, nation: Any, route: str, day: int) -> None:
    """The establishment takes office with the trust that is left, councils rule no longer, T ← 0, defeat_i = 1.

    One more fall, unless nobody was left to fall because councils ruled.
    """
    t = nation.today
    t.fell = 0.0 if nation.power_transferred else 1.0
    nation.past_falls += t.fell
    t.reversed, t.route, t.fallen_government = 1.0, float(FALL_ROUTES.index(route)), float(nation.government)
    nation.reaction_won, nation.threat, nation.power_transferred = 1.0, 0.0, 0.0
    nation.lost_news = 1.0
    for cell in nation.contenders:
        cell.defeat_news = 1.0
    enter_office(w, nation, nation.establishment, day)


def failed_reversal_backfires(w: World, day: int) -> None:
    """μ ← μ + (1 − μ)/τ_μ, and then what a failure of today does."""
    for nation in w.nations:
        nation.morale += (1.0 - nation.morale) / w.p.morale_days
        if nation.today.attempted and not nation.today.reversed:
            backfire(w, nation)


def backfire(w: World, nation: Any) -> None:
    """T ← T/2,  μ ← 0,  π ← π + k_π(1 − π);  opponents lose confidence, contenders have won v_r."""
    p = w.p
    nation.threat *= 0.5
    nation.morale = 0.0
    nation.policy += p.backlash_policy * (1.0 - nation.policy)
    for cell in nation.cells:
        if cell.movement:
            cell.victory_news += p.backlash_victory
        else:
            lose_confidence(w, cell, p.backlash_defeat)
