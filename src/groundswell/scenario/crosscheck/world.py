"""The sound records of a document, which checks read, and what they doubt."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError

from groundswell.scenario.document import Document, Place
from groundswell.scenario.quantities import Date
from groundswell.scenario.schema import Scenario, Setting, record_lists


class Doubt(NamedTuple):
    """What does not hold, at a path."""

    path: Place
    got: str
    expected: str
    hint: str
    at_key: bool = False  # whether the key is wrong, and not the value


class World:
    """The sound records of a document, section by section, with their numbers in it."""

    def __init__(self, document: Document) -> None:
        self.data: dict[str, Any] = document.data
        self.sections: dict[str, dict[int, Any]] = {}
        self.unread = document.unread
        self.whole: set[str] = set()
        for name, kind in record_lists(Scenario).items():
            entries = self.data.get(name, [])
            entries = entries if isinstance(entries, list) else []
            self.sections[name] = sound = _sound(dict(enumerate(entries)), kind)
            if len(sound) == len(entries) and (name,) not in document.unread:
                self.whole.add(name)
        settings = self.data.get("parameters")
        self.settings: dict[str, Setting] = _sound(settings if isinstance(settings, dict) else {}, Setting)

    def of(self, section: str) -> Iterator[tuple[Place, Any]]:
        """The sound records of a section, each with its path."""
        return (((section, number), record) for number, record in self.sections[section].items())

    def by_id(self, section: str) -> dict[str, Any]:
        """The sound records of a section by their ids."""
        return {record.id: record for record in self.sections[section].values()}

    @cached_property
    def start(self) -> date | None:
        """The first day, if it can be read."""
        return _date(self.data.get("start"))

    @cached_property
    def end(self) -> date | None:
        """The last day, if it can be read."""
        return _date(self.data.get("end"))


def _sound(entries: dict[Any, Any], kind: type[BaseModel]) -> dict[Any, Any]:
    sound = {}
    for key, entry in entries.items():
        try:
            sound[key] = kind.model_validate(entry)
        except ValidationError:
            continue
    return sound


def _date(value: Any) -> date | None:
    try:
        return TypeAdapter[date](Date).validate_python(value)
    except ValidationError:
        return None
