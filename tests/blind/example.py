"""What others' risings teach: those abroad, those of the past; and what divides those who could rise together."""

from typing import Any

from tests.blind.hearing import lose_confidence
from tests.blind.world import World, action


def boundaries_activate(w: World, day: int) -> None:
    """β ← β + r_β·max(prox, hope)(1 − β) − β/τ_β,  V_i ← max(K_own·A_i/m_i, V_i − β·Σ_{j≠i} K_ij·|x_i − x_j|·A_j/m_j)."""
    p = w.p
    for nation in w.nations:
        stake = max(nation.today.prox, nation.hope)
        nation.boundary += p.boundary_rate * stake * (1.0 - nation.boundary) - nation.boundary / p.boundary_days
    for cell in w.cells:
        unlike = sum(weight * abs(cell.exclusion - other.exclusion) * action(other) for other, weight in cell.ties)
        cell.today.seen = max(cell.tie_own * action(cell), cell.today.seen - cell.country.boundary * unlike)


def heard(nation: Any, what: str) -> float:
    """Σ_d abroad_d·what_d, at most 1."""
    return min(1.0, float(sum(weight * getattr(other, what) for other, weight in nation.heard_of)))


def success_diffuses_abroad(w: World, day: int) -> None:
    """V_i ← min(1, V_i + K_x·min(1, Σ_d abroad_d·x_d)),  victory_i ← victory_i + e_x·won,  T ← T + t_x·won(1 − T).

    won = min(1, Σ_d abroad_d·won_d); contenders only.
    """
    p = w.p
    for nation in w.nations:
        t = nation.today
        t.seen_abroad = min(1.0, sum(weight * other.today.participation for other, weight in nation.heard_of))
        t.foreign_wins = heard(nation, "won_news")
        nation.threat += p.abroad_threat * t.foreign_wins * (1.0 - nation.threat)
        for cell in nation.contenders:
            cell.today.seen = min(1.0, cell.today.seen + p.abroad_visibility * t.seen_abroad)
            cell.victory_news += p.abroad_learning * t.foreign_wins


def defeat_diffuses_abroad(w: World, day: int) -> None:
    """E_i ← max(−E_max, E_i − e_d·lost(1 + E_i/E_max)),  lost = min(1, Σ_d abroad_d·lost_d)."""
    for nation in w.nations:
        nation.today.foreign_losses = heard(nation, "lost_news")
        for cell in nation.contenders:
            lose_confidence(w, cell, w.p.abroad_defeat * nation.today.foreign_losses)


def repertoires_revive(w: World, day: int) -> None:
    """m ← m + (A/m)(1 − m)/τ_m − m/τ_m0,  roots ← roots + w_m·m·V/(V + v),  practice = k_w·m."""
    p = w.p
    for cell in w.cells:
        learned = action(cell) * (1.0 - cell.memory) / p.memory_build_days
        cell.memory += learned - cell.memory / p.memory_days
        cell.today.roots += p.memory_weight * cell.memory * cell.today.seen / (cell.today.seen + p.visibility_half)
        cell.today.practice = p.memory_practice * cell.memory
