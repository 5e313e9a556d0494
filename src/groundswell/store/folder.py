"""The run folder: which files a run leaves, and how they are written so that none is ever half there.

    spec.json                               what was run: scenario, design, switches, precision, engine
    traj-s1-000000-000064.parquet           the course of every series, one row per history and week
    events-… episodes-… bands-…             what happened, day by day; waves; daily values in 64 bins
    final-…                                 one row per history; written last, it seals its shard
    DONE.json                               every shard with its rows and sha256, failures, versions

A shard is 64 histories of one seed. The grid of shards never depends on the number of workers, so
a run resumes or grows anywhere by adding the shards that are missing.
"""

import errno
import hashlib
import json
import os
import socket
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import duckdb

from groundswell.errors import Problem, RunError
from groundswell.store.mending import mending
from groundswell.store.shards import KINDS, Receipt, Shard, Table, Tables, digest, length, some

LAYOUT = 2  # raised whenever a table gains, loses or redefines a column, so that older shards are not reused
DAY_IN_SECONDS = 86_400

# Long columns of floats compress best byte by byte, which the writer does when it keeps no dictionary.
_OPTIONS = {"traj": "PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1"}
_FULL = (errno.ENOSPC, errno.EDQUOT)
_OTHER = "name another folder with `out` (on the command line --out)"
_RERUN = "run the same command again: shards that are whole are kept, only missing ones are computed"


class StorageError(RunError):
    """The run folder cannot be written: no other shard would fare better."""


class Disk:
    """The three things asked of a file system; a test puts a failing one in its place."""

    def write(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)

    def write_table(self, database: duckdb.DuckDBPyConnection, path: Path, table: Table, options: str) -> None:
        database.register("shard", table)
        database.execute(f"COPY (SELECT * FROM shard) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd, {options})")
        database.unregister("shard")

    def publish(self, temporary: Path, path: Path) -> None:
        """Gives a finished file its name: from one moment to the next it is there, whole and on the disk."""
        _sync(temporary)
        os.replace(temporary, path)
        _sync(path.parent)


