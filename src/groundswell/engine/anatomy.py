"""Reads the model from its own source: order, switches, what each step reads and writes, equation, source."""

import ast
import inspect
import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from groundswell.engine import step as model

SECTIONS = ("Off", "Source", "Claims", "Departs")
HEADING = re.compile(r"^(Off|Source|Claims|Departs):\s*(.*)$")


class Mechanism(NamedTuple):
    """One line of ``step``: a mechanism that can be switched off, or a core step (``id`` empty)."""

    id: str
    name: str
    phase: str
    summary: str
    equation: str
    symbols: str
    off: str
    source: str
    claims: tuple[str, ...]
    departs: str
    arguments: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    function: Callable[..., Any]


def called(statement: ast.stmt) -> tuple[str, str] | None:
    """(switch, function) of one line of a phase: ``if on.x: x(...)`` or a plain call."""
    if isinstance(statement, ast.If) and isinstance(statement.test, ast.Attribute):
        inner = called(statement.body[0])
        return (statement.test.attr, inner[1]) if inner else None
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and isinstance(statement.value.func, ast.Name):
        return "", statement.value.func.id
    return None


def body_of(function: Any) -> list[ast.stmt]:
    """The statements of a kernel's source."""
    tree = ast.parse(inspect.getsource(plain(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree.body


def plain(function: Any) -> Any:
    """The Python function behind a compiled kernel."""
    return getattr(function, "py_func", function)


def lines_of(function: Any) -> list[tuple[str, str]]:
    """The calls of a phase, in order."""
    return [line for line in map(called, body_of(function)) if line]


@cache
def phases() -> tuple[str, ...]:
    """The phases of the day, in order."""
    return tuple(name for _, name in lines_of(model.step))[1:]


@cache
def anatomy() -> tuple[Mechanism, ...]:
    """Every line of the model, in the order in which a day runs."""
    rows = [describe("", "begin_day", "begin_day")]
    for phase in phases():
        rows += [describe(switch, name, phase) for switch, name in lines_of(getattr(model, phase))]
    return tuple(rows)


def mechanisms() -> tuple[Mechanism, ...]:
    """The lines that can be switched off."""
    return tuple(row for row in anatomy() if row.id)


def switches() -> tuple[str, ...]:
    """The names of all switches, in order."""
    return tuple(row.name for row in mechanisms())


def describe(switch: str, name: str, phase: str) -> Mechanism:
    """One line of the model, from its docstring and source."""
    if switch and switch != name:
        raise ValueError(f"{phase}: the switch of {name} is named {switch}")
    function = getattr(model, name)
    text = inspect.getdoc(plain(function)) or ""
    first, _, rest = text.partition("\n")
    identity, _, summary = first.rpartition(" · ") if re.match(r"^M\d\d · ", first) else ("", "", first)
    if bool(identity) != bool(switch):
        raise ValueError(f"{phase}: {name} has {'an id but no switch' if identity else 'a switch but no id'}")
    blocks, notes = split_docstring(rest)
    reads, writes = touches(function)
    return Mechanism(
        identity, name, phase, summary, blocks[0], blocks[1], notes["Off"], notes["Source"],
        tuple(c.strip() for c in notes["Claims"].split(",") if c.strip()), notes["Departs"],
        tuple(inspect.signature(plain(function)).parameters), reads, writes, function,
    )  # fmt: skip


def split_docstring(text: str) -> tuple[tuple[str, str], dict[str, str]]:
    """Equation (indented lines), symbols (the rest), and the headed notes."""
    equation, symbols, current = [], [], ""
    notes = dict.fromkeys(SECTIONS, "")
    for line in text.splitlines():
        heading = HEADING.match(line)
        if heading:
            current = heading[1]
            notes[current] = heading[2].strip()
        elif current and line.strip():
            notes[current] += " " + line.strip()
        elif line.startswith("    "):
            equation.append(line[4:])
        elif line.strip():
            symbols.append(line.strip())
    return ("\n".join(equation), " ".join(symbols)), notes


@cache
def touches(function: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Fields of state and day that a step reads and writes, through the kernels it calls."""
    fields = known_fields()
    reads, writes = set(), set()
    tree = ast.parse(inspect.getsource(plain(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in fields:
            reads.add(node.attr)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        for target in targets:
            writes |= {n.attr for n in ast.walk(target) if isinstance(n, ast.Attribute) and n.attr in fields}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and hasattr(plain(function), "__globals__"):
            inner = plain(function).__globals__.get(node.func.id)
            if inner is not None and hasattr(inner, "py_func") and inner is not function:
                more = touches(inner)
                reads |= set(more[0])
                writes |= set(more[1])
    return tuple(sorted(reads)), tuple(sorted(writes))


@cache
def known_fields() -> frozenset[str]:
    """Every field of state and day."""
    from groundswell.engine.state import STATE, TODAY

    return frozenset(f.name for layout in (STATE, TODAY) for fields in layout.values() for f in fields)
