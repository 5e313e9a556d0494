"""Lang & De Sterck (2014), "The Arab Spring: A simple compartmental model for the dynamics of a revolution", Mathematical Social
Sciences 69, 12-21.

One state: r in [0, 1], the share of the population that takes part in the revolution,

    r' = c1 * v(r) * (1 - r) - c2 * p(r) * r

with two switches. The protest is visible, v(r) = 1, exactly when r > 1 - alpha (strict), else v(r) = 0. The police still work, p(r) = 1,
exactly when r < beta (strict), else p(r) = 0. Time is continuous; its unit is the one in which the rates c1 and c2 are given. No noise,
no step: between two switches the equation is linear, so every path is put together from exponentials without a step error.

The values on the switches follow from the strict inequalities: at r = 1 - alpha the protest is not visible; at r = beta the police do not
work. No path ever slides along a switch, since below 1 - alpha nothing grows and at or above beta nothing falls.
"""

import math
from typing import NamedTuple

INFINITY = math.inf


class Phase(NamedTuple):
    """A stretch of a path on which the two switches stay as they are.

    From time `begin` and share `share` on, r(t) = limit + (share - limit) * exp(-rate * (t - begin)), until time `end` (not included, may
    be infinite). A rate of zero means that r stands still.
    """

    begin: float
    end: float
    share: float
    limit: float
    rate: float


def check(c1: float, c2: float, alpha: float, beta: float) -> None:
    """Refuse parameters outside c1 > 0, c2 > 0 (per unit of time) and alpha, beta in [0, 1]."""
    if not (c1 > 0 and c2 > 0 and 0 <= alpha <= 1 and 0 <= beta <= 1):
        raise ValueError("c1 and c2 must be positive, alpha and beta lie in [0, 1]")


def visible(r: float, alpha: float) -> bool:
    """Whether people see the protest: r > 1 - alpha, strict."""
    return r > 1.0 - alpha


def policed(r: float, beta: float) -> bool:
    """Whether the police still punish: r < beta, strict."""
    return r < beta


def growth(r: float, c1: float, c2: float, alpha: float, beta: float) -> float:
    """The right side r' of the equation at share r, per unit of time."""
    enthusiasm = c1 * (1.0 - r) if visible(r, alpha) else 0.0
    punishment = c2 * r if policed(r, beta) else 0.0
    return enthusiasm - punishment


def balance_share(c1: float, c2: float) -> float:
    """c* = c1 / (c1 + c2): where recruiting and punishing cancel while both are at work."""
    return c1 / (c1 + c2)


def phases(r0: float, c1: float, c2: float, alpha: float, beta: float) -> list[Phase]:
    """The whole path from share r0 in [0, 1] at time 0, as the list of its phases; the last one never ends."""
    check(c1, c2, alpha, beta)
    if not 0 <= r0 <= 1:
        raise ValueError("the start must lie in [0, 1]")
    edge_visible, edge_policed = 1.0 - alpha, beta
    begin, r = 0.0, float(r0)
    path: list[Phase] = []
    while True:
        seen, punished = visible(r, alpha), policed(r, beta)
        if seen and punished:
            limit, rate = balance_share(c1, c2), c1 + c2
            # Inside the strip 1 - alpha < r < beta: it is left downward through 1 - alpha or upward through beta, or never.
            if limit < edge_visible:
                wall = edge_visible
            elif limit > edge_policed:
                wall = edge_policed
            else:
                wall = None
        elif seen:
            limit, rate, wall = 1.0, c1, None
        elif punished:
            limit, rate, wall = 0.0, c2, None
        else:
            limit, rate, wall = r, 0.0, None
        if wall is None:
            path.append(Phase(begin, INFINITY, r, limit, rate))
            return path
        end = begin + math.log((r - limit) / (wall - limit)) / rate
        path.append(Phase(begin, end, r, limit, rate))
        begin, r = end, wall


def share_at(time: float, r0: float, c1: float, c2: float, alpha: float, beta: float) -> float:
    """r at `time` >= 0 of the path that starts in r0 at time 0."""
    for phase in phases(r0, c1, c2, alpha, beta):
        if time < phase.end:
            return phase.limit + (phase.share - phase.limit) * math.exp(-phase.rate * (time - phase.begin))
    raise AssertionError("the last phase has no end")


