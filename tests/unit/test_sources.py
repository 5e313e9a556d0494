"""Whatever is published on a result can say whom it rests on."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import groundswell
from groundswell.errors import UsageError
from groundswell.scenario.load import load
from groundswell.sources import cite, is_assumed, references, source_ids

ROOT = Path(__file__).parents[2]


@pytest.fixture
def towns():
    return load("bolivia-autumn")


def test_a_source_text_names_ids_or_says_why():
    assert source_ids("a-1 b-2,c ; d") == ("a-1", "b-2", "c", "d")
    assert source_ids("assumed: as in a-1") == ()
    assert is_assumed("assumed: as in a-1")


def test_every_work_of_a_scenario_is_cited_once(towns):
    names = [one.name for one in references(towns, SimpleNamespace(scenario=towns))]
    assert names[0] == "groundswell"
    assert sorted(names[1:]) == sorted([f"scenario-{towns.id}", *(work.id for work in towns.sources)])


def test_a_licence_is_passed_on(towns):
    (line,) = [line for line in cite(towns).splitlines() if line.startswith(f"[scenario-{towns.id}]")]
    assert line.endswith(f"License: {towns.licence}.")


def test_a_model_of_the_literature_cites_its_paper():
    class Threshold:
        source = "Granovetter, M. (1978). Threshold models of collective behavior. AJS 83, 1420–1443"

    assert cite(Threshold).splitlines()[1] == f"[threshold] {Threshold.source}."
    assert cite(Threshold()).splitlines()[1] == f"[threshold] {Threshold.source}."


def test_the_software_is_cited_as_the_citation_file_has_it():
    told = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    title, version, released, licence = (
        re.search(rf'^{key}: "?(.+?)"?$', told, re.MULTILINE)[1] for key in ("title", "version", "date-released", "license")
    )
    (software,) = references()
    assert title in software.text
    assert software.text.endswith(f"version {version}")
    assert version == groundswell.__version__
    assert released.startswith(str(software.year))
    assert software.licence == licence


def test_bibtex_braces_are_balanced_and_signs_escaped():
    model = SimpleNamespace(source="Ha & Co., 100 % {sure}, #1_a $")
    entry = cite(model, style="bibtex")
    assert r"Ha \& Co., 100 \% \{sure\}, \#1\_a \$" in entry
    bare = re.sub(r"\\.", "", entry)
    assert bare.count("{") == bare.count("}")


@pytest.mark.parametrize("arguments", [(3,), ("bolivia-autumn",), (None,)])
def test_what_has_no_source_cannot_be_cited(arguments):
    with pytest.raises(UsageError, match="a scenario, runs, mechanisms, or a model"):
        cite(*arguments)


def test_an_unknown_style_is_refused():
    with pytest.raises(UsageError, match="plain, bibtex"):
        cite(style="apa")
