"""The record beside the histories: each quantity that both have, and in words those that only the record has."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from groundswell.analysis.comparison import BAND, Comparison, Comparisons, held_against
from groundswell.analysis.falls import fall_days
from groundswell.analysis.leaning import leans_on
from groundswell.analysis.offices import head_of
from groundswell.analysis.polls import approvals, reports, roads
from groundswell.analysis.quantities import Days, killed_by_day
from groundswell.analysis.record import NATIONAL, Observation, record_of
from groundswell.analysis.uncertainty import Share, quantiles, rank
from groundswell.analysis.windows import Window, windows_of
from groundswell.analysis.wording import ordinal

if TYPE_CHECKING:
    from groundswell.runs import Runs

MANY = 5  # dead on one day that make it a day of many deaths
NEAR_FALL = 30  # days either side of a recorded fall

COMPARED = ("killed_by_forces", "approval", "approval_year_mean", "fall", "protest_event", "highways_shut", "window")
NOT_COMPARABLE = {
    "killed_other": "deaths of and by others than the forces are not modeled",
    "blockade_points": "the model blocks roads by degrees and counts no points",
    "roads_cut": "the model blocks roads by degrees and counts no roads",
    "crowd": "recorded crowds are of single events; the model holds people in action, day by day",
    "conflicts_per_month": "conflicts of all sizes are counted; the model reports protests of some size only",
    "siege_days": "the model holds how empty shelves are; the record counts days called short",
    "days_to_shortage": "the model holds how empty shelves are; the record counts days called short",
    "days_to_quiet": "recorded from a strike's end that the model does not date",
}
NOT_OBSERVED = {
    "active_share": "share of people in action: not observed anywhere",
    "stoppage": "share of the economy that stopped: not observed",
    "unity": "unity of the coalition: not observed",
    "loyalty": "loyalty of the forces: not observed, hidden until tested",
}


def against_record(runs: "Runs", path: str | Path | None = None) -> Comparisons:
    """Sets the histories beside what is on record of the case.

    Deaths by forces in windows that the record gives (the whole run, years, bursts, the month to
    each fall), by place, the worst day and days of many deaths; approval where polls were taken,
    with the error of a poll; falls near the recorded dates; weeks with a reported protest; roads
    blocked where a share is told. What only one side has is named, with the reason. Windows
    overlap, so that many rows show the same events; rows marked independent do not.

    `path` is a table of observations other than the case's own. Raises UsageError where it is not
    there and for runs of several countries, ScenarioError where its rows cannot be read.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> found = gs.against_record(runs)
    >>> found.of("killed_by_forces")[0].record
    61.0
    """
    record = record_of(runs, path)
    rows = [row for rule in RULES for row in rule(runs, record)]
    marked = (replace(row, leans_on=leans_on(runs.scenario.acts, row.first, row.last)) for row in rows)
    return Comparisons(runs.replicates, tuple(marked), _left_over(record), dict(NOT_OBSERVED))


def _left_over(record: Sequence[Observation]) -> dict[str, str]:
    """What is on record and has nothing beside it, with the reason."""
    found = {row.quantity: NOT_COMPARABLE.get(row.quantity, "no rule sets it beside a quantity of the model") for row in record}
    local = any(row.quantity == "approval" and row.place != NATIONAL for row in record)
    polls = {"approval of a place": "the model holds approval for the country as a whole"} if local else {}
    return {name: why for name, why in sorted(found.items()) if name not in COMPARED} | polls


def deaths(runs: "Runs", record: Sequence[Observation]) -> list[Comparison]:
    """Deaths by forces: totals by window and by place, the worst day, days with deaths."""
    on_record = [row for row in record if row.quantity == "killed_by_forces" and row.value is not None]
    if not on_record:
        return []
    windows = windows_of(record, runs.start, runs.date(runs.days - 1))
    everywhere = killed_by_day(runs)
    rows = [_killed_in(runs, everywhere, on_record, window) for window in windows]
    whole = windows[0]._replace(independent=False)
    rows += [_killed_at(runs, on_record, whole, place) for place in runs.names["places"]]
    return rows + _by_days(runs, everywhere, on_record, whole)


def _killed_in(runs: "Runs", found: Days, on_record: Sequence[Observation], window: Window) -> Comparison:
    inside = found.between((window.first - runs.start).days, (window.last - runs.start).days)
    total = sum(row.value or 0 for row in on_record if row.within(window.first, window.last))
    words = f"killed by forces, {window.name}" + ("" if window.name[:4].isdigit() else f" ({window.first} to {window.last})")
    return held_against("killed_by_forces", words, NATIONAL, window, "persons", total, inside.total(runs.replicates))


def _killed_at(runs: "Runs", on_record: Sequence[Observation], window: Window, place: str) -> Comparison:
    total = sum(row.value or 0 for row in on_record if row.place == place)
    name = next(spot.name for spot in runs.scenario.places if spot.id == place)
    killed = killed_by_day(runs, place).total(runs.replicates)
    return held_against("killed_by_forces", f"killed by forces, {name}", place, window, "persons", total, killed)


def _by_days(runs: "Runs", found: Days, on_record: Sequence[Observation], window: Window) -> list[Comparison]:
    days: Counter[date] = Counter()
    for row in on_record:
        days[row.first] += int(row.value or 0)
    many_on_record = sum(killed >= MANY for killed in days.values())
    worst = np.zeros(runs.replicates)
    np.maximum.at(worst, found.row, found.killed)
    many = np.bincount(found.row[found.killed >= MANY], minlength=runs.replicates)
    some = np.bincount(found.row, minlength=runs.replicates)
    return [
        held_against("largest_day", "most killed by forces on one day", NATIONAL, window, "persons", max(days.values()), worst),
        held_against("days_of_many_deaths", f"days with {MANY} or more killed by forces", NATIONAL, window, "days", many_on_record, many),
        held_against("days_with_deaths", "days with deaths by forces", NATIONAL, window, "days", len(days), some),
    ]


def falls_on_record(runs: "Runs", record: Sequence[Observation]) -> list[Comparison]:
    """Falls of government: how many, the date of each, and a fall of anybody and of the same government near the date."""
    fallen = [row for row in record if row.quantity == "fall"]
    if not fallen:
        return []
    whole = Window("", runs.start, runs.date(runs.days - 1))
    counted = whole._replace(independent=True)
    rows = [held_against("falls", "falls of government", NATIONAL, counted, "falls", len(fallen), runs.final["falls"])]
    for k, row in enumerate(fallen):
        near = Window("", row.first - timedelta(days=NEAR_FALL), row.last + timedelta(days=NEAR_FALL))
        same = [_fell_near(runs, near, row.note)] if row.note in runs.names["governments"] else []
        rows += [_date_of(runs, row, k, whole), _fell_near(runs, near, None), *same]
    return rows


def _date_of(runs: "Runs", row: Observation, k: int, whole: Window) -> Comparison:
    words = f"date of the {ordinal(k + 1)} fall, where it comes to that"
    days = fall_days(runs, k)
    days = days[np.isfinite(days)]
    if not days.size:
        return Comparison("fall_date", words, NATIONAL, whole.first, whole.last, "date", row.first.isoformat(), why="no history has one")
    low, median, high = (runs.date(int(day)).isoformat() for day in quantiles(days, BAND).values())
    recorded = row.first.isoformat()
    return Comparison(
        "fall_date", words, NATIONAL, whole.first, whole.last, "date", recorded, median, low, high,
        low <= recorded <= high, rank(days, (row.first - runs.start).days), days.size / runs.replicates, days.size,
    )  # fmt: skip


def _fell_near(runs: "Runs", near: Window, government: str | None) -> Comparison:
    rows = runs.events_of("fall")
    if government is not None:
        rows = rows[rows["entity"] == list(runs.names["governments"]).index(government)]
    first, last = ((day - runs.start).days for day in (near.first, near.last))
    inside = (rows["day"] >= first) & (rows["day"] <= last)
    happened = Share(int(np.isin(runs.histories, rows["history"][inside]).sum()), runs.replicates)
    who = "a government" if government is None else head_of(runs, government)
    words = f"{who} falls within {NEAR_FALL} days of {near.first + timedelta(days=NEAR_FALL)}"
    days = min(last, runs.days - 1) - max(first, 0) + 1
    return Comparison(
        "fall_near_date", words, NATIONAL, near.first, near.last, "0 or 1", 1.0, share=happened.share, histories=runs.replicates,
        chance=happened, climatology=evenly(len(rows) / runs.replicates, days, runs.days),
    )  # fmt: skip


def evenly(mean: float, days: int, of: int) -> float:
    """The chance of a fall within so many days of a run, if so many falls a history came on any day alike.

    >>> round(evenly(0.5, 61, 2223), 4)
    0.0136
    """
    return 1 - math.exp(-mean * days / of)


RULES = (deaths, approvals, falls_on_record, reports, roads)
