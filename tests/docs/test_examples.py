"""Whatever the pages and docstrings tell a reader to type does what they say."""

import doctest
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest
import typer
from docs.generate.examples import ROOT, blocks, pages, worked

import groundswell.cli

SOURCE = ROOT / "src"
WANTED = re.compile(r"^(?:from|import) (distributed)\b", re.MULTILINE)


def pages_with(language: str) -> list[Path]:
    return [page for page in pages() if blocks(page.read_text(encoding="utf-8"), language)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with("python"), ids=name)
def test_the_python_of_a_page_runs_and_prints_what_the_page_shows(page):
    text = page.read_text(encoding="utf-8")
    for module in WANTED.findall("\n".join(blocks(text, "python"))):
        pytest.importorskip(module, reason=f"{name(page)} shows the extra that brings {module}")
    assert worked(text, name(page)) == text, f"{name(page)} shows what its code no longer prints: run `make docs`"


def lines_of_shell(page: Path) -> list[str]:
    """What a page tells to type in a shell, without the remarks."""
    lines = "\n".join(blocks(page.read_text(encoding="utf-8"), "sh")).replace("\\\n", " ").splitlines()
    return [line.partition(" #")[0].strip() for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("page", pages_with("sh"), ids=name)
def test_the_make_targets_a_page_names_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    used = {found for line in lines_of_shell(page) for found in re.findall(r"^make ([a-z-]+)", line)}
    assert used <= targets


@pytest.mark.parametrize("page", pages_with("sh"), ids=name)
def test_the_command_understands_what_a_page_tells_to_type(page):
    verbs = typer.main.get_command(groundswell.cli.app).commands
    for line in lines_of_shell(page):
        words = shlex.split(line.partition(" > ")[0].partition(" | ")[0])
        if words[0] == "groundswell" and words[1:2] != ["--help"]:
            verbs[words[1]].make_context(words[1], words[2:])


def modules_with_examples() -> list[str]:
    found = [path for path in sorted(SOURCE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]
    return [".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__") for path in found]


@pytest.mark.parametrize("module", modules_with_examples())
def test_the_examples_of_a_module_give_what_they_show(module, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outcome = doctest.testmod(import_module(module), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert outcome.attempted > 0
    assert outcome.failed == 0
