"""run: one object or one page, progress that tells what it knows, and nothing lost on Ctrl-C."""

import json
import os
import pty
import re
import signal
import subprocess
import sys

import numpy as np
import pytest

import groundswell as gs
from groundswell.cli.progress import Progress
from groundswell.ensemble import ScenarioSimulation

CASE = "bolivia-autumn"


def test_the_object_holds_endings_that_sum_to_one(ask, tmp_path):
    found = ask("run", CASE, "-n", 64, "--seed", 3, "--memory", "--no-why")
    runs = gs.run(gs.load(CASE), replicates=64, seed=3, memory=True)
    assert found["endings"] == gs.endings(runs).shares
    assert sum(found["endings"].values()) == pytest.approx(1, abs=1e-12)
    assert (found["replicates"], found["seed"], found["stopped_at"], found["run_dir"]) == (64, 3, None, None)


def test_every_fall_has_share_route_and_dates_in_order(ask, finished):
    found = ask("run", CASE, "-n", 64, "--out", finished.parent, "--no-why")
    assert found["falls"]
    for fall in found["falls"]:
        assert 0 < fall["share"] <= 1 and fall["route"] in fall["routes"]
        assert list(fall["dates"]) == ["5", "25", "50", "75", "95"]
        assert list(fall["dates"].values()) == sorted(fall["dates"].values())


def test_every_comparison_has_the_record_the_interval_and_whether_it_is_inside(ask, finished):
    rows = ask("run", CASE, "-n", 64, "--out", finished.parent, "--no-why")["observed"]
    assert rows
    for row in (row for row in rows if row["inside"] is not None and row["unit"] != "date"):
        assert row["inside"] == (row["low"] <= row["record"] <= row["high"])


def test_the_object_says_what_is_a_chance_what_is_wide_and_what_is_not_modeled(ask, finished):
    found = ask("run", CASE, "-n", 64, "--out", finished.parent, "--no-why")
    near = [row for row in found["observed"] if row["quantity"] == "fall_near_date"]
    assert near and all(row["inside"] is None and row["verdict"] == "chance" for row in near)
    assert all(row["chance"]["low"] <= row["share"] <= row["chance"]["high"] and 0 <= row["climatology"] < 1 for row in near)
    assert all({"independent", "wide", "leans_on"} <= row.keys() for row in found["observed"])
    assert "elected_turn" in found["endings_not_modeled"] and found["endings"]["elected_turn"] == 0


@pytest.mark.slow
def test_why_tells_the_effect_of_every_mechanism_with_its_interval(ask, tmp_path):
    found = ask("run", CASE, "-n", 64, "--out", tmp_path, "--why-replicates", 64)
    assert {row["name"] for row in found["effects"]} == {row.name for row in gs.mechanisms()}
    assert all(row["low"] <= row["difference"] <= row["high"] for row in found["effects"])
    sizes = [abs(row["difference"]) for row in found["effects"]]
    assert sizes == sorted(sizes, reverse=True)
    assert os.listdir(tmp_path) == [f"{CASE}-{found['run_id']}", "without"] or set(os.listdir(tmp_path)) == {
        f"{CASE}-{found['run_id']}", "without",
    }  # fmt: skip


def test_the_same_command_uses_what_is_there(type_in, finished):
    done = type_in("run", CASE, "-n", 64, "--out", finished.parent, "--no-why")
    assert "64 of 64 were there already" in done.stderr


def test_more_workers_and_processes_change_no_number(ask):
    plain = ask("run", CASE, "-n", 128, "--memory", "--no-why", "--workers", 1)
    assert ask("run", CASE, "-n", 128, "--memory", "--no-why", "--workers", 2) == plain


def test_a_mechanism_that_is_off_is_named(ask, type_in):
    arguments = ("run", CASE, "-n", 64, "--memory", "--no-why", "--off", "repression_backfires")
    assert ask(*arguments)["off"] == ask(*arguments[:-1], "M05")["off"] == ["repression_backfires"]
    assert "Switched off: repression_backfires." in " ".join(type_in(*arguments).stdout.split())


def test_a_change_of_the_scenario_is_another_run(ask):
    base = ("run", CASE, "-n", 64, "--memory", "--no-why")
    softer = ask(*base, "--set", "governments.sanchez-de-lozada.line=10 %")
    assert softer["run_id"] != ask(*base)["run_id"]
    assert softer["run_id"] == ask(*base, "--set", "governments.sanchez-de-lozada.line=0.1")["run_id"]


