"""What leaders and organizations do: weigh a call, bridge, hold back, follow their base, build councils."""

from typing import Any

from tests.blind.luck import clip
from tests.blind.world import World, action, desire

from groundswell.engine import draws


def elections_moderate_leaders(w: World, day: int) -> None:
    """restraint_k = c_el·stake_k·prox."""
    for union in w.organizations:
        union.today.restraint = w.p.stake_gain * union.stake * union.country.today.prox


def brokers_bridge(w: World, day: int) -> None:
    """bridging_k = c_b·min(1, Σ_l pact_kl·calling_l)."""
    for union in w.organizations:
        union.today.bridging = w.p.bridge_gain * min(1.0, sum(weight * ally.calling for ally, weight in union.pacts))


def militants_connect(w: World, day: int) -> None:
    """μ ← μ + x_k(1 − μ)/τ_n1 − μ/τ_n0,  bridging ← bridging + c_n·μ_k·min(1, Σ_{l≠k} μ_l·calling_l),  steadiness = s_n·μ_k."""
    p = w.p
    for union in w.organizations:
        union.today.out = sum(share * action(cell) for cell, share in union.members)
        gathered = union.today.out * (1.0 - union.militants) / p.militant_build_days
        union.militants += gathered - union.militants / p.militant_days
    for nation in w.nations:
        nation.today.chorus = sum(union.militants * union.calling for union in nation.organizations)
    for union in w.organizations:
        others = union.country.today.chorus - union.militants * union.calling
        union.today.bridging += p.militant_gain * union.militants * min(1.0, others)
        union.today.steadiness = p.militant_steadiness * union.militants


def leaders_lag(w: World, day: int) -> None:
    """l ← l + w(b − l)/τ_l;  at the rate r_l·max(0, b − l − 1)  l ← b.

    w = min(1, Σ_i share_ki·min(1, Q_i + g_i·G)),  b = 2w − 1.
    """
    p = w.p
    for union in w.organizations:
        voice = min(1.0, sum(share * desire(cell) for cell, share in union.members))
        union.today.base_line = wanted = 2.0 * voice - 1.0
        union.line += voice * (wanted - union.line) / p.leader_days
        if w.luck.happens(p.leader_rate * max(0.0, wanted - union.line - 1.0), day, union.entity, draws.LEADER):
            union.line = wanted


def cadres_coopted(w: World, day: int) -> None:
    """coopted ← coopted(1 − 1/τ_p), in a government's first t_p days 1 at the rate r_p·max(0, π)(1 − l)/2;  posts = c_p·coopted."""
    p = w.p
    for union in w.organizations:
        nation = union.country
        union.coopted *= 1.0 - 1.0 / p.post_days
        rate = p.post_rate * max(0.0, nation.policy) * (1.0 - union.line) / 2.0
        in_its_first_year = nation.days_in_office < p.post_office and not nation.power_transferred
        if in_its_first_year and w.luck.happens(rate, day, union.entity, draws.POST):
            union.coopted = 1.0
        union.today.posts = p.post_weight * union.coopted


def councils_form(w: World, day: int) -> None:
    """c ← c + X_p(1 − control)(1 − c)/τ_C − c/τ_C0."""
    p = w.p
    for place in w.places:
        built = place.today.participation * (1.0 - place.control) * (1.0 - place.councils) / p.council_days
        place.councils = clip(place.councils + built - place.councils / p.council_memory_days)


def read_the_base(w: World, union: Any) -> None:
    """v_k = Σ_i share_ki[Q_i + g_i·G + c_A·A_i/m_i + c_B·min(B_i, B_max) − c_S(1 − S_i)]
    + c_l·line − c_N·hope + bridging − restraint − posts − q_c,  O_k = Σ_i share_ki·O_i.
    """
    p, n = w.p, union.country

    def moved(cell: Any) -> float:
        wishes = cell.today.wanted + cell.agenda_exposure * n.agenda
        anger = p.call_outrage * min(cell.outrage, p.outrage_cap)
        return float(wishes + p.call_momentum * action(cell) + anger - p.call_tiredness * (1.0 - cell.stamina))

    base = sum(share * moved(cell) for cell, share in union.members)
    leaders = p.call_line * union.line - p.call_hope * n.hope + union.today.bridging - union.today.restraint - union.today.posts
    union.today.readiness = base + leaders - p.call_threshold
    union.today.stamina = sum(share * cell.stamina for cell, share in union.members)
    union.today.organized = sum(share * cell.organized for cell, share in union.members)


def organizations_call(w: World, day: int) -> None:
    """Each organization reads its base and calls out or off; call_i = max_k share_ki·trust_k·calling_k."""
    for union in w.organizations:
        read_the_base(w, union)
    for union in w.organizations:
        if union.calling:
            call_off(w, union, day)
        else:
            call_out(w, union, day)
    for union in w.organizations:
        for cell, share in union.followers:
            cell.today.call = max(cell.today.call, share * union.trust * union.calling)


def call_out(w: World, union: Any, day: int) -> None:
    """rate = r_c·O_k·clip(c_c·v_k, 0, 1)."""
    rate = w.p.call_rate * union.today.organized * clip(w.p.call_slope * union.today.readiness)
    if w.luck.happens(rate, day, union.entity, draws.CALL):
        union.calling = union.today.called = 1.0


def call_off(w: World, union: Any, day: int) -> None:
    """rate = (r_off·clip(−c_c·v_k, 0, 1) + r_S·[S̄_k < S_c])(1 − steadiness_k) + r_T·truce.

    A call that ends with S̄_k < S_c and truce < ½ is a defeat of those who follow it: defeat_i grows by share_ki·trust_k, up to 1.
    """
    p, truce = w.p, union.country.truce
    exhausted = union.today.stamina < p.call_exhaustion
    rate = p.call_off_rate * clip(-p.call_slope * union.today.readiness)
    rate += p.call_exhaustion_rate if exhausted else 0.0
    rate = rate * (1.0 - union.today.steadiness) + p.call_truce * truce
    if w.luck.happens(rate, day, union.entity, draws.CALL, 1):
        union.calling, union.today.called_off = 0.0, 1.0
        if exhausted and truce < 0.5:
            for cell, share in union.followers:
                cell.defeat_news = min(1.0, cell.defeat_news + share * union.trust)
