"""Quantities of a history: one number each, by name."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.models import WHERE, by_name
from groundswell.scenario.words import meant, nearest

if TYPE_CHECKING:
    from groundswell.foreseen import Foreseen
    from groundswell.runs import Runs

Values = NDArray[np.float64]


class Quantity(NamedTuple):
    """A number of each history: what it is called, its unit, whether it is 0 or 1, and how it is read."""

    name: str
    words: str
    unit: str
    yes_or_no: bool
    read: Callable[["Runs"], Values]


def _column(name: str) -> Callable[["Runs"], Values]:
    return lambda runs: np.asarray(runs.column(name), np.float64)


def _ending(slug: str) -> Callable[["Runs"], Values]:
    return lambda runs: np.asarray(runs.final["ending"] == slug, np.float64)


def _fell(runs: "Runs") -> Values:
    return np.asarray(runs.final["falls"] > 0, np.float64)


def _waved(runs: "Runs") -> Values:
    return np.asarray(runs.final["episodes"] > 0, np.float64)


def _any(kind: str) -> Callable[["Runs"], Values]:
    return lambda runs: np.isin(runs.histories, runs.events_of(kind)["history"]).astype(np.float64)


def largest_day(runs: "Runs") -> Values:
    """Most people killed by forces on one day, in each history."""
    days = killed_by_day(runs)
    found = np.zeros(runs.replicates)
    np.maximum.at(found, days.row, days.killed)
    return found


class Days(NamedTuple):
    """Days with deaths: the history's row in the runs, the day, how many were killed by forces."""

    row: NDArray[np.int64]
    day: NDArray[np.int64]
    killed: Values

    def between(self, first: int, last: int) -> "Days":
        """Those of a window of days, both ends included."""
        inside = (self.day >= first) & (self.day <= last)
        return Days(self.row[inside], self.day[inside], self.killed[inside])

    def total(self, histories: int) -> Values:
        """Killed in each of so many histories."""
        return np.bincount(self.row, weights=self.killed, minlength=histories).astype(np.float64)


def killed_by_day(runs: "Runs", place: str = "") -> Days:
    """Who was killed by forces, by history and day, in one place or in all together."""
    rows = runs.events_of("killed")
    if place:
        rows = rows[rows["entity"] == list(runs.names["places"]).index(place)]
    row = np.searchsorted(runs.histories, rows["history"]).astype(np.int64)
    keys, which = np.unique(row * runs.days + rows["day"], return_inverse=True)
    killed = np.bincount(which, weights=rows["amount"], minlength=len(keys)).astype(np.float64)
    return Days(keys // runs.days, keys % runs.days, killed)


# Series of a country that are those of its capital.
OF_CAPITAL = {"councils": " in the capital", "control": " of the capital"}

FIXED = (
    Quantity("government_falls", "a government falls", "share of histories", True, _fell),
    Quantity("falls", "falls of government", "falls", False, _column("falls")),
    Quantity("killed", "killed by forces", "persons", False, _column("killed_by_forces")),
    Quantity("largest_day", "most killed by forces on one day", "persons", False, largest_day),
    Quantity("a_wave", "a wave of protest rises, all groups counted", "share of histories", True, _waved),
    Quantity("waves", "waves of protest", "waves", False, _column("episodes")),
    Quantity("largest_peak", "peak of the largest wave", "share active", False, _column("largest_peak")),
    Quantity("largest_days", "length of the largest wave", "days", False, _column("largest_days")),
    Quantity("operation", "an armed operation is ordered", "share of histories", True, _any("operation")),
    Quantity("mutiny", "the police mutiny", "share of histories", True, _any("mutiny")),
    Quantity("concession", "a demand is granted", "share of histories", True, _any("concession")),
    Quantity("approval", "approval on the last day", "share", False, _column("approval")),
)

OF_ONE_COUNTRY = ("approval",)  # several countries have no such thing together


def quantity(runs: "Runs | Foreseen", name: str) -> Quantity:
    """The quantity of this name, in runs or in those that are foreseen.

    Besides the fixed ones: "ending:SLUG", "killed:PLACE", and "mean:SERIES" or "peak:SERIES" of any
    series that is kept by weeks. Of several countries: falls, deaths, waves and orders anywhere, the largest wave
    and the ending that it gives. Raises UsageError for a name that is none of these, and for one that
    only a country has (approval, "mean:approval") where there are several.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> quantity(runs, "killed:el-alto").read(runs).shape
    (64,)
    """
    if runs.clock == "time":
        return _seen(runs, name)
    if name in OF_ONE_COUNTRY and len(runs.countries) > 1:
        raise runs.of_several(name)
    for known in FIXED:
        if known.name == name:
            return known
    kind, _, of = name.partition(":")
    if kind == "ending" and of in runs.names["endings"]:
        return Quantity(name, f"it ends so: {of}", "share of histories", True, _ending(of))
    if kind == "killed" and of in runs.names["places"]:
        return Quantity(name, f"killed by forces in {of}", "persons", False, lambda runs: killed_by_day(runs, of).total(runs.replicates))
    if kind in ("mean", "peak") and of in runs.series:
        return Quantity(name, f"{kind} of {of}{OF_CAPITAL.get(of.partition(':')[0], '')}", "as the series", False, _over_weeks(kind, of))
    if kind in ("mean", "peak") and any(f"{of}:{country}" in runs.series for country in runs.countries):
        raise runs.of_several(name)
    raise _unknown(runs, name)


def _seen(runs: "Runs | Foreseen", name: str) -> Quantity:
    """What is seen of a classic model at the end."""
    known = runs.names["observables"]
    if name not in known:
        raise UsageError.of("quantity", f"`{name}`", f"one of {', '.join(known)}", meant(name, known) or f"for example {known[0]}")
    meanings = {one.name: one for one in by_name(runs.spec["case"]).observables} if runs.spec["case"] in WHERE else {}
    unit = meanings[name].unit if name in meanings else "as the model says"
    return Quantity(name, name.replace("_", " "), unit, False, _column(name))


def _over_weeks(kind: str, series: str) -> Callable[["Runs"], Values]:
    def read(runs: "Runs") -> Values:
        weeks = np.asarray(runs.trajectory(series)[1], np.float64)
        return np.asarray(weeks.mean(axis=1) if kind == "mean" else weeks.max(axis=1), np.float64)

    return read


def _unknown(runs: "Runs | Foreseen", name: str) -> UsageError:
    fixed = [known.name for known in FIXED]
    more = [f"ending:{slug}" for slug in runs.names["endings"]] + [f"killed:{place}" for place in runs.names["places"]]
    series = [f"{kind}:{of}" for of in runs.series for kind in ("mean", "peak")]
    hint = meant(name, [*fixed, *more, *series]) or "for example government_falls"
    kind, colon, of = name.partition(":")
    known = {"ending": runs.names["endings"], "killed": runs.names["places"]}.get(kind) if colon else None
    if known is not None:
        close = nearest(of, known)
        hint = f"did you mean `{kind}:{close}`?" if close else f"for example {kind}:{known[0]}"
        return UsageError.of("quantity", f"`{name}`", f"{kind}: with one of {', '.join(known)}", hint)
    return UsageError.of("quantity", f"`{name}`", f"one of {', '.join(fixed)}, ending:…, killed:…, mean:… or peak:…", hint)