@dataclass(frozen=True)
class Folder:
    """A run folder on disk."""

    path: Path
    disk: Disk = field(default_factory=Disk, repr=False, compare=False)

    @classmethod
    def prepare(cls, out: Path, spec: Mapping[str, Any], disk: Disk | None = None) -> Self:
        """Makes, or finds again, the folder of this run below `out` (or `out` itself, if it is this run's).

        Raises RunError when the folder holds something else or cannot be written.
        """
        with _writing(out):
            path = out if (out / "spec.json").exists() else out / f"{spec['case']}-{spec['run_id']}"
            path.mkdir(parents=True, exist_ok=True)
            new = not (path / "spec.json").exists()
            strangers = new and any(not _is_temporary(file) for file in path.iterdir())
        folder = cls(path, disk or Disk())
        if strangers:
            raise RunError.of(
                str(path), "a folder with files in it and no spec.json", "an empty folder, or the folder of this run", _OTHER
            )
        if new:
            folder._publish(path / "spec.json", json.dumps(spec, indent=1, ensure_ascii=False).encode())
        else:
            folder._refuse_foreign(spec)
        return folder

    def spec(self) -> dict[str, Any]:
        """What was run. Raises RunError when this is no run folder, or its spec.json was changed by hand."""
        path = self.path / "spec.json"
        content = _read_json(path, "the spec.json of a run")
        found = run_id(content.get("identity", {}))
        if content.get("run_id") != found:
            got = f"a content of run {found} under the name {content.get('run_id')}"
            raise RunError.of(str(path), got, "a spec.json as the run wrote it", "restore the file, or run again elsewhere")
        return content

    def done(self) -> dict[str, Any]:
        """The manifest of the finished run. Raises RunError when it never finished."""
        if not (self.path / "DONE.json").exists() and (self.path / "spec.json").exists():
            whole = len(list(self.path.glob("final-s*.parquet")))
            raise RunError.of(
                str(self.path), f"a run that never finished ({whole} shards are there)", "a DONE.json beside them", mending(self.path)
            )
        return _read_json(self.path / "DONE.json", "the DONE.json of a finished run")

    def manifest(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """spec.json and DONE.json. Raises RunError when they are not there or not of the same run."""
        spec, done = self.spec(), self.done()
        if done.get("run_id") != spec["run_id"]:
            where, got = str(self.path / "DONE.json"), f"the manifest of run {done.get('run_id')}"
            raise RunError.of(where, got, f"that of run {spec['run_id']}", f"delete it, then {mending(self.path)}")
        return spec, done

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Writes DONE.json, the last file of a run (written again when the run has grown)."""
        self._publish(self.path / "DONE.json", json.dumps(manifest, indent=1, sort_keys=True).encode())

    def whole(self, seed: int) -> dict[Shard, Receipt]:
        """The shards of a seed of which every file is there, readable, and has the bytes that were sealed."""
        found = {}
        for path in sorted(self.path.glob(f"final-s{seed}-*.parquet")):
            with suppress(RunError, ValueError, KeyError, OSError, duckdb.Error):
                shard = Shard.parse(path.stem.removeprefix("final-"))
                found[shard] = self._checked(shard)
        return found

    def put(self, shard: Shard, tables: Tables, summary: Sequence[str]) -> Receipt:
        """Writes the five files of a shard, `final` last; equal tables give equal bytes, so twice does no harm."""
        rows: dict[str, int] = {}
        sums: dict[str, str] = {}
        sizes: dict[str, int] = {}
        with _database() as database:
            for kind in KINDS:
                options = _OPTIONS.get(kind, "PARQUET_VERSION v2")
                if kind == "final":
                    seal = {"rows": rows, "sha256": {**sums, "final": digest(tables[kind])}}
                    options += f", KV_METADATA {{shard: {_quoted(json.dumps(seal, sort_keys=True))}}}"
                path = self.file(kind, shard)
                with self._temporary(path) as temporary:
                    self.disk.write_table(database, temporary, tables[kind], options)
                    rows[kind], sums[kind] = length(tables[kind]), _sha256(temporary)
                    sizes[kind] = temporary.stat().st_size
                    self.disk.publish(temporary, path)
        return Receipt(shard, rows, sums, sizes, some(tables["final"], summary))

    def keep(self, receipt: Receipt) -> None:
        """Nothing to do: the worker has written it."""

    def columns(self, kind: str, shard: Shard) -> tuple[str, ...]:
        with _reading(self.path), _database() as database:
            return tuple(
                row[0]
                for row in database.execute(f"DESCRIBE SELECT * FROM {_quoted(self.file(kind, shard))}").fetchall()
            )

    def read(self, kind: str, shards: Sequence[Shard], columns: Sequence[str] | None = None) -> Table:
        """The rows of a table over some shards, in the order of the shards.

        Raises RunError naming the file when one is missing or damaged.
        """
        files = ", ".join(_quoted(self.file(kind, shard)) for shard in shards)
        chosen = "*" if columns is None else ", ".join(_name(column) for column in columns)
        with _reading(self.path), _database() as database:
            return dict(database.execute(f"SELECT {chosen} FROM read_parquet([{files}])").fetchnumpy())

    def file(self, kind: str, shard: Shard) -> Path:
        return self.path / f"{kind}-{shard.name}.parquet"

    def damaged(self, entries: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> tuple[Problem, ...]:
        """One problem for each file of the manifest that is missing or has another size than was written."""
        problems = []
        for name, files in entries.items():
            for kind, written in files.items():
                path = self.path / f"{kind}-{name}.parquet"
                size = path.stat().st_size if path.exists() else None
                if size != written["bytes"]:
                    got = "no such file" if size is None else f"{size} bytes"
                    problems.append(Problem(str(path), got, f"{written['bytes']} bytes, as written", mending(self.path)))
        return tuple(problems)

    def sweep(self, older_than: float = DAY_IN_SECONDS) -> tuple[Path, ...]:
        """Removes what interrupted writes have left, if older than some seconds, and says what it removed."""
        limit = time.time() - older_than
        stale = [path for path in self.path.iterdir() if _is_temporary(path) and path.stat().st_mtime <= limit]
        for path in stale:
            path.unlink(missing_ok=True)
        return tuple(stale)

    def _checked(self, shard: Shard) -> Receipt:
        last = _quoted(self.file("final", shard))
        with _database() as database:
            final: Table = dict(database.execute(f"SELECT * FROM read_parquet({last})").fetchnumpy())
            found = database.execute(f"SELECT value FROM parquet_kv_metadata({last}) WHERE key = 'shard'").fetchone()
        sealed = json.loads(bytes(found[0])) if found else {}
        files = {kind: self.file(kind, shard) for kind in KINDS}
        sums = {kind: _sha256(path) for kind, path in files.items()}
        if {**sums, "final": digest(final)} != sealed["sha256"]:
            raise ValueError(shard.name)
        rows = {**sealed["rows"], "final": length(final)}
        return Receipt(shard, rows, sums, {kind: path.stat().st_size for kind, path in files.items()}, final)

    def _refuse_foreign(self, spec: Mapping[str, Any]) -> None:
        other = self.spec()
        if other["run_id"] != spec["run_id"]:
            got = f"run {other['run_id']} of {other['case']}"
            raise RunError.of(str(self.path / "spec.json"), got, f"run {spec['run_id']} of {spec['case']}", _OTHER)

    def _publish(self, path: Path, data: bytes) -> None:
        with self._temporary(path) as temporary:
            self.disk.write(temporary, data)
            self.disk.publish(temporary, path)

    @contextmanager
    def _temporary(self, path: Path) -> Iterator[Path]:
        """A name beside the file that nobody else uses; whatever goes wrong, nothing is left under it."""
        who = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex}"
        temporary = path.with_name(f".{path.name}.{who}.tmp")
        try:
            with _writing(path):
                yield temporary
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.IOException) as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: Exception) -> StorageError:
    full = getattr(error, "errno", None) in _FULL or "No space left" in str(error)
    if full:
        return StorageError.of(
            str(path), "no space left on the disk", "room for the rest of the run", f"free some space, then {_RERUN}"
        )
    return StorageError.of(str(path), str(error), "a folder that can be written", _OTHER)


def run_id(identity: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits that name a run by all that decides its bits, but for seed and histories.

    >>> run_id({"scenario": {"id": "a"}, "off": []})
    'f07045301452c041'
    """
    canonical = json.dumps(identity, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own, in memory and on one thread, so that equal tables give equal bytes."""
    connection = duckdb.connect(":memory:", config={"threads": 1, "preserve_insertion_order": True})
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise RunError.of(str(path), str(error).splitlines()[0], "whole Parquet files, as the run wrote them", mending(path)) from error


def _read_json(path: Path, expected: str) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        got = "no such file" if isinstance(error, FileNotFoundError) else str(error)
        raise RunError.of(str(path), got, expected, "name a folder that `run` has written") from error
    if not isinstance(content, dict):
        raise RunError.of(str(path), type(content).__name__, expected, "name a folder that `run` has written")
    return content


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_temporary(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(".tmp")


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
