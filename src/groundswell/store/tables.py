"""From the arrays of the engine's blocks to the five tables of a shard.

Series are kept every seventh day and rounded to eleven bits of mantissa, which is lossy (one part
in four thousand) and compresses four times better. Daily values of the headline series are kept
as the number of the bin they fall into: whole numbers, so that counts over any set of histories
are exact and need no order.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import RunError
from groundswell.store.country import countries_of
from groundswell.store.shards import Table, Tables

WEEK = 7
BINS = 64
MANTISSA = 11  # bits kept of 23: a relative error of at most 2⁻¹²
FINE_BINS = 8  # counts have bins one wide up to here, and an eighth of the count wide above

# Things counted per day, not standing levels: a week of them is their sum.
FLOWS = ("killed",)
# Series with daily bins, and how the bins lie: "even" shares, shares "near zero", or a "count".
HEADLINE = {
    "active_share": "near zero",
    "participation": "near zero",
    "stoppage": "near zero",
    "siege": "even",
    "approval": "even",
    "unity": "even",
    "agenda": "even",
    "killed": "count",
    "hope": "even",
    "councils": "even",
    "control": "even",
}


class Block(Protocol):
    """What the engine hands back for 32 histories that marched together."""

    @property
    def series(self) -> Sequence[str]: ...
    @property
    def daily(self) -> NDArray[np.float32]: ...
    @property
    def events(self) -> NDArray[Any]: ...
    @property
    def episodes(self) -> NDArray[Any]: ...
    @property
    def final(self) -> Mapping[str, NDArray[Any]]: ...


def bin_edges(series: str) -> NDArray[np.float64]:
    """The 65 edges of the bins of a headline series, of any country; the last bin holds everything above its lower edge.

    >>> bin_edges("approval")[:3].tolist(), bin_edges("killed")[:3].tolist()
    ([0.0, 0.015625, 0.03125], [0.0, 1.0, 2.0])
    """
    steps = np.arange(BINS + 1) / BINS
    spaced = HEADLINE[series.partition(":")[0]]
    if spaced == "even":
        return steps
    return steps**2 if spaced == "near zero" else _count_edges()


def is_headline(series: str, countries: Sequence[str]) -> bool:
    """Whether a series has daily bins: a headline series of the only country, or of one of several.

    >>> is_headline("killed", ["north"]), is_headline("killed:north", ["north", "south"]), is_headline("killed:el-alto", [])
    (True, True, False)
    """
    name, _, of = series.partition(":")
    return name in HEADLINE and (not of or (len(countries) > 1 and of in countries))


def block_tables(
    histories: NDArray[np.uint64],
    parameters: Mapping[str, NDArray[Any]],
    block: Block,
    names: Mapping[str, Sequence[str]],
    exact: bool = False,
) -> Tables:
    """The tables of one block of histories, after which its daily arrays, which are large, can be forgotten."""
    return {
        "traj": _weekly(histories, block, exact),
        "events": _columns(block.events),
        "episodes": _columns(block.episodes),
        "bands": _binned(histories, block, names.get("countries", ())),
        "final": _final(histories, parameters, block, names),
    }


def joined(parts: Sequence[Tables]) -> Tables:
    """Tables one below the other."""
    first = parts[0]
    return {
        kind: {name: np.concatenate([part[kind][name] for part in parts]) for name in first[kind]} for kind in first
    }


def rounded(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The nearest number with eleven bits of mantissa (ties to even).

    >>> rounded(np.array([0.3, 1.0], np.float32)).tolist()
    [0.300048828125, 1.0]
    """
    dropped = np.uint32(23 - MANTISSA)
    bits = values.astype(np.float32).view(np.uint32)
    half = np.uint32((1 << (23 - MANTISSA - 1)) - 1)
    odd = (bits >> dropped) & np.uint32(1)
    kept = ((bits + half + odd) >> dropped) << dropped
    return np.where(np.isfinite(values), kept.view(np.float32), values)


def _weekly(histories: NDArray[np.uint64], block: Block, exact: bool) -> Table:
    days = np.arange(0, block.daily.shape[1], WEEK, dtype=np.int32)
    table: Table = {"history": np.repeat(histories, len(days)), "day": np.tile(days, len(histories))}
    for name, daily in zip(block.series, block.daily, strict=True):
        flow = name.partition(":")[0] in FLOWS
        values = np.add.reduceat(daily, days, axis=0) if flow else daily[::WEEK]
        column = np.ascontiguousarray(values.T).reshape(-1)
        table[name] = column if exact else rounded(column)
    return table


