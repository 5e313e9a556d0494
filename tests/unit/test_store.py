"""A run folder holds whole files or none, whatever happens while they are written."""

import errno
import json
import os
import re
import time
from pathlib import Path

import duckdb
import numpy as np
import pytest
from tests.unit.tiny import Tiny

from groundswell.errors import RunError
from groundswell.store import GRID, HEADLINE, KINDS, Disk, Folder, Memory, Shard, StorageError, bin_edges, run_id, shards_of
from groundswell.store.shards import Tables
from groundswell.store.tables import MANTISSA, block_tables, joined, rounded

IDENTITY = {"scenario": "tiny"}
SPEC = {"layout": 1, "run_id": run_id(IDENTITY), "case": "tiny", "identity": IDENTITY}
SHARD = Shard(1, 0, GRID)


def tables(shard: Shard = SHARD) -> Tables:
    tiny = Tiny()
    parts = []
    for histories in np.split(shard.histories, 2):
        parameters = tiny.parameters(shard.seed, histories)
        block = tiny.block(parameters, shard.seed, histories)
        parts.append(block_tables(histories, parameters, block, tiny.names))
    return joined(parts)


def folder(tmp_path: Path, disk: Disk | None = None) -> Folder:
    return Folder.prepare(tmp_path, SPEC, disk)


class Failing(Disk):
    """A disk on which one step fails at the n-th file, as a full or a broken one would."""

    def __init__(self, step: str, at: int, error: BaseException) -> None:
        self.step, self.left, self.error = step, at, error

    def _fail(self, step: str) -> None:
        if step == self.step:
            self.left -= 1
            if self.left == 0:
                raise self.error

    def write_table(self, database, path, table, options):
        super().write_table(database, path, table, options)
        if self.step == "write" and self.left == 1:
            os.truncate(path, path.stat().st_size // 2)  # what a full disk leaves
        self._fail("write")

    def publish(self, temporary, path):
        self._fail("publish")
        super().publish(temporary, path)


def visible(path: Path) -> list[str]:
    return sorted(file.name for file in path.iterdir())


def same(one: Tables, other: Tables) -> bool:
    return all(
        one[kind][name].dtype == other[kind][name].dtype and np.array_equal(one[kind][name], other[kind][name])
        for kind in KINDS
        for name in one[kind]
    )


def test_a_shard_is_read_back_as_it_was_put(tmp_path):
    store, put = folder(tmp_path), tables()
    receipt = store.put(SHARD, put, ["ending"])
    read = {kind: store.read(kind, [SHARD]) for kind in KINDS}
    assert same(put, read) and {kind: list(read[kind]) for kind in KINDS} == {kind: list(put[kind]) for kind in KINDS}
    assert receipt.rows == {kind: len(next(iter(put[kind].values()))) for kind in KINDS}
    assert list(receipt.summary) == ["ending"]


def test_equal_tables_give_equal_bytes(tmp_path):
    one, other = folder(tmp_path / "one"), folder(tmp_path / "other")
    assert one.put(SHARD, tables(), []).sha256 == other.put(SHARD, tables(), []).sha256


def test_shards_are_read_in_the_order_they_are_asked_for(tmp_path):
    store = folder(tmp_path)
    shards = shards_of(1, range(3 * GRID))
    for shard in reversed(shards):
        store.put(shard, tables(shard), [])
    histories = store.read("traj", shards, ["history"])["history"]
    assert np.all(np.diff(histories.astype(int)) >= 0)
    assert np.array_equal(np.unique(histories), np.arange(3 * GRID))


def test_names_in_the_folder_are_those_of_the_layout(tmp_path):
    store = folder(tmp_path)
    store.put(SHARD, tables(), [])
    store.finish({"shards": {}})
    shard_files = [f"{kind}-s1-000000-000064.parquet" for kind in KINDS]
    assert store.path.name == f"tiny-{SPEC['run_id']}"
    assert visible(store.path) == sorted(["DONE.json", "spec.json", *shard_files])


def test_only_whole_shards_count_as_whole(tmp_path):
    store = folder(tmp_path)
    put = store.put(SHARD, tables(), [])
    assert {shard: receipt.entry() for shard, receipt in store.whole(1).items()} == {SHARD: put.entry()}
    assert store.whole(2) == {}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", ["truncated", "missing", "changed"])
def test_a_damaged_file_makes_its_shard_missing(tmp_path, kind, damage):
    store = folder(tmp_path)
    store.put(SHARD, tables(), [])
    path = store.file(kind, SHARD)
    content = bytearray(path.read_bytes())
    if damage == "truncated":
        path.write_bytes(content[:-40])
    elif damage == "missing":
        path.unlink()
    else:
        content[len(content) // 3] ^= 0xFF
        path.write_bytes(content)
    assert store.whole(1) == {}


def test_the_manifest_tells_which_files_are_damaged(tmp_path):
    store = folder(tmp_path)
    entries = {SHARD.name: store.put(SHARD, tables(), []).entry()}
    assert store.damaged(entries) == ()
    os.truncate(store.file("events", SHARD), 100)
    store.file("bands", SHARD).unlink()
    problems = {Path(problem.where).name: problem for problem in store.damaged(entries)}
    assert problems["events-s1-000000-000064.parquet"].got == "100 bytes"
    assert problems["bands-s1-000000-000064.parquet"].got == "no such file"
    assert all("groundswell run tiny --replicates" in problem.hint for problem in problems.values())


def test_reading_a_truncated_file_names_it(tmp_path):
    store = folder(tmp_path)
    store.put(SHARD, tables(), [])
    os.truncate(store.file("traj", SHARD), 500)
    with pytest.raises(RunError) as caught:
        store.read("traj", [SHARD])
    assert "traj-s1-000000-000064.parquet" in str(caught.value)
    assert "groundswell run tiny --replicates" in caught.value.problems[0].hint


@pytest.mark.parametrize("step", ["write", "publish"])
@pytest.mark.parametrize("at", range(1, len(KINDS) + 1))
def test_a_full_disk_leaves_nothing_half_written_and_loses_nothing(tmp_path, step, at):
    first, second = shards_of(1, [0, GRID])
    folder(tmp_path).put(first, tables(first), [])
    disk = Failing(step, at, OSError(errno.ENOSPC, "No space left on device"))
    store = Folder(folder(tmp_path).path, disk)
    before = visible(store.path)
    with pytest.raises(StorageError) as caught:
        store.put(second, tables(second), [])
    problem = caught.value.problems[0]
    assert (problem.got, problem.expected) == ("no space left on the disk", "room for the rest of the run")
    assert f"{KINDS[at - 1]}-s1-000064-000128" in problem.where and "free some space" in problem.hint
    assert not [name for name in visible(store.path) if name.endswith(".tmp")]
    assert set(visible(store.path)) - set(before) == {f"{kind}-{second.name}.parquet" for kind in KINDS[: at - 1]}
    assert list(store.whole(1)) == [first]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), SystemExit(1)])
