"""Stress on a society is the product of what presses the people, what divides the elites, and what the state owes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from groundswell.errors import UsageError
from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.picture import Axis, Curve, Picture

OWN = "own calculation from the equations of Turchin (2013)"
EXACT = "products of a few numbers, so only rounding is left"
TERMS = ("wage", "urban", "young", "elite_income", "elite_numbers", "offices", "debt", "distrust")
LEAST_ELITES = 0.01  # of those at the start
# assumed: made up, a good time and then falling wages, as an example of what a series looks like.
WAGES = (1.1, 1.12, 1.14, 1.15, 1.13, 1.1, 1.05, 1.0, 0.96, 0.92, 0.88, 0.85, 0.82, 0.8)
URBAN = (0.7, 0.71, 0.72, 0.73, 0.74, 0.75, 0.76, 0.77, 0.78, 0.79, 0.8)
DEBT = (0.5, 0.48, 0.46, 0.44, 0.42, 0.4, 0.42, 0.46, 0.5, 0.56, 0.62, 0.68)
DISTRUST = (0.3, 0.32, 0.35, 0.38, 0.42, 0.46, 0.5, 0.54, 0.58)
LINES = {"stress": "stress", "mass": "on the people", "elite": "among elites", "fiscal": "on the state"}


@dataclass
class Society:
    """The state: the year, and the elites of each year so far, as multiples of those at the start."""

    year: int
    elites: list[float] = field(default_factory=lambda: [1.0])


@dataclass(frozen=True)
class TurchinStress(Classic):
    """Low wages press the many and feed the few, elites outgrow what there is for them, and the state sinks into debt.

    Ψ = [w⁻¹ · (N_urb/N) · A] · [ε⁻¹ · e/s] · [(Y/G) · (1 − T)]
    e_{t+1} = e_t + μ0 (w0 − w_t)/w_t,   ε = (1 − λ w)/e

    w wage relative to output per head, N_urb/N share in towns, A share aged 20 to 29; e elites relative
    to those at the start, ε their income relative to output, s offices per head; Y/G debt relative to
    output, 1 − T distrust. Yearly series are given, and each holds its last value after its end; a
    series with one number is constant, an empty one is 1. Only ratios of Ψ mean anything: `stress` is
    relative to the first year. Off: leave a term out of `terms`, as versions before that of 2013 do.

    Raises UsageError for parameters out of their bounds, and where elites would earn nothing.

    >>> model = TurchinStress(wages=(1.0, 0.8), urban=(), young=(), debt=(), distrust=())
    >>> state = model.start(1, 0)
    >>> model.advance(state, 0, 11, 1, 0)
    >>> round(model.observe(state)["elites"], 6)
    1.25
    """

    name = "turchin-stress"
    title = "Political stress index"
    says = "Unrest needs three things at once: people worse off, elites too many for their places, and a state that cannot pay."
    source = "Turchin (2013); Turchin (2016); Goldstone (1991)"
    time = Time("year", until=60)
    random = False
    observables = (
        Observable("wage", "wage w relative to output per head", "1", 0),
        Observable("elites", "elites e, relative to those at the start", "1", 0),
        Observable("elite_income", "income of an elite member relative to output per head, ε, relative to the first year", "1", 0),
        Observable("mass", "what presses the people, relative to the first year", "1", 0),
        Observable("elite", "what divides the elites, relative to the first year", "1", 0),
        Observable("fiscal", "what weighs on the state, relative to the first year", "1", 0),
        Observable("stress", "the index Ψ, relative to the first year", "1", 0),
    )
    departs = (
        "The series that ship are made up, to show how the index moves: the public yearly file of the United States has no licence. "
        "With that file the index of 2010 is 12.66 times that of 1980; a test computes it where it is told of the file, "
        "and the number stands in no check, since nothing that ships gives it.",
        "This is the version of 2013 and 2016, with all eight terms; s was left out there for want of a series, and is 1 unless given. "
        "Which terms the versions of 2003 and 2010 have was not read; `terms` names those that count.",
        "One step is a year. Elites of a year follow from the wage of the year before (μ0 per year), as in the public calculation.",
        "Elites do not fall below a hundredth of those at the start, where the equation would make them negative.",
        "Gaps in a series are filled along a straight line before the model sees it: `filled` does it, `relative_wage` makes w.",
    )

    wages: tuple[float, ...] = parameter(WAGES, "wage w of each year", low=0.01, high=100)
    urban: tuple[float, ...] = parameter(URBAN, "share in towns of each year", low=1e-6, high=1)
    young: tuple[float, ...] = parameter((0.14,), "share aged 20 to 29 of each year", low=1e-6, high=1)
    offices: tuple[float, ...] = parameter((), "offices s of each year for each of the people", low=1e-6, high=1e6)
    debt: tuple[float, ...] = parameter(DEBT, "debt Y/G of each year", low=1e-6, high=1e3)
    distrust: tuple[float, ...] = parameter(DISTRUST, "distrust 1 − T of each year", low=1e-6, high=1)
    neutral_wage: float = parameter(1.0, "wage w0 at which elites neither gain nor lose members", low=0.01, high=100)
    mobility: float = parameter(0.1, "μ0, how fast people rise to the elites when wages are low", "1/year", low=0, high=10)
    labor_share: float = parameter(0.5, "λ, share of output that goes to wages at w = 1", low=0, high=1)
    terms: tuple[str, ...] = parameter(TERMS, "terms that count", choices=TERMS)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        highest = max(self.wages, default=1.0)
        if self.labor_share * highest >= 1:
            got = f"{self.labor_share:g} × {highest:g} = {self.labor_share * highest:g}"
            yield "labor_share × wages", got, "less than 1, or elites earn nothing", f"labor_share={0.5 / highest:.2g}"
        if len(set(self.terms)) < len(self.terms):
            yield "terms", ", ".join(self.terms), "each term once", f"terms={','.join(dict.fromkeys(self.terms))}"

    def start(self, seed: int, history: int) -> Society:
        return Society(0)

    def advance(self, state: Society, t0: float, t1: float, seed: int, history: int) -> None:
        while state.year < int(t1):
            wage = in_year(self.wages, state.year)
            grown = state.elites[-1] + self.mobility * (self.neutral_wage - wage) / wage
            state.elites.append(max(LEAST_ELITES, grown))
            state.year += 1

    def observe(self, state: Society) -> dict[str, float]:
        now, first = factors(self, state.year, state.elites[-1]), factors(self, 0, state.elites[0])
        ratios = {term: now[term] / first[term] for term in TERMS}
        mass, elite, fiscal = (self._product(ratios, terms) for terms in (TERMS[:3], TERMS[3:6], TERMS[6:]))
        return {
            "wage": in_year(self.wages, state.year),
            "elites": state.elites[-1],
            "elite_income": 1 / ratios["elite_income"],
            "mass": mass,
            "elite": elite,
            "fiscal": fiscal,
            "stress": mass * elite * fiscal,
        }

    def _product(self, ratios: dict[str, float], terms: Sequence[str]) -> float:
        found = 1.0
        for term in terms:
            found *= ratios[term] if term in self.terms else 1.0
        return found

    def picture(self) -> Picture:
        state, seen = self.start(0, 0), []
        years = list(range(int(self.time.until) + 1))
        for year in years:
            self.advance(state, year - 1, year, 0, 0)
            seen.append(self.observe(state))
        curves = tuple(Curve(LINES[name], years, [one[name] for one in seen], "line" if name == "stress" else "dashed") for name in LINES)
        last = seen[-1]
        summary = (
            f"After {years[-1]} years stress is {last['stress']:.3g} times what it was: "
            f"{last['mass']:.3g} × {last['elite']:.3g} × {last['fiscal']:.3g}, by the people, the elites and the state, which multiply."
        )
        times = Axis("times the first year", logarithmic=True)
        return Picture("Stress and what it is made of", Axis("time", "year"), times, curves, summary)


def in_year(series: Sequence[float], year: int) -> float:
    """The value of a series in a year, counted from 0: its last after its end, 1 where it is empty.

    >>> in_year((0.5, 0.6), 7), in_year((), 7)
    (0.6, 1.0)
    """
    return float(series[min(year, len(series) - 1)]) if series else 1.0


def factors(model: TurchinStress, year: int, elites: float) -> dict[str, float]:
    """The eight terms of Ψ in a year with so many elites, each as it enters the product.

    >>> round(factors(TurchinStress(wages=(0.8,)), 0, 1.0)["wage"], 12)
    1.25
    """
    wage = in_year(model.wages, year)
    return {
        "wage": 1 / wage,
        "urban": in_year(model.urban, year),
        "young": in_year(model.young, year),
        "elite_income": elites / (1 - model.labor_share * wage),
        "elite_numbers": elites,
        "offices": 1 / in_year(model.offices, year),
        "debt": in_year(model.debt, year),
        "distrust": in_year(model.distrust, year),
    }


def stresses(model: TurchinStress, years: int) -> list[float]:
    """Ψ of each year from the first on, relative to the first.

    >>> stresses(TurchinStress(wages=(), urban=(), young=(), debt=(0.5, 1.0), distrust=()), 2)
    [1.0, 2.0]
    """
    state, found = model.start(0, 0), []
    for year in range(years):
        model.advance(state, year - 1, year, 0, 0)
        found.append(model.observe(state)["stress"])
    return found


def filled(series: Sequence[float | None]) -> tuple[float, ...]:
    """A series with its gaps filled along straight lines, and its ends with the nearest value.

    Raises UsageError where no value is known, or one is infinite or no number.

    >>> filled([None, 1.0, None, 2.0, None])
    (1.0, 1.0, 1.5, 2.0, 2.0)
    """
    known = [(year, value) for year, value in enumerate(series) if value is not None]
    if not known:
        raise UsageError.of("filled: series", "no value", "one known value or more, the others None", "filled([None, 1.0, None])")
    _checked("filled: series", [value for _, value in known], -math.inf)
    found = [known[0][1]] * (known[0][0] + 1)
    for (before, low), (after, high) in pairwise(known):
        found += [low + (high - low) * (year - before) / (after - before) for year in range(before + 1, after + 1)]
    return tuple(found + [known[-1][1]] * (len(series) - 1 - known[-1][0]))


def relative_wage(wages: Sequence[float], output: Sequence[float], base: int) -> tuple[float, ...]:
    """Wages relative to output per head, 1 in the base year (counted from 0).

    Raises UsageError for series of different lengths, for what is not above 0, and for a base year that is not in them.

    >>> relative_wage([10, 12], [100, 160], 0)
    (1.0, 0.75)
    """
    if len(wages) != len(output) or not len(wages):
        got = f"{len(wages)} and {len(output)} years"
        raise UsageError.of(
            "relative_wage: wages, output", got, "as many years in both, 1 or more", "relative_wage([10, 12], [100, 160], 0)"
        )
    _checked("relative_wage: wages", wages, 0)
    _checked("relative_wage: output", output, 0)
    if not 0 <= base < len(wages) or int(base) != base:
        raise UsageError.of("relative_wage: base", f"{base}", f"a year from 0 to {len(wages) - 1}, counted from 0", "base=0")
    return tuple(wage * output[base] / (each * wages[base]) for wage, each in zip(wages, output, strict=True))


def _checked(where: str, series: Sequence[float], above: float) -> None:
    """Raises UsageError for the first value that is infinite, no number, or not above a bound."""
    for year, value in enumerate(series):
        if not above < value < math.inf:
            expected = "finite numbers" if math.isinf(above) else f"finite numbers above {above:g}"
            raise UsageError.of(where, f"{value:g} in place {year}", expected, "fill what is not known: filled([10.0, None, 11.0])")


def _plain(**series: tuple[float, ...]) -> TurchinStress:
    return replace(TurchinStress(wages=(), urban=(), young=(), debt=(), distrust=()), **series)  # type: ignore[arg-type]


def _elites(years: int) -> float:
    model = _plain(wages=(0.8,))
    state = model.start(0, 0)
    model.advance(state, 0, years, 0, 0)
    return model.observe(state)["elites"]


TurchinStress.reproduces = (
    Check("w = 0.8 for ten years: elites", 1.25, lambda: _elites(10), 1e-9, EXACT, OWN),
    Check("w = 0.8 for ten years: stress, e²", 1.5625, lambda: stresses(_plain(wages=(0.8,)), 11)[-1], 1e-9, EXACT, OWN),
    Check("w from 1 to 0.8 at once: stress", 25 / 24, lambda: stresses(_plain(wages=(1.0, 0.8)), 2)[-1], 1e-9, EXACT, OWN),
    Check("debt twice as high: stress", 2.0, lambda: stresses(_plain(debt=(0.4, 0.8)), 2)[-1], 1e-9, EXACT, OWN),
    Check("w at which elites do not grow", 1.0, lambda: stresses(_plain(wages=(1.0,)), 60)[-1], 1e-9, EXACT, OWN),
)
