"""replay, explain, report, reproduce and gc: what is done with a finished run; ablate and compare."""

import os
import shutil
import time

import pytest

import groundswell as gs

CASE = "bolivia-autumn"


def test_replay_tells_a_history_with_the_bits_of_the_run(type_in, ask, finished):
    found = ask("replay", finished, "--history", 5)
    assert found["exact"] is True
    assert found["ending"] == str(gs.Runs.open(finished).final["ending"][5])
    text = type_in("replay", finished, "--history", 5).stdout
    assert "The government opens its campaign for exporting gas" in text
    assert text.rstrip().endswith("the same bits as in the run.")


def test_explain_adds_up(ask, type_in, finished):
    arguments = ("explain", finished, "--place", "el-alto", "--day", "2003-10-12", "--history", 5)
    found = ask(*arguments)
    assert found["adds_up"] is True
    assert sum(row["points"] for row in found["rows"]) == pytest.approx(found["change"], abs=1e-7)
    assert "it adds up" in type_in(*arguments).stdout


def test_report_explains_one_day_of_the_history_told(ask, finished, tmp_path):
    found = ask("report", finished, "--why-replicates", 2, "--out", tmp_path / "page.html")
    runs = gs.Runs.open(finished)
    history, place, day = gs.busiest(runs)
    assert found["explained"] == {"history": history, "place": place, "day": runs.date(day).isoformat()}
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "What moved " in page and "No day was explained" not in page


def test_report_writes_one_page(ask, finished, tmp_path):
    found = ask("report", finished, "--no-why", "--out", tmp_path / "page.html")
    assert found["bytes"] == (tmp_path / "page.html").stat().st_size > 10_000


def test_reproduce_finds_the_same_bits(type_in, ask, finished):
    assert ask("reproduce", finished, "--histories", 3)["exact"] is True
    assert type_in("reproduce", finished, "--all").exit_code == 0


def test_reproduce_fails_where_a_number_was_changed(type_in, finished, tmp_path):
    import duckdb

    changed = shutil.copytree(finished, tmp_path / "changed")
    file = next(changed.glob("final-*.parquet"))
    duckdb.sql(f"COPY (SELECT * REPLACE (approval + 0.001 AS approval) FROM '{file}') TO '{tmp_path}/final.parquet' (FORMAT parquet)")
    shutil.copy(tmp_path / "final.parquet", file)
    manifest = (changed / "DONE.json").read_text()
    (changed / "DONE.json").write_text(manifest.replace(str((finished / file.name).stat().st_size), str(file.stat().st_size)))
    done = type_in("reproduce", changed, "--all", "--quiet")
    assert done.exit_code == 1
    assert "final.approval" in done.stdout


def test_gc_removes_old_temporary_files_of_runs_and_nothing_else(ask, finished, tmp_path):
    runs = tmp_path / "runs"
    folder = shutil.copytree(finished, runs / finished.name)
    before = set(folder.iterdir())
    old, new = folder / ".final-s1-000000-000064.parquet.host-1-a.tmp", folder / ".traj-s1-000000-000064.parquet.host-2-b.tmp"
    foreign = runs / "notes" / ".letter.tmp"
    foreign.parent.mkdir()
    for path in (old, new, foreign):
        path.write_text("half")
    for path in (old, foreign):
        os.utime(path, (time.time() - 90_000, time.time() - 90_000))
    assert ask("gc", runs)["removed"] == [str(old)]
    assert set(folder.iterdir()) == before | {new}
    assert foreign.exists()


def test_a_country_that_a_run_lacks_is_refused_with_those_it_has(ask, finished):
    (problem,) = ask("report", finished, "--country", "bolivar", "--no-why")["error"]["problems"]
    assert (problem["got"], problem["expected"], problem["hint"]) == ("`bolivar`", "one of bolivia", "did you mean `bolivia`?")


def test_ablate_tells_the_difference_with_its_interval(ask, type_in):
    arguments = ("ablate", CASE, "M05", "-n", 64, "--memory")
    (row,) = ask(*arguments)["effects"]
    assert row["low"] <= row["difference"] <= row["high"]
    assert (row["name"], row["pairs"]) == ("repression_backfires", 64)
    told = type_in(*arguments, "--quiet")
    assert told.exit_code == 0, "nothing is missing, though the mechanism was told by its id"
    assert "without it, deaths still cost approval and unity" in " ".join(told.stdout.split())


def test_comparing_a_case_with_itself_gives_exactly_nothing(ask):
    found = ask("compare", CASE, "-n", 64, "--memory")
    assert found["words"] == "nothing changed"
    assert all((row["difference"], row["low"], row["high"]) == (0, 0, 0) for row in found["effects"])
    assert found["flow"]["unmoved"] == 64


def test_compare_says_what_was_changed(type_in):
    text = type_in("compare", CASE, "--without", "acts.gas-plan-2003", "-n", 64, "--memory", "--of", "killed").stdout
    assert "without acts.gas-plan-2003" in text
    assert "killed by forces, persons:" in text
