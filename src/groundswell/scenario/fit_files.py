"""The files of a fit: draws, what they identify, and how they were made. All faults come at once, each with its place.

`draws` of a scenario names a table beside it, or a shipped case whose fit it shares; the other two
files lie beside the draws under names of their own.
"""

import csv
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from groundswell.scenario.document import Document, Fault, Mark
from groundswell.scenario.fitted import DISTANCE, DRAW, LEAST_RECOVERY, OF_A_DRAW, WEIGHT, Fitted, Identification, identification
from groundswell.scenario.parameters import BY_NAME, LAID_OUT
from groundswell.scenario.tables import split_line, table_text
from groundswell.scenario.words import meant, nearest, shown, so_many

DRAWS, KNOWN, MADE = "draws.csv", "identification.csv", "fit.json"
FIELD = ("draws",)  # the field of a scenario that names a fit
LEAST_DRAWS = 2
WEIGHT_TOLERANCE = 1e-6  # what rounding of weights may leave of 1

MEANINGS = {
    DRAW: "the number of the draw, from 0",
    WEIGHT: "its weight; all sum to 1",
    DISTANCE: "how far its histories lie from the record",
    "parameter": "the parameter that the row tells of",
    "prior_sd": "standard deviation of its prior",
    "posterior_sd": "standard deviation of its draws",
    "width_ratio": "the second over the first",
    "recovery_r": "correlation of true and recovered values, on simulated records",
    "identified": "yes or no",
    "why": "the reason, in words",
}
ONCE = "who sees whom is laid out once for all histories"


class Bounds(NamedTuple):
    """Between which numbers a cell may lie, in words too, and what to try where it does not."""

    lower: float
    upper: float
    expected: str
    hint: str


TINY = math.ulp(0.0)  # the smallest number above 0
OF_DRAWS = {
    DRAW: Bounds(0, math.inf, "a whole number, 0 or more", "draws are numbered from 0, in order"),
    WEIGHT: Bounds(TINY, math.inf, "a number above 0", "leave out draws without weight"),
    DISTANCE: Bounds(-math.inf, math.inf, "a number", "a draw without a distance cannot be the best or the worst"),
}
SPREADS = {
    "prior_sd": Bounds(TINY, math.inf, "a number above 0", MEANINGS["prior_sd"]),
    "posterior_sd": Bounds(0, math.inf, "a number, 0 or more", MEANINGS["posterior_sd"]),
    "width_ratio": Bounds(0, math.inf, "a number, 0 or more", MEANINGS["width_ratio"]),
}
RECOVERY = Bounds(-1, 1, "a number from -1 to 1, or an empty cell", MEANINGS["recovery_r"])


class Home(NamedTuple):
    """Where the files of a fit lie, how messages call that folder, what the draws are called, and of which case they are."""

    folder: Path
    shown: Path
    name: str
    of: str


class Row(NamedTuple):
    """One line of a table: its number, its text and its cells."""

    line: int
    text: str
    cells: list[str]


def read_fit(document: Document, folder: Path | None, library: Path) -> Fitted | None:
    """The fit that a scenario names; None if it names none. Faults go to the document, and then there is no fit either."""
    name = document.value(FIELD)
    before = len(document.faults)
    home = _home(document, name, folder, library) if isinstance(name, str) else None
    text = None if home is None else table_text(document, FIELD, home.name, home.folder)
    if home is None or text is None:
        return None
    columns = _columns(Sheet(document, str(home.shown / home.name), "draws", text))
    known = _known(document, home, [name for name in columns if name in BY_NAME])
    provenance = _provenance(document, home)
    if len(document.faults) > before:
        return None
    weights, distances, _ = columns.pop(WEIGHT), columns.pop(DISTANCE), columns.pop(DRAW)
    return Fitted(home.of, weights, distances, columns, known, provenance)


