"""What happened: the histories of one ensemble as named arrays, in memory or on disk.

Tables are read when they are first asked for, and only the columns that are needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.errors import RunError, UsageError
from groundswell.scenario.words import meant
from groundswell.store import Folder, Kept, OneCountry, Shard, Table, bin_edges, expanded, names_in, of_several, records, shards_of

if TYPE_CHECKING:
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

STATEMENT = "This speaks of the model and its assumptions, and not of the world."  # so does every number of an ensemble
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
FEW = 12  # names that a message lists
# How a quantity is called once it is told apart by place or by group.
_DETAIL = {("active_share", "group"): "active", ("active", "place"): "active_share"}
_KINDS = {"place": "places", "group": "cells"}


@dataclass(frozen=True)
class Selection:
    """One quantity over the histories of a run.

    `values` has one row a history: the total of the run for things counted (killed), and one
    column a week for things that stand (shares, approval).
    """

    runs: "Runs"
    quantity: str
    values: NDArray[Any]

    def by(self, kind: str) -> "Grouped":
        """Tells the quantity apart by "place" or by "group". Raises UsageError for another word."""
        if kind not in _KINDS:
            raise UsageError.of(f"by({kind!r})", kind, "place or group", 'for example runs["killed"].by("place")')
        return Grouped({name: self.runs[series].values for name, series in self.runs._details(self.quantity, kind)})

    def quantiles(self, levels: Sequence[float] = LEVELS) -> dict[float, Any]:
        """The values that given shares of the histories lie at or below."""
        return dict(zip(levels, _quantiles(self.values, levels), strict=True))

    def mean(self) -> Any:
        """The mean over histories."""
        return self.values.mean(axis=0)


@dataclass(frozen=True)
class Grouped:
    """One quantity told apart by place or group: `values[name]` has one row a history."""

    values: Mapping[str, NDArray[Any]]

    def quantiles(self, levels: Sequence[float] = LEVELS) -> dict[str, dict[float, Any]]:
        """Quantiles over histories, for each place or group."""
        return {name: dict(zip(levels, _quantiles(values, levels), strict=True)) for name, values in self.values.items()}

    def mean(self) -> dict[str, Any]:
        """The mean over histories, for each place or group."""
        return {name: values.mean(axis=0) for name, values in self.values.items()}


class Runs:
    """The histories of one ensemble.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> sorted(runs["killed"].by("place").quantiles([0.5])) == sorted(runs.names["places"])
    True
    >>> fell = runs.select(runs.final["falls"] > 0)
    >>> fell.replicates <= 64
    True
    """

    def __init__(
        self,
        store: Kept,
        spec: Mapping[str, Any],
        seed: int,
        histories: Iterable[int],
        *,
        scenario: "Scenario | None" = None,
        stopped_at: int | None = None,
        failures: Sequence[Mapping[str, Any]] = (),
        world: "Runs | None" = None,
    ) -> None:
        self.store, self.spec, self.seed = store, spec, seed
        self.histories = np.unique(np.asarray(list(histories), np.uint64))
        self.stopped_at, self.failures = stopped_at, tuple(failures)
        self._scenario, self._world = scenario, world

    @classmethod
    def open(cls, path: str | Path, seed: int | None = None, replicates: int | None = None) -> Self:
        """Reads a finished run from its folder; the tables themselves are read when they are asked for.

        Without a seed, the one that was run last. Raises RunError when the folder holds no
        finished run, another seed, fewer histories, or a file that is damaged.
        """
        folder = Folder(Path(path))
        spec, done = folder.manifest()
        seed = done["latest"] if seed is None else seed
        entry = done["runs"].get(str(seed))
        if entry is None:
            seeds = ", ".join(done["runs"])
            raise RunError.of(str(path), f"no histories of seed {seed}", f"one of the seeds {seeds}", f"run with --seed {seed}")
        problems = folder.damaged({name: done["shards"][name] for name in entry["shards"]})
        if problems:
            raise RunError(*problems)
        histories = expanded(entry["histories"])
        if replicates is not None and replicates > len(histories):
            raise RunError.of(str(path), f"{len(histories)} histories", f"{replicates} or more", "run again with more replicates")
        return cls(folder, spec, seed, histories[:replicates], stopped_at=entry["stopped_at"], failures=entry["failures"])

    def __repr__(self) -> str:
        where = self.run_dir or "memory"
        return f"<Runs {self.label}: {self.replicates} histories of seed {self.seed}, in {where}>"

    def __len__(self) -> int:
        return self.replicates

    @property
    def replicates(self) -> int:
        """How many histories there are."""
        return len(self.histories)

    @property
    def run_id(self) -> str:
        """The name of what was run, by all that decides its bits but for seed and histories."""
        return str(self.spec["run_id"])

    @property
    def run_dir(self) -> Path | None:
        """Where the run is kept; None when it is in memory only."""
        return self.whole.store.path if isinstance(self.whole.store, Folder) else None

    @property
    def label(self) -> str:
        """What was run, in a word, and which country of it this is, if it is one of several."""
        return str(self.spec["case"]) + (f" · {self.countries[0]}" if self._world is not None else "")

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that these histories are of."""
        return tuple(self.names.get("countries", ()))

    @property
    def whole(self) -> "Runs":
        """The run of all countries that this is one country of; itself unless it is such a view."""
        return self if self._world is None else self._world

    def of(self, country: str) -> "Runs":
        """The same histories seen from one country, as if it had been run alone: its names, series, events, waves and ends.

        What other countries have done to it stays done. Histories are computed anew (`replay`, `explain`, `ablate`) with
        the whole world. Raises UsageError for a country that the run does not have.

        >>> import groundswell as gs
        >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
        >>> runs.of("bolivia") is runs
        True
        """
        if country not in self.countries:
            raise _unknown("country", country, self.countries)
        if len(self.countries) == 1:
            return self
        from groundswell.scenario.edit import of_country

        scenario = of_country(self.scenario, country)
        names = names_in(self.names, country, [power.id for power in scenario.outside_powers])
        return Runs(
            OneCountry(self.store, self.names, country), {**self.spec, "names": names}, self.seed, self.histories,
            scenario=scenario, stopped_at=self.stopped_at, failures=self.failures, world=self,
        )  # fmt: skip

    def seen(self, kind: str, table: Table) -> Table:
        """A table of the whole world as these runs show it."""
        return self.store.shown(kind, table) if isinstance(self.store, OneCountry) else table

    def alone(self, what: str) -> Self:
        """These runs, if they are of one country. Raises UsageError for several: `what` is told of one country at a time."""
        if len(self.countries) > 1:
            raise self.of_several(what)
        return self

    @cached_property
    def scenario(self) -> "Scenario":
        """The scenario that was run. Raises UsageError for runs of a classic model."""
        if self._scenario is not None:
            return self._scenario
        if "scenario" not in self.spec["identity"]:
            raise UsageError.of("runs", f"runs of the model {self.spec['case']}", "runs of a scenario", "a classic has no scenario")
        from groundswell.scenario.schema import Scenario

        scenario = Scenario.model_validate(self.spec["identity"]["scenario"])
        scenario._fitted = None if scenario.draws is None else self.fitted
        return scenario

    @cached_property
    def fitted(self) -> "Fitted | None":
        """The fitted draws that the run was made from, or those of its scenario, as they were then; None without any."""
        from groundswell.scenario.fitted import Fitted

        kept = self.spec["identity"].get("fit")
        return None if kept is None else Fitted.of_plain(kept)

    @property
    def names(self) -> Mapping[str, Sequence[str]]:
        """What the indexes in events and finals stand for: places, cells, event_kinds, outcomes, …"""
        found: Mapping[str, Sequence[str]] = self.spec["names"]
        return found

    @property
    def start(self) -> date:
        """The date of day 0. Raises UsageError for runs of a classic model, whose time has no dates."""
        if "start" not in self.spec:
            unit = self.spec["time"]["unit"]
            raise UsageError.of("runs", f"runs of the model {self.spec['case']}", "runs of a scenario", f"its time is counted in {unit}")
        return date.fromisoformat(self.spec["start"])

    @property
    def days(self) -> int:
        """How many days each history has."""
        return int(self.spec["days"])

    def date(self, day: int) -> date:
        """The date of a day of the run."""
        return self.start + timedelta(days=int(day))

    @property
    def clock(self) -> str:
        """What counts the time of a course: "day" of a scenario, "time" in a classic model's own unit."""
        return "day" if "start" in self.spec else "time"

    @cached_property
    def series(self) -> tuple[str, ...]:
        """The names of all series, such as "approval", "active_share:el-alto", "active:el-alto/neighbors"."""
        return tuple(name for name in self.store.columns("traj", self._shards[0]) if name not in ("history", self.clock))

    @cached_property
    def final(self) -> Table:
        """One entry a history: its parameters, the state on the last day, its ending and its largest episode.

        Of several countries: the state as `approval:north`; `ending`, `falls` and the like of the whole world (its
        largest episode anywhere, all of its falls), and as `falls:north` of each country.
        """
        table = self._read("final")
        words = {name: np.array(self.names["endings"])[table[name]] for name in table if name.partition(":")[0] == "ending"}
        return table | words

    @cached_property
    def parameters(self) -> Table:
        """The parameters of each history."""
        return {name: self.final[name] for name in self.names.get("parameters", ())}

    @cached_property
    def events(self) -> NDArray[Any]:
        """All that happened, as records of history, day, kind, entity and amount, sorted by history and day."""
        return records(self._read("events"))

    @cached_property
    def episodes(self) -> NDArray[Any]:
        """Every wave of protest of every history, as records."""
        return records(self._read("episodes"))

    def events_of(self, kind: str) -> NDArray[Any]:
        """The events of one kind, such as "fall" or "killed". Raises UsageError for a kind unknown."""
        kinds = self.names["event_kinds"]
        if kind not in kinds:
            raise _unknown("event", kind, kinds)
        chosen: NDArray[Any] = self.events[self.events["kind"] == list(kinds).index(kind)]
        return chosen

    def trajectory(self, series: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """The course of one series: days, and one row a history with a value for each of these days.

        Every seventh day is kept. Things counted (killed) are the sum of the seven days from there on.
        Of a classic model: the times at which it was looked at, in its own unit.
        """
        if series not in self.series:
            raise self.not_kept("series", series, self.series)
        table = self._read("traj", [self.clock, series])
        times = np.unique(table[self.clock])
        times = times.astype(np.int64) if self.clock == "day" else times
        return times, table[series].reshape(self.replicates, len(times))

    def bands(self, series: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """How the histories are spread on every day: counts in 64 bins (days, 64), and the 65 edges of the bins.

        Each row sums to the number of histories. Raises UsageError for a series without bands.
        """
        kept = [name for name in self.store.columns("bands", self._shards[0]) if name not in ("history", "day")]
        if series not in kept:
            raise self.not_kept("series with daily bands", series, kept)
        edges = bin_edges(series)
        bins = len(edges) - 1
        table = self._read("bands", ["day", series])
        cells = table["day"].astype(np.int64) * bins + table[series]
        return np.bincount(cells, minlength=self.days * bins).reshape(self.days, bins), edges

    def daily_quantiles(self, series: str, levels: Sequence[float] = LEVELS) -> NDArray[np.float64]:
        """The values that given shares of the histories lie at or below, day by day: (levels, days).

        Read from the bands, so each is right to within the width of its bin.
        """
        counts, edges = self.bands(series)
        below = np.concatenate([np.zeros((self.days, 1)), np.cumsum(counts, axis=1)], axis=1) / self.replicates
        return np.array([np.interp(levels, day, edges) for day in below]).T

    def select(self, histories: ArrayLike) -> "Runs":
        """The same run with some of its histories: their numbers, or a mask over `runs.histories`."""
        wanted = np.asarray(histories)
        chosen = self.histories[wanted] if wanted.dtype == bool else np.unique(wanted).astype(np.uint64)
        missing = np.setdiff1d(chosen, self.histories)
        if missing.size or not chosen.size:
            got = f"history {missing[0]}" if missing.size else "no history at all"
            raise UsageError.of("select", got, "histories of this run", "runs.histories lists them")
        if self._world is not None:
            return self._world.select(chosen).of(self.countries[0])
        return Runs(self.store, self.spec, self.seed, chosen, scenario=self._scenario, failures=self.failures)

    def __getitem__(self, quantity: str) -> Selection:
        """One quantity over all histories: the total of the run for "killed", else its course by weeks."""
        name, _, place = quantity.partition(":")
        if name == "killed":
            return Selection(self, quantity, self._killed(place))
        return Selection(self, quantity, self.trajectory(quantity)[1])

    @cached_property
    def _shards(self) -> tuple[Shard, ...]:
        return self.shards_of(self.histories)

    def shards_of(self, histories: Iterable[int]) -> tuple[Shard, ...]:
        """The whole shards in which some histories of this run lie."""
        return shards_of(self.seed, histories, self.spec["grid"])

    def _read(self, kind: str, columns: Sequence[str] | None = None) -> Table:
        """A table without the histories that only fill up a shard."""
        wanted = None if columns is None else ["history", *columns]
        table = self.store.read(kind, self._shards, wanted)
        keep = np.isin(table["history"], self.histories)
        return table if keep.all() else {name: column[keep] for name, column in table.items()}

    def column(self, name: str) -> NDArray[Any]:
        """One column of `final`. Raises UsageError for one that is not there, and for one of several countries' without its country."""
        if name not in self.final:
            raise self.not_kept("column", name, tuple(self.final))
        return self.final[name]

    def not_kept(self, what: str, name: str, known: Sequence[str]) -> UsageError:
        """What is not there, or only country by country."""
        several = any(f"{name}:{country}" in known for country in self.countries)
        return self.of_several(name) if several else _unknown(what, name, known)

    def of_several(self, what: str) -> UsageError:
        """What to say where something is told of one country at a time and there are several."""
        return of_several(what, self.countries)

    def _killed(self, place: str) -> NDArray[np.float64]:
        if len(self.countries) > 1 and place in self.countries:
            return self.of(place)._killed("")
        rows = self.events_of("killed")
        if place:
            if place not in self.names["places"]:
                raise _unknown("place", place, self.names["places"])
            rows = rows[rows["entity"] == list(self.names["places"]).index(place)]
        row = np.searchsorted(self.histories, rows["history"])
        return np.bincount(row, weights=rows["amount"], minlength=self.replicates).astype(np.float64)

    def _details(self, quantity: str, kind: str) -> list[tuple[str, str]]:
        prefix = _DETAIL.get((quantity, kind), quantity)
        found = [(name, f"{prefix}:{name}") for name in self.names[_KINDS[kind]]]
        known = [pair for pair in found if quantity == "killed" or pair[1] in self.series]
        if not known or (quantity, kind) == ("killed", "group"):
            raise UsageError.of(f"by({kind!r})", quantity, f"a quantity kept by {kind}", "runs.series lists what is kept")
        return known


def _quantiles(values: NDArray[Any], levels: Sequence[float]) -> list[Any]:
    found = np.quantile(values, levels, axis=0, method="inverted_cdf")
    return [value.item() if np.ndim(value) == 0 else value for value in found]


def _unknown(what: str, got: str, known: Sequence[str]) -> UsageError:
    some = ", ".join(known[:FEW])
    expected = f"one of {some}" if 0 < len(known) <= FEW else f"the name of a {what}"
    return UsageError.of(what, f"`{got}`", expected, meant(got, known) or f"known: {some or 'none'}")
