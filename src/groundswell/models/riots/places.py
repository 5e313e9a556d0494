"""Where riots can be: the departments of France, and what happened there night by night in 2005."""

import csv
import math
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
TRIGGER = date(2005, 10, 27)  # the evening on which two boys died in Clichy-sous-Bois
CENTER = (46.5, 2.5)  # degrees north and east: the middle of the map
DEGREE = 111.195  # km of a degree of a great circle, on a sphere of 6,371 km


class Place(NamedTuple):
    """A place: its name, where it is [km east and north of the middle of the map], and how many there could riot."""

    name: str
    east: float
    north: float
    people: float


class Night(NamedTuple):
    """A night: days since the trigger, vehicles burned and persons arrested in all of France; none where no number was found."""

    day: int
    vehicles: int | None
    arrests: int | None


@cache
def departments() -> tuple[Place, ...]:
    """The departments of metropolitan France, the one where it began first; people are the poor aged about 20, roughly.

    >>> len(departments()), departments()[0].name
    (96, 'Seine-Saint-Denis')
    """
    return tuple(_place(row) for row in _rows("departments.csv"))


@cache
def french_nights() -> tuple[Night, ...]:
    """The nights of autumn 2005 in France.

    >>> max(french_nights(), key=lambda night: night.vehicles or 0)
    Night(day=10, vehicles=1408, arrests=395)
    """
    return tuple(_night(row) for row in _rows("french_nights.csv"))


def vehicles() -> dict[int, int]:
    """Vehicles burned on each night of which the number is known, by days since the trigger.

    >>> sum(vehicles().values())
    8952
    """
    return {night.day: night.vehicles for night in french_nights() if night.vehicles is not None}


def _place(row: dict[str, str]) -> Place:
    north, east = float(row["latitude"]) - CENTER[0], float(row["longitude"]) - CENTER[1]
    people = float(row["population"]) * float(row["poor_share"])
    return Place(row["name"], east * DEGREE * math.cos(math.radians(CENTER[0])), north * DEGREE, people)


def _night(row: dict[str, str]) -> Night:
    numbers = (int(row[name]) if row[name] else None for name in ("vehicles_burned", "arrests"))
    return Night((date.fromisoformat(row["night"]) - TRIGGER).days, *numbers)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).read_text(encoding="utf-8").splitlines()))
