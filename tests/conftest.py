"""What all tests share: settled random examples, and kernels compiled once before the workers start."""

import signal
from contextlib import suppress

import hypothesis
import pytest

# The same examples at every run, so that a red test is red for everybody. No deadline: the first
# example of a test may wait for a kernel to compile.
hypothesis.settings.register_profile("settled", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("settled")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile in the process that starts the workers, or each of them would compile the same kernels.

    A shell that starts the tests in the background makes them deaf to Ctrl-C, and so the commands that they interrupt.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    starts_workers = bool(getattr(session.config.option, "numprocesses", None))
    if starts_workers and not hasattr(session.config, "workerinput"):
        with suppress(Exception):  # an engine that does not run is for the tests to tell, one by one
            compile_kernels()


def compile_kernels() -> None:
    from groundswell.engine import kernel

    if not kernel.is_compiled():
        import groundswell as gs

        gs.run(gs.load("bolivia-autumn"), replicates=1, seed=1, memory=True)
