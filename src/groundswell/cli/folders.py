"""Verbs on run folders: gc."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli import output
from groundswell.cli.options import AsJson


def gc(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="where run folders are kept")] = Path("runs"),
    as_json: AsJson = False,
) -> None:
    """Remove what interrupted writes have left in run folders more than a day ago."""
    import groundswell as gs

    removed = gs.gc(folder)
    if as_json:
        output.emit({"folder": folder, "removed": removed})
    else:
        output.say("\n".join([*map(str, removed), f"{len(removed)} temporary files removed"]))


VERBS = (gc,)
