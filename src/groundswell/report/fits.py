"""Where parameters come from and how far a record can tell them, in words: the same on terminal, page and in JSON."""

import json
from collections.abc import Iterator
from typing import Any

from groundswell.design import told
from groundswell.report.words import number
from groundswell.runs import Runs
from groundswell.scenario.fitted import Fitted, Identification, standings
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario


def parameters_of(runs: Runs) -> dict[str, Any]:
    """Which parameters the histories of a run have, as plain data; nothing for runs of something else than a scenario."""
    return told(runs.scenario, runs.spec["identity"])


def sentence(runs: Runs) -> str:
    """Which parameters the histories have, and how many of them the fit could not tell."""
    found = parameters_of(runs)
    unsure = f"; {counted(runs.scenario, runs.fitted)}" if runs.fitted is not None else ""
    return f"Parameters are {found['words']}{unsure}." if found else ""


def caution(runs: Runs) -> str:
    """What agreement with the record is worth where the fit has looked at it; nothing for other runs."""
    fit, draws = runs.fitted, parameters_of(runs).get("draws")
    if fit is None or draws == "prior" or fit.of != runs.scenario.id:
        return ""
    until = fit.provenance.get("fitted_until")
    seen = f"the record up to {until}" if until else "a part of this record"
    return f"the fit has looked at {seen}: agreement there is no evidence for the model"


def counted(scenario: Scenario, fit: Fitted) -> str:
    """How many of the parameters that were fitted are not identified."""
    known = standings(scenario, fit)
    names = [name for name in fit.columns if name not in scenario.parameters]
    unsure = sum(known[name].startswith("not") for name in names)
    return f"{unsure} of {len(names)} fitted parameters are not identified"


def span(name: str, fit: Fitted) -> str:
    """Between which values nine in ten of the fitted draws lie."""
    low, high = fit.span(name)
    return f"{number(low)} to {number(high)}"


def label(row: Parameter, standing: str, fit: Fitted | None) -> str:
    """The word on a parameter, with the span of its draws if it was fitted: "not identified (5.1 to 6.9)"."""
    drawn = fit is not None and row.name in fit.columns and standing.endswith("identified")
    return f"{standing} ({span(row.name, fit)})" if drawn and fit is not None else standing


def known_of(name: str, standing: str, fit: Fitted | None) -> Identification | None:
    """What the word on a parameter rests on, if a fit has said it."""
    return fit.identification.get(name) if fit is not None and standing.endswith("identified") else None


def as_data(row: Parameter, standing: str, fit: Fitted | None) -> dict[str, Any]:
    """What is known of a parameter, as plain data beside its row of the table."""
    found, columns = known_of(row.name, standing, fit), {} if fit is None else fit.columns
    if fit is None or row.name not in columns or not standing.endswith("identified"):
        drawn = None
    else:
        low, high = fit.span(row.name)
        drawn = {"low": low, "median": fit.quantile(row.name, 1 / 2), "high": high, "best": columns[row.name][fit.best]}
    return {"standing": standing, "fitted": drawn, "identification": None if found is None else found._asdict()}


def provenance(fit: Fitted) -> Iterator[tuple[str, str]]:
    """How the fit was made: its hash, and all that `fit.json` says, name by name; a fraction to four digits."""
    yield "draws (sha256)", fit.sha256
    for name, value in fit.provenance.items():
        told = f"{value:.4g}" if isinstance(value, float) else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield name.replace("_", " "), told
