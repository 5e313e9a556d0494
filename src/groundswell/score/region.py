"""The record of a case and that of twenty countries of Latin America, made into what baselines may know."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from groundswell.analysis.record import Observation, read_record, table_of
from groundswell.errors import UsageError
from groundswell.score.history import ONE_DAY, SAME_CRISIS, Election, Past, Record, Series

if TYPE_CHECKING:
    from groundswell.scenario.schema import Scenario

FOLDER = Path(__file__).parent / "latin_america"
COUNTED = ("primary", "contributing")  # the parts of protest that make a forced exit a fall under protest
FIRST_PROTEST, LAST_PROTEST = date(1990, 1, 1), date(2012, 12, 31)  # the span of protests.csv
MASS_MOBILIZATION = "mass-mobilization"


@cache
def region() -> dict[str, Record]:
    """What is on record of the twenty countries, by name: falls since 1989, protests since 1990, elections.

    Sources: the works named in `latin_america/sources.csv`.

    >>> len(region()), len(region()["bolivia"].falls.days), region()["bolivia"].falls.days[-1]
    (20, 2, datetime.date(2005, 6, 9))
    """
    falls, protests, elections = _table("falls"), _table("protests"), _table("elections")
    return {
        row["country"]: Record(
            events=_protests(_of(protests, row["country"])),
            falls=_falls(_of(falls, row["country"]), date.fromisoformat(row["first"]), date.fromisoformat(row["last"])),
            elections=tuple(Election(date.fromisoformat(one["date"]), int(one["term"])) for one in _of(elections, row["country"])),
        )
        for row in _table("countries")
    }


def past_of_country(country: str) -> Past:
    """Everything on record of one of the twenty countries and its neighbors; deaths by forces are not in it.

    Cut it before use. Raises UsageError for a country that is not among them.

    >>> past_of_country("ecuador").until(date(2004, 12, 31)).own.falls.days
    (datetime.date(1997, 2, 6), datetime.date(2000, 1, 21))
    """
    if country not in region():
        raise UsageError.of("past_of_country", country, f"one of {', '.join(region())}", "or build a Past of your own record")
    others = {name: record for name, record in region().items() if name != country}
    return Past(country, region()[country], others, LAST_PROTEST, LAST_PROTEST)


def past_of(scenario: "Scenario", events_from: str = MASS_MOBILIZATION) -> Past:
    """Everything on record of a case of one country, and of the twenty countries of the region.

    Deaths are those by forces in the case's table of observations, on record from the first to the
    last day of the scenario. Protest events are its rows of one layer, `events_from`, since layers
    are never added up. Those of Mass Mobilization are continued backward, and compared with other
    countries', by the shipped counts of the same data; with another layer no other country is
    comparable. Falls are those of the case and, where it is one of the twenty, of the shipped record.

    Cut it before use. Raises UsageError for a scenario of several countries or without a table of observations.

    >>> import groundswell as gs
    >>> past = past_of(gs.load("bolivia-2003")).until(date(2003, 12, 31))
    >>> past.own.deaths.total(date(2003, 9, 12), date(2003, 10, 20)), past.own.falls.days
    (60.0, (datetime.date(2003, 10, 17),))
    """
    file = table_of(scenario)
    if file is None or len(scenario.countries) != 1:
        got = "no table of observations" if file is None else f"{len(scenario.countries)} countries"
        raise UsageError.of(f"past_of: {scenario.id}", got, "one country with a table of observations", "build the Past yourself")
    country = scenario.countries[0].id
    rows = list(read_record(file))
    shipped = region().get(country, Record())
    same_layer = events_from == MASS_MOBILIZATION
    own = Record(
        Series.of(((row.last, row.value or 0) for row in rows if row.quantity == "killed_by_forces"), scenario.start, scenario.end),
        _events(rows, scenario, events_from, shipped.events if same_layer else None),
        _all_falls(rows, scenario, shipped.falls),
        shipped.elections,
    )
    end = max(scenario.end, LAST_PROTEST)
    return Past(country, own, _others(country, same_layer), end, end)


def _others(country: str, with_events: bool) -> dict[str, Record]:
    found = {name: record for name, record in region().items() if name != country}
    return found if with_events else {name: Record(falls=one.falls, elections=one.elections) for name, one in found.items()}


def _events(rows: list[Observation], scenario: "Scenario", layer: str, before: Series | None) -> Series | None:
    """Events of one layer by the day they began; before the scenario begins, those of the shipped record of the same layer."""
    entries = [(row.first, row.value or 0) for row in rows if row.quantity == "protest_event" and layer in row.source.split()]
    if not entries:
        return before
    earlier = None if before is None else before.until(scenario.start - ONE_DAY)
    if earlier is None:
        return Series.of(entries, scenario.start, scenario.end)
    recent = [(day, amount) for day, amount in entries if day >= scenario.start]
    return Series.of([*zip(earlier.days, earlier.amounts, strict=True), *recent], earlier.since, scenario.end)


def _all_falls(rows: list[Observation], scenario: "Scenario", shipped: Series | None) -> Series:
    """Falls by the day office was left; those of the case's own table count where the shipped record has none near."""
    days = [row.last for row in rows if row.quantity == "fall" and row.value]
    if shipped is None:
        return _crises(days, scenario.start, scenario.end)
    return _crises([*shipped.days, *days], shipped.since, max(shipped.to, scenario.end))


def _crises(days: Iterable[date], since: date, to: date) -> Series:
    """A series of crises: a fall soon after another is part of the same."""
    kept: list[date] = []
    for day in sorted(days):
        if since <= day <= to and (not kept or (day - kept[-1]).days > SAME_CRISIS):
            kept.append(day)
    return Series.of(((day, 1) for day in kept), since, to)


def _falls(rows: Iterable[dict[str, str]], since: date, to: date) -> Series:
    return _crises((date.fromisoformat(row["date"]) for row in rows if row["protest"] in COUNTED), since, to)


def _protests(rows: Iterable[dict[str, str]]) -> Series:
    entries = ((date.fromisoformat(row["date"]), float(row["protests"])) for row in rows)
    return Series.of(entries, FIRST_PROTEST, LAST_PROTEST)


def _of(rows: list[dict[str, str]], country: str) -> Iterator[dict[str, str]]:
    return (row for row in rows if row["country"] == country)


@cache
def _table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
