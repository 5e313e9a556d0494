"""Verbs on scenarios: check, show, schema, cite. None of them runs anything."""

import json

from groundswell.cli import output
from groundswell.cli.options import AsJson, Case, OutFile


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


def schema(to: OutFile = None, as_json: AsJson = False) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import groundswell as gs

    output.write(json.dumps(gs.schema(), ensure_ascii=False, indent=1), to)


VERBS = (check, schema)
