"""Two ensembles under the same luck, history by history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from groundswell.design import told
from groundswell.errors import UsageError
from groundswell.runs import STATEMENT, Runs
from groundswell.scenario.words import meant


@dataclass(frozen=True)
class Pair:
    """A baseline and a changed ensemble: history k of one has the luck and parameters of history k of the other.

    `name` is the change in a word, `words` in a phrase. Both hold the same histories, in the same order.
    """

    name: str
    words: str
    baseline: Runs
    changed: Runs

    @property
    def replicates(self) -> int:
        """How many pairs of histories there are."""
        return self.baseline.replicates

    @property
    def stopped_at(self) -> int | None:
        """How many pairs there are if Ctrl-C has ended either side early, else None."""
        return None if self.baseline.stopped_at is None and self.changed.stopped_at is None else self.replicates

    def of(self, country: str) -> "Pair":
        """The same pairs seen from one country. Raises UsageError for a country that either side lacks."""
        return Pair(self.name, self.words, self.baseline.of(country), self.changed.of(country))

    @cached_property
    def identical(self) -> bool:
        """Whether no event and nothing of the last day differs in any history, to the bit."""
        if self.baseline.run_id == self.changed.run_id:
            return True
        shared = [name for name in self.baseline.final if name in self.changed.final]
        return all(np.array_equal(self.baseline.final[name], self.changed.final[name]) for name in shared) and np.array_equal(
            self.baseline.events, self.changed.events
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data: what was paired, not what came of it."""
        return {
            "statement": STATEMENT, "name": self.name, "words": self.words, "replicates": self.replicates, "seed": self.baseline.seed,
            "stopped_at": self.stopped_at, "baseline": _where(self.baseline), "changed": _where(self.changed),
            "parameters": _parameters(self.baseline),
        }  # fmt: skip


@dataclass(frozen=True)
class Ablation:
    """One baseline, and an ensemble without each of several mechanisms, all under the same luck.

    `why["neighbors_emulated"]` is one pair; iterating goes through all of them.
    """

    baseline: Runs
    without: Mapping[str, Runs]

    def of(self, country: str) -> "Ablation":
        """The same ensembles seen from one country. Raises UsageError for a country that they lack."""
        return Ablation(self.baseline.of(country), {name: runs.of(country) for name, runs in self.without.items()})

    @property
    def names(self) -> tuple[str, ...]:
        """The mechanisms that were switched off, one at a time."""
        return tuple(self.without)

    def __getitem__(self, name: str) -> Pair:
        """The pair of one mechanism. Raises UsageError for one that was not switched off."""
        if name not in self.without:
            raise UsageError.of("ablation", f"'{name}'", f"one of {', '.join(self.names)}", meant(name, self.names) or "ablate it too")
        return paired(name, f"without {name}", self.baseline, self.without[name])

    def __iter__(self) -> Iterator[Pair]:
        return (self[name] for name in self.without)

    def __len__(self) -> int:
        return len(self.without)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: what was paired, not what came of it."""
        return {
            "statement": STATEMENT, "baseline": _where(self.baseline), "parameters": _parameters(self.baseline),
            "pairs": [pair.to_dict() for pair in self],
        }  # fmt: skip


def paired(name: str, words: str, baseline: Runs, changed: Runs) -> Pair:
    """Two ensembles as pairs of the histories that both have. Raises UsageError where luck or histories differ."""
    common = np.intersect1d(baseline.histories, changed.histories)
    if baseline.seed != changed.seed or not common.size:
        raise UsageError.of(
            "pair", f"seeds {baseline.seed} and {changed.seed}, {common.size} histories in both",
            "two ensembles of one seed that share histories", "run both with the same seed",
        )  # fmt: skip
    return Pair(name, words, _only(baseline, common), _only(changed, common))


def seen_alike(like: Runs, runs: Runs) -> Runs:
    """Runs of the whole world seen from the country from which others are seen. Raises UsageError where it is not among them."""
    return runs.of(like.countries[0]) if like.whole is not like and len(runs.countries) > 1 else runs


def _only(runs: Runs, histories: Any) -> Runs:
    return runs if runs.replicates == len(histories) else runs.select(histories)


def _parameters(runs: Runs) -> dict[str, Any]:
    return told(runs.scenario, runs.spec["identity"])


def _where(runs: Runs) -> dict[str, Any]:
    return {"run_id": runs.run_id, "run_dir": None if runs.run_dir is None else str(runs.run_dir)}
