"""Histories made by hand, few enough to be known by heart, and tables of draws that nobody fitted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from groundswell.backtest.seen import DAILY, Seen
from groundswell.calibrate.sight import in_order
from groundswell.design import prior_draws
from groundswell.engine.recorder import EVENT
from groundswell.scenario.fitted import Fitted
from groundswell.scenario.load import load

START, DAYS = date(2003, 9, 1), 200
PLACES = ("la-paz", "el-alto")
GOVERNMENTS = ("first", "second", "third")
PROTOCOL = "ab" * 32


def seen(
    falls: Sequence[Sequence[int]],
    killed: Mapping[tuple[int, int, int], float] | None = None,
    poll: float = 0.5,
    office: Mapping[tuple[int, int], int] | None = None,
    draw: Sequence[int] | None = None,
    stoppage: Any = None,
) -> Seen:
    """One history a list of days of falls; killed[history, place, day] persons; office[history, from day on] government."""
    n = len(falls)
    deaths = np.zeros((len(PLACES), DAYS, n), np.float32)
    for (history, place, day), persons in (killed or {}).items():
        deaths[place, day, history] = persons
    holds = np.zeros((DAYS, n), np.int16)
    for (history, day), who in (office or {}).items():
        holds[day:, history] = who
    days = np.array([day for own in falls for day in own], np.int64)
    lanes = np.array([k for k, own in enumerate(falls) for _ in own], np.int64)
    daily = {name: np.zeros((DAYS, n), np.float32) for name in DAILY}
    if stoppage is not None:
        daily["stoppage"] = np.asarray(stoppage, np.float32)
    nothing = np.zeros(0, EVENT)
    return Seen(
        START, PLACES, GOVERNMENTS, ("union",), 0, deaths, in_order(days, lanes, n), np.zeros((DAYS // 7 + 1, n), bool),
        np.full((DAYS, n), poll, np.float32), daily, holds, nothing, nothing, np.arange(n) if draw is None else np.array(draw),
    )  # fmt: skip


def table(
    case: str, draws: int = 6, seed: int = 5, protocol: str = PROTOCOL, until: str = "2003-12-31", off: Sequence[str] = ()
) -> Fitted:
    """Draws from the priors of a case, said to be fitted by a protocol up to a day."""
    drawn = prior_draws(load(case), seed, range(draws))
    columns = {name: tuple(map(float, values)) for name, values in drawn.items() if len(set(values)) > 1}
    made = {"protocol": protocol, "case": case, "fitted_until": until, "off": list(off)}
    return Fitted(case, (1 / draws,) * draws, tuple(map(float, range(draws))), columns, {}, made)
