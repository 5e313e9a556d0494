"""The answers that lie beside a scenario, as they were written: read, never made here."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundswell.compile import compile_scenario
from groundswell.errors import ScenarioError
from groundswell.scenario.load import find, load, shipped

if TYPE_CHECKING:
    from groundswell.scenario.schema import Scenario

ANSWERS = "explanations.json"
NEEDED = ("case", "provenance", "rule", "measure", "answers")


def answers_of(scenario: "Scenario | str") -> Mapping[str, Any] | None:
    """The answers to the questions about a case, as plain data; None for a case that nobody has asked.

    Raises ScenarioError for a file that holds no answers.

    >>> answers_of("bolivia-autumn") is None
    True
    """
    folder = home_of(scenario)
    if folder is None or not (folder / ANSWERS).is_file():
        return None
    hint = "write them again with `python -m groundswell.backtest.explanations`"
    try:
        found = json.loads((folder / ANSWERS).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ScenarioError.of(ANSWERS, str(error), "answers in JSON", hint) from error
    missing = [name for name in NEEDED if not isinstance(found, dict) or name not in found]
    if missing:
        raise ScenarioError.of(ANSWERS, f"no `{missing[0]}`", f"a map of {', '.join(NEEDED)}", hint)
    return dict(found)


def home_of(scenario: "Scenario | str") -> Path | None:
    """The folder of a case; None for a scenario without one."""
    if isinstance(scenario, str):
        return find(scenario)[0].parent
    folder = scenario.folder
    if folder is None and scenario.id in shipped():
        folder = find(scenario.id)[0].parent
    return folder


def changed_since(told: Mapping[str, Any], scenario: "Scenario | str") -> Iterator[str]:
    """What has changed since the answers were given; nothing where scenario, engine, questions and fitted draws are as they were."""
    from groundswell.backtest.explanations.reading import questions_beside

    scene, made = load(scenario) if isinstance(scenario, str) else scenario, told["provenance"]
    now = {
        "the scenario or the engine": (made["compiled"], compile_scenario(scene).fingerprint()),
        "the questions": (made["questions_sha256"], questions_beside(scene).digest),
        "the fitted draws": (made["draws"].get("sha256"), None if scene.fitted is None else scene.fitted.sha256),
    }
    yield from (words for words, (then, today) in now.items() if then != today)
