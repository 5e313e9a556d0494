"""`python -m docs.generate` writes the reference pages, the pictures of the classics and what the examples print.

`python -m docs.generate --reproduce [MODEL ...]` first computes what the classics are held against, which takes minutes.
"""

import sys

from docs.generate import EXPLAINED, EXPLAINING, classics, write
from docs.generate.examples import ROOT, pages, shows_output, worked


def main() -> None:
    """Writes what is stale, and says what was written."""
    if sys.argv[1:2] == ["--reproduce"]:
        classics.reproduce(sys.argv[2:])
    pictures = [str(path.relative_to(ROOT)) for path in classics.drawn()]
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
    main()
