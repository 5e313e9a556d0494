"""Those who march tell the others how bad the regime is; more march than all expected, so more believe it, so more march.

The regime is bad or good. Every Monday each extremist marches with probability a_e, whatever the regime
is like. Each moderate has some private knowledge that is right with probability q, and marches with
probability a₁·f if it says bad and a₀·f if it says good; so in all p_bad = (q a₁ + (1 − q) a₀) f or
p_good = ((1 − q) a₁ + q a₀) f of them do. Everybody knows these rules, sees the turnout n, and learns:

    log-odds of bad ← log-odds of bad + ln P(n | bad) − ln P(n | good)

with P(n | ·) the exact law of the sum of two binomials. f = belief^response grows with what is believed. Nobody
sees n itself but a figure that is off by a factor e^(s ξ), ξ standard normal, and all know that too.
"""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.information.turnout import binomial, log_report
from groundswell.models.luck import normals, uniforms
from groundswell.models.picture import Axis, Curve, Mark, Picture

PAPER = "Lohmann (1994)"
TABLE = Path(__file__).with_name("leipzig_mondays.csv")
FIRST = date(1989, 9, 4)
SURE = 1e6  # log-odds beyond which nothing is learned: one world cannot have shown what was seen
PICTURE_HISTORIES = 40
BANDS: tuple[tuple[float, str, Mark], ...] = (
    (0.05, "5 in 100 histories", "dashed"), (0.5, "middle history", "line"), (0.95, "95 in 100 histories", "dashed"),
)  # fmt: skip


class Monday(NamedTuple):
    """One Monday in Leipzig: its week from 4 September 1989 on, and how many are said to have marched."""

    week: int
    day: date
    low: float
    usual: float
    high: float
    certainty: str
    source: str


def mondays() -> list[Monday]:
    """The table of Mondays that ships with the model.

    >>> max(mondays(), key=lambda monday: monday.usual).day.isoformat()
    '1989-11-06'
    """
    with TABLE.open(encoding="utf-8", newline="") as rows:
        return [_monday(row) for row in csv.DictReader(rows)]


