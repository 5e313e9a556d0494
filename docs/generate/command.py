"""The page of the command: every verb with its arguments and options, from the command itself."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer

from docs.generate.markdown import block, code, link, number, page, section, table
from groundswell.cli import app

GETS = """Every verb of the command `groundswell`, its arguments and options, and the exit codes."""

HOW = """Standard output carries data and nothing else; progress, remarks and errors go to standard error. `--json` prints one
JSON object, also when the verb fails. `groundswell VERB --help` prints the same as this page. A verb does what the Python
function of the same name does; `show` is `gs.contents` and `gs.describe`."""

EXIT_CODES = (
    (0, "fine"), (1, "something did not hold, such as a run that cannot be reproduced"), (2, "the command was used wrongly"),
    (3, "a file was refused"), (4, "a run broke off"), (130, "stopped with Ctrl-C; histories that were finished stay"),
    (141, "whoever read the output left before its end, as `head` does"),
)  # fmt: skip
WORDS = {int: "N", float: "X", Path: "PATH"}


def command_page() -> str:
    """The whole page."""
    verbs = dict(spoken(typer.main.get_command(app)))
    glance = table(["verb", "what it does"], [(link(name, ""), verb.help) for name, verb in verbs.items()])
    codes = section(2, "Exit codes", table(["code", "meaning"], EXIT_CODES, right=[0]))
    return page("Command", GETS, HOW, section(2, "Verbs", glance), *(verb_section(*one) for one in verbs.items()), codes)


def spoken(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every verb as it is typed, those of a group after the group's name."""
    for name, verb in group.commands.items():
        if hasattr(verb, "commands"):
            yield from spoken(verb, f"{name} ")
        else:
            yield before + name, verb


def verb_section(name: str, verb: Any) -> str:
    """One verb."""
    hints = get_type_hints(inspect.unwrap(verb.callback), include_extras=True)
    arguments = [one.metavar or one.name.upper() for one in verb.params if one.param_type_name == "argument"]
    usage = block(" ".join(["groundswell", name, "[OPTIONS]", *arguments]))
    rows = [(spelled(one, hints), describe(one), default(one)) for one in verb.params]
    return section(2, name, verb.help, usage, table(["argument or option", "meaning", "default"], rows))


def spelled(parameter: Any, hints: dict[str, Any]) -> str:
    """How a parameter is typed, with a word for its value."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    if parameter.is_flag:
        return code([*parameter.opts, *parameter.secondary_opts])
    value = parameter.metavar or WORDS.get(inner_type(hints[parameter.name]), "TEXT")
    return code(f"{name} {value}" for name in parameter.opts)


def inner_type(hint: Any) -> Any:
    """The plain type behind an annotation: of `int | None` it is `int`."""
    while get_args(hint):
        hint = next(one for one in get_args(hint) if one is not type(None))
    return hint


def describe(parameter: Any) -> str:
    """What a parameter is for."""
    return parameter.help + (" (required)" if parameter.param_type_name == "argument" and parameter.required else "")


def default(parameter: Any) -> str:
    """What holds when nothing is said."""
    value = parameter.default
    if value is None or value is False or callable(value):
        return ""
    return "on" if value is True else f"`{value}`" if isinstance(value, Path | str) else number(value)
