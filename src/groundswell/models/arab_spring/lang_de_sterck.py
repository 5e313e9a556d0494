"""Others join a revolt that is large enough to be seen, and the police drive home one that is small enough for them."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.picture import Axis, Curve, Picture

OWN = "own calculation from the equations of Lang & De Sterck (2014)"
SECOND = "an exact flow in closed form, so only rounding is left"
EXACT = "a step function decides it and nothing is rounded"
POINTS = 200  # of each branch of the picture


class Piece(NamedTuple):
    """What happens to r where it is: it goes at rate `rate` towards `target`, and r' = rate · (target − r)."""

    rate: float
    target: float


@dataclass
class Revolt:
    """The state: the share of the people who protest."""

    protesters: float


@dataclass(frozen=True)
class LangDeSterck(Classic):
    """People join once a revolt is visible, and are driven off the street while the police are equal to it.

    r' = c1 v(r; α) (1 − r) − c2 p(r; β) r,   v = 1 if r > 1 − α, else 0,   p = 1 if r < β, else 0

    r the share of protesters; α the visibility, which new media raise and censorship lowers; β the
    largest crowd that the police can handle. Off: α = 0 hides every revolt, β = 0 polices none.
    The flow is linear between the two steps, so it is followed exactly from one to the next.

    Raises UsageError for parameters out of their bounds.

    >>> model = LangDeSterck(protesters=0.21)
    >>> round(model.observe(model.start(1, 0))["settles_at"], 6)
    1.0
    """

    name = "lang-de-sterck"
    title = "Arab Spring: visibility against policing"
    says = "A revolt succeeds once it is too large to be hidden or to be policed; media that raise visibility lower that size at a stroke."
    source = "Lang & De Sterck (2014)"
    time = Time("day", until=20, every=0.25, discrete=False)
    random = False
    observables = (
        Observable("protesters", "share of the people who protest", "1", 0, 1),
        Observable("visible", "1 where the revolt is seen, else 0", "1", 0, 1),
        Observable("policed", "1 where the police are equal to it, else 0", "1", 0, 1),
        Observable("settles_at", "share that protests in the end, from here", "1", 0, 1),
        Observable("stalemate", "share at which joining and driving off are equal, where both happen: c1/(c1 + c2)", "1", 0, 1),
        Observable("tipping_point", "share above which a revolt no longer dies out", "1", 0, 1),
    )
    departs = (
        "The steps are strict as written above: at r = 1 − α the revolt is not yet seen, and at r = β it is no longer policed. "
        "The convention of the paper was not read.",
        "Where c* lies exactly at 1 − α or at β, a revolt nears it from one side and never gets there. It counts as what the revolt "
        "settles at, and the state as a failed one, although a revolt put exactly there dies out (1 − α) or grows to all (β).",
        "The paper sets 0 < α < 1 and 0 < β < 1; here 0 and 1 are allowed: a revolt never seen or always, never policed or always.",
        "The paper tells a meta-stable police state from an unstable one; where it draws that line was not read, so both have one name.",
        "The start is a share of protesters that is there at time 0, and nobody counts as seen to themselves: r is a continuum.",
        "No country is fitted: the paper uses the model for its regions only, and gives no parameters of Tunisia or Egypt.",
    )

    growth_rate: float = parameter(1.0, "rate c1 at which others join a revolt that is seen", "1/day", low=0, high=1e6, above=True)
    policing_rate: float = parameter(0.5, "rate c2 at which policed protesters are driven off", "1/day", low=0, high=1e6, above=True)
    visibility: float = parameter(0.8, "visibility α: a revolt above 1 − α of the people is seen", low=0, high=1)
    police_capacity: float = parameter(0.5, "capacity β of the police: they are equal to a revolt below it", low=0, high=1)
    protesters: float = parameter(0.25, "share of protesters at the start", low=0, high=1)

    def start(self, seed: int, history: int) -> Revolt:
        return Revolt(float(self.protesters))

    def advance(self, state: Revolt, t0: float, t1: float, seed: int, history: int) -> None:
        state.protesters = after(self, state.protesters, t1 - t0)

    def observe(self, state: Revolt) -> dict[str, float]:
        r = state.protesters
        return {
            "protesters": r,
            "visible": float(is_seen(self, r)),
            "policed": float(is_policed(self, r)),
            "settles_at": settles_at(self, r),
            "stalemate": stalemate(self),
            "tipping_point": tipping_point(self),
        }

    def picture(self) -> Picture:
        seen, capacity = seen_above(self), self.police_capacity
        joining = [seen + (1 - seen) * k / POINTS for k in range(POINTS + 1)]
        leaving = [capacity * k / POINTS for k in range(POINTS + 1)]
        curves = (
            Curve("joining, where the revolt is seen", joining, [self.growth_rate * (1 - r) for r in joining]),
            Curve("driven off, where it is policed", leaving, [self.policing_rate * r for r in leaving], "dashed"),
            Curve("where it settles", equilibria(self), [0.0] * len(equilibria(self)), "points"),
        )
        summary = (
            f"Others join a revolt of more than {seen:.3g} of the people, and police drive off one of less than {capacity:.3g}"
            f"{_between(self)}. "
            f"This is a {region(self)}: from {self.protesters:.3g} of the people it goes to {settles_at(self, self.protesters):.3g}."
        )
        return Picture("What adds to a revolt and what takes from it", Axis("share who protest"), Axis("change", "1/day"), curves, summary)


