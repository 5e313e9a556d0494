"""What surrounds every verb: errors in four parts, one JSON object whatever happens, exit codes."""

import re
import sys
import traceback
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperGroup

import groundswell as gs
from groundswell.cli import output

INTERRUPTED = 130
# Verbs that write histories as they are finished.
KEEPING = ("run", "ablate", "compare", "report", "calibrate", "models", "sweep", "screen")
CRASHED = 4
UNHEARD = 141  # what a shell says of a command whose reader has left
EXTRA = re.compile(r"Got unexpected extra arguments?\S* \((.*)\)")
# What another verb, or an argument, does for an option that is often looked for.
INSTEAD = {
    ("compare", "--off"): "`groundswell ablate CASE M05` runs the same histories with and without a mechanism",
    ("ablate", "--off"): "`groundswell ablate CASE M05`: it takes mechanisms without an option",
}

# The parent of all faults of usage; its own module moved between versions of typer.
UsageFault: Any = typer.BadParameter.__mro__[1]


class Verbs(TyperGroup):
    """The group of all verbs; nothing ends in a traceback, except a fault of ours."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **options: Any) -> Any:
        """Runs one verb and exits with its code."""
        arguments = list(sys.argv[1:] if args is None else args) or ["--help"]
        options |= {"standalone_mode": False, "obj": arguments}
        output.prepare()
        sys.exit(outcome(lambda: super(Verbs, self).main(arguments, prog_name, **options), arguments, self))

    def invoke(self, context: Any) -> Any:
        """Runs the verb; Ctrl-C before it has anything to tell is an error like others."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            raise interrupted(context.invoked_subcommand, context.obj or ()) from None


class Interrupted(gs.GroundswellError):  # type: ignore[misc]
    """A verb was stopped by hand before it had anything to tell."""

    exit_code = INTERRUPTED


def interrupted(verb: str, arguments: Sequence[str]) -> Interrupted:
    """What Ctrl-C has left, by whether the verb keeps histories on disk."""
    keeps = verb in KEEPING and "--memory" not in arguments
    hint = "histories that were finished are kept; the same command goes on" if keeps else "nothing was kept; the same command begins again"
    return Interrupted(gs.Problem(f"groundswell {verb}", "Ctrl-C before there was an answer", "some time more", hint))


def outcome(verb: Callable[[], Any], arguments: Sequence[str], group: TyperGroup) -> int:
    """The exit code of a verb; what it raised has been told."""
    as_json = "--json" in arguments
    try:
        return int(verb() or 0)
    except output.Unheard:
        output.forget()
        return UNHEARD
    except (output.Unwritten, OSError) as error:
        output.forget()
        told = error if isinstance(error, output.Unwritten) else output.unwritten("standard output", error)
        return tell(told, as_json=False)
    except SystemExit as left:  # the parser's own answer to a reader who leaves while it prints the help
        if not isinstance(left.__context__, BrokenPipeError):
            raise
        output.forget()
        return UNHEARD
    except gs.GroundswellError as error:
        return tell(error, as_json)
    except UsageFault as fault:
        return tell(usage_error(fault, group), as_json)
    except Exception as error:
        if as_json:
            output.emit({"error": {"kind": type(error).__name__, "exit_code": CRASHED, "problems": [], "message": str(error)}})
        traceback.print_exc()
        return CRASHED


def tell(error: Any, as_json: bool) -> int:
    """Prints an error, as text to standard error or as the one JSON object, and gives its exit code."""
    if as_json:
        output.emit({"error": in_parts(error)})
    else:
        output.remark(str(error))
    return int(error.exit_code)


def in_parts(error: Any) -> dict[str, Any]:
    """An error as plain data."""
    problems = [problem._asdict() for problem in error.problems]
    return {"kind": type(error).__name__, "exit_code": error.exit_code, "problems": problems}


def usage_error(fault: Any, group: TyperGroup) -> Any:
    """What the parser of arguments refused, in four parts."""
    context, parameter = fault.ctx, getattr(fault, "param", None)
    command = context.command_path if context is not None else "groundswell"
    unknown = re.match(r"No such command '(.*?)'", fault.message)
    if unknown:
        known, got = list(getattr(context.command, "commands", group.commands)), unknown[1]
    elif hasattr(fault, "option_name") and context is not None:
        known, got = options_of(context), fault.option_name
    else:
        where = f"{command} {spelled(parameter)}" if parameter is not None else command
        return gs.UsageError.of(where, *refused(fault, parameter), after_off(fault) or f"{command} --help")
    hint = INSTEAD.get((command.rpartition(" ")[2], got)) or meant(got, known) or f"{command} --help"
    return gs.UsageError.of(command, f"`{got}`", f"one of {', '.join(known)}", hint)


def after_off(fault: Any) -> str:
    """What to try where a second mechanism follows `--off`, which takes one each time; empty for any other fault."""
    extra, typed = EXTRA.match(fault.message), fault.ctx.obj if fault.ctx is not None else ()
    words = extra[1].split() if extra else []
    if words and ("--off", words[0]) in zip(typed or (), (typed or ())[2:], strict=False):
        return f"repeat the option: {' '.join(f'--off {word}' for word in words)}"
    return ""


def spelled(parameter: Any) -> str:
    """How a parameter is typed: an option with its dashes, an argument by the word of the help."""
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name)


def refused(fault: Any, parameter: Any) -> tuple[str, str]:
    """What was given for a parameter, and what would have been taken."""
    if type(fault).__name__ == "MissingParameter":
        return "nothing", (parameter.help if parameter is not None else None) or "a value"
    faults = fault.__cause__.errors() if hasattr(fault.__cause__, "errors") else []
    if faults:
        several = re.search(r" is not one of (.*)\.$", faults[0]["msg"])
        if several:
            return f"`{faults[0]['input']}`", f"one of {several[1].replace(chr(39), '')}"
        return f"`{faults[0]['input']}`", grouped(faults[0]["msg"].removeprefix("Input should be ").partition(",")[0])
    extra = EXTRA.match(fault.message)
    if extra:
        return f"`{extra[1]}` besides", "one argument less"
    return fault.message.rstrip("."), "what the help of this verb says"


def grouped(text: str) -> str:
    """A sentence with its long numbers in groups of three digits."""
    return re.sub(r"\d{5,}", lambda found: f"{int(found[0]):,}", text)


def options_of(context: Any) -> list[str]:
    """The long options of the verb that was called."""
    return sorted(name for parameter in context.command.params for name in parameter.opts if name.startswith("--"))


def meant(word: str, known: Sequence[str] | Any) -> str:
    """The likeliest known word for a misspelled one, as a question; empty if none is near."""
    near = get_close_matches(word, list(known), n=1)
    return f"did you mean `{near[0]}`?" if near else ""
