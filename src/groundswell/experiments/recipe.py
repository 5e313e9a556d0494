"""What an ensemble was made of, so that it can be made again, whole or with one thing otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from groundswell.design import Design, Draws
from groundswell.ensemble import ModelSimulation, ScenarioSimulation, Simulation
from groundswell.errors import RunError, UsageError
from groundswell.models import by_name
from groundswell.runs import Runs
from groundswell.switches import names_of

if TYPE_CHECKING:
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario


@dataclass(frozen=True)
class Recipe:
    """A scenario, the mechanisms that are off, and where histories have their parameters from."""

    scenario: "Scenario"
    off: tuple[str, ...]
    design: Design

    @classmethod
    def of(
        cls, made: "Scenario | Runs", point: Mapping[str, float] | None = None, draws: "Draws | Fitted | Design | None" = None
    ) -> Self:
        """The recipe of a scenario, or of finished runs: of the whole world, where they are of one country of it.

        Raises UsageError for runs of something else, and for `point` or `draws` beside runs, which have their parameters.
        """
        if not isinstance(made, Runs):
            return cls(made, (), Design.chosen(made, draws, point))
        if point is not None or draws is not None:
            hint = "leave it out, or give the scenario: runs.scenario"
            raise UsageError.of("point" if draws is None else "draws", "it, beside runs", "runs, with the parameters they have", hint)
        identity = made.spec["identity"]
        if "scenario" not in identity:
            raise UsageError.of("runs", f"runs of {made.spec['case']}", "runs of a scenario", "classic models have no mechanisms to ask")
        return cls(made.whole.scenario, tuple(identity["off"]), Design.kept(identity))

    def without(self, name: str) -> Self:
        """The same, with one more mechanism off. Raises UsageError for one that does not exist."""
        return replace(self, off=tuple(sorted({*self.off, *names_of(name)})))

    def simulation(self) -> ScenarioSimulation:
        """What runs it."""
        return ScenarioSimulation(self.scenario, self.off, self.design)

    def simulation_of(self, runs: Runs) -> ScenarioSimulation:
        """What made these runs. Raises RunError when the engine has changed since: its bits would differ."""
        simulation = self.simulation()
        if simulation.compiled.fingerprint() != runs.spec["identity"]["engine"]:
            raise _of_another_version(runs, "the engine", "the scenario")
        return simulation


def simulation_of(runs: Runs) -> Simulation:
    """What made these runs, of a scenario or of a classic model. Raises RunError when what computes them has changed since."""
    identity = runs.spec["identity"]
    if "model" not in identity:
        return Recipe.of(runs).simulation_of(runs)
    model = by_name(identity["model"]["name"]).of(**identity["model"]["parameters"])
    if model.fingerprint() != identity["sources"]:
        raise _of_another_version(runs, f"the model {model.name}", "the model")
    return ModelSimulation(model, identity["until"], identity["every"])


def _of_another_version(runs: Runs, what: str, again: str) -> RunError:
    got, hint = f"runs of another version of {what}", f"run {again} again, or use the version that made them"
    return RunError.of(str(runs.run_dir or runs.run_id), got, "runs of this version", hint)