def _monday(row: dict[str, str]) -> Monday:
    day = date.fromisoformat(row["date"])
    low, usual, high = (float(row[name]) for name in ("low", "usual", "high"))
    return Monday((day - FIRST).days // 7 + 1, day, low, usual, high, row["certainty"], row["source"])


def growth() -> dict[str, float]:
    """By how many times the usual figure grew from one week to the next, by the day of the later one.

    >>> round(growth()["1989-10-09"], 1)
    3.5
    """
    table = {monday.week: monday for monday in mondays()}
    pairs = [(table[week - 1], monday) for week, monday in table.items() if week - 1 in table]
    return {monday.day.isoformat(): monday.usual / before.usual for before, monday in pairs}


def share_of(log_odds: float) -> float:
    """The probability that has some log-odds, without overflow."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))


@dataclass
class City:
    """What has happened up to this week, and what all believe after it."""

    bad: bool
    log_odds: float
    week: int = 0
    extremists: int = 0
    moderates: int = 0
    reported: float = 0.0
    expected: float = 0.0
    peak: int = 0
    peak_week: int = 0


@dataclass(frozen=True)
class LeipzigMondays(Classic):
    """A city in which turnout at weekly marches tells people how bad the regime is."""

    name = "leipzig-mondays"
    title = "The Monday demonstrations in Leipzig"
    says = "A turnout moves beliefs by how far it exceeds what was expected and by who marched; what extremists do anyway tells nothing."
    source = PAPER
    time = Time("week", 16)
    random = True
    observables = (
        Observable("turnout", "people who marched this week", "people", 0),
        Observable("reported", "what all see: the figure that goes round", "people", 0),
        Observable("expected", "turnout expected before this week", "people", 0),
        Observable("extremists", "extremists who marched this week", "people", 0),
        Observable("moderates", "moderates who marched this week", "people", 0),
        Observable("belief", "probability of a bad regime in the eyes of all, after this week", "probability", 0, 1),
        Observable("peak_turnout", "largest turnout so far", "people", 0),
        Observable("peak_week", "week of the largest turnout; 0 before the first", "week", 0),
        Observable("bad", "whether the regime is bad", "0 or 1", 0, 1),
    )
    departs = (
        "The paper argues in words and from an earlier formal model; these rules are one reading of it, made to be solved exactly.",
        "Two sorts of regime and two of people; private knowledge is fresh each week, so that nobody's own past counts.",
        "How belief makes people march (`response`) is assumed; with 0 the same game is played each week.",
        "That figures are uncertain (`error`) is added: with exact figures a city this large would know all after one Monday.",
        "After a concession moderates march less by a given factor from the next week on, which is put in and not derived.",
        "A step is one Monday; at time 0 nobody has marched. All learn at once, from the same figure.",
        "Prior, camps, precision and error were set by hand so that the crowd's growth looks like the record: no evidence for the model.",
    )

    people: int = parameter(530_000, "people in the city who could march", "people", low=1, high=1_000_000)
    extremist_share: float = parameter(0.0005, "share of them who are extremists", "share", low=0, high=1)
    extremist_activity: float = parameter(0.9, "probability that an extremist marches", "probability", low=0, high=1)
    precision: float = parameter(0.75, "probability that a moderate's private knowledge is right", "probability", low=0.5, high=1)
    activity_if_bad: float = parameter(
        1.0, "probability that a moderate marches who thinks the regime bad, if all are sure of it", "probability", low=0, high=1
    )
    activity_if_good: float = parameter(
        0.0, "probability that a moderate marches who thinks the regime good, if all are sure it is bad", "probability", low=0, high=1
    )
    prior: float = parameter(
        0.0015, "probability of a bad regime in the eyes of all at the start", "probability", low=0, high=1, above=True, below=True
    )
    response: float = parameter(1.0, "power with which belief makes moderates march; 0 is not at all", "1", low=0, high=10)
    error: float = parameter(0.6, "spread of the logarithm of figures around the turnout; 0 is exact", "1", low=0, high=5)
    figure: str = parameter("total", "whether people hear of the turnout of all, or of each camp apart", choices=("total", "camps"))
    regime: str = parameter("bad", "what the regime is like, or drawn by the prior", choices=("bad", "good", "drawn"))
    concession_after: int = parameter(10, "week after which the regime gives in; 0 is never", "week", low=0, high=4000)
    activity_after: float = parameter(0.4, "factor on moderates' marching after that", "1", low=0, high=1)

    @property
    def camps(self) -> tuple[int, int]:
        """How many extremists and how many moderates there are.

        >>> LeipzigMondays().camps
        (265, 529735)
        """
        extremists = round(self.extremist_share * self.people)
        return extremists, self.people - extremists

    def moderates_march(self, bad: bool, factor: float = 1.0) -> float:
        """The probability that a moderate marches under either regime.

        >>> LeipzigMondays().moderates_march(bad=True), LeipzigMondays().moderates_march(bad=False)
        (0.75, 0.25)
        """
        told_bad = self.precision if bad else 1 - self.precision
        return (told_bad * self.activity_if_bad + (1 - told_bad) * self.activity_if_good) * factor

    def expected_turnout(self, belief: float, factor: float = 1.0) -> float:
        """The turnout that people with a belief expect.

        >>> LeipzigMondays(people=100, extremist_share=0.1).expected_turnout(1.0)
        76.5
        """
        extremists, moderates = self.camps
        march = belief * self.moderates_march(True, factor) + (1 - belief) * self.moderates_march(False, factor)
        return extremists * self.extremist_activity + moderates * march

    def evidence(self, turnout: float, factor: float = 1.0) -> float:
        """What a figure for the turnout of all adds to the log-odds of a bad regime.

        >>> LeipzigMondays(people=10, extremist_share=0, error=0).evidence(7) > 0
        True
        """
        extremists, moderates = self.camps
        return self._told(turnout, extremists, float(self.extremist_activity), moderates, factor)

    def evidence_of_camps(self, moderates: float, factor: float = 1.0) -> float:
        """What a figure for the moderates alone adds to the log-odds; what extremists do adds nothing.

        >>> LeipzigMondays(people=10, extremist_share=0.5, error=0).evidence_of_camps(4) > 0
        True
        """
        return self._told(moderates, 0, 0.0, self.camps[1], factor)

    def _told(self, figure: float, extremists: int, activity: float, moderates: int, factor: float) -> float:
        march = (float(self.moderates_march(bad, factor)) for bad in (True, False))
        bad, good = (log_report(float(figure), extremists, activity, moderates, one, float(self.error)) for one in march)
        return 0.0 if bad == good else _clamped(bad - good)

    def posterior(self, prior: float, turnout: float, factor: float = 1.0) -> float:
        """The probability of a bad regime after a figure for the turnout of all.

        >>> small = LeipzigMondays(people=20, extremist_share=0.2, error=0)
        >>> small.posterior(0.5, 12) > small.posterior(0.5, 8)
        True
        """
        return share_of(_clamped(math.log(prior / (1 - prior)) + self.evidence(turnout, factor)))

    def factor(self, log_odds: float, week: int) -> float:
        """By how much moderates' marching is scaled in a week, by what is believed before it."""
        given_in = 0 < self.concession_after < week
        return share_of(log_odds) ** self.response * (self.activity_after if given_in else 1.0)

    def start(self, seed: int, history: int) -> City:
        """Nobody has marched."""
        drawn = uniforms(seed, history, "regime", 1)[0] < self.prior
        bad = {"bad": True, "good": False, "drawn": bool(drawn)}[self.regime]
        return City(bad, math.log(self.prior) - math.log1p(-self.prior))

    def advance(self, state: City, t0: float, t1: float, seed: int, history: int) -> None:
        """People march and learn, Monday after Monday."""
        for week in range(math.floor(t0) + 1, math.floor(t1) + 1):
            self._march(state, week, seed, history)

    def _march(self, state: City, week: int, seed: int, history: int) -> None:
        """One Monday: who marches, what is told of it, and what it teaches."""
        factor = self.factor(state.log_odds, week)
        extremists, moderates = self.camps
        luck = uniforms(seed, history, "march", 2, 2 * week)
        state.week = week
        state.expected = self.expected_turnout(share_of(state.log_odds), factor)
        state.extremists = int(binomial(luck[0], extremists, float(self.extremist_activity)))
        state.moderates = int(binomial(luck[1], moderates, float(self.moderates_march(state.bad, factor))))
        off = math.exp(self.error * float(normals(seed, history, "figure", 1, week)[0]))
        if state.extremists + state.moderates > state.peak:
            state.peak, state.peak_week = state.extremists + state.moderates, week
        state.reported = off * (state.extremists + state.moderates)
        told = self.evidence_of_camps(off * state.moderates, factor) if self.figure == "camps" else self.evidence(state.reported, factor)
        state.log_odds = _clamped(state.log_odds + told)

    def observe(self, state: City) -> dict[str, float]:
        """This week's march, and what all believe after it."""
        return {
            "turnout": float(state.extremists + state.moderates),
            "reported": state.reported,
            "expected": state.expected,
            "extremists": float(state.extremists),
            "moderates": float(state.moderates),
            "belief": share_of(state.log_odds),
            "peak_turnout": float(state.peak),
            "peak_week": float(state.peak_week),
            "bad": float(state.bad),
        }

    def turnouts(self, seed: int, history: int, weeks: int = 16) -> list[float]:
        """The turnout of each week of one history."""
        state, found = self.start(seed, history), []
        for week in range(1, weeks + 1):
            self.advance(state, week - 1, week, seed, history)
            found.append(float(state.extremists + state.moderates))
        return found

    def picture(self) -> Picture:
        """Turnout by week: the middle and nine tenths of some histories, beside what is on record."""
        runs = [self.turnouts(1, history) for history in range(PICTURE_HISTORIES)]
        weeks = [float(week + 1) for week in range(len(runs[0]))]
        bands = [[max(1.0, ranked(column, share)) for column in zip(*runs)] for share, _, _ in BANDS]
        table = mondays()
        curves = (
            *(Curve(name, weeks, band, mark) for (_, name, mark), band in zip(BANDS, bands)),
            Curve("usual figure", [float(monday.week) for monday in table], [monday.usual for monday in table], "points"),
        )
        top = max(bands[1])
        largest = f"the march is largest in week {bands[1].index(top) + 1}, with {top:,.0f} people"
        told = f"In the middle of {PICTURE_HISTORIES} histories {largest}."
        axes = Axis("week from 4 September 1989", "week"), Axis("people who march", "people", logarithmic=True)
        return Picture("Marching on Mondays", *axes, curves, told)


def ranked(values: Sequence[float], share: float) -> float:
    """The value below which a share of some values lies.

    >>> ranked([3.0, 1.0, 2.0], 0.5)
    2.0
    """
    return sorted(values)[math.floor(share * (len(values) - 1) + 0.5)]


def _clamped(log_odds: float) -> float:
    return max(-SURE, min(SURE, log_odds))


SQUARE = LeipzigMondays(people=1000, extremist_share=0.4, precision=0.6, prior=0.5, error=0.2)  # for comparisons of one turnout


def _less_if_expected() -> float:
    """How much more 450 marchers tell where fewer were expected, in log-odds."""
    return SQUARE.evidence(450, 0.25) - SQUARE.evidence(450, 0.5)


def _less_if_extremists() -> float:
    """How much more 400 marchers tell if they are moderates than if 300 of them are extremists, in log-odds."""
    return SQUARE.evidence_of_camps(400) - SQUARE.evidence_of_camps(100)


def _closed_form() -> float:
    """Twelve of twenty moderates march: the log-odds by hand, less those of the model."""
    model = LeipzigMondays(people=20, extremist_share=0, precision=0.8, activity_if_bad=0.9, activity_if_good=0.2, error=0)
    bad, good = model.moderates_march(True), model.moderates_march(False)
    return 12 * math.log(bad / good) + 8 * math.log((1 - bad) / (1 - good)) - model.evidence(12)


def _after_the_ninth() -> list[float]:
    return [times for day, times in growth().items() if "1989-10-09" < day <= "1989-11-06"]


def _usual(day: str) -> float:
    return next(monday.usual for monday in mondays() if monday.day.isoformat() == day)


ESTIMATES = "public estimates; see SOURCES.md beside the table"
ROUNDED = "one digit is given"
LeipzigMondays.reproduces = (
    Check("record: growth to 2 October", 3.3, lambda: growth()["1989-10-02"], 0.05, ROUNDED, ESTIMATES),
    Check("record: growth to 9 October", 3.5, lambda: growth()["1989-10-09"], 0.05, ROUNDED, ESTIMATES),
    Check("record: least growth in a week after that", 1.2, lambda: min(_after_the_ninth()), 0.05, ROUNDED, ESTIMATES),
    Check("record: most growth in a week after that", 2.1, lambda: max(_after_the_ninth()), 0.05, ROUNDED, ESTIMATES),
    Check("record: week of the peak", 10, lambda: max(mondays(), key=lambda monday: monday.usual).week, 0, "6 November", ESTIMATES),
    Check(
        "record: 13 November as a share of 6 November", 1, lambda: _usual("1989-11-13") / _usual("1989-11-06"), 0,
        "it fell after the Wall was opened", ESTIMATES, "at most",
    ),
    Check("450 marchers tell more where fewer are expected", 0, _less_if_expected, 0, "an order, no number", PAPER, "at least"),
    Check("marchers tell more if they are no extremists", 0, _less_if_extremists, 0, "an order, no number", PAPER, "at least"),
    Check("12 of 20: log-odds by hand, less the model's", 0, _closed_form, 1e-9, "closed form", "own calculation from the equations"),
)  # fmt: skip
