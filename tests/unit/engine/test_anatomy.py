"""The model told from its own source: what a day is made of, and what each line says of itself."""

import re

import pytest
from tests.unit.engine.worlds import HISTORIES, act_out

from groundswell.engine import anatomy as reading
from groundswell.engine import draws
from groundswell.engine import step as model
from groundswell.engine.anatomy import anatomy, mechanisms, phases, plain, switches
from groundswell.engine.run import Course, start
from groundswell.engine.state import STATE, TODAY

PHASES = (
    "world_moves", "government_acts", "people_hear", "leaders_decide", "people_act", "costs_mount", "state_acts", "what_gives_way",
    "reaction_follows",
)  # fmt: skip
FIELDS = {field.name for layout in (STATE, TODAY) for fields in layout.values() for field in fields}
LINES = anatomy()


def test_a_day_has_its_nine_phases_in_their_order():
    assert phases()[: len(PHASES)] == PHASES


@pytest.mark.parametrize("line", mechanisms(), ids=lambda line: line.name)
def test_a_mechanism_says_what_it_is(line):
    assert re.fullmatch(r"M\d\d", line.id)
    assert line.summary.endswith("."), "a sentence about the world"
    assert line.equation.strip()
    assert line.off, "what off means"
    assert line.source
    assert line.claims and all(re.fullmatch(r"[AB]\d{3}", claim) for claim in line.claims)


def test_no_two_mechanisms_share_an_id_or_a_name():
    assert len({line.id for line in mechanisms()}) == len(mechanisms()) == len(set(switches()))


def test_a_core_step_has_neither_id_nor_switch():
    assert {line.name for line in LINES if not line.id}.isdisjoint(switches())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_line_does_something_to_the_world(line):
    assert line.writes or line.name == "begin_day"
    assert set(line.writes) | set(line.reads) <= FIELDS


def changed_fields(course: Course, before: Course) -> set[str]:
    """The names of the fields of state and day whose bits differ."""
    found = set()
    for layout, now, then in ((STATE, course.s, before.s), (TODAY, course.today, before.today)):
        for kind, fields in layout.items():
            found |= {f.name for f in fields if (getattr(now, kind)[f.name] != getattr(then, kind)[f.name]).any()}
    return found


@pytest.fixture(scope="module")
def changes(drama, dramatic) -> dict[str, set[str]]:
    """Which fields each line has changed in fact, in three weeks of the small dramatic world."""
    course, before = start(drama, dramatic, 1, HISTORIES), start(drama, dramatic, 1, HISTORIES)
    found: dict[str, set[str]] = {line.name: set() for line in LINES}
    for day in range(21):
        for line in LINES:
            before.s.flat[:], before.today.flat[:] = course.s.flat, course.today.flat
            act_out(line, course, day)
            found[line.name] |= changed_fields(course, before)
    return found


@pytest.mark.parametrize("name", [line.name for line in LINES if line.name != "begin_day"])  # it clears the whole of yesterday
def test_a_line_changes_only_what_it_is_said_to_write(name, changes):
    said = next(set(line.writes) for line in LINES if line.name == name)
    assert changes[name] <= said


def test_every_function_of_the_page_is_one_that_step_calls():
    called = {line.name for line in LINES} | set(phases()) | {"step"}
    own = {name for name, value in vars(model).items() if hasattr(plain(value), "__code__") and plain(value).__module__ == model.__name__}
    assert own <= called


def test_a_switch_named_otherwise_than_its_mechanism_is_refused():
    with pytest.raises(ValueError, match="the switch of exhaustion_ends is named tired"):
        reading.describe("tired", "exhaustion_ends", "costs_mount")


def test_a_switch_without_an_id_is_refused():
    with pytest.raises(ValueError, match="a switch but no id"):
        reading.describe("people_mobilize", "people_mobilize", "people_act")


def test_an_id_without_a_switch_is_refused():
    with pytest.raises(ValueError, match="an id but no switch"):
        reading.describe("", "exhaustion_ends", "costs_mount")


CATALOG = tuple(f"M{k:02d}" for k in range(1, 53))
ARROW = re.compile(r"[^→]+ → [^→]+ \([+−0]\)")


def test_the_whole_catalog_is_in_the_day_once():
    assert sorted(row.id for row in mechanisms()) == list(CATALOG)


@pytest.mark.parametrize("row", mechanisms(), ids=lambda row: row.id)
def test_a_mechanism_says_which_way_it_works_cause_by_cause(row):
    assert row.signs and all(ARROW.fullmatch(sign) for sign in row.signs), row.signs


@pytest.mark.parametrize("row", mechanisms(), ids=lambda row: row.id)
def test_a_mechanism_has_equation_source_claims_and_what_off_means(row):
    assert row.equation and row.symbols and row.source and row.off and row.claims and row.reads and row.writes
    assert all(re.fullmatch(r"[AB]\d{3}", claim) for claim in row.claims)


def test_rivals_stand_where_one_is_on_record():
    found = {row.id for row in mechanisms() if row.rivals}
    assert {"M03", "M05", "M14", "M24", "M26", "M27", "M44", "M47", "M48", "M49", "M50"} <= found


def test_purposes_of_luck_are_read_in_the_order_of_their_numbers():
    numbers = [getattr(draws, purpose) for purpose in reading.purposes()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_luck_of_an_inner_kernel_counts_for_the_line_that_calls_it():
    assert {row.name: row.draws for row in LINES}["police_mutiny"] == ("MUTINY", "MUTINY_DEATHS")
