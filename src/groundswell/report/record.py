"""What is recorded of a quantity, as marks that can be laid over its chart."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby

from groundswell.analysis.record import NATIONAL, Observation, own_record, table_of
from groundswell.report.quantities import Quantity
from groundswell.report.spread import Mark
from groundswell.scenario.schema import Scenario


def observations(scenario: Scenario) -> tuple[Observation, ...]:
    """Every row of a scenario's table of observations, by date; none where it has no such table.

    Raises ScenarioError for rows that cannot be read.
    """
    file = table_of(scenario)
    rows = [] if file is None else own_record(scenario, file)
    return tuple(sorted(rows, key=lambda row: (row.first, row.quantity, row.place)))


def marks_of(rows: Iterable[Observation], quantity: Quantity, place: str = "") -> tuple[Mark, ...]:
    """What is recorded of a quantity, as marks for its chart; nothing where nobody observes it."""
    if not quantity.is_observed:
        return ()
    chosen = [row for row in rows if row.quantity == quantity.recorded and row.value is not None and _is_of(row, quantity, place)]
    return _summed(chosen) if quantity.summed else tuple(map(_mark, chosen))


def _is_of(row: Observation, quantity: Quantity, place: str) -> bool:
    """Things counted add up over places; a level of the nation is not that of a place."""
    return row.place == (place or NATIONAL) or (quantity.summed and not place)


def _mark(row: Observation) -> Mark:
    value = row.value or 0.0
    low, high = (value if end is None else end for end in (row.low, row.high))
    return Mark(row.first, row.last, value, low, high, row.note)


def _summed(rows: Sequence[Observation]) -> tuple[Mark, ...]:
    """The count so far, once at the end of each month in which it grew."""
    totals = list(accumulate(row.value or 0.0 for row in rows))
    months = groupby(zip(rows, totals, strict=True), key=lambda pair: (pair[0].first.year, pair[0].first.month))
    ends = [list(pairs)[-1] for _, pairs in months]
    return tuple(Mark(row.last, row.last, total, total, total) for row, total in ends)