def test_an_interrupted_write_leaves_nothing(tmp_path, interruption):
    store = Folder(folder(tmp_path).path, Failing("publish", 1, interruption))
    with pytest.raises(type(interruption)):
        store.put(SHARD, tables(), [])
    assert visible(store.path) == ["spec.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_really_full_device_is_told_as_such(tmp_path):
    class Full(Disk):
        def write_table(self, database, path, table, options):
            path.symlink_to("/dev/full")
            super().write_table(database, path, table, options)

    with pytest.raises(StorageError, match="no space left"):
        folder(tmp_path, Full()).put(SHARD, tables(), [])


def test_a_manifest_that_cannot_be_written_leaves_the_earlier_one(tmp_path):
    store = folder(tmp_path)
    store.finish({"shards": {"kept": {}}})
    failing = Folder(store.path, Failing("publish", 1, OSError(errno.EIO, "Input/output error")))
    with pytest.raises(StorageError, match="Input/output error"):
        failing.finish({"shards": {}})
    assert store.done() == {"shards": {"kept": {}}}


def test_the_folder_of_another_run_is_refused_and_left_alone(tmp_path):
    mine = folder(tmp_path)
    before = (mine.path / "spec.json").read_bytes()
    other = {**SPEC, "run_id": "ffffffffffffffff", "case": "other"}
    with pytest.raises(RunError) as caught:
        Folder.prepare(mine.path, other)
    problem = caught.value.problems[0]
    assert f"run {SPEC['run_id']} of tiny" in problem.got and "run ffffffffffffffff of other" in problem.expected
    assert "--out" in problem.hint
    assert (mine.path / "spec.json").read_bytes() == before


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / f"tiny-{SPEC['run_id']}").mkdir()
    (tmp_path / f"tiny-{SPEC['run_id']}" / "thesis.doc").write_text("years of work")
    with pytest.raises(RunError, match=r"no spec\.json"):
        folder(tmp_path)