def _home(document: Document, name: str, folder: Path | None, library: Path) -> Home | None:
    if not name.endswith(".csv"):
        return _shared(document, name, library)
    if folder is None:
        _at_field(document, f"`{name}`", "a scenario that was read from a file", "name a shipped case, or load the scenario again")
        return None
    return Home(folder, Path(document.file).parent, name, str(document.value(("id",))))


def _shared(document: Document, name: str, library: Path) -> Home | None:
    """The fit of a shipped case; it must be that case's own."""
    owners = sorted(path.parent.name for path in library.glob(f"*/{DRAWS}"))
    if name in owners:
        return Home(library / name, Path(name), DRAWS, name)
    hint = meant(name, owners) or (f"name one of: {', '.join(owners)}" if owners else "no shipped case has any yet: leave `draws` out")
    _at_field(document, f"`{name}`", "a table beside the scenario, or a shipped case with fitted draws of its own", hint)
    return None


def _at_field(document: Document, got: str, expected: str, hint: str) -> None:
    document.faults.append(Fault(document.marks.value(FIELD), FIELD, got, expected, hint))


class Sheet:
    """A CSV file with a header; what is wrong in it goes to the document, with line and column."""

    def __init__(self, document: Document, file: str, section: str, text: str) -> None:
        self.document, self.file, self.section, self.rank = document, file, section, document.next_rank()
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" ,")]
        rows = [self._split(*one) for one in lines]
        self.whole = None not in rows
        self.header, *self.body = [row for row in rows if row is not None] or [Row(1, "", [])]
        if not lines:
            self.fault(self.header, None, "", "an empty file", "a header and rows", "write the names of the columns in the first line")

    def _split(self, number: int, line: str) -> Row | None:
        try:
            cells = next(csv.reader([line], skipinitialspace=True, strict=True))
        except csv.Error:
            hint = "put text that holds a comma or a quote in quotes, and close them in the same line"
            self.fault(Row(number, line, []), None, "", "text that does not end", "cells parted by commas", hint)
            return None
        return Row(number, line, [cell.strip() for cell in cells])

    def fault(self, row: Row, cell: int | None, place: str, got: str, expected: str, hint: str) -> None:
        """Tells a fault of a row, at one of its cells if one is to blame."""
        column = 1 if cell is None else split_line(row.text)[cell].column
        path = (self.section, *(place.split(".") if place else ()))
        self.document.faults.append(Fault(Mark(self.rank, row.line, column, self.file), path, got, expected, hint))

    def positions(self, needed: Sequence[str], others: Iterable[str] = ()) -> dict[str, int]:
        """Where each known column stands. Tells of columns that are missing, there twice, or known to nobody."""
        names, known = self.header.cells, [*needed, *others]
        for k, name in enumerate(names):
            if name in names[:k]:
                self.fault(self.header, k, name, f"the column `{name}` twice", "each column once", "keep one")
            elif name not in known:
                expected = f"one of {', '.join(needed)}{', or a parameter of the model' if others else ''}"
                self.fault(self.header, k, name, f"the column `{name}`", expected, meant(name, known) or "remove the column")
        misspelled = {nearest(name, known) for name in names if name not in known}
        for name in needed if names else ():
            if name not in names and name not in misspelled:
                self.fault(self.header, None, "", "no such column", f"a column `{name}`", f"add the column: {MEANINGS[name]}")
        return {name: names.index(name) for name in dict.fromkeys(names) if name in known}

    def fitting(self) -> list[Row]:
        """The rows with as many cells as the header; the others are told."""
        wanted = len(self.header.cells)
        for row in self.body:
            if len(row.cells) != wanted:
                hint = "count the commas: text that holds one stands in quotes, and numbers are written with a point"
                self.fault(row, None, "", so_many(len(row.cells), "cell"), f"{so_many(wanted, 'cell')}, as in the header", hint)
                self.whole = False
        return [row for row in self.body if len(row.cells) == wanted]

    def number(self, row: Row, cell: int, place: str, bounds: Bounds) -> float:
        """The number in a cell; a fault, and not a number, where there is none within the bounds."""
        text = row.cells[cell]
        try:
            value = math.nan if "_" in text else float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and bounds.lower <= value <= bounds.upper:
            return value
        self.fault(row, cell, place, f"`{text}`" if text else "nothing", bounds.expected, bounds.hint)
        return math.nan


