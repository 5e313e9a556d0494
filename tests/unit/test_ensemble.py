"""Who computes, in which order and how often, changes no bit; whatever breaks, what is finished is kept."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Lock

import numpy as np
import pytest
from tests.unit.test_runs import TABLES, same
from tests.unit.tiny import Tiny, die_always, die_once

from groundswell import ensemble
from groundswell.analysis.uncertainty import Share
from groundswell.ensemble import driver, run
from groundswell.errors import RunError, UsageError
from groundswell.runs import Runs
from groundswell.store import Disk, Folder, StorageError

ROOT = Path(__file__).parents[2]
TINY = Tiny()


@pytest.fixture(scope="module")
def reference() -> Runs:
    return run(TINY, 200, memory=True, workers=1)


def files(runs: Runs) -> dict[str, bytes]:
    assert runs.run_dir is not None
    return {path.name: path.read_bytes() for path in runs.run_dir.glob("*.parquet")}


def spawned() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, get_context("spawn"))


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_threads_gives_the_same_bits(reference, workers):
    assert same(reference, run(TINY, 200, memory=True, workers=workers))


@pytest.mark.slow
def test_processes_write_the_same_bytes_as_threads(tmp_path):
    threads = run(TINY, 200, out=tmp_path / "threads")
    with spawned() as pool:
        passed = run(TINY, 200, out=tmp_path / "passed", executor=pool)
        assert pool.submit(int, 1).result() == 1, "an executor that was passed is left open"
    isolated = run(TINY, 200, out=tmp_path / "isolated", isolate=True, workers=2)
    assert files(threads) == files(passed) == files(isolated)


@pytest.mark.slow
def test_processes_can_keep_a_run_in_memory(reference):
    assert same(reference, run(TINY, 200, memory=True, isolate=True, workers=2))


class Bare(Executor):
    """An executor with the agreed calls and no others, that does its work in the most unhelpful order."""

    def __init__(self) -> None:
        self.queue, self.most = [], 0

    def submit(self, function, /, *arguments):
        future = BareFuture(self, function, arguments)
        self.queue.append(future)
        self.most = max(self.most, len(self.queue))
        return future

    def map(self, *_, **__):
        raise AssertionError("only submit is agreed")

    def shutdown(self, *_, **__):
        raise AssertionError("an executor that was passed is not shut down")


class BareFuture:
    def __init__(self, executor, function, arguments):
        self.executor, self.call = executor, (function, arguments)

    def result(self):
        while self.executor.queue:  # the last comes first
            future = self.executor.queue.pop()
            function, arguments = future.call
            future.value = function(*arguments)
        return self.value

    def cancel(self):
        return True


def test_an_executor_is_asked_for_no_more_than_agreed(reference):
    executor = Bare()
    assert same(reference, run(TINY, 200, memory=True, executor=executor, workers=1))
    assert 2 <= executor.most <= 4, "between two and four shards wait for each worker"


class Fails:
    """Fails so many times when it meets a history."""

    def __init__(self, first: int, times: int, error: Exception) -> None:
        self.first, self.times, self.error, self.calls, self.lock = first, times, error, Counter(), Lock()

    def __call__(self, _, __, histories) -> None:
        with self.lock:
            self.calls[int(histories[0])] += 1
            if int(histories[0]) == self.first and self.calls[self.first] <= self.times:
                raise self.error


def test_a_shard_that_fails_twice_is_tried_a_third_time(reference):
    hook = Fails(64, 2, OSError("a hiccup"))
    runs = run(Tiny(before=hook), 200, memory=True)
    assert same(reference, runs)
    assert runs.failures == () and hook.calls[64] == 3


def test_a_shard_that_always_fails_is_named_and_the_others_are_kept(tmp_path, reference):
    runs = run(Tiny(before=Fails(64, 99, ZeroDivisionError("no crowd"))), 200, out=tmp_path)
    others = [history for history in range(200) if not 64 <= history < 128]
    assert runs.histories.tolist() == others
    assert same(runs, reference.select(others))
    opened = Runs.open(runs.run_dir)
    (failure,) = opened.failures
    assert failure["shard"] == "s1-000064-000128" and failure["tries"] == 3
    assert failure["error"] == "ZeroDivisionError: no crowd"
    assert same(runs, opened)


def test_what_failed_is_tried_again_when_run_again(tmp_path, reference):
    run(Tiny(before=Fails(64, 99, ZeroDivisionError())), 200, out=tmp_path)
    hook = Fails(0, 0, ZeroDivisionError())
    mended = run(Tiny(before=hook), 200, out=tmp_path)
    assert same(mended, reference) and sorted(hook.calls) == [64, 96]
    assert Runs.open(mended.run_dir).failures == ()


def test_a_shard_lost_since_and_failing_now_leaves_the_others_to_be_opened(tmp_path, reference):
    made = run(TINY, 200, out=tmp_path)
    os.truncate(made.run_dir / "bands-s1-000064-000128.parquet", 10)
    rest = run(Tiny(before=Fails(64, 99, ZeroDivisionError())), 100, out=tmp_path)
    assert rest.histories.tolist() == list(range(64))
    others = [history for history in range(200) if not 64 <= history < 128]
    assert same(Runs.open(made.run_dir), reference.select(others))


def test_when_every_shard_fails_the_run_fails_with_each_in_four_parts(tmp_path):
    def broken(*_):
        raise ZeroDivisionError("no crowd")

    with pytest.raises(RunError) as caught:
        run(Tiny(before=broken), 100, out=tmp_path)
    assert [problem.where for problem in caught.value.problems] == ["shard s1-000000-000064", "shard s1-000064-000128"]
    assert all(all(problem) for problem in caught.value.problems)
    assert "ZeroDivisionError: no crowd" in str(caught.value)


def test_an_error_about_input_is_not_tried_again():
    hook = Fails(64, 99, UsageError.of("a", "b", "c", "d"))
    with pytest.raises(UsageError):
        run(Tiny(before=hook), 200, memory=True)
    assert hook.calls[64] == 1


@pytest.mark.slow
@pytest.mark.parametrize("always", [False, True], ids=["once", "always"])
def test_a_worker_that_dies_takes_only_its_own_shard_with_it(tmp_path, reference, always):
    die = (die_always if always else die_once)(tmp_path, 64)
    runs = run(Tiny(before=die), 200, out=tmp_path / "runs", isolate=True, workers=2)
    if always:
        assert [failure["shard"] for failure in runs.failures] == ["s1-000064-000128"]
        assert runs.replicates == 200 - 64
    else:
        assert runs.failures == () and same(runs, reference)


@pytest.mark.slow
def test_a_passed_executor_that_breaks_is_told_and_a_rerun_goes_on(tmp_path, reference):
    with pytest.raises(RunError) as caught, spawned() as pool:
        run(Tiny(before=die_always(tmp_path, 128)), 200, out=tmp_path / "runs", executor=pool, workers=1)
    assert caught.value.problems[0].where == "ProcessPoolExecutor"
    assert "run the same command again" in caught.value.problems[0].hint
    assert same(run(TINY, 200, out=tmp_path / "runs"), reference)


def test_growing_a_run_only_adds_shards(tmp_path, reference):
    small = run(TINY, 70, out=tmp_path)
    before = {name: (small.run_dir / name).stat().st_mtime_ns for name in files(small)}
    grown = run(TINY, 200, out=tmp_path)
    after = {name: (grown.run_dir / name).stat().st_mtime_ns for name in files(grown)}
    assert len(before) == 10 and len(after) == 20 and before.items() <= after.items()
    assert same(grown, reference) and same(small, reference.select(np.arange(70)))


def test_asking_for_fewer_histories_later_forgets_none(tmp_path):
    run(TINY, 100, out=tmp_path)
    few = run(TINY, 10, out=tmp_path)
    assert few.replicates == 10 and Runs.open(few.run_dir).replicates == 100


def test_two_seeds_share_a_folder(tmp_path):
    one, two = run(TINY, 64, 1, out=tmp_path), run(TINY, 64, 2, out=tmp_path)
    assert one.run_dir == two.run_dir
    assert same(Runs.open(one.run_dir, seed=1), one) and same(Runs.open(one.run_dir), two)
    assert not np.array_equal(one.trajectory("approval")[1], two.trajectory("approval")[1])


def test_histories_can_be_chosen_by_number(reference):
    assert same(run(TINY, memory=True, histories=[150, 3, 3]), reference.select([3, 150]))


def test_the_name_of_a_run_hangs_on_what_decides_its_bits():
    names = {
        "the same": run(TINY, 1, memory=True).run_id,
        "more, by others": run(TINY, 70, 9, memory=True, workers=1).run_id,
        "another scenario": run(Tiny(days=31), 1, memory=True).run_id,
        "exact": run(TINY, 1, memory=True, precision="exact").run_id,
    }
    assert names["the same"] == names["more, by others"]
    assert len(set(names.values())) == 3


def test_exact_series_are_kept_bit_for_bit(reference):
    exact = run(TINY, 64, memory=True, precision="exact")
    histories = np.arange(32, dtype=np.uint64)
    block = TINY.block(TINY.parameters(1, histories), 1, histories)
    assert np.array_equal(exact.trajectory("approval")[1][:32], block.daily[1, ::7].T)
    assert np.allclose(exact.trajectory("approval")[1], reference.trajectory("approval")[1][:64], rtol=2.0**-12, atol=0)


def test_progress_rises_to_the_total_and_carries_the_answer(tmp_path):
    calls = []
    runs = run(TINY, 200, out=tmp_path, progress=lambda *call: calls.append(call))
    assert [done for done, _, _ in calls] == [0, 64, 128, 192, 200]
    assert {total for _, total, _ in calls} == {200}
    answer = calls[-1][2]
    assert answer["fell"] == (runs.final["falls"] > 0).mean() == 0.25
    assert answer["fell_margin"] == Share(50, 200).margin
    assert sum(answer["endings"].values()) == pytest.approx(1)
    assert answer["endings"]["conceded"] == (runs.final["ending"] == "conceded").mean()
    assert answer["killed"][0.5] == np.median(runs["killed"].values)
    assert answer["reused"] == 0


def test_progress_of_a_rerun_tells_what_was_used_again(tmp_path):
    run(TINY, 128, out=tmp_path)
    calls = []
    run(TINY, 200, out=tmp_path, progress=lambda *call: calls.append(call))
    assert [done for done, _, _ in calls] == [128, 192, 200]
    assert all(answer["reused"] == 128 for _, _, answer in calls)


@pytest.mark.parametrize(
    "arguments",
    [{"replicates": 0}, {"replicates": -5}, {"seed": -1}, {"histories": []}, {"histories": [-1]}, {"off": ["a"]}, {"point": {}}],
    ids=str,
)
def test_arguments_without_sense_are_refused(arguments):
    with pytest.raises(UsageError) as caught:
        run(TINY, memory=True, **arguments)
    assert all(caught.value.problems[0])


def stop_at(done: int):
    def progress(finished: int, *_) -> None:
        if finished >= done:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("memory", [True, False], ids=["memory", "disk"])
def test_an_interrupted_run_returns_what_is_finished(tmp_path, reference, memory):
    runs = run(Tiny(pause=0.01), 640, out=tmp_path, memory=memory, workers=2, progress=stop_at(128))
    assert runs.stopped_at == runs.replicates
    assert 128 <= runs.replicates < 640, "what was begun is finished, what was not is not begun"
    common = np.intersect1d(runs.histories, reference.histories)
    assert same(runs.select(common), reference.select(common))
    if not memory:
        opened = Runs.open(runs.run_dir)
        assert opened.stopped_at == runs.stopped_at and same(opened, runs)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path, reference):
    stopped = run(Tiny(pause=0.01), 200, out=tmp_path, workers=1, progress=stop_at(64))
    again = run(TINY, 200, out=tmp_path)
    assert stopped.replicates < 200 and again.stopped_at is None and same(again, reference)
    assert Runs.open(again.run_dir).stopped_at is None


def test_an_interruption_before_anything_is_finished_is_passed_on():
    with pytest.raises(KeyboardInterrupt):
        run(TINY, 64, memory=True, progress=stop_at(0))


class FullAfter(Disk):
    def __init__(self, published: int) -> None:
        self.left, self.lock = published, Lock()

    def publish(self, temporary, path):
        with self.lock:
            self.left -= 1
            full = self.left < 0
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().publish(temporary, path)


def test_a_disk_that_fills_up_stops_the_run_and_keeps_what_is_whole(tmp_path, reference):
    spec = ensemble.spec_of(TINY, "rounded")
    store = Folder.prepare(tmp_path, spec, FullAfter(1 + 7))  # spec.json, one shard and a part of the next
    wanted = np.arange(200, dtype=np.uint64)
    stopped = driver.Driver(TINY, store, 1, wanted, None, "rounded", ensemble.Crew(None, 1, False))
    with pytest.raises(StorageError, match="no space left"):
        stopped.drive()
    assert [shard.name for shard in store.whole(1)] == ["s1-000000-000064"]
    assert not list(store.path.glob("*.tmp")) and not list(store.path.glob(".*.tmp"))
    assert same(run(TINY, 200, out=tmp_path), reference)


def test_an_unwritable_folder_is_refused_before_any_work(tmp_path):
    (tmp_path / "file").write_text("")
    calls = []
    with pytest.raises(StorageError) as caught:
        run(TINY, 64, out=tmp_path / "file" / "runs", progress=lambda *call: calls.append(call))
    assert calls == [] and all(caught.value.problems[0])


def test_the_folder_of_another_run_is_refused_and_left_as_it_was(tmp_path):
    other = run(Tiny(days=31), 64, out=tmp_path)
    before = {path.name: path.read_bytes() for path in other.run_dir.iterdir()}
    with pytest.raises(RunError) as caught:
        run(TINY, 64, out=other.run_dir)
    assert other.run_id in caught.value.problems[0].got and "--out" in caught.value.problems[0].hint
    assert {path.name: path.read_bytes() for path in other.run_dir.iterdir()} == before


SCRIPT = """
import sys
from groundswell.ensemble import run
from tests.unit.tiny import Tiny