def seen_above(model: LangDeSterck) -> float:
    """The share 1 − α above which a revolt is seen; 0.8 is meant as eight tenths, so that 1 − 0.8 is two tenths.

    >>> seen_above(LangDeSterck(visibility=0.8))
    0.2
    """
    return float(1 - Decimal(repr(float(model.visibility))))


def is_seen(model: LangDeSterck, r: float) -> bool:
    """Whether a revolt of a share r of the people is seen: r > 1 − α.

    >>> is_seen(LangDeSterck(visibility=0.75), 0.25)
    False
    """
    return r > seen_above(model)


def is_policed(model: LangDeSterck, r: float) -> bool:
    """Whether the police are equal to a revolt of a share r of the people: r < β.

    >>> is_policed(LangDeSterck(police_capacity=0.5), 0.5)
    False
    """
    return r < model.police_capacity


def stalemate(model: LangDeSterck) -> float:
    """The share at which joining and driving off are equal: c* = c1/(c1 + c2), the rates meant as they are written.

    >>> round(stalemate(LangDeSterck(growth_rate=1, policing_rate=0.5)), 6)
    0.666667
    """
    joining, leaving = (Fraction(repr(float(rate))) for rate in (model.growth_rate, model.policing_rate))
    return float(joining / (joining + leaving))


def piece(model: LangDeSterck, r: float) -> Piece:
    """How fast and where to a revolt of a share r of the people goes.

    >>> piece(LangDeSterck(), 0.1)
    Piece(rate=0.5, target=0.0)
    """
    if is_seen(model, r) and is_policed(model, r):
        return Piece(model.growth_rate + model.policing_rate, stalemate(model))
    if is_seen(model, r):
        return Piece(model.growth_rate, 1.0)
    if is_policed(model, r):
        return Piece(model.policing_rate, 0.0)
    return Piece(0.0, r)


def after(model: LangDeSterck, r: float, days: float) -> float:
    """The share of protesters some days after it was r.

    >>> round(after(LangDeSterck(protesters=0.1), 0.1, 1.0), 6)
    0.060653
    """
    while days > 0:
        now, step = piece(model, r), _next_step(model, r)
        needed = math.inf if step is None else _time(now, r, step)
        if needed > days:
            return _nearer(model, now, r, days)
        r, days = float(step or 0.0), days - needed
    return r


def time_until(model: LangDeSterck, r: float, reached: float) -> float:
    """Days until a share r of protesters becomes `reached`; infinite where it never does.

    >>> round(time_until(LangDeSterck(), 0.25, 0.5), 6)
    0.61086
    """
    total = 0.0
    while True:
        now, step = piece(model, r), _next_step(model, r)
        straight = _time(now, r, reached)
        leg = math.inf if step is None else _time(now, r, step)
        if straight <= leg or math.isinf(leg):
            return total + straight
        r, total = float(step or 0.0), total + leg


def settles_at(model: LangDeSterck, r: float) -> float:
    """The share that protests in the end.

    >>> settles_at(LangDeSterck(), 0.1999), settles_at(LangDeSterck(), 0.2001)
    (0.0, 1.0)
    """
    step = _next_step(model, r)
    return piece(model, r).target if step is None else settles_at(model, step)


