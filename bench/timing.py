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
