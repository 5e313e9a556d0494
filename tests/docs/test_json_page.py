"""The page on JSON names the fields that a run prints, and no others."""

import json
import re
import subprocess
import sys

from docs.generate.examples import ROOT

COMMAND = [sys.executable, "-m", "groundswell", "run", "bolivia-autumn", "-n", "64", "--memory", "--no-why", "--json", "--quiet"]
PAGE = ROOT / "docs" / "how-to" / "read-the-json.md"


def test_the_page_names_every_field_of_a_run_and_no_other(tmp_path):
    printed = json.loads(subprocess.run(COMMAND, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)
    rows = re.findall(r"^\| (`.*?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert told == set(printed)