def test_the_run_folder_itself_can_be_named(tmp_path):
    assert folder(folder(tmp_path).path).path == folder(tmp_path).path


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(RunError, match="no such file"):
        Folder(tmp_path).spec()
    (tmp_path / "spec.json").write_text('{"run_id": ')
    with pytest.raises(RunError, match=r"spec\.json"):
        Folder(tmp_path).spec()


def test_a_spec_changed_by_hand_is_refused(tmp_path):
    store = folder(tmp_path)
    changed = {**json.loads((store.path / "spec.json").read_text()), "identity": {"scenario": "finer"}}
    (store.path / "spec.json").write_text(json.dumps(changed))
    with pytest.raises(RunError, match=f"under the name {SPEC['run_id']}"):
        store.spec()


def test_a_run_that_never_finished_says_how_to_finish_it(tmp_path):
    store = folder(tmp_path)
    store.put(SHARD, tables(), [])
    with pytest.raises(RunError) as caught:
        store.done()
    assert "1 shards are there" in caught.value.problems[0].got
    assert "groundswell run tiny --replicates" in caught.value.problems[0].hint


def test_a_folder_that_cannot_be_made_is_told_in_four_parts(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        folder(tmp_path / "file")
    assert all(caught.value.problems[0])
    assert "--out" in caught.value.problems[0].hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told_in_four_parts(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError, match="a folder that can be written"):
        folder(tmp_path)


def test_sweeping_removes_only_what_old_writes_have_left(tmp_path):
    store = folder(tmp_path)
    old, new = store.path / ".traj.host-1-a.tmp", store.path / ".traj.host-1-b.tmp"
    for path in (old, new):
        path.write_text("half")
    os.utime(old, (time.time() - 100_000,) * 2)
    assert store.sweep() == (old,)
    assert visible(store.path) == [new.name, "spec.json"]


def test_memory_keeps_the_same_tables(tmp_path):
    memory, put = Memory(), tables()
    memory.keep(memory.put(SHARD, put, []))
    assert same(put, {kind: memory.read(kind, [SHARD]) for kind in KINDS})
    assert memory.columns("traj", SHARD) == tuple(put["traj"])


def test_shard_names_carry_seed_and_range_and_can_be_read_back():
    assert Shard.parse(Shard(7, 64, 128).name) == Shard(7, 64, 128)
    assert re.fullmatch(r"s7-1000000-1000064", Shard(7, 1_000_000, 1_000_064).name)
    with pytest.raises(ValueError, match="nonsense"):
        Shard.parse("nonsense")


def test_rounding_keeps_eleven_bits_and_whole_numbers():
    values = np.random.default_rng(1).lognormal(size=10_000).astype(np.float32)
    error = np.abs(rounded(values) - values) / values
    assert error.max() <= 2.0 ** -(MANTISSA + 1)
    assert not (rounded(values).view(np.uint32) & np.uint32(0xFFF)).any()
    counts = np.arange(2 ** (MANTISSA + 1), dtype=np.float32)
    assert np.array_equal(rounded(counts), counts)
    assert np.array_equal(rounded(-values), -rounded(values))


def test_standing_levels_are_sampled_and_counts_are_summed_over_the_week():
    tiny, histories = Tiny(days=30), np.arange(32, dtype=np.uint64)
    parameters = {"gain": np.ones(32)}
    block = tiny.block(parameters, 1, histories)
    traj = block_tables(histories, parameters, block, tiny.names, exact=True)["traj"]
    daily = dict(zip(block.series, block.daily, strict=True))
    assert traj["day"][:5].tolist() == [0, 7, 14, 21, 28]
    assert np.array_equal(traj["approval"].reshape(32, 5), daily["approval"][::7].T)
    killed = traj["killed"].reshape(32, 5)
    assert np.array_equal(killed.sum(axis=1), daily["killed"].sum(axis=0))
    assert np.array_equal(killed[:, 4], daily["killed"][28:].sum(axis=0))


@pytest.mark.parametrize("series", HEADLINE)
def test_bins_have_65_rising_edges_from_zero(series):
    edges = bin_edges(series)
    assert len(edges) == 65 and edges[0] == 0 and np.all(np.diff(edges) > 0)
    assert edges[-1] == 1 or HEADLINE[series] == "count"


def test_every_daily_value_lies_within_its_bin():
    tiny, histories = Tiny(), np.arange(32, dtype=np.uint64)
    block = tiny.block(tiny.parameters(1, histories), 1, histories)
    bands = block_tables(histories, tiny.parameters(1, histories), block, tiny.names)["bands"]
    for name in ("active_share", "approval", "killed"):
        values, edges = block.daily[block.series.index(name)].T.reshape(-1), bin_edges(name)
        assert np.all(edges[bands[name]] <= values) and np.all(values < edges[bands[name].astype(int) + 1])


def test_values_outside_the_bins_count_in_the_outermost():
    tiny, histories = Tiny(), np.arange(32, dtype=np.uint64)
    block = tiny.block(tiny.parameters(1, histories), 1, histories)
    block.daily[block.series.index("killed"), 0, :] = 1e6
    block.daily[block.series.index("approval"), 0, :] = -1e-3
    bands = block_tables(histories, tiny.parameters(1, histories), block, tiny.names)["bands"]
    first = bands["day"] == 0
    assert np.all(bands["killed"][first] == 63) and np.all(bands["approval"][first] == 0)


def test_two_columns_of_one_name_are_refused():
    tiny, histories = Tiny(), np.arange(32, dtype=np.uint64)
    parameters = {"gain": np.ones(32), "approval": np.ones(32)}
    with pytest.raises(RunError, match="two columns named approval"):
        block_tables(histories, parameters, tiny.block(parameters, 1, histories), tiny.names)


def test_the_ending_is_the_outcome_of_the_largest_episode():
    final = tables()["final"]
    assert final["ending"][:3].tolist() == [2, 0, 1]  # none, only the small, the large after the small
    assert final["episodes"][:3].tolist() == [0, 1, 2]
    assert final["largest_onset"][:3].tolist() == [-1, 1, 8]
    assert final["largest_deaths"][:3].tolist() == [0, 0, 5]


def test_falls_and_deaths_are_counted_from_the_events():
    put = tables()
    final, events = put["final"], put["events"]
    assert final["falls"].tolist() == [int(history % 4 == 0) for history in range(GRID)]
    for history in range(GRID):
        mine = (events["history"] == history) & (events["kind"] == 2)
        assert final["killed_by_forces"][history] == events["amount"][mine].sum()


def test_the_files_are_plain_parquet_that_any_reader_opens(tmp_path):
    store = folder(tmp_path)
    store.put(SHARD, tables(), [])
    rows = duckdb.connect().execute(f"SELECT count(*), max(day) FROM '{store.file('traj', SHARD)}'").fetchall()
    assert rows == [(GRID * 5, 28)]


def kept_run(tmp_path: Path) -> Path:
    from groundswell.ensemble import run

    made = run(Tiny(), 192, seed=7, out=tmp_path, workers=1).run_dir
    assert made is not None
    return made


@pytest.mark.parametrize("harm", ["cut", "gone", "same size", "never finished"])
def test_a_reader_names_the_command_that_mends_the_run(tmp_path, harm):
    from groundswell.runs import Runs

    path = kept_run(tmp_path)
    file = next(path.glob("final-s7-000064*")) if harm != "never finished" else path / "DONE.json"
    if harm == "cut":
        os.truncate(file, 100)
    elif harm == "same size":
        file.write_bytes(b"x" * file.stat().st_size)
    else:
        file.unlink()
    with pytest.raises(RunError) as refused:
        _ = Runs.open(path).final
    hint = refused.value.problems[0].hint
    assert f"groundswell run tiny --replicates 192 --seed 7 --out {path} --no-why" in hint
    assert "the same command" not in hint
