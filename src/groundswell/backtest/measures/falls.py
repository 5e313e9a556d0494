"""Whether governments fall when they fell, and stay when they stayed; and what the date of the gas act has to do with it."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from groundswell.backtest import estimates
from groundswell.backtest.lines import AT_LEAST, AT_MOST, Aim, Line
from groundswell.backtest.measures import days
from groundswell.backtest.seen import Flags, Seen, Values
from groundswell.backtest.worlds import World, moved, without_acts
from groundswell.score import rules
from groundswell.score.predictive import Dates

FALLS, PLACEBO = "falls", "placebo"
SHARE = "share of histories"
FELL = {"fell-autumn": (days.AUTUMN, None), "fell-october": (days.OCTOBER, Aim(AT_LEAST, 0.6))}
STAYED = {
    "stayed-2000-2002": (days.THREE_YEARS, Aim(AT_LEAST, 0.95)), "stayed-autumn-2000": (days.HIGHLANDS_2000, None),
    "stayed-2001-2002": (days.TWO_YEARS, None), "stayed-february-2003": (days.FEBRUARY, Aim(AT_LEAST, 0.9)),
}  # fmt: skip


def falls(world: World) -> Iterator[Line]:
    """Shares of histories in which a government falls, or none does, in windows of the record; all of them were fitted to."""
    seen, seed = world.base, world.seed
    for name, (span, aim) in FELL.items():
        found = estimates.share(seen.fell_between(span.first, span.last), seen.draw, seed)
        yield Line(name, FALLS, f"a government falls, {span.words}", SHARE, found, "fell", aim, fitted=True)
    for name, (span, aim) in STAYED.items():
        found = estimates.share(~seen.fell_between(span.first, span.last), seen.draw, seed)
        yield Line(name, FALLS, f"no government falls, {span.words}", SHARE, found, "stayed", aim, fitted=True)
    yield _after_a_bloody_february(world)
    yield from _of_the_date(world)


def _after_a_bloody_february(world: World) -> Line:
    """Whether it stays also where February is as deadly as on record: survival by bloodlessness would be no survival."""
    seen, span = world.base, days.FEBRUARY
    recorded = float(days.killed_on_record(world.recorded, span).sum())
    able = seen.killed_between(span.first, span.last).sum(axis=0) >= recorded
    words = f"no government falls, {span.words}, where forces kill {recorded:.0f} or more in it, as on record"
    found = estimates.share(~seen.fell_between(span.first, span.last)[able], seen.draw[able], world.seed)
    return Line("stayed-february-2003-bloody", FALLS, words, "share of such histories", found, "stayed", fitted=True)


def _of_the_date(world: World) -> Iterator[Line]:
    seen, span = world.base, days.AUTUMN
    fell_on = next(row.first for row in world.record if row.quantity == "fall" and span.first <= row.first <= span.last)
    first = seen.next_fall(seen.day(days.SEASON.first))
    inside = np.where(seen.fell_between(span.first, span.last), first, np.inf)
    found, words = estimates.moment(inside, seen, fell_on), f"day of the fall, where it comes {span.words}"
    yield Line("date-autumn", FALLS, words, "date", found, fell_on.isoformat(), fitted=True)
    score = estimates.statistic(lambda rows: log_score(first[rows], seen, days.SEASON, fell_on), seen.draw, world.seed)
    words = f"log score of the date of the first fall, {days.SEASON.words}, by weeks"
    yield Line("log-score-autumn", FALLS, words, "nats", score, fitted=True, note="fitted, and counts for nothing")


def log_score(fell: Values, seen: Seen, span: days.Span, recorded: date | None) -> float:
    """The log score by weeks of the day of the first fall of a span, told by the days on which histories have it."""
    return rules.log_score_of_date(Dates.of_sample(span.first, span.last, fell - seen.day(span.first)), recorded)


def placebo(world: World) -> Iterator[Line]:
    """Falls in October 2003 with the gas act where it was not: moved half a year either way, and absent; pairs of one luck."""
    base = world.base.fell_between(days.OCTOBER.first, days.OCTOBER.last)
    for name, shift in (("earlier", -days.PLACEBO_DAYS), ("later", days.PLACEBO_DAYS), ("absent", 0)):
        words = f"the gas act {abs(shift)} days {name}" if shift else "the gas act absent"
        scenario = moved(world.scenario, days.GAS_ACT, shift) if shift else without_acts(world.scenario, [days.GAS_ACT])
        seen = world.with_(scenario, days.LAST_FITTED + timedelta(days=max(shift, 0)))
        yield from _placebo(world, seen, base, name, words)
        if shift:
            yield _window_moved(world, seen, shift, name, words)


def _placebo(world: World, seen: Seen, base: Flags, name: str, words: str) -> Iterator[Line]:
    span, aim = days.OCTOBER, Aim(AT_MOST, 0.05) if name == "absent" else None
    fell = seen.fell_between(span.first, span.last)
    found = estimates.share(fell, seen.draw, world.seed)
    yield Line(f"placebo-{name}", PLACEBO, f"a government falls, {span.words}, {words}", SHARE, found, aim=aim)
    apart = estimates.difference(fell, base, seen.draw, world.seed)
    yield Line(f"placebo-{name}-difference", PLACEBO, f"{words}: that share, less the share with the act as it was", SHARE, apart)


def _window_moved(world: World, seen: Seen, shift: int, name: str, words: str) -> Line:
    """Whether falls move with the act: the window is moved by as many days."""
    first, last = (day + timedelta(days=shift) for day in (days.OCTOBER.first, days.OCTOBER.last))
    found = estimates.share(seen.fell_between(first, last), seen.draw, world.seed)
    told = f"a government falls, {first} to {last}, {words}"
    return Line(f"placebo-{name}-moved", PLACEBO, told, SHARE, found, note="the window moved with the act")
