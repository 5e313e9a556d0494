"""A people fed by a state grows until the state can no longer be paid from what is left over, and the state falls first."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.ode import Vector, solved
from groundswell.models.picture import Axis, Curve, Picture

OWN = "own calculation from the equations of Turchin (2003)"
HALF_PERCENT = "half a percent of the number on record: it is read to four digits from another solver"
IDENTITY = "an identity of the equations, met to the precision of the solver"
POINTS = 250  # of the picture
STRIDE = 10.0  # years on which turning points are looked for at once
HIGHEST = 50.0  # logarithm of people that a step which is tried and given up may reach


@dataclass
class Realm:
    """The state: people, resources of their state, and the turning points passed so far."""

    people: float
    resources: float
    year: float
    solvent: bool
    turns: dict[str, tuple[float, float]] = field(default_factory=dict)  # year and height, by name


@dataclass(frozen=True)
class TurchinFiscal(Classic):
    """People multiply while there is room; the state taxes what they have left over, and spends on each of them.

    N' = r N (1 − N/k),   S' = ρ0 N (1 − N/k) − β N,   k = k0 (1 + c S/(s0 + S)),   S ≥ 0

    N people [multiples of what the land feeds without a state]; S the state's resources [a year of one
    such people's surplus]. Order raises the capacity k; S falls once N/k > 1 − β/ρ0, long before N does,
    at N = k. With S = 0 the state is bankrupt, which stands for its collapse. Off: c = 0, and a state
    feeds nobody.

    S' once negative stays so, so that a state is bankrupt once and for ever; its people then follow a
    logistic curve exactly.

    Raises UsageError for parameters out of their bounds.

    >>> model = TurchinFiscal()
    >>> state = model.start(1, 0)
    >>> model.advance(state, 0, 300, 1, 0)
    >>> round(model.observe(state)["solvent_years"], 1)
    245.6
    """

    name = "turchin-fiscal"
    title = "Demographic–fiscal cycle"
    says = "Agrarian states go bankrupt before their people starve: growth eats the surplus that pays for order."
    source = "Turchin (2003)"
    time = Time("year", until=400, every=2, discrete=False)
    random = False
    observables = (
        Observable("people", "people N", "k0", 0),
        Observable("resources", "resources S of the state", "1", 0),
        Observable("capacity", "people that can be fed, k", "k0", 0),
        Observable("surplus", "share of its product that the people has left over, 1 − N/k", "1", -math.inf, 1),
        Observable("peak_people", "most people so far", "k0", 0),
        Observable("peak_people_year", "year in which there were most people so far", "year", 0),
        Observable("peak_resources", "most resources of the state so far", "1", 0),
        Observable("peak_resources_year", "year in which the state owned most so far", "year", 0),
        Observable("solvent_years", "years from the start until the state was bankrupt, or those gone by", "year", 0),
    )
    departs = (
        "The gain c = 3 is recalled from the book; a public port has 2, and both are checked.",
        "Resources stop at zero: S' is 0 where S = 0 and S' would be negative. Spending per head goes on until then.",
        "No new state arises: the book's sequel adds civil war after the collapse, this model ends with it.",
        "Where the people only come to rest at what can be fed, its peak is flat, and its year hangs on the solver's last digits.",
        "One step is a continuous year, solved to ten digits; the start is N(0) people and S(0) resources.",
    )

    people: float = parameter(0.5, "people N(0) at the start", "k0", low=1e-3, high=100)
    resources: float = parameter(0.0, "resources S(0) of the state at the start", low=0, high=1e4)
    growth_rate: float = parameter(0.02, "growth r of a people with room", "1/year", low=0, high=1)
    tax_rate: float = parameter(1.0, "share ρ0 of the surplus that the state takes", "1/year", low=0, high=10)
    spending_rate: float = parameter(0.25, "spending β of the state on each of its people", "1/year", low=0, high=10)
    base_capacity: float = parameter(1.0, "people k0 whom the land feeds without a state", "k0", low=0.1, high=100)
    gain: float = parameter(3.0, "by how many times k0 a rich state raises the capacity, c", low=0, high=20)
    half_resources: float = parameter(10.0, "resources s0 with which it raises it half of that", low=0.1, high=1e4)

    def start(self, seed: int, history: int) -> Realm:
        realm = Realm(float(self.people), float(self.resources), 0.0, True)
        realm.solvent = self.resources > 0 or income(self, realm) > 0
        return realm

    def advance(self, state: Realm, t0: float, t1: float, seed: int, history: int) -> None:
        while state.solvent and state.year < t1:
            self._stride(state, min(t1, state.year + STRIDE))
        if state.year < t1:
            room = self.base_capacity / state.people - 1
            state.people = self.base_capacity / (1 + room * math.exp(-self.growth_rate * (t1 - state.year)))
            state.year = t1

    def _stride(self, state: Realm, until: float) -> None:
        """Goes on for some years, or to the first turning point in them. Each is passed once at most, so none hides another."""
        end = self._followed(state, until)
        passed = [name for name, sign in SIGNS.items() if name not in state.turns and sign(self, state) > 0 >= sign(self, end)]
        turned = [(self._turn(state, until, SIGNS[name]), name) for name in passed]
        if turned:
            end, name = min(turned, key=lambda one: one[0].year)
            end.resources = max(0.0, end.resources) if name != "bankrupt" else 0.0
            state.turns[name] = (end.year, end.resources if name == "resources" else end.people)
        state.people, state.resources, state.year = end.people, end.resources, end.year
        state.solvent = "bankrupt" not in state.turns

    def _followed(self, state: Realm, until: float) -> Realm:
        """The realm at a time, without a record of turning points; owing instead of owning past the last of them."""
        log, resources = solved(self._slope, np.array([math.log(state.people), state.resources]), state.year, until, 1e-11, 1e-13)
        return Realm(math.exp(log), float(resources), until, True)

    def _turn(self, state: Realm, until: float, sign: Callable[["TurchinFiscal", Realm], float]) -> Realm:
        """The realm where a sign changes, between a state and a later time: halved until no number lies between."""
        middle = (state.year + until) / 2
        while state.year < middle < until:
            half = self._followed(state, middle)
            state, until = (half, until) if sign(self, half) > 0 else (state, middle)
            middle = (state.year + until) / 2
        return self._followed(state, until)

    def _slope(self, year: float, both: Vector) -> Vector:
        people, resources = math.exp(min(both[0], HIGHEST)), float(both[1])
        left = 1 - people / capacity(self, resources)
        return np.array([self.growth_rate * left, people * (self.tax_rate * left - self.spending_rate)])

    def observe(self, state: Realm) -> dict[str, float]:
        people_year, most_people = self._highest(state, "people", self.people, state.people)
        resources_year, most_resources = self._highest(state, "resources", self.resources, state.resources)
        return {
            "people": state.people,
            "resources": state.resources,
            "capacity": capacity(self, state.resources),
            "surplus": 1 - state.people / capacity(self, state.resources),
            "peak_people": most_people,
            "peak_people_year": people_year,
            "peak_resources": most_resources,
            "peak_resources_year": resources_year,
            "solvent_years": state.year if state.solvent else state.turns.get("bankrupt", (0.0, 0.0))[0],
        }

    def _highest(self, state: Realm, name: str, first: float, now: float) -> tuple[float, float]:
        """Year and height of the most so far: at the turning point, and before it at the start or now."""
        return state.turns.get(name) or ((state.year, now) if now > first else (0.0, float(first)))

    def picture(self) -> Picture:
        state, years = self.start(0, 0), [self.time.until * k / POINTS for k in range(POINTS + 1)]
        seen = []
        for year in years:
            self.advance(state, state.year, year, 0, 0)
            seen.append(self.observe(state))
        most = max(1e-300, seen[-1]["peak_resources"])
        curves = (
            Curve("people", years, [one["people"] for one in seen]),
            Curve("people that can be fed", years, [one["capacity"] for one in seen], "dashed"),
            Curve("resources of the state, of their peak", years, [one["resources"] / most for one in seen]),
        )
        last = seen[-1]
        summary = (
            f"The state owns most in year {last['peak_resources_year']:.0f}, there are most people ({last['peak_people']:.3g}) in year "
            f"{last['peak_people_year']:.0f}, and the state has been solvent for {last['solvent_years']:.0f} years."
        )
        return Picture("A people outgrows its state", Axis("time", "year"), Axis("people, or share of the peak"), curves, summary)


def capacity(model: TurchinFiscal, resources: float) -> float:
    """The people that can be fed with these resources of the state: k = k0 (1 + c S/(s0 + S)).

    Below zero, where only a trial of the solver comes, it goes on as k0/(1 − c S/s0), as steep as at zero, down to S = −s0.

    >>> capacity(TurchinFiscal(), 10.0)
    2.5
    """
    if resources < 0:
        return model.base_capacity / (1 + model.gain * min(1.0, -resources / model.half_resources))
    return model.base_capacity * (1 + model.gain * resources / (model.half_resources + resources))


def turning_share(model: TurchinFiscal) -> float:
    """The filling N/k above which the state lives on what it has saved: 1 − β/ρ0, or 0 where it always does.

    >>> turning_share(TurchinFiscal())
    0.75
    """
    return max(0.0, 1 - model.spending_rate / model.tax_rate) if model.tax_rate > 0 else 0.0


def income(model: TurchinFiscal, state: Realm) -> float:
    """What the state takes from each of its people less what it spends on them: ρ0 (1 − N/k) − β.

    >>> model = TurchinFiscal(people=0.5)
    >>> income(model, model.start(1, 0))
    0.25
    """
    return model.tax_rate * (1 - state.people / capacity(model, state.resources)) - model.spending_rate


# What is above zero until a turning point is passed.
SIGNS: dict[str, Callable[[TurchinFiscal, Realm], float]] = {
    "resources": income,
    "people": lambda model, state: capacity(model, state.resources) - state.people,
    "bankrupt": lambda model, state: state.resources,
}


def _seen(name: str, **values: float) -> float:
    model = TurchinFiscal(**values)
    state = model.start(0, 0)
    model.advance(state, 0, 400, 0, 0)
    return model.observe(state)[name]


def _filling(turn: str) -> float:
    """N/k where the resources, or the people, turned."""
    model = TurchinFiscal()
    state = model.start(0, 0)
    while turn not in state.turns:
        model.advance(state, state.year, state.year + 1, 0, 0)
    end = model.start(0, 0)
    model.advance(end, 0, state.turns[turn][0], 0, 0)
    return end.people / capacity(model, end.resources)


NAMES = ("peak_people", "peak_people_year", "peak_resources", "peak_resources_year", "solvent_years")
ON_RECORD = {3.0: (3.130, 227.0, 48.87, 159.0, 245.6), 2.0: (2.199, 198.4, 29.19, 139.1, 214.8)}


def _row(gain: float, name: str, number: float) -> Check:
    return Check(f"c = {gain:g}: {name}", number, lambda: _seen(name, gain=gain), 0.005 * number, HALF_PERCENT, OWN)


TurchinFiscal.reproduces = (
    *(_row(gain, name, number) for gain, numbers in ON_RECORD.items() for name, number in zip(NAMES, numbers)),
    Check("N/k where the resources turn", 0.75, lambda: _filling("resources"), 1e-6, IDENTITY, OWN),
    Check("N/k where the people turn", 1.0, lambda: _filling("people"), 1e-6, IDENTITY, OWN),
)
