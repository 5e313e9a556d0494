"""The record beside the histories: each quantity that both have, and in words those that only the record has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.falls import fall_days
from groundswell.analysis.offices import government_on_record, head_of, in_office
from groundswell.analysis.quantities import Days, killed_by_day
from groundswell.analysis.record import NATIONAL, Observation, record_of
from groundswell.analysis.uncertainty import quantiles, rank
from groundswell.analysis.windows import Window, windows_of
from groundswell.analysis.wording import columns, ordinal

if TYPE_CHECKING:
    from groundswell.runs import Runs

BAND = (0.05, 0.5, 0.95)
MANY = 5  # dead on one day that make it a day of many deaths
NEAR_FALL = 30  # days either side of a recorded fall
ENOUGH = 20  # histories with the same government below which approval under it is not told: a twentieth of fewer is nobody

COMPARED = ("killed_by_forces", "approval", "approval_year_mean", "fall", "window")
NOT_COMPARABLE = {
    "killed_other": "deaths of and by others than the forces are not modeled",
    "blockade_points": "the model blocks roads by degrees and counts no points",
    "roads_cut": "the model blocks roads by degrees and counts no roads",
    "highways_shut": "the model blocks roads by degrees and counts no highways",
    "crowd": "recorded crowds are of single events; the model holds people in action, day by day",
    "protest_event": "what is reported of protest is not modeled yet, and single events not at all",
    "conflicts_per_month": "what is reported of protest is not modeled yet",
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


@dataclass(frozen=True)
class Comparison:
    """One recorded value beside the histories.

    `median`, `low` and `high` hold half and nine in ten of the histories; `rank` is the record's
    place among them [0-1]; dates are ISO texts. `histories` is how many could be compared, and
    where none can, `why` says why not and the numbers are None.
    """

    quantity: str
    words: str
    place: str
    first: date
    last: date
    unit: str
    record: float | str | None
    median: float | str | None = None
    low: float | str | None = None
    high: float | str | None = None
    inside: bool | None = None
    rank: float | None = None
    share: float | None = None
    histories: int = 0
    why: str = ""

    @property
    def verdict(self) -> str:
        """Inside, outside, or not comparable."""
        return "not comparable" if self.inside is None else "inside" if self.inside else "outside"

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**plain, "first": self.first.isoformat(), "last": self.last.isoformat(), "verdict": self.verdict}


@dataclass(frozen=True)
class Comparisons:
    """All comparisons of a run with the record of its case, and what cannot be compared."""

    histories: int
    rows: tuple[Comparison, ...]
    not_comparable: dict[str, str]
    not_observed: dict[str, str]

    @property
    def compared(self) -> tuple[Comparison, ...]:
        """The rows with a verdict."""
        return tuple(row for row in self.rows if row.inside is not None)

    @property
    def inside(self) -> int:
        """How many recorded values lie within the span of nine in ten histories."""
        return sum(row.inside is True for row in self.rows)

    def of(self, quantity: str) -> tuple[Comparison, ...]:
        """The rows of one quantity."""
        return tuple(row for row in self.rows if row.quantity == quantity)

    def text(self) -> str:
        """A table of what was compared, how many lie inside, and what has nothing beside it."""
        if not self.rows:
            return "Nothing is on record for these dates."
        head = ["", "record", "median", "90 of 100 histories", ""]
        body = [_line(row) for row in self.compared]
        count = f"{self.inside} of {len(self.compared)} recorded values lie within the span of 90 of 100 histories."
        rest = [f"Not comparable: {name} ({why})." for name, why in self.not_comparable.items()]
        return "\n".join([columns([head, *body], [1, 2, 3]), count, *rest])

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "histories": self.histories, "compared": len(self.compared), "inside": self.inside,
            "rows": [row.to_dict() for row in self.rows], "not_comparable": self.not_comparable, "not_observed": self.not_observed,
        }  # fmt: skip


def _line(row: Comparison) -> list[str]:
    return [row.words, _shown(row.record), _shown(row.median), f"{_shown(row.low)} to {_shown(row.high)}", row.verdict]


def against_record(runs: "Runs", path: str | Path | None = None) -> Comparisons:
    """Sets the histories beside what is on record of the case.

    Deaths by forces in windows that the record gives (the whole run, years, bursts, the month to
    each fall), by place, the worst day and days of many deaths; approval where polls were taken;
    falls near the recorded dates. What only one side has is named, with the reason.

    `path` is a table of observations other than the case's own. Raises UsageError where it is not
    there, ScenarioError where its rows cannot be read.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> found = gs.against_record(runs)
    >>> found.of("killed_by_forces")[0].record
    61.0
    """
    record = record_of(runs, path)
    rows = [*deaths(runs, record), *approvals(runs, record), *falls_on_record(runs, record)]
    return Comparisons(runs.replicates, tuple(rows), _left_over(record), dict(NOT_OBSERVED))


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
    rows += [_killed_at(runs, on_record, windows[0], place) for place in runs.names["places"]]
    return rows + _by_days(runs, everywhere, on_record, windows[0])


def _killed_in(runs: "Runs", found: Days, on_record: Sequence[Observation], window: Window) -> Comparison:
    inside = found.between((window.first - runs.start).days, (window.last - runs.start).days)
    total = sum(row.value or 0 for row in on_record if row.within(window.first, window.last))
    words = f"killed by forces, {window.name}" + ("" if window.name[:4].isdigit() else f" ({window.first} to {window.last})")
    return _row("killed_by_forces", words, NATIONAL, window, "persons", total, inside.total(runs.replicates))


def _killed_at(runs: "Runs", on_record: Sequence[Observation], window: Window, place: str) -> Comparison:
    total = sum(row.value or 0 for row in on_record if row.place == place)
    name = next(spot.name for spot in runs.scenario.places if spot.id == place)
    killed = killed_by_day(runs, place).total(runs.replicates)
    return _row("killed_by_forces", f"killed by forces, {name}", place, window, "persons", total, killed)


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
        _row("largest_day", "most killed by forces on one day", NATIONAL, window, "persons", max(days.values()), worst),
        _row("days_of_many_deaths", f"days with {MANY} or more killed by forces", NATIONAL, window, "days", many_on_record, many),
        _row("days_with_deaths", "days with deaths by forces", NATIONAL, window, "days", len(days), some),
    ]


def approvals(runs: "Runs", record: Sequence[Observation]) -> list[Comparison]:
    """Approval of the government where it was polled; and again among histories with the same government in office."""
    if "approval" not in runs.series:
        return []
    days, weeks = runs.trajectory("approval")
    rows = []
    for poll in record:
        if poll.quantity in ("approval", "approval_year_mean") and poll.value is not None and poll.place == NATIONAL:
            values = over_window(days, weeks, (poll.first - runs.start).days, (poll.last - runs.start).days)
            rows += _poll(runs, poll, values, government_on_record(runs.scenario, record, poll))
    return rows


def _poll(runs: "Runs", poll: Observation, values: NDArray[np.float64], government: str | None) -> list[Comparison]:
    window = Window("", poll.first, poll.last)
    words = f"approval, {'mean of the year' if poll.quantity.endswith('mean') else 'poll'} ({_span(window)})"
    rows = [_row(poll.quantity, words, NATIONAL, window, "share", poll.value or 0.0, values)]
    if government in runs.names["governments"]:
        ends = [in_office(runs, (day - runs.start).days) for day in (poll.first, poll.last)]
        same = np.logical_and(*[end == list(runs.names["governments"]).index(government or "") for end in ends])
        if same.sum() >= ENOUGH:
            share = float(same.mean())
            who = f"{words}, where {head_of(runs, government or '')} governs"
            rows.append(_row(f"{poll.quantity}_same_government", who, NATIONAL, window, "share", poll.value or 0.0, values[same], share))
    return rows


def over_window(days: NDArray[np.int64], weeks: NDArray[np.float32], first: int, last: int) -> NDArray[np.float64]:
    """The mean of a weekly series over a window; where no kept day lies in it, the line between those around it.

    >>> over_window(np.array([0, 7]), np.array([[1.0, 8.0]], np.float32), 3, 3).tolist()
    [4.0]
    """
    inside = (days >= first) & (days <= last)
    if inside.any():
        return np.asarray(weeks[:, inside].mean(axis=1, dtype=np.float64), np.float64)
    middle = (first + last) / 2
    return np.array([np.interp(middle, days, row) for row in weeks.astype(np.float64)])


def falls_on_record(runs: "Runs", record: Sequence[Observation]) -> list[Comparison]:
    """Falls of government: how many, the date of each, and a fall of anybody and of the same government near the date."""
    fallen = [row for row in record if row.quantity == "fall"]
    if not fallen:
        return []
    whole = Window("", runs.start, runs.date(runs.days - 1))
    rows = [_row("falls", "falls of government", NATIONAL, whole, "falls", len(fallen), np.asarray(runs.final["falls"], np.float64))]
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
    inside = (rows["day"] >= (near.first - runs.start).days) & (rows["day"] <= (near.last - runs.start).days)
    if government is not None:
        inside &= rows["entity"] == list(runs.names["governments"]).index(government)
    happened = np.isin(runs.histories, rows["history"][inside]).astype(np.float64)
    who = "a government" if government is None else head_of(runs, government)
    middle = near.first + timedelta(days=NEAR_FALL)
    words = f"{who} falls within {NEAR_FALL} days of {middle}"
    return _row("fall_near_date", words, NATIONAL, near, "0 or 1", 1.0, happened, float(happened.mean()))


def _row(
    quantity: str, words: str, place: str, window: Window, unit: str, recorded: float, values: NDArray[Any], share: float | None = None
) -> Comparison:
    low, median, high = (quantiles(values, BAND)[level] for level in BAND)
    return Comparison(
        quantity, words, place, window.first, window.last, unit, float(recorded), median, low, high,
        bool(low <= recorded <= high), rank(values, recorded), share, len(values),
    )  # fmt: skip


def _span(window: Window) -> str:
    return window.first.isoformat() if window.first == window.last else f"{window.first} to {window.last}"


def _shown(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or "none"
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"
