"""The verdict on Bolivia: every measured line for several forms of the model side by side, the card of scores, what failed."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from groundswell.backtest import criteria
from groundswell.backtest.card import Card, Progress, backtest, forms_judged, known_of
from groundswell.backtest.forms import PRIOR, SKELETON, Form
from groundswell.backtest.lines import Line
from groundswell.backtest.measures.cloud import cloud
from groundswell.backtest.measures.deaths import chapare, deaths
from groundswell.backtest.measures.falls import falls, placebo
from groundswell.backtest.measures.lags import lags
from groundswell.backtest.measures.later import emergent, later
from groundswell.backtest.measures.ranking import Side, ranking
from groundswell.backtest.measures.reference import baselines
from groundswell.backtest.measures.unfitted import unfitted
from groundswell.backtest.measures.waves import waves
from groundswell.backtest.questions import FIRST_FALL, answer, questions
from groundswell.backtest.worlds import World
from groundswell.calibrate.fit import replace_file
from groundswell.calibrate.protocol import FILE, Protocol, targets
from groundswell.engine.kernel import fingerprint
from groundswell.runs import STATEMENT
from groundswell.scenario.fit_files import DRAWS
from groundswell.scenario.load import find, load

if TYPE_CHECKING:
    from groundswell.scenario.fitted import Fitted

VERDICT = "verdict.json"
MEASURES = (falls, placebo, deaths, chapare, lags, later, emergent, waves, unfitted, cloud)
LEAST_CASES = 2  # that are told apart: one whose government fell, one whose stayed


@dataclass(frozen=True)
class Verdict:
    """What is measured of a fitted case: `lines` by form, what baselines say to the same lines, the card, and what failed."""

    case: str
    lines: Mapping[str, tuple[Line, ...]]
    reference: Mapping[str, Mapping[str, Any]]
    card: Card
    provenance: Mapping[str, Any]

    @property
    def judged(self) -> str:
        """The form that is judged."""
        return self.card.judged

    def line(self, name: str, form: str | None = None) -> Line:
        """One line of one form, the judged one unless told. Raises KeyError for a line that it has not."""
        return {line.name: line for line in self.lines[form or self.judged]}[name]

    @property
    def failures(self) -> tuple[criteria.Criterion, ...]:
        """What would count as failure, by the protocol, and whether it does."""
        return tuple(criteria.judged({line.name: line for line in self.lines[self.judged]}, self.card))

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as JSON can hold it."""
        return {
            "statement": STATEMENT, "case": self.case, "judged": self.judged, "provenance": dict(self.provenance),
            "lines": [self._row(line) for line in self.lines[self.judged]],
            "criteria": [one._asdict() for one in self.failures], "card": self.card.to_dict(),
        }  # fmt: skip

    def _row(self, line: Line) -> dict[str, Any]:
        told = {form: {row.name: row for row in rows}.get(line.name) for form, rows in self.lines.items()}
        forms = {form: row.told() for form, row in told.items() if row is not None}
        return {**line.heading(), "forms": forms, "baselines": dict(self.reference.get(line.name, {}))}

    def text(self) -> str:
        """What failed, and the aims that are missed, for a terminal."""
        marks = {True: "FAILED", False: "holds", None: "not known"}
        rows = [f"{marks[one.failed]:10} {one.number}. {one.words}: {one.because}" for one in self.failures]
        missed = [f"missed     {line.words}: {line.found.value}" for line in self.lines[self.judged] if line.missed]
        return "\n".join([f"{self.case}, judged by its protocol", *rows, *missed])

    __str__ = text

    def write(self, file: str | Path) -> Path:
        """Writes it as JSON, whole or not at all."""
        path = Path(file)
        replace_file(path, json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n")
        return path


def judge(
    case: str | Path = "bolivia-2003",
    *,
    cases: Sequence[str] | None = None,
    draws: "Fitted | Literal['fitted', 'prior'] | None" = None,
    refits: "Sequence[Form] | Path | None" = None,
    replicates: int = 1000,
    seed: int = 1,
    per_draw: int = 32,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Measures what a protocol asks of the fitted case of Bolivia, for the fitted model, its priors and its skeleton alike.

    Falls in windows of the record, the placebo, deaths, lags, the years kept back with their acts and without, the wave that
    nothing resolves, statistics that were not fitted, the distance of the record from the cloud; the card of scores; and
    whether the fall of one case is told from the survival of another, by `per_draw` histories of each draw. Arguments are those
    of `backtest`; with `cases` left out, those of other countries are run too.

    Raises UsageError and ScenarioError as `backtest` does.

    >>> judge("bolivia-autumn")
    Traceback (most recent call last):
    ...
    groundswell.errors.ScenarioError:    where  bolivia-autumn
         got  no file protocol.toml beside the scenario
    ...
    """
    protocol, scenario = targets(case), load(case)
    forms = forms_judged(case, draws, refits)
    card = backtest(
        case, cases=cases, draws=draws, refits=refits, replicates=replicates, seed=seed, workers=workers, progress=progress
    )
    known = known_of(scenario)
    measured = [form for form in forms if form.name in (forms[0].name, PRIOR, SKELETON)]
    lines = {}
    for form in measured:
        world = World(form, scenario, protocol, known.record, replicates, seed, workers)
        lines[form.name] = (*_measured(world, progress), *_ranked(form, case, cases, per_draw, seed, workers))
    made = _provenance(case, protocol, replicates, seed, per_draw, card)
    return Verdict(protocol.case, lines, baselines(known.past, known.record), card, made)


def _measured(world: World, progress: Progress | None) -> Iterator[Line]:
    for k, measure in enumerate(MEASURES):
        if progress is not None:
            progress(k, len(MEASURES), {"ensemble": f"{measure.__name__}, {world.form.name}"})
        yield from measure(world)


def _ranked(
    form: Form, case: str | Path, cases: Sequence[str] | None, per_draw: int, seed: int, workers: int | None
) -> Iterator[Line]:
    """Whether the held-out fall is told from the held-out survival; nothing for priors, and where these are not asked."""
    if isinstance(form.draws, str):
        return
    asked = [row for row in questions(case) if row.kind == FIRST_FALL and row.case != form.draws.of and (not cases or row.case in cases)]
    if len(asked) < LEAST_CASES:
        return
    sides = {answer(row, known_of(load(row.case)).record).day is not None: Side(load(row.case), row) for row in asked}
    if len(sides) == LEAST_CASES:
        yield from ranking(form, sides[True], sides[False], per_draw, seed, workers)


def _provenance(
    case: str | Path, protocol: Protocol, replicates: int, seed: int, per_draw: int, card: Card
) -> dict[str, Any]:
    """What was judged, so that anybody can see whether it is what ships: hashes, seed, numbers of histories, the engine."""
    folder = find(case)[0].parent
    asked = sorted({question.case for question in card.questions})
    records = {name: load(case if name == protocol.case else name) for name in asked}
    return {
        "protocol": hash_of(folder / FILE), "draws": hash_of(folder / DRAWS), "engine": fingerprint(), "seed": seed,
        "replicates": replicates, "per_draw": per_draw, "cases": asked,
        "records": {name: hash_of(scene.folder / scene.observed) for name, scene in records.items() if scene.folder and scene.observed},
    }  # fmt: skip


def hash_of(file: Path) -> str | None:
    """The sha256 of a file; None where there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
