"""One mechanism on a page of its own: what it says, its equation, which way it works, who says so, and its switch."""

from collections.abc import Iterator
from typing import Any

from groundswell.engine.anatomy import Mechanism
from groundswell.report.lines import Paper
from groundswell.report.needs import missing
from groundswell.scenario.given import refuse_no_scenario
from groundswell.scenario.schema import Scenario
from groundswell.switches import named
from groundswell.works import works_named

TOLD = (
    "id", "name", "phase", "summary", "equation", "symbols", "signs", "off", "source", "rivals", "claims", "departs",
    "parameters", "draws", "reads", "writes",
)  # fmt: skip


def equation_lines(paper: Paper, row: Mechanism, indent: str) -> Iterator[str]:
    """An equation line by line as it is written; what is wider than the paper goes on underneath, and nothing is cut off."""
    for line in row.equation.splitlines():
        start = indent + line[: len(line) - len(line.lstrip())]
        yield from paper.wrapped(line.lstrip(), f"{start}    ", start)


def told(row: Mechanism, scenario: Scenario | None = None) -> dict[str, Any]:
    """A mechanism as plain data, with the works that it names in full; for a scenario also what it lacks there."""
    found = {name: getattr(row, name) for name in TOLD}
    found["works"] = [str(work) for work in works_named(f"{row.source} {row.rivals}")]
    return found if scenario is None else found | {"lacks": missing(row.name, scenario)}


def mechanism_contents(mechanism: str, scenario: Scenario | None = None) -> dict[str, Any]:
    """One mechanism as plain data, by id or name; for a scenario also what it lacks there.

    Raises UsageError for a mechanism that does not exist, and for what is no scenario.

    >>> mechanism_contents("M43")["signs"]
    ('growth → approval at rest (+)', 'approval → action (−)')
    """
    if scenario is not None:
        refuse_no_scenario(scenario)
    return told(named(mechanism), scenario)


def mechanism_in_words(
    mechanism: str, scenario: Scenario | None = None, *, width: int = 100, ascii: bool = False, color: bool = False
) -> str:
    """All there is to say of one mechanism, by id or name, and of what it finds to work on in a scenario.

    Raises UsageError for a mechanism that does not exist, and for what is no scenario.

    >>> print(mechanism_in_words("M43").splitlines()[0])
    M43 rebound_relegitimates
    """
    if scenario is not None:
        refuse_no_scenario(scenario)
    row, paper = named(mechanism), Paper(width, ascii, color)
    lines = [paper.bold(f"{row.id} {row.name}"), *paper.wrapped(row.summary, "  ", "  "), ""]
    lines += equation_lines(paper, row, "    ")
    lines += ["", *paper.wrapped(row.symbols, "  ", "  "), ""]
    for head, text in notes(row, scenario):
        lines += paper.wrapped(text, " " * 12, f"  {head:<10}") if text else []
    return paper.finished(lines)


def notes(row: Mechanism, scenario: Scenario | None) -> Iterator[tuple[str, str]]:
    """What stands under the equation, head by head."""
    yield "phase", row.phase
    yield "off", f"--off {row.name}: {row.off}"
    if scenario is not None:
        lacks = missing(row.name, scenario)
        yield "here", f"nothing to work on: {scenario.id} lacks {lacks}" if lacks else f"at work in {scenario.id}"
    yield from (("sign", sign) for sign in row.signs)
    yield "source", row.source
    yield from (("work", str(work)) for work in works_named(f"{row.source} {row.rivals}"))
    yield "rivals", row.rivals
    yield "departs", row.departs
    yield "claims", ", ".join(row.claims)
    yield "numbers", ", ".join(row.parameters)
    yield "reads", ", ".join(row.reads)
    yield "writes", ", ".join(row.writes)
