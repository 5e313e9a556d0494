"""What changes people over years: where they live and work, what a reform gave, what a crisis took, what they call themselves."""

from typing import Any

from tests.blind.world import World, acts_of_today, new_month


def crisis_demoralizes(w: World, day: int) -> None:
    """Δ ← Δ + k_Δ·max(0, worsening)(1 − Δ/Δ_max) − Δ·min(1, (1 + c_Δ·O)/τ_Δ), at most Δ_max."""
    p = w.p
    for cell in w.cells:
        shock = p.demoralization_gain * max(0.0, cell.today.worsening) * (1.0 - cell.demoralized / p.scar_ceiling)
        relief = cell.demoralized * min(1.0, (1.0 + p.demoralization_ties * cell.organized) / p.demoralization_days)
        cell.demoralized = min(p.scar_ceiling, cell.demoralized + shock - relief)


def model_discredited(w: World, day: int) -> None:
    """doubt ← doubt + k_D·min(1, seen)(1 − doubt) − doubt/τ_b on the first of a month;  lift ← lift − l_b·doubt·max(0, −π)."""
    p = w.p
    for nation in w.nations:
        if new_month(w, nation, day):
            seen = nation.crisis_news + sum(weight * other.crisis_news for other, weight in nation.heard_of)
            nation.doubt += p.doubt_gain * min(1.0, seen) * (1.0 - nation.doubt) - nation.doubt / p.doubt_months
        nation.today.lift -= p.doubt_approval * nation.doubt * max(0.0, -nation.policy)


def classes_recompose(w: World, day: int) -> None:
    """People move on the first of a month and on the day of a layoff; newcomers organize over τ_O months.

    moving_ij = n_i·f_ij/12, each flow from who is still there, and then O_i ← O_i + (Ō_i − O_i)/τ_O.
    """
    for cell in w.cells:
        if new_month(w, cell.country, day):
            for other, yearly in cell.flows:
                move(cell, other, cell.present * yearly / 12.0)
    for cell in w.cells:
        if new_month(w, cell.country, day):
            cell.organized += (cell.first.organized - cell.organized) / w.p.organizing_months
    for act in acts_of_today(w, day, "layoff"):
        dismiss(w, act)


def move(cell: Any, other: Any, moving: float) -> None:
    """n_i ← n_i − moving,  O_j ← O_j·n_j/(n_j + moving·N_i/N_j),  n_j ← n_j + moving·N_i/N_j; the last person stays."""
    moving = min(moving, max(0.0, cell.present - 1.0 / cell.population))
    coming = moving * cell.population / other.population
    cell.present -= moving
    if coming > 0.0:
        other.organized *= other.present / (other.present + coming)
        other.present += coming


def dismiss(w: World, act: Any) -> None:
    """hit = min(1, s·severity)·exposure_i,  moving_ij = n_i·hit·d_ij,  O_i ← O_i(1 − hit)."""
    for cell in act.country.cells:
        hit = min(1.0, w.p.act_severity_scale * act.severity) * exposure(w, cell, act)
        there = cell.present
        for other, part in cell.dismissals:
            move(cell, other, there * hit * part)
        cell.organized *= 1.0 - hit


def exposure(w: World, cell: Any, act: Any) -> float:
    """How far the demand that an act raises or answers concerns a group."""
    if act.demand < 0:
        return 0.0
    return float(sum(weight for demand, weight in cell.wants if demand is w.demands[act.demand]))


def reform_quiets(w: World, day: int) -> None:
    """g ← max(g, severity·exposure) on the day of a reform;  g ← g(1 − (1 + k_H·max(0, H))/τ_R),  roots ← roots − w_g·g."""
    p = w.p
    for act in acts_of_today(w, day, "reform"):
        for cell in act.country.cells:
            cell.granted = max(cell.granted, act.severity * exposure(w, cell, act))
    for cell in w.cells:
        cell.granted *= 1.0 - (1.0 + p.reform_wear * max(0.0, cell.hardship)) / p.reform_days
        cell.today.roots -= p.reform_weight * cell.granted


def identity_politicizes(w: World, day: int) -> None:
    """ι ← ι + comm·x(1 − ι)/τ_ι − (1 − comm)ι/τ_ι on the first of a month;  roots ← roots + w_X·k_ι·x·ι."""
    p = w.p
    for cell in w.cells:
        if new_month(w, cell.country, day):
            gain = cell.communication * cell.exclusion * (1.0 - cell.identity)
            cell.identity += (gain - (1.0 - cell.communication) * cell.identity) / p.identity_months
        cell.today.roots += p.exclusion_weight * p.identity_gain * cell.exclusion * cell.identity
