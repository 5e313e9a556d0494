"""What currency crises of the model's own do to the verdict of `bolivia-2003`: the same draws with and without them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from groundswell.backtest.card import known_of
from groundswell.backtest.forms import Form, form_of
from groundswell.backtest.measures.cloud import cloud
from groundswell.backtest.measures.later import later
from groundswell.backtest.worlds import World
from groundswell.calibrate.protocol import targets
from groundswell.scenario.load import load

CASE, REPLICATES, SEEDS, CRISES = "bolivia-2003", 1000, (1, 2, 3, 4, 5), "capital_flees"


def measured() -> dict[str, Any]:
    """Lines of the verdict by form: as shipped and with no crisis, and where the record lies for other seeds."""
    fitted = form_of(CASE)
    calm = replace(fitted, off=(CRISES,))
    forms = {"as shipped": fitted, f"{CRISES} off, same draws": calm}
    lines = {name: dict(told(form, 1, with_later=True)) for name, form in forms.items()}
    luck = {name: {seed: dict(told(form, seed))["record-in-cloud"] for seed in SEEDS} for name, form in forms.items()}
    return {"case": CASE, "histories": REPLICATES, "lines": lines, "record in cloud, by seed": luck}


def told(form: Form, seed: int, with_later: bool = False) -> Iterator[tuple[str, Any]]:
    """The lines of one form of the model, by name."""
    scenario, protocol = load(CASE), targets(CASE)
    world = World(form, scenario, protocol, known_of(scenario).record, REPLICATES, seed)
    for line in (*cloud(world), *(later(world) if with_later else ())):
        value = line.found.value
        yield line.name, round(value, 3) if isinstance(value, float) else str(value)
