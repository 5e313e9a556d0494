"""Radicals recruit the young, tire, and turn into moderates who hold the next generation back, until these die."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.kernel import kernel
from groundswell.models.luck import Floats
from groundswell.models.picture import Axis, Curve, Picture
from groundswell.models.roots import root, roots

OWN = "own calculation from the equations of Turchin (2006)"
MAP = "the map has no chance and no step size: six digits are on record"
PERCENT = "one per cent of a number that was read from a simulation"
LONG = 3000  # years, long after the start is forgotten
CLOSE = 1e-7  # of a contagion at which waves begin
POINTS = 400  # years in the picture
KEPT = 3  # years of radicals beyond the delay: a peak is seen by three of them
AT_ONCE = 100_000  # years that pass before the run can be stopped
SCAN = 200  # parts of the range of recruitment in which equilibria are looked for, the least the finest


@dataclass
class Generations:
    """The state: shares of the people by year of age, the radicals of late years, and the peaks so far.

    `past` has the radicals of year t at t modulo its length, which goes back τ years or more; `contagions`
    holds α year by year, its last value for ever; `peaks` holds how many there were and the year of the last.
    """

    naive: Floats
    radical: Floats
    moderate: Floats
    contagions: Floats
    past: Floats
    year: int = 0
    peaks: NDArray[np.int64] = field(default_factory=lambda: np.zeros(2, np.int64))

    @property
    def radicals(self) -> float:
        """The radicals of this year."""
        return float(self.past[self.year % len(self.past)])


@dataclass(frozen=True)
class TurchinRadicals(Classic):
    """Everyone is born naive, may be drawn in by radicals, and as a radical may be sobered by the violence of some years before.

    σ_t = (α_t − γ ΣR_t) ΣI_t + σ0,   ρ_t = δ ΣI_{t−τ}   (both kept from 0 to 1; ρ = 0 while t ≤ τ)
    S_{0} = 1/T,   S_{a+1} = (1 − σ) S_a,   I_{a+1} = (1 − ρ) I_a + σ S_a,   R_{a+1} = R_a + ρ I_a

    S naive, I radical, R moderate shares of the people, by age a = 0 … T − 1 in years of grown-up life;
    sums are over ages. α_t = α + a_w (w* − w_t) + a_e (e_t − e*), at most `highest_contagion`, where
    yearly wages w and elites e are given. Off: γ = 0, and moderates hold nobody back; δ = 0, and no
    radical tires; no series, and α is constant.

    Raises UsageError for parameters out of their bounds.

    >>> model = TurchinRadicals(contagion=0.1)
    >>> state = model.start(1, 0)
    >>> model.advance(state, 0, 3000, 1, 0)
    >>> round(model.observe(state)["radicals"], 6)
    0.064298
    """

    name = "turchin-radicals"
    title = "Fathers and sons: waves of radicals and moderates"
    says = "Waves of political violence come every other generation: sons of those who lived through one keep the peace, grandsons do not."
    source = "Turchin (2005); Turchin (2006)"
    time = Time("year", until=300)
    random = False
    observables = (
        Observable("naive", "share of the people that has had no part in either", "1", 0, 1),
        Observable("radicals", "share of the people that is radical", "1", 0, 1),
        Observable("moderates", "share of the people that was radical and is moderate", "1", 0, 1),
        Observable("recruitment", "σ, the share of the naive that turn radical in the year to come", "1", 0, 1),
        Observable("disenchantment", "ρ, the share of radicals that turn moderate in the year to come", "1", 0, 1),
        Observable("peaks", "years so far with more radicals than the year before and no fewer than the year after", "1", 0),
        Observable("last_peak_year", "the last such year, or 0", "year", 0),
    )
    departs = (
        "One step is a year, and all ages change at once, from σ and ρ of the year before (synchronous); who is T years old leaves.",
        "At the start each age has the same share of radicals and of moderates; ρ is 0 in the years 0 to τ, the year 0 not being counted.",
        "A public port uses T = 25, α = 0.3 and Euler steps of half a year, which is another model: its ages flow into one another.",
        "A series of wages or elites counts from the start; after its end its last value stays. The defaults have none.",
        "Everybody counts, oneself included: shares of a continuum.",
    )

    ages: int = parameter(45, "years T of grown-up life", "year", low=2, high=200)
    contagion: float = parameter(0.3, "α, how well radicals recruit", low=0, high=10)
    highest_contagion: float = parameter(1.0, "the most that α becomes by low wages and many elites", low=0, high=10)
    restraint: float = parameter(1.0, "γ, how well moderates hold radicals back", low=0, high=100)
    spontaneous: float = parameter(0.0005, "σ0, share of the naive that turns radical unrecruited", "1/year", low=0, high=1)
    disenchantment: float = parameter(0.5, "δ, how well past violence sobers radicals", low=0, high=100)
    delay: int = parameter(10, "τ, years after which it does", "year", low=0, high=200)
    radicals: float = parameter(0.1, "share of radicals at the start", low=0, high=1)
    moderates: float = parameter(0.0, "share of moderates at the start", low=0, high=1)
    wages: tuple[float, ...] = parameter((), "wage w of each year, relative to output per head; empty for no part in α", low=0, high=100)
    elites: tuple[float, ...] = parameter((), "elites e of each year, a share of the people; empty for no part in α", low=0, high=1)
    wage_gain: float = parameter(1.0, "a_w, what a low wage adds to α", low=0, high=1000)
    elite_gain: float = parameter(50.0, "a_e, what many elites add to α", low=0, high=1000)
    usual_wage: float = parameter(0.9, "w*, the wage that adds nothing", low=0, high=100)
    usual_elites: float = parameter(0.01, "e*, the elites that add nothing", low=0, high=1)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        if self.radicals + self.moderates > 1:
            sum_ = f"radicals + moderates = {self.radicals + self.moderates:g}"
            yield "radicals, moderates", sum_, "at most 1, the rest is naive", "moderates=0"

    def start(self, seed: int, history: int) -> Generations:
        radical, moderate = (np.full(self.ages, share / self.ages) for share in (self.radicals, self.moderates))
        naive = np.maximum(0.0, 1 / self.ages - radical - moderate)
        years = max(1, len(self.wages), len(self.elites))
        past = np.zeros(self.delay + KEPT)
        past[0] = total(radical)
        return Generations(naive, radical, moderate, np.array([contagion(self, year) for year in range(years)]), past)

    def advance(self, state: Generations, t0: float, t1: float, seed: int, history: int) -> None:
        people = state.naive, state.radical, state.moderate
        while state.year < int(t1):
            until = min(int(t1), state.year + AT_ONCE)
            rates = self.restraint, self.spontaneous, self.disenchantment, self.delay
            live(*people, state.contagions, state.past, state.peaks, state.year, until, *rates)
            state.year = until

    def observe(self, state: Generations) -> dict[str, float]:
        return {
            "naive": min(1.0, float(total(state.naive))),
            "radicals": min(1.0, state.radicals),
            "moderates": min(1.0, float(total(state.moderate))),
            "recruitment": recruitment(self, state),
            "disenchantment": sobering(self, state),
            "peaks": float(state.peaks[0]),
            "last_peak_year": float(state.peaks[1]),
        }

    def picture(self) -> Picture:
        radicals, moderates = course(self, POINTS - 1)
        years, peaks = list(range(POINTS)), peak_years(radicals)
        curves = (Curve("radicals", years, radicals), Curve("moderates", years, moderates, "dashed"))
        found = f"Radicals peak in the years {', '.join(map(str, peaks))}." if peaks else "Radicals do not peak."
        return Picture("Radicals, and those who were", Axis("time", "year"), Axis("share of the people"), curves, found)


@kernel
def live(naive, radical, moderate, contagions, past, peaks, year, until, restraint, spontaneous, disenchantment, delay):
    """Lets the years pass up to one of them; keeps the radicals of late years and counts the peaks."""
    kept = past.shape[0]
    while year < until:
        held = contagions[min(year, contagions.shape[0] - 1)] - restraint * total(moderate)
        recruited = max(0.0, min(1.0, held * past[year % kept] + spontaneous))
        sobered = min(1.0, disenchantment * past[(year - delay) % kept]) if year > delay else 0.0
        grow_older(naive, radical, moderate, recruited, sobered)
        year += 1
        past[year % kept] = total(radical)
        middle = past[(year - 1) % kept]
        if year > 1 and past[(year - 2) % kept] < middle and middle >= past[year % kept]:
            peaks[0] += 1
            peaks[1] = year - 1


@kernel
def total(shares):
    """The sum from the first to the last, the same on any machine."""
    found = 0.0
    for k in range(shares.shape[0]):
        found += shares[k]
    return found


@kernel
def grow_older(naive, radical, moderate, recruited, sobered):
    """Everybody is a year older; some of the naive turn radical and some radicals moderate on the way."""
    for age in range(naive.shape[0] - 1, 0, -1):
        moderate[age] = moderate[age - 1] + sobered * radical[age - 1]
        radical[age] = (1.0 - sobered) * radical[age - 1] + recruited * naive[age - 1]
        naive[age] = (1.0 - recruited) * naive[age - 1]
    naive[0], radical[0], moderate[0] = 1.0 / naive.shape[0], 0.0, 0.0


def contagion(model: TurchinRadicals, year: int) -> float:
    """How well radicals recruit in a year: α + a_w (w* − w) + a_e (e − e*), from 0 to the highest.

    >>> round(contagion(TurchinRadicals(contagion=0.1, wages=(0.8,), elites=(0.012,)), 5), 12)
    0.3
    """
    found = model.contagion
    if model.wages:
        found += model.wage_gain * (model.usual_wage - model.wages[min(year, len(model.wages) - 1)])
    if model.elites:
        found += model.elite_gain * (model.elites[min(year, len(model.elites) - 1)] - model.usual_elites)
    return max(0.0, min(found, model.highest_contagion)) if model.wages or model.elites else found


def recruitment(model: TurchinRadicals, state: Generations) -> float:
    """σ, the share of the naive that turn radical in the year to come.

    >>> model = TurchinRadicals(contagion=0.3, radicals=0.1, spontaneous=0.0)
    >>> round(recruitment(model, model.start(1, 0)), 12)
    0.03
    """
    held = contagion(model, state.year) - model.restraint * float(total(state.moderate))
    return max(0.0, min(1.0, held * state.radicals + model.spontaneous))


def sobering(model: TurchinRadicals, state: Generations) -> float:
    """ρ, the share of radicals that turn moderate in the year to come, by the violence of τ years before.

    >>> model = TurchinRadicals()
    >>> sobering(model, model.start(1, 0))
    0.0
    """
    before = float(state.past[(state.year - model.delay) % len(state.past)])
    return min(1.0, model.disenchantment * before) if state.year > model.delay else 0.0


def peak_years(radicals: list[float]) -> list[int]:
    """The years with more radicals than the year before and no fewer than the year after.

    >>> peak_years([0.1, 0.3, 0.2, 0.4, 0.4, 0.1])
    [1, 3]
    """
    return [year for year in range(1, len(radicals) - 1) if radicals[year - 1] < radicals[year] >= radicals[year + 1]]


def course(model: TurchinRadicals, years: int) -> tuple[list[float], list[float]]:
    """Radicals and moderates of each year from the start on.

    >>> radicals, moderates = course(TurchinRadicals(), 100)
    >>> peak_years(radicals)
    [12, 72]
    """
    state = model.start(0, 0)
    radicals, moderates = [state.radicals], [float(total(state.moderate))]
    for year in range(years):
        model.advance(state, year, year + 1, 0, 0)
        radicals.append(state.radicals)
        moderates.append(float(total(state.moderate)))
    return radicals, moderates


def period(model: TurchinRadicals, years: int = LONG) -> float:
    """Mean years from one peak to the next, the first third of the course left out; 0 where there are fewer than two.

    >>> round(period(TurchinRadicals()), 1)
    57.2
    """
    peaks = [year for year in peak_years(course(model, years)[0]) if year >= years / 3]
    return (peaks[-1] - peaks[0]) / (len(peaks) - 1) if len(peaks) > 1 else 0.0


def equilibria(model: TurchinRadicals) -> list[tuple[float, float]]:
    """Radicals and moderates who stay as they are, for each value of σ at which they do; α without its series.

    >>> [(round(i, 6), round(r, 6)) for i, r in equilibria(TurchinRadicals(contagion=0.1))]
    [(0.064298, 0.03369)]
    """

    def excess(cube_root: float) -> float:
        radicals, moderates = settled(model, cube_root**3)
        held = (model.contagion - model.restraint * moderates) * radicals + model.spontaneous
        return max(0.0, min(1.0, held)) - cube_root**3

    return [settled(model, cube_root**3) for cube_root in roots(excess, 0.0, 1.0, SCAN)]


def settled(model: TurchinRadicals, recruited: float) -> tuple[float, float]:
    """Radicals and moderates after a lifetime in which σ is `recruited` every year, and ρ is δ times these radicals.

    >>> settled(TurchinRadicals(), 0.0)
    (0.0, 0.0)
    """

    def at(radicals: float) -> tuple[float, float]:
        radicals, moderates = lifetime(model.ages, recruited, min(1.0, model.disenchantment * radicals))
        return radicals, moderates

    radicals = root(lambda radicals: at(radicals)[0] - radicals, 0.0, 1.0) if at(0.0)[0] > 0 else 0.0
    return at(radicals)


@kernel
def lifetime(ages, recruited, sobered):
    """Radicals and moderates of all ages where everybody has lived under the same two shares."""
    naive, radical, moderate = 1.0 / ages, 0.0, 0.0
    radicals, moderates = 0.0, 0.0
    for _ in range(ages):
        radicals, moderates = radicals + radical, moderates + moderate
        moderate += sobered * radical
        radical = (1.0 - sobered) * radical + recruited * naive
        naive *= 1.0 - recruited
    return radicals, moderates


def growth_factor(model: TurchinRadicals) -> float:
    """By how much a small departure from the first equilibrium is multiplied in a year: above 1, it grows into waves.

    The largest absolute eigenvalue of the year's map, linear around the equilibrium, with the radicals of
    the last τ years as part of the state.

    >>> growth_factor(TurchinRadicals(contagion=0.155)) < 1 < growth_factor(TurchinRadicals(contagion=0.16))
    True
    """
    return float(np.abs(np.linalg.eigvals(_linear(model))).max())


def onset(model: TurchinRadicals, low: float = 0.05, high: float = 1.0) -> float:
    """The least contagion α at which waves go on for ever, found between two at which they do not and do.

    Raises ValueError where they do at the lower or do not at the higher.

    >>> round(onset(TurchinRadicals(), 0.14, 0.18), 4)
    0.1596
    """
    grows = [growth_factor(replace(model, contagion=alpha)) > 1 for alpha in (low, high)]
    if grows != [False, True]:
        raise ValueError(f"waves go on at {low}: {grows[0]}, at {high}: {grows[1]}")
    while high - low > CLOSE:
        middle = (low + high) / 2
        low, high = (low, middle) if growth_factor(replace(model, contagion=middle)) > 1 else (middle, high)
    return (low + high) / 2


def _linear(model: TurchinRadicals) -> Floats:
    """How next year's departures (S and I by age, then radicals 1 … τ years ago) follow from this year's.

    R needs no place: at each age the three shares add up to 1/T.
    """
    ages, delay = model.ages, model.delay
    radicals, moderates = equilibria(model)[0]
    held = (model.contagion - model.restraint * moderates) * radicals + model.spontaneous
    recruited, sobered = max(0.0, min(1.0, held)), min(1.0, model.disenchantment * radicals)
    size = 2 * ages + delay
    by_sigma, by_rho, found = np.zeros(size), np.zeros(size), np.zeros((size, size))
    if 0 < held < 1:  # σ by S and I of this year, ΣR being 1 − ΣS − ΣI
        by_sigma[:ages] = model.restraint * radicals
        by_sigma[ages : 2 * ages] = model.contagion - model.restraint * moderates + model.restraint * radicals
    if model.disenchantment * radicals < 1:
        by_rho[slice(ages, 2 * ages) if delay == 0 else slice(size - 1, size)] = model.disenchantment
    naive, radical = 1 / ages, 0.0
    for age in range(ages - 1):
        found[age + 1] = -naive * by_sigma
        found[age + 1, age] += 1 - recruited
        found[ages + age + 1] = naive * by_sigma - radical * by_rho
        found[ages + age + 1, age] += recruited
        found[ages + age + 1, ages + age] += 1 - sobered
        naive, radical = naive * (1 - recruited), (1 - sobered) * radical + recruited * naive
    if delay:
        found[2 * ages, ages : 2 * ages] = 1.0
        found[2 * ages + 1 :, 2 * ages : size - 1] = np.eye(delay - 1)
    return found


def _late(name: str) -> float:
    radicals, moderates = course(TurchinRadicals(), LONG)
    return max({"radicals": radicals, "moderates": moderates}[name][LONG // 3 :])


def _rests(name: str) -> float:
    model = TurchinRadicals(contagion=0.1)
    state = model.start(0, 0)
    model.advance(state, 0, LONG, 0, 0)
    return model.observe(state)[name]


def _last_swing() -> float:
    return float(np.ptp(course(TurchinRadicals(contagion=0.1), LONG)[0][-100:]))


def _onset() -> float:
    return onset(TurchinRadicals(), 0.14, 0.18)


def _peak(number: int, year: int) -> Check:
    def ours() -> float:
        return float(peak_years(course(TurchinRadicals(), 250)[0])[number])

    return Check(f"α = 0.3: year of peak {number + 1}", year, ours, 0.0, "a year of a map that has no chance", OWN)


TurchinRadicals.reproduces = (
    Check("α = 0.1: radicals in the end", 0.064298, lambda: _rests("radicals"), 1e-5, MAP, OWN),
    Check("α = 0.1: moderates in the end", 0.033690, lambda: _rests("moderates"), 1e-5, MAP, OWN),
    Check("α = 0.1: swing of the radicals in the last century", 0.0, _last_swing, 1e-9, "damped: rounding is left", OWN),
    Check("α at which waves go on for ever", 0.1575, _onset, 0.005, "on record as between 0.155 and 0.160", OWN, slow=True),
    Check("α = 0.3: mean period", 57.2, lambda: period(TurchinRadicals()), 0.572, PERCENT, OWN),
    Check("α = 0.3: period, about 50 years", 50.0, lambda: period(TurchinRadicals()), 10.0, "a claim in round words", "Turchin (2012)"),
    Check("α = 0.3: most radicals of a late wave", 0.4836, lambda: _late("radicals"), 0.004836, PERCENT, OWN),
    Check("α = 0.3: most moderates of a late wave", 0.4556, lambda: _late("moderates"), 0.004556, PERCENT, OWN),
    *(_peak(number, year) for number, year in enumerate((12, 72, 130, 187))),
)
