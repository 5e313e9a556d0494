"""Where a fit is kept, so that whatever interrupts it costs at most the chunk of work under way.

    fit.json                            what is fitted: the problem, the seed, the size of generations
    chunk-00000000-00000064.parquet     candidates that were simulated, while their generation is under way
    generation-000.parquet              all candidates of a finished generation

A file is written under another name, flushed and renamed, so it is there whole or not at all.
"""

import json
import os
import re
import socket
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self

import duckdb
import numpy as np

from groundswell.calibrate.problem import Numbers, Simulated, Values
from groundswell.errors import RunError
from groundswell.store import Disk, StorageError, Table, digest, run_id

DAY_IN_SECONDS = 86_400
OPTIONS = "PARQUET_VERSION v2"
OTHER = "name another folder with `out`, or delete this one"


class Candidates(NamedTuple):
    """Points that were tried and what happened there."""

    numbers: Numbers
    points: Values
    distances: Values
    summaries: Values

    def take(self, rows: Any) -> "Candidates":
        """Some of them, in the order of the rows asked for."""
        return Candidates(*(column[rows] for column in self))


def together(parts: Sequence[Candidates]) -> Candidates:
    """Candidates of several rounds, one after the other."""
    return Candidates(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


@dataclass(frozen=True)
class Ledger:
    """The folder of one fit. Without a path nothing is kept."""

    path: Path | None
    names: tuple[str, ...]
    summary_names: tuple[str, ...]
    disk: Disk = field(default_factory=Disk, repr=False, compare=False)

    @classmethod
    def prepare(
        cls, out: str | Path | None, names: tuple[str, ...], summary_names: tuple[str, ...], identity: Mapping[str, Any]
    ) -> Self:
        """Makes the folder of a fit, or finds it again.

        Raises RunError when the folder belongs to another fit or cannot be written.
        """
        if out is None:
            return cls(None, names, summary_names)
        path = Path(out).absolute()
        with _writing(path):
            path.mkdir(parents=True, exist_ok=True)
            _sweep(path)
        ledger, spec = cls(path, names, summary_names), path / "fit.json"
        content = {"fit": run_id(identity), "identity": identity}
        if spec.exists():
            _refuse_foreign(spec, content)
        elif any(not file.name.startswith(".") for file in path.iterdir()):
            raise RunError.of(str(path), "a folder with files in it and no fit.json", "an empty folder, or the folder of this fit", OTHER)
        else:
            with ledger._published(spec) as temporary:
                ledger.disk.write(temporary, json.dumps(content, indent=1, ensure_ascii=False).encode())
        return ledger

    def keep_chunk(self, numbers: Numbers, points: Values, simulated: Simulated) -> None:
        """Writes candidates that were simulated together; equal candidates give equal rows, so twice does no harm."""
        if self.path is not None:
            name = f"chunk-{int(numbers[0]):08d}-{int(numbers[-1]) + 1:08d}.parquet"
            self._write(self.path / name, Candidates(numbers, points, *simulated))

    def chunks(self, first: int, last: int) -> Candidates:
        """The candidates numbered first to last - 1 that are kept in chunks, in the order of their numbers."""
        parts = [self._nobody()]
        for path in self._chunk_files(first, last):
            with suppress(duckdb.Error, ValueError, KeyError):  # a damaged chunk is simulated again
                parts.append(self._read(path))
        found = together(parts)
        numbers, rows = np.unique(found.numbers, return_index=True)
        return found.take(rows[(numbers >= first) & (numbers < last)])

    def keep_generation(self, generation: int, candidates: Candidates) -> None:
        """Writes a finished generation, then removes the chunks that it holds."""
        if self.path is None:
            return
        self._write(self.path / f"generation-{generation:03d}.parquet", candidates)
        for path in self._chunk_files(int(candidates.numbers[0]), int(candidates.numbers[-1]) + 1):
            path.unlink(missing_ok=True)

    def generation(self, generation: int) -> Candidates | None:
        """A generation that an earlier call has finished, or nothing.

        Raises RunError when its file is damaged.
        """
        path = None if self.path is None else self.path / f"generation-{generation:03d}.parquet"
        if path is None or not path.exists():
            return None
        try:
            return self._read(path)
        except (duckdb.Error, ValueError, KeyError) as error:
            got = str(error).splitlines()[0]
            hint = "delete it and all generations after it, and fit again: those before it are kept"
            raise RunError.of(str(path), got, "a generation as the fit wrote it", hint) from error

    def _chunk_files(self, first: int, last: int) -> list[Path]:
        found = []
        for path in sorted(self.path.glob("chunk-*.parquet")) if self.path is not None else []:
            span = re.fullmatch(r"chunk-(\d+)-(\d+)", path.stem)
            if span and int(span[1]) < last and int(span[2]) > first:
                found.append(path)
        return found

    def _write(self, path: Path, candidates: Candidates) -> None:
        table = self._table(candidates)
        with self._published(path) as temporary, _database() as database:
            self.disk.write_table(database, temporary, table, f"{OPTIONS}, KV_METADATA {{sha256: '{digest(table)}'}}")

    def _read(self, path: Path) -> Candidates:
        """The candidates of a file. Raises ValueError when they are not those that were written."""
        quoted = "'" + str(path).replace("'", "''") + "'"
        with _database() as database:
            table: Table = dict(database.execute(f"SELECT * FROM read_parquet({quoted})").fetchnumpy())
            seal = database.execute(f"SELECT value FROM parquet_kv_metadata({quoted}) WHERE key = 'sha256'").fetchone()
        if seal is None or bytes(seal[0]).decode() != digest(table):
            raise ValueError(f"{path.name} holds other rows than were written")
        points = np.stack([table[f"parameter:{name}"] for name in self.names], axis=1)
        return Candidates(table["number"], points, table["distance"], self._summaries(table))

    def _table(self, candidates: Candidates) -> Table:
        parameters = {f"parameter:{name}": column for name, column in zip(self.names, candidates.points.T, strict=True)}
        summaries = {f"summary:{name}": column for name, column in zip(self.summary_names, candidates.summaries.T, strict=True)}
        own = {"number": candidates.numbers, "distance": candidates.distances}
        return {name: np.ascontiguousarray(column) for name, column in {**own, **parameters, **summaries}.items()}

    def _summaries(self, table: Table) -> Values:
        columns = [table[f"summary:{name}"] for name in self.summary_names]
        return np.stack(columns, axis=1) if columns else np.empty((len(table["number"]), 0))

    def _nobody(self) -> Candidates:
        shape = (0, len(self.summary_names))
        return Candidates(np.empty(0, np.uint64), np.empty((0, len(self.names))), np.empty(0), np.empty(shape))

    @contextmanager
    def _published(self, path: Path) -> Iterator[Path]:
        """A name beside the file that nobody else uses; the file gets its own name when it is whole."""
        temporary = path.with_name(f".{path.name}.{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex}.tmp")
        try:
            with _writing(path):
                yield temporary
                self.disk.publish(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Removes what writes that were killed have left; one that is under way is younger than a day."""
    for temporary in path.glob(".*.tmp"):
        if temporary.stat().st_mtime < time.time() - DAY_IN_SECONDS:
            temporary.unlink(missing_ok=True)


def _refuse_foreign(path: Path, content: Mapping[str, Any]) -> None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        identity = found["identity"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError.of(str(path), str(error), "a fit.json as the fit wrote it", OTHER) from error
    if run_id(identity) == content["fit"]:
        return
    theirs, ours = json.loads(json.dumps(identity)), json.loads(json.dumps(content["identity"]))
    other = [key for key in sorted({*theirs, *ours}) if theirs.get(key) != ours.get(key)]
    raise RunError.of(str(path), f"the folder of a fit with another {' and '.join(other)}", f"the folder of fit {content['fit']}", OTHER)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.IOException) as error:
        hint = "free some space, or name another folder with `out`"
        raise StorageError.of(str(path), str(error), "a folder that can be written", hint) from error


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:", config={"threads": 1, "preserve_insertion_order": True})
    try:
        yield connection
    finally:
        connection.close()
