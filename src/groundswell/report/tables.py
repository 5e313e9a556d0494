"""Tables: for a reader, with their numbers set to the right, and for a machine, as comma-separated text."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from groundswell.analysis.endings import whole_parts
from groundswell.report.markup import Html, tag
from groundswell.report.quantities import Quantity
from groundswell.report.spread import FIELDS, Spread
from groundswell.report.words import number, percent

TOLD_DATES = 13  # rows of a table that sums up a fan; the saved file has all weeks
TOLD_BINS = 5
SHORT_TEXT, LONG_TEXT = 15, 60  # letters of a cell that is kept on one line, and of one that gets room
NUMBER = re.compile(r"((fewer|more|under|over)( than)? )?[±<+−-]?[\d.,]+(e[−-]?\d+)?([\s\xa0]%)?( ±[\d.]+)?|none|not observed|")


def table(head: Sequence[str], rows: Sequence[Sequence[object]], caption: str) -> Html:
    """A table that can be scrolled sideways by keyboard where it is wider than the screen; numbers are set to the right."""
    sides = ["n" if all(NUMBER.fullmatch(str(row[k])) for row in rows) else None for k in range(len(head))]
    heads = [tag("th", name, scope="col", class_=side) for name, side in zip(head, sides, strict=True)]
    body = [tag("tr", [_cell(k, cell, side) for k, (cell, side) in enumerate(zip(row, sides, strict=True))]) for row in rows]
    inner = tag("table", [tag("caption", caption), tag("thead", tag("tr", heads)), tag("tbody", body)])
    return tag("div", inner, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _cell(column: int, content: object, side: str | None) -> Html:
    kind = side or ("long" if len(str(content)) > LONG_TEXT else "short" if len(str(content)) < SHORT_TEXT else None)
    return tag("td", content, class_=kind) if column else tag("th", content, scope="row", class_=kind)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as comma-separated text with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def fan_table(spread: Spread, caption: str) -> Html:
    """A fan at about a dozen dates, with the record of the weeks around them."""
    rows = spread.rows(max(1, len(spread.days) // (TOLD_DATES - 1)))
    head = ["date", "5 in 100 below", "25 in 100 below", "median", "75 in 100 below", "95 in 100 below"]
    return table(head, [[row["date"], *(shown(spread.quantity, row[field]) for field in FIELDS)] for row in rows], caption)


def marks_table(spread: Spread, caption: str) -> Html:
    """The record that is laid over a chart, value by value."""
    rows = [[_days(mark.first, mark.last), shown(spread.quantity, mark.value), mark.note] for mark in spread.marks]
    return table(["date", "recorded", "note"], rows, caption)


def density_table(spread: Spread, caption: str) -> Html:
    """Of a hundred histories, how many lie between which values, at about a dozen dates."""
    step = len(spread.edges) // TOLD_BINS
    edges = spread.edges[::step]
    columns = range(0, len(spread.shares), max(1, len(spread.shares) // (TOLD_DATES - 1)))
    head = [
        "from",
        *(f"{shown(spread.quantity, low)} to {shown(spread.quantity, high)}" for low, high in pairwise(edges)),
    ]
    counts = [np.add.reduceat(spread.shares[k] * spread.histories, range(0, step * TOLD_BINS, step)) for k in columns]
    rows = [[spread.date(spread.ends[k]).isoformat(), *whole_parts(count.tolist(), 100)] for k, count in zip(columns, counts, strict=True)]
    return table(head, rows, caption)


def shown(quantity: Quantity, value: float) -> str:
    """A value in the words of its unit."""
    return percent(value) if quantity.unit == "share" else number(round(value))


def _days(first: object, last: object) -> str:
    return str(first) if first == last else f"{first} to {last}"
