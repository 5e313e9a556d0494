"""Whom forces killed, when and where: windows of the record, days of many deaths, and years of deaths without effect."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from groundswell.analysis.uncertainty import rank
from groundswell.backtest import estimates
from groundswell.backtest.lines import AT_MOST, RANKED, Aim, Line
from groundswell.backtest.measures import days
from groundswell.backtest.measures.days import Span
from groundswell.backtest.seen import Flags
from groundswell.backtest.worlds import World

DEATHS, CHAPARE = "deaths", "chapare"
EIGHTY = Aim(RANKED, 0.1)
WHO = "the chronology's count, members of the forces and disputes without forces among them"
MANY = 5  # dead on one day that make it a day of many deaths, as in the targets of the fit


class Window(NamedTuple):
    """Deaths that are counted together: the days, the places (none: all), and another count on record with its words."""

    name: str
    span: Span
    places: tuple[str, ...] = ()
    aim: Aim | None = None
    also: float | None = None
    fitted: bool = True


WINDOWS = (
    Window("killed-2000-spring", Span(date(2000, 1, 1), date(2000, 5, 31), "January to May 2000")),
    Window("killed-2000-autumn", Span(date(2000, 9, 1), date(2000, 11, 30), "September to November 2000")),
    Window(
        "killed-2000-autumn-chapare", Span(date(2000, 9, 1), date(2000, 11, 30), "September to November 2000, Chapare"),
        days.REMOTE, EIGHTY, 11, fitted=False,
    ),
    Window("killed-2001", Span(date(2001, 1, 1), date(2001, 12, 31), "2001")),
    Window("killed-2002", Span(date(2002, 1, 1), date(2002, 12, 31), "2002")),
    Window("killed-2003-january", Span(date(2003, 1, 1), date(2003, 2, 8), "1 January to 8 February 2003"), (), EIGHTY, 17),
    Window("killed-2003-february", days.FEBRUARY),
    Window("killed-2003-september", Span(date(2003, 9, 1), date(2003, 10, 7), "1 September to 7 October 2003"), (), EIGHTY, 6),
    Window("killed-2003-autumn", Span(date(2003, 9, 12), date(2003, 10, 20), "12 September to 20 October 2003")),
    Window(
        "killed-2003-october-cities", Span(date(2003, 10, 8), date(2003, 10, 24), "8 to 24 October 2003, La Paz and El Alto"),
        days.TWIN_CITIES,
    ),
    Window("killed-2005-may-june", Span(date(2005, 5, 1), date(2005, 6, 30), "May and June 2005"), fitted=False),
    Window("killed-2005-wave", days.WAVE_2005, (), Aim(AT_MOST, 6), fitted=False),
)  # fmt: skip

PATTERNS = {
    "february-2003": Span(date(2003, 2, 9), date(2003, 2, 28), "9 to 28 February 2003"),
    "september-2003": Span(date(2003, 9, 1), date(2003, 10, 7), "1 September to 7 October 2003"),
    "autumn-2003": Span(date(2003, 9, 1), date(2003, 10, 31), "September and October 2003"),
}


def deaths(world: World) -> Iterator[Line]:
    """Persons killed by forces in windows of the record, and where the record lies among histories: deaths by others are no
    part of the model, and of no count here."""
    seen, record = world.base, world.recorded
    for window in WINDOWS:
        killed = seen.killed_between(window.span.first, window.span.last, window.places).sum(axis=0)
        recorded = float(days.killed_on_record(record, window.span, window.places).sum())
        also = None if window.also is None else rank(killed, window.also)
        yield Line(
            window.name, DEATHS, f"killed by forces, {window.span.words}", "persons", estimates.quantity(killed, recorded), recorded,
            window.aim, window.fitted, also=window.also, also_words=WHO if window.also is not None else "", also_rank=also,
        )  # fmt: skip
    for name, span in PATTERNS.items():
        yield from _pattern(world, name, span)


def _pattern(world: World, name: str, span: Span) -> Iterator[Line]:
    """How deaths lie on days: the worst day, days of many deaths, days with deaths."""
    each, recorded = world.base.killed_between(span.first, span.last), days.killed_on_record(world.recorded, span)
    rows = {
        f"largest-day-{name}": (f"most killed by forces on one day, {span.words}", "persons", each.max(axis=0), recorded.max()),
        f"bloody-days-{name}": (f"days with {MANY} or more killed, {span.words}", "days", (each >= MANY).sum(0), (recorded >= MANY).sum()),
        f"lethal-days-{name}": (f"days with deaths by forces, {span.words}", "days", (each > 0).sum(axis=0), (recorded > 0).sum()),
    }
    for key, (words, unit, values, number) in rows.items():
        found = estimates.quantity(values.astype(np.float64), float(number))
        yield Line(key, DEATHS, words, unit, found, float(number), fitted=True)


def chapare(world: World) -> Iterator[Line]:
    """Years of deaths in the Chapare, and whether they move the government: falls where many and where few were killed there."""
    seen, span = world.base, days.FIRST_YEARS
    killed = seen.killed_between(span.first, span.last, days.REMOTE).sum(axis=0)
    recorded = float(days.killed_on_record(world.recorded, span, days.REMOTE).sum())
    words = f"killed by forces in the Chapare, {span.words}"
    yield Line("chapare-killed", CHAPARE, words, "persons", estimates.quantity(killed, recorded), recorded, fitted=True)
    fell = seen.fell_between(span.first, span.last)
    many = killed > np.median(killed)
    for name, which, told in (("many", many, "more than the median"), ("few", ~many, "at most the median")):
        found = estimates.share(fell[which], seen.draw[which], world.seed)
        words = f"a government falls, {span.words}, where {told} are killed in the Chapare"
        yield Line(f"chapare-{name}-fell", CHAPARE, words, "share of such histories", found, "stayed")
    found = estimates.statistic(lambda rows: _apart(fell[rows], many[rows]), seen.draw, world.seed, kind="difference")
    yield Line("chapare-difference", CHAPARE, "the first of these shares less the second", "share of histories", found)


def _apart(fell: Flags, many: Flags) -> float:
    return float(fell[many].mean() - fell[~many].mean()) if many.any() and (~many).any() else float("nan")
