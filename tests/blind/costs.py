"""What it costs: stopped work, cut roads, empty stocks, tired people."""

from tests.blind.luck import clip
from tests.blind.world import World, action


def blockades_bite(w: World, day: int) -> None:
    """X = min(1, Σ ω_i·n_i·A_i/m_i),  own = min(1, c_R·max b_i(1 + practice_i)A_i/m_i),  blocked = max(own, max_q route_qp·own_q)."""
    for nation in w.nations:
        nation.today.stoppage = clip(sum(cell.weight * cell.present * action(cell) for cell in nation.contenders))
    for place in w.places:
        skill = [cell.blockade * (1.0 + cell.today.practice) * action(cell) for cell in place.cells if cell.movement]
        place.today.own_block = min(1.0, w.p.block_gain * max(skill, default=0.0))
    for place in w.places:
        cut = max((weight * origin.today.own_block for origin, weight in place.routes), default=0.0)
        place.today.blocked = max(place.today.own_block, cut)


def supplies_run_down(w: World, day: int) -> None:
    """stock ← stock − blocked²/τ_Z + (1 − blocked)(1 − stock)/τ_Z0."""
    for place in w.places:
        blocked = place.today.blocked
        refill = (1.0 - blocked) * (1.0 - place.stock) / w.p.refill_days
        place.stock = clip(place.stock - blocked * blocked / w.p.supply_days + refill)


def exhaustion_ends(w: World, day: int) -> None:
    """S ← clip(S − effort + rest), effort = (A/m)(1 + z·Z_p(1 − councils_p))/τ_f, rest = max(0, 1 − (A/m)/x_q)(1 − S)/τ_r."""
    p = w.p
    for cell in w.cells:
        shortage = p.shortage_fatigue * (1.0 - cell.place.stock) * (1.0 - cell.place.councils)
        effort = action(cell) * (1.0 + shortage) / p.fatigue_days
        rest = max(0.0, 1.0 - action(cell) / p.rest_quiet) * (1.0 - cell.stamina) / p.rest_days
        cell.stamina = clip(cell.stamina - effort + rest)


def siege_is_felt(w: World, day: int) -> None:
    """Z = 1 − stock of the capital;  B̄ = mean outrage in the capital by population."""
    for nation in w.nations:
        nation.today.siege = 1.0 - nation.capital.stock
        nation.today.outrage_capital = sum(cell.capital_share * cell.outrage for cell in nation.capital.cells)
