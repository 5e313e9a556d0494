"""What comes after October 2003: the years that were kept back, with their acts as inputs and without them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from groundswell.analysis.record import NATIONAL, Observation
from groundswell.backtest import estimates
from groundswell.backtest.lines import NEAR, Aim, Line
from groundswell.backtest.measures import days
from groundswell.backtest.measures.days import Span
from groundswell.backtest.measures.falls import log_score
from groundswell.backtest.seen import Flags, Seen
from groundswell.backtest.worlds import World, acts_between, without_acts

LATER, EMERGENT = "later", "emergent"
SUCH = "share of histories with the successor in office"
POLLS = {"approval-2004-may": date(2004, 5, 16), "approval-2004-december": date(2004, 12, 16), "approval-2005-january": date(2005, 1, 16)}
EIGHT_POINTS = Aim(NEAR, 0.08)


def later(world: World) -> Iterator[Line]:
    """2004 to January 2006 with the acts of those years as inputs, where the successor of October 2003 governs when they begin.

    No clean hold-out: one bound of the model was chosen by somebody who had seen 2004.
    """
    yield from _after(world, world.base, LATER)


def emergent(world: World) -> Iterator[Line]:
    """The same histories without the acts of 2004 and 2005: only what still happens may be called emergent."""
    acts = acts_between(world.scenario, days.LATER.first, days.LATER.last)
    seen = world.with_(without_acts(world.scenario, acts))
    words = f"without the {len(acts)} acts of 2004 and 2005"
    for line in _after(world, seen, EMERGENT):
        yield line.renamed("no-acts", words)
    able = seen.governs(days.SUCCESSOR, days.LAST_FITTED)
    both = [one.fell_between(days.LATER.first, days.LATER.last)[able] for one in (world.base, seen)]
    apart = estimates.difference(both[0], both[1], seen.draw[able], world.seed)
    words = "a government falls, 2004 to January 2006: share with the acts less share without them, pair by pair"
    yield Line("fell-later-acts-difference", EMERGENT, words, SUCH, apart)


def _after(world: World, seen: Seen, group: str) -> Iterator[Line]:
    able = seen.governs(days.SUCCESSOR, days.LAST_FITTED)
    draw, seed = seen.draw[able], world.seed
    found = estimates.share(able, seen.draw, seed)
    yield Line("successor-governs", group, "the successor of October 2003 governs when 2004 begins", "share of histories", found, "yes")
    for name, span in (("fell-later", days.LATER), ("fell-2005-wave", days.WAVE_2005)):
        found = estimates.share(seen.fell_between(span.first, span.last)[able], draw, seed)
        yield Line(name, group, f"a government falls, {span.words}", SUCH, found, "fell")
    yield from _of_the_fall(world, seen, able, group)
    yield from _of_the_wave(world, seen, able, group)
    yield from _of_polls(world, seen, able, group)


def _of_the_fall(world: World, seen: Seen, able: Flags, group: str) -> Iterator[Line]:
    fell_on = _first_fall(world.record, days.LATER)
    first = seen.next_fall(seen.day(days.LATER.first))[able]
    words = f"day of the first fall, {days.LATER.words}, where one comes"
    yield Line("date-later", group, words, "date", estimates.moment(first, seen, fell_on), fell_on.isoformat())
    score = estimates.statistic(lambda rows: log_score(first[rows], seen, days.LATER, fell_on), seen.draw[able], world.seed)
    yield Line("log-score-later", group, f"log score of the date of the first fall, {days.LATER.words}, by weeks", "nats", score)


def _first_fall(record: Sequence[Observation], span: Span) -> date:
    return min(row.first for row in record if row.quantity == "fall" and span.first <= row.first <= span.last)


def _of_the_wave(world: World, seen: Seen, able: Flags, group: str) -> Iterator[Line]:
    span, stoppage = days.YEAR_AFTER, seen.daily["stoppage"][:, able]
    killed = seen.killed_between(days.WAVE_2005.first, days.WAVE_2005.last).sum(axis=0)[able]
    recorded = float(days.killed_on_record(world.recorded, days.WAVE_2005).sum())
    words = f"killed by forces, {days.WAVE_2005.words}"
    yield Line("killed-2005-wave-later", group, words, "persons", estimates.quantity(killed, recorded), recorded)
    again = np.asarray(stoppage[seen.day(span.first) : seen.day(span.last) + 1].max(axis=0) > days.STOPPED)
    words = f"more than a tenth of the economy stops on some day, {span.words}"
    yield Line("wave-later", group, words, SUCH, estimates.share(again, seen.draw[able], world.seed), "yes, by its strikes and roads")
    calm = (stoppage[seen.day(date(2004, 1, 1)) : seen.day(date(2004, 12, 31)) + 1] > days.QUIET).mean(axis=0, dtype=np.float64)
    words = "days of 2004 on which more than a twentieth of the economy stops"
    yield Line("unrest-2004", group, words, "share of days", estimates.quantity(calm), "about none", note="stoppage is not on record")


def _of_polls(world: World, seen: Seen, able: Flags, group: str) -> Iterator[Line]:
    """Polls where the same government still governs, since no poll on record asked about another."""
    for name, day in POLLS.items():
        same = able & seen.governs(days.SUCCESSOR, day)
        recorded = _poll_of(world.record, day)
        found = estimates.quantity(seen.poll[seen.day(day), same].astype(np.float64), recorded)
        yield Line(name, group, f"approval in a poll of {day:%B %Y}", "share", found, recorded, EIGHT_POINTS)


def _poll_of(record: Sequence[Observation], day: date) -> float:
    return next(row.value or 0.0 for row in record if _asks(row) and row.first <= day <= row.last and row.last - row.first > WEEK)


def _asks(row: Observation) -> bool:
    return (row.quantity, row.place) == ("approval", NATIONAL)


WEEK = timedelta(days=7)
