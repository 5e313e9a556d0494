"""The summary on a terminal: it fits, it draws what can be seen, and it never shows a record where there is none."""

import os
import pty
import re
import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pytest

import groundswell as gs
from groundswell.report.fan import MEDIAN, MIDDLE, RECORD, WIDE, dates, drawn, fan
from groundswell.report.lines import Paper, in_plain_letters
from groundswell.report.quantities import ACTIVE, APPROVAL
from groundswell.report.spread import Mark, summed_up

WIDTHS = [40, 60, 72, 80, 100, 120]
START = date(2003, 8, 1)


@pytest.fixture(scope="module")
def runs():
    return gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)


@pytest.fixture(scope="module")
def why(runs):
    return gs.ablate(runs, ["repression_backfires", "brokers_bridge"], memory=True)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("plain", [False, True], ids=["unicode", "ascii"])
def test_no_line_is_longer_than_the_terminal_is_wide(runs, why, width, plain):
    text = gs.summary(runs, why, width=width, ascii=plain)
    assert max(map(len, text.splitlines())) <= width
    assert text.isascii() or not plain


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_lost_on_a_narrow_terminal(runs, why, width):
    def said(text: str) -> str:
        return " ".join(re.sub(r"[█▏▎▍▌▋▊▉·]", "", text.partition("How it ended")[2].partition("Saved")[0]).split())

    assert said(gs.summary(runs, why, width=width)) == said(gs.summary(runs, why, width=1000))


def test_figures_are_drawn_on_a_terminal_that_is_wide_enough(runs):
    assert WIDE in gs.summary(runs, width=60)
    assert WIDE not in gs.summary(runs, width=59)


def test_the_shares_of_endings_are_those_of_the_findings(runs):
    text = gs.summary(runs)
    for row in gs.endings(runs).rows:
        if row.share.count:
            assert re.search(rf"\b{round(100 * row.share.share)} in 100 ±{100 * row.share.margin:.0f}\b.*{row.words[:12]}", text)


def test_words_stand_beside_every_chance(runs):
    section = gs.summary(runs, width=120).partition("How it ended")[2].partition("Falls")[0]
    for line in section.splitlines():
        if "in 100 ±" in line:
            assert re.search(r": (very unlikely|unlikely|less likely than not|about as likely as not|likely|very likely|nearly all)", line)


def test_what_mattered_is_sorted_by_size_and_says_how_many_may_be_nothing(runs, why):
    section = gs.summary(runs, why, width=120).partition("What mattered most")[2].partition("Against")[0]
    sizes = [int(found) for found in re.findall(r"^ +[+−]?(\d+)  \[", section, re.MULTILINE)]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) == 2
    unsure = sum(not row.settled for row in gs.effect(why, "government_falls").rows)
    assert f"{unsure} of 2 intervals include zero" in section


def test_effects_are_upper_bounds_told_among_how_many(runs, why):
    section = " ".join(gs.summary(runs, why, width=120).partition("What mattered most")[2].partition("Against")[0].split())
    assert "not adjusted for 2 effects, of which the largest come first" in section and "Upper bounds" in section
    settled = [row.name.replace("_", " ") for row in gs.effect(why, "government_falls").settled]
    assert f"(0.05/2 each) zero is excluded by {' and '.join(settled) or 'none'}" in section


def test_the_record_is_led_by_the_miss_of_the_median_and_no_window_is_counted_twice(runs):
    section = " ".join(gs.summary(runs, width=120).partition("Against the record")[2].partition("In words")[0].split())
    found = gs.against_record(runs)
    killed = found.of("killed_by_forces")[0]
    span = f"[{killed.low:.0f}, {killed.high:.0f}]{' wide' if killed.wide else ''}"
    assert f"{killed.verdict} killed by forces: median {killed.median:.0f} against 61 on record, {span}" in section
    assert all(tally.text() in section for tally in found.tallies() if tally.rows > 1)
    assert f"of {len(found.of('killed_by_forces'))} counts of deaths" not in section
    near = found.chances[0]
    assert f"{round(100 * near.share)} in 100 ±{100 * near.chance.margin:.0f} a government falls within 30 days of 17 Oct 2003" in section
    assert "if falls were spread evenly over all days" in section


def test_rows_that_lean_on_an_input_are_marked(runs):
    section = " ".join(gs.summary(runs, width=120).partition("Against the record")[2].partition("In words")[0].split())
    assert any(row.leans_on for row in gs.against_record(runs).chances)
    assert re.search(r"17 Oct 2003; .{2,40} evenly over all days \* ", section) and "* leans on an input: its days begin" in section


def test_what_is_not_modeled_is_no_chance(runs):
    section = " ".join(gs.summary(runs, width=120).partition("How it ended")[2].partition("Falls")[0].split())
    assert "not modeled: " in section and "an early election followed" in section
    assert "lines, unity, seats, severities, shares of people) are the same in all histories" in section


