"""Compiled kernels are never older than the sources they came from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from groundswell.engine import kernel

PACKAGE = Path(kernel.__file__).parents[1]
SOURCES = sorted(path.relative_to(kernel.ENGINE).as_posix() for path in kernel.ENGINE.rglob("*.py"))


@pytest.fixture
def engine(tmp_path, monkeypatch) -> Path:
    """A copy of the engine's sources, which the fingerprint reads instead."""
    copy = tmp_path / "engine"
    shutil.copytree(kernel.ENGINE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(kernel, "ENGINE", copy)
    return copy


def test_equal_sources_share_a_folder(engine):
    before = kernel.cache_folder()
    shutil.copytree(engine, engine.parent / "twin")
    assert kernel.cache_folder() == before


@pytest.mark.parametrize("name", SOURCES)
def test_a_change_of_any_source_changes_the_folder(name, engine):
    before = kernel.cache_folder()
    text = (engine / name).read_text(encoding="utf-8")
    (engine / name).write_text(text + "\n", encoding="utf-8")
    assert kernel.cache_folder() != before
    (engine / name).write_text(text, encoding="utf-8")
    assert kernel.cache_folder() == before


def test_a_new_a_renamed_and_a_missing_source_change_the_folder(engine):
    folders = {kernel.cache_folder()}
    (engine / "mechanisms" / "extra.py").write_text("", encoding="utf-8")
    folders.add(kernel.cache_folder())
    (engine / "mechanisms" / "extra.py").rename(engine / "mechanisms" / "more.py")
    folders.add(kernel.cache_folder())
    (engine / "mechanisms" / "costs.py").unlink()
    folders.add(kernel.cache_folder())
    assert len(folders) == 4


def test_another_version_of_the_compiler_has_another_folder(monkeypatch):
    before = kernel.cache_folder()
    monkeypatch.setattr(numba, "__version__", "0.0.0")
    assert kernel.cache_folder() != before


def test_the_folder_can_be_placed_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("GROUNDSWELL_CACHE", str(tmp_path))
    assert kernel.cache_folder().is_relative_to(tmp_path)
    assert not kernel.is_compiled()


def test_this_process_keeps_its_kernels_there():
    assert Path(numba.config.CACHE_DIR) == kernel.cache_folder()


CALLER = """
from groundswell.engine.draws import logistic
from groundswell.engine.kernel import kernel

@kernel
def middle(x):
    return logistic(x)
"""
PROGRAM = "from groundswell.engine.mechanisms.caller import middle; print(middle(0.0))"


def answer(source: Path, cache: Path) -> str:
    """What a fresh program prints that calls one kernel through another in a second file."""
    environment = {**os.environ, "PYTHONPATH": str(source), "GROUNDSWELL_CACHE": str(cache)}
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=source).stdout.strip()


@pytest.mark.slow
def test_editing_a_callee_in_another_file_is_noticed(tmp_path):
    # Numba looks at the caller's own file only and would go on with the old callee.
    source, cache = tmp_path / "src", tmp_path / "cache"
    shutil.copytree(PACKAGE, source / "groundswell", ignore=shutil.ignore_patterns("__pycache__", "library"))
    (source / "groundswell" / "engine" / "mechanisms" / "caller.py").write_text(CALLER, encoding="utf-8")
    assert answer(source, cache) == "0.5"
    assert answer(source, cache) == "0.5"
    draws = source / "groundswell" / "engine" / "draws.py"
    text = draws.read_text(encoding="utf-8")
    edited = text.replace("return 1.0 / (1.0 + exp(-x))", "return 2.0 / (1.0 + exp(-x))")
    assert edited != text
    draws.write_text(edited, encoding="utf-8")
    assert answer(source, cache) == "1.0"
    assert len(list((cache / "groundswell").iterdir())) == 2
