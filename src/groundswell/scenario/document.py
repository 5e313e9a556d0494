"""YAML 1.2 text as plain data, with the place of every key and value in the file.

The text is parsed into maps, lists, texts and numbers, and nothing in it is ever executed: tags,
anchors and references are refused. `NO` stays text, and `30e6` is a number.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from groundswell.errors import Problem

Place = tuple[str | int, ...]  # the keys and numbers that lead to a value

WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
INTEGER = re.compile(r"[-+]?\d{1,18}")  # longer ones stay text: no quantity here has so many digits
FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")


LONG_TAG = "tag:yaml.org,2002:"  # what a parser writes for !!


class Mark(NamedTuple):
    """A place in a file; `rank` orders the scenario file before its tables."""

    rank: int
    line: int
    column: int
    file: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.file else ""


class Marks:
    """Where each key and each value of the data stands."""

    def __init__(self, start: Mark) -> None:
        self.keys: dict[Place, Mark] = {}
        self.values: dict[Place, Mark] = {(): start}

    def value(self, path: Place) -> Mark:
        """The place of the value at a path, or of the nearest thing around it."""
        while path not in self.values:
            path = path[:-1]
        return self.values[path]

    def key(self, path: Place) -> Mark:
        """The place of the key at a path, or of the nearest thing around it."""
        return self.keys.get(path) or self.value(path)


class Fault(NamedTuple):
    """Something wrong with the value at a place in the data; the mark sorts it into file order."""

    mark: Mark
    place: Place
    got: str
    expected: str
    hint: str


class Document:
    """What a file and its tables say, where they say it, and what could not be read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.marks = Marks(Mark(0, 1, 1, file))
        self.faults: list[Fault] = []
        self.unread: set[Place] = set()  # sections of which a part could not be read
        self.absent: dict[Place, set[str]] = {}  # columns that a table lacks
        self._tables = 0
        self._indexes: dict[Place, int] = {}

    def problems(self) -> list[Problem]:
        """The faults in file order and in four parts, records called by their names."""
        return [self._problem(fault) for fault in sorted(self.faults, key=lambda fault: fault.mark)]

    def _problem(self, fault: Fault) -> Problem:
        where = ": ".join(part for part in (str(fault.mark), self.named(fault.place)) if part)
        return Problem(where, fault.got, fault.expected, fault.hint)

    def named(self, place: Place) -> str:
        """A place in dots, with names where records have them: `acts.tariff.date`."""
        parts, data = [], self.data
        for part in place:
            data = inside(data, part)
            name = record_name(data) if isinstance(part, int) else None
            parts.append(str(part) if name is None else name)
        return ".".join(parts)

    def value(self, place: Place) -> Any:
        """The value at a place, as it is written; None where there is none."""
        data = self.data
        for part in place:
            data = inside(data, part)
        return data

    def told(self) -> set[Place]:
        """The places of which a fault has been told."""
        return {fault.place for fault in self.faults}

    def next_rank(self) -> int:
        """The rank of one more table, in the order in which the scenario names them."""
        self._tables += 1
        return self._tables

    def next_index(self, path: Place) -> int:
        """The number of one more record of a table."""
        self._indexes[path] = self._indexes.get(path, -1) + 1
        return self._indexes[path]


def inside(data: Any, part: str | int) -> Any:
    """What a list or a map holds under a number or a key; None if nothing."""
    if isinstance(part, int):
        return data[part] if isinstance(data, list) and part < len(data) else None
    return data.get(part) if isinstance(data, dict) else None


def record_name(data: Any) -> str | None:
    """The name of a record of plain data: its id, its month, or what it ties together."""
    if not isinstance(data, dict):
        return None
    if "from" in data and "to" in data:
        return ":".join(str(data[key]) for key in ("kind", "from", "to") if key in data)  # a flow has no kind
    name = data.get("id", data.get("month"))
    return name if isinstance(name, str) else None


def read_document(text: str, file: str) -> Document:
    """Read YAML text; faults of syntax, tags, references and doubled keys are collected."""
    document = Document(file)
    _Builder(document).build(text)
    return document


class _Builder:
    """Follows the parser's events and writes down data and marks side by side."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.file, self.marks, self.faults = document.file, document.marks, document.faults
        self.events: Iterator[Any] = iter(())

    def build(self, text: str) -> None:
        try:
            self.events = YAML(typ="safe", pure=True).parse(text)
            next(self.events), next(self.events)
            self.document.data = self._value(next(self.events), ())
            next(self.events)
            self._end(next(self.events))
        except (YAMLError, RecursionError) as error:
            self._syntax(error)
        except StopIteration:
            self.document.data = None

    def _end(self, event: Any) -> None:
        if isinstance(event, DocumentStartEvent):
            got, hint = "a second document", "put each scenario in a file of its own, without `---` between"
            self.faults.append(Fault(self._mark(event), (), got, "one scenario in a file", hint))

    def _value(self, event: Any, path: Place) -> Any:
        self.marks.values[path] = self._mark(event)
        if getattr(event, "tag", None) is not None or isinstance(event, AliasEvent):
            self._refuse(event, path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event)

    def _mapping(self, path: Place) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = event.value if isinstance(event, ScalarEvent) else str(self._value(event, path))
            here = (*path, key)
            mark = self._mark(event)
            if key in data:
                self._doubled(mark, here)
            self.marks.keys.setdefault(here, mark)
            value = self._value(next(self.events), here)
            data.setdefault(key, value)
        return data

    def _sequence(self, path: Place) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            data.append(self._value(event, (*path, len(data))))
        return data

    def _scalar(self, event: Any) -> Any:
        text = getattr(event, "value", None)
        if text is None or event.style is not None:
            return text
        if text in WORDS:
            return WORDS[text]
        if INTEGER.fullmatch(text):
            return int(text)
        return float(text) if FLOAT.fullmatch(text) else text

    def _mark(self, event: Any) -> Mark:
        start = event.start_mark
        return Mark(0, start.line + 1, start.column + 1, self.file)

    def _doubled(self, mark: Mark, path: Place) -> None:
        first = self.marks.keys[path]
        self.faults.append(
            Fault(
                mark,
                path,
                f"the key `{path[-1]}` a second time",
                "each key once in a record",
                f"the first stands in line {first.line}: keep one of the two",
            )
        )

    def _refuse(self, event: Any, path: Place) -> None:
        alias = isinstance(event, AliasEvent)
        self.faults.append(
            Fault(
                self._mark(event),
                path,
                f"the reference `*{event.anchor}`" if alias else f"the tag `{event.tag.replace(LONG_TAG, '!!')}`",
                "plain text, numbers, lists and maps",
                "write the value out" if alias else "remove the tag: a scenario is read and never executed",
            )
        )

    def _syntax(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None)
        place = Mark(0, mark.line + 1, mark.column + 1, self.file) if mark else self.marks.values[()]
        said = f"what the parser calls: {error.problem}" if isinstance(error, MarkedYAMLError) else "text nested too deeply"
        self.faults.append(Fault(place, (), said, "YAML 1.2 that can be read to its end", SYNTAX_HINT))


SYNTAX_HINT = "look at this line and the one above: indent by spaces, and close quotes and brackets"
