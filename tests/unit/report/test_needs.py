"""Where a mechanism is said to find nothing to work on, it does nothing: in a country from which all is taken that can be."""

from typing import Any

import numpy as np
import pytest

import groundswell as gs
from groundswell.compile import compile_scenario
from groundswell.design import prior_draws
from groundswell.engine.run import run_block
from groundswell.report.needs import NEEDS, missing
from groundswell.scenario.schema import Scenario

HISTORIES = np.arange(32)


def bare(**sections: Any) -> Scenario:
    """The small case without debt, borders, ties of organizations, elections, flows, an army, or groups that differ in exclusion."""
    data = gs.load("bolivia-autumn").model_dump(mode="json", by_alias=True)
    for country in data["countries"]:
        country |= {"debt": 0, "exit": 0, "mediator": 0}
        first = country["economy"][0] | {"growth": 0}
        country["economy"] = [first | {"month": month["month"]} for month in country["economy"]]
    for section, fields in {
        "acts": {"police_grievance": 0}, "groups": {"exclusion": 0.3, "communication": 0}, "forces": {"kind": "police"},
        "governments": {"calls_election_within": None, "seats_share": 0.6},
    }.items():  # fmt: skip
        data[section] = [record | fields for record in data[section]]
    ties = [tie for tie in data["ties"] if tie["kind"] in ("adjacent", "route")]
    return Scenario.model_validate(data | {"ties": ties, "flows": [], "elections": [], "outside_powers": [], "draws": None} | sections)


@pytest.mark.parametrize("without", [(), ("organizations",), ("forces",), ("acts", "demands")], ids=" and ".join)
def test_a_mechanism_that_is_said_to_find_nothing_changes_no_bit(without):
    scene = bare(**{section: [] for section in without})
    draws = prior_draws(scene, 1, HISTORIES)
    whole = run_block(compile_scenario(scene), draws, 1, HISTORIES)
    idle = [name for name in NEEDS if missing(name, scene)]
    assert len(idle) > 20 and len(whole.events) > 100
    changing = []
    for name in idle:
        off = run_block(compile_scenario(scene, [name]), draws, 1, HISTORIES)
        changing += [] if np.array_equal(whole.daily, off.daily) and np.array_equal(whole.events, off.events) else [name]
    assert changing == []
