"""The card of scores: every question that was kept back, every forecaster, and how sure the differences are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from groundswell.analysis.record import read_record, table_of
from groundswell.analysis.wording import columns
from groundswell.backtest import compared
from groundswell.backtest.compared import Contest
from groundswell.backtest.forecasts import BASELINE_WORDS, Case, Said, of_baselines, of_model
from groundswell.backtest.forms import Form, form_of, refits_of
from groundswell.backtest.leaks import refuse_draws_that_saw, refuse_edited_draws
from groundswell.backtest.questions import SCORES, Answer, Question, answer, questions
from groundswell.backtest.seen import simulate
from groundswell.calibrate.protocol import Protocol, targets
from groundswell.errors import UsageError
from groundswell.runs import STATEMENT
from groundswell.scenario.load import load
from groundswell.score.baselines import BY_NAME
from groundswell.score.region import past_of

if TYPE_CHECKING:
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

Progress = Callable[[int, int, dict[str, Any]], object]


@dataclass(frozen=True)
class Card:
    """What every forecaster said to every question, what it cost, and by how much one beat another.

    `said` holds one row a question and forecaster, baselines among them; `contests` compare the form that is judged with
    each other forecaster, over questions that both answer; `honesty` says whether its chances mean what they say.
    """

    case: str
    protocol: str
    seed: int
    replicates: int
    judged: str
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]
    said: tuple[Said, ...]
    contests: tuple[Contest, ...]
    honesty: Mapping[str, Any]
    forms: Mapping[str, Mapping[str, Any]]

    def of(self, question: str) -> dict[str, Said]:
        """What each forecaster said to one question, by name."""
        return {row.forecaster: row for row in self.said if row.question == question}

    def text(self) -> str:
        """A table for each question, the least loss first, and the contests."""
        lines = [f"{self.case}, protocol {self.protocol[:8]}, {self.replicates:,} histories a case, seed {self.seed}. {STATEMENT}"]
        for question in self.questions:
            lines += ["", *self._about(question)]
        return "\n".join([*lines, "", *(contest.text() for contest in self.contests)])

    __str__ = text

    def _about(self, question: Question) -> list[str]:
        rows = sorted(self.of(question.name).values(), key=lambda row: (row.loss is None, row.loss or 0.0))
        head = [f"{question.words} ({question.case}): {self.answers[question.name].plain()} on record; {SCORES[question.kind]}"]
        return [*head, columns([["", "loss", "histories", ""], *map(_cells, rows)], [1, 2])]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as JSON can hold it."""
        return {
            "statement": STATEMENT, "case": self.case, "protocol": self.protocol, "seed": self.seed, "replicates": self.replicates,
            "judged": self.judged, "questions": [_question(row, self.answers[row.name]) for row in self.questions],
            "said": [row.to_dict() for row in self.said], "contests": [row.to_dict() for row in self.contests],
            "honesty": dict(self.honesty), "forms": {name: dict(made) for name, made in self.forms.items()},
            "baselines": {row.forecaster: BASELINE_WORDS[row.forecaster] for row in self.said if not row.model},
        }  # fmt: skip