def _columns(sheet: Sheet) -> dict[str, tuple[float, ...]]:
    """The known columns of `draws.csv`; with a fault told, they need not be whole."""
    names = sheet.positions(OF_A_DRAW, BY_NAME)
    parameters = [name for name in names if name in BY_NAME]
    if sheet.header.cells and not parameters:
        hint = "call it what the model calls it"
        sheet.fault(sheet.header, None, "", "no parameter", "a column for each parameter that was fitted", hint)
    for name in parameters:
        if name in LAID_OUT:
            expected, hint = "parameters of which each history can have its own value", "fix it under `parameters` of the scenario"
            sheet.fault(sheet.header, names[name], name, f"the column `{name}`", expected, f"{hint}: {ONCE}")
    rows = sheet.fitting()
    read = [(name, k, _bounds(name)) for name, k in names.items() if name not in LAID_OUT]
    columns = {name: tuple(sheet.number(row, k, name, bounds) for row in rows) for name, k, bounds in read}
    if sheet.whole and sheet.header.cells:
        _check_together(sheet, names, columns)
    return columns


def _bounds(name: str) -> Bounds:
    """What a column of draws may hold."""
    if name in OF_A_DRAW:
        return OF_DRAWS[name]
    row = BY_NAME[name]
    return Bounds(row.lower, row.upper, f"a number [{row.unit}] from {row.lower:g} to {row.upper:g}", f"`{name}`: {row.meaning}")


def _check_together(sheet: Sheet, names: Mapping[str, int], columns: Mapping[str, tuple[float, ...]]) -> None:
    """What must hold of the draws together: enough of them, numbered in order, weights that sum to one."""
    header, many = sheet.header, len(sheet.body)
    if many < LEAST_DRAWS:
        hint = "one set of parameters for all histories is `--point`"
        sheet.fault(header, None, "", f"{many} draw{'' if many == 1 else 's'}", f"{LEAST_DRAWS} draws or more", hint)
    wrong = [k for k, number in enumerate(columns.get(DRAW, ())) if math.isfinite(number) and number != k]
    for k in wrong[:1]:  # those after it follow from it
        cell = names[DRAW]
        sheet.fault(sheet.body[k], cell, DRAW, f"`{sheet.body[k].cells[cell]}`", str(k), "draws are numbered from 0, in order")
    total = math.fsum(columns.get(WEIGHT, ()))
    if many and WEIGHT in names and abs(total - 1) > WEIGHT_TOLERANCE:
        expected = f"weights that sum to 1, within {WEIGHT_TOLERANCE:g}"
        sheet.fault(header, names[WEIGHT], WEIGHT, f"weights that sum to {total:.8g}", expected, "divide each by their sum")


def _known(document: Document, home: Home, fitted: Sequence[str]) -> dict[str, Identification]:
    """The rows of `identification.csv` by parameter, if all are sound; every parameter that was fitted has one."""
    if not (home.folder / KNOWN).is_file():
        hint = f"write {KNOWN}, with `no` for a parameter that nobody has tried to recover"
        _at_field(document, f"no file `{KNOWN}` beside the draws", "a table of what the record can tell of each parameter", hint)
        return {}
    before, text = len(document.faults), table_text(document, FIELD, KNOWN, home.folder)
    if text is None:
        return {}
    sheet = Sheet(document, str(home.shown / KNOWN), "identification", text)
    names = sheet.positions(Identification._fields)
    rows = sheet.fitting() if len(names) == len(Identification._fields) else []
    for row in rows:
        _check_row(sheet, row, names)
    if names and sheet.whole and rows:
        _check_each_has_a_row(sheet, rows, names["parameter"], fitted)
    if len(document.faults) > before:
        return {}
    sound = [identification({name: row.cells[k] for name, k in names.items()}) for row in rows]
    return {row.parameter: row for row in sound}


