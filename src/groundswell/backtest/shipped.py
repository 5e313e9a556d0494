"""The verdict that lies beside a scenario, as it was written: read, never made here."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundswell.errors import ScenarioError
from groundswell.scenario.load import find, shipped

if TYPE_CHECKING:
    from groundswell.scenario.schema import Scenario

FILE = "verdict.json"
NEEDED = ("case", "judged", "provenance", "lines", "criteria", "card")


def verdict_of(scenario: "Scenario | str") -> Mapping[str, Any] | None:
    """The verdict on a case, as plain data; None for a case that nobody has judged.

    Raises ScenarioError for a file that is no verdict.

    >>> verdict_of("bolivia-autumn") is None
    True
    """
    file = file_of(scenario)
    if file is None or not file.is_file():
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ScenarioError.of(file.name, str(error), "a verdict in JSON", "write it again with `groundswell backtest`") from error
    missing = [name for name in NEEDED if not isinstance(found, dict) or name not in found]
    if missing:
        hint = "write it again with `groundswell backtest`"
        raise ScenarioError.of(file.name, f"no `{missing[0]}`", f"a map of {', '.join(NEEDED)}", hint)
    return dict(found)


def file_of(scenario: "Scenario | str") -> Path | None:
    """Where the verdict on a case lies, or would lie; None for a scenario without a folder."""
    if isinstance(scenario, str):
        return find(scenario)[0].parent / FILE
    folder = scenario.folder
    if folder is None and scenario.id in shipped():
        folder = find(scenario.id)[0].parent
    return None if folder is None else folder / FILE


def rows_of(verdict: Mapping[str, Any], group: str) -> Iterator[Mapping[str, Any]]:
    """The lines of one group."""
    yield from (row for row in verdict["lines"] if row["group"] == group)
