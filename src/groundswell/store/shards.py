"""Shards: the unit in which histories are computed, kept, shown to be whole and read again.

A shard is 64 histories of one seed (of a classic model that takes long, fewer). The grid of shards
never depends on the number of workers, so a run resumes or grows anywhere by adding the shards that
are missing.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Table = dict[str, NDArray[Any]]
Tables = dict[str, Table]

GRID = 64
BODY = ("traj", "events", "episodes", "bands")
KINDS = (*BODY, "final")


class Shard(NamedTuple):
    """Histories first, first + 1, … last - 1 of one seed.

    >>> Shard(seed=1, first=64, last=128).name
    's1-000064-000128'
    """

    seed: int
    first: int
    last: int

    @property
    def name(self) -> str:
        return f"s{self.seed}-{self.first:06d}-{self.last:06d}"

    @property
    def histories(self) -> NDArray[np.uint64]:
        return np.arange(self.first, self.last, dtype=np.uint64)

    @classmethod
    def parse(cls, name: str) -> Self:
        found = re.fullmatch(r"s(\d+)-(\d{6,})-(\d{6,})", name)
        if not found:
            raise ValueError(name)
        return cls(*(int(part) for part in found.groups()))


def shards_of(seed: int, histories: Iterable[int], grid: int = GRID) -> tuple[Shard, ...]:
    """The whole shards of `grid` histories in which some histories lie, in order.

    >>> [shard.name for shard in shards_of(1, [0, 1, 70])]
    ['s1-000000-000064', 's1-000064-000128']
    """
    starts = sorted({int(history) // grid * grid for history in histories})
    return tuple(Shard(seed, start, start + grid) for start in starts)


@dataclass(frozen=True)
class Receipt:
    """What a worker hands back for a shard: proof of what was kept, and the few numbers shown meanwhile."""

    shard: Shard
    rows: Mapping[str, int]
    sha256: Mapping[str, str]
    bytes: Mapping[str, int]
    summary: Table = field(repr=False)
    tables: Tables | None = field(default=None, repr=False)

    def entry(self) -> dict[str, dict[str, Any]]:
        """The shard's entry in DONE.json."""
        return {
            kind: {"rows": self.rows[kind], "sha256": self.sha256[kind], "bytes": self.bytes[kind]}
            for kind in KINDS
        }


class Kept(Protocol):
    """What can be read of shards."""

    def columns(self, kind: str, shard: Shard) -> tuple[str, ...]: ...
    def read(self, kind: str, shards: Sequence[Shard], columns: Sequence[str] | None = None) -> Table: ...


class Store(Kept, Protocol):
    """Where shards are kept: a folder, or memory."""

    def whole(self, seed: int) -> dict[Shard, Receipt]: ...
    def put(self, shard: Shard, tables: Tables, summary: Sequence[str]) -> Receipt: ...
    def keep(self, receipt: Receipt) -> None: ...


@dataclass
class Memory:
    """Keeps the tables of a run in memory; nothing is written."""

    shards: dict[Shard, Tables] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        return {"shards": {}}  # a worker in another process needs none of what is kept here

    def whole(self, seed: int) -> dict[Shard, Receipt]:
        return {}

    def put(self, shard: Shard, tables: Tables, summary: Sequence[str]) -> Receipt:
        rows = {kind: length(tables[kind]) for kind in KINDS}
        nothing: dict[str, Any] = {}
        return Receipt(shard, rows, nothing, nothing, some(tables["final"], summary), tables)

    def keep(self, receipt: Receipt) -> None:
        if receipt.tables is not None:
            self.shards[receipt.shard] = receipt.tables

    def columns(self, kind: str, shard: Shard) -> tuple[str, ...]:
        return tuple(self.shards[shard][kind])

    def read(self, kind: str, shards: Sequence[Shard], columns: Sequence[str] | None = None) -> Table:
        tables = [self.shards[shard][kind] for shard in shards]
        names = tuple(tables[0]) if columns is None else columns
        return {name: np.concatenate([table[name] for table in tables]) for name in names}


def length(table: Table) -> int:
    """How many rows a table has."""
    return len(next(iter(table.values())))


def digest(table: Table) -> str:
    """sha256 of the names, types and values of a table, however a file packs them."""
    found = hashlib.sha256()
    for name, column in table.items():
        found.update(f"{name} {column.dtype.str}\n".encode() + column.tobytes())
    return found.hexdigest()


def some(table: Table, names: Sequence[str]) -> Table:
    """The columns of a table that are asked for, as far as it has them."""
    return {name: table[name] for name in names if name in table}


def records(table: Table) -> NDArray[Any]:
    """The columns of a table as one array of records."""
    length = len(next(iter(table.values())))
    records = np.empty(length, [(name, column.dtype) for name, column in table.items()])
    for name, column in table.items():
        records[name] = column
    return records


def expanded(ranges: Sequence[Sequence[int]]) -> list[int]:
    """The numbers in half-open ranges.

    >>> expanded([[0, 3], [10, 12]])
    [0, 1, 2, 10, 11]
    """
    return [history for first, last in ranges for history in range(first, last)]
