"""A fan in letters: half of the histories, ninety in a hundred, their median, and the record over them."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from groundswell.report.spread import Spread
from groundswell.report.words import number

ROWS = 7
WIDE, MIDDLE, MEDIAN, RECORD = "░▓━◆"
LEGEND = f"{MEDIAN} median   {MIDDLE} half of the histories   {WIDE} 90 in 100"
ON_RECORD = f"   {RECORD} record"
YEARS_FROM = 400  # days from which the axis tells years and not months
GAP = 2  # letters between two labels of the axis


def fan(spread: Spread, width: int, rows: int = ROWS) -> list[str]:
    """The fan as lines of `width` letters: `rows` of field, a scale on the left, dates below."""
    labels = [_label(spread, place) for place in (1.0, 0.5, 0.0)]
    margin = max(map(len, labels))
    field = drawn(heights(spread, width - margin - 2, rows), rows)
    lay_over(field, spread, rows)
    scale = dict(zip((rows - 1, rows // 2, 0), labels, strict=True))
    lines = [f"{scale.get(row, ''):>{margin}} │" + "".join(field[row]) for row in reversed(range(rows))]
    return [*lines, " " * (margin + 1) + "└" + dates(spread.date(0), spread.last, width - margin - 2)]


def heights(spread: Spread, columns: int, rows: int) -> NDArray[np.float64]:
    """How high each quantile lies in each column, counted in rows from the bottom: the mean over the column's days."""
    days = np.linspace(spread.days[0], spread.days[-1], max(columns, int(spread.days[-1] - spread.days[0]) + 1))
    daily = (np.interp(days, spread.days, course) for course in spread.quantiles)
    means = [[part.mean() for part in np.array_split(course, columns)] for course in daily]
    return np.array([[_height(spread, value, rows) for value in course] for course in means])


def drawn(levels: NDArray[np.float64], rows: int) -> list[list[str]]:
    """The field, row by row from the bottom: a cell shows the narrowest band that reaches into it."""
    field = [[" "] * levels.shape[1] for _ in range(rows)]
    cells = np.minimum(levels, rows - 1e-9).astype(int)
    for column, (lowest, low, middle, high, highest) in enumerate(cells.T):
        for row in range(lowest, highest + 1):
            field[row][column] = MIDDLE if low <= row <= high else WIDE
        field[middle][column] = MEDIAN
    return field


def lay_over(field: list[list[str]], spread: Spread, rows: int) -> None:
    """Marks what is recorded, where it falls on the axes."""
    columns, span = len(field[0]), max(1, (spread.last - spread.date(0)).days)
    for mark in spread.marks:
        column = columns * (mark.middle - spread.date(0)).days // span
        if 0 <= column < columns:
            field[min(rows - 1, int(_height(spread, mark.value, rows)))][column] = RECORD


def dates(first: date, last: date, columns: int) -> str:
    """The axis of time: each label begins at its day; those without room are left out.

    >>> dates(date(2003, 8, 1), date(2003, 12, 31), 40)
    'Aug 2003────────Oct─────Nov─────Dec─────'
    """
    axis, free, days = ["─"] * columns, 0, max(1, (last - first).days)
    for when, label in ticks(first, last):
        column = columns * (when - first).days // days
        if column >= free and column + len(label) <= columns:
            axis[column : column + len(label)] = label
            free = column + len(label) + (GAP if days > YEARS_FROM else 1)
    return "".join(axis)


def ticks(first: date, last: date) -> list[tuple[date, str]]:
    """The first days of months, or of years if there are many, and what they are called."""
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    if len(days) > YEARS_FROM:
        return [(day, str(day.year)) for day in days if (day.month, day.day) == (1, 1)]
    firsts = [day for day in days if day.day == 1]
    return [(day, f"{day:%b %Y}" if k == 0 or day.month == 1 else f"{day:%b}") for k, day in enumerate(firsts)]


def _height(spread: Spread, value: float, rows: int) -> float:
    return rows * spread.quantity.on_axis(min(value, spread.top)) / spread.quantity.on_axis(spread.top)


def _label(spread: Spread, place: float) -> str:
    value = spread.quantity.off_axis(place * spread.quantity.on_axis(spread.top))
    return f"{number(100 * value)} %" if spread.quantity.unit == "share" else number(value)
