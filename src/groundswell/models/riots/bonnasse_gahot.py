"""Riots travel although rioters do not: people join who feel riots elsewhere, the nearer the more."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.luck import Floats, normals, uniforms
from groundswell.models.picture import Axis, Curve, Picture
from groundswell.models.riots import spread
from groundswell.models.riots.places import departments, vehicles

FASTEST = 1e3  # per day, what the solver follows through a course of weeks in little time
STEEPEST = 1e6  # per day, the same where joining soon saturates
ENDLESS = 1e12  # stands for growth without end
RELATIVE, ABSOLUTE = 1e-10, 1e-12  # the errors that a step may make
SHOWN = 4  # places in the picture


class Region(NamedTuple):
    """Where riots can be: how many could join at the start of each place, how much each feels each other, and how far it all is."""

    susceptible: Floats
    weights: Floats
    distance: Floats  # km from the trigger


@dataclass
class Unrest:
    """The state: in each place those who could join, the rioting, and its counts: of the day that has begun, and of the last whole one."""

    region: Region
    susceptible: Floats
    rioters: Floats
    reproduction: float
    time: float = 0.0
    begun: Floats = field(default_factory=lambda: np.zeros(0))
    counts: Floats = field(default_factory=lambda: np.zeros(0))
    counted: float = 0.0


@dataclass(frozen=True)
class BonnasseGahot(Classic):
    """An epidemic of riots in many places, begun by a shock in one of them, and counted day by day.

    σ_k' = −σ_k Ψ(Λ_k),   λ_k' = −ω λ_k + σ_k Ψ(Λ_k),   Λ_k = Σ_j w_kj λ_j
    w_kj = ξ + (1 − ξ) (1 + d_kj/d0)^(−δ),   σ_k(0) = ζ n_k/Σ_j n_j,   λ_k(0) = A in the place of the trigger

    λ_k rioting and σ_k who could still join [acts a day], n_k people of the kind that riots, d_kj distance
    [km]. Linear: Ψ = β Λ. Saturating: Ψ = η (1 − e^(−γ (Λ − Λc))) above Λc, else 0. The count of a place
    on a whole day is a Poisson number with mean λ_k + b_k, where the baseline b is shared like n.
    Off: ξ = 0, and no media carry the news; ξ = 1, and only media do; b = 0, and nothing burns in peace.
    Without places given it is France in 2005, by departments, and a day is a night after 27 October.

    Raises UsageError for parameters out of their bounds, or lists of places that do not fit.

    >>> model = BonnasseGahot(east=(0.0,), north=(0.0,), people=(1.0,), reservoir=100, contagion=0.01, leaving_rate=0.5)
    >>> model.observe(model.start(1, 0))["reproduction"]
    2.0
    """

    name = "bonnasse-gahot"
    title = "Riots of many places: the French nights of 2005"
    says = "A riot in one suburb sets off others within reach, so that a wave crosses a country in which no rioter travels."
    source = "Bonnasse-Gahot et al. (2018); Burbeck, Raine & Stark (1978)"
    time = Time("day", until=20, discrete=False)
    random = True
    observables = (
        Observable("rioting", "rioting of all places, Σ λ_k", "acts/day", 0),
        Observable("susceptible", "who could still join, in all places", "acts/day", 0),
        Observable("joined", "all who have joined so far, without the shock", "acts/day", 0),
        Observable("places_rioting", "places with one act a day or more above their baseline", "1", 0),
        Observable("distance", "mean distance of the rioting from the trigger", "km", 0),
        Observable("expected", "mean of the count of all places, now", "acts", 0),
        Observable("counted", "count of all places on the last whole day; 0 before there is one", "acts", 0),
        Observable("counted_so_far", "counts of all places and whole days so far: of days 0 to 9 at time 10", "acts", 0),
        Observable("reproduction", "R0: largest eigenvalue of σ_k(0) w_kj Ψ'(0)/ω; the riots grow from little if it is above 1", "1", 0),
    )
    departs = (
        "The paper's parameters were not read and its counts by municipality do not ship. The defaults are fitted here to vehicles "
        "burned in all of France, night by night, which says nothing about places: reach, exponent and media are assumed.",
        "Places are the 96 departments, each a point at its prefecture, instead of 853 municipalities; who could riot is in proportion "
        "to poor people of about 20, instead of men of 16 to 24 out of school without a diploma.",
        "The saturating form of Ψ is recalled and not read; the kernel with ξ joins two forms that the paper may keep apart.",
        "Day d lasts from time d to d + 1. Its count has the mean of the rioting at its beginning, and is known when it is over. "
        "Counts are drawn anew each day and never act back on the rioting.",
        "Vehicles burn several at a time, so true counts scatter more than Poisson counts: see `dispersion` of a fit.",
        "With R0 below 1 the sum over places can still grow for some days, if the trigger is in the midst of many; in one place it cannot.",
        "The shock is there at time 0 and is not taken from who could join; a place feels its own rioting with weight 1.",
    )

    response: str = parameter("linear", "form of Ψ", choices=("linear", "saturating"))
    contagion: float = parameter(0.004825, "β of the linear form", "1/day per act/day", low=0, high=1e3)
    ceiling: float = parameter(1.0, "η of the saturating form, the most a place joins at", "1/day", low=0, high=100)
    steepness: float = parameter(0.001, "γ of the saturating form", "1 per act/day", low=0, high=1e3)
    threshold: float = parameter(0.0, "Λc of the saturating form, rioting felt that draws in nobody", "acts/day", low=0, high=1e6)
    leaving_rate: float = parameter(0.296, "ω, rate at which rioters stop for good", "1/day", low=0, high=100)
    reservoir: float = parameter(2624.0, "ζ, who could join in all places together", "acts/day", low=0, high=1e7)
    shock: float = parameter(0.0148, "A, rioting in the place of the trigger at the start", "acts/day", low=0, high=1e6)
    baseline: float = parameter(34.7, "acts a day in all places in times of peace", "acts/day", low=0, high=1e6)
    reach: float = parameter(30.0, "d0, distance at which rioting is felt half as much where δ = 1", "km", low=0.01, high=1e5)
    exponent: float = parameter(1.0, "δ, how fast it is felt less with distance", low=0, high=20)
    media: float = parameter(0.0, "ξ, part that is felt at any distance", low=0, high=1)
    trigger: int = parameter(0, "number of the place where it begins, counted from 0", low=0, high=100_000)
    east: tuple[float, ...] = parameter((), "km to the east of each place; empty for the departments of France", "km", low=-1e5, high=1e5)
    north: tuple[float, ...] = parameter((), "km to the north of each place", "km", low=-1e5, high=1e5)
    people: tuple[float, ...] = parameter((), "people of each place of the kind that riots, in any unit", low=0, high=1e10)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        sizes = {name: len(getattr(self, name)) for name in ("east", "north", "people")}
        if len(set(sizes.values())) > 1:
            got = ", ".join(f"{name} {size}" for name, size in sizes.items())
            yield "east, north, people", got, "as many numbers in each", "east=0,10 north=0,0 people=1,1"
            return
        places = sizes["east"] or len(departments())
        if self.trigger >= places:
            yield "trigger", str(self.trigger), f"a number from 0 to {places - 1}, one of {places} places", "trigger=0"
            return
        if self.people and sum(self.people) <= 0:
            yield "people", "none in any place", "people in one place at least", "people=1,1"
            return
        yield from self._too_fast()

    def _too_fast(self) -> Iterator[tuple[str, str, str, str]]:
        everybody = self.reservoir + self.shock
        name, limit = ("contagion", FASTEST) if self.response == "linear" else ("ceiling × steepness", STEEPEST)
        fastest = everybody * (self.contagion if self.response == "linear" else self.ceiling * self.steepness)
        if fastest > limit:
            smaller = f"reservoir={self.reservoir * limit / fastest:.3g} shock={self.shock * limit / fastest:.3g}"
            yield f"{name} × (reservoir + shock)", f"{fastest:g} 1/day", f"at most {limit:g} 1/day, which can be followed", smaller

    def start(self, seed: int, history: int) -> Unrest:
        region = self.region()
        rioters = np.zeros(len(region.susceptible))
        rioters[self.trigger] = self.shock
        state = Unrest(region, region.susceptible.copy(), rioters, reproduction(self, region))
        self._count(state, 0, seed, history)
        return state

    def region(self) -> Region:
        """The places of the model, those given or the departments of France."""
        places = departments()
        east = np.array(self.east or [place.east for place in places], float)
        north = np.array(self.north or [place.north for place in places], float)
        people = np.array(self.people or [place.people for place in places], float)
        distance = np.sqrt((east - east[self.trigger]) ** 2 + (north - north[self.trigger]) ** 2)
        weights = spread.weights(east, north, self.reach, self.exponent, self.media)
        return Region(self.reservoir * people / sum(people.tolist()), weights, distance)

    @property
    def law(self) -> Floats:
        """Ψ as the kernel takes it: its kind, and β, or η, γ and Λc."""
        if self.response == "linear":
            return np.array([spread.LINEAR, self.contagion, 0.0, 0.0])
        return np.array([spread.SATURATING, self.ceiling, self.steepness, self.threshold])

    def advance(self, state: Unrest, t0: float, t1: float, seed: int, history: int) -> None:
        while state.time < t1:
            day = math.floor(state.time) + 1
            self.follow(state, min(float(day), t1))
            if state.time == day:
                self._count(state, day, seed, history)

    def follow(self, state: Unrest, until: float, relative: float = RELATIVE) -> None:
        """Moves rioting and those who could join to a time, without counting.

        Raises ArithmeticError where no step is small enough.
        """
        parts = state.susceptible, state.rioters, state.region.weights, self.law
        if not spread.follow(*parts, self.leaving_rate, until - state.time, relative, ABSOLUTE):
            raise ArithmeticError(f"no step is small enough at time {state.time}")
        state.time = until

    def _count(self, state: Unrest, day: int, seed: int, history: int) -> None:
        """Ends the day before, whose count is known now, and draws that of the day that begins."""
        size = len(state.rioters)
        chances = uniforms(seed, history, "riot counts", size, first=day * size)
        scatter = normals(seed, history, "riot counts", size, first=day * size, turn=1)
        state.counts, state.begun = state.begun, np.empty(size)
        spread.draw(expected(self, state), chances, scatter, state.begun)
        state.counted += sum(state.counts.tolist())

    def observe(self, state: Unrest) -> dict[str, float]:
        rioting, left = (max(0.0, sum(part.tolist())) for part in (state.rioters, state.susceptible))
        far = sum((state.rioters * state.region.distance).tolist())
        return {
            "rioting": rioting,
            "susceptible": left,
            "joined": max(0.0, sum(state.region.susceptible.tolist()) - left),
            "places_rioting": float(sum((state.rioters >= 1).tolist())),
            "distance": max(0.0, far / rioting) if rioting > 0 else 0.0,
            "expected": rioting + self.baseline,
            "counted": float(sum(state.counts.tolist())),
            "counted_so_far": float(state.counted),
            "reproduction": state.reproduction,
        }

    def picture(self) -> Picture:
        days, rioting = course(self)
        total = [sum(row) + self.baseline for row in rioting.tolist()]
        order = sorted(range(rioting.shape[1]), key=lambda k: -rioting[:, k].max())[:SHOWN]
        names = [place.name for place in departments()] if not self.east else [f"place {k}" for k in range(len(self.east))]
        curves = [Curve("all places, with the baseline", days, _of_peak(total))]
        curves += [Curve(names[k], days, _of_peak(rioting[:, k].tolist()), "dashed") for k in order]
        if not self.east:
            nights = {day: count for day, count in vehicles().items() if day <= days[-1]}
            curves.append(Curve("vehicles burned in France", [float(day) for day in nights], _of_peak(list(nights.values())), "points"))
        last = days[total.index(max(total))]
        ratio = reproduction(self, self.region())
        summary = f"R0 is {ratio:.3g}; acts are most, {max(total):.0f} a day, on day {last:g} after the trigger."
        axes = Axis("time since the trigger", "day"), Axis("acts, as a share of each place's own peak")
        return Picture("A wave of riots", *axes, tuple(curves), summary)


def _of_peak(values: Sequence[float]) -> list[float]:
    """A course as a share of its highest value; as it is where nothing happens."""
    top = max(values, default=0.0)
    return [value / top if top > 0 else 0.0 for value in values]


def expected(model: BonnasseGahot, state: Unrest) -> Floats:
    """The mean of the count of each place, λ_k + b_k, the baseline being shared like those who could join at the start.

    >>> model = BonnasseGahot(baseline=30.0)
    >>> round(float(expected(model, model.start(1, 0)).sum()), 6)
    30.0148
    """
    people = state.region.susceptible
    everybody = sum(people.tolist())
    shared = people / everybody if everybody > 0 else np.full(len(people), 1 / len(people))
    return np.maximum(0.0, state.rioters) + model.baseline * shared


def reproduction(model: BonnasseGahot, region: Region) -> float:
    """R0: how many times over a little rioting is replaced before it ends, in the pattern of places that grows fastest.

    >>> model = BonnasseGahot(response="saturating", threshold=1.0)
    >>> reproduction(model, model.region())
    0.0
    """
    slope = model.contagion if model.response == "linear" else model.ceiling * model.steepness * (model.threshold == 0)
    drawn = slope * spread.largest(region.susceptible, region.weights)
    return min(ENDLESS, float(drawn / model.leaving_rate)) if model.leaving_rate > 0 else ENDLESS * (drawn > 0)


def course(model: BonnasseGahot, days: int | None = None, every: float = 1.0, relative: float = RELATIVE) -> tuple[list[float], Floats]:
    """The times and the rioting in each place at each of them, without counting: one row a time.

    >>> times, rioting = course(BonnasseGahot(), 3)
    >>> times, rioting.shape
    ([0.0, 1.0, 2.0, 3.0], (4, 96))
    """
    region = model.region()
    rioters = np.zeros(len(region.susceptible))
    rioters[model.trigger] = model.shock
    state, found = Unrest(region, region.susceptible.copy(), rioters, 0.0), [rioters.copy()]
    times = [k * every for k in range(int((days or model.time.until) / every + 1e-9) + 1)]
    for time in times[1:]:
        model.follow(state, time, relative)
        found.append(np.maximum(0.0, state.rioters))
    return times, np.array(found)


def _one_place(ratio: float) -> BonnasseGahot:
    """A single place in which a riot from almost nothing has this R0."""
    one = (0.0,)
    return BonnasseGahot(east=one, north=one, people=(1.0,), reservoir=1.0, shock=1e-9, leaving_rate=1.0, contagion=ratio, baseline=0.0)


def _joined(ratio: float) -> float:
    state = _one_place(ratio).start(0, 0)
    _one_place(ratio).follow(state, 400.0)
    return 1 - float(state.susceptible[0])


def _most(ratio: float) -> float:
    return float(course(_one_place(ratio), 60, every=0.01)[1].max())


def _growing_days() -> float:
    """Days on which rioting in one place grows after a shock, where R0 is below 1."""
    rioting = course(replace(_one_place(0.8), shock=0.3), 60)[1][:, 0].tolist()
    return float(sum(later >= earlier for earlier, later in pairwise(rioting)))


def _apart() -> float:
    """The largest difference between two places of the share that has not joined, where only media carry the news."""
    model = BonnasseGahot(media=1.0, contagion=0.0006)
    state = model.start(0, 0)
    model.follow(state, 12.0)
    left = state.susceptible / state.region.susceptible
    return float(left.max() - left.min())


def _shape() -> float:
    from groundswell.models.riots.shapes import likeness

    return likeness(BonnasseGahot())


def _wave() -> float:
    from groundswell.models.riots.shapes import wave

    return wave(BonnasseGahot())


@cache
def _fitted() -> tuple[float, float]:
    """Vehicles of the fit to the French nights on the nights that were counted, and the night with the most."""
    from groundswell.models.riots.fit import fit, means
    from groundswell.models.riots.places import vehicles

    found = means(fit(BonnasseGahot()).model, max(vehicles()))
    return sum(found[day] for day in vehicles()), float(found.index(max(found)))


def _weeks() -> float:
    """Days from the trigger until the rioting is back at a tenth of its peak."""
    times, rioting = course(BonnasseGahot(), 60, every=0.1)
    total = [sum(row) for row in rioting.tolist()]
    top = total.index(max(total))
    return next(time for time, now in zip(times[top:], total[top:]) if now < max(total) / 10)


POLICE = 'police count as tabulated in Wikipedia, "2005 French riots"'
WAVE = "Bonnasse-Gahot et al. (2018)"
OWN = "own calculation from the equations of Kermack & McKendrick (1927)"
SOLVED = "the solver follows the course to ten digits"

BonnasseGahot.reproduces = (
    Check("one place, R0 = 2: final size", 0.796812, lambda: _joined(2.0), 1e-6, SOLVED, OWN),
    Check("one place, R0 = 3: final size", 0.940480, lambda: _joined(3.0), 1e-6, SOLVED, OWN),
    Check("one place, R0 = 3: most at one time", 0.300463, lambda: _most(3.0), 1e-4, "looked at every hundredth of a day", OWN),
    Check("one place, R0 = 0.8: days of growth in 60 after a shock", 0.0, _growing_days, 0.0, "below R0 = 1 no day may grow", OWN),
    Check("only media: differences between places", 0.0, _apart, 1e-9, "every place feels the same, to rounding", "own calculation"),
    Check("towns share one shape: mean correlation", 0.95, _shape, 0.0, "in words only: the curves are alike", WAVE, "at least"),
    Check("rank correlation of distance and day of peak", 0.5, _wave, 0.0, "in words only: a wave travels", WAVE, "at least"),
    Check("days until a tenth of the peak", 21.0, _weeks, 4.0, "in words only: about three weeks", WAVE),
    Check("fit: vehicles on the nights counted", 8952.0, lambda: _fitted()[0], 1.0, "a fitted scale makes sums equal", POLICE, slow=True),
    Check("fit: night with most vehicles", 10.0, lambda: _fitted()[1], 1.0, "nights 9 to 11: 1,295, 1,408 and 1,173", POLICE, slow=True),
)
