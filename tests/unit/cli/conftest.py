"""The command run as a newcomer runs it: in this process, or in one of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from groundswell.cli import app

CASE = "bolivia-autumn"


@pytest.fixture(scope="session")
def type_in() -> Callable[..., Result]:
    """Runs a verb in this process; standard output and standard error are kept apart."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="session")
def ask(type_in) -> Callable[..., Any]:
    """Runs a verb with --json and reads the one object it prints."""
    return lambda *arguments: json.loads(type_in(*arguments, "--json").stdout)


@pytest.fixture(scope="session")
def finished(tmp_path_factory, type_in) -> Path:
    """The folder of a finished run of 64 histories."""
    out = tmp_path_factory.mktemp("finished")
    done = type_in("run", CASE, "-n", 64, "--out", out, "--no-why", "--json")
    assert done.exit_code == 0, done.stderr
    return Path(json.loads(done.stdout)["run_dir"])


@pytest.fixture
def shell(tmp_path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command in a process of its own, in an empty folder."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "groundswell", *arguments]
        return subprocess.run(command, cwd=tmp_path, env={**os.environ, **environment}, capture_output=True, text=True, check=False)

    return run
