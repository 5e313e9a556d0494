"""Every protest makes the next one likelier for a while: a self-exciting process in continuous time.

λ(t) = μ + Σ_{tᵢ<t} nβ e^(−β(t − tᵢ))

λ events expected per day · μ background [1/day] · n events that each one brings forth on average,
over all time to come [0–1) · β how fast that fades [1/day]; 1/β is the memory in days.
"""

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.models.classic import Classic, Observable, Time, parameter
from groundswell.models.hawkes.checks import OF_MOMENTS
from groundswell.models.hawkes.kernels import BACKGROUND, EVENTS, EXCESS, LAST, NEXT, move, schedule
from groundswell.models.hawkes.moments import expected_from_rest, mean_events, stationary_stir
from groundswell.models.hawkes.start import gamma_draw
from groundswell.models.luck import stream
from groundswell.models.picture import Axis, Curve, Picture

Floats = NDArray[np.float64]
NOWHERE = np.empty(0)
SETTLING = 12.0  # how many times its own slowness the process is let run before time 0
SETTLING_EVENTS = 1e5  # and no longer than this many events take
MOST_EVENTS = 5_000_000  # events of a history; a computer lives through them in less than a second
CHUNK = 4096
DRAWN = 300  # points of a curve
DRAWN_EVENTS = 100  # events that a picture shows, on average


@dataclass
class Moment:
    """Where the process stands: the time, last and next event with what was stirred up, events so far, and its luck."""

    time: float
    moment: Floats = field(default_factory=lambda: np.zeros(4))
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(2, np.int64))
    luck: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(4, np.uint64))


