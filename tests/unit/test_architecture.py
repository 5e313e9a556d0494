"""The shape of the code is a claim that can be checked: who imports whom, what an import costs, how long things are."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import groundswell

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "groundswell"
SOURCES = sorted(PACKAGE.rglob("*.py"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

HEAVY = {"numpy", "numba", "llvmlite", "duckdb", "altair", "vl_convert", "pydantic", "ruamel", "typer", "rich"}
LONGEST_FUNCTION = 60  # lines, the docstring not counted
LONGEST_FILE = 400  # lines
LONGEST_DECISION = 15  # lines
IMPORT_SECONDS = 0.3


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    path = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run([*command, *options], cwd=folder, env=path, capture_output=True, text=True, check=False)


def test_every_layer_imports_only_from_the_layers_below_it():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_notice_an_import_in_the_wrong_direction(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(PACKAGE, tmp_path / "src" / "groundswell", ignore=shutil.ignore_patterns("__pycache__", "library"))
    with (tmp_path / "src" / "groundswell" / "errors.py").open("a", encoding="utf-8") as errors:
        errors.write("\nfrom groundswell import sources\n")
    done = lint_imports(tmp_path, "--contract", "layers")
    assert done.returncode == 1
    assert "groundswell.errors -> groundswell.sources" in done.stdout


def import_times() -> dict[str, float]:
    """Seconds each module took, what it imports included, in a fresh interpreter that imports groundswell."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import groundswell"], capture_output=True, text=True, check=True
    )
    rows = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()[1:]]
    return {name.strip(): int(cumulative) / 1e6 for _, cumulative, name in rows}


def test_importing_the_package_loads_no_compiler_database_or_chart():
    loaded = {name.partition(".")[0] for name in import_times()}
    assert "groundswell" in loaded
    assert not loaded & HEAVY


def test_importing_the_package_is_quick():
    fastest = min(import_times()["groundswell"] for _ in range(3))
    assert fastest < IMPORT_SECONDS


@pytest.mark.parametrize("name", sorted(groundswell.PUBLIC))
def test_every_public_name_is_where_the_table_of_contents_says(name):
    module, _, attribute = groundswell.PUBLIC[name].partition(":")
    found = import_module(module)
    assert getattr(groundswell, name) is (getattr(found, attribute) if attribute else found)
    assert getattr(groundswell, name).__doc__, "a public name says what it does"


def test_a_public_verb_is_not_hidden_by_a_folder_of_the_same_name():
    shared = [name for name, where in groundswell.PUBLIC.items() if where.startswith(f"groundswell.{name}:") and not where.endswith(":")]
    assert shared, "report is both a folder and a verb"
    for name in shared:
        import_module(f"groundswell.{name}")
        assert callable(getattr(groundswell, name)), name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'uprising'"):
        _ = groundswell.uprising


@pytest.mark.parametrize("banned", ["utils", "util", "helpers", "helper", "managers", "manager", "core", "common"])
def test_no_module_has_a_name_that_says_nothing(banned):
    assert not [path for path in SOURCES if banned in path.relative_to(PACKAGE).with_suffix("").parts]


def long_functions(path: Path) -> list[str]:
    """Functions of more lines than LONGEST_FUNCTION, counted from the first line after the docstring."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1
            if lines > LONGEST_FUNCTION:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines")
    return found


def test_no_function_is_longer_than_a_screen():
    assert [line for path in SOURCES for line in long_functions(path)] == []


def test_no_file_is_longer_than_a_sitting():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_kernel_gives_up_the_order_of_its_sums():
    loose = re.compile(r"(fastmath|parallel)\s*=\s*(True|\{)")
    assert [path.name for path in SOURCES if loose.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_address(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b", text)


def locked(lock: Path) -> list[tuple[Requirement, int]]:
    """Each requirement of a lock with the number of hashes that allow it."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    return [(Requirement(entry.split("\\")[0].strip()), entry.count("--hash=sha256:")) for entry in entries]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_every_requirement_to_one_version_and_its_hashes(lock):
    entries = locked(lock)
    assert len(entries) > 0
    for requirement, hashes in entries:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), str(requirement)
        assert hashes > 0, str(requirement)


def test_the_locks_satisfy_what_the_package_declares():
    declared = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    for lock in ("core.txt", "dev.txt"):
        versions = {canonicalize_name(r.name): str(r.specifier)[2:] for r, _ in locked(ROOT / "requirements" / lock)}
        for requirement in declared:
            assert versions.get(canonicalize_name(requirement.name)) in requirement.specifier, (lock, str(requirement))


def test_the_version_is_the_same_wherever_it_is_told():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {groundswell.__version__}\n" in citation
    assert f"## [{groundswell.__version__}]" in changelog


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/decisions.md"])
def test_a_page_points_only_at_files_that_exist(page):
    path = ROOT / page
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_a_decision_is_told_in_fifteen_lines():
    sections = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").split("\n## ")[1:]
    lengths = {title: len(text.strip().splitlines()) for title, _, text in (part.partition("\n") for part in sections)}
    assert lengths
    assert {title: lines for title, lines in lengths.items() if lines > LONGEST_DECISION} == {}
