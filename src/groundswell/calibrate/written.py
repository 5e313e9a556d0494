"""Files in TOML that people write: read whole, and every value held against the type that it must have."""

import math
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from groundswell.errors import Problem, ScenarioError


class Rule(NamedTuple):
    """What a value must be: the test, its words, and an example."""

    holds: Callable[[Any], bool]
    words: str
    example: str


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


TEXT = Rule(lambda value: isinstance(value, str) and bool(value.strip()), "text in quotes", '"killed-2003"')
TEXTS = Rule(lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value), "a list of texts", '["el-alto"]')
DAY = Rule(lambda value: type(value) is date, "a day as YYYY-MM-DD, without quotes and hours", "2003-12-31")
ABOVE_ZERO = Rule(lambda value: _number(value) and value > 0, "a number above 0", "1.0")
COUNT = Rule(lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0, "a whole number above 0", "400")


def read_toml(file: Path) -> dict[str, Any]:
    """What a file says. Raises ScenarioError where it cannot be read, or is no TOML."""
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError.of(file.name, str(error), "a file in TOML", "see the protocol of bolivia-2003") from error


def tables(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The rows written as [[name]]; none where something else has that name."""
    rows = content.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def wrong_types(where: str, row: Mapping[str, Any], rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """The values of a row that are not what they must be.

    >>> [problem.where for problem in wrong_types("target a", {"weight": "1", "words": "deaths"}, {"weight": ABOVE_ZERO, "words": TEXT})]
    ['target a: weight']
    """
    for name, rule in rules.items():
        if name in row and not rule.holds(row[name]):
            yield Problem(f"{where}: {name}", repr(row[name]), rule.words, f"{name} = {rule.example}")


def twice(where: str, names: Iterable[Any]) -> Iterator[Problem]:
    """Names that more than one row has.

    >>> [problem.where for problem in twice("target", ["a", "b", "a"])]
    ['target a: name']
    """
    for name, count in Counter(name for name in names if isinstance(name, str)).items():
        if count > 1:
            yield Problem(f"{where} {name}: name", f"{count} rows of this name", "a name of its own for each", "rename all but one")
