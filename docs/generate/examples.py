"""The code of a page is run, and what it prints is shown under it.

A block of text under `<!-- output -->` holds what the Python above it prints. A block under
`<!-- file: NAME -->` is a file that the Python finds in the folder where it runs.
"""

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"\n<!-- output -->\n```text\n.*?^```\n", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^<!-- file: ([\w./-]+) -->\n```\w+\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Every page of the repository, in order."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(text: str, language: str) -> list[str]:
    """The blocks of a page in one language."""
    return [code for kind, code in BLOCK.findall(text) if kind == language]


def shows_output(text: str) -> bool:
    """Whether a page shows what its code prints."""
    return SHOWN.search(text) is not None


def worked(text: str, name: str) -> str:
    """The page with what its code prints now, run from top to bottom in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for path, content in FILE.findall(text):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_text(content, encoding="utf-8")
        return "".join(_pieces(text, name))


def _pieces(text: str, name: str) -> Iterator[str]:
    """The page piece by piece: what stands there, and under a block what it prints."""
    names: dict[str, object] = {"__name__": "page"}
    done = 0
    for number, block in enumerate((one for one in BLOCK.finditer(text) if one[1] == "python"), start=1):
        printed = _printed(block[2], f"{name}, block {number}", names)
        shown = SHOWN.match(text, block.end())
        yield text[done : block.end()]
        done = block.end()
        if shown:
            yield f"\n<!-- output -->\n```text\n{printed}```\n"
            done = shown.end()
    yield text[done:]


def _printed(code: str, name: str, names: dict[str, object]) -> str:
    """What a block prints, each line without blanks at its end."""
    with redirect_stdout(io.StringIO()) as out:
        exec(compile(code, name, "exec"), names)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().rstrip().splitlines())