@dataclass(frozen=True)
class Hawkes(Classic):
    """Each protest makes more protests likelier for some time, on top of those that come by themselves.

    The events that follow from one background event, itself included, are 1/(1 − n) on average, and
    one in n of all events has another as its cause.
    """

    name: ClassVar[str] = "hawkes"
    title: ClassVar[str] = "Events that bring forth events"
    says: ClassVar[str] = "Unrest comes in bursts because every event makes others likelier for a while, not only because times are bad."
    source: ClassVar[str] = "Hawkes (1971); Hawkes & Oakes (1974); Lewis, Mohler, Brantingham & Bertozzi (2012)"
    time: ClassVar[Time] = Time("day", 100.0, 1.0, discrete=False)
    random: ClassVar[bool] = True
    observables: ClassVar[tuple[Observable, ...]] = (
        Observable("events", "events since the start", "events", 0),
        Observable("background_events", "events that came by themselves", "events", 0),
        Observable("offspring_events", "events that another event brought forth", "events", 0),
        Observable("offspring_share", "share of events that another one brought forth", "1", 0, 1),
        Observable("intensity", "events expected per day at this moment", "1/day", 0),
    )
    departs: ClassVar[tuple[str, ...]] = (
        "Reading: what an event stirs up fades exponentially; other shapes of memory are not offered.",
        "Reading: an event is felt after its own moment and not at it; at the moment itself the intensity is what it was just before.",
        "Start: settled, unless told otherwise. The intensity at time 0 is drawn from a gamma law with the exact mean and variance, "
        "then let run for twelve times its own slowness or 100,000 events; mean and variance of counts are exact, finer traits to e⁻³⁶ or, "
        "where it was cut short, to the gamma law, which is the limit of slow processes.",
        "Lewis and others let the background drift over the years; here it is constant, and a drift would pass for excitement.",
    )
    reproduces = OF_MOMENTS

    background_rate: float = parameter(0.5, "events that come by themselves", "1/day", low=0, high=1000)
    branching_ratio: float = parameter(0.6, "events that each event brings forth, on average", "1", low=0, high=0.999)
    decay_rate: float = parameter(1.0, "how fast an event is forgotten; its inverse is the memory in days", "1/day", low=0.001, high=1000)
    stationary: bool = parameter(True, "whether the process has gone on for ever at the start; otherwise nothing has happened before", "1")

    def start(self, seed: int, history: int) -> Moment:
        """Time 0, with what the past has stirred up."""
        state = Moment(0.0, luck=stream(seed, history, "hawkes"))
        if self.stationary:
            self._settle(state, seed, history)
        state.moment[LAST] = 0.0
        schedule(state.moment, state.luck, float(self.background_rate), float(self.decay_rate))
        return state

    def advance(self, state: Moment, t0: float, t1: float, seed: int, history: int) -> None:
        """Lives through all events up to `t1`. Raises UsageError where more than five million are expected by then."""
        self._refuse_too_many(t1)
        self._move(state, t1, NOWHERE)
        state.time = t1

    def observe(self, state: Moment) -> dict[str, float]:
        """Events so far, by where they came from, and what is expected now."""
        events, background = float(state.counts[EVENTS]), float(state.counts[BACKGROUND])
        return {
            "events": events,
            "background_events": background,
            "offspring_events": events - background,
            "offspring_share": (events - background) / events if events else 0.0,
            "intensity": self.background_rate + self._excess(state),
        }

    def picture(self) -> Picture:
        """Bursts: the events of one history, and the intensity that they raise."""
        rate = self.background_rate / (1 - self.branching_ratio)
        until = min(self.time.until, DRAWN_EVENTS / rate) if rate else self.time.until
        quiet = Hawkes(self.background_rate, self.branching_ratio, self.decay_rate, stationary=False)
        times = event_times(quiet, until, seed=1, history=0)
        at = np.linspace(0, until, DRAWN)
        intensity = [self.background_rate + self.branching_ratio * _stirred_at(times, t, self.decay_rate) for t in at.tolist()]
        shown = times[:DRAWN].tolist()
        curves = (
            Curve("intensity", at.tolist(), intensity),
            Curve("settled mean", [0.0, until], [rate, rate], "dashed"),
            Curve("events", shown, [0.0] * len(shown), "points"),
        )
        summary = f"{times.size} events in {until:.3g} days come in bursts; each lifts the rate above its mean for a while."
        axes = Axis("time since the start", "day"), Axis("events expected per day", "1/day")
        return Picture(self.title, *axes, curves if shown else curves[:2], summary)

    def _settle(self, state: Moment, seed: int, history: int) -> None:
        """Lets the past happen, and forgets its events."""
        mean, variance = stationary_stir(self.background_rate, self.branching_ratio, self.decay_rate)
        if mean <= 0:
            return
        slowness = 1 / (self.decay_rate * (1 - self.branching_ratio))
        span = min(SETTLING * slowness, SETTLING_EVENTS * (1 - self.branching_ratio) / self.background_rate)
        state.moment[LAST], state.moment[EXCESS] = -span, gamma_draw(mean, variance, seed, history)
        schedule(state.moment, state.luck, float(self.background_rate), float(self.decay_rate))
        self._move(state, 0.0, NOWHERE)
        state.moment[EXCESS] = self._excess(state)
        state.counts[:] = 0

    def expected_by(self, time: float) -> float:
        """Events expected from the start to a moment.

        >>> Hawkes().expected_by(10)
        12.5
        """
        if self.stationary:
            return mean_events(self.background_rate, self.branching_ratio, time)
        return expected_from_rest(self.background_rate, self.branching_ratio, self.decay_rate, time)

    def _refuse_too_many(self, until: float) -> None:
        expected = self.expected_by(until)
        if expected > MOST_EVENTS:
            fewer = math.floor(MOST_EVENTS / mean_events(self.background_rate, self.branching_ratio, 1.0))
            raise UsageError.of(
                "hawkes: events", f"about {expected:.3g} up to day {until:g}", f"at most {MOST_EVENTS:,} in a history",
                f"at most {fewer:,} days, or a lower background_rate or branching_ratio" if fewer else "a lower background_rate",
            )  # fmt: skip

    def _move(self, state: Moment, until: float, times: Floats) -> int:
        rates = float(self.background_rate), float(self.branching_ratio), float(self.decay_rate)
        return int(move(state.moment, state.counts, state.luck, *rates, float(until), times))

    def _excess(self, state: Moment) -> float:
        """What the intensity has above its background now."""
        return float(state.moment[EXCESS]) * math.exp(-self.decay_rate * (state.time - float(state.moment[LAST])))


def event_times(model: Hawkes, until: float, seed: int, history: int) -> Floats:
    """The moments of all events of one history, from time 0 to `until` [day]. Raises UsageError for more than five million.

    >>> times = event_times(Hawkes(), 100.0, seed=1, history=0)
    >>> bool((np.diff(times) > 0).all() and times[-1] < 100)
    True
    """
    model._refuse_too_many(until)
    state, found = model.start(seed, history), []
    while state.moment[NEXT] <= until:
        room = np.empty(CHUNK)
        found.append(room[: model._move(state, until, room)])
    return np.concatenate([NOWHERE, *found])


def _stirred_at(times: Floats, at: float, decay: float) -> float:
    """β Σ e^(−β(t − tᵢ)) over the events before a moment."""
    return float(decay * np.exp(-decay * (at - times[times < at])).sum())