if __name__ == "__main__":
    runs = run(Tiny(pause=0.4), 640, out=sys.argv[1], workers=2, isolate=sys.argv[2] == "processes")
    print("finished", runs.replicates, runs.stopped_at, flush=True)
"""


def start(tmp_path: Path, how: str) -> subprocess.Popen[str]:
    """The same run in a program of its own, at the head of its own process group."""
    (tmp_path / "program.py").write_text(SCRIPT)
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.Popen(
        [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "runs"), how],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_shards(tmp_path: Path, program: subprocess.Popen[str], count: int) -> dict[str, int]:
    """Waits until some shards are whole, and says when each of their files was written."""
    limit = time.monotonic() + 60
    while len(list(tmp_path.glob("runs/*/final-*.parquet"))) < count:
        assert program.poll() is None and time.monotonic() < limit, program.communicate()
        time.sleep(0.01)
    names = [path.stem.removeprefix("final-") for path in sorted(tmp_path.glob("runs/*/final-*.parquet"))]
    found = [path for path in tmp_path.glob("runs/*/*.parquet") if path.stem.partition("-")[2] in names]
    return {path.name: path.stat().st_mtime_ns for path in found}


@pytest.mark.slow
@pytest.mark.parametrize("how", ["threads", "processes"])
def test_after_kill_9_the_same_command_goes_on_and_ends_with_the_same_bits(tmp_path, how):
    program = start(tmp_path, how)
    whole = wait_for_shards(tmp_path, program, 3)
    os.killpg(program.pid, signal.SIGKILL)
    program.communicate()
    (folder,) = tmp_path.glob("runs/*")
    assert not (folder / "DONE.json").exists()
    with pytest.raises(RunError, match="never finished"):
        Runs.open(folder)

    program = start(tmp_path, how)
    out, err = program.communicate(timeout=120)
    assert out == "finished 640 None\n", err
    again = {name: (folder / name).stat().st_mtime_ns for name in whole}
    assert again == whole, "a shard that was whole is not written again"
    assert same(Runs.open(folder), run(TINY, 640, memory=True))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["threads", "processes"])
def test_ctrl_c_keeps_what_is_finished(tmp_path, how):
    program = start(tmp_path, how)
    wait_for_shards(tmp_path, program, 3)
    os.killpg(program.pid, signal.SIGINT)  # as a terminal does: everyone in the group gets it
    out, err = program.communicate(timeout=120)
    word, finished, stopped_at = out.split()
    assert word == "finished" and finished == stopped_at and 128 <= int(finished) < 640, err
    (folder,) = tmp_path.glob("runs/*")
    runs = Runs.open(folder)
    assert runs.stopped_at == int(finished)
    assert same(runs, run(TINY, 640, memory=True).select(runs.histories))
    assert not list(folder.glob(".*.tmp"))


@pytest.mark.parametrize("kind", TABLES)
def test_a_batch_of_two_shards_equals_two_batches(reference, kind):
    one, two = reference.select(np.arange(64)), reference.select(np.arange(64, 128))
    both = reference.select(np.arange(128))._read(kind)
    parts = [one._read(kind), two._read(kind)]
    assert all(np.array_equal(both[name], np.concatenate([part[name] for part in parts])) for name in both)


@pytest.mark.parametrize("many", [10_000_001, 10**11, 2**63 - 1, 10**20])
def test_more_histories_than_a_run_can_hold_are_refused_at_once(many):
    with pytest.raises(UsageError, match="10,000,000"):
        run(TINY, many, memory=True)


@pytest.mark.parametrize("number", [2**32, 2**64, 10**30])
def test_the_numbers_of_histories_have_an_end(number):
    with pytest.raises(UsageError, match="4,294,967,295"):
        run(TINY, histories=[0, number], memory=True)


def test_a_seed_has_at_most_64_bits():
    with pytest.raises(UsageError, match="18,446,744,073,709,551,615"):
        run(TINY, 64, seed=2**64, memory=True)
