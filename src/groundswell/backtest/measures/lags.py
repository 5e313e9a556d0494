"""How long one thing takes to follow another: deaths and the fall, a strike and empty pumps, succession and open roads."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from groundswell.analysis.record import Observation
from groundswell.backtest import estimates
from groundswell.backtest.lines import Line
from groundswell.backtest.measures import days
from groundswell.backtest.measures.days import Span
from groundswell.backtest.seen import Seen, Values
from groundswell.backtest.worlds import World

LAGS = "lags"
MULTIPLE = 4  # dead in a day that begin the count to the fall, as in the target of the fit
FIRST_FALL, SECOND_FALL = days.AUTUMN, Span(date(2005, 5, 1), date(2005, 7, 15), "in the wave of 2005")
STRIKES = {
    "2003": Span(date(2003, 9, 8), date(2003, 11, 15), "autumn of 2003"), "2005": Span(date(2005, 5, 1), date(2005, 7, 15), "wave of 2005"),
}  # fmt: skip
NO_DAY = np.nan


def lags(world: World) -> Iterator[Line]:
    """The lags of the record in days, over the histories in which both of their ends happen."""
    yield _from_deaths(world)
    for name, span in (("2003", FIRST_FALL), ("2005", SECOND_FALL)):
        yield _to_shortage(world, name)
        yield _to_quiet(world, name, span)
    yield _between_falls(world)
    yield _drop_of_approval(world)


def _from_deaths(world: World) -> Line:
    """From the first day of several deaths in the twin cities to the fall of autumn 2003."""
    seen, span = world.base, Span(date(2003, 9, 8), FIRST_FALL.last, "")
    many = seen.killed_between(span.first, span.last, days.TWIN_CITIES) >= MULTIPLE
    first = np.where(many.any(axis=0), many.argmax(axis=0) + seen.day(span.first), NO_DAY)
    lag = _fall(seen, FIRST_FALL) - first
    on_record = days.killed_on_record(world.recorded, span, days.TWIN_CITIES) >= MULTIPLE
    recorded = (_fall_on_record(world, FIRST_FALL) - span.first).days - float(on_record.argmax())
    words = f"from the first day with {MULTIPLE} or more killed in La Paz and El Alto to the fall, autumn of 2003"
    return _line("deaths-to-fall", words, np.where(lag >= 0, lag, NO_DAY), recorded, fitted=True)


def _to_shortage(world: World, year: str) -> Line:
    """From the call to strike of El Alto to the day on which half of the capital's supplies are gone."""
    seen, span = world.base, STRIKES[year]
    recorded = next(row.value for row in world.record if row.quantity == "days_to_shortage" and row.first.year == int(year))
    called = _first_call(seen, span)
    siege = seen.daily["siege"][seen.day(span.first) : seen.day(span.last) + 1] >= days.SHORT
    number = np.arange(siege.shape[0])[:, None] + seen.day(span.first)
    short = np.where(siege & (number >= called), number, np.inf).min(axis=0)
    lag = np.where(np.isfinite(short), short, NO_DAY) - called
    words = f"from El Alto's call to strike to shortage in La Paz, {span.words}"
    return _line(f"strike-to-shortage-{year}", words, lag, recorded, note="shortage: half of the supplies gone, which is assumed")


def _first_call(seen: Seen, span: Span) -> Values:
    """The day of the first call of El Alto's organizations in a span; no number where there is none (n,)."""
    callers = [seen.organizations.index(name) for name in days.STRIKERS]
    rows = seen.calls[np.isin(seen.calls["entity"], callers)]
    rows = rows[(rows["day"] >= seen.day(span.first)) & (rows["day"] <= seen.day(span.last))]
    first = np.full(seen.histories, np.inf)
    np.minimum.at(first, rows["history"].astype(np.int64), rows["day"].astype(np.float64))
    return np.where(np.isfinite(first), first, NO_DAY)


def _to_quiet(world: World, year: str, span: Span) -> Line:
    """From the fall to the first day on which hardly anything stops any more."""
    seen = world.base
    row = next(row for row in world.record if row.quantity == "days_to_quiet" and row.first.year == int(year))
    fell = _fall(seen, span)
    quiet = seen.daily["stoppage"] < days.QUIET
    number = np.arange(seen.days)[:, None]
    open_again = np.where(quiet & (number >= fell), number, np.inf).min(axis=0)
    note = f"on record {row.low:g} to {row.high:g} days" if row.low is not None and row.high is not None else ""
    words = f"from the fall to less than a twentieth of the economy stopped, {STRIKES[year].words}"
    lag = np.where(np.isfinite(open_again), open_again, NO_DAY) - fell
    return _line(f"fall-to-quiet-{year}", words, lag, row.value, note=note)


def _between_falls(world: World) -> Line:
    """Months from the fall of autumn 2003 to the next, where there is one."""
    seen = world.base
    first = _fall(seen, FIRST_FALL)
    after = seen.next_fall(np.where(np.isnan(first), np.inf, first) + 1)
    months = (np.where(np.isfinite(after), after, NO_DAY) - first) / days.MONTH
    recorded = (_fall_on_record(world, days.LATER) - _fall_on_record(world, FIRST_FALL)).days / days.MONTH
    return _line("fall-to-fall", "from the fall of autumn 2003 to the next, where there is one", months, recorded, unit="months")


def _drop_of_approval(world: World) -> Line:
    """How far approval falls from November 2003 to January 2005 where the same government governs at both ends."""
    seen, ends = world.base, (date(2003, 11, 15), date(2005, 1, 16))
    same = np.logical_and(*[seen.governs(days.SUCCESSOR, day) for day in ends])
    before, after = (seen.poll[seen.day(day)].astype(np.float64) for day in ends)
    polls = [_poll(world.record, day) for day in ends]
    values = np.where(same, before - after, NO_DAY)
    words = "approval lost in fourteen months, November 2003 to January 2005"
    return _line("approval-lost", words, values, polls[0] - polls[1], unit="share")


def _poll(record: tuple[Observation, ...], day: date) -> float:
    month = timedelta(days=27)  # the least that a poll told by the month spans
    rows = [row for row in record if (row.quantity, row.place) == ("approval", "national") and row.last - row.first >= month]
    return next(row.value or 0.0 for row in rows if row.first <= day <= row.last)


def _fall(seen: Seen, span: Span) -> Values:
    """The day of the first fall of a span; no number where there is none (n,)."""
    fell = seen.next_fall(seen.day(span.first))
    return np.where(fell <= seen.day(span.last), fell, NO_DAY)


def _fall_on_record(world: World, span: Span) -> date:
    return min(row.first for row in world.record if row.quantity == "fall" and span.first <= row.first <= span.last)


def _line(name: str, words: str, values: Values, recorded: float | None, unit: str = "days", fitted: bool = False, note: str = "") -> Line:
    return Line(name, LAGS, words, unit, estimates.quantity(values, recorded), recorded, fitted=fitted, note=note)
