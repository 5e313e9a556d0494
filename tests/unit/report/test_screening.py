"""What a screening says in words: shares of variance only where they are clear, and that few paths or histories are rough."""

from types import SimpleNamespace

import pytest
from tests.unit.analysis.tried import OfFunction, factors_of

from groundswell.analysis.screening import screening
from groundswell.analysis.shares import shares
from groundswell.factors import paths, sequence
from groundswell.report.lines import TIE, Paper
from groundswell.report.screening import screening_in_words, share_lines, worth_lines

PAPER = Paper(200)


def told_of(number, histories):
    """What is said of so many paths of a plain function."""
    found = screening(OfFunction("paths", paths(factors_of(2), number, seed=1), lambda unit: unit[:, 0], histories=histories))
    return screening_in_words(found, "y", width=2000)


def shared_by(samples, function):
    """What is said of who shares the variance of a function."""
    return share_lines(PAPER, shares(OfFunction("sequence", sequence(factors_of(2), samples, seed=1), function)), "y")


@pytest.mark.parametrize(
    ("number", "histories", "rough"),
    [
        (2, 2, "Rough: 2 paths, 2 histories each."),
        (9, 16, "Rough: 9 paths, 16 histories each."),
        (10, 2, "Rough: 10 paths, 2 histories each."),
    ],
)
def test_few_paths_or_few_histories_are_said_to_be_rough(number, histories, rough):
    told = told_of(number, histories)
    assert f"{rough} With fewer than 10 paths intervals of 95 in 100 are too narrow" in told
    assert told.index("Rough") < told.index("Nothing at all")


def test_what_is_not_rough_is_not_said_to_be():
    assert "ough: " not in told_of(10, 10)


def test_shares_are_listed_in_percent_where_they_are_clear():
    lines = shared_by(64, lambda unit: 5 * (unit[:, 0] > 0.5) + unit[:, 1])
    assert lines[1].startswith("Shares of its variance of a twentieth or more that are clear, 64 samples")
    assert lines[2].split("  ")[-2:] == ["alone, %", f"with all others,{TIE}%"]
    assert [line.split()[0] for line in lines[3:]] == ["x1"]  # x2 has a seventy-sixth


def test_samples_that_are_too_few_to_tell_are_said_to_be_so_in_place_of_shares():
    assert shared_by(2, lambda unit: unit[:, 0] + unit[:, 1]) == [
        "", "No share of its variance of a twentieth or more is clear: 2 samples are too few to tell.",
    ]  # fmt: skip


def test_an_outcome_that_is_the_same_at_every_point_has_no_shares():
    assert "the same at every point" in shared_by(16, lambda unit: 0 * unit[:, 0] + 0.7)[1]


@pytest.mark.parametrize(("histories", "tag"), [(8, "(rough: 8 histories)"), (256, "(256 histories)")])
def test_few_histories_of_the_whole_model_are_tagged_as_those_of_a_run_are(histories, tag):
    worth = SimpleNamespace(whole={"y": 1.0}, histories=histories, alone=lambda outcome: ())
    assert tag in worth_lines(PAPER, worth, "y")[1]
