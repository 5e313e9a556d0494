"""Every day of every country: its economy, the next election, who enters office, which acts fall due."""

import datetime
from bisect import bisect_left

import numpy as np

from groundswell.compile.builder import NOBODY, Builder
from groundswell.engine.state import Array, net_record
from groundswell.errors import Problem, ScenarioError
from groundswell.scenario.schema import Country, Election


def build_calendar(b: Builder) -> Array:
    """The calendar of all countries: one row a country, one record a day.

    Raises ScenarioError if a country's economy lacks a month.
    """
    first, days = b.scenario.start, (b.scenario.end - b.scenario.start).days + 1
    calendar = np.zeros((len(b.scenario.countries), days), net_record("calendar")).view(np.recarray)
    dates = [first + datetime.timedelta(days=k) for k in range(days)]
    acts = sorted((act.date - first).days for act in b.scenario.acts)
    for n, country in enumerate(b.scenario.countries):
        row = calendar[n]
        write_economy(row, country, dates)
        write_offices(row, b, country, dates)
        row["month_begins"][:] = [float(date.day == 1) for date in dates]
        row["acts_from"][:], row["acts_to"][:] = np.searchsorted(acts, range(days)), np.searchsorted(acts, range(days), "right")
    return calendar


def write_economy(row: Array, country: Country, dates: list[datetime.date]) -> None:
    """The month's series on each of its days."""
    economy = {month.month: month for month in country.economy}
    missing = sorted({f"{date:%Y-%m}" for date in dates} - set(economy))
    if missing:
        got = f"no row for {missing[0]}" + (f" and {len(missing) - 1} more months" if missing[1:] else "")
        expected = f"one row a month from {dates[0]:%Y-%m} to {dates[-1]:%Y-%m}"
        hint = "add the missing months to the table, with their source"
        raise ScenarioError(Problem(f"countries.{country.id}.economy", got, expected, hint))
    for name in ("growth", "unemployment", "inflation"):
        row[name][:] = [getattr(economy[f"{date:%Y-%m}"], name) for date in dates]


def write_offices(row: Array, b: Builder, country: Country, dates: list[datetime.date]) -> None:
    """Days to the next ballot, inaugurations, votes that are the model's to decide, and handovers; ``NOBODY`` on all other days."""
    index, number = b.index["governments"], {date: k for k, date in enumerate(dates)}
    elections = [e for e in b.scenario.elections if e.country == country.id]
    polls = sorted((date, e.blocked, e.winner is None) for e in elections for date in polling_days(e, dates[-1]))
    ends = [date for date, _, _ in polls]
    coming = [bisect_left(ends, date) for date in dates]
    row["days_to_election"][:] = [(polls[k][0] - date).days if k < len(polls) else NOBODY for k, date in zip(coming, dates, strict=True)]
    row["blocked"][:] = [polls[k][1] if k < len(polls) else 0.0 for k in coming]
    row["open_ballots"][:] = [float(k < len(polls) and polls[k][2]) for k in coming]
    for date, _, decided in polls:
        if decided and date in number:
            row["ballot"][number[date]] = 1.0
    for name in ("inaugurates", "outgoing", "incoming"):
        row[name][:] = NOBODY
    for e in elections:
        if e.winner is not None and e.inauguration in number:
            row["inaugurates"][number[e.inauguration]] = index[e.winner]
    for h in b.scenario.handovers:
        if b.scenario.governments[index[h.outgoing]].country == country.id and h.date in number:
            row["outgoing"][number[h.date]], row["incoming"][number[h.date]] = index[h.outgoing], index[h.incoming]


def polling_days(election: Election, last: datetime.date) -> list[datetime.date]:
    """The days on which an election is held, to the last day of the scenario; one that has a result is held once.

    Terms are counted from the first election, so that a part of a day in each of them is not lost: of 1642.5 days, the
    second vote comes after 1642 and the third after 3285.
    """
    days = [election.date]
    while election.every is not None and (following := days[0] + datetime.timedelta(days=int(len(days) * election.every))) <= last:
        days.append(following)
    return days


def build_engaged(b: Builder) -> Array:
    """How much of each outside power's means is bound elsewhere: one row a power, one record a day."""
    first, days = b.scenario.start, (b.scenario.end - b.scenario.start).days + 1
    engaged = np.zeros((len(b.scenario.outside_powers), days), net_record("engaged")).view(np.recarray)
    for row, power in zip(engaged, b.scenario.outside_powers, strict=True):
        for bound in power.commitments:
            span = slice(max(0, (bound.first - first).days), max(0, (bound.last - first).days + 1))
            row["share"][span] = np.minimum(1.0, row["share"][span] + bound.share)
    return engaged
