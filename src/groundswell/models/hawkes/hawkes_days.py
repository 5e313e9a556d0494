"""Every protest makes the next one likelier for some days: a self-exciting process of daily counts.

λₜ = μ + n Σ_{s<t} w_s (1 − ρ) ρ^(t−s−1)        ρ = e^(−β)

λ what is expected on day t · μ background [1/day] · n events that each one brings forth, over all days
to come [0–1) · β how fast that fades [1/day] · w_s events on day s, or 1 if there was any. Poisson form:
λ is the mean of the day's count. Hurdle form: the day has events with chance 1 − e^(−λ), and then k of
them with chance k^(−a)/ζ(a).
"""

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.models.classic import Classic, Observable, Time, parameter
from groundswell.models.hawkes.checks_days import OF_DAYS
from groundswell.models.hawkes.kernels import ACTIVE, LARGEST, STIRRED, TODAY, TOTAL, live_days
from groundswell.models.hawkes.moments import stationary_stir_days
from groundswell.models.hawkes.start import gamma_draw
from groundswell.models.luck import stream
from groundswell.models.picture import Axis, Curve, Picture

Floats = NDArray[np.float64]
NO_RECORD = np.empty((2, 0))
SETTLING = 40.0  # times its own slowness
LONGEST_SETTLING = 100_000  # days
SETTLING_EVENTS = 1e6  # events that settling may take, in the Poisson form
AT_ONCE, MOST = 5_000_000, 1_000_000_000  # days and events in one go, so that a run can be stopped in between; and in all
DRAWN = 200  # days that a picture shows


@dataclass
class Morning:
    """Where the process stands: the day, what was stirred up, and counts so far; and its luck."""

    time: float
    day: Floats = field(default_factory=lambda: np.zeros(5))
    luck: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(4, np.uint64))


