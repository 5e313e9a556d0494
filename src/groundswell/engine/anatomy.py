"""Reads the model from its own source: order, switches, what each step reads and writes, equation, source."""

import ast
import inspect
import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from groundswell.engine import draws
from groundswell.engine import step as model

SECTIONS = ("Off", "Signs", "Source", "Rivals", "Claims", "Departs")
HEADING = re.compile(rf"^({'|'.join(SECTIONS)}):\s*(.*)$")


class Mechanism(NamedTuple):
    """One line of ``step``: a mechanism that can be switched off, or a core step (``id`` empty).

    Signs are written ``cause → effect (+)``, rivals are other accounts of the same record, and draws name purposes of luck.
    """

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
    signs: tuple[str, ...] = ()
    rivals: str = ""
    parameters: tuple[str, ...] = ()
    draws: tuple[str, ...] = ()


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
    (equation, symbols), notes = split_docstring(rest)
    reads, writes = touches(function)
    return Mechanism(
        identity, name, phase, summary, equation, symbols, notes["Off"], notes["Source"], parted(notes["Claims"], ","), notes["Departs"],
        tuple(inspect.signature(plain(function)).parameters), reads, writes, function, parted(notes["Signs"], ";"), notes["Rivals"],
        attributes_of(function, "p"), attributes_of(function, "draws"),
    )  # fmt: skip


def parted(text: str, at: str) -> tuple[str, ...]:
    """The parts of a note, such as its claims."""
    return tuple(part.strip() for part in text.split(at) if part.strip())


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
    tree = ast.parse(inspect.getsource(plain(function)))
    rows = bound_rows(tree)
    reads = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in known_fields()}
    writes = {field for target in assigned(tree) for field in named_by(target, rows)}
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        inner = plain(function).__globals__.get(call.func.id)
        if inner is None or inner is function or not hasattr(inner, "py_func"):
            continue
        more = touches(inner)
        reads |= set(more[0])
        writes |= set(more[1])
        written = parameters_written(inner)
        passed = zip(inspect.signature(plain(inner)).parameters, call.args, strict=False)
        writes |= {field for name, argument in passed if name in written for field in named_by(argument, rows)}
    return tuple(sorted(reads)), tuple(sorted(writes))


@cache
def attributes_of(function: Any, name: str) -> tuple[str, ...]:
    """What a step takes from ``p``, its parameters, or from ``draws``, its purposes of luck, through the kernels it calls."""
    found = set()
    for node in ast.walk(ast.parse(inspect.getsource(plain(function)))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name:
            found.add(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            inner = plain(function).__globals__.get(node.func.id)
            if hasattr(inner, "py_func") and inner is not function:
                found |= set(attributes_of(inner, name))
    return tuple(sorted(found))


@cache
def purposes() -> tuple[str, ...]:
    """What luck is drawn for, in the order of the numbers that address it."""
    numbers: dict[str, int] = {}
    for node in ast.parse(inspect.getsource(draws)).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            for name, value in zip(node.targets[0].elts, node.value.elts, strict=True):
                if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and type(value.value) is int:
                    numbers[name.id] = value.value
    return tuple(sorted(numbers, key=lambda name: numbers[name]))


def bound_rows(tree: ast.AST) -> dict[str, str]:
    """Local names that stand for a field's row: ``seen = today.cells[i].seen``, alone or in a list of names."""
    rows = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) else [node.value]
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and isinstance(value, ast.Attribute) and value.attr in known_fields():
                    rows[name.id] = value.attr
    return rows


def assigned(tree: ast.AST) -> list[ast.expr]:
    """What a function assigns to by index: ``row[r] = …`` or ``cell.field[r] += …``."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        targets: list[ast.expr] = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            found += [part.value for part in parts if isinstance(part, ast.Subscript)]
    return found


def named_by(expression: ast.expr, rows: dict[str, str]) -> set[str]:
    """The field that an expression stands for, if it is a field's row."""
    if isinstance(expression, ast.Attribute):
        return {expression.attr} & known_fields()
    return {rows[expression.id]} if isinstance(expression, ast.Name) and expression.id in rows else set()


@cache
def parameters_written(function: Any) -> frozenset[str]:
    """Parameters of a kernel that it writes into, as ``row`` of ``normals``."""
    tree = ast.parse(inspect.getsource(plain(function)))
    names = set(inspect.signature(plain(function)).parameters)
    written = {target.id for target in assigned(tree) if isinstance(target, ast.Name)}
    return frozenset(written & names)


@cache
def known_fields() -> frozenset[str]:
    """Every field of state and day."""
    from groundswell.engine.state import STATE, TODAY

    return frozenset(f.name for layout in (STATE, TODAY) for fields in layout.values() for f in fields)