def test_without_an_ablation_nothing_is_said_to_matter(runs):
    assert "What mattered" not in gs.summary(runs)


def test_active_share_is_never_drawn_with_a_record(runs):
    spread = gs.summary(runs, width=60)
    figure = spread.partition("in action")[2].partition("Approval")[0]
    assert "not observed anywhere" in figure and RECORD not in figure
    assert not ACTIVE.is_observed and APPROVAL.is_observed


def test_few_histories_are_called_rough_and_a_stop_is_told(runs):
    assert "Rough: 64 histories" in gs.summary(runs)
    runs = runs.select(range(32))
    runs.stopped_at = 32
    assert "Stopped at 32" in gs.summary(runs)


def test_the_findings_come_last_in_plain_words(runs):
    text = " ".join(gs.summary(runs).partition("In words")[2].split())
    assert text.startswith(" ".join(gs.findings(runs).sentences))
    assert "nothing was fitted to these years" in text


def test_colors_mark_headings_and_change_no_word(runs):
    marked = gs.summary(runs, color=True)
    assert "\x1b[1mFalls" in marked
    assert re.sub(r"\x1b\[\d+m", "", marked) == gs.summary(runs)


@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_headings_are_marked_on_a_terminal_unless_no_color_is_set(tmp_path, no_color, colored):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "groundswell", "show", "bolivia-autumn", "--part", "places"]
    subprocess.run(command, stdout=theirs, cwd=tmp_path, env={**os.environ, "NO_COLOR": no_color, "TERM": "xterm"}, check=True)
    os.close(theirs)
    assert ("\x1b[1mPlaces" in os.read(ours, 1 << 16).decode()) is colored
    os.close(ours)


def test_a_pipe_gets_no_marks(shell):
    assert "\x1b" not in shell("show", "bolivia-autumn", "--part", "places").stdout


def test_a_terminal_without_unicode_gets_plain_letters(shell):
    done = shell("run", "bolivia-autumn", "-n", "64", "--no-why", "--memory", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.isascii() and done.stderr.isascii() and "?" not in done.stdout


def spread_of(values, quantity=APPROVAL):
    courses = np.tile(np.asarray(values, float)[:, None], (1, 10))
    return summed_up(quantity, "", START, np.arange(0, 70, 7), courses)


def test_a_fan_has_as_many_letters_as_it_is_given():
    lines = fan(spread_of(np.linspace(0, 0.9, 21)), 57)
    assert {len(line) for line in lines} == {57}


def test_the_bands_of_a_fan_nest_around_the_median():
    levels = np.repeat([[0.5], [1.5], [3.5], [4.5], [6.5]], 4, axis=1)
    column = "".join(row[0] for row in drawn(levels, 7))
    assert column == WIDE + MIDDLE * 2 + MEDIAN + MIDDLE + WIDE * 2


def test_histories_that_agree_are_drawn_as_one_line():
    field = "".join(fan(spread_of([0.5] * 20), 40)[:-1])
    assert MEDIAN in field and WIDE not in field and MIDDLE not in field


def test_the_record_is_a_diamond_at_its_day_and_value():
    spread = spread_of(np.linspace(0, 1, 21)).with_marks([Mark(START, START, 1.0, 1.0, 1.0)])
    top = fan(spread, 47)[0]
    assert top.partition("│")[2][0] == RECORD


def test_the_axis_names_months_of_a_short_run_and_years_of_a_long_one():
    assert re.findall(r"\w+", dates(START, START + timedelta(days=120), 60)) == ["Aug", "2003", "Sep", "Oct", "Nov"]
    assert re.findall(r"\d+", dates(date(2000, 1, 1), date(2006, 1, 31), 60)) == ["2000", "2001", "2002", "2003", "2004", "2005"]


@pytest.mark.parametrize("columns", range(6, 80, 7))
def test_labels_of_the_axis_never_run_into_each_other(columns):
    axis = dates(date(2000, 1, 1), date(2006, 1, 31), columns)
    assert len(axis) == columns
    assert all(len(label) == 4 for label in re.findall(r"\d+", axis))


def test_a_bar_is_as_long_as_its_share():
    paper = Paper(80)
    assert [paper.bar(share, 10).count("█") for share in (0, 0.5, 1)] == [0, 5, 10]
    assert paper.bar(0.001, 10)[0] == "▏", "a rare ending is still seen"
    assert all(len(paper.bar(share, 10)) == 10 for share in np.linspace(0, 1, 81))


def test_plain_letters_keep_what_is_said():
    assert in_plain_letters("Sánchez ±4 – ρ").startswith("Sanchez +-4 -")
