"""Tables of records in CSV files beside the scenario: the header holds the field names.

A cell left empty leaves the field out. A column `<field>_source` gives one field its own source.
A field that maps ids to numbers is written `id: number; id: number`, a list `one; two`.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple, get_origin

from pydantic import BaseModel

from groundswell.scenario.document import Document, Fault, Mark, Place
from groundswell.scenario.refusals import refusal
from groundswell.scenario.schema import Scenario, Sourced, record_lists
from groundswell.scenario.words import meant, nearest, so_many

CELL = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(,|$)')


TAB = "\t"
OTHER_SEPARATOR = re.compile(f"[;|{TAB}]")


class Cell(NamedTuple):
    """The text between two commas, and the column of the line at which it begins."""

    text: str
    column: int


class Row(NamedTuple):
    """The cells of one line of a table."""

    line: int
    cells: list[Cell]


def split_line(line: str) -> list[Cell]:
    """Split one line of CSV; quotes are doubled inside quotes.

    Raises ValueError with the column from which the line cannot be read.

    >>> [cell.text for cell in split_line('a, "b, c",')]
    ['a', 'b, c', '']
    """
    cells: list[Cell] = []
    position = 0
    while True:
        match = CELL.match(line, position)
        if match is None:
            raise ValueError(position + 1)
        quoted, plain, end = match.groups()
        if quoted is None:
            cells.append(Cell(plain.strip(), match.start(2) + 1))
        else:
            cells.append(Cell(quoted.replace('""', '"'), match.start(1)))
        if not end:
            return cells
        position = match.end()


def expand_tables(document: Document, folder: Path) -> None:
    """Put the rows of every table that a scenario names in the place of its name."""
    if isinstance(document.data, dict):
        _expand_record(document, (), document.data, Scenario, folder)


def _expand_record(document: Document, path: Place, data: Any, model: type[BaseModel], folder: Path) -> None:
    for name, record in record_lists(model).items():
        here = (*path, name)
        value = data.get(name)
        if isinstance(value, dict) and "table" in value:
            value = data[name] = _Table(document, here, record).records(value, folder)
        for number, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict):
                _expand_record(document, (*here, number), item, record, folder)


def look_for_observed(document: Document, folder: Path) -> None:
    """Make sure that the table of observations, if one is named, lies beside the scenario."""
    name = document.value(("observed",))
    if isinstance(name, str):
        table_text(document, ("observed",), name, folder)


def table_text(document: Document, path: Place, name: Any, folder: Path) -> str | None:
    """The text of a table that lies beside the scenario; None, and a fault, if it cannot be read."""
    fault = _refused_name(name) or _unreadable(folder, name)
    if fault is None:
        return (folder / str(name)).read_text(encoding="utf-8-sig")
    document.faults.append(Fault(document.marks.value(path), path, *fault))
    return None


def _refused_name(name: Any) -> tuple[str, str, str] | None:
    if isinstance(name, str) and re.fullmatch(r"\w[\w.-]*\.csv", name):
        return None
    hint = "copy the table beside the scenario and give its name alone, without folders"
    return f"`{name}`", "the name of a .csv file that lies beside the scenario", hint


def _unreadable(folder: Path, name: str) -> tuple[str, str, str] | None:
    beside = sorted(file.name for file in folder.glob("*.csv"))
    if name not in beside:
        hint = meant(name, beside) or "write the table, or put the records here in the scenario"
        return f"no file `{name}`", "a table that lies beside the scenario", hint
    try:
        (folder / name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return f"`{name}`, which cannot be read as text", "a text file in UTF-8", "save the table as CSV in UTF-8"
    return None


class _Table:
    """One CSV file read as records of one kind; its faults go to the document."""

    def __init__(self, document: Document, path: Place, record: type[BaseModel]) -> None:
        self.document, self.path = document, path
        self.fields = {field.alias or name: field for name, field in record.model_fields.items()}
        self.columns = [*self.fields]
        if issubclass(record, Sourced):
            own = [name for name in self.fields if name not in ("id", "source", "sources")]
            self.columns += [f"{name}_source" for name in own]
        self.file = ""
        self.rank = 0

    def records(self, value: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
        """The records of the table, as far as they can be read."""
        text = table_text(self.document, (*self.path, "table"), value["table"], folder)
        rows = [] if text is None else self._open(value["table"], text)
        if not rows:
            self.document.unread.add(self.path)
            return []
        header, *rest = rows
        self._check_header(header)
        return [self._record(row, header) for row in rest if self._fits(row, header)]

    def _open(self, name: str, text: str) -> list[Row]:
        self.file = str(Path(self.document.file).parent / name)
        self.rank = self.document.next_rank()
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" ,")]
        if not lines:
            hint = "write the names of the fields in the first line"
            self._fault(1, 1, "an empty file", "a header and rows", hint)
        if lines and self._parted_otherwise(*lines[0]):
            return []
        rows = [self._split(number, line) for number, line in lines]
        return [row for row in rows if row] if rows and rows[0] else []

    def _parted_otherwise(self, number: int, header: str) -> bool:
        """Whether a header without a comma is parted by what spreadsheets of other languages write."""
        found = OTHER_SEPARATOR.search(header)
        if "," in header or found is None:
            return False
        hint = "save the table with commas between cells and a point in numbers, as in 9.5"
        got = f"columns parted by {'tabs' if found[0] == TAB else f'`{found[0]}`'}"
        self._fault(number, found.start() + 1, got, "columns parted by commas", hint)
        return True

    def _split(self, number: int, line: str) -> Row | None:
        try:
            return Row(number, split_line(line))
        except ValueError as error:
            hint = "put text that holds a comma or a quote in quotes, and close them in the same line"
            self._fault(number, error.args[0], "text that does not end", "cells parted by commas", hint)
            self.document.unread.add(self.path)
            return None

    def _check_header(self, header: Row) -> None:
        names = [cell.text for cell in header.cells]
        for index, cell in enumerate(header.cells):
            if cell.text not in self.columns:
                self._unknown_column(header.line, cell)
            elif cell.text in names[:index]:
                self._fault(header.line, cell.column, f"the column `{cell.text}` twice", "each column once", "keep one")
        needed = {name for name, field in self.fields.items() if field.is_required()}
        self.document.absent[self.path] = absent = needed - set(names)
        misspelled = {nearest(name, self.columns) for name in names if name not in self.columns}
        for name in sorted(absent - misspelled):
            hint = f"add the column: {self.fields[name].description}"
            self._fault(header.line, 1, "no such column", f"a column `{name}`", hint)

    def _unknown_column(self, line: int, cell: Cell) -> None:
        told = refusal(cell.text)
        if told is None:
            hint = meant(cell.text, self.columns) or "remove the column"
            told = (f"the column `{cell.text}`", f"columns among {', '.join(self.fields)}", hint)
        self._fault(line, cell.column, *told)

    def _fits(self, row: Row, header: Row) -> bool:
        given, wanted = len(row.cells), len(header.cells)
        if given != wanted:
            hint = "count the commas: text that holds one stands in quotes, and numbers are written with a point"
            self._fault(row.line, 1, so_many(given, "cell"), f"{so_many(wanted, 'cell')}, as in the header", hint)
            self.document.unread.add(self.path)
        return given == wanted

    def _record(self, row: Row, header: Row) -> dict[str, Any]:
        index = self.document.next_index(self.path)
        here = (*self.path, index)
        self.document.marks.values[here] = self._mark(row.line, 1)
        record: dict[str, Any] = {}
        for name, cell in zip((cell.text for cell in header.cells), row.cells, strict=True):
            if cell.text and name in self.columns:
                self._write(record, name, cell, (here, self._mark(row.line, cell.column)))
        return record

    def _write(self, record: dict[str, Any], name: str, cell: Cell, place: tuple[Place, Mark]) -> None:
        here, mark = place
        if name in self.fields:
            record[name] = self._value(name, cell.text)
            self.document.marks.values[(*here, name)] = mark
        else:
            field = name.removesuffix("_source")
            record.setdefault("sources", {})[field] = cell.text
            self.document.marks.values[(*here, "sources", field)] = mark

    def _value(self, name: str, text: str) -> Any:
        kind = get_origin(self.fields[name].annotation)
        if kind is tuple:
            return [part for part in re.split(r"[;\s]+", text) if part]
        if kind is dict and ":" in text:
            pairs = (part.split(":", 1) for part in text.split(";") if part.strip())
            return {key.strip(): (rest[0].strip() if rest else None) for key, *rest in pairs}
        return text

    def _mark(self, line: int, column: int) -> Mark:
        return Mark(self.rank, line, column, self.file)

    def _fault(self, line: int, column: int, got: str, expected: str, hint: str) -> None:
        self.document.faults.append(Fault(self._mark(line, column), self.path, got, expected, hint))