@dataclass(frozen=True)
class HawkesDays(Classic):
    """Each day's protests make protests on the days after likelier, as records that know the day and not the hour can tell.

    The hurdle form keeps two things apart: whether anything happens on a day, and how much happens at once.
    """

    name: ClassVar[str] = "hawkes-days"
    title: ClassVar[str] = "Days that bring forth days"
    says: ClassVar[str] = "Unrest excites itself from day to day, and whether a day is active may follow a law of its own."
    source: ClassVar[str] = "Hawkes (1971); Porter & White (2012); Lewis, Mohler, Brantingham & Bertozzi (2012)"
    time: ClassVar[Time] = Time("day", 365.0, 1.0)
    random: ClassVar[bool] = True
    observables: ClassVar[tuple[Observable, ...]] = (
        Observable("events", "events since the start", "events", 0),
        Observable("events_today", "events on the last day", "events", 0),
        Observable("active_days", "days with at least one event", "days", 0),
        Observable("quiet_share", "share of days without an event", "1", 0, 1),
        Observable("largest_day", "most events on one day", "events", 0),
        Observable("intensity", "what is expected on the day that comes", "1/day", 0),
    )
    departs: ClassVar[tuple[str, ...]] = (
        "Reading: a step is a day; events of one day do not excite one another, they excite from the next day on.",
        "Porter and White let the memory take one of several shapes and let excitement shift the exponent of sizes too; here memory fades "
        "by a constant share a day and the exponent is constant.",
        "Reading: a day excites in proportion to its events (`excites=events`) or as much as any active day (`excites=days`).",
        "Start: settled, unless told otherwise. Poisson form: a gamma law with the exact mean and variance, then up to 100,000 days or "
        "1,000,000 events are let pass; hurdle form: the same number of days from a quiet start.",
        "In the hurdle form `branching_ratio` is what an event adds to λ over all days to come; because 1 − e^(−λ) is less than λ, fewer "
        "active days than that follow.",
    )
    reproduces = OF_DAYS

    form: str = parameter("poisson", "whether a day's count follows Poisson's law or a hurdle", "1", choices=("poisson", "hurdle"))
    background_rate: float = parameter(0.5, "what is expected on a day by itself", "1/day", low=0, high=1000)
    branching_ratio: float = parameter(0.6, "what each event adds to the expectation, over all days to come", "1", low=0, high=0.999)
    decay_rate: float = parameter(1.0, "how fast a day is forgotten; its inverse is the memory in days", "1/day", low=0.001, high=100)
    size_exponent: float = parameter(2.5, "exponent of the number of events on an active day (hurdle form)", "1", low=1.1, high=50)
    excites: str = parameter("events", "whether every event excites, or every active day as much", "1", choices=("events", "days"))
    stationary: bool = parameter(True, "whether the process has gone on for ever at the start; otherwise nothing has happened before", "1")

    def start(self, seed: int, history: int) -> Morning:
        """The first morning, with what the past has stirred up."""
        state = Morning(0.0, luck=stream(seed, history, "hawkes days"))
        if self.stationary:
            self._settle(state, seed, history)
        return state

    def advance(self, state: Morning, t0: float, t1: float, seed: int, history: int) -> None:
        """Lives through the days after `t0` up to `t1`. Raises UsageError where that would take longer than about a minute."""
        self._refuse_too_many(t1)
        self._live(state, math.floor(t1) - math.floor(t0), NO_RECORD)
        state.time = float(math.floor(t1))

    def observe(self, state: Morning) -> dict[str, float]:
        """Counts so far, and what is expected on the day that comes."""
        day = state.day
        return {
            "events": float(day[TOTAL]),
            "events_today": float(day[TODAY]),
            "active_days": float(day[ACTIVE]),
            "quiet_share": 1.0 - float(day[ACTIVE]) / state.time if state.time else 1.0,
            "largest_day": float(day[LARGEST]),
            "intensity": self.background_rate + self.branching_ratio * float(day[STIRRED]),
        }

    def picture(self) -> Picture:
        """Bursts: the events of each day of one history, and what was expected."""
        counts, expected = daily(self, DRAWN, seed=1, history=0)
        days = [float(day) for day in range(1, DRAWN + 1)]
        curves = (Curve("events", days, counts.tolist(), "bars"), Curve("expected", days, expected.tolist()))
        quiet = int((counts == 0).sum())
        summary = f"{int(min(counts.sum(), 1e15))} events in {DRAWN} days, {quiet} of them quiet; active days come together."
        return Picture(self.title, Axis("time since the start", "day"), Axis("events on a day", "1/day"), curves, summary)

    def _settle(self, state: Morning, seed: int, history: int) -> None:
        """Lets the past happen, and forgets its events."""
        slowness = 1 / (-math.expm1(-self.decay_rate) * (1 - self.branching_ratio))
        days = min(LONGEST_SETTLING, SETTLING * slowness)
        if self._is_linear:
            mean, variance = stationary_stir_days(self.background_rate, self.branching_ratio, self.decay_rate)
            state.day[STIRRED] = gamma_draw(mean, variance, seed, history)
            rate = self.background_rate / (1 - self.branching_ratio)
            days = min(days, SETTLING_EVENTS / rate) if rate else 0.0
        self._live(state, math.ceil(days), NO_RECORD)
        stirred = state.day[STIRRED]
        state.day[:] = 0
        state.day[STIRRED] = stirred

    @property
    def _is_linear(self) -> bool:
        """Whether mean and variance are known in closed form."""
        return self.form == "poisson" and self.excites == "events"

    @property
    def _work_of_a_day(self) -> float:
        """How much there is to live through on a day: itself and, in the Poisson form, its events."""
        return 1 + (self.background_rate / (1 - self.branching_ratio) if self.form == "poisson" else 0.0)

    def _refuse_too_many(self, until: float) -> None:
        if until * self._work_of_a_day > MOST:
            raise UsageError.of(
                "hawkes-days: days", f"about {until * self._work_of_a_day:.3g} days and events up to day {until:g}", f"at most {MOST:,}",
                f"at most {math.floor(MOST / self._work_of_a_day):,} days",
            )  # fmt: skip

    def _live(self, state: Morning, days: int, record: Floats) -> None:
        many = max(1, int(AT_ONCE / self._work_of_a_day))
        for first in range(0, days, many):
            live_days(
                state.day, state.luck, min(many, days - first), float(self.background_rate), float(self.branching_ratio),
                math.exp(-self.decay_rate), self.form == "hurdle", float(self.size_exponent), self.excites == "days", record[:, first:],
            )  # fmt: skip


def daily(model: HawkesDays, days: int, seed: int, history: int) -> Floats:
    """Events on each day of one history, and what was expected on its morning (2, days).

    >>> counts, expected = daily(HawkesDays(), 100, seed=1, history=0)
    >>> counts.shape == expected.shape == (100,)
    True
    """
    model._refuse_too_many(days)
    record = np.zeros((2, days))
    model._live(model.start(seed, history), days, record)
    return record
