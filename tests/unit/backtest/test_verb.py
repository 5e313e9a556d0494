"""The verb prints data, writes a verdict whole, and refuses what cannot work before it computes anything."""

import json

import pytest
from typer.testing import CliRunner

from groundswell.backtest.shipped import NEEDED
from groundswell.cli import app

ASKED = ("backtest", "bolivia-2003", "--cases", "bolivia-2003", "--prior", "-n", "32", "--quiet")


def type_in(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_card_is_one_object_of_json():
    done = type_in(*ASKED, "--against", "constant_hazard", "--json")
    assert done.exit_code == 0, done.stderr
    card = json.loads(done.stdout)
    assert {row["forecaster"] for row in card["said"]} == {"prior", "constant_hazard"}
    assert {row["question"] for row in card["said"]} == {row["name"] for row in card["questions"]}


@pytest.mark.slow
def test_a_verdict_is_written_where_it_was_told(tmp_path):
    done = type_in(*ASKED, "--verdict", tmp_path / "verdict.json")
    assert done.exit_code == 0, done.stderr
    assert set(NEEDED) <= set(json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8")))
    assert "judged by its protocol" in done.stdout


def test_a_verdict_is_not_written_over_a_folder(tmp_path):
    assert type_in(*ASKED, "--verdict", tmp_path).exit_code == 2


def test_a_case_without_a_protocol_is_refused():
    done = type_in("backtest", "bolivia-autumn", "--json")
    assert done.exit_code == 3
    assert "protocol.toml" in json.loads(done.stdout)["error"]["problems"][0]["got"]
