"""What answers were made from: histories, parameters, engine, questions and record, each told from others by a hash."""

import hashlib
from typing import TYPE_CHECKING, Any

from groundswell.analysis.record import table_of
from groundswell.backtest.explanations.questions import Questions
from groundswell.design import told
from groundswell.engine.kernel import fingerprint

if TYPE_CHECKING:
    from groundswell.runs import Runs


def provenance_of(runs: "Runs", asked: Questions, near: int) -> dict[str, Any]:
    """What decides the bits of the answers, as plain data, without the time or the place of their making.

    `engine` is the hash of its sources, `compiled` that of the scenario with its mechanisms and the engine together.
    """
    identity = runs.spec["identity"]
    table = table_of(runs.scenario)
    return {
        "seed": runs.seed, "replicates": runs.replicates, "near": near, "run_id": runs.run_id, "engine": fingerprint(),
        "compiled": identity["engine"],
        "draws": told(runs.scenario, identity), "parameters_sha256": hash_of_parameters(runs), "questions_sha256": asked.digest,
        "record_sha256": None if table is None else hashlib.sha256(table.read_bytes()).hexdigest(),
    }  # fmt: skip


def hash_of_parameters(runs: "Runs") -> str:
    """The sha256 of all parameters of all histories, by name."""
    found = hashlib.sha256()
    for name in sorted(runs.parameters):
        found.update(name.encode())
        found.update(runs.parameters[name].astype("<f8").tobytes())
    return found.hexdigest()
