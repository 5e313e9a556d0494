"""One country of a run of several, kept like a run of that country alone: its rows, its columns, its own numbers of things."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.store.shards import Kept, Shard, Table

# Things that belong to a country. The names of a run say of each kind, as `places_in`, which country each thing is in.
KINDS_IN = ("places", "cells", "organizations", "forces", "governments", "demands", "acts")

Names = Mapping[str, Sequence[str]]


def of_several(what: str, countries: Sequence[str]) -> UsageError:
    """What to say where something is told of one country at a time and there are several."""
    got = f"runs of {len(countries)} countries: {', '.join(countries)}"
    return UsageError.of(what, got, "runs of one country", f'runs.of("{countries[0]}"); on the command line --country {countries[0]}')


def countries_of(events: NDArray[Any] | Table, names: Names) -> NDArray[np.int64]:
    """The index of the country that each event belongs to."""
    found = np.zeros(len(events["kind"]), np.int64)
    for kind in dict.fromkeys(names["event_entities"]):
        rows = _about(events["kind"], names, kind)
        homes = np.array([list(names["countries"]).index(country) for country in names[f"{kind}_in"]], np.int64)
        found[rows] = homes[events["entity"][rows]]
    return found


def names_in(names: Names, country: str, powers: Sequence[str]) -> dict[str, Sequence[str]]:
    """The names of a run with one country alone, and with these outside powers."""
    found = dict(names) | {"countries": [country], "powers": list(powers)}
    for kind in KINDS_IN:
        own = _own(names, kind, country)
        found |= {kind: [names[kind][k] for k in own], f"{kind}_in": [country] * len(own)}
    return found


def _own(names: Names, kind: str, country: str) -> list[int]:
    """The indexes of the things of a kind that are in a country."""
    return [k for k, home in enumerate(names[f"{kind}_in"]) if home == country]


def _about(kinds: NDArray[Any], names: Names, things: str) -> NDArray[np.bool_]:
    """Which events are of a kind whose entity is such a thing."""
    return np.isin(kinds, [k for k, of in enumerate(names["event_entities"]) if of == things])


@dataclass(frozen=True)
class OneCountry:
    """Shows one country of what a store holds of the whole world. Nothing is kept here."""

    world: Kept
    names: Names
    country: str

    def columns(self, kind: str, shard: Shard) -> tuple[str, ...]:
        return tuple(self._renamed(self.world.columns(kind, shard)))

    def read(self, kind: str, shards: Sequence[Shard], columns: Sequence[str] | None = None) -> Table:
        """The rows of a table that are this country's, with things numbered as if it were alone."""
        known = self._renamed(self.world.columns(kind, shards[0]))
        wanted = list(known) if columns is None else list(columns)
        needed = dict.fromkeys([*wanted, *NEEDED.get(kind, ())])
        table = self.world.read(kind, shards, [known[name] for name in needed])
        shown = self.shown(kind, table)
        return {name: shown[name] for name in wanted}

    def shown(self, kind: str, table: Table) -> Table:
        """One table of the whole world, as it would be of this country alone."""
        own = {name: table[source] for name, source in self._renamed(table).items()}
        if kind == "events":
            return self._events(own)
        if kind == "episodes":
            rows = own["country"] == list(self.names["countries"]).index(self.country)
            return {name: column[rows] for name, column in own.items()} | {"country": np.zeros(rows.sum(), own["country"].dtype)}
        if "government" in own:
            own["government"] = self._numbers["governments"][own["government"].astype(np.int64)].astype(own["government"].dtype)
        return own

    def _events(self, table: Table) -> Table:
        rows = countries_of(table, self.names) == list(self.names["countries"]).index(self.country)
        own = {name: column[rows] for name, column in table.items()}
        for kind, numbers in self._numbers.items():
            about = _about(own["kind"], self.names, kind)
            own["entity"][about] = numbers[own["entity"][about]]
        return own

    def _renamed(self, columns: Iterable[str]) -> dict[str, str]:
        """The columns of this country by the name they would have if it were alone, in order."""
        found: dict[str, str] = {}
        columns = dict.fromkeys(columns)
        for column in columns:
            name, _, of = column.partition(":")
            if of == self.country:
                found[name] = column
            elif of not in self._elsewhere and f"{column}:{self.country}" not in columns:
                found[column] = column
        return found

    @cached_property
    def _elsewhere(self) -> frozenset[str]:
        things = [zip(self.names[kind], self.names[f"{kind}_in"], strict=True) for kind in ("places", "cells")]
        abroad = [name for pairs in things for name, home in pairs if home != self.country]
        return frozenset([*abroad, *self.names["countries"]]) - {self.country}

    @cached_property
    def _numbers(self) -> dict[str, NDArray[np.int64]]:
        """For each kind of thing: the number that each has among those of this country, -1 elsewhere."""
        found = {}
        for kind in KINDS_IN:
            own = _own(self.names, kind, self.country)
            numbers = np.full(len(self.names[kind]), -1, np.int64)
            numbers[own] = np.arange(len(own))
            found[kind] = numbers
        return found


NEEDED = {"events": ("kind", "entity"), "episodes": ("country",)}
