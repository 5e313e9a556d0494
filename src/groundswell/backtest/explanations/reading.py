"""Reads the questions of a case, and tells everything that is wrong with them at once, each with its line."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from groundswell.backtest.explanations.outcomes import KINDS
from groundswell.backtest.explanations.questions import FALL, FILE, Cause, Outcome, Question, Questions, When
from groundswell.engine.anatomy import anatomy, switches
from groundswell.errors import Problem, ScenarioError
from groundswell.scenario.load import find, shipped
from groundswell.scenario.schema import Scenario
from groundswell.scenario.words import meant, shown
from groundswell.sources import is_assumed, source_ids

EVENT = re.compile(r"E\d{4}")
CLAIM = re.compile(r"[AB]\d{3}")
DECISIONS, OUTCOMES = ("raises", "lowers", "nothing"), ("raises", "lowers")
ANY: tuple[type, ...] = (object,)
SHAPES: dict[str, dict[str, tuple[type, ...]]] = {
    "question": {
        "id": (str,), "words": (str,), "says": (str,), "first": (date,), "last": (date,), "place": (str,), "group": (str,),
        "reference": ANY, "day": ANY, "given_fall": (list,), "outcome": (dict,), "cause": (list,), "events": (list,), "sources": (list,),
    },
    "outcome": {
        "kind": (str,), "words": (str,), "first": (date,), "last": (date,), "source": (str,), "place": (str,), "demand": (str,),
        "before": (list,), "at_least": (int, float), "at_most": (int, float),
    },
    "cause": {
        "id": (str,), "words": (str,), "events": (list,), "sources": (list,), "claims": (list,), "line": (str,), "decision": (str,),
        "outcome": (str,), "off": (str,), "set": (dict,), "without": (list,), "at": (dict,), "absent": (str,),
    },
}  # fmt: skip
KINDS_OF_VALUE = {str: "text", date: "a day, such as 2003-10-12", dict: "a table", list: "a list", int: "a number"}
NEEDED = {
    "question": ("id", "words", "says", "first", "last", "place", "reference", "day", "outcome", "cause", "events", "sources"),
    "outcome": ("kind", "words", "first", "last", "source"),
    "cause": ("id", "words", "events", "sources"),
}


def questions_beside(scenario: Scenario, file: str | Path | None = None) -> Questions:
    """The questions in a file, or in the one beside a scenario, checked against it.

    Raises ScenarioError where there is no such file, and with all faults of the questions.
    """
    path = _file_of(scenario) if file is None else Path(file)
    if path is None or not path.is_file():
        expected = f"a file {FILE} beside the scenario"
        raise ScenarioError.of(str(file or scenario.id), "no questions", expected, "copy that of bolivia-2003 and change it")
    raw = path.read_bytes()
    try:
        content = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError.of(path.name, str(error), "a file in TOML", "see the questions of bolivia-2003") from error
    problems = tuple(Check(path.name, raw.decode("utf-8"), scenario).problems(content))
    if problems:
        raise ScenarioError(*problems)
    return Questions(scenario.id, tuple(_question(row) for row in content["question"]), hashlib.sha256(raw).hexdigest())


def _file_of(scenario: Scenario) -> Path | None:
    folder = scenario.folder
    if folder is None and scenario.id in shipped():
        folder = find(scenario.id)[0].parent
    return None if folder is None else Path(folder) / FILE


def when(value: Any) -> When | None:
    """A day as it is written: a date, or `fall`, `fall+5`, `fall-1`; None for anything else.

    >>> when("fall-1")
    When(date=None, offset=-1)
    """
    if isinstance(value, date):
        return When(value)
    told = FALL.fullmatch(value) if isinstance(value, str) else None
    return None if told is None else When(None, int(told["offset"] or 0))


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        row["id"], row["words"], " ".join(row["says"].split()), row["first"], row["last"], row["place"], row.get("group"),
        when(row["reference"]) or When(None), when(row["day"]) or When(None), _pair(row.get("given_fall")), _outcome(row["outcome"]),
        tuple(_cause(cause) for cause in row["cause"]), tuple(row["events"]), tuple(row["sources"]),
    )  # fmt: skip


def _outcome(row: Mapping[str, Any]) -> Outcome:
    return Outcome(**{**row, "before": _pair(row.get("before"))})


def _cause(row: Mapping[str, Any]) -> Cause:
    lists = {name: tuple(row[name]) for name in ("events", "sources", "claims", "without") if name in row}
    rest = {name: row[name] for name in ("id", "words", "line", "decision", "outcome", "off", "absent") if name in row}
    return Cause(**{**rest, **lists, "settings": row.get("set", {}), "at": _outcome(row["at"]) if "at" in row else None})


def _pair(value: Sequence[date] | None) -> tuple[date, date] | None:
    return None if value is None else (value[0], value[1])


class Check:
    """Goes through the content of a file of questions and tells what does not fit the scenario or the model."""

    def __init__(self, name: str, text: str, scenario: Scenario) -> None:
        self.name, self.lines, self.scenario = name, text.splitlines(), scenario
        self.places = tuple(place.id for place in scenario.places)
        self.groups = tuple(group.id for group in scenario.groups)
        self.demands = tuple(demand.id for demand in scenario.demands)
        self.sources = tuple(source.id for source in scenario.sources)
        self.at = 0

    def problems(self, content: Mapping[str, Any]) -> Iterator[Problem]:
        """Every fault, question by question."""
        rows = content.get("question")
        for name in content:
            if name != "question":
                yield Problem(
                    f"{self.name}: {name}", f"`{name}`", "[[question]] and nothing else", meant(name, ["question"]) or "remove it"
                )
        if not rows or not isinstance(rows, list):
            yield Problem(f"{self.name}: question", shown(rows), "at least one [[question]]", "see the questions of bolivia-2003")
            return
        known: list[Any] = []
        for k, row in enumerate(rows, start=1):
            name = _name(row, k)
            where = self.found(name, f"question {name}")
            if name in known:
                yield Problem(where, f"`{name}` a second time", "an id of its own for each question", "change one of the two")
            known.append(name)
            yield from self.question(where, row)

    def found(self, name: Any, path: str) -> str:
        """Where a record stands: the line of its id, sought from the record before it on."""
        sought = f'id = "{name}"'
        line = next((k for k in range(self.at, len(self.lines)) if self.lines[k].strip() == sought), None)
        self.at = self.at if line is None else line + 1
        return f"{self.name}: {path}" if line is None else f"{self.name}:{line + 1}:1: {path}"

    def question(self, where: str, row: Mapping[str, Any]) -> Iterator[Problem]:
        """What is wrong with one question."""
        faults = [*self.fields(where, row, "question")]
        yield from faults
        if faults:
            return
        yield from self.span(where, row["first"], row["last"])
        yield from self.group(where, row)
        yield from self.days(where, row)
        yield from self.outcome(f"{where}: outcome", row["outcome"])
        yield from self.record(where, row)
        if not row["cause"]:
            yield Problem(f"{where}: cause", "none", "at least one [[question.cause]]", "name what the record's account names")
        for k, cause in enumerate(row["cause"], start=1):
            name = _name(cause, k)
            yield from self.cause(self.found(name, f"question {row['id']}: cause {name}"), cause)

    def fields(self, where: str, row: Any, kind: str) -> Iterator[Problem]:
        """Fields that are missing, that nobody knows, or that hold another kind of thing."""
        known = SHAPES[kind]
        if not isinstance(row, Mapping):
            yield Problem(where, shown(row), f"a table of {', '.join(known)}", "see the questions of bolivia-2003")
            return
        for name in NEEDED[kind]:
            if name not in row:
                yield Problem(where, f"no `{name}`", f"the fields {', '.join(NEEDED[kind])}", f"add `{name}`")
        for name, value in row.items():
            if name not in known:
                yield Problem(f"{where}: {name}", f"`{name}`", f"one of {', '.join(known)}", meant(name, known) or "remove it")
            elif isinstance(value, bool) or not isinstance(value, known[name]):
                yield Problem(f"{where}: {name}", shown(value), KINDS_OF_VALUE[known[name][0]], "see the questions of bolivia-2003")

    def span(self, where: str, first: Any, last: Any) -> Iterator[Problem]:
        """Two days of the scenario, in their order."""
        start, end = self.scenario.start, self.scenario.end
        if not (isinstance(first, date) and isinstance(last, date) and start <= first <= last <= end):
            yield Problem(f"{where}: first, last", f"{first} to {last}", f"days from {start} to {end}, in order", "correct the days")

    def group(self, where: str, row: Mapping[str, Any]) -> Iterator[Problem]:
        """A place of the scenario, and a group that lives there."""
        if row["place"] not in self.places:
            yield self.unknown(f"{where}: place", row["place"], self.places)
            return
        here = [name for name in self.groups if name.startswith(f"{row['place']}/")]
        named = row.get("group")
        if not here:
            yield Problem(f"{where}: place", f"`{row['place']}`", "a place with groups", "nobody lives there in this scenario")
        if named is not None and named not in here and f"{row['place']}/{named}" not in here:
            yield self.unknown(f"{where}: group", named, [name.partition("/")[2] for name in here])

    def days(self, where: str, row: Mapping[str, Any]) -> Iterator[Problem]:
        """The days between which the decision is traced."""
        told = {name: when(row[name]) for name in ("reference", "day")}
        start, end = self.scenario.start, self.scenario.end
        for name, moment in told.items():
            if moment is None or (moment.date is not None and not start <= moment.date <= end):
                expected = f"a day from {start} to {end}, or `fall` with days before or after, such as fall+5"
                yield Problem(f"{where}: {name}", shown(row[name]), expected, "day = 2003-10-12")
        first, last = told["reference"], told["day"]
        if first is not None and last is not None and _not_before(first, last):
            yield Problem(f"{where}: reference", str(first), f"a day before {last}", "the day of reference comes first")
        if any(moment is not None and moment.date is None for moment in told.values()) and "given_fall" not in row:
            yield Problem(f"{where}: given_fall", "nothing", "two days between which a government falls", "days are counted from that fall")
        if "given_fall" in row:
            yield from self.two_days(f"{where}: given_fall", row["given_fall"])

    def two_days(self, where: str, value: Any) -> Iterator[Problem]:
        """A list of two days of the scenario."""
        if isinstance(value, list) and len(value) == len(("first", "last")):
            yield from self.span(where, *value)
        else:
            yield Problem(where, shown(value), "a list of two days", f"{where.rpartition(': ')[2]} = [2003-09-15, 2003-11-15]")

    def outcome(self, where: str, row: Any) -> Iterator[Problem]:
        """What is read off each history."""
        faults = [*self.fields(where, row, "outcome")]
        yield from faults
        if faults:
            return
        kind = KINDS.get(row["kind"])
        if kind is None:
            yield self.unknown(f"{where}: kind", row["kind"], tuple(KINDS))
            return
        yield from self.span(where, row["first"], row["last"])
        for name in kind.needs:
            if name not in row:
                yield Problem(f"{where}: {name}", "nothing", f"`{name}`, since the kind is {row['kind']}", f"add `{name}`")
        if "before" in row:
            yield from self.two_days(f"{where}: before", row["before"])
        if "place" in row and row["place"] not in self.places:
            yield self.unknown(f"{where}: place", row["place"], self.places)
        if "demand" in row and row["demand"] not in self.demands:
            yield self.unknown(f"{where}: demand", row["demand"], self.demands)
        if "at_least" not in row and "at_most" not in row:
            yield Problem(f"{where}: at_least, at_most", "neither", "one of them, or both", "say what makes a history as on record")
        if not is_assumed(row["source"]):
            yield from self.named(f"{where}: source", source_ids(row["source"]), "a source, or `assumed: why`")

    def cause(self, where: str, row: Mapping[str, Any]) -> Iterator[Problem]:
        """One thing that the account names."""
        faults = [*self.fields(where, row, "cause")]
        yield from faults
        if faults:
            return
        yield from self.record(where, row)
        lines = tuple(line.name for line in anatomy())
        for name, known in (("line", lines), ("off", switches()), ("decision", DECISIONS), ("outcome", OUTCOMES)):
            if name in row and row[name] not in known:
                yield self.unknown(f"{where}: {name}", row[name], known)
        if "at" in row:
            yield from self.outcome(f"{where}: at", row["at"])
        yield from self.tests(where, row)
        yield from self.changes(where, row)

    def tests(self, where: str, row: Mapping[str, Any]) -> Iterator[Problem]:
        """Whether there is something to test, and by what."""
        if ("absent" in row) == ("decision" in row or "outcome" in row):
            got = "both an absence and a test" if "absent" in row else "nothing to test"
            yield Problem(where, got, "`decision`, `outcome` or both; or `absent`, with the reason", "say what the cause does, and to what")
        if "decision" in row and "line" not in row:
            yield Problem(f"{where}: decision", "no `line`", "the line of the model that moves the decision", "add `line`")
        other = any(name in row for name in ("off", "set", "without"))
        if "outcome" in row and not other and row.get("line") not in switches():
            got = f"`{row['line']}`, which cannot be switched off" if "line" in row else "no line"
            yield Problem(f"{where}: outcome", got, "a world without the cause", "add `off`, `set` or `without`")

    def changes(self, where: str, row: Mapping[str, Any]) -> Iterator[Problem]:
        """Whether the world without the cause holds together."""
        scene = self.scenario
        steps: list[tuple[str, Callable[[Scenario], Scenario]]] = [
            *(("set", lambda one, path=path, value=value: one.set(path, value)) for path, value in row.get("set", {}).items()),
            *(("without", lambda one, path=path: one.without(path)) for path in row.get("without", ())),
        ]
        for name, step in steps:
            try:
                scene = step(scene)
            except ScenarioError as error:
                yield from (told._replace(where=f"{where}: {name}: {told.where}") for told in error.problems)

    def record(self, where: str, row: Mapping[str, Any]) -> Iterator[Problem]:
        """Where the record says so."""
        yield from self.named(f"{where}: sources", row["sources"], "a source")
        for field, form, example in (("events", EVENT, "E0505"), ("claims", CLAIM, "B033")):
            for name in row.get(field, ()):
                if not (isinstance(name, str) and form.fullmatch(name)):
                    yield Problem(f"{where}: {field}", shown(name), f"an id such as {example}", "take it from the coded record")

    def named(self, where: str, names: Sequence[Any], what: str) -> Iterator[Problem]:
        """Whether every name is one of the bibliography, and there is one."""
        if not names:
            yield Problem(where, "nothing", what, f"one of {', '.join(self.sources)}")
        yield from (self.unknown(where, name, self.sources) for name in names if name not in self.sources)

    def unknown(self, where: str, got: Any, known: Sequence[str]) -> Problem:
        """A name that nothing has."""
        return Problem(where, shown(got), f"one of {', '.join(known)}", meant(got, known) or "correct the name")


def _name(row: Any, number: int) -> str:
    """What a record is called: its id, or its number."""
    return str(row.get("id", number)) if isinstance(row, Mapping) else str(number)


def _not_before(first: When, last: When) -> bool:
    if first.date is None or last.date is None:
        return first.date is last.date and first.offset >= last.offset
    return first.date >= last.date
