"""What the two teaching worlds hold; that every mechanism is at work in them is asked where switches are."""

from collections.abc import Iterator
from typing import Any

import pytest

from groundswell.scenario.load import LIBRARY, check, load
from groundswell.scenario.parameters import BY_NAME
from groundswell.sources import is_assumed

WORLDS = ("one-republic", "two-republics")


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_has_no_fault_and_spans_thirty_years(world):
    assert check(world) == ()
    scene = load(world)
    assert (scene.start.isoformat(), scene.end.isoformat()) == ("2001-01-01", "2030-12-31")
    assert scene.draws is None and scene.observed is None, "nothing of it was fitted or observed"


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_is_small_enough_to_read(world):
    scene = load(world)
    countries = len(scene.countries)
    assert 3 * countries <= len(scene.places) <= 5 * countries and len(scene.groups) <= 10 * countries
    assert len((LIBRARY / world / "scenario.yaml").read_text("utf-8").splitlines()) < 280


@pytest.mark.parametrize("world", WORLDS)
def test_everything_is_made_up_and_says_so(world):
    scene = load(world)
    assert scene.sources == () and scene.licence == "CC0 1.0"
    assert all(is_assumed(text) for text in source_texts(scene.model_dump(mode="json")))


def source_texts(value: Any) -> Iterator[str]:
    """Every source text of a scenario, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("source"), str):
            yield value["source"]
        yield from (text for item in value.values() for text in source_texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in source_texts(item))


@pytest.mark.parametrize("world", WORLDS)
def test_parameters_are_drawn_from_within_the_range_of_the_model(world):
    for name, setting in load(world).parameters.items():
        assert BY_NAME[name].lower <= setting.lower < setting.upper <= BY_NAME[name].upper


@pytest.mark.parametrize("world", WORLDS)
def test_every_decade_brings_the_same_things(world):
    acts = load(world).acts
    by_decade = [
        {(a.name, a.date.year - first, a.severity, a.demand) for a in acts if first <= a.date.year < first + 10}
        for first in (2001, 2011, 2021)
    ]
    assert by_decade[0] == by_decade[1] == by_decade[2]


def test_two_republics_are_the_same_but_for_size():
    scene = load("two-republics")
    north, south = scene.countries
    assert north.population == 2 * south.population
    for section in ("places", "groups", "organizations", "forces", "governments", "demands", "acts"):
        own = [[plain(one, country) for one in getattr(scene, section) if plain(one, country)] for country in ("north", "south")]
        assert sorted(own[0]) == sorted(own[1]), section


def plain(record: Any, country: str) -> str:
    """A record of one country without its name, its size and its dates; nothing if it belongs to the other."""
    if not record.id.startswith(f"{country}-"):
        return ""
    left_out = {"population", "headcount", "date", "latitude", "longitude", "id"}
    return record.model_dump_json(exclude=left_out).replace(country, "it")


def test_a_flow_is_named_by_its_ends_and_may_run_both_ways():
    republic = load("one-republic")
    changed = republic.set("flows.mines/miners:heights/neighbors.dismissed_share", 0)
    assert changed != republic and len(changed.flows) == len(republic.flows)
    back = {"from": "heights/neighbors", "to": "valleys/peasants", "yearly_share": 0.001, "source": "assumed: a few return to the land"}
    assert len(republic.set("flows.heights/neighbors:valleys/peasants", back).flows) == len(republic.flows) + 1
