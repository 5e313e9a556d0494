"""Streams that are full, closed or cut short end the command in words, with the right code, and lose no run."""

import json
import os
import subprocess
import sys

import pytest

CASE = "bolivia-autumn"
RUN = f"run {CASE} -n 64 --no-why"


@pytest.fixture
def typed(tmp_path):
    """Types a line in a shell that tells when any part of a pipe fails; `groundswell` is the command."""

    def run(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
        script = f"set -o pipefail; groundswell() {{ '{sys.executable}' -m groundswell \"$@\"; }}; {line}"
        setting = {**os.environ, **environment}
        return subprocess.run(["bash", "-c", script], cwd=tmp_path, env=setting, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("verb", ["show bolivia-2003 --json", "show bolivia-2003", "check bolivia-autumn", "--help", "--version", "schema"])
def test_a_full_disk_is_told_in_four_parts(typed, verb):
    done = typed(f"groundswell {verb} > /dev/full")
    assert done.returncode == 4
    assert [line.split()[0] for line in done.stderr.splitlines() if line[:8].strip()] == ["where", "got", "expected", "try"]
    assert "no space left" in done.stderr.lower()


@pytest.mark.parametrize("option", ["", "--json"])
def test_a_run_whose_answer_found_no_room_says_where_it_is_kept(typed, tmp_path, option):
    done = typed(f"groundswell {RUN} --quiet {option} > /dev/full")
    (folder,) = (tmp_path / "runs").iterdir()
    assert done.returncode == 4
    assert folder.name in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["show bolivia-2003", "show bolivia-2003 --json", "--help", f"{RUN} --memory"])
def test_closed_streams_are_quiet(typed, verb):
    assert typed(f"groundswell {verb} >&-").returncode == 0
    assert "Traceback" not in typed(f"groundswell {verb} >&-").stderr
    assert typed(f"groundswell {verb} >&- 2>&-").returncode == 0


def test_without_a_place_for_remarks_data_stay_data(typed):
    done = typed(f"groundswell {RUN} --memory --json 2>&-")
    assert json.loads(done.stdout)["replicates"] == 64
    assert json.loads(typed(f"groundswell {RUN} --memory --json 2>/dev/full").stdout)["replicates"] == 64


@pytest.mark.parametrize("verb", ["show bolivia-2003", "show bolivia-2003 --json", "schema", "--help"])
def test_a_reader_that_leaves_early_ends_the_command_quietly(typed, verb):
    done = typed(f"groundswell {verb} | true")
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("columns", ["abc", "-5", "1e3", ""])
def test_columns_that_are_no_number_are_passed_over(typed, columns):
    done = typed(f"groundswell show {CASE} --part places", COLUMNS=columns)
    assert (done.returncode, done.stderr) == (0, "")


def test_more_histories_than_fit_are_wrong_use(typed):
    for many in ("10000001", "99999999999999999999"):
        done = typed(f"groundswell run {CASE} --memory --replicates {many}")
        assert done.returncode == 2
        assert "10,000,000" in done.stderr and "Traceback" not in done.stderr


def test_other_numbers_without_end_are_told_in_four_parts(typed):
    huge = "9" * 40
    for line in (f"run {CASE} --memory --seed {huge}", f"run {CASE} -n 64 --memory --no-why --workers {huge}"):
        done = typed(f"groundswell {line}")
        assert done.returncode in {0, 2}
        assert "Traceback" not in done.stderr
