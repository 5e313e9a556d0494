"""How time is taken here: seconds of CPU of this process, the best of several tries."""

import time
from collections.abc import Callable
from typing import Any

TRIES = 7


def best_seconds(work: Callable[[], Any], tries: int = TRIES) -> float:
    """The least CPU time that a call takes; one call before the clock runs lets kernels compile and caches fill."""
    work()
    return min(seconds(work) for _ in range(tries))


def seconds(work: Callable[[], Any]) -> float:
    """CPU time of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def best_side_by_side(works: dict[str, Callable[[], Any]], tries: int = TRIES, warm: bool = True) -> dict[str, float]:
    """The least CPU time of each of several calls that take turns, so that a machine's moods meet all of them."""
    best = dict.fromkeys(works, float("inf"))
    for turn in range(tries + warm):
        for name, work in works.items():
            taken = seconds(work)
            if turn >= warm:
                best[name] = min(best[name], taken)
    return best
