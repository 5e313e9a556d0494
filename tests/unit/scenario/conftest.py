"""What tests of scenarios share: the two towns, and a table of three parameters that never changes."""

from pathlib import Path

import pytest

from groundswell.scenario.crosscheck import settings
from groundswell.scenario.load import load
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario

HERE = Path(__file__).parent
SOURCE = "assumed: for the test alone"
MEANING = "log-odds against acting when nothing speaks for it"
TABLE = (
    Parameter("barrier", "u0", "log-odds", 4.5, 8, "uniform", None, SOURCE, MEANING),
    Parameter("tie_own", "K_own", "share", 0, 1, "fixed", 0.35, SOURCE, "weight of one's own group in what is seen"),
    Parameter("demand_weight", "w_Q", "log-odds", 2.5, 12, "uniform", None, SOURCE, "weight of demands"),
)


@pytest.fixture(autouse=True)
def three_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The expected texts name bounds, and must not follow those of the model."""
    monkeypatch.setattr(settings, "BY_NAME", {row.name: row for row in TABLE})


@pytest.fixture
def valid() -> Path:
    return HERE / "valid"


@pytest.fixture
def towns(valid: Path) -> Scenario:
    return load(valid)
