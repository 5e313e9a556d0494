"""The command `groundswell`: one short function a verb, on the public names alone.

Standard output carries data and nothing else; progress, remarks and errors go to standard error.
The exit code is 0 when all is well, 1 when something did not hold, 2 for wrong use, 3 for a file that
was refused, 4 for a run that broke off, 130 after Ctrl-C, histories that were finished
stay, 141 when whoever read the output has left.
"""

from typing import Annotated

import typer

import groundswell as gs
from groundswell.cli import cases, classics, fitting, folders, histories, judging, output, screening, whatif
from groundswell.cli.frame import Verbs

__all__ = ["app", "main"]


def tell_version(asked: bool) -> None:
    """Prints the version."""
    if asked:
        output.say(gs.__version__)
        raise typer.Exit


app = typer.Typer(
    cls=Verbs,
    name="groundswell",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def groundswell(
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=tell_version, help="print the version, and end")] = False,
) -> None:
    """Simulates how protest waves rise, spread, meet force, win and end."""


asking = (*whatif.VERBS, *classics.VERBS, *screening.VERBS)
for verb in (*cases.VERBS, *histories.VERBS, *asking, *fitting.VERBS, *judging.VERBS, *folders.VERBS):
    app.command(verb.__name__.rstrip("_"))(verb)
app.add_typer(classics.models, name="models")


def main() -> None:
    """Runs the command with the arguments of the process, and exits with its code."""
    app(prog_name="groundswell")