def _binned(histories: NDArray[np.uint64], block: Block, countries: Sequence[str]) -> Table:
    days = np.arange(block.daily.shape[1], dtype=np.int32)
    table: Table = {"history": np.repeat(histories, len(days)), "day": np.tile(days, len(histories))}
    for name, daily in zip(block.series, block.daily, strict=True):
        if is_headline(name, countries):
            inner = bin_edges(name)[1:-1]
            table[name] = np.searchsorted(inner, daily.T.reshape(-1), side="right").astype(np.uint8)
    return table


def _final(
    histories: NDArray[np.uint64],
    parameters: Mapping[str, NDArray[Any]],
    block: Block,
    names: Mapping[str, Sequence[str]],
) -> Table:
    parts: list[Mapping[str, NDArray[Any]]] = [
        {"history": histories},
        parameters,
        block.final,
        _counts(histories, block.events, names["event_kinds"]),
        _largest(histories, block.episodes, len(names["outcomes"])),
        *_by_country(histories, block, names),
    ]
    table: Table = {}
    for part in parts:
        twice = sorted(set(table) & set(part))
        if twice:
            raise RunError.of("the final table", f"two columns named {twice[0]}", "a name of its own for each", "rename one")
        words = [name for name, column in part.items() if column.dtype.kind not in "buif"]
        if words:
            raise RunError.of("the final table", f"{words[0]} holds words", "numbers", "keep an index, and the word in names")
        table |= part
    return table


def _by_country(histories: NDArray[np.uint64], block: Block, names: Mapping[str, Sequence[str]]) -> Iterator[Table]:
    """Counts and largest episode of each of several countries; those without a country's name speak of the whole world."""
    countries = names.get("countries", ())
    if len(countries) < 2:
        return
    homes = countries_of(block.events, names)
    for n, country in enumerate(countries):
        own = block.episodes[block.episodes["country"] == n]
        counts = _counts(histories, block.events[homes == n], names["event_kinds"])
        table = counts | _largest(histories, own, len(names["outcomes"]))
        yield {f"{name}:{country}": column for name, column in table.items()}


def _counts(histories: NDArray[np.uint64], events: NDArray[Any], kinds: Sequence[str]) -> Table:
    """How many governments fell in each history, and how many people forces killed."""
    row = np.searchsorted(histories, events["history"])
    fell, killed = (events["kind"] == list(kinds).index(kind) for kind in ("fall", "killed"))
    deaths = np.bincount(row[killed], weights=events["amount"][killed], minlength=len(histories))
    return {
        "falls": np.bincount(row[fell], minlength=len(histories)).astype(np.int32),
        "killed_by_forces": deaths.astype(np.float64),
    }


def _largest(histories: NDArray[np.uint64], episodes: NDArray[Any], no_episode: int) -> Table:
    """The largest episode of each history, by peak times days (the first of equals), and the ending it gives."""
    count = len(histories)
    row = np.searchsorted(histories, episodes["history"])
    order = np.lexsort((episodes["onset"], -_size(episodes), row))
    owners, firsts = np.unique(row[order], return_index=True)
    best = order[firsts]
    table: Table = {
        "ending": np.full(count, no_episode, np.int16),
        "episodes": np.bincount(row, minlength=count).astype(np.int32),
    }
    table["ending"][owners] = episodes["outcome"][best]
    for field in ("onset", "peak_day", "end", "days", "peak", "person_days", "deaths"):
        missing = -1 if field in ("onset", "peak_day", "end") else 0
        table[f"largest_{field}"] = np.full(count, missing, episodes.dtype[field])
        table[f"largest_{field}"][owners] = episodes[field][best]
    return table


def _size(episodes: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(episodes["peak"] * episodes["days"], np.float64)


def _columns(records: NDArray[Any]) -> Table:
    return {name: np.ascontiguousarray(records[name]) for name in records.dtype.names or ()}


def _count_edges() -> NDArray[np.float64]:
    edges = [0]
    while len(edges) <= BINS:
        edges.append(edges[-1] + max(1, edges[-1] // FINE_BINS))
    return np.array(edges, np.float64)