def test_a_point_gives_all_histories_the_same_parameters(ask, tmp_path):
    found = ask("run", CASE, "-n", 64, "--point", "--no-why", "--out", tmp_path)
    parameters = gs.Runs.open(found["run_dir"]).parameters
    assert all(len(set(values.tolist())) == 1 for values in parameters.values())


def test_standard_output_is_data_and_standard_error_the_rest(type_in, tmp_path):
    done = type_in("run", CASE, "-n", 64, "--no-why", "--out", tmp_path)
    assert "running" in done.stderr and "running" not in done.stdout
    assert "How it ended" in done.stdout and "How it ended" not in done.stderr


def test_quiet_says_nothing_but_the_summary(type_in, tmp_path):
    done = type_in("run", CASE, "-n", 64, "--no-why", "--quiet", "--out", tmp_path)
    assert done.stderr == ""
    assert done.stdout.startswith("groundswell ")


def test_the_page_is_written_beside_the_summary(type_in, tmp_path):
    done = type_in("run", CASE, "-n", 64, "--no-why", "--memory", "--report", tmp_path / "page.html")
    assert f"report written to {tmp_path / 'page.html'}" in done.stderr
    assert "<html" in (tmp_path / "page.html").read_text(encoding="utf-8")[:200]


@pytest.mark.parametrize(("fell", "told"), [(64, "100 in 100 ±3"), (0, "0 in 100 ±3"), (63, "98 in 100 ±4")])
def test_a_share_of_few_histories_is_never_told_as_certain(fell, told):
    histories = {"falls": np.repeat([1, 0], [fell, 64 - fell]), "ending": np.zeros(64, np.int64), "killed_by_forces": np.zeros(64)}
    answer = ScenarioSimulation(gs.load(CASE)).answer({"history": np.arange(64), **histories})
    assert Progress().answer(answer) == [f"falls so far {told}"]


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_a_line_of_progress_fits_the_terminal(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    progress = Progress()
    progress.live, progress.began = True, 0.0
    line = progress.line(640, 6912, {"ensemble": "streets_and_ballots_substitute"}, 100.0)
    assert len(line) < columns


def test_ctrl_c_before_anything_is_finished_is_told_in_four_parts(type_in, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gs, "run", interrupted, raising=False)
    done = type_in("run", CASE, "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]["exit_code"]) == (130, 130)


def test_progress_in_a_pipe_is_a_line_every_tenth(shell):
    done = shell("run", CASE, "-n", "640", "--no-why", "--memory")
    lines = [line for line in done.stderr.splitlines() if "running" in line]
    assert len(lines) == 10
    assert [int(re.search(r"(\d+)/640", line)[1]) for line in lines] == list(range(64, 641, 64))
    assert all(re.search(r"falls so far [<>]?\d+ in 100 ±\d+", line) for line in lines)
    assert "s left" in lines[4] and "s left" not in lines[-1]


def test_progress_on_a_terminal_is_one_line_drawn_again(tmp_path):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "groundswell", "run", CASE, "-n", "256", "--no-why", "--memory"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, cwd=tmp_path, check=True)
    os.close(theirs)
    drawn = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "\n" not in drawn.partition("running")[2]
    assert drawn.count("\r\x1b[K") >= 5 and drawn.endswith("\r\x1b[K")
    assert b"How it ended" in done.stdout


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_the_same_command_goes_on(tmp_path):
    command = [sys.executable, "-m", "groundswell", "run", "bolivia-2003", "-n", "960", "--workers", "1", "--no-why"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    begun = next((line for line in running.stderr if "/960" in line), "")
    assert begun
    running.send_signal(signal.SIGINT)
    told, _ = running.communicate(timeout=120)
    stopped_at = int(re.search(r"Stopped at (\d+)", told)[1])
    assert running.returncode == 130
    assert 64 <= stopped_at < 960
    assert f"{stopped_at} histories" in told and "Saved" in told
    again = subprocess.run([*command[:6], str(stopped_at), "--no-why", "--json"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert f"{stopped_at} of {stopped_at} were there already" in again.stderr
    assert json.loads(again.stdout)["stopped_at"] is None


def test_reproducing_says_what_was_drawn_and_claims_nothing_was_there(type_in, tmp_path):
    made = json.loads(type_in("run", CASE, "-n", 192, "--out", tmp_path, "--no-why", "--json").stdout)["run_dir"]
    done = type_in("reproduce", made, "--histories", 1)
    assert "there already" not in done.stderr
    assert "64 of 192 histories (1 shard that holds the 1 drawn)" in " ".join(done.stdout.split())
    assert "All 192 histories" in " ".join(type_in("reproduce", made, "--all").stdout.split())


@pytest.mark.parametrize("verb", ["run", "report"])
def test_a_page_that_is_a_folder_is_refused_before_anything_is_computed(type_in, monkeypatch, finished, tmp_path, verb):
    monkeypatch.setattr(gs, "run", never, raising=False)
    monkeypatch.setattr(gs, "ablate", never, raising=False)
    done = type_in("run", CASE, "--report", tmp_path) if verb == "run" else type_in("report", finished, "--out", tmp_path)
    assert done.exit_code == 2
    assert "a folder" in done.stderr and f"{tmp_path / 'report.html'}" in done.stderr


def never(*_: object, **__: object) -> None:
    raise AssertionError("something ran")


def test_the_answer_is_printed_also_when_the_page_cannot_be_written(type_in, monkeypatch, tmp_path):
    def full(*_: object, **__: object) -> None:
        raise gs.RunError.of("page.html", "no space left", "room", "free some")

    monkeypatch.setattr(gs, "report", full, raising=False)
    done = type_in("run", CASE, "-n", 64, "--memory", "--no-why", "--report", tmp_path / "page.html", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 4
    assert sum(found["endings"].values()) == pytest.approx(1)
    assert found["report"] is None and found["error"]["problems"][0]["got"] == "no space left"


@pytest.mark.parametrize(("options", "hint"), [((), "the same command goes on"), (("--memory",), "the same command begins again")])
def test_ctrl_c_twice_says_whether_anything_is_kept(type_in, monkeypatch, options, hint):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gs, "summary", interrupted, raising=False)
    monkeypatch.setattr(gs, "run", lambda *_, **__: type("Runs", (), {"stopped_at": 64, "run_dir": None})(), raising=False)
    done = type_in("run", CASE, *options)
    assert done.exit_code == 130
    assert hint in done.stderr and "before anything was finished" not in done.stderr


def test_a_stop_while_asking_why_is_said(type_in, monkeypatch, tmp_path):
    ablate = gs.ablate

    def stopped(runs, *arguments, progress=None, **means):
        def tell(done, total, answer):
            if answer["ensemble"] == "blockades_bite":
                raise KeyboardInterrupt

        return ablate(runs, ["exhaustion_ends", "blockades_bite"], *arguments, progress=tell, **means)

    monkeypatch.setattr(gs, "ablate", stopped, raising=False)
    done = type_in("run", CASE, "-n", 64, "--out", tmp_path)
    assert done.exit_code == 130
    assert f"stopped: 1 of {len(gs.mechanisms())} mechanisms was removed" in done.stderr


def test_comparing_and_removing_say_of_what_they_speak(type_in, ask):
    told = "This speaks of the model and its assumptions, and not of the world."
    for arguments in (("ablate", CASE, "blockades_bite"), ("compare", CASE, "--without", "acts.gas-plan-2003")):
        text = " ".join(type_in(*arguments, "-n", 64, "--seed", 3, "--memory").stdout.split())
        assert f"{CASE} · 64 pairs of histories · seed 3" in text and told in text
        assert ask(*arguments, "-n", 64, "--seed", 3, "--memory")["statement"] == told
    assert ask("run", CASE, "-n", 64, "--memory", "--no-why")["statement"] == told


@pytest.mark.slow
def test_ctrl_c_ends_a_comparison(tmp_path):
    command = [sys.executable, "-m", "groundswell", "compare", "bolivia-2003", "--set", "governments.sanchez-de-lozada.line=0.5"]
    options = ["-n", "1920", "--workers", "1"]
    running = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    assert next((line for line in running.stderr if "/3,840" in line), "")
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "the same command goes on" in told
    assert len(list((tmp_path / "runs").iterdir())) == 1, "the other side was not begun"
