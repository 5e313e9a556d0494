"""The protocol of a fit: what is fitted, to what, with which budget. Written down, and hashed, before the rest is looked at."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from groundswell.calibrate.case import CaseProblem
from groundswell.calibrate.targets import KINDS, Target
from groundswell.calibrate.written import ABOVE_ZERO, COUNT, DAY, TEXT, TEXTS, read_toml, tables, twice, wrong_types
from groundswell.errors import Problem, ScenarioError
from groundswell.scenario.edit import refuse_several
from groundswell.scenario.load import find, load
from groundswell.scenario.schema import Scenario
from groundswell.switches import names_of

FILE = "protocol.toml"
NEEDED = ("name", "kind", "words", "first", "last")
TYPES = {
    "name": TEXT, "kind": TEXT, "words": TEXT, "first": DAY, "last": DAY, "places": TEXTS, "least": ABOVE_ZERO, "scale": ABOVE_ZERO,
    "weight": ABOVE_ZERO,
}  # fmt: skip
PARTS = {"seed": COUNT, "particles": COUNT, "keep": COUNT, "evaluations": COUNT}


@dataclass(frozen=True)
class Budget:
    """How long the sampler looks: candidates of a generation, how many are kept, and how many are tried in all."""

    seed: int
    particles: int
    keep: int
    evaluations: int


@dataclass(frozen=True)
class Protocol:
    """What is fitted and how, as written in the file `protocol.toml` of a case.

    case its id · last the last day that the fit may see · targets what it looks at · full, reduced, small budgets of the fit
    that ships, of each refit it is compared with, and of the repetition in `make verify` · digest sha256 of the file
    """

    case: str
    last: date
    targets: tuple[Target, ...]
    full: Budget
    reduced: Budget
    small: Budget
    digest: str

    def problem(self, scenario: Scenario | None = None, off: tuple[str, ...] = ()) -> CaseProblem:
        """The problem that the protocol poses, for the case or a changed copy of it, with mechanisms absent (told by id or name) or not.

        Raises UsageError for a world of several countries.
        """
        posed = load(self.case) if scenario is None else scenario
        refuse_several(posed, "calibrate")
        return CaseProblem(posed, self.last, self.targets, names_of(off))


def targets(case: str | Path) -> Protocol:
    """Opens the protocol of a case: what a fit of it looks at, until when, and with which budgets.

    Raises ScenarioError for a case without a protocol and for every fault in it.

    >>> import groundswell as gs
    >>> gs.targets("bolivia-2003").last.isoformat()
    '2003-12-31'
    """
    folder = find(case)[0].parent
    file = folder / FILE
    if not file.is_file():
        hint = "copy that of bolivia-2003 beside the scenario and change it"
        raise ScenarioError.of(str(case), f"no file {FILE} beside the scenario", "a protocol of its fit", hint)
    return read_protocol(file, load(case))


def read_protocol(file: Path, scenario: Scenario) -> Protocol:
    """The protocol in a file. Raises ScenarioError with all faults."""
    content = read_toml(file)
    problems = tuple(_faults(file.name, content, scenario))
    if problems:
        raise ScenarioError(*problems)
    rows = [Target(**{**row, "places": tuple(row.get("places", ()))}) for row in content["target"]]
    budgets = {name: Budget(**content["budget"][name]) for name in ("full", "reduced", "small")}
    return Protocol(scenario.id, content["last"], tuple(rows), **budgets, digest=hashlib.sha256(file.read_bytes()).hexdigest())


def _faults(name: str, content: Mapping[str, Any], scenario: Scenario) -> Iterator[Problem]:
    if not DAY.holds(content.get("last")):
        yield Problem(f"{name}: last", repr(content.get("last")), "the last day of the fit, as YYYY-MM-DD", "last = 2003-12-31")
        return
    budgets = content.get("budget")
    for budget in ("full", "reduced", "small"):
        yield from _faults_of_budget(f"{name}: budget.{budget}", budgets.get(budget) if isinstance(budgets, Mapping) else None)
    rows = tables(content, "target")
    if not rows:
        yield Problem(f"{name}: target", "none", "at least one [[target]]", "see the protocol of bolivia-2003")
    yield from twice(f"{name}: target", (row.get("name") for row in rows))
    for k, row in enumerate(rows):
        yield from _faults_of_target(f"{name}: target {row.get('name', k + 1)}", row, content["last"], scenario)


def _faults_of_budget(where: str, given: Any) -> Iterator[Problem]:
    if not isinstance(given, Mapping) or set(given) != set(PARTS) or any(wrong_types(where, given, PARTS)):
        yield Problem(where, repr(given), f"whole numbers above 0: {', '.join(PARTS)}", "name all four")


def _faults_of_target(where: str, row: Mapping[str, Any], last: date, scenario: Scenario) -> Iterator[Problem]:
    missing = [field for field in NEEDED if field not in row]
    unknown = set(row) - {field.name for field in Target.__dataclass_fields__.values()}
    if missing or unknown:
        got = f"without {', '.join(missing)}" if missing else f"with {', '.join(sorted(unknown))}"
        yield Problem(where, got, f"the fields {', '.join(Target.__dataclass_fields__)}", "name, kind, words, first and last are needed")
        return
    wrong = list(wrong_types(where, row, TYPES))
    yield from wrong or _faults_of_content(where, row, last, scenario)


def _faults_of_content(where: str, row: Mapping[str, Any], last: date, scenario: Scenario) -> Iterator[Problem]:
    if row["kind"] not in KINDS:
        yield Problem(f"{where}: kind", repr(row["kind"]), f"one of {', '.join(KINDS)}", "correct the kind")
    if not scenario.start <= row["first"] <= row["last"] <= last:
        expected = f"days from {scenario.start} to {last}, the days of the fit"
        yield Problem(where, f"{row['first']} to {row['last']}", expected, "a fit may not see what it is tested on")
    places = {place.id for place in scenario.places}
    for place in row.get("places", ()):
        if place not in places:
            yield Problem(f"{where}: places", repr(place), f"one of {', '.join(sorted(places))}", "correct the place")
