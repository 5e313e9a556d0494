"""The verdict: every line for every form, the criteria of the protocol, one file that brings all of it back."""

import json
from dataclasses import replace

import pytest

from groundswell.backtest import criteria, shown
from groundswell.backtest.compared import FELL, Contest
from groundswell.backtest.estimates import Estimate
from groundswell.backtest.lines import AT_LEAST, AT_MOST, Aim, Line
from groundswell.backtest.shipped import FILE, NEEDED, verdict_of
from groundswell.backtest.verdict import judge
from groundswell.errors import ScenarioError
from groundswell.scenario.load import load

WIN = Contest(FELL, "constant_hazard", "log score", 2.0, 3.0, 1.0, (0.5, 1.5), (0.4, 1.6), (0.3, 1.7), ("a", "b"), 2, "fitted")
LOSS = replace(WIN, other="skeleton", theirs=1.0, difference=-1.0)


class Scores:
    """As much of a card as the criteria read."""

    judged = "fitted"

    def __init__(self, *contests):
        self.contests = contests
        self.said = [type("Said", (), {"model": row.other == "skeleton", "forecaster": row.other}) for row in contests]


def line(name, value, aim, group="falls", rank=None):
    return name, Line(name, group, name, "share", Estimate("share", value, None, None, 100, rank), aim=aim)


def judged(*lines, contests=()):
    return {one.number: one.failed for one in criteria.judged(dict(lines), Scores(*contests))}


def test_what_was_not_run_is_neither_failed_nor_held():
    assert set(judged().values()) == {None}


@pytest.mark.parametrize(("value", "failed"), [(0.02, False), (0.06, True)])
def test_falls_without_the_act_fail_the_first_criterion(value, failed):
    assert judged(line("placebo-absent", value, Aim(AT_MOST, 0.05)))[1] is failed


def test_the_second_criterion_asks_for_two_cases_and_the_skeleton():
    bare = replace(LOSS, difference=0.5)
    assert judged(contests=(WIN,))[2] is None
    assert judged(contests=(WIN, bare))[2] is False
    assert judged(contests=(WIN, LOSS))[2] is True
    assert judged(contests=(replace(WIN, cases=1), LOSS))[2] is None


def test_the_best_baseline_is_the_one_that_lost_least():
    beaten, better = replace(WIN, theirs=9.0), replace(WIN, other="region_rate", theirs=1.5, difference=-0.5)
    assert judged(contests=(beaten, better, replace(LOSS, difference=0.5)))[2] is True


def test_a_wave_that_ends_but_has_no_successor_fails():
    ends, again = line("unresolved-length", 40.0, Aim(AT_MOST, 60)), line("unresolved-another", 0.2, Aim(AT_LEAST, 0.4))
    assert judged(ends, again)[4] is True
    assert judged(ends, line("unresolved-another", 0.5, Aim(AT_LEAST, 0.4)))[4] is False
    assert judged(ends, line("unresolved-another", None, Aim(AT_LEAST, 0.4)))[4] is None


@pytest.mark.parametrize(("outside", "failed"), [(2, False), (3, True)])
def test_a_fifth_of_the_statistics_may_lie_outside(outside, failed):
    rows = [line(f"s{k}", 1.0, None, "unfitted", 0.99 if k < outside else 0.5) for k in range(10)]
    assert judged(*rows)[5] is failed


@pytest.fixture(scope="module")
def verdict():
    return judge(cases=["bolivia-2003"], draws="prior", replicates=32)


@pytest.mark.slow
def test_a_verdict_holds_every_group_and_survives_json(verdict, tmp_path):
    plain = verdict.to_dict()
    back = json.loads(verdict.write(tmp_path / FILE).read_text(encoding="utf-8"))
    assert back == plain
    assert set(NEEDED) <= set(back)
    groups = {row["group"] for row in back["lines"]}
    assert groups == set(shown.GROUPS) - {"ranking"}  # the clean hold-outs were not asked
    assert len({row["name"] for row in back["lines"]}) == len(back["lines"])
    assert sum(row["group"] == "unfitted" for row in back["lines"]) >= 10
    assert back["provenance"]["cases"] == ["bolivia-2003"]
    assert [one["number"] for one in back["criteria"]] == list(range(1, 8))


@pytest.mark.slow
def test_the_record_of_the_lines_is_what_forces_did(verdict):
    recorded = {row.name: row.record for row in verdict.lines["prior"]}
    assert recorded["killed-2003-autumn"] == 60
    assert recorded["killed-2003-february"] == 29
    assert recorded["killed-2005-may-june"] == 1
    assert recorded["deaths-to-fall"] == 6
    assert recorded["approval-lost"] == pytest.approx(0.35)
    assert recorded["fall-to-fall"] == pytest.approx(19.6, abs=0.1)


@pytest.mark.slow
def test_every_cell_of_a_table_is_text_and_rows_are_as_long_as_their_head(verdict):
    told = list(shown.tables(verdict.to_dict()))
    assert len({one.name for one in told}) == len(told)
    for one in told:
        assert {len(row) for row in one.rows} <= {len(one.head)}, one.name
        assert all(isinstance(cell, str) for row in one.rows for cell in row)
    assert "criteria" in shown.short(verdict.to_dict())


@pytest.mark.slow
def test_a_missed_aim_is_marked_where_it_is_told(verdict):
    missed = [row.words for row in verdict.lines["prior"] if row.missed]
    assert missed
    cells = {row[0]: row for one in shown.tables(verdict.to_dict()) for row in one.rows}
    for words in missed:
        told = next(row for head, row in cells.items() if head.startswith(words))
        assert any(cell.endswith(f", {shown.MISSED}") for cell in told)


@pytest.mark.slow
def test_the_report_of_a_judged_case_shows_its_verdict(verdict, tmp_path):
    import shutil

    import groundswell as gs
    from groundswell.scenario.load import LIBRARY

    shutil.copytree(LIBRARY / "bolivia-autumn", tmp_path / "case")
    verdict.write(tmp_path / "case" / FILE)
    scene = load(tmp_path / "case")
    page = gs.report(scene, gs.run(scene, 64, memory=True), to=tmp_path / "page.html").read_text(encoding="utf-8")
    assert "What would count as failure" in page
    assert 'class="verdict outside">missed' in page


def test_a_case_that_nobody_has_judged_has_no_verdict():
    assert verdict_of("bolivia-autumn") is None


@pytest.mark.parametrize("text", ["{", "[]", '{"case": "x"}'])
def test_a_file_that_is_no_verdict_is_refused(tmp_path, text):
    import shutil

    from groundswell.scenario.load import LIBRARY

    shutil.copytree(LIBRARY / "bolivia-autumn", tmp_path / "case")
    (tmp_path / "case" / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=FILE):
        verdict_of(load(tmp_path / "case"))
