"""Held against published numbers: every check of every classic, one row each."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from groundswell.models.classic import Check, Classic


class Row(NamedTuple):
    """One check, computed: what is on record, what the model gives, and whether they agree."""

    model: str
    check: str
    published: float
    ours: float
    tolerance: float
    relation: str
    holds: bool
    why: str
    source: str
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """The row as plain data."""
        return self._asdict()


def computed(model: "type[Classic]", check: "Check") -> Row:
    """Computes one check."""
    began = time.perf_counter()
    ours = float(check.ours())
    seconds = time.perf_counter() - began
    return Row(
        model.name, check.name, check.published, ours, check.tolerance, check.relation, check.holds(ours), check.why, check.source,
        round(seconds, 3),
    )  # fmt: skip


def rows(models: "Iterable[type[Classic]]", fast: bool = False, progress: Callable[[int, int, str], object] | None = None) -> Iterator[Row]:
    """Computes the checks of some models one after the other; with `fast` only those that take no time."""
    todo = [(model, check) for model in models for check in model.reproduces if not (fast and check.slow)]
    for done, (model, check) in enumerate(todo):
        if progress is not None:
            progress(done, len(todo), f"{model.name}: {check.name}")
        yield computed(model, check)
    if progress is not None:
        progress(len(todo), len(todo), "")
