"""A model of two places, small enough to check by hand, that an ensemble runs like any other.

It lives in a module of its own so that workers in other processes can import it.
"""

import hashlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.ensemble.simulation import InBlocks

EVENTS = np.dtype([("history", "u8"), ("day", "i4"), ("kind", "i2"), ("entity", "i2"), ("amount", "f4")])
EPISODES = np.dtype(
    {
        "names": ["history", "episode", "onset", "peak_day", "end", "days", "peak", "person_days", "deaths", "outcome"],
        "formats": ["u8", "i2", "i4", "i4", "i4", "i4", "f4", "f8", "f4", "i2"],
    }
)
PLACES = ("el-alto", "la-paz")


class TinyBlock(NamedTuple):
    series: list[str]
    daily: NDArray[np.float32]
    events: NDArray[Any]
    episodes: NDArray[Any]
    final: dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Tiny(InBlocks):
    """Histories made of keyed hashes: a pure function of seed and history, as the engine is."""

    days: int = 30
    pause: float = 0.0  # seconds a block takes
    before: Callable[["Tiny", int, NDArray[np.uint64]], None] | None = None  # called before each block
    case: str = "tiny"
    lanes: int = 32
    start: date = date(2003, 9, 1)

    @property
    def names(self) -> Mapping[str, Sequence[str]]:
        return {
            "places": PLACES,
            "cells": ("el-alto/neighbors",),
            "governments": ("first", "second"),
            "event_kinds": ("act", "fall", "killed"),
            "outcomes": ("subsided", "conceded"),
        }

    def identity(self) -> dict[str, Any]:
        return {"scenario": {"id": self.case, "days": self.days}, "design": "tiny", "off": [], "engine": "0"}

    def warm(self) -> None:
        pass

    def parameters(self, seed: int, histories: NDArray[np.uint64]) -> dict[str, NDArray[np.float64]]:
        return {"gain": np.array([_luck(seed, int(h), "gain") for h in histories])}

    def block(self, parameters: dict[str, NDArray[np.float64]], seed: int, histories: NDArray[np.uint64]) -> TinyBlock:
        time.sleep(self.pause)
        if self.before is not None:
            self.before(self, seed, histories)
        series = ["active_share", "approval", "killed", "active_share:el-alto", "killed:el-alto", "active:el-alto/neighbors"]
        daily = np.stack([self._course(seed, histories, name) for name in series])
        daily *= parameters["gain"].astype(np.float32)
        events, episodes = [], []
        for history in histories:
            events += self._events(seed, int(history))
            episodes += self._episodes(seed, int(history))
        final = {"approval": daily[1, -1].astype(np.float64), "government": np.zeros(len(histories), np.int16)}
        return TinyBlock(series, daily, np.array(events, EVENTS), np.array(episodes, EPISODES), final)

    def _course(self, seed: int, histories: NDArray[np.uint64], name: str) -> NDArray[np.float32]:
        rows = [np.random.Generator(np.random.PCG64(_number(seed, int(h), name))).random(self.days) for h in histories]
        values = np.array(rows).T
        return np.floor(values * 4).astype(np.float32) if name.startswith("killed") else values.astype(np.float32)

    def _events(self, seed: int, history: int) -> list[tuple[int, int, int, int, float]]:
        deaths = _number(seed, history, "deaths") % 5
        killed = [(history, 3, 2, 0, float(deaths)), (history, 4, 2, 1, 1.0)]
        return [*killed, (history, 9, 1, 0, 0.0)] if history % 4 == 0 else killed

    def _episodes(self, seed: int, history: int) -> list[tuple[Any, ...]]:
        small = (history, 0, 1, 2, 4, 3, 0.25, 10.0, 0.0, 0)
        large = (history, 1, 8, 9, 14, 6, 0.5, 90.0, 5.0, 1)
        return [(), (small,), (small, large)][history % 3]


def _number(seed: int, history: int, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{history}/{name}".encode()).digest()[:6], "big")


def _luck(seed: int, history: int, name: str) -> float:
    return _number(seed, history, name) / 2**48


def die_once(folder: Path, first: int) -> Callable[[Tiny, int, NDArray[np.uint64]], None]:
    """A worker that meets this history for the first time dies without a word."""
    return _Die(folder, first)


@dataclass(frozen=True)
class _Die:
    folder: Path
    first: int
    always: bool = False

    def __call__(self, _: Tiny, __: int, histories: NDArray[np.uint64]) -> None:
        mark = self.folder / "died"
        if int(histories[0]) == self.first and (self.always or not mark.exists()):
            mark.touch()
            os._exit(9)


def die_always(folder: Path, first: int) -> Callable[[Tiny, int, NDArray[np.uint64]], None]:
    """A worker that meets this history dies, every time."""
    return _Die(folder, first, always=True)
