"""The record of a case, read from the table beside its scenario, and what of it can be laid over a chart."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate, groupby
from pathlib import Path
from typing import NamedTuple

from groundswell.report.quantities import Quantity
from groundswell.report.spread import Mark
from groundswell.scenario.schema import Scenario

NATIONAL = "national"


class Observation(NamedTuple):
    """One row of the record."""

    quantity: str
    place: str
    first: date
    last: date
    value: float
    low: float
    high: float
    unit: str
    precision: str
    who: str
    note: str
    source: str


def observations(scenario: Scenario) -> tuple[Observation, ...]:
    """Every row of a scenario's table of observations, by date; none where it has no such table."""
    path = observed_file(scenario)
    if path is None:
        return ()
    with path.open(encoding="utf-8", newline="") as rows:
        return tuple(sorted((_observation(row) for row in csv.DictReader(rows)), key=lambda row: (row.first, row.quantity, row.place)))


def observed_file(scenario: Scenario) -> Path | None:
    """Where the table of observations lies: beside the scenario's file, or in the shipped case of that name."""
    if scenario.observed is None:
        return None
    library = Path(__file__).parents[1] / "scenario" / "library" / scenario.id
    found = [folder / scenario.observed for folder in (scenario.folder, library) if folder is not None]
    return next((path for path in found if path.is_file()), None)


def marks_of(rows: Iterable[Observation], quantity: Quantity, place: str = "") -> tuple[Mark, ...]:
    """What is recorded of a quantity, as marks for its chart; nothing where nobody observes it."""
    if not quantity.is_observed:
        return ()
    chosen = [row for row in rows if row.quantity == quantity.recorded and _is_of(row, quantity, place)]
    if quantity.summed:
        return _summed(chosen)
    return tuple(Mark(row.first, row.last, row.value, row.low, row.high, row.note) for row in chosen)


def _is_of(row: Observation, quantity: Quantity, place: str) -> bool:
    """Things counted add up over places; a level of the nation is not that of a place."""
    return row.place == (place or NATIONAL) or (quantity.summed and not place)


def _summed(rows: Sequence[Observation]) -> tuple[Mark, ...]:
    """The count so far, once at the end of each month in which it grew."""
    totals = list(accumulate(row.value for row in rows))
    months = groupby(zip(rows, totals, strict=True), key=lambda pair: (pair[0].first.year, pair[0].first.month))
    ends = [list(pairs)[-1] for _, pairs in months]
    return tuple(Mark(row.last, row.last, total, total, total) for row, total in ends)


def _observation(row: dict[str, str]) -> Observation:
    first, value = date.fromisoformat(row["date"]), float(row["value"])
    last = date.fromisoformat(row["end_date"]) if row["end_date"] else first
    low, high = (float(row[name]) if row[name] else value for name in ("low", "high"))
    return Observation(
        row["quantity"], row["place"], first, last, value, low, high, row["unit"], row["precision"], row["who"], row["note"], row["source"]
    )
