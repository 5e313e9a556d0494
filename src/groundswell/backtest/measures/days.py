"""The days that the lines of Bolivia speak of, and the counts that another reading of the record gives."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from groundswell.backtest.seen import Values
from groundswell.calibrate.sight import Sight


class Span(NamedTuple):
    """A span of days, both included, and how a reader calls it."""

    first: date
    last: date
    words: str


GAS_ACT = "gas-plan-2003"
PLACEBO_DAYS = 180  # how far the act is moved: half a year, so that no window around it meets the window of October
AUTUMN = Span(date(2003, 9, 15), date(2003, 11, 15), "15 September to 15 November 2003")
OCTOBER = Span(date(2003, 10, 5), date(2003, 11, 5), "5 October to 5 November 2003")
FEBRUARY = Span(date(2003, 2, 1), date(2003, 2, 28), "February 2003")
HIGHLANDS_2000 = Span(date(2000, 9, 1), date(2000, 10, 31), "September and October 2000")
TWO_YEARS = Span(date(2001, 1, 1), date(2002, 12, 31), "2001 and 2002")
THREE_YEARS = Span(date(2000, 1, 1), date(2002, 12, 31), "2000 to 2002")
SEASON = Span(date(2003, 9, 1), date(2003, 12, 31), "September to December 2003")
LATER = Span(date(2004, 1, 1), date(2006, 1, 31), "2004 to January 2006")
WAVE_2005 = Span(date(2005, 5, 1), date(2005, 7, 15), "1 May to 15 July 2005")
YEAR_AFTER = Span(date(2004, 10, 17), date(2005, 10, 17), "12 to 24 months after October 2003")
FIRST_YEARS = Span(date(2000, 1, 1), date(2003, 8, 31), "2000 to August 2003")
FIT = Span(date(2000, 1, 1), date(2003, 12, 31), "2000 to 2003")
LAST_FITTED = date(2003, 12, 31)

SUCCESSOR = "mesa"  # who entered in October 2003
TWIN_CITIES = ("la-paz", "el-alto")
REMOTE = ("chapare",)
STRIKERS = ("fejuve", "cor-el-alto")  # whose call is a strike of the city of El Alto
STOPPED = 0.1  # share of the economy: above it a wave is counted, as in the trial that the aims come from
QUIET = 0.05  # share of the economy: under it the roads are taken for open, as in the same trial
SHORT = 0.5  # share of the supplies gone: assumed, where fuel and food are called short
GAP = 30  # days without a stopped economy after which what comes is another wave
YEAR = 365
MONTH = 30.4375  # days


def killed_on_record(record: Sight, span: Span, places: Sequence[str] = ()) -> Values:
    """Persons killed by forces on each day of a span, on record, in these places or in all (days,)."""
    rows = [record.places.index(place) for place in places] or list(range(len(record.places)))
    return np.asarray(record.killed[rows, record.day(span.first) : record.day(span.last) + 1, 0].sum(axis=0), np.float64)
