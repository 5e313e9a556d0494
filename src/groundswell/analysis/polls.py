"""What pollsters, newspapers and road services show, beside what the model says they would have shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.comparison import Comparison, held_against
from groundswell.analysis.offices import government_on_record, head_of, in_office
from groundswell.analysis.record import NATIONAL, Observation
from groundswell.analysis.windows import Window

if TYPE_CHECKING:
    from groundswell.runs import Runs

ENOUGH = 20  # histories with the same government below which approval under it is not told: a twentieth of fewer is nobody
WEEK = 7
POLLED = ("approval", "approval_year_mean")
Values = NDArray[np.float64]


def approvals(runs: "Runs", record: Sequence[Observation]) -> list[Comparison]:
    """Approval of the government where it was polled; and again among histories with the same government in office."""
    told = [poll for poll in record if poll.quantity in POLLED and poll.value is not None and poll.place == NATIONAL]
    rows = []
    for poll in told:
        government = government_on_record(runs.scenario, record, poll)
        rows += _poll(runs, poll, polled(runs, poll), government, not _holds_another(poll, told))
    return rows


def _holds_another(poll: Observation, told: Sequence[Observation]) -> bool:
    """Whether a shorter poll, or one named before it, lies within the days of a poll, so that they may share what was asked."""
    before = told[: told.index(poll)]
    shorter = [other for other in told if other.last - other.first < poll.last - poll.first]
    return any(other.within(poll.first, poll.last) for other in (*before, *shorter))


def _poll(runs: "Runs", poll: Observation, values: Values, government: str | None, independent: bool) -> list[Comparison]:
    words = f"approval, {'mean of the year' if poll.quantity.endswith('mean') else 'poll'} ({_span(poll)})"
    rows = [replace(_told_share(poll, poll.quantity, words, values), independent=independent)]
    if government in runs.names["governments"]:
        ends = [in_office(runs, (day - runs.start).days) for day in (poll.first, poll.last)]
        same = np.logical_and(*[end == list(runs.names["governments"]).index(government or "") for end in ends])
        if same.sum() >= ENOUGH:
            share = float(same.mean())
            who = f"{words}, where {head_of(runs, government or '')} governs"
            rows.append(_told_share(poll, f"{poll.quantity}_same_government", who, values[same], share))
    return rows


def over_window(days: NDArray[np.int64], weeks: NDArray[np.float32], first: int, last: int) -> Values:
    """The mean of a weekly series over a window; where no kept day lies in it, the line between those around it.

    >>> over_window(np.array([0, 7]), np.array([[1.0, 8.0]], np.float32), 3, 3).tolist()
    [4.0]
    """
    inside = (days >= first) & (days <= last)
    if inside.any():
        return np.asarray(weeks[:, inside].mean(axis=1, dtype=np.float64), np.float64)
    middle = (first + last) / 2
    return np.array([np.interp(middle, days, row) for row in weeks.astype(np.float64)])


def polled(runs: "Runs", poll: Observation) -> Values:
    """What a poll would have shown in each history, sampling error and all: that of the kept day nearest its middle.

    A mean over the polls of a year has next to no sampling error: the mean of approval over its kept days.
    """
    first, last = (poll.first - runs.start).days, (poll.last - runs.start).days
    if poll.quantity == "approval":
        days, weeks = runs.trajectory("poll")
        return np.asarray(weeks[:, np.abs(2 * days - first - last).argmin()], np.float64)
    return over_window(*runs.trajectory("approval"), first, last)


def reports(runs: "Runs", record: Sequence[Observation]) -> list[Comparison]:
    """Weeks with a reported protest anywhere: the record's sources overlap, so events are not summed."""
    on_record = [row for row in record if row.quantity == "protest_event"]
    if not on_record:
        return []
    days = {(row.first + timedelta(days=k) - runs.start).days for row in on_record for k in range((row.last - row.first).days + 1)}
    reported = runs.events_of("protest_event")
    weeks = np.unique(np.searchsorted(runs.histories, reported["history"]) * runs.days + reported["day"] // WEEK)
    each = np.bincount(weeks // runs.days, minlength=runs.replicates)
    whole, recorded = Window("", runs.start, runs.date(runs.days - 1), independent=True), len({day // WEEK for day in days})
    return [held_against("protest_event", "weeks with a reported protest", NATIONAL, whole, "weeks", recorded, each)]


def roads(runs: "Runs", record: Sequence[Observation]) -> list[Comparison]:
    """The share of the country's roads that is blocked, where the record tells a share."""
    days, weeks = runs.trajectory("roads_blocked")
    rows = []
    for told in record:
        if told.quantity == "highways_shut" and told.value is not None and told.place == NATIONAL:
            values = over_window(days, weeks, (told.first - runs.start).days, (told.last - runs.start).days)
            row = _told_share(told, told.quantity, f"share of roads blocked ({_span(told)})", values)
            rows.append(replace(row, independent=True))
    return rows


def _told_share(told: Observation, quantity: str, words: str, values: Values, part: float | None = None) -> Comparison:
    return held_against(quantity, words, NATIONAL, Window("", told.first, told.last), "share", told.value or 0.0, values, part)


def _span(told: Observation) -> str:
    return told.first.isoformat() if told.first == told.last else f"{told.first} to {told.last}"