def equilibria(model: LangDeSterck) -> list[float]:
    """The shares at which revolts around them settle, from the lowest to the highest.

    c* at 1 − α or at β is one of them, half-stable: revolts near it from within, and leave it on the other side.
    Where 1 − α ≥ β every share between them stays as it is put; the ends of that band are given then.

    >>> equilibria(LangDeSterck(policing_rate=2))
    [0.0, 0.3333333333333333, 1.0]
    """
    low, high, middle = seen_above(model), model.police_capacity, stalemate(model)
    quiet = [0.0] if is_policed(model, 0.0) and not is_seen(model, math.nextafter(0, 1)) else []
    between = [high, low] if low >= high else [middle] if low <= middle <= high else []
    return sorted({*quiet, *between, *([1.0] if not is_policed(model, 1.0) and is_seen(model, 1.0) else [])})


def tipping_point(model: LangDeSterck) -> float:
    """The share above which a revolt does not die out, and below which it does; 1 where each below all the people dies.

    β in a stable police state and a standoff, where a revolt of β itself lives; else 1 − α, where one of 1 − α itself dies.

    >>> tipping_point(LangDeSterck(policing_rate=9)), round(tipping_point(LangDeSterck()), 6)
    (0.5, 0.2)
    """
    low, high, middle = seen_above(model), model.police_capacity, stalemate(model)
    return high if low >= high or middle < low else low


def region(model: LangDeSterck) -> str:
    """What kind of state these parameters make.

    >>> region(LangDeSterck(policing_rate=9)), region(LangDeSterck(policing_rate=2)), region(LangDeSterck())
    ('stable police state', 'failed state', 'meta-stable or unstable police state')
    """
    low, high, middle = seen_above(model), model.police_capacity, stalemate(model)
    if low >= high:
        return "standoff"
    if middle < low:
        return "stable police state"
    return "failed state" if middle <= high else "meta-stable or unstable police state"


def _between(model: LangDeSterck) -> str:
    """What becomes of a revolt between the two steps, as the end of a sentence."""
    low, high, middle = seen_above(model), model.police_capacity, stalemate(model)
    if low == high:
        return ""
    if low > high:
        return "; between the two it stays as it is"
    if low <= middle <= high:
        return f"; where both happen it goes to {middle:.3g}"
    return "; where both happen the police win and it shrinks" if middle < low else "; where both happen joining wins and it grows"


def _next_step(model: LangDeSterck, r: float) -> float | None:
    """The step of v or p that a revolt of r comes to next, or none."""
    target = piece(model, r).target
    steps = [step for step in (seen_above(model), model.police_capacity) if min(r, target) < step < max(r, target)]
    return min(steps, key=lambda step: abs(step - r)) if steps else None


def _nearer(model: LangDeSterck, now: Piece, r: float, days: float) -> float:
    """Where r is after some days without a step between. A step that is the target is neared for ever and never reached."""
    found = min(1.0, max(0.0, now.target + (r - now.target) * math.exp(-now.rate * days)))
    rounded = found == now.target != r and found in (seen_above(model), model.police_capacity)
    return math.nextafter(found, r) if rounded else found


def _time(now: Piece, r: float, reached: float) -> float:
    """Days from r to `reached` without a step between; infinite where the way does not lead there."""
    if reached == r:
        return 0.0
    left, whole = now.target - reached, now.target - r
    ahead = now.rate > 0 and left != 0 and (left > 0) == (whole > 0) and abs(left) < abs(whole)
    return math.log(whole / left) / now.rate if ahead else math.inf


def _settled(**values: float) -> float:
    model = LangDeSterck(**values)
    return settles_at(model, model.protesters)


def _pulled_back(start: float) -> Check:
    name, held = f"c2 = 2: 100 days after {start}", LangDeSterck(policing_rate=2, protesters=start)
    return Check(name, 1 / 3, lambda: after(held, start, 100.0), 1e-6, SECOND, OWN)


LangDeSterck.reproduces = (
    Check("stalemate c* at c1 = 1, c2 = 0.5", 2 / 3, lambda: stalemate(LangDeSterck()), 1e-6, SECOND, OWN),
    Check("days from 0.25 to 0.5", 0.610860, lambda: time_until(LangDeSterck(), 0.25, 0.5), 1e-6, SECOND, OWN),
    Check("days from 0.5 to 0.99", 3.912023, lambda: time_until(LangDeSterck(), 0.5, 0.99), 1e-6, SECOND, OWN),
    Check("ends from 0.1999", 0.0, lambda: _settled(protesters=0.1999), 0.0, EXACT, OWN),
    Check("ends from 0.2001", 1.0, lambda: _settled(protesters=0.2001), 0.0, EXACT, OWN),
    *(_pulled_back(start) for start in (0.21, 0.3, 0.4, 0.49)),
)