def _check_row(sheet: Sheet, row: Row, names: Mapping[str, int]) -> None:
    cells = {name: row.cells[k] for name, k in names.items()}
    parameter = cells["parameter"]
    if parameter not in BY_NAME:
        hint = meant(parameter, BY_NAME) or "remove the row"
        sheet.fault(row, names["parameter"], parameter, f"`{parameter}`", "a parameter of the model", hint)
    spreads = {name: sheet.number(row, names[name], f"{parameter}.{name}", SPREADS[name]) for name in SPREADS}
    recovery = sheet.number(row, names["recovery_r"], f"{parameter}.recovery_r", RECOVERY) if cells["recovery_r"] else None
    if cells["identified"] not in ("yes", "no"):
        got = f"`{cells['identified']}`" if cells["identified"] else "nothing"
        sheet.fault(row, names["identified"], f"{parameter}.identified", got, "yes or no", "say `no` where nobody knows")
    if not cells["why"]:
        sheet.fault(row, names["why"], f"{parameter}.why", "nothing", "the reason, in words", "say what the fit has shown")
    if cells["identified"] == "yes":
        _check_claim(sheet, row, names, recovery, spreads["width_ratio"])


def _check_claim(sheet: Sheet, row: Row, names: Mapping[str, int], recovery: float | None, width: float) -> None:
    """A parameter is not identified if it was not recovered, or if the record leaves it as wide as before."""
    got = None
    if recovery is None or recovery < LEAST_RECOVERY:
        got = "`yes` without a recovery" if recovery is None else f"`yes` with a recovery of {recovery:g}"
    elif width >= 1:
        got = f"`yes` with draws {width:g} times as wide as the prior"
    if got is not None:
        expected = f"`no`: identified takes a recovery of {LEAST_RECOVERY:g} or more and draws narrower than the prior"
        place = f"{row.cells[names['parameter']]}.identified"
        sheet.fault(row, names["identified"], place, got, expected, "write `no`, and in `why` the reason")


def _check_each_has_a_row(sheet: Sheet, rows: Sequence[Row], cell: int, fitted: Sequence[str]) -> None:
    told = [row.cells[cell] for row in rows]
    for k, name in enumerate(told):
        if name in told[:k]:
            first = rows[told.index(name)].line
            hint = f"the first stands in line {first}: keep one of the two"
            sheet.fault(rows[k], cell, name, f"`{name}` a second time", "each parameter once", hint)
    for name in fitted:
        if name not in told:
            expected, hint = "a row for each parameter that has a column of draws", "add it, with `no` if nobody has tried to recover it"
            sheet.fault(sheet.header, None, name, f"no row for `{name}`", expected, hint)


def _provenance(document: Document, home: Home) -> dict[str, Any]:
    """What `fit.json` says of how the fit was made, whatever it says; nothing without the file."""
    path, file = home.folder / MADE, str(home.shown / MADE)
    if not path.is_file():
        return {}
    start = Mark(document.next_rank(), 1, 1, file)
    try:
        found = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        mark = start._replace(line=error.lineno, column=error.colno)
        told = (f"what the parser calls: {error.msg}", "JSON that can be read to its end", "look at this line and the one above")
        document.faults.append(Fault(mark, ("fit",), *told))
        return {}
    except (OSError, UnicodeDecodeError, ValueError) as error:
        document.faults.append(Fault(start, ("fit",), str(error), "JSON in UTF-8, with finite numbers", "write the file again"))
        return {}
    if not isinstance(found, dict):
        document.faults.append(Fault(start, ("fit",), shown(found), "a map of what is known of the fit", "write `{...}`"))
        return {}
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"the number {name}")
