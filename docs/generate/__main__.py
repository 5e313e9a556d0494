"""`python -m docs.generate` writes the reference pages, the pictures of the classics and what the examples print.

`python -m docs.generate --reproduce [MODEL ...]` first computes what the classics are held against, `--patterns [M05 ...]` what
each mechanism does in its small world, and `--costs` what each line takes of the time of a run; each takes minutes.
"""

import sys
from collections.abc import Sequence

from docs.generate import EXPLAINED, EXPLAINING, IMAGES, PICTURES, classics, costs, patterns, write
from docs.generate.examples import ROOT, pages, shows_output, worked
from groundswell.errors import GroundswellError, UsageError


def main(typed: Sequence[str]) -> None:
    """Writes what is stale, and says what was written. Raises UsageError for words that mean nothing here."""
    match typed:
        case []:
            pass
        case ["--reproduce", *models]:
            classics.reproduce(models)
        case ["--patterns", *mechanisms]:
            patterns.measure(mechanisms)
        case ["--costs"]:
            costs.measure()
        case _:
            known = "nothing, --reproduce [MODEL ...], --patterns [M05 ...] or --costs"
            raise UsageError.of("docs.generate", f"`{' '.join(typed)}`", known, "python -m docs.generate")
    pictures = [str(path.relative_to(ROOT)) for path in classics.drawn()] + [f"docs/images/{name}" for name in write(IMAGES, PICTURES)]
    explained = [f"docs/explanation/{name}" for name in write(EXPLAINING, EXPLAINED)]
    for name in [f"docs/reference/{name}" for name in write()] + explained + pictures + renewed():
        print(f"{name}: written")


def renewed() -> list[str]:
    """Runs the pages that show what their code prints; those that print something else now."""
    found = []
    for path in pages():
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        if shows_output(text) and (now := worked(text, name)) != text:
            path.write_text(now, encoding="utf-8")
            found.append(name)
    return found


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except GroundswellError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