def backtest(
    case: str | Path,
    *,
    cases: Sequence[str] | None = None,
    against: Literal["all"] | Sequence[str] = "all",
    draws: "Fitted | Literal['fitted', 'prior'] | None" = None,
    refits: "Sequence[Form] | Path | None" = None,
    replicates: int = 1000,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Card:
    """Asks a fitted case what its protocol kept back, and scores the answers beside those of every other forecaster.

    `case` has the protocol with the questions; `cases` asks those of some cases only. Forms of the model answer by
    `replicates` histories of each case: the fitted draws of the case (or `draws`), the priors, and each of `refits` (a
    folder of fits, or the one beside the scenario). Of them only those histories count in which the government on record
    is in office on the day of issue. Baselines, all or those named by `against`, answer from what was on record that day.

    Raises UsageError for draws that have seen what is asked, or were fitted by another protocol, and for unknown names;
    ScenarioError for a protocol with faults.

    >>> card = backtest("bolivia-2003", cases=["bolivia-2003"], draws="prior", against=["constant_hazard"], replicates=32)
    >>> sorted(card.of("bolivia-fall"))
    ['constant_hazard', 'prior']
    """
    protocol, asked = targets(case), chosen(questions(case), cases)
    forms = forms_judged(case, draws, refits)
    names = refuse_unknown(against)
    for form in forms:
        refuse_edited_draws(form)
        refuse_draws_that_saw(form, protocol, asked, load(protocol.case).start)
    home = {name: load(case if name == protocol.case else name) for name in dict.fromkeys(row.case for row in asked)}
    known = {name: known_of(scenario) for name, scenario in home.items()}
    answers = {row.name: answer(row, known[row.case].record) for row in asked}
    said: list[Said] = []
    for k, (form, name) in enumerate((form, name) for form in forms for name in home):
        if progress is not None:
            progress(k, len(forms) * len(home), {"ensemble": f"{name}, {form.name}"})
        seen = simulate(form, home[name], replicates, seed, workers=workers)
        said += [of_model(form.name, row, answers[row.name], seen, seed) for row in asked if row.case == name]
    said += [one for row in asked for one in of_baselines(row, answers[row.name], known[row.case], names, seed)]
    return carded(protocol, asked, answers, said, forms, replicates, seed)


def carded(
    protocol: Protocol, asked: Sequence[Question], answers: Mapping[str, Answer], said: Sequence[Said], forms: Sequence[Form],
    replicates: int, seed: int,
) -> Card:  # fmt: skip
    """The card of what was said: compared, and asked whether it means what it says."""
    judged = forms[0].name
    contests = compared.contests(judged, asked, answers, said, seed)
    honesty = compared.honesty(judged, asked, answers, said, seed)
    made = {form.name: form.provenance() for form in forms}
    return Card(
        protocol.case, protocol.digest, seed, replicates, judged, tuple(asked), dict(answers), tuple(said), tuple(contests), honesty, made
    )


def chosen(asked: Sequence[Question], cases: Sequence[str] | None) -> tuple[Question, ...]:
    """The questions about some cases. Raises UsageError for a case that no question is about."""
    known = list(dict.fromkeys(row.case for row in asked))
    for name in cases or ():
        if name not in known:
            raise UsageError.of("backtest: cases", repr(name), f"some of {', '.join(known)}", "leave cases out to ask all")
    return tuple(row for row in asked if cases is None or row.case in cases)


def forms_judged(case: str | Path, draws: Any, refits: "Sequence[Form] | Path | None") -> tuple[Form, ...]:
    """The form that is judged, the priors, and the refits, each once."""
    more = refits_of(case, refits) if refits is None or isinstance(refits, Path) else tuple(refits)
    forms = (form_of(case, draws), Form("prior", "prior"), *more)
    return tuple({form.name: form for form in reversed(forms)}[name] for name in dict.fromkeys(form.name for form in forms))


def known_of(scenario: "Scenario") -> Case:
    """The record of a case, and the past of its country, whole."""
    table = table_of(scenario)
    return Case(scenario.id, () if table is None else tuple(read_record(table)), past_of(scenario))


def refuse_unknown(against: Literal["all"] | Sequence[str]) -> Sequence[str] | None:
    """The names of baselines, none for all. Raises UsageError for one that there is not."""
    if isinstance(against, str):
        if against != "all":
            raise UsageError.of("backtest: against", repr(against), '"all" or a list of names', f'against=["{against}"]')
        return None
    for name in against:
        if name not in BASELINE_WORDS:
            raise UsageError.of("backtest: against", repr(name), f"some of {', '.join(BY_NAME)}", 'against="all"')
    return tuple(against)


def _question(row: Question, found: Answer) -> dict[str, Any]:
    days = {name: getattr(row, name).isoformat() for name in ("issued", "first", "last")}
    return {
        "name": row.name, "case": row.case, "kind": row.kind, "words": row.words, **days, "governs": row.governs,
        "record": found.plain(), "score": SCORES[row.kind],
    }  # fmt: skip


def _cells(row: Said) -> list[str]:
    behind = "" if row.histories is None else f"{row.histories} of {row.asked}"
    return [row.forecaster, "" if row.loss is None else f"{row.loss:.3f}", behind, row.why]
