"""Three models of Peter Turchin.

(a) The political stress index: Turchin (2013), "Modeling social pressures toward political instability", Cliodynamics 4, 241-280; Turchin
(2016), "Ages of Discord". Functions: elite_numbers, elite_income, stress_index.
(b) Radicals and moderates: Turchin (2005), "Dynamical feedbacks between population growth and sociopolitical instability in agrarian
states", Structure and Dynamics 1, and the social contagion part of "Ages of Discord". Functions: contagion_rates, contagion_step,
contagion_run, contagion_rest.
(c) The demographic-fiscal cycle: Turchin (2003), "Historical Dynamics", chapter 7. Functions: capacity, fiscal_slopes, fiscal_path.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

# ---------------------------------------------------------------- (a) political stress


def elite_numbers(relative_wage: Sequence[float], usual_wage: float = 1.0, mobility: float = 0.1, start: float = 1.0) -> np.ndarray:
    """Elites per head of population e, one value a year, by e[0] = start, e[t] = e[t-1] + mobility (usual_wage - w[t-1]) / w[t-1].

    `relative_wage` w: wage relative to output per head, one value a year; the change of a year uses the wage of the year before.
    """
    elites = [start]
    for wage in list(relative_wage)[:-1]:
        elites.append(elites[-1] + mobility * (usual_wage - wage) / wage)
    return np.array(elites)


def elite_income(relative_wage: Sequence[float], elites: Sequence[float], labor_share: float = 0.5, start: float = 1.0) -> np.ndarray:
    """Income per elite member over output per head, eps[t] proportional to (1 - labor_share * w[t]) / e[t], scaled to eps[0] = start."""
    raw = [(1.0 - labor_share * wage) / elite for wage, elite in zip(relative_wage, elites, strict=True)]
    return start * np.array(raw) / raw[0]


def stress_index(
    relative_wage: Sequence[float],
    urban_share: Sequence[float],
    youth_share: Sequence[float],
    elites: Sequence[float],
    elite_income_each: Sequence[float],
    debt_share: Sequence[float],
    trust: Sequence[float],
    positions: Sequence[float] | float = 1.0,
) -> dict[str, np.ndarray]:
    """The index and its three parts, one value a year each.

    "masses" = (1 / w) * urban_share * youth_share; "elites" = (1 / eps) * (e / positions); "state" = debt_share * (1 - trust);
    "stress" = their product. youth_share: people of 20 to 29 among all (or among adults: only ratios between years mean anything);
    debt_share: public debt over yearly output; trust in [0, 1]; positions: government posts per head (1 drops the term).
    """
    masses = np.asarray(urban_share, float) * np.asarray(youth_share, float) / np.asarray(relative_wage, float)
    elite = np.asarray(elites, float) / np.asarray(positions, float) / np.asarray(elite_income_each, float)
    state = np.asarray(debt_share, float) * (1.0 - np.asarray(trust, float))
    return {"masses": masses, "elites": elite, "state": state, "stress": masses * elite * state}


# ---------------------------------------------------------------- (b) radicals and moderates


class Ages(NamedTuple):
    """Shares of the adult population by age class 0..T-1: susceptible, radical ("infected") and moderate ("recovered"), arrays of length T.

    Everything sums to one: each class holds 1 / T of all.
    """

    susceptible: np.ndarray
    radical: np.ndarray
    moderate: np.ndarray


def even_start(classes: int = 45, radicals: float = 0.1, moderates: float = 0.0) -> Ages:
    """Total shares of radicals and moderates spread evenly over all age classes, the newborn class included."""
    one = np.ones(classes) / classes
    return Ages(one * (1.0 - radicals - moderates), one * radicals, one * moderates)


def contagion_rates(
    radicals: float, moderates: float, radicals_before: float | None, alpha: float, gamma: float, delta: float, spontaneous: float
) -> tuple[float, float]:
    """(sigma, rho): yearly chance that a susceptible turns radical, and that a radical turns moderate, both held within [0, 1].

    sigma = (alpha - gamma * moderates) * radicals + spontaneous; rho = delta * radicals_before, with totals over all ages. radicals_before
    is the total of radicals tau years ago, None when that lies at or before the start: then rho = 0.
    """
    sigma = min(1.0, max(0.0, (alpha - gamma * moderates) * radicals + spontaneous))
    rho = 0.0 if radicals_before is None else min(1.0, max(0.0, delta * radicals_before))
    return sigma, rho


def contagion_step(ages: Ages, sigma: float, rho: float) -> Ages:
    """One year, everybody at once: change of mind by last year's rates, one class older, the oldest leave, 1 / T susceptible newborns."""
    classes = len(ages.susceptible)
    susceptible, radical, moderate = np.zeros(classes), np.zeros(classes), np.zeros(classes)
    susceptible[0] = 1.0 / classes
    for age in range(classes - 1):
        susceptible[age + 1] = (1.0 - sigma) * ages.susceptible[age]
        radical[age + 1] = (1.0 - rho) * ages.radical[age] + sigma * ages.susceptible[age]
        moderate[age + 1] = ages.moderate[age] + rho * ages.radical[age]
    return Ages(susceptible, radical, moderate)


