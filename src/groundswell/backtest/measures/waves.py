"""How long a wave lasts that nothing resolves, and whether another comes."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from groundswell.backtest import estimates
from groundswell.backtest.lines import AT_LEAST, AT_MOST, Aim, Line
from groundswell.backtest.measures import days
from groundswell.backtest.measures.days import Span
from groundswell.backtest.seen import Flags, Seen, Values
from groundswell.backtest.worlds import World

WAVES = "waves"
ONSET = Span(date(2003, 9, 1), date(2004, 1, 31), "September 2003 to January 2004")  # leaves two years to the end of the case
SIXTEEN_MONTHS = Span(date(2003, 9, 9), date(2004, 12, 31), "September 2003 to 2004")  # 480 days, those of the trial
SIXTY, FORTY = Aim(AT_MOST, 60), Aim(AT_LEAST, 0.4)


class Wave(NamedTuple):
    """The first wave of each history: days of onset and end (not a number without one), days above the mark in it, and after.

    `again` whether the mark is passed 12 to 24 months after onset; `another` whether it is by a wave that is not the first.
    """

    onset: Values
    end: Values
    above: Values
    again: Flags
    another: Flags


def wave_of(stopped: Flags, first: int, last: int) -> Wave:
    """The wave that begins from day `first` to `last`, read off the days on which the mark is passed, (days, histories).

    It ends with the last such day before a gap of more than GAP days.

    >>> stopped = np.zeros((900, 1), bool)
    >>> stopped[[10, 11, 30, 400]] = True
    >>> found = wave_of(stopped, 0, 100)
    >>> [values.tolist() for values in (found.onset, found.end, found.above, found.another)]
    [[10.0], [30.0], [3.0], [True]]
    """
    many = stopped.shape[1]
    onset, end, above = np.full(many, np.nan), np.full(many, np.nan), np.zeros(many)
    again, another = np.zeros(many, np.bool_), np.zeros(many, np.bool_)
    for k in range(many):
        on = np.flatnonzero(stopped[first:, k]) + first
        if not on.size or on[0] > last:
            continue
        gaps = np.flatnonzero(np.diff(on) > days.GAP)
        size = int(gaps[0]) + 1 if gaps.size else on.size
        onset[k], end[k], above[k] = on[0], on[size - 1], size
        late = (on >= on[0] + days.YEAR) & (on <= on[0] + 2 * days.YEAR)
        again[k], another[k] = late.any(), late[size:].any()
    return Wave(onset, end, above, again, another)


def waves(world: World) -> Iterator[Line]:
    """The wave of autumn 2003 if no government could fall, and whether another follows within 12 to 24 months of its onset.

    The acts of later governments do not happen in such a world, because these never enter: another wave is then one
    that comes of what was parked. Beside it stands the world as it was, after a fall in October 2003.
    """
    seen = world.unresolved()
    yield from _unresolved(seen, world.seed)
    yield _second(world)


def _unresolved(seen: Seen, seed: int) -> Iterator[Line]:
    stopped = seen.daily["stoppage"] > days.STOPPED
    found = wave_of(stopped, seen.day(ONSET.first), seen.day(ONSET.last))
    waved = np.isfinite(found.onset)
    words = f"a wave begins, {ONSET.words}, if nothing can fall"
    yield Line("unresolved-begins", WAVES, words, "share of histories", estimates.share(waved, seen.draw, seed))
    length = np.where(waved, found.end - found.onset + 1, np.nan)
    told = "length of that wave, from onset to the last day before a month's gap"
    yield Line("unresolved-length", WAVES, told, "days", estimates.quantity(length), aim=SIXTY)
    words = "days of that wave with more than a tenth of the economy stopped"
    yield Line("unresolved-days", WAVES, words, "days", estimates.quantity(np.where(waved, found.above, np.nan)))
    total = stopped[seen.day(SIXTEEN_MONTHS.first) : seen.day(SIXTEEN_MONTHS.last) + 1].sum(axis=0).astype(np.float64)
    words = f"days with more than a tenth of the economy stopped, {SIXTEEN_MONTHS.words}, all histories, if nothing can fall"
    yield Line("unresolved-all-days", WAVES, words, "days", estimates.quantity(total), aim=SIXTY)
    for name, flags, told, aim in (
        ("again", found.again, "more than a tenth of the economy stops again 12 to 24 months after its onset", None),
        ("another", found.another, "the same, by another wave, after the first has ended", FORTY),
    ):
        share = estimates.share(flags[waved], seen.draw[waved], seed)
        yield Line(f"unresolved-{name}", WAVES, told, "share of histories with a wave", share, aim=aim)


def _second(world: World) -> Line:
    """Whether a second wave comes where October brought a fall, as on record."""
    seen = world.base
    fell = seen.next_fall(seen.day(days.OCTOBER.first))
    able = fell <= seen.day(days.OCTOBER.last)
    number = np.arange(seen.days)[:, None]
    inside = (number >= fell + days.YEAR) & (number <= fell + 2 * days.YEAR)
    again: Flags = np.any((seen.daily["stoppage"] > days.STOPPED) & inside, axis=0)
    found = estimates.share(again[able], seen.draw[able], world.seed)
    words = "more than a tenth of the economy stops 12 to 24 months after a fall in October 2003, with the acts of those years"
    return Line("second-wave", WAVES, words, "share of histories with that fall", found, "yes", FORTY)
