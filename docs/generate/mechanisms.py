"""The page of mechanisms: every line of the day, in order, as its docstring and its source tell it."""

import inspect
from typing import Any

from docs.generate import costs, patterns
from docs.generate.markdown import block, bullets, code, link, page, section, table
from groundswell.engine import run
from groundswell.engine import step as model
from groundswell.engine.anatomy import Mechanism, anatomy, attributes_of, mechanisms, phases, plain, split_docstring, touches
from groundswell.engine.emit import records_show
from groundswell.report.needs import NEEDS
from groundswell.report.odd.words import DRAWN
from groundswell.scenario.parameters import BY_NAME
from groundswell.works import Work, works_named

GETS = """Every line of the model, in the order in which a day runs: what happens in the world, the equation, the unit of
each symbol, which way it works, the pattern that would show it and what came out, how to switch it off and what is left then,
where it comes from, what else explains the record, and what it reads and writes. `groundswell show CASE --mechanism M05` prints
one mechanism."""

HOW = """A line with an id such as M05 is a *mechanism*: `--off NAME` or `off=["name"]` deletes it from the day, bit
for bit. A line without an id is a *core step*, part of the frame that the mechanisms act in; it cannot be switched off.
Lines take effect in the order of this page: each finds the world as the ones before it left it.

*Pattern* was stated before anything was measured: a small world, a quantity, its sign, a range and a time. *Measured* is the
mean difference between the same histories with and without the mechanism, at the default of every parameter, with its standard
error, in a unit that is also that of the range; the figure shows both, or what lies between them where they are nearly the same.
What did not come out as stated is under *missed*, with the reason; no range was moved.

*Signs* read cause → effect (sign), from the essays whose mechanisms these are. *Rivals* are accounts on record that would
explain the same without it, and cases that speak against it.

*Claims* are ids of statements in a ledger that this version does not ship, so for now they lead nowhere. *Reads* and
*writes* name fields of state and day ([units and bounds](odd.md#state-variables)), those of inner functions included.
*Parameters* lead to their priors. Equations are hypotheses of this project unless the source line says otherwise.

*Sources* name works that argue for the mechanism, rarely for the form. They are pointers from what the authors of this
software know, and no figure rests on them. That they exist was confirmed for {confirmed}; their contents were not read again
for this version. Titles are in the [bibliography](bibliography.md), which says which are confirmed."""

EVENING = """After the last line of the day, one step says what newspapers, pollsters and road services would have of it. It changes
nothing. These notes, deaths by forces and falls of government are what may be held against a record."""


def mechanisms_page() -> str:
    """The whole page."""
    lines = [("Morning", ("begin_day",)), *((title(phase), names_of(phase)) for phase in phases())]
    rows = {row.name: row for row in anatomy()}
    count = f"{len(mechanisms())} mechanisms and {len(rows) - len(mechanisms())} core steps in {len(phases())} phases."
    parts = [phase_section(k, name, [rows[one] for one in names]) for k, (name, names) in enumerate(lines)]
    evening = section(2, f"{len(lines)}. What records would show", EVENING, line_section(observation()))
    how = HOW.format(confirmed=confirmed(leaned_on()))
    return page("Mechanisms", GETS, how, section(2, "The day at a glance", count, glance()), *parts, evening)


def title(phase: str) -> str:
    """What a phase is called, from its docstring."""
    return (inspect.getdoc(plain(getattr(model, phase))) or phase).rstrip(".")


def names_of(phase: str) -> tuple[str, ...]:
    """The lines of a phase, in order."""
    return tuple(row.name for row in anatomy() if row.phase == phase)


def glance() -> str:
    """One row a line of the day."""
    rows = [
        (row.id or "core", link(row.name, ""), f"`{row.phase}`", row.summary, patterns.standing(row.id) if row.id else "")
        for row in anatomy()
    ]
    return table(["id", "name", "phase", "what happens", "pattern"], rows)


