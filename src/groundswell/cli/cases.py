"""Verbs on scenarios: check, show, schema, cite. None of them runs anything."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from groundswell.cli import output
from groundswell.cli.options import Ascii, AsJson, Case, OutFile

NOT_READ = "Works that mechanisms name argue for them; they were not read again, and no figure rests on them."
MECHANISMS = f"--mechanisms adds the works that mechanisms name. {NOT_READ}"


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
    part: Annotated[
        str | None, typer.Option(help="brief (unless told), places, groups, acts, mechanisms, parameters, sources, ... or all")
    ] = None,
    mechanism: Annotated[str | None, typer.Option(metavar="ID", help="one mechanism, by id or name: equation, source, switch")] = None,
    odd: Annotated[bool, typer.Option("--odd", help="the description of model and case after the ODD protocol, as Markdown")] = False,
    ascii: Ascii = False,
    as_json: AsJson = False,
) -> None:
    """Tell what a case holds, and what the model believes: mechanisms, parameters, where each number is from."""
    import groundswell as gs

    refuse_several({"--part": part is not None, "--mechanism": mechanism is not None, "--odd": odd})
    scene, part = gs.load(case), part or "brief"
    if mechanism is not None or odd:
        tell_model(scene, mechanism, ascii, as_json)
    elif as_json:
        output.emit(gs.contents(scene, part))
    else:
        output.say(gs.describe(scene, part, **output.paper(ascii)))


def refuse_several(given: Mapping[str, bool]) -> None:
    """Raises UsageError for two options of which each asks for a text of its own."""
    import groundswell as gs

    told = [option for option, is_given in given.items() if is_given]
    if len(told) > 1:
        got = "both" if len(told) == 2 else f"all {len(told)}"
        raise gs.UsageError.of(", ".join(told), got, "one of them", f"leave {told[0]} out, or ask twice")


def tell_model(scene: Any, mechanism: str | None, ascii: bool, as_json: bool) -> None:
    """One mechanism of a case, or without one all of them in the order of the ODD protocol."""
    import groundswell as gs

    if mechanism is None and as_json:
        output.emit({"case": scene.id, "odd": gs.odd(scene)})
    elif mechanism is None:
        output.write(gs.odd(scene), None)
    elif as_json:
        output.emit(gs.mechanism_contents(mechanism, scene))
    else:
        output.say(gs.mechanism_in_words(mechanism, scene, **output.paper(ascii)))


def schema(to: OutFile = None, as_json: AsJson = False) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import groundswell as gs

    output.write(json.dumps(gs.schema(), ensure_ascii=False, indent=1), to)
    if as_json and to is not None:
        output.emit({"written": to})


def cite(
    case: Case,
    style: Annotated[str, typer.Option(help="plain or bibtex")] = "plain",
    mechanisms: Annotated[bool, typer.Option("--mechanisms", help="also the works that mechanisms name")] = False,
    to: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Print what to cite for results of a case: the software, the scenario, the works behind its numbers."""
    import groundswell as gs

    scene = gs.load(case)
    cited = (scene, *gs.mechanisms()) if mechanisms else (scene,)
    text = gs.cite(*cited, style=style)
    if to is not None or not as_json:
        output.write(text, to)
        output.remark(f"\n{NOT_READ if mechanisms else MECHANISMS}")
    if as_json:
        output.emit({"case": scene.id, "style": style, "text": text, "references": gs.references(*cited), "written": to})


VERBS = (check, show, schema, cite)
