"""The page of a verdict says what the file says, and the file judges what ships."""

import hashlib

import pytest
from docs.generate import EXPLAINED, EXPLAINING
from docs.generate.verdict import CASE, NOT_YET, judged_page

from groundswell.backtest.shipped import FILE, verdict_of
from groundswell.scenario.fitted import Fitted
from groundswell.scenario.load import find, load

FOLDER = find(CASE)[0].parent
JUDGED = (FOLDER / FILE).is_file()
WHY = "no verdict ships yet"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", sorted(EXPLAINED))
def test_the_page_says_what_the_file_says(name):
    assert (EXPLAINING / name).read_text(encoding="utf-8") == EXPLAINED[name](), f"{name} is stale: run `make docs`"


def test_without_a_verdict_the_page_claims_none():
    assert (NOT_YET in judged_page()) is not JUDGED


@pytest.mark.skipif(not JUDGED, reason=WHY)
def test_the_verdict_is_on_the_draws_the_protocol_and_the_record_that_ship():
    made = verdict_of(CASE)["provenance"]
    assert made["draws"] == sha256(FOLDER / "draws.csv")
    assert made["protocol"] == sha256(FOLDER / "protocol.toml")
    for name, digest in made["records"].items():
        scene = load(name)
        assert digest == sha256(scene.folder / scene.observed), name


@pytest.mark.skipif(not JUDGED, reason=WHY)
def test_a_verdict_of_an_earlier_engine_says_so_where_it_is_read():
    from groundswell.engine.kernel import fingerprint

    earlier = verdict_of(CASE)["provenance"]["engine"] != fingerprint()
    assert ("Measured with an earlier form of the model" in judged_page()) == earlier


@pytest.mark.skipif(not JUDGED, reason=WHY)
def test_the_form_that_was_judged_has_the_draws_that_runs_take():
    verdict, fitted = verdict_of(CASE), load(CASE).fitted
    assert isinstance(fitted, Fitted)
    assert verdict["card"]["forms"][verdict["judged"]]["sha256"] == fitted.sha256
    assert verdict["card"]["protocol"] == fitted.protocol