def path(times: list[float], r0: float, c1: float, c2: float, alpha: float, beta: float) -> list[float]:
    """r at each of `times` (each >= 0, any order)."""
    return [share_at(time, r0, c1, c2, alpha, beta) for time in times]


def time_to_reach(target: float, r0: float, c1: float, c2: float, alpha: float, beta: float) -> float:
    """First time at which the path from r0 has share `target`; 0 if it starts there, infinity if it never gets there.

    A share that is only approached in the limit (0, 1 or c*) counts as never reached.
    """
    if target == r0:
        return 0.0
    for phase in phases(r0, c1, c2, alpha, beta):
        if phase.share == target:
            return phase.begin
        if phase.rate == 0.0:
            continue
        remaining = (target - phase.limit) / (phase.share - phase.limit) if phase.share != phase.limit else 0.0
        if 0.0 < remaining < 1.0:
            moment = phase.begin - math.log(remaining) / phase.rate
            if moment < phase.end:
                return moment
    return INFINITY


def long_run(r0: float, c1: float, c2: float, alpha: float, beta: float) -> float:
    """Limit of r for time to infinity."""
    return phases(r0, c1, c2, alpha, beta)[-1].limit


def equilibria(c1: float, c2: float, alpha: float, beta: float) -> dict[str, object]:
    """All resting points, sorted by what a small push does.

    `stable`: increasing list of isolated shares that draw in every start near enough (within [0, 1]). 0 is one when 1 - alpha > 0 and
    beta > 0; 1 is one when alpha > 0 and beta < 1; c* is one when 1 - alpha < c* < beta (both strict).
    `tipping`: increasing list of shares where neighboring starts part ways: below and above lead to different long runs.
    `neutral`: None, or the pair (lowest, highest) of a band beta <= r <= 1 - alpha on which nothing moves at all (no visibility, no
    police); it exists when beta <= 1 - alpha and includes its two ends. An end of the band is listed in `tipping` too when a start
    beyond it leaves.
    """
    check(c1, c2, alpha, beta)
    edge_visible, edge_policed = 1.0 - alpha, beta
    star = balance_share(c1, c2)
    stable: list[float] = []
    tipping: list[float] = []
    if edge_visible > 0 and edge_policed > 0:
        stable.append(0.0)
    if alpha > 0 and edge_policed < 1:
        stable.append(1.0)
    if edge_policed <= edge_visible:
        if edge_policed > 0:
            tipping.append(edge_policed)
        if edge_visible < 1 and edge_visible != edge_policed:
            tipping.append(edge_visible)
        return {"stable": stable, "tipping": tipping, "neutral": (edge_policed, edge_visible)}
    if edge_visible < star < edge_policed:
        stable.append(star)
        tipping = [edge for edge in (edge_visible, edge_policed) if 0 < edge < 1]
    elif star <= edge_visible:
        tipping = [edge_policed] if edge_policed < 1 else []
    else:
        tipping = [edge_visible] if edge_visible > 0 else []
    return {"stable": sorted(stable), "tipping": tipping, "neutral": None}


def regime(c1: float, c2: float, alpha: float, beta: float) -> str:
    """Which of the four pictures the parameters give.

    "neutral band": beta <= 1 - alpha; between the two a protest neither grows nor shrinks.
    "tips at beta": 1 - alpha < beta and c* <= 1 - alpha; a protest dies unless it starts at or above the share that overwhelms the police.
    "lasting unrest": 1 - alpha < c* < beta; between the switches every protest ends at c*.
    "tips at visibility": 1 - alpha < beta <= c*; a protest wins as soon as it is seen.
    """
    check(c1, c2, alpha, beta)
    star = balance_share(c1, c2)
    if beta <= 1.0 - alpha:
        return "neutral band"
    if star <= 1.0 - alpha:
        return "tips at beta"
    if star < beta:
        return "lasting unrest"
    return "tips at visibility"
