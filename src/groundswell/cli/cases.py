"""Verbs on scenarios: check, show, schema, cite. None of them runs anything."""

import json
from typing import Annotated

import typer

from groundswell.cli import output
from groundswell.cli.options import Ascii, AsJson, Case, OutFile

MECHANISMS = """Works that mechanisms name are another list, docs/reference/bibliography.md; they were not read again, and no figure
rests on them."""


def check(case: Case, as_json: AsJson = False) -> int:
    """Tell every fault of a scenario at once: where, what was found, what was expected, what to try."""
    import groundswell as gs

    problems = gs.check(case)
    if as_json:
        output.emit({"case": case, "sound": not problems, "problems": problems})
    elif problems:
        output.say("\n\n".join(str(problem) for problem in problems))
        output.remark(f"\n{len(problems)} to correct")
    else:
        output.say(f"{case}: sound")
    return 3 if problems else 0


def show(
    case: Case,
    part: Annotated[str, typer.Option(help="one part only: places, groups, acts, mechanisms, equations, parameters, sources, ...")] = "all",
    ascii: Ascii = False,
    as_json: AsJson = False,
) -> None:
    """Tell what a case holds, and what the model believes: mechanisms, parameters, where each number is from."""
    import groundswell as gs

    scene = gs.load(case)
    if as_json:
        output.emit(gs.contents(scene, part))
    else:
        output.say(gs.describe(scene, part, **output.paper(ascii)))


def schema(to: OutFile = None, as_json: AsJson = False) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import groundswell as gs

    output.write(json.dumps(gs.schema(), ensure_ascii=False, indent=1), to)
    if as_json and to is not None:
        output.emit({"written": to})


def cite(
    case: Case,
    style: Annotated[str, typer.Option(help="plain or bibtex")] = "plain",
    to: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Print what to cite for results of a case: the software, the scenario, the works behind its numbers."""
    import groundswell as gs

    scene = gs.load(case)
    text = gs.cite(scene, style=style)
    if to is not None or not as_json:
        output.write(text, to)
        output.remark(f"\n{MECHANISMS}")
    if as_json:
        output.emit({"case": scene.id, "style": style, "text": text, "references": gs.references(scene), "written": to})


VERBS = (check, show, schema, cite)
