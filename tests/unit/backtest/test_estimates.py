"""An interval over draws is as wide as draws differ; where nothing differs, chance alone is left."""

import numpy as np
import pytest

from groundswell.analysis.uncertainty import Share
from groundswell.backtest.estimates import LEAST, difference, moment, quantity, resampled, share, statistic


def test_histories_of_one_draw_count_as_one_doubt():
    flags = np.repeat([True, False, True, False, True, False, True, False], 50)
    alone = share(flags, np.arange(400))
    together = share(flags, np.repeat(np.arange(8), 50))
    assert alone.value == together.value == 0.5
    assert together.high - together.low > 2 * (alone.high - alone.low)  # √50 times as wide, if it were not for the ends at 0 and 1


def test_where_all_histories_agree_chance_still_allows_others():
    found = share(np.zeros(100, bool), np.repeat(np.arange(10), 10))
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(Share(0, 100).high)


def test_pairs_that_agree_differ_by_nothing_at_all():
    values = np.array([0.1, 0.7, 0.3])
    assert difference(values, values, np.arange(3))[1:4] == (0.0, 0.0, 0.0)


def test_among_few_histories_the_record_has_no_rank():
    assert quantity(np.arange(float(LEAST)), 3.0).rank is not None
    few = quantity(np.append(np.arange(LEAST - 1.0), np.nan), 3.0)
    assert (few.histories, few.rank, few.inside) == (LEAST - 1, None, None)


def test_no_history_no_number():
    assert quantity(np.array([np.nan])).value is None
    assert share(np.zeros(0, bool), np.zeros(0, np.int64)).value is None


@pytest.mark.parametrize(("recorded", "inside"), [(50.0, True), (99.5, False), (-1.0, False)])
def test_the_record_is_inside_where_90_of_100_histories_leave_room(recorded, inside):
    assert quantity(np.arange(100.0), recorded).inside is inside


def test_the_same_seed_gives_the_same_interval_and_another_another():
    values, draw = np.arange(30.0), np.arange(30)

    def middle(rows):
        return float(np.median(values[rows]))

    assert statistic(middle, draw, 1) == statistic(middle, draw, 1)
    assert statistic(middle, draw, 1)[2:4] != statistic(middle, draw, 2)[2:4]


def test_a_draw_is_drawn_again_with_all_its_histories():
    draw = np.array([0, 0, 0, 1, 1, 2])
    for rows in resampled(draw, 1, 20):
        times = np.bincount(rows, minlength=6)
        assert times[0] == times[1] == times[2]
        assert times[3] == times[4]
        assert times[0] + times[3] + times[5] == 3


def test_a_date_is_told_as_a_date():
    from tests.unit.backtest.handmade import START, seen

    found = moment(np.append(np.full(30, 5.0), np.inf), seen([[]]), START)
    assert (found.value, found.histories, found.rank) == ("2003-09-06", 30, 0.0)
