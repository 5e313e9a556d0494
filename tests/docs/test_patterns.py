"""The page of mechanisms shows of each pattern what was stated, what came out, and a figure, whether or not it holds."""

import re
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from docs.generate import PAGES, costs, patterns
from docs.generate.__main__ import main
from docs.generate.patterns import IMAGES, Outcome, holds, kept, stated, statement

from groundswell.engine.anatomy import anatomy, mechanisms
from groundswell.errors import UsageError

ROW = Outcome("M05", "", "share of contenders", 4.0, 0.5)


@dataclass
class Made:
    """A measurement as the tests of patterns make it."""

    mechanism: str = "M05"
    quantity: str = "active share after, over that before"
    unit: str = "share of contenders"
    difference: float = 4.0
    error: float = 0.5
    x: list[Any] = field(default_factory=lambda: [0.0, 1.0, 2.0])
    with_it: list[float] = field(default_factory=lambda: [0.0, 0.2, 0.1])
    without: list[float] = field(default_factory=lambda: [0.0, 0.1, 0.1])
    x_label: str = "days"


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Three made-up measurements: of M05, of a second side of M17, and one with dates."""
    dated = Made("M38", x=[date(2000, 1, 1), date(2001, 7, 1), date(2002, 1, 1)])
    found = {("M05", ""): Made, ("M17", "blocked"): lambda: Made("M17", difference=-0.1), ("M38", ""): lambda: dated}
    monkeypatch.setattr(patterns, "measures", lambda: found)
    return SimpleNamespace(path=tmp_path / "patterns.csv", images=tmp_path / "images", found=found)


def test_a_pattern_is_stated_for_every_mechanism_of_the_day():
    assert {entry["name"]: key for key, entry in stated().items()} == {row.name: row.id for row in mechanisms()}
    assert all("sign " in statement(row.id) for row in mechanisms())


def test_what_is_measured_is_kept_and_drawn(made):
    drawings = patterns.measure([], made.path, made.images)
    assert [path.name for path in drawings] == ["M05.svg", "M17-blocked.svg", "M38.svg"]
    assert [(row.name, row.difference) for row in kept(made.path)] == [("M05", 4.0), ("M17-blocked", -0.1), ("M38", 4.0)]
    told = drawings[0].read_text(encoding="utf-8")
    assert "M05 repression backfires" in told and "without it" in told and told.startswith("<svg")


def test_measuring_one_pattern_again_leaves_the_others(made):
    patterns.measure([], made.path, made.images)
    made.found["M05", ""] = lambda: Made(difference=9.0)
    patterns.measure(["M05"], made.path, made.images)
    assert [row.difference for row in kept(made.path)] == [9.0, -0.1, 4.0]
    del made.found["M38", ""]
    patterns.measure([], made.path, made.images)
    assert [row.name for row in kept(made.path)] == ["M05", "M17-blocked"]
    assert not (made.images / "M38.svg").exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [(["M05", "M99"], "ids go from M01 to M52"), (["M06"], "a mechanism whose pattern is measured"),
     (["repression_backfire"], "did you mean `repression_backfires`")],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused_before_anything_is(made, typed, told):
    with pytest.raises(UsageError, match=told) as refused:
        main(["--patterns", *typed])
    assert refused.value.exit_code == 2 and not made.path.exists()


def test_a_mechanism_is_measured_by_its_name_too(made):
    assert [path.name for path in patterns.measure(["repression_backfires"], made.path, made.images)] == ["M05.svg"]


def test_words_that_mean_nothing_to_the_generator_are_refused():
    with pytest.raises(UsageError, match="`--paterns M05`"):
        main(["--paterns", "M05"])


def test_a_difference_of_too_few_histories_is_neither_kept_nor_drawn(made, capsys):
    made.found["M05", ""] = lambda: Made(error=float("nan"))
    patterns.measure([], made.path, made.images)
    assert "M05" not in {row.name for row in kept(made.path)} and not (made.images / "M05.svg").exists()
    assert "M05  not kept: too few histories show it" in capsys.readouterr().out


def test_curves_that_would_look_like_one_are_drawn_as_what_lies_between_them():
    apart, close = Made(), Made(with_it=[1.0, 2.0, 1.52], without=[1.0, 2.0, 1.5])
    assert [curve.name for curve in patterns.picture(ROW, apart).curves] == ["with it", "without it"]
    added, nothing = patterns.picture(ROW, close).curves
    assert added.name == "with it, less without it" and nothing.y == [0.0, 0.0, 0.0]
    assert added.y == pytest.approx([0.0, 0.0, 0.02])


def test_the_same_measurement_gives_the_same_drawing(made):
    first = [path.read_bytes() for path in patterns.measure([], made.path, made.images)]
    assert first == [path.read_bytes() for path in patterns.measure([], made.path, made.images)]


@pytest.mark.parametrize(
    ("difference", "error", "verdict"),
    [(4.0, 0.5, True), (1.6, 0.5, False), (-4.0, 0.5, False), (1.6, 0.01, True), (60.0, 0.1, False)],
)
def test_a_pattern_holds_only_where_the_mean_lies_in_its_range_by_more_than_chance(difference, error, verdict):
    assert stated()["M05"]["between"] == [1.5, 50]
    assert holds(ROW._replace(difference=difference, error=error)) is verdict


def test_a_pattern_that_was_missed_is_told_with_its_reason(monkeypatch):
    entries = {**stated(), "M05": {**stated()["M05"], "missed": "came out at 1.1, for want of hills"}}
    monkeypatch.setattr(patterns, "stated", lambda: entries)
    monkeypatch.setattr(patterns, "kept", lambda: [ROW._replace(difference=1.1)])
    monkeypatch.setattr(patterns, "figures", lambda mechanism: "")
    page = PAGES["mechanisms.md"]()
    assert "- **Missed** came out at 1.1, for want of hills" in page
    assert "- **Measured** 1.1 ± 0.5 share of contenders, **outside the stated range**" in page
    assert re.search(r"\| M05 \|.*\| missed \|", page)


@pytest.mark.parametrize("row", kept(), ids=lambda row: row.name)
def test_every_difference_is_told_with_its_unit(row):
    unit = row.unit.partition("; curves:")[0]
    assert unit not in ("", "share", "relative") and unit in patterns.told(row)


def test_a_measurement_in_another_unit_than_its_curves_tells_both():
    row = ROW._replace(unit="days; curves: share of people", difference=-8.0)
    assert row.drawn == "share of people" and patterns.told(row).startswith("−8 ± 0.5 days, ")
    assert "share of people with the mechanism" in patterns.caption(row)


def test_every_measurement_that_is_kept_has_its_figure_and_no_figure_stands_alone():
    assert {f"{row.name}.svg" for row in kept()} == {path.name for path in IMAGES.glob("*.svg")}


def test_a_measurement_that_is_kept_is_one_that_can_be_made_again():
    assert {(row.mechanism, row.part) for row in kept()} <= set(patterns.measures())


def test_the_section_of_a_mechanism_says_all_that_is_asked_of_it():
    page = PAGES["mechanisms.md"]()
    for row in mechanisms():
        part = page.split(f"\n### {row.name}\n")[1].split("\n### ")[0]
        asked = ["Signs", "Pattern", "Measured", "Off", "Source", "Claims", "Reads", "Writes"]
        assert [head for head in asked if f"- **{head}** " not in part] == [], row.name
        assert f"`--off {row.name}`" in part and (not row.rivals or f"- **Rivals** {row.rivals}" in part)


def test_every_line_of_the_day_has_a_cost_and_the_parts_fill_the_day():
    found = costs.kept()
    assert {row.name for row in anatomy()} <= set(found)
    assert sum(found.values()) == pytest.approx(1, abs=0.05)  # a thousandth is rounded in each of some 80 lines
    assert costs.told("people_mobilize").endswith("% of the time of a run of bolivia-2003")