def contagion_run(
    years: int,
    alpha: float | Sequence[float] = 0.1,
    gamma: float = 1.0,
    delta: float = 0.5,
    delay: int = 10,
    spontaneous: float = 0.0005,
    start: Ages | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """(radicals, moderates): totals in years 0..years, year 0 being the start. `alpha` is one number or one per year 0..years-1.

    The rates of year t use the totals of year t and the radicals of year t - delay; rho is 0 while t <= delay.
    """
    ages = even_start() if start is None else start
    yearly = [alpha] * years if isinstance(alpha, float | int) else list(alpha)
    radicals, moderates = [float(ages.radical.sum())], [float(ages.moderate.sum())]
    for year in range(years):
        before = radicals[year - delay] if year > delay else None
        sigma, rho = contagion_rates(radicals[year], moderates[year], before, yearly[year], gamma, delta, spontaneous)
        ages = contagion_step(ages, sigma, rho)
        radicals.append(float(ages.radical.sum()))
        moderates.append(float(ages.moderate.sum()))
    return np.array(radicals), np.array(moderates)


def forced_alpha(relative_wage: float, elites: float, base: float = 0.1, wage_pull: float = 1.0, elite_pull: float = 50.0) -> float:
    """alpha driven by the times: base + wage_pull (0.9 - w) + elite_pull (e - 0.01)."""
    return base + wage_pull * (0.9 - relative_wage) + elite_pull * (elites - 0.01)


def resting_totals(sigma: float, rho: float, classes: int) -> tuple[float, float]:
    """Totals (radicals, moderates) when the two rates never change: the age classes filled in one after the other."""
    susceptible, radical, moderate = 1.0 / classes, 0.0, 0.0
    radicals = moderates = 0.0
    for _ in range(classes):
        radicals += radical
        moderates += moderate
        susceptible, radical, moderate = (1 - sigma) * susceptible, (1 - rho) * radical + sigma * susceptible, moderate + rho * radical
    return radicals, moderates


def contagion_rest(
    alpha: float = 0.1, gamma: float = 1.0, delta: float = 0.5, spontaneous: float = 0.0005, classes: int = 45
) -> list[tuple[float, float]]:
    """All resting points (radicals, moderates) of the yearly map, whether drawing in or not, smallest total of radicals first.

    At a total I of radicals, rho = delta I; the sigma that gives this total is unique (the total rises with sigma), and I is a resting
    point when sigma satisfies its own law. I runs from 0 to the largest total that any sigma <= 1 can keep up; roots are looked for between
    400 neighbors on an even grid. With no spontaneous turning, (0, 0) is a resting point too.
    """

    def rho_at(total: float) -> float:
        return min(1.0, delta * total)

    def sigma_at(total: float) -> float:
        return brentq(lambda s: resting_totals(s, rho_at(total), classes)[0] - total, 0.0, 1.0, xtol=1e-15)

    def gap(total: float) -> float:
        sigma = sigma_at(total)
        _, moderates = resting_totals(sigma, rho_at(total), classes)
        return contagion_rates(total, moderates, total, alpha, gamma, delta, spontaneous)[0] - sigma

    largest = brentq(lambda total: resting_totals(1.0, rho_at(total), classes)[0] - total, 0.0, 1.0, xtol=1e-15)
    grid = np.linspace(1e-9, largest * (1.0 - 1e-9), 401)
    values = [gap(total) for total in grid]
    rests = [(0.0, 0.0)] if spontaneous == 0 else []
    for left, right, value_left, value_right in zip(grid[:-1], grid[1:], values[:-1], values[1:], strict=True):
        if value_left * value_right < 0:
            total = brentq(gap, left, right, xtol=1e-14)
            rests.append((float(total), resting_totals(sigma_at(total), rho_at(total), classes)[1]))
    return rests


# ---------------------------------------------------------------- (c) demographic-fiscal


class Fiscal(NamedTuple):
    """Parameters: r growth per year, surplus rho0 per head and year, spending beta per head and year, k0 capacity without a state, c the
    most by which a rich state lifts capacity (as a multiple of k0), s0 the treasure at which half of that is reached."""

    growth: float = 0.02
    surplus: float = 1.0
    spending: float = 0.25
    base_capacity: float = 1.0
    lift: float = 3.0
    half_treasure: float = 10.0


def capacity(treasure: float, p: Fiscal) -> float:
    """k(S) = k0 (1 + c S / (s0 + S))."""
    return p.base_capacity * (1.0 + p.lift * treasure / (p.half_treasure + treasure))


def fiscal_slopes(people: float, treasure: float, p: Fiscal) -> tuple[float, float]:
    """(N', S') per year: N' = r N (1 - N/k), S' = rho0 N (1 - N/k) - beta N; with S <= 0 a negative S' is replaced by 0."""
    slack = 1.0 - people / capacity(max(treasure, 0.0), p)
    flow = p.surplus * people * slack - p.spending * people
    if treasure <= 0.0 and flow < 0.0:
        flow = 0.0
    return p.growth * people * slack, flow


def fiscal_path(times: Sequence[float], people: float, treasure: float, p: Fiscal) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """(N, S) at increasing `times` >= 0 from the state at time 0, and the moments at which S fell to zero.

    Stretches with S > 0 and stretches with S held at 0 are solved one after the other; the moment at which one gives way to the other (S
    falls to zero; or, at S = 0, the surplus turns positive, which happens when N falls below (1 - beta / rho0) k0) is found by the
    solver's root finder.
    """
    times = np.asarray(times, dtype=float)
    end = float(times[-1])
    found_people, found_treasure = np.full(len(times), np.nan), np.full(len(times), np.nan)
    empty_moments: list[float] = []
    now, state = 0.0, np.array([people, max(treasure, 0.0)], dtype=float)

    def free(_: float, y: np.ndarray) -> list[float]:
        slack = 1.0 - y[0] / capacity(max(y[1], 0.0), p)
        return [p.growth * y[0] * slack, p.surplus * y[0] * slack - p.spending * y[0]]

    def held(_: float, y: np.ndarray) -> list[float]:
        return [p.growth * y[0] * (1.0 - y[0] / p.base_capacity), 0.0]

    def emptied(_: float, y: np.ndarray) -> float:
        return y[1]

    def refilling(_: float, y: np.ndarray) -> float:
        return p.surplus * (1.0 - y[0] / p.base_capacity) - p.spending

    emptied.terminal, emptied.direction = True, -1  # type: ignore[attr-defined]
    refilling.terminal, refilling.direction = True, 1  # type: ignore[attr-defined]
    while now < end or np.isnan(found_people).any():
        holding = state[1] <= 0.0 and free(now, state)[1] <= 0.0
        stop = max(end, now + 1e-12)
        solution = solve_ivp(
            held if holding else free,
            (now, stop),
            state,
            method="DOP853",
            rtol=1e-11,
            atol=1e-13,
            dense_output=True,
            events=refilling if holding else emptied,
            max_step=1.0,
        )
        reached = float(solution.t[-1])
        wanted = np.isnan(found_people) & (times <= reached)
        if wanted.any():
            found_people[wanted], found_treasure[wanted] = solution.sol(times[wanted])
        now, state = reached, solution.y[:, -1].copy()
        if solution.status == 1:
            state[1] = 0.0
            if not holding:
                empty_moments.append(now)
            elif free(now, state)[1] <= 0.0:
                # On the very edge of refilling: a hair less people, so that the surplus is positive.
                state[0] *= 1.0 - 1e-12
        elif reached >= end:
            break
    return found_people, np.maximum(found_treasure, 0.0), empty_moments