def phase_section(number: int, name: str, rows: list[Mechanism]) -> str:
    """One phase with its lines."""
    return section(2, f"{number}. {name}", *(line_section(row) for row in rows))


def observation() -> Mechanism:
    """The step that says what records would show, told like a line of the day."""
    summary, _, rest = (inspect.getdoc(plain(records_show)) or "").partition("\n")
    (equation, symbols), notes = split_docstring(rest)
    told = ("", "records_show", "evening", summary, equation, symbols, "", notes["Source"], (), notes["Departs"], ())
    taken = {"parameters": attributes_of(records_show, "p"), "draws": attributes_of(records_show, "draws")}
    return Mechanism(*told, *touches(records_show), records_show, **taken)


def leaned_on() -> tuple[Work, ...]:
    """The works that lines of the day name, each once."""
    return works_named("; ".join(f"{row.source}; {row.rivals}" for row in [*anatomy(), observation()]))


def confirmed(found: tuple[Work, ...]) -> str:
    """How many of some works stand in a record made by others.

    >>> confirmed((Work("A (1999)", "A.", "B", "C", confirmed="yes"), Work("D (1999)", "D.", "E", "F")))
    '1 of 2'
    """
    return f"{sum(bool(work.confirmed) for work in found)} of {len(found)}"


def line_section(row: Mechanism) -> str:
    """One line of the day."""
    first = f"**{row.id}** · {row.summary}" if row.id else f"Core step · {row.summary}"
    shown = patterns.figures(row.id) if row.id else ""
    return section(3, row.name, first, block(row.equation), symbols(row), shown, bullets([*of_mechanism(row), *of_line(row)]))


def of_mechanism(row: Mechanism) -> list[tuple[str, str]]:
    """What a mechanism has and a core step has not: signs, a pattern, rivals, a switch."""
    if not row.id:
        return []
    return [
        ("Signs", "; ".join(row.signs)), ("Pattern", patterns.statement(row.id)), ("Measured", patterns.came_out(row.id)),
        ("Missed", patterns.missed(row.id)), ("Off", f"`--off {row.name}`: {row.off}"), ("Needs", needed(row.name)),
        ("Rivals", row.rivals),
    ]  # fmt: skip


def needed(name: str) -> str:
    """What a scenario must hold before a mechanism can do anything."""
    return NEEDS[name].words if name in NEEDS else ""


def of_line(row: Mechanism) -> list[tuple[str, str]]:
    """What every line of the day has."""
    return [
        ("Source", row.source), ("Departs", row.departs), ("Claims", ", ".join(row.claims)),
        ("Parameters", ", ".join(link(name, "parameters.md") for name in parameters_of(row.function))),
        ("Luck", "; ".join(DRAWN[purpose] for purpose in row.draws)),
        ("Reads", code(row.reads)), ("Writes", code(row.writes)), ("Cost", costs.told(row.name)),
    ]  # fmt: skip


def symbols(row: Mechanism) -> str:
    """What stands between equation and notes of the docstring, line by line as written there."""
    lines = (inspect.getdoc(plain(row.function)) or "").splitlines()[1:]
    wanted = [line for line in lines if line.strip() and line.strip() in row.symbols and not line.startswith("    ")]
    return "  \n".join(wanted)


def parameters_of(function: Any) -> tuple[str, ...]:
    """The parameters that a line uses, through the kernels it calls, in the order of the table."""
    found = set(attributes_of(function, "p"))
    return tuple(name for name in BY_NAME if name in found)


def users() -> dict[str, list[str]]:
    """The lines of the day that use each parameter."""
    rows = [*anatomy(), observation()]
    return {name: [row.name for row in rows if name in parameters_of(row.function)] for name in BY_NAME}


def reads_waves(name: str) -> bool:
    """Whether a parameter serves to tell waves and their endings from a finished history."""
    return f"course.p.{name}" in inspect.getsource(run)
