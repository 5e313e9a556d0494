"""The same scenario, parameters, seed and number give a history the same bits, wherever and however it is run."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from tests.unit.engine.worlds import HISTORIES, compiled, small

from groundswell.compile import Compiled
from groundswell.design import prior_draws
from groundswell.engine import run
from groundswell.engine.run import Block, advance, run_block, start
from groundswell.engine.state import LANES


def history_of(block: Block, lane: int, number: int) -> tuple[bytes, ...]:
    """Everything a block says of one history, as bytes."""
    events = block.events[block.events["history"] == number]
    episodes = block.episodes[block.episodes["history"] == number]
    final = b"".join(values[lane].tobytes() for values in block.final.values())
    return block.daily[:, :, lane].tobytes(), events.tobytes(), episodes.tobytes(), final


def run_these(plan: Compiled, numbers: Any, seed: int = 1, last_day: int | None = None) -> Block:
    """A block of these histories, each with its own parameters."""
    return run_block(plan, prior_draws(plan.scenario, seed, numbers), seed, np.asarray(numbers, "u8"), last_day=last_day)


def test_two_runs_of_a_block_are_the_same_bits(autumn, autumn_parameters, autumn_block):
    again = run_block(autumn, autumn_parameters, 1, HISTORIES)
    assert all(history_of(again, r, r) == history_of(autumn_block, r, r) for r in range(LANES))


def test_a_history_is_the_same_in_any_lane(autumn, autumn_block):
    reversed_block = run_these(autumn, HISTORIES[::-1])
    rotated = run_these(autumn, np.roll(HISTORIES, 11))
    for number in range(LANES):
        alone = history_of(autumn_block, number, number)
        assert history_of(reversed_block, LANES - 1 - number, number) == alone
        assert history_of(rotated, (number + 11) % LANES, number) == alone


def test_a_history_is_the_same_in_any_company(autumn, autumn_block):
    # Seven of the first block among strangers with high numbers.
    numbers = np.arange(1000, 1000 + LANES, dtype="u8")
    guests = {2: 30, 3: 0, 9: 17, 15: 4, 16: 5, 30: 31, 31: 12}
    for lane, number in guests.items():
        numbers[lane] = number
    mixed = run_these(autumn, numbers)
    for lane, number in guests.items():
        assert history_of(mixed, lane, number) == history_of(autumn_block, number, number)


def test_a_block_may_hold_the_same_history_in_every_lane(autumn, autumn_block):
    block = run_these(autumn, np.full(LANES, 7, "u8"))
    assert (block.daily == autumn_block.daily[:, :, 7][:, :, None]).all()


def test_other_seeds_and_other_numbers_are_other_histories(autumn, autumn_block):
    assert history_of(run_these(autumn, HISTORIES, seed=2), 0, 0) != history_of(autumn_block, 0, 0)
    assert len({autumn_block.daily[:, :, r].tobytes() for r in range(LANES)}) == LANES


SPLITS = {
    "day by day": lambda days: list(range(days + 1)),
    "ragged": lambda days: sorted({0, 1, 2, 9, 10, 41, 42, 43, 100, 152, days}),
    "halves": lambda days: [0, days // 2, days],
}


@pytest.mark.parametrize("split", SPLITS)
def test_any_split_of_days_gives_the_same_bits(split, autumn, autumn_parameters, autumn_block):
    course = start(autumn, autumn_parameters, 1, HISTORIES)
    daily = np.zeros((len(autumn.series), autumn.days, LANES), "f4")
    kept: list[list[Any]] = [[] for _ in range(LANES)]
    cuts = SPLITS[split](autumn.days)
    for first, last in itertools.pairwise(cuts):
        advance(course, first, last, daily, HISTORIES, kept)
    whole = start(autumn, autumn_parameters, 1, HISTORIES)
    advance(whole, 0, autumn.days, np.zeros_like(daily), HISTORIES, [[] for _ in range(LANES)])
    assert daily.tobytes() == autumn_block.daily.tobytes()
    assert np.concatenate([np.concatenate(rows) for rows in kept]).tobytes() == autumn_block.events.tobytes()
    assert course.s.flat.tobytes() == whole.s.flat.tobytes()
    assert course.today.flat.tobytes() == whole.today.flat.tobytes()


def test_a_course_copied_in_the_middle_goes_on_as_the_original(autumn, autumn_parameters, autumn_block):
    course, copy = start(autumn, autumn_parameters, 1, HISTORIES), start(autumn, autumn_parameters, 1, HISTORIES)
    daily = np.zeros((len(autumn.series), autumn.days, LANES), "f4")
    advance(course, 0, 70, daily, HISTORIES, [[] for _ in range(LANES)])
    copy.s.flat[:] = course.s.flat
    advance(copy, 70, autumn.days, daily, HISTORIES, [[] for _ in range(LANES)])
    assert daily.tobytes() == autumn_block.daily.tobytes(), "State is all that persists"


def test_the_first_days_do_not_know_how_long_the_run_is(autumn, autumn_block):
    short = run_these(autumn, HISTORIES, last_day=60)
    assert short.daily.shape[1] == 60
    assert short.daily.tobytes() == np.ascontiguousarray(autumn_block.daily[:, :60]).tobytes()
    assert short.events.tobytes() == autumn_block.events[autumn_block.events["day"] < 60].tobytes()


def test_reporting_from_a_later_day_changes_no_bit(autumn, autumn_parameters, autumn_block):
    late = run_block(autumn, autumn_parameters, 1, HISTORIES, first_day=100)
    assert late.daily.tobytes() == np.ascontiguousarray(autumn_block.daily[:, 100:]).tobytes()
    assert late.events.tobytes() == autumn_block.events.tobytes()


def test_threads_do_not_disturb_each_other(drama, dramatic):
    blocks = [np.arange(LANES * k, LANES * (k + 1), dtype="u8") for k in range(6)]
    alone = [run_block(drama, dramatic, 1, numbers) for numbers in blocks]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda numbers: run_block(drama, dramatic, 1, numbers), blocks))
    for one, other in zip(alone, together, strict=True):
        assert one.daily.tobytes() == other.daily.tobytes()
        assert one.events.tobytes() == other.events.tobytes()


class Spills:
    """Counts how often the tape is emptied."""

    def __init__(self) -> None:
        self.times, self.spill = 0, run.spill

    def __call__(self, *arguments: Any) -> None:
        self.times += 1
        self.spill(*arguments)


def test_a_full_tape_spills_without_loss(monkeypatch):
    plan = compiled(small(200))
    parameters = prior_draws(plan.scenario, 1, HISTORIES) | {"call_rate": np.full(LANES, 50.0), "call_off_rate": np.full(LANES, 50.0)}
    roomy = run_block(plan, parameters, 1, HISTORIES)
    spills = Spills()
    monkeypatch.setattr(run, "spill", spills)
    monkeypatch.setattr(run, "TAPE", 1)
    tight = run_block(plan, parameters, 1, HISTORIES)
    assert spills.times > 1, "the tape was large enough after all, so the test shows nothing"
    assert tight.events.tobytes() == roomy.events.tobytes()
    assert tight.daily.tobytes() == roomy.daily.tobytes()


def test_no_day_writes_more_events_than_the_room_kept_for_it(drama, dramatic):
    # The tape is emptied when less than this is left, so a day that wrote more would write beyond its end.
    plan = drama
    counts = np.zeros((plan.days, LANES), int)
    events = run_block(plan, dramatic, 1, HISTORIES).events
    np.add.at(counts, (events["day"], events["history"].astype(int)), 1)
    assert 0 < counts.max() <= run.most_events(plan.net)


def test_events_are_ordered_by_history_then_day(autumn_block):
    order = np.lexsort((autumn_block.events["day"], autumn_block.events["history"]))
    assert (order == np.arange(order.size)).all()
