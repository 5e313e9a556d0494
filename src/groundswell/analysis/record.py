"""What is on record of a case: its table of observations, read as it is."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from groundswell.errors import Problem, ScenarioError, UsageError
from groundswell.scenario.load import find, shipped

if TYPE_CHECKING:
    from groundswell.runs import Runs
    from groundswell.scenario.schema import Scenario

NATIONAL = "national"
NEEDED = ("quantity", "place", "date", "value")


class Observation(NamedTuple):
    """One row of the record: a quantity in a place, from `first` to `last`, and who says so."""

    quantity: str
    place: str
    first: date
    last: date
    value: float | None
    low: float | None
    high: float | None
    unit: str
    precision: str
    note: str
    source: str
    licence: str = ""

    def within(self, first: date, last: date) -> bool:
        """Whether it lies in a span of days, both ends included."""
        return first <= self.first and self.last <= last


def record_of(runs: "Runs", path: str | Path | None = None) -> tuple[Observation, ...]:
    """The observations of a run's case that lie within the run's dates.

    They are read from the table that the scenario names, beside its file; for runs opened from a
    folder, from the shipped case of the same name; or from `path`. Empty for a scenario without any.
    Raises ScenarioError for rows that cannot be read, UsageError where there is no such file and for
    runs of several countries.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> sum(row.value for row in record_of(runs) if row.quantity == "killed_by_forces")
    61.0
    """
    scenario = runs.alone("the record").scenario
    file = table_of(scenario) if path is None else Path(path)
    last = runs.date(runs.days - 1)
    return () if file is None else tuple(row for row in own_record(scenario, file) if row.within(runs.start, last))


def table_of(scenario: "Scenario") -> Path | None:
    """The file of observations of a scenario; None for one that names none or is no longer beside its file."""
    folder = scenario.folder
    if folder is None and scenario.id in shipped():
        folder = find(scenario.id)[0].parent
    return None if folder is None or scenario.observed is None else folder / scenario.observed


def own_record(scenario: "Scenario", file: Path) -> list[Observation]:
    """The rows of a table that are of a country: its places', and as `national` those with its own id as their place.

    Of a country taken out of a world of several, rows of the others are passed over. Raises ScenarioError for rows of
    a place that the world does not have, and for `national` in it, which could be any country.
    """
    rows, places = read_record(file), {place.id for place in scenario.places}
    nation = scenario.countries[0].id
    strangers = [row for row in rows if row.place not in {*places, nation, *scenario.elsewhere}] if scenario.elsewhere else []
    if strangers:
        got, hint = f"{len(strangers)} rows of `{strangers[0].place}`", f"write the country's id for all of it, such as {nation}"
        raise ScenarioError.of(f"{file.name}: place", got, "a place or a country of the scenario", hint)
    own = [row for row in rows if row.place not in scenario.elsewhere]
    return [row._replace(place=NATIONAL) if row.place == nation and nation not in places else row for row in own]


def read_record(file: Path) -> list[Observation]:
    """Every row of a table of observations. Raises ScenarioError with all rows that cannot be read."""
    if not file.is_file():
        raise UsageError.of(str(file), "no such file", "a table of observations", "name it in the scenario as `observed:`")
    with file.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            expected = f"the columns {', '.join(NEEDED)}"
            raise ScenarioError.of(f"{file.name}:1:1", f"no column {missing[0]}", expected, "add it to the header")
        numbered = [(reader.line_num, row) for row in reader]
    problems = [problem for line, row in numbered for problem in _faults(file.name, line, row)]
    if problems:
        raise ScenarioError(*problems)
    return [_observation(row) for _, row in numbered]


def _observation(row: dict[str, str]) -> Observation:
    first = date.fromisoformat(row["date"])
    last = date.fromisoformat(row["end_date"]) if row.get("end_date") else first
    value, low, high = (float(row[name]) if row.get(name) else None for name in ("value", "low", "high"))
    unit, precision, note, source, licence = (row.get(name) or "" for name in ("unit", "precision", "note", "source", "licence"))
    return Observation(row["quantity"], row["place"] or NATIONAL, first, last, value, low, high, unit, precision, note, source, licence)


def _faults(name: str, line: int, row: dict[str, str]) -> Iterator[Problem]:
    for field in ("date", "end_date"):
        if row.get(field) or field == "date":
            try:
                date.fromisoformat(row[field])
            except (TypeError, ValueError):
                yield Problem(f"{name}:{line}: {field}", f"`{row[field]}`", "a date YYYY-MM-DD", "for example 2003-10-12")
    for field in ("value", "low", "high"):
        if row.get(field):
            try:
                float(row[field])
            except ValueError:
                yield Problem(f"{name}:{line}: {field}", f"`{row[field]}`", "a number", "words belong in the column note")
