"""Groundswell simulates how protest waves rise, spread, meet force, win and end.

    import groundswell as gs

    scene = gs.load("bolivia-2003")
    runs = gs.run(scene, replicates=1000, seed=1)
    gs.endings(runs)

This file is the table of contents: every public name and the module it lives in. A name is
imported when it is first used, so `import groundswell` loads no compiler, database or charts.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

PUBLIC: dict[str, str] = {
    # what the world is
    "Scenario": "groundswell.scenario.schema:Scenario",
    "load": "groundswell.scenario.load:load",
    "check": "groundswell.scenario.load:check",
    "schema": "groundswell.scenario.json_schema:json_schema",
    "cases": "groundswell.scenario.load:shipped",
    "contents": "groundswell.report.case:contents",
    "describe": "groundswell.report.case:describe",
    "mechanisms": "groundswell.engine.anatomy:mechanisms",
    "mechanism": "groundswell.switches:named",
    "mechanism_in_words": "groundswell.report.mechanism:mechanism_in_words",
    "mechanism_contents": "groundswell.report.mechanism:mechanism_contents",
    "odd": "groundswell.report.odd:odd",
    "parameters": "groundswell.compile:resolve_parameters",
    "standings": "groundswell.scenario.fitted:standings",
    "is_compiled": "groundswell.engine.kernel:is_compiled",
    # what happened
    "Runs": "groundswell.runs:Runs",
    "run": "groundswell.ensemble:run",
    "replay": "groundswell.experiments.replay:replay",
    "reproduce": "groundswell.experiments.reproduce:reproduce",
    "ablate": "groundswell.experiments.ablate:ablate",
    "compare": "groundswell.experiments.compare:compare",
    "over": "groundswell.ensemble:over",
    "sweep": "groundswell.experiments.sweep:sweep",
    "values_between": "groundswell.experiments.sweep:values_between",
    "screen": "groundswell.experiments.screen:screen",
    "decompose": "groundswell.experiments.screen:decompose",
    "remove": "groundswell.experiments.screen:remove",
    "outcome": "groundswell.ensemble.outcomes:outcome",
    "transitions": "groundswell.experiments.transitions:transitions",
    "gc": "groundswell.store.sweep:gc",
    "explain": "groundswell.experiments.explain:explain",
    # the classic models
    "models": "groundswell.models:",
    "reproductions": "groundswell.models.reproduce:rows",
    "models_in_words": "groundswell.report.models.told:list_in_words",
    "model_in_words": "groundswell.report.models.told:model_in_words",
    "model_contents": "groundswell.report.models.answers:model_contents",
    "model_summary": "groundswell.report.models.answers:model_summary",
    "model_findings": "groundswell.report.models.answers:model_findings",
    "model_report": "groundswell.report.models.answers:model_report",
    "reproductions_in_words": "groundswell.report.models.told:rows_in_words",
    "reproductions_report": "groundswell.report.models.answers:reproductions_report",
    "response_in_words": "groundswell.report.models.answers:response_in_words",
    # what fits the record
    "targets": "groundswell.calibrate.protocol:targets",
    "calibrate": "groundswell.calibrate.fit:calibrate",
    "refit": "groundswell.calibrate.refits:refit",
    "backtest": "groundswell.backtest.card:backtest",
    "judge": "groundswell.backtest.verdict:judge",
    "verdict": "groundswell.backtest.shipped:verdict_of",
    "explanations": "groundswell.backtest.explanations:explanations",
    # what it means
    "endings": "groundswell.analysis.endings:endings",
    "falls": "groundswell.analysis.falls:falls",
    "against_record": "groundswell.analysis.against:against_record",
    "foreseen": "groundswell.foreseen:foreseen",
    "quantity": "groundswell.analysis.quantities:quantity",
    "effect": "groundswell.analysis.effects:effect",
    "response": "groundswell.analysis.sweeps:response",
    "criticality": "groundswell.analysis.transitions:criticality",
    "Screened": "groundswell.screened:Screened",
    "screening": "groundswell.analysis.screening:screening",
    "shares": "groundswell.analysis.shares:shares",
    "removed": "groundswell.analysis.removed:removed",
    "screening_in_words": "groundswell.report.screening:screening_in_words",
    "screening_chart": "groundswell.report.matrix:matrix_chart",
    "flow": "groundswell.analysis.flows:flow",
    "nearest": "groundswell.analysis.nearest:nearest",
    "typical": "groundswell.analysis.nearest:typical",
    "busiest": "groundswell.analysis.busiest:busiest",
    "findings": "groundswell.report.findings:findings",
    "summary": "groundswell.report.terminal:summary",
    "report": "groundswell.report:report",
    "charts": "groundswell.report:charts",
    "cite": "groundswell.sources:cite",
    "share_in_words": "groundswell.report.words:share_in_words",
    "effects_in_words": "groundswell.report.paired:effects_in_words",
    "comparison_in_words": "groundswell.report.paired:comparison_in_words",
    "fitted": "groundswell.report.lines:fitted",
    "references": "groundswell.sources:references",
    # what can go wrong
    "Problem": "groundswell.errors:Problem",
    "GroundswellError": "groundswell.errors:GroundswellError",
    "ScenarioError": "groundswell.errors:ScenarioError",
    "UsageError": "groundswell.errors:UsageError",
    "RunError": "groundswell.errors:RunError",
}

__all__ = ["__version__", *PUBLIC]  # noqa: PLE0604 - the table holds strings


def __getattr__(name: str) -> Any:
    if name not in PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = PUBLIC[name].partition(":")
    value = getattr(import_module(module), attribute) if attribute else import_module(module)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Face(ModuleType):
    """Keeps a public verb reachable when a folder has the same name, as `report` does.

    Importing groundswell.report would otherwise put the folder in the place of the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name in PUBLIC and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
